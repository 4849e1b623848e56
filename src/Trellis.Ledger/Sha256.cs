using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Trellis.Ledger;

/// <summary>
/// SHA-256 for the many short inputs of a tree. Asked through the class library, a node costs six times what its hashing costs;
/// the same library of the system is asked here by its short way, with the state on our stack. Where it has no such way, the class library is used.
/// </summary>
internal static unsafe partial class Sha256
{
    private const string Library = "libcrypto.so.3";

    /// <summary>More than any version of SHA256_CTX takes: eight words of state, a count, a block, two numbers, 112 bytes in all.</summary>
    private const int StateLength = 256;

    private const int BlockLength = 64;

    /// <summary>Longer inputs hold up the collector of garbage for too long, and gain little.</summary>
    public const int LongestInShort = 4096;

    private static readonly bool Short = NativeLibrary.TryLoad(Library, typeof(Sha256).Assembly, DllImportSearchPath.SafeDirectories, out var library)
        && NativeLibrary.TryGetExport(library, "SHA256_Init", out _) && NativeLibrary.TryGetExport(library, "SHA256_Update", out _) && NativeLibrary.TryGetExport(library, "SHA256_Final", out _);

    /// <param name="to">32 bytes.</param>
    [SkipLocalsInit]
    public static void Hash(ReadOnlySpan<byte> content, Span<byte> to)
    {
        if (!Short || content.Length > LongestInShort || to.Length != SHA256.HashSizeInBytes)
        {
            SHA256.HashData(content, to);
            return;
        }

        var state = stackalloc byte[StateLength];
        fixed (byte* from = content)
        fixed (byte* hash = to)
        {
            if (Begin(state) != 1 || Add(state, from, (nuint)content.Length) != 1 || End(hash, state) != 1) throw new CryptographicException("The crypto library of the system cannot hash.");
        }
    }

    /// <summary>HMAC-SHA-256 (RFC 2104) by the same short way: the two hashes of which it is made cost a third of what the class library takes for one.</summary>
    /// <param name="key">At most 64 bytes, one block.</param>
    /// <param name="to">32 bytes.</param>
    [SkipLocalsInit]
    public static void Authenticate(ReadOnlySpan<byte> key, ReadOnlySpan<byte> content, Span<byte> to)
    {
        if (!Short || key.Length > BlockLength || content.Length > LongestInShort || to.Length != SHA256.HashSizeInBytes)
        {
            HMACSHA256.HashData(key, content, to);
            return;
        }

        var state = stackalloc byte[StateLength];
        var pad = stackalloc byte[BlockLength];
        var inner = stackalloc byte[SHA256.HashSizeInBytes];
        var padded = new Span<byte>(pad, BlockLength);
        Pad(key, 0x36, padded);
        fixed (byte* from = content)
        fixed (byte* hash = to)
        {
            var done = Begin(state) == 1 && Add(state, pad, BlockLength) == 1 && Add(state, from, (nuint)content.Length) == 1 && End(inner, state) == 1;
            Pad(key, 0x5C, padded);
            done = done && Begin(state) == 1 && Add(state, pad, BlockLength) == 1 && Add(state, inner, SHA256.HashSizeInBytes) == 1 && End(hash, state) == 1;
            CryptographicOperations.ZeroMemory(padded);
            if (!done) throw new CryptographicException("The crypto library of the system cannot hash.");
        }
    }

    /// <summary>What HMAC-SHA-256 under a key begins with: the two states after the key has gone in. Null where the system has no short way, or the key is longer than a block.</summary>
    [SkipLocalsInit]
    public static byte[]? StatesUnder(ReadOnlySpan<byte> key)
    {
        if (!Short || key.Length > BlockLength) return null;
        var states = new byte[2 * StateLength];
        var pad = stackalloc byte[BlockLength];
        var padded = new Span<byte>(pad, BlockLength);
        fixed (byte* inner = states)
        {
            Pad(key, 0x36, padded);
            var done = Begin(inner) == 1 && Add(inner, pad, BlockLength) == 1;
            Pad(key, 0x5C, padded);
            done = done && Begin(inner + StateLength) == 1 && Add(inner + StateLength, pad, BlockLength) == 1;
            CryptographicOperations.ZeroMemory(padded);
            if (!done) throw new CryptographicException("The crypto library of the system cannot hash.");
        }

        return states;
    }

    /// <summary>HMAC-SHA-256 from states of a key, which stay as they are: half of what it costs to begin with the key.</summary>
    /// <param name="states">From <see cref="StatesUnder"/>.</param>
    /// <param name="to">32 bytes.</param>
    [SkipLocalsInit]
    public static void AuthenticateFrom(byte[] states, ReadOnlySpan<byte> content, Span<byte> to)
    {
        var state = stackalloc byte[StateLength];
        var working = new Span<byte>(state, StateLength);
        var hash = stackalloc byte[SHA256.HashSizeInBytes];
        states.AsSpan(0, StateLength).CopyTo(working);
        fixed (byte* from = content)
        {
            var done = Add(state, from, (nuint)content.Length) == 1 && End(hash, state) == 1;
            states.AsSpan(StateLength).CopyTo(working);
            if (!done || Add(state, hash, SHA256.HashSizeInBytes) != 1 || End(hash, state) != 1) throw new CryptographicException("The crypto library of the system cannot hash.");
        }

        new ReadOnlySpan<byte>(hash, SHA256.HashSizeInBytes).CopyTo(to);
    }

    private static void Pad(ReadOnlySpan<byte> key, byte with, Span<byte> to)
    {
        to.Fill(with);
        for (var at = 0; at < key.Length; at++) to[at] ^= key[at];
    }

    [LibraryImport(Library, EntryPoint = "SHA256_Init"), SuppressGCTransition, DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Begin(byte* state);

    [LibraryImport(Library, EntryPoint = "SHA256_Update"), SuppressGCTransition, DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Add(byte* state, byte* content, nuint length);

    [LibraryImport(Library, EntryPoint = "SHA256_Final"), SuppressGCTransition, DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int End(byte* hash, byte* state);
}
