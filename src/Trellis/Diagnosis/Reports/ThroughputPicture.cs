namespace Trellis.Diagnosis.Reports;

/// <summary>How many matters took how long. Time runs down the page, so that a phone shows it as well as a desk.</summary>
internal static class ThroughputPicture
{
    private const double RowHeight = 26;
    private const double BarsFrom = 30, BarsTo = 55;

    public static void Write(ReportPage report)
    {
        var (page, t, throughput) = (report.Page, report.Texts, report.Diagnosis.Throughput);
        if (throughput is null || throughput.Bins.Count == 0)
        {
            report.Quiet(t.NothingToMeasure);
            return;
        }

        report.OpenFigure(t.ThroughputHeading, t.ThroughputLead(throughput, report.Diagnosis.Log.Cases));
        var id = page.NewId();
        var bins = throughput.Bins;
        var most = 1;
        foreach (var bin in bins) most = Math.Max(most, bin.Cases);

        var height = Math.Max((bins.Count * RowHeight) + 8, 116);
        page.Literal("<div class=\"picture\">");
        page.Put($"<svg class=\"fluid\" width=\"100%\" height=\"{height}\" font-size=\"13\" role=\"img\" aria-labelledby=\"{id}t {id}d\"><title id=\"{id}t\">{t.ThroughputHeading}</title><desc id=\"{id}d\">{t.ThroughputDesc(throughput)}</desc>\n");
        Marks(report, throughput, height);
        for (var i = 0; i < bins.Count; i++)
        {
            var y = 4 + (i * RowHeight);
            var width = (BarsTo - BarsFrom) * bins[i].Cases / most;
            page.Put($"<text x=\"{BarsFrom}%\" dx=\"-7\" y=\"{y + 17}\" text-anchor=\"end\" font-size=\"12\">{t.Bin(bins[i])}</text>");
            if (bins[i].Cases > 0) page.Put($"<rect x=\"{BarsFrom}%\" y=\"{y + 3}\" width=\"{width}%\" height=\"{RowHeight - 6}\" fill=\"{Palette.Ink}\"/>");
            // White between the bar and the end of its figure: a dashed line that passes here would read as a minus.
            var figure = Figures.Count(bins[i].Cases);
            page.Put($"<rect x=\"{BarsFrom + width}%\" y=\"{y + 1}\" width=\"{(TextWidth.Of(figure) * 12.8) + 11}\" height=\"{RowHeight - 2}\" fill=\"#fff\"/>");
            page.Put($"<text x=\"{BarsFrom + width}%\" dx=\"6\" y=\"{y + 17}\" font-size=\"12\" fill=\"{Palette.Quiet}\">{figure}</text>\n");
        }

        page.Put($"<line x1=\"{BarsFrom}%\" x2=\"{BarsFrom}%\" y1=\"4\" y2=\"{height - 4}\" stroke=\"{Palette.Ink}\"/></svg></div>\n");

        report.OpenTable(t.ShowTable, t.ThroughputHeading, (t.HowLong, false), (t.Cases, true), (t.ShareOfCases, true), (t.Together, true));
        long together = 0;
        foreach (var bin in bins)
        {
            together += bin.Cases;
            report.Row(t.Bin(bin), Figures.Count(bin.Cases), Figures.Share(bin.Cases, report.Diagnosis.Log.Cases), Figures.Share(together, report.Diagnosis.Log.Cases));
        }

        report.Row(t.Median, report.Duration(throughput.MedianSeconds), "", "");
        report.Row(t.Mean, report.Duration(throughput.MeanSeconds), "", "");
        report.Row(t.P90, report.Duration(throughput.P90Seconds), "", "");
        report.Row(t.Longest, report.Duration(throughput.MaxSeconds), "", "");
        report.CloseTable();
        report.CloseFigure();
    }

    private static void Marks(ReportPage report, ThroughputFacts throughput, double height)
    {
        var (page, t) = (report.Page, report.Texts);
        (string Name, double Seconds)[] marks =
            [(t.Median, throughput.MedianSeconds), (t.Mean, throughput.MeanSeconds), (t.P90, throughput.P90Seconds)];
        Array.Sort(marks, (a, b) => a.Seconds.CompareTo(b.Seconds));

        // Labels keep two lines' distance from each other; the line itself stays where the figure is.
        var places = new double[marks.Length];
        for (var i = 0; i < marks.Length; i++)
        {
            places[i] = Math.Max(PlaceOf(throughput, marks[i].Seconds), i == 0 ? 18 : places[i - 1] + 36);
        }

        for (var i = marks.Length - 1; i >= 0; i--)
        {
            places[i] = Math.Min(places[i], i == marks.Length - 1 ? height - 18 : places[i + 1] - 36);
        }

        for (var i = 0; i < marks.Length; i++)
        {
            var line = PlaceOf(throughput, marks[i].Seconds);
            page.Put($"<line x1=\"{BarsFrom}%\" x2=\"69%\" y1=\"{line}\" y2=\"{line}\" stroke=\"{Palette.Accent}\" stroke-width=\"1.5\" stroke-dasharray=\"5 3\"/>");
            page.Put($"<line x1=\"69%\" x2=\"72%\" y1=\"{line}\" y2=\"{places[i]}\" stroke=\"{Palette.Accent}\" stroke-width=\"1.5\"/>");
            page.Put($"<text x=\"73%\" y=\"{places[i] - 3}\" font-size=\"12\" fill=\"{Palette.Accent}\">{marks[i].Name}</text>");
            page.Put($"<text x=\"73%\" y=\"{places[i] + 12}\" font-size=\"12\" font-weight=\"600\">{report.Duration(marks[i].Seconds)}</text>\n");
        }
    }

    /// <summary>Within its bin a value stands where its size puts it; in the open last bin in proportion to the longest case.</summary>
    private static double PlaceOf(ThroughputFacts throughput, double seconds)
    {
        var bins = throughput.Bins;
        for (var i = 0; i < bins.Count; i++)
        {
            var to = bins[i].ToSeconds ?? Math.Max(throughput.MaxSeconds, bins[i].FromSeconds + 1);
            if (seconds >= to && i + 1 < bins.Count) continue;
            var within = to > bins[i].FromSeconds ? Math.Clamp((seconds - bins[i].FromSeconds) / (to - bins[i].FromSeconds), 0, 1) : 0;
            return 4 + ((i + within) * RowHeight);
        }

        return 4;
    }
}
