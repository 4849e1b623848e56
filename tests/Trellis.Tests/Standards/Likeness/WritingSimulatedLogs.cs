using System.Text;
using Trellis.Diagnosis.EventLogs;
using Trellis.Simulation.Likeness;
using Trellis.Standards;
using Trellis.Standards.Likeness;
using Trellis.Standards.Work;
using Trellis.Tests.Simulation.Likeness;
using Xunit;

namespace Trellis.Tests.Standards.Likeness;

public class WritingSimulatedLogs
{
    private const string Awkward = "check, \"twice\"\nand & <again>";

    private static RecordedWork Office
    {
        get
        {
            var work = SomeWork.Office(1, 10);
            return work with { Activities = [.. work.Activities.Select(static name => name == "check" ? Awkward : name)] };
        }
    }

    private static byte[] Written(RecordedWork work, WorkFormat format, bool names = false)
    {
        var like = LikeLog.Live(work, 1, 7, null);
        using var stream = new MemoryStream();
        WritingLikeness.Write(format, like.Fit, like.Period, LikeLog.SeedOf(7), names, stream);
        return stream.ToArray();
    }

    [Theory]
    [InlineData(WorkFormat.Csv)]
    [InlineData(WorkFormat.Xes)]
    [InlineData(WorkFormat.Ocel)]
    public void What_is_written_is_read_back_as_it_was_simulated(WorkFormat format)
    {
        var simulated = LikeLog.Live(Office, 1, 7, null).Simulated;

        var log = LogFormats.Read(new MemoryStream(Written(Office, format)), new LogReading { Source = "log", CaseType = format == WorkFormat.Ocel ? "matter" : null });

        Assert.Equal(simulated.Cases, log.CaseCount);
        Assert.Equal(simulated.Events, log.EventCount);
        Assert.Contains(Awkward, log.ActivityNames);
        Assert.Equal(simulated.Ends.Order(), log.Times.Select(static time => time / TimeSpan.TicksPerMillisecond).Order());
    }

    [Theory]
    [InlineData(WorkFormat.Csv)]
    [InlineData(WorkFormat.Xes)]
    [InlineData(WorkFormat.Ocel)]
    public void The_same_seed_gives_the_same_bytes(WorkFormat format) => Assert.Equal(Written(Office, format), Written(Office, format));

    [Fact]
    public void People_go_by_number_unless_names_are_asked_for()
    {
        Assert.DoesNotContain("Bea", Encoding.UTF8.GetString(Written(Office, WorkFormat.Csv)), StringComparison.Ordinal);
        Assert.Contains("Person ", Encoding.UTF8.GetString(Written(Office, WorkFormat.Csv)), StringComparison.Ordinal);
        Assert.Contains("Bea", Encoding.UTF8.GetString(Written(Office, WorkFormat.Csv, names: true)), StringComparison.Ordinal);
    }

    [Fact]
    public void When_work_began_is_written_where_the_log_knew_it()
    {
        (string, string, string?, long, long?)[] rows = [.. Enumerable.Range(0, 50).Select(static day => ($"m{day}", "sign", (string?)"Ann", SomeWork.Monday + (day * SomeWork.Day) + (10 * SomeWork.Hour), (long?)(SomeWork.Monday + (day * SomeWork.Day) + (9 * SomeWork.Hour))))];

        Assert.StartsWith("case_id,activity,time,unit,resource,deadline,type,outcome,position,start_time\r\n", Encoding.UTF8.GetString(Written(SomeWork.Of(rows), WorkFormat.Csv)), StringComparison.Ordinal);
        Assert.DoesNotContain("start_time", Encoding.UTF8.GetString(Written(Office, WorkFormat.Csv)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sign_that_XML_may_not_hold_is_replaced()
    {
        var work = Office with { Activities = [.. Office.Activities.Select(static name => name == Awkward ? "a\u0001b" : name)] };

        Assert.Contains("a\uFFFDb", LogFormats.Read(new MemoryStream(Written(work, WorkFormat.Xes)), new LogReading { Source = "log" }).ActivityNames);
    }

    [Fact]
    public void A_log_that_was_read_hands_its_columns_over()
    {
        var log = LogFormats.Read(new MemoryStream("case,activity,resource,unit,time,start\nA,x,Ann,Office,2025-03-03T09:00:00Z,2025-03-03T08:00:00Z\nA,y,,,2025-03-03T11:00:00Z,\n"u8.ToArray()), new LogReading { Source = "log" });

        var work = WorkOfLogs.Of(log);

        Assert.Equal([0, RecordedWork.Nobody], work.Resource);
        Assert.Equal([0, RecordedWork.Nobody], work.Group);
        Assert.Equal(SomeWork.Hour, work.Ends[0] - work.Begins[0]);
        Assert.Equal(RecordedWork.NoTime, work.Begins[1]);
        Assert.Equal(2 * SomeWork.Hour, work.Ends[1] - work.Ends[0]);
    }
}
