using Trellis.Diagnosis.Conformance;

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

    public const int UsualBatch = 10;
}
