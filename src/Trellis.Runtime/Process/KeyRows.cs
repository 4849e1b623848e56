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

    /// <summary>Has the store write a row that is gone again with the same transaction: whether it takes anything is known only once it took something.</summary>
    public static void Try(Writes writes)
    {
        byte[] key = new byte[16]; // no hash of ours
        Add(writes, [new UsedKey(key, key, 0, 0, 0, 0, "")]);
        writes.Add(DeleteOne, key);
    }

    public static void Forget(Writes writes, DateTimeOffset before) => writes.Add(DeleteBefore, before.ToUnixTimeMilliseconds());
}

/// <summary>An act that came with a key, and what became of it.</summary>
internal sealed record UsedKey(byte[] Key, byte[] Request, long At, long Position, int Entries, long Matter, string Code);
