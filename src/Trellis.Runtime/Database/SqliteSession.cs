using System.Runtime.InteropServices;
using System.Text;
using SQLitePCL;

namespace Trellis.Runtime.Database;

/// <summary>A connection to an SQLite file. Speaks to the library directly: one entry costs half a microsecond this way, and twice that through ADO.NET.</summary>
internal sealed partial class SqliteSession : Session
{
    /// <summary>The name of a database that is no file.</summary>
    internal const string InMemory = ":memory:";

    private const int HasMoved = 20; // SQLITE_FCNTL_HAS_MOVED
    private const int WalCheckpointTruncate = 3; // SQLITE_CHECKPOINT_TRUNCATE

    private readonly Dictionary<Statement, sqlite3_stmt> _prepared = new(ReferenceEqualityComparer.Instance);
    private readonly sqlite3 _database;
    private readonly string _path;
    private readonly sqlite3_stmt _begin;
    private readonly sqlite3_stmt _commit;
    private readonly sqlite3_stmt _rollBack;
    private sqlite3_stmt? _version;
    private long _epoch;
    private long _seen;
    private bool _disposed;

    static SqliteSession() => Batteries_V2.Init();

    private SqliteSession(string path, sqlite3 database)
    {
        (_path, _database) = (path, database);
        _begin = Prepare("begin immediate");
        _commit = Prepare("commit");
        _rollBack = Prepare("rollback");
    }

