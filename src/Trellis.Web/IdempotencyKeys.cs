using Microsoft.AspNetCore.Http;

namespace Trellis.Web;

/// <summary>The word of the asker's own by which a request that is sent again is known. Every act bears one.</summary>
internal static class IdempotencyKeys
{
    private const string Header = "Idempotency-Key";
    private const int Longest = 200;

    /// <returns>What is wrong; null where the key is there.</returns>
    public static Problem? WhyNot(HttpRequest request, out string key)
    {
        var given = request.Headers[Header];
        key = given is [{ Length: > 0 and <= Longest } one] && !one.AsSpan().ContainsAnyExceptInRange('!', '~') ? one : "";
        return given.Count == 0 ? new Problem(StatusCodes.Status400BadRequest, HttpRefusals.KeyMissing) : key.Length == 0 ? new Problem(StatusCodes.Status400BadRequest, HttpRefusals.KeyUnreadable) : null;
    }
}
