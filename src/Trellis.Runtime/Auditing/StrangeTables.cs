using System.Collections.Concurrent;
using Trellis.Ledger.Auditing;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;

namespace Trellis.Runtime.Auditing;

/// <summary>Something in a database that the program does not make.</summary>
/// <param name="IsImpostor">It stands in the place of a table, and may answer anything, without an end.</param>
/// <param name="IsMore">It stands beside what the program makes, and could be left out of a copy.</param>
internal sealed record StrangeTable(string Kind, string Name, string Detail, bool IsImpostor, bool IsMore = false)
{
    public string Place => $"{Kind} {Name}";
}

/// <summary>
/// Looks for what an attacker can leave in a database beside the rows that entries tell of: triggers and views, which change in secret what is
/// written and read, tables of his own, and rows where the program writes none.
/// </summary>
public static class StrangeTables
{
    private static readonly Statement Everything = new(
        "select type, name, tbl_name, coalesce(sql, '') from sqlite_schema where name not like 'sqlite!_%' escape '!' order by type, name",
        onPostgres: """
            select case when c.relkind in ('r', 'p') then 'table' else 'view' end, c.relname::text, c.relname::text, ''
            from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = current_schema() and c.relkind in ('r', 'p', 'v', 'm', 'f')
            union all
            select 'trigger', t.tgname::text, c.relname::text, ''
            from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace where n.nspname = current_schema() and not t.tgisinternal
            union all
            select 'rule', r.rulename::text, r.tablename::text, '' from pg_rules r where r.schemaname = current_schema()
            union all
            select 'policy', p.polname::text, c.relname::text, ''
            from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace where n.nspname = current_schema()
            """);

    private static readonly Statement EntriesBefore = new("select position from ledger_entry where position < 0 order by position desc limit 5");

    private static readonly Statement OddCheckpoints = new("select size, at from ledger_checkpoint where size < 0 or at < 86400000 or at > 253402300799999 order by size limit 5");

    private static readonly Statement AllMeta = new("select name, value from ledger_meta order by name limit 20");

    private static readonly Statement AllWriters = new("select one, epoch from ledger_writer limit 5");

    private static readonly Statement IdleKeys = new("select number from personal_key where not exists (select 1 from personal_value where key = personal_key.number) order by number limit 5");

    /// <summary>
    /// Columns, keys and references in a spelling that both stores share, so that tables of PostgreSQL are compared with what the migrations make.
    /// Rules (check) are worded by each store in its own way; those of PostgreSQL stand in <see cref="RulesOnPostgres"/>.
    /// </summary>
    private static readonly Statement Shapes = new(
        """
        select t.name, 'column ' || c.name || ' ' || lower(c.type) || case when c."notnull" or c.pk then ' not null' else '' end || case when c.dflt_value is null then '' else ' default' end
        from sqlite_schema t join pragma_table_xinfo(t.name) c where t.type = 'table' and t.name not like 'sqlite!_%' escape '!'
        union all
        select t.name, 'key ' || (select group_concat(name, ',') from (select name from pragma_table_info(t.name) where pk > 0 order by pk))
        from sqlite_schema t where t.type = 'table' and t.name not like 'sqlite!_%' escape '!' and exists (select 1 from pragma_table_info(t.name) where pk > 0)
        union all
        select t.name, case when i."unique" then 'unique ' else 'index ' end || (select group_concat(coalesce(name, '?'), ',') from (select name from pragma_index_info(i.name) order by seqno))
        from sqlite_schema t join pragma_index_list(t.name) i where t.type = 'table' and t.name not like 'sqlite!_%' escape '!' and i.origin <> 'pk'
        union all
        select t.name, 'reference ' || f."from" || ' ' || f."table" || ' ' || f."to" from sqlite_schema t join pragma_foreign_key_list(t.name) f where t.type = 'table'
        """,
        onPostgres: """
        with ours as (select c.oid, c.relname::text as name from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p'))
        select t.name, 'column ' || a.attname || ' ' || case format_type(a.atttypid, a.atttypmod) when 'bigint' then 'integer' when 'bytea' then 'blob' else format_type(a.atttypid, a.atttypmod) end
            || case when a.attnotnull then ' not null' else '' end || case when a.atthasdef or a.attidentity <> '' then ' default' else '' end
        from ours t join pg_attribute a on a.attrelid = t.oid where a.attnum > 0 and not a.attisdropped
        union all
        select t.name, case when i.indisprimary then 'key ' when i.indisunique then 'unique ' else 'index ' end
            || (select string_agg(coalesce((select attname::text from pg_attribute where attrelid = i.indrelid and attnum = k.number and k.number > 0), '?'), ',' order by k.place) from unnest(i.indkey::int2[]) with ordinality k(number, place))
            || case when i.indisvalid then '' else ' invalid' end || case when not i.indisunique or (i.indpred is null and i.indimmediate) then '' else ' in part' end
        from ours t join pg_index i on i.indrelid = t.oid
        union all
        select t.name, 'reference ' || (select string_agg(a.attname::text, ',') from pg_attribute a where a.attrelid = f.conrelid and a.attnum = any(f.conkey)) || ' ' || r.relname || ' '
            || (select string_agg(a.attname::text, ',') from pg_attribute a where a.attrelid = f.confrelid and a.attnum = any(f.confkey))
        from ours t join pg_constraint f on f.conrelid = t.oid and f.contype = 'f' join pg_class r on r.oid = f.confrelid
        union all
        select t.name, 'rule ' || pg_get_constraintdef(c.oid) from ours t join pg_constraint c on c.conrelid = t.oid and c.contype = 'c'
        union all
        select t.name, 'row security' from ours t join pg_class c on c.oid = t.oid where c.relrowsecurity or c.relforcerowsecurity
        union all
        select t.name, 'rows that a crash takes' from ours t join pg_class c on c.oid = t.oid where c.relpersistence <> 'p'
        union all
        select t.name, case when i.inhparent = t.oid then 'a table under it' else 'a table above it' end from ours t join pg_inherits i on t.oid in (i.inhparent, i.inhrelid)
        """);

