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
    /// <param name="file">Where to; a file that is there is only replaced when it is a backup of a record itself.</param>
    public static BackedUp Make(RecordPlace place, string file)
    {
        var target = Path.GetFullPath(file);
        Demand(place, target, file);
        var half = target + ".new";
        Clear(half);
        try
        {
            long size;
            List<AttachmentRow> attachments;
            using (var from = place.Store.OpenToRead())
            using (var to = SqliteSession.OpenToWrite(half, create: true))
            {
                if (from is SqliteSession file1) file1.CopyTo(to);
                else CopyTables(from, to);
                size = LedgerRows.Size(to);
                attachments = [.. ReadModels.Attachments(to).Where(static row => row.Erased is null)];
                to.Execute("pragma journal_mode = delete"); // one file, nothing beside it
            }

            DurableFile.Flush(half);
            var (copied, missing) = CopyAttachments(attachments, place.Attachments, target + ".attachments");
            File.Move(half, target, overwrite: true);
            DurableFile.FlushFolder(Path.GetDirectoryName(target)!);
            return new BackedUp(size, copied, missing);
        }
        catch (StoreFault fault)
        {
            throw fault.Tell(file);
        }
        finally
        {
            Clear(half);
        }
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
    }

    private static void Clear(string half)
    {
        foreach (var end in (string[])["", "-wal", "-shm", "-journal"]) File.Delete(half + end);
    }
}
