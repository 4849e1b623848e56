using Trellis.Process.Adoption;
using Trellis.Process.Flows;
using Trellis.Structure;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Checks;

/// <summary>What checking gave: all findings that stand, sorted by place, and those that somebody answers for.</summary>
public sealed record StructureCheck(IReadOnlyList<Finding> Findings, IReadOnlyList<Finding> Accepted, int Count, int Errors, int Warnings, int Notes);

/// <summary>
/// Checks a structure as a whole: what is wrong with its files, then what is wrong with what they say, in the base and, once more,
/// in the places of each overlay, where only what the overlay changes is told.
/// </summary>
public static class CheckingStructures
{
    /// <param name="reading">The structure as read, with the findings about its files.</param>
    /// <param name="day">The day on which it is read: what ends before is past, what begins later is coming.</param>
    /// <param name="threads">How many may check at once; the result does not depend on it.</param>
    public static StructureCheck Check(StructureReading reading, DateOnly day, int threads = 1)
    {
        var structure = reading.Structure;
        if (day < structure.From && structure.From > DateOnly.MinValue) day = structure.From;
        var findings = new FindingList();
        findings.AddAll(reading.Findings);
        if (reading.IsCutShort) return Sort(structure, findings, day, checkedAll: false);
        if (structure.Root.Exists)
        {
            // An overlay of another day is held against the base of that day: what time alone brings is not its doing.
            var overlays = structure.Overlays.All;
            var during = overlays.Select(overlay => day < overlay.From ? overlay.From : day > overlay.To ? overlay.To : day).ToList();
            var days = during.Prepend(day).Distinct().ToList();
            var inBase = new FindingList[days.Count];
            var inPlaces = new List<Finding>[overlays.Count];
            var laid = new LaidYears();
            ManyAtOnce.Do(days.Count + overlays.Count, threads, job =>
            {
                if (job < days.Count) inBase[job] = CheckOne(structure, days[job], laid);
                else inPlaces[job - days.Count] = CheckInPlacesOf(overlays[job - days.Count], structure, during[job - days.Count], laid);
            });
            findings.AddAll(inBase[0].Without(Follows));
            for (var at = 0; at < overlays.Count; at++)
                foreach (var finding in OnlyUnder(overlays[at], inPlaces[at], inBase[days.IndexOf(during[at])]))
                    if (!Follows(finding)) findings.Add(finding);
        }

        return Sort(structure, findings, day, checkedAll: true);

        // What was left out is told at its writing; that a power is not there is no news then.
        bool Follows(Finding finding) => reading.Broken.MayCause(finding) || (finding.Code == FindingCodes.NobodyMayChangeIt && reading.Broken.MayBe(Kind.Power, AdoptingStructures.Power));
    }

    /// <summary>The checks of all families on one structure, without overlays of its own.</summary>
    internal static FindingList CheckOne(GovernanceStructure structure, DateOnly day, LaidYears? laid = null)
    {
        var findings = new FindingList();
        var context = new CheckContext(structure, day, findings) { Laid = laid ?? new LaidYears() };
        PowerChecks.Check(context);
        InformationChecks.Check(context);
        ProcessChecks.Check(context);
        ResourceChecks.Check(context);
        SubjectChecks.Check(context);
        AssessmentChecks.Check(context);
        RightsChecks.Check(context);
        return findings;
    }

    /// <summary>What is found with an overlay applied, as far as it holds at no unit in particular or in the overlay's places.</summary>
    private static List<Finding> CheckInPlacesOf(Overlay overlay, GovernanceStructure structure, DateOnly day, LaidYears laid)
    {
        var under = structure.Under(overlay);
        var view = under.On(day);
        var inPlaces = new List<Finding>();
        foreach (var finding in CheckOne(under, day, laid).Kept)
        {
            var here = finding.Places.Where(place => view.Unit(place) is { } unit && view.IsInPlacesOf(overlay, unit)).ToList();
            if (here.Count > 0 || finding.Places.Count == 0) inPlaces.Add(finding with { Places = here });
        }

        return inPlaces;
    }