    /// <summary>The rules of the tables as PostgreSQL words them. A test compares them with what the migrations make there.</summary>
    private static readonly (string Table, string Rule)[] RulesOnPostgres =
    [
        ("access_session", "CHECK ((length(digest) = 32))"),
        ("access_token", "CHECK ((length(digest) = 32))"),
        ("decision", "CHECK ((permitted = ANY (ARRAY[(0)::bigint, (1)::bigint])))"),
        ("ledger_checkpoint", "CHECK ((size >= 0))"),
        ("ledger_entry", "CHECK ((\"position\" >= 0))"),
        ("ledger_tile", "CHECK (((level >= 0) AND (level <= 7)))"),
        ("ledger_tile", "CHECK ((length(hashes) = 8192))"),
        ("ledger_tile", "CHECK ((number >= 0))"),
        ("ledger_writer", "CHECK ((epoch >= 0))"),
        ("ledger_writer", "CHECK ((one = 1))"),
        ("matter", "CHECK (((state >= 0) AND (state <= 2)))"),
    ];

    /// <summary>So often a program may have become the writer without having been let in: more than anybody tries by hand.</summary>
    private const long MostRefused = 1_000;

    /// <summary>What the migrations make, by how many of them have run.</summary>
    private static readonly ConcurrentDictionary<int, Made> RightAfter = new();

    internal static IReadOnlyList<Statement> Statements { get; } = [EntriesBefore, OddCheckpoints, AllMeta, AllWriters, IdleKeys, Everything, Shapes];

    /// <summary>Refuses to work with a store where something else bears the name of a table: whatever it answers is nobody's record, and may have no end.</summary>
    internal static void DemandTables(Session session, string called)
    {
        if (Of(session).FirstOrDefault(static one => one.IsImpostor) is not { } impostor) return;
        throw new UnusableInput(
            new Text($"这个数据库里，{PlaceOf(impostor.Place).Zh} 顶着一张表的名字。", $"In this database {impostor.Place} stands in the place of a table."),
            new Text("有人改了数据库。保留它供调查，并恢复备份；trellis verify 说得更细。", "Somebody changed the database. Keep it for those who investigate, and restore a backup; trellis verify tells more."), called);
    }

    /// <summary>A place in both languages.</summary>
    public static Text PlaceOf(string place)
    {
        var space = place.IndexOf(' ', StringComparison.Ordinal);
        var kind = space < 0 ? null : place[..space] switch
        {
            "table" => "表",
            "view" => "视图",
            "trigger" => "触发器",
            "index" => "索引",
            "rule" => "规则",
            "policy" => "行级策略",
            _ => null,
        };
        return new Text(kind is null ? place : kind + place[space..], place);
    }

