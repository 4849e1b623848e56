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
        for (var at = 0; at < log.EventCount; at++)
        {
            var resource = log.Resources[at];
            if (resource < 0) continue;
            var end = log.Times[at];
            var start = log.HasStarts && log.Starts[at] != EventLog.NoTime ? Math.Min(log.Starts[at], end) : end;
            // Work over days says nothing about the hours of the night in it.
            var through = end - start <= TimeSpan.TicksPerDay / 2;
            var own = seen[resource] ??= new Sightings();
            var (first, last) = (start / Slot, end / Slot);
            if (through)
                for (var slot = first; slot <= last; slot++) own.Add(slot);
            else
            {
                own.Add(first);
                own.Add(last);
            }
        }

        var all = new Sightings();
        foreach (var own in seen)
            if (own is not null) all.Add(own);
        IReadOnlyList<(long From, long To)> together = all.Hours() ?? Always;
        return new(Array.ConvertAll(seen, own => own is null ? Always : own.Hours() ?? together));
    }

    private const long Slot = TimeSpan.TicksPerDay / SlotsOfDay;
    private const int SlotsOfWeek = 7 * SlotsOfDay;

    /// <summary>In which quarters of an hour somebody was seen at work: of each week one bit for each of them.</summary>
    private sealed class Sightings
    {
        private const int Words = (SlotsOfWeek + 63) / 64;

        private readonly Dictionary<long, ulong[]> weeks = [];
        private (long Number, ulong[] Slots) last = (long.MinValue, []);

        public void Add(long slot)
        {
            var (week, place) = (slot / SlotsOfWeek, (int)(slot % SlotsOfWeek));
            Of(week)[place >> 6] |= 1UL << (place & 63);
        }

        public void Add(Sightings other)
        {
            foreach (var (week, slots) in other.weeks)
            {
                var own = Of(week);
                for (var word = 0; word < Words; word++) own[word] |= slots[word];
            }
        }

        /// <summary>The stretches of the week that are believed; null where none are.</summary>
        public List<(long From, long To)>? Hours()
        {
            if (weeks.Count == 0) return null;
            var passed = weeks.Keys.Max() - weeks.Keys.Min() + 1;
            if (passed < FewestWeeks) return null;
            foreach (var wide in (ReadOnlySpan<int>)[1, 4, 12])
            {
                var counts = new int[SlotsOfWeek / wide];
                foreach (var slots in weeks.Values)
                    for (var stretch = 0; stretch < counts.Length; stretch++)
                        if (HasAny(slots, stretch * wide, wide)) counts[stretch]++;
                var worked = Enumerable.Range(0, counts.Length).Where(stretch => counts[stretch] > 0 && counts[stretch] >= Seen * passed).ToList();
                if (worked.Count == 0 || worked.Average(stretch => counts[stretch]) < Believed * passed) continue;
                return Joined([.. worked.Select(stretch => (stretch * wide * Slot, (stretch + 1) * wide * Slot))]);
            }

            return null;
        }

        private static bool HasAny(ulong[] slots, int from, int count)
        {
            for (var slot = from; slot < from + count; slot++)
                if ((slots[slot >> 6] >> (slot & 63) & 1) != 0) return true;
            return false;
        }

        private ulong[] Of(long week)
        {
            if (week == last.Number) return last.Slots;
            if (!weeks.TryGetValue(week, out var slots)) weeks.Add(week, slots = new ulong[Words]);
            last = (week, slots);
            return slots;
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
