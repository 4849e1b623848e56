using System.Text;
using Trellis.Structure;
using Trellis.Structure.Quantities;

namespace Trellis.Authority;

/// <summary>One ceiling of what is lent.</summary>
/// <param name="IsNumber">Counts cases, not the sum.</param>
public sealed record LentCeiling(CeilingSpan Span, bool IsNumber, Quantity Most);

/// <summary>What narrows a power that is lent by an act. An absent part narrows nothing. A condition needs a file: its formula is checked with the structure.</summary>
public sealed record LentLimits(FixedList<LentCeiling> Ceilings, FixedList<string>? Outcomes = null, FixedList<string>? Matters = null, UnitId? Area = null)
{
    public static LentLimits None { get; } = new([]);
}

/// <summary>An officer lends onward what their post has, within what it has. The giver is the seat of who acts.</summary>
/// <param name="Delegation">Its id, which is never used again.</param>
/// <param name="Of">"power/approve-repair", or "delegation/small-sums" where the giver has it by that one.</param>
/// <param name="Receiver">A post at a unit, or at each unit of a group.</param>
/// <param name="ActsForGiver">In the giver's name (委托), or in its own (赋权).</param>
/// <param name="From">The first day, from today on.</param>
/// <param name="To">The last day, included; null without an end of its own.</param>
/// <param name="Basis">Articles as "law/article", at least one.</param>
public sealed record LendPower(
    string Delegation, string Of, PostAt Receiver, LentLimits Limits, bool ActsForGiver, int PassOn, DateOnly From, DateOnly? To, FixedList<string> Basis, PersonalText Reason) : IAct
{
    public const string Name = "lend-power";

    public string Word => Name;
}

/// <summary>What was lent is taken back, by an act or a file, at one unit or everywhere. All that was lent from it ends with it, and the duty that leaned on it returns.</summary>
/// <param name="Unit">Null for all receivers.</param>
/// <param name="From">The first day on which it is gone, from today on.</param>
public sealed record WithdrawPower(string Delegation, UnitId? Unit, DateOnly From, PersonalText Reason) : IAct
{
    public const string Name = "withdraw-power";

    public string Word => Name;
}

/// <summary>A post lends a power onward, within what it has.</summary>
public static class LendingPowers
{
    /// <summary>By whoever sits in the post of the giver, on a basis in force, not back in time.</summary>
    public static Ruling Decide(Mandates mandates, Standing standing, LendPower act, Actor by, DateOnly today)
    {
        if (by is not Actor.Officer officer) return new Ruling.Refused(AuthorityRefusals.ForOfficers);
        if (!Ids.IsId(Encoding.UTF8.GetBytes(act.Delegation), mayBeginWithDigit: false))
            return Refuse(AuthorityRefusals.NotAnId, new($"授权的标识由小写字母、数字和单个连字符组成，以字母开头；写的是“{Excerpt.Of(act.Delegation, 60)}”。", $"The id of a delegation is small letters, digits and single hyphens, a letter first; given was \"{Excerpt.Of(act.Delegation, 60)}\"."));
        if (SourceOf(act.Of) is not { } of || !(of.Kind == Kind.Power ? mandates.Structure.Powers.Has(of.Id) : mandates.Structure.Delegations.Has(of.Id) || standing.Lent.Lent.Any(one => one.Id == of.Id)))
            return Refuse(AuthorityRefusals.NoSuchPower, new($"没有“{Excerpt.Of(act.Of, 60)}”；来源写作 power/标识 或 delegation/标识。", $"There is no \"{Excerpt.Of(act.Of, 60)}\"; the source is written power/id or delegation/id."));
        if (act.From < today || act.To < act.From || act.To == DateOnly.MaxValue) return new Ruling.Refused(AuthorityRefusals.LentInThePast);
        if (act.PassOn is < 0 or > 4) return Refuse(AuthorityRefusals.WiderThanSource, new("pass-on 从 0 到 4。", "pass-on is from 0 to 4."));
        if (BasisOf(act.Basis, mandates.Structure, act.From, out var basis) is { } no) return no;
        if (act.Limits.Matters?.Find(matter => !mandates.Structure.Matters.Has(matter)) is { } unknown)
            return Refuse(AuthorityRefusals.MatterNotGiven, new($"没有 {Excerpt.Of(unknown, 60)} 这种事项。", $"There is no matter type {Excerpt.Of(unknown, 60)}."));
        if (act.Limits.Ceilings.Exists(static one => one.Most.Value < 0 || (one.IsNumber && one.Most.Measure != Measure.Case)))
            return Refuse(AuthorityRefusals.AmountBelowZero, new("上限不能小于零；件数以“件”计（cases）。", "A ceiling is not below zero, and numbers are counted in cases."));
        if (act.Limits.Outcomes is { IsEmpty: true } || act.Limits.Matters is { IsEmpty: true })
            return Refuse(AuthorityRefusals.NothingLent, new("空的结果或事项清单什么也没有授出；请略去该项，或者写明授出什么。", "An empty list of outcomes or matter types lends nothing; leave it out, or name what is lent."));
        return Decide(mandates, standing, Written(act, new PostName(officer.Seat.Post, officer.Seat.Unit.Text, default), of, basis));
    }

