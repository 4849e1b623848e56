using System.Diagnostics.CodeAnalysis;
using Trellis.Structure.Quantities;

namespace Trellis.Structure.Calendars;

/// <summary>
/// When an office is open, and when a time limit ends.
/// All times are local civil time of the structure's zone, without a zone of their own (<see cref="DateTimeKind.Unspecified"/>);
/// whoever has an instant turns it first, and a time marked as universal or as the machine's is refused as a bug.
/// Limits by the clock are added to the local time; in a zone with summer time the caller adds those to the instant instead.
/// A working day is a day with open hours, however few.
/// Never changes after it was built, so threads may share it. Answers every day that <see cref="DateTime"/> has, the week repeating for ever.
/// </summary>
public sealed class WorkingCalendar
{
    private const long Minute = TimeSpan.TicksPerMinute;
    private const int LastDay = 3_652_058; // 9999-12-31, counted like DateOnly.DayNumber: 0 is Monday, 1 January of the year 1

    // The week, Monday first, and what lies before each of its days; the last entry is the whole week.
    private readonly DayHours[] week;
    private readonly int[] weekMinutes;
    private readonly int[] weekWorkingDays;
    private readonly int[] workingDaysOfWeek;

    // The span from the first to the last named day, [first, end). Before it only the week counts; after it
    // only the week counts too, moved by what the span had more or less than the week.
    private readonly int first;
    private readonly int end;
    private readonly DayHours[] named;
    private readonly int[] minutesOfSpan;
    private readonly int[] workingDaysBefore;
    private readonly int[] workingDaysOfSpan;
    private readonly long minutesAtFirst;
    private readonly long minutesAtEnd;
    private readonly long minutesMoved;
    private readonly int workingDaysAtFirst;
    private readonly int workingDaysAtEnd;
    private readonly int workingDaysMoved;

    private WorkingCalendar(DayHours[] week, SortedDictionary<int, DayHours> exceptions, DateOnly? knownTo)
    {
        KnownTo = knownTo;
        this.week = week;
        weekMinutes = new int[8];
        weekWorkingDays = new int[8];
        for (var day = 0; day < 7; day++)
        {
            weekMinutes[day + 1] = weekMinutes[day] + week[day].Minutes;
            weekWorkingDays[day + 1] = weekWorkingDays[day] + (week[day].IsOpen ? 1 : 0);
        }

        workingDaysOfWeek = [.. Enumerable.Range(0, 7).Where(day => week[day].IsOpen)];

        (first, end) = exceptions.Count == 0 ? (0, 0) : (exceptions.Keys.First(), exceptions.Keys.Last() + 1);
        named = new DayHours[end - first];
        minutesOfSpan = new int[named.Length + 1];
        workingDaysBefore = new int[named.Length + 1];
        var working = new List<int>();
        for (var at = 0; at < named.Length; at++)
        {
            named[at] = exceptions.TryGetValue(first + at, out var own) ? own : week[(first + at) % 7];
            minutesOfSpan[at + 1] = minutesOfSpan[at] + named[at].Minutes;
            if (named[at].IsOpen) working.Add(first + at);
            workingDaysBefore[at + 1] = working.Count;
        }

        workingDaysOfSpan = [.. working];
        minutesAtFirst = MinutesByWeek(first);
        minutesAtEnd = minutesAtFirst + minutesOfSpan[^1];
        minutesMoved = minutesAtEnd - MinutesByWeek(end);
        workingDaysAtFirst = WorkingDaysByWeek(first);
        workingDaysAtEnd = workingDaysAtFirst + working.Count;
        workingDaysMoved = workingDaysAtEnd - WorkingDaysByWeek(end);
    }

    /// <summary>The last day whose holidays have been announced; null when there are none to announce.</summary>
    public DateOnly? KnownTo { get; }

