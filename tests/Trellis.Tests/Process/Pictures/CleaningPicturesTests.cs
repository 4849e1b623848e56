using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Trellis.Process;
using Trellis.Process.Pictures;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Process.Pictures;

/// <summary>What is not seen in a picture does not leave the device of whoever took it, or at the latest not our door.</summary>
public sealed class CleaningPicturesTests
{
    private const string Secret = "N30.2741 E120.1551, Wang Fang's telephone, 2026-05-04";

    private static readonly byte[] Jpeg = File.ReadAllBytes(Path.Combine(Checkout.Root, "tests", "data", "pictures", "small.jpg"));
    private static readonly byte[] Png = File.ReadAllBytes(Path.Combine(Checkout.Root, "tests", "data", "pictures", "small.png"));
    private static readonly byte[] Webp = File.ReadAllBytes(Path.Combine(Checkout.Root, "tests", "data", "pictures", "small.webp"));

    public static TheoryData<string, byte[]> Loaded => new()
    {
        { "a JPEG with Exif", With(Jpeg, 2, Segment(0xE1, [.. "Exif\0\0"u8, .. Exif(1), .. Words])) },
        { "a JPEG with XMP", With(Jpeg, 2, Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Words])) },
        { "a JPEG with the list of what hangs behind it", With(Jpeg, 2, Segment(0xE2, [.. "MPF\0"u8, .. Words])) },
        { "a JPEG with notes of an editor", With(Jpeg, 2, Segment(0xED, [.. "Photoshop 3.0\0"u8, .. Words])) },
        { "a JPEG with a comment", With(Jpeg, 2, Segment(0xFE, Words)) },
        { "a JPEG with something that nobody knows", With(Jpeg, 2, Segment(0xEB, Words)) },
        { "a JPEG with a small picture in its head", With([0xFF, 0xD8, .. Segment(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 9, 9, .. Words]), .. Jpeg[20..]], 2) },
        { "a JPEG with a film behind its end", [.. Jpeg, .. Words] },
        { "a PNG with a text", With(Png, 33, Chunk("tEXt", [.. "Comment\0"u8, .. Words])) },
        { "a PNG with a longer text", With(Png, 33, Chunk("iTXt", Words)) },
        { "a PNG with Exif", With(Png, 33, Chunk("eXIf", [.. Exif(1), .. Words])) },
        { "a PNG with something that nobody knows", With(Png, 33, Chunk("prVt", Words)) },
        { "a PNG with something behind its end", [.. Png, .. Words] },
        { "a WebP with Exif", Extended(Webp, 0x08, RiffChunk("EXIF", [.. Exif(6), .. Words])) },
        { "a WebP with XMP", Extended(Webp, 0x04, RiffChunk("XMP ", Words)) },
        { "a WebP with something that nobody knows", Extended(Webp, 0, RiffChunk("SECR", Words)) },
        { "a WebP with something behind its end", [.. Webp, .. Words] },
    };

    private static byte[] Words => Encoding.UTF8.GetBytes(Secret);

    [Fact]
    public void A_picture_with_nothing_in_it_but_what_is_seen_stays_as_it_is()
    {
        foreach (var (sent, kind) in ((byte[], PictureKind)[])[(Jpeg, PictureKind.Jpeg), (Png, PictureKind.Png), (Webp, PictureKind.Webp)])
        {
            var (clean, why) = CleaningPictures.Clean(sent);

            Assert.Null(why);
            Assert.Equal((kind, 48, 32), (clean!.Kind, clean.Width, clean.Height));
            Assert.Equal(sent, clean.Bytes);
        }
    }

    [Theory]
    [MemberData(nameof(Loaded))]
    public void What_is_not_seen_is_taken_out_and_what_is_seen_stays(string what, byte[] sent)
    {
        var (clean, why) = CleaningPictures.Clean(sent);

        Assert.True(why is null, $"{what}: {why}");
        Assert.True(clean!.Bytes.AsSpan().IndexOf("Wang Fang"u8) < 0, what);
        Assert.True(clean.Bytes.AsSpan().IndexOf("GPS"u8) < 0, what);
        Assert.Equal((48, 32), (clean.Width, clean.Height));
        // Cleaned once more nothing is left to take out.
        Assert.Equal(clean.Bytes, CleaningPictures.Clean(clean.Bytes).Picture!.Bytes);
        Assert.True(clean.Bytes.AsSpan().IndexOf(Seen(clean.Kind)) >= 0, $"{what} lost what is seen in it.");
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, true)]
    [InlineData(6, true)]
    [InlineData(8, true)]
    [InlineData(9, false)]
    [InlineData(0, false)]
    public void How_a_picture_is_to_be_turned_is_seen_and_stays(int turn, bool stays)
    {
        foreach (var little in (bool[])[true, false])
        {
            var (clean, _) = CleaningPictures.Clean(With(Jpeg, 2, Segment(0xE1, [.. "Exif\0\0"u8, .. Exif(turn, little), .. Words])));

            var at = clean!.Bytes.AsSpan().IndexOf("Exif\0\0MM\0*"u8);
            Assert.Equal(stays, at > 0);
            if (stays) Assert.Equal(turn, clean.Bytes[at + 6 + 19]);
            Assert.Equal(Jpeg.Length + (stays ? 36 : 0), clean.Bytes.Length);
        }
    }

    [Fact]
    public void What_is_no_picture_is_refused_whatever_it_is_called()
    {
        foreach (var (what, sent) in ((string, byte[])[])
        [
            ("nothing", []), ("two bytes", [0xFF, 0xD8]), ("a page", "<html><script>alert(1)</script>"u8.ToArray()), ("a drawing with script", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"u8.ToArray()), ("a GIF", "GIF89a\x01\x00\x01\x00\x00\x00\x00;"u8.ToArray()),
            ("a PDF", "%PDF-1.7"u8.ToArray()), ("a film", [0, 0, 0, 24, .. "ftypmp42"u8, .. new byte[40]]), ("a picture of another kind", [0, 0, 0, 24, .. "ftypheic"u8, .. new byte[40]]), ("the name of a WebP alone", [.. "RIFF"u8, 4, 0, 0, 0, .. "WEBP"u8]),
            ("a JPEG without a picture", [0xFF, 0xD8, 0xFF, 0xD9]), ("a PNG without its head", [.. Png[..8], .. Png[33..]]), ("a PNG with two heads", With(Png, 33, Png[8..33])), ("a PNG that nobody can read", With(Png, 33, Chunk("NEWx", []))),
            ("a WebP that moves", Extended(Webp, 0x02)), ("a WebP longer than it is", [.. "RIFF"u8, 0xFF, 0xFF, 0xFF, 0x7F, .. Webp[8..]]),
        ])
        {
            var (clean, why) = CleaningPictures.Clean(sent);
            Assert.True(clean is null && why == ProcessRefusals.NoPicture, what);
        }
    }

    [Fact]
    public void What_is_too_large_to_be_looked_at_is_refused_however_few_bytes_it_has()
    {
        byte[] Sized(int width, int height)
        {
            var sent = (byte[])Png.Clone();
            BinaryPrimitives.WriteInt32BigEndian(sent.AsSpan(16), width);
            BinaryPrimitives.WriteInt32BigEndian(sent.AsSpan(20), height);
            return sent;
        }

        Assert.Equal(ProcessRefusals.PictureTooLarge, CleaningPictures.Clean(Sized(40_000, 10)).Why);
        Assert.Equal(ProcessRefusals.PictureTooLarge, CleaningPictures.Clean(Sized(16_000, 16_000)).Why);
        Assert.Null(CleaningPictures.Clean(Sized(9_000, 9_000)).Why);
        Assert.Equal(ProcessRefusals.NoPicture, CleaningPictures.Clean(Sized(-1, 10)).Why);
        Assert.Equal(ProcessRefusals.PictureTooLarge, CleaningPictures.Clean(new byte[CleaningPictures.Most + 1]).Why);
    }

    /// <summary>Somebody who wants to do harm sends what no camera makes.</summary>
    [Fact]
    public void A_picture_that_is_cut_or_changed_anywhere_is_cleaned_or_refused_and_nothing_is_made_up()
    {
        foreach (var sent in (byte[][])[Jpeg, Png, Webp, .. Loaded.Select(static row => (byte[])((ITheoryDataRow)row).GetData()[1]!)])
        {
            for (var length = 0; length < sent.Length; length++) _ = CleaningPictures.Clean(sent.AsSpan(0, length));
            Prop.ForAll(Gen.Choose(0, sent.Length - 1).ToArbitrary(), Gen.Choose(0, 255).ToArbitrary(), (at, value) =>
            {
                var changed = (byte[])sent.Clone();
                changed[at] = (byte)value;
                var (clean, why) = CleaningPictures.Clean(changed);
                return (clean is null) != (why is null) && (clean is null || clean.Bytes.Length <= changed.Length + 1);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
        }
    }

    /// <summary>Bytes that only the picture itself has.</summary>
    private static ReadOnlySpan<byte> Seen(PictureKind kind) => kind switch { PictureKind.Jpeg => Jpeg.AsSpan(^120..), PictureKind.Png => Png.AsSpan(41..^16), _ => Webp.AsSpan(^120..) };

    private static byte[] With(byte[] picture, int at, params byte[][] parts) => [.. picture[..at], .. parts.SelectMany(static one => one), .. picture[at..]];

    private static byte[] Segment(byte marker, byte[] content) => [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)((content.Length + 2) & 0xFF), .. content];

    private static byte[] Chunk(string type, byte[] content) => [0, 0, (byte)(content.Length >> 8), (byte)(content.Length & 0xFF), .. Encoding.ASCII.GetBytes(type), .. content, 0, 0, 0, 0];

    private static byte[] RiffChunk(string type, byte[] content) => [.. Encoding.ASCII.GetBytes(type), .. BitConverter.GetBytes(content.Length), .. content, .. new byte[content.Length % 2]];

    /// <summary>A WebP with a head that says what else is in it.</summary>
    private static byte[] Extended(byte[] webp, byte says, params byte[][] chunks)
    {
        const byte ColoursOfItsOwn = 0x20; // the one that we have says so of itself, in a head of 18 bytes
        byte[] inside = [.. RiffChunk("VP8X", [(byte)(says | ColoursOfItsOwn), 0, 0, 0, 47, 0, 0, 31, 0, 0]), .. webp[30..], .. chunks.SelectMany(static one => one)];
        return [.. "RIFF"u8, .. BitConverter.GetBytes(inside.Length + 4), .. "WEBP"u8, .. inside];
    }

    /// <summary>A directory with the turn in it, and another tag before.</summary>
    private static byte[] Exif(int turn, bool little = false)
    {
        byte[] Two(int value) => little ? [(byte)(value & 0xFF), (byte)(value >> 8)] : [(byte)(value >> 8), (byte)(value & 0xFF)];
        byte[] Four(int value) => little ? [.. Two(value), 0, 0] : [0, 0, .. Two(value)];
        return [.. little ? "II"u8 : "MM"u8, .. Two(42), .. Four(8), .. Two(2), .. Two(0x010F), .. Two(2), .. Four(4), .. "GPS\0"u8, .. Two(0x0112), .. Two(3), .. Four(1), .. Two(turn), 0, 0, .. Four(0)];
    }
}
