using Trellis.Structure.Calendars;
using Xunit;

namespace Trellis.Tests.Structure.Calendars;

public sealed class BuildingCalendars
{
    private static readonly CalendarPlan Plan = new() { Week = ACalendar.Week((DayOfWeek.Monday, "09:00-12:00 13:30-17:30"), (DayOfWeek.Friday, "09:00-12:00")) };

    [Fact]
    public void A_calendar_without_open_time_is_refused() =>
        Refused(new CalendarPlan { Week = ACalendar.Week((DayOfWeek.Monday, "")) }, new CalendarFault.NeverOpen());

    [Fact]
    public void Open_time_on_named_days_alone_is_none_because_limits_would_never_end() =>
        Refused(
            new CalendarPlan { Week = ACalendar.Week(), Short = [new ShortDay(ACalendar.Day("2026-01-05"), ACalendar.Hours("09:00-12:00"))] },
            new CalendarFault.NeverOpen());

    [Fact]
    public void Hours_that_overlap_are_refused() =>
        Refused(
            Plan with { Week = ACalendar.Week((DayOfWeek.Sunday, "13:00-17:00 09:00-13:01")) },
            new CalendarFault.HoursOverlap(CalendarPart.Week, 6, new OpenHours(540, 781), new OpenHours(780, 1020)));

    [Fact]
    public void Hours_that_touch_are_one() =>
        Assert.Equal(
            ACalendar.Hours("09:00-17:00"),
            ACalendar.Of(Plan with { Week = ACalendar.Week((DayOfWeek.Monday, "12:00-17:00 09:00-12:00")) }).HoursOn(ACalendar.Day("2026-01-05")));

    [Fact]
    public void Days_off_that_end_before_they_begin_are_refused()
    {
        var days = new OffDays(ACalendar.Day("2026-02-23"), ACalendar.Day("2026-02-15"));

        Refused(Plan with { Off = [days] }, new CalendarFault.EndsBeforeItBegins(0, days));
    }

    [Fact]
    public void Days_off_may_overlap_because_they_agree() =>
        Assert.False(ACalendar.Of(Plan with
        {
            Off = [new OffDays(ACalendar.Day("2026-01-05"), ACalendar.Day("2026-01-09")), new OffDays(ACalendar.Day("2026-01-09"), ACalendar.Day("2026-01-12"))],
        }).IsWorkingDay(ACalendar.Day("2026-01-09")));

    [Fact]
    public void A_day_that_is_off_and_made_up_or_short_is_refused()
    {
        var day = ACalendar.Day("2026-01-05");
        var off = new OffDays(day, day);

        Refused(Plan with { Off = [off], MakeUp = [new MakeUpDay(day, DayOfWeek.Friday)] }, new CalendarFault.NamedTwice(CalendarPart.MakeUp, 0, day, CalendarPart.Off));
        Refused(Plan with { Off = [off], Short = [new ShortDay(day, ACalendar.Hours("09:00-10:00"))] }, new CalendarFault.NamedTwice(CalendarPart.Short, 0, day, CalendarPart.Off));
        Refused(
            Plan with { MakeUp = [new MakeUpDay(day, DayOfWeek.Friday), new MakeUpDay(day, DayOfWeek.Friday)] },
            new CalendarFault.NamedTwice(CalendarPart.MakeUp, 1, day, CalendarPart.MakeUp));
    }

    [Fact]
    public void A_day_made_up_as_a_closed_day_is_refused()
    {
        var day = new MakeUpDay(ACalendar.Day("2026-01-04"), DayOfWeek.Sunday);

        Refused(Plan with { MakeUp = [day] }, new CalendarFault.MakeUpOfClosedDay(0, day));
    }

    [Fact]
    public void A_short_day_without_hours_is_refused() =>
        Refused(Plan with { Short = [new ShortDay(ACalendar.Day("2026-01-05"), [])] }, new CalendarFault.ShortWithoutHours(0, ACalendar.Day("2026-01-05")));

    [Fact]
    public void A_day_named_outside_1900_to_2200_is_refused() =>
        Refused(
            Plan with { Off = [new OffDays(ACalendar.Day("1899-12-31"), ACalendar.Day("9999-12-31"))] },
            new CalendarFault.OutOfReach(CalendarPart.Off, 0, ACalendar.Day("1899-12-31")));

    [Fact]
    public void All_faults_are_said_at_once_in_both_languages()
    {
        var day = ACalendar.Day("2026-01-04");
        var plan = Plan with { Off = [new OffDays(day, day.AddDays(-1))], MakeUp = [new MakeUpDay(day, DayOfWeek.Sunday)], Short = [new ShortDay(day, [])] };

        Assert.False(WorkingCalendar.TryBuild(plan, out _, out var faults));
        Assert.Equal(4, faults.Count);
        Assert.All(faults, static fault => Assert.True(fault.Says is { Zh.Length: > 8, En.Length: > 20 }));
    }

    [Fact]
    public void Days_off_of_three_centuries_leave_a_calendar_that_opens_after_them()
    {
        var calendar = ACalendar.Of(Plan with { Off = [new OffDays(CalendarPlan.Earliest, CalendarPlan.Latest)] });

        Assert.Equal(ACalendar.Day("2201-01-02"), calendar.WorkingDayFrom(ACalendar.Day("1900-01-01")));
        Assert.Equal(ACalendar.At("2201-01-02 10:00"), calendar.Due(ACalendar.At("2026-01-01 00:00"), ACalendar.Limit("1 working hour")).At);
    }

    [Theory]
    [InlineData("09:00-12:00")]
    [InlineData("00:00-24:00")]
    [InlineData("23:59-24:00")]
    public void Hours_are_written_as_they_are_read(string text) => Assert.Equal(text, ACalendar.Hours(text)[0].ToString());

    [Theory]
    [InlineData("9:00-12:00")]
    [InlineData("09:00–12:00")]
    [InlineData("09:00 - 12:00")]
    [InlineData("09:60-12:00")]
    [InlineData("09:00-24:01")]
    [InlineData("25:00-26:00")]
    [InlineData("0９:00-12:00")]
    [InlineData("")]
    public void Hours_written_otherwise_are_refused(string text)
    {
        Assert.False(OpenHours.TryParse(text, out _, out var why));
        Assert.IsType<UnreadableHours.Malformed>(why);
    }

    [Theory]
    [InlineData("22:00-06:00")]
    [InlineData("09:00-09:00")]
    public void Hours_over_midnight_are_refused_with_the_remedy(string text)
    {
        Assert.False(OpenHours.TryParse(text, out _, out var why));
        Assert.IsType<UnreadableHours.EndBeforeTheyBegin>(why);
    }

    private static void Refused(CalendarPlan plan, CalendarFault fault)
    {
        Assert.False(WorkingCalendar.TryBuild(plan, out var calendar, out var faults));
        Assert.Null(calendar);
        Assert.Equal([fault], faults);
    }
}
