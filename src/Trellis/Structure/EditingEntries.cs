using System.Text;
using Trellis.Structure.Files;

namespace Trellis.Structure;

/// <summary>Changes one value of one entry in its file. Every other byte, comments and spacing among them, stays as it is.</summary>
public static class EditingEntries
{
    /// <summary>Sets a key to a scalar value; adds the key where it is absent.</summary>
    /// <param name="entry">The entry as it was read.</param>
    /// <param name="path">The keys from the entry down, such as "guide", "promise".</param>
    /// <param name="value">The new value as text, not as written: quotes are set where they are needed.</param>
    /// <returns>The file with the change; read it anew to go on.</returns>
    public static SourceFile Set(Entry entry, IReadOnlyList<string> path, string value)
    {
        ArgumentOutOfRangeException.ThrowIfZero(path.Count);
        var node = entry.Node;
        for (var at = 0; at < path.Count; at++)
        {
            var next = Find(node, path[at]);
            if (!next.Exists) return Add(node, path.Skip(at).ToList(), value);
            node = next;
        }

        var written = node.Kind == NodeKind.Cell ? CellText(value) : WritingStructures.Scalar(value, InFlow(node));
        return Replace(node.File, node.Start, node.Length, written);
    }

    /// <summary>The whole lines of its file on which an entry stands: the first byte, and the one behind the last.</summary>
    public static (int Start, int Past) LinesOf(Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var (file, start, past) = (entry.Node.File, entry.At.Start, PastOf(entry.Node));
        while (start > file.ContentStart && file.Bytes[start - 1] != '\n') start--;
        while (past < file.Bytes.Length && file.Bytes[past] != '\n') past++;
        return (start, past);
    }

    /// <summary>The file without the lines of an entry.</summary>
    public static SourceFile TakeOut(Entry entry)
    {
        var (start, past) = LinesOf(entry);
        var file = entry.Node.File;
        return Replace(file, start, Math.Min(file.Bytes.Length, past + 1) - start, "");
    }

    private static int PastOf(Node node)
    {
        var past = node.Mark.Start + node.Mark.Length;
        if (node.IsMap)
        {
            foreach (var (key, value) in node.Pairs) past = Math.Max(past, Math.Max(key.Mark.Start + key.Mark.Length, PastOf(value)));
        }
        else if (node.IsList)
        {
            foreach (var one in node.Elements) past = Math.Max(past, PastOf(one));
        }

        return past;
    }

    /// <summary>Takes a key away with its value. In a table its cell becomes empty.</summary>
    public static SourceFile Remove(Entry entry, string key)
    {
        var file = entry.Node.File;
        foreach (var (name, value) in entry.Node.Pairs)
        {
            if (!name.Is(Encoding.UTF8.GetBytes(key))) continue;
            if (file.IsTable) return Replace(file, value.Start, value.Length, "");
            var (from, to) = (name.Start, value.Start + value.Length);
            if (InFlow(name))
            {
                // The comma goes with it: the one behind, or for the last the one before.
                var behind = SkipBlanks(file, to);
                if (behind < file.Bytes.Length && file.Bytes[behind] == ',') to = SkipBlanks(file, behind + 1);
                else
                {
                    while (from > 0 && file.Bytes[from - 1] is (byte)' ' or (byte)'\n' or (byte)'\r') from--;
                    if (from > 0 && file.Bytes[from - 1] == ',') from--;
                }

                return Replace(file, from, to - from, "");
            }

            // The whole lines, with a comment behind the value.
            while (from > 0 && file.Bytes[from - 1] == ' ') from--;
            var end = file.Bytes.AsSpan(to).IndexOf((byte)'\n');
            to = end < 0 ? file.Bytes.Length : to + end + 1;
            return Replace(file, from, to - from, "");
        }

        return file;
    }

    private static Node Find(Node node, string key)
    {
        foreach (var (name, value) in node.Pairs)
            if (name.Is(Encoding.UTF8.GetBytes(key))) return value;
        return default;
    }

    private static SourceFile Add(Node map, List<string> path, string value)
    {
        var file = map.File;
        if (file.IsTable) throw new InvalidOperationException("A table without the column cannot take the value; add the column first.");
        var inFlow = file.Bytes[map.Start] == '{';
        var written = WritingStructures.Scalar(value, inFlow || path.Count > 1);
        for (var at = path.Count - 1; at > 0; at--) written = $"{{{path[at]}: {written}}}";
        var pair = $"{path[0]}: {written}";
        if (inFlow)
        {
            var close = map.Start + map.Length - 1;
            while (close > map.Start + 1 && file.Bytes[close - 1] is (byte)' ' or (byte)'\n') close--;
            return Replace(file, close, 0, map.Count == 0 || file.Bytes[close - 1] == ',' ? pair : ", " + pair);
        }

        // Behind the last key, on a line of its own, in line with the others.
        var column = new Mark(file, map.Start, 1).Column - 1;
        var last = map.Start + map.Length;
        var end = file.Bytes.AsSpan(last).IndexOf((byte)'\n');
        var line = new string(' ', column) + pair + "\n";
        return end < 0 ? Replace(file, file.Bytes.Length, 0, "\n" + line) : Replace(file, last + end + 1, 0, line);
    }

    /// <summary>Whether a value stands inside braces.</summary>
    private static bool InFlow(Node node)
    {
        var depth = 0;
        var bytes = node.File.Bytes;
        var quote = (byte)0;
        // From the beginning of the line of its entry: braces do not reach across entries.
        for (var at = EntryStart(node); at < node.Start; at++)
        {
            var letter = bytes[at];
            if (quote != 0)
            {
                if (letter == '\\' && quote == '"') at++;
                else if (letter == quote) quote = 0;
            }
            else if (letter is (byte)'"' or (byte)'\'' && (at == 0 || bytes[at - 1] is (byte)' ' or (byte)'{' or (byte)'[' or (byte)',' or (byte)'\n')) quote = letter;
            else if (letter == '#' && (at == 0 || bytes[at - 1] is (byte)' ' or (byte)'\n')) at = Math.Max(at, bytes.AsSpan(at).IndexOf((byte)'\n') is var end and >= 0 ? at + end : bytes.Length);
            else if (letter is (byte)'{' or (byte)'[') depth++;
            else if (letter is (byte)'}' or (byte)']') depth--;
        }

        return depth > 0;
    }

    private static int EntryStart(Node node)
    {
        var bytes = node.File.Bytes;
        for (var at = node.Start; at > 0; at--)
            if (bytes[at - 1] == '\n' && bytes[at] is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'#' or (byte)'}' or (byte)']')) return at;
        return node.File.ContentStart;
    }

    private static int SkipBlanks(SourceFile file, int at)
    {
        while (at < file.Bytes.Length && file.Bytes[at] == ' ') at++;
        return at;
    }

    private static string CellText(string value) =>
        value.AsSpan().IndexOfAny('\t', '\n') >= 0 ? throw new InvalidOperationException("A cell of a table holds no tab and no line end.") : value;

    private static SourceFile Replace(SourceFile file, int start, int length, string text)
    {
        var inserted = Encoding.UTF8.GetBytes(text);
        var bytes = new byte[file.Bytes.Length - length + inserted.Length];
        file.Bytes.AsSpan(0, start).CopyTo(bytes);
        inserted.CopyTo(bytes, start);
        file.Bytes.AsSpan(start + length).CopyTo(bytes.AsSpan(start + inserted.Length));
        return new SourceFile(file.Path, bytes);
    }
}
