namespace Trellis.Diagnosis.Reports;

/// <summary>
/// The diagnosis of a log as one self-contained page: no script, no outside request, readable on a phone, at a desk and on paper.
/// This file is its table of contents; each part has a file of its own.
/// </summary>
public static class HtmlReport
{
    private const int TableRows = 30;

    public static void Write(LogDiagnosis diagnosis, ReportSettings settings, TextWriter to)
    {
        ArgumentNullException.ThrowIfNull(diagnosis);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(to);

        var report = new ReportPage(diagnosis, settings, to);
        var (page, t) = (report.Page, report.Texts);

        report.OpenPage(t.LanguageTag, $"{t.Kind}: {TextWidth.Shorten(ShownName.Of(diagnosis.Log.Source), 60)}");
        (string Title, Action<ReportPage> Write)[] ending =
            [(t.QualitySection, ClosingParts.Quality), (t.AnswerSection, ClosingParts.Answers), (t.MethodSection, ClosingParts.Methods)];
        (string Title, Action<ReportPage> Write)[] sections = diagnosis.Log.Events == 0 ? ending :
        [
            (t.FindingSection, FindingsPart.Write),
            (t.FlowSection, Flow),
            (t.TimeSection, Time),
            (t.HandoverSection, HandoverPicture.Write),
            (t.ReworkSection, Rework),
            (t.VariantSection, VariantPicture.Write),
            (t.WeekSection, WeekPicture.Write),
            (t.ConcentrationSection, ConcentrationPicture.Write),
            .. ending,
        ];

        OpeningPart.Write(report);
        page.Put($"<main>\n<nav aria-label=\"{t.Contents}\"><ol>");
        for (var i = 0; i < sections.Length; i++) page.Put($"<li><a href=\"#s{i + 1}\">{t.SectionInContents(i + 1, sections[i].Title)}</a></li>");
        page.Literal("</ol></nav>\n");
        for (var i = 0; i < sections.Length; i++)
        {
            page.Put($"<section aria-labelledby=\"s{i + 1}\"><h2 id=\"s{i + 1}\"><span class=\"no\">{t.SectionNumber(i + 1)}</span>{sections[i].Title}</h2>\n");
            sections[i].Write(report);
            page.Literal("</section>\n");
        }

        page.Put($"</main>\n<footer><p>{t.Footer(settings.Names)}</p></footer>\n</body>\n</html>\n");
    }

    private static void Flow(ReportPage report)
    {
        ProcessMapPicture.Write(report);
        Activities(report);
        if (report.Diagnosis.Conformance is { } conformance) ConformancePart.Write(report, conformance);
    }

    private static void Time(ReportPage report)
    {
        ThroughputPicture.Write(report);
        if (report.Diagnosis.Work is { } work)
        {
            report.Heading(report.Texts.WorkHeading);
            report.Paragraph(report.Texts.Work(work, report.Diagnosis.Log));
        }

        if (report.Diagnosis.Waiting is { } waiting) WaitingPicture.Write(report, waiting);
        Deadlines(report);
    }

    private static void Activities(ReportPage report)
    {
        var (t, activities) = (report.Texts, report.Diagnosis.Activities);
        report.Heading(t.ActivitiesHeading);
        (string Title, bool Figures)[] columns = [(t.Activity, false), (t.Events, true), (t.ShareOfEvents, true), (t.Cases, true), (t.ShareOfCases, true)];
        var hasWork = report.Diagnosis.Work is not null;
        report.PlainTable(t.ActivitiesCaption(Math.Min(activities.Count, TableRows), activities.Count), hasWork ? [.. columns, (t.MedianWork, true)] : columns);
        for (var i = 0; i < activities.Count && i < TableRows; i++)
        {
            var activity = activities[i];
            string[] cells =
            [
                Figures.Count(activity.Events), Figures.Share(activity.Events, report.Diagnosis.Log.Events),
                Figures.Count(activity.Cases), Figures.Share(activity.Cases, report.Diagnosis.Log.Cases),
            ];
            report.Row(ShownName.InTable(activity.Name), hasWork ? [.. cells, activity.MedianWorkSeconds is { } seconds ? report.Duration(seconds) : "–"] : cells);
        }

        report.ClosePlainTable();
        if (activities.Count <= TableRows) return;

        long shown = 0;
        for (var i = 0; i < TableRows; i++) shown += activities[i].Events;
        report.Quiet(t.ActivitiesLeftOut(activities.Count - TableRows, report.Diagnosis.Log.Events - shown, report.Diagnosis.Log.Events));
    }

    private static void Deadlines(ReportPage report)
    {
        var t = report.Texts;
        report.Heading(t.DeadlineHeading);
        if (report.Diagnosis.Deadline is not { } deadline || deadline.Cases == 0)
        {
            report.Quiet(t.NoDeadline);
            return;
        }

        report.Paragraph(t.Deadline(deadline, report.Diagnosis.Log.Cases));
        if (deadline.Late == 0) return;

        var page = report.Page;
        var id = page.NewId();
        var share = 100.0 * deadline.Late / deadline.Cases;
        page.Literal("<div class=\"picture\">");
        page.Put($"<svg class=\"fluid\" width=\"100%\" height=\"22\" role=\"img\" aria-labelledby=\"{id}t {id}d\"><title id=\"{id}t\">{t.DeadlineHeading}</title><desc id=\"{id}d\">{t.Deadline(deadline, report.Diagnosis.Log.Cases)}</desc>");
        page.Put($"<rect width=\"100%\" height=\"18\" y=\"2\" fill=\"#e4dfd3\"/><rect width=\"{share}%\" height=\"18\" y=\"2\" fill=\"{Palette.Accent}\"/></svg></div>\n");
        report.OpenTable(t.ShowTable, t.DeadlineHeading, (t.Deadlines, false), (t.Cases, true), (t.ShareOfCases, true));
        report.Row(t.InTime, Figures.Count(deadline.Cases - deadline.Late), Figures.Share(deadline.Cases - deadline.Late, deadline.Cases));
        report.Row(t.Late, Figures.Count(deadline.Late), Figures.Share(deadline.Late, deadline.Cases));
        report.CloseTable();
    }

    private static void Rework(ReportPage report)
    {
        var (t, rework) = (report.Texts, report.Diagnosis.Rework);
        report.Paragraph(t.Rework(rework, report.Diagnosis.Log.Cases));
        if (rework.Top.Count == 0) return;

        report.PlainTable(t.ReworkCaption, (t.Activity, false), (t.CasesWithRepeat, true), (t.ShareOfCasesWithIt, true));
        Dictionary<string, int> cases = new(StringComparer.Ordinal);
        foreach (var activity in report.Diagnosis.Activities) cases[activity.Name] = activity.Cases;
        for (var i = 0; i < rework.Top.Count && i < 12; i++)
        {
            var (activity, count) = rework.Top[i];
            report.Row(ShownName.InTable(activity), Figures.Count(count), Figures.Share(count, cases.GetValueOrDefault(activity, report.Diagnosis.Log.Cases)));
        }

        report.ClosePlainTable();
        if (rework.Activities > 12) report.Quiet(t.ReworkLeftOut(rework.Activities - Math.Min(12, rework.Top.Count)));
    }
}