    /// <summary>Checks a plan and makes the calendar, or says everything that is wrong with it.</summary>
    public static bool TryBuild(CalendarPlan plan, [NotNullWhen(true)] out WorkingCalendar? calendar, out IReadOnlyList<CalendarFault> faults)
    {
        var wrong = new List<CalendarFault>();
        var hoursOfWeek = new DayHours[7];
        for (var day = 0; day < 7; day++)
            hoursOfWeek[day] = HoursOf(plan.Week.TryGetValue((DayOfWeek)((day + 1) % 7), out var hours) ? hours : [], CalendarPart.Week, day, wrong);
        if (!Array.Exists(hoursOfWeek, static day => day.IsOpen)) wrong.Add(new CalendarFault.NeverOpen());

        var exceptions = new SortedDictionary<int, DayHours>();
        var parts = new Dictionary<int, CalendarPart>();
        for (var number = 0; number < plan.Off.Count; number++)
        {
            var days = plan.Off[number];
            if (days.From > days.To) wrong.Add(new CalendarFault.EndsBeforeItBegins(number, days));
            else if (Reaches(days.From, CalendarPart.Off, number, wrong) && Reaches(days.To, CalendarPart.Off, number, wrong))
                for (var day = days.From; day <= days.To; day = day.AddDays(1)) Name(day, DayHours.Closed, CalendarPart.Off, number);
        }

        for (var number = 0; number < plan.MakeUp.Count; number++)
        {
            var day = plan.MakeUp[number];
            var worked = hoursOfWeek[((int)day.As + 6) % 7];
            if (!worked.IsOpen) wrong.Add(new CalendarFault.MakeUpOfClosedDay(number, day));
            if (Reaches(day.Day, CalendarPart.MakeUp, number, wrong)) Name(day.Day, worked, CalendarPart.MakeUp, number);
        }

        for (var number = 0; number < plan.Short.Count; number++)
        {
            var day = plan.Short[number];
            if (day.Open.Count == 0) wrong.Add(new CalendarFault.ShortWithoutHours(number, day.Day));
            var hours = HoursOf(day.Open, CalendarPart.Short, number, wrong);
            if (Reaches(day.Day, CalendarPart.Short, number, wrong)) Name(day.Day, hours, CalendarPart.Short, number);
        }

        faults = wrong;
        calendar = wrong.Count == 0 ? new WorkingCalendar(hoursOfWeek, exceptions, plan.KnownTo) : null;
        return calendar is not null;

        void Name(DateOnly day, DayHours hours, CalendarPart part, int number)
        {
            if (parts.TryGetValue(day.DayNumber, out var already))
            {
                if (part != CalendarPart.Off || already != CalendarPart.Off) wrong.Add(new CalendarFault.NamedTwice(part, number, day, already));
                return;
            }

            parts.Add(day.DayNumber, part);
            exceptions.Add(day.DayNumber, hours);
        }
    }

    /// <summary>The hours of a day in order, those that touch joined; empty on a day off.</summary>
    public IReadOnlyList<OpenHours> HoursOn(DateOnly day) => Hours(day.DayNumber).Open;

    public bool IsWorkingDay(DateOnly day) => Hours(day.DayNumber).IsOpen;

    /// <summary>The day itself when it is a working day, else the next one; null when there is none before the year 10000.</summary>
    public DateOnly? WorkingDayFrom(DateOnly day) => WorkingDayFrom(day.DayNumber) is { } found and <= LastDay ? DateOnly.FromDayNumber((int)found) : null;

    /// <summary>The working days after the first day, up to and with the second: the number of working days from an act to its end. Below 0 when the second day comes first.</summary>
    public int WorkingDays(DateOnly after, DateOnly through) => WorkingDaysBefore(through.DayNumber + 1) - WorkingDaysBefore(after.DayNumber + 1);

    /// <summary>Open at this moment. The moment of closing is not open.</summary>
    public bool IsOpen(DateTime local)
    {
        var ticks = Ticks(local);
        return Hours(DayOf(ticks)).IndexAt((int)(ticks % TimeSpan.TicksPerDay / Minute)) >= 0;
    }

    /// <summary>The open time between two moments; below zero when the second comes first.</summary>
    public TimeSpan OpenTime(DateTime from, DateTime to) => new(OpenBefore(Ticks(to)) - OpenBefore(Ticks(from)));

    /// <summary>The whole open minutes between two moments.</summary>
    public long OpenMinutes(DateTime from, DateTime to) => OpenTime(from, to).Ticks / Minute;

    /// <summary>
    /// When a limit ends that begins now.
    /// Minutes and hours run by the clock. Working hours are open time only and end at the first moment by which enough has passed,
    /// so at closing time rather than at the next opening. Working days do not count the day of the act and end at closing time of the last.
    /// Days, months and years do not count the first day and end at midnight of the last; when the last is a day off, at midnight of the next working day.
    /// A day that the last month does not have is its last day. Never earlier for a later start.
    /// </summary>
    public DueTime Due(DateTime localStart, TimeLimit limit)
    {
        if (limit.Amount < 1) throw new ArgumentOutOfRangeException(nameof(limit), limit, "A limit gives at least 1 of its unit.");
        var start = Ticks(localStart);
        var today = DayOf(start);
        switch (limit.Unit)
        {
            case TimeUnit.Minutes:
                return ByTheClock(start + limit.Amount * TimeSpan.TicksPerMinute);
            case TimeUnit.Hours:
                return ByTheClock(start + limit.Amount * TimeSpan.TicksPerHour);
            case TimeUnit.WorkingHours:
                return WhenOpenFor(OpenBefore(start) + limit.Amount * TimeSpan.TicksPerHour);
            case TimeUnit.WorkingDays:
                var last = WorkingDay(WorkingDaysBefore(today + 1) + limit.Amount - 1L);
                return last > LastDay ? DueTime.Never : Ends((int)last, Hours((int)last).ClosesAt);
            case TimeUnit.Days:
                return AtMidnightOf(today + (long)limit.Amount);
            case TimeUnit.Months:
                return AtMidnightOf(MonthsAfter(localStart, limit.Amount));
            case TimeUnit.Years:
                return AtMidnightOf(MonthsAfter(localStart, limit.Amount * 12));
            default:
                throw new ArgumentOutOfRangeException(nameof(limit), limit, "There is no such unit of time.");
        }
    }

