using Trellis.Diagnosis.EventLogs;
using Trellis.Standards.Xes;
using Xunit;

namespace Trellis.Tests.Standards.Xes;

public class RecordedXesLogs
{
    [Theory]
    [InlineData("receipt.xes.gz", 1434, 8577, 27, 48)]
    [InlineData("BPIC15_1.xes.gz", 1199, 52217, 398, 23)]
    [InlineData("BPIC15_2.xes.gz", 832, 44354, 410, 11)]
    [InlineData("BPIC15_3.xes.gz", 1409, 59681, 383, 14)]
    [InlineData("BPIC15_4.xes.gz", 1053, 47293, 356, 10)]
    [InlineData("BPIC15_5.xes.gz", 1156, 59083, 389, 22)]
    [InlineData("bpic2013_incidents.xes.gz", 7554, 65533, 4, 1440)]
    [InlineData("helpdesk.xes.gz", 4580, 21348, 14, 22)]
    public void Recorded_logs_are_read_whole(string name, int cases, int events, int activities, int resources)
    {
        using var stream = LogFiles.Shared(name);

        var log = XesLogs.Read(stream, new LogReading { Source = name });

        Assert.Equal((cases, events, activities, resources), (log.CaseCount, log.EventCount, log.ActivityNames.Length, log.ResourceNames.Length));
        Assert.Empty(log.Notes.SkippedElements);
    }

    [Fact]
    public void The_same_log_says_the_same_in_both_formats()
    {
        using var xes = LogFiles.Shared("receipt.xes.gz");
        using var csv = LogFiles.Shared("receipt.csv.gz");
        var reading = new LogReading { Source = "receipt" };

        Assert.Equal(
            LogFiles.Rows(Trellis.Standards.Csv.CsvLogs.Read(csv, reading)).Order(StringComparer.Ordinal),
            LogFiles.Rows(XesLogs.Read(xes, reading)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_municipality_that_names_its_steps_in_two_languages_can_be_read_in_either()
    {
        using var stream = LogFiles.Shared("BPIC15_1.xes.gz");
        var reading = new LogReading { Source = "BPIC15_1", Columns = new LogColumns(new Dictionary<LogRole, string> { [LogRole.Activity] = "activityNameEN" }) };

        var log = XesLogs.Read(stream, reading);

        Assert.Contains("register submission date request", log.ActivityNames);
        Assert.Equal(52217, log.EventCount);
    }
}
