namespace Trellis.Diagnosis.Records;

/// <summary>Of how many something shows, and at which entries of the record.</summary>
public sealed class ShareCount
{
    private readonly Queue<long> _showing = [];

    public int Of { get; private set; }

    public int Hits { get; private set; }

    /// <summary>Positions of the latest entries that show it, the newest first.</summary>
    public IReadOnlyList<long> Showing => [.. _showing.Reverse()];

    public double Share => Of == 0 ? 0 : (double)Hits / Of;

    /// <param name="position">The entry by which it is seen.</param>
    public void Add(bool shows, long position)
    {
        Of++;
        if (!shows) return;
        Hits++;
        _showing.Enqueue(position);
        if (_showing.Count > Findings.LogFinding.MostEvidence) _showing.Dequeue();
    }
}

/// <summary>Shares by what they are about, in the order of names.</summary>
public sealed class ShareCounts
{
    private readonly SortedDictionary<string, ShareCount> _counts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, ShareCount> All => _counts;

    public void Add(string name, bool shows, long position)
    {
        if (!_counts.TryGetValue(name, out var count)) _counts.Add(name, count = new ShareCount());
        count.Add(shows, position);
    }
}
