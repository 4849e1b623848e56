using FsCheck;
using FsCheck.Fluent;
using Trellis.Process.Clocks;
using Trellis.Structure.Quantities;
using Xunit;

namespace Trellis.Tests.Process;

public sealed class ClocksThatStop
{
    private static readonly Timetable Times = ARun.OfTownship().As(ARun.Resident).Times;

    [Fact]
    public void A_limit_ends_later_by_as_much_of_its_own_measure_as_it_stood_still_whenever_it_stood_still()
    {
        var cases = from unit in Gen.Elements(TimeUnit.Minutes, TimeUnit.Hours, TimeUnit.WorkingHours, TimeUnit.WorkingDays, TimeUnit.Days, TimeUnit.Months)
                    from amount in Gen.Choose(1, 30)
                    from start in Gen.Choose(0, 400_000)
                    from after in Gen.Choose(0, 20_000)
                    from length in Gen.Choose(0, 20_000)
                    select (Limit: new TimeLimit(amount, unit), From: ARun.Monday.AddMinutes(start), After: after, Length: length);
        Prop.ForAll(cases.ToArbitrary(), static one =>
        {
            var (limit, from) = (one.Limit, one.From);
            var plain = Times.Due(from, limit);
            var (began, ended) = (from.AddMinutes(one.After), from.AddMinutes(one.After + one.Length));
            var due = Times.Due(from, limit, [(began, ended)]);
            if (began >= plain) return due == plain;
            return due >= plain && limit.Unit switch
            {
                TimeUnit.Minutes or TimeUnit.Hours => due - plain == ended - began,
                TimeUnit.WorkingHours => Times.OpenTime(from, due) - Times.OpenTime(began, ended) == TimeSpan.FromHours(limit.Amount),
                TimeUnit.WorkingDays => Days(plain, due) == Days(began, ended),
                _ => due == plain || Times.DayOf(due).DayNumber - Times.DayOf(plain).DayNumber >= Times.DayOf(ended).DayNumber - Times.DayOf(began).DayNumber,
            };

            // Both ends are at closing time of a working day, so that the days between them count as they stand.
            static int Days(DateTimeOffset one, DateTimeOffset other) => Times.Calendar(null, one).WorkingDays(Times.DayOf(one), Times.DayOf(other));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_share_of_working_time_is_reached_when_so_much_of_it_was_open()
    {
        Prop.ForAll(Gen.Choose(0, 300_000).ToArbitrary(), Gen.Choose(1, 100).ToArbitrary(), static (start, share) =>
        {
            var from = ARun.Monday.AddMinutes(start);
            var due = Times.Due(from, new TimeLimit(5, TimeUnit.WorkingDays));
            var at = Times.At(from, due, share / 100m, inWorkingTime: true);
            var open = Times.OpenTime(from, due);
            return at <= due && (share == 100 || Math.Abs(Times.OpenTime(from, at).TotalSeconds - (open.TotalSeconds * share / 100)) < 1);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_calendar_says_when_it_was_open_for_so_long_and_halving_finds_the_same()
    {
        Prop.ForAll(Gen.Choose(0, 300_000).ToArbitrary(), Gen.Choose(1, 30 * 24 * 3600).ToArbitrary(), static (start, seconds) =>
        {
            var (from, open) = (ARun.Monday.AddMinutes(start).AddMilliseconds(start % 1000), TimeSpan.FromSeconds(seconds));
            var found = Times.WhenOpenFor(from, open);
            return found == Times.WhenOpenByHalving(Times.Calendar(null, from), from, from.AddDays(400), open) && Times.OpenTime(from, found) == open;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Twenty_four_hours_are_twenty_four_hours_also_where_a_night_has_twenty_three()
    {
        var spring = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
            new DateTime(2026, 1, 1), new DateTime(2026, 12, 31), TimeSpan.FromHours(1),
            TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 29), TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 3, 0, 0), 10, 25));
        var times = Times with { Zone = TimeZoneInfo.CreateCustomTimeZone("Test", TimeSpan.FromHours(1), "Test", "Test", "Test", [spring]) };
        var evening = new DateTimeOffset(2026, 3, 28, 20, 0, 0, TimeSpan.FromHours(1)).ToUniversalTime();

        Assert.Equal(evening.AddHours(24), times.Due(evening, new TimeLimit(24, TimeUnit.Hours)));
        Assert.Equal(new DateTimeOffset(2026, 3, 31, 0, 0, 0, TimeSpan.FromHours(2)), times.Due(evening, new TimeLimit(2, TimeUnit.Days)));
    }
}
