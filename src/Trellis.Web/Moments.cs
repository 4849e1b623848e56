using System.Globalization;

namespace Trellis.Web;

/// <summary>Moments as clients write them: RFC 3339, with the offset. Without one it would be a moment of wherever the server stands.</summary>
internal static class Moments
{
    public const string Example = "2026-05-04T08:00:00Z";

    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static bool TryRead(string written, out DateTimeOffset moment)
    {
        moment = default;
        return written is [.., 'Z'] or [.., '+' or '-', _, _, ':', _, _] && DateTimeOffset.TryParseExact(written, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out moment);
    }
}
