using Trellis.Authority;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;

namespace Trellis.Scenarios.Process;

/// <summary>Random acts of everybody on several matters of the county, lawful or not, on time or entered later. Same seed, same acts.</summary>
internal static class RandomActs
{
    private static readonly string[] Types = ["construction-noise", "small-restaurant"];
    private static readonly string[] Units = ["urban-management", "heping", "xikoujie", "market-regulation", "cuiwei"];

    /// <param name="OfKind">Acts that were done, by their words.</param>
    public sealed record Came(int Done, int Refused, int Closed, IReadOnlyDictionary<string, int> OfKind);

    /// <param name="atOnce">Acts that are under way at the same time.</param>
    /// <param name="between">What happens between them, to these matters.</param>
    public static async Task<Came> RunAsync(ADesk desk, int seed, int acts, int atOnce = 8, Func<Random, IReadOnlyList<MatterId>, Task>? between = null)
    {
        var dice = new Random(seed);
        var matters = new List<MatterId>();
        var (done, refused, closed) = (0, 0, 0);
        var kinds = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var left = acts; left > 0; left -= atOnce)
        {
            desk.Clock.Move(TimeSpan.FromMinutes(dice.Next(4) == 0 ? dice.Next(1500) : dice.Next(30)));
            if (dice.Next(4) == 0) await desk.Desk.RunDueAsync(ARecord.Patience);
            if (dice.Next(6) == 0) await LendOrWithdrawAsync(desk, dice);
            while (matters.Count < 3 || dice.Next(6) == 0) matters.Add((await desk.File(RandomChanges.Today(desk, Types[dice.Next(2)]), dice.Next(2) == 0 ? RandomChanges.Today(desk, "heping") : "xikoujie", ("premises.area", Value.Of(new Quantity(dice.Next(200), Measure.SquareMetre))))).Id);
            var orders = new List<(Actor By, IAct Act, DateTimeOffset? Happened)>();
            for (var number = 0; number < atOnce; number++)
            {
                var matter = desk.Desk.Questions.Find(Actor.System, matters[dice.Next(matters.Count)])!.Value.Matter;
                orders.Add(await AnyAsync(desk, matter, dice));
            }

            foreach (var (answer, order) in (await Task.WhenAll(orders.Select(one => desk.Try(one.By, one.Act, one.Happened, key: dice.Next(3) == 0 ? $"k-{dice.Next()}" : null)))).Zip(orders))
            {
                if (answer is ActAnswer.Done { Matter: { } after })
                {
                    done++;
                    kinds[order.Act.Word] = kinds.GetValueOrDefault(order.Act.Word) + 1;
                    if (after.State == MatterState.Closed) closed++;
                }
                else refused++;
            }

            if (between is not null) await between(dice, matters);
        }

