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
        if (kind == "PostgreSQL")
            foreach (var statement in Statements.OnPostgresOnly) session.Prepare(statement);
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
