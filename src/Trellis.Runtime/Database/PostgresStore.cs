using System.Globalization;
using Npgsql;
using Trellis.Runtime.Auditing;

namespace Trellis.Runtime.Database;

/// <summary>A record in a PostgreSQL database, which it has to itself.</summary>
public sealed class PostgresStore : Store
{
    private const long LockKey = 0x5472656C6C697331; // "Trellis1": one record a database

    /// <summary>A usual batch goes to the server in one piece.</summary>
    private const int BatchInBytes = 256 * 1024;

    /// <summary>
    /// Every statement goes along an index and finds what it wants in a few milliseconds: to start parallel workers or to compile for it takes longer, the more so where many ask at once,
    /// and a table that the server has not counted since it was filled would be read from end to end.
    /// </summary>
    private const string ShortStatements = "-c max_parallel_workers_per_gather=0 -c jit=off -c enable_seqscan=off";

    /// <summary>How long a writer that just ended may take to be noticed by the server.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>The rule of the table by which a writer that was replaced breaks.</summary>
    private static readonly Statement Rule = new("select 1 where 1 = 0", onPostgres: "select pg_get_constraintdef(oid) from pg_constraint where conrelid = to_regclass('ledger_writer') and conname = 'ledger_writer_fence' and contype = 'c' and convalidated");

    /// <summary>Breaks the rule of the table, and with it the transaction, when the epoch is another.</summary>
    internal static readonly Statement ProveEpoch = new("update ledger_writer set epoch = case when epoch = @epoch then epoch else -1 end", independent: true);

    private readonly string _reading;
    private readonly string _writing;

    public PostgresStore(string connectionString)
    {
        try
        {
            var parts = new NpgsqlConnectionStringBuilder(connectionString);
            if (string.IsNullOrEmpty(parts.Host)) throw new UnusableInput(new Text("--postgres 的连接串没有写主机。", "The connection string given as --postgres names no host."), new Text("例如写：--postgres \"Host=localhost;Database=trellis;Username=trellis\"。", "Write for example: --postgres \"Host=localhost;Database=trellis;Username=trellis\"."));
            parts.ApplicationName ??= "trellis";
            parts.IncludeErrorDetail = false; // rows are not told in messages
            parts.Options = $"{ShortStatements} {parts.Options}".TrimEnd(); // what the operator sets stands behind it, and wins
            Called = $"{parts.Host}:{parts.Port}/{parts.Database ?? parts.Username}";
            _reading = parts.ConnectionString;
            parts.Pooling = false; // the writer holds a lock that belongs to its connection
            parts.WriteBufferSize = Math.Max(parts.WriteBufferSize, BatchInBytes);
            _writing = parts.ConnectionString;
        }
        catch (ArgumentException fault)
        {
            throw new UnusableInput(new Text("--postgres 的连接串读不懂。", "The connection string given as --postgres cannot be read."), new Text("例如写：--postgres \"Host=localhost;Database=trellis;Username=trellis\"。", "Write for example: --postgres \"Host=localhost;Database=trellis;Username=trellis\"."), inner: fault);
        }
    }

    internal static IReadOnlyList<Statement> Statements { get; } = [Rule, ProveEpoch];

    public override string Called { get; }

    public override string Option => "--postgres \"...\"";

    public override bool Exists()
    {
        var (session, isRecord) = Reach();
        session.Dispose();
        return isRecord;
    }

