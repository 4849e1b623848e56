using System.Security.Cryptography;

namespace Trellis.Ledger;

/// <summary>ECDSA on P-256 with SHA-256. We sign with Ed25519; logs and witnesses of others may bring such keys, so it only verifies.</summary>
internal static class EcdsaP256
{
    private const string Curve = "1.2.840.10045.3.1.7";

    /// <summary>The key, or null where the bytes are no public key on P-256 (SubjectPublicKeyInfo, DER).</summary>
    public static ECDsa? PublicKey(ReadOnlySpan<byte> key)
    {
        var made = ECDsa.Create();
        try
        {
            made.ImportSubjectPublicKeyInfo(key, out var read);
            if (read == key.Length && made.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == Curve) return made;
        }
        catch (Exception wrong) when (wrong is CryptographicException or PlatformNotSupportedException)
        {
            // No key, or one of a curve that this machine does not know: the same answer.
        }

        made.Dispose();
        return null;
    }

    /// <param name="signature">r and s, 32 bytes each (IEEE P1363).</param>
    public static bool Verify(ECDsa key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        signature.Length == 64 && key.VerifyData(message, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <param name="signature">r and s as an ASN.1 sequence in DER, as signed notes carry it.</param>
    public static bool VerifySequence(ECDsa key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        try
        {
            return key.VerifyData(message, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            return false; // no sequence
        }
    }
}
