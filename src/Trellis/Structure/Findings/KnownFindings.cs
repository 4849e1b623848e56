using System.Globalization;
using System.Text;
using Trellis.Structure.Files;

namespace Trellis.Structure.Findings;

/// <summary>
/// findings.txt beside a structure: the findings its authors know, one a line as <see cref="Finding.Line"/> writes them, with the day of the list.
/// It goes by code and address, not by line numbers, so that it survives edits. It quiets nothing; it says what is new and what is gone.
/// </summary>
public sealed class KnownFindings
{
    public const string FileName = "findings.txt";

    private readonly List<string> _lines = [];

    private KnownFindings() { }

    /// <summary>The day on which the list was made; null where it does not say.</summary>
    public DateOnly? Day { get; private set; }

    public int Count => _lines.Count;

    /// <summary>The list beside the structure, or null where there is none.</summary>
    public static KnownFindings? Of(IReadOnlyList<SourceFile> files) => files.FirstOrDefault(static file => file.Path == FileName) is { } file ? Read(Encoding.UTF8.GetString(file.Bytes)) : null;

    public static KnownFindings Read(string text)
    {
        var known = new KnownFindings();
        foreach (var written in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var line = written.Trim().TrimStart('\uFEFF');
            if (line.StartsWith("# on ", StringComparison.Ordinal) && known.Day is null && DateOnly.TryParseExact(line[5..].Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) known.Day = day;
            else if (line.Length > 0 && line[0] != '#') known._lines.Add(line);
        }

        return known;
    }

    /// <summary>Writes the list of a check.</summary>
    public static void Write(IReadOnlyList<Finding> findings, DateOnly day, TextWriter to)
    {
        to.WriteLine($"# on {day:yyyy-MM-dd}");
        foreach (var line in findings.Select(static finding => finding.Line).Order(StringComparer.Ordinal)) to.WriteLine(line);
    }

    /// <summary>Lines that were found and are not listed, and lines that are listed and were not found; each as often as it is too many.</summary>
    public (IReadOnlyList<string> New, IReadOnlyList<string> Gone) Compare(IEnumerable<Finding> findings)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in _lines) counts[line] = counts.GetValueOrDefault(line) - 1;
        foreach (var finding in findings) counts[finding.Line] = counts.GetValueOrDefault(finding.Line) + 1;
        return ([.. counts.Where(static one => one.Value > 0).SelectMany(static one => Enumerable.Repeat(one.Key, one.Value))],
            [.. counts.Where(static one => one.Value < 0).SelectMany(static one => Enumerable.Repeat(one.Key, -one.Value))]);
    }
}
