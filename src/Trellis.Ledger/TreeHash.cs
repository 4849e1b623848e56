using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Trellis.Ledger;

/// <summary>A SHA-256 hash of the tree: 32 bytes held in place, so that a million of them are one array and a tile is its own bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly struct TreeHash : IEquatable<TreeHash>
{
    /// <summary>The bytes of one hash.</summary>
    public const int Length = 32;

    /// <summary>The characters of one hash in base64.</summary>
    public const int TextLength = 44;

    private readonly ulong _first;
    private readonly ulong _second;
    private readonly ulong _third;
    private readonly ulong _fourth;

    /// <param name="bytes">Exactly 32 bytes.</param>
    public TreeHash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length) throw new ArgumentException($"A hash has {Length} bytes, these are {bytes.Length}.", nameof(bytes));
        this = MemoryMarshal.Read<TreeHash>(bytes);
    }

    /// <summary>The 32 bytes, without a copy. They live as long as the variable that holds the hash.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes(new ReadOnlySpan<TreeHash>(in this));

    /// <summary>Reads standard base64 of exactly 32 bytes, in its one canonical spelling.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out TreeHash hash)
    {
        Unsafe.SkipInit(out hash);
        Span<byte> bytes = stackalloc byte[Length];
        if (!StrictBase64.TryRead(text, bytes, out var written) || written != Length)
        {
            hash = default;
            return false;
        }

        hash = new TreeHash(bytes);
        return true;
    }

    /// <summary>Writes 44 characters of base64.</summary>
    public void WriteText(Span<byte> to) => Base64.EncodeToUtf8(Bytes, to, out _, out _);

    public bool Equals(TreeHash other) => _first == other._first && _second == other._second && _third == other._third && _fourth == other._fourth;

    public override bool Equals(object? obj) => obj is TreeHash other && Equals(other);

    public override int GetHashCode() => _first.GetHashCode();

    public static bool operator ==(in TreeHash left, in TreeHash right) => left.Equals(right);

    public static bool operator !=(in TreeHash left, in TreeHash right) => !left.Equals(right);

    /// <summary>Standard base64, as checkpoints and proofs write it.</summary>
    public override string ToString()
    {
        Span<byte> text = stackalloc byte[TextLength];
        WriteText(text);
        return Encoding.ASCII.GetString(text);
    }
}
