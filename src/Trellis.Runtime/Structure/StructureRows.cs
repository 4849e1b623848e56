using System.Security.Cryptography;
using Trellis.Runtime.Database;
using Trellis.Structure.Files;

namespace Trellis.Runtime.Structure;

/// <summary>Rows of the files of structure versions. Equal files of several versions are kept once.</summary>
internal static class StructureRows
{
    private static readonly Statement PutContent = new("insert into structure_content (digest, content) values (@digest, @content) on conflict do nothing", independent: true);

    private static readonly Statement PutFile = new("insert into structure_file (version, path, digest) values (@version, @path, @digest) on conflict do nothing", independent: true);

    private static readonly Statement FilesOf = new("select f.path, c.content from structure_file f join structure_content c on c.digest = f.digest where f.version = @version order by f.path");

    private static readonly Statement HasVersion = new("select count(*) from structure_file where version = @version");

    private static readonly Statement ContentOf = new("select content from structure_content where digest = @digest");

    internal static IReadOnlyList<Statement> Statements { get; } = [ContentOf, PutContent, PutFile, FilesOf, HasVersion];

    public static void Add(Writes writes, string version, IReadOnlyList<SourceFile> files)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var digest = SHA256.HashData(file.Bytes);
            if (told.Add(Convert.ToHexStringLower(digest))) writes.Add(PutContent, digest, file.Bytes);
            writes.Add(PutFile, version, file.Path, digest);
        }
    }

    /// <summary>Keeps something that belongs to a version, such as its plan, under its digest.</summary>
    public static void AddContent(Writes writes, byte[] content) => writes.Add(PutContent, SHA256.HashData(content), content);

    public static byte[]? Content(Session session, byte[] digest)
    {
        using var rows = session.Query(ContentOf, digest);
        return rows.Next() ? rows.Bytes(0) : null;
    }

    public static bool Has(Session session, string version) => session.Number(HasVersion, version) > 0;

    public static List<SourceFile> Files(Session session, string version)
    {
        using var rows = session.Query(FilesOf, version);
        var files = new List<SourceFile>();
        while (rows.Next()) files.Add(new SourceFile(rows.Text(0), rows.Bytes(1)));
        return files;
    }
}
