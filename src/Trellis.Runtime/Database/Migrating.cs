using System.Globalization;

namespace Trellis.Runtime.Database;

/// <summary>How a store spells what the two spell differently in the scripts that make tables.</summary>
internal sealed record Spelling(string Key, string Number, string Bytes, string Strict, string OnlyPostgres)
{
    public static Spelling Sqlite { get; } = new("integer primary key", "integer", "blob", "strict", "--");

    public static Spelling Postgres { get; } = new("bigint primary key", "bigint", "bytea", "", "");

    public string Of(string script) => script
        .Replace("{key}", Key, StringComparison.Ordinal)
        .Replace("{number}", Number, StringComparison.Ordinal)
        .Replace("{bytes}", Bytes, StringComparison.Ordinal)
        .Replace("{strict}", Strict, StringComparison.Ordinal)
        .Replace("{postgres}", OnlyPostgres, StringComparison.Ordinal);
}

/// <summary>Brings tables from what an older program left to what this one works with: forward only, each step in a transaction of its own, its number noted with it.</summary>
internal static class Migrating
{
    /// <summary>This table never changes, so that every program, however old, can tell how new a record is.</summary>
    private const string Table = "create table if not exists trellis_migration (number {key}, name text not null, at {number} not null) {strict}";

    private static readonly Statement Newest = new("select max(number) from trellis_migration");

    private static readonly Statement Note = new("insert into trellis_migration (number, name, at) values (@number, @name, @at)");

    private static readonly IReadOnlyList<(int Number, string Name, string Script)> Steps = Read();

    internal static IReadOnlyList<Statement> Statements { get; } = [Newest, Note];

    /// <summary>The step up to which this program knows tables.</summary>
    internal static int Known => Steps[^1].Number;

    public static void BringUpToDate(Session session, Store store, Spelling spelling)
    {
        session.RunScript(spelling.Of(Table), new Writes());
        DemandKnown(session, store);
        BringUpToDate(session, spelling);
    }

    /// <summary>The same for a store that is ours alone.</summary>
    public static void BringUpToDate(Session session, Spelling spelling)
    {
        session.RunScript(spelling.Of(Table), new Writes());
        var newest = session.Number(Newest) ?? 0;
        foreach (var (number, name, script) in Steps)
        {
            if (number <= newest) continue;
            var note = new Writes();
            note.Add(Note, number, name, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
            session.RunScript(spelling.Of(script), note);
        }
    }

    /// <summary>Refuses a record that a newer program has changed.</summary>
    public static void DemandKnown(Session session, Store store)
    {
        var newest = session.Number(Newest) ?? 0;
        if (newest <= Known) return;
        throw new UnusableInput(
            $"This record was written by a newer Trellis: its tables are at step {newest}, this program knows steps up to {Known}.",
            "Use the newer program; this one would damage what it does not know.", store.Called);
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
