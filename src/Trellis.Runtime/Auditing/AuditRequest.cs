using Trellis.Ledger;
using Trellis.Ledger.Auditing;

namespace Trellis.Runtime.Auditing;

/// <summary>Something that the auditor kept from before: a checkpoint, a receipt, an older folder.</summary>
/// <param name="Called">The file it came from.</param>
/// <param name="Receipt">The receipt, where it is one.</param>
public sealed record SeenBefore(string Called, SignedCheckpoint Checkpoint, TlogProof? Receipt);

/// <summary>What an auditor brings along.</summary>
public sealed record AuditRequest
{
    public TrustedKeys Trusted { get; init; } = new([], null);

    /// <summary>What the record must continue.</summary>
    public IReadOnlyList<SeenBefore> Seen { get; init; } = [];

    /// <summary>The state that was verified before: what stands before it is not read again. It is continued, too.</summary>
    public SeenBefore? Since { get; init; }

    /// <summary>The same by its size alone; null where a state is given or everything is read.</summary>
    public long? SinceSize { get; init; }

    /// <summary>Cores to work with.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Is told how many entries were read, and of how many.</summary>
    public Action<long, long>? Progress { get; init; }
}
