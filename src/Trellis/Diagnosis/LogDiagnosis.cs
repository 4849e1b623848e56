using Trellis.Diagnosis.Findings;

namespace Trellis.Diagnosis;

/// <summary>What one event log shows, computed once and then said in JSON, on a terminal or on a page. Names are the log's own.</summary>
public sealed record LogDiagnosis
{
    public required LogFacts Log { get; init; }

    /// <summary>Every activity, most frequent first, ties by name.</summary>
    public required IReadOnlyList<ActivityFacts> Activities { get; init; }

    /// <summary>Most frequent first, ties by name; so are the end activities.</summary>
    public required IReadOnlyList<NameCount> StartActivities { get; init; }

    public required IReadOnlyList<NameCount> EndActivities { get; init; }

    /// <summary>Every directly-follows edge, most frequent first, ties by names.</summary>
    public required IReadOnlyList<FlowEdge> Flow { get; init; }

    public required VariantFacts Variants { get; init; }

    /// <summary>Null when the log has no event.</summary>
    public required ThroughputFacts? Throughput { get; init; }

    /// <summary>Null when the log names no resource; the same for groups.</summary>
    public required MoveFacts? Handovers { get; init; }

    public required MoveFacts? GroupHandovers { get; init; }

    public required PingPongFacts? PingPong { get; init; }

    public required PingPongFacts? GroupPingPong { get; init; }

    /// <summary>Moves between levels, up and down. Null when the log names no level.</summary>
    public required MoveFacts? LevelMoves { get; init; }

    /// <summary>Null when no event says when work on it began.</summary>
    public required WorkFacts? Work { get; init; }

    /// <summary>Why work waited. Null when no event says when work on it began, or none names who did it.</summary>
    public required WaitingFacts? Waiting { get; init; }

    /// <summary>How the log agrees with the model that was given. Null when none was.</summary>
    public required ConformanceFacts? Conformance { get; init; }

    public required ReworkFacts Rework { get; init; }

    public required ConcentrationFacts? Concentration { get; init; }

    /// <summary>Null when the log has no deadline.</summary>
    public required DeadlineFacts? Deadline { get; init; }

    /// <summary>Events by weekday (Monday first) and hour, 7 times 24, as written in the log's own offset.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> WeekHours { get; init; }

    public required IReadOnlyList<QualityNote> Quality { get; init; }

    public required IReadOnlyList<StructuralQuestion> Answerable { get; init; }

    /// <summary>Structural faults that the log and the figures beside it show.</summary>
    public required FindingReport Findings { get; init; }
}

public sealed record LogFacts
{
    public required string Source { get; init; }

    public required string Format { get; init; }

    public required int Cases { get; init; }

    public required int Events { get; init; }

    public required int Activities { get; init; }

    /// <summary>Distinct resources; groups and levels likewise. 0 where the log has none.</summary>
    public required int Resources { get; init; }

    public required int Groups { get; init; }

    public required int Levels { get; init; }

    public required DateTimeOffset? FirstEvent { get; init; }

    public required DateTimeOffset? LastEvent { get; init; }

    /// <summary>The same two as the log's own clock showed them, without a zone.</summary>
    public required DateTime? FirstEventWritten { get; init; }

    public required DateTime? LastEventWritten { get; init; }

    public required int OutOfOrderEvents { get; init; }

    /// <summary>True when times are compared as written on the wall clock, false when in universal time.</summary>
    public required bool ClockAsWritten { get; init; }

    public required bool HasStarts { get; init; }

    /// <summary>Which column was taken for what: role ("activity") to the name in the file, in a fixed order.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Columns { get; init; }
}

public sealed record NameCount(string Name, int Count);

/// <param name="Cases">Cases in which it occurs.</param>
/// <param name="MedianWorkSeconds">From the start of an event to its time; null where no start is known.</param>
public sealed record ActivityFacts(string Name, int Events, int Cases, double? MedianWorkSeconds);

/// <param name="Events">Events whose start is known and not after their time.</param>
/// <param name="WorkShare">Of the time between first start and last event of the cases that have such events, the share in which somebody worked on them; null when no time passed.</param>
public sealed record WorkFacts(int Events, double? WorkShare);

/// <summary>What all waits together were spent on, in seconds; the five causes add up to the total.</summary>
/// <param name="HoursGiven">Whether working hours were given, or read off the log.</param>
/// <param name="Top">From one activity to the next, most waiting first, ties by names.</param>
public sealed record WaitingFacts(bool HoursGiven, int LeastBatch, WaitingSeconds Seconds, IReadOnlyList<WaitingEdge> Top);

