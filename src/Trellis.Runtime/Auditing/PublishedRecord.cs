using System.Text;
using Trellis.Ledger;
using Trellis.Ledger.Auditing;
using Trellis.Runtime.Files;

namespace Trellis.Runtime.Auditing;

/// <summary>A record as it is published: a checkpoint and tiles under fixed names, in a folder or at an address (C2SP tlog-tiles).</summary>
public sealed class PublishedRecord : AuditedRecord
{
    /// <summary>The file with the key, and the sentence about what it proves.</summary>
    public const string VerifierFile = "verifier.txt";

    /// <summary>The most bytes of a bundle: 256 entries with their lengths.</summary>
    private const int LongestBundle = Tile.Width * (Entry.MaxLength + 2);

    /// <summary>After so many files in a row that are not there, the size in the checkpoint must be wrong.</summary>
    private const int MostMissing = 64;

    private readonly PublishedFiles _files;
    private readonly byte[]? _checkpoint;
    private readonly Dictionary<long, TreeHash[]> _recent = [];

    public PublishedRecord(PublishedFiles files)
    {
        _files = files;
        _checkpoint = files.Read(TilePath.Checkpoint, SignedNote.MaxLength);
        Size = _checkpoint is not null && SignedCheckpoint.TryRead(_checkpoint, out var signed, out _) ? signed.Checkpoint.Size : 0;
        HasEntries = Size > 0 && files.MayHaveEntries && Bundle(0).Read(files) is not null;
        if (files.Read(VerifierFile, 100_000) is { } text && KeyFile.TryRead(text, out var keys, out _) && keys.Count > 0) OwnKey = keys[0];
    }

    public override AuditedKind Kind => _files.Kind;

    public override string Called => _files.Called;

    public override long Size { get; }

    public override bool HasEntries { get; }

    public override NoteVerifier? OwnKey { get; }

    internal override ReadTile? PartialTiles => HashesOf;

    internal override IEnumerable<(long? Size, byte[] Note)> Checkpoints() => _checkpoint is null ? [] : [(null, _checkpoint)];

    public override ReadOnlyMemory<TreeHash> HashesOf(Tile tile)
    {
        // The published tile is as wide as the published tree makes it, whatever width is asked for.
        var first = tile.Number * Tile.Width;
        if (first >= Tile.HashesOfLevel(tile.Level, Size)) return default;
        var published = Tile.Holding(tile.Level, first, Size);
        return Hashes(published, _files.Read(published));
    }

    internal override TreeHash? Leaf(long position)
    {
        var number = position / Tile.Width;
        if (!_recent.TryGetValue(number, out var hashes))
        {
            _recent.Clear();
            _recent[number] = hashes = HashesOf(new Tile(0, number)).ToArray();
        }

        var at = (int)(position % Tile.Width);
        return at < hashes.Length ? hashes[at] : null;
    }

    internal override byte[]? EntryAt(long position)
    {
        if (!HasEntries) return null;
        var number = position / Tile.Width;
        return Entries(number, Bundle(number).Read(_files), 0).Entries is { } entries ? entries[(int)(position % Tile.Width)].ToArray() : null;
    }

    internal override IEnumerable<Stretch> Read(long from)
    {
        var missing = 0;
        foreach (var stretch in All(from))
        {
            yield return stretch;
            missing = stretch.Doubt is null ? 0 : missing + 1;
            if (missing == MostMissing) yield break;
        }
    }

    private IEnumerable<Stretch> All(long from)
    {
        var numbers = Numbers(from / Tile.Width);
        return HasEntries
            ? _files.InOrder(numbers, number => Bundle(number)).Select(read => Entries(read.Number, read.Bytes, from))
            : _files.InOrder(numbers, number => new PublishedName(TilePath.Of(Wide(number)), TilePath.Of(new Tile(0, number)), Tile.Width * TreeHash.Length)).SelectMany(read => Leaves(read.Number, read.Bytes, from));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _files.Dispose();
    }

    private IEnumerable<long> Numbers(long first)
    {
        for (var number = first; number * Tile.Width < Size; number++) yield return number;
    }

    private Tile Wide(long number) => Tile.Holding(0, number * Tile.Width, Size);

    private PublishedName Bundle(long number) => new(TilePath.OfEntries(number, Wide(number).Hashes), TilePath.OfEntries(number), LongestBundle);

    private static ReadOnlyMemory<TreeHash> Hashes(Tile tile, byte[]? bytes)
    {
        if (bytes is null) return default;
        // A full tile stands for every partial one.
        if (bytes.Length > tile.Hashes * TreeHash.Length && bytes.Length == Tile.Width * TreeHash.Length) bytes = bytes[..(tile.Hashes * TreeHash.Length)];
        return tile.TryReadHashes(bytes, out var hashes, out _) ? hashes : default;
    }

