using System.Text;
using Npgsql;
using Trellis.Ledger;
using Trellis.Runtime.Auditing;
using Trellis.Runtime.Database;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Xunit;

namespace Trellis.Scenarios.Ledger;

/// <summary>The two kinds of store; each scenario of the record runs on both.</summary>
public static class OnBothStores
{
    public static TheoryData<string> Kinds { get; } = ["SQLite", "PostgreSQL"];
}

/// <summary>A place for a record of its own, on one kind of store, that is removed afterwards.</summary>
internal sealed class ARecord : IAsyncDisposable
{
    private readonly string? _server;
    private readonly string? _database;

    private ARecord(string? server, string? file, string with)
    {
        Folder = Directory.CreateTempSubdirectory("trellis-record-").FullName;
        File = file ?? Path.Combine(Folder, "county.db");
        if (server is null)
        {
            Place = RecordPlace.OfFile(File, Path.Combine(Folder, "county.db.keys"));
            return;
        }

        _server = server;
        _database = $"trellis_{Guid.CreateVersion7():N}";
        Execute(server, $"create database {_database}{with}");
        Connection = new NpgsqlConnectionStringBuilder(server) { Database = _database }.ConnectionString;
        Place = RecordPlace.OfPostgres(Connection, Path.Combine(Folder, "keys"), Path.Combine(Folder, "attachments"));
    }

    /// <summary>The connection string of the private server that test.sh starts; null where it runs without one.</summary>
    public static string? Server { get; } = Environment.GetEnvironmentVariable("TRELLIS_POSTGRES") is { Length: > 0 } given ? given : null;

    public string Folder { get; }

    public string? Connection { get; }

    public RecordPlace Place { get; }

    public string File { get; }

    public ATestClock Clock { get; } = new();

    public static CancellationToken Patience => TestContext.Current.CancellationToken;

    public static ARecord On(string kind)
    {
        if (kind != "SQLite" && Server is null) Assert.Skip("There is no PostgreSQL: ./test.sh starts one and names it in TRELLIS_POSTGRES.");
        return kind == "SQLite" ? new ARecord(null, null, "") : new ARecord(Server, null, "");
    }

    /// <summary>On a server of the test's own.</summary>
    /// <param name="with">What "create database" is given besides.</param>
    public static ARecord On(AServer server, string with = "") => new(server.Connection, null, with);

    /// <summary>In a file in another folder than the keys.</summary>
    public static ARecord In(string file) => new(null, file, "");

    /// <summary>The options by which the program finds this record.</summary>
    public string[] Options => Connection is null ? ["--data", File, "--keys", Place.Keys] : ["--postgres", Connection, "--keys", Place.Keys, "--attachments", Place.Attachments];

    public const string Origin = "county.example/record";

    public Task<RecordWriter> CreateAsync(RecordSettings? settings = null) => RecordWriter.CreateAsync(Place, Origin, settings ?? new RecordSettings(), Clock);

    public Task<RecordWriter> OpenAsync(RecordSettings? settings = null) => RecordWriter.OpenAsync(Place, settings ?? new RecordSettings(), Clock);

    /// <summary>Makes a record with entries, the first ones of which have personal values.</summary>
    public async Task FillAsync(int entries, int personal = 0)
    {
        await using var writer = await CreateAsync();
        await AppendAsync(writer, 0, entries, personal);
    }

    public static async Task AppendAsync(RecordWriter writer, int from, int count, int personal = 0) =>
        await Task.WhenAll(Enumerable.Range(from, count).Select(at => writer.AppendAsync(ADraft($"m-{at}", at < personal ? [AValue($"Resident Number {at}", $"p-{at}")] : []), Patience)));

    /// <summary>Opens a personal value as an official program would.</summary>
    public string? Value(long position, string field = "name")
    {
        using var session = Read();
        return new PersonalReading(session, RecordKeys.Open(Place.Keys), Place.Attachments, new ReadingGround.Checking()).Value(position, field) is { } opened ? Encoding.UTF8.GetString(opened.Value.Span) : null;
    }

    public Session Read() => Place.Store.OpenToRead();

    /// <summary>All entries, read strictly.</summary>
    public List<Entry> Entries()
    {
        using var session = Read();
        return [.. LedgerRows.Entries(session, 0, long.MaxValue).Select(static row => Entry.TryRead(row.Bytes, out var entry, out var fault) ? entry : throw new InvalidOperationException(fault))];
    }

    /// <summary>Fails unless everything that is stored fits together, and verifying it finds no doubt.</summary>
    /// <param name="keys">The folder of its keys, where it is another's.</param>
    public TreeHead HoldsTogether(string? keys = null)
    {
        using (var audited = new DatabaseRecord(Place.Store, RecordKeys.Open(keys ?? Place.Keys)))
        {
            var report = Auditor.Run(audited, new AuditRequest());
            Assert.True(report.HoldsUp, string.Join('\n', report.Doubts));
        }

        using var session = Read();
        return Checking.HoldsTogether(session);
    }

    public static Draft ADraft(string of = "m-1", params ValueToSeal[] personal) => new()
    {
        Event = "matter-noted/1",
        By = new EntryActor.Officer("clerk", "xikou"),
        Structure = "s-1",
        Fields = new EntryValue.Group([new("matter", EntryValue.Of(of))]),
        Mandate = ["d-1", "p-1", "law/1"],
        Personal = personal,
    };

    public static ValueToSeal AValue(string text, string person = "p-7", string purpose = "licensing", string field = "name") => new(field, person, purpose, Encoding.UTF8.GetBytes(text));

    public ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            NpgsqlConnection.ClearAllPools();
            Execute(_server!, $"drop database if exists {_database} with (force)");
        }

        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Changes the store behind the record's back, whether a program has it open or not.</summary>
    public void Change(string statement)
    {
        if (Connection is { } connection)
        {
            Execute(connection, statement);
            return;
        }

        using var session = SqliteSession.OpenToWrite(File, create: false);
        session.Execute(statement);
    }

    public static void Execute(string connection, string text)
    {
        using var open = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);
        open.Open();
        using var command = new NpgsqlCommand(text, open);
        command.ExecuteNonQuery();
    }
}

/// <summary>A clock that moves only when a test moves it.</summary>
internal sealed class ATestClock : TimeProvider
{
    private long _ticks = new DateTimeOffset(2026, 5, 4, 8, 0, 0, TimeSpan.Zero).Ticks;

    public DateTimeOffset Now => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;

    public void Move(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
