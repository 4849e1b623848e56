namespace Trellis.Diagnosis.Records;

/// <summary>A decision that another unit takes than the one that answers for the matter: how often, how often otherwise than it mostly is, and how much of the time until then was spent on waiting for it.</summary>
public sealed class DecisionCount
{
    private readonly SortedDictionary<string, ShareCount> _outcomes = new(StringComparer.Ordinal);

    public int Taken { get; private set; }

    /// <summary>Seconds from the step before until it was taken, of all.</summary>
    public double Waited { get; private set; }

    /// <summary>Seconds from the filing until it was taken, of all.</summary>
    public double Lasted { get; private set; }

    public string MostFrequent => _outcomes.MaxBy(static one => one.Value.Hits).Key;

    public int Otherwise => Taken - _outcomes.Values.Max(static one => one.Hits);

    /// <summary>Entries of the outcome that it mostly has.</summary>
    public IReadOnlyList<long> Showing => _outcomes[MostFrequent].Showing;

    public void Add(string outcome, TimeSpan waited, TimeSpan lasted, long position)
    {
        Taken++;
        Waited += Math.Max(0, waited.TotalSeconds);
        Lasted += Math.Max(0, lasted.TotalSeconds);
        if (!_outcomes.TryGetValue(outcome, out var count)) _outcomes.Add(outcome, count = new ShareCount());
        count.Add(shows: true, position);
    }
}
