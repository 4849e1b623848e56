using System.Text;

namespace Trellis.Structure;

/// <summary>
/// One string for each id, however often it is written. The runtime's own pool holds them, which is shared and safe for
/// several threads; a small table for each thread in front of it spares the decoding of what was just seen.
/// </summary>
internal static class IdPool
{
    internal static string Of(ReadOnlySpan<byte> utf8)
    {
        Span<char> letters = stackalloc char[utf8.Length];
        var length = Encoding.UTF8.GetChars(utf8, letters);
        return string.IsInterned(new string(letters[..length])) is { } known ? known : string.Intern(new string(letters[..length]));
    }
}
