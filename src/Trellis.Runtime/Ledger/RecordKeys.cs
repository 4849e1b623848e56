using System.Security.Cryptography;
using System.Text;
using Trellis.Ledger;
using Trellis.Runtime.Files;

namespace Trellis.Runtime.Ledger;

/// <summary>
/// The folder of what must not lie in the database: the key that signs, the key under which personal keys are wrapped, the last checkpoint that was signed,
/// and the lists of erasures and of tokens that were taken back. Who holds the database alone can neither sign for the record nor read a personal value,
/// and an old database can be told from the newest, and freed of what was erased or taken back since.
/// </summary>
public sealed class RecordKeys
{
    internal const string SigningFile = "signing.key";
    private const string WrappingFile = "wrapping.key";
    private const string CheckpointFile = "last-checkpoint";
    private const string ErasuresFile = "erasures";
    internal const string ErasuresHeadFile = "erasures.head";
    private const string IntentFile = "restoring";
    private const string EpochFile = "writer-epoch";
    private const string RevocationsFile = "revocations";
    private const string SimulatedFile = "simulated";
    internal const int NonceLength = 12;
    internal const int TagLength = 16;

    private readonly byte[] _wrapping;
    private readonly Lock _revoking = new();

    private RecordKeys(string folder, NoteSigner signer, byte[] wrapping) => (Folder, Signer, _wrapping) = (folder, signer, wrapping);

    public string Folder { get; }

    public NoteSigner Signer { get; private set; }

    private string ErasuresPath => Path.Combine(Folder, ErasuresFile);

    private string RevocationsPath => Path.Combine(Folder, RevocationsFile);

    /// <summary>Makes new keys for a new record. An interrupted making is finished; keys that are there are never replaced.</summary>
    /// <param name="origin">The name under which the record will sign.</param>
    public static RecordKeys Make(string folder, string origin)
    {
        if (File.Exists(Path.Combine(folder, SimulatedFile)))
            throw new UnusableInput(new Text("这个文件夹里是一份模拟记录的密钥，谁都推算得出来。", "This folder holds the keys of a simulated record, which anybody can derive."), new Text("用 --keys DIR 换一个文件夹。", "Name another folder with --keys DIR."), folder);
        return Make(folder, origin, SecretBytes.OfTheSystem());
    }

    /// <summary>Makes the keys of a simulated record, which anybody can derive who knows what its first entry says; a file beside them says so.</summary>
    internal static RecordKeys MakeSimulated(string folder, string origin, SecretBytes derived)
    {
        DurableFile.MakeFolder(folder);
        DurableFile.Write(Path.Combine(folder, SimulatedFile), Encoding.UTF8.GetBytes(
            "这份记录是模拟出来的。这里的密钥由第一个条目所写的种子推算得出，谁都能得到：用它签的名什么也证明不了。\n"
            + "This record was simulated. The keys here follow from the seed that its first entry names, so anybody can have them: what they sign proves nothing.\n"));
        return Make(folder, origin, derived.For("record"));
    }

    private static RecordKeys Make(string folder, string origin, SecretBytes secrets)
    {
        DurableFile.MakeFolder(folder);
        if (DurableFile.Read(Path.Combine(folder, WrappingFile)) is null)
            DurableFile.Write(Path.Combine(folder, WrappingFile), Encoding.ASCII.GetBytes(Convert.ToBase64String(secrets.Take(32)) + "\n"));
        // Empty, but there: a list that is missing is not the same as one on which nothing stands. The key that signs comes last.
        if (DurableFile.Read(Path.Combine(folder, ErasuresFile)) is null) DurableFile.Write(Path.Combine(folder, ErasuresFile), []);
        if (DurableFile.Read(Path.Combine(folder, ErasuresHeadFile)) is null) DurableFile.Write(Path.Combine(folder, ErasuresHeadFile), HeadOf([]));
        if (DurableFile.Read(Path.Combine(folder, SigningFile)) is null)
            DurableFile.Write(Path.Combine(folder, SigningFile), Encoding.UTF8.GetBytes(NoteSigner.Make(origin, NoteKeyType.Ed25519, secrets.Take(32)).ExportPrivateKey() + "\n"));
        return Open(folder);
    }

