using Trellis.Authority;
using Trellis.Diagnosis.Findings;
using Trellis.Diagnosis.Records;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Structure;
using Trellis.Structure;
using Trellis.Structure.Findings;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Diagnosis.Records;

/// <summary>What units ask of each other, counted off the entries: what counts, what does not, and at which entry it shows.</summary>
public sealed class CountingRecordsTests
{
    private static readonly StructureOnDay Today = ReadingStructures.Read(StructureFolder.Read(Path.Combine(Checkout.Root, "structures", "cuiwei"))).Structure.On(new DateOnly(2026, 12, 1));
    private static readonly DateTimeOffset Begun = new(2026, 1, 5, 1, 0, 0, TimeSpan.Zero);
    private static readonly MatterId Matter = new("m000000000000a");

    private readonly RecordCounts _counts = new(Today, 30);
    private long _position;

    public CountingRecordsTests() => Add(0, EntryActor.Requester, new MatterFiled(
        Matter, "2026-0000001", "tree-felling", "v", new UnitId("xikoujie"), [], new ActorId("r-1"), null, null, Channel.Web, new UnitId("xikou"), null, Begun.AddDays(1), [], [], null, [], null, Begun));

    [Fact]
    public void A_look_counts_against_whoever_looks_only_when_the_matter_has_long_been_over()
    {
        Look(1, "market");
        Add(2, Officer("xikou"), new MatterClosed(Matter, ClosureKind.Solved, true, Begun.AddDays(2)));
        Look(20, "market"); // over, and not for long
        Look(60, "market");

        Assert.Equal((3, 1), (_counts.LateLooks.All["market"].Of, _counts.LateLooks.All["market"].Hits));
        Assert.Equal([_position - 1], _counts.LateLooks.All["market"].Showing);

        Add(61, EntryActor.Requester, new MatterReopened(Matter, 2, null, Begun.AddDays(61)));
        Look(90, "market"); // alive again
        Assert.Equal((4, 1), (_counts.LateLooks.All["market"].Of, _counts.LateLooks.All["market"].Hits));
    }

    [Fact]
    public void Whoever_supervises_looks_by_duty_and_is_not_counted()
    {
        var supervisor = Today.Structure.Posts.All.First(post => Today.Structure.Supervises(post.Id)).Id;
        Add(1, new EntryActor.Officer(supervisor, "market"), new MatterSeen(Matter, new ActorId("o-1"), new PostAt(supervisor, new UnitId("market")), Begun.AddDays(1)));
        _counts.End(Begun.AddDays(90));

        Assert.Empty(_counts.LateLooks.All);
        Assert.Empty(_counts.IdleLooks.All);
    }

    [Fact]
    public void A_look_is_idle_where_the_unit_never_does_anything_in_the_matter_before_or_after()
    {
        Look(1, "market");
        Look(2, "police");
        Step(3, "police", "look", StepKind.Check);
        _counts.End(Begun.AddDays(90));

        Assert.Equal((1, 1), (_counts.IdleLooks.All["market"].Of, _counts.IdleLooks.All["market"].Hits));
        Assert.Equal((1, 0), (_counts.IdleLooks.All["police"].Of, _counts.IdleLooks.All["police"].Hits));
    }

    [Fact]
    public void What_officers_refer_up_counts_at_the_step_and_what_time_refers_up_does_not()
    {
        Add(1, Officer("xikou"), Referred(job: null));
        Step(2, "natural-resources", "permit", StepKind.Decide);
        Add(3, EntryActor.System, Referred(job: "late"));
        Step(4, "natural-resources", "permit", StepKind.Decide);

        Assert.Equal((2, 1), (_counts.ReferredUp.All["tree-felling/permit"].Of, _counts.ReferredUp.All["tree-felling/permit"].Hits));
    }

    [Fact]
    public void Only_refusals_for_lack_of_a_power_count_and_several_in_one_matter_count_once()
    {
        foreach (var code in (string[])["process.step-not-open", "authority.not-held", "authority.over-ceiling"])
            Add(1, Officer("xikou"), new ActRefused("perform-step", code, new ActorId("o-1"), null, Matter, Begun.AddDays(1)));
        _counts.End(Begun.AddDays(2));

        Assert.Equal((1, 1), (_counts.Refused.All["tree-felling"].Of, _counts.Refused.All["tree-felling"].Hits));
    }

