namespace Trellis.Runtime.Database;

/// <summary>The one row by which writers are told apart: each that becomes the writer counts it up, and whoever wrote before can commit nothing more.</summary>
internal static class WriterRows
{
    private const long Most = 1L << 53;

    private static readonly Statement OfWriter = new("select epoch from ledger_writer where one = 1");

    private static readonly Statement SetEpoch = new("update ledger_writer set epoch = @epoch where one = 1");

    internal static IReadOnlyList<Statement> Statements { get; } = [OfWriter, SetEpoch];

    /// <summary>The epoch that holds now; null where the row is missing.</summary>
    public static long? Epoch(Session session) => session.Number(OfWriter);

    /// <summary>Begins a new epoch, so that whatever an earlier writer still has under way fails.</summary>
    /// <exception cref="UnusableInput">The row is not there, or holds what no program writes.</exception>
    public static long Begin(Session session, Store store)
    {
        if (Epoch(session) is not (>= 0 and < Most and { } before)) throw Tampered(store);
        session.Run(SetEpoch, before + 1);
        return Epoch(session) == before + 1 ? before + 1 : throw Tampered(store);
    }

    internal static UnusableInput Tampered(Store store) => new(
        new Text("区分先后写入者的那张表（ledger_writer）被改动过：没有它，两个程序就可能同时写。", "The table by which writers are told apart (ledger_writer) was changed: without it two programs could write at once."),
        new Text("有人改了数据库。保留它供调查，并恢复备份；trellis verify 说得更细。", "Somebody changed the database. Keep it for those who investigate, and restore a backup; trellis verify tells more."), store.Called);
}
