using System.Buffers;

namespace Trellis.Process.Pictures;

/// <summary>A kind of picture that every browser shows.</summary>
public enum PictureKind
{
    Jpeg,
    Png,
    Webp,
}

/// <summary>A picture with nothing in it but what is seen.</summary>
/// <param name="Width">In pixels, as it is stored: a picture that is to be turned is told its other side.</param>
public sealed record CleanPicture(PictureKind Kind, byte[] Bytes, int Width, int Height);

/// <summary>
/// Takes out of a picture what is not seen in it: where it was taken and when, by which device and whom, what was shown before it was cut, whatever hangs behind its end.
/// What is seen is not touched, so nothing is decoded here; parts that are not known are left out. How the picture is to be turned is kept, since it is seen.
/// </summary>
public static class CleaningPictures
{
    /// <summary>Bytes. A picture as a telephone takes it; one that was made smaller on the device has a twentieth.</summary>
    public const int Most = 10 * 1024 * 1024;

    /// <summary>More than any camera has on a side, and less than fills the memory of whoever looks.</summary>
    public const int MostOnASide = 16_384;

    private const long MostPixels = 100_000_000;

    /// <returns>The clean picture, or why there is none.</returns>
    public static (CleanPicture? Picture, Refusal? Why) Clean(ReadOnlySpan<byte> sent)
    {
        if (sent.Length > Most) return (null, ProcessRefusals.PictureTooLarge);
        if (KindOf(sent) is not { } kind) return (null, ProcessRefusals.NoPicture);
        var clean = new ArrayBufferWriter<byte>(sent.Length);
        var size = kind switch
        {
            PictureKind.Jpeg => JpegParts.Clean(sent, clean),
            PictureKind.Png => PngParts.Clean(sent, clean),
            _ => WebpParts.Clean(sent, clean),
        };
        if (size is not (> 0, > 0)) return (null, ProcessRefusals.NoPicture);
        if (size.Width > MostOnASide || size.Height > MostOnASide || (long)size.Width * size.Height > MostPixels) return (null, ProcessRefusals.PictureTooLarge);
        return (new CleanPicture(kind, clean.WrittenSpan.ToArray(), size.Width, size.Height), null);
    }

    /// <summary>By its first bytes, whatever it is called.</summary>
    public static PictureKind? KindOf(ReadOnlySpan<byte> sent) =>
        sent.StartsWith(JpegParts.Begin) ? PictureKind.Jpeg
        : sent.StartsWith(PngParts.Begin) ? PictureKind.Png
        : sent.Length >= 12 && sent.StartsWith("RIFF"u8) && sent[8..12].SequenceEqual("WEBP"u8) ? PictureKind.Webp
        : null;

    /// <summary>The kind as HTTP names it.</summary>
    public static string MediaType(PictureKind kind) => kind switch { PictureKind.Jpeg => "image/jpeg", PictureKind.Png => "image/png", _ => "image/webp" };
}
