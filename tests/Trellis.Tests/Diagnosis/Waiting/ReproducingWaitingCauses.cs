using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Waiting;
using Trellis.Simulation;
using Trellis.Standards;
using Trellis.Standards.Csv;
using Trellis.Tests.Standards;
using Xunit;

namespace Trellis.Tests.Diagnosis.Waiting;

/// <summary>The six hand-worked logs of the method's authors, exact to the second.</summary>
public sealed class ReproducingWaitingCauses
{
    [Theory]
    [InlineData("handoff-test", 10)]
    [InlineData("manual_log_1", 2)]
    [InlineData("manual_log_2", 2)]
    [InlineData("manual_log_3", 2)]
    [InlineData("manual_log_4", 2)]
    [InlineData("manual_log_5", 2)]
    public void Every_wait_is_split_as_worked_out_by_hand(string name, int batch)
    {
        using var content = LogFiles.Text(LogFiles.SharedText($"wta/{name}.csv"));
        var log = LogFormats.Read(content, new LogReading { Source = name, Threads = 2 });
        var hours = name == "handoff-test" ? DutyHours.Read(log) : DutyHours.Given(log, Given);

        var found = WaitingCauses.Find(log, hours, batch, threads: 2);

        var expected = LogFiles.SharedText($"wta/{name}_expected.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Row).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(expected, found.Select(Said).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_causes_add_up_to_the_wait_and_none_is_negative_whatever_happened_and_whatever_the_threads()
    {
        var chance = new Chance(new Seed(11));
        for (var round = 0; round < 60; round++)
        {
            var csv = new System.Text.StringBuilder("case,activity,resource,start,time\n");
            for (var at = 0; at < 80; at++)
            {
                var start = new DateTime(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc).AddMinutes(chance.Below(60 * 24 * 12));
                var who = chance.Below(6) == 0 ? "" : $"r{chance.Below(4)}";
                csv.Append(System.Globalization.CultureInfo.InvariantCulture, $"{chance.Below(12)},a{chance.Below(4)},{who},{(chance.Below(8) == 0 ? "" : start.ToString("O"))},{start.AddMinutes(chance.Below(300)):O}\n");
            }

            using var content = LogFiles.Text(csv.ToString());
            var log = LogFormats.Read(content, new LogReading { Source = "any" });
            var hours = DutyHours.Read(log);

            var found = WaitingCauses.Find(log, hours, leastBatch: 2, threads: 1);

            Assert.Equal(found, WaitingCauses.Find(log, hours, leastBatch: 2, threads: 3));
            Assert.All(found, static own =>
            {
                Assert.All((Int128[])[own.Split.Total, own.Split.Batching, own.Split.Contention, own.Split.Prioritisation, own.Split.Unavailability, own.Split.Extraneous], static part => Assert.True(part >= 0));
                Assert.Equal(own.Split.Total, own.Split.Batching + own.Split.Contention + own.Split.Prioritisation + own.Split.Unavailability + own.Split.Extraneous);
            });
        }
    }

    [Fact]
    public void Somebody_who_is_seen_seldom_is_not_taken_to_be_away_whenever_they_were_not_seen()
    {
        // One person acts at random between nine and five on working days, a few times a week; nothing happens at night.
        var chance = new Chance(new Seed(23));
        var csv = new System.Text.StringBuilder("case,activity,resource,time\n");
        for (var number = 0; number < 200; number++)
        {
            var day = new DateTime(2026, 1, 5, 0, 0, 0, DateTimeKind.Utc).AddDays((7 * chance.Below(20)) + chance.Below(5));
            csv.Append(System.Globalization.CultureInfo.InvariantCulture, $"{number},a,x,{day.AddMinutes((9 * 60) + chance.Below(8 * 60)):O}\n");
        }

        using var content = LogFiles.Text(csv.ToString());
        var log = LogFormats.Read(content, new LogReading { Source = "seldom" });
        var off = new List<(long From, long To)>();

        DutyHours.Read(log).OffDuty(0, new DateTime(2026, 3, 2, 0, 0, 0).Ticks, new DateTime(2026, 3, 9, 0, 0, 0).Ticks, off);

        var away = off.Sum(static stretch => stretch.To - stretch.From) / (double)TimeSpan.TicksPerHour;
        // Of the 168 hours of a week 128 are nights and days of rest; read in stretches of three hours, a little less.
        Assert.InRange(away, 110, 130);
    }

    [Fact]
    public void Without_beginnings_of_work_or_without_names_nothing_is_said()
    {
        Assert.Empty(Found("case,activity,resource,time\n1,a,x,2026-03-02T09:00Z\n1,b,x,2026-03-02T10:00Z\n"));
        Assert.Empty(Found("case,activity,start,time\n1,a,2026-03-02T09:00Z,2026-03-02T09:00Z\n1,b,2026-03-02T09:30Z,2026-03-02T10:00Z\n"));

        static IReadOnlyList<WaitingTransition> Found(string csv)
        {
            using var content = LogFiles.Text(csv);
            var log = LogFormats.Read(content, new LogReading { Source = "bare" });
            return WaitingCauses.Find(log, log.HasResources ? DutyHours.Read(log) : DutyHours.Given(log, new Dictionary<string, IReadOnlyList<(long From, long To)>>(StringComparer.Ordinal)), 2, 1);
        }
    }

    [Theory]
    [InlineData("name,day,from\nAnya,mon,09:00\n", "no column \"to\"")]
    [InlineData("name,day,from,to\nAnya,funday,09:00,10:00\n", "\"funday\" is no day of the week")]
    [InlineData("name,day,from,to\nAnya,fri-mon,09:00,10:00\n", "\"fri-mon\" is no day of the week")]
    [InlineData("name,day,from,to\nAnya,mon,nine,10:00\n", "\"nine\" is no time of day")]
    [InlineData("name,day,from,to\nAnya,mon,10:00,09:00\n", "ends no later than it begins")]
    [InlineData("name,day,from,to\n,mon,09:00,10:00\n", "There is no name")]
    public void A_calendar_that_cannot_be_read_is_refused_with_its_line(string csv, string says)
    {
        using var content = LogFiles.Text(csv);

        var refused = Assert.Throws<UnusableInput>(() => DutyHourTables.Read(content, "hours.csv"));

        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        Assert.StartsWith("hours.csv, line ", refused.Place, StringComparison.Ordinal);
    }

    [Fact]
    public void A_calendar_names_spans_of_days_and_the_end_of_the_day()
    {
        using var content = LogFiles.Text("name,day,from,to\nAnya,mon-tue,22:00,24:00\nAnya,tue,9:30,10:00\n");

        var hours = DutyHourTables.Read(content, "hours.csv");

        const long Hour = TimeSpan.TicksPerHour;
        Assert.Equal([(22 * Hour, 24 * Hour), (46 * Hour, 48 * Hour), (67 * Hour / 2, 34 * Hour)], hours["Anya"]);
    }

    /// <summary>Monday to Friday from ten to eight, Marcus with half an hour at noon.</summary>
    private static Dictionary<string, IReadOnlyList<(long From, long To)>> Given
    {
        get
        {
            return new(StringComparer.Ordinal)
            {
                ["Anya"] = Week((10, 20)),
                ["Cole"] = Week((10, 20)),
                ["Dom"] = Week((10, 20)),
                ["Carmine"] = Week((10, 20)),
                ["Marcus"] = Week((10, 12), (12.5, 20)),
            };

            static (long, long)[] Week(params (double From, double To)[] hours) => [.. Enumerable.Range(0, 5).SelectMany(day => hours.Select(hour =>
                ((day * TimeSpan.TicksPerDay) + (long)(hour.From * TimeSpan.TicksPerHour), (day * TimeSpan.TicksPerDay) + (long)(hour.To * TimeSpan.TicksPerHour))))];
        }
    }

    private static string Said(WaitingTransition transition)
    {
        var split = transition.Split;
        return $"{transition.From} {transition.FromHolder} > {transition.To} {transition.ToHolder}: {split.Count} times, {Seconds(split.Total)} = {Seconds(split.Batching)} batching + {Seconds(split.Prioritisation)} prioritisation "
            + $"+ {Seconds(split.Contention)} contention + {Seconds(split.Unavailability)} unavailability + {Seconds(split.Extraneous)} extraneous";

        static Int128 Seconds(Int128 ticks) => ticks / TimeSpan.TicksPerSecond;
    }

    private static string Row(string line)
    {
        // The list of cases in the sixth column is quoted.
        var parts = line.TrimEnd('\r').Split('"') is { Length: 3 } quoted ? [.. quoted[0].TrimEnd(',').Split(','), "cases", .. quoted[2].TrimStart(',').Split(',')] : line.TrimEnd('\r').Split(',');
        return $"{parts[0]} {parts[1]} > {parts[2]} {parts[3]}: {(int)double.Parse(parts[4], System.Globalization.CultureInfo.InvariantCulture)} times, {Span(parts[6])} = {Span(parts[7])} batching + {Span(parts[8])} prioritisation "
            + $"+ {Span(parts[9])} contention + {Span(parts[10])} unavailability + {Span(parts[11])} extraneous";

        static long Span(string text)
        {
            var parts = text.Split(" days", StringSplitOptions.TrimEntries);
            return (long)(TimeSpan.FromDays(int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture)) + (parts[1].Length == 0 ? TimeSpan.Zero : TimeSpan.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture))).TotalSeconds;
        }
    }
}