    public static bool Exist(string folder) => File.Exists(Path.Combine(folder, SigningFile));

    public static RecordKeys Open(string folder)
    {
        if (!Directory.Exists(folder))
            throw new UnusableInput(new Text("这份记录的密钥文件夹不在。", "The folder with the keys of this record is not there."), new Text("用 --keys DIR 写明它，或从备份恢复它。没有它，既不能签名，也读不了个人信息。", "Name it with --keys DIR, or restore it from its backup. Without it nothing can be signed and no personal value can be read."), folder);
        OwnersOnly.Demand(folder, [SigningFile, WrappingFile], [CheckpointFile, ErasuresFile, ErasuresHeadFile, IntentFile, EpochFile, RevocationsFile, SimulatedFile]);
        var signing = Path.Combine(folder, SigningFile);
        var wrapping = Path.Combine(folder, WrappingFile);
        if (!NoteSigner.TryRead(Encoding.UTF8.GetString(Demand(signing)).TrimEnd('\n'), out var signer, out var fault)) throw Damaged(signing, fault);
        var key = new byte[32];
        if (!Convert.TryFromBase64String(Encoding.ASCII.GetString(Demand(wrapping)).TrimEnd('\n'), key, out var written) || written != key.Length) throw Damaged(wrapping, "It does not hold 32 bytes in base64.");
        return new RecordKeys(folder, signer, key);

        static byte[] Demand(string path) => DurableFile.Read(path) ?? throw new UnusableInput(new Text("这把密钥不在。", "This key is missing."), new Text("从备份恢复它；新的一把配不上这份记录。", "Restore it from its backup; a new one would not fit the record."), path);

        static UnusableInput Damaged(string path, string why) => new(new Text($"这把密钥损坏了。{LedgerFaults.Of(why).Zh}", $"This key is damaged. {why}"), new Text("从备份恢复它。", "Restore it from its backup."), path);
    }

    /// <summary>A key for one use, from the one that wraps: the same each time, and telling nothing of that one.</summary>
    internal byte[] Derive(string use) => HMACSHA256.HashData(_wrapping, Encoding.UTF8.GetBytes("trellis/" + use));

    /// <summary>The number of the last writer of the record, so that one who changes it in the database is found; null before the first.</summary>
    internal long? LastEpoch()
    {
        if (DurableFile.Read(Path.Combine(Folder, EpochFile)) is not { } bytes) return null;
        return long.TryParse(Encoding.ASCII.GetString(bytes).TrimEnd('\n'), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var epoch) ? epoch : null;
    }

    internal void KeepEpoch(long epoch) => DurableFile.Write(Path.Combine(Folder, EpochFile), Encoding.ASCII.GetBytes(epoch.ToString(System.Globalization.CultureInfo.InvariantCulture) + "\n"));

    /// <summary>Our key under another name.</summary>
    internal NoteSigner SignerAs(string origin)
    {
        var written = Signer.ExportPrivateKey();
        var material = Convert.FromBase64String(written[(written.IndexOf('+', "PRIVATE+KEY+".Length + Signer.Name.Length + 1) + 1)..]);
        var renamed = NoteSigner.Make(origin, NoteKeyType.Ed25519, material.AsSpan(1)); // behind the byte that names the algorithm
        if (!renamed.Verifier.Key.SequenceEqual(Signer.Verifier.Key)) throw new InvalidOperationException("A renamed key is another key.");
        return renamed;
    }

    internal static bool IsIntended(string folder) => File.Exists(Path.Combine(folder, IntentFile));

    /// <summary>Notes what a restore is about to make of the record, before it does: the name under which it goes on, and the first checkpoint under a new one.</summary>
    internal void Intend(string origin, SignedCheckpoint? checkpoint) =>
        DurableFile.Write(Path.Combine(Folder, IntentFile), [.. Encoding.UTF8.GetBytes(origin + "\n"), .. checkpoint?.Encode() ?? []]);

