using System.Text;
using Trellis.Ledger;
using Trellis.Runtime;
using Trellis.Runtime.Auditing;
using Trellis.Runtime.Files;

namespace Trellis.Cli;

/// <summary>Small files that auditors and residents keep: keys, policies, checkpoints, receipts.</summary>
internal static class Kept
{
    /// <summary>A signed text in one of its forms; exactly one of the first two is there, or the note alone.</summary>
    public sealed record Signed(TlogProof? Receipt, SignedCheckpoint? Checkpoint, SignedNote? Note);

    public static IReadOnlyList<NoteVerifier> Keys(string keyOrFile)
    {
        if (keyOrFile.Contains('+', StringComparison.Ordinal) && !File.Exists(keyOrFile))
            return NoteVerifier.TryRead(keyOrFile, out var key, out var wrong) ? [key] : throw new UnusableInput(wrong, "Copy the key as a whole, in quotes: name+id+key. Or name a file that holds it.", "--key");
        return KeyFile.TryRead(All(keyOrFile, 100_000), out var keys, out var fault) ? keys : throw new UnusableInput(fault, "A file of keys holds one a line, as name+id+key; lines that begin with # are passed over.", keyOrFile);
    }

    public static WitnessPolicy Policy(string file) =>
        WitnessPolicy.TryRead(All(file, WitnessPolicy.MaxLength), out var policy, out var fault) ? policy : throw new UnusableInput(fault, "A policy has lines 'log', 'witness', 'group' and 'quorum' (C2SP tlog-policy); docs/reference/verify.md shows one.", file);

    /// <summary>The address, or null for what is a path.</summary>
    public static Uri? Address(string text) =>
        (text.StartsWith("http://", StringComparison.Ordinal) || text.StartsWith("https://", StringComparison.Ordinal)) && Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : null;

    public static string Token(string tokenOrFile)
    {
        var token = (File.Exists(tokenOrFile) ? Encoding.UTF8.GetString(All(tokenOrFile, 10_000)) : tokenOrFile).Trim();
        if (token.Length == 0 || token.Any(static letter => letter is <= ' ' or > '~')) throw new UnusableInput("The token holds something else than letters, digits and signs in one word.", "Copy it again as you were given it.", "--token");
        return token;
    }

    /// <summary>What somebody kept: a checkpoint, a receipt, the checkpoint of a folder or an address.</summary>
    public static SeenBefore Read(string path)
    {
        if (Address(path) is { } address)
        {
            using var files = new AddressFiles(address, null);
            var bytes = files.Read(TilePath.Checkpoint, SignedNote.MaxLength) ?? throw new UnusableInput("There is no checkpoint at this address.", "Name the address under which the file checkpoint lies.", path);
            return SignedCheckpoint.TryRead(bytes, out var published, out var fault) ? new SeenBefore(path, published, null) : throw new UnusableInput(fault, "Name the address of a published record.", path);
        }

        var file = Directory.Exists(path) ? Path.Combine(path, TilePath.Checkpoint) : path;
        return Document(file) switch
        {
            { Receipt: { } receipt } => new SeenBefore(path, receipt.Checkpoint, receipt),
            { Checkpoint: { } checkpoint } => new SeenBefore(path, checkpoint, null),
            _ => throw new UnusableInput("This is a signed note, but no checkpoint.", "Name a checkpoint, a receipt, or a published folder.", path),
        };
    }

    public static Signed Document(string path)
    {
        var bytes = All(path, TlogProof.MaxLength);
        if (bytes.AsSpan().StartsWith("c2sp.org/tlog-proof"u8))
            return TlogProof.TryRead(bytes, out var receipt, out var fault) ? new Signed(receipt, null, null) : throw new UnusableInput(fault, "Copy the receipt again; it is a text file, and every sign of it counts.", path);
        if (SignedNote.TryRead(bytes, out var note, out var wrong))
            return SignedCheckpoint.TryRead(bytes, out var checkpoint, out _) ? new Signed(null, checkpoint, null) : new Signed(null, null, note);
        throw new UnusableInput($"This is no database, no receipt and no checkpoint. {wrong}", "Name what trellis wrote: a database, a published folder, a receipt, or a checkpoint.", path);
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
        return read <= most ? bytes[..read] : throw new UnusableInput($"This file is too long: {most:N0} bytes are the most.", "Check the name.", path);
    });

    private static byte[] Guarded(string path, Func<byte[]> read)
    {
        if (path.Length == 0) throw new UnusableInput("The name of a file is empty.", "Name a file.");
        if (Directory.Exists(path)) throw new UnusableInput("This is a folder, not a file.", "Name one file in it.", path);
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UnusableInput("There is no such file.", "Check the path and its spelling.", path, fault);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new UnusableInput("This file may not be read.", "Ask its owner for the right to read it.", path, fault);
        }
        catch (PathTooLongException fault)
        {
            throw new UnusableInput("This name is too long.", "Check the path.", path, fault);
        }
        catch (IOException fault)
        {
            throw new MachineFault($"{path} cannot be read: {fault.Message}", "Check the disk or the network drive it lies on.", fault);
        }
    }
}
