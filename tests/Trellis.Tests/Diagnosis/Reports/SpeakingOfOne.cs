using System.Text;
using Trellis.Diagnosis;
using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Reports;
using Trellis.Standards.Csv;
using Xunit;

namespace Trellis.Tests.Diagnosis.Reports;

public sealed class SpeakingOfOne
{
    private const string OneOfEach = "case,activity,resource,group,time,deadline\n1,Open,Ann,Desk,2026-03-02 09:00:00,2026-03-03 09:00:00\n1,Close,Ann,Desk,2026-03-05 09:00:00,2026-03-03 09:00:00\n";

    private static string Terminal(string csv)
    {
        using var to = new StringWriter();
        Write(csv, (diagnosis, settings) => TextReport.Write(diagnosis, settings, to, width: 10_000));
        return to.ToString();
    }

    private static string Page(string csv)
    {
        using var to = new StringWriter();
        Write(csv, (diagnosis, settings) => HtmlReport.Write(diagnosis, settings, to));
        return to.ToString();
    }

    private static void Write(string csv, Action<LogDiagnosis, ReportSettings> write)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(csv));
        var log = CsvLogs.Read(stream, new LogReading { Source = "one.csv" });
        write(DiagnosingLogs.Diagnose(log, threads: 1), new ReportSettings { Language = Language.English, Pseudonyms = Pseudonyms.For(log, Language.English) });
    }

    [Fact]
    public void One_matter_one_way_and_one_person_are_spoken_of_in_the_singular()
    {
        foreach (var report in (string[])[Terminal(OneOfEach), Page(OneOfEach)])
        {
            Assert.DoesNotMatch(@"\b(?:1|one) (?:people|matters|ways|times|different)\b|\b0 of them\b|\b(?:busiest|Of the) 1\b", report);
            Assert.Contains("The one matter with a deadline was finished after it.", report, StringComparison.Ordinal);
            Assert.Contains("All events that name somebody name the same person.", report, StringComparison.Ordinal);
        }

        Assert.Contains("Every matter took the same way:", Terminal(OneOfEach), StringComparison.Ordinal);
    }

    [Fact]
    public void The_busiest_of_two_people_carries_most()
    {
        const string Two = OneOfEach + "1,Check,Bob,Desk,2026-03-06 09:00:00,\n";

        Assert.Contains("Of 2 people the one with most events carries 67% of them", Terminal(Two), StringComparison.Ordinal);
        Assert.Contains("The busiest of 2 people carries 67% of the events.", Page(Two), StringComparison.Ordinal);
    }

    [Fact]
    public void The_wait_holds_the_work_of_the_second_event_with_and_without_starts()
    {
        const string Both = "the wait is the time between them, which includes the work of the second, ";

        Assert.Contains(Both + "because the log has no start times.", Page(OneOfEach), StringComparison.Ordinal);
        Assert.Contains(
            Both + "also where the log says when that began",
            Page("case,activity,start,time\n1,Open,2026-03-02 08:00:00,2026-03-02 09:00:00\n1,Close,2026-03-05 08:00:00,2026-03-05 09:00:00\n"), StringComparison.Ordinal);
    }
}
