using System.Text;
using Trellis.Information;
using Trellis.Ledger;
using Trellis.Ledger.Auditing;
using Trellis.Runtime.Database;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;

namespace Trellis.Runtime.Auditing;

/// <summary>What became of an attachment.</summary>
internal enum AttachmentState
{
    /// <summary>It was not erased, and its folder is not known.</summary>
    Unknown,

    /// <summary>It is there, and what opens it is not at hand.</summary>
    Closed,

    Same,

    Differs,

    Missing,

    /// <summary>It was erased, and is gone.</summary>
    Gone,

    /// <summary>It was erased, and is still there.</summary>
    Remains,
}

/// <summary>A record in its database, read from one unchanging state beside whoever writes.</summary>
public sealed class DatabaseRecord : AuditedRecord
{
    /// <summary>Entries of one stretch: enough to be worth a task of its own, few enough to hold several in memory.</summary>
    private const int StretchLength = 2048;

    private static readonly Statement ValuesBetween = new("select position, field, key, sealed from personal_value where position >= @first and position < @past order by position");

    private static readonly Statement ValuesOutside = new("select position, field, key, sealed from personal_value where position < 0 or position >= @past order by position limit 100");

    private static readonly Statement CheckpointsBetween = new("select size, note, at from ledger_checkpoint where size > @after and size <= @most order by size");

    private static readonly Statement PositionFrom = new("select min(position) from ledger_entry where position >= @first");

    private static readonly Statement ValuesWithoutKey = new("select position, field, key, sealed from personal_value where not exists (select 1 from personal_key where number = personal_value.key) order by position, field limit 100");

    private readonly Session _session;
    private readonly long? _epoch;
    private IReadOnlySet<string>? _tables;

    /// <param name="keys">The keys of personal values, where they are at hand.</param>
    /// <param name="attachments">The folder of the attachments; null where nobody knows it.</param>
    public DatabaseRecord(Store store, RecordKeys? keys, string? attachments = null)
    {
        AttachmentFolder = attachments is not null && Directory.Exists(attachments) ? attachments : null;
        Called = store.Called;
        Keys = keys;
        LastSigned = keys?.LastCheckpoint(); // before the snapshot, so that the snapshot is not older
        Ordered = keys?.Erasures() ?? [];
        _epoch = keys?.LastEpoch();
        Versions = new StructureVersions(store);
        Matters = new FoldingAnew(Versions);
        _session = store.OpenToRead();
        try
        {
            _session.BeginReading();
            Strange = StrangeTables.Of(_session);
            if (IsImpostor) return; // a view in the place of a table may never end
            Size = LedgerRows.Size(_session);
            Origin = LedgerRows.Origin(_session);
        }
        catch (StoreFault fault)
        {
            _session.Dispose();
            throw fault.Tell(Called);
        }
    }

    internal static IReadOnlyList<Statement> Statements { get; } = [ValuesBetween, ValuesOutside, CheckpointsBetween, PositionFrom, ValuesWithoutKey];

    public override AuditedKind Kind => AuditedKind.Database;

    public override string Called { get; }

    public override long Size { get; }

    public override bool HasEntries => true;

    public override NoteVerifier? OwnKey => Keys?.Signer.Verifier;

    internal RecordKeys? Keys { get; }

    /// <summary>The last checkpoint that was signed, as the folder of keys remembers it.</summary>
    internal SignedCheckpoint? LastSigned { get; }

    /// <summary>Where the attachments lie, if that is known and there.</summary>
    internal string? AttachmentFolder { get; }

    /// <summary>The erasures that were ordered, as the folder of keys remembers them.</summary>
    internal IReadOnlyList<ErasureOrder> Ordered { get; }

    /// <summary>Folds the events of matters beside the audit.</summary>
    internal StructureVersions Versions { get; }

    internal FoldingAnew Matters { get; }

    /// <summary>The one unchanging state that is audited.</summary>
    internal Session Session => _session;

    /// <summary>What is not as migrations made it.</summary>
    internal IReadOnlyList<StrangeTable> Strange { get; } = [];

