namespace Trellis.Structure.Calendars;

/// <summary>Days off from one day to another, both included.</summary>
public readonly record struct OffDays(DateOnly From, DateOnly To);

/// <summary>A day worked as if it were another day of the week (调休上班).</summary>
public readonly record struct MakeUpDay(DateOnly Day, DayOfWeek As);

/// <summary>A day with hours of its own, such as the half day before a feast.</summary>
public sealed record ShortDay(DateOnly Day, IReadOnlyList<OpenHours> Open);

/// <summary>What somebody wrote down about a calendar, before it is checked. All of it is local civil time of the structure's zone.</summary>
public sealed record CalendarPlan
{
    /// <summary>Named days lie from here ...</summary>
    public static readonly DateOnly Earliest = new(1900, 1, 1);

    /// <summary>... to here, both included. The week itself holds before and after.</summary>
    public static readonly DateOnly Latest = new(2200, 12, 31);

    /// <summary>Open hours by day of the week. A day that is missing or has no hours is off.</summary>
    public required IReadOnlyDictionary<DayOfWeek, IReadOnlyList<OpenHours>> Week { get; init; }

    public IReadOnlyList<OffDays> Off { get; init; } = [];

    public IReadOnlyList<MakeUpDay> MakeUp { get; init; } = [];

    public IReadOnlyList<ShortDay> Short { get; init; } = [];

    /// <summary>The last day whose holidays have been announced; null when the calendar has none to announce. What counts on later days is provisional.</summary>
    public DateOnly? KnownTo { get; init; }
}

/// <summary>The lists of a calendar, for saying where a fault lies.</summary>
public enum CalendarPart
{
    /// <summary>Entries are the days of the week, Monday first.</summary>
    Week,
    Off,
    MakeUp,
    Short,
}

/// <summary>Why a plan makes no calendar, and at which of its entries.</summary>
public abstract record CalendarFault
{
    private CalendarFault(CalendarPart part, int number) => (Part, Number) = (part, number);

    public CalendarPart Part { get; }

    /// <summary>Counts the entries of the part from 0.</summary>
    public int Number { get; }

    public abstract Text Says { get; }

    /// <summary>No day of the week is ever open, so a limit would never end.</summary>
    public sealed record NeverOpen() : CalendarFault(CalendarPart.Week, 0)
    {
        public override Text Says => new("一周之内没有任何开放时段，期限将永远不会届满。请至少为一天写出时段", "No day of the week has open hours, so a limit would never end. Give at least one day its hours");
    }

    public sealed record HoursOverlap(CalendarPart Part, int Number, OpenHours One, OpenHours Other) : CalendarFault(Part, Number)
    {
        public override Text Says => new($"时段 {One} 与 {Other} 重叠。请合并为一个时段", $"{One} and {Other} overlap. Make one of them");
    }

    public sealed record EndsBeforeItBegins(int Number, OffDays Days) : CalendarFault(CalendarPart.Off, Number)
    {
        public override Text Says => new($"放假 {Days.From:yyyy-MM-dd} 至 {Days.To:yyyy-MM-dd} 结束早于开始", $"The days off from {Days.From:yyyy-MM-dd} to {Days.To:yyyy-MM-dd} end before they begin");
    }

    /// <summary>Off, make-up and short days exclude each other. Days off may overlap: they agree.</summary>
    public sealed record NamedTwice(CalendarPart Part, int Number, DateOnly Day, CalendarPart Already) : CalendarFault(Part, Number)
    {
        public override Text Says => new($"{Day:yyyy-MM-dd} 已列在 {Word(Already)} 中。一天只能有一种安排", $"{Day:yyyy-MM-dd} stands under {Word(Already)} already. A day is one thing only");
    }

    public sealed record MakeUpOfClosedDay(int Number, MakeUpDay Day) : CalendarFault(CalendarPart.MakeUp, Number)
    {
        public override Text Says => new(
            $"{Day.Day:yyyy-MM-dd} 按 {Name(Day.As)} 上班，但 {Name(Day.As)} 没有开放时段",
            $"{Day.Day:yyyy-MM-dd} is to be worked as {Name(Day.As)}, but {Name(Day.As)} has no open hours. Name a day of the week that is worked");
    }

    public sealed record ShortWithoutHours(int Number, DateOnly Day) : CalendarFault(CalendarPart.Short, Number)
    {
        public override Text Says => new($"{Day:yyyy-MM-dd} 没有开放时段。整天不开放请列在 off 中", $"{Day:yyyy-MM-dd} has no open hours. A day that is closed stands under off");
    }

    public sealed record OutOfReach(CalendarPart Part, int Number, DateOnly Day) : CalendarFault(Part, Number)
    {
        public override Text Says => new(
            $"{Day:yyyy-MM-dd} 超出日历范围 {CalendarPlan.Earliest:yyyy-MM-dd} 至 {CalendarPlan.Latest:yyyy-MM-dd}",
            $"{Day:yyyy-MM-dd} lies outside calendars, which name days from {CalendarPlan.Earliest:yyyy-MM-dd} to {CalendarPlan.Latest:yyyy-MM-dd}");
    }

    private static string Word(CalendarPart part) => part switch
    {
        CalendarPart.Week => "week",
        CalendarPart.Off => "off",
        CalendarPart.MakeUp => "make-up",
        CalendarPart.Short => "short",
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "There is no such part of a calendar."),
    };

    /// <summary>As the language writes days of the week.</summary>
    private static string Name(DayOfWeek day) => day.ToString().ToLowerInvariant();
}
