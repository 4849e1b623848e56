namespace Trellis.Diagnosis.Reports;

/// <summary>What a careful reader asks last: may I trust the data, what can it not tell, how was it counted.</summary>
internal static class ClosingParts
{
    public static void Quality(ReportPage report)
    {
        var (page, t) = (report.Page, report.Texts);
        if (report.Diagnosis.Quality.Count == 0)
        {
            report.Paragraph(t.NoQualityNotes);
            return;
        }

        report.Paragraph(t.QualityLead);
        page.Literal("<ul class=\"notes\">\n");
        foreach (var note in report.Diagnosis.Quality)
        {
            var caution = note.Weight == QualityWeight.Caution;
            page.Put($"<li><p><span class=\"mark {(caution ? "warn" : "no")}\">{(caution ? t.Caution : t.Note)}</span>{note.Says.In(report.Settings.Language)}</p>");
            page.Put($"<p class=\"do\">{t.Touches(note.Count, note.OutOf)}</p><p class=\"do\">{t.Remedy(note.Remedy.In(report.Settings.Language))}</p></li>\n");
        }

        page.Literal("</ul>\n");
    }

    public static void Answers(ReportPage report)
    {
        var (page, t) = (report.Page, report.Texts);
        if (report.Diagnosis.Answerable.Count == 0) return;
        report.Paragraph(t.AnswerLead);
        page.Literal("<ul class=\"notes\">\n");
        foreach (var question in report.Diagnosis.Answerable)
        {
            page.Put($"<li><p><span class=\"mark {(question.CanAnswer ? "yes" : "no")}\">{(question.CanAnswer ? t.Yes : t.No)}</span><strong>{question.Question.In(report.Settings.Language)}</strong></p>");
            page.Put($"<p class=\"do\">{question.Because.In(report.Settings.Language)}</p>");
            if (question.Export is { } export) page.Put($"<p>{t.Export(export.In(report.Settings.Language))}</p>");
            page.Literal("</li>\n");
        }

        page.Literal("</ul>\n");
    }

    public static void Methods(ReportPage report)
    {
        var (page, t) = (report.Page, report.Texts);
        page.Put($"<details><summary>{t.MethodSummary}</summary>\n");
        foreach (var note in t.Methods(report.Diagnosis.Log)) report.Paragraph(note);
        if (report.Diagnosis.Log.Columns.Count > 0)
        {
            report.PlainTable(t.ColumnsCaption, (t.Role, false), (t.ColumnInFile, false));
            foreach (var (role, column) in report.Diagnosis.Log.Columns) report.Row(t.RoleName(role), ShownName.InTable(column));
            report.ClosePlainTable();
        }

        page.Literal("</details>\n");
    }
}
