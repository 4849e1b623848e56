using Trellis.Authority;
using Trellis.Process.Flows;
using Trellis.Structure;
using Trellis.Structure.Calendars;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Checks;

/// <summary>TR3: process.</summary>
internal sealed partial class ProcessChecks
{
    private readonly CheckContext _context;
    private readonly HoldersOnDay _holders;
    private readonly MatterPlaces _places;
    private readonly LaidLimits? _laid;

    /// <summary>Matter types that others run as a part, which says who their roles are.</summary>
    private readonly HashSet<string> _parts = new(StringComparer.Ordinal);

    private ProcessChecks(CheckContext context)
    {
        _context = context;
        _holders = context.Holders;
        _places = new MatterPlaces(context.Day);
        _laid = CalendarOf("office") is { } office ? context.Laid.Of(context.Date.Year, office) : null;
        foreach (var matter in context.Holding(context.Structure.Matters))
            foreach (var part in matter.Flow.All.OfType<FlowPart.Part>())
                if (part.Matter.Id is { } id) _parts.Add(id);
    }

    public static void Check(CheckContext context)
    {
        var checks = new ProcessChecks(context);
        var any = false;
        foreach (var matter in context.Holding(context.Structure.Matters))
        {
            any = true;
            var flow = CompiledFlow.Of(matter, context.Structure, context.Date);
            checks.CheckFlow(flow);
            checks.CheckActs(matter.Acts, context.Structure.Acts, matter);
        }

        if (any) checks.CheckActs(context.Structure.Acts, null, null);
    }

    private void CheckFlow(CompiledFlow flow)
    {
        CheckSoundness(flow);
        var knowledge = FlowKnowledge.Of(flow);
        CheckKnowledge(flow, knowledge);
        CheckCarryingOut(flow);
        CheckResults(flow);
        CheckAgreements(flow);
        CheckSilenceInLoops(flow);
        CheckAsks(flow);
        CheckParts(flow);
        CheckNamedPerformers(flow);
        CheckNearness(flow, knowledge);
        CheckLimits(flow);
        CheckTimes(flow);
        CheckRecords(flow);
    }

    /// <summary>What a decision writes into registers: into an item that the register has, by an outcome that the decision has, from what the matter has collected by then.</summary>
    private void CheckRecords(CompiledFlow flow)
    {
        foreach (var step in flow.Matter.Steps)
        {
            foreach (var recorded in step.Records)
            {
                if (flow.OutcomesOf(step) is { } outcomes && !outcomes.Contains(recorded.Outcome))
                    _context.Add(FindingCodes.NothingByThatName, recorded.At, flow.Matter,
                        new($"这一步没有「{recorded.Outcome}」这种结果。", $"The step has no outcome \"{recorded.Outcome}\"."), new($"写这一步的结果之一：{string.Join("、", outcomes)}。", $"Write one of its outcomes: {string.Join(", ", outcomes)}."));
                // A name that leads nowhere is told where names are looked up.
                var role = flow.Matter.About.FirstOrDefault(one => one.Name == recorded.Role);
                if (flow.ItemOf(recorded.Item.Id) is null) continue;
                if (role is null || _context.Structure.Items.On($"{role.Register.Id}.{recorded.Field}", _context.Date) is not { } item)
                    _context.Add(FindingCodes.NothingByThatName, recorded.Item.At, flow.Matter,
                        new($"「{recorded.Item.Id}」不是哪个角色的登记项，写不进登记库。", $"\"{recorded.Item.Id}\" is no item of a register in which a role of this matter is found, so nothing can be written into it."),
                        new("写成 角色.数据项，如 applicant.home：角色在 about 里，数据项属于它的登记库。", "Write ROLE.ITEM, such as applicant.home: the role stands under about, and the item belongs to its register."));
                else if (item.Computed is not null)
                    _context.Add(FindingCodes.NothingByThatName, recorded.Item.At, flow.Matter, new($"「{item.Id}」是算出来的，不能写入。", $"\"{item.Id}\" is computed, and nobody writes it."), new("写它所依据的数据项。", "Write the items that it is computed from."));
                if (recorded.Source.Id.StartsWith("matter.", StringComparison.Ordinal) && flow.ItemOf(recorded.Source.Id) is null) continue;
                if (!flow.Matter.About.Any(one => one.Name == recorded.Source.Id) && !step.Uses.Any(used => used.Id == recorded.Source.Id))
                    _context.Add(FindingCodes.ReadBeforeKnown, recorded.Source.At, flow.Matter,
                        new($"步骤 {step.Id} 要把「{recorded.Source.Id}」写进登记库，但没有用到它，也就没有收集好。", $"The step {step.Id} writes \"{recorded.Source.Id}\" into a register, and does not use it; so nobody has seen to it that it is there."),
                        new("把它列入这一步的 uses；由 asks 或前面步骤的 gives 给出。", "Name it under uses of the step; asks or an earlier step (gives) bring it."));
            }
        }
    }