    /// <summary>Whether something else stands in the place of a table, so that nothing can be read.</summary>
    internal bool IsImpostor => Strange.Any(static one => one.IsImpostor);

    /// <summary>The name that the database gives itself.</summary>
    internal string? Origin { get; }

    internal override ReadTile? PartialTiles => null;

    internal override IEnumerable<(long? Size, byte[] Note)> Checkpoints() =>
        LedgerRows.CheckpointsBack(_session).Select(static stored => ((long?)stored.Size, Encoding.UTF8.GetBytes(stored.Note)));

    public override ReadOnlyMemory<TreeHash> HashesOf(Tile tile) => LedgerRows.Tile(_session, tile.Level, tile.Number);

    internal override TreeHash? Leaf(long position) => LedgerRows.Entry(_session, position) is { } bytes ? Tree.Leaf(bytes) : Hash(position);

    internal override byte[]? EntryAt(long position) => LedgerRows.Entry(_session, position);

    internal override IEnumerable<Stretch> Read(long from)
    {
        for (var first = from; first < Size; first += StretchLength)
        {
            var past = first + Math.Min(Size - first, StretchLength);
            var checkpoints = Between(first, past);
            var values = Values(ValuesBetween, first, past);
            var (begin, next) = (first, first);
            var entries = new List<ReadOnlyMemory<byte>>((int)(past - first));
            var rows = LedgerRows.Entries(_session, first, past).ToList();
            if (rows.Count == 0)
            {
                // A row at a position far away would otherwise have us look for entries for years.
                yield return new Stretch(first, 0) { Doubt = new Doubt(DoubtKind.EntryMissing) { Entry = first, LastEntry = (_session.Number(PositionFrom, first) ?? Size) - 1 } };
                yield break;
            }

            foreach (var (position, bytes) in rows)
            {
                if (position != next)
                {
                    if (entries.Count > 0) yield return With(new Stretch(begin, entries.Count) { Entries = entries });
                    yield return With(Missing(next, position));
                    (begin, entries) = (position, []);
                }

                entries.Add(bytes);
                next = position + 1;
            }

            if (entries.Count > 0) yield return With(new Stretch(begin, entries.Count) { Entries = entries });
            if (next < past) yield return With(Missing(next, past));

            Stretch With(Stretch stretch)
            {
                var end = stretch.First + stretch.Count;
                return stretch with
                {
                    Checkpoints = [.. checkpoints.Where(one => one.Size > stretch.First && one.Size <= end)],
                    Values = values.Count == 0 ? values : [.. values.Where(one => one.Position >= stretch.First && one.Position < end)],
                };
            }
        }
    }

    /// <summary>Personal values at positions that no entry has; the first of them.</summary>
    internal IReadOnlyList<ValueRow> StrayValues() => Values(ValuesOutside, Size);

    /// <summary>Personal values whose keys are not there; the first of them.</summary>
    internal IReadOnlyList<ValueRow> ValuesLackingKey() => Values(ValuesWithoutKey);

    /// <summary>Rows that no entry tells of and that the program does not write.</summary>
    internal IEnumerable<(string Place, string Detail)> StrangeRows()
    {
        var strange = StrangeTables.Rows(_session, Origin, Size, _epoch);
        return Keys is { } keys && Origin is { } origin && !IsSealed(keys, origin) ? strange.Append(("ledger_meta", SealedHead.Fault)) : strange;
    }

    private bool IsSealed(RecordKeys keys, string origin)
    {
        try
        {
            return SealedHead.Holds(_session, keys, origin, new StoredTree(_session).At(Size).Head, LastSigned?.Checkpoint.Size ?? 0);
        }
        catch (StoreFault fault) when (fault.Trouble == StoreTrouble.Damaged)
        {
            return true; // an entry or a tile is missing, which is told by itself
        }
    }

    /// <summary>Checkpoints before the first entry.</summary>
    internal IReadOnlyList<StoredCheckpoint> CheckpointsOfNothing() => Between(long.MinValue, 0);

