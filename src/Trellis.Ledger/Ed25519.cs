using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Trellis.Ledger;

/// <summary>
/// Ed25519 (RFC 8032) through the crypto library of the system, OpenSSL 3, because the class library has none.
/// Stricter than that library: bytes that are no point, keys with a second spelling, and keys of small order, under which one signature can fit many texts, are no keys here.
/// </summary>
internal static partial class Ed25519
{
    public const int KeyLength = 32;
    public const int SeedLength = 32;
    public const int SignatureLength = 64;

    private const string Library = "libcrypto.so.3";
    private const int KeyType = 1087; // NID_ED25519

    /// <summary>The order of the group, 2^252 + 27742317777372353535851937790883648493, the lowest byte first.</summary>
    private static ReadOnlySpan<byte> Order =>
    [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];

    /// <summary>The prime of the field, 2^255 - 19, the lowest byte first.</summary>
    private static ReadOnlySpan<byte> Prime =>
    [
        0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f,
    ];

    /// <summary>The y of the points whose order divides 8; the sign of x does not matter. Beside them 0, 1 and -1.</summary>
    private static ReadOnlySpan<byte> OfOrderEight =>
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0,
        0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
        0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
    ];

    /// <summary>A key that is ready to verify or to sign. Several threads may use one at once.</summary>
    internal sealed class Key : SafeHandle
    {
        public Key()
            : base(0, ownsHandle: true)
        {
        }

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            FreeKey(handle);
            return true;
        }
    }

    /// <summary>Whether the 32 bytes are a public key: a point of the curve, in its one spelling, and not of small order. The library of the system asks none of this.</summary>
    private static bool IsKey(ReadOnlySpan<byte> key)
    {
        if (key.Length != KeyLength) return false;
        Span<byte> y = stackalloc byte[KeyLength];
        key.CopyTo(y);
        y[^1] &= 0x7f;
        if (!IsBelow(y, Prime)) return false;
        if (!y[1..].ContainsAnyExcept((byte)0) && y[0] <= 1) return false; // 0 and 1
        if (y[1..].SequenceEqual(Prime[1..]) && y[0] == Prime[0] - 1) return false; // -1
        return !y.SequenceEqual(OfOrderEight[..KeyLength]) && !y.SequenceEqual(OfOrderEight[KeyLength..]) && IsOnCurve(y);
    }

    /// <summary>Whether there is an x with -x² + y² = 1 + dx²y²: x² is (y² - 1) / (dy² + 1), a square when the product of the two is one (RFC 8032 section 5.1.3, Euler's criterion).</summary>
    private static bool IsOnCurve(ReadOnlySpan<byte> encodedY)
    {
        var prime = new BigInteger(Prime, isUnsigned: true);
        var y = new BigInteger(encodedY, isUnsigned: true);
        var d = prime - (121665 * BigInteger.ModPow(121666, prime - 2, prime) % prime);
        var square = y * y % prime;
        var product = (square - 1 + prime) * ((d * square) + 1) % prime;
        return BigInteger.ModPow(product, (prime - 1) / 2, prime).IsOne;
    }

    /// <summary>The key, or null where these bytes are none.</summary>
    public static Key? PublicKey(ReadOnlySpan<byte> key)
    {
        if (!IsKey(key)) return null;
        return Called(key, static key =>
        {
            var made = NewPublicKey(KeyType, 0, in MemoryMarshal.GetReference(key), (nuint)key.Length);
            if (!made.IsInvalid) return made;
            ClearErrors();
            made.Dispose();
            return null;
        });
    }

    /// <param name="seed">32 random bytes, the private key of RFC 8032.</param>
    public static Key PrivateKey(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedLength) throw new ArgumentException($"A private key has {SeedLength} bytes, this one {seed.Length}.", nameof(seed));
        return Called(seed, static seed =>
        {
            var made = NewPrivateKey(KeyType, 0, in MemoryMarshal.GetReference(seed), (nuint)seed.Length);
            return made.IsInvalid ? throw Broken() : made;
        });
    }

    /// <summary>The public half of a private key.</summary>
    public static byte[] PublicOf(Key key)
    {
        var bytes = new byte[KeyLength];
        nuint length = KeyLength;
        if (GetPublicKey(key, ref bytes[0], ref length) != 1 || length != KeyLength) throw Broken();
        return bytes;
    }

    public static byte[] Sign(Key key, ReadOnlySpan<byte> message)
    {
        using var context = NewContext();
        var signature = new byte[SignatureLength];
        nuint length = SignatureLength;
        if (SignInit(context, 0, 0, 0, key) != 1
            || Sign(context, ref signature[0], ref length, in NonNull(message), (nuint)message.Length) != 1
            || length != SignatureLength) throw Broken();
        return signature;
    }

    public static bool Verify(Key key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        // A scalar that is not reduced would be a second signature of the same text.
        if (signature.Length != SignatureLength || !IsBelow(signature[32..], Order)) return false;
        using var context = NewContext();
        if (VerifyInit(context, 0, 0, 0, key) != 1) throw Broken();
        var answer = Verify(context, in MemoryMarshal.GetReference(signature), (nuint)signature.Length, in NonNull(message), (nuint)message.Length);
        if (answer == 1) return true;
        ClearErrors();
        return false;
    }

    /// <summary>Numbers of 32 bytes, the lowest byte first. Public values only: the time tells which is larger.</summary>
    private static bool IsBelow(ReadOnlySpan<byte> number, ReadOnlySpan<byte> bound)
    {
        for (var at = 31; at >= 0; at--)
            if (number[at] != bound[at]) return number[at] < bound[at];
        return false;
    }

    private static Context NewContext()
    {
        var context = MakeContext();
        return context.IsInvalid ? throw Broken() : context;
    }

    /// <summary>An empty text has no first byte to point at; the library wants an address all the same.</summary>
    private static ref readonly byte NonNull(ReadOnlySpan<byte> bytes) => ref bytes.IsEmpty ? ref MemoryMarshal.GetReference(Order) : ref MemoryMarshal.GetReference(bytes);

    private static T Called<T>(ReadOnlySpan<byte> with, Func<ReadOnlySpan<byte>, T> call)
    {
        try
        {
            return call(with);
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            throw new PlatformNotSupportedException($"Signatures need OpenSSL 3 ({Library}), which is not on this machine. Install the package libssl3 or openssl.", missing);
        }
    }

    private static CryptographicException Broken()
    {
        ClearErrors();
        return new CryptographicException("The crypto library of the system failed on an Ed25519 key. Is it OpenSSL 3?");
    }

    private sealed class Context : SafeHandle
    {
        public Context()
            : base(0, ownsHandle: true)
        {
        }

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            FreeContext(handle);
            return true;
        }
    }

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_public_key")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial Key NewPublicKey(int type, nint engine, in byte key, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_private_key")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial Key NewPrivateKey(int type, nint engine, in byte key, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_get_raw_public_key")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetPublicKey(Key key, ref byte to, ref nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void FreeKey(nint key);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_new")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial Context MakeContext();

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSignInit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SignInit(Context context, nint keyContext, nint digest, nint engine, Key key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSign")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sign(Context context, ref byte signature, ref nuint signatureLength, in byte message, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerifyInit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int VerifyInit(Context context, nint keyContext, nint digest, nint engine, Key key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerify")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Verify(Context context, in byte signature, nuint signatureLength, in byte message, nuint length);

    [LibraryImport(Library, EntryPoint = "ERR_clear_error")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void ClearErrors();
}
