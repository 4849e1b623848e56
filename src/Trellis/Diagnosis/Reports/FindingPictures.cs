using System.Globalization;
using System.Text;
using Trellis.Diagnosis.Findings;

namespace Trellis.Diagnosis.Reports;

/// <summary>The pictures of findings: ends about the deadline, the weeks about a change, a pair of units. Each has a table that says the same.</summary>
internal static class FindingPictures
{
    private const double Width = 480, Height = 160, Left = 54, Foot = 26;

    public static void Write(ReportPage report, FindingTexts t, LogFinding finding, FindingPicture picture)
    {
        switch (picture)
        {
            case FindingPicture.AtTheDeadline ends:
                Deadline(report, t, ends);
                break;
            case FindingPicture.OverWeeks weeks:
                Weeks(report, t, weeks);
                break;
            case FindingPicture.BetweenTwo pair:
                Pair(report, t, pair, finding.NameOf(pair.One, report.Settings.Language), finding.NameOf(pair.Other, report.Settings.Language));
                break;
        }
    }

    private static void Deadline(ReportPage report, FindingTexts t, FindingPicture.AtTheDeadline picture)
    {
        var most = picture.Days.Max(static day => day.Ends);
        if (most == 0) return;
        var page = Open(report, t.DeadlinePicture, t.DeadlineDesc, Figures.Count(most));
        var wide = Width / picture.Days.Count;
        foreach (var (at, (day, ends)) in picture.Days.Index())
        {
            var high = Height * ends / most;
            page.Put($"<rect x=\"{Left + (at * wide)}\" y=\"{5 + Height - high}\" width=\"{wide * 0.85}\" height=\"{high}\" fill=\"{(day == 0 ? Palette.Accent : Palette.Ink)}\"><title>{t.DayFromDeadline(day)}: {Figures.Count(ends)}</title></rect>");
        }

        // The end of day 0 is the deadline.
        var deadline = Left + ((FindingPicture.AtTheDeadline.Span + 1) * wide);
        page.Put($"<line x1=\"{deadline}\" x2=\"{deadline}\" y1=\"0\" y2=\"{Height + 5}\" stroke=\"{Palette.Accent}\" stroke-dasharray=\"4 3\"/>");
        foreach (var day in (ReadOnlySpan<int>)[-28, -14, 0, 14, 28])
            page.Put($"<text x=\"{Left + ((day + FindingPicture.AtTheDeadline.Span + 0.5) * wide)}\" y=\"{Height + 20}\" text-anchor=\"middle\" fill=\"{Palette.Quiet}\">{(day < 0 ? "−" : "")}{Math.Abs(day)}</text>");
        page.Literal("</svg></div>\n");
        report.OpenTable(report.Texts.ShowTable, t.DeadlinePicture, (t.DayColumn, false), (t.Matters, true));
        foreach (var (day, ends) in picture.Days)
            if (ends > 0) report.Row(t.DayFromDeadline(day), Figures.Count(ends));
        Close(report);
    }

