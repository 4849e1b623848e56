using FsCheck;
using FsCheck.Fluent;
using Trellis.Structure.Calendars;
using Trellis.Structure.Quantities;
using Xunit;

namespace Trellis.Tests.Structure.Calendars;

public sealed class EndingLimits
{
    [Theory]
    [InlineData("2026-03-02 10:00", "30 minutes", "2026-03-02 10:30")]
    [InlineData("2026-03-06 23:50", "2 hours", "2026-03-07 01:50")]
    public void Minutes_and_hours_run_by_the_clock_through_nights_and_days_off(string start, string limit, string end) => Ends(start, limit, end);

    [Theory]
    [InlineData("2026-03-02 10:00", "1 working hour", "2026-03-02 11:00")]
    [InlineData("2026-03-02 11:00", "1 working hour", "2026-03-02 12:00")]
    [InlineData("2026-03-02 11:30", "1 working hour", "2026-03-02 14:00")]
    [InlineData("2026-03-02 12:30", "1 working hour", "2026-03-02 14:30")]
    [InlineData("2026-03-06 16:30", "2 working hours", "2026-03-09 10:30")]
    [InlineData("2026-03-06 03:00", "7 working hours", "2026-03-09 09:30")]
    [InlineData("2026-12-31 09:00", "4 working hours", "2027-01-01 10:00")]
    public void Working_hours_are_open_minutes_only(string start, string limit, string end) => Ends(start, limit, end);

    [Theory]
    [InlineData("2026-03-02 09:00", "1 working day", "2026-03-03 17:30")]
    [InlineData("2026-03-02 23:59", "1 working day", "2026-03-03 17:30")]
    [InlineData("2026-03-02 10:00", "5 working days", "2026-03-09 17:30")]
    [InlineData("2026-03-07 10:00", "5 working days", "2026-03-13 17:00")]
    [InlineData("2026-12-30 10:00", "1 working day", "2026-12-31 12:00")]
    public void Five_working_days_do_not_count_the_day_of_the_act_and_end_at_closing_time_of_the_fifth(string start, string limit, string end) => Ends(start, limit, end);

    [Theory]
    [InlineData("2026-02-13 10:00", "1 working day", "2026-02-14 17:30")]
    [InlineData("2026-02-13 10:00", "2 working days", "2026-02-24 17:30")]
    [InlineData("2026-02-27 10:00", "1 working day", "2026-02-28 17:30")]
    public void A_make_up_day_counts_as_the_day_that_it_is_worked_as(string start, string limit, string end) => Ends(start, limit, end);

    [Theory]
    [InlineData("2026-03-02 10:00", "7 days", "2026-03-10 00:00")]
    [InlineData("2026-03-02 00:00", "7 days", "2026-03-10 00:00")]
    [InlineData("2026-02-13 10:00", "2 days", "2026-02-25 00:00")]
    [InlineData("2026-03-03 10:00", "4 days", "2026-03-10 00:00")]
    [InlineData("2026-02-07 10:00", "7 days", "2026-02-15 00:00")]
    public void Days_end_at_midnight_of_the_last_or_of_the_next_working_day(string start, string limit, string end) => Ends(start, limit, end);

    [Theory]
    [InlineData("2026-03-02 10:00", "3 months", "2026-06-03 00:00")]
    [InlineData("2026-03-31 10:00", "3 months", "2026-07-01 00:00")]
    [InlineData("2026-01-31 10:00", "1 month", "2026-03-01 00:00")]
    [InlineData("2026-07-01 10:00", "3 months", "2026-10-09 00:00")]
    [InlineData("2024-02-29 10:00", "1 year", "2025-03-01 00:00")]
    [InlineData("2024-02-29 10:00", "4 years", "2028-03-01 00:00")]
    public void A_day_that_the_last_month_does_not_have_is_its_last(string start, string limit, string end) => Ends(start, limit, end);

    [Fact]
    public void An_office_that_never_closes_ends_working_days_at_midnight() =>
        Assert.Equal(ACalendar.At("2026-03-09 00:00"), ACalendar.AllHours.Due(ACalendar.At("2026-03-03 10:00"), ACalendar.Limit("5 working days")).At);

