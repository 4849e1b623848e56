using System.Buffers;
using System.Text;
using Trellis.Bench.Generators;
using Trellis.Ledger;

namespace Trellis.Bench.Ledger;

/// <summary>A record of 700 entries with a log, three witnesses of which two must sign, and a stranger who signs, too: what the benches damage.</summary>
internal sealed class LedgerWorld
{
    public const int Size = 700;

    private static readonly string[] Events = ["matter-opened/1", "matter-handed-over/1", "matter-returned/1", "matter-closed/2"];

    public LedgerWorld()
    {
        Log = Signer("county.example/record", NoteKeyType.Ed25519, 1);
        Editor = Signer("editor.example", NoteKeyType.Ed25519, 2);
        Stranger = Signer("stranger.example", NoteKeyType.Ed25519, 3);
        Witnesses = [.. Enumerable.Range(0, 3).Select(static at => Signer($"witness{at}.example", NoteKeyType.Cosignature, 10 + at))];
        Entries = [.. Enumerable.Range(0, Size).Select(static number => AnEntry(number).Encode())];
        Leaves = [.. Entries.Select(static entry => Tree.Leaf(entry))];

        var tree = new GrowingTree();
        var heads = new List<TreeHead> { TreeHead.None };
        foreach (var leaf in Leaves)
        {
            tree.Append(leaf);
            heads.Add(tree.Head);
        }

        Heads = heads;
        PolicyText = Encoding.UTF8.GetBytes(
            $"# two of three\nlog {Log.Verifier} https://county.example/record\n" + string.Concat(Witnesses.Select(static (witness, at) => $"witness w{at} {witness.Verifier}\n")) + "group houses 2 w0 w1 w2\nquorum houses\n");
        if (!WitnessPolicy.TryRead(PolicyText, out var policy, out var fault)) throw new InvalidOperationException(fault);
        Policy = policy;
    }

    public NoteSigner Log { get; }

    public NoteSigner Editor { get; }

    public NoteSigner Stranger { get; }

    public NoteSigner[] Witnesses { get; }

    public byte[][] Entries { get; }

    public TreeHash[] Leaves { get; }

    /// <summary>By size.</summary>
    public IReadOnlyList<TreeHead> Heads { get; }

    public byte[] PolicyText { get; }

    public WitnessPolicy Policy { get; }

    public static Entry AnEntry(int number)
    {
        var chance = new SeededNumbers((ulong)number);
        Span<byte> salt = stackalloc byte[32];
        salt.Fill((byte)(number % 256));
        return new Entry
        {
            At = new DateTimeOffset(2026, 5, 1, 8, 0, 0, TimeSpan.Zero).AddMilliseconds(number * 977L),
            By = chance.Chance(0.2) ? EntryActor.Requester : new EntryActor.Officer($"post-{chance.Below(40)}", $"cuiwei/town-{chance.Below(12)}/office-{chance.Below(9)}"),
            Event = Events[chance.Below(Events.Length)],
            Fields = new EntryValue.Group(
            [
                new("matter", EntryValue.Of($"01JBX{chance.Next():X16}")),
                new("from", EntryValue.Of($"cuiwei/town-{chance.Below(12)}")),
                new("to", EntryValue.Of($"cuiwei/bureau-{chance.Below(30)}")),
                new("band", EntryValue.Of(chance.Below(6))),
                new("late", EntryValue.Of(chance.Chance(0.1))),
                new("cited", EntryValue.Of([$"duty/{chance.Below(900)}", $"duty/{chance.Below(900)}"])),
            ]),
            Mandate = [$"delegation/d{chance.Below(5000)}", $"power/p{chance.Below(800)}", "act/water-law#art-61"],
            Personal = [new PersonalField("reason", Commitment.Of(salt, "reason", "x"u8))],
            Structure = "sha256:3f1c0d5e9a7b",
        };
    }

    public TreeHash[] Hashes(Tile tile)
    {
        var hashes = new TreeHash[tile.Hashes];
        for (var at = 0; at < hashes.Length; at++)
        {
            var number = (int)(tile.Number * Tile.Width) + at;
            hashes[at] = tile.Level == 0 ? Leaves[number] : Tree.Root(Leaves.AsSpan(number * Tile.Width, Tile.Width));
        }

        return hashes;
    }

    public InclusionProof Inclusion(int index, int size) =>
        InclusionProof.TryMake(index, size, tile => Hashes(tile), out var proof, out var fault) ? proof : throw new InvalidOperationException(fault);

    public ConsistencyProof Consistency(int first, int second) =>
        ConsistencyProof.TryMake(first, second, tile => Hashes(tile), out var proof, out var fault) ? proof : throw new InvalidOperationException(fault);

    /// <summary>Signed by the log, two or three of the witnesses, and the stranger.</summary>
    public SignedCheckpoint Checkpoint(int size, int witnesses = 3)
    {
        var signed = SignedCheckpoint.Sign(new Checkpoint(Log.Name, Heads[size]), Log, Stranger);
        foreach (var witness in Witnesses.Take(witnesses)) signed = signed.With(Cosignature.Make(witness, signed.Note.Text, new DateTimeOffset(2026, 5, 2, 0, 0, 0, TimeSpan.Zero).AddSeconds(size)));
        return signed;
    }

    public TlogProof Receipt(int index, int size, int witnesses = 3) => new(index, Inclusion(index, size).Path, Checkpoint(size, witnesses)) { Extra = Entries[index] };

    public WitnessRequest Request(int old, int size) => new(old, Consistency(old, size).Path, Checkpoint(size, witnesses: 1));

    public byte[] Note(int number) => SignedNote.Sign(Encoding.UTF8.GetBytes($"Notice {number}\n\nThe window of town-{number % 12} is closed on day {number}.\n"), Log, Stranger, Editor).Encode();

    public byte[] Bundle(int number, int count)
    {
        var to = new ArrayBufferWriter<byte>();
        for (var at = 0; at < count; at++) EntryBundle.Write(to, Entries[(number * Tile.Width) + at]);
        return to.WrittenSpan.ToArray();
    }

    private static NoteSigner Signer(string name, NoteKeyType type, int seed) => NoteSigner.Make(name, type, Enumerable.Repeat((byte)seed, 32).ToArray());
}
