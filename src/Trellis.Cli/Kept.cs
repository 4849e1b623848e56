using System.Text;
using Trellis.Ledger;
using Trellis.Runtime;
using Trellis.Runtime.Auditing;
using Trellis.Runtime.Files;
using Trellis.Runtime.Ledger;

namespace Trellis.Cli;

/// <summary>Small files that auditors and residents keep: keys, policies, checkpoints, receipts.</summary>
internal static class Kept
{
    /// <summary>A signed text in one of its forms; exactly one of the first two is there, or the note alone.</summary>
    public sealed record Signed(TlogProof? Receipt, SignedCheckpoint? Checkpoint, SignedNote? Note)
    {
        /// <summary>Receipts of several entries; then nothing else is there.</summary>
        public Receipts? Many { get; init; }
    }

    public static IReadOnlyList<NoteVerifier> Keys(string keyOrFile)
    {
        if (keyOrFile.Contains('+', StringComparison.Ordinal) && !File.Exists(keyOrFile))
            return NoteVerifier.TryRead(keyOrFile, out var key, out var wrong) ? [key] : throw new UnusableInput(LedgerFaults.Of(wrong), new Text("把公钥整个抄下来并加引号：name+id+key；或指明存有它的文件。", "Copy the key as a whole, in quotes: name+id+key. Or name a file that holds it."), "--key");
        return KeyFile.TryRead(All(keyOrFile, 100_000), out var keys, out var fault) ? keys : throw new UnusableInput(LedgerFaults.Of(fault), new Text("公钥文件每行一把，写成 name+id+key；以 # 开头的行略过。", "A file of keys holds one a line, as name+id+key; lines that begin with # are passed over."), keyOrFile);
    }

    public static WitnessPolicy Policy(string file) =>
        WitnessPolicy.TryRead(All(file, WitnessPolicy.MaxLength), out var policy, out var fault) ? policy : throw new UnusableInput(LedgerFaults.Of(fault), new Text("见证规则由 log、witness、group、quorum 各行组成（C2SP tlog-policy）；docs/reference/verify.md 里有一例。", "A policy has lines 'log', 'witness', 'group' and 'quorum' (C2SP tlog-policy); docs/reference/verify.md shows one."), file);

    /// <summary>The address, or null for what is a path.</summary>
    public static Uri? Address(string text) =>
        (text.StartsWith("http://", StringComparison.Ordinal) || text.StartsWith("https://", StringComparison.Ordinal)) && Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : null;

    public static string Token(string tokenOrFile)
    {
        var token = (File.Exists(tokenOrFile) ? Encoding.UTF8.GetString(All(tokenOrFile, 10_000)) : tokenOrFile).Trim();
        if (token.Length == 0 || token.Any(static letter => letter is <= ' ' or > '~')) throw new UnusableInput(new Text("令牌里有字母、数字和符号以外的内容，或不是连在一起的一个词。", "The token holds something else than letters, digits and signs in one word."), new Text("照给你的样子重新抄一遍。", "Copy it again as you were given it."), "--token");
        return token;
    }

    /// <summary>What somebody kept: a checkpoint, a receipt, the checkpoint of a folder or an address.</summary>
    public static SeenBefore Read(string path)
    {
        if (Address(path) is { } address)
        {
            using var files = new AddressFiles(address, null);
            var bytes = files.Read(TilePath.Checkpoint, SignedNote.MaxLength) ?? throw new UnusableInput(new Text("这个网址上没有检查点。", "There is no checkpoint at this address."), new Text("写明 checkpoint 文件所在的网址。", "Name the address under which the file checkpoint lies."), path);
            return SignedCheckpoint.TryRead(bytes, out var published, out var fault) ? new SeenBefore(path, published, null) : throw new UnusableInput(LedgerFaults.Of(fault), new Text("写明已发布记录的网址。", "Name the address of a published record."), path);
        }

        var file = Directory.Exists(path) ? Path.Combine(path, TilePath.Checkpoint) : path;
        return Document(file) switch
        {
            { Receipt: { } receipt } => new SeenBefore(path, receipt.Checkpoint, receipt),
            { Checkpoint: { } checkpoint } => new SeenBefore(path, checkpoint, null),
            { Many: { } many } => new SeenBefore(path, many.Checkpoint, null),
            _ => throw new UnusableInput(new Text("这是一份签名文本，但不是检查点。", "This is a signed note, but no checkpoint."), new Text("写明检查点、回执或发布文件夹。", "Name a checkpoint, a receipt, or a published folder."), path),
        };
    }

