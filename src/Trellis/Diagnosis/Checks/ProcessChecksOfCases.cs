using Trellis.Authority;
using Trellis.Process.Flows;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Checks;

/// <summary>What a flow leaves open: TR3002 a step that names nobody, TR3014 a promise without limits behind it, TR3015 cases that nobody may decide.</summary>
internal sealed partial class ProcessChecks
{
    /// <summary>TR3002: work that has no post, no power and no system behind it is nobody's. That a confirm is somebody's is TR3006; a resolution is made by those who vote.</summary>
    private void CheckNamedPerformers(CompiledFlow flow)
    {
        foreach (var point in flow.Steps)
        {
            var step = point.Step!;
            if (step.By is not null || step.Power is not null || step.Kind is StepKind.Confirm or StepKind.Resolve) continue;
            _context.Add(FindingCodes.StepNobodyCanDo, step.At, flow.Matter,
                new($"{FlowWords.Of(step).Zh}没有写由谁办（by），没有人会去办，事项在这里停住。", $"{Capital(FlowWords.Of(step).En)} does not say who does it (by), so nobody will, and the matter stops here."),
                new("写上 by: 岗位；也可以是 first-contact（首问人）、requester（申请人）或 system/标识。", "Write by: with a post; it may also be first-contact, requester or system/id."));
        }
    }

    /// <summary>TR3014: the promise is held against limits, and some steps of the office have none, neither of their own nor of a block around them.</summary>
    private void CheckLimits(CompiledFlow flow)
    {
        if (flow.Matter.Guide.Promise is null) return;
        List<FlowPoint>? without = null;
        foreach (var point in flow.Steps)
        {
            var step = point.Step!;
            if (step.Within is not null || step.Lasts is not null || step.BySystem is not null || !FlowTimes.IsOffice(flow.Matter, step)) continue;
            if (point.Way.Any(static turn => WithinOf(turn.Block) is not null && (turn.Child == 0 || turn.Block is not FlowPart.Repeat))) continue;
            (without ??= []).Add(point);
        }

        if (without is null) return;
        var written = flow.Matter.Node["guide"u8]["promise"u8].Text;
        var promised = flow.Matter.Guide.Promise.Fixed is { } limit ? new Text($" {FlowWords.Of(limit).Zh}", limit.ToString()) : new Text($" {written} ", written);
        var named = Saying.List([.. without.Select(static point => new Text($"「{point.Id}」", $"\"{point.Id}\""))]);
        _context.Add(FindingCodes.PromiseWithoutLimits, without[0].What.At, flow.Matter,
            new($"承诺{promised.Zh}办结，但步骤{named.Zh}没有写时限（within）：到哪一天算误了，谁也说不出。", $"It is promised within {promised.En}, but {Saying.Verb(without, "the step", "the steps")} {named.En} {Saying.Verb(without, "has", "have")} no time limit (within): nobody can say on which day {Saying.Verb(without, "it is", "one of them is")} late."),
            new("给每个步骤写 within，或给整段（sequence、parallel）写一个。", $"Write within on {Saying.Verb(without, "it", "each of them")}, or one on the block around {Saying.Verb(without, "it", "them")} (sequence, parallel)."),
            related: [new RelatedPlace(flow.Matter.Node["guide"u8]["promise"u8].Mark, new("承诺在这里。", "The promise stands here."))]);
    }

    private static Term? WithinOf(FlowPart block) => block switch
    {
        FlowPart.Sequence sequence => sequence.Within,
        FlowPart.Parallel parallel => parallel.Within,
        FlowPart.AnyOrder anyOrder => anyOrder.Within,
        FlowPart.Choice choice => choice.Within,
        FlowPart.Repeat repeat => repeat.Within,
        _ => null,
    };

