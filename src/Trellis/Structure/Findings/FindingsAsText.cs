using System.Text;
using Trellis.Structure.Files;

namespace Trellis.Structure.Findings;

/// <summary>Findings as a compiler prints them: place, code, what was found, the line itself with a caret, and what to do.</summary>
public static class FindingsAsText
{
    /// <summary>How many are shown; all are counted.</summary>
    public const int MostShown = 1_000;

    private const int WidestLine = 160;

    public static void Write(IReadOnlyList<Finding> findings, Language language, TextWriter to, string folder = "")
    {
        var shown = 0;
        foreach (var finding in findings)
        {
            if (shown++ == MostShown) break;
            WriteOne(finding, language, to, folder);
        }
    }

    private static void WriteOne(Finding finding, Language language, TextWriter to, string folder)
    {
        var severity = Word(finding.Severity).In(language);
        var place = finding.At.IsNone ? "" : $"{folder}{finding.At}: ";
        var chinese = language == Language.Chinese;
        to.WriteLine($"{place}{severity} {finding.Code.Code}{(chinese ? "：" : ": ")}{finding.Found.In(language)}");
        if (!finding.At.IsNone && finding.At.Length + finding.At.Start > 0) WriteExcerpt(finding.At, to);
        if (finding.Places.Count > 0) to.WriteLine($"    {(chinese ? "地点：" : "where: ")}{Places(finding, language)}");
        if (finding.Overlay is { } overlay) to.WriteLine($"    {(chinese ? "叠加层：" : "overlay: ")}{overlay}");
        if (finding.Nearest is { } near) to.WriteLine($"    {(language == Language.Chinese ? $"是不是「{near}」？" : $"Did you mean \"{near}\"?")}");
        if (finding.Expected is { } expected) to.WriteLine($"    {expected.In(language)}");
        foreach (var related in finding.Related) to.WriteLine($"    {folder}{related.At}{(chinese ? "：" : ": ")}{related.What.In(language)}");
    }

    public static Text Word(Severity severity) => severity switch
    {
        Severity.Error => new("错误", "error"),
        Severity.Warning => new("警告", "warning"),
        Severity.Note => new("提示", "note"),
        _ => throw new InvalidOperationException("An unknown severity."),
    };

    private static string Places(Finding finding, Language language)
    {
        var chinese = language == Language.Chinese;
        var places = finding.Places;
        if (finding.Group is { } group) return chinese ? $"{group}（{places.Count} 处）" : $"{group} ({places.Count})";
        var between = chinese ? "、" : ", ";
        return places.Count <= 12 ? string.Join(between, places) : string.Join(between, places.Take(10)) + (chinese ? $" 等 {places.Count} 处" : $" and {places.Count - 10} more");
    }

    /// <summary>
    /// The line, cut where it is long, and carets under what the finding is about. Tabs are shown as tabs, since tables live by them; the line
    /// of carets repeats those before its carets, so that both go to the same stops, however wide these are.
    /// </summary>
    private static void WriteExcerpt(Mark at, TextWriter to)
    {
        var file = at.File!;
        var line = file.Line(at.Line);
        if (line.Trim().Length == 0) return;
        var column = at.Column - 1;
        var marked = Math.Max(1, Encoding.UTF8.GetString(file.Bytes.AsSpan(at.Start, Math.Min(at.Length, file.Bytes.Length - at.Start))).Split('\n')[0].TrimEnd('\r').EnumerateRunes().Count());
        var runes = line.EnumerateRunes().ToList();
        var from = column > WidestLine - 40 ? column - 40 : 0;
        var to2 = Math.Min(runes.Count, from + WidestLine);
        var number = at.Line.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var shown = new StringBuilder();
        var carets = new StringBuilder();
        for (var index = from; index < to2; index++)
        {
            var isMarked = index >= column && index < column + marked;
            if (runes[index].Value == '\t')
            {
                shown.Append('\t');
                carets.Append(index == column ? '^' : '\t');
                continue;
            }

            var rune = Excerpt.Of(runes[index].ToString(), 4);
            shown.Append(rune);
            var width = rune.Length > 2 ? rune.Length : TerminalText.IsWide(runes[index]) ? 2 : 1;
            carets.Append(isMarked ? '^' : ' ', width);
        }

        if (carets.ToString().Trim().Length == 0) carets.Append('^');
        var dots = from > 0 ? "…" : "";
        to.WriteLine($"  {number} | {dots}{shown}{(to2 < runes.Count ? "…" : "")}");
        to.WriteLine($"  {new string(' ', number.Length)} | {(from > 0 ? " " : "")}{carets.ToString().TrimEnd()}");
    }
}
