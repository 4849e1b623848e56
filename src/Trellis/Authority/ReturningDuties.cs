using Trellis.Structure;

namespace Trellis.Authority;

/// <summary>A mandate that is gone, and to whom what leaned on it returns.</summary>
/// <param name="Ended">The mandate as it was.</param>
/// <param name="To">The nearest giver above who still has the power; null where nobody on the chain has.</param>
/// <param name="Duties">Duties that the unit bears and that need the power, now without it.</param>
public sealed record Returned(Mandate Ended, Mandate? To, IReadOnlyList<Duty> Duties);

/// <summary>When a power or delegation ends, what leaned on it goes back to its giver at that moment.</summary>
public static class ReturningDuties
{
    /// <param name="before">Who held what before.</param>
    /// <param name="after">Who holds what after.</param>
    /// <param name="powers">The powers to look at; null for all.</param>
    public static IReadOnlyList<Returned> Between(HoldersOnDay before, HoldersOnDay after, IEnumerable<string>? powers = null)
    {
        var returned = new List<Returned>();
        Dictionary<string, List<Duty>>? needing = null;
        foreach (var power in powers ?? before.Powers.Select(static power => power.Id).Distinct(StringComparer.Ordinal))
        {
            var still = after.Of(power).Select(static mandate => mandate.Key).ToHashSet();
            foreach (var ended in before.Of(power))
            {
                if (still.Contains(ended.Key)) continue;
                var to = ended.Source;
                while (to is not null && !still.Contains(to.Key)) to = to.Source;
                var unit = after.View.Unit(ended.Unit.Id);
                var bare = unit is null || !after.HasForBearer(unit, power);
                returned.Add(new Returned(ended, to, bare ? [.. DutiesOf(ended.Unit, power, before, needing ??= Needing(before))] : []));
            }
        }

        return returned;
    }

    private static IEnumerable<Duty> DutiesOf(UnitOnDay unit, string power, HoldersOnDay holders, Dictionary<string, List<Duty>> needing)
    {
        if (!needing.TryGetValue(power, out var duties)) yield break;
        foreach (var duty in duties)
            if (duty.Leads.Any(lead => lead.Id is { } name && (holders.View.IsIn(unit, name) || holders.View.IsIn(unit.ActsFor, name)))) yield return duty;
    }

    /// <summary>Duties by the powers that they, or the steps of their matter types, need.</summary>
    private static Dictionary<string, List<Duty>> Needing(HoldersOnDay holders)
    {
        var needing = new Dictionary<string, List<Duty>>(StringComparer.Ordinal);
        foreach (var duty in holders.Structure.Duties.All)
        {
            if (!duty.HoldsOn(holders.Day) && holders.Day > DateOnly.MinValue) continue;
            foreach (var power in duty.NeededPowers) Put(power.Id, duty);
        }

        foreach (var matter in holders.Structure.Matters.All)
        {
            foreach (var step in matter.Steps)
            {
                if (step.Power is not { Id: { } power }) continue;
                foreach (var duty in holders.Structure.Duties.Of(step.Duty?.Id ?? matter.Duty.Id ?? "")) Put(power, duty);
            }
        }

        return needing;

        void Put(string power, Duty duty)
        {
            if (power is null) return;
            if (!needing.TryGetValue(power, out var list)) needing.Add(power, list = []);
            if (!list.Contains(duty)) list.Add(duty);
        }
    }
}

/// <summary>Duties that went back to their givers, since what they leaned on has ended: by duty and unit, to whom.</summary>
public sealed class ReturnedDuties
{
    private readonly Dictionary<(string Duty, string Unit), AuthorityEvent.DutyReturned> _all;

    private ReturnedDuties(Dictionary<(string Duty, string Unit), AuthorityEvent.DutyReturned> all) => _all = all;

    /// <summary>In the order of their duties.</summary>
    public IEnumerable<AuthorityEvent.DutyReturned> All => _all.OrderBy(static one => one.Key).Select(static one => one.Value);

