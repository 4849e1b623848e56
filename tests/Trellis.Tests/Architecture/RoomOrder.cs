using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Trellis.Tests.Architecture;

/// <summary>Rooms are the folders of src/Trellis. CONTRIBUTING.md has the table of which room may know which; this is the same table.</summary>
public partial class RoomOrder
{
    private static readonly string[] Acting = ["Information", "Authority", "Process", "Resources", "Participation", "Capacity"];
    private static readonly string[] Reading = ["Assessment", "Diagnosis", "Simulation"];
    private static readonly string[] All = ["Structure", .. Acting, .. Reading, "Pilots", "Standards"];

    /// <summary>The rooms that one may know besides itself; null for what is no room. The types at the root are for all.</summary>
    private static string[]? MayKnow(string room) => room switch
    {
        "" or "Structure" => [],
        _ when Acting.Contains(room, StringComparer.Ordinal) => ["Structure", .. Acting],
        _ when Reading.Contains(room, StringComparer.Ordinal) => ["Structure", .. Acting],
        "Pilots" => ["Structure", .. Acting, .. Reading],
        "Standards" => All,
        _ => null,
    };

    private static List<CheckedFile> Rooms => [.. Checkout.Files(".cs").Where(static file => file.Path.StartsWith("src/Trellis/", StringComparison.Ordinal))];

    [Fact]
    public void Every_room_knows_only_the_rooms_that_it_may_know() => Assert.Empty(WrongKnowledge(Rooms));

    [Fact]
    public void The_check_sees_the_rooms_that_are_there()
    {
        var known = Rooms.Where(static file => RoomOf(file) == "Standards").SelectMany(file => RoomsNamedIn(file, NamesByRoom(Rooms))).Select(static one => one.Room);

        Assert.Contains("Diagnosis", known);
    }

    [Theory]
    [InlineData("using Trellis.Standards.Csv;")]
    [InlineData("using static Trellis.Standards.Csv.CsvLogs;")]
    [InlineData("using Csv = Trellis.Standards.Csv;")]
    [InlineData("class A { void B() => Trellis.Standards.Csv.CsvLogs.Read(); }")]
    [InlineData("class A { void B() => global::Trellis . Standards.Csv.CsvLogs.Read(); }")]
    [InlineData("class A { string B => $\"{Standards.Csv.CsvLogs.Name}\"; }")]
    [InlineData("class A { Standards.LogFormats? b; }")]
    public void A_reading_room_that_knows_a_format_is_found(string code)
    {
        CheckedFile[] files =
        [
            new("src/Trellis/Standards/Csv/CsvLogs.cs", "namespace Trellis.Standards.Csv;\npublic static class CsvLogs { }"),
            new("src/Trellis/Standards/LogFormats.cs", "namespace Trellis.Standards;\npublic static class LogFormats { }"),
            new("src/Trellis/Diagnosis/A.cs", $"namespace Trellis.Diagnosis;\n{code}"),
        ];

        Assert.Equal(["src/Trellis/Diagnosis/A.cs, line 2: Diagnosis may not know Standards"], WrongKnowledge(files));
    }

    [Fact]
    public void Words_in_comments_and_texts_and_members_of_the_same_name_are_no_knowledge()
    {
        CheckedFile[] files =
        [
            new("src/Trellis/Standards/Csv/CsvLogs.cs", "namespace Trellis.Standards.Csv;\npublic static class CsvLogs { }"),
            new("src/Trellis/Diagnosis/A.cs", "namespace Trellis.Diagnosis;\n// Trellis.Standards.Csv\nclass A { string B => \"Trellis.Standards.Csv\"; int C => this.Standards.Csv + Standards.Length; }"),
        ];

        Assert.Empty(WrongKnowledge(files));
    }

    [Fact]
    public void A_shared_type_that_knows_a_room_a_room_nobody_listed_and_a_hidden_using_are_found()
    {
        CheckedFile[] files =
        [
            new("src/Trellis/Outcome.cs", "using Trellis.Diagnosis;\nnamespace Trellis;"),
            new("src/Trellis/Helpers/A.cs", "namespace Trellis.Helpers;"),
            new("src/Trellis/Diagnosis/Usings.cs", "global using Trellis.Diagnosis.EventLogs;"),
        ];

        Assert.Equal(
            [
                "src/Trellis/Outcome.cs, line 1: the shared types may not know Diagnosis",
                "src/Trellis/Helpers/A.cs: there is no room Helpers in the table",
                "src/Trellis/Diagnosis/Usings.cs, line 1: a global using hides who knows whom",
            ],
            WrongKnowledge(files));
    }

    [Fact]
    public void An_acting_room_may_name_events_of_another_but_not_its_rules()
    {
        CheckedFile[] files =
        [
            new("src/Trellis/Process/ReturnMatter.cs", "namespace Trellis.Process;\npublic sealed record MatterReturned;\npublic static class ReturningMatters { }"),
            new("src/Trellis/Participation/A.cs", "using Trellis.Process;\nnamespace Trellis.Participation;\nclass A { MatterReturned? B; }"),
            new("src/Trellis/Participation/C.cs", "using Trellis.Process;\nnamespace Trellis.Participation;\nclass C { int D => ReturningMatters.E; }"),
            new("src/Trellis/Diagnosis/F.cs", "using Trellis.Process;\nnamespace Trellis.Diagnosis;\nclass F { int G => ReturningMatters.E; }"),
        ];

        Assert.Equal(["src/Trellis/Participation/C.cs, line 3: Participation may not know the rule ReturningMatters of Process"], WrongKnowledge(files));
    }

