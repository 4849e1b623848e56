using Trellis.Runtime.Auditing;
using Trellis.Runtime.Database;

namespace Trellis.Runtime.Ledger;

/// <summary>
/// Copies all tables of a record from one store into another, rows in order. By this a backup of PostgreSQL is the same file as one of SQLite,
/// and either can be restored into either.
/// </summary>
internal static class TableCopies
{
    private const int RowsAtOnce = 2000;
    private const int BytesAtOnce = 8_000_000;

    private static readonly Statement ErasuresWithoutMatters = new("select position, at, by_whom, basis, keys, values_erased, attachments, '' from erasure order by position");

    private static readonly TableCopy[] Tables =
    [
        new(
            new("select position, bytes from ledger_entry order by position"),
            new(
                "insert into ledger_entry (position, bytes) values (@position, @bytes)",
                onPostgres: "insert into ledger_entry (position, bytes) select * from unnest(@position::bigint[], @bytes::bytea[])"),
            [ParameterKind.Number, ParameterKind.Bytes]),
        new(
            new("select level, number, hashes from ledger_tile order by level, number"),
            new(
                "insert into ledger_tile (level, number, hashes) values (@level, @number, @hashes)",
                onPostgres: "insert into ledger_tile (level, number, hashes) select * from unnest(@level::bigint[], @number::bigint[], @hashes::bytea[])"),
            [ParameterKind.Number, ParameterKind.Number, ParameterKind.Bytes]),
        new(
            new("select size, note, at from ledger_checkpoint order by size"),
            new(
                "insert into ledger_checkpoint (size, note, at) values (@size, @note, @at)",
                onPostgres: "insert into ledger_checkpoint (size, note, at) select * from unnest(@size::bigint[], @note::text[], @at::bigint[])"),
            [ParameterKind.Number, ParameterKind.Text, ParameterKind.Number]),
        new(
            new("select number, id, person, purpose, wrapped from personal_key order by number"),
            new(
                "insert into personal_key (number, id, person, purpose, wrapped) values (@number, @id, @person, @purpose, @wrapped)",
                onPostgres: "insert into personal_key (number, id, person, purpose, wrapped) select * from unnest(@number::bigint[], @id::bytea[], @person::text[], @purpose::text[], @wrapped::bytea[])"),
            [ParameterKind.Number, ParameterKind.Bytes, ParameterKind.Text, ParameterKind.Text, ParameterKind.Bytes]),
        new(
            new("select position, field, key, sealed from personal_value order by position, field"),
            new(
                "insert into personal_value (position, field, key, sealed) values (@position, @field, @key, @sealed)",
                onPostgres: "insert into personal_value (position, field, key, sealed) select * from unnest(@position::bigint[], @field::text[], @key::bigint[], @sealed::bytea[])"),
            [ParameterKind.Number, ParameterKind.Text, ParameterKind.Number, ParameterKind.Bytes]),
        new(
            new("select id, position, coalesce(erased, -1) from attachment order by position"),
            new(
                "insert into attachment (id, position, erased) values (@id, @position, nullif(@erased, -1))",
                onPostgres: "insert into attachment (id, position, erased) select id, position, nullif(erased, -1) from unnest(@id::text[], @position::bigint[], @erased::bigint[]) as row (id, position, erased)"),
            [ParameterKind.Text, ParameterKind.Number, ParameterKind.Number]),
        new(
            new("select position, at, by_whom, basis, keys, values_erased, attachments, coalesce(matter, '') from erasure order by position"),
            new(
                "insert into erasure (position, at, by_whom, basis, keys, values_erased, attachments, matter) values (@position, @at, @by_whom, @basis, @keys, @values_erased, @attachments, nullif(@matter, ''))",
                onPostgres: """
                    insert into erasure (position, at, by_whom, basis, keys, values_erased, attachments, matter)
                    select position, at, by_whom, basis, keys, values_erased, attachments, nullif(matter, '')
                    from unnest(@position::bigint[], @at::bigint[], @by_whom::text[], @basis::text[], @keys::bigint[], @values_erased::bigint[], @attachments::bigint[], @matter::text[])
                      as row (position, at, by_whom, basis, keys, values_erased, attachments, matter)
                    """),
            [ParameterKind.Number, ParameterKind.Number, ParameterKind.Text, ParameterKind.Text, ParameterKind.Number, ParameterKind.Number, ParameterKind.Number, ParameterKind.Text])
        {
            ReadOlder = steps => ReadModels.HasMattersOfErasures(steps) ? null : ErasuresWithoutMatters,
        },

        Whole("matter", "id", Number("id"), Text("number"), Number("revision"), Text("type"), Text("place"), Text("holder"), Number("state"), Text("result"), Number("filed"), Number("promised"), Number("closed"), Text("filed_for"), Text("filed_by"), Bytes("folded")),
        Whole("matter_unit", "unit, closed, matter", Text("unit"), Number("closed"), Number("matter"), Text("type")),
        Whole("open_point", "matter, lane", Number("matter"), Text("lane"), Text("step"), Number("kind"), Text("unit"), Text("post"), Text("role"), Text("waits_on"), Number("since"), Number("due")),
        Whole("matter_job", "matter", Number("matter"), Number("at")),
        Whole("matter_count", "type, counted", Text("type"), Text("counted"), Number("number")),
        Whole("whistle", "matter, number", Number("matter"), Number("number"), Text("type"), Text("place"), Text("unit"), Number("at"), Number("judged"), Number("verdict"), Number("missed")),
        Whole("rule_entry", "position", Number("position")),
        Whole("power_use", "position", Number("position"), Number("day"), Text("chain"), Text("field"), Text("band")),
        Whole("matter_look", "matter, day, person", Number("matter"), Number("day"), Text("person"), Text("unit"), Number("position")),
        Whole("subject", "register, key", Text("register"), Text("key"), Number("begun"), Number("revision"), Number("ended"), Text("after"), Bytes("folded")),
        Whole("subject_relation", "target, item, subject", Text("target"), Text("item"), Text("subject")),
        Whole("subject_link", "position", Number("position"), Text("one"), Text("other"), Number("undone"), Bytes("folded")),
        Whole("disagreement", "item, subject", Text("item"), Text("subject"), Number("since")),
        Whole("search_word", "word, position", Number("word"), Number("position")),
        Whole("search_entry", "position", Number("position"), Text("subject"), Bytes("words")),
        Whole("match_proposal", "one, other", Text("one"), Text("other"), Number("score"), Text("reasons")),
        Whole("import_run", "id", Text("id"), Text("register"), Number("line")),
        Whole("value_look", "position", Number("position"), Number("at"), Text("subject"), Text("person"), Text("seat"), Text("purpose"), Text("reason"), Text("items"), Number("release")),
        Whole("consent", "position", Number("position"), Number("at"), Text("person"), Text("purpose"), Text("agreement")),
        Whole("value_kept", "position", Number("position"), Text("person"), Text("purpose"), Text("matter"), Number("until")),
        Whole("inquiry", "number", Number("number"), Number("at"), Text("subject"), Text("purpose"), Text("person"), Text("seat"), Text("answered_by"), Number("until")),
        Whole("structure_content", "digest", Bytes("digest"), Bytes("content")),
        Whole("structure_file", "version, path", Text("version"), Text("path"), Bytes("digest")),
        Whole("act_key", "key", Bytes("key"), Bytes("request"), Number("at"), Number("position"), Number("entries"), Number("matter"), Text("code")),
        Whole("draft", "id", Number("id"), Text("writer"), Text("type"), Number("saved"), Number("kept_until"), Bytes("wrapped"), Bytes("sealed")),

        Whole("form_event", "position", Number("position"), Text("kind"), Text("form"), Text("unit"), Text("occasion"), Text("section"), Number("number"), Number("at"), Text("by_whom"), Text("more"), Text("person"), Number("rows"), Number("typed"), Number("filled"), Number("changed"), Number("minutes"), Number("due")),
        Whole("form_fact", "position, item", Number("position"), Text("item"), Text("value")),
        Whole("form_overdue", "form, occasion, unit", Text("form"), Text("occasion"), Text("unit"), Number("position")),
        Whole("figure_judgement", "position", Number("position"), Text("indicator"), Text("unit"), Text("period"), Number("entries"), Text("number"), Number("at"), Text("by_whom")),

        Whole("access_token", "id", Text("id"), Number("position"), Bytes("digest"), Text("person"), Text("post"), Text("program"), Text("scopes"), Number("issued"), Number("expires"), Number("revoked")),
        Whole("account", "id", Text("id"), Text("person"), Number("position"), Text("state"), Number("locked")),
        Whole("exchange", "id", Text("id"), Text("neighbour"), Number("is_matter"), Number("is_ours"), Number("state"), Number("owes"), Text("matter"), Text("person"), Text("purpose"), Text("digest"), Number("opened"), Number("answered"), Number("says"), Number("lapses"), Number("good_until"), Number("size"), Text("root"), Text("about"), Text("mark")),
        Whole("exchange_message", "digest", Text("digest"), Number("position")),
        Whole("decision", "number", Number("number"), Number("at"), Text("structure"), Number("ledger_size"), Text("asked_by"), Text("request"), Text("subject_type"), Text("subject"), Text("action"), Text("resource_type"), Text("resource"), Number("permitted"), Text("code")),
        Whole("webhook", "id", Text("id"), Text("address"), Bytes("secret"), Number("told"), Number("attempts"), Number("next"), Number("failing"), Text("trouble"), Number("disabled")),

        // Last: a store without an origin is no record yet, so that a copy that was interrupted is never taken for one.
        new(
            new("select name, value from ledger_meta order by name"),
            new(
                "insert into ledger_meta (name, value) values (@name, @value)",
                onPostgres: "insert into ledger_meta (name, value) select * from unnest(@name::text[], @value::text[])"),
            [ParameterKind.Text, ParameterKind.Text]),
    ];

