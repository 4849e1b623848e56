using System.Globalization;

namespace Trellis.Runtime.Database;

/// <summary>How a store spells what the two spell differently in the scripts that make tables.</summary>
internal sealed record Spelling(string Key, string Number, string Bytes, string Strict, string Clustered, string OnlyPostgres)
{
    public static Spelling Sqlite { get; } = new("integer primary key", "integer", "blob", "strict", "strict, without rowid", "--");

    public static Spelling Postgres { get; } = new("bigint primary key", "bigint", "bytea", "", "", "");

    public string Of(string script) => script
        .Replace("{key}", Key, StringComparison.Ordinal)
        .Replace("{number}", Number, StringComparison.Ordinal)
        .Replace("{bytes}", Bytes, StringComparison.Ordinal)
        .Replace("{strict}", Strict, StringComparison.Ordinal)
        .Replace("{clustered}", Clustered, StringComparison.Ordinal)
        .Replace("{postgres}", OnlyPostgres, StringComparison.Ordinal);
}

/// <summary>Brings tables from what an older program left to what this one works with: forward only, each step in a transaction of its own, its number noted with it.</summary>
internal static class Migrating
{
    internal const string TableName = "trellis_migration";

    /// <summary>This table never changes, so that every program, however old, can tell how new a record is.</summary>
    private const string Table = "create table if not exists trellis_migration (number {key}, name text not null, at {number} not null) {strict}";

    private static readonly Statement Noted = new("select number, name, at from trellis_migration order by number limit 1000");

    /// <summary>What bears the name of the table: r or table; a view in its place may answer anything, without an end.</summary>
    private static readonly Statement KindOfTable = new(
        "select type from sqlite_schema where name = 'trellis_migration'",
        onPostgres: "select case when relkind in ('r', 'p') then 'table' else 'view' end from pg_class where oid = to_regclass('trellis_migration')");

    private static readonly Statement Note = new("insert into trellis_migration (number, name, at) values (@number, @name, @at)");

    private static readonly List<(int Number, string Name, string Script)> Steps = Read();

    /// <summary>Whether there is a table of the record, so that the list of steps must be there too.</summary>
    private static readonly Statement HasEntries = new("select count(*) from sqlite_schema where name = 'ledger_entry'", onPostgres: "select count(*) from pg_class where oid = to_regclass('ledger_entry')");

    internal static IReadOnlyList<Statement> Statements { get; } = [Noted, KindOfTable, HasEntries, Note];

    /// <summary>The step up to which this program knows tables.</summary>
    internal static int Known => Steps[^1].Number;

    public static void BringUpToDate(Session session, Store store, Spelling spelling)
    {
        if (Kind(session) is not null || session.Number(HasEntries) > 0) DemandKnown(session, store);
        session.RunScript(spelling.Of(Table), new Writes());
        if (Wrong(session) is { } wrong) throw Changed(store, wrong);
        try
        {
            BringUpToDate(session, spelling);
        }
        catch (StoreFault fault) when (fault.Trouble == StoreTrouble.Other)
        {
            // Its table is there already: the note of the step was taken away.
            throw Changed(store, new Text(fault.Message, fault.Message), fault);
        }
    }

    /// <summary>The same for a store that is ours alone.</summary>
    public static void BringUpToDate(Session session, Spelling spelling) => BringUpTo(session, spelling, Known);

    /// <summary>The same up to a step, as an older program left it.</summary>
    public static void BringUpTo(Session session, Spelling spelling, int most)
    {
        session.RunScript(spelling.Of(Table), new Writes());
        var newest = Read(session) is [.., var last] ? last.Number : 0;
        foreach (var (number, name, script) in Steps)
        {
            if (number <= newest || number > most) continue;
            var note = new Writes();
            note.Add(Note, number, name, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
            session.RunScript(spelling.Of(script), note);
        }
    }

    /// <summary>Refuses a record that a newer program has changed, and one where the list of steps is no list at all.</summary>
    public static void DemandKnown(Session session, Store store)
    {
        if (Kind(session) is not "table")
            throw new UnusableInput(
                new Text("这个数据库没有 trellis_migration 这张表，或者有别的东西顶着它的名字。", "This database has no table trellis_migration, or something else bears its name."),
                new Text("有人改了数据库，或这不是 Trellis 的记录。保留它供调查，并恢复备份。", "Somebody changed the database, or it is no record of Trellis. Keep it for those who investigate, and restore a backup."), store.Called);
        var steps = Read(session);
        var newest = steps is [.., var last] ? last.Number : 0;
        if (newest <= Known) return;
        if (newest != steps.Count) throw Changed(store, new Text($"第 {newest} 步之前缺了几步", $"steps before step {newest} are missing"));
        throw new UnusableInput(
            new Text($"这份记录是较新的 Trellis 写的：它的表已到第 {newest} 步，这个程序只认得到第 {Known} 步。", $"This record was written by a newer Trellis: its tables are at step {newest}, this program knows steps up to {Known}."),
            new Text("请用较新的程序；这个程序会损坏它不认得的东西。", "Use the newer program; this one would damage what it does not know."), store.Called);
    }

    /// <summary>What is not as the program wrote it in the list of steps; null where all is well.</summary>
    public static Text? Wrong(Session session)
    {
        var steps = Read(session);
        for (var at = 0; at < steps.Count; at++)
        {
            var (number, name, time) = steps[at];
            if (number != at + 1) return new Text($"缺少第 {at + 1} 步", $"step {at + 1} is missing");
            if (at < Steps.Count && name != Steps[at].Name) return new Text($"第 {number} 步叫 {Excerpt.Of(name, 60)}，而不是 {Steps[at].Name}", $"step {number} is called {Excerpt.Of(name, 60)} and not {Steps[at].Name}");
            if (time is < 86_400_000 or > 253_402_300_799_999) return new Text($"第 {number} 步的时间是 {time}", $"step {number} has the time {time}");
        }

        return null;
    }

    /// <summary>How many steps are noted.</summary>
    public static int Count(Session session) => Read(session).Count;

    private static string? Kind(Session session) => session.Text(KindOfTable);

    private static UnusableInput Changed(Store store, Text what, Exception? inner = null) => new(
        new Text($"记录各表建立步骤的清单（trellis_migration）被改动过：{what.Zh}。", $"The list of the steps by which the tables of this record were made (trellis_migration) was changed: {what.En}."),
        new Text("有人改了数据库。保留它供调查，并恢复备份；trellis verify 说得更细。", "Somebody changed the database. Keep it for those who investigate, and restore a backup; trellis verify tells more."), store.Called, inner);

    private static List<(long Number, string Name, long At)> Read(Session session)
    {
        using var rows = session.Query(Noted);
        var steps = new List<(long Number, string Name, long At)>();
        while (rows.Next()) steps.Add((rows.Number(0), rows.Text(1), rows.Number(2)));
        return steps;
    }

    private static List<(int Number, string Name, string Script)> Read()
    {
        var assembly = typeof(Migrating).Assembly;
        var steps = new List<(int Number, string Name, string Script)>();
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            if (!resource.EndsWith(".sql", StringComparison.Ordinal)) continue;
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var name = resource[..^".sql".Length];
            steps.Add((int.Parse(name[..4], CultureInfo.InvariantCulture), name, reader.ReadToEnd()));
        }

        steps.Sort(static (one, other) => one.Number.CompareTo(other.Number));
        for (var at = 0; at < steps.Count; at++)
            if (steps[at].Number != at + 1) throw new InvalidOperationException($"Migrations count from 1 without a gap; {steps[at].Name} does not.");
        return steps;
    }
}
