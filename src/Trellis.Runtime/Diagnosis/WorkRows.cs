using Trellis.Runtime.Database;

namespace Trellis.Runtime.Diagnosis;

/// <summary>What the columns of a log take from the rows of matters: no entry tells by when the whole was promised.</summary>
internal static class WorkRows
{
    /// <summary>Of more matters than these the rows of all are read, one after the other.</summary>
    private const int Many = 50_000;

    private static readonly Statement Promises = new("select id, promised from matter order by id");

    private static readonly Statement PromisesOf = new(
        "select id, promised from matter where id = @id",
        onPostgres: "select m.id, m.promised from matter m join unnest(@id::bigint[]) as asked (id) on m.id = asked.id");

    internal static IReadOnlyList<Statement> Statements { get; } = [Promises, PromisesOf];

    /// <summary>Tells of each of these matters that has a promise until when it was promised, in milliseconds since 1970.</summary>
    /// <param name="ids">Numbers of matters.</param>
    public static void Promised(Session session, IReadOnlyCollection<long> ids, Action<long, long> each)
    {
        if (ids.Count == 0) return;
        if (ids.Count <= Many)
        {
            session.QueryMany(PromisesOf, [ids.ToArray()], Tell);
            return;
        }

        var asked = ids.ToHashSet();
        using var rows = session.Query(Promises);
        while (rows.Next())
            if (asked.Contains(rows.Number(0))) Tell(rows);

        void Tell(Rows row)
        {
            if (row.Number(1) != Process.MatterRows.Never) each(row.Number(0), row.Number(1));
        }
    }
}