    public override WritingClaim Claim(bool create)
    {
        var claim = new PostgresClaim(this, create);
        try
        {
            claim.Take();
            return claim;
        }
        catch (StoreFault fault)
        {
            claim.Dispose();
            throw fault.Tell(Called);
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    public override Session OpenToRead()
    {
        var (session, isRecord) = Reach();
        try
        {
            if (!isRecord) throw NoRecord();
            Migrating.DemandKnown(session, this);
            return session;
        }
        catch (StoreFault fault)
        {
            session.Dispose();
            throw fault.Tell(Called);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection to read on. One that was kept may have died with the server in the meantime; then a new one is made.</summary>
    private (PostgresSession Session, bool IsRecord) Reach()
    {
        for (var again = false; ; again = true)
        {
            PostgresSession? session = null;
            try
            {
                session = Connect(_reading);
                return (session, IsRecord(session));
            }
            catch (StoreFault fault)
            {
                session?.Dispose();
                if (again || session is null || fault.Trouble != StoreTrouble.Gone) throw fault.Tell(Called);
                PostgresSession.ForgetConnections(_reading);
            }
        }
    }

    /// <summary>A file that the connection string names (a certificate, a password file) and that is not there is bad input, and no server that is away.</summary>
    private PostgresSession Connect(string connection)
    {
        try
        {
            return PostgresSession.Open(connection);
        }
        catch (Exception fault) when (MissingFile(fault) is { } file)
        {
            throw new UnusableInput(
                new Text($"连接串所指的文件不在：{file}", $"A file that the connection string names is not there: {file}"),
                new Text("核对 --postgres 中的文件名（证书、密钥、Passfile）。", "Check the names of files in --postgres: certificates, keys, Passfile."), Called, fault);
        }
    }

    /// <summary>The path of the file that was looked for; null for a fault of another kind, such as a missing part of this program.</summary>
    private static string? MissingFile(Exception? fault)
    {
        for (; fault is not null; fault = fault.InnerException)
        {
            if (fault is FileNotFoundException { FileName: { } file } && !file.Contains(", Version=", StringComparison.Ordinal)) return Excerpt.Of(file, 200);
            // Of a folder that is missing .NET tells the path in its sentence only.
            if (fault is DirectoryNotFoundException && fault.Message.Split('\'') is [_, var path, _, ..]) return Excerpt.Of(path, 200);
        }

        return null;
    }

    private static bool IsRecord(PostgresSession session) => session.Ask("select to_regclass('trellis_migration')::text") is not null;

    private sealed class PostgresClaim(PostgresStore store, bool create) : WritingClaim
    {
        private long _epoch;
        private PostgresSession? _first;

        /// <summary>Takes the lock for the first time and begins a new epoch, so that whatever an earlier writer still has under way fails.</summary>
        public void Take()
        {
            var session = Lock();
            try
            {
                if (!create && !IsRecord(session)) throw store.NoRecord();
                Migrating.BringUpToDate(session, store, Spelling.Postgres);
                StrangeTables.DemandTables(session, store.Called);
                if (session.Text(Rule) is not "CHECK ((epoch >= 0))") throw WriterRows.Tampered(store);
                _epoch = WriterRows.Begin(session, store);
                session.Fence(_epoch);
                _first = session;
            }
            catch
            {
                session.Dispose();
                throw;
            }
        }

        public override Session Open()
        {
            if (_first is { } first)
            {
                _first = null;
                return first;
            }

            PostgresSession session;
            try
            {
                session = Lock();
            }
            catch (UnusableInput fault)
            {
                // Perhaps our own connection from before, which the server has not missed yet.
                throw new StoreFault(StoreTrouble.Busy, "the lock of the record is held by another connection.", fault);
            }

            try
            {
                if (WriterRows.Epoch(session) != _epoch) throw new StoreFault(StoreTrouble.Fenced, "the epoch of the record is another.");
                session.Fence(_epoch);
                return session;
            }
            catch
            {
                session.Dispose();
                throw;
            }
        }

        internal override long Epoch => _epoch;

        protected override void Dispose(bool disposing)
        {
            if (disposing) _first?.Dispose();
        }

        private PostgresSession Lock()
        {
            var session = store.Connect(store._writing);
            try
            {
                DemandFlushes(session);
                for (var waited = TimeSpan.Zero; session.Ask($"select pg_try_advisory_lock({LockKey})") != bool.TrueString; waited += TimeSpan.FromMilliseconds(50))
                {
                    if (waited >= Grace) throw store.AlreadyWritten(Holder(session));
                    Thread.Sleep(50);
                }

                return session;
            }
            catch
            {
                session.Dispose();
                throw;
            }
        }

        /// <summary>The server answers a commit when it is on the disk, not before; and notices within a minute when our machine is gone.</summary>
        private void DemandFlushes(PostgresSession session)
        {
            if (session.Ask("show fsync") == "off")
                throw new UnusableInput(new Text("这台 PostgreSQL 服务器关闭了 fsync：它确认过的内容也可能丢失。", "This PostgreSQL server runs with fsync = off: what it acknowledges can be lost."), new Text("在 postgresql.conf 里打开 fsync；记录的承诺不止于此。", "Switch fsync on in postgresql.conf; a record promises more than that."), store.Called);
            if (session.Ask("show synchronous_commit") == "off") session.Execute("set synchronous_commit = on");
            session.Execute("set tcp_keepalives_idle = 20; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3");
        }

        private static string? Holder(PostgresSession session) => session.Ask(string.Create(CultureInfo.InvariantCulture, $"""
            select coalesce(nullif(a.application_name, ''), 'a program') || ' from ' || coalesce(host(a.client_addr), 'this machine') || ', backend ' || a.pid
            from pg_locks l join pg_stat_activity a on a.pid = l.pid
            where l.locktype = 'advisory' and l.granted and l.database = (select oid from pg_database where datname = current_database())
              and l.classid = {LockKey >> 32} and l.objid = {LockKey & 0xFFFFFFFF} limit 1
            """));
    }
}
