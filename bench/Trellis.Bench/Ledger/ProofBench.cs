using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Trellis.Bench.Generators;
using Trellis.Ledger;

namespace Trellis.Bench.Ledger;

/// <summary>What a proof costs at 2^27 entries, and what an entry costs on its way into the tree.</summary>
internal static class ProofBench
{
    private const long Size = 1L << 27;

    public static int Run()
    {
        var words = CultureInfo.InvariantCulture;
        Console.WriteLine(string.Create(words, $"date: {DateTime.UtcNow:yyyy-MM-dd}, .NET {Environment.Version}, {Environment.ProcessorCount} cores"));

        // All entries alike: then each level has one hash, and a tree of any size is at hand without 4 GiB of hashes. Its proofs cost what others cost.
        var entry = LedgerWorld.AnEntry(1).Encode();
        var leaf = Tree.Leaf(entry);
        var levels = new TreeHash[28];
        levels[0] = leaf;
        for (var height = 1; height < levels.Length; height++) levels[height] = Tree.Node(levels[height - 1], levels[height - 1]);
        var tiles = Enumerable.Range(0, 4).Select(level => Enumerable.Repeat(levels[8 * level], Tile.Width).ToArray()).ToArray();
        var head = new TreeHead(Size, levels[27]);

        var chance = new SeededNumbers(1);
        var proofs = new InclusionProof[2000];
        var making = Stopwatch.StartNew();
        for (var at = 0; at < proofs.Length; at++)
        {
            if (!InclusionProof.TryMake((long)(chance.Next() % (ulong)Size), Size, tile => tiles[tile.Level].AsMemory(0, tile.Hashes), out var proof, out var fault)) throw new InvalidOperationException(fault);
            proofs[at] = proof;
        }

        making.Stop();
        var hashes = proofs.Max(static proof => proof.Path.Count) * TreeHash.Length;
        var check = Median(40, () =>
        {
            foreach (var proof in proofs)
                if (!proof.Holds(leaf, head.Root)) throw new InvalidOperationException("A good proof fails.");
            return proofs.Length;
        });
        var link = Link(levels, tiles);

        var log = NoteSigner.Make("county.example/record", NoteKeyType.Ed25519, new byte[32]);
        NoteSigner[] witnesses = [.. Enumerable.Range(1, 2).Select(static at => NoteSigner.Make($"witness{at}.example", NoteKeyType.Cosignature, Enumerable.Repeat((byte)at, 32).ToArray()))];
        var signed = SignedCheckpoint.Sign(new Checkpoint(log.Name, head), log);
        foreach (var witness in witnesses) signed = signed.With(Cosignature.Make(witness, signed.Note.Text, DateTimeOffset.UnixEpoch.AddDays(20_000)));
        var signature = signed.Note.Signatures[0].Bytes.ToArray();
        var text = signed.Note.Text.ToArray();
        var one = Median(20, () =>
        {
            for (var at = 0; at < 500; at++)
                if (!log.Verifier.Verifies(text, signature)) throw new InvalidOperationException("A good signature fails.");
            return 500;
        });
        var signing = Median(20, () =>
        {
            for (var at = 0; at < 500; at++) log.Sign(text);
            return 500;
        });
        var receipt = new TlogProof(proofs[0].Index, proofs[0].Path, signed) { Extra = entry }.Encode();
        if (!WitnessPolicy.TryRead(Encoding.UTF8.GetBytes($"log {log.Verifier}\nwitness a {witnesses[0].Verifier}\nwitness b {witnesses[1].Verifier}\ngroup all all a b\nquorum all\n"), out var policy, out var wrong)) throw new InvalidOperationException(wrong);
        var whole = Median(20, () =>
        {
            for (var at = 0; at < 200; at++)
                if (!TlogProof.TryRead(receipt, out var read, out _) || !policy.Judge(read.Checkpoint).Counts || !read.Holds(Tree.Leaf(read.Extra.Span))) throw new InvalidOperationException("A good receipt fails.");
            return 200;
        });

        Console.WriteLine(string.Create(words, $"proof at 2^27 entries:      {hashes} bytes of hashes (floor: at most 864)"));
        Console.WriteLine(string.Create(words, $"check of the proof:         {check:0.00} us at the median (floor: under 25)"));
        Console.WriteLine(string.Create(words, $"check of consistency:       {link.Time:0.00} us, {link.Hashes * TreeHash.Length} bytes, from 2^27 - 1 to 2^27 entries"));
        Console.WriteLine(string.Create(words, $"making a proof from tiles:  {making.Elapsed.TotalMicroseconds / proofs.Length:0} us"));
        Console.WriteLine(string.Create(words, $"verifying a signature:      {one:0.0} us; signing {signing:0.0} us"));
        Console.WriteLine(string.Create(words, $"a whole receipt:            {whole:0.0} us with 3 signatures, {receipt.Length} bytes with its entry of {entry.Length}"));
        Entries(words);
        return hashes <= 864 && check < 25 ? 0 : 1;
    }

