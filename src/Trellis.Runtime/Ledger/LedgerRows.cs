using System.Runtime.InteropServices;
using Trellis.Ledger;
using Trellis.Runtime.Database;

namespace Trellis.Runtime.Ledger;

/// <summary>Rows of the tree: entries, full tiles, signed checkpoints, and what is said once about the whole record.</summary>
public static class LedgerRows
{
    private static readonly Statement InsertEntries = new(
        "insert into ledger_entry (position, bytes) values (@position, @bytes)",
        onPostgres: "insert into ledger_entry (position, bytes) select * from unnest(@position::bigint[], @bytes::bytea[])",
        independent: true);

    private static readonly Statement InsertTile = new("insert into ledger_tile (level, number, hashes) values (@level, @number, @hashes)", independent: true);

    private static readonly Statement PutCheckpoint = new("""
        insert into ledger_checkpoint (size, note, at) values (@size, @note, @at)
        on conflict (size) do update set note = excluded.note
        """);

    private static readonly Statement LastPosition = new("select max(position) from ledger_entry");

    private static readonly Statement EntryAt = new("select bytes from ledger_entry where position = @position");

    private static readonly Statement EntriesBetween = new("select position, bytes from ledger_entry where position >= @first and position < @past order by position");

    private static readonly Statement TileAt = new("select hashes from ledger_tile where level = @level and number = @number");

    private static readonly Statement LeavesBack = new("select number, hashes from ledger_tile where level = 0 and number >= @first and number < @past order by number desc");

    private static readonly Statement AllTiles = new("select level, number, hashes from ledger_tile order by level, number");

    private static readonly Statement CountTiles = new("select count(*) from ledger_tile");

    private static readonly Statement NewestCheckpoints = new("select size, note, at from ledger_checkpoint where size <= @most order by size desc");

    private static readonly Statement SomeCheckpointsBack = new("select size, note, at from ledger_checkpoint where size <= @most order by size desc limit @rows");

    private static readonly Statement OldestCheckpoints = new("select size, note, at from ledger_checkpoint where size >= @least order by size");

    private static readonly Statement MetaOf = new("select value from ledger_meta where name = @name");

    private static readonly Statement PutMeta = new("""
        insert into ledger_meta (name, value) values (@name, @value)
        on conflict (name) do update set value = excluded.value
        """);

    private static readonly Statement DeleteMeta = new("delete from ledger_meta where name = @name");

    internal static IReadOnlyList<Statement> Statements { get; } =
    [
        DeleteMeta, InsertEntries, InsertTile, PutCheckpoint, LastPosition, EntryAt, EntriesBetween, TileAt, AllTiles, CountTiles, NewestCheckpoints, OldestCheckpoints, MetaOf, PutMeta,
        LeavesBack, SomeCheckpointsBack,
    ];

    /// <summary>How many entries there are. Positions have no gap, so the last one tells.</summary>
    public static long Size(Session session) => Math.Min(session.Number(LastPosition) ?? -1, long.MaxValue - 1) + 1;

