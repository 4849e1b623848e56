using Trellis.Runtime.Database;
using Trellis.Runtime.Files;

namespace Trellis.Runtime.Ledger;

/// <summary>What a backup holds.</summary>
/// <param name="Size">Its entries.</param>
/// <param name="Attachments">The attachments that were copied; those that the folder held already are not copied again.</param>
/// <param name="Missing">Attachments that the record names and the folder does not have.</param>
public sealed record BackedUp(long Size, int Attachments, int Missing);

/// <summary>
/// Copies a record of one moment into one file while it is being written, and its attachments beside it.
/// Keys are not in it: they belong on another medium than what they open.
/// </summary>
public static class BackingUp
{
    private const int SharingViolation = 11; // EAGAIN: somebody else holds the lock

    /// <param name="file">Where to; a file that is there is only replaced when it is a backup of a record itself.</param>
    public static BackedUp Make(RecordPlace place, string file)
    {
        var target = Path.GetFullPath(file);
        Demand(place, target, file);
        var half = target + ".new";
        // Held by the system as long as we write: two backups to one name would spoil each other.
        using var held = Hold(half, file);
        Clear(half + "-wal", half + "-shm", half + "-journal");
        var done = false;
        try
        {
            long size;
            List<AttachmentRow> attachments;
            using (var from = place.Store.OpenToRead())
            using (var to = SqliteSession.OpenToWrite(half, create: true))
            {
                if (from is SqliteSession file1) file1.CopyTo(to);
                else CopyTables(from, to);
                foreach (var strange in to.Tell("select 'drop ' || type || ' \"' || replace(name, '\"', '\"\"') || '\"' from sqlite_schema where type in ('trigger', 'view')")) to.Execute(strange); // no record has any
                size = LedgerRows.Size(to);
                attachments = [.. ReadModels.Attachments(to).Where(static row => row.Erased is null)];
                to.Execute("pragma journal_mode = delete"); // one file, nothing beside it
            }

            DurableFile.Flush(half);
            var (copied, missing) = CopyAttachments(attachments, place.Attachments, target + ".attachments");
            File.Move(half, target, overwrite: true);
            done = true;
            DurableFile.FlushFolder(Path.GetDirectoryName(target)!);
            return new BackedUp(size, copied, missing);
        }
        catch (StoreFault fault)
        {
            throw fault.Tell(file);
        }
        finally
        {
            Clear(half + "-wal", half + "-shm", half + "-journal");
            if (!done) File.Delete(half);
        }
    }

    private static FileStream Hold(string half, string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        FileStream? held = null;
        try
        {
            held = new FileStream(half, options);
            if (File.Exists(half))
            {
                held.SetLength(0);
                return held;
            }

            held.Dispose(); // the other one ended just now, and what we hold is its backup
        }
        catch (IOException fault) when (fault is not (DirectoryNotFoundException or PathTooLongException or FileNotFoundException) && (fault.HResult & 0xFFFF) is SharingViolation)
        {
            held?.Dispose();
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new UnusableInput("This place may not be written to.", "Choose a folder you may write in.", file, fault);
        }
        catch (IOException fault)
        {
            throw new MachineFault($"{half} cannot be opened: {fault.Message}", "Check the disk it lies on.", fault);
        }

        throw new UnusableInput("Another backup is being written under this name.", "Wait until it is done, or name another file.", file);
    }

    /// <summary>Copies the attachments that a folder does not have yet. They never change, so that one that is there is the same.</summary>
    internal static (int Copied, int Missing) CopyAttachments(IEnumerable<AttachmentRow> rows, string from, string to)
    {
        var (copied, missing) = (0, 0);
        foreach (var row in rows)
        {
            var (source, target) = (AttachmentFiles.PathOf(from, row.Id), AttachmentFiles.PathOf(to, row.Id));
            if (File.Exists(target)) continue;
            if (!File.Exists(source))
            {
                missing++;
                continue;
            }

            DurableFile.MakeFolder(to);
            DurableFile.MakeFolder(Path.GetDirectoryName(target)!);
            DurableFile.Copy(source, target);
            copied++;
        }

        return (copied, missing);
    }

    private static void CopyTables(Session from, SqliteSession to)
    {
        to.Execute($"pragma application_id = {SqliteStore.ApplicationId}");
        Migrating.BringUpToDate(to, Spelling.Sqlite);
        from.BeginReading();
        TableCopies.Copy(from, to);
        from.EndReading();
    }

    /// <summary>A backup goes beside no record that is in use, and replaces nothing but an older backup.</summary>
    private static void Demand(RecordPlace place, string target, string file)
    {
        if (Directory.Exists(target)) throw new UnusableInput("This is a folder.", "Name a file in it to write the backup to.", file);
        if (Path.GetDirectoryName(target) is { } folder && !Directory.Exists(folder)) throw new UnusableInput($"There is no folder {folder}.", "Make it first, or name another.", file);
        if (place.Store is SqliteStore own && OutputFile.AreSame(own.File, target)) throw new UnusableInput("This is the record itself.", "Give the backup another name, best on another disk.", file);
        if (!File.Exists(target)) return;
        if (File.Exists(target + "-wal") || File.Exists(target + ".lock")) throw new UnusableInput("This is a record, not a backup: it is or was written to.", "Give the backup another name.", file);
        using var old = new SqliteStore(target).OpenToRead();
        using var now = place.Store.OpenToRead();
        if (LedgerRows.Size(old) > 0 && (LedgerRows.FirstOrigin(old) != LedgerRows.FirstOrigin(now) || !LedgerRows.Entry(old, 0).AsSpan().SequenceEqual(LedgerRows.Entry(now, 0))))
            throw new UnusableInput($"This is a backup of another record, {LedgerRows.Origin(old)}.", "Give the backup another name; a backup replaces older ones of the same record only.", file);
    }

    private static void Clear(params ReadOnlySpan<string> files)
    {
        foreach (var file in files) File.Delete(file);
    }
}
