using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Net.Http.Headers;
using Trellis.Ledger;
using Trellis.Runtime.Ledger;

namespace Trellis.Web.Ledger;

/// <summary>
/// The record over HTTP (C2SP tlog-tiles): checkpoint and hashes for everybody, entries for auditors with a token, receipts, and the page that verifies them.
/// A path has one spelling; whatever is spelled otherwise is not there.
/// </summary>
public static class LedgerEndpoints
{
    private const string Forever = "max-age=31536000, immutable";

    /// <summary>What a server of a record allows: nobody sends us more than a checkpoint and a proof.</summary>
    public static void Limit(KestrelServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = WitnessRequest.MaxLength;
        options.Limits.MaxRequestLineSize = 2048;
        options.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        options.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
    }

    /// <param name="limits">How much one address may ask; the usual where none are given.</param>
    public static void MapLedger(this IEndpointRouteBuilder to, ServedLedger ledger, AuditorTokens tokens, RequestLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(tokens);
        var limited = limits ?? new RequestLimits(TimeProvider.System);
        to.MapMethods("/checkpoint", Said.Reading, context => Said.AnswerAsync(context, limited.WhyNotRead, () => Checkpoint(ledger)));
        to.MapMethods("/tile/{**path}", Said.Reading, context => Said.AnswerAsync(context, limited.WhyNotRead, () => Tile(context, ledger, tokens, limited)));
        to.MapMethods("/receipt/{position}", Said.Reading, context => Said.AnswerAsync(context, limited.WhyNotRead, () => Receipt(context, ledger, tokens, limited)));
        to.MapMethods("/verifier.html", Said.Reading, context => Said.AnswerAsync(context, limited.WhyNotRead, Verifier));
    }

    private static Said Checkpoint(ServedLedger ledger) => ledger.Checkpoint is { } newest
        ? Said.Found(newest.Encode(), Said.PlainText, "no-cache")
        : Said.NotThere("Nothing has been signed yet. Ask again in some seconds.");

    private static Said Tile(HttpContext context, ServedLedger ledger, AuditorTokens tokens, RequestLimits limits)
    {
        var request = context.Request;
        if (!TilePath.TryRead(request.Path.Value![1..], out var tile, out var ofEntries)) return Said.NotThere("There is no tile of this name. Tiles are named as C2SP tlog-tiles says: tile/0/x001/067, tile/entries/000.p/112.");
        if (ofEntries && WhyNoAuditor(context, tokens, limits) is { } refusal) return refusal;
        if ((ofEntries ? ledger.Entries(tile) : ledger.Tile(tile)) is not { } bytes) return Said.NotThere("No checkpoint covers this yet.");
        return ofEntries
            ? Said.Found(bytes, "application/octet-stream", "private, " + Forever).With(HeaderNames.Vary, HeaderNames.Authorization).Compressed(request)
            : Said.Found(bytes, "application/octet-stream", "public, " + Forever);
    }

    private static Said Receipt(HttpContext context, ServedLedger ledger, AuditorTokens tokens, RequestLimits limits)
    {
        var request = context.Request;
        var text = (string)request.RouteValues["position"]!;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position) || text != position.ToString(CultureInfo.InvariantCulture))
            return Said.NotThere("A receipt is named by the position of its entry: receipt/0, receipt/17.");

        // Everybody may have the path to an entry, since it holds hashes only; the entry itself is for auditors and for whose act it was.
        var auditor = request.Headers.Authorization.Count > 0;
        if (auditor && WhyNoAuditor(context, tokens, limits) is { } refusal) return refusal;
        if (ledger.Receipt(position, withEntry: auditor) is not { } receipt) return Said.NotThere("No checkpoint covers this entry yet. Where it was just made, ask again in some seconds.");
        return Said.Found(receipt.Encode(), Said.PlainText, auditor ? "private, no-cache" : "no-cache")
            .With(HeaderNames.Vary, HeaderNames.Authorization)
            .With(HeaderNames.ContentDisposition, $"inline; filename=\"receipt-{text}.tlog-proof\"");
    }

    private static Said Verifier() => Said.Found(VerifierPage.Html, "text/html; charset=utf-8", "no-cache")
        .With(HeaderNames.ContentSecurityPolicy, VerifierPage.Policy + "; frame-ancestors 'none'")
        .With("Referrer-Policy", "no-referrer");

    /// <returns>401 without a token, 403 with a wrong one, 429 after many wrong ones; null for an auditor.</returns>
    private static Said? WhyNoAuditor(HttpContext context, AuditorTokens tokens, RequestLimits limits)
    {
        const string Scheme = "Bearer ";
        var given = context.Request.Headers.Authorization.ToString();
        if (!given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return Said.Refused(StatusCodes.Status401Unauthorized, "Entries are for auditors. Send the token that the keeper of the record gave you: Authorization: Bearer TOKEN.").With(HeaderNames.WWWAuthenticate, "Bearer");
        if (limits.WhyNoToken(context) is { } wait) return wait;
        var token = given[Scheme.Length..];
        if (tokens.HolderOf(token) is not null) return null;
        if (!tokens.WasRight(token)) limits.Guesses.Take(context.Connection.RemoteIpAddress);
        return Said.Refused(StatusCodes.Status403Forbidden, "This token is not known here, or its time is over. Ask the keeper of the record for a new one.");
    }
}
