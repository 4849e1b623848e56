using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Trellis.Authority.Access;
using Trellis.Runtime;
using Trellis.Runtime.Ledger;
using Trellis.Standards.CloudEvents;
using Trellis.Web.Authority;
using Trellis.Web.Process;

namespace Trellis.Web.Ledger;

public sealed record WebhookForm
{
    /// <summary>An HTTPS address.</summary>
    public required string Address { get; init; }

    /// <summary>The position of the last event that is known there already; left out, only what comes from now on is told.</summary>
    public long? After { get; init; }
}

/// <param name="Secret">Shown this once; left out in lists.</param>
/// <param name="Trouble">Why it takes nothing, where it does not.</param>
public sealed record WebhookShown(string Id, string Address, long Told, int Attempts, DateTimeOffset? Failing, string? Trouble, DateTimeOffset? Disabled, string? Secret)
{
    internal static WebhookShown Of(Webhook one, string? secret = null) => new(one.Id, one.Address.ToString(), one.Told, one.Attempts, one.Failing, one.Trouble.Length == 0 ? null : one.Trouble, one.Disabled, secret);
}

public sealed record WebhooksShown(IReadOnlyList<WebhookShown> Webhooks);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(WebhookForm))]
[JsonSerializable(typeof(WebhookShown))]
[JsonSerializable(typeof(WebhooksShown))]
internal sealed partial class EventsHttpJson : JsonSerializerContext;

/// <summary>What was entered, for programs that follow it: to be asked for by position (CloudEvents), or told to registered addresses.</summary>
public sealed class EventsEndpoints(RecordWriter writer, WebhookDesk webhooks, Entrance entrance)
{
    private const int UsualEntries = 100;
    private const int MostBytes = 16 * 1024;

    public void Map(IEndpointRouteBuilder to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.MapGet("/api/v1/events", (HttpContext context, string? after, string? limit) => Feed(context, after, limit)).WithName("events").WithTags("export").WithSummary("What was entered, as CloudEvents").WithDescription("记录中的事件（CloudEvents）")
            .Produces<string>(contentType: WritingCloudEvents.ContentType).WithMetadata(new NeedsScope(Scope.Export), new Takes("after", "limit"));
        to.MapPost("/api/v1/webhooks", (Delegate)(Func<HttpContext, Task<IResult>>)AddAsync).WithName("add-webhook").WithTags("admin").WithSummary("Register an address that is told of events").WithDescription("登记接收事件的地址")
            .Accepts<WebhookForm>("application/json").Produces<WebhookShown>(StatusCodes.Status201Created).WithMetadata(new NeedsScope(Scope.Admin));
        to.MapGet("/api/v1/webhooks", (Delegate)(Func<HttpContext, IResult>)List).WithName("list-webhooks").WithTags("admin").WithSummary("Registered addresses, and how far each was told").WithDescription("接收事件的地址")
            .Produces<WebhooksShown>().WithMetadata(new NeedsScope(Scope.Admin));
        to.MapPost("/api/v1/webhooks/{webhook}/secret", (HttpContext context, string webhook) => RenewSecretAsync(context, webhook)).WithName("renew-webhook-secret").WithTags("admin").WithSummary("Make a new secret; for a day the one before signs as well").WithDescription("更换密钥；旧密钥再用一天")
            .Produces<WebhookShown>().WithMetadata(new NeedsScope(Scope.Admin));
        to.MapDelete("/api/v1/webhooks/{webhook}", (HttpContext context, string webhook) => RemoveAsync(context, webhook)).WithName("delete-webhook").WithTags("admin").WithSummary("Tell an address no more").WithDescription("不再通知这个地址")
            .Produces(StatusCodes.Status204NoContent).WithMetadata(new NeedsScope(Scope.Admin));
    }

