using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Findings;

/// <summary>
/// A structural fault that work or figures show: of which rule or unit, since when, how large beside what was to be expected, in which matters it shows, and what would clear it. It accuses a rule or the way
/// work is laid out, never a person.
/// </summary>
public sealed record LogFinding
{
    public required FindingCode Code { get; init; }

    public required Severity Severity { get; init; }

    public Direction Direction { get; init; } = Direction.None;

    public required FindingSubject Who { get; init; }

    /// <summary>From when on it shows; null where it holds for the whole time.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>What was measured, in words.</summary>
    public required Text Measure { get; init; }

    public required MeasureUnit Unit { get; init; }

    public required double Value { get; init; }

    /// <summary>Between which values the rule behind the value lies in 95 of 100 cases; null where the method gives none.</summary>
    public (double Low, double High)? Interval { get; init; }

    /// <summary>What would be there without the fault: by peers, by chance, or by the bound that the structure sets.</summary>
    public required double Expected { get; init; }

    /// <summary>On how many matters, days or figures it rests.</summary>
    public required int Cases { get; init; }

    /// <summary>Ids of matters, days, or rows of figures that show it, the most telling first; at most <see cref="MostEvidence"/>.</summary>
    public required IReadOnlyList<string> Evidence { get; init; }

    public required Text Says { get; init; }

    /// <summary>What else could explain it, and whether that was looked at.</summary>
    public required IReadOnlyList<InnocentReason> Innocent { get; init; }

    public required Text Clears { get; init; }

    /// <summary>The line of the structure that it leans on; null where no structure is given, or none of its lines speaks of it.</summary>
    public RuleAtFault? Cause { get; init; }

    /// <summary>Posts, by their ids, that a change would have to give something to, the most frequent first. It is for whoever writes the change, and is told to nobody: of a record nothing is told below its units.</summary>
    public IReadOnlyList<string> Posts { get; init; } = [];

    /// <summary>A change of the structure that would mend it; null where no structure is given, or none can be written for sure.</summary>
    public ProposedOverlay? Overlay { get; init; }

    /// <summary>Somebody or some rule gains by it. Such a finding accuses nobody, and is its unit's to explain first.</summary>
    public bool IsOfIncentive { get; init; }

    /// <summary>Of an incentive: what rewards it. Empty where no structure is given, or none of its assessments does.</summary>
    public IReadOnlyList<Reward> Rewards { get; init; } = [];

    /// <summary>Of an incentive: the load at the time; null where it is not known.</summary>
    public LoadAtTheTime? Load { get; init; }

    /// <summary>What rewards it is not known, or how loaded the unit was: it stays unexplained, and is no reproach.</summary>
    public bool IsUnexplained => IsOfIncentive && (Rewards.Count == 0 || Load is null);

    /// <summary>Of a finding about units in a record of our own: whether they were told and heard. Null for any other.</summary>
    public FindingHearing? Hearing { get; init; }

    /// <summary>Counted and not estimated: no chance is in it, and it is none of the tests among which chance is held down.</summary>
    public bool IsFact { get; init; }

    /// <summary>What the structure calls that which it has ids for; empty for an outside log, which has words of its own.</summary>
    public IReadOnlyDictionary<string, Text> Called { get; init; } = new Dictionary<string, Text>();

    /// <summary>Units of the comparison as a funnel plot draws them; empty where there is none.</summary>
    public IReadOnlyList<ComparedUnit> Compared { get; init; } = [];

    /// <summary>What it looks like; null where a number or the comparison says it.</summary>
    public FindingPicture? Picture { get; init; }

    /// <summary>How likely something as large is by chance, this test alone; 0 for a fact.</summary>
    public double PValue { get; init; }

    /// <summary>The false discovery rate at which it would just be told, over all tests of the run.</summary>
    public double QValue { get; init; }

    public const int MostEvidence = 10;

    /// <summary>The name of what it has an id for; the id, or the word of the log, where there is no other.</summary>
    public string NameOf(string id, Language language) => Called.TryGetValue(id, out var name) ? name.In(language) : id;
}

public enum Direction
{
    None,
    Up,
    Down,
    Across,
}

public enum MeasureUnit
{
    Share,
    Seconds,
    Times,
    Count,
}

/// <summary>What a finding is about. Never a person.</summary>
/// <param name="Kind">A word of the JSON.</param>
/// <param name="Names">As the log or the table calls them; of a step in a unit the step first.</param>
public sealed record FindingSubject(SubjectKind Kind, params IReadOnlyList<string> Names)
{
    internal static FindingSubject Whole { get; } = new(SubjectKind.Whole);

    public override string ToString() => string.Join(" / ", Names);
}

public enum SubjectKind
{
    Unit,
    UnitPair,
    Step,
    StepInUnit,
    Indicator,
    IndicatorInUnit,
    Places,
    MatterType,
    Whole,
    Form,
    Resource,
}

/// <summary>Something harmless that looks the same.</summary>
/// <param name="RuledOut">True where it was looked at and does not explain the finding; false where this log cannot tell.</param>
public sealed record InnocentReason(Text Reason, bool RuledOut);

/// <param name="Line">From 1.</param>
public sealed record RuleAtFault(string File, int Line, string Entry);

/// <param name="Hits">Of <paramref name="Of"/>.</param>
public sealed record ComparedUnit(string Name, int Of, int Hits);
