namespace Trellis.Tests.Architecture;

/// <summary>A file of this checkout: its path from the root, with slashes, and its text.</summary>
internal sealed record CheckedFile(string Path, string Text)
{
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The folder from the root, "" for the root itself.</summary>
    public string Folder => Path.LastIndexOf('/') is var slash and > 0 ? Path[..slash] : "";
}

/// <summary>The files people wrote, without what builds and tests leave behind.</summary>
internal static class Checkout
{
    private static readonly HashSet<string> Left = new(["bin", "obj", "out", "node_modules", ".git", ".trellis", "TestResults"], StringComparer.Ordinal);

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<CheckedFile> Files(string extension)
    {
        var files = new List<CheckedFile>();
        Walk(Root, files, extension);
        files.Sort(static (one, other) => string.CompareOrdinal(one.Path, other.Path));
        return files;
    }

    public static CheckedFile File(string path) => new(path, System.IO.File.ReadAllText(Path.Combine(Root, path)));

    private static void Walk(string folder, List<CheckedFile> files, string extension)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*" + extension))
            files.Add(new CheckedFile(Path.GetRelativePath(Root, path).Replace('\\', '/'), System.IO.File.ReadAllText(path)));
        foreach (var inner in Directory.EnumerateDirectories(folder))
            if (!Left.Contains(Path.GetFileName(inner))) Walk(inner, files, extension);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Trellis.slnx"))) return folder.FullName;
        throw new DirectoryNotFoundException("The tests do not run inside a checkout: there is no Trellis.slnx above them.");
    }
}