    /// <summary>The delegation must give something to its receiver on its first day, and may claim nothing beyond its source.</summary>
    public static Ruling Decide(Mandates mandates, Standing standing, Delegation delegation)
    {
        if (mandates.Structure.Delegations.Has(delegation.Id) || standing.Lent.Lent.Any(one => one.Id == delegation.Id))
            return Refuse(AuthorityRefusals.AlreadyLent, new($"授权 {delegation.Id} 已经有了；标识不得重用。", $"There is a delegation {delegation.Id} already; an id is never used again."));
        var lent = new AuthorityEvent.Lent(delegation);
        var after = mandates.On(delegation.From, standing.After(lent));
        var given = after.By(delegation);
        if (given.Count == 0)
        {
            var broken = after.WhyNothing(delegation);
            var why = AuthorityWords.Why(new BrokenLink(null, delegation, null, broken)
            {
                Missing = delegation.Receiver,
                Since = broken == Break.Expired ? delegation.To : delegation.From,
                Article = delegation.Basis.Count > 0 ? delegation.Basis[0] : null,
            });
            return Refuse(AuthorityRefusals.CodeOf(broken), new($"授权 {delegation.Id} 不能给出任何东西：{why.Zh}。", $"Delegation {delegation.Id} can give nothing: {why.En}."));
        }

        foreach (var mandate in given)
        {
            foreach (var span in Enum.GetValues<CeilingSpan>())
                if (delegation.Limits.Amount(span)?.Fixed is { } most && !Counts(mandate.Source, most))
                    return Refuse(AuthorityRefusals.AmountOfAnotherMeasure, new($"上限 {most} 的单位不对：只能是钱，或者来源的上限所用的单位。", $"The ceiling {most} is in another measure: it is money, or in a measure of the source's own ceilings."));
            foreach (var wider in FindingWiderDelegations.Of(mandate, after.View))
                return Refuse(AuthorityRefusals.WiderThanSource, new($"授权 {delegation.Id} 写的是 {wider.Own}，而来源只有 {wider.Narrower}。", $"Delegation {delegation.Id} claims {wider.Own}, and its source has {wider.Narrower}."));
        }

        return new Ruling.Happens(lent);
    }

    /// <summary>Whether sums are counted in such a measure: money always, another where a source says so, and cases never.</summary>
    private static bool Counts(Mandate? source, Quantity most)
    {
        if (most.Dimension is Dimension.Money or Dimension.Cases) return most.Dimension == Dimension.Money;
        for (; source is not null; source = source.Source)
            if (Enum.GetValues<CeilingSpan>().Any(span => source.Limits.Amount(span)?.Fixed?.Dimension == most.Dimension)) return true;
        return false;
    }

    /// <summary>The delegation as a file would have written it.</summary>
    internal static Delegation Written(LendPower act, PostName giver, KindRef of, IReadOnlyList<Citation> basis) => new(act.Delegation, default, default)
    {
        Of = of,
        Giver = giver,
        Receiver = new PostName(act.Receiver.Post, act.Receiver.Unit.Text, default),
        Limits = Of(act.Limits),
        ActsForGiver = act.ActsForGiver,
        PassOn = act.PassOn,
        Basis = basis,
        From = act.From,
        To = act.To ?? DateOnly.MaxValue,
    };

    internal static KindRef? SourceOf(string of) =>
        of.StartsWith("power/", StringComparison.Ordinal) ? new KindRef(Kind.Power, of["power/".Length..], default)
        : of.StartsWith("delegation/", StringComparison.Ordinal) ? new KindRef(Kind.Delegation, of["delegation/".Length..], default)
        : null;

