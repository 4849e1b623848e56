using System.Net;
using System.Security.Cryptography;
using System.Text;
using Trellis.Ledger;
using Trellis.Runtime.Auditing;
using Trellis.Runtime.Files;

namespace Trellis.Runtime.Ledger;

/// <summary>How a witness answers over HTTP.</summary>
public sealed record WitnessReply(HttpStatusCode Status, string ContentType, byte[] Body);

/// <summary>
/// Co-signs the checkpoints of other records. What it co-signed last lies in files beside the keys and not in the database,
/// because a database that is restored from a backup must not make the witness forget: a witness that forgets can be shown two histories.
/// The folder holds <c>witness.key</c>, <c>witnessed</c> (the keys of the records, one a line) and <c>witness/</c> (the last checkpoint of each).
/// </summary>
public sealed class WitnessDesk : IDisposable
{
    private const string KeyName = "witness.key";
    internal const string ListName = "witnessed";
    private const string HeldName = "witness";

    private readonly Dictionary<string, Witnessed> _records;
    private readonly NoteSigner _signer;
    private readonly TimeProvider _time;
    private readonly FileStream _claim;

    private WitnessDesk(NoteSigner signer, Dictionary<string, Witnessed> records, TimeProvider time, FileStream claim) =>
        (_signer, _records, _time, _claim) = (signer, records, time, claim);

    /// <summary>What others verify our cosignatures with.</summary>
    public NoteVerifier Key => _signer.Verifier;

    /// <summary>The names of the records that are witnessed here.</summary>
    public IReadOnlyCollection<string> Origins => _records.Keys;

    /// <summary>Makes the key of a witness, once; an existing one is never replaced.</summary>
    /// <param name="name">Such as <c>county.example/witness</c>; not the name under which the record of this keeper signs.</param>
    public static NoteVerifier MakeKey(string folder, string name)
    {
        DurableFile.MakeFolder(folder);
        var path = Path.Combine(folder, KeyName);
        if (DurableFile.Read(path) is null)
        {
            NoteSigner made;
            try
            {
                made = NoteSigner.Make(name, NoteKeyType.Cosignature, RandomNumberGenerator.GetBytes(32));
            }
            catch (ArgumentException)
            {
                throw new UnusableInput(new Text($"\"{Excerpt.Of(name, 40)}\" 不能做见证方的名字。", $"\"{Excerpt.Of(name, 40)}\" cannot be the name of a witness."), new Text("用没有空格和加号的名字，例如 county.example/witness。", "Use a name without spaces and plus signs, such as county.example/witness."));
            }

            DurableFile.Write(path, Encoding.UTF8.GetBytes(made.ExportPrivateKey() + "\n"));
        }

        return ReadKey(path).Verifier;
    }

