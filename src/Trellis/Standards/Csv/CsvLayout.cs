using System.Text;
using System.Text.Unicode;
using Trellis.Diagnosis.EventLogs;

namespace Trellis.Standards.Csv;

/// <summary>What the header says: the delimiter, the columns, and which of them plays which role.</summary>
internal sealed class CsvLayout
{
    public required byte Delimiter { get; init; }

    public required IReadOnlyList<string> Header { get; init; }

    /// <summary>By role, the number of its column, -1 where there is none.</summary>
    public required int[] ColumnOf { get; init; }

    /// <summary>Where the first row after the header begins in the first block, and how many lines come before it.</summary>
    public required int DataStart { get; init; }

    public required int HeaderLines { get; init; }

    public string Format => Delimiter == '\t' ? "TSV" : "CSV";

    public IReadOnlyDictionary<string, string> ColumnsUsed
    {
        get
        {
            var used = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var role in LogColumns.Roles)
                if (ColumnOf[(int)role] >= 0) used.Add(LogColumns.Word(role), Header[ColumnOf[(int)role]]);
            return used;
        }
    }

    public static CsvLayout Read(ReadOnlySpan<byte> block, LogReading reading)
    {
        CheckText(block, 0, reading.Source);
        var start = 0;
        var lines = 0;
        if (block.StartsWith("sep="u8) && block.Length > 6 && block.IndexOf((byte)'\n') is > 4 and < 8)
        {
            start = block.IndexOf((byte)'\n') + 1;
            lines = 1;
        }

        while (start < block.Length && block[start..].IndexOf((byte)'\n') is var lineEnd and >= 0 && block.Slice(start, lineEnd).IndexOfAnyExcept((byte)' ', (byte)'\r') < 0)
        {
            start += lineEnd + 1;
            lines++;
        }

        if (block[start..].IndexOf((byte)'\r') is var alone and >= 0 && start + alone + 1 < block.Length && block[start + alone + 1] != '\n'
            && block[start..].IndexOf((byte)'\n') is var first && (first < 0 || first > alone))
        {
            throw new UnusableInput(
                "Its lines end in a carriage return alone, as on very old computers.", "Save it again with Windows or Unix line ends.", reading.Source);
        }

        var delimiter = DelimiterOf(block[start..]);
        var (names, end, headerLines) = ReadHeader(block, start, delimiter);
        RefuseHeader(names, lines + 1, reading);
        return new CsvLayout
        {
            Delimiter = delimiter,
            Header = names,
            ColumnOf = reading.Columns.Recognise(names, $"{reading.Source}, line {lines + 1}"),
            DataStart = end,
            HeaderLines = lines + headerLines,
        };
    }

    /// <summary>The one of comma, semicolon, tab that stands most often outside quotes in the first line that is not a "sep=" line.</summary>
    public static byte DelimiterOf(ReadOnlySpan<byte> block)
    {
        if (block.StartsWith("sep="u8) && block.Length > 5 && block[4] is (byte)',' or (byte)';' or (byte)'\t') return block[4];
        block = block[FirstLine(block)..];
        int commas = 0, semicolons = 0, tabs = 0;
        var quoted = false;
        foreach (var letter in block)
        {
            if (letter == '"') quoted = !quoted;
            else if (quoted) continue;
            else if (letter == '\n') break;
            else if (letter == ',') commas++;
            else if (letter == ';') semicolons++;
            else if (letter == '\t') tabs++;
        }

        if (tabs > commas && tabs >= semicolons) return (byte)'\t';
        return semicolons > commas ? (byte)';' : (byte)',';
    }

    private static int FirstLine(ReadOnlySpan<byte> block)
    {
        var text = block.IndexOfAnyExcept((byte)'\n', (byte)'\r', (byte)' ');
        return text < 0 ? 0 : block[..text].LastIndexOf((byte)'\n') + 1;
    }

    /// <summary>Refuses bytes that are no UTF-8 text, naming the line.</summary>
    public static void CheckText(ReadOnlySpan<byte> text, long linesBefore, string source)
    {
        if (text.IndexOf((byte)0) is var zero and >= 0)
        {
            throw new UnusableInput(
                "This is not a text file: it holds bytes of value zero.",
                "Export the log as CSV, XES or OCEL. If it is text in UTF-16, say so: --encoding utf-16.",
                $"{source}, line {linesBefore + 1 + text[..zero].Count((byte)'\n'):N0}");
        }

        if (Utf8.IsValid(text)) return;
        var valid = ValidLength(text);
        throw new UnusableInput(
            $"The text is not UTF-8 (byte {text[valid]:X2} does not fit).",
            "If it comes from a Chinese office system, try --encoding GB18030; otherwise name its encoding, such as --encoding windows-1252.",
            $"{source}, line {linesBefore + 1 + text[..valid].Count((byte)'\n'):N0}");
    }

    private static int ValidLength(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (at < text.Length && Rune.DecodeFromUtf8(text[at..], out _, out var consumed) == System.Buffers.OperationStatus.Done) at += consumed;
        return Math.Min(at, text.Length - 1);
    }

    private static (List<string> Names, int End, int Lines) ReadHeader(ReadOnlySpan<byte> block, int start, byte delimiter)
    {
        List<string> names = [];
        var at = start;
        var lines = 1;
        while (true)
        {
            var field = new StringBuilder();
            if (at < block.Length && block[at] == '"')
            {
                at++;
                while (at < block.Length)
                {
                    var close = block[at..].IndexOf((byte)'"');
                    var to = close < 0 ? block.Length : at + close;
                    lines += block[at..to].Count((byte)'\n');
                    field.Append(Encoding.UTF8.GetString(block[at..to]));
                    at = to + 1;
                    if (at >= block.Length || block[at] != '"') break;
                    field.Append('"');
                    at++;
                }
            }

            var rest = at >= block.Length ? -1 : block[at..].IndexOfAny(delimiter, (byte)'\n');
            var end = rest < 0 ? block.Length : at + rest;
            if (end > at) field.Append(Encoding.UTF8.GetString(block[at..end]));
            names.Add(field.ToString().Trim());
            at = Math.Min(end + 1, block.Length);
            if (end >= block.Length || block[end] == '\n') return (names, at, lines);
        }
    }

    private static void RefuseHeader(List<string> names, int line, LogReading reading)
    {
        var place = $"{reading.Source}, line {line}";
        if (names.Count == 1)
        {
            throw new UnusableInput(
                $"The first line has one column only: \"{Excerpt.Of(names[0], 80)}\".",
                "It must name the columns, separated by commas, semicolons or tabs, such as: case,activity,time.", place);
        }

        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var column = 0; column < names.Count; column++)
        {
            if (names[column].Length == 0 || seen.TryAdd(names[column], column)) continue;
            throw new UnusableInput(
                $"Two columns are called \"{Excerpt.Of(names[column], 60)}\": number {seen[names[column]] + 1} and number {column + 1}.",
                "Give each its own name in the first line.", place);
        }
    }
}