    /// <summary>What is there and should not be, and what is another than it should be. A table that is missing is told when it is read.</summary>
    internal static IReadOnlyList<StrangeTable> Of(Session session)
    {
        var found = Read(session);
        var all = Right(Migrating.Known);
        var impostors = found.Where(part => part.Kind == "view" && all.Tables.Contains(part.Name)).Select(static part => new StrangeTable(part.Kind, part.Name, "the program makes none of this kind and name.", IsImpostor: true)).ToList();
        if (impostors.Count > 0) return impostors; // what they answer may have no end

        var steps = found.Exists(static part => part is { Kind: "table", Name: Migrating.TableName }) ? Migrating.Count(session) : 0;
        var right = steps < Migrating.Known ? Right(steps) : all;
        var isFile = session is SqliteSession;
        var strange = new List<StrangeTable>();
        foreach (var part in found)
        {
            // A PostgreSQL database may hold tables of other programs; only what bears the name of ours, or touches ours, is strange there.
            if (isFile ? right.Parts.Contains(part) : part.Kind == "table" ? right.Tables.Contains(part.Name) || !all.Tables.Contains(part.Name) : part.Kind == "view" || !all.Tables.Contains(part.Table)) continue;
            var other = right.Parts.Any(one => one.Kind == part.Kind && one.Name == part.Name);
            strange.Add(new StrangeTable(part.Kind, part.Name, other ? "it was made in another way." : "the program makes none of this kind and name.", IsImpostor: false, IsMore: !other));
        }

        if (isFile)
        {
            foreach (var part in right.Parts)
                if (part.Kind != "table" && !found.Any(one => one.Kind == part.Kind && one.Name == part.Name)) strange.Add(new StrangeTable(part.Kind, part.Name, "it is missing.", IsImpostor: false));
            return strange;
        }

        var shapes = ReadShapes(session);
        foreach (var (table, shape) in shapes.Where(one => right.Tables.Contains(one.Table)).Except(right.Shapes).Order()) strange.Add(new StrangeTable("table", table, $"it has {shape}, which the program does not make.", IsImpostor: false));
        foreach (var (table, shape) in right.Shapes.Except(shapes).Order()) strange.Add(new StrangeTable("table", table, $"it lacks {shape}.", IsImpostor: false));
        return strange;
    }

    /// <summary>The tables that there are after so many steps.</summary>
    internal static IReadOnlySet<string> TablesAfter(int steps) => Right(steps).Tables;

    private static Made Right(int steps) => RightAfter.GetOrAdd(Math.Clamp(steps, 0, Migrating.Known), static steps =>
    {
        using var fresh = SqliteSession.OpenToWrite(SqliteSession.InMemory, create: true);
        Migrating.BringUpTo(fresh, Spelling.Sqlite, steps);
        var parts = Read(fresh);
        var tables = parts.Where(static part => part.Kind == "table").Select(static part => part.Name).ToHashSet(StringComparer.Ordinal);
        return new Made(parts, tables, [.. ReadShapes(fresh), .. RulesOnPostgres.Where(one => tables.Contains(one.Table)).Select(static one => (one.Table, $"rule {one.Rule}"))]);
    });

    private static HashSet<(string Table, string Shape)> ReadShapes(Session session)
    {
        using var rows = session.Query(Shapes);
        var shapes = new HashSet<(string Table, string Shape)>();
        while (rows.Next()) shapes.Add((rows.Text(0), rows.Text(1)));
        return shapes;
    }

    /// <summary>Rows where the program writes none, and rows of the record itself that do not fit each other.</summary>
    /// <param name="epoch">The number of the last writer, as the keys remember it; null where nobody knows.</param>
    /// <param name="isCopy">Whether it is a copy that is being checked, so that its name is set apart.</param>
    internal static IEnumerable<(string Place, string Detail)> Rows(Session session, string? origin, long size, long? epoch, bool isCopy = false)
    {
        foreach (var (position, _) in Pairs(session, EntriesBefore, second: false)) yield return ("ledger_entry", $"there is an entry at position {position}.");
        foreach (var (at, time) in Pairs(session, OddCheckpoints)) yield return ("ledger_checkpoint", $"the row of {at} entries has the time {time}.");
        foreach (var (number, _) in Pairs(session, IdleKeys, second: false)) yield return ("personal_key", $"under key {number} there is no value.");

        var writers = Pairs(session, AllWriters);
        if (writers is not [(1, >= 0)]) yield return ("ledger_writer", "it does not hold the one row that it always holds.");
        // A program that is just starting has counted up in the record and not yet beside the keys, and one that was refused after that never does.
        else if (epoch is { } known && writers[0].Second - known is < 0 or > MostRefused) yield return ("ledger_writer", $"the epoch is {writers[0].Second}, and the keys remember {known}.");

        if (Migrating.Wrong(session) is { } wrong) yield return (Migrating.TableName, $"{wrong.En}.");

        var meta = new List<(string Name, string Value)>();
        using (var rows = session.Query(AllMeta))
            while (rows.Next()) meta.Add((rows.Text(0), rows.Text(1)));
        foreach (var (name, _) in meta)
            if (name is not ("origin" or "first-origin" or SealedHead.Name) && !(isCopy && name == LedgerRows.CopiedOrigin)) yield return ("ledger_meta", $"there is a row {Excerpt.Of(name, 60)}.");
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
        using var rows = session.Query(Everything);
        var parts = new List<Part>();
        while (rows.Next()) parts.Add(new Part(rows.Text(0), rows.Text(1), rows.Text(2), rows.Text(3)));
        return parts;
    }

    private sealed record Made(IReadOnlyList<Part> Parts, IReadOnlySet<string> Tables, HashSet<(string Table, string Shape)> Shapes);

    private readonly record struct Part(string Kind, string Name, string Table, string Script);
}
