using Trellis.Diagnosis;
using Trellis.Diagnosis.EventLogs;
using Xunit;

namespace Trellis.Tests.Diagnosis.EventLogs;

public sealed class SettlingTheClock
{
    [Fact]
    public void Summer_time_in_one_place_is_read_by_the_clock_on_the_wall()
    {
        // Clocks went forward in the night to 31 March 2024.
        var log = ALog.Read("case,activity,time\na,x,2024-03-29T09:00:00+01:00\na,x,2024-04-01T09:00:00+02:00\n");

        Assert.Equal(LogClock.Written, log.Clock);
        Assert.Equal(3 * 86_400.0, DiagnosingLogs.Diagnose(log, 1).Throughput!.MaxSeconds);
    }

    [Fact]
    public void Zones_that_do_not_belong_to_one_place_are_compared_in_universal_time()
    {
        var log = ALog.Read("case,activity,time\na,second,2024-03-29T09:00:00+00:00\na,first,2024-03-29T09:00:00+08:00\n");

        Assert.Equal(LogClock.Universal, log.Clock);
        Assert.Equal(["first", "second"], log.Activities.Select(activity => log.ActivityNames[activity]));
        Assert.Equal(8 * 3_600.0, DiagnosingLogs.Diagnose(log, 1).Throughput!.MaxSeconds);
        Assert.Contains(DiagnosingLogs.Diagnose(log, 1).Quality, static note => note.Code == "mixed-zones");
    }

    [Fact]
    public void Two_offsets_an_hour_apart_that_meet_on_most_days_are_two_places()
    {
        var rows = string.Concat(Enumerable.Range(1, 28).Select(static day => $"a,x,2024-02-{day:D2}T09:00:00+08:00\na,y,2024-02-{day:D2}T09:00:00+09:00\n"));

        Assert.Equal(LogClock.Universal, ALog.Read("case,activity,time\n" + rows).Clock);
    }

    [Fact]
    public void Times_without_a_zone_are_universal_unless_a_zone_is_named()
    {
        const string csv = "case,activity,time\na,x,2024-07-01 09:00\n";

        Assert.Equal(new DateTimeOffset(2024, 7, 1, 9, 0, 0, TimeSpan.Zero), ALog.Read(csv).Instant(0));
        var shanghai = new LogReading { Source = "log.csv", Zone = TimeZoneInfo.CreateCustomTimeZone("+08:00", TimeSpan.FromHours(8), "+08:00", "+08:00") };
        var log = ALog.Read(csv, reading: shanghai);
        Assert.Equal(new DateTimeOffset(2024, 7, 1, 1, 0, 0, TimeSpan.Zero), log.Instant(0));
        Assert.Equal(new DateTime(2024, 7, 1, 9, 0, 0).Ticks, log.Written(0));
    }

    [Fact]
    public void Times_with_and_without_a_zone_are_refused_with_both_places_until_a_zone_is_named()
    {
        const string csv = "case,activity,time\na,x,2024-07-01T09:00:00+08:00\na,y,2024-07-01T10:00:00\n";

        var refusal = Assert.Throws<UnusableInput>(() => ALog.Read(csv));
        Assert.Contains("line 2 has one, line 3 has none", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--zone", refusal.Remedy, StringComparison.Ordinal);

        var zone = TimeZoneInfo.CreateCustomTimeZone("+08:00", TimeSpan.FromHours(8), "+08:00", "+08:00");
        Assert.Equal(3_600.0, DiagnosingLogs.Diagnose(ALog.Read(csv, reading: new LogReading { Source = "log.csv", Zone = zone }), 1).Throughput!.MaxSeconds);
    }
}
