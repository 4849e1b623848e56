using System.Text.RegularExpressions;
using Trellis.Structure;

namespace Trellis.Pilots.Cures;

/// <summary>A form written anew with one thing changed, as an overlay has it in place of that of the base.</summary>
internal static partial class ReplacingForms
{
    /// <summary>Each with the one that is longer by a step.</summary>
    private static readonly string[] Periods = ["month", "quarter", "half-year", "year"];

    /// <summary>Asked for once in the next longer period.</summary>
    /// <returns>Null for a form that has no period, or the longest.</returns>
    public static (string Text, string Every)? LessOften(Form form)
    {
        if (Array.IndexOf(Periods, form.Every) is not (>= 0 and var now) || now == Periods.Length - 1) return null;
        var lines = ReplacingMatters.Lines(form);
        if (lines.IndexOf($"every: {Periods[now]}") is not (>= 0 and var at)) return null;
        lines[at] = $"every: {Periods[now + 1]}";
        return (ReplacingMatters.Replacing(form, lines), Periods[now + 1]);
    }

    /// <summary>Without a field.</summary>
    /// <returns>Null where it does not ask for it, or would ask for nothing any more.</returns>
    public static string? Without(Form form, string item)
    {
        if (form.AllItems.All(one => one.Id == item)) return null;
        var lines = ReplacingMatters.Lines(form);
        var struck = false;
        for (var at = lines.Count - 1; at >= 0; at--)
        {
            if (Fields().Match(lines[at]) is not { Success: true } list) continue;
            var fields = list.Groups["fields"].Value.Split(", ", StringSplitOptions.RemoveEmptyEntries);
            var left = fields.Where(one => one != item).ToList();
            if (left.Count == fields.Length) continue;
            struck = true;
            if (left.Count > 0) lines[at] = $"{list.Groups["head"].Value}[{string.Join(", ", left)}]";
            else if (lines[at][0] != ' ') lines.RemoveAt(at);
            // A section without fields is no section, and who fills it in would have to be asked.
            else return null;
        }

        return struck ? ReplacingMatters.Replacing(form, lines) : null;
    }

    [GeneratedRegex(@"^(?<head>(\s*(- )?)(items|totals|judgements): )\[(?<fields>[^\]]*)\]$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Fields();
}
