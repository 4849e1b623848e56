using Trellis.Structure;

namespace Trellis.Simulation.Runs;

/// <summary>When an office is open, as intervals of instants in milliseconds since 1970, from the first day of a run to some time behind its last.</summary>
internal sealed class WorkHours
{
    /// <summary>What is not done by then is not done in this run.</summary>
    public const long Never = long.MaxValue / 4;

    private readonly long[] _from;
    private readonly long[] _to;
    private readonly int[] _day;
    private int _found;

    private WorkHours(List<(long From, long To, int Day)> open)
    {
        _from = [.. open.Select(static one => one.From)];
        _to = [.. open.Select(static one => one.To)];
        _day = [.. open.Select(static one => one.Day)];
        Days = [.. _day.Distinct()];
        WorkingDay = Days.Length == 0 ? 0 : open.Sum(static one => (double)(one.To - one.From)) / Days.Length;
    }

    /// <summary>The days on which it is open at all, counted from the first.</summary>
    public int[] Days { get; }

    /// <summary>How long a working day is, in the mean.</summary>
    public double WorkingDay { get; }

    /// <param name="calendar">Its name; null for the office's.</param>
    /// <param name="first">The first day.</param>
    /// <param name="days">How many are laid out.</param>
    public static WorkHours Of(GovernanceStructure structure, string? calendar, DateOnly first, int days, TimeZoneInfo zone)
    {
        var open = new List<(long, long, int)>();
        for (var at = 0; at < days; at++)
        {
            var day = first.AddDays(at);
            var working = (calendar is null ? null : structure.Calendars.On(calendar, day)?.Working) ?? structure.Calendars.On("office", day)?.Working;
            if (working is null)
            {
                open.Add((Instant(day, 0, zone), Instant(day, 24 * 60, zone), at));
                continue;
            }

            foreach (var hours in working.HoursOn(day)) open.Add((Instant(day, hours.FromMinute, zone), Instant(day, hours.ToMinute, zone), at));
        }

        // Days that touch at midnight are one interval to those who work through the night; each keeps its day, on which somebody may be away.
        return new WorkHours(open);
    }

    /// <summary>The instant of a minute of a day, in the zone of the structure.</summary>
    public static long Instant(DateOnly day, int minute, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue).AddMinutes(minute);
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(1);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUnixTimeMilliseconds();
    }

    public bool IsOpen(long at, Absence away) => Find(at) is >= 0 and var index && _from[index] <= at && at < _to[index] && !away.Includes(_day[index]);

    /// <summary>The first moment from which somebody is there.</summary>
    public long OpenFrom(long at, Absence away)
    {
        for (var index = Math.Max(0, Find(at)); index < _from.Length; index++)
            if (_to[index] > at && !away.Includes(_day[index])) return Math.Max(at, _from[index]);
        return Never;
    }

    /// <summary>When so much work is done that is begun at a moment.</summary>
    public long After(long at, long work, Absence away)
    {
        for (var index = Math.Max(0, Find(at)); index < _from.Length; index++)
        {
            if (_to[index] <= at || away.Includes(_day[index])) continue;
            var begin = Math.Max(at, _from[index]);
            if (_to[index] - begin >= work) return begin + work;
            work -= _to[index] - begin;
        }

        return Never;
    }

    /// <summary>How long it was open between two moments to somebody.</summary>
    public long Between(long from, long to, Absence away)
    {
        var sum = 0L;
        for (var index = Math.Max(0, Find(from)); index < _from.Length && _from[index] < to; index++)
            if (!away.Includes(_day[index])) sum += Math.Max(0, Math.Min(to, _to[index]) - Math.Max(from, _from[index]));
        return sum;
    }

    /// <summary>The last interval that begins by then; -1 before the first. Of one run, which asks again and again about the same hours.</summary>
    private int Find(long at)
    {
        var last = _found;
        if (last >= 0 && last < _from.Length && _from[last] <= at && (last + 1 == _from.Length || at < _from[last + 1])) return last;
        var found = Array.BinarySearch(_from, at);
        return _found = found >= 0 ? found : ~found - 1;
    }
}

/// <summary>The days of a run, counted from its first, on which somebody is away.</summary>
internal sealed class Absence
{
    private readonly bool[] _days;

    private Absence(bool[] days) => _days = days;

    public static Absence None { get; } = new([]);

    /// <summary>Blocks of one to five working days, somewhere in the time; a part of a day that is left over is a whole one by its share.</summary>
    /// <param name="perYear">Working days a year.</param>
    /// <param name="working">The working days, counted from the first.</param>
    public static Absence Draw(double perYear, int days, int[] working, Chance chance)
    {
        const int Longest = 5;
        if (perYear <= 0 || working.Length == 0) return None;
        var away = new bool[days];
        var share = Math.Min(working.Length, perYear * days / 365);
        var left = (int)share + (chance.Happens(share - (int)share) ? 1 : 0);
        while (left > 0)
        {
            var block = Math.Min(left, 1 + (int)chance.Below(Longest));
            left -= block;
            // Days that are taken already are passed over, so that all that is due is taken.
            for (var at = (int)chance.Below(working.Length); block > 0; at = (at + 1) % working.Length)
            {
                if (away[working[at]]) continue;
                away[working[at]] = true;
                block--;
            }
        }

        return new Absence(away);
    }

    public bool Includes(int day) => day < _days.Length && _days[day];
}
