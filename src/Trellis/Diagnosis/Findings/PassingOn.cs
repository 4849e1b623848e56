namespace Trellis.Diagnosis.Findings;

/// <summary>
/// Matters that are passed on to another unit by whoever had them (TR1103): by type of matter beside the other types, and by unit beside what the others pass on of the same types. Returns, referring up and receiving are no passing on. A unit that passes on
/// nearly all that it has is there for that: what a desk that sorts passes on counts neither for it nor for the type.
/// </summary>
internal static class PassingOn
{
    private const double NearlyAll = 0.9;

    public static IEnumerable<Tested> Find(LogEvidence evidence)
    {
        var log = evidence.Log;
        var units = new PeerCounter<(int, int, int)>(evidence);
        var types = new PeerCounter<int>(evidence, evidence.Type);
        var sorts = DesksThatSort(evidence);
        var passed = new ByUnit(log.GroupNames.Length);
        for (var matter = 0; matter < log.CaseCount; matter++)
        {
            CountIn(evidence, matter, passed);
            var all = 0L;
            foreach (var unit in passed.Units)
            {
                if (sorts[unit]) continue;
                units.Add(evidence.KindOf(matter), unit, matter, passed[unit] > 0, passed[unit]);
                all += passed[unit];
            }

            if (evidence.TypeOf(matter) is >= 0 and var type) types.Add(0, type, matter, all > 0, all);
        }

        foreach (var tested in types.Compare(
            static (_, type) => Tell(new FindingSubject(SubjectKind.MatterType, type.Unit), new(
                $"「{type.Name}」的 {type.Of} 件事项中，{type.Hits} 件（{type.Share}）被经手单位转给了别的单位；其他事项类型为 {type.Others}。",
                $"Of {type.Of} matters of the type \"{type.Name}\", {type.Hits} ({type.Share}) were passed on to another unit by whoever had them; with other types it is {type.Others}.")))) yield return tested;

        foreach (var tested in units.CompareMixed(
            static unit => Tell(new FindingSubject(SubjectKind.Unit, unit.Unit), new(
                $"{unit.Name} 经手的 {unit.Of} 件事项中，{unit.Hits} 件（{unit.Share}）转给了别的单位；同类事项在其他单位为 {unit.Others}。",
                $"Of {unit.Of} matters that {unit.Name} had, it passed on {unit.Hits} ({unit.Share}); with other units, kind by kind, it is {unit.Others}.")))) yield return tested;
    }

    /// <summary>By unit, how often it passed the matter on.</summary>
    private static void CountIn(LogEvidence evidence, int matter, ByUnit passed)
    {
        passed.Clear();
        for (var at = evidence.Log.CaseStarts[matter]; at < evidence.Log.CaseStarts[matter + 1]; at++)
            if (evidence.Log.Groups[at] is >= 0 and var unit) passed.Add(unit, evidence.IsPassingOn(at) ? 1 : 0);
    }

    private static bool[] DesksThatSort(LogEvidence evidence)
    {
        var (had, gave) = (new int[evidence.Log.GroupNames.Length], new int[evidence.Log.GroupNames.Length]);
        var passed = new ByUnit(evidence.Log.GroupNames.Length);
        for (var matter = 0; matter < evidence.Log.CaseCount; matter++)
        {
            CountIn(evidence, matter, passed);
            foreach (var unit in passed.Units)
            {
                had[unit]++;
                if (passed[unit] > 0) gave[unit]++;
            }
        }

        return [.. had.Select((all, unit) => all > 0 && gave[unit] >= NearlyAll * all)];
    }

    private static Told Tell(FindingSubject who, Text says) => new()
    {
        Direction = Direction.Across,
        Who = who,
        Measure = new("被转给别的单位的比例", "share passed on to another unit"),
        Says = says,
        Innocent =
        [
            Peers.FewMatters,
            new(new("专门分派的窗口：几乎件件都转的不计。", "A desk that is there to sort: whoever passes on nearly everything is not told."), true),
            new(new("事项确属别的单位，或那里有更合适的人手。", "It was another unit's to do, or that one had the hands for it."), false),
        ],
        Clears = new("转办写明依据的职责，并据此改了由谁办；或不再转出后按时办成的更多。", "Each passing on cites a duty and the rule of who does it was mended; or more is done in time once it stays."),
    };
}
