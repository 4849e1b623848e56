using System.Text;
using System.Text.Json.Nodes;
using Trellis.Diagnosis.Findings;
using Trellis.Diagnosis.Records;
using Trellis.Diagnosis.Reports;
using Trellis.Runtime.Structure;
using Trellis.Structure;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Diagnosis.Records;

/// <summary>Values in dispute as findings: item by item, with whoever is to settle them, and nothing of few people.</summary>
public sealed class FindingDisputesTests
{
    private static readonly StructureOnDay Today = ReadingStructures.Read(StructureFolder.Read(Path.Combine(Checkout.Root, "structures", "cuiwei"))).Structure.On(new DateOnly(2026, 5, 11));

    [Fact]
    public void Each_item_in_dispute_is_one_finding_with_its_owner_its_rows_and_its_oldest_day()
    {
        var found = Assert.Single(FindingDisputes.Find([new DisputedItem("person.phone", 7, new DateOnly(2026, 3, 4))], Today));

        Assert.Equal(("person", "person.phone", "police", 7L), (found.Register, found.Item, found.Owner, found.Rows));
        Assert.Equal("2026-03-04", RecordFindings.Since(found));
        Assert.Equal("TR2101", ValuesInDispute.Code.Code);
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(4, null)]
    [InlineData(5, 5L)]
    public void Fewer_than_five_rows_are_told_as_few_and_their_day_as_its_month(long rows, long? told)
    {
        var found = Assert.Single(FindingDisputes.Find([new DisputedItem("person.phone", rows, new DateOnly(2026, 3, 4))], Today));

        Assert.Equal(told, found.Rows);
        Assert.Equal(told is null ? "2026-03" : "2026-03-04", RecordFindings.Since(found));
        if (told is null) Assert.DoesNotContain("04", RecordFindings.Sentence(found).En, StringComparison.Ordinal);
    }

    [Fact]
    public void An_item_that_the_structure_has_no_longer_is_told_by_its_id_and_nobody_is_named()
    {
        var found = Assert.Single(FindingDisputes.Find([new DisputedItem("person.shoe-size", 9, new DateOnly(2026, 3, 4))], Today));

        Assert.Null(found.Owner);
        Assert.Contains("nobody is named", RecordFindings.Sentence(found).En, StringComparison.Ordinal);
    }

    [Fact]
    public void An_item_on_which_nobody_disagrees_is_none() => Assert.Empty(FindingDisputes.Find([new DisputedItem("person.phone", 0, new DateOnly(2026, 3, 4))], Today));

    [Fact]
    public void Items_stand_in_the_order_of_their_ids_whatever_order_they_came_in() =>
        Assert.Equal(["household.income", "person.name", "person.phone"], FindingDisputes.Find([Of("person.phone"), Of("household.income"), Of("person.name")], Today).Select(static one => one.Item));

    [Fact]
    public void For_programs_a_finding_says_the_same_without_the_number_that_is_withheld()
    {
        using var written = new MemoryStream();
        RecordFindings.AsJson(FindingDisputes.Find([Of("person.phone"), new DisputedItem("person.name", 2, new DateOnly(2026, 3, 4))], Today), FindingReport.Nothing, 12, "abc", written);

        var findings = JsonNode.Parse(Encoding.UTF8.GetString(written.ToArray()))!["findings"]!.AsArray();
        Assert.Equal(["person.name", "person.phone"], findings.Select(static one => (string)one!["item"]!));
        Assert.True((bool)findings[0]!["withheld"]!);
        Assert.Null(findings[0]!["rows"]);
        Assert.Equal(9, (int)findings[1]!["rows"]!);
    }

    private static DisputedItem Of(string item) => new(item, 9, new DateOnly(2026, 3, 4));
}
