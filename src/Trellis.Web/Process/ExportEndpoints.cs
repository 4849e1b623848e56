using System.IO.Pipelines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Trellis.Authority.Access;
using Trellis.Runtime;
using Trellis.Runtime.Database;
using Trellis.Runtime.Process;
using Trellis.Standards.Work;
using Trellis.Web.Authority;

namespace Trellis.Web.Process;

/// <summary>The work on all matters in formats that other programs read, as it streams out of one unchanging state of the record. No person, no value, no text is in it.</summary>
public sealed class ExportEndpoints(Store store, Entrance entrance)
{
    /// <summary>Each holds a thread and an unchanging state of the store for as long as it is read.</summary>
    private const int MostAtOnce = 3;

    private int _running;

    /// <summary>Counts one more, where it may begin; it is to end.</summary>
    internal bool TryBegin()
    {
        if (Interlocked.Increment(ref _running) <= MostAtOnce) return true;
        End();
        return false;
    }

    internal void End() => Interlocked.Decrement(ref _running);

    public void Map(IEndpointRouteBuilder to)
    {
        ArgumentNullException.ThrowIfNull(to);
        foreach (var (ending, format) in ((string, WorkFormat)[])[("xes", WorkFormat.Xes), ("csv", WorkFormat.Csv), ("ocel.json", WorkFormat.Ocel)])
        {
            to.MapGet("/api/v1/export." + ending, (Delegate)(Func<HttpContext, Task<IResult>>)(context => ExportAsync(context, format, ending))).WithName("export-" + ending.Split('.')[0]).WithTags("export")
                .WithSummary("The work on all matters, as " + ending).WithDescription("全部事项的办理过程").Produces<string>(contentType: WritingWork.ContentType(format).Split(';')[0]).WithMetadata(new NeedsScope(Scope.Export));
        }
    }

    private async Task<IResult> ExportAsync(HttpContext context, WorkFormat format, string ending)
    {
        var (caller, status, denied) = entrance.Ask(context, Scope.Export);
        if (caller is null) return new Problem(status, denied!);
        if (!TryBegin()) return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy, new Text($"已有 {MostAtOnce} 份导出在进行。", $"{MostAtOnce} exports are running already."));
        using var nobodyReads = new CancellationTokenSource();
        context.Response.ContentType = WritingWork.ContentType(format);
        context.Response.Headers.CacheControl = "private, no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers[HeaderNames.ContentDisposition] = $"attachment; filename=\"work.{ending}\"";

        // Written by one task and sent by another: whoever reads slowly holds up this export and nothing else.
        var pipe = new Pipe();
        var writing = Task.Run(() =>
        {
            try
            {
                using (var stream = pipe.Writer.AsStream(leaveOpen: true)) ExportedWork.Write(store, format, stream, nobodyReads.Token);
                pipe.Writer.Complete();
            }
#pragma warning disable CA1031 // Whatever ends the writing is told to the sending, which ends the answer short.
            catch (Exception fault)
            {
                pipe.Writer.Complete(fault);
            }
#pragma warning restore CA1031
        });
        try
        {
            await pipe.Reader.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        catch (Exception fault) when (fault is MachineFault && !context.Response.HasStarted)
        {
            context.Response.Clear();
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
        catch (Exception fault) when (fault is MachineFault or OperationCanceledException or IOException)
        {
            // An answer that breaks off is seen as such by the client: its last chunk is missing.
            context.Abort();
        }
        finally
        {
            // However it ended, nothing more is read for it.
            await nobodyReads.CancelAsync();
            await pipe.Reader.CompleteAsync();
            await writing;
            End();
        }

        return Results.Empty;
    }
}
