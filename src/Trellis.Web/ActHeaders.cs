using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Trellis.Web;

/// <summary>What stands in the head of every request for an act: the word of the asker's own by which a request that is sent again is known, and the revision on which they made up their mind.</summary>
internal static class ActHeaders
{
    private const string IdempotencyKey = "Idempotency-Key";
    private const int LongestKey = 200;

    /// <param name="revision">Null where they do not mind.</param>
    /// <returns>What is wrong; null where nothing is.</returns>
    public static Problem? WhyNot(HttpRequest request, out string key, out long? revision)
    {
        (key, revision) = ("", null);
        var given = request.Headers[IdempotencyKey];
        if (given.Count == 0) return new Problem(StatusCodes.Status400BadRequest, HttpRefusals.KeyMissing);
        if (given is not [{ Length: > 0 and <= LongestKey } one] || one.AsSpan().ContainsAnyExceptInRange('!', '~')) return new Problem(StatusCodes.Status400BadRequest, HttpRefusals.KeyUnreadable);
        key = one;
        return TryIfMatch(request, out revision) ? null : new Problem(StatusCodes.Status400BadRequest, HttpRefusals.ETagUnreadable);
    }

    private static bool TryIfMatch(HttpRequest request, out long? revision)
    {
        revision = null;
        var given = request.Headers.IfMatch;
        if (given.Count == 0 || given is ["*"]) return true;
        // A program in front that packs answers makes the tag a weak one; the revision in it is the same.
        var tag = given is [['W', '/', .. var weak]] ? weak : given.Count == 1 ? given[0] : null;
        if (tag is not ['"', .. var number, '"'] || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var read)) return false;
        revision = read;
        return true;
    }
}
