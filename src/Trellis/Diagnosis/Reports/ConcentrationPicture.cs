using System.Globalization;
using System.Text;

namespace Trellis.Diagnosis.Reports;

/// <summary>How unevenly the recorded work is spread, as a Lorenz curve: it speaks of how work is assigned, not of anybody's diligence.</summary>
internal static class ConcentrationPicture
{
    private const double Side = 260, Edge = 48;

    public static void Write(ReportPage report)
    {
        var (page, t, d) = (report.Page, report.Texts, report.Diagnosis);
        if (d.Concentration is not { } concentration || d.Handovers is not { Loads.Count: > 0 } handovers)
        {
            report.Quiet(t.NoResources);
            return;
        }

        var loads = handovers.Loads;
        long total = 0;
        foreach (var load in loads) total += load.Count;
        var fifth = Math.Max(1, (int)Math.Round(loads.Count / 5.0));
        long top = 0;
        for (var i = 0; i < fifth; i++) top += loads[i].Count;

        report.OpenFigure(t.ConcentrationHeading, t.ConcentrationLead(fifth, loads.Count, top, total));
        var id = page.NewId();
        page.Literal("<div class=\"picture\">");
        page.Put($"<svg viewBox=\"0 0 {Side + 72} {Side + 56}\" width=\"{Side + 72}\" style=\"max-width:100%;height:auto\" font-size=\"11.5\" role=\"img\" aria-labelledby=\"{id}t {id}d\"><title id=\"{id}t\">{t.ConcentrationHeading}</title><desc id=\"{id}d\">{t.ConcentrationLead(fifth, loads.Count, top, total)}</desc>\n");
        for (var i = 0; i <= 4; i++)
        {
            var at = Side * i / 4;
            page.Put($"<line x1=\"{Edge + at}\" x2=\"{Edge + at}\" y1=\"8\" y2=\"{8 + Side}\" stroke=\"#e4dfd3\"/><line x1=\"{Edge}\" x2=\"{Edge + Side}\" y1=\"{8 + at}\" y2=\"{8 + at}\" stroke=\"#e4dfd3\"/>");
            page.Put($"<text x=\"{Edge + at}\" y=\"{Side + 24}\" text-anchor=\"middle\" fill=\"{Palette.Quiet}\">{25 * i}%</text><text x=\"{Edge - 5}\" y=\"{12 + Side - at}\" text-anchor=\"end\" fill=\"{Palette.Quiet}\">{25 * i}%</text>");
        }

        page.Put($"<line x1=\"{Edge}\" y1=\"{8 + Side}\" x2=\"{Edge + Side}\" y2=\"8\" stroke=\"{Palette.Quiet}\" stroke-dasharray=\"4 4\"/>\n");
        var path = new StringBuilder();
        long sum = 0;
        var step = Math.Max(1, loads.Count / 200);
        for (var i = 0; i < loads.Count; i++)
        {
            sum += loads[loads.Count - 1 - i].Count;
            if ((i + 1) % step != 0 && i + 1 != loads.Count) continue;
            path.Append(CultureInfo.InvariantCulture, $"L{Edge + (Side * (i + 1) / loads.Count):0.#} {8 + Side - (Side * sum / Math.Max(1, total)):0.#}");
        }

        page.Put($"<path d=\"M{Edge} {8 + Side}{path.ToString()}\" fill=\"none\" stroke=\"{Palette.Accent}\" stroke-width=\"2.5\" stroke-linejoin=\"round\"/>");
        page.Put($"<text x=\"{Edge + (Side / 2)}\" y=\"{Side + 44}\" text-anchor=\"middle\">{t.LorenzAxis}</text></svg></div>\n");

        report.OpenTable(t.ShowTable, t.LorenzCaption, (t.PeopleShare, false), (t.People, true), (t.Events, true), (t.ShareOfEvents, true));
        for (var tenth = 1; tenth <= 10; tenth++)
        {
            var people = (int)Math.Round(loads.Count * tenth / 10.0);
            long events = 0;
            for (var i = 0; i < people; i++) events += loads[i].Count;
            report.Row(t.BusiestShare(tenth * 10), Figures.Count(people), Figures.Count(events), Figures.Share(events, total));
        }

        report.CloseTable();
        page.Put($"<details><summary>{t.MeasuresSummary}</summary>");
        report.PlainTable(t.MeasuresSummary, (t.Measure, false), (t.Value, true), (t.Meaning, false));
        report.Row("HHI", Figures.Fraction(concentration.Hhi), t.HhiMeaning(concentration.Hhi));
        report.Row("Gini", Figures.Fraction(concentration.Gini), t.GiniMeaning);
        report.Row("Theil T", Figures.Fraction(concentration.Theil), t.TheilMeaning);
        if (concentration.TheilBetween is { } between) report.Row(t.TheilBetween, Figures.Fraction(between), t.TheilBetweenMeaning(between, concentration.Theil));
        if (concentration.TheilWithin is { } within) report.Row(t.TheilWithin, Figures.Fraction(within), t.TheilWithinMeaning);
        report.ClosePlainTable();
        page.Literal("</details>\n");
        report.CloseFigure();
    }
}
