using Trellis.Runtime.Auditing;
using Trellis.Runtime.Database;
using Trellis.Runtime.Files;

namespace Trellis.Runtime.Ledger;

/// <summary>What a backup holds.</summary>
/// <param name="Size">Its entries.</param>
/// <param name="Attachments">The attachments that were copied; those that the folder held already are not copied again.</param>
/// <param name="Missing">Attachments that the record names and the folder does not have.</param>
/// <param name="Narrowed">What others than its owner could read, and no longer can.</param>
public sealed record BackedUp(long Size, int Attachments, int Missing, IReadOnlyList<string> Narrowed);

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
                StrangeTables.DemandTables(from, place.Store.Called);
                if (LedgerRows.Origin(from) is null) throw LedgerRows.IsHalfRestored(from) ? OpeningRecords.HalfRestored(place) : place.Store.NoRecord();
                if (from is SqliteSession file1) file1.CopyTo(to);
                else CopyTables(from, to);
                LeaveOutStrange(to, place);
                size = LedgerRows.Size(to);
                attachments = [.. ReadModels.Attachments(to).Where(static row => row.Erased is null)];
                to.Execute("pragma journal_mode = delete"); // one file, nothing beside it
            }

            DurableFile.Flush(half);
            var (copied, missing) = CopyAttachments(attachments, place.Attachments, target + ".attachments");
            var narrowed = OwnersOnly.NarrowFolder(target + ".attachments");
            File.Move(half, target, overwrite: true);
            done = true;
            DurableFile.FlushFolder(Path.GetDirectoryName(target)!);
            return new BackedUp(size, copied, missing, narrowed);
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
            var (open, named) = (FileIdentity.Of(held.SafeFileHandle), FileIdentity.OfName(half));
            if (open is { Names: > 1 } || new FileInfo(half).LinkTarget is not null)
            {
                // Emptying it would empty whatever else it is a name of.
                held.Dispose();
                throw new UnusableInput(
                    new Text("这个名字是链接，或另有名字。", "This name is a link, or has other names too."),
                    new Text("删去它，或给备份另取名字。", "Remove it, or give the backup another name."), half);
            }

            if (File.Exists(half) && (open is not { } one || (named is { } other && one.IsSameFile(other))))
            {
                held.SetLength(0);
                if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(held.SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.UserWrite); // one that was left behind may have had others
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
            throw new UnusableInput(new Text("没有写这个位置的权限。", "This place may not be written to."), new Text("选一个你有写权限的文件夹。", "Choose a folder you may write in."), file, fault);
        }
        catch (IOException fault)
        {
            throw new MachineFault(new Text($"{half} 打不开：{SystemWords.Of(fault).Zh}", $"{half} cannot be opened: {fault.Message}"), new Text("检查它所在的磁盘。", "Check the disk it lies on."), fault);
        }

        throw new UnusableInput(new Text("另一次备份正在写这个名字。", "Another backup is being written under this name."), new Text("等它完成，或换一个文件。", "Wait until it is done, or name another file."), file);
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

    /// <summary>What no record has is not copied; what is not as the program makes it would be no backup, since no restore would take it.</summary>
    private static void LeaveOutStrange(SqliteSession copy, RecordPlace place)
    {
        foreach (var strange in StrangeTables.Of(copy))
        {
            if (strange.IsMore)
            {
                copy.Execute($"drop {strange.Kind} if exists \"{strange.Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
                continue;
            }

            throw new UnusableInput(
                new Text($"数据库的 {Excerpt.Of(StrangeTables.PlaceOf(strange.Place).Zh, 80)} 不是程序所写的样子：{LedgerFaults.Of(strange.Detail).Zh}", $"{Excerpt.Of(strange.Place, 80)} of the database is not as the program writes it: {strange.Detail}"),
                new Text("这样的备份恢复不了。先查明是谁改的；trellis verify 说得更细。", "A backup of this could not be restored. Find out first who changed it; trellis verify tells more."), place.Store.Called);
        }
    }

    private static void CopyTables(Session from, SqliteSession to)
    {
        to.Execute($"pragma application_id = {SqliteStore.ApplicationId}");
        Migrating.BringUpToDate(to, Spelling.Sqlite);
        from.BeginReading();
        TableCopies.Copy(from, to, isRecord: true);
        from.EndReading();
    }

    /// <summary>A backup goes beside no record that is in use, and replaces nothing but an older backup.</summary>
    private static void Demand(RecordPlace place, string target, string file)
    {
        if (Directory.Exists(target)) throw new UnusableInput(new Text("这是文件夹。", "This is a folder."), new Text("写明其中一个文件，备份写到那里。", "Name a file in it to write the backup to."), file);
        if (Path.GetDirectoryName(target) is { } folder && !Directory.Exists(folder)) throw new UnusableInput(new Text($"没有文件夹 {folder}。", $"There is no folder {folder}."), new Text("先建好它，或换一个。", "Make it first, or name another."), file);
        if (place.Store is SqliteStore own && OutputFile.AreSame(own.File, target)) throw new UnusableInput(new Text("这就是记录本身。", "This is the record itself."), new Text("给备份另取名字，最好放在别的磁盘上。", "Give the backup another name, best on another disk."), file);
        if (OutputFile.AreSame(place.Attachments, target + ".attachments") || AreOneFile(place.Attachments, target + ".attachments"))
            throw new UnusableInput(new Text("备份的附件会写进记录自己的附件文件夹。", "The attachments of the backup would lie in the folder of the record's own."), new Text("给备份另取名字，最好放在别的磁盘上。", "Give the backup another name, best on another disk."), file);
        if (!File.Exists(target)) return;
        if (NameOfLive(place, target) is { } live)
        {
            throw new UnusableInput(
                new Text($"这是 {live} 的另一个名字（硬链接），不是备份。", $"This is another name (a hard link) of {live}, and no backup."),
                new Text("给备份另取名字，最好放在别的磁盘上。", "Give the backup another name, best on another disk."), file);
        }

        if (File.Exists(target + "-wal") || File.Exists(target + ".lock")) throw new UnusableInput(new Text("这是记录，不是备份：有程序在写或写过它。", "This is a record, not a backup: it is or was written to."), new Text("给备份另取名字。", "Give the backup another name."), file);
        using var old = new SqliteStore(target).OpenToRead();
        using var now = place.Store.OpenToRead();
        if (LedgerRows.Size(old) > 0 && (LedgerRows.FirstOrigin(old) != LedgerRows.FirstOrigin(now) || !LedgerRows.Entry(old, 0).AsSpan().SequenceEqual(LedgerRows.Entry(now, 0))))
            throw new UnusableInput(new Text($"这是另一份记录 {LedgerRows.Origin(old)} 的备份。", $"This is a backup of another record, {LedgerRows.Origin(old)}."), new Text("给备份另取名字；备份只替换同一份记录的旧备份。", "Give the backup another name; a backup replaces older ones of the same record only."), file);
    }

    private static bool AreOneFile(string one, string other) => FileIdentity.Of(one) is { } first && FileIdentity.Of(other) is { } second && first.IsSameFile(second);

    /// <summary>Which file of the record itself a path is another name of: the store, its log, a key, an attachment. Null where it is none.</summary>
    private static string? NameOfLive(RecordPlace place, string target)
    {
        if (FileIdentity.Of(target) is not { Names: > 1 } mine) return null;
        IEnumerable<string> files = place.Store is SqliteStore store ? [store.File, store.File + "-wal", store.File + "-shm", store.File + ".lock"] : [];
        foreach (var folder in (string[])[place.Keys, place.Attachments])
            if (Directory.Exists(folder)) files = files.Concat(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));
        return files.FirstOrDefault(path => FileIdentity.Of(path) is { } one && one.IsSameFile(mine));
    }

    private static void Clear(params ReadOnlySpan<string> files)
    {
        foreach (var file in files) File.Delete(file);
    }
}