    /// <summary>The first moment by which so much open time has passed since another.</summary>
    /// <param name="open">More than nothing.</param>
    public DueTime WhenOpenFor(DateTime from, TimeSpan open) => WhenOpenFor(OpenBefore(Ticks(from)) + open.Ticks);

    /// <summary>The filing minute of a year from which a limit takes longest by the clock. For a flow of several limits, or working time, see <see cref="FilingYear"/>.</summary>
    public WorstFiling WorstDue(TimeLimit limit, int year) => FilingYear.Of(year).Then(this, limit).Longest();

    /// <summary>The end of the open hours that hold this minute, in minutes since the year 1; null when it is closed.</summary>
    internal long? ClosesAfter(long minute)
    {
        var hours = Hours((int)(minute / OpenHours.MinutesOfDay));
        var within = (int)(minute % OpenHours.MinutesOfDay);
        var index = hours.IndexAt(within);
        return index < 0 ? null : minute - within + hours.Open[index].ToMinute;
    }

    /// <summary>The first open minute at or after this one, in minutes since the year 1; null when there is none before the year 10000.</summary>
    internal long? OpensFrom(long minute)
    {
        var target = OpenBefore(minute * Minute) / Minute + 1;
        return DayWithOpenMinute(target) is { } day and <= LastDay ? MomentOf((int)day, target * Minute) / Minute - 1 : null;
    }

    private static DueTime ByTheClock(long ticks) => ticks > DateTime.MaxValue.Ticks ? DueTime.Never : new DueTime(new DateTime(ticks), Certainty.Announced);

    /// <summary>The first moment before which the calendar was open for so many ticks, at least 1.</summary>
    private DueTime WhenOpenFor(long open)
    {
        // A moment lies in the day that holds the minute it is part of: so many ticks are reached in the same day as the whole minutes above them.
        var day = DayWithOpenMinute((open + Minute - 1) / Minute);
        if (day > LastDay) return DueTime.Never;
        return Ends((int)day, MomentOf((int)day, open) - day * TimeSpan.TicksPerDay);
    }

    private long MomentOf(int day, long open)
    {
        var left = open - MinutesBefore(day) * Minute;
        foreach (var hours in Hours(day).Open)
        {
            if (left <= hours.Minutes * Minute) return day * TimeSpan.TicksPerDay + hours.FromMinute * Minute + left;
            left -= hours.Minutes * Minute;
        }

        throw new InvalidOperationException("The day was chosen because it reaches so far.");
    }

    private DueTime AtMidnightOf(long day)
    {
        if (day > LastDay) return DueTime.Never;
        var last = WorkingDayFrom((int)day);
        return last > LastDay ? DueTime.Never : Ends((int)last, TimeSpan.TicksPerDay);
    }

    private DueTime Ends(int day, long ticksOfDay)
    {
        var ticks = day * TimeSpan.TicksPerDay + ticksOfDay;
        if (ticks > DateTime.MaxValue.Ticks) return DueTime.Never;
        return new DueTime(new DateTime(ticks), KnownTo is { } known && day > known.DayNumber ? Certainty.Provisional : Certainty.Announced);
    }

    private static long MonthsAfter(DateTime start, int months)
    {
        var day = DateOnly.FromDateTime(start);
        return (day.Year - 1) * 12 + day.Month - 1 + months >= 9999 * 12 ? LastDay + 1L : day.AddMonths(months).DayNumber;
    }

    private long OpenBefore(long ticks)
    {
        var day = DayOf(ticks);
        var open = MinutesBefore(day) * Minute;
        var within = ticks - day * TimeSpan.TicksPerDay;
        foreach (var hours in Hours(day).Open)
        {
            if (within <= hours.FromMinute * Minute) break;
            open += Math.Min(within, hours.ToMinute * Minute) - hours.FromMinute * Minute;
        }

        return open;
    }