    /// <summary>The same while a restore copies into a database: the name of the record is set apart until everything is checked.</summary>
    private static readonly TableCopy Unchecked = Tables[^1] with { Read = new($"select case when name = 'origin' then '{LedgerRows.CopiedOrigin}' else name end, value from ledger_meta order by name") };

    /// <summary>The tables that are folded from the events of matters, rules, tokens, registers, looks, the exchange and forms, and from nothing else.</summary>
    internal static IReadOnlyList<string> Folded { get; } =
    [
        "matter",
        "matter_unit",
        "open_point",
        "matter_job",
        "matter_count",
        "whistle",
        "rule_entry",
        "power_use",
        "matter_look",
        "value_look",
        "consent",
        "inquiry",
        "value_kept",
        "access_token",
        "account",
        "subject",
        "subject_relation",
        "subject_link",
        "disagreement",
        "exchange",
        "exchange_message",
        "form_event",
        "form_fact",
        "form_overdue",
        "figure_judgement",
    ];

    /// <summary>In an order in which no row is deleted that another still names.</summary>
    private static readonly Statement[] Clearing =
    [
        new("delete from ledger_meta"),
        new("delete from matter"),
        new("delete from matter_unit"),
        new("delete from open_point"),
        new("delete from matter_job"),
        new("delete from matter_count"),
        new("delete from whistle"),
        new("delete from rule_entry"),
        new("delete from power_use"),
        new("delete from matter_look"),
        new("delete from value_look"),
        new("delete from consent"),
        new("delete from inquiry"),
        new("delete from value_kept"),
        new("delete from structure_content"),
        new("delete from structure_file"),
        new("delete from act_key"),
        new("delete from draft"),
        new("delete from subject"),
        new("delete from subject_relation"),
        new("delete from subject_link"),
        new("delete from disagreement"),
        new("delete from search_word"),
        new("delete from search_entry"),
        new("delete from match_proposal"),
        new("delete from import_run"),
        new("delete from form_event"),
        new("delete from form_fact"),
        new("delete from form_overdue"),
        new("delete from figure_judgement"),
        new("delete from exchange"),
        new("delete from exchange_message"),
        new("delete from access_token"),
        new("delete from account"),
        new("delete from access_session"),
        new("delete from decision"),
        new("delete from webhook"),
        new("delete from erasure"),
        new("delete from attachment"),
        new("delete from personal_value"),
        new("delete from personal_key"),
        new("delete from ledger_checkpoint"),
        new("delete from ledger_tile"),
        new("delete from ledger_entry"),
    ];

