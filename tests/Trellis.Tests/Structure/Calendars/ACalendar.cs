using FsCheck;
using FsCheck.Fluent;
using Trellis.Structure.Calendars;
using Trellis.Structure.Quantities;

namespace Trellis.Tests.Structure.Calendars;

/// <summary>Calendars, moments and limits to try the rules on.</summary>
internal static class ACalendar
{
    /// <summary>An office with a lunch break and a short Friday, and the Spring Festival of 2026 with its two make-up days.</summary>
    public static CalendarPlan OfficePlan { get; } = new()
    {
        Week = Week(
            (DayOfWeek.Monday, "09:00-12:00 13:30-17:30"), (DayOfWeek.Tuesday, "09:00-12:00 13:30-17:30"), (DayOfWeek.Wednesday, "09:00-12:00 13:30-17:30"),
            (DayOfWeek.Thursday, "09:00-12:00 13:30-17:30"), (DayOfWeek.Friday, "09:00-12:00 13:30-17:00")),
        Off = [new OffDays(Day("2026-02-15"), Day("2026-02-23")), new OffDays(Day("2026-10-01"), Day("2026-10-07"))],
        MakeUp = [new MakeUpDay(Day("2026-02-14"), DayOfWeek.Monday), new MakeUpDay(Day("2026-02-28"), DayOfWeek.Monday)],
        Short = [new ShortDay(Day("2026-12-31"), Hours("09:00-12:00"))],
        KnownTo = Day("2026-12-31"),
    };

    public static WorkingCalendar Office { get; } = Of(OfficePlan);

    public static WorkingCalendar AllHours { get; } = Of(new CalendarPlan
    {
        Week = Enum.GetValues<DayOfWeek>().ToDictionary(static day => day, static _ => Hours("00:00-24:00")),
    });

    public static WorkingCalendar Of(CalendarPlan plan)
    {
        Assert(WorkingCalendar.TryBuild(plan, out var calendar, out var faults), string.Join("; ", faults.Select(static fault => fault.Says.En)));
        return calendar!;

        static void Assert(bool fine, string why) => Xunit.Assert.True(fine, why);
    }

    public static IReadOnlyDictionary<DayOfWeek, IReadOnlyList<OpenHours>> Week(params (DayOfWeek Day, string Hours)[] days) =>
        days.ToDictionary(static day => day.Day, static day => Hours(day.Hours));

    public static IReadOnlyList<OpenHours> Hours(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(One)];

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd");

    public static DateTime At(string text) => DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    public static TimeLimit Limit(string text)
    {
        Xunit.Assert.True(TimeLimit.TryParse(text, out var limit, out var why), why?.Says.En);
        return limit;
    }

    /// <summary>Any week with at least 25 open minutes, and days off, made up and short around the start of some year from 1900 to 2199.</summary>
    public static Gen<(CalendarPlan Plan, DateOnly Around)> Plans =>
        from worked in Gen.Choose(1, 127)
        from hours in Gen.ArrayOf(DayPattern, 7)
        from year in Gen.Frequency((1, Gen.Elements(1900, 2000, 2024, 2100, 2199)), (3, Gen.Choose(1900, 2199)))
        from dayOfYear in Gen.Elements(0, 58, 180, 360)
        from off in Gen.ListOf(Days)
        from makeUp in Gen.ListOf(Gen.Choose(0, 50))
        from shorter in Gen.ListOf(Gen.Choose(0, 50))
        from shortHours in DayPattern
        from known in Gen.Choose(-20, 60)
        select (PlanOf(worked, hours, new DateOnly(year, 1, 1).AddDays(dayOfYear), off, makeUp, shorter, shortHours, known), new DateOnly(year, 1, 1).AddDays(dayOfYear));

    public static Gen<TimeLimit> Limits =>
        from unit in Gen.Elements(Enum.GetValues<TimeUnit>())
        from amount in Gen.Frequency((3, Gen.Choose(1, 5)), (1, Gen.Choose(6, 40)))
        select new TimeLimit(amount, unit);

    private static Gen<(int From, int Length)> Days => from start in Gen.Choose(0, 50) from length in Gen.Choose(0, 9) select (start, length);

    /// <summary>One to three stretches of a day; some begin or end at midnight, some touch, some last five minutes.</summary>
    private static Gen<IReadOnlyList<OpenHours>> DayPattern =>
        from cuts in Gen.Elements<int[]>([540, 720, 810, 1050], [0, 1440], [0, 5], [1415, 1440], [540, 720], [480, 600, 600, 660, 840, 1080], [0, 300, 1300, 1440])
        select (IReadOnlyList<OpenHours>)[.. cuts.Chunk(2).Select(static pair => new OpenHours(pair[0], pair[1]))];

    private static CalendarPlan PlanOf(int worked, IReadOnlyList<OpenHours>[] hours, DateOnly around, IEnumerable<(int From, int Length)> off, IEnumerable<int> makeUp, IEnumerable<int> shorter, IReadOnlyList<OpenHours> shortHours, int known)
    {
        var week = Enum.GetValues<DayOfWeek>().Where(day => (worked >> (int)day & 1) == 1).ToDictionary(static day => day, day => hours[(int)day]);
        // A make-up or short day inside days off would be two claims to one day: the days off then give way.
        var made = makeUp.Distinct().ToList();
        var shortened = shorter.Distinct().Except(made).ToList();
        var closed = off.SelectMany(static days => Enumerable.Range(days.From, days.Length + 1)).Except(made).Except(shortened).ToList();
        return new CalendarPlan
        {
            Week = week,
            Off = [.. closed.Select(day => new OffDays(around.AddDays(day), around.AddDays(day)))],
            MakeUp = [.. made.Select((day, at) => new MakeUpDay(around.AddDays(day), week.Keys.ElementAt(at % week.Count)))],
            Short = [.. shortened.Select(day => new ShortDay(around.AddDays(day), shortHours))],
            KnownTo = known < 0 ? null : around.AddDays(known),
        };
    }

    private static OpenHours One(string text)
    {
        Xunit.Assert.True(OpenHours.TryParse(text, out var hours, out var why), why?.Says.En);
        return hours;
    }
}
