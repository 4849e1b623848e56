using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Trellis.Ledger;
using Xunit;

namespace Trellis.Tests.Ledger;

/// <summary>A note proves who signed its text, to those who know the keys, and nothing to anybody else.</summary>
public sealed class ASignedNote
{
    internal static byte[] Seed(int number) => [.. Enumerable.Repeat((byte)number, 32)];

    internal static NoteSigner ALog(string name = "county.example/record", int seed = 1) => NoteSigner.Make(name, NoteKeyType.Ed25519, Seed(seed));

    internal static NoteSigner AWitness(string name = "w1.example", int seed = 100) => NoteSigner.Make(name, NoteKeyType.Cosignature, Seed(seed));

    [Fact]
    public void The_published_note_verifies()
    {
        using var published = PublishedVectors.Read("c2sp-notes.json");
        var vector = published.RootElement.GetProperty("signed_note");
        Assert.True(NoteVerifier.TryRead(vector.GetProperty("vkey").GetString()!, out var key, out var fault), fault);
        Assert.Equal(vector.GetProperty("key_id_hex").GetString(), key.Id.ToString("x8"));
        Assert.Equal(vector.GetProperty("vkey").GetString(), key.ToString());

        var bytes = Encoding.UTF8.GetBytes(vector.GetProperty("note").GetString()!);
        Assert.True(SignedNote.TryRead(bytes, out var note, out fault), fault);
        Assert.True(note.TryVerify([key], out var signed, out fault), fault);
        Assert.Equal([key], signed.Select(static one => one.By));
        Assert.Equal(bytes, note.Encode());
        Assert.Equal("This is an example message.\n", Encoding.UTF8.GetString(note.Text));
    }

