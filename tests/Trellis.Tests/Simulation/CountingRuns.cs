using Trellis.Simulation;
using Trellis.Simulation.Runs;
using Xunit;

namespace Trellis.Tests.Simulation;

/// <summary>What the figures count, and by what they divide it.</summary>
public sealed class CountingRuns
{
    private const string Pressed = """
        load: a
        arrivals:
          - {matter: small-repair, per-day: 1}
        facts:
          - {fact: matter.repair-cost, amount: {exactly: 50 CNY}}
        pressures:
          - {pressure: passing-the-buck, strength: 30 %}
          - {pressure: stopping-the-clock, strength: 30 %}
          - {pressure: false-done, strength: 30 %}

        """;

    private const string Noise = "load: a\narrivals:\n  - {matter: construction-noise, per-day: 4}\n";

    private static readonly Scene County = ASimulation.County();
    private static readonly Scene Township = ASimulation.Township();

    [Fact]
    public void Of_matters_that_are_not_counted_nothing_is()
    {
        var run = ASimulation.Run(Township, ASimulation.Load(Township, Pressed), days: 120, warmUp: 120).ToTheEnd();

        Assert.True(run.Tally.Area > 0);
        Assert.All(FigureKind.All.Where(static kind => kind.Id != "waited-mean"), kind => Assert.Equal(0, kind.Of(run)));
    }

    [Fact]
    public void Closed_in_a_day_is_counted_over_the_days_that_count()
    {
        var scene = ASimulation.Queue(1);
        var run = ASimulation.Run(scene, ASimulation.QueueLoad(scene, 0.5, "{exactly: 60 minutes}"), days: 200, warmUp: 150).ToTheEnd();

        Assert.InRange(Figure(run, "closed-per-day"), 10.5, 13.5);
    }

    [Fact]
    public void A_promise_that_is_overdue_when_the_run_ends_is_broken()
    {
        var scene = ASimulation.Queue(1);
        var filed = new List<long>();
        var run = ASimulation.Run(scene, ASimulation.QueueLoad(scene, 0.25 / 24, "{exactly: 300 minutes}", "other-work: 0 %, leave: 250 working days, speed: 5 %"), days: 180);
        run.Acting = act =>
        {
            if (act.Act is Trellis.Process.FileMatter) filed.Add(act.At);
        };
        run.ToTheEnd();

        Assert.Null(run.Overload);
        Assert.InRange(run.Tally.Promised, filed.Count(at => run.End - at > 92L * 24 * 3_600_000), filed.Count(at => run.End - at > 88L * 24 * 3_600_000));
        Assert.True(run.Tally.Promised > run.Tally.ClosedCount + 5, $"{run.Tally.Promised} promised, {run.Tally.ClosedCount} closed");
        Assert.InRange(run.Tally.Kept, 1, run.Tally.ClosedCount);
    }

    [Fact]
    public void What_nobody_could_go_on_with_is_closed_after_twenty_days_and_tells_nothing_of_how_long_work_takes()
    {
        var scene = ASimulation.County();
        var run = ASimulation.Run(scene, scene.UsualLoad(ASimulation.Day), days: 40);
        var explained = 0;
        run.Acting = act =>
        {
            if (act.Act is not Trellis.Process.CloseMatter { Kind: Trellis.Process.Matters.ClosureKind.Explained }) return;
            explained++;
            Assert.True(act.At - act.Case!.Matter.Filed.ToUnixTimeMilliseconds() >= 20L * 24 * 3_600_000);
        };
        run.ToTheEnd();

        Assert.True(run.Tally.CutShort > 10, $"{run.Tally.CutShort} cut short");
        Assert.InRange(run.Tally.CutShort, 1, explained);
        Assert.InRange(run.Tally.Took.Count, 1, run.Tally.ClosedCount - run.Tally.CutShort);
    }

