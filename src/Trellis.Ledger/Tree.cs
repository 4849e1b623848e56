using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Trellis.Ledger;

/// <summary>The hashes of RFC 6962 section 2.1: a leaf and a node never hash alike, because each begins with its own byte.</summary>
public static class Tree
{
    /// <summary>Entries up to this many bytes are hashed on the stack.</summary>
    private const int OnTheStack = 2048;

    /// <summary>The root of the tree without entries: the hash of nothing.</summary>
    public static TreeHash Empty { get; } = new(SHA256.HashData([]));

    /// <summary>The hash of one entry: SHA-256 of a zero byte and the entry.</summary>
    [SkipLocalsInit]
    public static TreeHash Leaf(ReadOnlySpan<byte> entry)
    {
        if (entry.Length < OnTheStack)
        {
            Span<byte> small = stackalloc byte[OnTheStack];
            return Hash(small, 0, entry);
        }

        var rented = ArrayPool<byte>.Shared.Rent(entry.Length + 1);
        try
        {
            return Hash(rented, 0, entry);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true); // the next user of the buffer reads no entry
        }
    }

    /// <summary>The hash of two neighbours: SHA-256 of a one byte, the left and the right hash.</summary>
    [SkipLocalsInit]
    public static TreeHash Node(in TreeHash left, in TreeHash right)
    {
        Span<byte> both = stackalloc byte[1 + (2 * TreeHash.Length)];
        both[0] = 1;
        left.Bytes.CopyTo(both[1..]);
        right.Bytes.CopyTo(both[(1 + TreeHash.Length)..]);
        Span<byte> hash = stackalloc byte[TreeHash.Length];
        Sha256.Hash(both, hash);
        return new TreeHash(hash);
    }

    /// <summary>The root over a power of two of neighbouring hashes, such as those of a full tile.</summary>
    /// <param name="hashes">1, 2, 4, ... or 256 hashes.</param>
    [SkipLocalsInit]
    public static TreeHash Root(ReadOnlySpan<TreeHash> hashes)
    {
        if (hashes.Length > Tile.Width || !BitOperations.IsPow2(hashes.Length)) throw new ArgumentException($"A whole part of a tile has 1, 2, 4, ... or {Tile.Width} hashes, these are {hashes.Length}.", nameof(hashes));
        if (hashes.Length == 1) return hashes[0];
        Span<TreeHash> row = stackalloc TreeHash[hashes.Length / 2];
        for (var pair = 0; pair < row.Length; pair++) row[pair] = Node(hashes[2 * pair], hashes[(2 * pair) + 1]);
        for (var width = row.Length / 2; width > 0; width /= 2)
        {
            for (var pair = 0; pair < width; pair++) row[pair] = Node(row[2 * pair], row[(2 * pair) + 1]);
        }

        return row[0];
    }

    private static TreeHash Hash(Span<byte> room, byte kind, ReadOnlySpan<byte> content)
    {
        room[0] = kind;
        content.CopyTo(room[1..]);
        Span<byte> hash = stackalloc byte[TreeHash.Length];
        Sha256.Hash(room[..(content.Length + 1)], hash);
        return new TreeHash(hash);
    }
}

/// <summary>A tree at one moment: how many entries, and the hash over all of them.</summary>
/// <param name="Size">The number of entries; the newest has the position Size - 1.</param>
public readonly record struct TreeHead(long Size, TreeHash Root)
{
    public static TreeHead None { get; } = new(0, Tree.Empty);
}
