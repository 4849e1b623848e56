namespace Trellis.Diagnosis.Reports;

/// <summary>When work is recorded: hours run down, weekdays across, so that the numbers fit a phone. The weekend stands apart.</summary>
internal static class WeekPicture
{
    private const double CellHeight = 20;
    private const double HoursWidth = 44, CellWidth = 39, WeekendGap = 8;

    public static void Write(ReportPage report)
    {
        var (page, t, week) = (report.Page, report.Texts, report.Diagnosis.WeekHours);
        long total = 0, weekend = 0, outside = 0;
        var most = 1;
        for (var day = 0; day < 7 && day < week.Count; day++)
        {
            for (var hour = 0; hour < week[day].Count; hour++)
            {
                var events = week[day][hour];
                total += events;
                most = Math.Max(most, events);
                if (day >= 5) weekend += events;
                else if (hour is < 7 or >= 19) outside += events;
            }
        }

        if (total == 0)
        {
            report.Quiet(t.NothingToMeasure);
            return;
        }

        report.OpenFigure(t.WeekHeading, t.WeekLead(total, weekend, outside));
        var id = page.NewId();
        const double Width = HoursWidth + (7 * CellWidth) + WeekendGap;
        const double Height = 24 + (24 * CellHeight);
        page.Literal("<div class=\"picture\">");
        page.Put($"<svg viewBox=\"0 0 {Width} {Height}\" width=\"100%\" style=\"max-width:25rem\" font-size=\"10.5\" role=\"img\" aria-labelledby=\"{id}t {id}d\"><title id=\"{id}t\">{t.WeekHeading}</title><desc id=\"{id}d\">{t.WeekLead(total, weekend, outside)}</desc>\n");
        for (var day = 0; day < 7; day++)
        {
            var x = Left(day);
            page.Put($"<text x=\"{x + (CellWidth / 2)}\" y=\"14\" text-anchor=\"middle\" font-weight=\"600\">{t.WeekdayShort(day)}</text>");
        }

        for (var hour = 0; hour < 24; hour++)
        {
            var y = 22 + (hour * CellHeight);
            page.Put($"\n<text x=\"{HoursWidth - 8}\" y=\"{y + 14}\" text-anchor=\"end\" fill=\"{Palette.Quiet}\">{t.Hour(hour)}</text>");
            for (var day = 0; day < 7; day++)
            {
                var events = day < week.Count && hour < week[day].Count ? week[day][hour] : 0;
                var (fill, letters) = Palette.Heat((double)events / most);
                page.Put($"<g><title>{t.WeekCell(day, hour, events)}</title><rect x=\"{Left(day)}\" y=\"{y}\" width=\"{CellWidth - 1.5}\" height=\"{CellHeight - 1.5}\" fill=\"{fill}\"/>");
                page.Put($"<text x=\"{Left(day) + (CellWidth / 2) - 0.7}\" y=\"{y + 13.5}\" text-anchor=\"middle\" fill=\"{letters}\">{(events == 0 ? "·" : Figures.Tight(events, report.Settings.Language))}</text></g>");
            }
        }

        page.Literal("</svg></div>\n");
        report.OpenTable(
            t.ShowTable, t.WeekHeading, (t.HourTitle, true), (t.WeekdayShort(0), true), (t.WeekdayShort(1), true), (t.WeekdayShort(2), true),
            (t.WeekdayShort(3), true), (t.WeekdayShort(4), true), (t.WeekdayShort(5), true), (t.WeekdayShort(6), true));
        var cells = new string[7];
        for (var hour = 0; hour < 24; hour++)
        {
            for (var day = 0; day < 7; day++) cells[day] = Figures.Count(day < week.Count && hour < week[day].Count ? week[day][hour] : 0);
            report.Row(t.Hour(hour), cells);
        }

        report.CloseTable();
        report.CloseFigure();
    }

    private static double Left(int day) => HoursWidth + (day * CellWidth) + (day >= 5 ? WeekendGap : 0);
}
