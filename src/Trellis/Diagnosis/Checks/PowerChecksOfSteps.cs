using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Checks;

/// <summary>Who does the work that flows and forms ask for: TR1011, TR1012, TR1013, TR1015.</summary>
internal static class PowerChecksOfSteps
{
    public static void Check(CheckContext context, BearingDuties bearing)
    {
        foreach (var matter in context.Holding(context.Structure.Matters))
        {
            CheckPerformers(context, bearing, matter);
            CheckOwnWorkChecked(context, bearing, matter);
        }

        foreach (var duty in context.Holding(context.Structure.Duties))
            if (duty.TakenBack is not null) CheckTakenBack(context, bearing, duty);
        CheckApprovals(context, bearing);
    }

    /// <summary>
    /// Whether a step is work of the duty: receiving, handing over, telling and confirming is done by the counter for all duties;
    /// a resolution or an agreement is the own act of those who make it.
    /// </summary>
    private static bool IsWork(FlowPart.Step step) => step.Kind is StepKind.Check or StepKind.Perform or StepKind.Consult or StepKind.Decide;

    /// <summary>TR1015: a unit does the work of a duty that it neither leads nor supports.</summary>
    private static void CheckPerformers(CheckContext context, BearingDuties bearing, MatterType matter)
    {
        var told = new List<(Duty Duty, PostName By, List<FlowPart.Step> Steps, List<UnitOnDay> Units)>();
        foreach (var step in matter.Steps)
        {
            if (!IsWork(step) || step.By is not { } by || bearing.DutyOf(matter, step) is not { } duty) continue;
            // Without a lead nobody bears it; that is a finding of its own.
            if (duty.Leads.Count == 0) continue;
            var strangers = bearing.Performers(matter, step).Where(unit => !bearing.Bears(unit, duty)).ToList();
            if (strangers.Count == 0) continue;
            if (told.FindIndex(one => one.Duty == duty && one.By.Post == by.Post && one.By.At == by.At) is var same and >= 0) told[same].Steps.Add(step);
            else told.Add((duty, by, [step], strangers));
        }

        foreach (var (duty, by, steps, units) in told)
        {
            var own = DutyWithPower(context, bearing, steps, units[0]);
            var named = Saying.List([.. steps.Select(static step => new Text($"「{step.Id}」", $"\"{step.Id}\""))]);
            var leads = Saying.List([.. duty.Leads.Select(lead => Saying.Of(context, lead.Id))]);
            context.Add(FindingCodes.WorkWithoutDuty, by.Mark, matter,
                new($"{Saying.Of(matter).Zh}的步骤{named.Zh}由{Saying.Of(context, by).Zh}办理，但{Saying.Places(units).Zh}既不主办也不协办{Saying.Of(duty).Zh}（主办是{leads.Zh}）。", $"In {Saying.Of(matter).En} {Saying.Verb(steps, "the step", "the steps")} {named.En} {Saying.Verb(steps, "is", "are")} done by {Saying.Of(context, by).En}, but {Saying.Places(units).En} neither {Saying.Verb(units, "leads nor supports", "lead nor support")} {Saying.Of(duty).En}, which {leads.En} leads."),
                own is null
                    ? new("把它列为协办（support）并写明做什么，或给步骤写上它自己承担的职责（duty），或改由承担的单位办理。", "Name it as a supporter with what it does, or give the step the duty that it does bear, or let a unit that bears the duty do it.")
                    : new($"它承担的是{Saying.Of(own).Zh}：给步骤写上 duty: {own.Id}，或把它列为协办（support）。", $"The duty it does bear is {Saying.Of(own).En}: write duty: {own.Id} on the step, or name it as a supporter."),
                units,
                [.. steps.Skip(1).Select(static step => new RelatedPlace(step.At, new($"步骤 {step.Id} 也是。", $"So is the step {step.Id}.")))]);
        }
    }

    /// <summary>A duty of the unit whose needs name the power of the step: most likely the one that was meant.</summary>
    private static Duty? DutyWithPower(CheckContext context, BearingDuties bearing, List<FlowPart.Step> steps, UnitOnDay unit)
    {
        var power = steps.Find(static step => step.Power is not null)?.Power?.Id;
        return power is null ? null : context.Holding(context.Structure.Duties).FirstOrDefault(duty => duty.NeededPowers.Any(need => need.Id == power) && bearing.Bears(unit, duty));
    }

