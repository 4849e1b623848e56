using Trellis.Diagnosis.Methods;
using Trellis.Structure;

namespace Trellis.Diagnosis.Findings.OfRecords;

/// <summary>
/// A periodic form whose facts mostly are what they were the time before, with most of the units that hand it in. It is asked more often than what it asks about changes. Forms with rows, or with anything about people, are left out: their values stand beside the
/// record, and are not compared.
/// </summary>
internal static class AskedTooOften
{
    /// <summary>More than every second time nothing was new.</summary>
    private const double EverySecond = 0.5;

    private const int FewestTimes = 3;

    private const int FewestUnits = 5;

    public static IEnumerable<Tested> Find(RecordEvidence evidence)
    {
        var (structure, day) = (evidence.Today.Structure, evidence.Today.Day);
        foreach (var group in evidence.Counts.Forms.Unchanged.All.GroupBy(static one => one.Key.Form, StringComparer.Ordinal))
        {
            if (structure.Forms.On(group.Key, day) is not { Rows: null } form || !IsMoreThanYearly(form) || !form.AllItems.All(item => structure.Items.On(item.Id, day) is { Personal: Personal.None })) continue;
            var units = group.Select(static one => one.Value).Where(static one => one.Of >= FewestTimes).ToList();
            var (times, same) = (units.Sum(static one => one.Of), units.Sum(static one => one.Hits));
            if (units.Count < FewestUnits || times < evidence.Settings.FewestMatters) continue;
            // The times of one unit lean on each other, so that units are asked as well: the less sure of the two counts.
            var mostly = units.Count(static one => one.Share > EverySecond);
            yield return Tested.Of(
                Math.Max(ShareTest.PValue(same, times, EverySecond), ShareTest.PValue(mostly, units.Count, EverySecond)),
                ((double)same / times) - EverySecond >= evidence.Settings.LeastDifference,
                () => Measured.Share(same, times, EverySecond, RecordEvidence.Positions([.. units.SelectMany(static one => one.Showing).OrderDescending().Take(LogFinding.MostEvidence)])),
                () => Tell(form, Figures.Count(units.Count), Figures.Count(times), Figures.Count(same), Figures.Share(same, times)));
        }
    }

    /// <summary>A year is the longest period that a form can have.</summary>
    private static bool IsMoreThanYearly(Form form) => form.Every is not (null or "year");

    private static Told Tell(Form form, string units, string times, string same, string share) => new()
    {
        Direction = Direction.Down,
        Who = new FindingSubject(SubjectKind.Form, form.Id),
        Measure = new("报上来的各项与上一期完全相同的比例", "share of times it said just what it had said the time before"),
        Says = new(
            $"{units} 个单位接着上一期又报「{form.Name.Zh}」{times} 次，其中 {same} 次（{share}）各项与上一期完全相同。",
            $"{units} units handed in \"{form.Name.En}\" {times} times behind an earlier one; {same} times ({share}) every field was what it had been before."),
        Innocent =
        [
            new(new("只是个别单位照旧：多数单位都这样才算。", "A few units only: most of them have to do it."), true),
            new(new("含人员明细的表：看不到内容，不比较。", "Forms that list people: what they hold is not seen, and not compared."), true),
            new(new("平时就该没有变化，一有变化要马上知道（险情、疫情）。", "Nothing ought to change, and any change must be known at once (a danger, a disease)."), false),
            new(new("法律或上级定了这个频次。", "The law or a level above sets how often."), false),
            new(new("照抄上期，没有真去看。", "The last one was copied, and nobody went to see."), false),
        ],
        Clears = new("改为更长的周期，或改为有变化才报；之后每次报的都有新内容。", "It is asked less often, or when something changes; then most of them say something new."),
    };
}
