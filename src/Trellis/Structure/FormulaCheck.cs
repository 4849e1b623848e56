using System.Text;
using Trellis.Structure.Expressions;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;
using Trellis.Structure.Quantities;
using Trellis.Structure.Vocabulary;

namespace Trellis.Structure;

/// <summary>Reads every expression where it stands and tells what does not parse, does not fit, or names nothing; and every fact that is named outside expressions.</summary>
internal sealed class FormulaCheck(GovernanceStructure structure, FindingList findings)
{
    private readonly Dictionary<Entry, FormulaNames> _ofMatters = [];
    private readonly Dictionary<string, FormulaNames> _ofPowers = new(StringComparer.Ordinal);
    private FormulaNames? _rows;
    private FormulaNames? _row;

    public void Check(PendingFormula pending)
    {
        var inWhich = InWhichStructure(pending.Owner);
        if (!Expression.TryParse(pending.Formula.Text, out var expression, out var fault))
        {
            Tell(fault, pending.Formula, pending.Owner);
            return;
        }

        FactType? expected = pending.Shape.Result switch
        {
            FormulaResult.YesNo => FactType.YesNo,
            FormulaResult.Number => FactType.Number,
            FormulaResult.Money => FactType.Of(Dimension.Money),
            FormulaResult.TimeLimit => FactType.Limit,
            FormulaResult.Anything or FormulaResult.Rows => null,
            _ => throw new InvalidOperationException("An unknown result."),
        };
        var checking = expression.Check(NamesFor(pending, inWhich), expected);
        foreach (var one in checking.Faults) Tell(one, pending.Formula, pending.Owner);
        if (pending.Shape.Result == FormulaResult.Rows && checking.Faults.IsEmpty && checking.Type is not FactType.ListOf)
        {
            findings.Add(new Finding(FindingCodes.TypesDoNotFit, pending.Formula.At, new("这里应当给出若干行，例如一个库。", "This should give rows, such as those of a register."))
            { Expected = new("写成「库 where 条件」。", "Write \"register where condition\"."), Address = pending.Owner.Address });
        }
    }

    public void Check(PendingFact fact)
    {
        var owner = fact.Owner;
        var inWhich = InWhichStructure(owner);
        var (type, names) = owner switch
        {
            MatterType matter => (NamesOf(matter, inWhich).TypeOf(fact.Name), (INames)NamesOf(matter, inWhich)),
            Indicator or AssessmentRule => (Row(inWhich).TypeOf(fact.Name), Row(inWhich)),
            _ => (Row(inWhich).TypeOf(fact.Name), Row(inWhich)),
        };
        if (type is not null)
        {
            if (fact.Key == "place" && owner is MatterType && !MayBeAPlace(type)) TellNoPlace(fact, type, owner, names);
            return;
        }

        // The beginning is right, so it is the item that nobody has declared.
        if (RegisterOf(fact.Name, names) is { } register)
        {
            var item = $"{register}{fact.Name[fact.Name.IndexOf('.', StringComparison.Ordinal)..]}";
            findings.Add(new Finding(FindingCodes.NothingByThatName, fact.At, new($"没有「{Excerpt.Of(item, 60)}」这个数据项。", $"There is no item \"{Excerpt.Of(item, 60)}\"."))
            { Expected = new($"在 data.yaml 写「- item: {Excerpt.Of(item, 60)}」，说明它的含义和类型。", $"Declare it in data.yaml: \"- item: {Excerpt.Of(item, 60)}\", with what it means and its type."), Nearest = NearestFact(fact.Name, names), Address = owner.Address });
            return;
        }

        findings.Add(new Finding(FindingCodes.NothingByThatName, fact.At, new($"没有「{Excerpt.Of(fact.Name, 60)}」这个事实。", $"There is no fact \"{Excerpt.Of(fact.Name, 60)}\"."))
        {
            Expected = owner is MatterType type2 && type2.About.Count > 0
                ? new($"以角色（{string.Join("、", type2.About.Select(static role => role.Name))}）或 matter 开头，后接数据项。", $"Begin with a role ({string.Join(", ", type2.About.Select(static role => role.Name))}) or matter, then the item.")
                : new("写成 库.数据项。", "Write register.item."),
            Nearest = NearestFact(fact.Name, names),
            Address = owner.Address,
        });
    }

    /// <summary>Where a matter is: a place, or something that has one (a home, a site, a unit).</summary>
    private static bool MayBeAPlace(FactType type) => type is FactType.APlace or FactType.RecordOf or FactType.Unsettled;

    private void TellNoPlace(PendingFact fact, FactType type, Entry owner, INames names)
    {
        // The register that the name begins with may have a place beside it.
        var dot = fact.Name.LastIndexOf('.');
        var prefix = dot < 0 ? "" : fact.Name[..(dot + 1)];
        var register = prefix.Length > 0 && names.Root(prefix[..^1]) is FactType.RecordOf(var one) && one != "matter" ? one : null;
        var place = register is null ? null : names.Items(register).Order(StringComparer.Ordinal).FirstOrDefault(item => names.Item(register, item) is FactType.APlace);
        findings.Add(new Finding(FindingCodes.TypesDoNotFit, fact.At, new($"「{Excerpt.Of(fact.Name, 60)}」是{type.Name.Zh}，不是地点；place 决定谁离得最近。", $"\"{Excerpt.Of(fact.Name, 60)}\" is {type.Name.En} and no place; place decides who is nearest."))
        {
            Expected = place is null
                ? new("写一个类型为 place 的数据项，或有地点的库里的角色；没有地点的写 place: none。", "Name an item of type place, or a role whose register has one; where there is none, write place: none.")
                : new($"写「place: {prefix}{place}」。", $"Write \"place: {prefix}{place}\"."),
            Address = owner.Address,
        });
    }

