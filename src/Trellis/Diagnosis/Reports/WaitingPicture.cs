namespace Trellis.Diagnosis.Reports;

/// <summary>What work waited for: one bar for each move, as long as all its waiting, cut into the five causes.</summary>
internal static class WaitingPicture
{
    private const int Rows = 10;
    private const double Row = 40;
    private static readonly string[] Colours = ["#66497f", "#2d6a6e", "#d9a441", "#9dbdd3", "#a02a1c"];

    public static void Write(ReportPage report, WaitingFacts waiting)
    {
        var (page, t) = (report.Page, report.Texts);
        report.Heading(t.WaitingHeading);
        report.Paragraph(t.Waiting(waiting));
        var top = waiting.Top.Where(static edge => edge.Seconds.Total > 0).Take(Rows).ToList();
        if (top.Count == 0) return;

        string[] names = [t.Batching, t.Contention, t.Prioritisation, t.Unavailability, t.Extraneous];
        page.Literal("<ul class=\"legend\">");
        for (var cause = 0; cause < names.Length; cause++)
            page.Put($"<li><svg width=\"12\" height=\"12\" aria-hidden=\"true\"><rect width=\"12\" height=\"12\" fill=\"{Colours[cause]}\"/></svg>{names[cause]}</li>");
        page.Literal("</ul>\n");

        var id = page.NewId();
        var most = top.Max(static edge => edge.Seconds.Total);
        page.Literal("<div class=\"picture\">");
        page.Put($"<svg class=\"fluid\" width=\"100%\" height=\"{(top.Count * Row) + 4}\" role=\"img\" aria-labelledby=\"{id}t {id}d\"><title id=\"{id}t\">{t.WaitingHeading}</title><desc id=\"{id}d\">{t.Waiting(waiting)}</desc>\n");
        for (var row = 0; row < top.Count; row++)
        {
            var y = row * Row;
            page.Put($"<text x=\"0\" y=\"{y + 14}\" font-size=\"13\" fill=\"{Palette.Ink}\">{TextWidth.Shorten($"{ShownName.Of(top[row].From)} → {ShownName.Of(top[row].To)}", 60)} · {report.Duration(top[row].Seconds.Total)}</text>");
            var x = 0.0;
            foreach (var (seconds, colour) in Causes(top[row].Seconds).Zip(Colours))
            {
                var width = 100 * seconds / most;
                if (width <= 0) continue;
                page.Put($"<rect x=\"{x}%\" y=\"{y + 19}\" width=\"{width}%\" height=\"14\" fill=\"{colour}\"/>");
                x += width;
            }

            page.Literal("\n");
        }

        page.Literal("</svg></div>\n");
        report.OpenTable(t.ShowTable, t.WaitingCaption(top.Count, waiting.Top.Count), (t.FromTo, false), (t.Waited, true), (t.Causes, false));
        foreach (var edge in top)
        {
            report.Row(
                $"{ShownName.InTable(edge.From)} → {ShownName.InTable(edge.To)}", $"{report.Duration(edge.Seconds.Total)} ({Figures.Count(edge.Seconds.Count)})",
                string.Join(", ", Causes(edge.Seconds).Zip(names).Where(static cause => cause.First > 0).Select(cause => $"{cause.Second} {Figures.Share(cause.First, edge.Seconds.Total)}")));
        }

        report.CloseTable();
    }

    private static double[] Causes(WaitingSeconds split) => [split.Batching, split.Contention, split.Prioritisation, split.Unavailability, split.Extraneous];
}
