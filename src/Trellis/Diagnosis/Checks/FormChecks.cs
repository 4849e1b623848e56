using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Checks;

/// <summary>TR2, forms: on what ground and for whom they are asked, what in them is asked twice, held, computed, or used for nothing.</summary>
internal static class FormChecks
{
    public static void Check(CheckContext context, FormDemands demands)
    {
        var uses = new ItemUses(context);
        foreach (var demand in demands.Forms)
        {
            CheckGround(context, demand.Form);
            CheckHeld(context, demands, demand);
            CheckUse(context, uses, demand);
        }

        foreach (var one in demands.Doubles) TellDouble(context, one);
        CheckMatters(context);
    }

    /// <summary>TR2007: no article is named. TR2008: no duty, or one that has ended. TR2009: the unit that asks has ended.</summary>
    private static void CheckGround(CheckContext context, Form form)
    {
        var name = Saying.Of(form);
        if (form.Basis.Count == 0)
            context.Add(FindingCodes.FormWithoutBasis, form.At, form,
                new($"表单{name.Zh}没有依据。", $"The form {name.En} has no basis."),
                new("写上 basis：允许要这张表的条款；口头或群里要的表可以不填。", "Name the article that allows it; a form that is asked for by word of mouth or message need not be filled in."));

        if (form.Duty is not { } duty)
            context.Add(FindingCodes.FormWithoutDuty, form.At, form,
                new($"表单{name.Zh}不服务于任何职责。", $"The form {name.En} serves no duty."),
                new("写上 duty；说不出为哪项职责的表应当取消。", "Name its duty, or end the form."));
        else if (context.Structure.Duties.Of(duty.Id) is [.., var last] && context.Structure.Duties.On(duty.Id, context.Date) is null)
            context.Add(FindingCodes.FormWithoutDuty, duty.At, form,
                new($"表单{name.Zh}所服务的职责{Saying.Of(last).Zh}不再有效。", $"The duty {Saying.Of(last).En} that the form {name.En} serves does not hold any more."),
                new("职责已结束，表单也应当结束。", "The duty has ended, and so should the form."),
                related: [new(last.At, new("职责在这里。", "The duty stands here."))]);

        if (context.Structure.Units.Of(form.AskedBy.Id ?? "") is [.., var asker] && context.Day.Unit(form.AskedBy.Id) is null)
        {
            var successor = asker.Successor is { } next ? Saying.Of(context, next.Id) : (Text?)null;
            context.Add(FindingCodes.FormWithoutAsker, form.AskedBy.At, form,
                new($"要表单{name.Zh}的单位 {asker.Name.Zh}（{asker.Id}）已经不存在。", $"The unit that asks for the form {name.En}, {asker.Name.En} ({asker.Id}), does not exist any more."),
                successor is { } heir
                    ? new($"由承接单位 {heir.Zh} 决定还要不要；不要就结束这张表。", $"Its successor, {heir.En}, decides whether it still needs the form; if not, end it.")
                    : new("结束这张表，或写上现在要它的单位。", "End the form, or name the unit that needs it now."),
                related: [new(asker.At, new("它在这里结束。", "It ends here."))]);
        }
    }

    /// <summary>TR2002 and TR2015, once a form with all its fields.</summary>
    private static void CheckHeld(CheckContext context, FormDemands demands, FormDemand demand)
    {
        var held = demand.Fields.Where(static field => field.Needless == NeedlessAsk.Held).ToList();
        if (held.Count > 0)
        {
            var reasons = Saying.List([.. held.Select(field => WhyHeld(context, demands, demand, field))]);
            context.Add(FindingCodes.AskedThoughHeld, held[0].Name.At, demand.Form,
                new($"表单{Saying.Of(demand.Form).Zh}要填的，库里已有：{reasons.Zh}。", $"The form {Saying.Of(demand.Form).En} asks what is held already: {reasons.En}."),
                new("从表里去掉，由库里的值自动带出；只有过期的值才需要重新核实。", "Take it off the form and fill it from the base; only a value that is too old need be asked again."),
                related: [.. held.Select(static field => new RelatedPlace(field.Item!.At, new("数据项在这里。", "The item stands here.")))]);
        }

        var computed = demand.Fields.Where(static field => field.Needless == NeedlessAsk.Computed).ToList();
        if (computed.Count > 0)
        {
            var items = Saying.List([.. computed.Select(static field => Saying.Of(field.Item!))]);
            context.Add(FindingCodes.AsksWhatIsComputed, computed[0].Name.At, demand.Form,
                new($"表单{Saying.Of(demand.Form).Zh}要填的 {items.Zh} 可以由已有数据算出。", $"The form {Saying.Of(demand.Form).En} asks for {items.En}, which can be computed from what is known."),
                new("从表里去掉，需要时计算。", "Take it off the form and compute it where it is needed."),
                related: [.. computed.Select(static field => new RelatedPlace(field.Item!.Computed!.At, new("算法在这里。", "How it is computed stands here.")))]);
        }
    }

