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

    /// <summary>What was counted elsewhere of the same.</summary>
    internal void Add(ShareCount other)
    {
        (Of, Hits) = (Of + other.Of, Hits + other.Hits);
        long[] both = [.. _showing.Concat(other._showing).Order().TakeLast(Findings.LogFinding.MostEvidence)];
        _showing.Clear();
        foreach (var position in both) _showing.Enqueue(position);
    }
}

/// <summary>Shares by what they are about.</summary>
/// <param name="order">In which they are told.</param>
public sealed class ShareCounts<T>(IComparer<T> order)
    where T : notnull
{
    private readonly Dictionary<T, ShareCount> _counts = [];

    /// <summary>In order.</summary>
    public IReadOnlyDictionary<T, ShareCount> All => new SortedDictionary<T, ShareCount>(_counts, order);

    public bool IsEmpty => _counts.Count == 0;

    public void Add(T about, bool shows, long position) => Of(about).Add(shows, position);

    internal void Add(T about, ShareCount counted) => Of(about).Add(counted);

    private ShareCount Of(T about)
    {
        if (!_counts.TryGetValue(about, out var count)) _counts.Add(about, count = new ShareCount());
        return count;
    }
}

/// <summary>Matters of a type at the unit that answered for them.</summary>
public readonly record struct TypeAtUnit(string Type, string Unit)
{
    public static IComparer<TypeAtUnit> Order { get; } = Comparer<TypeAtUnit>.Create(static (one, other) =>
        string.CompareOrdinal(one.Type, other.Type) is not 0 and var types ? types : string.CompareOrdinal(one.Unit, other.Unit));
}