    private IResult Feed(HttpContext context, string? after, string? limit)
    {
        var (caller, status, denied) = entrance.Ask(context, Scope.Export);
        if (caller is null) return new Problem(status, denied!);
        long from = -1;
        if (after is not null && (!long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out from) || from > long.MaxValue / 2)) return new Problem(StatusCodes.Status400BadRequest, HttpRefusals.ParameterUnreadable, new Text("after 是一条记录的位置。", "after is the position of an entry."));
        var most = UsualEntries;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > EventFeed.MostEntries)) return new Problem(StatusCodes.Status400BadRequest, HttpRefusals.ParameterUnreadable, new Text("limit 是 1 到 1000。", "limit is 1 to 1000."));
        try
        {
            var entries = EventFeed.Read(writer.Place.Store, from, most);
            // There is always a next page: what comes is found under it.
            Answers.Link(context, (entries.Count == 0 ? from : entries[^1].Position) is var last and >= 0 ? last.ToString(CultureInfo.InvariantCulture) : null);
            return new Answers.Private(Results.Bytes(WritingCloudEvents.Batch(writer.Origin, entries), WritingCloudEvents.ContentType));
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }

    private async Task<IResult> AddAsync(HttpContext context)
    {
        var (caller, status, denied) = entrance.Ask(context, Scope.Admin);
        if (caller is null) return new Problem(status, denied!);
        var (form, unreadable) = await Bodies.ReadFormAsync(context, MostBytes, EventsHttpJson.Default.WebhookForm);
        if (form is null) return unreadable!;
        if (!Uri.TryCreate(form.Address, UriKind.Absolute, out var address)) return new Problem(StatusCodes.Status422UnprocessableEntity, HttpRefusals.WebhookRefused);
        if (form.After >= writer.Size) return new Problem(StatusCodes.Status422UnprocessableEntity, HttpRefusals.WebhookRefused, new Text("after 是一条已有记录的位置。", "after is the position of an entry that is there."));
        if (webhooks.All.Count >= WebhookDesk.Most)
            return new Problem(StatusCodes.Status422UnprocessableEntity, HttpRefusals.WebhookRefused, new Text($"最多登记 {WebhookDesk.Most} 个地址；请先删去不用的。", $"At most {WebhookDesk.Most} addresses are told. Delete one that is not needed."));
        try
        {
            return await webhooks.AddAsync(address, form.After ?? writer.Size - 1) is var (added, secret)
                ? Answers.Json(WebhookShown.Of(added, secret), EventsHttpJson.Default.WebhookShown, StatusCodes.Status201Created)
                : new Problem(StatusCodes.Status422UnprocessableEntity, HttpRefusals.WebhookRefused);
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.NotStored);
        }
    }

    private IResult List(HttpContext context)
    {
        var (caller, status, denied) = entrance.Ask(context, Scope.Admin);
        return caller is null ? new Problem(status, denied!) : Answers.Json(new WebhooksShown([.. webhooks.All.Select(static one => WebhookShown.Of(one))]), EventsHttpJson.Default.WebhooksShown);
    }

    private async Task<IResult> RenewSecretAsync(HttpContext context, string webhook)
    {
        var (caller, status, denied) = entrance.Ask(context, Scope.Admin);
        if (caller is null) return new Problem(status, denied!);
        try
        {
            return await webhooks.RenewSecretAsync(webhook) is var (renewed, secret)
                ? Answers.Json(WebhookShown.Of(renewed, secret), EventsHttpJson.Default.WebhookShown)
                : new Problem(StatusCodes.Status404NotFound, HttpRefusals.NoSuchWebhook);
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.NotStored);
        }
    }

    private async Task<IResult> RemoveAsync(HttpContext context, string webhook)
    {
        var (caller, status, denied) = entrance.Ask(context, Scope.Admin);
        if (caller is null) return new Problem(status, denied!);
        try
        {
            return await webhooks.RemoveAsync(webhook) ? Results.NoContent() : new Problem(StatusCodes.Status404NotFound, HttpRefusals.NoSuchWebhook);
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.NotStored);
        }
    }
}
