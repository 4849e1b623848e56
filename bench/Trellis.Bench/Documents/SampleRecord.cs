using System.Buffers;
using System.Globalization;
using System.Text;
using Trellis.Ledger;
using Trellis.Runtime.Auditing;

namespace Trellis.Bench.Documents;

/// <summary>
/// The invented record of the auditor's guide: what its keeper publishes, what an auditor has from elsewhere, and what it would look like
/// if the keeper rewrote it and signed again. The same bytes every time; its keys are made of known numbers and protect nothing.
/// </summary>
internal static class SampleRecord
{
    private const int InApril = 180;
    private const int InMay = 300;
    private const int OfReceipt = 43;

    private static readonly NoteSigner Signer = Key("county.example/record", NoteKeyType.Ed25519, 1);
    private static readonly NoteSigner Province = Key("province.example/witness", NoteKeyType.Cosignature, 2);
    private static readonly NoteSigner Neighbour = Key("neighbour.example/witness", NoteKeyType.Cosignature, 3);

    /// <summary>All files by their names below the folder.</summary>
    public static IReadOnlyList<(string Name, byte[] Content)> Make()
    {
        var entries = Enumerable.Range(0, InMay).Select(static at => AnEntry(at, "roads-office")).ToList();
        var files = new List<(string Name, byte[] Content)>
        {
            ("key.txt", Encoding.UTF8.GetBytes($"# From the county's gazette of 2 March 2026, page 3. 县公报2026年3月2日第3版刊登。\n{Signer.Verifier}\n")),
            ("policy", Encoding.UTF8.GetBytes($"log {Signer.Verifier}\nwitness province {Province.Verifier}\nwitness neighbour {Neighbour.Verifier}\ngroup both all province neighbour\nquorum both\n")),
            ("kept-checkpoint", Checkpoint(entries, InApril, witnessed: true).Encode()),
            ("receipt.tlog-proof", Receipt(entries)),
        };
        Publish(files, "public", entries, Checkpoint(entries, InMay, witnessed: true), withEntries: false);
        Publish(files, "for-auditors", entries, Checkpoint(entries, InMay, witnessed: true), withEntries: true);

        // The keeper sends entry 43 to another office after the fact, and signs anew; no witness signs that.
        List<byte[]> rewritten = [.. entries];
        rewritten[OfReceipt] = AnEntry(OfReceipt, "water-office");
        Publish(files, "rewritten", rewritten, Checkpoint(rewritten, InMay, witnessed: false), withEntries: false);
        return files;
    }

    public static void Write(string folder)
    {
        foreach (var (name, content) in Make())
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
        }
    }

    private static NoteSigner Key(string name, NoteKeyType type, byte number) => NoteSigner.Make(name, type, Enumerable.Repeat(number, 32).ToArray());

    private static DateTimeOffset Time(int at) => new DateTimeOffset(2026, 4, 1, 1, 0, 0, TimeSpan.Zero).AddHours(4 * at).AddMinutes(at * 7 % 60);

    private static byte[] AnEntry(int at, string to) => new Entry
    {
        At = Time(at),
        By = new EntryActor.Officer("intake", "cuiwei/qinghe/window"),
        Event = at % 3 == 0 ? "matter-received/1" : "matter-handed-over/1",
        Fields = new EntryValue.Group([new("matter", EntryValue.Of(string.Create(CultureInfo.InvariantCulture, $"m-{at / 3:d4}"))), new("to", EntryValue.Of(at % 3 == 0 ? "intake" : to))]),
        Mandate = ["delegation/d12", "power/p3", "county-order/7#art-4"],
        Structure = "sha256:3f1c99a1b2c4",
    }.Encode();

    private static GrowingTree TreeOf(List<byte[]> entries, int size)
    {
        var tree = new GrowingTree();
        foreach (var entry in entries.Take(size)) tree.Append(Tree.Leaf(entry));
        return tree;
    }

    private static SignedCheckpoint Checkpoint(List<byte[]> entries, int size, bool witnessed)
    {
        var signed = SignedCheckpoint.Sign(new Checkpoint(Signer.Name, TreeOf(entries, size).Head), Signer);
        if (!witnessed) return signed;
        var at = Time(size - 1).AddMinutes(2);
        return signed.With(Cosignature.Make(Province, signed.Note.Text, at)).With(Cosignature.Make(Neighbour, signed.Note.Text, at.AddSeconds(1)));
    }

    private static void Publish(List<(string Name, byte[] Content)> files, string folder, List<byte[]> entries, SignedCheckpoint checkpoint, bool withEntries)
    {
        var read = Tiles(entries);
        foreach (var tile in Tile.Of(InMay)) files.Add(($"{folder}/{TilePath.Of(tile)}", Tile.Encode(read(tile).Span).ToArray()));
        for (var number = 0; withEntries && number * Tile.Width < InMay; number++)
        {
            var bundle = new ArrayBufferWriter<byte>();
            var some = entries.Skip(number * Tile.Width).Take(Tile.Width).ToList();
            foreach (var entry in some) EntryBundle.Write(bundle, entry);
            files.Add(($"{folder}/{TilePath.OfEntries(number, some.Count)}", bundle.WrittenSpan.ToArray()));
        }

        files.Add(($"{folder}/{PublishedRecord.VerifierFile}", Encoding.UTF8.GetBytes($"{Signer.Verifier}\n")));
        files.Add(($"{folder}/{TilePath.Checkpoint}", checkpoint.Encode()));
    }

    private static ReadTile Tiles(List<byte[]> entries)
    {
        var tree = TreeOf(entries, InMay);
        var full = tree.TakeCompleted().ToDictionary(static tile => (tile.Level, tile.Number), static tile => tile.Hashes);
        return tile => full.TryGetValue((tile.Level, tile.Number), out var hashes) ? hashes : tree.Edge(tile.Level).ToArray();
    }

    private static byte[] Receipt(List<byte[]> entries) => InclusionProof.TryMake(OfReceipt, InMay, Tiles(entries), out var proof, out var fault)
        ? new TlogProof(OfReceipt, proof.Path, Checkpoint(entries, InMay, witnessed: true)) { Extra = entries[OfReceipt] }.Encode()
        : throw new InvalidOperationException(fault);
}
