using System.Collections.Frozen;
using System.Text;

namespace Trellis.Information.Names;

/// <summary>How Chinese characters are read, without tones, and the simplified form of those that have one. Of the Unihan Database; some 41,000 characters, also outside the basic plane.</summary>
internal static class HanReadings
{
    private static readonly (FrozenDictionary<int, string> First, FrozenDictionary<int, string[]> More, FrozenDictionary<int, int> Simplified) Table = Read();

    /// <summary>Every syllable that a character is read as.</summary>
    public static IReadOnlySet<string> Syllables { get; } = Table.First.Values.Concat(Table.More.Values.SelectMany(static more => more)).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The usual reading, null for what is no Chinese character that we know.</summary>
    public static string? Of(Rune character) => Table.First.GetValueOrDefault(character.Value);

    /// <summary>Further readings in words of our time, without the usual one.</summary>
    public static IReadOnlyList<string> MoreOf(Rune character) => Table.More.GetValueOrDefault(character.Value) ?? [];

    public static Rune Simplified(Rune character) => Table.Simplified.TryGetValue(character.Value, out var simple) ? new Rune(simple) : character;

    private static (FrozenDictionary<int, string>, FrozenDictionary<int, string[]>, FrozenDictionary<int, int>) Read()
    {
        var first = new Dictionary<int, string>(42_000);
        var more = new Dictionary<int, string[]>();
        var simplified = new Dictionary<int, int>();
        using var reader = new StreamReader(typeof(HanReadings).Assembly.GetManifestResourceStream("readings.txt")!, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            foreach (var character in line.AsSpan(tab + 1).EnumerateRunes())
            {
                if (line[0] == '=') simplified[character.Value] = Rune.GetRuneAt(line, 1).Value;
                else if (line[0] == '+') more[character.Value] = [.. more.GetValueOrDefault(character.Value) ?? [], line[1..tab]];
                else first[character.Value] = line[..tab];
            }
        }

        return (first.ToFrozenDictionary(), more.ToFrozenDictionary(), simplified.ToFrozenDictionary());
    }
}
