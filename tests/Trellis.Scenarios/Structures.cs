namespace Trellis.Scenarios;

/// <summary>The structures of the checkout, and copies of them to spoil.</summary>
internal static class Structures
{
    public static string Root { get; } = FindRoot();

    public static string Of(string name) => Path.Combine(Root, name);

    /// <summary>Copies a structure into the program's folder.</summary>
    public static string Given(TheProgram program, string name)
    {
        Copy(name, program.At(name));
        return name;
    }

    public static void Copy(string name, string folder)
    {
        foreach (var file in Directory.EnumerateFiles(Of(name), "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(folder, Path.GetRelativePath(Of(name), file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Trellis.slnx"))) return Path.Combine(folder.FullName, "structures");
        throw new DirectoryNotFoundException("The tests do not run inside a checkout: there is no Trellis.slnx above them.");
    }
}
