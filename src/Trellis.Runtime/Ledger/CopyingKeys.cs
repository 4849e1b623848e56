using Trellis.Runtime.Files;

namespace Trellis.Runtime.Ledger;

/// <summary>
/// Copies the folder of a record's keys while the record is being written. Each file is replaced whole, and what is still being written there is passed over:
/// a plain copy of the folder fails where a file gets its name while it is read.
/// </summary>
public static class CopyingKeys
{
    private static readonly string[] Passing = [".new", ".lock"];

    /// <summary>Copies what the folder holds, and reads the copy as a program that opens the record would.</summary>
    /// <returns>How many files the copy holds of it.</returns>
    /// <exception cref="UnusableInput">The copy would lie in the folder itself, or over the keys of another record.</exception>
    public static int Make(RecordKeys keys, string target)
    {
        var (from, to) = (Whole(keys.Folder), Whole(target));
        if (to == from || to.StartsWith(from + Path.DirectorySeparatorChar, StringComparison.Ordinal) || from.StartsWith(to + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new UnusableInput(new Text("副本不能放在密钥文件夹里面或外面一层。", "The copy may not lie in the folder of the keys, nor the folder in it."), new Text("写明另一处的文件夹，最好在别的介质上。", "Name a folder elsewhere, best on another medium."), target);
        if (RecordKeys.Exist(to) && !RecordKeys.Open(to).Signer.Verifier.Key.SequenceEqual(keys.Signer.Verifier.Key))
            throw new UnusableInput(new Text("那里是另一份记录的密钥。", "The keys of another record lie there."), new Text("写明另一个文件夹。", "Name another folder."), target);
        DurableFile.MakeFolder(to);
        OwnersOnly.Demand(to, [], []);
        // The list of erasures may be longer than its head says, never shorter: the head goes first, and the key that makes the folder one of keys last.
        var files = Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(static file => !Passing.Any(file.EndsWith))
            .OrderBy(static file => Path.GetFileName(file) switch { RecordKeys.ErasuresHeadFile => 0, RecordKeys.SigningFile => 2, _ => 1 }).ThenBy(static file => file, StringComparer.Ordinal);
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories)) DurableFile.MakeFolder(Path.Combine(to, Path.GetRelativePath(from, folder)));
        var copied = 0;
        foreach (var file in files)
        {
            if (DurableFile.Read(file) is not { } content) continue;
            DurableFile.Write(Path.Combine(to, Path.GetRelativePath(from, file)), content);
            copied++;
        }

        var made = RecordKeys.Open(to);
        made.Erasures();
        made.LastCheckpoint();
        return copied;
    }

    private static string Whole(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
}
