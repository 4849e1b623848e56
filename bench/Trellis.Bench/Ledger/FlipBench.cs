using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using Trellis.Bench.Generators;
using Trellis.Ledger;

namespace Trellis.Bench.Ledger;

/// <summary>
/// Changes proofs, checkpoints, tiles, notes and what carries them at random, and lets the library judge. Nothing that was changed may be accepted,
/// unless it still proves the identical statement: same text, root, leaf and required signatures.
/// </summary>
internal sealed class FlipBench
{
    private const int Samples = 24;

    private readonly LedgerWorld _world = new();
    private readonly List<Kind> _kinds = [];

    public FlipBench()
    {
        var chance = new SeededNumbers(4);
        Add("inclusion proof", () =>
        {
            var size = 2 + chance.Below(LedgerWorld.Size - 1);
            return Inclusion(chance.Below(size), size);
        });
        Add("consistency proof", () =>
        {
            var size = 3 + chance.Below(LedgerWorld.Size - 2);
            return Consistency(1 + chance.Below(size - 1), size);
        });
        Add("note", () => Note(chance.Below(1000)));
        Add("checkpoint", () => Checkpoint(1 + chance.Below(LedgerWorld.Size), 2 + chance.Below(2)));
        Add("receipt", () =>
        {
            var size = 1 + chance.Below(LedgerWorld.Size);
            return Receipt(chance.Below(size), size, 2 + chance.Below(2));
        });
        Add("tile", () => ATile(chance.Below(3)));
        Add("bundle of entries", () => Bundle(chance.Below(3)));
        Add("entry", () => AnEntry(chance.Below(LedgerWorld.Size)));
        Add("witness request", () =>
        {
            var size = 2 + chance.Below(LedgerWorld.Size - 1);
            return Request(chance.Below(4) == 0 ? 0 : chance.Below(size), size);
        });
        Add("witness answer", () => Answer(1 + chance.Below(LedgerWorld.Size)));
    }

    public static int Run(int count)
    {
        var bench = new FlipBench();
        var clock = Stopwatch.StartNew();
        var wrong = bench.Change(count, Environment.ProcessorCount);
        var words = CultureInfo.InvariantCulture;
        Console.WriteLine(string.Create(words, $"{count:N0} changes in {clock.Elapsed.TotalSeconds:0} s on {Environment.ProcessorCount} threads"));
        foreach (var kind in bench._kinds) Console.WriteLine(string.Create(words, $"  {kind.Name,-20} {kind.Refused + kind.Same + kind.Other,9:N0} changed  {kind.Refused,9:N0} refused  {kind.Same,7:N0} still prove the same  {kind.Other} prove anything else"));
        foreach (var one in wrong.Take(20)) Console.WriteLine("  WRONG " + one);
        Console.WriteLine(string.Create(words, $"accepted with another statement: {wrong.Count}"));
        return wrong.Count == 0 ? 0 : 1;
    }

    /// <returns>What was accepted and proves something else, with the number of the case; empty when all is well.</returns>
    public IReadOnlyList<string> Change(int count, int threads)
    {
        var wrong = new List<string>();
        ManyCases.Run(count, threads, number =>
        {
            var chance = new SeededNumbers(unchecked(((ulong)number * 65_537) + 11));
            var kind = _kinds[number % _kinds.Count];
            var sample = kind.Samples[chance.Below(Samples)];
            var damage = new ByteDamage(chance);
            var changed = sample.Bytes;
            while (changed.AsSpan().SequenceEqual(sample.Bytes)) changed = damage.OneChange(changed, kind.Samples[chance.Below(Samples)].Bytes);

            var proved = sample.Prove(changed);
            if (proved is null) Interlocked.Increment(ref kind.Refused);
            else if (proved == sample.Statement) Interlocked.Increment(ref kind.Same);
            else
            {
                Interlocked.Increment(ref kind.Other);
                lock (wrong) wrong.Add($"case {number} ({kind.Name}): accepted as {proved.ReplaceLineEndings("|")} instead of {sample.Statement.ReplaceLineEndings("|")}");
            }
        });
        return wrong;
    }

    private void Add(string name, Func<Sample> make)
    {
        var samples = Enumerable.Range(0, Samples).Select(_ => make()).ToArray();
        foreach (var sample in samples)
            if (sample.Prove(sample.Bytes) != sample.Statement) throw new InvalidOperationException($"A good {name} is not accepted.");
        _kinds.Add(new Kind(name, samples));
    }

