using System.Text.Json;
using Trellis.Ledger;
using Xunit;

namespace Trellis.Tests.Ledger;

/// <summary>The vectors of Wycheproof, the malformed ones too, by the library and through the notes that carry such signatures.</summary>
public sealed class VerifyingSignatures
{
    [Fact]
    public void Every_Ed25519_vector_is_judged_as_published()
    {
        var (right, wrong) = (0, 0);
        using var published = PublishedVectors.Read("wycheproof-ed25519_test.json");
        foreach (var group in published.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            using var key = Ed25519.PublicKey(Hex(group.GetProperty("publicKey"), "pk"));
            Assert.NotNull(key);
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                var valid = test.GetProperty("result").GetString() == "valid";
                Assert.True(valid == Ed25519.Verify(key, Hex(test, "msg"), Hex(test, "sig")), $"vector {test.GetProperty("tcId")}");
                if (valid) right++;
                else wrong++;
            }
        }

        Assert.Equal((88, 63), (right, wrong));
    }

    [Fact]
    public void Every_ECDSA_vector_is_judged_as_published()
    {
        var (right, wrong) = (0, 0);
        using var published = PublishedVectors.Read("wycheproof-ecdsa_secp256r1_sha256_p1363_test.json");
        foreach (var group in published.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            using var key = EcdsaP256.PublicKey(Hex(group, "publicKeyDer"));
            Assert.NotNull(key);
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                var valid = test.GetProperty("result").GetString() == "valid";
                Assert.True(valid == EcdsaP256.Verify(key, Hex(test, "msg"), Hex(test, "sig")), $"vector {test.GetProperty("tcId")}");
                if (valid) right++;
                else wrong++;
            }
        }

        Assert.Equal((173, 89), (right, wrong));
    }

    /// <summary>RFC 8032 section 7.1, tests 1 to 3: seed, public key, text, signature.</summary>
    [Theory]
    [InlineData("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "", "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72", "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82", "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void Signing_gives_the_signatures_of_the_standard(string seed, string publicKey, string text, string signature)
    {
        using var key = Ed25519.PrivateKey(Convert.FromHexString(seed));

        Assert.Equal(publicKey, Convert.ToHexStringLower(Ed25519.PublicOf(key)));
        Assert.Equal(signature, Convert.ToHexStringLower(Ed25519.Sign(key, Convert.FromHexString(text))));
    }

    /// <summary>Under a point of small order a signature of zeroes and a neutral point fits every text whose hash is a multiple of the order: OpenSSL alone takes such a key.</summary>
    [Fact]
    public void A_key_under_which_one_signature_fits_many_texts_is_no_key()
    {
        var neutral = new byte[32];
        neutral[0] = 1;

        Assert.Null(Ed25519.PublicKey(neutral));
    }

    [Fact]
    public void A_signature_with_an_unreduced_scalar_is_refused()
    {
        using var key = Ed25519.PrivateKey(new byte[32]);
        var signature = Ed25519.Sign(key, "text"u8);
        // s + the order of the group: the same number, spelled a second time.
        byte[] order = [.. Convert.FromHexString("edd3f55c1a631258d69cf7a2def9de14"), .. new byte[15], 0x10];
        var carry = 0;
        for (var at = 0; at < 32; at++)
        {
            var sum = signature[32 + at] + order[at] + carry;
            signature[32 + at] = (byte)(sum & 0xff);
            carry = sum >> 8;
        }

        using var publicKey = Ed25519.PublicKey(Ed25519.PublicOf(key));
        Assert.False(Ed25519.Verify(publicKey!, "text"u8, signature));
    }

    [Fact]
    public void Many_threads_verify_with_one_key_at_once()
    {
        using var signer = Ed25519.PrivateKey(new byte[32]);
        using var key = Ed25519.PublicKey(Ed25519.PublicOf(signer))!;
        var signature = Ed25519.Sign(signer, "text"u8);
        var other = Ed25519.Sign(signer, "another text"u8);

        Parallel.For(0, 400, _ =>
        {
            Assert.True(Ed25519.Verify(key, "text"u8, signature));
            Assert.False(Ed25519.Verify(key, "text"u8, other));
        });
    }

    private static byte[] Hex(JsonElement of, string name) => Convert.FromHexString(of.GetProperty(name).GetString()!);
}
