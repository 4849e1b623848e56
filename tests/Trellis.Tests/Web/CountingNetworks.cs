using System.Net;
using Trellis.Web;
using Xunit;

namespace Trellis.Tests.Web;

/// <summary>A network may have so much at once and one more after each while; nobody else's asking counts against it.</summary>
public sealed class CountingNetworks
{
    private static readonly IPAddress Here = IPAddress.Parse("203.0.113.9");

    [Fact]
    public void It_allows_what_a_bucket_allows_that_fills_drop_by_drop()
    {
        var dice = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var (clock, most, every) = (new AClock(), dice.Next(1, 6), TimeSpan.FromTicks(dice.Next(1, 1000)));
            var counting = new Counting(clock, new Allowance(most, every));
            var filled = most * every.Ticks; // as many ticks as the drops took
            for (var asked = 0; asked < 100; asked++)
            {
                var passed = dice.Next(3) == 0 ? dice.Next(5000) : dice.Next(300);
                clock.Ticks += passed;
                filled = Math.Min(most * every.Ticks, filled + passed);

                var wait = counting.Take(Here);

                Assert.Equal(Math.Max(0, every.Ticks - filled), wait.Ticks);
                if (wait == TimeSpan.Zero) filled -= every.Ticks;
            }
        }
    }

    [Fact]
    public void Asking_how_long_to_wait_costs_nothing_and_others_are_not_held_up()
    {
        var counting = new Counting(new AClock(), new Allowance(1, TimeSpan.FromMinutes(1)));
        for (var asked = 0; asked < 10; asked++) Assert.Equal(TimeSpan.Zero, counting.WaitOf(Here));

        Assert.Equal(TimeSpan.Zero, counting.Take(Here));

        Assert.Equal(TimeSpan.FromMinutes(1), counting.WaitOf(Here));
        Assert.Equal(TimeSpan.Zero, counting.WaitOf(IPAddress.Parse("203.0.113.10")));
        Assert.Equal(TimeSpan.FromMinutes(1), counting.WaitOf(IPAddress.Parse("::ffff:203.0.113.9")));
    }

    [Fact]
    public void Those_who_come_from_everywhere_at_once_are_counted_as_one_until_it_is_over()
    {
        var clock = new AClock();
        var counting = new Counting(clock, new Allowance(1, TimeSpan.FromMinutes(1)));
        for (var number = 1; number <= 100_000; number++) Assert.Equal(TimeSpan.Zero, counting.Take(new IPAddress(number)));

        Assert.Equal(TimeSpan.Zero, counting.Take(new IPAddress(200_000)));
        Assert.NotEqual(TimeSpan.Zero, counting.Take(new IPAddress(200_001)));

        clock.Ticks += TimeSpan.TicksPerHour;
        Assert.Equal(TimeSpan.Zero, counting.Take(new IPAddress(200_002)));
        Assert.Equal(TimeSpan.Zero, counting.Take(new IPAddress(200_003)));
    }

    private sealed class AClock : TimeProvider
    {
        public long Ticks { get; set; } = new DateTime(2026, 5, 4, 8, 0, 0, DateTimeKind.Utc).Ticks;

        public override DateTimeOffset GetUtcNow() => new(Ticks, TimeSpan.Zero);
    }
}
