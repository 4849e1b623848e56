using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Trellis.Web;

/// <summary>Reads the bodies of requests, as long as they may be and no longer.</summary>
internal static class Bodies
{
    public static bool IsJson(HttpRequest request) =>
        Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads a form: JSON, as long as it may be, with the members that it has and no others.</summary>
    /// <returns>The form, or why there is none.</returns>
    public static async Task<(T? Form, Problem? Problem)> ReadFormAsync<T>(HttpContext context, int most, JsonTypeInfo<T> type)
        where T : class
    {
        if (!IsJson(context.Request)) return (null, new Problem(StatusCodes.Status415UnsupportedMediaType, HttpRefusals.NotJson));
        var (body, fault) = await ReadAsync(context, most);
        if (body is null) return (null, new Problem(fault, fault == StatusCodes.Status413PayloadTooLarge ? HttpRefusals.BodyTooLarge : HttpRefusals.BodyIncomplete));
        return StrictJson.TryRead(body, type, out var form, out var unreadable) ? (form, null) : (null, new Problem(StatusCodes.Status400BadRequest, HttpRefusals.BodyUnreadable, unreadable));
    }

    /// <returns>The body; or null and the status that says why not: 413 where it is longer than it may be, 400 or 408 where it did not come whole.</returns>
    public static async Task<(byte[]? Body, int Status)> ReadAsync(HttpContext context, int most)
    {
        if (context.Request.ContentLength > most) return (null, StatusCodes.Status413PayloadTooLarge);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = most;
        try
        {
            using var body = new MemoryStream();
            var part = new byte[16 * 1024];
            int read;
            while ((read = await context.Request.Body.ReadAsync(part, context.RequestAborted)) > 0)
            {
                if (body.Length + read > most) return (null, StatusCodes.Status413PayloadTooLarge);
                body.Write(part, 0, read);
            }

            return (body.ToArray(), StatusCodes.Status200OK);
        }
        catch (BadHttpRequestException fault)
        {
            return (null, fault.StatusCode);
        }
    }
}