    private static (double Time, int Hashes) Link(TreeHash[] levels, TreeHash[][] tiles)
    {
        // 2^27 - 1: every level has a peak, folded from the right.
        var first = levels[0];
        for (var height = 1; height < 27; height++) first = Tree.Node(levels[height], first);
        if (!ConsistencyProof.TryMake(Size - 1, Size, tile => tiles[tile.Level].AsMemory(0, tile.Hashes), out var proof, out var fault)) throw new InvalidOperationException(fault);
        var time = Median(20, () =>
        {
            for (var at = 0; at < 1000; at++)
                if (!proof.Holds(first, levels[27])) throw new InvalidOperationException("A good proof fails.");
            return 1000;
        });
        return (time, proof.Path.Count);
    }

    private static void Entries(CultureInfo words)
    {
        var entries = Enumerable.Range(0, 5000).Select(LedgerWorld.AnEntry).ToArray();
        var encoded = entries.Select(static entry => entry.Encode()).ToArray();
        var buffer = new ArrayBufferWriter<byte>(16_000_000);
        var before = 0L;
        var writing = Median(15, () =>
        {
            buffer.ResetWrittenCount();
            before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var entry in entries) entry.WriteTo(buffer);
            before = GC.GetAllocatedBytesForCurrentThread() - before;
            return entries.Length;
        });
        var tree = new GrowingTree();
        var hashed = 0L;
        var hashing = Median(15, () =>
        {
            tree = new GrowingTree();
            hashed = GC.GetAllocatedBytesForCurrentThread();
            foreach (var entry in encoded) tree.Append(Tree.Leaf(entry));
            hashed = GC.GetAllocatedBytesForCurrentThread() - hashed;
            return encoded.Length;
        });
        var reading = Median(15, () =>
        {
            foreach (var entry in encoded)
                if (!Entry.TryRead(entry, out _, out _)) throw new InvalidOperationException("A good entry is not read.");
            return encoded.Length;
        });
        var bytes = encoded.Average(static entry => entry.Length);
        Console.WriteLine(string.Create(words, $"an entry of {bytes:0} bytes:     written in {writing:0.00} us ({(double)before / entries.Length:0.0} bytes allocated), read in {reading:0.00} us"));
        Console.WriteLine(string.Create(words, $"hashed into the tree:       {hashing:0.00} us an entry, leaf and nodes ({(double)hashed / entries.Length:0.0} bytes allocated, the tiles handed out)"));
    }

    /// <summary>Microseconds for each of what one round does, at the median of the rounds.</summary>
    private static double Median(int rounds, Func<int> round)
    {
        round();
        var times = new double[rounds];
        for (var at = 0; at < rounds; at++)
        {
            var watch = Stopwatch.StartNew();
            var count = round();
            times[at] = watch.Elapsed.TotalMicroseconds / count;
        }

        Array.Sort(times);
        return times[rounds / 2];
    }
}
