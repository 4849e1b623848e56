using System.Text;
using Trellis.Bench.Generators;
using Trellis.Structure.Files;

namespace Trellis.Bench.Checks;

/// <summary>Random damage to the files of a structure: bytes, tokens, lines, keys, values, indentation, encodings, whole files.</summary>
internal sealed class Mutations(SeededNumbers chance)
{
    private static readonly string[] Nasty =
    [
        "\t", "\u0000", "\u200B", "\u202E", "\uFEFF", "\r", "𠮷", "&a", "*a", "<<: *a", "!!str", "---\n", "...\n", "%YAML 1.2\n", "? ", "| ", "> ", "@", "`", "\"", "'", "\\", "{", "}", "[", "]", ",", ":", ": ", "- ", "#", " #", "~", "null", "\n\n",
        "99999999999999999999999999 CNY", "-1 CNY", "0 CNY", "1e400 CNY", "79228162514264337593543950335 CNY", "2147483647 working days", "99999999999 days", "0 working days", "100 %", "9999-12-31", "0001-01-01", "0000-00-00", "2026-02-30",
        "a.b.c.d.e.f.g", "x/y/z", "@", "a@b@c", "system/", "power/", "if a then b", "((((((((((1))))))))))", "not not not not true", "1 / 0 > 0", "matter where matter where matter", "count(count(1))", "\"unclosed", "in [", "day + 99999999 days",
    ];

    private static readonly string[] Words =
    [
        "townships", "villages", "county", "requester", "first-contact", "public", "skip", "never", "requester@county", "matter", "unit", "actor", "none", "fixed", "government", "community", "solved", "refused", "next", "office", "duty", "power", "delegation", "item", "from", "to", "id", "by", "when", "within", "flow", "part", "repeat", "choice", "parallel", "units", "at", "parent", "ground", "type",
    ];

    /// <summary>The files with one to five kinds of damage.</summary>
    public IReadOnlyList<SourceFile> Damage(IReadOnlyList<SourceFile> files)
    {
        var damaged = files.ToList();
        for (var times = 1 + chance.Skewed(5); times > 0 && damaged.Count > 0; times--)
        {
            var at = chance.Below(damaged.Count);
            switch (chance.Below(40))
            {
                case 0: damaged.RemoveAt(at); break;
                case 1: damaged[at] = new SourceFile(damaged[chance.Below(damaged.Count)].Path, damaged[at].Bytes); break;
                case 2: damaged[at] = new SourceFile(Path(damaged[at].Path), damaged[at].Bytes); break;
                case 3:
                    var lines = Lines(damaged[at].Bytes);
                    var other = chance.Below(damaged.Count);
                    if (lines.Count > 0) damaged[other] = new SourceFile(damaged[other].Path, [.. damaged[other].Bytes, .. lines[chance.Below(lines.Count)]]);
                    break;
                default: damaged[at] = new SourceFile(damaged[at].Path, Bytes(damaged[at].Bytes)); break;
            }
        }

        return damaged;
    }

    private string Path(string path) => chance.Below(5) switch
    {
        0 => path + ".yaml",
        1 => path.ToUpperInvariant(),
        2 => "overlays/" + path,
        3 => path.Replace(".yaml", ".tsv", StringComparison.Ordinal),
        _ => path.Replace("matters", "forms", StringComparison.Ordinal),
    };