    [Fact]
    public void A_first_answer_is_late_when_it_comes_after_its_day_or_when_that_has_passed_without_one()
    {
        _counts.End(Begun.AddHours(2));
        Assert.Empty(_counts.FirstAnswers.All); // not due yet

        var late = new CountingRecordsTests();
        late.Step(3, "xikou", "receive", StepKind.Receive);
        late._counts.End(Begun.AddDays(9));
        Assert.Equal((1, 1), (late._counts.FirstAnswers.All[new TypeAtUnit("tree-felling", "xikou")].Of, late._counts.FirstAnswers.All[new TypeAtUnit("tree-felling", "xikou")].Hits));

        var timely = new CountingRecordsTests();
        timely.Step(0, "xikou", "receive", StepKind.Receive);
        timely._counts.End(Begun.AddDays(9));
        Assert.Equal((1, 0), (timely._counts.FirstAnswers.All[new TypeAtUnit("tree-felling", "xikou")].Of, timely._counts.FirstAnswers.All[new TypeAtUnit("tree-felling", "xikou")].Hits));

        var never = new CountingRecordsTests();
        never._counts.End(Begun.AddDays(9));
        Assert.Equal(1, never._counts.FirstAnswers.All[new TypeAtUnit("tree-felling", "xikou")].Hits);
    }

    [Fact]
    public void A_demand_comes_from_above_and_a_neighbour_makes_none()
    {
        Look(1, "cuiwei");
        Look(1, "shiping");
        _counts.End(Begun.AddDays(2));

        Assert.Equal((1, 1), (_counts.Demands.All["xikou"].Of, _counts.Demands.All["xikou"].Hits));
    }

    [Fact]
    public void A_decision_counts_where_another_unit_takes_it_with_how_long_it_was_waited_for()
    {
        Step(2, "xikou", "look", StepKind.Check);
        Step(8, "natural-resources", "permit", StepKind.Decide);
        Step(9, "xikou", "permit", StepKind.Decide);

        var decision = Assert.Single(_counts.Decisions).Value;
        Assert.Equal((1, 0, 6.0, 8.0), (decision.Taken, decision.Otherwise, decision.Waited / 86_400, decision.Lasted / 86_400));
    }

    [Fact]
    public void A_type_is_idle_when_half_a_year_brought_none_of_it_and_forms_only_where_any_are_handed_in()
    {
        _counts.End(Begun.AddDays(400));
        var found = FindingFaults.In(null, null, new FindingSettings(), record: new CountedRecord(_counts, Today)).Findings.Where(static one => one.Code == FindingCodes.IdleSinceLaunch).ToList();

        Assert.Contains(found, static one => one.Who.Names[0] == "small-restaurant");
        Assert.DoesNotContain(found, static one => one.Who.Names[0] == "tree-felling");
        Assert.DoesNotContain(found, static one => one.Who.Kind == SubjectKind.Form);
        Assert.All(found, static one => Assert.Equal((Severity.Note, true), (one.Severity, one.IsFact)));
    }

    /// <summary>Entries drawn at random, counted at once and with questions between them, under the structure of two days.</summary>
    [Fact]
    public void What_is_asked_for_on_the_way_changes_nothing_of_what_comes_out()
    {
        for (var seed = 1UL; seed <= 60; seed++)
        {
            var (asked, atOnce) = (new RecordCounts(Today, 30), new RecordCounts(Today, 30));
            var chance = new Trellis.Simulation.Chance(new Trellis.Simulation.Seed(seed));
            foreach (var (position, by, at, happened) in RandomEntries(seed, 400))
            {
                asked.Add(position, by, at, happened);
                atOnce.Add(position, by, at, happened);
                if (!chance.Happens(0.1)) continue;
                asked.End(at, Today.Structure.On(new DateOnly(2026, 6, 1)));
                _ = Told(asked);
            }

            asked.End(Begun.AddDays(300));
            atOnce.End(Begun.AddDays(300));
            Assert.Equal(Told(atOnce), Told(asked));
        }
    }

