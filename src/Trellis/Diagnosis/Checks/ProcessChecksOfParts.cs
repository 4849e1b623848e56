using Trellis.Process.Flows;
using Trellis.Structure;
using Trellis.Structure.Calendars;
using Trellis.Structure.Findings;
using Trellis.Structure.Quantities;

namespace Trellis.Diagnosis.Checks;

/// <summary>TR3008: the parts of a bundle must agree with it and with each other.</summary>
internal sealed partial class ProcessChecks
{
    private void CheckParts(CompiledFlow flow)
    {
        foreach (var point in flow.Points)
        {
            if (point.Part is not { } part) continue;
            if (flow.TypeOf(part) is not { } type)
            {
                if (part.Matter.Id is { } id && _context.Structure.Matters.Has(id))
                    Tell(part, new($"部分「{id}」在 {Day(_context.Date)} 不再有效，这一件事办不完整。", $"The part \"{id}\" does not hold on {Day(_context.Date)}, so the whole cannot be done."), new("换成现在的事项类型，或者去掉这个部分。", "Name the matter type that holds now, or take the part out."));
                continue;
            }

            CheckRoles(flow, part, type);
            CheckEnded(part, type);
            CheckFee(flow, part, type);
            CheckPromise(flow, part, type);
        }

        CheckNeedOfEachOther(flow);

        void Tell(FlowPart.Part part, Text found, Text expected) => _context.Add(FindingCodes.PartsDisagree, part.Matter.At, flow.Matter, found, expected);

        void CheckEnded(FlowPart.Part part, MatterType type)
        {
            foreach (var (kind, id) in type.Steps.SelectMany(static step => new[] { (Kind.Power, step.Power?.Id), (Kind.Duty, step.Duty?.Id) }).Prepend((Kind.Duty, type.Duty.Id)).Distinct())
            {
                if (id is null) continue;
                var spells = _context.Structure.Find(kind, id);
                if (spells.Count == 0 || spells.Any(spell => spell.HoldsOn(_context.Date))) continue;
                Tell(part, new($"{Of(type).Zh}所靠的{(kind == Kind.Power ? "职权" : "职责")}{Of(spells[^1]).Zh}在 {Day(_context.Date)} 不再有效，这个部分办不了。", $"The {(kind == Kind.Power ? "power" : "duty")} {Of(spells[^1]).En} that {Of(type).En} leans on does not hold on {Day(_context.Date)}, so this part cannot be done."), new("先改好该事项类型，或者从这一件事里去掉这个部分。", "Mend that matter type first, or take the part out."));
            }
        }
    }

    private void CheckRoles(CompiledFlow flow, FlowPart.Part part, MatterType type)
    {
        foreach (var (role, bound, at) in part.With)
        {
            if (!type.About.Any(own => own.Name == role))
                _context.Add(FindingCodes.PartsDisagree, at, flow.Matter, new($"{Of(type).Zh}没有角色「{role}」。", $"{Of(type).En} has no role \"{role}\"."), Roles(type));
            if (!flow.IsRole(bound))
                _context.Add(FindingCodes.PartsDisagree, at, flow.Matter, new($"这一件事没有角色「{bound}」。", $"The bundle has no role \"{bound}\"."), Roles(flow.Matter));
        }

        foreach (var role in type.About)
        {
            var bound = FlowKnowledge.Bound(role.Name, part, type);
            if (flow.Matter.About.FirstOrDefault(one => one.Name == bound) is not { } own)
            {
                if (part.With.Any(pair => pair.Role == role.Name)) continue; // told above
                _context.Add(FindingCodes.PartsDisagree, part.Matter.At, flow.Matter, new($"{Of(type).Zh}要有角色「{role.Name}」（{role.Register}），这一件事里没有对应的人或物。", $"{Of(type).En} needs the role \"{role.Name}\" ({role.Register}), and nothing in the bundle stands for it."),
                    new($"在 about 里加上这个角色，或写「with: {{{role.Name}: ...}}」指明由谁充当。", $"Add the role to about, or say who takes it: \"with: {{{role.Name}: ...}}\"."));
            }
            else if (own.Register.Id != role.Register.Id)
            {
                _context.Add(FindingCodes.PartsDisagree, part.Matter.At, flow.Matter, new($"角色「{bound}」在这一件事里出自库「{own.Register}」，在{Of(type).Zh}里出自库「{role.Register}」，同名数据项不是一回事。", $"The role \"{bound}\" is found in \"{own.Register}\" here and in \"{role.Register}\" in {Of(type).En}, so items of one name mean different things."),
                    new("给其中一个换个角色名，并用 with 对应。", "Give one of them another name, and bind it with \"with\"."));
            }
        }

        static Text Roles(MatterType of) => new($"它的角色有：{string.Join("、", of.About.Select(static role => role.Name))}。", $"Its roles are: {string.Join(", ", of.About.Select(static role => role.Name))}.");
    }