    /// <summary>What a restore that did not come to its end was about to do; null where none was under way.</summary>
    internal (string Origin, SignedCheckpoint? Checkpoint)? Intended()
    {
        var path = Path.Combine(Folder, IntentFile);
        if (DurableFile.Read(path) is not { } bytes) return null;
        var end = bytes.AsSpan().IndexOf((byte)'\n');
        if (end > 0 && end == bytes.Length - 1) return (Encoding.UTF8.GetString(bytes, 0, end), null);
        if (end <= 0 || !SignedCheckpoint.TryRead(bytes.AsSpan(end + 1), out var signed, out var fault) || !signed.Note.TryVerify([VerifierAs(signed.Checkpoint.Origin)], out _, out fault))
            throw new UnusableInput(new Text("中断了的恢复所留的说明损坏了。", "The note of a restore that was interrupted is damaged."), new Text("移走这个文件，重新恢复备份。", "Move the file away and restore the backup again."), path);
        return (Encoding.UTF8.GetString(bytes, 0, end), signed);
    }

    /// <summary>After the store has become what a restore intended: the keys follow. May be done again where it was interrupted.</summary>
    internal void Fulfil()
    {
        if (Intended() is not { } intent) return;
        if (intent.Checkpoint is { } checkpoint)
        {
            if (LastCheckpoint()?.Checkpoint.Origin != checkpoint.Checkpoint.Origin) SetCheckpointAside();
            KeepCheckpoint(checkpoint);
        }

        if (Signer.Name != intent.Origin)
        {
            var renamed = SignerAs(intent.Origin);
            DurableFile.Write(Path.Combine(Folder, SigningFile), Encoding.UTF8.GetBytes(renamed.ExportPrivateKey() + "\n"));
            Signer = renamed;
        }

        // Their list is no part of the record, so nobody can tell whether it is an old one, on which stand auditors whose token was taken back.
        AuditorTokens.EndAll(Folder);
        Renounce();
    }

    /// <summary>The store did not become what a restore intended, so that the keys stay what they are.</summary>
    internal void Renounce() => DurableFile.Delete(Path.Combine(Folder, IntentFile));

    /// <summary>Ends a restore that was interrupted, one way or the other, by what the store says that it is.</summary>
    internal void Resume(string? origin)
    {
        if (Intended() is not { } intent) return;
        if (intent.Origin == origin) Fulfil();
        else Renounce();
    }

    /// <summary>Our key under a name: that of now, or of an earlier generation.</summary>
    internal NoteVerifier VerifierAs(string origin) =>
        NoteVerifier.TryMake(origin, NoteKeyType.Ed25519, Signer.Verifier.Key, out var verifier, out var fault) ? verifier : throw new UnusableInput(LedgerFaults.Of(fault), new Text("从备份恢复密钥文件夹。", "Restore the folder of keys from its backup."), Folder);

    /// <summary>The last checkpoint that was signed, or null before the first. No store of this record may be older.</summary>
    public SignedCheckpoint? LastCheckpoint()
    {
        var path = Path.Combine(Folder, CheckpointFile);
        if (DurableFile.Read(path) is not { } bytes) return null;
        if (!SignedCheckpoint.TryRead(bytes, out var signed, out var fault) || !signed.Note.TryVerify([VerifierAs(signed.Checkpoint.Origin)], out _, out fault))
            throw new UnusableInput(new Text($"最后的检查点损坏了。{LedgerFaults.Of(fault).Zh}", $"The last checkpoint is damaged. {fault}"), new Text("从备份恢复密钥文件夹。若有人手工改过这个文件，查明是谁：靠它才分得清新旧记录。", "Restore the folder of keys from its backup. If the file was changed by hand, find out by whom: it tells old records from new ones."), path);
        return signed;
    }

    /// <summary>Notes what was signed. On the disk before anybody outside sees the checkpoint.</summary>
    internal void KeepCheckpoint(SignedCheckpoint checkpoint) => DurableFile.Write(Path.Combine(Folder, CheckpointFile), checkpoint.Encode());