    /// <summary>Opens the folder for one program: two that co-sign under one key could be shown two histories.</summary>
    /// <exception cref="UnusableInput">Something in the folder is missing or damaged, or another program witnesses with it.</exception>
    public static WitnessDesk Open(string folder, TimeProvider time)
    {
        OwnersOnly.Demand(folder, [KeyName], [ListName]);
        var signer = ReadKey(Path.Combine(folder, KeyName));
        var records = ReadRecords(folder, signer);
        DurableFile.MakeFolder(Path.Combine(folder, HeldName));
        var claim = Claim(folder);
        try
        {
            foreach (var record in records.Values) record.Take();
            return new WitnessDesk(signer, records, time, claim);
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Answers add-checkpoint (C2SP tlog-witness). Check and store are one step for each record, and what is signed is on the disk before anybody sees the signature.
    /// </summary>
    /// <exception cref="MachineFault">It could not be stored; nothing was signed for anybody to see.</exception>
    public WitnessReply AddCheckpoint(ReadOnlySpan<byte> request)
    {
        if (!WitnessRequest.TryRead(request, out var asked, out var fault)) return Reply(new WitnessDecision.Refuse(HttpStatusCode.BadRequest, fault));
        if (!_records.TryGetValue(asked.Checkpoint.Checkpoint.Origin, out var record)) return Reply(new WitnessDecision.Refuse(HttpStatusCode.NotFound, "This origin is not witnessed here."));
        lock (record)
        {
            var decision = Witnessing.Decide(asked, record.Known());
            if (decision is not WitnessDecision.CoSign sign) return Reply((WitnessDecision.Refuse)decision);
            var line = Cosignature.Make(_signer, sign.Checkpoint.Note.Text, _time.GetUtcNow());
            record.Put(sign.Checkpoint.With(line));
            return new WitnessReply(HttpStatusCode.OK, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(line.Line));
        }
    }

    /// <summary>What was co-signed last, with the signatures of the record and ours, for whoever compares what different people were shown. Null for a name that is unknown or has nothing yet.</summary>
    /// <param name="name"><see cref="Witnessing.NameOf"/> the origin.</param>
    public SignedCheckpoint? Last(string name)
    {
        foreach (var record in _records.Values)
        {
            if (record.Name != name) continue;
            lock (record) return record.Take();
        }

        return null;
    }

    public void Dispose() => _claim.Dispose();

    private static WitnessReply Reply(WitnessDecision.Refuse refuse) => new(refuse.Status, refuse.ContentType, Encoding.UTF8.GetBytes(refuse.Body));

    private static NoteSigner ReadKey(string path)
    {
        if (DurableFile.Read(path) is not { } bytes)
            throw new UnusableInput(new Text("没有见证方的密钥。", "There is no key of a witness."), new Text("先用 trellis witness key 建一把；若原来有，连同旁边的 witness 文件夹一起恢复，或用新名字建新的。", "Have one made first; if there was one, restore it together with the folder witness beside it, or make a new one under a new name."), path);
        if (!NoteSigner.TryRead(Encoding.UTF8.GetString(bytes).TrimEnd('\n'), out var signer, out var fault)) throw new UnusableInput(new Text($"这把密钥损坏了。{LedgerFaults.Of(fault).Zh}", $"This key is damaged. {fault}"), new Text("从备份恢复它，或用新名字建新的。", "Restore it from its backup, or make a new one under a new name."), path);
        return signer.Verifier.Type == NoteKeyType.Cosignature ? signer : throw new UnusableInput(new Text("这是记录的密钥，不是见证方的。", "This is the key of a record and not of a witness."), new Text("见证方有自己的密钥（类型 0x04）。", "A witness has a key of its own (type 0x04)."), path);
    }

    private static Dictionary<string, Witnessed> ReadRecords(string folder, NoteSigner signer)
    {
        var path = Path.Combine(folder, ListName);
        var records = new Dictionary<string, Witnessed>(StringComparer.Ordinal);
        if (DurableFile.Read(path) is not { } bytes) throw new UnusableInput(new Text("没有要见证的记录清单。", "There is no list of the records to witness."), new Text("用 trellis witness add KEY 加入各记录的公钥。", "Write the key of each record into it, one a line."), path);
        if (!KeyFile.TryRead(bytes, out var keys, out var fault)) throw new UnusableInput(LedgerFaults.Of(fault), new Text("每行写一份记录的公钥：name+id+key。", "Write the key of each record into it, one a line: name+id+key."), path);
        foreach (var key in keys)
        {
            DemandRecord(key, signer.Verifier, path);
            if (!records.TryGetValue(key.Name, out var record)) records[key.Name] = record = new Witnessed(key.Name, Path.Combine(folder, HeldName));
            record.Keys.Add(key);
        }

        return records;
    }

    /// <summary>The key of the witness in a folder.</summary>
    /// <exception cref="UnusableInput">There is none, or it is damaged.</exception>
    public static NoteVerifier KeyIn(string folder) => ReadKey(Path.Combine(folder, KeyName)).Verifier;

    /// <summary>What was co-signed last of a record; null before the first time.</summary>
    internal static SignedCheckpoint? LastOf(string folder, string origin) => new Witnessed(origin, Path.Combine(folder, HeldName)).Take();

    /// <summary>Refuses a key that is not one of a record.</summary>
    internal static void DemandRecord(NoteVerifier key, NoteVerifier own, string? place)
    {
        if (key.Type is not (NoteKeyType.Ed25519 or NoteKeyType.EcdsaP256)) throw new UnusableInput(new Text($"{key.Name} 是见证方的公钥，不是记录的。", $"{key.Name} is the key of a witness, not of a record."), new Text("向保管单位要签检查点用的公钥。", "Ask the keeper of the record for the key under which it signs its checkpoints."), place);
        if (key.Key.SequenceEqual(own.Key)) throw new UnusableInput(new Text("见证方自己的公钥写在了它自己的清单里。", "The key of this witness stands in its own list."), new Text("见证方看的是别人。去掉这一行。", "A witness watches others. Remove the line."), place);
    }

    private static FileStream Claim(string folder)
    {
        var path = Path.Combine(folder, HeldName, ".lock");
        try
        {
            // The system lets go of it when the process ends, however it ends.
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault)
        {
            throw new UnusableInput(new Text("已有另一个程序用这把密钥见证。两个程序可能被出示两份不同的历史。", "Another program witnesses with this key already. Two could be shown two histories."), new Text("先结束那个程序。", "End that one first."), folder, fault);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new UnusableInput(new Text("没有读写这个位置的权限。", "This place may not be read or written."), new Text("用密钥所有者的账户运行，或授予权限。", "Run as the user who owns the keys, or give that right."), folder, fault);
        }
    }

    /// <summary>One record, and what was co-signed of it last. Its own lock.</summary>
    private sealed class Witnessed(string origin, string folder)
    {
        private bool _taken;
        private SignedCheckpoint? _last;

        public string Name { get; } = Witnessing.NameOf(origin);

        public List<NoteVerifier> Keys { get; } = [];

        private string File => Path.Combine(folder, Name);

        public WitnessedRecord Known() => new(origin, Keys, Take()?.Checkpoint.Head ?? TreeHead.None);

        /// <summary>What is stored, read again after a write that failed.</summary>
        public SignedCheckpoint? Take()
        {
            if (_taken) return _last;
            SignedCheckpoint? read = null;
            if (DurableFile.Read(File) is { } bytes && (!SignedCheckpoint.TryRead(bytes, out read, out var fault) || read.Checkpoint.Origin != origin))
                throw new UnusableInput(new Text($"为 {origin} 最后联署的内容损坏了。", $"What was co-signed last for {origin} is damaged."), new Text("不要删这个文件：没有它，见证方就忘了。用不更旧的副本放回，或用新名字建新密钥。", "Do not remove the file: without it the witness would forget. Put it back from a copy that is not older, or make a new key under a new name."), File);
            (_last, _taken) = (read, true);
            return read;
        }

        public void Put(SignedCheckpoint checkpoint)
        {
            _taken = false; // whatever happens while it is written, the disk says what holds
            DurableFile.Write(File, checkpoint.Encode());
            (_last, _taken) = (checkpoint, true);
        }
    }
}
