using System.Buffers;
using System.Buffers.Text;

namespace Trellis.Ledger;

/// <summary>
/// Standard base64 with padding (RFC 4648 section 4), in its one canonical spelling: no space, no line end, no loose bits at the end.
/// Two spellings of the same bytes would let a note or receipt be changed without being noticed.
/// </summary>
internal static class StrictBase64
{
    private static readonly SearchValues<byte> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8);

    /// <param name="to">Room for at least three bytes for each four characters of <paramref name="text"/>, or for as many as are expected; more is a refusal.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, Span<byte> to, out int written)
    {
        written = 0;
        if (text.Length % 4 != 0) return false;
        if (text.IsEmpty) return true;
        var padding = text[^1] != '=' ? 0 : text[^2] != '=' ? 1 : 2;
        // The decoder of the class library passes over spaces and line ends; loose bits it refuses, and the tests hold it to that.
        return !text[..^padding].ContainsAnyExcept(Alphabet) && Base64.DecodeFromUtf8(text, to, out _, out written) == OperationStatus.Done;
    }

    /// <summary>The bytes, or null where the text is not canonical base64.</summary>
    public static byte[]? Read(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[text.Length / 4 * 3];
        if (!TryRead(text, bytes, out var written)) return null;
        return written == bytes.Length ? bytes : bytes[..written];
    }
}