    private static Text WhyHeld(CheckContext context, FormDemands demands, FormDemand demand, AskedField field)
    {
        var item = field.Item!;
        var name = Saying.Of(item);
        if (item.RegisterId == "matter") return new($"{name.Zh}在办件记录中", $"{name.En} stands in the record of the matter");
        if (item.RegisterId == "unit") return new($"{name.Zh}在单位表中", $"{name.En} stands in the table of units");
        var owner = demands.OwnerOf(item) is { } unit ? Saying.Of(context, unit) : new("", "");
        var register = context.Structure.Registers.On(item.RegisterId, context.Date)?.Name ?? new(item.RegisterId, item.RegisterId);
        return item.GoodFor is { } good
            ? new($"{name.Zh}由 {owner.Zh} 的「{register.Zh}」保有，{Units.In(good.ToQuantity(), Language.Chinese)}内有效，而此表每 {demand.Months} 个月要一次", $"{name.En} is held in \"{register.En}\" of {owner.En} and good for {good}, yet asked every {Months(demand)}")
            : new($"{name.Zh}由 {owner.Zh} 的「{register.Zh}」长期保有", $"{name.En} is held in \"{register.En}\" of {owner.En} without an end");
    }

    private static string Months(FormDemand demand) => demand.Months == 1 ? "month" : $"{demand.Months} months";

    private static void TellDouble(CheckContext context, DoubleDemand one)
    {
        var (extra, other) = (one.Extra.Form, one.Other.Form);
        var items = Saying.List([.. one.Fields.Select(static field => Saying.Of(field.Item!))]);
        var asker = Saying.Of(context, other.AskedBy.Id ?? "");
        context.Add(FindingCodes.AskedAgain, one.Fields[0].Name.At, extra,
            new($"表单{Saying.Of(extra).Zh}又要 {items.Zh}：{asker.Zh} 的{Saying.Of(other).Zh}已在同一范围、同一时期要过。",
                $"The form {Saying.Of(extra).En} asks again for {items.En}: {Saying.Of(other).En} of {asker.En} asks it of the same reach in the same period."),
            new("合并两张表，或由一张表供另一单位取用；确需重复的，用 accepted 写明理由、责任人和期限。",
                "Join the two, or let one asker take it from the other; where both are needed, say why, who answers for it and until when under accepted."),
            one.Places, [new(other.At, new("另一张表在这里。", "The other form stands here."))]);
    }

    /// <summary>
    /// TR2016: nothing says what is decided with the form, no indicator is taken from it, and nothing else in the structure reads a fact that
    /// this form supplies. A fact that is held anyway, or that another form asks, does not make a form useful.
    /// </summary>
    private static void CheckUse(CheckContext context, ItemUses uses, FormDemand demand)
    {
        var form = demand.Form;
        foreach (var use in form.UsedFor)
        {
            // What is not there at all is a finding of its own.
            var spells = context.Structure.Find(use.Kind, use.Id);
            if (spells.Count == 0 || spells.Any(entry => entry.HoldsOn(context.Date))) return;
        }

        if (uses.FormsOfIndicators.Contains(form.Id)) return;
        foreach (var field in demand.Fields)
            if (field.Item is { } item && !field.IdentifiesRow && field.Needless == NeedlessAsk.None && uses.IsRead(item.Id)) return;

        var ended = form.UsedFor.Count > 0;
        context.Add(FindingCodes.FilledForNothing, ended ? form.UsedFor[0].At : form.At, form,
            ended
                ? new($"表单{Saying.Of(form).Zh}所用于的决定都已失效。", $"Nothing that the form {Saying.Of(form).En} is used for holds any more.")
                : new($"表单{Saying.Of(form).Zh}填了没有用处：没有决定、事项、指标用到它。", $"The form {Saying.Of(form).En} is filled in and used for nothing: no decision, matter or indicator takes anything from it."),
            new("写上 used-for：用它作哪项决定；说不出的应当取消。", "Name under used-for what is decided with it, or end the form."));
    }

