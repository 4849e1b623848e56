using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Waiting;
using Trellis.Standards;
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

        static long Seconds(long ticks) => ticks / TimeSpan.TicksPerSecond;
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