    private void CheckSoundness(CompiledFlow flow)
    {
        foreach (var fault in FindingFlowFaults.Of(flow))
            _context.Add(FindingCodes.UnsoundFlow, fault.At, flow.Matter, fault.Says, fault.Remedy, related: fault is FlowFault.IdTwice twice ? [new RelatedPlace(twice.First, new("第一个在这里。", "The first stands here."))] : null);
    }

    private void CheckKnowledge(CompiledFlow flow, FlowKnowledge knowledge)
    {
        foreach (var read in knowledge.Unknown)
        {
            var fact = FactOf(flow, read.Path);
            var reader = read.Step is { } id && flow.Find(id) is { } point ? point : null;
            if (read.For == ReadFor.Amount)
            {
                _context.Add(FindingCodes.DecidedWithoutFacts, read.At, flow.Matter,
                    new($"{WordsOf(reader).Zh}要按金额「{fact.Zh}」决定，但{Missing(read).Zh}，上限无从核对。", $"{Capital(WordsOf(reader).En)} decides on the sum {fact.En}, but {Missing(read).En}, so no ceiling can be looked at."), Remedy(read));
                continue;
            }

            if (read.For == ReadFor.Who)
            {
                if (_parts.Contains(flow.Matter.Id)) continue;
                _context.Add(FindingCodes.ReadBeforeKnown, read.At, flow.Matter,
                    new($"{WordsOf(reader).Zh}要找「{read.Path}」，但没有人说过这是谁：申请时没有问，前面也没有步骤给出。", $"{Capital(WordsOf(reader).En)} turns to \"{read.Path}\", but nobody says who that is: it is not asked at filing, and no earlier step gives it."),
                    new($"把 {read.Path} 列入 asks，或让前面的步骤给出（gives）；不知道具体是谁的，用 public 或某个群组。", $"Add {read.Path} to asks, or let an earlier step give it (gives); where nobody can be named, write public or a group."));
                continue;
            }

            if (read.GivenBy is { Part: not null } giver && reader is { Part: not null } && CompiledFlow.Order(giver, reader) == StepOrder.SideBySide)
            {
                _context.Add(FindingCodes.PartsDisagree, read.At, flow.Matter,
                    new($"{WordsOf(reader).Zh}要用{WordsOf(giver).Zh}的「{fact.Zh}」，两者却同时开始。", $"{Capital(WordsOf(reader).En)} needs {fact.En} of {WordsOf(giver).En}, but both begin at once."),
                    new("把两个部分改成一先一后。", "Let one follow the other."));
                continue;
            }

            var (zh, en) = (read.For, reader) switch
            {
                (ReadFor.Place, _) => ("事项所在地", "The place of the matter"),
                (ReadFor.Condition, null) => ("这里的条件", "The condition"),
                (ReadFor.Condition, _) => ($"{WordsOf(reader).Zh}的条件", $"The condition of {WordsOf(reader).En}"),
                (ReadFor.Limit, null) => ("这里的时限", "The time limit"),
                (ReadFor.Limit, _) => ($"{WordsOf(reader).Zh}的时限", $"The time limit of {WordsOf(reader).En}"),
                _ => (WordsOf(reader).Zh, Capital(WordsOf(reader).En)),
            };
            _context.Add(FindingCodes.ReadBeforeKnown, read.At, flow.Matter, new($"{zh}要用「{fact.Zh}」，但{Missing(read).Zh}。", $"{en} looks at {fact.En}, but {Missing(read).En}."), Remedy(read));
        }
    }

    /// <summary>What a name stands for, with the name itself.</summary>
    private static Text FactOf(CompiledFlow flow, string path) => flow.ItemOf(path) is { } item ? new($"{item.Name.Zh}（{path}）", $"\"{item.Name.En}\" ({path})") : new(path, $"\"{path}\"");

    private static Text WordsOf(FlowPoint? point) => point is null ? new("流程", "the flow") : FlowWords.Of(point);

    private static string Capital(string sentence) => sentence.Length == 0 ? sentence : char.ToUpperInvariant(sentence[0]) + sentence[1..];

    private static Text Missing(UnknownRead read) => read switch
    {
        { GivenBy: null } => new("申请时没有问，流程里也没有步骤给出它", "it is not asked at filing, and no step gives it"),
        { For: ReadFor.Work, OnSomeWays: true, GivenBy: { } giver } => new($"只有办过{FlowWords.Of(giver).Zh}的情形才有，而那种情形不会走到这里", $"it exists only where {FlowWords.Of(giver).En} was done, and such a case never comes here"),
        { OnSomeWays: true, GivenBy: { } giver } => new($"只有办过{FlowWords.Of(giver).Zh}的情形才有，其他情形会一直等下去", $"it exists only where {FlowWords.Of(giver).En} was done; elsewhere the flow would wait for ever"),
        { GivenBy: { } giver } => new($"到这里{FlowWords.Of(giver).Zh}还没有给出它", $"{FlowWords.Of(giver).En} has not given it yet"),
    };

