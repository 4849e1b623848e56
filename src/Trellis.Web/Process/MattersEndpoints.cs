using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Trellis.Authority.Access;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Structure;
using Trellis.Web.Authority;

namespace Trellis.Web.Process;

/// <summary>
/// Running matters over HTTP: every act and question as JSON. An endpoint turns a request into an order to the desk, and the answer into HTTP; no rule is here.
/// </summary>
public sealed class MattersEndpoints(MattersDesk desk, Entrance entrance)
{
    private const string IdempotencyKey = "Idempotency-Key";
    private const int LongestKey = 200;

    private readonly ConcurrentDictionary<(GovernanceStructure Structure, string Type), FormulaNames?> _names = new();

    public void Map(IEndpointRouteBuilder to)
    {
        ArgumentNullException.ThrowIfNull(to);
        foreach (var address in ActAddresses.All)
        {
            if (address.Place == ActPlace.None) continue;
            var one = address;
            var mapped = one.Place == ActPlace.Own
                ? to.MapPost(one.Pattern, (Delegate)((HttpContext context) => DoAsync(context, one, null))) // not as a bare delegate of requests, whose result nobody would look at
                : to.MapPost(one.Pattern, (HttpContext context, string matter) => DoAsync(context, one, matter));
            mapped.WithName(one.Word).WithTags("acts").WithSummary(ProcessActs.Find(one.Word)!.Name.En).WithDescription(ProcessActs.Find(one.Word)!.Name.Zh)
                .Accepts(one.Form!.Type, "application/json").Produces<ActShown>(one.Word.StartsWith("file-", StringComparison.Ordinal) ? StatusCodes.Status201Created : StatusCodes.Status200OK)
                .WithMetadata(new NeedsScope(Scope.Act));
        }

        to.MapGet("/api/v1/matters/{matter}", (HttpContext context, string matter) => ShowAsync(context, matter)).WithName("show-matter").WithTags("questions").WithSummary("One matter, by its id or its number").WithDescription("一个事项，按编号或者受理号")
            .Produces<MatterShown>().WithMetadata(new NeedsScope(Scope.Read));
    }

    private async Task<IResult> DoAsync(HttpContext context, ActAddress address, string? about)
    {
        var (caller, status, denied) = entrance.Ask(context, Scope.Act);
        if (caller is null) return new Problem(status, denied!);
        if (caller.Holder.Acts is not { } by) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.NotForPrograms);

        var keys = context.Request.Headers[IdempotencyKey];
        if (keys.Count == 0) return new Problem(StatusCodes.Status400BadRequest, HttpRefusals.KeyMissing);
        if (keys is not [{ Length: > 0 and <= LongestKey } key] || key.AsSpan().ContainsAnyExceptInRange('!', '~')) return new Problem(StatusCodes.Status400BadRequest, HttpRefusals.KeyUnreadable);
        if (!TryIfMatch(context.Request, out var expected)) return new Problem(StatusCodes.Status400BadRequest, HttpRefusals.ETagUnreadable);
        if (!Bodies.IsJson(context.Request)) return new Problem(StatusCodes.Status415UnsupportedMediaType, HttpRefusals.NotJson);
        var (body, fault) = await Bodies.ReadAsync(context, address.MostBytes);
        if (body is null) return new Problem(fault, fault == StatusCodes.Status413PayloadTooLarge ? HttpRefusals.BodyTooLarge : HttpRefusals.BodyIncomplete);
        if (!address.TryRead(body, out var form, out var unreadable)) return new Problem(StatusCodes.Status400BadRequest, HttpRefusals.BodyUnreadable, unreadable);

        MatterId? id = null;
        if (about is not null && (id = IdOf(by, about)) is null) return new Problem(StatusCodes.Status404NotFound, ProcessRefusals.NoSuchMatter);
        Text? wrongFact = null;
        var reading = new ActReading(by, id?.Text ?? "", facts =>
        {
            // What facts a matter may have is for those who may see it; to anybody else the desk says that there is none.
            var filed = id is { } named ? desk.Questions.Find(by, named)?.Matter : null;
            var (given, wrong) = Given(id is not null && filed is null ? null : NamesOf(filed, address.TypeOf(form!), form!.Happened), facts);
            wrongFact = wrong;
            return (given, wrong);
        });
        var act = address.Make(form!, reading);
        if (wrongFact is { } unknown) return new Problem(StatusCodes.Status422UnprocessableEntity, HttpRefusals.FactUnreadable, unknown);
        if (reading.Fault is { } wrong) return new Problem(StatusCodes.Status400BadRequest, HttpRefusals.BodyUnreadable, wrong);

        try
        {
            var answer = await desk.DoAsync(new ActOrder { By = by, Act = act, Happened = form!.Happened, Key = key, IfRevision = expected }, context.RequestAborted);
            return Answer(context, address, by, answer);
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }

