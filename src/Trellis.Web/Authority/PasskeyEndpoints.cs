using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Trellis.Runtime.Authority;
using Trellis.Web.Shared;

namespace Trellis.Web.Authority;

/// <summary>What the script of the pages asks before it asks the browser for a passkey. It is for pages alone; programs have tokens.</summary>
public sealed class PasskeyEndpoints(Passkeys passkeys, LocalSignIn local, AccountDesk accounts, Sessions sessions, RequestLimits limits)
{
    public void Map(IEndpointRouteBuilder to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.MapPost("/sign-in/passkey", AskAsync).WithMetadata(new ShownToPeople()).ExcludeFromDescription();
        to.MapPost("/account/passkey", AskForNewAsync).WithMetadata(new ShownToPeople()).ExcludeFromDescription();
    }

    private async Task AskAsync(HttpContext context)
    {
        if (limits.Guesses.WaitOf(context.Connection.RemoteIpAddress) > TimeSpan.Zero)
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return;
        }

        await SayAsync(context, await passkeys.AskAsync(context), create: false);
    }

    /// <summary>Only for whoever knows the password too: a machine that was left open must not be given a key.</summary>
    private async Task AskForNewAsync(HttpContext context)
    {
        if (sessions.Of(context) is not { } mine || accounts.OfPerson(mine.Person) is not { } account)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (await local.TryAsync(context, account.Name, form["password"].ToString(), context.RequestAborted) is not Tried.In(var proved))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        await SayAsync(context, await passkeys.AskForNewAsync(proved, context), create: true);
    }

    private static async Task SayAsync(HttpContext context, PasskeyQuestion question, bool create)
    {
        using var bytes = new MemoryStream();
        await using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("ticket", question.Ticket);
            json.WriteBoolean("create", create);
            json.WritePropertyName("options");
            json.WriteRawValue(Encoding.UTF8.GetBytes(question.Options));
            json.WriteEndObject();
        }

        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(bytes.ToArray(), context.RequestAborted);
    }
}
