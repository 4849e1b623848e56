using System.Security.Cryptography;

namespace Trellis.Ledger;

/// <summary>
/// HMAC-SHA-256 (RFC 2104) of many short texts under one key. The key goes in once; each text then costs its own blocks and one more. For any number of threads.
/// </summary>
public sealed class KeyedHash
{
    private readonly byte[] _key;
    private readonly byte[]? _states;

    /// <param name="key">Of any length.</param>
    public KeyedHash(ReadOnlySpan<byte> key)
    {
        _key = key.ToArray();
        _states = Sha256.StatesUnder(key);
    }

    /// <param name="to">32 bytes.</param>
    public void Of(ReadOnlySpan<byte> text, Span<byte> to)
    {
        if (_states is null || text.Length > Sha256.LongestInShort) HMACSHA256.HashData(_key, text, to);
        else Sha256.AuthenticateFrom(_states, text, to);
    }
}
