using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Trellis.Ledger;

/// <summary>The byte of a key that names its algorithm and what is signed with it (C2SP signed-note, signature types).</summary>
public enum NoteKeyType
{
    /// <summary>Ed25519 over the text.</summary>
    Ed25519 = 0x01,

    /// <summary>ECDSA on P-256 with SHA-256 over the text; verified only.</summary>
    EcdsaP256 = 0x02,

    /// <summary>Ed25519 over a checkpoint and the time at which a witness saw it.</summary>
    Cosignature = 0x04,

    /// <summary>ML-DSA-44, the same for machines with quantum computers as adversaries. Recognised, and not available yet.</summary>
    MlDsaCosignature = 0x06,
}

/// <summary>Who may have signed: the public half of a key, with the name and id by which its signatures are found in a note.</summary>
public sealed class NoteVerifier : IEquatable<NoteVerifier>
{
    private readonly byte[] _key;
    private readonly Ed25519.Key? _edwards;
    private readonly ECDsa? _ecdsa;

    private NoteVerifier(string name, uint id, NoteKeyType type, byte[] key, Ed25519.Key? edwards, ECDsa? ecdsa)
    {
        Name = name;
        Id = id;
        Type = type;
        _key = key;
        _edwards = edwards;
        _ecdsa = ecdsa;
    }

    /// <summary>Usually an address without its scheme, such as <c>county.example/record</c>.</summary>
    public string Name { get; }

    /// <summary>The first four bytes of a hash over name, type and key. It only tells keys apart; it proves nothing.</summary>
    public uint Id { get; }

    public NoteKeyType Type { get; }

    /// <summary>The public key itself: 32 bytes of Ed25519, or SubjectPublicKeyInfo of ECDSA.</summary>
    public ReadOnlySpan<byte> Key => _key;

    /// <summary>Reads a verifier key: <c>name+hex id+base64 of type and key</c>.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out NoteVerifier? verifier, [NotNullWhen(false)] out string? fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        verifier = null;
        if (!KeyText.TrySplit(text, out var name, out var id, out var type, out var material, out fault)) return false;
        if (!TryMake(name, type, material, out verifier, out fault)) return false;
        if (verifier.Id == id) return true;
        verifier = null;
        fault = $"The id in the key '{KeyText.Shown(text)}' does not belong to its name and key. The key was damaged or put together by hand; ask its owner again.";
        return false;
    }

    /// <param name="material">32 bytes of Ed25519, or SubjectPublicKeyInfo in DER for ECDSA.</param>
    public static bool TryMake(string name, NoteKeyType type, ReadOnlySpan<byte> material, [NotNullWhen(true)] out NoteVerifier? verifier, [NotNullWhen(false)] out string? fault)
    {
        verifier = null;
        if (!KeyText.IsName(name))
        {
            fault = $"'{KeyText.Shown(name)}' is no name of a key. A name has at least one letter and no space, plus sign or control character.";
            return false;
        }

        switch (type)
        {
            case NoteKeyType.Ed25519 or NoteKeyType.Cosignature:
                if (Ed25519.PublicKey(material) is not { } edwards)
                {
                    fault = $"The key of {name} is no Ed25519 public key.";
                    return false;
                }

                verifier = new NoteVerifier(name, IdOf(name, type, material), type, material.ToArray(), edwards, null);
                break;
            case NoteKeyType.EcdsaP256:
                if (EcdsaP256.PublicKey(material) is not { } ecdsa)
                {
                    fault = $"The key of {name} is no ECDSA public key on P-256.";
                    return false;
                }

                verifier = new NoteVerifier(name, IdOf(name, type, material), type, material.ToArray(), null, ecdsa);
                break;
            case NoteKeyType.MlDsaCosignature:
                fault = $"The key of {name} is of ML-DSA-44 (type 0x06), which is not available on this machine. Use a key of the same witness of type 0x04.";
                return false;
            default:
                fault = $"The key of {name} is of type 0x{(int)type:x2}, which this program does not know. It knows 0x01 (Ed25519), 0x02 (ECDSA P-256) and 0x04 (Ed25519 cosignatures).";
                return false;
        }

        fault = null;
        return true;
    }

    /// <summary>Whether the signature, without the id before it, was made by this key over the text of a note.</summary>
    public bool Verifies(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) => Type switch
    {
        NoteKeyType.Ed25519 => Ed25519.Verify(_edwards!, text, signature),
        NoteKeyType.EcdsaP256 => EcdsaP256.VerifySequence(_ecdsa!, text, signature),
        _ => Cosignature.TryRead(signature, out var cosignature) && Cosignature.Message(text, cosignature.Time) is { } message && Ed25519.Verify(_edwards!, message, cosignature.Signature),
    };

    public bool Equals(NoteVerifier? other) => other is not null && Name == other.Name && Id == other.Id && Type == other.Type && _key.AsSpan().SequenceEqual(other._key);

    public override bool Equals(object? obj) => Equals(obj as NoteVerifier);

    public override int GetHashCode() => HashCode.Combine(Name, Id);

    /// <summary>The verifier key as text, to be handed to others.</summary>
    public override string ToString() => KeyText.Join(Name, Id, Type, _key);

    private static uint IdOf(string name, NoteKeyType type, ReadOnlySpan<byte> material)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (type != NoteKeyType.EcdsaP256) // whose id is that of the key alone
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData([(byte)'\n', (byte)type]);
        }

        hash.AppendData(material);
        return BinaryPrimitives.ReadUInt32BigEndian(hash.GetHashAndReset());
    }
}

