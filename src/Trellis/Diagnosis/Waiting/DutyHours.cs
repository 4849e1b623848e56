using Trellis.Diagnosis.EventLogs;

namespace Trellis.Diagnosis.Waiting;

/// <summary>The hours of the week in which somebody is on duty, on the clock that the log writes. Somebody of whom no hours are known is always taken to be there.</summary>
public sealed class DutyHours
{
    /// <summary>How fine hours are told at best where they are read off a log: by the quarter of an hour.</summary>
    private const int SlotsOfDay = 96;

    /// <summary>In which share of the weeks somebody must have been seen in a stretch to be on duty in it.</summary>
    private const double Seen = 0.1;

    /// <summary>In which share of the weeks, on the average, those that count must have been worked in: where somebody is seen seldom, gaps are chance and no hours.</summary>
    private const double Believed = 0.5;

    private const int FewestWeeks = 3;

    private static readonly IReadOnlyList<(long From, long To)> Always = [(0, 7 * TimeSpan.TicksPerDay)];
    private readonly IReadOnlyList<(long From, long To)>[] weeks;

    private DutyHours(IReadOnlyList<(long From, long To)>[] weeks) => this.weeks = weeks;

    /// <summary>Stretches of the week in ticks from Monday, ascending, apart from each other.</summary>
    public IReadOnlyList<(long From, long To)> Of(int resource) => weeks[resource];

    /// <param name="hours">By name, stretches in ticks from the beginning of Monday.</param>
    public static DutyHours Given(EventLog log, IReadOnlyDictionary<string, IReadOnlyList<(long From, long To)>> hours) =>
        new(Array.ConvertAll(log.ResourceNames, name => hours.TryGetValue(name, out var own) ? Joined(own) : Always));

    /// <summary>
    /// Read off the log, as finely as it lets: in quarters of an hour, in hours, or in stretches of three. One of these counts where somebody began, ended or was at work in it in at least a tenth of the
    /// weeks from the first to the last that they were seen; and they are believed where those that count were on the average worked in every other week. Of whoever is seen too seldom even for the
    /// widest, the hours of all together are taken; and where these cannot be told either, they are always there.
    /// </summary>
    public static DutyHours Read(EventLog log)
    {
        var seen = new Sightings[log.ResourceNames.Length];
        var all = new Sightings();
        for (var at = 0; at < log.EventCount; at++)
        {
            var resource = log.Resources[at];
            if (resource < 0) continue;
            var end = log.Times[at];
            var start = log.HasStarts && log.Starts[at] != EventLog.NoTime ? Math.Min(log.Starts[at], end) : end;
            // Work over days says nothing about the hours of the night in it.
            var through = end - start <= TimeSpan.TicksPerDay / 2;
            seen[resource] ??= new Sightings();
            for (var slot = start / Slot; slot <= end / Slot; slot++)
            {
                if (!through && slot != start / Slot && slot != end / Slot) continue;
                seen[resource].Add(slot);
                all.Add(slot);
            }
        }

        IReadOnlyList<(long From, long To)> together = all.Hours() ?? Always;
        return new(Array.ConvertAll(seen, own => own is null ? Always : own.Hours() ?? together));
    }

    private const long Slot = TimeSpan.TicksPerDay / SlotsOfDay;
    private const int SlotsOfWeek = 7 * SlotsOfDay;

    /// <summary>In which quarters of an hour somebody was seen at work.</summary>
    private sealed class Sightings
    {
        private readonly HashSet<long> slots = [];

        public void Add(long slot) => slots.Add(slot);

        /// <summary>The stretches of the week that are believed; null where none are.</summary>
        public List<(long From, long To)>? Hours()
        {
            var weeks = (slots.Max() / SlotsOfWeek) - (slots.Min() / SlotsOfWeek) + 1;
            if (weeks < FewestWeeks) return null;
            foreach (var wide in (ReadOnlySpan<int>)[1, 4, 12])
            {
                var counts = new SortedDictionary<long, int>();
                foreach (var (stretch, _) in slots.Select(slot => (Stretch: slot % SlotsOfWeek / wide, Week: slot / SlotsOfWeek)).Distinct())
                    counts[stretch] = counts.GetValueOrDefault(stretch) + 1;
                var worked = counts.Where(stretch => stretch.Value >= Seen * weeks).ToList();
                if (worked.Count == 0 || worked.Average(static stretch => stretch.Value) < Believed * weeks) continue;
                return Joined([.. worked.Select(stretch => (stretch.Key * wide * Slot, (stretch.Key + 1) * wide * Slot))]);
            }

            return null;
        }
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
