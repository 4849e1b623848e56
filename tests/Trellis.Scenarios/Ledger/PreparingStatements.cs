using System.Reflection;
using Trellis.Runtime.Database;
using Xunit;

namespace Trellis.Scenarios.Ledger;

/// <summary>Each statement is written once and sent to two stores.</summary>
public sealed class PreparingStatements
{
    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Every_statement_is_understood_by_the_store(string kind)
    {
        await using var record = ARecord.On(kind);
        await using (await record.CreateAsync())
        {
        }

        using var session = record.Read();
        foreach (var statement in Statements.All) session.Prepare(statement);
        if (kind != "PostgreSQL") return;
        foreach (var statement in Statements.OnPostgresOnly) session.Prepare(statement);
        var independent = Statements.All.Concat(Statements.OnPostgresOnly).Where(static statement => statement.Independent).ToList();
        Assert.True(independent.Count > 4);
        ((PostgresSession)session).Execute($"prepare together as {Statement.Together(independent)}");
        ((PostgresSession)session).Execute($"prepare twice as {Statement.Together([independent[0], independent[1], independent[0]])}");
    }

    [Fact]
    public void Statements_that_run_together_keep_their_own_parameters()
    {
        var one = new Statement("insert into a values (@x, @y, @x)");
        var other = new Statement("update b set c = @z where d = @x");

        Assert.Equal("insert into a values (?1, ?2, ?1)", one.Sqlite);
        Assert.Equal("with s0 as (insert into a values ($1, $2, $1)), s1 as (update b set c = $3 where d = $4), s2 as (insert into a values ($5, $6, $5)) select 1", Statement.Together([one, other, one]));
        Assert.Throws<ArgumentException>(() => new Statement("select @a, @b", onPostgres: "select @b, @a"));
    }

    [Fact]
    public void Every_statement_in_the_program_is_in_the_list_that_is_tried()
    {
        var listed = Statements.All.Concat(Statements.OnPostgresOnly).ToHashSet();

        var written = typeof(Statement).Assembly.GetTypes()
            .SelectMany(static type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
            .Where(static field => field.FieldType == typeof(Statement))
            .ToList();

        Assert.True(written.Count > 30);
        foreach (var field in written) Assert.True(listed.Contains((Statement)field.GetValue(null)!), $"{field.DeclaringType!.Name}.{field.Name} is in no list of statements.");
    }
}