    /// <summary>
    /// TR3015: the flow comes to a decision in a case in which all who hold its power near a place may not decide, by their conditions or by the
    /// ceilings of a case. Told only where conditions compare facts of the matter with fixed values, and ceilings are fixed sums.
    /// </summary>
    private void CheckCases(CompiledFlow flow, FlowPoint point, Power power, IReadOnlyList<Mandate> usable, IReadOnlyList<int> places)
    {
        var step = point.Step!;
        if (step.BySystem is not null || step.SkippedIfNobody) return;
        var post = PostOf(flow.Matter, step);
        // What is lent is never wider than its source, so where no post is named the holders alone say what may be decided at all.
        var asked = usable.Where(mandate => post is { } by ? mandate.Post == by.Post || mandate.Post == step.Otherwise?.Post : mandate.Depth == 0).ToList();
        var known = new Dictionary<string, Conditions?>(StringComparer.Ordinal);
        var ways = new List<(Conditions? When, Mandate Mandate)>(asked.Count);
        foreach (var mandate in asked)
        {
            var key = string.Join(' ', mandate.Chain.Select(static link => $"{link.Entry.Address}#{link.Limits.At}"));
            if (!known.TryGetValue(key, out var when)) known.Add(key, when = ConditionsOf(flow, step, power, mandate));
            ways.Add((when, mandate));
        }

        if (ways.TrueForAll(static way => way.When is { IsNone: true })) return;
        var told = new Dictionary<string, List<UnitOnDay>>(StringComparer.Ordinal);
        var cases = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var place in places)
        {
            var here = _places.All[place];
            var alternatives = new List<Conditions>();
            var decidable = true;
            foreach (var (when, mandate) in ways)
            {
                if (!mandate.Covers(here)) continue;
                if (when is null || when.IsNone)
                {
                    decidable = false;
                    break;
                }

                alternatives.Add(when);
            }

            if (!decidable || alternatives.Count == 0) continue;
            var key = string.Join(" or ", alternatives.Select(static one => one.ToString()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
            if (!cases.TryGetValue(key, out var open)) cases.Add(key, open = OpenCase(flow, point, alternatives));
            if (open is null) continue;
            if (!told.TryGetValue(open, out var list)) told.Add(open, list = []);
            list.Add(here);
        }

        foreach (var (open, where) in told)
        {
            // Whoever reads it looks for the sum or for the condition; a sum of which everybody has too little is said as such.
            var bySum = step.Amount is { } amount && open.StartsWith(amount.Id + " = ", StringComparison.Ordinal) && ways.TrueForAll(way => way.When is null || way.When.All.All(one => one.Names.All(name => name == amount.Id)));
            _context.Add(FindingCodes.CaseNobodyMayDecide, bySum ? step.Amount!.Value.At : step.Power!.Value.At, flow.Matter,
                new($"{FlowWords.Of(step).Zh}要用职权{Of(power).Zh}，但「{open}」这样的情形，那里谁也无权决定；申请照收、承诺照给，到这一步没有人能办。", $"{Capital(FlowWords.Of(step).En)} needs the power {Of(power).En}, but in a case such as \"{open}\" nobody near may decide, although it is accepted and promised."),
                bySum
                    ? post is not null
                        ? new($"去掉 by，让有权的岗位来办，或放宽这个岗位的每件上限；确实不批的，在前面用 choice 按「{step.Amount!.Value.Id}」分流，以 result: out-of-reach 告知申请人。", $"Take by away so that whoever may decides, or raise the ceiling of a case for this post; what is not approved at all goes another way before, by a choice on {step.Amount.Value.Id} that tells the asker with result: out-of-reach.")
                    : new($"让更上一级的岗位持有这项职权而不设每件上限；确实不批的，在前面用 choice 按「{step.Amount!.Value.Id}」分流，以 result: out-of-reach 告知申请人。", $"Let a post further up hold the power without a ceiling for each case; what is not approved at all goes another way before, by a choice on {step.Amount.Value.Id} that tells the asker with result: out-of-reach.")
                    : new("放宽其中一项持有或授权的条件（when）；确实不办的，在前面用 choice 分流，以 result: out-of-reach 告知申请人。", "Widen the condition (when) of a holding or delegation; what is not granted at all goes another way before, by a choice that tells the asker with result: out-of-reach."),
                where.Count == places.Count ? null : _places.Joined(where),
                bySum ? [.. asked.SelectMany(static mandate => mandate.Chain).Select(static link => link.Limits.Amount(CeilingSpan.Case)?.At ?? default).Where(static at => !at.IsNone).Distinct().Take(3).Select(static at => new RelatedPlace(at, new("上限在这里。", "The ceiling stands here.")))] : null);
        }
    }

    /// <summary>A case that comes to the decision and that nobody's conditions fit. Null where there is none, or where something before may have sifted it out.</summary>
    private string? OpenCase(CompiledFlow flow, FlowPoint point, List<Conditions> alternatives)
    {
        var facts = alternatives.SelectMany(static one => one.All).SelectMany(static one => one.Names).ToHashSet(StringComparer.Ordinal);
        foreach (var given in point.DoneWhen.All)
        {
            if (!SingleFacts.IsSimple(given) && given.Names.Any(facts.Contains)) return null;
            // A step before that looked at the fact, and whose outcome leads here, may have turned such a case away.
            foreach (var name in given.Names)
                if (flow.Find(CompiledFlow.RootOf(name))?.Step is { } before && (before.Uses.Any(used => facts.Contains(used.Id)) || before.Power is not null)) return null;
        }

        return point.DoneWhen.Uncovered(alternatives, name => flow.Codes(name) ?? SingleFacts.CodesOf(_context.Structure, flow.ItemOf(name), _context.Date));
    }

    /// <summary>
    /// All that must hold of the matter so that a mandate may be used, in the names of the flow; null where something else is looked at.
    /// A ceiling that is computed (so much a head) is something else, as is a sum that is computed: what bounds it stands elsewhere.
    /// </summary>
    private static Conditions? ConditionsOf(CompiledFlow flow, FlowPart.Step step, Power power, Mandate mandate)
    {
        var all = Conditions.None;
        foreach (var formula in mandate.Chain.Select(static link => link.Limits.When).Append(power.When))
        {
            if (flow.Parse(formula) is not { } node) continue;
            foreach (var one in Conditions.None.And(node, holds: true).All)
            {
                if (!SingleFacts.IsSimple(one)) return null;
                foreach (var name in one.Names)
                    if (NameHere(flow, name) != name || !flow.MustBeStated(name)) return null;
                all = all.And(one);
            }
        }

        if (step.Amount is not { } amount) return all;
        foreach (var link in mandate.Chain)
        {
            if (link.Limits.Amount(CeilingSpan.Case) is not { } ceiling) continue;
            if (ceiling.Fixed is not { Value: >= 0 } most || !flow.MustBeStated(amount.Id) || flow.ItemOf(amount.Id) is not { Computed: null }) return null;
            if (!Expression.TryParse($"{amount.Id} <= {most}", out var fits, out _)) return null;
            all = all.And(fits.Root, holds: true);
        }

        return all;
    }
}
