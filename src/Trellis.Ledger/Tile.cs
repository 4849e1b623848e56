namespace Trellis.Ledger;

/// <summary>
/// Which 256 neighbouring hashes: those of level 0 are leaves, each of a higher level is the root over a full tile below (C2SP tlog-tiles).
/// The width is 256 for a full tile and less for one at the right edge of a tree.
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

    /// <summary>The entries under one hash of a level: 256 to the power of the level, as a shift.</summary>
    internal static int Shift(int level) => 8 * level;

    public bool IsFull => Hashes == Width;

    /// <summary>How many hashes a level of a tree has in all, full and partial tiles together.</summary>
    public static long HashesOfLevel(int level, long size) => size >> Shift(level);
}

/// <summary>A full tile with its hashes, as it became full.</summary>
/// <param name="Hashes">Exactly 256, from the left.</param>
public sealed record FullTile(int Level, long Number, TreeHash[] Hashes);
