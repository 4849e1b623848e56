using Trellis.Diagnosis.Methods;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Findings;

/// <summary>Units that do the same work, each beside the others: one test for each unit that has enough matters.</summary>
internal static class Peers
{
    /// <param name="counted">By unit, of how many matters how many show it.</param>
    /// <param name="tell">The finding of one unit; its numbers are filled in here.</param>
    public static IEnumerable<Tested> Compare(LogEvidence evidence, FindingCode code, IReadOnlyList<PeerCount> counted, Func<PeerCount, PeerResult, LogFinding> tell, Func<PeerCount, bool>? isLarge = null)
    {
        var units = counted.Where(unit => unit.Of >= evidence.Settings.FewestMatters).OrderBy(static unit => unit.Name, StringComparer.Ordinal).ToList();
        var compared = units.ConvertAll(static unit => new ComparedUnit(unit.Name, unit.Of, unit.Hits));
        var results = PeerComparison.Compare(units.ConvertAll(static unit => (unit.Of, unit.Hits)));
        for (var at = 0; at < units.Count; at++)
        {
            if (results[at] is not { } result) continue;
            var unit = units[at];
            var large = unit.Share - result.PeersShare >= evidence.Settings.LeastDifference && unit.Hits * 4 >= evidence.Settings.FewestMatters && (isLarge?.Invoke(unit) ?? true);
            yield return Tested.Of(result.PValue, large, () => tell(unit, result) with
            {
                Code = code,
                Unit = MeasureUnit.Share,
                Value = unit.Share,
                Interval = ShareInterval.Of(unit.Hits, unit.Of) is { } range ? (range.LowShare, range.HighShare) : null,
                Expected = result.PeersShare,
                Cases = unit.Of,
                Evidence = evidence.Names(unit.Showing),
                Compared = compared,
            });
        }
    }
}

/// <summary>What was counted of one unit.</summary>
/// <param name="Showing">Matters that show it, with how much.</param>
internal sealed record PeerCount(string Name, int Of, int Hits, IReadOnlyList<(int Matter, double Weight)> Showing)
{
    public double Share => Of == 0 ? 0 : (double)Hits / Of;
}

/// <summary>Counts matters by kind and unit.</summary>
internal sealed class KindCounter
{
    private readonly SortedDictionary<(int, int, int), PeerCounter> _kinds = [];

    public IEnumerable<PeerCounter> Kinds => _kinds.Values;

    public void Add((int, int, int) kind, int unit, int matter, bool shows, double weight = 1)
    {
        if (!_kinds.TryGetValue(kind, out var counter)) _kinds.Add(kind, counter = new PeerCounter());
        counter.Add(unit, matter, shows, weight);
    }
}

/// <summary>Counts matters by unit.</summary>
internal sealed class PeerCounter
{
    private readonly SortedDictionary<int, (int Of, List<(int Matter, double Weight)> Showing)> _units = [];

    public void Add(int unit, int matter, bool shows, double weight = 1)
    {
        if (!_units.TryGetValue(unit, out var own)) own = (0, []);
        if (shows) own.Showing.Add((matter, weight));
        _units[unit] = (own.Of + 1, own.Showing);
    }

    public List<PeerCount> Counted(LogEvidence evidence) => [.. _units.Select(unit => new PeerCount(evidence.Unit(unit.Key), unit.Value.Of, unit.Value.Showing.Count, unit.Value.Showing))];
}
