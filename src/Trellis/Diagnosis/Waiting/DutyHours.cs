using Trellis.Diagnosis.EventLogs;

namespace Trellis.Diagnosis.Waiting;

/// <summary>The hours of the week in which somebody is on duty, on the clock that the log writes. Somebody of whom no hours are known is always taken to be there.</summary>
public sealed class DutyHours
{
    /// <summary>How fine hours are told where they are read off a log.</summary>
    private const int SlotsOfDay = 96;

    /// <summary>In which share of the weeks somebody must have been seen in a quarter of an hour to be on duty in it.</summary>
    private const double Seen = 0.1;

    private static readonly IReadOnlyList<(long From, long To)> Always = [(0, 7 * TimeSpan.TicksPerDay)];
    private readonly IReadOnlyList<(long From, long To)>[] weeks;

    private DutyHours(IReadOnlyList<(long From, long To)>[] weeks) => this.weeks = weeks;

    /// <summary>Stretches of the week in ticks from Monday, ascending, apart from each other.</summary>
    public IReadOnlyList<(long From, long To)> Of(int resource) => weeks[resource];

    /// <param name="hours">By name, stretches in ticks from the beginning of Monday.</param>
    public static DutyHours Given(EventLog log, IReadOnlyDictionary<string, IReadOnlyList<(long From, long To)>> hours) =>
        new(Array.ConvertAll(log.ResourceNames, name => hours.TryGetValue(name, out var own) ? Joined(own) : Always));

    /// <summary>
    /// Read off the log: a quarter of an hour of the week counts where somebody began, ended or was at work in it in at least a tenth of the weeks from the first to the last that they were seen.
    /// Somebody seen in fewer than two weeks is taken to work on every weekday at the hours at which they were seen on any.
    /// </summary>
    public static DutyHours Read(EventLog log)
    {
        var seen = new Dictionary<long, HashSet<int>>[log.ResourceNames.Length];
        var firstWeek = new long[seen.Length];
        var lastWeek = new long[seen.Length];
        Array.Fill(firstWeek, long.MaxValue);
        const long Slot = TimeSpan.TicksPerDay / SlotsOfDay;
        const long Week = 7 * TimeSpan.TicksPerDay;
        for (var at = 0; at < log.EventCount; at++)
        {
            var resource = log.Resources[at];
            if (resource < 0) continue;
            var end = log.Times[at];
            var start = log.HasStarts && log.Starts[at] != EventLog.NoTime ? Math.Min(log.Starts[at], end) : end;
            // Work over days says nothing about the hours of the night in it.
            var through = end - start <= TimeSpan.TicksPerDay / 2;
            seen[resource] ??= [];
            for (var slot = start / Slot; slot <= end / Slot; slot++)
            {
                if (!through && slot != start / Slot && slot != end / Slot) continue;
                var week = slot * Slot / Week;
                firstWeek[resource] = Math.Min(firstWeek[resource], week);
                lastWeek[resource] = Math.Max(lastWeek[resource], week);
                var of = slot % (7 * SlotsOfDay);
                if (!seen[resource].TryGetValue(of, out var weeks)) seen[resource].Add(of, weeks = []);
                weeks.Add((int)week);
            }
        }

        var hours = new IReadOnlyList<(long From, long To)>[seen.Length];
        for (var resource = 0; resource < seen.Length; resource++)
        {
            if (seen[resource] is not { } own)
            {
                hours[resource] = Always;
                continue;
            }

            var over = lastWeek[resource] - firstWeek[resource] + 1;
            var slots = own.Where(slot => slot.Value.Count >= Seen * over).Select(static slot => slot.Key);
            if (over < 2) slots = own.Keys.Select(static slot => slot % SlotsOfDay).Distinct().SelectMany(static slot => Enumerable.Range(0, 5).Select(day => slot + ((long)day * SlotsOfDay)));
            hours[resource] = Joined([.. slots.Select(static slot => (slot * Slot, (slot + 1) * Slot))]);
        }

        return new DutyHours(hours);
    }

    /// <summary>When somebody is off duty between two instants, in order.</summary>
    public void OffDuty(int resource, long from, long to, List<(long From, long To)> onto)
    {
        var hours = weeks[resource];
        const long Week = 7 * TimeSpan.TicksPerDay;
        var at = from;
        // Day 0 of the calendar, 1 January of year 1, was a Monday.
        for (var monday = from / Week * Week; at < to; monday += Week)
        {
            foreach (var (begin, end) in hours)
            {
                if (monday + end <= at) continue;
                if (monday + begin >= to) break;
                if (monday + begin > at) onto.Add((at, monday + begin));
                at = Math.Min(to, monday + end);
            }

            if (at >= to) return;
            // The rest of the week.
            var next = Math.Min(to, monday + Week);
            if (next <= at) continue;
            onto.Add((at, next));
            at = next;
        }
    }

    private static List<(long From, long To)> Joined(IReadOnlyList<(long From, long To)> stretches)
    {
        var joined = new List<(long From, long To)>();
        foreach (var (from, to) in stretches.Order())
        {
            if (to <= from) continue;
            if (joined.Count > 0 && joined[^1].To >= from) joined[^1] = (joined[^1].From, Math.Max(joined[^1].To, to));
            else joined.Add((from, to));
        }

        return joined;
    }
}
