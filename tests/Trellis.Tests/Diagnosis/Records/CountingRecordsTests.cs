using Trellis.Authority;
using Trellis.Diagnosis.Findings;
using Trellis.Diagnosis.Records;
using Trellis.Information.Forms;
using Trellis.Information.Looks;
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
    public void A_look_is_repeated_where_nothing_happened_since_the_one_before_and_looks_of_one_morning_are_one()
    {
        Look(1, "market");
        Look(1.1, "market"); // the same morning
        Assert.Empty(_counts.LooksAgain.All);

        Look(2, "market");
        Step(3, "police", "look", StepKind.Check);
        Look(4, "market"); // there is something new
        Look(5, "market");
        Look(6, "xikou"); // it answers for the matter
        Look(7, "xikou");

        var market = Assert.Single(_counts.LooksAgain.All);
        Assert.Equal(("market", 3, 2), (market.Key, market.Value.Of, market.Value.Hits));
    }

    [Fact]
    public void A_look_under_a_power_is_in_vain_where_the_power_is_not_used_in_the_days_before_or_after()
    {
        See(1, "market", LookReason.OfPower(Felling)); // used in time
        Step(20, "market", "permit", StepKind.Decide);
        See(40, "market", LookReason.OfPower(Felling)); // used shortly before
        See(60, "market", LookReason.OfPower(Felling)); // never again
        See(60, "police", LookReason.OfPower(Felling)); // its work is register work
        _counts.AddKept(Officer("police"), Begun.AddDays(70));
        _counts.End(Begun.AddDays(80));

        Assert.Equal((2, 0), Shares(_counts.People.InVain, "market")); // the last may still come to something
        _counts.End(Begun.AddDays(95));
        Assert.Equal((3, 1), Shares(_counts.People.InVain, "market"));
        Assert.Equal((1, 0), Shares(_counts.People.InVain, "police"));

        // Used at last, and too late.
        Step(200, "market", "permit", StepKind.Decide);
        _counts.End(Begun.AddDays(201));
        Assert.Equal((3, 1), Shares(_counts.People.InVain, "market"));
    }

    [Fact]
    public void A_look_for_a_form_is_in_vain_where_the_form_is_not_handed_in_and_whoever_asks_for_it_only_reads()
    {
        var form = Today.Structure.Forms.All.First(static one => one.HoldsOn(Today.Day) && one.Every == "month");
        See(1, "xikoujie", LookReason.OfForm(form.Id));
        See(1, form.AskedBy.Id, LookReason.OfForm(form.Id));
        Hand(5, form.Id, "xikoujie", "2026-01", "unit.a=1");
        See(60, "xikoujie", LookReason.OfForm(form.Id)); // for the next month
        See(80, "xikoujie", LookReason.OfForm(form.Id));
        See(50, "xikoujie", LookReason.OfInquiry(7));
        See(50, "xikoujie", LookReason.OfFiling("tree-felling"));
        _counts.End(Begun.AddDays(135));
        Assert.Equal((2, 0), Shares(Assert.Single(_counts.People.InVain.All).Value)); // it may still be handed in

        _counts.End(Begun.AddDays(150));
        Assert.Equal((3, 1), Shares(Assert.Single(_counts.People.InVain.All).Value));
    }

    [Fact]
    public void Many_rows_in_one_request_count_once_and_what_a_form_asks_of_rows_does_not()
    {
        See(1, "market", LookReason.Of(Matter));
        See(2, "market", LookReason.OfPower(Felling), rows: LookCounts.Many);
        See(3, "market", LookReason.OfPower(Felling), rows: LookCounts.Many - 1);
        See(4, "market", LookReason.OfForm("fraud-monthly"), rows: 70);
        _counts.End(Begun.AddDays(5));

        Assert.Equal((3, 1), Shares(_counts.People.InBulk, "market"));
        See(6, "market", LookReason.OfPower(Felling), rows: 30); // the last is counted while it is open, and not twice
        _counts.End(Begun.AddDays(7));
        _counts.End(Begun.AddDays(7));
        Assert.Equal((4, 2), Shares(_counts.People.InBulk, "market"));
    }

    [Fact]
    public void Posts_that_supervise_are_counted_at_none_of_the_looks_at_people()
    {
        var supervisor = Today.Structure.Posts.All.First(post => Today.Structure.Supervises(post.Id)).Id;
        Add(1, new EntryActor.Officer(supervisor, "market"), new ValuesSeen(new RowId("person", "r-1"), new ActorId("o-1"), new PostAt(supervisor, new UnitId("market")), "p", LookReason.OfPower(Felling), _position, ["person.name"], null, Begun));
        _counts.End(Begun.AddDays(90));

        Assert.Empty(_counts.People.InBulk.All);
        Assert.Empty(_counts.People.InVain.All);
    }

    [Fact]
    public void A_resource_counts_as_not_given_where_it_is_refused_or_where_nobody_answers()
    {
        Ask(1, "a", WaitReason.Resource, "sound-meter");
        Answer(2, "a", isOurs: true);
        Ask(3, "b", WaitReason.Resource, "sound-meter");
        Answer(4, "b", isOurs: false);
        Ask(5, "c", WaitReason.Resource, "sound-meter"); // nobody answers
        Ask(5, "d", WaitReason.Data, "sound-meter"); // no resource is asked for
        Ask(5, "e", WaitReason.Resource, "no-such-thing");
        _counts.End(Begun.AddDays(10));
        Assert.Equal((2, 1), Shares(_counts.Resources, "sound-meter"));

        _counts.End(Begun.AddDays(60));
        Assert.Equal((3, 2), Shares(Assert.Single(_counts.Resources.All).Value));
    }

    [Fact]
    public void A_fact_about_people_that_the_type_names_nowhere_is_collected_beyond_it()
    {
        var named = Trellis.Information.Registers.NeedsOfMatters.FactsOf(Today.Structure.Matters.On("tree-felling", Today.Day)!);
        Give(1, [.. named, "matter.spot"]);
        _counts.End(Begun.AddDays(2));
        Assert.Equal(0, _counts.Collected.All.Sum(static one => one.Value.Hits));

        Give(3, ["applicant.no-such-item", "nonsense"]);
        _counts.End(Begun.AddDays(4));
        Assert.Equal(0, _counts.Collected.All.Sum(static one => one.Value.Hits));

        Add(5, EntryActor.Requester, new InformationAdded(Matter, null, [Sensitive], null, [], Begun.AddDays(5))); // people say of themselves what they like
        _counts.End(Begun.AddDays(6));
        Assert.Equal(0, _counts.Collected.All.Sum(static one => one.Value.Hits));

        Give(7, [Sensitive]);
        Give(8, [Sensitive]);
        _counts.End(Begun.AddDays(9));
        Assert.Equal((1, 1), Shares(_counts.Collected, "tree-felling")); // once a matter
    }

    [Fact]
    public void A_decision_counts_behind_the_last_consultation_and_objections_weigh_from_one_in_four()
    {
        Step(1, "xikou", "ask-them", StepKind.Consult, objections: 1, answers: 8);
        Step(2, "xikou", "permit", StepKind.Decide);
        Step(3, "xikou", "ask-them", StepKind.Consult, objections: 2, answers: 8);
        Step(4, "xikou", "permit", StepKind.Decide);
        Step(5, "xikou", "permit", StepKind.Decide); // nobody was asked before it

        var heard = Assert.Single(_counts.Consulted).Value;
        Assert.Equal((1, 0, "grant"), (heard.Objected, heard.Otherwise, heard.MostFrequent));
    }

    [Fact]
    public void A_form_says_the_same_again_only_where_a_later_occasion_says_all_that_an_earlier_did()
    {
        Hand(1, "f", "xikou", "2026-01", "unit.a=1", "unit.b=2");
        Hand(2, "f", "xikou", "2026-02", "unit.a=1", "unit.b=2"); // as before
        Hand(3, "f", "xikou", "2026-03", "unit.a=1", "unit.b=3");
        Hand(4, "f", "shiping", "2026-03", "unit.a=1", "unit.b=3"); // its first
        Hand(5, "f", "xikou", "2025-12", "unit.a=1", "unit.b=3"); // late, for earlier
        Hand(6, "g", "xikou", "2026-01"); // nothing that is open
        Hand(7, "g", "xikou", "2026-02");
        Add(8, Officer("xikou"), new FormCorrected(Handed("f", "xikou", "2026-03", ["unit.a=1", "unit.b=4"]), null));
        Hand(9, "f", "xikou", "2026-04", "unit.a=1", "unit.b=4"); // as was put right

        var xikou = Assert.Single(_counts.Forms.Unchanged.All);
        Assert.Equal((new FormAtUnit("f", "xikou"), 3, 2), (xikou.Key, xikou.Value.Of, xikou.Value.Hits));
        Assert.Equal(["f", "g"], _counts.Forms.HandedIn.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Posts_that_were_refused_are_known_to_whoever_writes_the_change_the_most_frequent_first()
    {
        foreach (var post in (string[])["clerk", "head", "head"]) Add(1, Officer("xikou"), new ActRefused("perform-step", "authority.not-held", new ActorId("o-1"), new PostAt(post, new UnitId("xikou")), Matter, Begun.AddDays(1)));
        Add(2, Officer("xikou"), new ActRefused("perform-step", "process.step-not-open", new ActorId("o-1"), new PostAt("other", new UnitId("xikou")), Matter, Begun.AddDays(1)));

        Assert.Equal(["head", "clerk"], _counts.RefusedPosts("tree-felling"));
        Assert.Empty(_counts.RefusedPosts("construction-noise"));
    }

    private static string Felling => Today.Structure.Matters.On("tree-felling", Today.Day)!.Steps.First(static one => one.Id == "permit").Power!.Value.Id;

    /// <summary>An item about people that has nothing to do with trees.</summary>
    private const string Sensitive = "applicant.household.income";

    private static (int Of, int Hits) Shares(ShareCount count) => (count.Of, count.Hits);

    private static (int Of, int Hits) Shares(ShareCounts<string> counts, string about) => Shares(counts.All[about]);

    private void See(int day, string unit, LookReason reason, int rows = 1)
    {
        var request = _position;
        for (var row = 0; row < rows; row++) Add(day, Officer(unit), new ValuesSeen(new RowId("person", $"r-{row}"), new ActorId("o-1"), new PostAt("clerk", new UnitId(unit)), "p", reason, request, ["person.name"], null, Begun.AddDays(day)));
    }

    private void Ask(int day, string key, WaitReason reason, string item) => Add(day, Officer("xikou"), new UnitAsked(Matter, key, new UnitId("xikou"), Bearer.Of(new UnitId("market")), reason, item, null, Begun.AddDays(day)));

    private void Answer(int day, string key, bool isOurs) => Add(day, Officer("market"), new UnitAnswered(Matter, key, Bearer.Of(new UnitId("market")), isOurs, [], null, [], Begun.AddDays(day)));

    private void Give(int day, FixedList<string> facts) => Add(day, Officer("xikou"), new InformationAdded(Matter, new UnitId("xikou"), facts, null, [], Begun.AddDays(day)));

    private void Hand(int day, string form, string unit, string occasion, params FixedList<string> facts) => Add(day, Officer(unit), new FormSubmitted(Handed(form, unit, occasion, facts)));

    private static HandedForm Handed(string form, string unit, string occasion, FixedList<string> facts) =>
        new(form, new UnitId(unit), occasion, "", 1, new PostAt("clerk", new UnitId(unit)), new ActorId("o-1"), facts, [], [], 0, facts.Count, 0, 0, null, null, Begun);

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
        .. Lines("again", counts.LooksAgain), .. Lines("vain", counts.People.InVain), .. Lines("bulk", counts.People.InBulk), .. Lines("collected", counts.Collected), .. Lines("resources", counts.Resources), .. Lines("unchanged", counts.Forms.Unchanged),
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
            IEvent happened = chance.Below(16) switch
            {
                0 => new MatterSeen(one, new ActorId("o-1"), post, at),
                1 => new StepPerformed(one, "permit", "permit", StepKind.Decide, chance.Happens(0.1) ? "refuse" : "grant", null, null, null, post, null, null, [], null, [], at),
                2 => new StepPerformed(one, "receive", "receive", StepKind.Receive, "done", null, null, null, post, null, null, [], null, [], at),
                3 => Referred(job: null) with { Matter = one },
                4 => new MatterClosed(one, ClosureKind.Solved, true, at),
                5 => new MatterReopened(one, 2, null, at),
                6 => new ActRefused("perform-step", "authority.not-held", new ActorId("o-1"), null, one, at),
                7 => new MatterSeen(one, new ActorId("o-2"), post, at),
                8 => new ValuesSeen(new RowId("person", "r-1"), new ActorId("o-1"), post, "p", chance.Happens(0.5) ? LookReason.OfPower(Felling) : LookReason.Of(one), chance.Happens(0.6) ? position : position - 1, ["person.name"], null, at),
                9 => new UnitAsked(one, "permit", new UnitId(unit), Bearer.Of(new UnitId("market")), WaitReason.Resource, "sound-meter", null, at),
                10 => new UnitAnswered(one, "permit", Bearer.Of(new UnitId("market")), chance.Happens(0.5), [], null, [], at),
                11 => new InformationAdded(one, new UnitId(unit), [chance.Happens(0.5) ? Sensitive : "matter.spot"], null, [], at),
                12 => new FormSubmitted(Handed("f", unit, $"2026-{position:d5}", [$"unit.a={chance.Below(2)}"])),
                13 => new StepPerformed(one, "ask-them", "ask-them", StepKind.Consult, "done", null, 3, 8, post, null, null, [], null, [], at),
                _ => new StepPerformed(one, "look", "look", StepKind.Check, "done", null, null, null, post, null, null, [], null, [], at),
            };
            yield return (position, by, at, happened);
        }
    }

    private void Look(double day, string unit) => Add(day, Officer(unit), new MatterSeen(Matter, new ActorId("o-1"), new PostAt("clerk", new UnitId(unit)), Begun.AddDays(day)));

    private void Step(int day, string unit, string step, StepKind kind, int? objections = null, int? answers = null) => Add(day, Officer(unit), new StepPerformed(Matter, step, step, kind, kind == StepKind.Decide ? "grant" : "done", null, objections, answers, new PostAt("clerk", new UnitId(unit)), null, null, [], null, [], Begun.AddDays(day)));

    private static ReferredUp Referred(string? job) => new(Matter, "permit", new PostAt("clerk", new UnitId("xikou")), new PostAt("head", new UnitId("natural-resources")), null, job, null, Begun);

    private static EntryActor.Officer Officer(string unit) => new("clerk", unit);

    private void Add(double day, EntryActor by, IEvent happened) => _counts.Add(_position++, by, Begun.AddDays(day), happened);
}
