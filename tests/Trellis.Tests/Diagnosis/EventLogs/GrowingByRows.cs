using Trellis.Bench.Generators;
using Trellis.Diagnosis;
using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Findings;
using Trellis.Diagnosis.Reports;
using Xunit;

namespace Trellis.Tests.Diagnosis.EventLogs;

/// <summary>A log that is read off while it grows is the log of all its rows, column by column, wherever it was read off before.</summary>
public sealed class GrowingByRows
{
    private const int Hours = 60;

    [Fact]
    public void Read_off_on_the_way_it_comes_to_what_all_rows_give_at_once()
    {
        for (ulong seed = 1; seed <= 300; seed++)
        {
            var numbers = new SeededNumbers(seed);
            var rows = Rows(numbers);
            var atOnce = Grown(rows, static _ => false, out var block);
            var grown = Grown(rows, _ => numbers.Chance(0.15), out _);

            Assert.Equal(Columns(Whole(block, rows)), Columns(atOnce));
            Assert.Equal(Columns(atOnce), Columns(grown));
            Assert.Equal(Json(atOnce), Json(grown));
        }
    }

    [Fact]
    public void What_was_read_off_before_does_not_change_when_more_is_added()
    {
        for (ulong seed = 1; seed <= 50; seed++)
        {
            var rows = Rows(new SeededNumbers(seed));
            var log = new GrowingLog("log", "rows");
            foreach (var row in rows.Take(rows.Count / 2)) Add(log, row);
            var before = log.Read();
            var columns = Columns(before);
            foreach (var row in rows.Skip(rows.Count / 2)) Add(log, row);
            _ = log.Read();

            Assert.Equal(columns, Columns(before));
        }
    }

    [Fact]
    public void Times_of_several_places_cannot_be_gone_on_with_and_those_of_one_with_summer_time_can()
    {
        var (one, several) = (new GrowingLog("log", "rows"), new GrowingLog("log", "rows"));
        for (var day = 0; day < 20; day++)
        {
            Add(one, new Row(day, 0, 0, -1, Of(day * 24 * 60, (short)(day < 10 ? Hours : 2 * Hours)), Stamp.None));
            foreach (var offset in (short[])[0, Hours, 8 * Hours]) Add(several, new Row(day, 0, 0, -1, Of(day * 24 * 60, offset), Stamp.None));
        }

        Assert.True(one.CanGrow);
        Assert.False(several.CanGrow);
        Assert.Equal(LogClock.Universal, several.Read().Clock);
        Add(several, new Row(0, 0, 0, -1, Of(0, 0), Stamp.None));
        Assert.Throws<InvalidOperationException>(several.Read);
    }

    private static EventLog Grown(List<Row> rows, Func<int, bool> isReadOff, out RowNames names)
    {
        var log = new GrowingLog("log", "rows");
        names = log.Names;
        for (var at = 0; at < rows.Count; at++)
        {
            Add(log, rows[at]);
            if (isReadOff(at)) _ = log.Read();
        }

        return log.Read();
    }

    private static void Add(GrowingLog log, Row row)
    {
        var (number, isNew) = log.Case($"c{row.Case}");
        if (isNew && row.Case % 5 > 0) log.SetType(number, log.Names.Types.Number($"t{row.Case % 5}"));
        // Moved with every row, as a promise is.
        log.SetDeadline(number, DeadlineOf(row));
        log.Add(number, log.Names.Activities.Number($"a{row.Activity}"), row.Group < 0 ? EventLog.Missing : log.Names.Groups.Number($"g{row.Group}"), row.Outcome < 0 ? EventLog.Missing : log.Names.Outcomes.Number($"o{row.Outcome}"), row.Time, Stamp.None, row.Limit);
    }

    private static Stamp DeadlineOf(Row row) => row.Case % 3 == 0 ? Stamp.None : Of((row.Case * 7) + row.Activity, Hours);

    /// <summary>The slow twin: all rows put together at once, each with what holds of its case in the end.</summary>
    private static EventLog Whole(RowNames names, List<Row> rows)
    {
        var (block, last) = (new RowBlock(names, 16), rows.GroupBy(static row => row.Case).ToDictionary(static own => own.Key, static own => DeadlineOf(own.Last())));
        foreach (var row in rows)
        {
            block.Add(
                names.Cases.Number($"c{row.Case}"), names.Activities.Number($"a{row.Activity}"), EventLog.Missing, row.Group < 0 ? EventLog.Missing : names.Groups.Number($"g{row.Group}"), EventLog.Missing,
                row.Case % 5 > 0 ? names.Types.Number($"t{row.Case % 5}") : EventLog.Missing, row.Outcome < 0 ? EventLog.Missing : names.Outcomes.Number($"o{row.Outcome}"), row.Time, Stamp.None, last[row.Case], row.Limit, line: 0);
        }

        return LogAssembly.Assemble([block], new LogReading { Source = "log", MissingValues = [] }, "rows", new ReadingNotes());
    }

    /// <summary>In the order of a record, in which some acts were entered late.</summary>
    private static List<Row> Rows(SeededNumbers numbers)
    {
        var (rows, cases, now) = (new List<Row>(), 1 + numbers.Below(30), 0);
        for (var count = numbers.Below(200); count >= 0; count--)
        {
            now += numbers.Below(300);
            var happened = numbers.Chance(0.2) ? now - numbers.Below(2_000) : now;
            rows.Add(new Row(numbers.Below(cases), numbers.Below(6), numbers.Chance(0.2) ? -1 : numbers.Below(4), numbers.Chance(0.8) ? -1 : numbers.Below(2), Of(happened, Hours), numbers.Chance(0.5) ? Stamp.None : Of(happened + numbers.Below(500), Hours)));
        }

        return rows;
    }

    private static Stamp Of(int minute, short offset) => new(ALog.Monday.Ticks + (minute * TimeSpan.TicksPerMinute), offset, DateOnly: false);

    private static string Columns(EventLog log) => string.Join('\n', ((IEnumerable<string>)
    [
        string.Join(' ', Enumerable.Range(0, log.CaseCount).Select(number => log.CaseNames[number])), string.Join(' ', log.ActivityNames), string.Join(' ', log.GroupNames), string.Join(' ', log.TypeNames), string.Join(' ', log.OutcomeNames),
        string.Join(' ', log.CaseStarts), string.Join(' ', log.Activities), string.Join(' ', log.Groups), string.Join(' ', log.Times), string.Join(' ', log.Offsets), string.Join(' ', log.Starts), string.Join(' ', log.Deadlines), string.Join(' ', log.Types),
        string.Join(' ', log.StepDeadlines), string.Join(' ', log.Outcomes), $"{log.Resources.Length} {log.Levels.Length} {log.Clock} {log.Notes.OutOfOrderEvents} {log.Notes.CasesWithChangedDeadline} {log.Notes.ZonelessTimes}",
    ]));

    private static string Json(EventLog log)
    {
        using var to = new MemoryStream();
        FindingsJson.Write(FindingFaults.In(log, figures: null, new FindingSettings { FewestMatters = 5 }), "log", 0, [], to);
        return System.Text.Encoding.UTF8.GetString(to.ToArray());
    }

    /// <param name="Group">-1 for nobody's; likewise the outcome.</param>
    private sealed record Row(int Case, int Activity, int Group, int Outcome, Stamp Time, Stamp Limit);
}