/// <summary>The private half of a key. Keep its text outside the database, readable by its owner only.</summary>
public sealed class NoteSigner
{
    private const string Prefix = "PRIVATE+KEY+";

    private readonly byte[] _seed;
    private readonly Ed25519.Key _key;

    private NoteSigner(byte[] seed, Ed25519.Key key, NoteVerifier verifier)
    {
        _seed = seed;
        _key = key;
        Verifier = verifier;
    }

    /// <summary>The public half.</summary>
    public NoteVerifier Verifier { get; }

    public string Name => Verifier.Name;

    /// <param name="type">Ed25519 for a log, Cosignature for a witness.</param>
    /// <param name="seed">32 random bytes that nothing else uses.</param>
    public static NoteSigner Make(string name, NoteKeyType type, ReadOnlySpan<byte> seed)
    {
        if (type is not (NoteKeyType.Ed25519 or NoteKeyType.Cosignature)) throw new ArgumentException("We sign with Ed25519 only.", nameof(type));
        var key = Ed25519.PrivateKey(seed);
        return NoteVerifier.TryMake(name, type, Ed25519.PublicOf(key), out var verifier, out var fault)
            ? new NoteSigner(seed.ToArray(), key, verifier)
            : throw new ArgumentException(fault, nameof(name));
    }

    /// <summary>Reads what <see cref="ExportPrivateKey"/> wrote. The fault never repeats the key.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out NoteSigner? signer, [NotNullWhen(false)] out string? fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        signer = null;
        fault = "This is no private key of the form PRIVATE+KEY+name+id+key. Restore the key file from its backup.";
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || !KeyText.TrySplit(text[Prefix.Length..], out var name, out var id, out var type, out var seed, out _)) return false;
        if (type is not (NoteKeyType.Ed25519 or NoteKeyType.Cosignature) || seed.Length != Ed25519.SeedLength) return false;
        signer = Make(name, type, seed);
        if (signer.Verifier.Id == id)
        {
            fault = null;
            return true;
        }

        signer = null;
        fault = "The id in this private key does not belong to its name and key. Restore the key file from its backup.";
        return false;
    }

    /// <summary>Signs the text of a note. A key for cosignatures needs the time: <see cref="Cosignature.Make"/>.</summary>
    public NoteSignature Sign(ReadOnlySpan<byte> text)
    {
        if (Verifier.Type != NoteKeyType.Ed25519) throw new InvalidOperationException("A key for cosignatures signs a checkpoint together with a time.");
        return new NoteSignature(Name, Verifier.Id, SignBytes(text));
    }

    internal byte[] SignBytes(ReadOnlySpan<byte> message) => Ed25519.Sign(_key, message);

    /// <summary>The private key as text: whoever reads it can sign in this name.</summary>
    public string ExportPrivateKey() => Prefix + KeyText.Join(Name, Verifier.Id, Verifier.Type, _seed);

    /// <summary>The public half; a private key never gets into a log by accident.</summary>
    public override string ToString() => Verifier.ToString();
}

/// <summary>The text form of keys: name, id in hexadecimal, base64 of the type and the key, joined by plus signs.</summary>
internal static class KeyText
{
    private const int MaxNameLength = 1000;

    public static bool IsName(string name)
    {
        if (name.Length is 0 or > MaxNameLength) return false;
        for (var rest = name.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var used) != OperationStatus.Done) return false;
            if (rune.Value is '+' or < 0x20 || Rune.IsWhiteSpace(rune)) return false;
            rest = rest[used..];
        }

        return true;
    }

    /// <summary>At most 80 characters of what was given, without control characters.</summary>
    public static string Shown(string text)
    {
        var shown = new StringBuilder(80);
        foreach (var letter in text.AsSpan(0, Math.Min(text.Length, 80))) shown.Append(char.IsControl(letter) ? '?' : letter);
        return text.Length > 80 ? shown.Append('…').ToString() : shown.ToString();
    }

    public static string Join(string name, uint id, NoteKeyType type, ReadOnlySpan<byte> material) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}+{id:x8}+{Convert.ToBase64String([(byte)type, .. material])}");

    public static bool TrySplit(string text, out string name, out uint id, out NoteKeyType type, out byte[] material, [NotNullWhen(false)] out string? fault)
    {
        (name, id, type, material) = ("", 0, default, []);
        fault = $"'{Shown(text)}' is no key. A key is written name+id+key: a name without spaces, eight hexadecimal digits, and base64, joined by plus signs.";
        var first = text.IndexOf('+');
        if (first < 0 || text.Length > 16_384) return false;
        var second = text.IndexOf('+', first + 1);
        if (second != first + 9 || !TryHex(text.AsSpan(first + 1, 8), out id)) return false;
        name = text[..first];
        if (!IsName(name)) return false;
        var encoded = Encoding.UTF8.GetBytes(text[(second + 1)..]);
        if (StrictBase64.Read(encoded) is not { Length: > 1 } bytes) return false;
        type = (NoteKeyType)bytes[0];
        material = bytes[1..];
        fault = null;
        return true;
    }

    private static bool TryHex(ReadOnlySpan<char> text, out uint id)
    {
        id = 0;
        foreach (var letter in text)
            if (!char.IsAsciiHexDigitLower(letter)) return false;
        return uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out id);
    }
}
