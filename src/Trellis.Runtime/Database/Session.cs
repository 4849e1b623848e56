namespace Trellis.Runtime.Database;

/// <summary>
/// One connection to a store, used by one thread at a time. Statements are prepared when first used and kept.
/// Every fault of the store comes out as a <see cref="StoreFault"/>.
/// </summary>
public abstract class Session : IDisposable
{
    /// <summary>Writes everything in one transaction. When it returns, all of it is flushed to the disk; when it throws, the transaction was not seen to end.</summary>
    public abstract void Commit(Writes writes);

    /// <summary>Whether the connection must be made again.</summary>
    internal abstract bool IsBroken { get; }

    /// <summary>Begins to read from one unchanging state, until <see cref="EndReading"/>.</summary>
    public abstract void BeginReading();

    public abstract void EndReading();

    /// <summary>Asks for rows. Read them to the end, or dispose of them, before the next question.</summary>
    public abstract Rows Query(Statement statement, params ReadOnlySpan<Parameter> values);

    /// <summary>Asks for the rows of many questions at once: one value for each parameter and question.</summary>
    public abstract void QueryMany(Statement statement, ReadOnlySpan<Column> columns, Action<Rows> row);

    /// <summary>Runs one statement by itself, in a transaction of its own.</summary>
    public void Run(Statement statement, params ReadOnlySpan<Parameter> values)
    {
        var writes = new Writes();
        writes.Add(statement, values);
        Commit(writes);
    }

    /// <summary>The number in the first column of the first row, or null where there is no row or no value.</summary>
    public long? Number(Statement statement, params ReadOnlySpan<Parameter> values)
    {
        using var rows = Query(statement, values);
        return rows.Next() && !rows.IsNull(0) ? rows.Number(0) : null;
    }

    /// <summary>The text in the first column of the first row, or null where there is no row or no value.</summary>
    public string? Text(Statement statement, params ReadOnlySpan<Parameter> values)
    {
        using var rows = Query(statement, values);
        return rows.Next() && !rows.IsNull(0) ? rows.Text(0) : null;
    }

    /// <summary>Has the store read a statement without running it.</summary>
    internal abstract void Prepare(Statement statement);

    /// <summary>Runs a script of several statements in one transaction, followed by what <paramref name="writes"/> holds. For migrations.</summary>
    internal abstract void RunScript(string script, Writes writes);

    /// <summary>Makes what was deleted unreadable in the store's own files as far as the store can.</summary>
    /// <returns>False where somebody who reads keeps old pages alive, so that it has to be done again later.</returns>
    internal abstract bool DestroyDeleted();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}

/// <summary>Rows of an answer, one after the other. Columns count from 0.</summary>
public abstract class Rows : IDisposable
{
    /// <summary>Goes to the next row; false after the last one.</summary>
    public abstract bool Next();

    public abstract bool IsNull(int column);

    public abstract long Number(int column);

    public abstract byte[] Bytes(int column);

    public abstract string Text(int column);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
