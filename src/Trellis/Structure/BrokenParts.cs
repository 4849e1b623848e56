using System.Text;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;
using Trellis.Structure.Vocabulary;

namespace Trellis.Structure;

/// <summary>An entry or a row around faults of its writing, from its first byte up to, not including, that of the next; a file that holds one entry as a whole.</summary>
/// <param name="Because">The first of the faults.</param>
/// <param name="Id">The id with which it begins; null where that cannot be made out.</param>
internal sealed record BrokenPart(Mark Because, int From, int To, Kind Kind, string? Id);

/// <summary>
/// What could not be read in full. A fault of writing takes away keys and entries, so that much else seems wrong that is not: of such a part
/// only these faults are told, and the rest once they are mended.
/// </summary>
internal sealed class BrokenParts
{
    private readonly Dictionary<SourceFile, List<BrokenPart>> _byFile = [];
    private readonly HashSet<string> _addresses = new(StringComparer.Ordinal);

    public int Count { get; private set; }

    /// <param name="parts">Those of a file, in its order.</param>
    public void Add(IReadOnlyList<BrokenPart> parts)
    {
        if (parts.Count == 0) return;
        Count += parts.Count;
        _byFile.Add(parts[0].Because.File!, [.. parts]);
        foreach (var part in parts)
            if (part.Id is { } id) _addresses.Add($"{Words.Of(part.Kind).Word}/{id}");
    }

    /// <summary>Whether such a part is an entry with this id, or may be because its own cannot be read.</summary>
    public bool MayBe(Kind kind, string id) => _byFile.Values.Any(parts => parts.Exists(part => part.Kind == kind && (part.Id ?? id) == id));

    /// <summary>Whether a finding looks at such a part and tells of anything but its writing.</summary>
    public bool MayCause(Finding finding)
    {
        if (Count == 0 || IsOfWriting(finding.Code)) return false;
        if (finding.At.File is not { } file) return finding.Address is { } address && _addresses.Contains(address);
        if (!_byFile.TryGetValue(file, out var parts)) return false;
        var (low, high) = (0, parts.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (finding.At.Start < parts[middle].From) high = middle - 1;
            else if (finding.At.Start >= parts[middle].To) low = middle + 1;
            else return true;
        }

        return false;
    }

    /// <summary>The parts of one file around the faults that were found in it.</summary>
    public static IReadOnlyList<BrokenPart> Of(SourceFile file, KindWords words, FindingList findings)
    {
        var parts = new List<BrokenPart>();
        foreach (var at in findings.Kept.Where(static finding => TakesAway(finding.Code) && finding.At.File is not null).Select(static finding => finding.At).OrderBy(static at => at.Start))
        {
            if (parts is [.., var last] && at.Start < last.To) continue;
            var (from, to) = words.OneAFile ? (0, file.Bytes.Length + 1) : Around(file, at);
            parts.Add(new BrokenPart(at, from, to, words.Kind, words.OneAFile ? IdOfFile(file, words) : IdAt(file, from, words)));
        }

        return parts;
    }

    /// <summary>Every entry or row of a file of which nothing could be read, because of its encoding or a character in it; none where it is merely empty.</summary>
    public static IReadOnlyList<BrokenPart> OfWhole(SourceFile file, KindWords words, FindingList findings)
    {
        if (findings.Kept is not [{ } first, ..] || first.At.File is null) return [];
        var parts = new List<BrokenPart>();
        if (words.OneAFile) parts.Add(new BrokenPart(first.At, 0, file.Bytes.Length + 1, words.Kind, IdOfFile(file, words)));
        for (var from = 0; !words.OneAFile && from < file.Bytes.Length;)
        {
            var rest = file.Bytes.AsSpan(from);
            var next = file.IsTable ? rest.IndexOf((byte)'\n') : rest.IndexOf("\n- "u8);
            var to = next < 0 ? file.Bytes.Length : from + next + 1;
            var isHeader = file.IsTable && from == 0;
            if (!isHeader) parts.Add(new BrokenPart(first.At, from, next < 0 ? to + 1 : to, words.Kind, IdAt(file, from, words)));
            from = to;
        }

        return parts;
    }

    private static bool TakesAway(FindingCode code) => code == FindingCodes.BrokenSyntax || code == FindingCodes.OutsideTheSubset || code == FindingCodes.DamagedTable;

    private static bool IsOfWriting(FindingCode code) => TakesAway(code) || code == FindingCodes.ForbiddenCharacters || code == FindingCodes.TooMuch || code == FindingCodes.DoesNotBelongHere;

    /// <summary>A row is its line; an entry begins with a dash at the beginning of a line.</summary>
    private static (int From, int To) Around(SourceFile file, Mark at)
    {
        var text = file.Bytes.AsSpan();
        var from = Math.Min(at.Start, text.Length);
        do from = text[..from].LastIndexOf((byte)'\n') + 1;
        while (!file.IsTable && from > 0 && !text[from..].StartsWith("- "u8) && from-- > 0);
        from = Math.Max(0, from);
        var next = file.IsTable ? text[Math.Min(at.Start, text.Length)..].IndexOf((byte)'\n') : text[Math.Min(at.Start, text.Length)..].IndexOf("\n- "u8);
        return (from, next < 0 ? text.Length + 1 : Math.Min(at.Start, text.Length) + next + 1);
    }

    /// <summary>The id with which an entry or a row begins.</summary>
    private static string? IdAt(SourceFile file, int from, KindWords words)
    {
        var line = file.Bytes.AsSpan(Math.Min(from, file.Bytes.Length));
        if (line.IndexOf((byte)'\n') is var end and >= 0) line = line[..end];
        if (file.IsTable) return line.IndexOfAny((byte)'\t', (byte)' ', (byte)',') is var stop and > 0 ? Encoding.UTF8.GetString(line[..stop]) : null;
        return IdBehind(Encoding.UTF8.GetString(line).Replace("- {", "- ", StringComparison.Ordinal), $"- {words.Word}");
    }

    /// <summary>As the file says; else it is called as its one entry is, an overlay as its folder.</summary>
    private static string? IdOfFile(SourceFile file, KindWords words)
    {
        foreach (var line in Encoding.UTF8.GetString(file.Bytes).Split('\n'))
            if (IdBehind(line, words.Word) is { } id) return id;
        var steps = file.Path.Split('/');
        return words.Kind == Kind.Overlay && steps.Length > 1 ? steps[^2] : steps[^1].Split('.')[0];
    }

    private static string? IdBehind(string line, string begins) =>
        line.StartsWith(begins, StringComparison.Ordinal) && line.Length > begins.Length && line[begins.Length] is (':' or ' ') && line[(begins.Length + 1)..].Split(',', '#')[0].Trim() is { Length: > 0 } id ? id : null;
}