    internal IReadOnlyList<StoredCheckpoint> CheckpointsBeyond() => Between(Size, long.MaxValue);

    internal KeyRow? Key(long number) => PersonalRows.KeyWithNumber(_session, number);

    internal bool HasKey(byte[] id) => PersonalRows.KeyWithId(_session, id) is not null;

    /// <summary>Drafts that an order to erase names, and that are there all the same.</summary>
    internal IReadOnlyList<string> DraftsAmong(IReadOnlyCollection<string> keys) => Has("draft") ? [.. DraftRows.Among(_session, keys).Select(DraftRows.KeyOf)] : [];

    /// <summary>Whether there is a table: one that an older program wrote lacks those of later steps.</summary>
    internal bool Has(string table) => (_tables ??= StrangeTables.TablesAfter(Migrating.Count(_session))).Contains(table);

    internal long TileCount() => LedgerRows.TileCount(_session);

    internal IEnumerable<FoldedAttachment> Attachments() => ReadModels.Attachments(_session).Select(static row => new FoldedAttachment(row.Id, row.Position, row.Erased));

    /// <summary>What is in the folder of an attachment that the tables name, against what its entry commits to.</summary>
    internal AttachmentState Look(FoldedAttachment one)
    {
        if (AttachmentFolder is not { } folder) return one.Erased is null ? AttachmentState.Unknown : AttachmentState.Gone;
        var there = File.Exists(AttachmentFiles.PathOf(folder, one.Id));
        if (one.Erased is not null) return there ? AttachmentState.Remains : AttachmentState.Gone;
        if (!there) return AttachmentState.Missing;
        if (Keys is null) return AttachmentState.Closed;
        try
        {
            return new PersonalReading(_session, Keys, folder, new ReadingGround.Checking()).Attachment(one.Id) is null ? AttachmentState.Closed : AttachmentState.Same;
        }
        catch (Exception fault) when (fault is MachineFault { InnerException: null } or UnusableInput)
        {
            return AttachmentState.Differs;
        }
    }

    internal IEnumerable<FoldedErasure> Erasures() =>
        ReadModels.Erasures(_session, ReadModels.HasMattersOfErasures(Migrating.Count(_session))).Select(static row => new FoldedErasure(row.Position, row.At.ToUnixTimeMilliseconds(), row.By, row.Basis, row.Keys, row.Values, row.Attachments, row.Matter));

    protected override void Dispose(bool disposing)
    {
        if (disposing) _session.Dispose();
    }

    /// <summary>A hole, with the hashes that the tiles hold for it.</summary>
    private Stretch Missing(long from, long past)
    {
        var leaves = new TreeHash[(int)(past - from)];
        for (var at = 0; at < leaves.Length; at++) leaves[at] = Hash(from + at) ?? default;
        return new Stretch(from, leaves.Length) { Leaves = leaves, Doubt = new Doubt(DoubtKind.EntryMissing) { Entry = from, LastEntry = past - 1 } };
    }

    /// <summary>The hash that the tile holds for a position.</summary>
    private TreeHash? Hash(long position) => LedgerRows.Tile(_session, 0, position / Tile.Width) is { } hashes && hashes.Length == Tile.Width ? hashes[position % Tile.Width] : null;

    private List<StoredCheckpoint> Between(long after, long most)
    {
        using var rows = _session.Query(CheckpointsBetween, after, most);
        var found = new List<StoredCheckpoint>();
        while (rows.Next()) found.Add(new StoredCheckpoint(rows.Number(0), rows.Text(1), LedgerRows.Time(rows.Number(2))));
        return found;
    }

    private List<ValueRow> Values(Statement statement, params ReadOnlySpan<Parameter> values)
    {
        using var rows = _session.Query(statement, values);
        var found = new List<ValueRow>();
        while (rows.Next()) found.Add(new ValueRow(rows.Number(0), rows.Text(1), rows.Number(2), rows.Bytes(3)));
        return found;
    }
}