    /// <summary>The register behind the first part of a name such as "matter.goods"; null where that part is none, or more follows.</summary>
    private string? RegisterOf(string name, INames names)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot <= 0 || name.IndexOf('.', dot + 1) >= 0 || names.Root(name[..dot]) is not FactType.RecordOf(var register)) return null;
        return structure.Registers.Has(register) || register is "matter" or "unit" or "actor" ? register : null;
    }

    private static string? NearestFact(string name, INames names)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0) return NearNames.Nearest(name, names.Roots);
        if (names.Root(name[..dot]) is not { } root) return NearNames.Nearest(name[..dot], names.Roots) is { } near ? near + name[dot..] : null;
        var register = root is FactType.RecordOf(var one) ? one : root is FactType.ListOf(FactType.RecordOf(var many)) ? many : null;
        return register is not null && NearNames.Nearest(name[(dot + 1)..], names.Items(register)) is { } item ? $"{name[..dot]}.{item}" : null;
    }

    /// <summary>What an overlay brings may read what it brings.</summary>
    private GovernanceStructure InWhichStructure(Entry owner)
    {
        if (owner.Overlay is null) return structure;
        if (_under.TryGetValue(owner.Overlay, out var known)) return known;
        return _under[owner.Overlay] = structure.Under(owner.Overlay);
    }

    private readonly Dictionary<Overlay, GovernanceStructure> _under = [];

    private FormulaNames NamesFor(PendingFormula pending, GovernanceStructure inWhich)
    {
        switch (pending.Owner)
        {
            case MatterType matter: return NamesOf(matter, inWhich);
            case Power power: return OfPower(power, inWhich);
            case Delegation delegation: return OfPower(PowerOf(delegation, inWhich), inWhich);
            case Item item: return FormulaNames.Of(inWhich, item);
            default: return pending.Shape.Result == FormulaResult.Rows ? _rows ??= FormulaNames.OfRows(inWhich) : Row(inWhich);
        }
    }

    private FormulaNames Row(GovernanceStructure inWhich) => _row ??= FormulaNames.OfOneRow(inWhich);

    private FormulaNames NamesOf(MatterType matter, GovernanceStructure inWhich)
    {
        if (!_ofMatters.TryGetValue(matter, out var names)) _ofMatters.Add(matter, names = FormulaNames.Of(inWhich, matter));
        return names;
    }

    private FormulaNames OfPower(Power? power, GovernanceStructure inWhich)
    {
        var key = $"{power?.Id} {inWhich.Applied.Count}";
        if (!_ofPowers.TryGetValue(key, out var names)) _ofPowers.Add(key, names = FormulaNames.Of(inWhich, power));
        return names;
    }

    private static Power? PowerOf(Delegation delegation, GovernanceStructure inWhich)
    {
        var of = delegation.Of;
        for (var hops = 0; of.Kind == Kind.Delegation && hops < 64; hops++)
        {
            if (inWhich.Delegations.Of(of.Id) is not [var source, ..]) return null;
            of = source.Of;
        }

        return of.Id is not null && inWhich.Powers.Of(of.Id) is [var power, ..] ? power : null;
    }

    private void Tell(ExpressionFault fault, Formula formula, Entry owner)
    {
        var code = fault.Kind switch
        {
            FaultKind.DoesNotParse => FindingCodes.BrokenExpression,
            FaultKind.TypesDoNotFit => FindingCodes.TypesDoNotFit,
            FaultKind.NamesNothing => FindingCodes.UnknownInExpression,
            _ => throw new InvalidOperationException("An unknown fault."),
        };
        findings.Add(new Finding(code, Place(fault.At, formula), fault.Message) { Expected = fault.Remedy, Nearest = fault.Nearest, Address = owner.Address });
    }

    /// <summary>The stretch inside the file; where the text is quoted with escapes or written in several lines, the whole of it.</summary>
    private static Mark Place(Extent at, Formula formula)
    {
        var written = formula.At.Text;
        var shift = written == formula.Text ? 0 : written.Length == formula.Text.Length + 2 && written[1..^1] == formula.Text ? 1 : -1;
        if (shift < 0) return formula.At;
        var offset = Math.Min(at.Offset, formula.Text.Length);
        var length = Math.Min(at.Length, formula.Text.Length - offset);
        return new Mark(formula.At.File, formula.At.Start + shift + Encoding.UTF8.GetByteCount(formula.Text.AsSpan(0, offset)), Math.Max(1, Encoding.UTF8.GetByteCount(formula.Text.AsSpan(offset, length))));
    }
}