    /// <summary>TR1011: a post checks what the same post has done before in the flow, and nothing keeps the two apart.</summary>
    private static void CheckOwnWorkChecked(CheckContext context, BearingDuties bearing, MatterType matter)
    {
        foreach (var (check, before) in FlowOrder.WithEarlier(matter))
        {
            if (check.Kind is not (StepKind.Check or StepKind.Decide)) continue;
            if (check is { By: null, Power: not null } || before.Any(static step => step is { By: null, Power: not null })) CheckByPower(context, bearing, matter, check, before);
            if (check.Kind != StepKind.Check || PostOf(context, check) is not { } post) continue;
            if (Checked(check, before) is not { } done || PostOf(context, done) is not { } doing || doing.Post != post.Post || doing.At != post.At) continue;
            if (check.ApartFrom.Any(apart => apart.Id == done.Id)) continue;
            var name = Saying.Of(context, post);
            context.Add(FindingCodes.DoesAndChecks, check.By!.Value.Mark, matter,
                new($"{Saying.Of(matter).Zh}中，步骤 {done.Id} 由{name.Zh}办，随后的检查 {check.Id} 又由同一岗位做：自己办、自己查。", $"In {Saying.Of(matter).En} the step {done.Id} is done by {name.En}, and the check {check.Id} that follows by the same post: it checks its own work."),
                new($"改由另一岗位检查；同一岗位有两人以上的，至少写 apart-from: [{done.Id}]，让另一个人查。", $"Let another post check; where the post has two or more seats, at least write apart-from: [{done.Id}], so that it is another person."),
                related: [new(done.At, new($"步骤 {done.Id} 在这里。", $"The step {done.Id} stands here."))]);
        }
    }

    /// <summary>
    /// The same where the power alone says who does the work, or who checks or approves it: at each place the nearest that may. It is told where
    /// that is the very post that did the work, because nobody else sits near.
    /// </summary>
    private static void CheckByPower(CheckContext context, BearingDuties bearing, MatterType matter, FlowPart.Step check, IReadOnlyList<FlowPart.Step> before)
    {
        if (Checked(check, before) is not { } done || (check.By is not null && done.By is not null) || check.ApartFrom.Any(apart => apart.Id == done.Id)) return;
        // An approval that names no facts, or none of that work, approves something else.
        if (check.Kind == StepKind.Decide && !done.Gives.Any(given => check.Uses.Any(used => used.Id == given.Id) || check.Amount?.Id == given.Id)) return;
        var units = new List<UnitOnDay>();
        var name = "";
        foreach (var place in bearing.PlacesOf(matter))
        {
            if (At(check, place) is not var (post, unit) || At(done, place) != (post, unit) || units.Contains(unit)) continue;
            units.Add(unit);
            name = post;
        }

        if (units.Count == 0) return;
        var who = Saying.Of(context, new PostName(name, units.Count == 1 ? units[0].Id : null, Mark.None));
        context.Add(FindingCodes.DoesAndChecks, (check.By?.Mark ?? check.Power?.At ?? check.At), matter,
            new($"{Saying.Of(matter).Zh}中，步骤 {done.Id} 和随后的{(check.Kind == StepKind.Check ? "检查" : "审批")} {check.Id} 在{Saying.Places(units).Zh}由同一岗位办：{who.Zh}是那里最近的有权岗位，自己办、自己查。", $"In {Saying.Of(matter).En} the step {done.Id} and the {(check.Kind == StepKind.Check ? "check" : "approval")} {check.Id} that follows are done by the same post at {Saying.Places(units).En}: {who.En} is the nearest that may, and checks its own work."),
            new($"写 apart-from: [{done.Id}]，让另一个人或更远的有权岗位来办；或写明由谁办（by）。", $"Write apart-from: [{done.Id}], so that another person or the next post that may does it, or say who does it (by)."),
            units,
            [new(done.At, new($"步骤 {done.Id} 在这里。", $"The step {done.Id} stands here."))]);

        (string Post, UnitOnDay Unit)? At(FlowPart.Step step, UnitOnDay place)
        {
            if (PostOf(context, step) is { } named)
            {
                if (named.At is not { } at) return context.Day.Nearest(named.Post, place) is [var near] ? (named.Post, near) : null;
                return context.Day.Expand(at).FirstOrDefault(unit => context.Day.PostAt(named.Post, unit) is not null && (context.Day.Unit(at) is not null || unit.Contains(place))) is { } there ? (named.Post, there) : null;
            }

            if (step.By is not null || step.Power is not { } power) return null;
            foreach (var near in context.Holders.For(place, power.Id))
                if (near.Mandate.Chain.All(link => link.Limits.Matters is not { } matters || matters.Any(one => one.Id == matter.Id))) return (near.Mandate.Post, near.Mandate.Unit);
            return null;
        }
    }

