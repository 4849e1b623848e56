using System.Text;
using System.Text.RegularExpressions;
using Trellis.Diagnosis.Checks;
using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;
using Trellis.Structure.Vocabulary;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Diagnosis.Checks;

/// <summary>
/// Each file tests/data/findings/TRnnnn.txt holds cases for one code: a clear one, a clean one, a near miss, an innocent explanation.
/// A case adds files to the structure of the tutorial, which is free of findings, and lists exactly what must then be found:
/// <code>
/// # clear: why this is a fault
/// --- duties.yaml
/// - duty: ...
/// --- without duty/small-repairs form/safety-walk
/// --- on 2026-03-01
/// === TR1001 duty/noise @ shangliu
/// </code>
/// The file of a case is added beside the base's own file of that kind; an entry with the id of a base entry takes its place.
/// </summary>
public sealed class FindingCases
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var file in Checkout.Files(".txt").Where(static file => file.Path.StartsWith("tests/data/findings/", StringComparison.Ordinal)))
                foreach (var one in FindingCase.ReadAll(file.Text)) cases.Add(file.Name[..^4], one.Name);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_found_is_exactly_what_the_case_lists(string code, string name)
    {
        var one = FindingCase.ReadAll(Checkout.File($"tests/data/findings/{code}.txt").Text).Single(one => one.Name == name);

        var check = one.Check();

        Assert.Equal(string.Join('\n', one.Expected.Order(StringComparer.Ordinal)), string.Join('\n', check.Findings.Select(static finding => finding.Line).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Every_code_has_a_clear_case_a_clean_one_a_near_miss_and_an_innocent_one()
    {
        var lacking = new List<string>();
        foreach (var code in FindingCodes.All)
        {
            var path = Path.Combine(Checkout.Root, "tests", "data", "findings", code.Code + ".txt");
            var kinds = File.Exists(path) ? FindingCase.ReadAll(File.ReadAllText(path)).ConvertAll(static one => one.Name.Split(':')[0]) : [];
            foreach (var kind in (string[])["clear", "clean", "near miss", "innocent"])
                if (!kinds.Contains(kind)) lacking.Add($"{code.Code} {kind}");
        }

        Assert.Empty(lacking);
    }

    [Fact]
    public void The_base_of_all_cases_is_free_of_findings()
    {
        var check = new FindingCase("base").Check();

        Assert.Empty(check.Findings.Select(static finding => finding.Line));
    }
}

/// <summary>A case: what it adds to the base, what it takes away, and what must be found.</summary>
internal sealed partial class FindingCase(string name)
{
    private static readonly IReadOnlyList<SourceFile> Base =
        [.. Directory.EnumerateFiles(Path.Combine(Checkout.Root, "structures", "hello-village"), "*", SearchOption.AllDirectories)
            .Select(static path => new SourceFile(Path.GetRelativePath(Path.Combine(Checkout.Root, "structures", "hello-village"), path).Replace('\\', '/'), File.ReadAllBytes(path)))];

    public string Name { get; } = name;

    public List<(string Path, string Text)> Adds { get; } = [];

    public List<string> Without { get; } = [];

    public List<string> Expected { get; } = [];

    public DateOnly Day { get; private set; } = new(2026, 3, 2);

    public static List<FindingCase> ReadAll(string text)
    {
        var cases = new List<FindingCase>();
        StringBuilder? body = null;
        var path = "";
        var ended = true;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith("# ", StringComparison.Ordinal) && ended)
            {
                ended = false; // inside a case the line would be a comment of YAML
                cases.Add(new FindingCase(line[2..].Trim()));
            }
            else if (line.StartsWith("--- without ", StringComparison.Ordinal))
            {
                Close();
                cases[^1].Without.AddRange(line["--- without ".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries));
            }
            else if (line.StartsWith("--- on ", StringComparison.Ordinal))
            {
                Close();
                cases[^1].Day = DateOnly.ParseExact(line["--- on ".Length..].Trim(), "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
            }
            else if (line.StartsWith("--- ", StringComparison.Ordinal))
            {
                Close();
                path = line[4..].Trim();
                body = new StringBuilder();
            }
            else if (line.StartsWith("===", StringComparison.Ordinal))
            {
                Close();
                ended = true;
                if (line[3..].Trim() is { Length: > 0 } expected) cases[^1].Expected.Add(expected);
            }
            else body?.Append(line).Append('\n');
        }

        return cases;

        void Close()
        {
            if (body is not null) cases[^1].Adds.Add((path, body.ToString()));
            body = null;
        }
    }

    public StructureCheck Check()
    {
        var reading = Read();
        return CheckingStructures.Check(reading, Day);
    }

    public StructureReading Read()
    {
        var files = new List<SourceFile>();
        var replaced = AddressesOf(Adds).Concat(Without).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Base) files.Add(Cut(file, replaced));
        foreach (var (path, text) in Adds)
        {
            // Beside the base's file of the same kind: duties.yaml becomes duties/case.yaml.
            var dot = path.LastIndexOf('.');
            var added = path.Contains('/', StringComparison.Ordinal) ? path : path == "structure.yaml" ? path : $"{path[..dot]}/case{path[dot..]}";
            files.RemoveAll(file => file.Path == added);
            files.Add(new SourceFile(added, Encoding.UTF8.GetBytes(Visible().Replace(text, static one => char.ConvertFromUtf32(Convert.ToInt32(one.Groups["code"].Value, 16))))));
        }

        return ReadingStructures.Read(files);
    }

    /// <summary>Characters that nobody would see are written as &lt;U+200B&gt; in a case.</summary>
    [GeneratedRegex("<U\\+(?<code>[0-9A-F]{4,6})>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Visible();

    private static IEnumerable<string> AddressesOf(List<(string Path, string Text)> adds)
    {
        foreach (var (path, text) in adds)
        {
            if (path.StartsWith("overlays/", StringComparison.Ordinal) || path == "structure.yaml") continue;
            var reading = ReadingStructures.Read([new SourceFile(path, Encoding.UTF8.GetBytes(text))]);
            foreach (var entry in reading.Structure.Entries)
                if (!Words.Of(entry.Kind).WithoutId && entry.Kind != Kind.Post) yield return entry.Address;
        }
    }

    /// <summary>The file without these entries: their lines become comments, so that all others keep their place.</summary>
    private static SourceFile Cut(SourceFile file, HashSet<string> addresses)
    {
        if (file.Path == "structure.yaml" || addresses.Count == 0) return file;
        var reading = ReadingStructures.Read([file]);
        var bytes = (byte[])file.Bytes.Clone();
        foreach (var entry in reading.Structure.Entries)
        {
            if (!addresses.Contains(entry.Address)) continue;
            var (from, to) = (file.LineOf(entry.Node.Start), file.LineOf(entry.Node.Start + Math.Max(0, entry.Node.Length - 1)));
            var text = Encoding.UTF8.GetString(bytes).Split('\n');
            for (var line = from; line <= to; line++) text[line - 1] = "#" + (text[line - 1].Length > 0 ? new string('.', Encoding.UTF8.GetByteCount(text[line - 1]) - 1) : "");
            bytes = Encoding.UTF8.GetBytes(string.Join('\n', text));
            if (bytes.Length != file.Bytes.Length) throw new InvalidOperationException("A cut must keep the length of every line.");
        }

        return new SourceFile(file.Path, bytes);
    }
}
