using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Trellis.Runtime.Database;

/// <summary>A connection to a PostgreSQL database.</summary>
internal sealed class PostgresSession : Session
{
    private readonly NpgsqlConnection _connection;
    private readonly List<Together> _together = [];
    private long? _epoch;

    private PostgresSession(NpgsqlConnection connection) => _connection = connection;

    public static PostgresSession Open(string connectionString)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = new NpgsqlConnection(connectionString);
            connection.Open();
            return new PostgresSession(connection);
        }
        catch (Exception fault) when (IsOfTheStore(fault))
        {
            connection?.Dispose();
            throw Fault(fault);
        }
    }

    /// <summary>Closes connections that are kept for reading.</summary>
    public static void ForgetConnections(string connectionString)
    {
        using var one = new NpgsqlConnection(connectionString);
        NpgsqlConnection.ClearPool(one);
    }

    /// <summary>Has each commit and each script from now on fail once another program has begun a new epoch.</summary>
    internal void Fence(long epoch) => _epoch = epoch;

    private Writes Fenced(Writes writes)
    {
        if (_epoch is not { } epoch) return writes;
        var fenced = new Writes();
        fenced.Add(PostgresStore.ProveEpoch, epoch);
        fenced.AddAll(writes);
        return fenced;
    }

    /// <summary>
    /// All statements go in one message, and the server ends the transaction, flushed, before it answers.
    /// Independent ones go as one statement: Npgsql sends several by way of the thread pool, which costs as much as inserting the rows.
    /// </summary>
    public override void Commit(Writes writes)
    {
        if (writes.All.Count == 0) return;
        var fenced = Fenced(writes);
        try
        {
            if (fenced.All.All(static write => write.Statement.Independent)) CommitTogether(fenced);
            else CommitInOrder(fenced);
        }
        catch (Exception fault) when (IsOfTheStore(fault))
        {
            // An error, other than a fatal one, was answered by a server that has undone the transaction.
            var told = Fault(fault);
            throw new StoreFault(told.Trouble, told.Message, fault) { Chinese = told.Chinese, Undone = fault is PostgresException { InvariantSeverity: "ERROR" } };
        }
        catch (EncoderFallbackException fault)
        {
            // The message was never sent to its end, so the server does nothing of it; the connection is of no more use.
            _connection.Close();
            throw new StoreFault(StoreTrouble.Other, "a text holds half a sign, which no store takes.", fault) { Undone = true };
        }
    }

    private void CommitTogether(Writes writes)
    {
        var statements = new Statement[writes.All.Count];
        for (var at = 0; at < statements.Length; at++) statements[at] = writes.All[at].Statement;
        if (_together.Find(one => one.Statements.AsSpan().SequenceEqual(statements)) is not { } together)
        {
            together = new Together(statements, new NpgsqlCommand(Statement.Together(statements), _connection));
            foreach (var write in writes.All) Bind(together.Command.Parameters, write);
            together.Command.Prepare();
            _together.Add(together);
        }

        together.Command.Parameters.Clear();
        foreach (var write in writes.All) Bind(together.Command.Parameters, write);
        together.Command.ExecuteNonQuery();
    }

    private void CommitInOrder(Writes writes)
    {
        using var batch = new NpgsqlBatch(_connection);
        foreach (var write in writes.All)
        {
            var command = new NpgsqlBatchCommand(write.Statement.Postgres);
            Bind(command.Parameters, write);
            batch.BatchCommands.Add(command);
        }

        batch.Prepare();
        batch.ExecuteNonQuery();
    }

    private static void Bind(NpgsqlParameterCollection parameters, in Write write)
    {
        foreach (var value in write.Values) parameters.Add(Typed(value));
        foreach (var column in write.Columns) parameters.Add(Typed(column));
    }

    internal override bool IsBroken => _connection.State != System.Data.ConnectionState.Open;

    public override void BeginReading() => Execute("begin transaction isolation level repeatable read, read only");

    public override void EndReading() => Execute("commit");

    public override Rows Query(Statement statement, params ReadOnlySpan<Parameter> values)
    {
        var command = new NpgsqlCommand(statement.Postgres, _connection);
        foreach (var value in values) command.Parameters.Add(Typed(value));
        return Rows(command);
    }

    public override void QueryMany(Statement statement, ReadOnlySpan<Column> columns, Action<Rows> row)
    {
        var command = new NpgsqlCommand(statement.Postgres, _connection);
        foreach (var column in columns) command.Parameters.Add(Typed(column));
        using var rows = Rows(command);
        while (rows.Next()) row(rows);
    }

    internal override void Prepare(Statement statement)
    {
        Execute($"prepare tried as {statement.Postgres}");
        Execute("deallocate tried");
    }

    internal override void RunScript(string script, Writes writes)
    {
        Execute("begin");
        try
        {
            Execute(script);
            foreach (var write in Fenced(writes).All)
            {
                using var rows = Query(write.Statement, write.Values);
                rows.Next();
            }
        }
        catch (StoreFault)
        {
            if (!IsBroken) Execute("rollback");
            throw;
        }

        Execute("commit");
    }

    /// <summary>Removes what is left of deleted rows from the tables of personal values and of drafts. Values and keys stand there encrypted only.</summary>
    internal override bool DestroyDeleted()
    {
        Execute("vacuum personal_value");
        Execute("vacuum personal_key");
        Execute("vacuum draft");
        return true;
    }

    internal void Execute(string text)
    {
        try
        {
            using var command = new NpgsqlCommand(text, _connection);
            command.ExecuteNonQuery();
        }
        catch (Exception fault) when (IsOfTheStore(fault))
        {
            throw Fault(fault);
        }
    }

    /// <summary>What a question outside the record's own list answers in its first row and column, as text; null where it answers nothing.</summary>
    internal string? Ask(string text)
    {
        try
        {
            using var command = new NpgsqlCommand(text, _connection);
            return command.ExecuteScalar() switch
            {
                null or DBNull => null,
                var answer => Convert.ToString(answer, System.Globalization.CultureInfo.InvariantCulture),
            };
        }
        catch (Exception fault) when (IsOfTheStore(fault))
        {
            throw Fault(fault);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        foreach (var together in _together) together.Command.Dispose();
        _connection.Dispose();
    }

    private static PostgresRows Rows(NpgsqlCommand command)
    {
        try
        {
            command.Prepare();
            return new PostgresRows(command, command.ExecuteReader());
        }
        catch (Exception fault) when (IsOfTheStore(fault))
        {
            command.Dispose();
            throw Fault(fault);
        }
    }

    private static NpgsqlParameter Typed(in Parameter value) => value.Kind switch
    {
        ParameterKind.Number when !value.IsNull => new NpgsqlParameter<long> { TypedValue = value.Number, NpgsqlDbType = NpgsqlDbType.Bigint },
        ParameterKind.Bytes when !value.IsNull => new NpgsqlParameter<byte[]> { TypedValue = (byte[])value.Content!, NpgsqlDbType = NpgsqlDbType.Bytea },
        ParameterKind.Text when !value.IsNull => new NpgsqlParameter<string> { TypedValue = (string)value.Content!, NpgsqlDbType = NpgsqlDbType.Text },
        var kind => new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = TypeOf(kind) },
    };

    private static NpgsqlParameter Typed(in Column column) => column.Kind switch
    {
        ParameterKind.Number => new NpgsqlParameter<long[]> { TypedValue = column.Numbers, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
        ParameterKind.Bytes => new NpgsqlParameter<byte[][]> { TypedValue = column.Bytes, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
        _ => new NpgsqlParameter<string[]> { TypedValue = column.Texts, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
    };

    private static NpgsqlDbType TypeOf(ParameterKind kind) => kind switch
    {
        ParameterKind.Number => NpgsqlDbType.Bigint,
        ParameterKind.Bytes => NpgsqlDbType.Bytea,
        _ => NpgsqlDbType.Text,
    };

    /// <summary>Npgsql tells of a broken connection in several ways. A file that is missing, a part of this program or one that the connection string names, is none of them.</summary>
    private static bool IsOfTheStore(Exception fault) => fault is NpgsqlException or System.Net.Sockets.SocketException or TimeoutException or IOException and not (FileNotFoundException or DirectoryNotFoundException or FileLoadException);

    private static StoreFault Fault(Exception fault)
    {
        var (trouble, said) = Told(fault);
        return new StoreFault(trouble, said, fault) { Chinese = fault is PostgresException { SqlState: var state } ? SystemWords.OfServer(state) : SystemWords.Known(fault.InnerException) ?? SystemWords.Known(fault) };
    }

    private static (StoreTrouble Trouble, string Said) Told(Exception fault) => fault switch
    {
        PostgresException { SqlState: "53100" or "53200" } full => (StoreTrouble.Full, full.MessageText),
        PostgresException { SqlState: "23514", ConstraintName: "ledger_writer_fence" } fenced => (StoreTrouble.Fenced, fenced.MessageText),
        PostgresException { SqlState: ['5', '7', 'P', ..] or ['0', '8', ..] or ['5', '3', ..] } gone => (StoreTrouble.Gone, gone.MessageText),
        PostgresException { SqlState: ['5', '8', ..] } gone => (StoreTrouble.Gone, gone.MessageText),
        PostgresException { SqlState: ['5', '5', ..] or ['4', '0', ..] } busy => (StoreTrouble.Busy, busy.MessageText),
        PostgresException { SqlState: "XX001" or "XX002" } damaged => (StoreTrouble.Damaged, damaged.MessageText),
        PostgresException { SqlState: ['2', '8', ..] or "42501" or "3D000" or "25006" } forbidden => (StoreTrouble.Forbidden, forbidden.MessageText),
        PostgresException other => (StoreTrouble.Other, $"{other.MessageText} ({other.SqlState})"),
        _ => (StoreTrouble.Gone, fault.InnerException?.Message ?? fault.Message),
    };

    /// <summary>A combination of statements that occurred, ready to run again. There are few.</summary>
    private sealed record Together(Statement[] Statements, NpgsqlCommand Command);

    private sealed class PostgresRows(NpgsqlCommand command, NpgsqlDataReader reader) : Rows
    {
        public override bool Next()
        {
            try
            {
                return reader.Read();
            }
            catch (Exception fault) when (IsOfTheStore(fault))
            {
                throw Fault(fault);
            }
        }

        public override bool IsNull(int column) => reader.IsDBNull(column);

        public override long Number(int column) => reader.GetInt64(column);

        public override byte[] Bytes(int column) => reader.GetFieldValue<byte[]>(column);

        public override string Text(int column) => reader.GetString(column);

        protected override void Dispose(bool disposing)
        {
            if (!disposing) return;
            try
            {
                reader.Dispose();
            }
            catch (Exception fault) when (IsOfTheStore(fault))
            {
                throw Fault(fault);
            }
            finally
            {
                command.Dispose();
            }
        }
    }
}
