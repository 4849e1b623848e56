using Trellis.Simulation;
using Trellis.Simulation.Runs;
using Xunit;

namespace Trellis.Tests.Simulation;

/// <summary>Officers work within their hours, one thing at a time, and do under pressure what the pressure is named after.</summary>
public sealed class PeopleAtWork
{
    private const string Arrivals = """
        load: a
        arrivals:
          - {matter: small-repair, per-day: 1}
        facts:
          - {fact: matter.repair-cost, amount: {exactly: 50 CNY}}

        """;

    private const string Noise = "load: a\narrivals:\n  - {matter: construction-noise, per-day: 4}\n";
    private const long Minute = 60_000;
    private const long Hour = 60 * Minute;

    private static readonly Scene County = ASimulation.County();
    private static readonly Scene Township = ASimulation.Township();
    private static readonly TimeSpan Zone = TimeSpan.FromHours(8);

    [Fact]
    public void Nobody_in_an_office_acts_while_it_is_closed()
    {
        var acts = 0;
        var run = ASimulation.Run(Township, ASimulation.Load(Township, Arrivals + "pressures:\n  - {pressure: stopping-the-clock, strength: 30 %}\n"), days: 120);
        run.Acting = act =>
        {
            if (act.By is not Actor.Officer) return;
            acts++;
            var local = DateTimeOffset.FromUnixTimeMilliseconds(act.At).ToOffset(Zone);
            var hours = Township.Structure.Calendars.On("office", DateOnly.FromDateTime(local.DateTime))!.Working!.HoursOn(DateOnly.FromDateTime(local.DateTime));
            Assert.Contains(hours, open => local.TimeOfDay.TotalMinutes >= open.FromMinute && local.TimeOfDay.TotalMinutes <= open.ToMinute);
        };
        run.ToTheEnd();

        Assert.True(acts > 400, $"{acts} acts");
    }

    [Fact]
    public void Whoever_is_away_does_nothing_that_day_and_the_work_waits()
    {
        var present = Ended(Arrivals + "posts:\n  - {leave: 0 working days}\n");
        var away = Ended(Arrivals + "posts:\n  - {leave: 120 working days}\n");

        Assert.True(away.Tally.Took.Mean > 1.3 * present.Tally.Took.Mean, $"{away.Tally.Took.Mean / present.Tally.Took.Mean:F2} times as long");
    }

    [Fact]
    public void Other_work_makes_everything_slower()
    {
        var free = Ended(Arrivals + "posts:\n  - {other-work: 0 %}\n");
        var busy = Ended(Arrivals + "posts:\n  - {other-work: 60 %}\n");

        Assert.True(Most(busy) > 2 * Most(free), $"{Most(free):P1} and {Most(busy):P1}");

        static double Most(Run run) => run.Tally.Desks.Max(static desk => desk.Utilisation);
    }

    [Fact]
    public void Each_pressure_shows_in_what_it_is_named_after()
    {
        var calm = Ended(Arrivals).Tally;

        Assert.True(Pressed("passing-the-buck").HandOvers > calm.HandOvers + 20);
        Assert.Equal(0, calm.HandOvers);
        Assert.True(Pressed("stopping-the-clock").Pauses > calm.Pauses + 30);
        Assert.True(Pressed("false-done") is var hollow && hollow.Disputes + hollow.Reopened > 3 * (calm.Disputes + calm.Reopened + 1) && hollow.Minutes < calm.Minutes);
        Assert.True(Pressed("sitting-until-the-deadline").Took.Mean > 1.3 * calm.Took.Mean);
        Assert.True(Pressed("demands-from-above").Took.Mean > calm.Took.Mean);

        static RunTally Pressed(string pressure) => Ended(Arrivals + $"pressures:\n  - {{pressure: {pressure}, strength: 50 %}}\n").Tally;
    }

