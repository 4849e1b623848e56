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
    private const string ListName = "witnessed";
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
                throw new UnusableInput($"\"{Excerpt.Of(name, 40)}\" cannot be the name of a witness.", "Use a name without spaces and plus signs, such as county.example/witness.");
            }

            DurableFile.Write(path, Encoding.UTF8.GetBytes(made.ExportPrivateKey() + "\n"));
        }

        return ReadKey(path).Verifier;
    }

    /// <summary>Opens the folder for one program: two that co-sign under one key could be shown two histories.</summary>
    /// <exception cref="UnusableInput">Something in the folder is missing or damaged, or another program witnesses with it.</exception>
    public static WitnessDesk Open(string folder, TimeProvider time)
    {
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
            throw new UnusableInput("There is no key of a witness.", "Have one made first; if there was one, restore it together with the folder witness beside it, or make a new one under a new name.", path);
        if (!NoteSigner.TryRead(Encoding.UTF8.GetString(bytes).TrimEnd('\n'), out var signer, out var fault)) throw new UnusableInput($"This key is damaged. {fault}", "Restore it from its backup, or make a new one under a new name.", path);
        return signer.Verifier.Type == NoteKeyType.Cosignature ? signer : throw new UnusableInput("This is the key of a record and not of a witness.", "A witness has a key of its own (type 0x04).", path);
    }

    private static Dictionary<string, Witnessed> ReadRecords(string folder, NoteSigner signer)
    {
        var path = Path.Combine(folder, ListName);
        var records = new Dictionary<string, Witnessed>(StringComparer.Ordinal);
        if (DurableFile.Read(path) is not { } bytes) throw new UnusableInput("There is no list of the records to witness.", "Write the key of each record into it, one a line.", path);
        if (!KeyFile.TryRead(bytes, out var keys, out var fault)) throw new UnusableInput(fault, "Write the key of each record into it, one a line: name+id+key.", path);
        foreach (var key in keys)
        {
            if (key.Type is not (NoteKeyType.Ed25519 or NoteKeyType.EcdsaP256)) throw new UnusableInput($"{key.Name} is the key of a witness, not of a record.", "Ask the keeper of the record for the key under which it signs its checkpoints.", path);
            if (key.Key.SequenceEqual(signer.Verifier.Key)) throw new UnusableInput("The key of this witness stands in its own list.", "A witness watches others. Remove the line.", path);
            if (!records.TryGetValue(key.Name, out var record)) records[key.Name] = record = new Witnessed(key.Name, Path.Combine(folder, HeldName));
            record.Keys.Add(key);
        }

        return records;
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
            throw new UnusableInput("Another program witnesses with this key already. Two could be shown two histories.", "End that one first.", folder, fault);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new UnusableInput("This place may not be read or written.", "Run as the user who owns the keys, or give that right.", folder, fault);
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
                throw new UnusableInput($"What was co-signed last for {origin} is damaged.", "Do not remove the file: without it the witness would forget. Put it back from a copy that is not older, or make a new key under a new name.", File);
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
