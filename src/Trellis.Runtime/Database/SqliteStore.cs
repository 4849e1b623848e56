using System.Globalization;
using SQLitePCL;
using Trellis.Runtime.Auditing;
using Trellis.Runtime.Files;

namespace Trellis.Runtime.Database;

/// <summary>A record in one SQLite file.</summary>
public sealed class SqliteStore : Store
{
    /// <summary>"TRLS": by this SQLite and file(1) tell a record from other databases.</summary>
    internal const int ApplicationId = 0x54524C53;

    private const int SharingViolation = 11; // EAGAIN: somebody else holds the lock

    /// <param name="path">The file; links are followed, so that two names of one record have one lock.</param>
    public SqliteStore(string path)
    {
        if (path.Length == 0) throw new UnusableInput(new Text("--data 给出的名字是空的。", "The name given as --data is empty."), new Text("写明一份记录的文件。", "Name the file of a record."));
        if (Directory.Exists(path)) throw new UnusableInput(new Text("这是文件夹，不是文件。", "This is a folder, not a file."), new Text("写明其中一份记录的文件。", "Name the file of a record in it."), path);
        File = System.IO.File.Exists(path) && System.IO.File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target ? target.FullName : Path.GetFullPath(path);
        Called = path;
    }

    /// <summary>The full path.</summary>
    public string File { get; }

    public override string Called { get; }

    public override string Option => $"--data {Called}";

    public override bool Exists() => new FileInfo(File) is { Exists: true, Length: > 0 };

