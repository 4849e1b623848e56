using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Trellis.Runtime.Ledger;

namespace Trellis.Web;

/// <summary>Whether the server lives, and whether it can be given work: what a watchman asks.</summary>
/// <param name="writer">Null while the record has not been opened.</param>
internal sealed class Readiness(RecordWriter? writer)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private volatile bool _begun;

    public void Begin() => _begun = true;

    public void Map(WebApplication to)
    {
        to.MapGet("/health/live", static context => SayAsync(context, StatusCodes.Status200OK, "live"));
        to.MapGet("/health/ready", async context =>
        {
            if (_begun && writer is not null && (writer.Works || await writer.TryAsync(Patience))) await SayAsync(context, StatusCodes.Status200OK, "ready");
            else await SayAsync(context, StatusCodes.Status503ServiceUnavailable, "not ready");
        });
    }

    private static Task SayAsync(HttpContext context, int status, string word)
    {
        var bytes = Encoding.ASCII.GetBytes(word + "\n");
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = bytes.Length;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }
}