    internal static Citation CitationOf(string written) => written.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 ? new Citation(written[..slash], written[(slash + 1)..], default) : new Citation(written, null, default);

    internal static Limits Of(LentLimits limits)
    {
        var (amounts, numbers) = (new Ceiling?[4], new Ceiling?[4]);
        foreach (var one in limits.Ceilings) (one.IsNumber ? numbers : amounts)[(int)one.Span] = new Ceiling(one.Most, null, default);
        return new Limits(amounts, numbers)
        {
            Outcomes = limits.Outcomes is { } outcomes ? [.. outcomes.Select(static one => new Ref(one, default))] : null,
            Matters = limits.Matters is { } matters ? [.. matters.Select(static one => new Ref(one, default))] : null,
            Area = limits.Area is { } area ? new Ref(area.Text, default) : null,
        };
    }

    private static Ruling.Refused? BasisOf(FixedList<string> written, GovernanceStructure structure, DateOnly from, out IReadOnlyList<Citation> basis)
    {
        basis = [.. written.Select(CitationOf)];
        if (basis.Count == 0) return new Ruling.Refused(AuthorityRefusals.BasisMissing);
        foreach (var citation in basis)
            if (!structure.InForce(citation, from)) return new Ruling.Refused(AuthorityRefusals.BasisMissing.Naming($"{from:yyyy-MM-dd} 施行的法规中没有 {citation}。", $"{citation} is not in force on {from:yyyy-MM-dd}."));
        return null;
    }

    private static Ruling.Refused Refuse(string code, Text says) => new(new Refusal(code, says));
}

/// <summary>A delegation, or one expansion of it ("relief-to-townships@xikou"), is taken back.</summary>
public static class WithdrawingPowers
{
    /// <summary>By an officer, not back in time.</summary>
    public static Ruling Decide(Mandates mandates, Standing standing, WithdrawPower act, Actor by, DateOnly today) =>
        by is not Actor.Officer officer ? new Ruling.Refused(AuthorityRefusals.ForOfficers)
        : act.From < today ? new Ruling.Refused(AuthorityRefusals.LentInThePast)
        : Decide(mandates, standing, act.Delegation, act.Unit?.Text, (officer.Seat.Post, officer.Seat.Unit.Text), act.From);

    /// <summary>Who gave it may take it back, whoever is named in "withdrawn-by", and whoever stands above the giver in the chain.</summary>
    /// <param name="by">The post that takes it back.</param>
    /// <param name="unit">The unit whose expansion ends; null for all.</param>
    public static Ruling Decide(Mandates mandates, Standing standing, string delegation, string? unit, (string Post, string Unit) by, DateOnly day)
    {
        var holders = mandates.On(day, standing);
        var given = holders.Given(delegation).Where(mandate => unit is null || mandate.Unit.Id == unit).ToList();
        if (given.Count == 0) return Refuse(AuthorityRefusals.NothingToWithdraw, new($"{day:yyyy-MM-dd} 没有可收回的授权 {Name()}。", $"There is no delegation {Name()} to withdraw on {day:yyyy-MM-dd}."));
        foreach (var mandate in given)
        {
            if (mandate.Delegation!.WithdrawnBy.Concat(mandate.Power.WithdrawnBy).Any(named => Is(holders, named, by))) continue;
            var above = mandate.Source;
            while (above is not null && (above.Post != by.Post || above.Unit.Id != by.Unit)) above = above.Source;
            if (above is null) return Refuse(AuthorityRefusals.MayNotWithdraw, new($"{by.Post}@{by.Unit} 不是授权 {Name()} 的授权人，也没有被指定可以收回。", $"{by.Post}@{by.Unit} neither gave delegation {Name()} nor is named to withdraw it."));
        }

        return new Ruling.Happens(new AuthorityEvent.Withdrawn(delegation, unit, day));

        string Name() => unit is null ? delegation : $"{delegation}@{unit}";
    }

    private static bool Is(HoldersOnDay holders, PostName named, (string Post, string Unit) by) =>
        named.Post == by.Post && (named.At is null || (holders.View.Unit(by.Unit) is { } unit && holders.View.IsIn(unit, named.At)));

    private static Ruling.Refused Refuse(string code, Text says) => new(new Refusal(code, says));
}
