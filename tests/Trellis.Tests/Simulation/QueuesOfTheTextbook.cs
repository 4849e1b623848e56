using Trellis.Simulation.Runs;
using Xunit;

namespace Trellis.Tests.Simulation;

/// <summary>
/// Queues whose figures are known (Erlang 1917, Pollaczek 1930), by the engine that runs counties: real acts at a desk of a structure. An hour of work each, so lengths are in hours.
/// Intervals are four standard errors of the estimate at the number of matters simulated, by the asymptotic variance of the mean waiting time; the seeds are fixed.
/// </summary>
public sealed class QueuesOfTheTextbook
{
    private const double Hour = 3_600_000;

    /// <summary>Mean waiting time 4 hours. At 60,000 matters its standard error is 0.18 (Whitt 1989).</summary>
    [Fact]
    public void One_server_at_four_fifths_of_its_time_has_people_wait_four_hours() =>
        Assert.InRange(Wait(1, 0.8, "{exponential: 60 minutes}", 3_400).Waited.Mean / Hour, 4 - 0.72, 4 + 0.72);

    /// <summary>Half as long as where the work varies: 2 hours.</summary>
    [Fact]
    public void One_server_whose_work_never_varies_has_people_wait_half_as_long() =>
        Assert.InRange(Wait(1, 0.8, "{exactly: 60 minutes}", 3_400).Waited.Mean / Hour, 2 - 0.3, 2 + 0.3);

    [Fact]
    public void Of_those_who_come_to_three_servers_seven_in_ten_have_to_wait()
    {
        var tally = Wait(3, 2.5, "{exponential: 60 minutes}", 1_200);

        Assert.InRange(tally.HadToWait / (double)tally.Waited.Count, 0.702247 - 0.025, 0.702247 + 0.025);
    }

    [Fact]
    public void Twenty_servers_at_nine_tenths_have_people_wait_a_quarter_of_an_hour() =>
        Assert.InRange(Wait(20, 18, "{exponential: 60 minutes}", 220).Waited.Mean / Hour, 0.275385 - 0.07, 0.275385 + 0.07);

    private static DeskTally Wait(int servers, double perHour, string takes, int days)
    {
        var scene = ASimulation.Queue(servers);
        var run = ASimulation.Run(scene, ASimulation.QueueLoad(scene, perHour, takes), seed: 5, days: days, warmUp: 20).ToTheEnd();
        Assert.Null(run.Overload);
        Assert.Equal(run.Tally.Area, run.Tally.Times);
        var desk = run.Tally.Desks.Single(static one => one.At.Post == "mediator");
        Assert.Equal(desk.Tally.Area, desk.Tally.Times);
        Assert.InRange(desk.Utilisation, (perHour / servers) - 0.03, (perHour / servers) + 0.03);
        return desk.Tally;
    }
}