    /// <summary>The work that a check looks at: the last that gave a fact it uses; where it names no facts, the last work before it.</summary>
    private static FlowPart.Step? Checked(FlowPart.Step check, IReadOnlyList<FlowPart.Step> before)
    {
        for (var at = before.Count - 1; at >= 0; at--)
        {
            var earlier = before[at];
            if (earlier.Kind is not (StepKind.Perform or StepKind.Decide)) continue;
            if (check.Uses.Count == 0 || earlier.Gives.Count == 0 || earlier.Gives.Any(given => check.Uses.Any(used => used.Id == given.Id))) return earlier;
        }

        return null;
    }

    /// <summary>The post that a step names; null for the requester, first contact, roles and systems.</summary>
    private static PostName? PostOf(CheckContext context, FlowPart.Step step) =>
        step.By is { } by && !step.ByRequester && step.BySystem is null && context.Structure.Posts.Has(by.Post) ? by : null;

    /// <summary>TR1012: a duty moved up, and something still loads those who had it.</summary>
    private static void CheckTakenBack(CheckContext context, BearingDuties bearing, Duty duty)
    {
        var back = duty.TakenBack!;
        if (back.On > context.Date) return;
        var freed = context.Day.Expand(back.Units.Id).ToHashSet();
        if (freed.Count == 0) return;
        var loads = new List<(Text What, Mark At, List<UnitOnDay> Units)>();
        foreach (var lead in duty.Leads)
            if (Loaded(context.Day.Expand(lead.Id, duty)) is { Count: > 0 } units) loads.Add((new($"主办（lead）仍写着 {lead.Id}", $"its lead still names {lead.Id}"), lead.At, units));
        foreach (var support in duty.Supports)
            if (Loaded(context.Day.Expand(support.Who.Id, duty)) is { Count: > 0 } units) loads.Add((new($"协办（support）仍写着 {support.Who.Id}", $"its support still names {support.Who.Id}"), support.Who.At, units));

        var powers = duty.NeededPowers.Select(static need => need.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var matter in context.Holding(context.Structure.Matters))
        {
            foreach (var step in matter.Steps)
            {
                if (bearing.DutyOf(matter, step) != duty) continue;
                if (step.Power is { } power) powers.Add(power.Id);
                if (!IsWork(step)) continue;
                if (Loaded(bearing.Performers(matter, step)) is { Count: > 0 } units) loads.Add((new($"{Saying.Of(matter).Zh}的步骤 {step.Id} 仍由它们办", $"the step {step.Id} of {Saying.Of(matter).En} is still theirs"), step.At, units));
            }
        }

        foreach (var form in context.Holding(context.Structure.Forms))
        {
            if (form.Duty?.Id != duty.Id) continue;
            if (Loaded(context.Day.Expand(form.FilledBy.At, form)) is { Count: > 0 } units) loads.Add((new($"表单{Saying.Of(form).Zh}仍要它们填", $"the form {Saying.Of(form).En} is still filled by them"), form.FilledBy.Mark, units));
        }

        foreach (var delegation in context.Holding(context.Structure.Delegations))
        {
            if (PowerOf(context, delegation) is not { } power || !powers.Contains(power)) continue;
            if (Loaded(context.Day.Expand(delegation.Receiver.At, delegation)) is not { Count: > 0 } units) continue;
            // The same power may serve another duty that is still theirs, or other matter types.
            if (units.TrueForAll(unit => LeadsAnother(context, bearing, duty, power, unit)) || ServesOthersOnly(context, delegation, duty)) continue;
            loads.Add((new($"授权{Saying.Of(delegation).Zh}仍把职权留给它们", $"the delegation {Saying.Of(delegation).En} still leaves them the power"), delegation.At, units));
        }

        if (loads.Count == 0) return;
        var places = loads.SelectMany(static load => load.Units).Distinct().ToList();
        context.Add(FindingCodes.TakenBackStillLoads, back.At, duty,
            new($"{Saying.Of(duty).Zh}已于 {back.On:yyyy-MM-dd} 从{Saying.Of(context, back.Units.Id).Zh}收回，但{string.Join('，', loads.Select(static load => load.What.Zh))}。", $"{Saying.Of(duty).En} was taken back from {Saying.Of(context, back.Units.Id).En} on {back.On:yyyy-MM-dd}, but {string.Join(", ", loads.Select(static load => load.What.En))}."),
            new("收回就收干净：删去这些协办和步骤，结束授权（写上 to），表单改由承担单位填；确需保留的，重新列入清单并配齐条件。", "Take it back in full: strike those supports and steps, end the delegation with a to date, let the bearer fill the form. What must stay goes back into the list, with its means."),
            places,
            [.. loads.Select(static load => new RelatedPlace(load.At, new($"{load.What.Zh}。", $"Here {load.What.En}.")))]);

        List<UnitOnDay> Loaded(IReadOnlyList<UnitOnDay> units) => [.. units.Where(unit => freed.Contains(unit))];
    }