    private static void Weeks(ReportPage report, FindingTexts t, FindingPicture.OverWeeks picture)
    {
        var top = picture.Weeks.Max(static week => week.Seconds);
        if (top <= 0 || picture.Weeks.Count < 2) return;
        var page = Open(report, t.WeeksPicture, t.WeeksDesc, report.Duration(top));
        var path = new StringBuilder();
        for (var at = 0; at < picture.Weeks.Count; at++) path.Append(CultureInfo.InvariantCulture, $"{(at == 0 ? 'M' : 'L')}{X(at):0.#} {Y(picture.Weeks[at].Seconds):0.#}");
        page.Put($"<path d=\"{path.ToString()}\" fill=\"none\" stroke=\"{Palette.Ink}\" stroke-width=\"1.5\"/>");
        page.Put($"<line x1=\"{X(picture.Change)}\" x2=\"{X(picture.Change)}\" y1=\"0\" y2=\"{Height + 5}\" stroke=\"{Palette.Accent}\" stroke-dasharray=\"4 3\"/>");
        // The change says its day; an end too near to it would lie on it.
        foreach (var at in (int[])[0, picture.Change, picture.Weeks.Count - 1])
            if (at == picture.Change || Math.Abs(X(at) - X(picture.Change)) > 80)
                page.Put($"<text x=\"{X(at)}\" y=\"{Height + 20}\" text-anchor=\"{(at == 0 ? "start" : at == picture.Weeks.Count - 1 ? "end" : "middle")}\" fill=\"{(at == picture.Change ? Palette.Accent : Palette.Quiet)}\">{Day(picture.Weeks[at].Week)}</text>");
        page.Literal("</svg></div>\n");
        report.OpenTable(report.Texts.ShowTable, t.WeeksPicture, (t.WeekColumn, false), (t.MedianColumn, true));
        foreach (var (week, seconds) in picture.Weeks) report.Row(Day(week), report.Duration(seconds));
        Close(report);

        double X(int at) => Left + (Width * at / (picture.Weeks.Count - 1));

        double Y(double seconds) => 5 + (Height * (1 - (seconds / top)));

        static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static void Pair(ReportPage report, FindingTexts t, FindingPicture.BetweenTwo picture, string one, string other)
    {
        const double Box = 150, BoxHeight = 44, Between = 180, Middle = 60;
        report.OpenFigure(t.PairPicture, "");
        var (page, most) = (report.Page, Math.Max(1, Math.Max(picture.OneToOther, picture.OtherToOne)));
        var id = page.NewId();
        page.Literal("<div class=\"picture\">");
        page.Put($"<svg viewBox=\"0 0 {(2 * Box) + Between + 4} 120\" width=\"{(2 * Box) + Between + 4}\" style=\"max-width:100%;height:auto\" font-size=\"12\" role=\"img\" aria-labelledby=\"{id}t {id}d\"><title id=\"{id}t\">{t.PairPicture}</title><desc id=\"{id}d\">{t.PairDesc(picture, one, other)}</desc>\n");
        Unit(2, one);
        Unit(2 + Box + Between, other);
        Arrow(2 + Box, 2 + Box + Between, Middle - 14, picture.OneToOther, above: true);
        Arrow(2 + Box + Between, 2 + Box, Middle + 14, picture.OtherToOne, above: false);
        page.Literal("</svg></div>\n");
        report.OpenTable(report.Texts.ShowTable, t.PairPicture, (t.SentBackBy, false), (t.SentBackTo, false), (t.Times, true));
        report.Row(ShownName.InTable(one), ShownName.InTable(other), Figures.Count(picture.OneToOther));
        report.Row(ShownName.InTable(other), ShownName.InTable(one), Figures.Count(picture.OtherToOne));
        Close(report);

        void Unit(double x, string name) => page.Put($"<rect x=\"{x}\" y=\"{Middle - (BoxHeight / 2)}\" width=\"{Box}\" height=\"{BoxHeight}\" fill=\"none\" stroke=\"{Palette.Ink}\"/><text x=\"{x + (Box / 2)}\" y=\"{Middle + 4}\" text-anchor=\"middle\">{TextWidth.Shorten(ShownName.Of(name), 20)}</text>");

        void Arrow(double from, double to, double y, int times, bool above)
        {
            var (head, wide) = (to > from ? -7 : 7, 1 + (3.0 * times / most));
            page.Put($"<path d=\"M{from} {y}H{to + head}m0 -5l{-head} 5l{head} 5\" fill=\"none\" stroke=\"{Palette.Accent}\" stroke-width=\"{wide}\"/><text x=\"{(from + to) / 2}\" y=\"{(above ? y - 8 : y + 18)}\" text-anchor=\"middle\" fill=\"{Palette.Quiet}\">{t.SentBackTimes(times)}</text>");
        }
    }

    /// <summary>The frame of a picture with a scale at its left.</summary>
    private static Markup Open(ReportPage report, string heading, string described, string top)
    {
        report.OpenFigure(heading, "");
        var page = report.Page;
        var id = page.NewId();
        page.Literal("<div class=\"picture\">");
        page.Put($"<svg viewBox=\"0 0 {Width + Left + 10} {Height + Foot + 6}\" width=\"{Width + Left + 10}\" style=\"max-width:100%;height:auto\" font-size=\"11.5\" role=\"img\" aria-labelledby=\"{id}t {id}d\"><title id=\"{id}t\">{heading}</title><desc id=\"{id}d\">{described}</desc>\n");
        page.Put($"<line x1=\"{Left}\" x2=\"{Left + Width}\" y1=\"{Height + 5}\" y2=\"{Height + 5}\" stroke=\"{Palette.Ink}\"/><text x=\"{Left - 5}\" y=\"14\" text-anchor=\"end\" fill=\"{Palette.Quiet}\">{top}</text><text x=\"{Left - 5}\" y=\"{Height + 8}\" text-anchor=\"end\" fill=\"{Palette.Quiet}\">0</text>\n");
        return page;
    }

    private static void Close(ReportPage report)
    {
        report.CloseTable();
        report.CloseFigure();
    }
}