    /// <summary>What arises in an overlay's places and not in the base.</summary>
    private static IEnumerable<Finding> OnlyUnder(Overlay overlay, List<Finding> inPlaces, FindingList inBase)
    {
        var before = inBase.Kept.Select(static finding => (finding.Code.Code, finding.Address, Unit: (string?)null)).ToHashSet();
        var atPlaces = inBase.Kept.SelectMany(static finding => finding.Places.Select(place => (finding.Code.Code, finding.Address, (string?)place))).ToHashSet();
        foreach (var finding in inPlaces)
        {
            if (finding.Places.Count == 0)
            {
                if (finding.Overlay == overlay.Id || !before.Contains((finding.Code.Code, finding.Address, null))) yield return finding with { Overlay = overlay.Id };
                continue;
            }

            var here = finding.Places.Where(place => finding.Overlay == overlay.Id || !atPlaces.Contains((finding.Code.Code, finding.Address, place))).ToList();
            if (here.Count > 0) yield return finding with { Overlay = overlay.Id, Places = here };
        }
    }

    /// <summary>Where a finding holds at exactly the units of a group, the group says so in one word.</summary>
    private static List<Finding> NameGroups(GovernanceStructure structure, IReadOnlyList<Finding> findings, DateOnly day)
    {
        var groups = new Dictionary<string, string>(StringComparer.Ordinal);
        var view = structure.On(day);
        foreach (var group in structure.Groups.All)
        {
            var units = view.Expand(group.Id);
            if (units.Count > 2) groups.TryAdd(string.Join(' ', units.Select(static unit => unit.Id).Order(StringComparer.Ordinal)), group.Id);
        }

        var named = new List<Finding>(findings.Count);
        foreach (var finding in findings)
            named.Add(finding.Places.Count > 2 && groups.TryGetValue(string.Join(' ', finding.Places), out var group) ? finding with { Group = group } : finding);
        return named;
    }

    private static StructureCheck Sort(GovernanceStructure structure, FindingList findings, DateOnly day, bool checkedAll)
    {
        var all = NameGroups(structure, findings.Kept, day);
        all.Sort(Finding.Compare);
        var acceptances = structure.Entries.SelectMany(static entry => entry.Accepted.Select(one => (entry.Address, Acceptance: one))).ToList();
        var byFinding = acceptances.ToLookup(static one => (one.Address, one.Acceptance.Finding), static one => one.Acceptance);
        var standing = new List<Finding>(all.Count);
        var accepted = new List<Finding>();
        var used = new HashSet<Acceptance>();
        foreach (var finding in all)
        {
            var stands = true;
            foreach (var acceptance in byFinding[(finding.Address ?? "", finding.Code.Code)])
            {
                used.Add(acceptance);
                if (day <= acceptance.To) stands = false;
            }

            (stands ? standing : accepted).Add(finding);
        }

        foreach (var (address, acceptance) in acceptances)
        {
            if (!checkedAll || (used.Contains(acceptance) && day <= acceptance.To)) continue;
            standing.Add(new Finding(FindingCodes.IdleAcceptance, acceptance.At, used.Contains(acceptance)
                ? new($"对 {acceptance.Finding} 的接受已于 {acceptance.To:yyyy-MM-dd} 到期。", $"The acceptance of {acceptance.Finding} ended on {acceptance.To:yyyy-MM-dd}.")
                : new($"这里接受的 {acceptance.Finding} 并不存在。", $"There is no {acceptance.Finding} here to accept."))
            { Address = address, Expected = new("删去它，或改正结论代码、延长日期。", "Delete it, or correct its code, or give it a later day.") });
        }

        standing.Sort(Finding.Compare);
        return new StructureCheck(standing, accepted, standing.Count + findings.Count - findings.Kept.Count, Of(Severity.Error), Of(Severity.Warning), Of(Severity.Note));

        // What stands, and what was counted and not kept.
        int Of(Severity severity) => standing.Count(finding => finding.Severity == severity) + findings.CountOf(severity) - findings.Kept.Count(finding => finding.Severity == severity);
    }
}
