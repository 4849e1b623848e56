using Trellis.Diagnosis.Checks;
using Trellis.Runtime.Structure;
using Trellis.Structure;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Diagnosis.Checks;

/// <summary>What forms demand of each unit, and which two ask the same.</summary>
public sealed class FormDemandsTests
{
    private static readonly DateOnly Day = new(2026, 11, 25);

    [Fact]
    public void Which_forms_ask_the_same_is_what_the_definition_says_pair_by_pair()
    {
        var view = County().On(Day);
        var demands = FormDemands.Of(view);

        var naive = new SortedSet<string>(StringComparer.Ordinal);
        for (var one = 0; one < demands.Forms.Count; one++)
            for (var other = one + 1; other < demands.Forms.Count; other++)
                foreach (var item in SharedItems(demands.Forms[one], demands.Forms[other])) naive.Add($"{demands.Forms[one].Form.Id} {demands.Forms[other].Form.Id} {item}");

        var found = new SortedSet<string>(demands.Doubles.SelectMany(static pair => pair.Fields.Select(field =>
            pair.Extra.Number < pair.Other.Number ? $"{pair.Extra.Form.Id} {pair.Other.Form.Id} {field.Item!.Id}" : $"{pair.Other.Form.Id} {pair.Extra.Form.Id} {field.Item!.Id}")), StringComparer.Ordinal);
        Assert.NotEmpty(naive);
        Assert.Equal(naive, found);
    }

    [Fact]
    public void A_form_of_each_quarter_counts_a_third_in_the_month()
    {
        var burden = Burden.Of(Village("").On(new DateOnly(2026, 3, 2)));

        Assert.Equal(["shangliu", "xialiu", "zhongliu"], burden.Units.Select(static load => load.Unit.Id).Order(StringComparer.Ordinal));
        Assert.All(burden.Units, static load => Assert.Equal(2m / 3, load.Fields, 10));
        Assert.All(burden.Units, static load => Assert.Equal([("liuhe", load.Fields)], load.ByRequester));
    }

    [Fact]
    public void What_another_form_asks_already_is_what_collecting_once_would_save()
    {
        var burden = Burden.Of(Village("""
            form: walk-count
            name: {zh: 隐患月报, en: Hazards of the month}
            asked-by: works-office
            filled-by: village-clerk@villages
            duty: safety-walks
            purpose: safety
            every: month
            totals: [unit.hazards-found]
            sections: [{section: look, by: works-clerk@works-office, items: [unit.hazards-left]}]
            basis: [liuhe-services/7]
            """).On(new DateOnly(2026, 3, 2)));

        var village = burden.Units.Single(static load => load.Unit.Id == "shangliu");
        Assert.Equal(1 + 2m / 3, village.Fields, 10);
        Assert.Equal(1m, village.Needless, 10);
        Assert.Equal("works-office", village.ByRequester[0].AskedBy);
        // A section is typed where its post sits.
        Assert.Equal(1m, burden.Units.Single(static load => load.Unit.Id == "works-office").Fields);
    }

    private static IEnumerable<string> SharedItems(FormDemand one, FormDemand other)
    {
        if (one.Form.After?.Id != other.Form.After?.Id) yield break;
        if (one.Form.On is { } day && other.Form.On is { } same && day != same) yield break;
        foreach (var field in one.Fields)
        {
            foreach (var beside in other.Fields)
            {
                if (field.Item is not { Computed: null } item || beside.Item is not { } twin || field.IdentifiesRow || beside.IdentifiesRow) continue;
                if (item.Id != twin.Id && !item.SameAs.Any(name => name.Id == twin.Id) && !twin.SameAs.Any(name => name.Id == item.Id)) continue;
                var meet = item.RegisterId == "unit"
                    ? field.Typists.Any(unit => beside.Typists.Any(there => unit.IsUnder(there) || there.IsUnder(unit)))
                    : one.RowsOf == other.RowsOf && one.Fillers.Any(unit => other.Fillers.Any(there => unit.Contains(there) || there.Contains(unit)))
                        && !RowFilter.Of(one.Form.Rows?.Text).Excludes(RowFilter.Of(other.Form.Rows?.Text));
                if (meet) yield return item.Id;
            }
        }
    }

    [Theory]
    [InlineData("facility where facility.kind = \"lamp\"", "facility where facility.kind in [\"ditch\", \"path\"]", true)]
    [InlineData("facility where facility.kind = \"lamp\"", "facility where facility.kind != \"lamp\"", true)]
    [InlineData("plot where plot.fallow", "plot where not plot.fallow and plot.area > 1 mu", true)]
    [InlineData("facility where facility.kind = \"lamp\"", "facility where facility.kind in [\"lamp\", \"path\"]", false)]
    [InlineData("facility where facility.kind = \"lamp\"", "facility where facility.kind = \"path\" or facility.state = \"broken\"", false)]
    [InlineData("facility where facility.kind = \"lamp\"", "facility", false)]
    [InlineData("person where person.age < 7", "person where person.age > 60", false)]
    public void Two_conditions_exclude_each_other_only_where_that_is_certain(string one, string other, bool excluded)
    {
        Assert.Equal(excluded, RowFilter.Of(one).Excludes(RowFilter.Of(other)));
        Assert.Equal(excluded, RowFilter.Of(other).Excludes(RowFilter.Of(one)));
    }

    private static GovernanceStructure County() => ReadingStructures.Read(StructureFolder.Read(Path.Combine(Checkout.Root, "structures", "cuiwei"))).Structure;

    private static GovernanceStructure Village(string form)
    {
        var one = new FindingCase("burden");
        if (form.Length > 0) one.Adds.Add(("forms/walk-count.yaml", form + "\n"));
        return one.Read().Structure;
    }
}
