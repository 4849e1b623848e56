using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Trellis.Runtime;

namespace Trellis.Web.Ledger;

/// <summary>What is answered to one request: a status, and bytes with what a client must know of them.</summary>
internal sealed record Said(int Status, byte[] Bytes, string Type, string Caching)
{
    public const string PlainText = "text/plain; charset=utf-8";

    public static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public static Said Found(byte[] bytes, string type, string caching) => new(StatusCodes.Status200OK, bytes, type, caching);

    /// <summary>One sentence for whoever asked. Never kept: what is not there may be there in a second.</summary>
    public static Said Refused(int status, string sentence) => new(status, Encoding.UTF8.GetBytes(sentence + "\n"), PlainText, "no-store");

    public static Said NotThere(string sentence) => Refused(StatusCodes.Status404NotFound, sentence);

    public Said With(string name, string value) => this with { Headers = [.. Headers, (name, value)] };

    /// <summary>Packed with gzip where the client takes it.</summary>
    public Said Compressed(HttpRequest request)
    {
        var varies = With(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (!request.GetTypedHeaders().AcceptEncoding.Any(static one => one.Value == "gzip" && one.Quality is not 0)) return varies;
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest)) zip.Write(Bytes);
        return varies.With(HeaderNames.ContentEncoding, "gzip") with { Bytes = packed.ToArray() };
    }

    /// <summary>Answers; a store that cannot be read is no fault of who asks.</summary>
    /// <param name="whyNot">Says to an address that asked too much that it has to wait; null to go on.</param>
    public static Task AnswerAsync(HttpContext context, Func<HttpContext, Said?> whyNot, Func<Said> answer)
    {
        Said said;
        try
        {
            said = whyNot(context) is { } wait ? wait : IsSpelledPlainly(context) ? answer() : NotThere("There is nothing of this name.");
        }
        catch (Exception fault) when (fault is MachineFault or UnusableInput)
        {
            // What exactly is broken is for the operator, not for the network.
            said = Refused(StatusCodes.Status503ServiceUnavailable, "The record cannot be used just now. Ask again in a moment.").With(HeaderNames.RetryAfter, "10");
        }

        return said.SendAsync(context);
    }

    private async Task SendAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Status;
        response.ContentType = Type;
        response.ContentLength = Bytes.Length;
        response.Headers.CacheControl = Caching;
        response.Headers.XContentTypeOptions = "nosniff";
        foreach (var (name, value) in Headers) response.Headers.Append(name, value);
        if (!HttpMethods.IsHead(context.Request.Method)) await response.Body.WriteAsync(Bytes, context.RequestAborted);
    }

    /// <summary>Whether the path came as it is read: without dots that lead elsewhere, percent signs, capitals, a slash at the end, a query. Each thing has one address.</summary>
    private static bool IsSpelledPlainly(HttpContext context) =>
        context.Features.Get<IHttpRequestFeature>() is { Path: [.., not '/'] path } request && request.RawTarget == request.PathBase + path && !path.AsSpan().ContainsAnyInRange('A', 'Z');
}
