using System.Text;
using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Tests.Architecture;

namespace Trellis.Tests.Structure;

/// <summary>Structures for tests: those of the checkout, and small ones from text.</summary>
internal static class AStructure
{
    public static IReadOnlyList<SourceFile> FilesOf(string name)
    {
        var root = Path.Combine(Checkout.Root, "structures", name);
        return [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(path => new SourceFile(Path.GetRelativePath(root, path).Replace('\\', '/'), File.ReadAllBytes(path)))];
    }

    public static StructureReading Read(string name) => ReadingStructures.Read(FilesOf(name));

    public static SourceFile AFile(string path, string text) => new(path, Encoding.UTF8.GetBytes(text));

    /// <summary>The tutorial's structure with some files added or put in place of its own.</summary>
    public static StructureReading With(params IReadOnlyList<(string Path, string Text)> files) =>
        ReadingStructures.Read([.. FilesOf("hello-village").Where(file => files.All(other => other.Path != file.Path)), .. files.Select(static file => AFile(file.Path, file.Text))]);
}
