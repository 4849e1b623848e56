using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Trellis.Web;

/// <summary>A no over HTTP: problem details (RFC 9457) with the code of the refusal, its sentence in the language that was asked for, and what exactly is wrong.</summary>
internal sealed record Problem(int Status, Refusal Why, Text? Detail = null) : IResult
{
    public const string ContentType = "application/problem+json";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Further members, such as the position of the entry in which a refusal stands.</summary>
    public IReadOnlyList<(string Name, long Value)> Figures { get; init; } = [];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var language = LanguageOf(httpContext.Request);
        var bytes = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(bytes, Plain))
        {
            json.WriteStartObject();
            json.WriteString("type", "urn:trellis:refusal:" + Why.Code);
            json.WriteString("title", Why.Says.In(language));
            json.WriteNumber("status", Status);
            if ((Detail ?? Why.More) is { } detail) json.WriteString("detail", detail.In(language));
            json.WriteString("code", Why.Code);
            foreach (var (name, value) in Figures) json.WriteNumber(name, value);
            json.WriteEndObject();
        }

        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.ContentLength = bytes.WrittenCount;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentLanguage = language == Language.Chinese ? "zh" : "en";
        response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);
        if (Status == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = "Bearer";
        if (Status == StatusCodes.Status429TooManyRequests) response.Headers.RetryAfter = "3";
        if (Status == StatusCodes.Status503ServiceUnavailable) response.Headers.RetryAfter = "10";
        if (!HttpMethods.IsHead(httpContext.Request.Method)) await response.Body.WriteAsync(bytes.WrittenMemory, httpContext.RequestAborted);
    }

    /// <summary>Chinese where the client prefers it, or says nothing that we have; the binding language of a structure is its own matter.</summary>
    public static Language LanguageOf(HttpRequest request)
    {
        Language? best = null;
        var most = 0.0;
        foreach (var one in request.GetTypedHeaders().AcceptLanguage)
        {
            var known = one.Value.Value is { } tag ? tag.StartsWith("zh", StringComparison.OrdinalIgnoreCase) || tag == "*" ? Language.Chinese : tag.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? Language.English : (Language?)null : null;
            var quality = one.Quality ?? 1;
            if (known is null || quality <= most) continue;
            (best, most) = (known, quality);
        }

        return best ?? Language.Chinese;
    }
}
