using Trellis.Structure;
using Trellis.Structure.Calendars;
using Trellis.Structure.Quantities;

namespace Trellis.Process.Clocks;

/// <summary>Counts time limits between instants: turns them into the local time of the structure's zone, counts on a calendar there, and turns back.</summary>
/// <param name="Structure">Whose calendars.</param>
/// <param name="Zone">Its zone, found by whoever may ask the machine.</param>
public sealed record Timetable(GovernanceStructure Structure, TimeZoneInfo Zone)
{
    private const string Office = "office";

    /// <summary>Whether local time is UTC and an offset, at all times: so in most zones as they are handed in here.</summary>
    private readonly bool _isOneOffset = Zone.GetAdjustmentRules().Length == 0;

    public TimeZoneInfo Zone
    {
        get;
        init => (field, _isOneOffset) = (value, value.GetAdjustmentRules().Length == 0);
    } = Zone;

    /// <summary>The end of a limit beyond the year 9999, in whole milliseconds as the record keeps them.</summary>
    public static DateTimeOffset Never { get; } = new(9999, 12, 31, 23, 59, 59, 999, TimeSpan.Zero);

    /// <summary>The day of an instant where the work is done.</summary>
    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant));

    /// <summary>When a limit ends, counted on a calendar of the day it begins; by the clock where there is no such calendar.</summary>
    public DateTimeOffset Due(DateTimeOffset from, TimeLimit limit, string? calendar = null)
    {
        // Hours by the clock are added to the instant, so that a night with summer time gives and takes nothing.
        if (limit.RunsByTheClock) return from + (limit.Unit == TimeUnit.Minutes ? TimeSpan.FromMinutes(limit.Amount) : TimeSpan.FromHours(limit.Amount));
        return Instant(Calendar(calendar, from).Due(Local(from), limit).At);
    }

    /// <summary>The last day of a limit that counts from a moment: the day in which its end lies, or ends.</summary>
    public DateOnly LastDay(TimeLimit limit, DateTimeOffset from) => DayOf(Due(from, limit).AddTicks(-1));

    /// <summary>As above, counted from the noon of a day.</summary>
    public DateOnly LastDay(TimeLimit limit, DateOnly from)
    {
        var noon = from.ToDateTime(new TimeOnly(12, 0));
        return LastDay(limit, new DateTimeOffset(noon, Zone.GetUtcOffset(noon)));
    }

    /// <summary>When a limit ends that stood still in some intervals: later by as much of its own measure as they held.</summary>
    public DateTimeOffset Due(DateTimeOffset from, TimeLimit limit, IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> stops, string? calendar = null)
    {
        var due = Due(from, limit, calendar);
        if (stops.Count == 0) return due;
        foreach (var (began, ended) in stops.OrderBy(static stop => stop.From))
        {
            // What stands still after its end is late already.
            if (began >= due || ended <= from) continue;
            due = Later(due, began < from ? from : began, ended, limit, calendar);
        }

        return due;
    }

    /// <summary>The share of a limit that is over at an instant, from 0; more than 1 after its end. Limits in working time count open time only.</summary>
    public DateTimeOffset At(DateTimeOffset from, DateTimeOffset due, decimal share, bool inWorkingTime, string? calendar = null)
    {
        if (share >= 1 || due <= from) return due;
        if (inWorkingTime)
        {
            var hours = Calendar(calendar, from);
            var open = hours.OpenTime(Local(from), Local(due));
            if (open > TimeSpan.Zero) return WhenOpen(hours, from, due, new TimeSpan((long)(open.Ticks * share)));
        }

        return from + new TimeSpan((long)((due - from).Ticks * share));
    }

    /// <summary>The open time between two instants.</summary>
    public TimeSpan OpenTime(DateTimeOffset from, DateTimeOffset to, string? calendar = null) => Calendar(calendar, from).OpenTime(Local(from), Local(to));

    /// <summary>The first moment by which it was open for so long.</summary>
    public DateTimeOffset WhenOpenFor(DateTimeOffset from, TimeSpan open, string? calendar = null)
    {
        // Whole hours are counted by the calendar; the rest is found between its answers.
        var hours = Calendar(calendar, from);
        var end = hours.Due(Local(from), new TimeLimit((int)Math.Ceiling(open.TotalHours), TimeUnit.WorkingHours)).At;
        return WhenOpen(hours, from, Instant(end), open);
    }

    /// <summary>A moment moved by an interval that does not count, in the measure of its limit: open hours for working hours, whole days for days.</summary>
    public DateTimeOffset Later(DateTimeOffset due, DateTimeOffset began, DateTimeOffset ended, TimeLimit limit, string? calendar)
    {
        var hours = Calendar(calendar, due);
        switch (limit.Unit)
        {
            case TimeUnit.WorkingDays:
                var days = hours.WorkingDays(DayOf(began), DayOf(ended));
                return days < 1 ? due : Instant(hours.Due(Local(due).AddTicks(-1), new TimeLimit(days, TimeUnit.WorkingDays)).At);
            case TimeUnit.WorkingHours:
                var open = hours.OpenTime(Local(began), Local(ended));
                return open <= TimeSpan.Zero ? due : WhenOpenFor(due, open, calendar);
            case TimeUnit.Days or TimeUnit.Months or TimeUnit.Years:
                var whole = DayOf(ended).DayNumber - DayOf(began).DayNumber;
                return whole < 1 ? due : Instant(hours.Due(Local(due).AddTicks(-1), new TimeLimit(whole, TimeUnit.Days)).At);
            default:
                return due + (ended - began);
        }
    }

    /// <summary>The first moment by which so much open time has passed. In a zone of one offset the calendar says it; else it is found by halving, because the answer only grows.</summary>
    private DateTimeOffset WhenOpen(WorkingCalendar hours, DateTimeOffset from, DateTimeOffset to, TimeSpan open) =>
        _isOneOffset && open > TimeSpan.Zero ? Instant(hours.WhenOpenFor(Local(from), open).At) : WhenOpenByHalving(hours, from, to, open);

    internal DateTimeOffset WhenOpenByHalving(WorkingCalendar hours, DateTimeOffset from, DateTimeOffset to, TimeSpan open)
    {
        var (low, high) = (from.UtcTicks, to.UtcTicks);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (hours.OpenTime(Local(from), Local(new DateTimeOffset(middle, TimeSpan.Zero))) >= open) high = middle;
            else low = middle + 1;
        }

        return new DateTimeOffset(low, TimeSpan.Zero);
    }

    /// <summary>The calendar by name in the spell of the day; the office's where there is none of that name.</summary>
    public WorkingCalendar Calendar(string? name, DateTimeOffset on)
    {
        var day = DayOf(on);
        return (name is null ? null : Structure.Calendars.On(name, day)?.Working) ?? Structure.Calendars.On(Office, day)?.Working ?? AlwaysOpen;
    }

    /// <summary>The calendar of a post; null where the office's holds.</summary>
    public static string? CalendarOf(StructureOnDay view, PostAt? post) =>
        post is { } known && view.Unit(known.Unit.Text) is { } unit ? view.PostAt(known.Post, unit)?.Calendar?.Id : null;

    private static WorkingCalendar AlwaysOpen { get; } = MakeAlwaysOpen();

    private static WorkingCalendar MakeAlwaysOpen()
    {
        _ = OpenHours.TryParse("00:00-24:00", out var day, out _);
        var week = Enum.GetValues<DayOfWeek>().ToDictionary(static weekday => weekday, _ => (IReadOnlyList<OpenHours>)[day]);
        return WorkingCalendar.TryBuild(new CalendarPlan { Week = week }, out var calendar, out _) ? calendar : throw new InvalidOperationException("A week of whole days makes a calendar.");
    }

    private DateTime Local(DateTimeOffset instant) =>
        _isOneOffset && instant.UtcTicks < Never.UtcTicks - TimeSpan.TicksPerDay && instant.UtcTicks > TimeSpan.TicksPerDay
            ? new DateTime(instant.UtcTicks + Zone.BaseUtcOffset.Ticks, DateTimeKind.Unspecified)
            : DateTime.SpecifyKind(TimeZoneInfo.ConvertTime(instant, Zone).DateTime, DateTimeKind.Unspecified);

    private DateTimeOffset Instant(DateTime local)
    {
        if (local >= DateTime.MaxValue.AddDays(-2)) return Never;
        if (_isOneOffset) return new DateTimeOffset(local.Ticks - Zone.BaseUtcOffset.Ticks, TimeSpan.Zero);
        // An hour that summer time leaves out ends when the next one begins.
        while (Zone.IsInvalidTime(local)) local = local.AddMinutes(1);
        return new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