    [Fact]
    public void Where_more_comes_than_can_be_done_the_run_ends_there()
    {
        var run = Ended("load: a\narrivals:\n  - {matter: small-repair, per-day: 300}\n");

        Assert.NotNull(run.Overload);
        Assert.True(run.Overload.BacklogDays > 120);
        Assert.True(run.Now < run.End);
        Assert.Equal(run.Tally.Area, run.Tally.Times);
    }

    /// <summary>The noise officer of the county hands the measuring to the township or the village in which the noise is.</summary>
    [Fact]
    public void What_is_pushed_down_goes_to_a_body_of_the_place_below_whoever_had_it()
    {
        var today = County.Structure.On(ASimulation.Day);
        var moved = new List<(UnitId From, UnitId To, UnitId Place)>();
        var run = ASimulation.Run(County, ASimulation.Load(County, Noise + "pressures:\n  - {pressure: pushing-down, strength: 100 %, post: noise-officer}\n"), days: 60);
        run.Entered = one =>
        {
            if (one.Event is Trellis.Process.MatterHandedOver handed) moved.Add((handed.From, handed.To, one.Case.Matter.Place!.Value));
        };
        run.ToTheEnd();

        Assert.True(moved.Count > 30, $"{moved.Count} hand-overs");
        Assert.All(moved, one =>
        {
            var (from, to, place) = (today.Unit(one.From.Text)!, today.Unit(one.To.Text)!, today.Unit(one.Place.Text)!);
            Assert.Equal("urban-management", from.Id);
            Assert.True(to.LevelRank > from.LevelRank && to.UnitKind == Trellis.Structure.UnitKind.Government && to.Contains(place));
        });
    }

    [Fact]
    public void A_pressure_at_some_units_is_none_elsewhere()
    {
        var from = new HashSet<string>();
        var run = ASimulation.Run(County, ASimulation.Load(County, Noise + "pressures:\n  - {pressure: passing-the-buck, strength: 80 %, at: [xikou, chengguan]}\n"), days: 60);
        run.Entered = one =>
        {
            if (one.Event is Trellis.Process.MatterHandedOver handed) from.Add(handed.From.Text);
        };
        run.ToTheEnd();

        Assert.Equal(["chengguan", "xikou"], from.Order());
    }

    /// <summary>When the system is down is drawn here once more, from the same branch of the seed.</summary>
    [Fact]
    public void Nobody_begins_a_step_while_the_system_that_it_needs_is_down()
    {
        var load = ASimulation.Load(County, "load: a\narrivals:\n  - {matter: hotline-request, per-day: 30, hours: 00:00-24:00}\nwork:\n  - {takes: {exactly: 10 minutes}}\nposts:\n  - {other-work: 0 %, leave: 0 working days}\nsystems:\n  - {system: hotline-system, fails-per-year: 60, lasts: {exactly: 20 hours}}\n");
        const int Days = 60;
        var run = ASimulation.Run(County, load, days: Days);
        var chance = new Seed(1).Of("outages").Of("hotline-system").Draws();
        var down = new List<(long From, long To)>();
        for (var at = run.Begin + (long)chance.Exponential(365 * 24 * Hour / 60.0); at < run.End; at = down[^1].To + (long)chance.Exponential(365 * 24 * Hour / 60.0)) down.Add((at, at + (20 * Hour)));
        var done = new List<long>();
        run.Acting = act =>
        {
            if (act.Act is Trellis.Process.ReceiveMatter) done.Add(act.At);
        };
        run.ToTheEnd();

        Assert.True(down.Count > 4 && done.Count > 500);
        // What was begun before goes on; nothing else is received until ten minutes after the end.
        Assert.All(done, at => Assert.DoesNotContain(down, one => one.From + (10 * Minute) < at && at < one.To + (10 * Minute)));
        Assert.All(down.SkipLast(1), one => Assert.Contains(done, at => one.To + (10 * Minute) <= at && at < one.To + (30 * Minute)));
    }

    private static Run Ended(string load) => ASimulation.Run(Township, ASimulation.Load(Township, load), days: 200).ToTheEnd();
}