    internal static IEnumerable<Statement> Statements => [.. Tables.Select(static table => table.Read), .. Tables.Select(static table => table.Write), Unchecked.Read, ErasuresWithoutMatters, .. Clearing];

    /// <param name="from">A session that reads from one unchanging state.</param>
    /// <param name="to">A store without any rows of a record, or with those of a copy that was interrupted.</param>
    /// <param name="isRecord">Whether the copy is a record when it is complete; otherwise it is one only when <see cref="LedgerRows.SetOrigin"/> has made it one.</param>
    public static void Copy(Session from, Session to, bool isRecord)
    {
        var clear = new Writes();
        foreach (var statement in Clearing) clear.Add(statement);
        to.Commit(clear);
        // What an older program wrote lacks tables and columns of later steps; they begin empty.
        var steps = Migrating.Count(from);
        var there = StrangeTables.TablesAfter(steps);
        foreach (var table in Tables)
        {
            if (table.Name.Length > 0 && !there.Contains(table.Name)) continue;
            var copy = isRecord || table != Tables[^1] ? table : Unchecked;
            Copy(copy.ReadOlder?.Invoke(steps) is { } read ? copy with { Read = read } : copy, from, to);
        }
    }

    private static void Copy(TableCopy table, Session from, Session to)
    {
        var columns = new List<object>[table.Kinds.Length];
        for (var column = 0; column < columns.Length; column++) columns[column] = [];
        var bytes = 0L;
        using var rows = from.Query(table.Read);
        while (rows.Next())
        {
            for (var column = 0; column < columns.Length; column++)
            {
                object value = table.Kinds[column] switch
                {
                    ParameterKind.Number => rows.Number(column),
                    ParameterKind.Bytes => rows.Bytes(column),
                    _ => rows.Text(column),
                };
                columns[column].Add(value);
                bytes += value is byte[] some ? some.Length : 50;
            }

            if (columns[0].Count >= RowsAtOnce || bytes >= BytesAtOnce) Flush();
        }

        Flush();

        void Flush()
        {
            if (columns[0].Count == 0) return;
            var writes = new Writes();
            var values = new Column[columns.Length];
            for (var column = 0; column < columns.Length; column++)
            {
                values[column] = table.Kinds[column] switch
                {
                    ParameterKind.Number => columns[column].Cast<long>().ToArray(),
                    ParameterKind.Bytes => columns[column].Cast<byte[]>().ToArray(),
                    _ => columns[column].Cast<string>().ToArray(),
                };
                columns[column].Clear();
            }

            writes.AddMany(table.Write, values);
            to.Commit(writes);
            bytes = 0;
        }
    }

