using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Trellis.Runtime.Ledger;

/// <summary>
/// Where keys, salts and nonces come from: the system, so that nobody can guess them. For a simulated record alone they are derived from a word, so that the same run gives the same entries;
/// whoever knows the word then knows all of them. Each byte is given once and not kept. Used by one thread at a time.
/// </summary>
internal sealed class SecretBytes
{
    private const int BlockLength = 16;

    private readonly byte[] _bytes = new byte[4096];
    private readonly byte[]? _from;
    private ulong _block;
    private int _left;

    private SecretBytes(byte[]? from) => _from = from;

    public static SecretBytes OfTheSystem() => new(null);

    public static SecretBytes DerivedFrom(string word) => new(SHA256.HashData(Encoding.UTF8.GetBytes(word)));

    /// <summary>Others of the same source, for one use: how many are taken for it moves no other's.</summary>
    public SecretBytes For(string use) => new(_from is { } from ? HMACSHA256.HashData(from, Encoding.UTF8.GetBytes(use)) : null);

    public void Take(Span<byte> to)
    {
        if (_left < to.Length) Fetch();
        var taken = _bytes.AsSpan(_left - to.Length, to.Length);
        taken.CopyTo(to);
        CryptographicOperations.ZeroMemory(taken);
        _left -= to.Length;
    }

    /// <param name="length">At most 4,096.</param>
    public byte[] Take(int length)
    {
        var taken = new byte[length];
        Take(taken);
        return taken;
    }

    /// <summary>16 bytes that no program gives twice; those of the system grow with time.</summary>
    public byte[] NewId() => _from is null ? Guid.CreateVersion7().ToByteArray(bigEndian: true) : Take(16);

    private void Fetch()
    {
        if (_from is not { } key) RandomNumberGenerator.Fill(_bytes);
        else
        {
            // AES in counter mode: its key stream is as good as random for whoever does not know the key.
            for (var at = 0; at < _bytes.Length; at += BlockLength)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(at), _block++);
                _bytes.AsSpan(at + sizeof(ulong), sizeof(ulong)).Clear();
            }

            using var cipher = Aes.Create();
            cipher.Key = key;
            cipher.EncryptEcb(_bytes, _bytes, PaddingMode.None);
        }

        _left = _bytes.Length;
    }
}
