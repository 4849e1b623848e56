namespace Trellis.Diagnosis.Findings.Reported;

/// <summary>A figure that a unit reported.</summary>
/// <param name="Line">Where it stands in the table.</param>
/// <param name="Until">The last day of its period.</param>
/// <param name="Value">As it was written, exactly; of a rate in per cent.</param>
/// <param name="Parent">The unit to which it is reported; null where the table does not say.</param>
public sealed record ReportedFigure(long Line, string Unit, string Period, DateOnly Until, string Indicator, decimal Value, bool IsRate)
{
    public string? Level { get; init; }

    public string? Parent { get; init; }

    public DateOnly? ReportedAt { get; init; }
}

/// <summary>What detectors of figures look at: figures in order of indicator, unit and period.</summary>
internal sealed class FigureEvidence
{
    private readonly HashSet<(string Indicator, string Unit)> _summing;

    public FigureEvidence(IReadOnlyList<ReportedFigure> figures, FindingSettings settings)
    {
        Settings = settings;
        All = [.. figures.OrderBy(static one => one.Indicator, StringComparer.Ordinal).ThenBy(static one => one.Unit, StringComparer.Ordinal).ThenBy(static one => one.Until).ThenBy(static one => one.Line)];
        Series = [.. All.GroupBy(static one => (one.Indicator, one.Unit)).Select(static group => new FigureSeries(group.Key.Indicator, group.Key.Unit, [.. group]))];
        _summing = All.Where(static one => one.Parent is not null).Select(static one => (one.Indicator, one.Parent!)).ToHashSet();
    }

    public FindingSettings Settings { get; }

    public IReadOnlyList<ReportedFigure> All { get; }

    /// <summary>By indicator and unit, in order of time.</summary>
    public IReadOnlyList<FigureSeries> Series { get; }

    /// <summary>What is alike: figures of an indicator at one level, and sums of what others reported apart from what is reported first. A sum is larger, comes later and repeats itself less.</summary>
    public (string Indicator, string Level, bool AddsUp) SortOf(ReportedFigure figure) => (figure.Indicator, figure.Level ?? "", _summing.Contains((figure.Indicator, figure.Unit)));

    public (string Indicator, string Level, bool AddsUp) SortOf(FigureSeries series) => SortOf(series.Figures[0]);

    public static IReadOnlyList<string> Rows(IEnumerable<ReportedFigure> figures) =>
        [.. figures.Take(LogFinding.MostEvidence).Select(static one => $"{one.Unit} {one.Period} {one.Indicator} = {one.Value.ToString(System.Globalization.CultureInfo.InvariantCulture)}{(one.IsRate ? "%" : "")}")];
}

internal sealed record FigureSeries(string Indicator, string Unit, IReadOnlyList<ReportedFigure> Figures)
{
    public bool IsRate => Figures[0].IsRate;

    /// <summary>Counts of something: whole, and none below nought.</summary>
    public bool IsCount => !IsRate && Figures.All(static one => one.Value >= 0 && decimal.Truncate(one.Value) == one.Value);

    public double Mean => Figures.Average(static one => (double)one.Value);

    public double Deviation
    {
        get
        {
            var mean = Mean;
            return Math.Sqrt(Figures.Average(one => ((double)one.Value - mean) * ((double)one.Value - mean)));
        }
    }
}

internal static class FigureNeeds
{
    public static Text? ReportedAt(FigureEvidence evidence) => evidence.All.Any(static one => one.ReportedAt is not null) ? null
        : new Text("数字表没有报送时间一列（reported_at）。", "The figures do not say when they were reported (reported_at).");

    public static Text? Parents(FigureEvidence evidence) => evidence.All.Any(static one => one.Parent is not null) ? null
        : new Text("数字表没有上级一列（parent）。", "The figures do not say to whom they are reported (parent).");

    public static Text? Counts(FigureEvidence evidence) => evidence.Series.Any(static one => one.IsCount) ? null
        : new Text("数字表里没有计数。", "There are no counts among the figures.");

    public static Text? RatesOrCounts(FigureEvidence evidence) => Rates(evidence) is null ? null : Counts(evidence);

    public static Text? Rates(FigureEvidence evidence) => evidence.Series.Any(static one => one.IsRate) ? null
        : new Text("数字表里没有比率（写作 98.5%）。", "There are no rates among the figures (written as 98.5%).");
}
