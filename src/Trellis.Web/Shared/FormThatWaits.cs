using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Trellis.Web.Shared;

/// <summary>
/// A page whose form may wait on a device until there is a line. Sent from there, it is the same form at the same address, and what became of it is answered instead of a page: so that the device
/// keeps it until it is certain that it was done, or tells why not.
/// </summary>
public abstract class FormThatWaits : SitePage
{
    /// <summary>Says that a device sends a form which it kept, and for whom it kept it.</summary>
    public const string Header = "X-Kept-For";

    /// <summary>By which a form says for whom its page was shown.</summary>
    public const string MarkField = "shown-to";

    /// <summary>By which somebody says that they go on with a form that was shown to another.</summary>
    public const string GoOnField = "go-on-as";

    /// <summary>Why it would not be done, or what cannot be read; nothing where all is well.</summary>
    public IReadOnlyList<string> Faults { get; protected set; } = [];

    /// <summary>Whether the store did not take it just now, which is no refusal.</summary>
    protected bool NotStored { get; set; }

    /// <summary>Whether a device sends it that kept it.</summary>
    protected bool IsFromDevice => HttpMethods.IsPost(Request.Method) && Request.Headers.ContainsKey(Header);

    /// <summary>By what a device knows for whom it keeps something: it says nothing to anybody else, and is gone from there with what was kept.</summary>
    public static string MarkOf(Actor? reader) => reader?.PersonOrNone is not { } person ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"trellis-device/1\n{person}\n{(reader as Actor.Officer)?.Seat}")))[..16];

    protected override bool ActsForReader => true;

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!IsFromDevice) return;
        // Nobody sends in the name of another what that one left on the device.
        if (Reader is null) context.Result = Told(new DeviceAnswer("signed-out"));
        else if (Request.Headers[Header] != MarkOf(Reader)) context.Result = Told(new DeviceAnswer("another"));
    }

    public override void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!IsFromDevice || context.Result is not { } result || context.Exception is not null) return;
        context.Result = Told(result switch
        {
            LocalRedirectResult { Url: var to } when to.StartsWith("/sign-in", StringComparison.Ordinal) => new DeviceAnswer("signed-out"),
            LocalRedirectResult { Url: var to } => new DeviceAnswer("done") { To = to },
            PageResult when NotStored => new DeviceAnswer("later"),
            PageResult when Faults.Count > 0 => new DeviceAnswer("refused") { Why = Faults },
            _ => new DeviceAnswer("refused") { Why = [Say("没有这件事，或者它不归您看。", "There is no such matter, or it is not yours to see.")] },
        });
    }

    protected void SayThatItIsNotStored()
    {
        NotStored = true;
        Faults = [Say("现在存不下来。您填的还在这一页上，过一会儿再按一次；同一件事不会记两遍。", "It cannot be stored just now. What you entered is still on this page; press again in a moment. Nothing is entered twice.")];
    }

    private static ContentResult Told(DeviceAnswer answer) => new()
    {
        StatusCode = answer.State switch { "done" => StatusCodes.Status200OK, "signed-out" => StatusCodes.Status401Unauthorized, "another" => StatusCodes.Status409Conflict, "later" => StatusCodes.Status503ServiceUnavailable, _ => StatusCodes.Status422UnprocessableEntity },
        ContentType = "application/json; charset=utf-8",
        Content = JsonSerializer.Serialize(answer, DeviceJson.Default.DeviceAnswer),
    };
}

/// <summary>What a device is told about a form that it kept.</summary>
/// <param name="State">done, refused, signed-out, another (somebody else is signed in), later.</param>
internal sealed record DeviceAnswer(string State)
{
    /// <summary>Where to look at what was done.</summary>
    public string? To { get; init; }

    public IReadOnlyList<string>? Why { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DeviceAnswer))]
internal sealed partial class DeviceJson : JsonSerializerContext;
