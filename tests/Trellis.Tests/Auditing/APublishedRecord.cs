using System.Globalization;
using Trellis.Ledger;
using Trellis.Ledger.Auditing;
using Trellis.Runtime.Auditing;
using Trellis.Tests.Ledger;

namespace Trellis.Tests.Auditing;

/// <summary>A published record in memory, its tiles made by the definition: small, slow and obvious.</summary>
internal sealed class APublishedRecord : PublishedFiles
{
    public static readonly NoteSigner Signer = NoteSigner.Make("county.example/record", NoteKeyType.Ed25519, Enumerable.Repeat((byte)7, 32).ToArray());

    public Dictionary<string, byte[]> Content { get; } = new(StringComparer.Ordinal);

    public override AuditedKind Kind => AuditedKind.Folder;

    public override string Called => "memory";

    public override byte[]? Read(string name, int mostBytes) => Content.GetValueOrDefault(name);

    public static List<byte[]> Entries(int count)
    {
        var entries = new List<byte[]>();
        for (var at = 0; at < count; at++) entries.Add(AnEntry(at));
        return entries;
    }

    public static byte[] AnEntry(int number, string matter = "m", DateTimeOffset? at = null) => new Entry
    {
        At = at ?? new DateTimeOffset(2026, 5, 1, 8, 0, 0, TimeSpan.Zero).AddSeconds(number), By = EntryActor.System, Event = "matter-noted/1", Structure = "s",
        Fields = new EntryValue.Group([new("matter", EntryValue.Of(string.Create(CultureInfo.InvariantCulture, $"{matter}-{number}")))]),
    }.Encode();

    public static SignedCheckpoint Checkpoint(IReadOnlyList<byte[]> entries, int size) =>
        SignedCheckpoint.Sign(new Checkpoint(Signer.Name, new TreeHead(size, TheTreeByDefinition.Root(Leaves(entries, size)))), Signer);

    public static TreeHash[] Leaves(IReadOnlyList<byte[]> entries, int size) => [.. entries.Take(size).Select(static entry => TheTreeByDefinition.Leaf(entry))];

    /// <summary>Publishes the first so many entries.</summary>
    /// <param name="shown">The entries that are shown; what was signed and hashed may be others.</param>
    /// <param name="changeTile">Changes the hashes of a tile before it is shown.</param>
    public static APublishedRecord Of(IReadOnlyList<byte[]> entries, int size, IReadOnlyList<byte[]>? shown = null, Action<Tile, TreeHash[]>? changeTile = null, bool withEntries = true)
    {
        var record = new APublishedRecord();
        var leaves = Leaves(entries, size);
        foreach (var tile in Tile.Of(size))
        {
            var width = 1 << (8 * tile.Level);
            var hashes = Enumerable.Range(0, tile.Hashes).Select(at => TheTreeByDefinition.Root(leaves.AsSpan((int)((tile.Number * Tile.Width) + at) * width, width))).ToArray();
            changeTile?.Invoke(tile, hashes);
            record.Content[TilePath.Of(tile)] = Tile.Encode(hashes).ToArray();
        }

        for (var number = 0; withEntries && number * Tile.Width < size; number++)
        {
            var bundle = new System.Buffers.ArrayBufferWriter<byte>();
            var count = Math.Min(Tile.Width, size - (number * Tile.Width));
            for (var at = 0; at < count; at++) EntryBundle.Write(bundle, (shown ?? entries)[(number * Tile.Width) + at]);
            record.Content[TilePath.OfEntries(number, count)] = bundle.WrittenSpan.ToArray();
        }

        record.Content[TilePath.Checkpoint] = Checkpoint(entries, size).Encode();
        return record;
    }

    public AuditReport Audit(AuditRequest? request = null)
    {
        using var record = new PublishedRecord(this);
        return Auditor.Run(record, (request ?? new AuditRequest()) with { Trusted = request?.Trusted ?? new TrustedKeys([Signer.Verifier], null), Threads = request?.Threads ?? 1 });
    }

    public static AuditRequest Trusting(AuditRequest request) => request with { Trusted = new TrustedKeys([Signer.Verifier], null) };
}