    private byte[] Bytes(byte[] bytes)
    {
        if (bytes.Length == 0) return Encoding.UTF8.GetBytes(Nasty[chance.Below(Nasty.Length)]);
        switch (chance.Below(22))
        {
            case 0:
                var flipped = (byte[])bytes.Clone();
                flipped[chance.Below(flipped.Length)] = (byte)chance.Below(256);
                return flipped;
            case 1: return Cut(bytes, chance.Below(bytes.Length), 1 + chance.Skewed(Math.Min(200, bytes.Length)));
            case 2:
                var from = chance.Below(bytes.Length);
                var length = Math.Min(1 + chance.Skewed(400), bytes.Length - from);
                return Insert(bytes, chance.Below(bytes.Length), bytes.AsSpan(from, length));
            case 3: return bytes[..chance.Below(bytes.Length)];
            case 4 or 5 or 6: return Insert(bytes, chance.Below(bytes.Length), Encoding.UTF8.GetBytes(Nasty[chance.Below(Nasty.Length)]));
            case 7: return Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(bytes));
            case 8: return [0xEF, 0xBB, 0xBF, .. bytes];
            case 9: return [.. bytes.Select(static one => one >= 0x80 ? (byte)(one ^ 0x55) : one)];
            case 10: return Insert(bytes, chance.Below(bytes.Length), Encoding.UTF8.GetBytes(new string("[{("[chance.Below(3)], 1 + chance.Below(300))));
            case 11: return Insert(bytes, chance.Below(bytes.Length), Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("(1 + ", 1 + chance.Below(400)))));
            default: return OfLines(bytes);
        }
    }

    private byte[] OfLines(byte[] bytes)
    {
        var lines = Lines(bytes);
        var at = chance.Below(lines.Count);
        var other = chance.Below(lines.Count);
        switch (chance.Below(11))
        {
            case 0: (lines[at], lines[other]) = (lines[other], lines[at]); break;
            case 1: lines.RemoveAt(at); break;
            case 2: lines.Insert(other, lines[at]); break;
            case 3: lines[at] = [.. Encoding.UTF8.GetBytes(new string(' ', 1 + chance.Below(6))), .. lines[at]]; break;
            case 4: lines[at] = [.. lines[at].SkipWhile(static one => one == ' ')]; break;
            case 5: lines[at] = Renamed(lines[at], lines[other], key: true); break;
            case 6 or 7: lines[at] = Renamed(lines[at], lines[other], key: false); break;
            case 8 or 9: lines[at] = Token(lines[at], lines[other]); break;
            default:
                var moved = lines[at];
                lines.RemoveAt(at);
                lines.Insert(chance.Below(lines.Count + 1), moved);
                break;
        }

        return [.. lines.SelectMany(static line => line)];
    }

    /// <summary>The key or the value of one line from another.</summary>
    private static byte[] Renamed(byte[] line, byte[] other, bool key)
    {
        var (one, two) = (line.AsSpan().IndexOf(": "u8), other.AsSpan().IndexOf(": "u8));
        if (one < 0 || two < 0) return line;
        return key ? [.. other.AsSpan(0, two), .. line.AsSpan(one)] : [.. line.AsSpan(0, one), .. other.AsSpan(two)];
    }

    /// <summary>A token of the line gives way to one of another line, or to a word of the language.</summary>
    private byte[] Token(byte[] line, byte[] other)
    {
        var (tokens, others) = (Tokens(line), Tokens(other));
        if (tokens.Count == 0) return line;
        var (start, length) = tokens[chance.Below(tokens.Count)];
        byte[] with;
        if (others.Count > 0 && chance.Chance(0.6))
        {
            var (from, count) = others[chance.Below(others.Count)];
            with = other[from..(from + count)];
        }
        else with = Encoding.UTF8.GetBytes(Words[chance.Below(Words.Length)]);

        return [.. line.AsSpan(0, start), .. with, .. line.AsSpan(start + length)];
    }

    private static List<(int Start, int Length)> Tokens(byte[] line)
    {
        var tokens = new List<(int, int)>();
        for (var at = 0; at < line.Length;)
        {
            if (!IsWord(line[at]))
            {
                at++;
                continue;
            }

            var start = at;
            while (at < line.Length && IsWord(line[at])) at++;
            tokens.Add((start, at - start));
        }

        return tokens;

        static bool IsWord(byte one) => one is >= (byte)'a' and <= (byte)'z' or >= (byte)'0' and <= (byte)'9' or (byte)'-' or (byte)'.' or (byte)'/' or (byte)'@' or >= 0x80;
    }

    private static List<byte[]> Lines(byte[] bytes)
    {
        var lines = new List<byte[]>();
        for (var at = 0; at < bytes.Length;)
        {
            var end = bytes.AsSpan(at).IndexOf((byte)'\n');
            var stop = end < 0 ? bytes.Length : at + end + 1;
            lines.Add(bytes[at..stop]);
            at = stop;
        }

        return lines;
    }

    private static byte[] Cut(byte[] bytes, int from, int length) => [.. bytes.AsSpan(0, from), .. bytes.AsSpan(Math.Min(bytes.Length, from + length))];

    private static byte[] Insert(byte[] bytes, int at, ReadOnlySpan<byte> more) => [.. bytes.AsSpan(0, at), .. more, .. bytes.AsSpan(at)];
}