    /// <summary>All that was counted, in words.</summary>
    private static string Told(RecordCounts counts) => string.Join('\n', ((IEnumerable<string>)
    [
        .. Lines("late", counts.LateLooks), .. Lines("up", counts.ReferredUp), .. Lines("refused", counts.Refused), .. Lines("calls", counts.Calls), .. Lines("asked", counts.Asked),
        .. Lines("demands", counts.Demands), .. Lines("assisted", counts.Assisted), .. Lines("first", counts.FirstAnswers), .. Lines("idle", counts.IdleLooks),
        .. counts.Decisions.Select(static one => $"decided {one.Key} {one.Value.Taken} {one.Value.Otherwise} {one.Value.Waited} {one.Value.Lasted} {string.Join(' ', one.Value.Showing)}"),
        $"{counts.First:O} {counts.Last:O} {string.Join(' ', counts.Filed.Order(StringComparer.Ordinal))}",
    ]));

    private static IEnumerable<string> Lines<T>(string called, ShareCounts<T> counts)
        where T : notnull => counts.All.Select(one => $"{called} {one.Key} {one.Value.Of} {one.Value.Hits} {string.Join(' ', one.Value.Showing)}");

    private static IEnumerable<(long Position, EntryActor By, DateTimeOffset At, IEvent Happened)> RandomEntries(ulong seed, int entries)
    {
        var chance = new Trellis.Simulation.Chance(new Trellis.Simulation.Seed(seed));
        string[] units = ["xikou", "xikoujie", "market", "police", "cuiwei", "shiping", "natural-resources"], types = ["tree-felling", "construction-noise"];
        var filed = new List<MatterId>();
        for (var position = 0; position < entries; position++)
        {
            var at = Begun.AddHours(position);
            var unit = units[chance.Below((uint)units.Length)];
            var by = Officer(unit);
            var post = new PostAt("clerk", new UnitId(unit));
            if (filed.Count == 0 || chance.Happens(0.15))
            {
                var matter = new MatterId($"m{position:d13}");
                filed.Add(matter);
                yield return (position, EntryActor.Requester, at, new MatterFiled(matter, $"2026-{position}", types[chance.Below(2)], "v", new UnitId("xikoujie"), [], new ActorId("r-1"), chance.Happens(0.3) ? new ActorId("h-1") : null, null, Channel.Web, new UnitId(unit), null, at.AddDays(chance.Below(3)), [], [], null, [], null, at));
                continue;
            }

            var one = filed[(int)chance.Below((uint)filed.Count)];
            IEvent happened = chance.Below(9) switch
            {
                0 => new MatterSeen(one, new ActorId("o-1"), post, at),
                1 => new StepPerformed(one, "permit", "permit", StepKind.Decide, chance.Happens(0.1) ? "refuse" : "grant", null, null, null, post, null, null, [], null, [], at),
                2 => new StepPerformed(one, "receive", "receive", StepKind.Receive, "done", null, null, null, post, null, null, [], null, [], at),
                3 => Referred(job: null) with { Matter = one },
                4 => new MatterClosed(one, ClosureKind.Solved, true, at),
                5 => new MatterReopened(one, 2, null, at),
                6 => new ActRefused("perform-step", "authority.not-held", new ActorId("o-1"), null, one, at),
                7 => new MatterSeen(one, new ActorId("o-2"), post, at),
                _ => new StepPerformed(one, "look", "look", StepKind.Check, "done", null, null, null, post, null, null, [], null, [], at),
            };
            yield return (position, by, at, happened);
        }
    }

    private void Look(int day, string unit) => Add(day, Officer(unit), new MatterSeen(Matter, new ActorId("o-1"), new PostAt("clerk", new UnitId(unit)), Begun.AddDays(day)));

    private void Step(int day, string unit, string step, StepKind kind) => Add(day, Officer(unit), new StepPerformed(Matter, step, step, kind, kind == StepKind.Decide ? "grant" : "done", null, null, null, new PostAt("clerk", new UnitId(unit)), null, null, [], null, [], Begun.AddDays(day)));

    private static ReferredUp Referred(string? job) => new(Matter, "permit", new PostAt("clerk", new UnitId("xikou")), new PostAt("head", new UnitId("natural-resources")), null, job, null, Begun);

    private static EntryActor.Officer Officer(string unit) => new("clerk", unit);

    private void Add(int day, EntryActor by, IEvent happened) => _counts.Add(_position++, by, Begun.AddDays(day), happened);
}
