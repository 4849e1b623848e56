using Trellis.Structure.Files;

namespace Trellis.Runtime.Structure;

/// <summary>Reads the files of a structure's folder: every file below it, no link that leads out of it, nothing without bounds.</summary>
public static class StructureFolder
{
    public const long LargestFile = 256L << 20;
    public const long LargestFolder = 1L << 30;
    public const int MostFiles = 100_000;
    private const int DeepestFolder = 16;

    /// <param name="path">The folder, or its structure.yaml.</param>
    /// <param name="overlay">The folder of a proposed overlay, or its overlay.yaml; null for none.</param>
    public static IReadOnlyList<SourceFile> Read(string path, string? overlay)
    {
        if (overlay is null) return Read(path);
        var file = Directory.Exists(overlay) ? Path.Combine(overlay, "overlay.yaml") : overlay;
        if (!File.Exists(file) && !overlay.Contains('/', StringComparison.Ordinal) && File.Exists(Path.Combine(path, "overlays", overlay, "overlay.yaml"))) return Read(path); // one of its own, which is read anyway
        if (!File.Exists(file)) throw new UnusableInput("There is no overlay.yaml there.", "--with takes the folder of an overlay: the one that holds overlay.yaml.", overlay);
        if (new FileInfo(file).Length > LargestFile) throw new UnusableInput("This file is too large for an overlay.", "Check whether it is the right one.", file);
        var name = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file)))!;
        var inside = $"overlays/{name}/overlay.yaml";
        // A proposal with the name of an overlay that is there takes its place.
        return [.. Read(path).Where(one => one.Path != inside), new SourceFile(inside, File.ReadAllBytes(file))];
    }

    /// <param name="path">The folder, or its structure.yaml.</param>
    public static IReadOnlyList<SourceFile> Read(string path)
    {
        if (path.Length == 0) throw new UnusableInput("The name given as DIR is empty.", "Name the folder of a structure.");
        if (File.Exists(path) && Path.GetFileName(path) == "structure.yaml") path = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (File.Exists(path)) throw new UnusableInput("This is a file, not the folder of a structure.", "Name the folder that holds structure.yaml.", path);
        if (!Directory.Exists(path)) throw new UnusableInput("There is no such folder.", "Check the path and its spelling.", path);
        var root = new DirectoryInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        if (!File.Exists(Path.Combine(root, "structure.yaml")))
            throw new UnusableInput("There is no structure.yaml in this folder.", "A structure begins with structure.yaml; check that this is its folder.", path);

        var files = new List<SourceFile>();
        long total = 0;
        try
        {
            Walk(root, "", 0, files, ref total);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new UnusableInput($"A file of the structure may not be read: {fault.Message}", "Ask for the right to read it.", path, fault);
        }
        catch (IOException fault)
        {
            throw new MachineFault($"The structure cannot be read: {fault.Message}", "Check the disk or the network drive it lies on.", fault);
        }

        return files;
    }

    private static void Walk(string folder, string prefix, int depth, List<SourceFile> files, ref long total)
    {
        if (depth > DeepestFolder) throw new UnusableInput($"Folders are nested more than {DeepestFolder} deep.", "A structure needs two or three levels of folders.", prefix);
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().OrderBy(static entry => entry.Name, StringComparer.Ordinal))
        {
            // What editors, version control and operating systems leave behind is not ours.
            if (entry.Name.StartsWith('.') || entry.Name.EndsWith('~')) continue;
            var path = prefix + entry.Name;
            if (entry.LinkTarget is not null)
                throw new UnusableInput("This is a link. A structure holds its own files, so that everyone who checks it reads the same.", "Put the file itself here, or delete the link.", path);
            if (entry is DirectoryInfo)
            {
                Walk(entry.FullName, path + "/", depth + 1, files, ref total);
                continue;
            }

            var length = ((FileInfo)entry).Length;
            if (length > LargestFile) throw new UnusableInput($"This file has {length >> 20:N0} MiB; the most that is read is {LargestFile >> 20} MiB.", "A structure is written by people; check whether this file belongs here, or split it.", path);
            total += length;
            if (total > LargestFolder) throw new UnusableInput($"The files of this folder have more than {LargestFolder >> 20} MiB.", "Check whether this is the right folder.", path);
            if (files.Count >= MostFiles) throw new UnusableInput($"This folder holds more than {MostFiles:N0} files.", "Check whether this is the right folder.", path);
            files.Add(new SourceFile(path, File.ReadAllBytes(entry.FullName)));
        }
    }
}