    /// <summary>A time of a row. What somebody wrote into the table by hand may lie outside every calendar.</summary>
    internal static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, -62_135_596_800_000, 253_402_300_799_999));

    /// <summary>The canonical bytes of an entry, or null where there is none at the position.</summary>
    public static byte[]? Entry(Session session, long position)
    {
        using var rows = session.Query(EntryAt, position);
        return rows.Next() ? rows.Bytes(0) : null;
    }

    /// <summary>An entry that is there.</summary>
    /// <exception cref="StoreFault">It is not there, or damaged.</exception>
    public static Trellis.Ledger.Entry ReadEntry(Session session, long position) =>
        Entry(session, position) is { } bytes && Trellis.Ledger.Entry.TryRead(bytes, out var entry, out _) ? entry : throw new StoreFault(StoreTrouble.Damaged, $"entry {position} is damaged.");

    /// <summary>The position of the first entry that is not earlier than a moment; the size where all are. No entry is earlier than the one before it.</summary>
    public static long PositionAt(Session session, long size, DateTimeOffset moment)
    {
        var (first, past) = (0L, size);
        while (first < past)
        {
            var middle = first + ((past - first) / 2);
            if (ReadEntry(session, middle).At < moment) first = middle + 1;
            else past = middle;
        }

        return first;
    }

    /// <summary>Entries in order, with their positions.</summary>
    /// <param name="first">The first position.</param>
    /// <param name="past">The position after the last one.</param>
    public static IEnumerable<(long Position, byte[] Bytes)> Entries(Session session, long first, long past)
    {
        using var rows = session.Query(EntriesBetween, first, past);
        while (rows.Next()) yield return (rows.Number(0), rows.Bytes(1));
    }

    /// <summary>The 256 hashes of a full tile, or null where none is stored.</summary>
    public static TreeHash[]? Tile(Session session, int level, long number)
    {
        using var rows = session.Query(TileAt, level, number);
        return rows.Next() ? Hashes(rows.Bytes(0)) : null;
    }

    /// <summary>Full tiles of the hashes of entries, the newest first.</summary>
    /// <param name="first">The number of the first.</param>
    /// <param name="past">The number after the last one.</param>
    public static IEnumerable<(long Number, TreeHash[] Hashes)> LeavesFrom(Session session, long first, long past)
    {
        using var rows = session.Query(LeavesBack, first, past);
        while (rows.Next()) yield return (rows.Number(0), Hashes(rows.Bytes(1)));
    }

    /// <summary>All full tiles, level by level from the left.</summary>
    public static IEnumerable<(int Level, long Number, TreeHash[] Hashes)> Tiles(Session session)
    {
        using var rows = session.Query(AllTiles);
        while (rows.Next()) yield return (checked((int)rows.Number(0)), rows.Number(1), Hashes(rows.Bytes(2)));
    }

    public static long TileCount(Session session) => session.Number(CountTiles) ?? 0;

    /// <summary>Signed checkpoints from the newest back.</summary>
    /// <param name="most">The largest size to begin with.</param>
    public static IEnumerable<StoredCheckpoint> CheckpointsBack(Session session, long most = long.MaxValue)
    {
        using var rows = session.Query(NewestCheckpoints, most);
        while (rows.Next()) yield return new StoredCheckpoint(rows.Number(0), rows.Text(1), Time(rows.Number(2)));
    }

    /// <summary>So many signed checkpoints from a size back.</summary>
    public static IEnumerable<StoredCheckpoint> CheckpointsBack(Session session, long most, int rows)
    {
        using var found = session.Query(SomeCheckpointsBack, most, rows);
        while (found.Next()) yield return new StoredCheckpoint(found.Number(0), found.Text(1), Time(found.Number(2)));
    }

    /// <summary>Signed checkpoints from a size on.</summary>
    public static IEnumerable<StoredCheckpoint> CheckpointsFrom(Session session, long least)
    {
        using var rows = session.Query(OldestCheckpoints, least);
        while (rows.Next()) yield return new StoredCheckpoint(rows.Number(0), rows.Text(1), Time(rows.Number(2)));
    }

    /// <summary>The name under which the record signs, or null where none was given yet.</summary>
    public static string? Origin(Session session) => session.Text(MetaOf, "origin");

    /// <summary>Whether the record says that it was only simulated.</summary>
    public static bool IsSimulated(Session session) => Entry(session, 0) is { } first && SimulatedRecord.IsSaidBy(first);

    /// <summary>The name under which the record signed when it was made; those of later generations are this name, a slash and a number.</summary>
    internal static string? FirstOrigin(Session session) => session.Text(MetaOf, "first-origin");

    /// <summary>Under this name the origin lies while a restore copies a backup into a database: it is a record when everything is checked, and not before.</summary>
    internal const string CopiedOrigin = "restoring-origin";

    /// <summary>Whether a restore into this place began and did not come to its end.</summary>
    internal static bool IsHalfRestored(Session session) => Origin(session) is null && (session.Text(MetaOf, CopiedOrigin) is not null || Size(session) > 0);

    /// <summary>The origin that a copy brought, before it is one.</summary>
    internal static string? OriginOfCopy(Session session) => session.Text(MetaOf, CopiedOrigin);

    internal static void ForgetCopy(Writes writes) => writes.Add(DeleteMeta, CopiedOrigin);

    internal static void SetOrigin(Writes writes, string origin) => writes.Add(PutMeta, "origin", origin);

    internal static void SetFirstOrigin(Writes writes, string origin) => writes.Add(PutMeta, "first-origin", origin);

    internal static void AddEntries(Writes writes, long first, List<byte[]> entries)
    {
        var positions = new long[entries.Count];
        for (var at = 0; at < positions.Length; at++) positions[at] = first + at;
        writes.AddMany(InsertEntries, positions, entries.ToArray());
    }

    internal static void AddTile(Writes writes, FullTile tile) => writes.Add(InsertTile, tile.Level, tile.Number, MemoryMarshal.AsBytes<TreeHash>(tile.Hashes).ToArray());

    internal static void AddCheckpoint(Writes writes, StoredCheckpoint checkpoint) => writes.Add(PutCheckpoint, checkpoint.Size, checkpoint.Note, checkpoint.At.ToUnixTimeMilliseconds());

    private static TreeHash[] Hashes(byte[] bytes) => MemoryMarshal.Cast<byte, TreeHash>(bytes).ToArray();
}

/// <summary>A signed tree head as it is kept: the note with all signatures, and when ours was put on it.</summary>
public sealed record StoredCheckpoint(long Size, string Note, DateTimeOffset At);