    /// <summary>Keeps the last checkpoint of a generation that ends, under another name: it stays the proof of how far that one went.</summary>
    internal void SetCheckpointAside()
    {
        if (LastCheckpoint() is not { } last) return;
        var name = CheckpointFile + "." + string.Concat(last.Checkpoint.Origin.Select(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' ? letter : '_'));
        DurableFile.Write(Path.Combine(Folder, name), last.Encode());
    }

    /// <summary>All erasures in their order. A line that was cut off when the machine stopped was not acted on yet, and is passed over.</summary>
    public IReadOnlyList<ErasureOrder> Erasures()
    {
        var bytes = DurableFile.Read(ErasuresPath) ?? [];
        DemandWhole(bytes);
        var orders = new List<ErasureOrder>();
        var lines = Encoding.ASCII.GetString(bytes).Split('\n');
        for (var at = 0; at < lines.Length - 1; at++)
        {
            if (lines[at].Length == 0) continue;
            orders.Add(ErasureOrder.TryRead(lines[at], out var order)
                ? order
                : throw new UnusableInput(new Text($"删除清单第 {at + 1} 行损坏。", $"Line {at + 1} of the list of erasures is damaged."), new Text("从备份恢复密钥文件夹；没有这份清单，恢复的记录会重新带回已删除的内容。", "Restore the folder of keys from its backup; without this list a restored record would hold again what was erased."), ErasuresPath));
        }

        return orders;
    }

    /// <summary>Notes an erasure before it is done, so that it will be done whatever happens in between.</summary>
    internal void KeepErasure(ErasureOrder order)
    {
        var line = Encoding.ASCII.GetBytes(order + "\n");
        var before = DurableFile.Read(ErasuresPath) ?? [];
        var whole = before.AsSpan(0, before.AsSpan().LastIndexOf((byte)'\n') + 1);
        if (whole.Length == before.Length) DurableFile.Append(ErasuresPath, line);
        else DurableFile.Write(ErasuresPath, [.. whole, .. line]); // without the line that was cut off
        DurableFile.Write(Path.Combine(Folder, ErasuresHeadFile), HeadOf([.. whole, .. line]));
    }

    /// <summary>How long the list was when an order was last added, and its hash, so that a missing or shortened list is noticed. The list may be longer: the machine may stop between the two.</summary>
    private static byte[] HeadOf(ReadOnlySpan<byte> list) =>
        Encoding.ASCII.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{list.Length} {Convert.ToHexStringLower(SHA256.HashData(list))}\n"));

    private void DemandWhole(byte[] list)
    {
        var head = DurableFile.Read(Path.Combine(Folder, ErasuresHeadFile)) ?? [];
        var length = Encoding.ASCII.GetString(head).Split(' ')[0];
        if (int.TryParse(length, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var known) && known <= list.Length && HeadOf(list.AsSpan(0, known)).AsSpan().SequenceEqual(head)) return;
        throw new UnusableInput(new Text("删除清单不在，或被截短、改动过。", "The list of erasures is missing, shortened or changed."), new Text("用最新的备份恢复密钥文件夹；没有这份清单，恢复的记录会重新带回已删除的内容。", "Restore the folder of keys from its newest backup; without this list a restored record would hold again what was erased."), ErasuresPath);
    }

    /// <summary>
    /// The ids of tokens that were taken back. Unlike the list of erasures it may be an old one: the record holds the same, and each start puts on it what it lacks.
    /// Only an old record beside an old list can bring a token back.
    /// </summary>
    internal IReadOnlySet<string> Revocations() =>
        Encoding.ASCII.GetString(DurableFile.Read(RevocationsPath) ?? []).Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);

    /// <summary>Notes tokens that were taken back, so that no older record knows them as good.</summary>
    internal void KeepRevocations(IEnumerable<string> ids)
    {
        lock (_revoking)
        {
            var known = Revocations();
            var more = ids.Where(id => !known.Contains(id)).ToList();
            if (more.Count > 0) DurableFile.Write(RevocationsPath, Encoding.ASCII.GetBytes(string.Concat(known.Concat(more).Select(static id => id + "\n"))));
        }
    }

    /// <summary>Encrypts the key of a person and purpose, bound to its id and to both, so that no row can be made that of somebody else.</summary>
    internal byte[] Wrap(byte[] id, string person, string purpose, ReadOnlySpan<byte> key) => Seal(_wrapping, key, Binding(id, person, purpose));

    /// <summary>The same for many keys one after the other: to make the cipher ready costs more than to wrap.</summary>
    /// <param name="wrapping">What <see cref="WrappingCipher"/> made.</param>
    /// <param name="nonce">Random, and used once.</param>
    internal static byte[] Wrap(AesGcm wrapping, ReadOnlySpan<byte> nonce, byte[] id, string person, string purpose, ReadOnlySpan<byte> key) => Seal(wrapping, nonce, key, Binding(id, person, purpose));

    /// <exception cref="UnusableInput">It was not wrapped under the key in this folder, or not for this person and purpose.</exception>
    internal byte[] Unwrap(KeyRow row)
    {
        using var cipher = WrappingCipher();
        return Unwrap(row, cipher);
    }

    /// <summary>The same for many keys one after the other.</summary>
    /// <param name="wrapping">What <see cref="WrappingCipher"/> made.</param>
    internal byte[] Unwrap(KeyRow row, AesGcm wrapping) => OpenSealed(wrapping, row.Wrapped, Binding(row.Id, row.Person, row.Purpose))
        ?? throw new UnusableInput(
            new Text("数据库中有一把个人密钥，不是用这个文件夹的封装密钥为它所写的人和用途封装的。", "A personal key in the database was not wrapped under the wrapping key of this folder for the person and purpose that it stands for."),
            new Text("用 --keys DIR 写明属于这份记录的文件夹。若写的就是它，则有人改了数据库：trellis verify 说得更细。", "Name the folder that belongs to this record with --keys DIR. If it is named, somebody changed the database: trellis verify tells more."), Folder);

    /// <summary>For one thread, and to be disposed of.</summary>
    internal AesGcm WrappingCipher() => new(_wrapping, TagLength);

    /// <summary>AES-256-GCM under a fresh nonce, which stands before the text and its tag.</summary>
    internal static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> content, ReadOnlySpan<byte> bound)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(key, TagLength);
        return Seal(cipher, nonce, content, bound);
    }

    /// <param name="nonce">Random, and used once under a key.</param>
    internal static byte[] Seal(AesGcm cipher, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> content, ReadOnlySpan<byte> bound)
    {
        var box = new byte[NonceLength + content.Length + TagLength];
        nonce.CopyTo(box);
        cipher.Encrypt(box.AsSpan(0, NonceLength), content, box.AsSpan(NonceLength, content.Length), box.AsSpan(NonceLength + content.Length), bound);
        return box;
    }

    /// <summary>The content, or null where it was not sealed under this key for this place.</summary>
    internal static byte[]? OpenSealed(ReadOnlySpan<byte> key, ReadOnlySpan<byte> box, ReadOnlySpan<byte> bound)
    {
        using var cipher = new AesGcm(key, TagLength);
        return OpenSealed(cipher, box, bound);
    }

    internal static byte[]? OpenSealed(AesGcm cipher, ReadOnlySpan<byte> box, ReadOnlySpan<byte> bound)
    {
        if (box.Length < NonceLength + TagLength) return null;
        var content = new byte[box.Length - NonceLength - TagLength];
        try
        {
            cipher.Decrypt(box[..NonceLength], box[NonceLength..^TagLength], box[^TagLength..], content, bound);
            return content;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <summary>Lengths stand before what has no fixed one, so that no person and purpose read as others.</summary>
    private static byte[] Binding(byte[] id, string person, string purpose) =>
        [.. "trellis-key/1\n"u8, .. id, .. Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{person.Length}\n{person}\n{purpose}"))];
}