    public override WritingClaim Claim(bool create)
    {
        if (!create && !Exists()) throw NoRecord();
        var claim = new SqliteClaim(this, Lock(), create);
        try
        {
            using var tried = claim.Open();
            return claim;
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    public override Session OpenToRead()
    {
        if (!Exists()) throw NoRecord();
        SqliteSession? session = null;
        try
        {
            session = SqliteSession.OpenToRead(File);
            if (session.Ask("pragma application_id") != ApplicationId) throw Foreign();
            Migrating.DemandKnown(session, this);
            return session;
        }
        catch (StoreFault fault)
        {
            session?.Dispose();
            throw Tell(fault);
        }
        catch
        {
            session?.Dispose();
            throw;
        }
    }

    /// <summary>What is no database at all is bad input, not a broken machine.</summary>
    private Exception Tell(StoreFault fault) => fault.Message.EndsWith($"(SQLite {raw.SQLITE_NOTADB})", StringComparison.Ordinal)
        ? new UnusableInput(new Text("这个文件不是 Trellis 的记录。", "This file is no record of Trellis."), new Text("核对名字；其中的内容没有动过。", "Check the name; nothing in it was touched."), Called, fault)
        : fault.Tell(Called);

    /// <summary>
    /// The lock is the system's, on a file beside the record: it ends with the process that holds it, whatever ends that. The name in it serves the message only.
    /// Where somebody takes the file of the lock away, a second program may take another; then the epoch in the record stops the first at its next commit.
    /// </summary>
    internal FileStream Lock()
    {
        var path = File + ".lock";
        try
        {
            for (var tries = 0; ; tries++)
            {
                var held = new FileStream(path, Locking());
                var (open, named) = (FileIdentity.Of(held.SafeFileHandle), FileIdentity.OfName(path));
                if (open is { } one && (named is not { } other || !one.IsSameFile(other)))
                {
                    held.Dispose(); // it was taken away or exchanged while we took it
                    if (tries < 3 && new FileInfo(path).LinkTarget is null) continue;
                    throw LinkedLock(path);
                }

                if (open is { Names: > 1 })
                {
                    held.Dispose();
                    throw LinkedLock(path);
                }

                held.SetLength(0);
                held.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
                return held;
            }
        }
        catch (IOException fault) when (fault is not (DirectoryNotFoundException or PathTooLongException or FileNotFoundException) && (fault.HResult & 0xFFFF) is SharingViolation)
        {
            throw AlreadyWritten(Holder(path));
        }
        catch (DirectoryNotFoundException fault)
        {
            throw new UnusableInput(new Text($"没有文件夹 {Path.GetDirectoryName(File)}。", $"There is no folder {Path.GetDirectoryName(File)}."), new Text("先建好它，或核对名字。", "Make it first, or check the name."), Called, fault);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new UnusableInput(new Text("没有写这个位置的权限。", "This place may not be written to."), new Text("申请那里的写权限，或用记录所有者的账户运行。", "Ask for the right to write there, or run as the user who owns the record."), Called, fault);
        }
        catch (IOException fault)
        {
            throw new MachineFault(new Text($"{path} 打不开：{SystemWords.Of(fault).Zh}", $"{path} cannot be opened: {fault.Message}"), new Text("检查它所在的磁盘。", "Check the disk it lies on."), fault);
        }
    }

    private static FileStreamOptions Locking()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    /// <summary>Writing the number of a process into it would write over whatever it is a name of.</summary>
    private static UnusableInput LinkedLock(string path) => new(
        new Text("记录旁边的锁文件是指向别处的链接，或另有名字。", "The lock beside the record is a link, or has other names too."),
        new Text("没有程序在写这份记录时，删去它；会重新建立。再查明是谁放的。", "Remove it while no program writes this record; it is made anew. Find out who put it there."), path);

    /// <summary>Under two names a record would have two locks and two logs, and be written by two programs.</summary>
    internal void DemandOneName()
    {
        if (FileIdentity.Of(File) is not { Names: > 1 }) return;
        throw new UnusableInput(
            new Text("这个文件还有别的名字（硬链接）：在两个名字下会有两把锁、两份日志，两个程序会互相破坏。", "This file has other names too (hard links): under two names it would have two locks and two logs, and two programs would spoil each other's work."),
            new Text($"用 find -samefile 找到其他名字并删去，或复制出一份单独的文件（trellis backup）。", "Find the other names with find -samefile and remove them, or make a copy of its own (trellis backup)."), Called);
    }

    /// <summary>The number of the process that holds the lock. .NET would lock the file to read it, and so cannot.</summary>
    private static string? Holder(string path)
    {
        using var handle = DurableFile.Open(path, 0); // O_RDONLY
        if (handle.IsInvalid) return null;
        using var reader = new StreamReader(new FileStream(handle, FileAccess.Read, bufferSize: 0));
        return int.TryParse(reader.ReadToEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out var process) ? $"process {process}" : null;
    }

    private sealed class SqliteClaim(SqliteStore store, FileStream held, bool create) : WritingClaim
    {
        private bool _create = create;
        private long? _epoch;

        public override Session Open()
        {
            SqliteSession? session = null;
            try
            {
                store.DemandOneName();
                var made = _create && !store.Exists();
                session = SqliteSession.OpenToWrite(store.File, _create);
                if (session.Ask("pragma application_id") != ApplicationId)
                {
                    if (!_create || session.Ask("select count(*) from sqlite_schema") != 0) throw store.Foreign();
                    session.Execute($"pragma application_id = {ApplicationId}");
                }

                Migrating.BringUpToDate(session, store, Spelling.Sqlite);
                StrangeTables.DemandTables(session, store.Called);
                if (_epoch is not { } epoch) _epoch = epoch = WriterRows.Begin(session, store);
                else if (WriterRows.Epoch(session) != epoch) throw new StoreFault(StoreTrouble.Fenced, "the epoch of the record is another.");
                session.Fence(epoch);
                if (made) session.DestroyDeleted(); // so that the file, and not only its log, says what it is
                _create = false; // from now on a file that is gone is gone, and never made anew
                return session;
            }
            catch (StoreFault fault)
            {
                session?.Dispose();
                if (_create || fault.Trouble == StoreTrouble.Damaged) throw store.Tell(fault);
                throw;
            }
            catch
            {
                session?.Dispose();
                throw;
            }
        }

        internal override long Epoch => _epoch ?? 0;

        protected override void Dispose(bool disposing)
        {
            if (disposing) held.Dispose();
        }
    }
}
