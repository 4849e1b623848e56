using System.Runtime.InteropServices;
using Trellis.Diagnosis.Methods;

namespace Trellis.Diagnosis.Findings;

/// <summary>Units that do the same work, each beside the others: one test for each unit that has enough matters.</summary>
internal static class Peers
{
    /// <summary>What may be chance is looked at wherever peers are compared.</summary>
    public static InnocentReason FewMatters { get; } = new(
        new("件数少，碰巧如此：已按件数和单位间通常的差别设限。", "Few cases, and chance: the limits allow for their number and for what units usually differ."), true);

    /// <param name="counted">By unit, of how many how many show it.</param>
    /// <param name="tell">What is said of one unit.</param>
    /// <param name="isLarge">What must hold besides a share that lies beyond those of the peers.</param>
    /// <param name="least">How far its share must lie beyond; null for the bound of the settings.</param>
    public static IEnumerable<Tested> Compare(FindingSettings settings, IEnumerable<PeerCount> counted, Func<PeerSaid, Told> tell, Func<PeerCount, bool>? isLarge = null, double? least = null)
    {
        var units = counted.Where(unit => unit.Of >= settings.FewestMatters).OrderBy(static unit => unit.Name, StringComparer.Ordinal).ToList();
        var compared = units.ConvertAll(static unit => new ComparedUnit(unit.Name, unit.Of, unit.Hits));
        var results = PeerComparison.Compare(units.ConvertAll(static unit => (unit.Of, unit.Hits)));
        for (var at = 0; at < units.Count; at++)
            if (results[at] is { } result) yield return Test(settings, units[at], result.PeersShare, result.PValue, compared, tell, isLarge, least);
    }

    /// <summary>The test of one unit, told where its share lies far enough beyond what is expected and enough cases show it.</summary>
    public static Tested Test(FindingSettings settings, PeerCount unit, double expected, double pValue, IReadOnlyList<ComparedUnit> compared, Func<PeerSaid, Told> tell, Func<PeerCount, bool>? isLarge = null, double? least = null)
    {
        // What no judgement would tell needs no further look.
        var large = pValue <= settings.FalseDiscoveries && unit.Share - expected >= (least ?? settings.LeastDifference) && unit.Hits * 4 >= settings.FewestMatters && (isLarge?.Invoke(unit) ?? true);
        return Tested.Of(pValue, large, () => Measured.Share(unit.Hits, unit.Of, expected, unit.Evidence()) with { Compared = compared }, () => tell(new PeerSaid(unit, expected)));
    }
}

/// <summary>What was counted of one unit.</summary>
/// <param name="Evidence">What shows it, asked for only where it is told.</param>
internal sealed record PeerCount(string Name, int Of, int Hits, Func<IReadOnlyList<string>> Evidence)
{
    public double Share => Of == 0 ? 0 : (double)Hits / Of;
}

/// <summary>A unit beside its peers, spelled for a sentence.</summary>
internal sealed class PeerSaid(PeerCount unit, double peers)
{
    /// <summary>As the log or the table has it.</summary>
    public string Unit => unit.Name;

    public string Name => ShownName.InSentence(unit.Name);

    public string Of => Figures.Count(unit.Of);

    public string Hits => Figures.Count(unit.Hits);

    public string Share => Figures.Share(unit.Hits, unit.Of);

    public string Others => Figures.Share(peers, 1);
}

/// <summary>Counts matters by unit, within what is the same work: of a kind of matter, or of a step after a step.</summary>
/// <typeparam name="T">What makes work the same.</typeparam>
/// <param name="names">What is counted by, where it is no unit but, say, a type of matter.</param>
internal sealed class PeerCounter<T>(LogEvidence evidence, Func<int, string>? names = null)
    where T : IComparable<T>, IEquatable<T>
{
    /// <summary>By unit, null where it has none of it.</summary>
    private readonly Dictionary<T, Own?[]> _same = [];

    /// <param name="weight">How telling the matter is.</param>
    public void Add(T same, int unit, int matter, bool shows, double weight = 1)
    {
        ref var units = ref CollectionsMarshal.GetValueRefOrAddDefault(_same, same, out _);
        if (units is null || unit >= units.Length) Array.Resize(ref units, Math.Max(unit + 1, names is null ? evidence.Log.GroupNames.Length : 0));
        var own = units[unit] ??= new Own();
        own.Of++;
        if (shows) own.Showing.Add(matter, weight);
    }

    /// <summary>Each unit beside those that do the same.</summary>
    public IEnumerable<Tested> Compare(Func<T, PeerSaid, Told> tell, Func<T, PeerCount, bool>? isLarge = null, double? least = null) =>
        _same.OrderBy(static same => same.Key).SelectMany(same => Peers.Compare(
            evidence.Settings,
            Units(same.Value).Select(unit => Count(unit.Key, unit.Own.Of, unit.Own.Showing)),
            unit => tell(same.Key, unit),
            isLarge is null ? null : unit => isLarge(same.Key, unit),
            least));

    /// <summary>Each unit once, over all that it does, beside what the others have of the same mixture.</summary>
    /// <param name="noSurerThan">By unit, the chance of something else that must hold as well.</param>
    /// <param name="least">How far its share must lie beyond; null for the bound of the settings.</param>
    public IEnumerable<Tested> CompareMixed(Func<PeerSaid, Told> tell, Func<PeerCount, bool>? isLarge = null, Func<int, double>? noSurerThan = null, double? least = null)
    {
        Own?[][] sorts = [.. _same.OrderBy(static same => same.Key).Select(static same => same.Value)];
        var found = PeerComparison.CompareMixed(sorts.Select(static units => Units(units).Select(static unit => (unit.Key, unit.Own.Of, unit.Own.Showing.Count)).ToList()), evidence.Settings.FewestMatters);
        var compared = found.Select(one => new ComparedUnit(Name(one.Key), one.Value.Of, one.Value.Hits)).OrderBy(static unit => unit.Name, StringComparer.Ordinal).ToList();
        foreach (var (unit, result) in found)
        {
            var showing = new Showing();
            foreach (var units in sorts)
                if (unit < units.Length && units[unit] is { } counted) showing.Add(counted.Showing);
            // Of sorts that nobody else does nothing is compared, and nothing is counted.
            yield return Peers.Test(evidence.Settings, Count(unit, result.Of, showing) with { Hits = result.Hits }, result.Expected, Math.Max(result.PValue, noSurerThan?.Invoke(unit) ?? 0), compared, tell, isLarge, least);
        }
    }

    private static IEnumerable<(int Key, Own Own)> Units(Own?[] units) => units.Select(static (own, unit) => (unit, own)).Where(static one => one.own is not null)!;

    private string Name(int unit) => names is null ? evidence.Unit(unit) : names(unit);

    private PeerCount Count(int unit, int of, Showing showing) => new(Name(unit), of, showing.Count, () => evidence.Names(showing));

    private sealed class Own
    {
        public int Of { get; set; }

        public Showing Showing { get; } = new();
    }
}