    private static bool LeadsAnother(CheckContext context, BearingDuties bearing, Duty duty, string power, UnitOnDay unit) =>
        context.Holding(context.Structure.Duties).Any(other => other != duty && other.NeededPowers.Any(need => need.Id == power) && bearing.Leads(other).Contains(unit));

    private static bool ServesOthersOnly(CheckContext context, Delegation delegation, Duty duty) =>
        delegation.Limits.Matters is { } matters && matters.All(matter => context.Structure.Matters.On(matter.Id, context.Date) is { } type && type.Duty.Id != duty.Id);

    private static string? PowerOf(CheckContext context, Delegation delegation)
    {
        var of = delegation.Of;
        for (var hops = 0; of.Kind == Kind.Delegation && hops < 64; hops++)
        {
            if (context.Structure.Delegations.On(of.Id, context.Date) is not { } above) return null;
            of = above.Of;
        }

        return of.Kind == Kind.Power ? of.Id : null;
    }

    private sealed record Approval(MatterType Matter, string Field, string Class, IReadOnlyList<string> For, List<FlowPart.Step> Decisions, List<int> Levels)
    {
        public bool IsLike(Approval other) => Class == other.Class && For.Intersect(other.For, StringComparer.Ordinal).Any();
    }

    /// <summary>
    /// TR1013: more approvals in a row, or on more levels, than the median of comparable matter types: the same class of power and the same
    /// askers, in the same field where there are enough of them. A penalty that follows an order is no second approval of what was asked for;
    /// an approval that rests on a basis of its own is one that the law wants. The parts of a bundle are looked at as the matters they are.
    /// </summary>
    private static void CheckApprovals(CheckContext context, BearingDuties bearing)
    {
        var approvals = new List<Approval>();
        foreach (var matter in context.Holding(context.Structure.Matters))
        {
            if (context.Structure.Duties.On(matter.Duty.Id, context.Date) is not { Field: { } field } duty) continue;
            // What is asked for is settled by the first decision that can solve it; a gate before it and a review behind it are not.
            var all = matter.Steps.Where(static step => step.Kind == StepKind.Decide).ToList();
            if (all.Count == 0 || ClassOf(context, all.Find(static step => step.Outcomes.Any(static outcome => outcome.Result == "solved")) ?? all[^1]) is not { } main) continue;
            var decisions = FlowOrder.Decisions(matter.Flow, step => ClassOf(context, step) is { } one && (one == main || one is "licence" or "payment" or "confirmation" or "internal"));
            if (decisions.Count == 0) continue;
            var grounds = bearing.Leads(duty);
            var place = bearing.Leaves.FirstOrDefault(leaf => grounds.Any(unit => unit.Contains(leaf)));
            var levels = decisions.ConvertAll(step => place is not null && step.Power is { } one && context.Holders.For(place, one.Id) is [var near, ..] ? near.Mandate.Unit.LevelRank : -1);
            approvals.Add(new Approval(matter, field.Id, main, matter.Guide.For, decisions, levels));
        }

        foreach (var one in approvals)
        {
            if (one.Decisions.Count < 2) continue;
            var like = approvals.FindAll(other => other != one && other.IsLike(one));
            if (like.FindAll(other => other.Field == one.Field) is var near && near.Count >= context.Settings.ComparableApprovals) like = near;
            if (like.Count < context.Settings.ComparableApprovals) continue;
            var free = one.Decisions.FindAll(step => !step.Basis.Any(basis => context.Structure.InForce(basis, context.Date)));
            var decisions = Math.Max(1, free.Count);
            var usual = Median(like.ConvertAll(static other => other.Decisions.Count));
            var levels = free.Count < 2 ? 1 : LevelsOf(one);
            var usualLevels = Median(like.ConvertAll(LevelsOf));
            if (decisions - usual >= 1 || levels - usualLevels >= 1) TellApprovals(context, bearing, one, like, usual);
        }
    }

