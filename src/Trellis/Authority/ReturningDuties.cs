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
