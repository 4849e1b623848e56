using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Net.Http.Headers;

namespace Trellis.Web;

/// <summary>What answers of the interface have in common.</summary>
internal static class Answers
{
    public static IResult Json<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) => new Private(Results.Json(value, type, statusCode: status));

    /// <summary>The revision of a matter, quoted.</summary>
    public static string ETag(long revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    /// <summary>Whether the client has this already (RFC 9110, If-None-Match): a list of tags, of which weak ones fit too, or any.</summary>
    public static bool IsHeld(HttpRequest request, string tag)
    {
        var known = new EntityTagHeaderValue(tag);
        return request.GetTypedHeaders().IfNoneMatch.Any(one => one.Equals(EntityTagHeaderValue.Any) || one.Compare(known, useStrongComparison: false));
    }

    /// <summary>Where the next page is (RFC 8288): the same question with the cursor.</summary>
    public static void Link(HttpContext context, string? next)
    {
        if (next is null) return;
        var query = new QueryBuilder(context.Request.Query.Where(static one => one.Key != "after").SelectMany(static one => one.Value.Select(value => KeyValuePair.Create(one.Key, value ?? "")))) { { "after", next } };
        context.Response.Headers.Link = $"<{context.Request.Path}{query.ToQueryString()}>; rel=\"next\"";
    }

    /// <summary>What is answered to one person is nobody else's.</summary>
    public sealed class Private(IResult result) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.CacheControl = "private, no-cache";
            httpContext.Response.Headers.XContentTypeOptions = "nosniff";
            return result.ExecuteAsync(httpContext);
        }
    }
}
