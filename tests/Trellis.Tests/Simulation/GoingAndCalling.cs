using FsCheck;
using FsCheck.Fluent;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Simulation;
using Trellis.Simulation.Runs;
using Trellis.Structure;
using Xunit;

namespace Trellis.Tests.Simulation;

/// <summary>The way to a place, a skill that is lacked, help that is asked for, departments that are called, conflicts, emergencies: each with the acts of real work.</summary>
public sealed class GoingAndCalling
{
    private const long Minute = 60_000;
    private const string Noise = "load: a\narrivals:\n  - {matter: construction-noise, per-day: 4}\n";

    private static readonly Scene County = ASimulation.County();

    /// <summary>The twin goes up from both ends to the top and leaves out what both have in common.</summary>
    [Fact]
    public void The_way_between_two_places_goes_up_to_the_ground_that_holds_both_and_down_again()
    {
        var today = County.Structure.On(ASimulation.Day);
        UnitOnDay[] grounds = [.. today.Units.Where(static unit => unit.Ground == unit && unit.Inside)];
        var ways = grounds.Select(static (unit, at) => (unit.Id, Minutes: at % 37.0)).ToDictionary(static one => one.Id, static one => one.Minutes);
        Prop.ForAll(Gen.Elements(grounds).ToArbitrary(), Gen.Elements(grounds).ToArbitrary(), (from, to) =>
        {
            var (one, other) = (Up(from), Up(to));
            return Run.MinutesBetween(ways, from, to) == one.Except(other).Concat(other.Except(one)).Sum(unit => ways[unit]);
        }).QuickCheckThrowOnFailure();

        List<string> Up(UnitOnDay unit) => [.. grounds.Where(wider => wider.Contains(unit)).Select(static wider => wider.Id)];
    }

    [Fact]
    public void Whoever_goes_out_to_one_village_goes_there_once_and_not_again_while_there_is_work()
    {
        var (near, visits) = Worked("");
        var (far, same) = Worked("ways:\n  - {from: townships, takes: 50 minutes}\n  - {from: communities, takes: 20 minutes}\n");

        Assert.Equal(visits, same);
        Assert.Equal(10 * visits, near);
        // An inspector of the county is on the way for 70 minutes where they come from the county, and for none from matter to matter.
        Assert.InRange(far - near, 70, 70 * (visits - 3));
        Assert.Equal(0, (far - near) % 70);

        static (long Minutes, long Visits) Worked(string ways)
        {
            var run = ASimulation.Run(County, ASimulation.Load(County, $"load: a\narrivals:\n  - {{matter: construction-noise, places: [{Village()}], per-day: 6, hours: 08:00-09:00}}\nwork:\n  - {{takes: {{exactly: 10 minutes}}}}\nposts:\n  - {{other-work: 0 %, leave: 0 working days}}\n  - {{post: site-inspector, travel: by-place, seats: 1 people}}\n{ways}"), days: 10).ToTheEnd();
            var tally = run.Tally.Desks.Single(static desk => desk.At.Post == "site-inspector").Tally;
            return (tally.Busy / Minute, tally.Waits);
        }
    }

    [Fact]
    public void Whoever_lacks_a_skill_takes_longer_and_leaves_the_work_to_those_who_have_it()
    {
        var all = Measured("had-by: 100 %");
        var none = Measured("had-by: 0 %");
        Assert.InRange(none / all, 2.99, 3.01);
        // Of two officers one has it in some of these seeds, and does nearly all.
        Assert.Contains(Enumerable.Range(1, 6), seed => Measured("had-by: 50 %", (ulong)seed) / all is > 1.01 and < 1.8);

        static double Measured(string had, ulong seed = 1)
        {
            var run = ASimulation.Run(County, ASimulation.Load(County, Noise + $"work:\n  - {{takes: {{exactly: 10 minutes}}}}\nskills:\n  - {{skill: sound-measurement, {had}, without: 300 %}}\n"), seed, days: 60).ToTheEnd();
            var tally = run.Tally.Desks.Single(static desk => desk.At.Post == "noise-officer").Tally;
            return (double)tally.Busy / tally.Waits;
        }
    }

    [Fact]
    public void Help_that_is_asked_for_makes_the_step_wait_for_whoever_was_asked()
    {
        var (run, events) = Lived(Noise + "requests:\n  - {step: certificate, share: 100 %, of: market, for: data, not-theirs: 50 %}\n");

        Assert.True(run.Tally.Requests > 30, $"{run.Tally.Requests} requests");
        Assert.All(events.OfType<UnitAsked>(), static one => Assert.Equal(("market", WaitReason.Data), (one.Of.ToString(), one.For)));
        Assert.InRange(events.OfType<UnitAnswered>().Count(static one => one.IsOurs) / (double)events.OfType<UnitAnswered>().Count(), 0.3, 0.7);
        // The step is done after the answer and never before.
        foreach (var asked in events.OfType<UnitAsked>())
        {
            var answered = events.FindIndex(one => one is UnitAnswered answer && answer.Matter == asked.Matter);
            var done = events.FindIndex(one => one is StepPerformed { Step: "certificate" } step && step.Matter == asked.Matter);
            Assert.True(done < 0 || (answered >= 0 && answered < done));
        }
    }