    [Fact]
    public void Signing_writing_reading_and_verifying_gives_the_same_back() =>
        Prop.ForAll<NonNull<string>, PositiveInt>(static (words, count) =>
        {
            var text = string.Concat(words.Get.EnumerateRunes().Where(static rune => rune.Value is '\n' or >= 0x20)) + "\n";
            var signers = Enumerable.Range(0, 1 + (count.Get % 20)).Select(static number => ALog($"log{number}.example", number)).ToArray();
            var note = SignedNote.Sign(Encoding.UTF8.GetBytes(text), signers);

            return SignedNote.TryRead(note.Encode(), out var again, out _)
                && Encoding.UTF8.GetString(again.Text) == text
                && again.Encode().SequenceEqual(note.Encode())
                && again.TryVerify([.. signers.Select(static signer => signer.Verifier)], out var signed, out _)
                && signed.Count == signers.Length;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_text_ends_at_the_last_empty_line_and_may_hold_empty_lines_and_dashes()
    {
        var note = SignedNote.Sign("\n\na\n\n— b c\n"u8, ALog());

        Assert.True(SignedNote.TryRead(note.Encode(), out var again, out var fault), fault);
        Assert.Equal("\n\na\n\n— b c\n", Encoding.UTF8.GetString(again.Text));
        Assert.True(again.TryVerify([ALog().Verifier], out _, out _));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(SignedNote.MaxSignatures)]
    public void Many_signatures_are_taken(int count)
    {
        var signers = Enumerable.Range(0, count).Select(static number => ALog($"log{number}.example", number)).ToArray();

        Assert.True(SignedNote.TryRead(SignedNote.Sign("text\n"u8, signers).Encode(), out var note, out var fault), fault);
        Assert.True(note.TryVerify([signers[^1].Verifier], out var signed, out _));
        Assert.Equal([signers[^1].Verifier], signed.Select(static one => one.By));
    }

    [Fact]
    public void Sixteen_signatures_as_long_as_those_of_ML_DSA_are_taken()
    {
        var note = SignedNote.Sign("text\n"u8, ALog());
        for (var number = 0; number < 16; number++) note = note.With(new NoteSignature("pq.example", (uint)number, new byte[4700]));

        Assert.True(SignedNote.TryRead(note.Encode(), out var again, out var fault), fault);
        Assert.True(again.TryVerify([ALog().Verifier], out _, out _));
    }

    [Fact]
    public void Signatures_of_unknown_keys_are_passed_over_even_with_the_name_or_the_id_of_a_known_one()
    {
        var note = SignedNote.Sign("text\n"u8, ALog())
            .With(new NoteSignature("somebody.example", 7, new byte[64]))
            .With(new NoteSignature(ALog().Name, 7, new byte[64]))
            .With(new NoteSignature("somebody.example", ALog().Verifier.Id, new byte[64]))
            .With(new NoteSignature("somebody.example", 8, new byte[1]));

        Assert.True(note.TryVerify([ALog().Verifier], out var signed, out var fault), fault);
        Assert.Single(signed);
    }

    [Fact]
    public void A_wrong_signature_of_a_known_key_refuses_the_note_however_many_are_right()
    {
        var (log, other) = (ALog(), ALog("other.example", 2));
        var damaged = SignedNote.Sign("another text\n"u8, other).Signatures[0];
        var note = SignedNote.Sign("text\n"u8, log).With(damaged);

        Assert.True(note.TryVerify([log.Verifier], out _, out _));
        Assert.False(note.TryVerify([log.Verifier, other.Verifier], out _, out var fault));
        Assert.Contains("other.example", fault, StringComparison.Ordinal);
        Assert.False(note.With(log.Sign("text\n"u8)).With(SignedNote.Sign("another text\n"u8, log).Signatures[0]).TryVerify([log.Verifier], out _, out _));
    }

    [Fact]
    public void A_note_that_no_known_key_signed_is_refused()
    {
        var note = SignedNote.Sign("text\n"u8, ALog());

        Assert.False(note.TryVerify([], out _, out var fault));
        Assert.Contains("No key that is trusted here", fault, StringComparison.Ordinal);
        Assert.False(note.TryVerify([ALog(seed: 2).Verifier], out _, out _));
    }

    [Fact]
    public void A_key_that_signed_twice_counts_once()
    {
        var note = SignedNote.Sign("text\n"u8, ALog(), ALog());

        Assert.True(note.TryVerify([ALog().Verifier, ALog().Verifier], out var signed, out _));
        Assert.Single(signed);
    }

    [Fact]
    public void A_changed_text_is_refused() =>
        Prop.ForAll<PositiveInt>(static number =>
        {
            var bytes = SignedNote.Sign("a text of some length\nwith two lines\n"u8, ALog()).Encode();
            var bit = number.Get % ("a text of some length\nwith two lines\n".Length * 8);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            return !SignedNote.TryRead(bytes, out var note, out _) || !note.TryVerify([ALog().Verifier], out _, out _);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_private_key_is_read_back_and_never_shown()
    {
        foreach (var signer in (NoteSigner[])[ALog(), AWitness()])
        {
            Assert.True(NoteSigner.TryRead(signer.ExportPrivateKey(), out var again, out var fault), fault);
            Assert.Equal(signer.Verifier, again.Verifier);
            Assert.Equal(signer.Verifier.ToString(), again.ToString());
            Assert.StartsWith("PRIVATE+KEY+" + signer.Name + "+", signer.ExportPrivateKey(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_damaged_private_key_is_refused_without_repeating_it()
    {
        var key = ALog().ExportPrivateKey();
        for (var at = 0; at < key.Length; at++)
        {
            var damaged = key[..at] + (key[at] == 'A' ? 'B' : 'A') + key[(at + 1)..];
            Assert.False(NoteSigner.TryRead(damaged, out _, out var fault));
            Assert.DoesNotContain(key[^20..], fault, StringComparison.Ordinal);
            Assert.DoesNotContain(damaged[^20..], fault, StringComparison.Ordinal);
        }

        Assert.False(NoteSigner.TryRead(ALog().Verifier.ToString(), out _, out _));
        Assert.False(NoteSigner.TryRead("", out _, out _));
    }

    [Fact]
    public void The_key_of_a_log_and_of_a_witness_differ_in_their_ids_even_when_made_from_one_seed() =>
        Assert.NotEqual(NoteSigner.Make("a", NoteKeyType.Ed25519, Seed(1)).Verifier.Id, NoteSigner.Make("a", NoteKeyType.Cosignature, Seed(1)).Verifier.Id);

    [Fact]
    public void A_note_signed_with_ECDSA_is_verified()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.True(NoteVerifier.TryMake("ecdsa.example", NoteKeyType.EcdsaP256, key.ExportSubjectPublicKeyInfo(), out var made, out var fault), fault);
        Assert.True(NoteVerifier.TryRead(made.ToString(), out var verifier, out fault), fault);
        Assert.Equal(SHA256.HashData(key.ExportSubjectPublicKeyInfo())[..4], Convert.FromHexString(verifier.Id.ToString("x8")));
        var signature = new NoteSignature("ecdsa.example", verifier.Id, key.SignData("text\n"u8, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

        Assert.True(SignedNote.Sign("text\n"u8, ALog()).With(signature).TryVerify([verifier], out _, out fault), fault);
        Assert.False(SignedNote.Sign("texT\n"u8, ALog()).With(signature).TryVerify([verifier], out _, out _));
        Assert.False(SignedNote.Sign("text\n"u8, ALog()).With(signature with { Bytes = new byte[70] }).TryVerify([verifier], out _, out _));
        Assert.False(SignedNote.Sign("text\n"u8, ALog()).With(signature with { Bytes = new byte[1] }).TryVerify([verifier], out _, out _));
    }

    [Fact]
    public void A_key_on_another_curve_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Assert.False(NoteVerifier.TryMake("ecdsa.example", NoteKeyType.EcdsaP256, key.ExportSubjectPublicKeyInfo(), out _, out var fault));
        Assert.Contains("P-256", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_a_note_is_not_signed()
    {
        Assert.Throws<ArgumentException>(static () => SignedNote.Sign("no line feed"u8, ALog()));
        Assert.Throws<ArgumentException>(static () => SignedNote.Sign("tab\t\n"u8, ALog()));
        Assert.Throws<ArgumentException>(static () => SignedNote.Sign("text\n"u8));
        Assert.Throws<InvalidOperationException>(static () => SignedNote.Sign("text\n"u8, AWitness()));
        Assert.Throws<ArgumentException>(static () => NoteSigner.Make("a name", NoteKeyType.Ed25519, Seed(1)));
        Assert.Throws<ArgumentException>(static () => NoteSigner.Make("a", NoteKeyType.EcdsaP256, Seed(1)));
        Assert.Throws<ArgumentException>(static () => NoteSigner.Make("a", NoteKeyType.Ed25519, new byte[31]));
    }
}