    /// <summary>What the verifier has from elsewhere: the entry and the signed head. What may be changed: position and path.</summary>
    private Sample Inclusion(int index, int size)
    {
        var (leaf, head) = (_world.Leaves[index], _world.Heads[size]);
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (ulong)index);
        return new Sample([.. bytes, .. Tile.Encode(_world.Inclusion(index, size).Path.ToArray())], changed =>
        {
            if (changed.Length < 8 || changed.Length % 32 != 8) return null;
            var position = BinaryPrimitives.ReadUInt64BigEndian(changed);
            var path = MemoryMarshal.Cast<byte, TreeHash>(changed.AsSpan(8));
            return InclusionProof.Holds(position, (ulong)head.Size, leaf, head.Root, path) ? $"{position} {Convert.ToHexString(changed)}" : null;
        });
    }

    private Sample Consistency(int first, int second)
    {
        var (older, newer) = (_world.Heads[first], _world.Heads[second]);
        return new Sample(Tile.Encode(_world.Consistency(first, second).Path.ToArray()).ToArray(), changed =>
        {
            if (changed.Length % 32 != 0) return null;
            var path = MemoryMarshal.Cast<byte, TreeHash>(changed);
            return ConsistencyProof.Holds((ulong)first, (ulong)second, older.Root, newer.Root, path) ? Convert.ToHexString(changed) : null;
        });
    }

    /// <summary>The log and the editor must have signed; the stranger is nobody.</summary>
    private Sample Note(int number)
    {
        NoteVerifier[] known = [_world.Log.Verifier, _world.Editor.Verifier];
        return new Sample(_world.Note(number), changed =>
            SignedNote.TryRead(changed, out var note, out _) && note.TryVerify(known, out var signed, out _) && signed.Count == known.Length
                ? Encoding.UTF8.GetString(note.Text)
                : null);
    }

    private Sample Checkpoint(int size, int witnesses) => new(_world.Checkpoint(size, witnesses).Encode(), changed =>
        SignedCheckpoint.TryRead(changed, out var signed, out _) && _world.Policy.Judge(signed).Counts ? Encoding.UTF8.GetString(signed.Note.Text) + signed.Checkpoint.Head : null);

    private Sample Receipt(int index, int size, int witnesses)
    {
        var leaf = _world.Leaves[index];
        return new Sample(_world.Receipt(index, size, witnesses).Encode(), changed =>
            TlogProof.TryRead(changed, out var receipt, out _) && _world.Policy.Judge(receipt.Checkpoint).Counts && receipt.Holds(leaf)
                ? $"{receipt.Index} {string.Join(' ', receipt.Path)} {Encoding.UTF8.GetString(receipt.Checkpoint.Note.Text)}"
                : null);
    }

    /// <summary>Judged by the root of the whole tree, whose other tiles are as they were.</summary>
    private Sample ATile(int number)
    {
        var tile = Tile.Holding(0, number * Tile.Width, LedgerWorld.Size);
        var level = _world.Hashes(Tile.Holding(1, 0, LedgerWorld.Size));
        var last = _world.Hashes(Tile.Holding(0, LedgerWorld.Size - 1, LedgerWorld.Size));
        return new Sample(Tile.Encode(_world.Hashes(tile)).ToArray(), changed =>
        {
            if (!tile.TryReadHashes(changed, out var hashes, out _)) return null;
            var edge = level.ToArray();
            if (tile.IsFull) edge[number] = Tree.Root(hashes);
            var head = GrowingTree.From(LedgerWorld.Size, [tile.IsFull ? last : hashes, edge]).Head;
            return head == _world.Heads[LedgerWorld.Size] ? Convert.ToHexString(changed) : null;
        });
    }

    private Sample Bundle(int number)
    {
        var tile = Tile.Holding(0, number * Tile.Width, LedgerWorld.Size);
        var hashes = _world.Hashes(tile);
        return new Sample(_world.Bundle(number, tile.Hashes), changed =>
        {
            if (!EntryBundle.TryRead(changed, tile.Hashes, out var entries, out _)) return null;
            for (var at = 0; at < hashes.Length; at++)
                if (Tree.Leaf(entries[at].Span) != hashes[at]) return null;
            return Convert.ToHexString(changed);
        });
    }

    private Sample AnEntry(int number)
    {
        var leaf = _world.Leaves[number];
        return new Sample(_world.Entries[number], changed => Trellis.Ledger.Entry.TryRead(changed, out _, out _) && Tree.Leaf(changed) == leaf ? Encoding.UTF8.GetString(changed) : null);
    }

    /// <summary>Accepted is what a witness would co-sign.</summary>
    private Sample Request(int old, int size)
    {
        var known = new WitnessedRecord(_world.Log.Name, [_world.Log.Verifier], _world.Heads[old]);
        return new Sample(_world.Request(old, size).Encode(), changed => Witnessing.Decide(changed, origin => origin == known.Origin ? known : null) switch
        {
            WitnessDecision.CoSign sign => $"{sign.Before} {Encoding.UTF8.GetString(sign.Checkpoint.Note.Text)} {sign.Checkpoint.Note.Signatures.Count}",
            WitnessDecision.Refuse { Status: HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity } => null,
            _ => "no status of the specification",
        });
    }

    private Sample Answer(int size)
    {
        var asked = _world.Checkpoint(size, witnesses: 0);
        var witness = _world.Witnesses[size % 3];
        var line = Cosignature.Make(witness, asked.Note.Text, new DateTimeOffset(2026, 5, 2, 0, 0, 0, TimeSpan.Zero).AddSeconds(size));
        return new Sample(Encoding.UTF8.GetBytes(_world.Stranger.Sign(asked.Note.Text).Line + line.Line), changed =>
            Witnessing.TryReadAnswer(changed, asked, [witness.Verifier], out var cosigned, out _) && cosigned.Note.TryVerify([witness.Verifier], out var signed, out _)
                ? $"{signed[0].By} {signed[0].CosignedAt} {Encoding.UTF8.GetString(cosigned.Note.Text)}"
                : null);
    }

    private sealed class Kind(string name, Sample[] samples)
    {
        public int Refused;
        public int Same;
        public int Other;

        public string Name { get; } = name;

        public Sample[] Samples { get; } = samples;
    }

    /// <summary>Good bytes, and what they are accepted as proving; null for a refusal.</summary>
    private sealed class Sample(byte[] bytes, Func<byte[], string?> prove)
    {
        public byte[] Bytes { get; } = bytes;

        public Func<byte[], string?> Prove { get; } = prove;

        public string Statement { get; } = prove(bytes) ?? throw new InvalidOperationException("A good sample is not accepted.");
    }
}