    /// <summary>Who asks for one thing done at once must not pay more than the bundle says.</summary>
    private void CheckFee(CompiledFlow flow, FlowPart.Part part, MatterType type)
    {
        if (type.Guide.Fee is not { } fee || flow.Matter.Guide.Fee is not { } whole || Quantity.Compare(fee, whole) is not > 0) return;
        _context.Add(FindingCodes.PartsDisagree, part.Matter.At, flow.Matter, new($"这一件事写明收费 {whole}，其中{Of(type).Zh}却要收 {fee}。", $"The bundle says that it costs {whole}, but {Of(type).En} in it costs {fee}."),
            new("两处收费写成一致。", "Make the two fees agree."), related: [new RelatedPlace(type.Guide.At, new("部分的收费写在这里。", "The fee of the part stands here."))]);
    }

    private void CheckPromise(CompiledFlow flow, FlowPart.Part part, MatterType type)
    {
        if (_laid is null || part.Within is not null) return;
        var inner = FlowTimes.LimitsOf(flow.FlowOf(type), type.Guide.Promise, Conditions.None);
        var outer = FlowTimes.LimitsOf(flow, flow.Matter.Guide.Promise, Conditions.None);
        if (inner.Count == 0 || outer.Count == 0) return;
        // Only what holds in every case: even the shortest promise of the part ends behind the longest of the bundle.
        foreach (var one in inner)
            foreach (var other in outer)
                if (one == other || _laid.Year.Then(_laid.Office, one).WorstAgainst(_laid.Year.Then(_laid.Office, other)).Time <= TimeSpan.Zero) return;
        _context.Add(FindingCodes.PartsDisagree, part.Matter.At, flow.Matter, new($"这一件事承诺 {FlowWords.Of(outer[0]).Zh}办结，其中{Of(type).Zh}单独就承诺 {FlowWords.Of(inner[0]).Zh}。", $"The bundle promises {outer[0]}, but {Of(type).En} in it promises {inner[0]} by itself."),
            new("给这个部分写 within，或把两处承诺改成一致。", "Write within at the part, or make the two promises agree."), related: [new RelatedPlace(type.Guide.At, new("部分的承诺写在这里。", "The promise of the part stands here."))]);
    }

    /// <summary>Parts side by side of which one asks for what another only gives.</summary>
    private void CheckNeedOfEachOther(CompiledFlow flow)
    {
        foreach (var one in flow.Points)
        {
            if (one.Part is not { } asking || flow.TypeOf(asking) is not { } askingType) continue;
            foreach (var other in flow.Points)
            {
                if (other.Part is not { } giving || CompiledFlow.Order(one, other) != StepOrder.SideBySide || flow.TypeOf(giving) is not { } givingType) continue;
                var given = givingType.Steps.SelectMany(static step => step.Gives).Select(fact => FlowKnowledge.Bound(fact.Id, giving, givingType)).ToHashSet(StringComparer.Ordinal);
                foreach (var asked in askingType.Asks)
                {
                    var name = FlowKnowledge.Bound(asked.Id, asking, askingType);
                    if (!given.Contains(name) || flow.Matter.Asks.Any(own => Covers(own.Id, name))) continue;
                    var fact = FactOf(flow, name);
                    _context.Add(FindingCodes.PartsDisagree, asking.Matter.At, flow.Matter, new($"{Of(askingType).Zh}要「{fact.Zh}」，它由同时进行的{Of(givingType).Zh}给出。", $"{Of(askingType).En} asks for {fact.En}, which {Of(givingType).En} beside it gives."),
                        new("把两个部分改成一先一后。", "Let one follow the other."), related: [new RelatedPlace(giving.Matter.At, new("给出它的部分在这里。", "The part that gives it stands here."))]);
                }
            }
        }
    }

    private static Text Of(Entry entry) => new($"「{entry.Name.Zh}」（{entry.Id}）", $"\"{entry.Name.En}\" ({entry.Id})");

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
