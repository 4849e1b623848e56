using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;

namespace Trellis.Runtime.Files;

/// <summary>Who may read what belongs to a record: keys their owner alone; the store and attachments nobody whom the system does not know to belong to them.</summary>
internal static class OwnersOnly
{
    private const UnixFileMode Group = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private const UnixFileMode Writing = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Refuses a folder of keys that anybody but its owner may read or write. It is not narrowed in silence: whoever could read the keys may have done so.</summary>
    /// <param name="secret">Files in it that nobody else may read.</param>
    /// <param name="told">Files in it that everybody may know, but nobody else may change.</param>
    /// <exception cref="UnusableInput">The folder or a file in it has wider rights.</exception>
    public static void Demand(string folder, IEnumerable<string> secret, IEnumerable<string> told)
    {
        if (OperatingSystem.IsWindows()) return;
        Demand(folder, folder, Group | Others);
        foreach (var name in secret) Demand(folder, Path.Combine(folder, name), Group | Others);
        foreach (var name in told) Demand(folder, Path.Combine(folder, name), Writing);
    }

    private static void Demand(string folder, string path, UnixFileMode unwanted)
    {
        if (OperatingSystem.IsWindows() || !Path.Exists(path)) return;
        var mode = File.GetUnixFileMode(path);
        if ((mode & unwanted) == UnixFileMode.None) return;
        var written = Convert.ToString((int)mode, 8);
        throw new UnusableInput(
            new Text($"除所有者外，别人也能读写这里（权限 {written}），而这里是记录的密钥。", $"Others than its owner may read or write this (mode {written}), and here are the keys of a record."),
            new Text($"执行 chmod -R go-rwx {folder}。若别的账户可能已读过，就当密钥已泄露：见 docs/reference/keeping-a-record.md。", $"Give the command chmod -R go-rwx {folder}. If another account may have read them, treat them as known to it: docs/reference/keeping-a-record.md says what that means."), path);
    }

    /// <summary>Takes the rights of strangers away from the store's files and the attachments; those of a group, such as auditors on this machine, stay.</summary>
    /// <returns>What was narrowed.</returns>
    public static IReadOnlyList<string> Narrow(RecordPlace place)
    {
        var paths = new List<string>();
        if (place.Store is SqliteStore { File: var file }) paths.AddRange([file, file + "-wal", file + "-shm", file + ".lock"]);
        return [.. Narrow(paths), .. NarrowFolder(place.Attachments)];
    }

    /// <summary>The same for a folder of attachments: the folder itself is enough, since nobody gets past it.</summary>
    public static IReadOnlyList<string> NarrowFolder(string folder) => Narrow([folder]);

    private static List<string> Narrow(IEnumerable<string> paths)
    {
        var narrowed = new List<string>();
        if (OperatingSystem.IsWindows()) return narrowed;
        foreach (var path in paths)
        {
            if (!Path.Exists(path)) continue;
            var mode = File.GetUnixFileMode(path);
            if ((mode & Others) == UnixFileMode.None) continue;
            try
            {
                File.SetUnixFileMode(path, mode & ~Others);
                narrowed.Add(path);
            }
            catch (UnauthorizedAccessException)
            {
                // It belongs to somebody else, who may have meant it.
            }
        }

        return narrowed;
    }
}