    private IResult Answer(HttpContext context, ActAddress address, Actor by, ActAnswer answer)
    {
        switch (answer)
        {
            case ActAnswer.Done done:
                if (done.Matter is { } matter)
                {
                    context.Response.Headers.ETag = ETag(done.Revision);
                    if (address.Place == ActPlace.Own) context.Response.Headers.Location = "/api/v1/matters/" + matter.Id;
                }

                var shown = new ActShown(ReceiptShown.Of(done.Receipt), done.Matter is { } seen && desk.Questions.MaySee(by, seen) ? MatterShown.Of(seen, done.Revision) : null);
                return Json(shown, ProcessHttpJson.Default.ActShown, address.Place == ActPlace.Own && done.Matter is not null ? StatusCodes.Status201Created : StatusCodes.Status200OK);
            case ActAnswer.Refused refused:
                return new Problem(RefusalStatus.Of(refused.Why), refused.Why) { Figures = refused.Recorded is { } recorded ? [("recorded", recorded.First)] : [] };
            case ActAnswer.Stale stale:
                context.Response.Headers.ETag = ETag(stale.Revision);
                return new Problem(StatusCodes.Status412PreconditionFailed, HttpRefusals.Stale);
            case ActAnswer.KeyUsedOtherwise:
                return new Problem(StatusCodes.Status422UnprocessableEntity, HttpRefusals.KeyUsedOtherwise);
            case ActAnswer.Unknown:
                return new Problem(StatusCodes.Status404NotFound, ProcessRefusals.NoSuchMatter);
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>One matter, for somebody who may see it. That an officer looked is entered, once a day.</summary>
    private async Task<IResult> ShowAsync(HttpContext context, string about)
    {
        var (caller, status, denied) = entrance.Ask(context, Scope.Read);
        if (caller is null) return new Problem(status, denied!);
        if (caller.Holder.Acts is not { } by) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.NotForPrograms);
        try
        {
            if (IdOf(by, about) is not { } id) return new Problem(StatusCodes.Status404NotFound, ProcessRefusals.NoSuchMatter);
            if (by is Actor.Officer)
            {
                switch (await desk.DoAsync(new ActOrder { By = by, Act = new LookAtMatter(id) }, context.RequestAborted))
                {
                    case ActAnswer.Done:
                        break;
                    case ActAnswer.Refused refused:
                        return new Problem(RefusalStatus.Of(refused.Why), refused.Why);
                    default:
                        return new Problem(StatusCodes.Status404NotFound, ProcessRefusals.NoSuchMatter);
                }
            }

            if (desk.Questions.Find(by, id) is not var (matter, revision)) return new Problem(StatusCodes.Status404NotFound, ProcessRefusals.NoSuchMatter);
            var tag = ETag(revision);
            context.Response.Headers.ETag = tag;
            if (context.Request.Headers.IfNoneMatch.Contains(tag)) return Results.StatusCode(StatusCodes.Status304NotModified);
            return Json(MatterShown.Of(matter, revision), ProcessHttpJson.Default.MatterShown);
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }

    private MatterId? IdOf(Actor by, string about)
    {
        if (MatterNumbers.Of(new MatterId(about)) is not null) return new MatterId(about);
        return about.Length is > 5 and <= 40 && char.IsAsciiDigit(about[0]) && about.All(static letter => char.IsAsciiDigit(letter) || letter == '-') ? desk.Questions.OfNumber(by, about) : null;
    }

    private FormulaNames? NamesOf(Matter? matter, string? type, DateTimeOffset? happened)
    {
        RunningStructure running = matter is null ? desk.InForce : desk.Versions.Of(matter.Version);
        var day = running.DayOf(matter?.Filed ?? happened ?? desk.Now);
        return running.At(matter?.Place, day).Structure is var structure && (matter?.Type ?? type) is { } named
            ? _names.GetOrAdd((structure, named), static (key, on) => key.Structure.Matters.On(key.Type, on) is { } found ? FormulaNames.Of(key.Structure, found) : null, day)
            : null;
    }

    private static (ImmutableList<GivenItem> Given, Text? Fault) Given(FormulaNames? names, IReadOnlyDictionary<string, JsonElement> facts)
    {
        // Of a type that is not there the act itself says so.
        if (names is null) return ([], null);
        var given = ImmutableList.CreateBuilder<GivenItem>();
        foreach (var (fact, written) in facts)
        {
            var isList = written.ValueKind == JsonValueKind.Array;
            var words = isList ? [.. written.EnumerateArray().Select(WordOf)] : new List<string?> { WordOf(written) };
            if (words.Contains(null)) return ([], new Text($"{Excerpt.Of(fact, 80)} 的值只能是文字、数字、是否，或者它们的列表。", $"The value of {Excerpt.Of(fact, 80)} is a word, a number, yes or no, or a list of these."));
            if (TypingFacts.Read(names, fact, words!, isList, out var fault) is not { } value) return ([], fault);
            given.Add(new GivenItem(fact, value));
        }

        return (given.ToImmutable(), null);
    }

    private static string? WordOf(JsonElement written) => written.ValueKind switch
    {
        JsonValueKind.String => written.GetString() is { Length: <= 10_000 } text ? text : null,
        JsonValueKind.Number => written.GetRawText(),
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        _ => null,
    };

    private static string ETag(long revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    private static bool TryIfMatch(HttpRequest request, out long? revision)
    {
        revision = null;
        var given = request.Headers.IfMatch;
        if (given.Count == 0 || given is ["*"]) return true;
        if (given is not [['"', .. var number, '"']] || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var read)) return false;
        revision = read;
        return true;
    }

    private static IResult Json<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) => new Private(Results.Json(value, type, statusCode: status));

    /// <summary>What is answered to one person is nobody else's.</summary>
    private sealed class Private(IResult result) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.CacheControl = "private, no-cache";
            httpContext.Response.Headers.XContentTypeOptions = "nosniff";
            return result.ExecuteAsync(httpContext);
        }
    }
}

/// <summary>The scope that an address needs; a test walks all addresses by it.</summary>
internal sealed record NeedsScope(Scope Scope);