    /// <summary>The unit that bears a duty instead of another; null where it did not go back, or there is nobody to whom it could.</summary>
    public UnitId? To(string duty, UnitId unit) => _all.Count > 0 && _all.TryGetValue((duty, unit.Text), out var returned) && returned.To is { } to ? new UnitId(to) : null;

    /// <summary>Whether a duty went back from a unit.</summary>
    public bool IsGone(string duty, UnitId unit) => _all.Count > 0 && _all.TryGetValue((duty, unit.Text), out var returned) && returned.To is not null;

    /// <summary>
    /// Works out what went back by a day. A delegation or power that ended within the life of the structure, by its last day, by a withdrawal, or with the law it stood on, has left its receiver
    /// without the power; as long as the receiver has not got it again, the duty lies with the nearest giver of the chain who has it, else with whoever gave the duty.
    /// </summary>
    internal static ReturnedDuties By(Mandates mandates, Standing standing, DateOnly day)
    {
        var all = new Dictionary<(string, string), AuthorityEvent.DutyReturned>();
        var now = mandates.On(day, standing);
        foreach (var (end, powers) in EndsBy(mandates.Structure, standing, day))
        {
            if (end == DateOnly.MinValue) continue;
            foreach (var returned in ReturningDuties.Between(mandates.On(end.AddDays(-1), standing), mandates.On(end, standing), powers))
            {
                if (returned.Duties.Count == 0 || now.View.Unit(returned.Ended.Unit.Id) is not { } unit || now.HasForBearer(unit, returned.Ended.Power.Id)) continue;
                var to = returned.Ended.Source;
                while (to is not null && (to.Unit.Id == unit.Id || !now.Of(to.Power.Id).Any(mandate => mandate.Key.Equals(to.Key)))) to = to.Source;
                foreach (var duty in returned.Duties)
                {
                    var giver = to?.Unit.Id ?? (duty.GivenBy is { } by && now.View.Unit(by.Id) is not null && by.Id != unit.Id ? by.Id : null);
                    all[(duty.Id, unit.Id)] = new AuthorityEvent.DutyReturned(duty.Id, unit.Id, returned.Ended.Power.Id, giver, end);
                }
            }
        }

        return new ReturnedDuties(all);
    }

    /// <summary>The first days on which something written or lent gave nothing any more, each with the powers concerned.</summary>
    private static SortedDictionary<DateOnly, HashSet<string>> EndsBy(GovernanceStructure structure, Standing standing, DateOnly day)
    {
        var ends = new SortedDictionary<DateOnly, HashSet<string>>();
        var delegations = structure.Delegations.All.Concat(structure.Overlays.All.SelectMany(static overlay => overlay.Adds.OfType<Delegation>())).Concat(standing.LentByActs).ToList();
        foreach (var power in structure.Powers.All) Note(power, power.Basis, power.Id);
        foreach (var delegation in delegations)
        {
            if (PowerOf(delegation, 0) is not { } power) continue;
            Note(delegation, delegation.Basis, power);
            foreach (var closing in standing.Lent.Closings)
                if (closing.Delegation == delegation.Id && closing.From <= day) Put(closing.From, power);
        }

        return ends;

        void Note(Entry entry, IReadOnlyList<Citation> basis, string power)
        {
            var last = entry.To;
            var first = entry.From > structure.From ? entry.From : structure.From;
            foreach (var citation in basis)
                if (structure.InForceUntil(citation, first) is var until && until < last) last = until;
            if (last < day && last >= structure.From) Put(last.AddDays(1), power);
        }

        void Put(DateOnly end, string power)
        {
            if (!ends.TryGetValue(end, out var powers)) ends.Add(end, powers = new HashSet<string>(StringComparer.Ordinal));
            powers.Add(power);
        }

        string? PowerOf(Delegation delegation, int hops) =>
            delegation.Of.Kind == Kind.Power ? delegation.Of.Id : hops < 64 && delegations.Find(one => one.Id == delegation.Of.Id) is { } above ? PowerOf(above, hops + 1) : null;
    }
}
