using Trellis.Pilots.Plans;
using Trellis.Structure.Findings;
using Xunit;

namespace Trellis.Tests.Pilots;

/// <summary>What is only written otherwise changes nothing.</summary>
public sealed class ChangingNothing
{
    [Theory]
    [InlineData("hello-village")]
    [InlineData("cuiwei")]
    [InlineData("authzen-todo")]
    public void A_structure_compared_with_itself_changes_nothing(string structure)
    {
        var plan = AChange.Of(structure).Plan();

        Assert.True(plan.ChangesNothing);
        Assert.Empty(plan.Wording);
        Assert.Empty(plan.Units);
        Assert.Contains("nothing changes", plan.Text(Language.English), StringComparison.Ordinal);
    }

    [Fact]
    public void Comments_blank_lines_quotes_and_line_ends_change_nothing()
    {
        var change = AChange.OfTheVillage();
        foreach (var path in change.Paths.Where(static path => path.EndsWith(".yaml", StringComparison.Ordinal)))
            change.Write(path, "# A new comment.\r\n\r\n" + change[path].ReplaceLineEndings("\r\n"));
        change.Edit("duties.yaml", "field: livelihood", "field: \"livelihood\"");

        var plan = change.Plan();

        Assert.True(plan.ChangesNothing);
        Assert.Empty(plan.Wording);
    }

    [Fact]
    public void Entries_in_another_order_change_nothing()
    {
        var change = AChange.OfTheVillage();
        var random = new Random(7);
        foreach (var path in (string[])["duties.yaml", "powers.yaml", "data.yaml", "law.yaml", "purposes.yaml", "classes.yaml"])
        {
            var entries = ("\n" + change[path].TrimEnd()).Split("\n- ")[1..];
            change.Write(path, string.Concat(entries.OrderBy(_ => random.Next()).Select(static entry => $"- {entry}\n")));
        }

        foreach (var path in (string[])["units.tsv", "posts.tsv", "seats.tsv"])
        {
            var lines = change[path].TrimEnd().Split('\n');
            change.Write(path, string.Join('\n', lines[1..].Reverse().Prepend(lines[0])) + "\n");
        }

        var plan = change.Plan();

        Assert.True(plan.ChangesNothing);
        Assert.Empty(plan.Wording);
    }

    [Fact]
    public void The_rows_of_a_county_in_another_order_change_nothing()
    {
        var change = AChange.Of("cuiwei");
        foreach (var path in change.Paths.Where(static path => path.EndsWith(".tsv", StringComparison.Ordinal)))
        {
            var lines = change[path].TrimEnd().Split('\n');
            change.Write(path, string.Join('\n', lines[1..].Reverse().Prepend(lines[0])) + "\n");
        }

        // One real change, so that everything is compared: only it may show.
        change.Edit("matters/place-name.yaml", "promise: ", "promise: 1");
        var plan = change.Plan();

        Assert.Single(plan.Entries);
        Assert.Empty(plan.Units);
        Assert.Empty(plan.Decisions);
        Assert.Empty(plan.Delegations);
        Assert.Single(plan.Askers);
        Assert.Empty(plan.NewFindings.Select(static finding => finding.Line));
    }

    [Fact]
    public void A_moved_entry_is_told_as_moved()
    {
        var change = AChange.OfTheVillage();
        var duties = change["duties.yaml"];
        var second = duties.IndexOf("- duty: temporary-aid", StringComparison.Ordinal);
        change.Remove("duties.yaml").Write("duties/works.yaml", duties[..second]).Write("duties/people.yaml", duties[second..]);

        var plan = change.Plan();

        Assert.True(plan.ChangesNothing);
        Assert.Equal(6, plan.Wording.Count);
        Assert.All(plan.Wording, static entry => Assert.Equal((EntryChangeKind.Moved, "duties.yaml"), (entry.Kind, entry.Was)));
    }

    [Fact]
    public void A_reworded_name_is_told_as_wording()
    {
        var plan = AChange.OfTheVillage().Edit("duties.yaml", "zh: 安全隐患巡查", "zh: 安全巡查").Plan();

        Assert.True(plan.ChangesNothing);
        var entry = Assert.Single(plan.Wording);
        Assert.Equal((EntryChangeKind.Reworded, "duty/safety-walks"), (entry.Kind, entry.Address));
        Assert.Contains("只有 1 处改了措辞", plan.Text(Language.Chinese), StringComparison.Ordinal);
    }

