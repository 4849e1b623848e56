using Trellis.Process.Flows;
using Trellis.Structure;
using Trellis.Structure.Calendars;
using Trellis.Structure.Files;
using Trellis.Structure.Quantities;

namespace Trellis.Pilots.Plans;

/// <summary>How matter types run, before and after, and what that means for the one who asks.</summary>
internal sealed class ComparingMatters
{
    private readonly Side _before;
    private readonly Side _after;
    private readonly List<AskerChange> _askers = [];
    private readonly List<MatterChange> _matters = [];

    private ComparingMatters(Side before, Side after) => (_before, _after) = (before, after);

    public IReadOnlyList<AskerChange> Askers => _askers;

    public IReadOnlyList<MatterChange> Matters => _matters;

    public static ComparingMatters Compare(Side before, Side after)
    {
        var comparing = new ComparingMatters(before, after);
        comparing.CompareAll();
        ComparingData.Compare(before, after, comparing._askers);
        comparing._askers.Sort(static (one, other) =>
            Rank(one) != Rank(other) ? Rank(one).CompareTo(Rank(other))
            : string.CompareOrdinal(one.Address, other.Address) is var addresses and not 0 ? addresses
            : string.CompareOrdinal(one.Says.En, other.Says.En));
        comparing._matters.Sort(static (one, other) => string.CompareOrdinal(one.Address, other.Address) is var addresses and not 0 ? addresses : one.Places.Units.Count.CompareTo(other.Places.Units.Count));
        return comparing;

        static int Rank(AskerChange change) => change.Narrows ? 0 : change.Widens ? 2 : 1;
    }

