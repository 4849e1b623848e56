using Trellis.Diagnosis.Conformance;
using Trellis.Diagnosis.Findings;
using Trellis.Diagnosis.Findings.Reported;
using Trellis.Diagnosis.Records;

namespace Trellis.Diagnosis;

/// <summary>What may be handed in beside a log.</summary>
public sealed record DiagnosisSettings
{
    /// <summary>The model that the log is compared with, and what messages call it.</summary>
    public (string Name, PetriNet Net)? Model { get; init; }

    /// <summary>When people are on duty, by name, in ticks from the beginning of Monday. Null: read off the log.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<(long From, long To)>>? Hours { get; init; }

    /// <summary>From how many pieces of work done in one go there is a batch.</summary>
    public int LeastBatch { get; init; } = UsualBatch;

    /// <summary>From where on something is worth a finding.</summary>
    public FindingSettings Findings { get; init; } = new();

    /// <summary>Figures that units reported; null where none are given.</summary>
    public IReadOnlyList<ReportedFigure>? Figures { get; init; }

    /// <summary>Where a structure speaks of what a finding is about; null without a structure.</summary>
    public Func<LogFinding, RuleAtFault?>? Rules { get; init; }

    /// <summary>What of a structure rewards what a finding of an incentive shows; null without a structure.</summary>
    public RewardsOfStructures? Rewards { get; init; }

    /// <summary>What was counted in the entries of a record beside its work; null for an outside log.</summary>
    public CountedRecord? Record { get; init; }

    public const int UsualBatch = 10;
}
