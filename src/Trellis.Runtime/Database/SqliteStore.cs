using System.Globalization;
using SQLitePCL;
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
        if (path.Length == 0) throw new UnusableInput("The name given as --data is empty.", "Name the file of a record.");
        if (Directory.Exists(path)) throw new UnusableInput("This is a folder, not a file.", "Name the file of a record in it.", path);
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
        ? new UnusableInput("This file is no record of Trellis.", "Check the name; nothing in it was touched.", Called, fault)
        : fault.Tell(Called);

    /// <summary>The lock is the system's, on a file beside the record: it ends with the process that holds it, whatever ends that. The name in it serves the message only.</summary>
    internal FileStream Lock()
    {
        var path = File + ".lock";
        try
        {
            var held = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            held.SetLength(0);
            held.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            return held;
        }
        catch (IOException fault) when (fault is not (DirectoryNotFoundException or PathTooLongException or FileNotFoundException) && (fault.HResult & 0xFFFF) is SharingViolation)
        {
            throw AlreadyWritten(Holder(path));
        }
        catch (DirectoryNotFoundException fault)
        {
            throw new UnusableInput($"There is no folder {Path.GetDirectoryName(File)}.", "Make it first, or check the name.", Called, fault);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new UnusableInput("This place may not be written to.", "Ask for the right to write there, or run as the user who owns the record.", Called, fault);
        }
        catch (IOException fault)
        {
            throw new MachineFault($"{path} cannot be opened: {fault.Message}", "Check the disk it lies on.", fault);
        }
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

        public override Session Open()
        {
            SqliteSession? session = null;
            try
            {
                var made = _create && !store.Exists();
                session = SqliteSession.OpenToWrite(store.File, _create);
                if (session.Ask("pragma application_id") != ApplicationId)
                {
                    if (!_create || session.Ask("select count(*) from sqlite_schema") != 0) throw store.Foreign();
                    session.Execute($"pragma application_id = {ApplicationId}");
                }

                Migrating.BringUpToDate(session, store, Spelling.Sqlite);
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

        /// <summary>The system's lock is enough: no second program on this machine gets as far as a transaction.</summary>
        public override void Fence(Writes writes)
        {
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) held.Dispose();
        }
    }
}
