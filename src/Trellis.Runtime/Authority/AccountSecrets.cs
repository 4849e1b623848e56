using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trellis.Runtime.Authority;

/// <summary>How somebody signs in here. Stands sealed beside the entry of its last change, and nowhere else.</summary>
/// <param name="Name">By which they sign in.</param>
/// <param name="Password">The hash of their password, as the hasher wrote it; null before one is set.</param>
public sealed record AccountSecrets(string Name, string? Password, IReadOnlyList<KeptPasskey> Passkeys, OneTimeCode? Code)
{
    /// <summary>Who helped when the password was last set with a code, as post@unit; null where nobody did.</summary>
    public string? HelpedBy { get; init; }

    /// <summary>When the password was set.</summary>
    public DateTimeOffset? PasswordSet { get; init; }

    internal byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, AccountJson.Default.AccountSecrets);

    internal static AccountSecrets? Read(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize(bytes, AccountJson.Default.AccountSecrets);
}

/// <summary>A passkey: its public half. The private one never leaves the device.</summary>
/// <param name="Called">What its holder calls it.</param>
public sealed record KeptPasskey(byte[] Credential, byte[] PublicKey, DateTimeOffset Added, string Called, IReadOnlyList<string> Transports, bool UserVerified, bool BackupEligible, bool BackedUp, byte[] Attestation, byte[] ClientData);

/// <summary>A code that was given to somebody and can be used once.</summary>
/// <param name="Digest">SHA-256 of its 100 random bits.</param>
/// <param name="By">Who gave it, as post@unit.</param>
public sealed record OneTimeCode(byte[] Digest, DateTimeOffset Expires, string By);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AccountSecrets))]
internal sealed partial class AccountJson : JsonSerializerContext;
