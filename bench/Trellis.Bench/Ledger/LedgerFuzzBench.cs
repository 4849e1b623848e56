using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Trellis.Bench.Generators;
using Trellis.Ledger;

namespace Trellis.Bench.Ledger;

/// <summary>Gives every reader of the ledger damaged and random bytes: nothing may throw, everything must end, and what is accepted is written again byte for byte.</summary>
internal sealed class LedgerFuzzBench
{
    private readonly LedgerWorld _world = new();
    private readonly List<Kind> _kinds = [];
    private readonly List<string> _faults = [];

    public LedgerFuzzBench()
    {
        byte[][] checkpoints = [.. Enumerable.Range(0, 8).Select(at => _world.Checkpoint(1 + (at * 99)).Encode())];
        Add("note", [.. Enumerable.Range(0, 8).Select(_world.Note), .. checkpoints], bytes => SignedNote.TryRead(bytes, out var note, out var fault) ? Verified(note) : Fault(fault));
        Add("checkpoint", checkpoints, bytes => SignedCheckpoint.TryRead(bytes, out var signed, out var fault) ? Judged(signed) : Fault(fault));
        Add("checkpoint text", [.. checkpoints.Select(static bytes => bytes[..(bytes.AsSpan().IndexOf("\n\n"u8) + 1)])], static bytes => Checkpoint.TryRead(bytes, out var checkpoint, out var fault) ? checkpoint.Encode() : Fault(fault));
        Add("receipt", [.. Enumerable.Range(0, 8).Select(at => _world.Receipt(at * 80, 600 + at).Encode())], bytes =>
        {
            if (!TlogProof.TryRead(bytes, out var receipt, out var fault)) return Fault(fault);
            receipt.Holds(_world.Leaves[0]);
            return receipt.Encode();
        });
        Add("witness request", [.. Enumerable.Range(0, 8).Select(at => _world.Request(at * 70, 600 + at).Encode())], bytes =>
        {
            var known = new WitnessedRecord(_world.Log.Name, [_world.Log.Verifier], _world.Heads[70]);
            _ = Witnessing.Decide(bytes, origin => origin == known.Origin ? known : null);
            return WitnessRequest.TryRead(bytes, out var request, out var fault) ? request.Encode() : Fault(fault);
        });
        var asked = _world.Checkpoint(7, witnesses: 0);
        Add("witness answer", [.. _world.Witnesses.Select(witness => Encoding.UTF8.GetBytes(Cosignature.Make(witness, asked.Note.Text, DateTimeOffset.UnixEpoch.AddDays(9)).Line))], bytes =>
        {
            Witnessing.TryReadAnswer(bytes, asked, [_world.Witnesses[0].Verifier], out _, out _);
            return SignedNote.TryReadSignatures(bytes, out var lines, out var fault) ? Encoding.UTF8.GetBytes(string.Concat(lines.Select(static line => line.Line))) : Fault(fault);
        });
        Add("entry", [.. _world.Entries.Take(40)], static bytes => Entry.TryRead(bytes, out var entry, out var fault) ? entry.Encode() : Fault(fault));
        Add("bundle of entries", [.. Enumerable.Range(0, 3).Select(at => _world.Bundle(at, 20))], static bytes =>
        {
            if (!EntryBundle.TryRead(bytes, 20, out var entries, out var fault)) return Fault(fault);
            var to = new System.Buffers.ArrayBufferWriter<byte>();
            foreach (var entry in entries) EntryBundle.Write(to, entry.Span);
            return to.WrittenSpan.ToArray();
        });
        Add("tile", [.. Enumerable.Range(0, 3).Select(at => Tile.Encode(_world.Hashes(new Tile(0, at, 40))).ToArray())], static bytes =>
            new Tile(0, 1, 40).TryReadHashes(bytes, out var hashes, out var fault) ? Tile.Encode(hashes).ToArray() : Fault(fault));
        Add("path of a tile", [.. ((string[])["tile/0/000", "tile/0/x001/x234/067", "tile/entries/x001/067.p/112", "tile/7/000.p/1"]).Select(Encoding.UTF8.GetBytes)], static bytes =>
        {
            var text = Encoding.UTF8.GetString(bytes);
            if (!TilePath.TryRead(text, out var tile, out var ofEntries)) return null;
            return Encoding.UTF8.GetBytes(ofEntries ? TilePath.OfEntries(tile.Number, tile.Hashes) : TilePath.Of(tile));
        });
        Add("policy", [_world.PolicyText], bytes =>
        {
            if (!WitnessPolicy.TryRead(bytes, out var policy, out var fault)) return Fault(fault);
            policy.Judge(asked);
            return bytes; // a policy is not written again
        });
        Add("key", [.. _world.Witnesses.Append(_world.Log).Select(static signer => Encoding.UTF8.GetBytes(signer.Verifier.ToString()))], static bytes =>
            NoteVerifier.TryRead(Encoding.UTF8.GetString(bytes), out var key, out var fault) ? Encoding.UTF8.GetBytes(key.ToString()) : Fault(fault));
        Add("private key", [.. _world.Witnesses.Append(_world.Log).Select(static signer => Encoding.UTF8.GetBytes(signer.ExportPrivateKey()))], static bytes =>
            NoteSigner.TryRead(Encoding.UTF8.GetString(bytes), out var key, out var fault) ? Encoding.UTF8.GetBytes(key.ExportPrivateKey()) : Fault(fault));
        Add("proof", [.. Enumerable.Range(1, 8).Select(at => (byte[])[.. BitConverter.GetBytes((ulong)at), .. BitConverter.GetBytes((ulong)at * 60), .. Tile.Encode(_world.Inclusion(at, at * 60).Path.ToArray())])], bytes =>
        {
            if (bytes.Length < 16 || bytes.Length % 32 != 16) return null;
            var (one, two) = (BitConverter.ToUInt64(bytes), BitConverter.ToUInt64(bytes, 8));
            var path = MemoryMarshal.Cast<byte, TreeHash>(bytes.AsSpan(16));
            InclusionProof.Holds(one, two, _world.Leaves[0], _world.Heads[7].Root, path);
            ConsistencyProof.Holds(one, two, _world.Leaves[0], _world.Heads[7].Root, path);
            return bytes;
        });
    }

