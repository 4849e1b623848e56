using FsCheck;
using FsCheck.Fluent;
using Trellis.Process;
using Trellis.Process.Clocks;
using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Runtime.Process;
using Xunit;

namespace Trellis.Tests.Process;

/// <summary>Random acts of everybody, lawful or not, on time or entered later. Most are refused; what is accepted must leave everything that always holds.</summary>
public sealed class WhateverHappens
{
    private const string Flow = """
        - receive: {by: service-clerk, within: 2 working hours}
        - parallel:
            - check: {id: look, by: village-clerk, within: 2 working days, gives: [matter.repair-cost]}
            - sequence:
                - consult: {id: talk, by: village-head, with: public, shows: [facility.kind], lasts: 1 day, within: 3 working days}
                - any-order:
                    - perform: {id: sand, by: works-clerk, within: 1 working day}
                    - sequence:
                        - perform: {id: dig, by: works-clerk, within: 1 working day}
                        - perform: {id: fill, by: works-clerk, within: 1 working day}
          within: 4 working days
        - decide: {id: approval, power: approve-repair, amount: matter.repair-cost, apart-from: [look], within: 1 working day, outcomes: {approve: solved, refuse: refused}}
        - repeat:
            do:
              - perform: {id: mend, by: works-clerk, when: approval.outcome = "approve", within: 5 working days}
              - notify: {by: first-contact, tell: applicant, within: 1 working day}
              - confirm: {by: requester, within: 5 working days}
            until: confirm.outcome = "confirmed"
            at-most: 2
        """;

    private const string More = """
        acts:
          return: {at-most: 3, within: 5 working days}
          hand-over: {at-most: 4, within: 5 working days}
          refer-up: {at-most: 3, within: 5 working days}
          pause:
            at-most: 2
            total: 3 working days
            reasons:
              - {reason: weather, name: {zh: 雨雪, en: Rain}, stops-promise: liuhe-services/8}
              - {reason: office, name: {zh: 等部门, en: Another office}}
          whistle: {by: village-head, calls: {works-head: 30 minutes, safety-officer: 1 working hour}, until: {zh: 完, en: Done}, judged-by: requester}
          reopen: {within: 30 days}
        overdue: [{at: 80 %, remind: performer}, {at: 100 %, tell: township-leader@liuhe}, {after: 2 working days, refer-up: next}]
        """;

    private static readonly string[] Units = ["liuhe", "works-office", "zhongliu", "shangliu"];
    private static readonly string[] Posts = ["service-clerk@liuhe", "service-lead@liuhe", "township-leader@liuhe", "safety-officer@liuhe", "works-clerk@works-office", "works-head@works-office", "village-clerk@zhongliu", "village-head@zhongliu", "village-clerk@shangliu"];

