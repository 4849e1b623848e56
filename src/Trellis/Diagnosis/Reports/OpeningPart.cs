namespace Trellis.Diagnosis.Reports;

/// <summary>What stands on the first screen: whose log, from when to when, what was found in plain words, and the figures to remember.</summary>
internal static class OpeningPart
{
    public static void Write(ReportPage report)
    {
        var (page, t, log) = (report.Page, report.Texts, report.Diagnosis.Log);
        page.Put($"<header class=\"top\">\n<p class=\"kind\">{t.Kind}</p>\n<h1>{TextWidth.Shorten(ShownName.Of(log.Source), 60)}</h1>\n");
        page.Put($"<p class=\"period\">{t.Period(log)}</p>\n<div class=\"seal\"></div>\n");
        page.Put($"<p class=\"found\">{t.Found(report.Diagnosis)}</p>\n");
        if (log.Events > 0) KeyFigures(report);
        page.Literal("</header>\n");
    }

    private static void KeyFigures(ReportPage report)
    {
        var (page, t, d) = (report.Page, report.Texts, report.Diagnosis);
        page.Literal("<dl class=\"key\">");
        Key(t.Cases, Figures.Count(d.Log.Cases), t.EventsAndActivities(d.Log));
        if (d.Throughput is { } throughput && throughput.ZeroLengthCases < d.Log.Cases)
        {
            Key(t.MedianTime, report.Duration(throughput.MedianSeconds), t.NinetyOfHundred(throughput));
        }

        if (d.Handovers is { } hands) Key(t.HandsPerCase, Figures.Short((double)hands.Total / d.Log.Cases), t.HandsPerCaseNote);
        if (d.GroupHandovers is { } groups) Key(t.UnitsPerCase, Figures.Short((double)groups.Total / d.Log.Cases), t.UnitsPerCaseNote);
        if ((d.GroupPingPong ?? d.PingPong) is { } bounce)
        {
            Key(t.BounceCases, Figures.Share(bounce.Cases, d.Log.Cases), d.GroupPingPong is null ? t.BetweenPeople : t.BetweenUnits);
        }

        Key(t.ReworkCases, Figures.Share(d.Rework.Cases, d.Log.Cases), t.ReworkCasesNote);
        if (d.Deadline is { Cases: > 0 } deadline) Key(t.Late, Figures.Share(deadline.Late, deadline.Cases), t.LateNote(deadline));
        page.Literal("</dl>\n");

        void Key(string name, string figure, string note) =>
            page.Put($"<div><dt>{name}</dt><dd>{figure}<small>{note}</small></dd></div>\n");
    }
}