    [Fact]
    public void A_renamed_unit_is_the_same_unit()
    {
        var change = AChange.OfTheVillage();
        change.EditEverywhere("xialiu", "lower-liu");
        change.Edit("units.tsv", "lower-liu\t下柳村\tXialiu Village\tvillage\tliuhe\t\t\t\t\t\t\t1300", "lower-liu\t下柳村\tXialiu Village\tvillage\tliuhe\t\t\t\t\t\txialiu\t1300");

        var plan = change.Plan();

        var entry = Assert.Single(plan.Entries);
        Assert.Equal((EntryChangeKind.Renamed, "unit/lower-liu", "unit/xialiu"), (entry.Kind, entry.Address, entry.Was));
        Assert.Empty(plan.Units);
        Assert.Empty(plan.Decisions);
        Assert.Empty(plan.NewFindings);
        Assert.Empty(plan.MendedFindings);
    }

    [Fact]
    public void Renamed_duties_powers_and_matters_are_the_same_and_so_is_who_names_them()
    {
        var change = AChange.OfTheVillage();
        foreach (var (old, now) in (ReadOnlySpan<(string, string)>)[("approve-repair", "allow-repair"), ("small-repairs", "small-works")])
            change.EditEverywhere(old, now);
        change.Edit("powers.yaml", "- power: allow-repair\n", "- power: allow-repair\n  formerly: approve-repair\n");
        change.Edit("duties.yaml", "- duty: small-works\n", "- duty: small-works\n  formerly: small-repairs\n");
        change.EditEverywhere("[small-repair]", "[lamp-repair]");
        change.Edit("matters/small-repair.yaml", "matter: small-repair\n", "matter: lamp-repair\nformerly: small-repair\n");

        var plan = change.Plan();

        Assert.Equal(["duty/small-works", "matter/lamp-repair", "power/allow-repair"], plan.Entries.Select(static entry => entry.Address).Order());
        Assert.All(plan.Entries, static entry => Assert.Equal(EntryChangeKind.Renamed, entry.Kind));
        Assert.DoesNotContain(plan.Units.SelectMany(static units => units.Changes), static one => one.Kind is UnitChangeKind.PowerGained or UnitChangeKind.PowerLost or UnitChangeKind.DutyGained or UnitChangeKind.DutyLost);
        Assert.Empty(plan.Decisions);
    }

    [Fact]
    public void A_renamed_item_is_the_same_fact_under_every_role_that_names_it()
    {
        var change = AChange.OfTheVillage();
        change.EditEverywhere("matter.damage", "matter.harm");
        change.Edit("data.yaml", "- item: matter.harm\n", "- item: matter.harm\n  formerly: matter.damage\n");
        change.EditEverywhere("applicant.phone", "applicant.mobile");
        change.EditEverywhere("person.phone", "person.mobile");
        change.Edit("data.yaml", "- item: person.mobile\n", "- item: person.mobile\n  formerly: person.phone\n");

        var plan = change.Plan();

        Assert.Equal([("item/matter.harm", "item/matter.damage"), ("item/person.mobile", "item/person.phone")], plan.Entries.Select(static entry => (entry.Address, entry.Was)).Order());
        Assert.All(plan.Entries, static entry => Assert.Equal(EntryChangeKind.Renamed, entry.Kind));
        Assert.Empty(plan.Matters);
        Assert.Empty(plan.Units);
        Assert.Empty(plan.Askers);
        Assert.Empty(plan.NewFindings);
        Assert.Equal(plan.FieldsBefore, plan.FieldsAfter);
    }

    [Fact]
    public void Another_register_keeps_its_field_of_the_same_name()
    {
        var change = AChange.OfTheVillage()
            .Add("data.yaml", "- item: facility.phone\n  name: {zh: 报修牌电话, en: Number on the plate}\n  type: text\n  sharing: public\n  purposes: [repairs]\n  personal: none\n  basis: [liuhe-services/2]\n")
            .Edit("matters/small-repair.yaml", "asks: [applicant, applicant.phone, facility, ", "asks: [applicant, applicant.phone, facility, facility.phone, ")
            .FromHere();
        change.EditEverywhere("applicant.phone", "applicant.mobile");
        change.EditEverywhere("person.phone", "person.mobile");
        change.Edit("data.yaml", "- item: person.mobile\n", "- item: person.mobile\n  formerly: person.phone\n");

        var plan = change.Plan();

        Assert.Equal("item/person.mobile", Assert.Single(plan.Entries).Address);
        Assert.Empty(plan.Matters);
    }

    [Fact]
    public void A_finding_about_a_renamed_entry_is_the_same_finding()
    {
        // Without its power the duty is a finding under both names.
        var change = AChange.OfTheVillage();
        change.EditEverywhere("temporary-aid", "urgent-aid");
        change.Edit("duties.yaml", "- duty: urgent-aid\n", "- duty: urgent-aid\n  formerly: temporary-aid\n");

        var plan = change.Plan();

        Assert.Empty(plan.NewFindings.Select(static finding => finding.Line));
        Assert.Empty(plan.MendedFindings);
        Assert.DoesNotContain(plan.NewFindings, static finding => finding.Severity == Severity.Error);
    }
}