/// <param name="Count">How many times work followed other work that made it possible.</param>
public sealed record WaitingSeconds(int Count, double Total, double Batching, double Contention, double Prioritisation, double Unavailability, double Extraneous);

public sealed record WaitingEdge(string From, string To, WaitingSeconds Seconds);

/// <param name="Aligned">Cases whose nearest way through the model was found; the rest of the figures but <paramref name="TokenReplayFitness"/> are of these.</param>
/// <param name="AlignmentCost">Events that the model does not allow and steps of it that did not happen.</param>
/// <param name="NotAllowed">The former by activity, most first.</param>
/// <param name="LeftOut">The latter by activity, most first.</param>
public sealed record ConformanceFacts(
    string Model, int Cases, int Aligned, int FittingCases, long AlignmentCost, double LogFitness, double MeanTraceFitness, double TokenReplayFitness,
    IReadOnlyList<NameCount> NotAllowed, IReadOnlyList<NameCount> LeftOut);

public sealed record FlowEdge(string From, string To, int Count, double MeanSeconds, double MedianSeconds);

/// <param name="SeenOnce">Variants that only one case follows.</param>
/// <param name="Top">Most frequent first, ties by their activities.</param>
public sealed record VariantFacts(int Count, int SeenOnce, IReadOnlyList<Variant> Top);

public sealed record Variant(int Count, IReadOnlyList<string> Activities, double MedianSeconds);

public sealed record ThroughputFacts(
    double MeanSeconds, double MedianSeconds, double P90Seconds, double MaxSeconds, int ZeroLengthCases, IReadOnlyList<DurationBin> Bins);

/// <summary>Cases whose throughput is at least From and below To seconds; the last bin has no upper end.</summary>
public sealed record DurationBin(double FromSeconds, double? ToSeconds, int Cases);

/// <param name="Total">Moves between two adjacent events of a case that both name one, without moves to oneself.</param>
/// <param name="Pairs">Distinct ordered pairs among them.</param>
/// <param name="Top">Most frequent first, ties by names.</param>
/// <param name="Loads">Events of each, most first.</param>
public sealed record MoveFacts(int Total, int Pairs, int Cases, IReadOnlyList<Move> Top, IReadOnlyList<NameCount> Loads);

/// <param name="MedianSeconds">Between the two events.</param>
public sealed record Move(string From, string To, int Count, double MedianSeconds);

/// <param name="Total">Positions at which a matter went from A to B and straight back to A.</param>
/// <param name="Cases">Cases with at least one.</param>
public sealed record PingPongFacts(int Total, int Cases, IReadOnlyList<PingPongPair> Top);

/// <summary>An unordered pair; A sorts before B.</summary>
public sealed record PingPongPair(string A, string B, int Count);

/// <param name="Cases">Cases in which any activity occurs at least twice.</param>
/// <param name="Activities">Activities that occur at least twice in some case.</param>
public sealed record ReworkFacts(int Cases, int Activities, IReadOnlyList<ReworkedActivity> Top);

public sealed record ReworkedActivity(string Activity, int Cases);

/// <param name="TheilBetween">Null when the log names no groups; with <paramref name="TheilWithin"/> it adds up to <paramref name="Theil"/>.</param>
public sealed record ConcentrationFacts(double Hhi, double Gini, double Theil, double? TheilBetween, double? TheilWithin);

/// <param name="Cases">Cases that have a deadline.</param>
/// <param name="Late">Those whose last event came after it.</param>
/// <param name="MedianSecondsLate">Among the late ones; null when none is.</param>
public sealed record DeadlineFacts(int Cases, int Late, double? MedianSecondsLate);

/// <summary>Something about the data that a reader of the figures must know.</summary>
/// <param name="Code">Stable, such as "missing-resource"; one heading each in docs/reference/diagnosis-json.md.</param>
/// <param name="Count">How many events, cases or rows it touches.</param>
/// <param name="OutOf">How many it could have touched.</param>
public sealed record QualityNote(string Code, QualityWeight Weight, long Count, long OutOf, Text Says, Text Remedy);

public enum QualityWeight
{
    /// <summary>Good to know; figures stand.</summary>
    Note,

    /// <summary>Some figures lean on it; read them with care.</summary>
    Caution,
}

/// <summary>A question about structure, whether this log can answer it, and if not what to export.</summary>
/// <param name="Id">Stable, such as "unit-handovers".</param>
public sealed record StructuralQuestion(string Id, Text Question, bool CanAnswer, Text Because, Text? Export);
