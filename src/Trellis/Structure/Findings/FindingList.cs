namespace Trellis.Structure.Findings;

/// <summary>Gathers findings: all are counted, the first hundred thousand kept, so that a file of nothing but faults costs no memory without end.</summary>
public sealed class FindingList
{
    public const int MostKept = 100_000;

    private readonly List<Finding> _kept = [];

    /// <summary>How many were added, kept or not.</summary>
    public int Count { get; private set; }

    public int Errors { get; private set; }

    public IReadOnlyList<Finding> Kept => _kept;

    public void Add(Finding finding)
    {
        Count++;
        if (finding.Severity == Severity.Error) Errors++;
        if (_kept.Count < MostKept) _kept.Add(finding);
    }

    public void AddAll(FindingList others)
    {
        foreach (var finding in others._kept) Add(finding);
        Count += others.Count - others._kept.Count;
    }
}
