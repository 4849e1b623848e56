using Trellis.Diagnosis.Findings;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Reports;

/// <summary>What was found, each with its figures, its picture where units were compared, what else may explain it, and what would clear it.</summary>
internal static class FindingsPart
{
    private const int Shown = 40;

    public static void Write(ReportPage report)
    {
        var (page, found, language) = (report.Page, report.Diagnosis.Findings, report.Settings.Language);
        var t = new FindingTexts(language);
        report.Paragraph(t.Lead(found));
        if (found.Findings.Count > 0)
        {
            page.Literal("<ul class=\"notes\">\n");
            foreach (var finding in found.Findings.Take(Shown)) WriteOne(report, t, finding);
            page.Literal("</ul>\n");
        }

        if (found.Findings.Count > Shown) report.Quiet(t.AndMore(found.Findings.Count - Shown));
        foreach (var (codes, why) in FindingWords.Silent(found)) report.Quiet(t.NotLooked(codes, why.In(language)));
        if (t.Method(found) is { Length: > 0 } method) report.Quiet(method);
    }

    private static void WriteOne(ReportPage report, FindingTexts t, LogFinding finding)
    {
        var (page, language) = (report.Page, report.Settings.Language);
        var warns = finding.Severity != Severity.Note;
        page.Put($"<li><p><span class=\"mark {(warns ? "warn" : "no")}\">{(warns ? t.Warning : t.Note)}</span><strong>{finding.Code.Code} {finding.Code.Title.In(language)}</strong></p>");
        page.Put($"<p>{finding.Says.In(language)}</p>\n");
        if (t.Explained(finding) is { Length: > 0 } told) page.Put($"<p>{told}</p>\n");
        foreach (var heard in t.Heard(finding)) page.Put($"<p>{heard}</p>\n");
        if (finding.Cause is { } cause) page.Put($"<p class=\"do\">{t.Cause(cause)}</p>");
        if (finding.Compared.Count > 1) FunnelPicture.Write(report, t, finding);
        if (finding.Picture is { } picture) FindingPictures.Write(report, t, finding, picture);
        page.Put($"<p class=\"do\">{t.Clears}: {finding.Clears.In(language)}</p>");
        if (finding.Overlay is { } overlay)
        {
            page.Put($"<details><summary>{t.OverlayHeading}: {overlay.Says.In(language)}</summary><pre>{overlay.Text}</pre><p>{t.OverlayHint(overlay)}</p>");
            foreach (var effect in overlay.Effects) page.Put($"<p>{effect.In(language)}</p>");
            page.Literal("</details>\n");
        }

        page.Put($"<details><summary>{t.Caption}</summary>");
        report.PlainTable(t.Caption, (t.Figure, false), (t.Value, true));
        report.Row(t.Value, FindingWords.Value(finding.Value, finding.Unit, language));
        if (finding.Interval is var (low, high)) report.Row(t.Interval, $"{FindingWords.Value(low, finding.Unit, language)} – {FindingWords.Value(high, finding.Unit, language)}");
        report.Row(t.Expected, FindingWords.Value(finding.Expected, finding.Unit, language));
        report.Row(t.Rests, Figures.Count(finding.Cases));
        report.Row(t.Sure, finding.IsFact ? t.Fact : FindingWords.Chance(finding.QValue));
        if (finding.Since is { } since) report.Row(t.Since, since.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        report.ClosePlainTable();
        page.Put($"<p>{t.What}: {finding.Measure.In(language)}</p><p>{t.Innocent}:</p><ul>");
        foreach (var reason in finding.Innocent)
            page.Put($"<li><span class=\"mark {(reason.RuledOut ? "yes" : "no")}\">{(reason.RuledOut ? t.RuledOut : t.NotKnown)}</span>{reason.Reason.In(language)}</li>");
        page.Literal("</ul>\n");
        if (FindingExplanations.Of(finding.Code) is { } explained) page.Put($"<p>{t.Mend}: {explained.Mend.In(language)}</p>");
        if (finding.Evidence.Count > 0) page.Put($"<p>{t.Evidence}: {string.Join(language == Language.Chinese ? "、" : ", ", finding.Evidence.Select(static one => ShownName.InSentence(one)))}</p>");
        page.Literal("</details></li>\n");
    }
}
