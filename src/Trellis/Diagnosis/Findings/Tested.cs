namespace Trellis.Diagnosis.Findings;

/// <summary>One test that was made. All of them count when it is asked how many of those told are chance.</summary>
/// <param name="Tell">What was measured and what is said about it; null where the effect is too small to be told, however sure it is.</param>
internal readonly record struct Tested(double PValue, Func<(Measured Measured, Told Told)>? Tell)
{
    /// <summary>It was counted and not estimated: no chance is in it, so that it is none of the tests among which chance is held down, and is told by itself.</summary>
    public bool IsFact { get; private init; }

    public static Tested Fact(Func<Measured> measured, Func<Told> told) => new(0, () => (measured(), told())) { IsFact = true };

    public static Tested Of(double pValue, bool isLarge, Func<Measured> measured, Func<Told> told) => new(Math.Clamp(pValue, 0, 1), isLarge ? () => (measured(), told()) : null);

    /// <summary>It was asked, and there is nothing.</summary>
    public static Tested Nothing => new(1, null);
}

/// <summary>The figures of a finding.</summary>
/// <param name="Expected">What would be there without the fault.</param>
/// <param name="Cases">On how many matters, days or figures it rests.</param>
/// <param name="Evidence">The most telling first.</param>
internal sealed record Measured(MeasureUnit Unit, double Value, double Expected, int Cases, IReadOnlyList<string> Evidence)
{
    /// <summary>Null where the method gives none.</summary>
    public (double Low, double High)? Interval { get; init; }

    public IReadOnlyList<ComparedUnit> Compared { get; init; } = [];

    /// <summary>Null where the numbers say it.</summary>
    public FindingPicture? Picture { get; init; }

    /// <summary>So many of so many, with the interval of Wilson.</summary>
    public static Measured Share(int hits, int of, double expected, IReadOnlyList<string> evidence) => new(MeasureUnit.Share, of == 0 ? 0 : (double)hits / of, expected, of, evidence)
    {
        Interval = ShareInterval.Of(hits, of) is { } range ? (range.LowShare, range.HighShare) : null,
    };
}

/// <summary>The words of a finding. A detector has no others: who it is about, what was measured, what it says, what else could explain it, what would clear it.</summary>
internal sealed record Told
{
    public required FindingSubject Who { get; init; }

    public Direction Direction { get; init; } = Direction.None;

    /// <summary>From when on it shows; null where it holds for the whole time.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>What was measured, in words.</summary>
    public required Text Measure { get; init; }

    public required Text Says { get; init; }

    public required IReadOnlyList<InnocentReason> Innocent { get; init; }

    public required Text Clears { get; init; }

    /// <summary>Posts that a change would have to give something to, by their ids.</summary>
    public IReadOnlyList<string> Posts { get; init; } = [];

    /// <summary>It is only worth a note, whatever its kind of fault is worth elsewhere.</summary>
    public bool IsNote { get; init; }
}
