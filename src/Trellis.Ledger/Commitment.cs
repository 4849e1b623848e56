using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Trellis.Ledger;

/// <summary>
/// Stands in an entry for a personal value: HMAC-SHA256 under a random salt of 32 bytes over "trellis-commitment/1", the name of the field and the value,
/// each of the first two ended by a line feed. Who holds value and salt can prove the value; once the salt is destroyed nobody can find it by trying.
/// </summary>
public readonly record struct Commitment
{
    /// <summary>The bytes of a salt, fresh and random for every value.</summary>
    public const int SaltLength = 32;

    private const int OnTheStack = 1024;

    private readonly TreeHash _hash;

    private Commitment(TreeHash hash) => _hash = hash;

    /// <param name="bytes">Exactly 32 bytes.</param>
    public Commitment(ReadOnlySpan<byte> bytes) => _hash = new TreeHash(bytes);

    [UnscopedRef]
    public ReadOnlySpan<byte> Bytes => _hash.Bytes;

    /// <param name="salt">Exactly 32 random bytes, used for this value only.</param>
    /// <param name="field">The name under which the commitment stands in the entry.</param>
    /// <param name="value">The value; its bytes count, so one spelling must be kept.</param>
    [SkipLocalsInit]
    public static Commitment Of(ReadOnlySpan<byte> salt, string field, ReadOnlySpan<byte> value)
    {
        if (salt.Length != SaltLength) throw new ArgumentException($"A salt has {SaltLength} bytes, this one {salt.Length}.", nameof(salt));
        Words.Demand(field, "the name of a personal field");
        var prefix = "trellis-commitment/1\n"u8;
        var length = prefix.Length + field.Length + 1 + value.Length;
        byte[]? rented = null;
        var message = length <= OnTheStack ? stackalloc byte[OnTheStack] : rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            prefix.CopyTo(message);
            var at = prefix.Length + Encoding.ASCII.GetBytes(field, message[prefix.Length..]);
            message[at++] = (byte)'\n';
            value.CopyTo(message[at..]);
            Span<byte> hash = stackalloc byte[TreeHash.Length];
            Sha256.Authenticate(salt, message[..length], hash);
            return new Commitment(hash);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(message[..length]); // a personal value stays nowhere
            if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Whether this value under this salt is what was committed to.</summary>
    public bool Holds(ReadOnlySpan<byte> salt, string field, ReadOnlySpan<byte> value) =>
        salt.Length == SaltLength && CryptographicOperations.FixedTimeEquals(Of(salt, field, value).Bytes, Bytes);

    /// <summary>44 characters of base64, as the entry writes it.</summary>
    public override string ToString() => _hash.ToString();

    internal static bool TryRead(ReadOnlySpan<byte> text, out Commitment commitment)
    {
        var read = TreeHash.TryRead(text, out var hash);
        commitment = new Commitment(hash);
        return read;
    }

    internal void WriteText(Span<byte> to) => _hash.WriteText(to);
}

/// <summary>A personal field of an entry: its name, and the commitment to its value.</summary>
public readonly record struct PersonalField(string Name, Commitment Commitment);
