namespace Trellis.Runtime.Database;

/// <summary>
/// Where a record is kept: an SQLite file or a PostgreSQL database. One program at a time may write it; any number may read beside.
/// </summary>
public abstract class Store
{
    /// <summary>What messages call it: the path, or the database and its server. Never a password.</summary>
    public abstract string Called { get; }

    /// <summary>The option that names this store on the command line, for remedies: <c>--data FILE</c> or <c>--postgres "..."</c>.</summary>
    public abstract string Option { get; }

    /// <summary>Whether there is anything of a record; an empty file or database is none.</summary>
    public abstract bool Exists();

    /// <summary>Becomes the one program that writes, until the claim is disposed of or the process ends, however it ends.</summary>
    /// <param name="create">Whether an empty place may become a record.</param>
    /// <exception cref="UnusableInput">Another program writes already, there is no record, or it is newer than this program.</exception>
    public abstract WritingClaim Claim(bool create);

    /// <summary>Opens a connection that reads beside whoever writes.</summary>
    public abstract Session OpenToRead();

    internal UnusableInput NoRecord() => new(new Text("这里没有记录。", "There is no record here."), new Text("核对名字。记录由 trellis serve 建立，或由 trellis restore 从备份恢复。", "Check the name. A record is made by trellis serve, or by trellis restore from a backup."), Called);

    internal UnusableInput AlreadyWritten(string? who) => new(
        new Text($"已有另一个程序在写这份记录{(who is null ? "" : $"（{who}）")}。两个程序会互相矛盾。", $"Another program writes this record already{(who is null ? "" : $" ({who})")}. Two would contradict each other."),
        new Text("请运行中的服务器来办：销毁用 POST /api/v1/erasures，令牌用 /api/v1/tokens，导入用 /api/v1/imports；别的事先结束那个程序。", "Ask the running server for it: POST /api/v1/erasures erases, /api/v1/tokens issues tokens and takes them back, /api/v1/imports takes tables. For anything else end that program first."), Called);

    internal UnusableInput Foreign() => new(new Text("这是数据库，但不是 Trellis 的记录。", "This is a database, but not a record of Trellis."), new Text("核对名字；其中的内容没有动过。", "Check the name; nothing in it was touched."), Called);
}

/// <summary>The right to write a record, held by one program at a time.</summary>
public abstract class WritingClaim : IDisposable
{
    /// <summary>
    /// Opens the connection to write on, brings its tables up to date, and proves that the claim still holds.
    /// Whatever is committed on it fails once another program has become the writer.
    /// May be asked again after the connection broke; the one before is disposed of by then.
    /// </summary>
    public abstract Session Open();

    /// <summary>The number of this writer: each that becomes the writer counts one up.</summary>
    internal abstract long Epoch { get; }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