    /// <summary>The hashes of a lowest tile, from a position on. A tile that is not there leaves hashes of nothing, and its doubt.</summary>
    private IEnumerable<Stretch> Leaves(long number, byte[]? bytes, long from)
    {
        var wide = Wide(number);
        var (hashes, doubt) = (Hashes(wide, bytes).ToArray(), (Doubt?)null);
        if (hashes.Length == 0)
        {
            doubt = new Doubt(DoubtKind.TileMissing) { Place = wide.ToString(), Detail = bytes is null ? null : $"{bytes.Length} bytes" };
            hashes = new TreeHash[wide.Hashes];
        }

        var skipped = (int)Math.Max(0, from - (number * Tile.Width));
        yield return new Stretch((number * Tile.Width) + skipped, hashes.Length - skipped) { Leaves = hashes[skipped..], Doubt = doubt };
    }

    /// <summary>The entries of a bundle; where it is not there, the hashes of its tile, and a doubt.</summary>
    private Stretch Entries(long number, byte[]? bytes, long from)
    {
        var wide = Wide(number);
        var first = number * Tile.Width;
        var skipped = (int)Math.Max(0, from - first);
        var fault = bytes is null ? null : "";
        if (bytes is not null && (EntryBundle.TryRead(bytes, wide.Hashes, out var entries, out fault) || (!wide.IsFull && EntryBundle.TryRead(bytes, Tile.Width, out entries, out _))))
            return new Stretch(first + skipped, wide.Hashes - skipped) { Entries = [.. entries.Take(wide.Hashes).Skip(skipped)] };

        var hashes = HashesOf(wide).ToArray();
        if (hashes.Length < wide.Hashes) hashes = new TreeHash[wide.Hashes];
        return new Stretch(first + skipped, wide.Hashes - skipped)
        {
            Leaves = hashes[skipped..],
            Doubt = new Doubt(DoubtKind.EntryMissing) { Entry = first + skipped, LastEntry = first + wide.Hashes - 1, Place = TilePath.OfEntries(number, wide.Hashes), Detail = fault },
        };
    }
}

/// <summary>A published file: its name, the name of the full file that may stand in its place, and the most bytes it can have.</summary>
internal readonly record struct PublishedName(string Name, string Full, int MostBytes)
{
    public byte[]? Read(PublishedFiles files) => files.Read(Name, MostBytes) ?? (Full == Name ? null : files.Read(Full, MostBytes));
}

/// <summary>Files by the names of C2SP tlog-tiles, wherever they lie.</summary>
public abstract class PublishedFiles : IDisposable
{
    public abstract AuditedKind Kind { get; }

    public abstract string Called { get; }

    /// <summary>False where asking for entries is pointless.</summary>
    public virtual bool MayHaveEntries => true;

    /// <summary>The content, or null where there is no such file.</summary>
    /// <param name="mostBytes">A longer file is refused.</param>
    public abstract byte[]? Read(string name, int mostBytes);

    internal byte[]? Read(Tile tile) => new PublishedName(TilePath.Of(tile), TilePath.Of(tile with { Hashes = Tile.Width }), Tile.Width * TreeHash.Length).Read(this);

    /// <summary>Reads many files and hands them out in order.</summary>
    internal virtual IEnumerable<(long Number, byte[]? Bytes)> InOrder(IEnumerable<long> numbers, Func<long, PublishedName> name) => numbers.Select(number => (number, name(number).Read(this)));

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>A published folder on a disk.</summary>
public sealed class FolderFiles(string folder) : PublishedFiles
{
    public override AuditedKind Kind => AuditedKind.Folder;

    public override string Called => folder;

    public override bool MayHaveEntries => Directory.Exists(Path.Combine(folder, "tile", "entries"));

    public override byte[]? Read(string name, int mostBytes)
    {
        var path = Path.Combine(folder, name);
        try
        {
            var info = new FileInfo(path);
            if (!info.Exists) return null;
            if (info.Length > mostBytes) throw new UnusableInput(new Text($"这个文件有 {info.Length:N0} 字节；这个名字下最多 {mostBytes:N0} 字节。", $"This file has {info.Length:N0} bytes; {mostBytes:N0} are the most that can stand under this name."), new Text("核对这个文件夹是否是已发布的记录。", "Check whether this folder is a published record."), path);
            using var file = PlainFile.OpenRead(path);
            var bytes = new byte[info.Length];
            return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new UnusableInput(new Text("没有读这个文件的权限。", "This file may not be read."), new Text("向它的所有者要读取权限，或把文件夹复制到你有权限的地方。", "Ask its owner for the right to read it, or copy the folder to where you have it."), path, fault);
        }
        catch (IOException fault)
        {
            throw new MachineFault(new Text($"{path}：{SystemWords.Of(fault).Zh}", $"{path}: {fault.Message}"), new Text("检查它所在的磁盘。", "Check the disk it lies on."), fault);
        }
    }
}