    [Theory]
    [InlineData("2026-12-24 10:00", "5 working days", Certainty.Announced)]
    [InlineData("2026-12-25 10:00", "5 working days", Certainty.Provisional)]
    [InlineData("2026-12-24 10:00", "7 days", Certainty.Announced)]
    [InlineData("2026-12-25 10:00", "7 days", Certainty.Provisional)]
    [InlineData("2026-12-31 11:00", "1 working hour", Certainty.Announced)]
    [InlineData("2026-12-31 11:30", "1 working hour", Certainty.Provisional)]
    [InlineData("2030-05-01 11:30", "2 hours", Certainty.Announced)]
    public void An_answer_is_provisional_when_its_last_day_lies_after_the_announced_ones(string start, string limit, Certainty certainty) =>
        Assert.Equal(certainty, ACalendar.Office.Due(ACalendar.At(start), ACalendar.Limit(limit)).Certainty);

    [Theory]
    [InlineData("9999-12-31 23:00", "1 working hour")]
    [InlineData("9999-12-31 23:00", "1 hour")]
    [InlineData("9999-12-31 09:00", "1 working day")]
    [InlineData("9999-12-30 09:00", "1 day")]
    [InlineData("9999-12-31 09:00", "1 day")]
    [InlineData("9999-12-01 09:00", "1 month")]
    [InlineData("9950-01-01 09:00", "100 years")]
    public void A_limit_beyond_the_last_year_is_out_of_reach_and_later_than_everything(string start, string limit) =>
        Assert.Equal(DueTime.Never, ACalendar.Office.Due(ACalendar.At(start), ACalendar.Limit(limit)));

    [Fact]
    public void A_week_with_one_open_minute_still_answers()
    {
        var calendar = ACalendar.Of(new CalendarPlan { Week = ACalendar.Week((DayOfWeek.Sunday, "10:00-10:01")) });

        Assert.Equal(ACalendar.At("2027-02-21 10:01"), calendar.Due(ACalendar.At("2026-01-01 00:00"), ACalendar.Limit("1 working hour")).At);
        Assert.Equal(DueTime.Never, calendar.Due(ACalendar.At("2026-01-01 00:00"), ACalendar.Limit("876000 working hours")));
    }

    [Fact]
    public void Seconds_are_kept() =>
        Assert.Equal(ACalendar.At("2026-03-02 13:59").AddSeconds(42.5), ACalendar.Office.Due(ACalendar.At("2026-03-02 11:29").AddSeconds(42.5), ACalendar.Limit("1 working hour")).At);

    [Theory]
    [InlineData(DateTimeKind.Utc)]
    [InlineData(DateTimeKind.Local)]
    public void A_time_that_is_not_civil_time_is_refused(DateTimeKind kind) =>
        Assert.Throws<ArgumentException>(() => ACalendar.Office.Due(DateTime.SpecifyKind(ACalendar.At("2026-03-02 10:00"), kind), ACalendar.Limit("1 day")));

    [Fact]
    public void A_limit_of_nothing_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(static () => ACalendar.Office.Due(ACalendar.At("2026-03-02 10:00"), default));

    [Fact]
    public void Every_limit_ends_where_a_walk_from_minute_to_minute_ends_it()
    {
        var cases = from plan in ACalendar.Plans
                    from limit in ACalendar.Limits
                    from day in Gen.Choose(-15, 60)
                    from minute in Gen.Frequency((1, Gen.Elements(0, 1, 539, 540, 719, 720, 721, 809, 810, 1049, 1050, 1051, 1439)), (2, Gen.Choose(0, 1439)))
                    select (plan.Plan, Limit: limit, Start: plan.Around.AddDays(day).ToDateTime(TimeOnly.MinValue).AddMinutes(minute));
        Holds(cases, 1500, static one =>
        {
            // So many hours at five minutes a week would be years of minutes to walk.
            if (one.Limit.Unit == TimeUnit.WorkingHours && one.Limit.Amount > 5) one.Limit = new TimeLimit(5, TimeUnit.WorkingHours);
            var (at, lastDay) = new NaiveCalendar(one.Plan).Due(one.Start, one.Limit);
            var provisional = one.Plan.KnownTo is { } known && lastDay > known;
            return ACalendar.Of(one.Plan).Due(one.Start, one.Limit) == new DueTime(at, provisional ? Certainty.Provisional : Certainty.Announced);
        });
    }

