using System.Globalization;
using Trellis.Diagnosis.Methods;
using Trellis.Diagnosis.Records;
using Trellis.Structure;

namespace Trellis.Diagnosis.Findings.OfRecords;

/// <summary>What detectors of a record look at: what was counted in its entries, and the structure in force. Evidence are positions of entries, which whoever may read them can have proved.</summary>
internal sealed class RecordEvidence(RecordCounts counts, StructureOnDay today, FindingSettings settings)
{
    public RecordCounts Counts => counts;

    public StructureOnDay Today => today;

    public FindingSettings Settings => settings;

    /// <summary>Units beside each other that do the same work.</summary>
    public IEnumerable<Tested> BesidePeers(IEnumerable<KeyValuePair<string, ShareCount>> units, Func<PeerSaid, Told> tell) =>
        Peers.Compare(settings, units.Select(static unit => new PeerCount(unit.Key, unit.Value.Of, unit.Value.Hits, () => Positions(unit.Value.Showing))), tell);

    /// <summary>Units beside those of their kind: what a village looks at is no measure of a court.</summary>
    public IEnumerable<Tested> BesideItsKind(ShareCounts<string> counted, Func<PeerSaid, Told> tell) =>
        counted.All.GroupBy(one => today.Unit(one.Key)?.Type?.Id ?? "", StringComparer.Ordinal).Where(static kind => kind.Key.Length > 0).SelectMany(kind => BesidePeers(kind, tell));

    /// <summary>Each by itself, beside what the structure lets pass.</summary>
    public IEnumerable<Tested> BeyondBound(ShareCounts<string> counted, double bound, Func<string, BoundSaid, Told> tell) =>
        counted.All.Where(one => one.Value.Of >= settings.FewestMatters).Select(one => Tested.Of(
            ShareTest.PValue(one.Value.Hits, one.Value.Of, bound),
            one.Value.Share - bound >= settings.LeastDifference && one.Value.Hits * 4 >= settings.FewestMatters,
            () => Measured.Share(one.Value.Hits, one.Value.Of, bound, Positions(one.Value.Showing)),
            () => tell(one.Key, new BoundSaid(one.Value, bound))));

    /// <summary>What people call an outcome of a step given as type/step.</summary>
    public Text OutcomeOf(string step, string outcome)
    {
        var power = step.Split('/') is [var type, var id] ? today.Structure.Matters.On(type, today.Day)?.Steps.FirstOrDefault(one => one.Id == id)?.Power?.Id : null;
        return OutcomeNames.Of(today.Structure, today.Day, power, outcome);
    }

    public static IReadOnlyList<string> Positions(IReadOnlyList<long> entries) => [.. entries.Select(static one => one.ToString(CultureInfo.InvariantCulture))];
}

/// <summary>A share beside its bound, spelled for a sentence.</summary>
internal sealed class BoundSaid(ShareCount count, double bound)
{
    public string Of => Figures.Count(count.Of);

    public string Hits => Figures.Count(count.Hits);

    public string Share => Figures.Share(count.Hits, count.Of);

    public string Bound => Figures.Share(bound, 1);
}

/// <summary>What a detector of a record may lack, said in one line.</summary>
internal static class RecordNeeds
{
    public static Func<RecordEvidence, Text?> Some<T>(Func<RecordCounts, ShareCounts<T>> counted, Text none)
        where T : notnull => evidence => counted(evidence.Counts).IsEmpty ? none : null;

    public static Text? Consulted(RecordEvidence evidence) => evidence.Counts.Consulted.Count == 0 ? new("没有征求意见之后作出的决定。", "No decision followed a consultation.") : null;

    public static Text? SaidTwice(RecordEvidence evidence) => evidence.Counts.Forms.Twice.Count == 0 ? new("没有单位说有重复要的项。", "No unit said that a field is asked twice.") : null;

    public static Text? Decisions(RecordEvidence evidence) => evidence.Counts.Decisions.Count == 0 ? new("没有由别的单位作出的决定。", "No decision was taken by another unit than the one that answers for the matter.") : null;

    /// <summary>Half a year, or what is used once a season would be called idle.</summary>
    public static Text? HalfAYear(RecordEvidence evidence) =>
        evidence.Counts is { First: { } first, Last: { } last } && last - first >= TimeSpan.FromDays(IdleSinceLaunch.Days) ? null : new($"记录不足 {IdleSinceLaunch.Days} 天。", $"The record is shorter than {IdleSinceLaunch.Days} days.");
}
