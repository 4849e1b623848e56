using Trellis.Bench.Checks;
using Trellis.Diagnosis.Checks;
using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;
using Trellis.Tests.Architecture;
using Trellis.Tests.Structure;
using Xunit;

namespace Trellis.Tests.Bench.Checks;

/// <summary>Whatever happens to the files of a structure, they are read and checked to the end, and every fault is told.</summary>
public sealed class DamagingStructures
{
    [Fact]
    public void Two_thousand_kinds_of_damage_neither_throw_nor_hang() =>
        Assert.Empty(new MutateBench(Path.Combine(Checkout.Root, "structures")) { Seldom = false }.Damage(2_000, 2));

    [Fact]
    public void All_of_thirty_thousand_faults_are_counted_whatever_their_kind_and_none_takes_long_for_its_number()
    {
        for (var kind = 0; kind < HostileFaults.Kinds.Count; kind++)
        {
            var check = CheckingStructures.Check(ReadingStructures.Read(HostileFaults.Make(kind, 30_000)), CleanStructures.Day);
            Assert.True(check.Count >= 29_999, $"{HostileFaults.Kinds[kind].Name}: {check.Count}");
            Assert.Equal(check.Count, check.Errors + check.Warnings + check.Notes);
        }
    }

    [Fact]
    public void A_system_that_stands_there_twice_is_told_once_and_checked_on()
    {
        const string System = "- {system: walks-app, name: {zh: 巡查系统, en: Walks app}, owner: liuhe, problem: {zh: 没人知道, en: Nobody knows}, serves: [duty/safety-walks], users: [village-head@villages], login: single, basis: [liuhe-services/7], purposes: [safety], review-by: 2028-12-31}\n";

        var check = CheckingStructures.Check(AStructure.With(("systems.yaml", System + System)), CleanStructures.Day);

        Assert.Equal(["TR9020 system/walks-app"], check.Findings.Select(static finding => finding.Line));
    }

    [Fact]
    public void A_structure_without_its_first_file_still_has_a_version_and_can_be_told_as_json()
    {
        var reading = ReadingStructures.Read([.. AStructure.FilesOf("hello-village").Where(static file => file.Path != "structure.yaml")]);

        Assert.Equal(64, Prints.VersionOf(reading.Structure).Length);
        FindingsAsJson.Write(reading.Structure, CleanStructures.Day, reading.Findings.Kept, [], Stream.Null);
    }

    [Fact]
    public void A_structure_file_that_is_a_list_still_has_a_version() =>
        Assert.Equal(64, Prints.VersionOf(AStructure.With(("structure.yaml", "- structure: x\n")).Structure).Length);

    [Fact]
    public void A_fault_of_a_whole_file_stands_on_its_first_line_even_behind_a_byte_order_mark()
    {
        var file = new SourceFile("plans.yaml", [0xEF, 0xBB, 0xBF, .. "- plan: x\n"u8]);

        Assert.Equal("plans.yaml:1:1", new Mark(file, 0, 0).ToString());
    }

    [Fact]
    public void A_delegation_whose_giver_cannot_be_read_is_told_and_nothing_falls_over()
    {
        var delegations = Checkout.File("structures/hello-village/delegations.yaml").Text;

        foreach (var key in (string[])["giver", "receiver"])
        {
            var lines = delegations.Split('\n').Where(line => !line.Contains($"{key}: ", StringComparison.Ordinal));
            var check = CheckingStructures.Check(AStructure.With(("delegations.yaml", string.Join('\n', lines))), CleanStructures.Day);
            Assert.Contains(check.Findings, static finding => finding.Line == "TR9011 delegation/small-sums");
        }
    }
}