    private static Text Remedy(UnknownRead read) => read switch
    {
        { GivenBy: null } => new("把它列入 asks，或让前面的步骤给出（gives）。", "Add it to asks, or let an earlier step give it (gives)."),
        { For: ReadFor.Work, OnSomeWays: true } => new("从这里删去它，或改正其中一个条件（when）。", "Take it out here, or correct one of the two conditions (when)."),
        { OnSomeWays: true, GivenBy: { } giver } => new($"加上「{giver.Id}」的同一个条件，或先写 known(...)，或让每条路都给出它。", $"Add the condition under which \"{giver.Id}\" is done, or write known(...) first, or let every way give it."),
        { GivenBy: { } giver } => new($"移到「{giver.Id}」之后，或在申请时就问。", $"Move it behind \"{giver.Id}\", or ask at filing."),
    };

    /// <summary>TR3007: every act outside the plan has a bound, in number and in time. A type's own act takes the place of the structure's.</summary>
    private void CheckActs(ActRules? acts, ActRules? ofAll, MatterType? matter)
    {
        if (acts is null) return;
        if (matter is null && acts.At.IsNone)
        {
            Tell(_context.Structure.Root["structure"u8].Mark, new("结构没有写退回、转办、上报、挂起的限度（acts），谁都可以无限次退回和挂起。", "The structure sets no limits to returning, handing over, referring up and pausing (acts), so any of them may go on without end."),
                new("在 structure.yaml 里写 acts，例如「return: {at-most: 1, within: 1 working hour}」。", "Write acts in structure.yaml, such as \"return: {at-most: 1, within: 1 working hour}\"."));
            return;
        }

        _ = ofAll;
        Limit(acts.Return, new("退回（return）", "Returning (return)"));
        Limit(acts.HandOver, new("转办（hand-over）", "Handing over (hand-over)"));
        Limit(acts.ReferUp, new("上报（refer-up）", "Referring up (refer-up)"));
        if (acts.Reopen is { Within: null } reopen)
            Tell(reopen.At, new("重新打开（reopen）没有写多久以内可以。", "Reopening (reopen) does not say within what time."), new("写上 within，例如「within: 90 days」。", "Write within, such as \"within: 90 days\"."));
        if (acts.Pause is { } pause)
        {
            var lacks = Lacks(pause.AtMost is null, "at-most", pause.Total is null, "total");
            if (lacks is not null)
                Tell(pause.At, new($"挂起（pause）没有写{(pause.AtMost is null ? "最多几次" : "")}{(pause is { AtMost: null, Total: null } ? "，也没有写" : "")}{(pause.Total is null ? "一共多久" : "")}，事项可以一直挂着。", $"Pausing (pause) does not say {(pause.AtMost is null ? "how often" : "")}{(pause is { AtMost: null, Total: null } ? " or " : "")}{(pause.Total is null ? "how long in all" : "")}, so a matter may hang for ever."), new($"写上 {lacks}。", $"Write {lacks}."));
        }

        void Limit(ActLimit? limit, Text act)
        {
            if (limit is null || Lacks(limit.AtMost is null, "at-most", limit.Within is null, "within") is not { } lacks) return;
            Tell(limit.At, new($"{act.Zh}没有写{(limit.AtMost is null ? "最多几次" : "")}{(limit is { AtMost: null, Within: null } ? "，也没有写" : "")}{(limit.Within is null ? "多久以内" : "")}，事项可以一直来回。", $"{act.En} does not say {(limit.AtMost is null ? "how often" : "")}{(limit is { AtMost: null, Within: null } ? " or " : "")}{(limit.Within is null ? "within what time" : "")}, so a matter may go to and fro without end."), new($"写上 {lacks}。", $"Write {lacks}."));
        }

        static string? Lacks(bool one, string oneKey, bool other, string otherKey) => (one, other) switch { (true, true) => $"{oneKey}, {otherKey}", (true, _) => oneKey, (_, true) => otherKey, _ => null };

        void Tell(Mark at, Text found, Text expected)
        {
            if (matter is not null) _context.Add(FindingCodes.ActWithoutLimit, at, matter, found, expected);
            else _context.Findings.Add(new Finding(FindingCodes.ActWithoutLimit, at, found) { Expected = expected, Address = $"structure/{_context.Structure.Id}" });
        }
    }

    private WorkingCalendar? CalendarOf(string id) => _context.Structure.Calendars.On(id, _context.Date)?.Working;
}
