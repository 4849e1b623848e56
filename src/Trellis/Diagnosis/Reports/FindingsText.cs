using Trellis.Diagnosis.Findings;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Reports;

/// <summary>Findings as a short list on a terminal, the most important first.</summary>
public static class FindingsText
{
    private const int Shown = 12;

    public static void Write(FindingReport report, Language language, TextWriter to, int width)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(to);
        var zh = language == Language.Chinese;
        var t = new FindingTexts(language);
        to.WriteLine(t.Heading);
        Paragraph(t.Lead(report), indent: 2, hang: 0);
        foreach (var finding in report.Findings.Take(Shown))
        {
            var mark = finding.Severity == Severity.Note ? "·" : "!";
            Paragraph($"{mark} {finding.Code.Code} {finding.Code.Title.In(language)}{(zh ? "：" : ": ")}{finding.Says.In(language)}", indent: 2, hang: 2);
            if (t.Explained(finding) is { Length: > 0 } explained) Paragraph(explained, indent: 4, hang: 0);
            foreach (var heard in t.Heard(finding)) Paragraph(heard, indent: 4, hang: 0);
            if (finding.Cause is { } cause) Paragraph(t.Cause(cause), indent: 4, hang: 0);
            if (finding.Overlay is not { } overlay) continue;
            Paragraph(t.Proposed(overlay), indent: 4, hang: 0);
            foreach (var effect in overlay.Effects) Paragraph(effect.In(language), indent: 6, hang: 2);
        }

        if (report.Findings.Count > Shown) Paragraph(t.AndMore(report.Findings.Count - Shown), indent: 2, hang: 0);
        foreach (var (codes, why) in FindingWords.Silent(report)) Paragraph(t.NotLooked(codes, why.In(language)), indent: 2, hang: 2);

        void Paragraph(string text, int indent, int hang)
        {
            foreach (var line in TerminalText.Lines(FindingWords.Plain(text), width, indent, hang)) to.WriteLine(line.TrimEnd());
        }
    }

    /// <summary>Rows of figures that were refused, by line, the first ones one by one.</summary>
    public static void WriteRefused(IReadOnlyList<(long Line, Text Why)> refused, Language language, TextWriter to)
    {
        ArgumentNullException.ThrowIfNull(refused);
        ArgumentNullException.ThrowIfNull(to);
        if (refused.Count == 0) return;
        var zh = language == Language.Chinese;
        to.WriteLine(zh ? $"有 {Figures.Count(refused.Count)} 行没有读：" : $"{Figures.Count(refused.Count)} {(refused.Count == 1 ? "row was" : "rows were")} not read:");
        foreach (var (line, why) in refused.Take(10)) to.WriteLine(zh ? $"  第 {line} 行：{why.Zh}" : $"  line {line}: {why.En}");
        if (refused.Count > 10) to.WriteLine(zh ? $"  另有 {refused.Count - 10} 行，见 --json。" : $"  and {refused.Count - 10} more, listed by --json.");
    }
}