    [Fact]
    public void One_unit_answers_at_every_moment_and_every_moment_is_booked_on_exactly_one_whatever_people_do()
    {
        var (accepted, refused, closed, words) = (0, 0, 0, new HashSet<string>(StringComparer.Ordinal));
        var run0 = ARun.Of(Flow, More);
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var dice = new Dice(seed);
            var run = run0.Again().Filed();
            var remembered = run.As(Actor.System);
            for (var moves = 0; moves < 80; moves++)
            {
                run.Later(dice.Next(5) == 0 ? TimeSpan.FromMinutes(dice.Next(3000)) : TimeSpan.FromMinutes(dice.Next(60)));
                if (dice.Next(3) == 0)
                {
                    foreach (var job in Jobs.Due(run.Matter, run.As(Actor.System)))
                        if (Jobs.Decide(run.Matter, job, run.As(Actor.System)) is Outcome.Accepted done) run.Do(done);
                }

                var outcome = Random(run, dice);
                if (outcome is Outcome.Accepted yes)
                {
                    accepted++;
                    words.Add(yes.Events[0].Wire);
                    foreach (var one in yes.Events)
                    {
                        _ = Walk(run, remembered);
                        run.Do(Outcome.Accept(one));
                        Assert.Equal(Walk(run, run.As(Actor.System)), Walk(run, remembered));
                    }

                    AlwaysHolds.Of(run);
                    Assert.Equal(run.Matter.Fired.Order(StringComparer.Ordinal), run.Matter.Fired);
                    Assert.Equal(Jobs.All(run.Matter, run.As(Actor.System)) is [var first, ..] ? first.At : null, Jobs.Next(run.Matter, run.As(Actor.System)));
                    if (yes.Left is Matter left) Assert.Equal(MatterBytes.Write(run.Matter, MatterTrack.Empty), MatterBytes.Write(left, MatterTrack.Empty));
                    if (run.Matter.State == MatterState.Closed) closed++;
                }
                else refused++;
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

        Assert.True(accepted > 2000 && refused > 1000 && closed > 50, $"{accepted} accepted, {refused} refused, {closed} closed");
        Assert.True(words.Count >= 20, string.Join(' ', words.Order(StringComparer.Ordinal)));
    }

    /// <summary>Where the matter stands in its flow, in words; with circumstances that saw an earlier walk, without walking again where that one still holds.</summary>
    private static string Walk(ARun run, Circumstances circumstances)
    {
        var flow = circumstances.Flows.Of(run.Matter.Type, circumstances.Times.DayOf(run.Matter.Filed))!;
        var walk = FlowWalk.Of(flow, run.Matter, circumstances);
        return $"{string.Join(", ", walk.Waits.Select(static one => $"{one.Key} since {one.Since:O}"))}; ended {walk.Ended:O}";
    }

    private static Outcome Random(ARun run, Dice dice)
    {
        var matter = run.Matter;
        var id = matter.Id;
        var key = matter.Open.Count > 0 ? matter.Open[dice.Next(matter.Open.Count)].Key : "look";
        var happened = dice.Next(4) == 0 ? run.Now - TimeSpan.FromMinutes(dice.Next(2000)) : (DateTimeOffset?)null;
        var performer = matter.OpenAt(key)?.Performer?.Post;
        var by = dice.Next(4) == 0 ? ARun.Resident
            : performer is { } post && dice.Next(2) == 0 ? new Actor.Officer(new ActorId($"o-{post.Post}-{post.Unit}"), post)
            : dice.Next(3) == 0 ? new Actor.Officer(new ActorId($"o-{matter.HeldBy}"), new PostAt("service-lead", matter.HeldBy))
            : ARun.Officer(Posts[dice.Next(Posts.Length)]);
        var circumstances = run.As(by, happened);
        var unit = new UnitId(Units[dice.Next(Units.Length)]);
        var on = dice.Next(3) == 0 ? Bearer.Requester : Bearer.Of(unit);
        var whistle = matter.Whistles.Count;
        var called = matter.RunningWhistle is { } blown ? blown.Calls[dice.Next(blown.Calls.Count)].Called.Unit : unit;
        var why = new PersonalText("because");
        return dice.Next(29) switch
        {
            0 => With(new HandOverMatter(id, dice.Next(2) == 0 ? null : key, unit), act => HandingOverMatters.Decide(matter, act, circumstances)),
            1 => With(new ReturnMatter(id, dice.Next(2) == 0 ? null : key, new DutyId(dice.Next(2) == 0 ? "small-repairs" : "safety-walks"), unit), act => ReturningMatters.Decide(matter, act, circumstances)),
            2 => With(new ReferUp(id, key), act => ReferringUp.Decide(matter, act, circumstances)),
            3 => With(new RefuseTask(id, dice.Next(2) == 0 ? null : key), act => RefusingTasks.Decide(matter, act, circumstances)),
            4 => With(new PauseMatter(id, dice.Next(2) == 0 ? "weather" : "office", on), act => PausingMatters.Decide(matter, act, circumstances)),
            5 or 6 => With(new ResumeMatter(id), act => PausingMatters.Decide(matter, act, circumstances)),
            7 => With(new AskUnit(id, key, on, (WaitReason)(1 + dice.Next(4)), null), act => AskingUnits.Decide(matter, act, circumstances)),
            8 => With(new AnswerUnit(id, key, dice.Next(2) == 0, []), act => AskingUnits.Decide(matter, act, circumstances)),
            9 => With(new AnswerUnit(id, key, dice.Next(2) == 0, []), act => AskingUnits.Decide(matter, act, run.As(matter.OpenAt(key)?.Asked?.Bearer.Unit is { } asked ? new Actor.Officer(new ActorId("o-x"), new PostAt("any", asked)) : by, happened))),
            10 => With(new BlowWhistle(id, dice.Next(2) == 0 ? null : key, []), act => BlowingWhistles.Decide(matter, act, run.As(ARun.Officer("village-head@zhongliu"), happened))),
            11 or 12 => With(new AttendWhistle(id, whistle, called), act => BlowingWhistles.Decide(matter, act, run.As(ARun.Officer("village-head@zhongliu"), happened))),
            13 => With(new ReportAtWhistle(id, whistle, called, dice.Next(2) == 0, why), act => BlowingWhistles.Decide(matter, act, run.As(ARun.Officer("village-head@zhongliu"), happened))),
            14 => With(new JudgeWhistle(id, whistle, dice.Next(2) == 0 ? WhistleVerdict.Settled : WhistleVerdict.WithoutEffect), act => BlowingWhistles.Decide(matter, act, run.As(ARun.Resident, happened))),
            15 => With(new AddInformation(id, [], why), act => AddingInformation.Decide(matter, act, circumstances)),
            16 => dice.Next(6) == 0 ? ClosingMatters.Decide(matter, new CloseMatter(id, (ClosureKind)dice.Next(6), why, unit), run.As(new Actor.Officer(new ActorId("o-y"), new PostAt("any", matter.HeldBy)), happened)) : RemindingUnits.Decide(matter, new RemindUnit(id, key), circumstances),
            17 => dice.Next(6) == 0 ? WithdrawingMatters.Decide(matter, new WithdrawMatter(id), circumstances) : FindingPerformersAgain.Decide(matter, new FindPerformerAgain(id, key), circumstances),
            18 => With(new ReopenMatter(id), act => ReopeningMatters.Decide(matter, act, run.As(ARun.Resident, happened))),
            19 => dice.Next(7) switch
            {
                0 => With(new PublishMatter(id), act => PublishingMatters.Decide(matter, act, run.As(ARun.Resident, happened))),
                1 => With(new UnpublishMatter(id), act => PublishingMatters.Decide(matter, act, run.As(ARun.Resident, happened))),
                var stars => With(new RateMatter(id, stars), act => RatingMatters.Decide(matter, act, run.As(ARun.Resident))),
            },
            20 => With(new RecordReach(id, key, dice.Next(4) == 0 ? Channel.Telephone : matter.Channel, ReachProof.Spoke), act => ConfirmingMatters.Decide(matter, act, circumstances)),
            22 => With(new RecordAnswers(id, key, dice.Next(4), dice.Next(3)), act => ConsultingPeople.Decide(matter, act, circumstances)),
            23 => dice.Next(8) == 0 ? With(new DeclareConflict(id, why), act => DeclaringConflicts.Decide(matter, act, circumstances)) : With(new EndConsultation(id, key), act => ConsultingPeople.Decide(matter, act, run.As(Actor.System))),
            21 => With(new EscalateMatter(id, key), act => RemindingUnits.Decide(matter, act, circumstances)),
            _ => matter.OpenAt(key) is { Kind: PointKind.Step } && matter.State == MatterState.Open
                ? run.TryPerform(key, dice.Next(3) == 0 ? null : Result(key, dice), null, happened, new GivenItem("matter.repair-cost", Trellis.Structure.Expressions.Value.Of(new Trellis.Structure.Quantities.Quantity(500, Trellis.Structure.Quantities.Measure.Yuan))))
                : ProcessRefusals.StepNotOpen,
        };
    }

    /// <summary>What an act is refused with must stand in its description.</summary>
    private static Outcome With<T>(T act, Func<T, Outcome> rule)
        where T : IAct
    {
        var outcome = rule(act);
        if (outcome is Outcome.Refused { Why: var why }) Assert.Contains(why, ProcessActs.Find(act.Word)!.Refusals);
        else Assert.Contains(((Outcome.Accepted)outcome).Events[0].Wire, ProcessActs.Find(act.Word)!.Events);
        return outcome;
    }

    private static StepResult? Result(string key, Dice dice) => key.Split('#')[0] switch
    {
        "approval" => new StepResult.Decided(dice.Next(2) == 0 ? "approve" : "refuse"),
        "look" => new StepResult.Checked(dice.Next(2) == 0),
        "confirm" => dice.Next(2) == 0 ? new StepResult.Disputed() : new StepResult.Confirmed(),
        _ => null,
    };
}
