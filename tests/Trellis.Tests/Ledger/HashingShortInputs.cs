using System.Security.Cryptography;
using Trellis.Ledger;
using Xunit;

namespace Trellis.Tests.Ledger;

/// <summary>The short way to the system's SHA-256 gives what the class library gives.</summary>
public sealed class HashingShortInputs
{
    [Fact]
    public void Every_length_up_to_a_few_blocks_hashes_as_the_class_library_hashes()
    {
        var random = new Random(7);
        Span<byte> hash = stackalloc byte[32];
        foreach (var length in Enumerable.Range(0, 600).Concat([1000, 4095, 4096, 4097, 65_535, 1_000_000]))
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);

            Sha256.Hash(bytes, hash);

            Assert.Equal(Convert.ToHexString(SHA256.HashData(bytes)), Convert.ToHexString(hash));
        }
    }

    [Fact]
    public void Every_key_and_length_is_authenticated_as_the_class_library_does_it()
    {
        var random = new Random(8);
        Span<byte> hash = stackalloc byte[32];
        foreach (var keyLength in (int[])[0, 1, 32, 63, 64, 65, 200])
        {
            foreach (var length in Enumerable.Range(0, 200).Concat([1000, 4096, 4097, 65_535]))
            {
                var (key, bytes) = (new byte[keyLength], new byte[length]);
                random.NextBytes(key);
                random.NextBytes(bytes);

                Sha256.Authenticate(key, bytes, hash);

                Assert.Equal(Convert.ToHexString(HMACSHA256.HashData(key, bytes)), Convert.ToHexString(hash));
            }
        }
    }

    [Fact]
    public void A_key_that_went_in_once_authenticates_any_number_of_texts_as_the_class_library_does_on_any_number_of_threads()
    {
        var random = new Random(9);
        foreach (var keyLength in (int[])[0, 1, 32, 63, 64, 65, 200])
        {
            var key = new byte[keyLength];
            random.NextBytes(key);
            var keyed = new KeyedHash(key);
            var texts = Enumerable.Range(0, 200).Concat([1000, 4096, 4097, 65_535]).Select(length =>
            {
                var bytes = new byte[length];
                random.NextBytes(bytes);
                return bytes;
            }).ToArray();

            Parallel.ForEach(texts, text =>
            {
                Span<byte> hash = stackalloc byte[32];
                keyed.Of(text, hash);

                Assert.Equal(Convert.ToHexString(HMACSHA256.HashData(key, text)), Convert.ToHexString(hash));
            });
        }
    }
}
