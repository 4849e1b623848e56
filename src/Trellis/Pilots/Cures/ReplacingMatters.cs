using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Trellis.Structure;

namespace Trellis.Pilots.Cures;

/// <summary>A matter type written anew with one thing changed, as an overlay has it in place of that of the base.</summary>
internal sealed partial class ReplacingMatters(GovernanceStructure structure)
{
    /// <summary>With an act outside the plan allowed once only.</summary>
    /// <param name="act">pause, hand-over: a word under acts.</param>
    /// <returns>Null where it may not be done more often as it is, or not at all.</returns>
    public string? WithOnlyOne(MatterType matter, string act)
    {
        var lines = Lines(matter);
        if (BlockOf(lines, "acts:", 0) is (< 0, _)) lines.AddRange(ActsOfAll());
        if (BlockOf(lines, "acts:", 0) is not (>= 0 and var acts, var behind) || BlockOf(lines, $"  {act}:", acts + 1, behind) is not (>= 0 and var from, var to)) return null;
        for (var at = from; at < to; at++)
        {
            if (AtMost().Match(lines[at]) is not { Success: true } most) continue;
            if (int.Parse(most.Value, CultureInfo.InvariantCulture) <= 1) return null;
            lines[at] = $"{lines[at][..most.Index]}1{lines[at][(most.Index + most.Length)..]}";
            return Replacing(matter, lines);
        }

        return null;
    }

    /// <summary>With the text of another reading of it.</summary>
    public static string As(MatterType matter, MatterType now) => Replacing(matter, Lines(now));

    /// <summary>An entry as it is written, line by line.</summary>
    public static List<string> Lines(Entry entry) => [.. WritingStructures.AsText(entry).Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>The acts that hold for all types without acts of their own.</summary>
    private List<string> ActsOfAll()
    {
        var file = WritingStructures.Write(structure).First(static one => one.Path == "structure.yaml");
        var lines = Encoding.UTF8.GetString(file.Bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
        return BlockOf(lines, "acts:", 0) is (>= 0 and var from, var behind) ? lines[from..behind] : [];
    }

    /// <summary>The line that begins so, and the one behind all that stand deeper; -1 where there is none.</summary>
    private static (int From, int Behind) BlockOf(List<string> lines, string head, int from, int past = int.MaxValue)
    {
        var depth = head.Length - head.TrimStart().Length;
        for (var at = from; at < Math.Min(past, lines.Count); at++)
        {
            if (!lines[at].StartsWith(head, StringComparison.Ordinal)) continue;
            var behind = at + 1;
            while (behind < lines.Count && lines[behind].Length - lines[behind].TrimStart().Length > depth) behind++;
            return (at, behind);
        }

        return (-1, -1);
    }

    /// <summary>As an overlay says that these lines stand in place of an entry of the base.</summary>
    public static string Replacing(Entry entry, List<string> lines)
    {
        var text = new StringBuilder().Append("replace:\n  - ").Append(lines[0]).Append("\n    against: ").Append(Prints.Of(entry)).Append('\n');
        foreach (var line in lines.Skip(1)) text.Append("    ").Append(line).Append('\n');
        return text.ToString();
    }

    [GeneratedRegex(@"(?<=\bat-most: )[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex AtMost();
}