        return new Came(done, refused, closed, kinds);
    }

    /// <summary>Whoever holds the power over small restaurants lends it to a township, or takes back what was lent; then steps go where the power is.</summary>
    private static async Task LendOrWithdrawAsync(ADesk desk, Random dice)
    {
        var today = desk.Desk.InForce.DayOf(desk.Clock.Now);
        var holders = desk.Desk.InForce.Mandates.On(today, desk.Desk.Standing);
        var power = desk.Desk.InForce.Structure.Powers.All.Where(one => one.DelegableDepth > 0 && holders.Of(one.Id).Count > 0).ElementAt(dice.Next(3));
        var holder = holders.Of(power.Id)[0];
        var by = await desk.Officer(new PostAt(holder.Post, new UnitId(holder.Unit.Id)));
        var lent = desk.Desk.Standing.LentByActs;
        if (lent.Count > 0 && dice.Next(2) == 0)
        {
            var one = lent[dice.Next(lent.Count)];
            await desk.Try(await desk.Officer(new PostAt(one.Giver.Post, new UnitId(one.Giver.At!))), new WithdrawPower(one.Id, null, today, new PersonalText("because")));
        }
        else
        {
            await desk.Try(by, new LendPower($"lent-{lent.Count + 1}", $"power/{power.Id}", new PostAt("service-lead", new UnitId(Units[dice.Next(Units.Length)])), LentLimits.None, true, 0, today, today.AddDays(dice.Next(5)), [.. power.Basis.Select(static one => one.ToString())], new PersonalText("because")));
        }

        await desk.Desk.TellReturnsAsync(ARecord.Patience);
        await desk.Desk.FindPerformersAgainAsync(ARecord.Patience);
    }

    private static async Task<(Actor By, IAct Act, DateTimeOffset? Happened)> AnyAsync(ADesk desk, Matter matter, Random dice)
    {
        var id = matter.Id;
        var open = matter.Open.Count > 0 ? matter.Open[dice.Next(matter.Open.Count)] : null;
        var key = open?.Key ?? "look";
        var happened = dice.Next(4) == 0 ? desk.Clock.Now - TimeSpan.FromMinutes(dice.Next(2000)) : (DateTimeOffset?)null;
        var holder = await desk.Officer(new PostAt("", matter.HeldBy));
        var by = dice.Next(5) == 0 ? ADesk.Resident : open?.Performer?.Post is { } post && dice.Next(3) > 0 ? await desk.Officer(post, dice.Next(4) == 0) : dice.Next(8) == 0 ? new Actor.Officer(new ActorId("o-nobody"), new PostAt("clerk", new UnitId("cuiwei"))) : holder;
        var unit = new UnitId(Units[dice.Next(Units.Length)]);
        var on = dice.Next(3) == 0 ? Bearer.Requester : Bearer.Of(unit);
        var called = matter.RunningWhistle is { } blown ? blown.Calls[dice.Next(blown.Calls.Count)].Called : new PostAt("", unit);
        var why = new PersonalText("因为 because");
        return dice.Next(26) switch
        {
            0 => (by, new HandOverMatter(id, dice.Next(2) == 0 ? null : key, unit, Reason: why), happened),
            1 => (by, new ReturnMatter(id, dice.Next(2) == 0 ? null : key, new DutyId("construction-noise"), unit, why), happened),
            2 => (by, new ReferUp(id, key), happened),
            3 => (by, new RefuseTask(id, dice.Next(2) == 0 ? null : key), happened),
            4 => (by, new PauseMatter(id, "kitchen-changes", on), happened),
            5 => (by, new ResumeMatter(id), happened),
            6 => (by, new AskUnit(id, key, on, (WaitReason)(1 + dice.Next(4)), null, why), happened),
            7 => (await desk.Officer(new PostAt("", open?.Asked?.Bearer.Unit ?? unit)), new AnswerUnit(id, key, dice.Next(2) == 0, [], why), happened),
            8 => (await desk.Officer(new PostAt("township-leader", dice.Next(2) == 0 ? matter.Holdings[0].Unit : matter.HeldBy)), new BlowWhistle(id, dice.Next(2) == 0 ? null : key, []), happened),
            9 => (await desk.Officer(called), new AttendWhistle(id, matter.Whistles.Count, called.Unit), happened),
            10 => (await desk.Officer(called), new ReportAtWhistle(id, matter.Whistles.Count, called.Unit, dice.Next(2) == 0, why), happened),
            11 => (ADesk.Resident, new JudgeWhistle(id, matter.Whistles.Count, dice.Next(2) == 0 ? WhistleVerdict.Settled : WhistleVerdict.WithoutEffect), happened),
            12 => (by, new AddInformation(id, [new GivenItem("premises.area", Value.Of(new Quantity(dice.Next(200), Measure.SquareMetre)))], why), happened),
            13 => (ADesk.Resident, dice.Next(8) == 0 ? new WithdrawMatter(id, why) : new RemindUnit(id, key), happened),
            14 => (ADesk.Resident, new ReopenMatter(id), happened),
            15 => (ADesk.Resident, dice.Next(7) is > 3 and var stars ? new RateMatter(id, stars) : matter.Published is null ? new PublishMatter(id) : new UnpublishMatter(id), null),
            16 => (by, new RecordReach(id, key, dice.Next(4) == 0 ? Channel.Telephone : matter.Channel, ReachProof.Spoke), happened),
            17 => (holder, new LookAtMatter(id), null),
            18 => (ADesk.Resident, new EscalateMatter(id, key, Reason: why), happened),
            19 => (by, new RecordAnswers(id, key, 1 + dice.Next(3), dice.Next(3)), happened),
            20 => (by, dice.Next(6) == 0 ? new DeclareConflict(id, why) : new FindPerformerAgain(id, key), happened),
            _ => (by, new PerformStep(id, key, ResultFor(desk, matter, key, dice), Gives(desk, matter, key, dice), why), happened),
        };
    }

    private static StepResult ResultFor(ADesk desk, Matter matter, string key, Random dice)
    {
        var step = StepOf(desk, matter, key);
        return step?.Kind switch
        {
            Trellis.Structure.StepKind.Receive => new StepResult.Received(),
            Trellis.Structure.StepKind.Check => new StepResult.Checked(dice.Next(3) > 0),
            Trellis.Structure.StepKind.Consult => new StepResult.Consulted(3, dice.Next(3)),
            Trellis.Structure.StepKind.Decide => new StepResult.Decided(step.Outcomes.Count > 0 ? step.Outcomes[dice.Next(step.Outcomes.Count)].Outcome : "grant"),
            Trellis.Structure.StepKind.Deliver => new StepResult.Delivered(),
            Trellis.Structure.StepKind.Notify => new StepResult.Notified(),
            Trellis.Structure.StepKind.Confirm => dice.Next(2) == 0 ? new StepResult.Confirmed() : new StepResult.Disputed(),
            _ => new StepResult.Performed(),
        };
    }

    private static FixedList<GivenItem> Gives(ADesk desk, Matter matter, string key, Random dice) =>
        [.. (StepOf(desk, matter, key)?.Gives ?? []).Select(given => new GivenItem(given.Id!, given.Id switch
        {
            "matter.noise-level" => Value.Of(new Quantity(40 + dice.Next(60), Measure.Decibel)),
            "matter.fine-sum" => Value.Of(new Quantity(dice.Next(9000), Measure.Yuan)),
            "matter.night-permit" or "matter.work-stopped" => Value.Of(dice.Next(2) == 0),
            _ => Value.Document($"d-{dice.Next(100)}"),
        }))];

    private static Trellis.Structure.FlowPart.Step? StepOf(ADesk desk, Matter matter, string key) => matter.OpenAt(key) is { } open ? desk.Desk.InForce.Structure.Matters.All.SelectMany(static type => type.Steps).FirstOrDefault(step => step.Id == open.Step) : null;
}
