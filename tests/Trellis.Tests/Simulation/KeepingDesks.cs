using FsCheck;
using FsCheck.Fluent;
using Trellis.Simulation;
using Trellis.Simulation.Runs;
using Xunit;

namespace Trellis.Tests.Simulation;

/// <summary>Who takes up what, and when: leave, batches, orders, seats that begin and end; an hour of work each at one desk that is open day and night.</summary>
public sealed class KeepingDesks
{
    private const long Minute = 60_000;
    private const long Hour = 60 * Minute;
    private static readonly TimeSpan Zone = TimeSpan.FromHours(8);

    [Fact]
    public void Work_is_called_done_in_the_share_that_the_pressure_says()
    {
        var scene = ASimulation.Queue(1);
        var desk = DeskOf(Ended(scene, ASimulation.QueueLoad(scene, 0.3, "{exactly: 60 minutes}", more: "pressures: [{pressure: false-done, strength: 30 %}]"), 400));

        // Called done costs a tenth: 60 x (0.7 + 0.03); four standard errors are 2.
        Assert.InRange((double)desk.Tally.Busy / Minute / desk.Tally.Waits, 43.8 - 2, 43.8 + 2);
    }

    [Fact]
    public void Leave_is_taken_in_working_days_and_all_of_it() =>
        Prop.ForAll(Gen.Choose(0, 250).ToArbitrary(), Gen.Choose(1, 10_000).ToArbitrary(), static (leave, seed) =>
        {
            int[] working = [.. Enumerable.Range(0, 365).Where(static day => day % 7 < 5)];
            var away = Absence.Draw(leave, 365, working, new Seed((ulong)seed).Draws());
            return Enumerable.Range(0, 365).Count(away.Includes) == leave && working.Count(away.Includes) == leave;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Whoever_is_back_first_takes_up_what_waits()
    {
        const int Days = 1_800;
        var scene = ASimulation.Queue(2);
        var load = ASimulation.QueueLoad(scene, 0.05 / 24, "{exactly: 1 minute}", "other-work: 0 %, leave: 250 working days");
        var hours = WorkHours.Of(scene.Structure, null, ASimulation.Day, Days + 40, scene.Zone);
        Absence[] away = [.. ((string[])["q-01", "q-02"]).Select(person => Absence.Draw(250, Days + 40, hours.Days, new Seed(1).Of("leave").Of(person).Draws()))];
        var filed = new Dictionary<string, long>();
        var (looked, before) = (0, 0L);
        var run = ASimulation.Run(scene, load, days: Days);
        run.Acting = act =>
        {
            if (act.Act is Trellis.Process.FileMatter filing)
            {
                // What another still waits behind says nothing here.
                if (act.At - before > 20 * 24 * Hour) filed.Add(filing.Matter.Text, act.At);
                before = act.At;
            }

            if (act is not { By: Actor.Officer, Act: Trellis.Process.PerformStep step } || !filed.TryGetValue(step.Matter.Text, out var at)) return;
            looked++;
            Assert.Equal(away.Min(one => hours.After(hours.OpenFrom(at, one), Minute, one)), act.At);
        };
        run.ToTheEnd();

        Assert.True(looked > 15, $"{looked} matters");
    }

    [Theory]
    [InlineData("due-first")]
    [InlineData("newest-first")]
    [InlineData("first-come")]
    public void What_is_gathered_lies_a_day_at_most_in_any_order(string order)
    {
        var scene = ASimulation.Queue(1);
        var desk = DeskOf(Ended(scene, ASimulation.QueueLoad(scene, 3 / 24.0, "{exactly: 6 minutes}", $"other-work: 0 %, leave: 0 working days, batch: 5 cases, order: {order}"), 300));

        Assert.True(desk.Tally.Waits > 800);
        Assert.InRange(desk.Tally.Waited.Quantile(1) / Hour, 20, 25.5);
    }

    [Fact]
    public void A_batch_is_done_in_one_go()
    {
        var scene = ASimulation.Queue(1);
        var done = new List<long>();
        var run = ASimulation.Run(scene, ASimulation.QueueLoad(scene, 1, "{exactly: 6 minutes}", "other-work: 0 %, leave: 0 working days, batch: 5 cases"), days: 100);
        run.Acting = act =>
        {
            if (act is { By: Actor.Officer, Act: Trellis.Process.PerformStep }) done.Add(act.At);
        };
        run.ToTheEnd();

        // Four of five follow another of their batch at once.
        Assert.InRange(done.Zip(done.Skip(1)).Count(static pair => pair.Second - pair.First == 6 * Minute) / (double)done.Count, 0.79, 0.82);
    }

    [Fact]
    public void Whoever_succeeds_to_a_seat_goes_on_and_both_are_as_busy_as_they_were()
    {
        var scene = ASimulation.Queue("q-01\tmediator@liuhe\t2026-01-01\t2026-06-30\n", "q-02\tmediator@liuhe\t2026-07-01\n");
        var change = new DateTimeOffset(2026, 7, 1, 0, 0, 0, Zone).ToUnixTimeMilliseconds();
        var run = ASimulation.Run(scene, ASimulation.QueueLoad(scene, 0.5, "{exponential: 60 minutes}"));
        run.Acting = act =>
        {
            if (act.By is Actor.Officer { Person.Text: var who } && act.Act is Trellis.Process.PerformStep) Assert.Equal(act.At < change ? "q-01" : "q-02", who);
        };
        run.ToTheEnd();

        var desk = DeskOf(run);
        Assert.Equal(1, desk.Officers);
        Assert.InRange(desk.Utilisation, 0.46, 0.54);
        Assert.Equal(desk.Tally.Area, desk.Tally.Times);
        Assert.Empty(run.Tally.WhyStuck);
    }

    [Fact]
    public void A_seat_that_ends_without_a_successor_is_filled_as_an_empty_one_is()
    {
        var scene = ASimulation.Queue("q-01\tmediator@liuhe\t2026-01-01\t2026-06-30\n");
        var run = Ended(scene, ASimulation.QueueLoad(scene, 0.5, "{exponential: 60 minutes}"), 365);

        Assert.True(run.Tally.SeatsFilled >= 1);
        Assert.InRange(run.Tally.LeftOpen, 0, 20);
        Assert.InRange(DeskOf(run).Utilisation, 0.46, 0.54);
    }

    /// <summary>The enforcement team of three townships are the same two people: each does one thing at a time, wherever it came in.</summary>
    [Fact]
    public void People_that_units_share_are_the_same_everywhere_and_do_one_thing_at_a_time()
    {
        var scene = ASimulation.County();
        const string Load = "load: a\narrivals:\n  - {matter: construction-noise, places: [yunling, taiping, qinghe], per-day: 6}\nwork:\n  - {takes: {exactly: 20 minutes}}\n";
        var alone = Teams(Load);
        var shared = Teams(Load + "posts:\n  - {post: enforcement-team, shared-by: [yunling, taiping, qinghe], seats: 2 people, other-work: 0 %, leave: 0 working days}\n");

        Assert.True(alone.People.Count > 4);
        Assert.Equal(2, shared.People.Count);
        Assert.Equal(3, shared.Units.Count);
        foreach (var of in shared.Done.GroupBy(static one => one.Person))
            Assert.All(of.Zip(of.Skip(1)), static pair => Assert.True(pair.Second.At - pair.First.At >= 20 * Minute));

        (HashSet<string> People, HashSet<string> Units, List<(string Person, long At)> Done) Teams(string load)
        {
            var (people, units, done) = (new HashSet<string>(), new HashSet<string>(), new List<(string, long)>());
            var run = ASimulation.Run(scene, ASimulation.Load(scene, load), days: 40);
            run.Acting = act =>
            {
                if (act is not { By: Actor.Officer { Person.Text: var person, Seat: { Post: "enforcement-team" } seat }, Act: Trellis.Process.PerformStep }) return;
                people.Add(person);
                units.Add(seat.Unit.Text);
                done.Add((person, act.At));
            };
            run.ToTheEnd();
            return (people, units, done);
        }
    }

    private static Run Ended(Scene scene, Load load, int days) => ASimulation.Run(scene, load, days: days).ToTheEnd();

    private static DeskFigures DeskOf(Run run) => run.Tally.Desks.Single(static one => one.At.Post == "mediator");
}