    /// <summary>A table whose columns hold no nulls.</summary>
    private static TableCopy Whole(string table, string order, params (string Name, ParameterKind Kind)[] columns)
    {
        var names = string.Join(", ", columns.Select(static one => one.Name));
        return new TableCopy(new($"select {names} from {table} order by {order}"), Into(table), [.. columns.Select(static one => one.Kind)]) { Name = table, WriteInto = Into };

        Statement Into(string named) => new(
            $"insert into {named} ({names}) values ({string.Join(", ", columns.Select(static one => $"@{one.Name}"))})",
            onPostgres: $"insert into {named} ({names}) select * from unnest({string.Join(", ", columns.Select(static one => $"@{one.Name}::{one.Kind switch { ParameterKind.Number => "bigint", ParameterKind.Bytes => "bytea", _ => "text" }}[]"))})");
    }

    private static (string Name, ParameterKind Kind) Number(string name) => (name, ParameterKind.Number);

    private static (string Name, ParameterKind Kind) Text(string name) => (name, ParameterKind.Text);

    private static (string Name, ParameterKind Kind) Bytes(string name) => (name, ParameterKind.Bytes);

    /// <summary>The rows of a folded table in the order of its key, each as one text, to be compared.</summary>
    internal static IEnumerable<string> Lines(Session session, string table)
    {
        var copy = Array.Find(Tables, one => one.Name == table)!;
        using var rows = session.Query(copy.Read);
        while (rows.Next())
            yield return string.Join('|', copy.Kinds.Select((kind, column) => kind switch
            {
                ParameterKind.Number => rows.Number(column).ToString(System.Globalization.CultureInfo.InvariantCulture),
                ParameterKind.Bytes => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(rows.Bytes(column))),
                _ => rows.Text(column),
            }));
    }

    /// <summary>How many of the first columns of a folded table are its key.</summary>
    internal static int KeyLength(string table) => table switch { "matter_unit" or "matter_look" or "subject_relation" or "form_overdue" => 3, "open_point" or "matter_count" or "whistle" or "subject" or "disagreement" or "form_fact" => 2, _ => 1 };

    /// <summary>Puts the rows of a folded table into one beside it, which is made for them and goes with the connection, however that ends.</summary>
    internal static void CopyBeside(Session from, Session to, string table)
    {
        var copy = Array.Find(Tables, one => one.Name == table)!;
        to.RunScript($"create temporary table {Beside(table)} as select * from {table} where 1 = 0", new Writes());
        Copy(copy with { Write = copy.WriteInto!(Beside(table)) }, from, to);
    }

    /// <summary>In one transaction the rows beside the folded tables take the place of theirs.</summary>
    internal static void SwapFolded(Session to) => to.RunScript(
        string.Concat(Folded.Select(static table => $"delete from {table}; insert into {table} select * from {Beside(table)}; drop table {Beside(table)};\n")), new Writes());

    private static string Beside(string table) => $"anew_{table}";

    private sealed record TableCopy(Statement Read, Statement Write, ParameterKind[] Kinds)
    {
        public string Name { get; init; } = "";

        public Func<string, Statement>? WriteInto { get; init; }

        /// <summary>How the table is read in a store that has come only so many steps; null where as ever.</summary>
        public Func<int, Statement?>? ReadOlder { get; init; }
    }
}