    private static string? ClassOf(CheckContext context, FlowPart.Step step) => context.Structure.Powers.On(step.Power?.Id, context.Date)?.Class.Id;

    private static int LevelsOf(Approval approval) => Math.Max(1, approval.Levels.Where(static level => level >= 0).Distinct().Count());

    private static void TellApprovals(CheckContext context, BearingDuties bearing, Approval one, List<Approval> like, double usual)
    {
        var levels = LevelsOf(one);
        var comparable = Saying.List([.. like.Select(static other => Saying.Of(other.Matter))]);
        context.Add(FindingCodes.ApprovalsBeyondComparable, one.Decisions[1].At, one.Matter,
            new($"{Saying.Of(one.Matter).Zh}要过 {one.Decisions.Count} 道审批、{levels} 个层级，同类事项一般 {usual:0.#} 道（{comparable.Zh}）。", $"{Saying.Of(one.Matter).En} takes {one.Decisions.Count} decisions on {levels} {(levels == 1 ? "level" : "levels")}; comparable matters take {usual:0.#} ({comparable.En})."),
            Proposal(context, bearing, one),
            related: [.. one.Decisions.Select(static step => new RelatedPlace(step.At, new($"审批 {step.Id}。", $"The decision {step.Id}.")))]);
    }

    /// <summary>The delegation that would let the nearest of the deciding posts do it all: from the holder of the last decision to the decider of an earlier one.</summary>
    private static Text Proposal(CheckContext context, BearingDuties bearing, Approval one)
    {
        var otherwise = new Text("合并审批，或写明每一道各自的法律依据（步骤的 basis）。", "Join the decisions, or state the basis in law of each (basis on the step).");
        var duty = context.Structure.Duties.On(one.Matter.Duty.Id, context.Date)!;
        var grounds = bearing.Leads(duty);
        var place = bearing.Leaves.FirstOrDefault(leaf => grounds.Any(unit => unit.Contains(leaf)));
        if (place is null || one.Decisions[^1].Power is not { } last || context.Holders.For(place, last.Id) is not [var holder, ..]) return otherwise;
        Authority.Mandate? near = null;
        foreach (var step in one.Decisions.SkipLast(1))
        {
            if (step.Power is { } power && context.Holders.For(place, power.Id) is [var first, ..] && (near is null || first.Mandate.Unit.GroundDepth > near.Unit.GroundDepth)) near = first.Mandate;
        }

        if (near is null || (near.Unit == holder.Mandate.Unit && near.Post == holder.Mandate.Post)) return otherwise;
        var given = holder.Mandate.Power;
        var kind = Structure.Vocabulary.Words.UnitKinds[(int)near.Unit.UnitKind];
        var receiver = NameOf(near, duty, context);
        if (holder.Mandate.MayPassOn < 1 || !given.DelegableTo.Contains(kind) || !(context.Structure.Classes.On(given.Class.Id, context.Date)?.DelegableTo.Contains(kind) ?? false))
            return new($"{Saying.Of(given).Zh}不得再下放：把前面的审批改为检查（check），由 {holder.Mandate.At} 一次决定；或写明每一道各自的依据。", $"{Saying.Of(given).En} may not be passed on: turn the earlier decisions into checks and let {holder.Mandate.At} decide once, or state the basis of each.");
        var source = holder.Mandate.Delegation is { } above ? $"delegation/{above.Id}" : $"power/{given.Id}";
        return new($"可考虑赋权：授权 of: {source}，giver: {holder.Mandate.At}，receiver: {receiver}，由其一次办结，删去前面的审批 {one.Decisions[0].Id}。", $"A candidate for delegation: of: {source}, giver: {holder.Mandate.At}, receiver: {receiver}, who then decides once; drop the earlier decision {one.Decisions[0].Id}.");
    }

    /// <summary>Where the duty is led by a group, the delegation goes to the group.</summary>
    private static string NameOf(Authority.Mandate near, Duty duty, CheckContext context) =>
        duty.Leads is [var lead] && context.Day.IsIn(near.Unit, lead.Id) ? $"{near.Post}@{lead.Id}" : near.At;

    private static double Median(List<int> figures)
    {
        figures.Sort();
        var middle = figures.Count / 2;
        return figures.Count % 2 == 1 ? figures[middle] : (figures[middle - 1] + figures[middle]) / 2.0;
    }
}