    private DayHours Hours(int day) => day >= first && day < end ? named[day - first] : week[day % 7];

    private long MinutesByWeek(int day) => (long)(day / 7) * weekMinutes[7] + weekMinutes[day % 7];

    private int WorkingDaysByWeek(int day) => day / 7 * weekWorkingDays[7] + weekWorkingDays[day % 7];

    private long MinutesBefore(int day) =>
        day <= first ? MinutesByWeek(day) : day >= end ? MinutesByWeek(day) + minutesMoved : minutesAtFirst + minutesOfSpan[day - first];

    private int WorkingDaysBefore(int day) =>
        day <= first ? WorkingDaysByWeek(day) : day >= end ? WorkingDaysByWeek(day) + workingDaysMoved : workingDaysAtFirst + workingDaysBefore[day - first];

    /// <summary>The day of the working day with this number, counted from 0; may lie after the last day there is.</summary>
    private long WorkingDay(long number)
    {
        if (number >= workingDaysAtFirst && number < workingDaysAtEnd) return workingDaysOfSpan[number - workingDaysAtFirst];
        if (number >= workingDaysAtEnd) number -= workingDaysMoved;
        return number / workingDaysOfWeek.Length * 7 + workingDaysOfWeek[number % workingDaysOfWeek.Length];
    }

    private long WorkingDayFrom(int day) => Hours(day).IsOpen ? day : WorkingDay(WorkingDaysBefore(day));

    /// <summary>The day that holds the open minute with this number, counted from 1; may lie after the last day there is.</summary>
    private long DayWithOpenMinute(long number)
    {
        if (number > minutesAtFirst && number <= minutesAtEnd)
        {
            // The last day before which fewer minutes were open.
            var (low, high) = (0, named.Length - 1);
            while (low < high)
            {
                var middle = (low + high + 1) / 2;
                if (minutesAtFirst + minutesOfSpan[middle] < number) low = middle;
                else high = middle - 1;
            }

            return first + low;
        }

        if (number > minutesAtEnd) number -= minutesMoved;
        var weeks = (number - 1) / weekMinutes[7];
        var left = (number - 1) % weekMinutes[7];
        var day = 0;
        while (weekMinutes[day + 1] <= left) day++;
        return weeks * 7 + day;
    }

    private static int DayOf(long ticks) => (int)(ticks / TimeSpan.TicksPerDay);

    private static long Ticks(DateTime local)
    {
        if (local.Kind != DateTimeKind.Unspecified) throw new ArgumentException($"A calendar asks for local civil time, not for {local.Kind} time.", nameof(local));
        return local.Ticks;
    }

    private static bool Reaches(DateOnly day, CalendarPart part, int number, List<CalendarFault> wrong)
    {
        if (day >= CalendarPlan.Earliest && day <= CalendarPlan.Latest) return true;
        wrong.Add(new CalendarFault.OutOfReach(part, number, day));
        return false;
    }

    private static DayHours HoursOf(IReadOnlyList<OpenHours> written, CalendarPart part, int number, List<CalendarFault> wrong)
    {
        if (written.Count == 0) return DayHours.Closed;
        var joined = new List<OpenHours>();
        foreach (var hours in written.OrderBy(static hours => hours.FromMinute).ThenBy(static hours => hours.ToMinute))
        {
            if (joined.Count == 0 || hours.FromMinute > joined[^1].ToMinute)
            {
                joined.Add(hours);
                continue;
            }

            if (hours.FromMinute < joined[^1].ToMinute) wrong.Add(new CalendarFault.HoursOverlap(part, number, joined[^1], hours));
            joined[^1] = new OpenHours(joined[^1].FromMinute, Math.Max(joined[^1].ToMinute, hours.ToMinute));
        }

        return new DayHours([.. joined]);
    }

    /// <summary>The hours of one day, in order and apart from each other.</summary>
    private sealed class DayHours(OpenHours[] open)
    {
        public static readonly DayHours Closed = new([]);

        public readonly OpenHours[] Open = open;

        public readonly int Minutes = open.Sum(static hours => hours.Minutes);

        public bool IsOpen => Minutes > 0;

        /// <summary>In ticks of the day.</summary>
        public long ClosesAt => Open[^1].ToMinute * Minute;

        /// <summary>Which of the hours hold this minute; below 0 when none.</summary>
        public int IndexAt(int minute)
        {
            for (var at = 0; at < Open.Length; at++)
                if (minute >= Open[at].FromMinute && minute < Open[at].ToMinute) return at;
            return -1;
        }
    }
}
