using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Trellis.Ledger;
using Trellis.Runtime.Ledger;

namespace Trellis.Web.Ledger;

/// <summary>Being a witness of other records over HTTP (C2SP tlog-witness): they send checkpoints, and everybody may ask what was co-signed last.</summary>
public static class WitnessEndpoints
{
    /// <param name="limits">How much one address may ask; the usual where none are given.</param>
    public static void MapWitness(this IEndpointRouteBuilder to, WitnessDesk witness, RequestLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(witness);
        var limited = limits ?? new RequestLimits(TimeProvider.System);
        to.MapPost("/add-checkpoint", context => AddAsync(context, witness, limited));
        to.MapMethods("/{name:length(64)}/checkpoint", Said.Reading, context => Said.AnswerAsync(context, limited.WhyNotRead, () => Last(context.Request, witness)));
    }

    private static async Task AddAsync(HttpContext context, WitnessDesk witness, RequestLimits limits)
    {
        // Before the body is read: it may be a million bytes.
        if (limits.WhyNotSign(context) is { } wait)
        {
            await Said.AnswerAsync(context, static _ => null, () => wait);
            return;
        }

        var request = await ReadAsync(context);
        await Said.AnswerAsync(context, static _ => null, () =>
        {
            if (request is null) return Said.Refused(StatusCodes.Status413PayloadTooLarge, $"A request has at most {WitnessRequest.MaxLength} bytes.");
            var reply = witness.AddCheckpoint(request);
            return new Said((int)reply.Status, reply.Body, reply.ContentType, "no-store");
        });
    }

    private static Said Last(HttpRequest request, WitnessDesk witness) => witness.Last((string)request.RouteValues["name"]!) is { } last
        ? Said.Found(last.Encode(), Said.PlainText, "no-cache")
        : Said.NotThere("Nothing was co-signed under this name. It is the SHA-256 of the name of the record in lower-case hexadecimal.");

    /// <returns>The body, or null where it is longer than any request may be.</returns>
    private static async Task<byte[]?> ReadAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = WitnessRequest.MaxLength;
        try
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            return body.ToArray();
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
    }
}
