namespace Trellis.Structure.Findings;

/// <summary>Gathers findings: all are counted, the first hundred thousand kept, so that a file of nothing but faults costs no memory without end.</summary>
public sealed class FindingList
{
    public const int MostKept = 100_000;

    private readonly List<Finding> _kept = [];
    private readonly int[] _bySeverity = new int[3];

    /// <summary>How many were added, kept or not.</summary>
    public int Count { get; private set; }

    public int Errors => CountOf(Severity.Error);

    public IReadOnlyList<Finding> Kept => _kept;

    /// <summary>How many of a severity were added, kept or not.</summary>
    public int CountOf(Severity severity) => _bySeverity[(int)severity];

    public void Add(Finding finding)
    {
        Count++;
        _bySeverity[(int)finding.Severity]++;
        if (_kept.Count < MostKept) _kept.Add(finding);
    }

    public void AddAll(FindingList others)
    {
        foreach (var finding in others._kept)
            if (_kept.Count < MostKept) _kept.Add(finding);
        Count += others.Count;
        for (var severity = 0; severity < 3; severity++) _bySeverity[severity] += others._bySeverity[severity];
    }

    /// <summary>The same without some of those that were kept.</summary>
    public FindingList Without(Predicate<Finding> dropped)
    {
        var left = new FindingList();
        left.AddAll(this);
        left._kept.Clear();
        foreach (var finding in _kept)
        {
            if (!dropped(finding))
            {
                left._kept.Add(finding);
                continue;
            }

            left.Count--;
            left._bySeverity[(int)finding.Severity]--;
        }

        return left;
    }
}
