using System.Security.Cryptography;
using Trellis.Runtime.Simulation;
using Trellis.Simulation;
using Trellis.Simulation.Runs;
using Trellis.Standards.Work;
using Xunit;

namespace Trellis.Tests.Simulation;

/// <summary>The same structure, load and seed give the same bytes, however many threads there are and whatever the machine.</summary>
public sealed class ComingOutAlike
{
    [Theory]
    [InlineData(WorkFormat.Csv)]
    [InlineData(WorkFormat.Xes)]
    [InlineData(WorkFormat.Ocel)]
    public void A_log_that_is_written_twice_has_the_same_bytes(WorkFormat format)
    {
        var scene = ASimulation.Township();

        Assert.Equal(Log(scene, format), Log(ASimulation.Township(), format));
        Assert.NotEqual(Log(scene, format), Log(scene, format, seed: 2));
    }

    [Theory]
    [InlineData(WorkFormat.Csv)]
    [InlineData(WorkFormat.Ocel)]
    public void A_log_that_is_spelled_beside_the_run_has_the_same_bytes(WorkFormat format)
    {
        var scene = ASimulation.Township();

        Assert.Equal(Log(scene, format), Log(scene, format, threads: 2));
    }

    /// <summary>This digest changes only with what the simulator or the structure says; a machine on which it differs rounds otherwise.</summary>
    [Fact]
    public void The_bytes_of_a_year_in_the_township_are_pinned() =>
        Assert.Equal("8301784094e98720", Convert.ToHexStringLower(SHA256.HashData(Log(ASimulation.Township(), WorkFormat.Csv)))[..16]);

    [Fact]
    public void Runs_side_by_side_come_out_as_runs_one_after_the_other()
    {
        var scene = ASimulation.County();
        var settings = new RunSettings(3, ASimulation.Day, 20);
        var load = scene.UsualLoad(ASimulation.Day);

        var alone = RunsTogether.Of(Replications.Do(scene, load, settings, 3, threads: 1).Ended);
        var beside = RunsTogether.Of(Replications.Do(ASimulation.County(), load, settings, 3, threads: 3).Ended);

        Assert.Equal(alone.Figures.Select(static one => one.Estimate), beside.Figures.Select(static one => one.Estimate));
        Assert.Equal(alone.Posts, beside.Posts);
        Assert.Equal(alone.Stuck, beside.Stuck);
    }

    [Fact]
    public void Of_many_runs_only_the_figures_are_kept_and_the_first_is_the_one_of_the_seed_itself()
    {
        var scene = ASimulation.Township();
        var settings = new RunSettings(3, ASimulation.Day, 30);
        var load = scene.UsualLoad(ASimulation.Day);

        var several = Replications.Do(scene, load, settings, 2, threads: 2);
        var alone = new Run(scene, load, settings).ToTheEnd();

        Assert.All(FigureKind.All, kind => Assert.Equal((kind.Of(alone), kind.Of(alone)), (several.Ended[0].Of(kind), kind.Of(several.First))));
        Assert.NotEqual(several.Ended[0].Of(FigureKind.All[0]), several.Ended[1].Of(FigureKind.All[0]));
    }

    /// <summary>The twin counts by the events themselves, in the days of the place.</summary>
    [Fact]
    public void What_is_open_is_counted_at_each_midnight_of_the_place_from_the_first_day_on()
    {
        var scene = ASimulation.Township();
        var run = ASimulation.Run(scene, scene.UsualLoad(ASimulation.Day), days: 30);
        var changes = new List<(long At, int By)>();
        run.Entered = one =>
        {
            if (one.Event is Trellis.Process.MatterFiled or Trellis.Process.MatterReopened) changes.Add((run.Now, 1));
            if (one.Event is Trellis.Process.Matters.MatterClosed) changes.Add((run.Now, -1));
        };
        run.ToTheEnd();

        // Midnight in China is 16:00 of the day before by universal time.
        var midnights = Enumerable.Range(0, 31).Select(day => new DateTimeOffset(ASimulation.Day.AddDays(day), TimeOnly.MinValue, TimeSpan.FromHours(8)).ToUnixTimeMilliseconds());
        Assert.Equal(midnights.Select(midnight => (long)changes.Where(one => one.At < midnight).Sum(static one => one.By)), run.Tally.OpenByDay);
        Assert.True(run.Tally.OpenByDay.Max() > 3);
    }

    /// <summary>Little's law, counted from both sides in whole milliseconds: it holds to the last of them, for every desk and for the matters as a whole.</summary>
    [Fact]
    public void What_waits_over_time_is_what_each_waited()
    {
        var run = ASimulation.Run(ASimulation.County(), ASimulation.County().UsualLoad(ASimulation.Day), days: 40).ToTheEnd();

        Assert.True(run.Tally.ClosedCount > 500);
        Assert.Equal(run.Tally.Area, run.Tally.Times);
        Assert.All(run.Tally.Desks, static desk => Assert.Equal(desk.Tally.Area, desk.Tally.Times));
    }

    [Fact]
    public void Whoever_comes_and_what_they_bring_is_the_same_when_officers_are_slower()
    {
        var scene = ASimulation.Township();
        const string Arrivals = "load: a\narrivals:\n  - {matter: small-repair, per-day: 3}\nresidents: {files-again: 0 %}\n";
        var quick = Filings(scene, ASimulation.Load(scene, Arrivals));
        var slow = Filings(scene, ASimulation.Load(scene, Arrivals + "posts:\n  - {speed: 30 %}\n"));

        Assert.True(quick.Count > 200);
        Assert.Equal(quick, slow);
    }

    private static List<string> Filings(Scene scene, Load load)
    {
        var filings = new List<string>();
        var run = ASimulation.Run(scene, load, days: 100);
        run.Acting = act =>
        {
            if (act.Act is Trellis.Process.FileMatter filing) filings.Add($"{act.At} {filing.Matter} {filing.Place} {filing.Channel} {string.Join(' ', filing.Given)}");
        };
        run.ToTheEnd();
        return filings;
    }

    private static byte[] Log(Scene scene, WorkFormat format, ulong seed = 1, int threads = 1)
    {
        using var to = new MemoryStream();
        WritingRuns.Write(() => ASimulation.Run(scene, scene.UsualLoad(ASimulation.Day), seed), format, to, threads);
        return to.ToArray();
    }
}