    public static Signed Document(string path)
    {
        var bytes = All(path, Receipts.Begins(Beginning(path, 64)) ? Receipts.MaxLength : TlogProof.MaxLength);
        if (Receipts.Begins(bytes))
            return Receipts.TryRead(bytes, out var many, out var damaged) ? new Signed(null, null, null) { Many = many } : throw new UnusableInput(LedgerFaults.Of(damaged), new Text("重新复制回执；它是文本文件，一个字符也不能差。", "Copy the receipt again; it is a text file, and every sign of it counts."), path);
        if (bytes.AsSpan().StartsWith("c2sp.org/tlog-proof"u8))
            return TlogProof.TryRead(bytes, out var receipt, out var fault) ? new Signed(receipt, null, null) : throw new UnusableInput(LedgerFaults.Of(fault), new Text("重新复制回执；它是文本文件，一个字符也不能差。", "Copy the receipt again; it is a text file, and every sign of it counts."), path);
        if (SignedNote.TryRead(bytes, out var note, out var wrong))
            return SignedCheckpoint.TryRead(bytes, out var checkpoint, out _) ? new Signed(null, checkpoint, null) : new Signed(null, null, note);
        throw new UnusableInput(new Text($"这不是数据库、回执，也不是检查点。{LedgerFaults.Of(wrong).Zh}", $"This is no database, no receipt and no checkpoint. {wrong}"), new Text("写明 trellis 写出的东西：数据库、发布文件夹、回执或检查点。", "Name what trellis wrote: a database, a published folder, a receipt, or a checkpoint."), path);
    }

    /// <summary>The first bytes of a file.</summary>
    public static byte[] Beginning(string path, int count) => Guarded(path, () =>
    {
        using var file = PlainFile.OpenRead(path);
        var bytes = new byte[count];
        var read = file.ReadAtLeast(bytes, count, throwOnEndOfStream: false);
        return bytes[..read];
    });

    private static byte[] All(string path, int most) => Guarded(path, () =>
    {
        using var file = PlainFile.OpenRead(path);
        var bytes = new byte[most + 1];
        var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read <= most ? bytes[..read] : throw new UnusableInput(new Text($"文件太长：最多 {most:N0} 字节。", $"This file is too long: {most:N0} bytes are the most."), new Text("核对名字。", "Check the name."), path);
    });

    private static byte[] Guarded(string path, Func<byte[]> read)
    {
        if (path.Length == 0) throw new UnusableInput(new Text("文件名是空的。", "The name of a file is empty."), new Text("写明一个文件。", "Name a file."));
        if (Directory.Exists(path)) throw new UnusableInput(new Text("这是文件夹，不是文件。", "This is a folder, not a file."), new Text("写明其中的一个文件。", "Name one file in it."), path);
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UnusableInput(new Text("没有这个文件。", "There is no such file."), new Text("核对路径和写法。", "Check the path and its spelling."), path, fault);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new UnusableInput(new Text("没有读这个文件的权限。", "This file may not be read."), new Text("向它的所有者要读取权限。", "Ask its owner for the right to read it."), path, fault);
        }
        catch (PathTooLongException fault)
        {
            throw new UnusableInput(new Text("名字太长。", "This name is too long."), new Text("核对路径。", "Check the path."), path, fault);
        }
        catch (IOException fault)
        {
            throw new MachineFault(new Text($"{path} 读不了：{SystemWords.Of(fault).Zh}", $"{path} cannot be read: {fault.Message}"), new Text("检查它所在的磁盘或网络盘。", "Check the disk or the network drive it lies on."), fault);
        }
    }
}