    [Fact]
    public void No_project_hides_a_using() =>
        Assert.Empty(Checkout.Files(".csproj").Append(Checkout.File("Directory.Build.props")).Where(HidesUsing).Select(static file => file.Path));

    [Fact]
    public void A_project_that_hides_a_using_is_found() =>
        Assert.True(HidesUsing(new CheckedFile("a.csproj", """<Project><ItemGroup><Using Include="Trellis.Standards" /></ItemGroup></Project>""")));

    private static bool HidesUsing(CheckedFile project) =>
        XDocument.Parse(project.Text).Descendants("Using").Any(static one => one.Attribute("Include")?.Value.StartsWith("Trellis", StringComparison.Ordinal) == true);

    private static string RoomOf(CheckedFile file)
    {
        var parts = file.Path.Split('/'); // src, Trellis, room or file
        return parts.Length > 3 ? parts[2] : "";
    }

    private static List<string> WrongKnowledge(IReadOnlyList<CheckedFile> files)
    {
        var names = NamesByRoom(files);
        var wrong = new List<string>();
        foreach (var file in files)
        {
            var room = RoomOf(file);
            if (MayKnow(room) is not { } allowed)
            {
                wrong.Add($"{file.Path}: there is no room {room} in the table");
                continue;
            }

            var code = SourceCode.Of(file.Text);
            foreach (Match hidden in GlobalUsing().Matches(code)) wrong.Add($"{file.Path}, line {SourceCode.LineOf(code, hidden.Index)}: a global using hides who knows whom");
            foreach (var (other, line) in RoomsNamedIn(file, names))
            {
                if (!allowed.Contains(other, StringComparer.Ordinal))
                    wrong.Add($"{file.Path}, line {line}: {(room.Length == 0 ? "the shared types" : room)} may not know {other}");
                else if (Acting.Contains(room, StringComparer.Ordinal) && Acting.Contains(other, StringComparer.Ordinal))
                    wrong.AddRange(RulesNamedIn(file, code, other, files));
            }
        }

        return [.. wrong.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The other rooms that a file names: in full (Trellis.Room), or as code inside Trellis may (Room.Type, Room.Folder).</summary>
    private static IEnumerable<(string Room, int Line)> RoomsNamedIn(CheckedFile file, Dictionary<string, HashSet<string>> names)
    {
        var own = RoomOf(file);
        var code = SourceCode.Of(file.Text);
        foreach (Match name in QualifiedName().Matches(code))
        {
            var parts = name.Value.Split('.', StringSplitOptions.TrimEntries);
            var first = parts[0] == "Trellis" ? 1 : 0;
            if (parts.Length <= first || parts[first] == own || !All.Contains(parts[first], StringComparer.Ordinal)) continue;
            if (first == 1 || (parts.Length > 1 && names.TryGetValue(parts[0], out var inside) && inside.Contains(parts[1])))
                yield return (parts[first], SourceCode.LineOf(code, name.Index));
        }
    }

    /// <summary>By room, the names that may follow it: its types and its folders.</summary>
    private static Dictionary<string, HashSet<string>> NamesByRoom(IReadOnlyList<CheckedFile> files)
    {
        var names = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (!names.TryGetValue(RoomOf(file), out var inside)) names.Add(RoomOf(file), inside = new HashSet<string>(StringComparer.Ordinal));
            if (file.Path.Split('/') is [_, _, _, var folder, _, ..]) inside.Add(folder);
            foreach (Match type in TypeDeclared().Matches(SourceCode.Of(file.Text))) inside.Add(type.Groups["name"].Value);
        }

        return names;
    }

    /// <summary>Rules are static classes.</summary>
    private static IEnumerable<string> RulesNamedIn(CheckedFile file, string code, string other, IReadOnlyList<CheckedFile> files)
    {
        foreach (var owner in files)
        {
            if (RoomOf(owner) != other) continue;
            foreach (Match rule in StaticClass().Matches(SourceCode.Of(owner.Text)))
            {
                var name = rule.Groups["name"].Value;
                if (Regex.Match(code, $@"\b{name}\b", RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } named)
                    yield return $"{file.Path}, line {SourceCode.LineOf(code, named.Index)}: {RoomOf(file)} may not know the rule {name} of {other}";
            }
        }
    }

    [GeneratedRegex(@"(?<![\w.]|\.\s)[A-Za-z_]\w*(\s*\.\s*[A-Za-z_]\w*)+", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex QualifiedName();

    [GeneratedRegex(@"\bglobal\s+using\b", RegexOptions.None, 5000)]
    private static partial Regex GlobalUsing();

    [GeneratedRegex(@"\b(class|record\s+struct|record\s+class|record|struct|interface|enum)\s+(?<name>[A-Za-z_]\w*)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex TypeDeclared();

    [GeneratedRegex(@"\bstatic\s+(partial\s+)?class\s+(?<name>[A-Za-z_]\w*)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex StaticClass();
}