    [Fact]
    public void A_later_start_never_ends_earlier()
    {
        var cases = from plan in ACalendar.Plans
                    from limit in ACalendar.Limits
                    from minute in Gen.Choose(-15 * 1440, 60 * 1440)
                    from wait in Gen.Choose(0, 3000)
                    select (plan.Plan, Limit: limit, Start: plan.Around.ToDateTime(TimeOnly.MinValue).AddMinutes(minute), Wait: wait);
        Holds(cases, 2000, static one =>
        {
            var calendar = ACalendar.Of(one.Plan);
            return calendar.Due(one.Start, one.Limit).At <= calendar.Due(one.Start.AddMinutes(one.Wait), one.Limit).At;
        });
    }

    [Fact]
    public void Open_minutes_and_working_days_are_those_that_a_walk_counts()
    {
        var cases = from plan in ACalendar.Plans
                    from minute in Gen.Choose(-15 * 1440, 60 * 1440)
                    from length in Gen.Choose(0, 20 * 1440)
                    select (plan.Plan, From: plan.Around.ToDateTime(TimeOnly.MinValue).AddMinutes(minute), Length: length);
        Holds(cases, 300, static one =>
        {
            var (calendar, naive, to) = (ACalendar.Of(one.Plan), new NaiveCalendar(one.Plan), one.From.AddMinutes(one.Length));
            var (first, last) = (DateOnly.FromDateTime(one.From), DateOnly.FromDateTime(to));
            return calendar.OpenMinutes(one.From, to) == naive.OpenMinutes(one.From, to)
                && calendar.OpenMinutes(to, one.From) == -calendar.OpenMinutes(one.From, to)
                && calendar.IsOpen(to) == naive.IsOpen(to)
                && calendar.WorkingDays(first, last) == naive.WorkingDays(first, last)
                && calendar.WorkingDays(last, first) == -calendar.WorkingDays(first, last)
                && calendar.IsWorkingDay(last) == naive.IsWorkingDay(last);
        });
    }

    [Fact]
    public void Three_centuries_of_an_office_add_up_day_by_day()
    {
        var naive = new NaiveCalendar(ACalendar.OfficePlan);
        var before = new DateOnly(1899, 12, 31);
        var start = before.AddDays(1).ToDateTime(TimeOnly.MinValue);
        long minutes = 0;
        var days = 0;
        for (var day = before.AddDays(1); day.Year <= 2200; day = day.AddDays(1))
        {
            var midnight = day.ToDateTime(TimeOnly.MinValue);
            // Each minute of the days with a rule of their own, the ends of the hours of all others.
            var own = day.Year == 2026 ? naive.OpenMinutes(midnight, midnight.AddDays(1)) : day.DayOfWeek switch { DayOfWeek.Saturday or DayOfWeek.Sunday => 0, DayOfWeek.Friday => 390, _ => 420 };
            minutes += own;
            if (own > 0) days++;
            Assert.Equal(minutes, ACalendar.Office.OpenMinutes(start, midnight.AddDays(1)));
            Assert.Equal(days, ACalendar.Office.WorkingDays(before, day));
            if (own > 0 && days <= 36500) Assert.Equal(day, DateOnly.FromDateTime(ACalendar.Office.Due(start.AddDays(-1), new TimeLimit(days, TimeUnit.WorkingDays)).At));
        }
    }

    private static void Ends(string start, string limit, string end) =>
        Assert.Equal(ACalendar.At(end), ACalendar.Office.Due(ACalendar.At(start), ACalendar.Limit(limit)).At);

    private static void Holds<T>(Gen<T> cases, int many, Func<T, bool> rule) => Prop.ForAll(cases.ToArbitrary(), rule).Check(Config.QuickThrowOnFailure.WithMaxTest(many));
}
