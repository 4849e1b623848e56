namespace Trellis.Diagnosis.Reports;

/// <summary>How the log agrees with the model that was given, and where they part.</summary>
internal static class ConformancePart
{
    private const int Rows = 12;

    public static void Write(ReportPage report, ConformanceFacts conformance)
    {
        var t = report.Texts;
        report.Heading(t.ConformanceHeading);
        report.Paragraph(t.Conformance(conformance));
        Table(report, t.NotAllowed, conformance.NotAllowed);
        Table(report, t.LeftOut, conformance.LeftOut);
    }

    private static void Table(ReportPage report, string caption, IReadOnlyList<NameCount> named)
    {
        if (named.Count == 0) return;
        report.PlainTable(caption, (report.Texts.Activity, false), (report.Texts.HowOften, true));
        foreach (var own in named.Take(Rows)) report.Row(ShownName.InTable(own.Name), Figures.Count(own.Count));
        report.ClosePlainTable();
    }
}
