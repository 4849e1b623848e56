using Npgsql;
using Trellis.Runtime.Ledger;

namespace Trellis.Bench.Ledger;

/// <summary>Databases that a bench makes on the server it was given, and removes.</summary>
internal static class BenchDatabases
{
    public static string Of(string server, string name) => new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;

    public static RecordPlace Make(string server, string name, string keys)
    {
        Drop(server, name);
        Run(server, $"create database {name}");
        return RecordPlace.OfPostgres(Of(server, name), keys);
    }

    public static void Drop(string server, string name) => Run(server, $"drop database if exists {name} with (force)");

    private static void Run(string server, string text)
    {
        NpgsqlConnection.ClearAllPools();
        using var connection = new NpgsqlConnection(server);
        connection.Open();
        using var command = new NpgsqlCommand(text, connection);
        command.ExecuteNonQuery();
    }
}
