using System.Text;

namespace Trellis.Structure;

/// <summary>One string for each id, however often it is written. The runtime's own pool holds them; it is shared and safe for several threads.</summary>
internal static class IdPool
{
    internal static string Of(ReadOnlySpan<byte> utf8) => string.Intern(Encoding.UTF8.GetString(utf8));
}
