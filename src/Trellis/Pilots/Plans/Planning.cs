using Trellis.Diagnosis.Checks;
using Trellis.Structure;
using Trellis.Structure.Findings;

namespace Trellis.Pilots.Plans;

/// <summary>Compares two states of a structure and says what the change means.</summary>
public static class Planning
{
    /// <param name="old">What holds now.</param>
    /// <param name="new">What is proposed; with an overlay, the same structure with the overlay beside it.</param>
    /// <param name="day">
    /// The first day to ask for. Where nothing differs on it both are read on the first later day on which something does:
    /// the day on which the change takes effect.
    /// </param>
    /// <param name="threads">How many things may be worked out at once; the plan does not depend on it.</param>
    public static StructurePlan Compare(StructureReading old, StructureReading @new, DateOnly day, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(@new);
        var (before, after) = (old.Structure, @new.Structure);
        var renames = Renames.Between(before, after);
        var entries = ComparingEntries.Compare(before, after, renames);
        var first = day < after.From ? after.From : day;
        var days = entries.DaysFrom(first);
        var on = days.Count > 0 ? days[0] : first;
        var plan = new StructurePlan
        {
            Old = VersionOf(before),
            New = VersionOf(after),
            Day = on,
            Further = [.. days.Skip(1)],
            Entries = entries.Changes,
            Wording = entries.Wording,
        };
        if (entries.Changes.Count == 0) return plan;

        StructureCheck? had = null, has = null;
        Parallel.Invoke(new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads) }, () => had = CheckingStructures.Check(old, on), () => has = CheckingStructures.Check(@new, on));
        var (was, now) = (new Side(before, on, renames), new Side(after, on, Renames.None));
        var matters = ComparingMatters.Compare(was, now);
        var units = ComparingUnits.Compare(was, now);
        var (added, mended, remaining) = ComparingFindings(had!.Findings, has!.Findings, renames);
        var decisions = ComparingDecisions.Compare(was, now, entries.Kinds, renames);
        return plan with
        {
            Overlays = Overlays(was, now, entries.Changes),
            Askers = [.. decisions.SelectMany(ForTheAsker).Where(static change => change.Narrows), .. matters.Askers, .. decisions.SelectMany(ForTheAsker).Where(static change => !change.Narrows)],
            Matters = matters.Matters,
            Decisions = decisions,
            Delegations = ComparingDelegations.Compare(was, now),
            Units = units.Affected,
            FieldsBefore = units.FieldsBefore,
            FieldsAfter = units.FieldsAfter,
            NewFindings = added,
            MendedFindings = mended,
            RemainingFindings = remaining,
        };
    }

    /// <summary>What a moved decision means to the one who asks: how far away it is taken, and whether anybody takes it.</summary>
    private static IEnumerable<AskerChange> ForTheAsker(DecisionChange decision)
    {
        var name = Saying.Of(decision.MatterName, decision.Matter["matter/".Length..]);
        if (decision is { Before: [var first, ..], After: [var then, ..] } && decision.Moves != 0)
        {
            yield return new AskerChange(decision.Matter, decision.Moves < 0
                ? new($"{name.Zh}：「{decision.PowerName.Zh}」今后可以在{then.LevelName.Zh}一级办，不必都到{first.LevelName.Zh}一级。", $"{name.En}: {decision.PowerName.En} can be had at the {then.LevelName.En.ToLowerInvariant()} level, not only at the {first.LevelName.En.ToLowerInvariant()} level.")
                : new($"{name.Zh}：{decision.PowerName.Zh}要到{then.LevelName.Zh}级办，{first.LevelName.Zh}级不再办。", $"{name.En}: {decision.PowerName.En} is decided at the {then.LevelName.En.ToLowerInvariant()} level, no longer at the {first.LevelName.En.ToLowerInvariant()} level."), false, decision.Moves < 0, decision.Places, decision.At);
        }
        else if (decision is { Before.Count: > 0, After.Count: 0 })
            yield return new AskerChange(decision.Matter, new($"{name.Zh}：无人再有权作出{decision.PowerName.Zh}的决定。", $"{name.En}: nobody has the power for {decision.PowerName.En} any more."), true, false, decision.Places, decision.At);
    }

    private static PlannedVersion VersionOf(GovernanceStructure structure) => new(structure.Id, structure.Name, structure.Version, Prints.VersionOf(structure), structure.Entries.Count);

    private static List<PlannedOverlay> Overlays(Side before, Side after, IReadOnlyList<EntryChange> changes)
    {
        var touched = changes.Where(static change => change.Overlay is not null || change.Address.StartsWith("overlay/", StringComparison.Ordinal))
            .Select(static change => change.Overlay ?? change.Address["overlay/".Length..]).ToHashSet(StringComparer.Ordinal);
        var overlays = new List<PlannedOverlay>();
        foreach (var id in touched.Order(StringComparer.Ordinal))
        {
            var was = before.Structure.Overlays.Of(id) is [var one, ..] ? one : null;
            var now = after.Structure.Overlays.Of(id) is [var other, ..] ? other : null;
            if ((now ?? was) is not { } overlay) continue;
            var side = now is null ? before : after;
            overlays.Add(new PlannedOverlay(id, overlay.Name, overlay.IsPilot, was is not null, now is not null, overlay.From, overlay.To,
                [.. overlay.Places.SelectMany(place => side.View.Expand(place.Id)).Select(side.Name)]));
        }

        return overlays;
    }

    /// <summary>Findings compared by code, address, overlay and place; where there is no address, by file and what was found.</summary>
    private static (List<Finding> Added, List<Finding> Mended, int Remaining) ComparingFindings(IReadOnlyList<Finding> before, IReadOnlyList<Finding> after, Renames renames)
    {
        var (had, has) = (ByKey(before, renames), ByKey(after, Renames.None));
        var (added, mended) = (new List<Finding>(), new List<Finding>());
        var remaining = 0;
        foreach (var (key, list) in has) remaining += Compare(had.GetValueOrDefault(key) ?? [], list, renames, added);
        foreach (var (key, list) in had) _ = Compare(has.GetValueOrDefault(key) ?? [], list, renames, mended);
        added.Sort(Finding.Compare);
        mended.Sort(Finding.Compare);
        return (added, mended, remaining);

        static Dictionary<string, List<Finding>> ByKey(IReadOnlyList<Finding> findings, Renames renames)
        {
            var byKey = new Dictionary<string, List<Finding>>(StringComparer.Ordinal);
            foreach (var finding in findings)
            {
                var key = $"{finding.Code.Code} {finding.Overlay} {(finding.Address is { } address ? renames.NowAddress(address) : finding.Found.En)}";
                if (!byKey.TryGetValue(key, out var list)) byKey.Add(key, list = new List<Finding>(1));
                list.Add(finding);
            }

            return byKey;
        }
    }

    /// <summary>
    /// Findings of one code about one entry. Those that depend on places are compared by place; of the others one more is one more,
    /// and where as many stand as before a sentence that reads otherwise is the same finding in other words.
    /// </summary>
    /// <returns>How many stand in both.</returns>
    private static int Compare(List<Finding> known, List<Finding> findings, Renames renames, List<Finding> more)
    {
        var both = 0;
        var places = known.SelectMany(static finding => finding.Places).SelectMany(place => (string[])[place, renames.NowUnit(place)]).ToHashSet(StringComparer.Ordinal);
        var said = known.Where(static finding => finding.Places.Count == 0).Select(static finding => finding.Found.En).ToList();
        var unmatched = new List<Finding>();
        foreach (var finding in findings)
        {
            if (finding.Places.Count == 0)
            {
                if (said.Remove(finding.Found.En)) both++;
                else unmatched.Add(finding);
                continue;
            }

            var here = finding.Places.Where(place => !places.Contains(place) && !places.Contains(renames.NowUnit(place))).ToList();
            if (here.Count < finding.Places.Count) both++;
            if (here.Count > 0) more.Add(finding with { Places = here });
        }

        both += Math.Min(unmatched.Count, said.Count);
        more.AddRange(unmatched.Skip(said.Count));
        return both;
    }
}
