using System.Text;

namespace Trellis.Structure.Files;

/// <summary>One file of a structure as it was read: its path from the structure's folder, with slashes, and its bytes.</summary>
public sealed class SourceFile
{
    private int[]? _lines;

    public SourceFile(string path, byte[] bytes)
    {
        (Path, Bytes) = (path, bytes);
        ContentStart = bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
    }

    public string Path { get; }

    public byte[] Bytes { get; }

    /// <summary>Where the content begins: behind a byte order mark, if there is one.</summary>
    public int ContentStart { get; }

    public bool IsTable => Path.EndsWith(".tsv", StringComparison.Ordinal);

    /// <summary>The line of an offset, from 1.</summary>
    public int LineOf(int offset)
    {
        var found = Array.BinarySearch(Lines, offset);
        return Math.Max(1, found >= 0 ? found + 1 : ~found); // a byte order mark belongs to the first line
    }

    /// <summary>The column of an offset in characters, from 1; a character outside the basic plane counts once.</summary>
    public int ColumnOf(int offset)
    {
        var start = Lines[LineOf(offset) - 1];
        var column = 1;
        for (var at = start; at < offset && at < Bytes.Length; at++)
            if ((Bytes[at] & 0xC0) != 0x80) column++;
        return column;
    }

    /// <summary>The text of a line, from 1, without its end.</summary>
    public string Line(int line)
    {
        if (line < 1 || line > Lines.Length) return "";
        var start = Lines[line - 1];
        var end = line < Lines.Length ? Lines[line] : Bytes.Length;
        return Encoding.UTF8.GetString(Bytes.AsSpan(start, end - start)).TrimEnd('\n', '\r');
    }

    public string Text(int start, int length) => Encoding.UTF8.GetString(Bytes.AsSpan(start, length));

    /// <summary>Starts of all lines; made when somebody first asks for a line, which most files never see.</summary>
    private int[] Lines
    {
        get
        {
            if (_lines is { } known) return known;
            var lines = new List<int> { ContentStart };
            for (var at = ContentStart; at < Bytes.Length;)
            {
                var end = Bytes.AsSpan(at).IndexOf((byte)'\n');
                if (end < 0) break;
                at += end + 1;
                lines.Add(at);
            }

            return _lines = [.. lines];
        }
    }
}

/// <summary>A stretch of a file. Line and column are worked out only when somebody is told.</summary>
public readonly record struct Mark(SourceFile? File, int Start, int Length)
{
    public static Mark None => default;

    public bool IsNone => File is null;

    public string Path => File?.Path ?? "";

    public int Line => File?.LineOf(Start) ?? 0;

    public int Column => File?.ColumnOf(Start) ?? 0;

    public string Text => File?.Text(Start, Length) ?? "";

    /// <summary>"duties.yaml:12:5", as editors and compilers write it.</summary>
    public override string ToString() => File is null ? "" : $"{Path}:{Line}:{Column}";

    /// <summary>By path, then by place in the file.</summary>
    public static int Compare(Mark one, Mark other)
    {
        var paths = string.CompareOrdinal(one.Path, other.Path);
        if (paths != 0) return paths;
        return one.Start != other.Start ? one.Start.CompareTo(other.Start) : one.Length.CompareTo(other.Length);
    }
}
