using System.Security.Cryptography;
using Trellis.Runtime.Database;

namespace Trellis.Runtime.Process;

/// <summary>Rows of acts that came with a key.</summary>
internal static class KeyRows
{
    private static readonly Statement Put = new(
        "insert into act_key (key, request, at, position, entries, matter, code) values (@key, @request, @at, @position, @entries, @matter, @code)",
        onPostgres: """
        insert into act_key (key, request, at, position, entries, matter, code)
        select * from unnest(@key::bytea[], @request::bytea[], @at::bigint[], @position::bigint[], @entries::bigint[], @matter::bigint[], @code::text[])
        """,
        independent: true);

    private static readonly Statement ByKeys = new(
        "select key, request, at, position, entries, matter, code from act_key where key = @key",
        onPostgres: "select k.key, k.request, k.at, k.position, k.entries, k.matter, k.code from act_key k join unnest(@key::bytea[]) as asked (key) on k.key = asked.key");

    private static readonly Statement DeleteOne = new("delete from act_key where key = @key");

    private static readonly Statement DeleteBefore = new("delete from act_key where at < @at");

    internal static IReadOnlyList<Statement> Statements { get; } = [Put, ByKeys, DeleteOne, DeleteBefore];

    public static void Add(Writes writes, IReadOnlyList<UsedKey> used) => writes.AddMany(
        Put,
        used.Select(static one => one.Key).ToArray(),
        used.Select(static one => one.Request).ToArray(),
        used.Select(static one => one.At).ToArray(),
        used.Select(static one => one.Position).ToArray(),
        used.Select(static one => (long)one.Entries).ToArray(),
        used.Select(static one => one.Matter).ToArray(),
        used.Select(static one => one.Code).ToArray());

    public static void Load(Session session, IReadOnlyList<byte[]> keys, Action<UsedKey> found)
    {
        if (keys.Count == 0) return;
        session.QueryMany(ByKeys, [keys.ToArray()], row => found(new UsedKey(row.Bytes(0), row.Bytes(1), row.Number(2), row.Number(3), (int)row.Number(4), row.Number(5), row.Text(6))));
    }

    /// <summary>Bytes: as many as a usual batch of acts needs room for. A full disk often takes a small row still.</summary>
    private const int RoomToTry = 256 * 1024;

    /// <summary>
    /// Has the store write a row of the size of a batch: whether it takes acts is known only once it took something. The row stands until <see cref="EndTry"/>, because a store
    /// needs no room for what is gone again in the same transaction. Of a program that ended in between it is forgotten with the old keys.
    /// </summary>
    /// <param name="key">No hash of ours.</param>
    public static void Try(Writes writes, byte[] key) => Add(writes, [new UsedKey(key, RandomNumberGenerator.GetBytes(RoomToTry), 0, 0, 0, 0, "")]);

    public static void EndTry(Writes writes, byte[] key) => writes.Add(DeleteOne, key);

    public static void Forget(Writes writes, DateTimeOffset before) => writes.Add(DeleteBefore, before.ToUnixTimeMilliseconds());
}

/// <summary>An act that came with a key, and what became of it.</summary>
internal sealed record UsedKey(byte[] Key, byte[] Request, long At, long Position, int Entries, long Matter, string Code);
