using Trellis.Ledger.Auditing;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;

namespace Trellis.Runtime.Auditing;

/// <summary>Something in a database that the program does not make.</summary>
/// <param name="IsImpostor">It stands in the place of a table, and may answer anything, without an end.</param>
internal sealed record StrangeTable(string Place, string Detail, bool IsImpostor);

/// <summary>
/// Looks for what an attacker can leave in a database beside the rows that entries tell of: triggers and views, which change in secret what is
/// written and read, tables of his own, and rows where the program writes none.
/// </summary>
internal static class StrangeTables
{
    private static readonly Statement Made = new(
        "select type, name, tbl_name, coalesce(sql, '') from sqlite_schema where name not like 'sqlite!_%' escape '!' order by type, name",
        onPostgres: """
            select case when c.relkind in ('r', 'p') then 'table' else 'view' end, c.relname::text, c.relname::text, ''
            from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = current_schema() and c.relkind in ('r', 'p', 'v', 'm', 'f')
            union all
            select 'trigger', t.tgname::text, c.relname::text, ''
            from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace where n.nspname = current_schema() and not t.tgisinternal
            union all
            select 'rule', r.rulename::text, r.tablename::text, '' from pg_rules r where r.schemaname = current_schema()
            """);

    private static readonly Statement EntriesBefore = new("select position from ledger_entry where position < 0 order by position desc limit 5");

    private static readonly Statement OddCheckpoints = new("select size, at from ledger_checkpoint where size < 0 or at < 86400000 or at > 253402300799999 order by size limit 5");

    private static readonly Statement AllMeta = new("select name, value from ledger_meta order by name limit 20");

    private static readonly Statement AllWriters = new("select one, epoch from ledger_writer limit 5");

    private static readonly Statement IdleKeys = new("select number from personal_key where not exists (select 1 from personal_value where key = personal_key.number) order by number limit 5");

    private static readonly Lazy<IReadOnlyList<Part>> Right = new(static () =>
    {
        using var fresh = SqliteSession.OpenToWrite(SqliteSession.InMemory, create: true);
        Migrating.BringUpToDate(fresh, Spelling.Sqlite);
        return Read(fresh);
    });

    internal static IReadOnlyList<Statement> Statements { get; } = [EntriesBefore, OddCheckpoints, AllMeta, AllWriters, IdleKeys, Made];

    /// <summary>What is there and should not be, and what is another than it should be. A table that is missing is told when it is read.</summary>
    public static IReadOnlyList<StrangeTable> Of(Session session)
    {
        var found = Read(session);
        var ours = Right.Value.Where(static part => part.Kind == "table").Select(static part => part.Name).ToHashSet(StringComparer.Ordinal);
        var isFile = session is SqliteSession;
        var strange = new List<StrangeTable>();
        foreach (var part in found)
        {
            var impostor = ours.Contains(part.Name) && part.Kind != "table";
            // A PostgreSQL database may hold tables of other programs; only what touches ours is strange there.
            if (isFile ? Right.Value.Contains(part) : !impostor && (part.Kind is "table" or "view" || !ours.Contains(part.Table))) continue;
            strange.Add(new StrangeTable($"{part.Kind} {part.Name}", ours.Contains(part.Name) && !impostor ? "it was made in another way." : "the program makes none of this kind and name.", impostor));
        }

        if (!isFile) return strange;
        foreach (var part in Right.Value)
            if (part.Kind != "table" && !found.Any(one => one.Kind == part.Kind && one.Name == part.Name)) strange.Add(new StrangeTable($"{part.Kind} {part.Name}", "it is missing.", IsImpostor: false));
        return strange;
    }

    /// <summary>Rows where the program writes none, and rows of the record itself that do not fit each other.</summary>
    public static IEnumerable<(string Place, string Detail)> Rows(Session session, string? origin, long size)
    {
        foreach (var (position, _) in Pairs(session, EntriesBefore, second: false)) yield return ("ledger_entry", $"there is an entry at position {position}.");
        foreach (var (at, time) in Pairs(session, OddCheckpoints)) yield return ("ledger_checkpoint", $"the row of {at} entries has the time {time}.");
        foreach (var (number, _) in Pairs(session, IdleKeys, second: false)) yield return ("personal_key", $"under key {number} there is no value.");

        var writers = Pairs(session, AllWriters);
        if (writers is not [(1, >= 0)] || (session is SqliteSession && writers[0].Second != 0)) yield return ("ledger_writer", "it does not hold the one row that it always holds.");

        var meta = new List<(string Name, string Value)>();
        using (var rows = session.Query(AllMeta))
            while (rows.Next()) meta.Add((rows.Text(0), rows.Text(1)));
        foreach (var (name, _) in meta)
            if (name is not ("origin" or "first-origin")) yield return ("ledger_meta", $"there is a row {Excerpt.Of(name, 60)}.");
        if (size > 0 && origin is null) yield return ("ledger_meta", "the record has no name.");
        string? first = meta.Find(static row => row.Name == "first-origin").Value;
        if (size > 0 && first is null) yield return ("ledger_meta", "the first name of the record is missing.");
        if (first is not null && origin is not null && !Generations.SameRecord(first, origin)) yield return ("ledger_meta", $"the record was first called {Excerpt.Of(first, 100)}, which is no earlier name of {Excerpt.Of(origin, 100)}.");
    }

    private static List<(long First, long Second)> Pairs(Session session, Statement statement, bool second = true)
    {
        using var rows = session.Query(statement);
        var found = new List<(long First, long Second)>();
        while (rows.Next()) found.Add((rows.Number(0), second ? rows.Number(1) : 0));
        return found;
    }

    private static List<Part> Read(Session session)
    {
        using var rows = session.Query(Made);
        var parts = new List<Part>();
        while (rows.Next()) parts.Add(new Part(rows.Text(0), rows.Text(1), rows.Text(2), rows.Text(3)));
        return parts;
    }

    private readonly record struct Part(string Kind, string Name, string Table, string Script);
}
