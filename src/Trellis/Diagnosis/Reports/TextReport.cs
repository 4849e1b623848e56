namespace Trellis.Diagnosis.Reports;

public static class TextReport
{
    public static void Write(LogDiagnosis diagnosis, ReportSettings settings, TextWriter to, int width) => to.WriteLine(diagnosis.Log.Source);
}
