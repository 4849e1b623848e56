namespace Trellis.Diagnosis.Reports;

public static class HtmlReport
{
    public static void Write(LogDiagnosis diagnosis, ReportSettings settings, TextWriter to) => to.Write(diagnosis.Log.Source);
}