    /// <summary>
    /// Matter types. What they ask is filled from the base by role, so an ask that is simply in a register is no fault. Faults are: an ask
    /// that is computed (TR2015); and an ask beside the base (TR2002), an item of the matter itself that is declared to be the same as an
    /// item of a register in which one of its roles is found: the base cannot fill it, so the resident types what is known.
    /// </summary>
    private static void CheckMatters(CheckContext context)
    {
        var names = new FactNames(context.Structure, context.Date);
        foreach (var matter in context.Holding(context.Structure.Matters))
        {
            foreach (var ask in matter.Asks)
            {
                if (names.Find(ask.Id, matter) is not { } item) continue;
                if (item.Computed is { } computed)
                {
                    context.Add(FindingCodes.AsksWhatIsComputed, ask.At, matter,
                        new($"事项{Saying.Of(matter).Zh}要申请人提供 {Saying.Of(item).Zh}，而它可以算出。", $"{Saying.Of(matter).En} asks for {Saying.Of(item).En}, which can be computed."),
                        new("从 asks 中去掉，直接使用。", "Take it out of asks and use it as it is."),
                        related: [new(computed.At, new("算法在这里。", "How it is computed stands here."))]);
                    continue;
                }

                if (item.RegisterId != "matter") continue;
                foreach (var same in item.SameAs)
                {
                    if (names.Find(same.Id) is not { } twin || !names.RolesOf(matter).Values.Contains(twin.RegisterId, StringComparer.Ordinal)) continue;
                    var role = names.RolesOf(matter).First(pair => pair.Value == twin.RegisterId).Key;
                    context.Add(FindingCodes.AskedThoughHeld, ask.At, matter,
                        new($"事项{Saying.Of(matter).Zh}要申请人填 {Saying.Of(item).Zh}，而库里已有同一事实 {Saying.Of(twin).Zh}。", $"{Saying.Of(matter).En} asks for {Saying.Of(item).En}, although the base holds the same fact as {Saying.Of(twin).En}."),
                        new($"改为 {role}.{twin.Field}，由库里带出。", $"Ask {role}.{twin.Field} instead, which the base fills in."),
                        related: [new(twin.At, new("库里的数据项在这里。", "The item of the base stands here."))]);
                    break;
                }
            }
        }
    }

    /// <summary>What indicators, powers and matter types read, gathered once.</summary>
    private sealed class ItemUses
    {
        private readonly HashSet<string> _read = new(StringComparer.Ordinal);
        private readonly HashSet<(string Role, string Register)> _roles = [];

        public ItemUses(CheckContext context)
        {
            var names = new FactNames(context.Structure, context.Date);
            foreach (var indicator in context.Holding(context.Structure.Indicators))
            {
                if (indicator.FromForm is { } form) FormsOfIndicators.Add(form.Id);
                foreach (var formula in (ReadOnlySpan<Formula?>)[indicator.FromRecord, indicator.FromRegister, indicator.FromForm is null ? indicator.Value : null, indicator.CountedWhen])
                    _read.UnionWith(FactNames.In(formula?.Text));
            }

            foreach (var matter in context.Holding(context.Structure.Matters))
            {
                foreach (var part in matter.Flow.All)
                {
                    if (part is FlowPart.Step step)
                        foreach (var used in step.Uses)
                            if (names.Find(used.Id, matter) is { } item) _read.Add(item.Id);
                    foreach (var condition in Conditions(part))
                        foreach (var fact in FactNames.In(condition?.Text))
                            if (names.Find(fact, matter) is { } item) _read.Add(item.Id);
                }
            }

            // Powers and delegations name roles without a matter type: a role means the registers it stands for anywhere.
            foreach (var matter in context.Holding(context.Structure.Matters))
                foreach (var (role, register) in names.RolesOf(matter)) _roles.Add((role, register));
            foreach (var power in context.Holding(context.Structure.Powers))
            {
                AddOfPower(power.When);
                foreach (var holding in power.HeldBy) AddLimits(holding.Limits);
            }

            foreach (var delegation in context.Holding(context.Structure.Delegations)) AddLimits(delegation.Limits);

            void AddLimits(Limits limits)
            {
                if (ReferenceEquals(limits, Limits.None)) return;
                AddOfPower(limits.When);
                foreach (var span in Enum.GetValues<CeilingSpan>()) AddOfPower(limits.Amount(span)?.Formula);
            }

            void AddOfPower(Formula? formula)
            {
                foreach (var fact in FactNames.In(formula?.Text))
                {
                    _read.Add(fact);
                    var dot = fact.IndexOf('.', StringComparison.Ordinal);
                    foreach (var (role, register) in _roles)
                        if (fact.AsSpan(0, dot).SequenceEqual(role) && names.Find(register + fact[dot..]) is { } item) _read.Add(item.Id);
                }
            }
        }

        public HashSet<string> FormsOfIndicators { get; } = new(StringComparer.Ordinal);

        public bool IsRead(string item) => _read.Contains(item);

        private static IEnumerable<Formula?> Conditions(FlowPart part) => part switch
        {
            FlowPart.Step step => [step.When, step.Within?.Formula],
            FlowPart.Choice choice => choice.Branches.Select(static branch => branch.When),
            FlowPart.Repeat repeat => [repeat.Until],
            FlowPart.Part inner => [inner.When],
            _ => [],
        };
    }
}
