namespace Trellis.Ledger.Auditing;

/// <summary>What was looked at.</summary>
public enum AuditedKind
{
    Database,
    Folder,
    Address,
    Receipt,
    Receipts,
    Checkpoint,
    Note,
}

/// <summary>What an audit can prove.</summary>
public enum ProvenKind
{
    /// <summary>Every entry was hashed anew, and the hashes give the root of the checkpoint.</summary>
    EntriesGiveRoot,

    /// <summary>The published hashes give the root of the checkpoint.</summary>
    HashesGiveRoot,

    /// <summary>Every stored or published tile is what the hashes below it give.</summary>
    TilesAgree,

    /// <summary>Every older checkpoint that is kept is a beginning of the newest.</summary>
    CheckpointsAgree,

    /// <summary>A key that the auditor named signed the checkpoint.</summary>
    Signed,

    /// <summary>Enough witnesses of the auditor's policy co-signed it.</summary>
    Witnessed,

    /// <summary>What the auditor saw before is the beginning of what is there now.</summary>
    ContinuesSeen,

    /// <summary>What the keeper's own folder of keys remembers having signed last is the beginning of what is there now.</summary>
    ContinuesSigned,

    /// <summary>Every entry has its one spelling.</summary>
    EntriesReadable,

    /// <summary>Entry times never run backwards.</summary>
    TimesInOrder,

    /// <summary>Entry times fit the times at which witnesses co-signed.</summary>
    TimesFitWitnesses,

    /// <summary>The tables of attachments and erasures are what the entries give.</summary>
    ReadModelsAgree,

    /// <summary>Personal values are what the entries commit to.</summary>
    ValuesOpen,

    /// <summary>As many personal values are gone as erasures say, and no destroyed key is there.</summary>
    ErasuresCarriedOut,

    /// <summary>Attachments are what the entries commit to.</summary>
    AttachmentsOpen,

    /// <summary>Rows of registers are found by what their values give.</summary>
    IndexAgrees,

    /// <summary>The entry of a receipt stands in the record at its position.</summary>
    EntryIncluded,

    /// <summary>The entries of several receipts stand in the record at their positions.</summary>
    EntriesIncluded,
}

/// <summary>Something that an audit proved.</summary>
public sealed record Proven(ProvenKind Kind)
{
    /// <summary>How many entries, tiles, checkpoints, rows or values.</summary>
    public long? Count { get; init; }

    /// <summary>The size of the checkpoint it is about.</summary>
    public long? Size { get; init; }

    /// <summary>The position of the entry it is about.</summary>
    public long? Entry { get; init; }

    /// <summary>Who signed, or which file was seen.</summary>
    public string? Name { get; init; }

    /// <summary>The earliest and the latest time it is about.</summary>
    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }
}

/// <summary>What an audit cannot prove with what it was given.</summary>
public enum UnprovenKind
{
    /// <summary>The record was simulated: nobody did what stands in it, and anybody can derive its keys.</summary>
    Simulated,

    /// <summary>No key was named: nobody knows who signed.</summary>
    WhoSigned,

    /// <summary>The key came from the record itself, so it shows damage, and not who signed.</summary>
    KeyFromRecord,

    /// <summary>There are no entries here: hashes only.</summary>
    WhatHappened,

    /// <summary>No witnesses were asked for: others may have been shown another record.</summary>
    OneRecordForAll,

    /// <summary>Nothing that was seen before was named: an older state may be shown, or a rewritten one.</summary>
    NothingSeenBefore,

    /// <summary>What was kept has another size, and only the record itself links two sizes.</summary>
    SeenNotLinked,

    /// <summary>Entries are not yet under a checkpoint that counts.</summary>
    NotYetCovered,

    /// <summary>What stands before the given size was not read in this copy: its hashes are vouched for, its entries are not.</summary>
    BeforeSince,

    /// <summary>Only a part was read, so what is gone was not counted against what erasures say.</summary>
    ErasuresBefore,

    /// <summary>The folder of the attachments is not at hand.</summary>
    Attachments,

    /// <summary>Attachments are there, but what opens them is not at hand.</summary>
    AttachmentContents,

    /// <summary>By what rows of registers are found: the key of its digests is not at hand.</summary>
    SearchIndex,

    /// <summary>There are no tables here to compare with.</summary>
    ReadModels,

    /// <summary>The keys of personal values are not at hand.</summary>
    PersonalValues,

    /// <summary>No witness signed a time, so no entry time was compared with one.</summary>
    Times,

    /// <summary>The holder keeps a receipt; the rest of the record is not in it.</summary>
    RestOfRecord,
}

/// <summary>Something that an audit could not prove.</summary>
public sealed record Unproven(UnprovenKind Kind)
{
    /// <summary>How many entries or values.</summary>
    public long? Count { get; init; }

    /// <summary>The size it is about.</summary>
    public long? Size { get; init; }

    /// <summary>The key or file it is about.</summary>
    public string? Name { get; init; }
}

/// <summary>The whole answer of an audit.</summary>
public sealed record AuditReport(AuditedKind Kind, string Called)
{
    /// <summary>The name of the record; null where no checkpoint could be read.</summary>
    public string? Origin { get; init; }

    /// <summary>The newest checkpoint that was judged; null where there is none.</summary>
    public TreeHead? Checkpoint { get; init; }

    /// <summary>How many entries there are, those after the checkpoint too; null where the record itself was not looked at.</summary>
    public long? Entries { get; init; }

    /// <summary>The entry that a receipt carries; null where it carries none of our form.</summary>
    public Entry? Received { get; init; }

    /// <summary>The entries of several receipts, with their positions.</summary>
    public IReadOnlyList<(long Position, Entry Entry)> ReceivedMany { get; init; } = [];

    public IReadOnlyList<Proven> Proven { get; init; } = [];

    public IReadOnlyList<Unproven> Unproven { get; init; } = [];

    public IReadOnlyList<Doubt> Doubts { get; init; } = [];

    /// <summary>All doubts, those that are not in the list too.</summary>
    public long DoubtCount { get; init; }

    public bool HoldsUp => DoubtCount == 0;
}
