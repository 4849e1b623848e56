namespace Trellis.Ledger.Auditing;

/// <summary>What an audit can doubt. Each has its words, its remedy and its heading in the reference; the name in lower case is its code there and in JSON.</summary>
public enum DoubtKind
{
    /// <summary>There are entries and no signed checkpoint over any of them.</summary>
    NothingSigned,

    /// <summary>A checkpoint is no checkpoint: cut off, damaged, or written by hand.</summary>
    CheckpointUnreadable,

    /// <summary>A checkpoint bears the name of another record.</summary>
    CheckpointOfAnother,

    /// <summary>No key that the auditor trusts made the signature.</summary>
    SignatureWrong,

    /// <summary>The policy asks for more witnesses than co-signed.</summary>
    WitnessesTooFew,

    /// <summary>The entries, or the hashes in their place, do not give the root that was signed.</summary>
    RootDiffers,

    /// <summary>What the auditor saw before is not the beginning of what is there now.</summary>
    SeenContradicted,

    /// <summary>The auditor saw more entries before than there are now.</summary>
    ShorterThanSeen,

    /// <summary>The auditor saw a newer checkpoint than any that is shown now.</summary>
    CheckpointWithheld,

    /// <summary>The record says itself that it was set back to a backup, and entries that the auditor saw are gone.</summary>
    RestoredFromBackup,

    /// <summary>A checkpoint speaks of more entries than there are.</summary>
    EntriesMissingAtEnd,

    /// <summary>There is no entry at a position before the last.</summary>
    EntryMissing,

    /// <summary>An entry is not written in its one spelling.</summary>
    EntryUnreadable,

    /// <summary>An entry does not hash to what the tile of its position holds.</summary>
    EntryDiffersFromTile,

    /// <summary>A tile is not there.</summary>
    TileMissing,

    /// <summary>A tile is not what the hashes below it give.</summary>
    TileDiffers,

    /// <summary>There are more tiles than so many entries can have.</summary>
    TileTooMany,

    /// <summary>An entry is dated before the one that precedes it.</summary>
    TimeRunsBack,

    /// <summary>An entry is dated after a witness had already co-signed it.</summary>
    DatedAfterWitness,

    /// <summary>An entry is dated before a time at which a witness still saw the record without it.</summary>
    DatedBeforeWitness,

    /// <summary>An event does not have the fields that its version has.</summary>
    EventUnfit,

    /// <summary>A row of a read model lacks what an entry says.</summary>
    RowMissing,

    /// <summary>A row of a read model says something else than its entry.</summary>
    RowDiffers,

    /// <summary>A row of a read model stands on no entry.</summary>
    RowWithoutEntry,

    /// <summary>A personal value lies beside an entry that holds no commitment to it.</summary>
    ValueWithoutCommitment,

    /// <summary>A personal value is not the one that the entry commits to.</summary>
    ValueDiffers,

    /// <summary>Personal values are gone that no erasure accounts for.</summary>
    ValuesMissing,

    /// <summary>Fewer personal values are gone than erasures say.</summary>
    ValuesRemain,

    /// <summary>A key is there that the record says was destroyed.</summary>
    ErasedKeyRemains,

    /// <summary>A key is there whose erasure was ordered.</summary>
    ErasureNotDone,

    /// <summary>A personal value lies under a key that is not there.</summary>
    ValueWithoutKey,

    /// <summary>A table, a row that no entry tells of, or the making of the database is not as the program writes it.</summary>
    TableDiffers,

    /// <summary>An attachment that was not erased is not in its folder.</summary>
    AttachmentMissing,

    /// <summary>An attachment is not the one to whose digest the entry commits.</summary>
    AttachmentDiffers,

    /// <summary>An attachment that was erased is still in its folder.</summary>
    AttachmentRemains,

    /// <summary>The path of a receipt does not lead from its entry to the root that was signed.</summary>
    ReceiptDoesNotHold,

    /// <summary>The record holds another entry at the position of a receipt.</summary>
    ReceiptDiffers,
}

/// <summary>One reason not to believe a record, with the place where it shows.</summary>
public sealed record Doubt(DoubtKind Kind)
{
    /// <summary>The position of the entry, counted from 0; the first one where there are several.</summary>
    public long? Entry { get; init; }

    /// <summary>The position of the last entry that it may be, where it is not one alone.</summary>
    public long? LastEntry { get; init; }

    /// <summary>The size of the checkpoint that it is about.</summary>
    public long? Size { get; init; }

    /// <summary>How many, where it is about a number of things.</summary>
    public long? Count { get; init; }

    /// <summary>The tile, file, row or field.</summary>
    public string? Place { get; init; }

    /// <summary>What exactly was found, in the words of whoever found it.</summary>
    public string? Detail { get; init; }
}

/// <summary>Doubts as they are found. A record that was rewritten gives one for each entry, so the list ends somewhere; the count does not.</summary>
public sealed class Doubts
{
    /// <summary>More are counted, but not kept.</summary>
    public const int MostKept = 500;

    private readonly List<Doubt> _kept = [];

    public IReadOnlyList<Doubt> Kept => _kept;

    /// <summary>Says of doubts that were found already what became known since.</summary>
    public void Restate(Func<Doubt, Doubt> restate)
    {
        ArgumentNullException.ThrowIfNull(restate);
        for (var at = 0; at < _kept.Count; at++) _kept[at] = restate(_kept[at]);
    }

    public long Count { get; private set; }

    public void Add(Doubt doubt)
    {
        Count++;
        if (_kept.Count < MostKept) _kept.Add(doubt);
    }

    public void AddAll(IReadOnlyList<Doubt> doubts)
    {
        ArgumentNullException.ThrowIfNull(doubts);
        foreach (var doubt in doubts) Add(doubt);
    }
}