    public static int Run(int count)
    {
        var bench = new LedgerFuzzBench();
        var clock = Stopwatch.StartNew();
        var wrong = bench.Fuzz(count, Environment.ProcessorCount);
        var words = CultureInfo.InvariantCulture;
        Console.WriteLine(string.Create(words, $"{count:N0} cases in {clock.Elapsed.TotalSeconds:0} s on {Environment.ProcessorCount} threads; none may take {ManyCases.Bound.TotalSeconds:0} s"));
        foreach (var kind in bench._kinds) Console.WriteLine(string.Create(words, $"  {kind.Name,-20} {kind.Accepted + kind.Refused,9:N0} cases  {kind.Accepted,7:N0} accepted  slowest {kind.Slowest.Time.TotalMilliseconds,8:0.0} ms (case {kind.Slowest.Case})"));
        foreach (var one in wrong.Take(20)) Console.WriteLine("  WRONG " + one);
        Console.WriteLine(string.Create(words, $"thrown or written otherwise: {wrong.Count}"));
        return wrong.Count == 0 ? 0 : 1;
    }

    /// <returns>What was thrown or written otherwise, with the number of the case; empty when all is well.</returns>
    public IReadOnlyList<string> Fuzz(int count, int threads)
    {
        ManyCases.Run(count, threads, number =>
        {
            var chance = new SeededNumbers(unchecked(((ulong)number * 65_537) + 5));
            var kind = _kinds[number % _kinds.Count];
            var bytes = Make(chance, kind);
            var began = Stopwatch.GetTimestamp();
            try
            {
                var again = kind.Read(bytes);
                if (again is null) Interlocked.Increment(ref kind.Refused);
                else if (again.AsSpan().SequenceEqual(bytes)) Interlocked.Increment(ref kind.Accepted);
                else Wrong($"case {number} ({kind.Name}): accepted, and written again as other bytes: {Convert.ToBase64String(bytes)}");
            }
#pragma warning disable CA1031 // Whatever is thrown is what this looks for.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                Wrong($"case {number} ({kind.Name}): {fault.GetType().Name}: {fault.Message.ReplaceLineEndings(" ")} {fault.StackTrace?.Split('\n').FirstOrDefault(static line => line.Contains("Trellis.", StringComparison.Ordinal))?.Trim()}");
            }

            var took = Stopwatch.GetElapsedTime(began);
            lock (kind)
            {
                if (took > kind.Slowest.Time) kind.Slowest = (took, number);
            }
        });

        return _faults;
    }

    private void Wrong(string what)
    {
        lock (_faults) _faults.Add(what);
    }

    private static byte[] Make(SeededNumbers chance, Kind kind)
    {
        if (chance.Below(20) == 0)
        {
            var random = new byte[chance.Skewed(4096)];
            for (var at = 0; at < random.Length; at++) random[at] = (byte)chance.Below(256);
            return random;
        }

        var damage = new ByteDamage(chance);
        var bytes = kind.Samples[chance.Below(kind.Samples.Length)];
        for (var times = 1 + chance.Skewed(12); times > 0; times--) bytes = damage.OneChange(bytes, kind.Samples[chance.Below(kind.Samples.Length)]);
        if (chance.Below(200) == 0)
        {
            // Something long of the same kind.
            var whole = new List<byte>(bytes);
            for (var times = chance.Below(200); times > 0 && whole.Count < 2_000_000; times--) whole.AddRange(bytes);
            bytes = [.. whole];
        }

        return bytes;
    }

    private byte[] Verified(SignedNote note)
    {
        note.TryVerify([_world.Log.Verifier, _world.Editor.Verifier, _world.Witnesses[0].Verifier], out _, out _);
        return note.Encode();
    }

    private byte[] Judged(SignedCheckpoint signed)
    {
        _world.Policy.Judge(signed);
        return signed.Encode();
    }

    /// <summary>A refusal says why, in a sentence of bearable length.</summary>
    private static byte[]? Fault(string fault) => fault.Length is > 10 and < 600 ? null : throw new InvalidOperationException("A refusal of " + fault.Length + " characters: " + fault);

    private void Add(string name, byte[][] samples, Func<byte[], byte[]?> read)
    {
        foreach (var sample in samples)
            if (read(sample)?.AsSpan().SequenceEqual(sample) != true) throw new InvalidOperationException($"A good {name} is not read back.");
        _kinds.Add(new Kind(name, samples, read));
    }

    private sealed class Kind(string name, byte[][] samples, Func<byte[], byte[]?> read)
    {
        public int Accepted;
        public int Refused;
        public (TimeSpan Time, int Case) Slowest;

        public string Name { get; } = name;

        public byte[][] Samples { get; } = samples;

        /// <summary>What was read, written again; null for a refusal.</summary>
        public Func<byte[], byte[]?> Read { get; } = read;
    }
}
