using Trellis.Structure;
using Trellis.Structure.Calendars;
using Trellis.Structure.Files;

namespace Trellis.Pilots.Plans;

/// <summary>Builds a calendar from its entry. What cannot be read is a finding of its own; here it is left out.</summary>
internal static class WorkingCalendars
{
    /// <returns>Null where the entry makes no calendar.</returns>
    public static WorkingCalendar? Of(Calendar written)
    {
        var node = written.Node;
        var week = new Dictionary<DayOfWeek, IReadOnlyList<OpenHours>>();
        foreach (var (day, hours) in node["week"u8].Pairs)
            if (Day(day.Text) is { } weekday) week[weekday] = Hours(hours);
        var off = new List<OffDays>();
        foreach (var one in node["off"u8].Elements)
        {
            if (one.Day("day"u8) is { } day) off.Add(new OffDays(day, day));
            else if (one.Day("from"u8) is { } from && one.Day("to"u8) is { } to) off.Add(new OffDays(from, to));
        }

        var makeUp = new List<MakeUpDay>();
        foreach (var one in node["make-up"u8].Elements)
            if (one.Day("day"u8) is { } day && Day(one["as"u8].TextOrEmpty()) is { } weekday) makeUp.Add(new MakeUpDay(day, weekday));
        var shorter = new List<ShortDay>();
        foreach (var one in node["short"u8].Elements)
            if (one.Day("day"u8) is { } day) shorter.Add(new ShortDay(day, Hours(one["open"u8])));
        return WorkingCalendar.TryBuild(new CalendarPlan { Week = week, Off = off, MakeUp = makeUp, Short = shorter, KnownTo = written.KnownTo }, out var calendar, out _) ? calendar : null;
    }

    private static List<OpenHours> Hours(Node list)
    {
        var hours = new List<OpenHours>();
        foreach (var one in list.Elements)
            if (one.IsScalar && OpenHours.TryParse(one.Text, out var open, out _)) hours.Add(open);
        return hours;
    }

    private static DayOfWeek? Day(string word) => Enum.TryParse<DayOfWeek>(word, ignoreCase: true, out var day) && !char.IsAsciiDigit(word[0]) ? day : null;
}
