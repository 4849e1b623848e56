using Trellis.Structure;

namespace Trellis.Authority;

/// <summary>A post lends a power onward, within what it has.</summary>
public static class LendingPowers
{
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
            return Refuse(AuthorityRefusals.CodeOf(broken), new($"授权 {delegation.Id} 不能给出任何东西（{broken}）。", $"Delegation {delegation.Id} can give nothing ({broken})."));
        }

        foreach (var mandate in given)
        {
            foreach (var wider in FindingWiderDelegations.Of(mandate, after.View))
                return Refuse(AuthorityRefusals.WiderThanSource, new($"授权 {delegation.Id} 写的是 {wider.Own}，而来源只有 {wider.Narrower}。", $"Delegation {delegation.Id} claims {wider.Own}, and its source has {wider.Narrower}."));
        }

        return new Ruling.Happens(lent);
    }

    private static Ruling.Refused Refuse(string code, Text says) => new(new Refusal(code, says));
}

/// <summary>A delegation, or one expansion of it ("relief-to-townships@xikou"), is taken back.</summary>
public static class WithdrawingPowers
{
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