    /// <summary>Opens for writing. The file must be there, unless <paramref name="create"/> allows to make it.</summary>
    public static SqliteSession OpenToWrite(string path, bool create)
    {
        if (create) MakeForOwner(path);
        var session = Open(path, raw.SQLITE_OPEN_READWRITE | (create ? raw.SQLITE_OPEN_CREATE : 0));
        try
        {
            session.Execute("pragma page_size = 8192"); // takes effect in a new file only
            session.Execute("pragma journal_mode = wal");
            session.Execute("pragma synchronous = full");
            session.Execute("pragma secure_delete = on");
            session.Execute("pragma foreign_keys = on");
            session.Execute("pragma temp_store = memory");
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>From now on everything is written straight into the file, without a log and without a flush: for a file that nobody may see before it is whole.</summary>
    internal void BeginFilling()
    {
        Execute("pragma journal_mode = off");
        Execute("pragma locking_mode = exclusive");
        Execute("pragma synchronous = off");
        Execute("pragma secure_delete = off"); // what is deleted meanwhile was never there for anybody
        Execute("pragma cache_size = -131072"); // 128 MiB
    }

    /// <summary>Leaves the file as it lies on the disk when no program writes it. The caller flushes it when the session is closed.</summary>
    internal void EndFilling()
    {
        Execute("pragma locking_mode = normal");
        Execute("pragma journal_mode = wal");
    }

    /// <summary>Makes an empty file that its owner alone may read. SQLite gives its log the same rights. A file that is there keeps those it has.</summary>
    private static void MakeForOwner(string path)
    {
        if (OperatingSystem.IsWindows() || path == InMemory || File.Exists(path)) return;
        try
        {
            using var made = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _ = fault; // SQLite meets the same, and tells it
        }
    }

    /// <summary>Opens for reading beside whoever writes. A file on a medium that nothing can be written to is read as it stands.</summary>
    public static SqliteSession OpenToRead(string path)
    {
        try
        {
            var session = Open(path, raw.SQLITE_OPEN_READONLY);
            try
            {
                session.Execute("select count(*) from sqlite_schema");
                return session;
            }
            catch
            {
                session.Dispose();
                throw;
            }
        }
        catch (StoreFault fault) when (fault.Trouble is StoreTrouble.Gone or StoreTrouble.Forbidden && File.Exists(path) && !File.Exists(path + "-wal"))
        {
            return Open($"file:{Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal)}?immutable=1", raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_URI);
        }
    }

    private static SqliteSession Open(string path, int flags)
    {
        var code = raw.sqlite3_open_v2(path, out var database, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        if (code != raw.SQLITE_OK)
        {
            var fault = Fault(database, code);
            database?.Dispose();
            throw fault;
        }

        try
        {
            raw.sqlite3_extended_result_codes(database, 1);
            raw.sqlite3_busy_timeout(database, 5000);
            return new SqliteSession(path, database);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public override void Commit(Writes writes)
    {
        try
        {
            Step(_begin);
        }
        catch (StoreFault fault) when (fault.Trouble == StoreTrouble.Busy)
        {
            throw new StoreFault(fault.Trouble, fault.Message, fault) { Undone = true };
        }

        try
        {
            if (_version is not null) ProveEpoch();
            foreach (var write in writes.All)
            {
                var statement = Prepared(write.Statement);
                if (write.Columns.Length == 0)
                {
                    Bind(statement, write.Values);
                    Step(statement);
                }
                else
                {
                    RunMany(statement, write);
                }
            }

            Step(_commit);
        }
        catch (StoreFault fault)
        {
            // The fault that stopped us is the one to tell; a transaction that cannot even be rolled back ends with the connection.
            RollBack();
            var undone = fault.Trouble is StoreTrouble.Full or StoreTrouble.Other or StoreTrouble.Fenced && raw.sqlite3_get_autocommit(_database) != 0;
            throw new StoreFault(fault.Trouble, fault.Message, fault) { Undone = undone };
        }

        // What was written into a file that no longer bears its name must not be acknowledged as being in the record of that name.
        var moved = 0;
        if (FileControl(_database, "main", HasMoved, ref moved) == raw.SQLITE_OK && moved != 0)
            throw new StoreFault(StoreTrouble.Gone, "the file was moved or deleted while it was open.");
    }

    /// <summary>Has each commit and each script from now on fail once another program has begun a new epoch.</summary>
    internal void Fence(long epoch)
    {
        _version ??= Prepare("pragma data_version");
        (_epoch, _seen) = (epoch, Version());
    }

    /// <summary>Whether anybody else has written is known without reading a page; only where somebody has is the epoch looked at.</summary>
    private void ProveEpoch()
    {
        var now = Version();
        if (now == _seen) return;
        if (WriterRows.Epoch(this) != _epoch) throw new StoreFault(StoreTrouble.Fenced, "another program has begun to write this record.");
        _seen = now;
    }

    private long Version()
    {
        var code = raw.sqlite3_step(_version);
        var version = code == raw.SQLITE_ROW ? raw.sqlite3_column_int64(_version, 0) : -1;
        raw.sqlite3_reset(_version);
        return code == raw.SQLITE_ROW ? version : throw Fault(_database, code);
    }

    private void RunMany(sqlite3_stmt statement, in Write write)
    {
        for (var row = 0; row < write.Rows; row++)
        {
            for (var column = 0; column < write.Columns.Length; column++) Bind(statement, column + 1, write.Columns[column], row);
            Step(statement);
        }
    }

    private void Bind(sqlite3_stmt statement, ReadOnlySpan<Parameter> values)
    {
        for (var at = 0; at < values.Length; at++)
        {
            var value = values[at];
            Check(value switch
            {
                { IsNull: true } => raw.sqlite3_bind_null(statement, at + 1),
                { Kind: ParameterKind.Number } => raw.sqlite3_bind_int64(statement, at + 1, value.Number),
                { Kind: ParameterKind.Bytes } => raw.sqlite3_bind_blob(statement, at + 1, (byte[])value.Content!),
                _ => raw.sqlite3_bind_text(statement, at + 1, (string)value.Content!),
            });
        }
    }

    private void Bind(sqlite3_stmt statement, int number, in Column column, int row) =>
        Check(column.Kind switch
        {
            ParameterKind.Number => raw.sqlite3_bind_int64(statement, number, column.Numbers[row]),
            ParameterKind.Bytes => raw.sqlite3_bind_blob(statement, number, column.Bytes[row]),
            _ => raw.sqlite3_bind_text(statement, number, column.Texts[row]),
        });

    internal override bool IsBroken => false;

    public override void BeginReading() => Execute("begin");

    public override void EndReading() => Execute("commit");

    public override Rows Query(Statement statement, params ReadOnlySpan<Parameter> values)
    {
        var prepared = Prepared(statement);
        raw.sqlite3_reset(prepared);
        Bind(prepared, values);
        return new SqliteRows(this, prepared);
    }

    public override void QueryMany(Statement statement, ReadOnlySpan<Column> columns, Action<Rows> row)
    {
        var prepared = Prepared(statement);
        for (var question = 0; question < columns[0].Values.Length; question++)
        {
            raw.sqlite3_reset(prepared);
            for (var column = 0; column < columns.Length; column++) Bind(prepared, column + 1, columns[column], question);
            using var rows = new SqliteRows(this, prepared);
            while (rows.Next()) row(rows);
        }
    }

    internal override void Prepare(Statement statement) => Prepared(statement);

    internal override void RunScript(string script, Writes writes)
    {
        Execute("begin immediate");
        try
        {
            if (_version is not null) ProveEpoch();
            Execute(script);
            foreach (var write in writes.All)
            {
                var statement = Prepared(write.Statement);
                Bind(statement, write.Values);
                Step(statement);
            }

            Execute("commit");
        }
        catch
        {
            RollBack();
            throw;
        }
    }

    /// <summary>Deleted rows are overwritten in their pages already; what is left of them stands in the write-ahead log, which is emptied here.</summary>
    internal override bool DestroyDeleted()
    {
        var code = raw.sqlite3_wal_checkpoint_v2(_database, "main", WalCheckpointTruncate, out _, out _);
        if ((code & 0xFF) is raw.SQLITE_BUSY or raw.SQLITE_LOCKED) return false;
        Check(code);
        return true;
    }

    /// <summary>Copies the whole file into another, beside whoever writes. The copy is of one moment.</summary>
    public void CopyTo(SqliteSession copy)
    {
        using var backup = raw.sqlite3_backup_init(copy._database, "main", _database, "main");
        if (backup is null || backup.IsInvalid) throw Fault(copy._database, raw.sqlite3_errcode(copy._database));
        var code = raw.sqlite3_backup_step(backup, -1);
        var finished = raw.sqlite3_backup_finish(backup);
        if (code != raw.SQLITE_DONE || finished != raw.SQLITE_OK) throw Fault(copy._database, code != raw.SQLITE_DONE ? code : finished);
    }

    /// <summary>Runs statements that are no part of the record's own list: pragmas, the script of a migration.</summary>
    internal void Execute(string text) => Check(raw.sqlite3_exec(_database, text));

    /// <summary>The number that a pragma or a question outside the record's own list answers.</summary>
    internal long Ask(string text)
    {
        using var statement = Prepare(text);
        var code = raw.sqlite3_step(statement);
        return code switch
        {
            raw.SQLITE_ROW => raw.sqlite3_column_int64(statement, 0),
            raw.SQLITE_DONE => 0,
            _ => throw Fault(_database, code),
        };
    }

    /// <summary>The text in the first column of each row that a pragma answers.</summary>
    internal List<string> Tell(string text)
    {
        using var statement = Prepare(text);
        var lines = new List<string>();
        while (true)
        {
            var code = raw.sqlite3_step(statement);
            if (code == raw.SQLITE_DONE) return lines;
            if (code != raw.SQLITE_ROW) throw Fault(_database, code);
            lines.Add(raw.sqlite3_column_text(statement, 0).utf8_to_string());
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (_disposed) return;
        _disposed = true;
        foreach (var statement in _prepared.Values) statement.Dispose();
        _version?.Dispose();
        _begin.Dispose();
        _commit.Dispose();
        _rollBack.Dispose();
        _database.Dispose();
    }

    private void RollBack()
    {
        if (raw.sqlite3_get_autocommit(_database) != 0) return;
        raw.sqlite3_step(_rollBack);
        raw.sqlite3_reset(_rollBack);
    }

    private sqlite3_stmt Prepared(Statement statement)
    {
        if (_prepared.TryGetValue(statement, out var prepared)) return prepared;
        return _prepared[statement] = Prepare(statement.Sqlite);
    }

    private sqlite3_stmt Prepare(string text)
    {
        var code = raw.sqlite3_prepare_v3(_database, text, raw.SQLITE_PREPARE_PERSISTENT, out var statement);
        return code == raw.SQLITE_OK ? statement : throw Fault(_database, code);
    }

    private void Step(sqlite3_stmt statement)
    {
        var code = raw.sqlite3_step(statement);
        if (code is raw.SQLITE_DONE or raw.SQLITE_ROW)
        {
            raw.sqlite3_reset(statement);
            return;
        }

        var fault = Fault(_database, code);
        raw.sqlite3_reset(statement);
        throw fault;
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK) throw Fault(_database, code);
    }

    private static StoreFault Fault(sqlite3? database, int code)
    {
        var words = database is null || database.IsInvalid ? raw.sqlite3_errstr(code).utf8_to_string() : raw.sqlite3_errmsg(database).utf8_to_string();
        return new StoreFault(
            (code & 0xFF) switch
            {
                raw.SQLITE_FULL => StoreTrouble.Full,
                raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN => StoreTrouble.Gone,
                raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_PROTOCOL => StoreTrouble.Busy,
                raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => StoreTrouble.Damaged,
                raw.SQLITE_PERM or raw.SQLITE_READONLY or raw.SQLITE_AUTH => StoreTrouble.Forbidden,
                _ => StoreTrouble.Other,
            },
            $"{words} (SQLite {code})") { Chinese = SystemWords.OfSqlite(code) };
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control", CallingConvention = CallingConvention.Cdecl, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern int FileControl(sqlite3 database, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, int operation, ref int answer);

    private sealed class SqliteRows(SqliteSession session, sqlite3_stmt statement) : Rows
    {
        public override bool Next()
        {
            var code = raw.sqlite3_step(statement);
            return code switch
            {
                raw.SQLITE_ROW => true,
                raw.SQLITE_DONE => false,
                _ => throw Fault(session._database, code),
            };
        }

        public override bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

        public override long Number(int column) => raw.sqlite3_column_int64(statement, column);

        public override byte[] Bytes(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

        public override string Text(int column) => Encoding.UTF8.GetString(MemoryMarshal.AsBytes(raw.sqlite3_column_blob(statement, column)));

        protected override void Dispose(bool disposing) => raw.sqlite3_reset(statement);
    }
}
