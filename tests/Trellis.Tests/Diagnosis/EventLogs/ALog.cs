using System.Globalization;
using System.Text;
using Trellis.Bench.Generators;
using Trellis.Diagnosis.EventLogs;
using Trellis.Standards.Csv;

namespace Trellis.Tests.Diagnosis.EventLogs;

/// <summary>Small logs for tests, written as rows and read as any log is.</summary>
internal static class ALog
{
    public static readonly DateTime Monday = new(2024, 3, 4, 9, 0, 0);

    /// <summary>Random rows with all that is awkward: ties, missing holders, out-of-order rows, repeated activities.</summary>
    public static List<PlainEvent> Random(ulong seed)
    {
        var numbers = new SeededNumbers(seed);
        var cases = 1 + numbers.Below(12);
        var activities = 1 + numbers.Below(6);
        var people = 1 + numbers.Below(4);
        var rows = new List<PlainEvent>();
        for (var count = numbers.Below(80); count >= 0; count--)
        {
            rows.Add(new PlainEvent(
                $"c{numbers.Below(cases)}",
                $"act {numbers.Below(activities)}",
                numbers.Chance(0.2) ? null : $"p{numbers.Below(people)}",
                numbers.Chance(0.2) ? null : $"g{numbers.Below(3)}",
                Monday.Ticks + (numbers.Below(40) * TimeSpan.TicksPerMinute)));
        }

        return rows;
    }

    public static string Csv(IEnumerable<PlainEvent> rows)
    {
        var text = new StringBuilder("case,activity,resource,group,time\n");
        foreach (var row in rows)
            text.Append(CultureInfo.InvariantCulture, $"{row.Case},{row.Activity},{row.Resource},{row.Group},{new DateTime(row.Time):yyyy-MM-dd'T'HH:mm:ss}\n");
        return text.ToString();
    }

    public static EventLog Read(string csv, int threads = 1, int blockSize = 1024 * 1024, LogReading? reading = null)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(csv));
        return CsvLogs.Read(content, (reading ?? new LogReading { Source = "log.csv" }) with { Threads = threads }, blockSize);
    }

    public static EventLog Of(params IEnumerable<PlainEvent> rows) => Read(Csv(rows));

    public static PlainEvent Row(string name, string activity, int minute, string? resource = null, string? group = null) =>
        new(name, activity, resource, group, Monday.Ticks + (minute * TimeSpan.TicksPerMinute));
}
