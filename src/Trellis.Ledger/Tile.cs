using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Trellis.Ledger;

/// <summary>
/// Which neighbouring hashes: those of level 0 are leaves, each of a higher level is the root over a full tile below (C2SP tlog-tiles).
/// A full tile has 256 hashes, the last one of a level may have fewer.
/// </summary>
/// <param name="Level">0 to 7: a hash of level 8 would stand for 2^64 entries.</param>
/// <param name="Number">From 0, counted from the left within the level.</param>
/// <param name="Hashes">1 to 256: how many hashes it holds.</param>
public readonly record struct Tile(int Level, long Number, int Hashes = Tile.Width)
{
    /// <summary>The hashes of a full tile.</summary>
    public const int Width = 256;

    /// <summary>The levels that a tree of fewer than 2^63 entries can have.</summary>
    public const int Levels = 8;

    public bool IsFull => Hashes == Width;

    /// <summary>The entries under one hash of a level are 256 to the power of the level; this is the shift for it.</summary>
    internal static int Shift(int level) => 8 * level;

    /// <summary>How many hashes a level of a tree has in all, full and partial tiles together.</summary>
    public static long HashesOfLevel(int level, long size) => size >> Shift(level);

    /// <summary>The tile of a tree that holds a hash of a level, as wide as that tree makes it.</summary>
    /// <param name="index">Which hash of the level, from 0.</param>
    public static Tile Holding(int level, long index, long size)
    {
        var all = HashesOfLevel(level, size);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, all);
        var number = index / Width;
        return new Tile(level, number, (int)Math.Min(Width, all - (number * Width)));
    }

    /// <summary>All tiles of a tree, or those that a smaller tree before it did not have in this width: what is new to publish. Level by level, from the left.</summary>
    /// <param name="since">The size whose tiles are published already.</param>
    public static IEnumerable<Tile> Of(long size, long since = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(since);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(since, size);
        for (var level = 0; level < Levels; level++)
        {
            var (before, all) = (HashesOfLevel(level, since), HashesOfLevel(level, size));
            if (before == all) continue;
            for (var first = before / Width * Width; first < all; first += Width) yield return Holding(level, first, size);
        }
    }

    /// <summary>Reads the hashes of a tile as it is stored and served: 32 bytes each, nothing between them.</summary>
    public bool TryReadHashes(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out TreeHash[]? hashes, [NotNullWhen(false)] out string? fault)
    {
        hashes = null;
        if (bytes.Length != Hashes * TreeHash.Length)
        {
            fault = $"{TilePath.Of(this)} has {bytes.Length} bytes, not the {Hashes * TreeHash.Length} of {Hashes} hashes.";
            return false;
        }

        fault = null;
        hashes = MemoryMarshal.Cast<byte, TreeHash>(bytes).ToArray();
        return true;
    }

    /// <summary>The bytes of hashes as a tile is stored and served, without a copy.</summary>
    public static ReadOnlySpan<byte> Encode(ReadOnlySpan<TreeHash> hashes) => MemoryMarshal.AsBytes(hashes);

    public override string ToString() => TilePath.Of(this);
}

/// <summary>A full tile with its hashes, as it became full.</summary>
/// <param name="Hashes">Exactly 256, from the left.</param>
public sealed record FullTile(int Level, long Number, TreeHash[] Hashes);

/// <summary>Hands out the hashes of a tile: at least as many as the tile asked for has, from the left; none where they are not at hand.</summary>
public delegate ReadOnlyMemory<TreeHash> ReadTile(Tile tile);
