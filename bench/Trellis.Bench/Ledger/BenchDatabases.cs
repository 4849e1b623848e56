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

    /// <summary>A database that has just been filled is still busy with that; this leaves it as one that has stood for some hours.</summary>
    public static void Settle(string server, string name)
    {
        Run(Of(server, name), "vacuum analyze");
        Run(Of(server, name), "checkpoint");
    }

    /// <summary>How many bytes a database takes on the disk.</summary>
    public static long Size(string server, string name)
    {
        using var connection = new NpgsqlConnection(server);
        connection.Open();
        using var command = new NpgsqlCommand($"select pg_database_size('{name}')", connection);
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Makes a database as another is now; nobody may be in that one.</summary>
    public static void Copy(string server, string from, string to)
    {
        Drop(server, to);
        Run(server, $"create database {to} template {from}");
    }

    public static void Drop(string server, string name) => Run(server, $"drop database if exists {name} with (force)");

    private static void Run(string server, string text)
    {
        NpgsqlConnection.ClearAllPools();
        using var connection = new NpgsqlConnection(server);
        connection.Open();
        using var command = new NpgsqlCommand(text, connection) { CommandTimeout = 0 };
        command.ExecuteNonQuery();
    }
}
