namespace Trellis.Diagnosis.EventLogs;

/// <summary>
/// On which days times bear which offset from universal time. One offset, or two an hour apart that never meet on one day but at the change, are one place: its wall clock counts. Anything else mixes places, and only universal time
/// compares them.
/// </summary>
internal sealed class OffsetsOfDays
{
    private const int FirstDay = 657_437; // 1801-01-01
    private const int Days = 110_000; // 300 years

    private readonly SortedDictionary<short, HashSet<int>> _days = [];
    private (short Offset, long Day) _last = (Stamp.NoZone, -1);

    public LogClock Clock
    {
        get
        {
            if (_days.Count < 2) return LogClock.Written;
            if (_days.Count > 2 || _days.Keys.Last() - _days.Keys.First() != 60) return LogClock.Universal;
            var (one, other) = (_days.Values.First(), _days.Values.Last());
            var both = one.Count(other.Contains);
            // The clocks change twice a year; allow that many days on which both offsets stand.
            return both <= 2 + ((one.Count + other.Count - both) / 100) ? LogClock.Written : LogClock.Universal;
        }
    }

    /// <param name="offset">In minutes.</param>
    /// <param name="wall">What the clock on the wall showed, in ticks.</param>
    public void Add(short offset, long wall)
    {
        var day = wall / TimeSpan.TicksPerDay;
        if (_last == (offset, day)) return;
        _last = (offset, day);
        if (!_days.TryGetValue(offset, out var own)) _days.Add(offset, own = []);
        if (day is >= FirstDay and < FirstDay + Days) own.Add((int)day);
    }
}
