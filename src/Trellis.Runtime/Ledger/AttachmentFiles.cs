using System.Security.Cryptography;
using System.Text;
using Trellis.Runtime.Files;

namespace Trellis.Runtime.Ledger;

/// <summary>
/// The folder of attachments: one encrypted file each, under a key of its own that stands sealed beside the record.
/// Which person or matter it belongs to cannot be told from the folder.
/// </summary>
internal static class AttachmentFiles
{
    /// <summary>Folders of a few thousand files stay quick to list; ids end in random digits.</summary>
    public static string PathOf(string folder, string id) => Path.Combine(folder, id[^2..], id);

    /// <returns>The key under which it can be read again.</returns>
    public static byte[] Write(string folder, string id, ReadOnlySpan<byte> content)
    {
        var path = PathOf(folder, id);
        DurableFile.MakeFolder(folder);
        DurableFile.MakeFolder(Path.GetDirectoryName(path)!);
        var key = RandomNumberGenerator.GetBytes(32);
        DurableFile.Write(path, RecordKeys.Seal(key, content, Binding(id)));
        return key;
    }

    /// <summary>The content, or null where the file is gone or was damaged.</summary>
    public static byte[]? Read(string folder, string id, byte[] key) =>
        DurableFile.ReadPlain(PathOf(folder, id)) is { } box ? RecordKeys.OpenSealed(key, box, Binding(id)) : null;

    public static void Delete(string folder, string id) => DurableFile.Delete(PathOf(folder, id));

    private static byte[] Binding(string id) => Encoding.ASCII.GetBytes("trellis-attachment/1\n" + id);
}
