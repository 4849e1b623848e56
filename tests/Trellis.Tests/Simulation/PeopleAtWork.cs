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

    private static Run Ended(string load) => ASimulation.Run(Township, ASimulation.Load(Township, load), days: 200).ToTheEnd();
}