    private void CompareAll()
    {
        var (old, @new) = (ByKey(_before), ByKey(_after));
        foreach (var id in old.Keys.Union(@new.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var pairs = new Dictionary<(MatterType?, MatterType?), List<UnitOnDay>>();
            var (was, now) = (old.GetValueOrDefault(id), @new.GetValueOrDefault(id));
            if (was is [{ Overlay: null } one] && now is [{ Overlay: null } other] && Said(one, _before.Renames) == Said(other, Renames.None) && !ActsDiffer(one, other)) continue;
            foreach (var place in _after.Places)
            {
                var then = now?.Find(matter => _after.HoldsAt(matter, place));
                var placeBefore = _before.Unit(place.Id);
                var first = placeBefore is null ? then is null ? null : was?.Find(static matter => matter.Overlay is null) : was?.Find(matter => _before.HoldsAt(matter, placeBefore));
                if (first is null && then is null) continue;
                if (!pairs.TryGetValue((first, then), out var places)) pairs.Add((first, then), places = []);
                places.Add(place);
            }

            foreach (var ((first, then), places) in pairs)
            {
                if (first is not null && then is not null && Said(first, _before.Renames) == Said(then, Renames.None) && !ActsDiffer(first, then)) continue;
                CompareOne(first, then, places);
            }
        }
    }

    private static Dictionary<string, List<MatterType>> ByKey(Side side)
    {
        var byId = new Dictionary<string, List<MatterType>>(StringComparer.Ordinal);
        foreach (var matter in side.Holding(side.Structure.Matters.All))
        {
            var id = side.Id(matter);
            if (!byId.TryGetValue(id, out var list)) byId.Add(id, list = new List<MatterType>(1));
            list.Add(matter);
        }

        return byId;
    }

    private static string Said(MatterType matter, Renames renames) =>
        string.Join(',', Prints.Keys(matter, withWording: false, renames).Where(static key => key.Key is not ("from" or "to" or "formerly" or "matter" or "review-by" or "varies" or "bounds" or "accepted")).Select(static key => $"{key.Key}:{key.Value}"));

    /// <summary>Acts of the structure hold where a matter type has none of its own.</summary>
    private bool ActsDiffer(MatterType before, MatterType after) =>
        (before.Acts ?? _before.Structure.Acts) is var was && (after.Acts ?? _after.Structure.Acts) is var now && (was.Reopen?.Within != now.Reopen?.Within || (was.Reopen is null) != (now.Reopen is null));

    private void CompareOne(MatterType? before, MatterType? after, List<UnitOnDay> places)
    {
        var where = RolledUp.Of(places, _after);
        var entry = after ?? before!;
        var (side, address) = after is not null ? (_after, after.Address) : (_before, _before.Address(before!));
        var name = Saying.Of(entry, side);
        var changes = new List<Text>();
        var (stepsBefore, stepsAfter) = (before is null ? [] : StepsOf(before, _before, 0), after is null ? [] : StepsOf(after, _after, 0));
        var (handsBefore, handsAfter) = (before is null ? 0 : HandOvers(stepsBefore, _before, places), after is null ? 0 : HandOvers(stepsAfter, _after, places));
        PromiseChange? promise = null;
        if (before is null)
        {
            Ask(new($"可以办理新的事项{name.Zh}，承诺 {Amounts.Say(after!.Guide.Promise).Zh}。", $"{name.En} can be asked for; promised within {Amounts.Say(after.Guide.Promise).En}."), false, true, after.At);
            changes.Add(new("新事项。", "A new matter type."));
        }
        else if (after is null)
        {
            Ask(new($"不再能办理事项{name.Zh}。", $"{name.En} can no longer be asked for."), true, false, before.At);
            changes.Add(new("事项取消。", "The matter type ends."));
        }
        else
        {
            promise = CompareGuides(before, after, name, Ask);
            CompareAsks(before, after, name, Ask, changes);
            CompareRights(before, after, name, Ask);
            CompareFlows(before, after, changes);
        }

        _matters.Add(new MatterChange(address, entry.Name, where, stepsBefore.Count, stepsAfter.Count, handsBefore, handsAfter, promise, changes, entry.At));

        void Ask(Text says, bool narrows, bool widens, Mark at) => _askers.Add(new AskerChange(address, says, narrows, widens, where, at));
    }

    private PromiseChange? CompareGuides(MatterType before, MatterType after, Text name, Action<Text, bool, bool, Mark> ask)
    {
        PromiseChange? promise = null;
        Compare(before.Guide.Promise, after.Guide.Promise, new("承诺时限", "the promise"));
        if (before.Guide.Promise?.Fixed is { } was && after.Guide.Promise?.Fixed is { } now && was != now && was.Unit == now.Unit) promise = new PromiseChange(was.Amount, now.Amount, Amounts.Unit(now));
        Compare(before.Guide.FirstAnswer, after.Guide.FirstAnswer, new("首次答复时限", "the time for a first answer"));

        if (before.Guide.Fee is { } fee && after.Guide.Fee is { } then && Quantity.Compare(fee, then) is { } dearer && dearer != 0)
        {
            ask(dearer < 0
                ? new($"{name.Zh}：费用由 {Amounts.Say(fee).Zh}提高到 {Amounts.Say(then).Zh}。", $"{name.En}: the fee rises from {Amounts.Say(fee).En} to {Amounts.Say(then).En}.")
                : new($"{name.Zh}：费用由 {Amounts.Say(fee).Zh}降到 {Amounts.Say(then).Zh}。", $"{name.En}: the fee falls from {Amounts.Say(fee).En} to {Amounts.Say(then).En}."), dearer < 0, dearer > 0, after.Guide.At);
        }

        foreach (var who in before.Guide.For.Except(after.Guide.For, StringComparer.Ordinal))
            ask(new($"{name.Zh}：{FlowWords.Asker(who).Zh}不再能申请。", $"{name.En}: {FlowWords.Asker(who).En} can no longer ask for it."), true, false, after.Guide.At);
        foreach (var who in after.Guide.For.Except(before.Guide.For, StringComparer.Ordinal))
            ask(new($"{name.Zh}：{FlowWords.Asker(who).Zh}也可申请。", $"{name.En}: {FlowWords.Asker(who).En} can ask for it too."), false, true, after.Guide.At);
        return promise;

        void Compare(Term? was, Term? now, Text what)
        {
            if (was is null || now is null || (was.Fixed == now.Fixed && was.Formula?.Text == now.Formula?.Text)) return;
            var (old, @new) = (Amounts.Say(was), Amounts.Say(now));
            if (was.Fixed is not { } one || now.Fixed is not { } other || Lengths.Compare(one, other, _after.Structure, _after.Day) is not { } longer)
            {
                ask(new($"{name.Zh}：{what.Zh}由 {old.Zh}改为 {@new.Zh}；两者不能直接相比，请逐一核对。", $"{name.En}: {what.En} was {old.En} and becomes {@new.En}. The two cannot be compared as they stand; look at each case."), false, false, now.At);
                return;
            }

            ask(longer > 0
                ? new($"{name.Zh}：{what.Zh}由 {old.Zh}延长到 {@new.Zh}。", $"{name.En}: {what.En} grows from {old.En} to {@new.En}.")
                : longer < 0
                    ? new($"{name.Zh}：{what.Zh}由 {old.Zh}缩短到 {@new.Zh}。", $"{name.En}: {what.En} shrinks from {old.En} to {@new.En}.")
                    : new($"{name.Zh}：{what.Zh}由 {old.Zh}改写为 {@new.Zh}，长短相同。", $"{name.En}: {what.En} was {old.En} and becomes {@new.En}, which is no longer and no shorter."), longer > 0, longer < 0, now.At);
        }
    }

    private void CompareAsks(MatterType before, MatterType after, Text name, Action<Text, bool, bool, Mark> ask, List<Text> changes)
    {
        var old = before.Asks.Select(item => (Fact: NowFact(item.Id), item.At)).ToList();
        var dropped = old.Where(item => !after.Asks.Any(one => one.Id == item.Fact)).Select(item => Saying.Item(_before, item.Fact)).ToList();
        var added = after.Asks.Where(item => !old.Exists(one => one.Fact == item.Id)).ToList();
        if (dropped.Count > 0)
            ask(new($"{name.Zh}：不再要求提供{Saying.List(dropped).Zh}。", $"{name.En}: no longer asks for {Saying.List(dropped).En}."), false, true, after.At);
        if (added.Count > 0)
        {
            var names = added.ConvertAll(item => Saying.Item(_after, item.Id));
            ask(new($"{name.Zh}：增加要求提供{Saying.List(names).Zh}。", $"{name.En}: asks also for {Saying.List(names).En}."), true, false, added[0].At);
        }

        if (dropped.Count + added.Count > 0) changes.Add(new($"要求提供的数据由 {before.Asks.Count} 项变为 {after.Asks.Count} 项。", $"Asks for {after.Asks.Count} items instead of {before.Asks.Count}."));

        string NowFact(string fact) => _before.Renames.Now(Kind.Item, fact);
    }

    /// <summary>What an asker may say and take back: confirming, reopening, being heard, being told.</summary>
    private void CompareRights(MatterType before, MatterType after, Text name, Action<Text, bool, bool, Mark> ask)
    {
        var confirmsBefore = before.Steps.Any(static step => step.Kind == StepKind.Confirm && step.ByRequester);
        var confirmsAfter = after.Steps.Any(static step => step.Kind == StepKind.Confirm && step.ByRequester);
        if (confirmsBefore && !confirmsAfter) ask(new($"{name.Zh}：办结不再由申请人确认。", $"{name.En}: is no longer closed by the one who asked."), true, false, after.At);
        if (!confirmsBefore && confirmsAfter) ask(new($"{name.Zh}：办结改由申请人确认。", $"{name.En}: is closed by the one who asked."), false, true, after.At);
        if (confirmsBefore && confirmsAfter && Limit(before, StepKind.Confirm) is { } had && Limit(after, StepKind.Confirm) is { } has && Lengths.Compare(had, has, _after.Structure, _after.Day) is { } longer && longer != 0)
        {
            ask(longer < 0
                ? new($"{name.Zh}：申请人确认的时间由 {Amounts.Say(had).Zh}缩短到 {Amounts.Say(has).Zh}。", $"{name.En}: the one who asked has {Amounts.Say(has).En} to confirm, not {Amounts.Say(had).En}.")
                : new($"{name.Zh}：申请人确认的时间由 {Amounts.Say(had).Zh}延长到 {Amounts.Say(has).Zh}。", $"{name.En}: the one who asked has {Amounts.Say(has).En} to confirm instead of {Amounts.Say(had).En}."), longer < 0, longer > 0, after.At);
        }

        var (reopen, then) = ((before.Acts ?? _before.Structure.Acts).Reopen, (after.Acts ?? _after.Structure.Acts).Reopen);
        if (reopen is not null && then is null) ask(new($"{name.Zh}：不再能要求重新办理。", $"{name.En}: can no longer be reopened."), true, false, after.At);
        else if (reopen is null && then is not null) ask(new($"{name.Zh}：可以要求重新办理。", $"{name.En}: can be reopened."), false, true, then.At);
        else if (reopen?.Within is { } could && then?.Within is { } can && Lengths.Compare(could, can, _after.Structure, _after.Day) is { } wider && wider != 0)
        {
            ask(wider < 0
                ? new($"{name.Zh}：要求重新办理的期限由 {Amounts.Say(could).Zh}缩短到 {Amounts.Say(can).Zh}。", $"{name.En}: can be reopened for {Amounts.Say(can).En} only, not {Amounts.Say(could).En}.")
                : new($"{name.Zh}：要求重新办理的期限由 {Amounts.Say(could).Zh}延长到 {Amounts.Say(can).Zh}。", $"{name.En}: can be reopened for {Amounts.Say(can).En} instead of {Amounts.Say(could).En}."), wider < 0, wider > 0, then.At);
        }

        foreach (var step in before.Steps)
        {
            if (step.Kind is not (StepKind.Consult or StepKind.Resolve or StepKind.Notify) || after.Steps.Any(one => one.Id == step.Id)) continue;
            var what = FlowWords.Of(step.Kind);
            ask(step.Kind == StepKind.Notify
                ? new($"{name.Zh}：取消告知环节 {step.Id}。", $"{name.En}: nobody is told any more by the step {step.Id}.")
                : new($"{name.Zh}：取消{what.Zh}环节 {step.Id}，受影响的人不再被听取。", $"{name.En}: the step {step.Id} ({what.En}) is dropped; those affected are no longer heard."), true, false, step.At);
        }

        foreach (var step in after.Steps)
        {
            if (step.Kind is not (StepKind.Consult or StepKind.Resolve) || before.Steps.Any(one => one.Id == step.Id)) continue;
            ask(new($"{name.Zh}：增加{FlowWords.Of(step.Kind).Zh}环节 {step.Id}，受影响的人可以发表意见。", $"{name.En}: those affected are heard in a new step {step.Id} ({FlowWords.Of(step.Kind).En})."), false, true, step.At);
        }

        foreach (var step in after.Steps)
        {
            if (step.Kind != StepKind.Consult || before.Steps.FirstOrDefault(one => one.Id == step.Id) is not { Lasts: { } lasted } || step.Lasts is not { } lasts) continue;
            if (Lengths.Compare(lasted, lasts, _after.Structure, _after.Day) is not { } change || change == 0) continue;
            ask(change < 0
                ? new($"{name.Zh}：公示和征求意见（{step.Id}）由 {Amounts.Say(lasted).Zh}缩短到 {Amounts.Say(lasts).Zh}。", $"{name.En}: those affected have {Amounts.Say(lasts).En} to be heard ({step.Id}), not {Amounts.Say(lasted).En}.")
                : new($"{name.Zh}：公示和征求意见（{step.Id}）由 {Amounts.Say(lasted).Zh}延长到 {Amounts.Say(lasts).Zh}。", $"{name.En}: those affected have {Amounts.Say(lasts).En} to be heard ({step.Id}) instead of {Amounts.Say(lasted).En}."), change < 0, change > 0, step.At);
        }

        static TimeLimit? Limit(MatterType matter, StepKind kind) => matter.Steps.FirstOrDefault(step => step.Kind == kind && step.ByRequester)?.Within?.Fixed;
    }

    private void CompareFlows(MatterType before, MatterType after, List<Text> changes)
    {
        var old = before.Steps.GroupBy(static step => step.Id).ToDictionary(static group => group.Key, static group => group.First(), StringComparer.Ordinal);
        var @new = after.Steps.GroupBy(static step => step.Id).ToDictionary(static group => group.Key, static group => group.First(), StringComparer.Ordinal);
        foreach (var step in before.Steps)
            if (!@new.ContainsKey(step.Id)) changes.Add(new($"取消环节 {step.Id}（{FlowWords.Of(step.Kind).Zh}）。", $"The step {step.Id} ({FlowWords.Of(step.Kind).En}) is dropped."));
        foreach (var step in after.Steps)
        {
            if (!old.TryGetValue(step.Id, out var was))
            {
                changes.Add(new($"增加环节 {step.Id}（{FlowWords.Of(step.Kind).Zh}）。", $"A step {step.Id} ({FlowWords.Of(step.Kind).En}) is added."));
                continue;
            }

            CompareStep(was, step, changes);
        }

        var parts = before.Flow.All.OfType<FlowPart.Part>().Select(part => _before.Renames.Now(Kind.Matter, part.Matter.Id)).ToList();
        var then = after.Flow.All.OfType<FlowPart.Part>().Select(static part => part.Matter.Id).ToList();
        foreach (var part in parts.Except(then, StringComparer.Ordinal)) changes.Add(new($"不再一并办理 {part}。", $"{part} is no longer done along with it."));
        foreach (var part in then.Except(parts, StringComparer.Ordinal)) changes.Add(new($"一并办理 {part}。", $"{part} is done along with it."));
        if (changes.Count == 0 && Shape(before.Flow, _before.Renames) != Shape(after.Flow, Renames.None)) changes.Add(new("环节的先后次序有变。", "The steps run in another order, or side by side."));
    }

    private void CompareStep(FlowPart.Step was, FlowPart.Step now, List<Text> changes)
    {
        var parts = new List<Text>();
        if (was.Kind != now.Kind) parts.Add(new($"由{FlowWords.Of(was.Kind).Zh}改为{FlowWords.Of(now.Kind).Zh}", $"is now {FlowWords.Of(now.Kind).En} and was {FlowWords.Of(was.Kind).En}"));
        if (Renamed(was.By) != now.By?.ToString()) parts.Add(new($"经办由 {was.By?.ToString() ?? "有权者"} 改为 {now.By?.ToString() ?? "有权者"}", $"is done by {now.By?.ToString() ?? "whoever has the power"}, not {was.By?.ToString() ?? "whoever has the power"}"));
        if (_before.Renames.Now(Kind.Power, was.Power?.Id ?? "") != (now.Power?.Id ?? "")) parts.Add(new($"所用职权由 {was.Power?.Id ?? "无"} 改为 {now.Power?.Id ?? "无"}", $"uses the power {now.Power?.Id ?? "none"}, not {was.Power?.Id ?? "none"}"));
        if (Said(was.Within) != Said(now.Within)) parts.Add(new($"时限由 {Amounts.Say(was.Within).Zh}改为 {Amounts.Say(now.Within).Zh}", $"may take {Amounts.Say(now.Within).En}, not {Amounts.Say(was.Within).En}"));
        if (Spaced(was.When?.Text) != Spaced(now.When?.Text)) parts.Add(new($"条件由「{was.When?.Text ?? "总是"}」改为「{now.When?.Text ?? "总是"}」", $"happens {(now.When is { } when ? $"when {when.Text}" : "always")}, not {(was.When is { } had ? $"when {had.Text}" : "always")}"));
        if (_before.Renames.Now(Kind.System, was.Via?.Id ?? "") != (now.Via?.Id ?? "")) parts.Add(new($"所用系统由 {was.Via?.Id ?? "无"} 改为 {now.Via?.Id ?? "无"}", $"goes through the system {now.Via?.Id ?? "none"}, not {was.Via?.Id ?? "none"}"));
        if (parts.Count > 0) changes.Add(new($"环节 {now.Id}：{string.Join("，", parts.Select(static part => part.Zh))}。", $"The step {now.Id} {string.Join(", and ", parts.Select(static part => part.En))}."));

        string? Renamed(PostName? by) => by is not { Post: { } post } name ? null : name.At is null ? _before.Renames.Now(Kind.Post, post) : $"{_before.Renames.Now(Kind.Post, post)}@{_before.Renames.NowUnit(name.At)}";

        static string? Said(Term? term) => term?.Fixed?.ToString() ?? Spaced(term?.Formula?.Text);

        static string? Spaced(string? formula) => formula is null ? null : string.Join(' ', formula.Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The nesting of a flow, with the ids of its steps.</summary>
    private static string Shape(FlowPart part, Renames renames) => part switch
    {
        FlowPart.Step step => step.Id,
        FlowPart.Part { Matter.Id: { } matter } => renames.Now(Kind.Matter, matter),
        FlowPart.Choice choice => $"choice({string.Join(',', choice.Branches.Select(branch => $"{branch.When?.Text}:{Shape(branch.Then, renames)}"))})",
        FlowPart.Repeat repeat => $"repeat({repeat.Until?.Text} {repeat.AtMost} {string.Join(',', repeat.Inner.Select(inner => Shape(inner, renames)))})",
        _ => $"{part.GetType().Name}({string.Join(',', part.Inner.Select(inner => Shape(inner, renames)))})",
    };

    /// <summary>All steps in written order; a part brings its own without receive, deliver and confirm.</summary>
    private static List<FlowPart.Step> StepsOf(MatterType matter, Side side, int depth)
    {
        var steps = new List<FlowPart.Step>();
        foreach (var part in matter.Flow.All)
        {
            if (part is FlowPart.Step step)
            {
                if (depth == 0 || step.Kind is not (StepKind.Receive or StepKind.Deliver or StepKind.Confirm)) steps.Add(step);
            }
            else if (part is FlowPart.Part { Matter.Id: { } id } && depth < 4 && side.Structure.Matters.On(id, side.Day) is { } inner) steps.AddRange(StepsOf(inner, side, depth + 1));
        }

        return steps;
    }

    /// <summary>How often one unit passes the matter to another, where that is most.</summary>
    private static int HandOvers(List<FlowPart.Step> steps, Side side, List<UnitOnDay> places)
    {
        var most = 0;
        foreach (var named in places)
        {
            if (side.Unit(named.Id) is not { } place) continue;
            var passed = 0;
            UnitOnDay? holder = null;
            foreach (var step in steps)
            {
                if (side.Performers(step, place) is not [var unit, ..]) continue;
                if (holder is not null && holder != unit) passed++;
                holder = unit;
            }

            most = Math.Max(most, passed);
        }

        return most;
    }
}

/// <summary>Which of two time limits is longer.</summary>
internal static class Lengths
{
    /// <summary>
    /// Below 0: the later limit is shorter; above 0: longer; null where that depends on the day of filing.
    /// Limits of one kind compare by their amount. Others are laid on the office calendar for each minute of a year.
    /// </summary>
    public static int? Compare(TimeLimit before, TimeLimit after, GovernanceStructure structure, DateOnly day)
    {
        if (TimeLimit.Compare(after, before) is { } plain) return plain;
        if (structure.Calendars.On("office", day)?.Working is not { } calendar) return null;
        var year = FilingYear.Of(day.Year);
        var (was, now) = (year.Then(calendar, before), year.Then(calendar, after));
        var (longest, shortest) = (now.WorstAgainst(was).Time, -was.WorstAgainst(now).Time);
        return longest <= TimeSpan.Zero ? shortest < TimeSpan.Zero ? -1 : 0 : shortest >= TimeSpan.Zero ? 1 : null;
    }

}
