using Trellis.Structure.Calendars;
using Trellis.Structure.Files;
using Trellis.Structure.Vocabulary;

namespace Trellis.Structure;

/// <summary>A working calendar as written: open hours by weekday, days off, days worked in exchange, short days.</summary>
public sealed class Calendar : Entry
{
    private readonly Lazy<(CalendarPlan Plan, Mark[][] Marks, WorkingCalendar? Working, IReadOnlyList<CalendarFault> Faults)> _built;

    public Calendar(string id, Mark at, Node node)
        : base(Kind.Calendar, id, at, node)
    {
        KnownTo = node.Day("known-to"u8);
        _built = new(Build);
    }

    /// <summary>Later days come from the week and are provisional.</summary>
    public DateOnly? KnownTo { get; }

    /// <summary>The calendar to count with; null where what is written makes none.</summary>
    public WorkingCalendar? Working => _built.Value.Working;

    /// <summary>Why it makes none, each with its place. Values that could not even be read were told when the file was.</summary>
    public IEnumerable<(CalendarFault Fault, Mark At)> Faults
    {
        get
        {
            foreach (var fault in _built.Value.Faults)
            {
                var marks = _built.Value.Marks[(int)fault.Part];
                if (fault is CalendarFault.NeverOpen && !IsReadable(Node["week"u8])) continue;
                yield return (fault, fault is not CalendarFault.NeverOpen && fault.Number < marks.Length && marks[fault.Number] is { IsNone: false } mark ? mark : Node["week"u8] is { Exists: true } week ? week.Mark : At);
            }
        }
    }

    private static bool IsReadable(Node week)
    {
        if (!week.IsMap) return false;
        foreach (var (_, hours) in week.Pairs)
            if (HoursOf(hours).Count < Math.Max(1, hours.Count)) return false;
        return true;
    }

    private (CalendarPlan, Mark[][], WorkingCalendar?, IReadOnlyList<CalendarFault>) Build()
    {
        var week = new Dictionary<DayOfWeek, IReadOnlyList<OpenHours>>();
        var weekMarks = new Mark[7];
        Array.Fill(weekMarks, Mark.None);
        foreach (var (day, hours) in Node["week"u8].Pairs)
        {
            var number = Array.IndexOf(Words.Weekdays, day.Text);
            if (number < 0 || !week.TryAdd((DayOfWeek)((number + 1) % 7), HoursOf(hours))) continue;
            weekMarks[number] = hours.Mark;
        }

        var off = new List<(OffDays, Mark)>();
        foreach (var one in Node["off"u8].Elements)
            if (one.Day("from"u8) is { } from && one.Day("to"u8) is { } to) off.Add((new OffDays(from, to), one.Mark));
        var makeUp = new List<(MakeUpDay, Mark)>();
        foreach (var one in Node["make-up"u8].Elements)
            if (one.Day("day"u8) is { } day && Array.IndexOf(Words.Weekdays, one["as"u8].TextOrEmpty()) is var number and >= 0) makeUp.Add((new MakeUpDay(day, (DayOfWeek)((number + 1) % 7)), one.Mark));
        var shorter = new List<(ShortDay, Mark)>();
        foreach (var one in Node["short"u8].Elements)
            if (one.Day("day"u8) is { } day) shorter.Add((new ShortDay(day, HoursOf(one["open"u8])), one.Mark));
        var plan = new CalendarPlan
        {
            Week = week,
            Off = [.. off.Select(static one => one.Item1)],
            MakeUp = [.. makeUp.Select(static one => one.Item1)],
            Short = [.. shorter.Select(static one => one.Item1)],
            KnownTo = KnownTo,
        };
        _ = WorkingCalendar.TryBuild(plan, out var working, out var faults);
        return (plan, [weekMarks, [.. off.Select(static one => one.Item2)], [.. makeUp.Select(static one => one.Item2)], [.. shorter.Select(static one => one.Item2)]], working, faults);
    }

    private static List<OpenHours> HoursOf(Node list)
    {
        var hours = new List<OpenHours>();
        foreach (var value in list.Values())
            if (OpenHours.TryParse(value.Text, out var read, out _)) hours.Add(read);
        return hours;
    }
}