    [Fact]
    public void Runs_that_were_cut_short_are_no_part_of_means_and_differences()
    {
        var load = ASimulation.Load(Township, Pressed);
        EndedRun[] whole = [new(Ended(load, 1)), new(Ended(load, 2)), new(Ended(load, 3))];
        var cut = new EndedRun(Ended(ASimulation.Load(Township, "load: a\narrivals:\n  - {matter: small-repair, per-day: 300}\n"), 2));
        Assert.NotNull(cut.Overload);

        var together = RunsTogether.Of([whole[0], cut, whole[2]]);
        var difference = RunsTogether.Difference(whole, [whole[0], cut, whole[2]]);

        Assert.Equal(RunsTogether.Of([whole[0], whole[2]]).Figures.Select(static one => one.Estimate), together.Figures.Select(static one => one.Estimate));
        Assert.Equal(1, together.CutRuns);
        Assert.NotNull(together.Overload);
        Assert.All(difference.Figures, static one => Assert.Equal(new Estimate(0, 0, 2), one.Estimate));
        Assert.Equal("—", FigureWords.Signed(RunsTogether.Difference([whole[1]], [cut]).Figures[0].Estimate, FigureUnit.Count));
    }

    /// <summary>The twin adds up what was given with each act that was accepted.</summary>
    [Fact]
    public void Fields_are_those_that_residents_and_officers_gave_with_acts_that_were_accepted()
    {
        var run = ASimulation.Run(County, ASimulation.Load(County, Noise), days: 60);
        var (residents, officers) = (0, 0);
        run.Acting = act =>
        {
            var given = act.Act switch { Trellis.Process.FileMatter filing => filing.Given.Count, Trellis.Process.AddInformation added => added.Given.Count, Trellis.Process.PerformStep step => step.Given.Count, _ => 0 };
            if (act.By is Actor.Officer) officers += given;
            else residents += given;
        };
        run.ToTheEnd();

        Assert.True(residents > 300 && officers > 300, $"{residents} and {officers}");
        Assert.Equal((residents, officers), (run.Tally.FieldsByResidents, run.Tally.FieldsByOfficers));
    }

    /// <summary>One of two branches pauses the matter; whoever is at the other has an hour of work to do, and enters it when it goes on.</summary>
    [Fact]
    public void Work_that_is_done_while_a_matter_is_paused_is_entered_later_and_not_done_twice()
    {
        const string Hours = "work:\n  - {takes: {exactly: 60 minutes}}\nposts:\n  - {other-work: 0 %, leave: 0 working days}\npressures:\n  - {pressure: stopping-the-clock, strength: 100 %, post: noise-officer}\n";
        var run = ASimulation.Run(County, ASimulation.Load(County, Noise + Hours), days: 120);
        var (entered, paused) = (0, 0);
        run.Entered = one =>
        {
            if (one.Event is Trellis.Process.StepPerformed { Step: "certificate" }) entered++;
            if (one.Event is Trellis.Process.MatterPaused) paused++;
        };
        run.ToTheEnd();

        var inspectors = run.Tally.Desks.Single(static desk => desk.At.Post == "site-inspector").Tally;
        Assert.True(paused > 100 && inspectors.Waits > entered + 5, $"{paused} pauses, taken up {inspectors.Waits} times, entered {entered}");
        // A few are taken back while somebody is at them.
        Assert.InRange(inspectors.Busy / 3_600_000.0, entered, entered + (0.1 * paused));
    }

    [Fact]
    public void What_a_resident_brings_once_more_is_counted_and_what_is_not_counted_is_not()
    {
        const string Again = "load: a\narrivals:\n  - {matter: small-repair, per-day: 1}\nresidents: {files-again: {share: 50 %, after: 1 day}}\n";
        var run = ASimulation.Run(Township, ASimulation.Load(Township, Again), days: 120).ToTheEnd();

        Assert.InRange(Figure(run, "filed-again"), 15, 50);
        Assert.Equal(100.0 * run.Tally.FiledAgain / run.Tally.Brought, Figure(run, "filed-again"));
        Assert.Equal(0, ASimulation.Run(Township, ASimulation.Load(Township, Again), days: 120, warmUp: 120).ToTheEnd().Tally.FiledAgain);
    }

    private static double Figure(Run run, string id) => FigureKind.All.Single(kind => kind.Id == id).Of(run);

    private static Run Ended(Load load, ulong seed) => ASimulation.Run(Township, load, seed, 90).ToTheEnd();
}
