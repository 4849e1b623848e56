namespace Trellis.Diagnosis.Records;

/// <summary>Decisions that were taken behind a consultation: how they came out where many had objected, and where few had.</summary>
public sealed class HeardDecisions
{
    /// <summary>Objections weigh where they are at least one of so many answers.</summary>
    public const int WeightyOf = 4;

    private readonly SortedDictionary<string, int> _all = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ShareCount> _objected = new(StringComparer.Ordinal);

    /// <summary>Decisions behind objections that weigh.</summary>
    public int Objected { get; private set; }

    /// <summary>The outcome that the decision mostly has behind any consultation.</summary>
    public string MostFrequent => _all.MaxBy(static one => one.Value).Key;

    /// <summary>Of those behind objections, the ones that came out otherwise than the decision mostly does.</summary>
    public int Otherwise => Objected - (_objected.GetValueOrDefault(MostFrequent)?.Hits ?? 0);

    /// <summary>Entries of decisions that came out as always in spite of objections.</summary>
    public IReadOnlyList<long> Showing => _objected.GetValueOrDefault(MostFrequent)?.Showing ?? [];

    /// <param name="objected">Whether objections weighed.</param>
    public void Add(string outcome, bool objected, long position)
    {
        _all[outcome] = _all.GetValueOrDefault(outcome) + 1;
        if (!objected) return;
        Objected++;
        if (!_objected.TryGetValue(outcome, out var count)) _objected.Add(outcome, count = new ShareCount());
        count.Add(shows: true, position);
    }
}
