using System.Xml.Linq;
using Xunit;

namespace Trellis.Tests.Architecture;

/// <summary>Floors are projects: Cli knows Web, Web knows Runtime, Runtime knows Trellis, Trellis knows Trellis.Ledger, and nothing points back.</summary>
public class FloorOrder
{
    /// <summary>From the ground up. A floor may know those below it.</summary>
    private static readonly string[] Floors = ["Trellis.Ledger", "Trellis", "Trellis.Runtime", "Trellis.Web", "Trellis.Cli"];

    /// <summary>Floors that touch nothing of the machine.</summary>
    private static readonly string[] Pure = ["Trellis.Ledger", "Trellis"];

    private static IReadOnlyList<CheckedFile> Projects => Checkout.Files(".csproj");

    [Fact]
    public void Project_references_run_down_the_floors_only() => Assert.Empty(WrongReferences(Projects));

    [Fact]
    public void A_reference_upwards_or_to_an_unknown_project_is_found()
    {
        CheckedFile[] projects =
        [
            new("src/Trellis/Trellis.csproj", """<Project><ItemGroup><ProjectReference Include="..\Trellis.Runtime\Trellis.Runtime.csproj" /></ItemGroup></Project>"""),
            new("src/Trellis.Runtime/Trellis.Runtime.csproj", """<Project><ItemGroup><ProjectReference Include="../../tests/Trellis.Tests/Trellis.Tests.csproj" /></ItemGroup></Project>"""),
            new("src/Trellis.Common/Trellis.Common.csproj", "<Project />"),
            new("bench/Trellis.Bench/Trellis.Bench.csproj", """<Project><ItemGroup><ProjectReference Include="../../src/Trellis/Trellis.csproj" /></ItemGroup></Project>"""),
        ];

        Assert.Equal(
            [
                "src/Trellis/Trellis.csproj: Trellis may not know Trellis.Runtime",
                "src/Trellis.Runtime/Trellis.Runtime.csproj: Trellis.Runtime may not know Trellis.Tests",
                "src/Trellis.Common/Trellis.Common.csproj: Trellis.Common is no floor; a new project needs a decision record",
            ],
            WrongReferences(projects));
    }

    [Fact]
    public void Pure_floors_ban_clock_chance_machine_and_network_and_say_what_to_do_instead()
    {
        foreach (var floor in Pure)
        {
            var project = Projects.FirstOrDefault(file => file.Path == $"src/{floor}/{floor}.csproj");
            if (project is null) continue; // not built yet
            var banned = Checkout.Files("BannedSymbols.txt").FirstOrDefault(file => file.Path == $"src/{floor}/BannedSymbols.txt");

            Assert.Empty(WhatIsNotBanned(project.Text, banned?.Text));
        }
    }

    [Fact]
    public void A_pure_floor_that_bans_too_little_is_found()
    {
        const string Project = """<Project><ItemGroup><PackageReference Include="Microsoft.CodeAnalysis.BannedApiAnalyzers" /></ItemGroup></Project>""";

        Assert.Equal(
            ["does not hand BannedSymbols.txt to the analyser", "line 1: P:System.DateTime.Now has no remedy", "does not ban T:System.Random"],
            WhatIsNotBanned(Project, "P:System.DateTime.Now\n" + string.Join('\n', MustBeBanned.Skip(1).Where(static name => name != "T:System.Random").Select(static name => name + ";Do otherwise."))));
        Assert.Contains("has no BannedSymbols.txt", WhatIsNotBanned("<Project />", null));
    }

    [Fact]
    public void No_pure_floor_lifts_a_ban() =>
        Assert.Empty(LiftedBans(Checkout.Files(".cs").Where(static file => Pure.Any(floor => file.Path.StartsWith($"src/{floor}/", StringComparison.Ordinal)))));

    [Fact]
    public void A_lifted_ban_is_found() =>
        Assert.Equal(
            ["src/Trellis/Clock.cs, line 2: lifts a ban"],
            LiftedBans([new CheckedFile("src/Trellis/Clock.cs", "namespace Trellis;\n#pragma warning disable RS0030\n")]));

    private static readonly string[] MustBeBanned =
    [
        "P:System.DateTime.Now", "P:System.DateTime.UtcNow", "P:System.DateTimeOffset.Now", "P:System.DateTimeOffset.UtcNow", "T:System.Random",
        "M:System.Guid.NewGuid", "T:System.Environment", "T:System.IO.File", "T:System.IO.Directory", "T:System.IO.FileStream", "T:System.Console",
        "N:System.Net.Http", "N:System.Net.Sockets", "P:System.Globalization.CultureInfo.CurrentCulture", "P:System.TimeZoneInfo.Local",
    ];

    private static List<string> WrongReferences(IEnumerable<CheckedFile> projects)
    {
        var wrong = new List<string>();
        foreach (var project in projects)
        {
            if (!project.Path.StartsWith("src/", StringComparison.Ordinal)) continue; // tests and bench may know all
            var name = Path.GetFileNameWithoutExtension(project.Name);
            var floor = Array.IndexOf(Floors, name);
            if (floor < 0) wrong.Add($"{project.Path}: {name} is no floor; a new project needs a decision record");
            foreach (var reference in XDocument.Parse(project.Text).Descendants("ProjectReference"))
            {
                var known = Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'));
                var other = Array.IndexOf(Floors, known);
                if (other < 0 || other >= floor) wrong.Add($"{project.Path}: {name} may not know {known}");
            }
        }

        return wrong;
    }

    private static List<string> WhatIsNotBanned(string project, string? banned)
    {
        var faults = new List<string>();
        var items = XDocument.Parse(project).Descendants().ToList();
        if (!items.Exists(static item => item.Name == "PackageReference" && item.Attribute("Include")?.Value == "Microsoft.CodeAnalysis.BannedApiAnalyzers"))
            faults.Add("does not use the analyser of banned symbols");
        if (!items.Exists(static item => item.Name == "AdditionalFiles" && item.Attribute("Include")?.Value == "BannedSymbols.txt"))
            faults.Add("does not hand BannedSymbols.txt to the analyser");
        if (banned is null) return [.. faults, "has no BannedSymbols.txt"];

        var names = new HashSet<string>(StringComparer.Ordinal);
        var lines = banned.Split('\n');
        for (var line = 0; line < lines.Length; line++)
        {
            if (lines[line].Trim().Length == 0) continue;
            var parts = lines[line].Split(';', 2);
            names.Add(parts[0].Trim());
            if (parts.Length < 2 || parts[1].Trim().Length == 0) faults.Add($"line {line + 1}: {parts[0].Trim()} has no remedy");
        }

        foreach (var name in MustBeBanned)
            if (!names.Contains(name)) faults.Add($"does not ban {name}");
        return faults;
    }

    private static List<string> LiftedBans(IEnumerable<CheckedFile> files)
    {
        var lifted = new List<string>();
        foreach (var file in files)
        {
            for (var at = file.Text.IndexOf("RS0030", StringComparison.Ordinal); at >= 0; at = file.Text.IndexOf("RS0030", at + 1, StringComparison.Ordinal))
                lifted.Add($"{file.Path}, line {SourceCode.LineOf(file.Text, at)}: lifts a ban");
        }

        return lifted;
    }
}
