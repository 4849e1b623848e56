namespace Trellis.Diagnosis.Findings;

/// <summary>The matters that show something: how many there are, and the most telling of them, since no more are ever named.</summary>
internal sealed class Showing
{
    private (int Matter, double Weight)[] _best = [];
    private int _kept;

    public int Count { get; private set; }

    /// <summary>The most telling first, ties by matter; at most as many as are named.</summary>
    public ReadOnlySpan<(int Matter, double Weight)> Best => _best.AsSpan(0, _kept);

    public void Add(int matter, double weight)
    {
        Count++;
        Put(matter, weight);
    }

    public void Add(Showing other)
    {
        Count += other.Count;
        foreach (var (matter, weight) in other.Best) Put(matter, weight);
    }

    private void Put(int matter, double weight)
    {
        var isFull = _kept == LogFinding.MostEvidence;
        if (isFull && !IsBefore(matter, weight, _best[^1])) return;
        if (!isFull && _kept++ == _best.Length) Array.Resize(ref _best, Math.Min(LogFinding.MostEvidence, Math.Max(2, 2 * _best.Length)));
        var at = _kept - 1;
        for (; at > 0 && IsBefore(matter, weight, _best[at - 1]); at--) _best[at] = _best[at - 1];
        _best[at] = (matter, weight);
    }

    private static bool IsBefore(int matter, double weight, (int Matter, double Weight) other) => weight > other.Weight || (weight == other.Weight && matter < other.Matter);
}
