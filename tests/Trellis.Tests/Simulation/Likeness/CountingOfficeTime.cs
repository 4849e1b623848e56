using FsCheck;
using FsCheck.Fluent;
using Trellis.Bench.Generators;
using Trellis.Simulation.Likeness;
using Xunit;
using static Trellis.Tests.Simulation.Likeness.SomeWork;

namespace Trellis.Tests.Simulation.Likeness;

public class CountingOfficeTime
{
    /// <summary>Monday to Friday, 9 to 12 and 13 to 17.</summary>
    private static readonly WeekClock Duty = new([.. Enumerable.Range(0, 168).Select(static hour => hour / 24 < 5 && hour % 24 is >= 9 and < 17 and not 12 ? 1.0 : 0)]);

    [Fact]
    public void Nights_noons_and_weekends_do_not_count()
    {
        Assert.Equal(35.0 * Hour, Duty.InAWeek);
        Assert.Equal(7.0 * Hour, Duty.Elapsed(Monday, Monday + Day));
        Assert.Equal(2.0 * Hour, Duty.Elapsed(Monday + (4 * Day) + (16 * Hour), Monday + (7 * Day) + (10 * Hour)));
    }

    [Fact]
    public void What_takes_three_hours_from_Friday_at_four_ends_on_Monday_at_eleven() =>
        Assert.Equal(Monday + (7 * Day) + (11 * Hour), Duty.After(Monday + (4 * Day) + (16 * Hour), 3 * Hour));

    [Fact]
    public void What_is_done_when_the_day_ends_ends_that_day_and_not_the_next() =>
        Assert.Equal(Monday + (17 * Hour), Duty.After(Monday + (16 * Hour), Hour));

    [Fact]
    public void What_takes_whole_weeks_ends_when_its_last_hour_ran_out()
    {
        // From Monday at 0 o'clock a whole week of duty ends on Friday at five.
        Assert.Equal(Monday + (4 * Day) + (17 * Hour), Duty.After(Monday, 35 * Hour));
        Assert.Equal(Monday + (4 * Day) + (17 * Hour) + (7 * Day), Duty.After(Monday, 70 * Hour));
    }

    [Fact]
    public void The_next_moment_on_duty_is_now_or_the_next_hour_that_counts()
    {
        Assert.Equal(Monday + (9 * Hour), Duty.NextOn(Monday));
        Assert.Equal(Monday + (10 * Hour) + 7, Duty.NextOn(Monday + (10 * Hour) + 7));
        Assert.Equal(Monday + (7 * Day) + (9 * Hour), Duty.NextOn(Monday + (4 * Day) + (17 * Hour)));
    }

    [Fact]
    public void Whatever_the_weights_an_amount_that_passed_brings_back_the_moment() =>
        Prop.ForAll<uint, uint, uint>((seed, from, span) =>
        {
            var numbers = new SeededNumbers(seed);
            var clock = new WeekClock([.. Enumerable.Range(0, 168).Select(_ => 0.01 + numbers.Share())]);
            var (begin, end) = (Monday + from, Monday + from + (span % (40 * Day)));
            return Math.Abs(clock.After(begin, clock.Elapsed(begin, end)) - end) <= 5;
        }).QuickCheckThrowOnFailure();
}
