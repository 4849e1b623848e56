using Trellis.Diagnosis.Checks;
using Trellis.Pilots.Plans;
using Trellis.Structure;
using Trellis.Structure.Findings;
using Trellis.Tests.Structure;
using Xunit;

namespace Trellis.Tests.Pilots;

/// <summary>
/// A plan reads a structure with every overlay in its own places, the check one view at a time, so each asks its questions in its own code.
/// Where no overlay is in force both must give the same answers.
/// </summary>
public sealed class PlanAndCheckAgree
{
    public static TheoryData<string> Structures => new("hello-village", "cuiwei");

    [Theory]
    [MemberData(nameof(Structures))]
    public void Fields_a_month_are_those_of_the_burden(string name)
    {
        var (side, context) = Both(name);

        var planned = ComparingUnits.Compare(side, side).FieldsAfter.PerYear;

        Assert.Equal(Burden.Of(context.Day).Units.Sum(static unit => unit.Fields) * 12, planned, precision: 3);
    }

    [Fact]
    public void A_section_of_a_post_alone_is_typed_at_the_nearest_such_post_for_both()
    {
        var structure = AStructure.With(("forms/walks.yaml", """
            form: walks
            name: {zh: 巡查表, en: Walks}
            asked-by: liuhe
            filled-by: village-head@villages
            every: month
            totals: [unit.hazards-found]
            sections:
              - {section: answer, by: safety-officer, items: [unit.hazards-left]}
            """)).Structure;
        var day = new DateOnly(2026, 3, 2);
        var side = new Side(structure, day, Renames.None);

        // Three villages and one safety officer, twelve times, beside the form of each quarter.
        Assert.Equal((3 + 1) * 12 + 3 * 2 * 4, ComparingUnits.Compare(side, side).FieldsAfter.PerYear);
        Assert.Equal((3 + 1) * 12 + 3 * 2 * 4, Burden.Of(structure.On(day)).Units.Sum(static unit => unit.Fields) * 12, precision: 3);
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void What_a_duty_lacks_is_what_the_check_says_it_lacks(string name)
    {
        var (side, context) = Both(name);
        var bearing = new BearingDuties(context);
        var means = new DutyMeans(context, bearing);
        var lacking = new Means(side);
        var (checkSays, planSays) = (new SortedSet<string>(StringComparer.Ordinal), new SortedSet<string>(StringComparer.Ordinal));
        foreach (var duty in context.Holding(context.Structure.Duties))
        {
            foreach (var lack in means.Powers(duty).Concat(means.Resources(duty)).Concat(means.Items(duty)).Concat(means.Skills(duty)))
                foreach (var unit in lack.Units) checkSays.Add($"{duty.Id} {unit.Id} {Trellis.Structure.Vocabulary.Words.Of(lack.Of).Word}/{lack.Id}");
            foreach (var unit in bearing.Leads(duty))
                foreach (var (address, _) in lacking.MissingFor(unit, duty)) planSays.Add($"{duty.Id} {unit.Id} {address}");
        }

        foreach (var (unit, duty, address, _) in lacking.MissingInSteps()) planSays.Add($"{duty.Id} {unit.Id} {address}");
        Assert.Equal(checkSays, planSays);
        if (name == "cuiwei") Assert.NotEmpty(planSays);
    }

    private static (Side Side, CheckContext Context) Both(string name)
    {
        var structure = ReadingStructures.Read([.. AStructure.FilesOf(name).Where(static file => !file.Path.StartsWith("overlays/", StringComparison.Ordinal))]).Structure;
        var day = new DateOnly(2026, 11, 16);
        return (new Side(structure, day, Renames.None), new CheckContext(structure, day, new FindingList()));
    }
}