    [Fact]
    public void Departments_that_are_called_come_report_and_are_judged_and_what_they_settle_goes_first()
    {
        var (run, events) = Lived(Noise + "whistles:\n  - {share: 100 %, after: 3 hours, comes: 70 %}\n", days: 60);

        Assert.True(run.Tally.Whistles > 50, $"{run.Tally.Whistles} calls");
        Assert.InRange(events.OfType<WhistleAttended>().Select(static one => (one.Matter, one.Number, one.Unit)).Distinct().Count() / (double)events.OfType<WhistleBlown>().Sum(static one => one.Calls.Count), 0.5, 0.75);
        Assert.NotEmpty(events.OfType<CallMissed>());
        Assert.InRange(events.OfType<WhistleJudged>().Count() / (double)events.OfType<WhistleBlown>().Count(), 0.7, 1);
        Assert.Contains(events.OfType<WhistleJudged>(), static one => one.Verdict == WhistleVerdict.Settled);
        Assert.Contains(events.OfType<WhistleJudged>(), static one => one.Verdict == WhistleVerdict.WithoutEffect);
    }

    [Fact]
    public void Whoever_declares_a_conflict_does_nothing_more_in_the_matter()
    {
        var (run, events) = Lived(Noise + "posts:\n  - {conflicts: 10 %}\n");

        Assert.True(run.Tally.Conflicts > 30, $"{run.Tally.Conflicts} conflicts");
        foreach (var (declared, at) in events.Select(static (one, at) => (one, at)).Where(static one => one.one is ConflictDeclared))
            Assert.DoesNotContain(events.Skip(at), one => one is StepPerformed step && step.Matter == ((ConflictDeclared)declared).Matter && step.Person == ((ConflictDeclared)declared).Person);
    }

    [Fact]
    public void A_power_that_holds_in_an_emergency_is_used_while_one_is_declared_and_at_no_other_time()
    {
        const string Load = "load: a\narrivals:\n  - {matter: evacuation, per-day: 4, hours: 00:00-24:00}\n";
        var (without, _) = Lived(Load, days: 60);
        var orders = new List<long>();
        var run = ASimulation.Run(County, ASimulation.Load(County, Load + "emergencies:\n  - {emergency: flood-emergency, on: 2026-01-20, days: 2}\n"), days: 60);
        var words = new List<string>();
        run.Acting = act =>
        {
            words.Add(act.Act?.Word ?? "");
            if (act.Act is PerformStep { Key: "order" }) orders.Add(act.At);
        };
        run.ToTheEnd();

        Assert.Contains(without.Tally.WhyStuck, static one => one.Key.StartsWith("evacuation/order", StringComparison.Ordinal));
        Assert.Equal(["declare-emergency", "end-emergency", "review-emergency"], words.Where(static word => word.EndsWith("-emergency", StringComparison.Ordinal)));
        Assert.NotEmpty(orders);
        Assert.All(orders, static at => Assert.InRange(at, At(20), At(22)));

        static long At(int day) => new DateTimeOffset(2026, 1, day, 0, 0, 0, TimeSpan.FromHours(8)).ToUnixTimeMilliseconds();
    }

    [Fact]
    public void Those_whose_matter_was_explained_complain_elsewhere_and_those_who_kept_silent_do_not()
    {
        var (run, events) = Lived(Noise + "residents: {complains-again: {share: 100 %, after: 1 day, matter: hotline-request}}\noutcomes:\n  - {matter: construction-noise, step: stop, outcomes: {no-order: 100 %}}\n", days: 90);

        var explained = events.OfType<MatterClosed>().Where(static one => one.Closure == ClosureKind.Explained).Select(static one => one.Matter).Distinct().Count();
        Assert.InRange(run.Tally.ComplainedAgain / (double)explained, 0.8, 1);
        Assert.True(events.OfType<MatterClosed>().Count(static one => one.Closure == ClosureKind.Unanswered) > 50);
        Assert.True(run.Tally.ByType["hotline-request"].Took.Count > 50);
    }

    private static string Village() => County.Structure.On(ASimulation.Day).Units.First(static unit => unit.UnitKind == UnitKind.Community).Id;

    private static (Run Run, List<IEvent> Events) Lived(string load, int days = 40)
    {
        var run = ASimulation.Run(County, ASimulation.Load(County, load), days: days);
        var events = new List<IEvent>();
        run.Entered = one => events.Add(one.Event);
        return (run.ToTheEnd(), events);
    }
}
