using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Trellis.Authority.Access;
using Trellis.Information.Exchange;
using Trellis.Process;
using Trellis.Runtime;
using Trellis.Runtime.Information;
using Trellis.Runtime.Process;
using Trellis.Standards.Dcat;
using Trellis.Web.Authority;
using Trellis.Web.Ledger;
using Trellis.Web.Process;

namespace Trellis.Web.Information;

/// <summary>
/// The exchange with other records over HTTP: what neighbours send, what everybody may read of what is offered, and what officers and residents ask of the desk. No rule is here.
/// </summary>
public sealed class ExchangeEndpoints(ExchangeDesk exchange, MattersDesk desk, LooksDesk looks, string origin, Entrance entrance, RequestLimits limits, Uri? known)
{
    private const string IdempotencyKey = "Idempotency-Key";
    private const int LongestKey = 200;
    private const int MostBytes = 64 * 1024;
    private const string Messages = "/api/v1/exchange/messages";

    private static readonly ExchangeHttpJson Shapes = ExchangeHttpJson.Default;

    public void Map(IEndpointRouteBuilder to)
    {
        ArgumentNullException.ThrowIfNull(to);
        // Who sends here is known by the key under the message, and by nothing else; what is offered is for everybody. The description is of what needs a token.
        to.MapPost(Messages, (Delegate)(Func<HttpContext, Task>)TakeAsync).ExcludeFromDescription();
        to.MapGet("/api/v1/exchange/terms", (Delegate)(Func<HttpContext, IResult>)Terms).ExcludeFromDescription();
        to.MapGet("/api/v1/catalogue", (Delegate)(Func<HttpContext, IResult>)Catalogue).ExcludeFromDescription();

        Post<EvidenceForm>(to, "/api/v1/matters/{matter}/evidence", "ask-evidence", new("向邻方索取凭证", "Ask a neighbour for evidence"), (HttpContext context, string matter) => AskAsync(context, matter)).Produces<DealingShown>(StatusCodes.Status201Created);
        to.MapPost("/api/v1/matters/{matter}/evidence/{dealing}/use", (HttpContext context, string matter, string dealing) => UseAsync(context, matter, dealing)).WithName("use-evidence").WithTags("exchange").WithSummary("Use evidence in the matter for which it was asked, once").WithDescription("在所索取的事项中使用凭证，只能一次")
            .Produces<EvidenceShown>().WithMetadata(new NeedsScope(Scope.Act));
        Get<DealingsShown>(to, "/api/v1/matters/{matter}/evidence", "evidence", new("一个事项向邻方索取的凭证", "Evidence that was asked of neighbours in a matter"), (HttpContext context, string matter) =>
            Read(context, by => IdOf(by, matter) is { } id && exchange.In(by, id) is { } dealings ? Dealings(dealings) : NoSuchMatter));
        Get<DealingsShown>(to, "/api/v1/exchange/dealings", "dealings", new("自己与别的辖区的往来", "One's own dealings with other jurisdictions"), (HttpContext context) => Resident(context, Scope.Read, by => Dealings(exchange.Of(by))));
        Get<EvidenceShown>(to, "/api/v1/exchange/dealings/{dealing}/preview", "preview-evidence", new("放行之前先看邻方给出的内容", "What a neighbour answered, before it is released"), (HttpContext context, string dealing) => Resident(context, Scope.Read, by =>
        {
            var (values, why) = exchange.Preview(by, dealing);
            return values is null ? Refused(why!) : Answers.Json(new EvidenceShown(null, [.. values.Select(static one => new EvidenceValue(one.Item, one.Value))]), Shapes.EvidenceShown);
        }));
        to.MapGet("/api/v1/exchange/dealings/{dealing}/note", (HttpContext context, string dealing) => NoteAsync(context, dealing)).WithName("evidence-note").WithTags("exchange")
            .WithSummary("The signed answer of a neighbour, to be verified by itself").WithDescription("邻方的签名答复，可以单独核验").Produces<string>(contentType: "text/plain").WithMetadata(new NeedsScope(Scope.Read));
        Answer(to, "release", "release-evidence", new("看过邻方给出的内容，放行", "Release what a neighbour answered"), exchange.ReleaseAsync);
        Answer(to, "decline", "decline-evidence", new("不放行；收到的值随即销毁", "Keep it back; what was received is destroyed"), exchange.DeclineAsync);
        Post<FilingThereForm>(to, "/api/v1/exchange/matters", "file-there", new("在别的辖区提出事项", "File a matter in another jurisdiction"), (Delegate)(Func<HttpContext, Task<IResult>>)FileThereAsync).Produces<DealingShown>(StatusCodes.Status201Created);
        Get<CourseShown>(to, "/api/v1/exchange/dealings/{dealing}/course", "course-there", new("在别的辖区提出的事项现在怎样", "How a matter stands that was filed in another jurisdiction"), (HttpContext context, string dealing) => ResidentAsync(context, Scope.Read, async by =>
        {
            var (course, why) = await exchange.FollowAsync(by, dealing, context.RequestAborted);
            return course is null ? Refused(why!) : Answers.Json(new CourseShown(course.State, course.Result, course.Holder, course.Promised, [.. course.Open.Select(static one => new CourseStepShown(one.Step, one.Zh, one.En, one.Unit, one.Since, one.Due))]), Shapes.CourseShown);
        }));
        Post<WordForm>(to, "/api/v1/exchange/dealings/{dealing}/word", "word-there", new("确认或者质疑别的辖区的办理结果", "Confirm or dispute what came of it there"), (HttpContext context, string dealing) => WordAsync(context, dealing)).Produces<DealingShown>();
    }

    private static Problem NoSuchMatter => new(StatusCodes.Status404NotFound, ProcessRefusals.NoSuchMatter);

    private static RouteHandlerBuilder Post<T>(IEndpointRouteBuilder to, string pattern, string name, Text summary, Delegate handler)
        where T : notnull =>
        to.MapPost(pattern, handler).WithName(name).WithTags("exchange").WithSummary(summary.En).WithDescription(summary.Zh).Accepts<T>("application/json").WithMetadata(new NeedsScope(Scope.Act));

    private static void Get<T>(IEndpointRouteBuilder to, string pattern, string name, Text summary, Delegate handler) =>
        to.MapGet(pattern, handler).WithName(name).WithTags("exchange").WithSummary(summary.En).WithDescription(summary.Zh).Produces<T>().WithMetadata(new NeedsScope(Scope.Read));

    private void Answer(IEndpointRouteBuilder to, string word, string name, Text summary, Func<Actor.Resident, string, CancellationToken, Task<(ExchangeDone? Done, Refusal? Why)>> answer) =>
        to.MapPost($"/api/v1/exchange/dealings/{{dealing}}/{word}", (HttpContext context, string dealing) => ResidentAsync(context, Scope.Act, async by => Done(await answer(by, dealing, context.RequestAborted), StatusCodes.Status200OK)))
            .WithName(name).WithTags("exchange").WithSummary(summary.En).WithDescription(summary.Zh).Produces<DealingShown>().WithMetadata(new NeedsScope(Scope.Act));

    private async Task TakeAsync(HttpContext context)
    {
        if (Takes.WhyNot(context) is { } wrong)
        {
            await wrong.ExecuteAsync(context);
            return;
        }

        if (limits.WhyNotExchange(context) is { } wait)
        {
            await Said.AnswerAsync(context, static _ => null, () => wait);
            return;
        }

        var (body, fault) = await Bodies.ReadAsync(context, ExchangeMessage.MostBytes);
        if (body is null)
        {
            await new Problem(fault, fault == StatusCodes.Status413PayloadTooLarge ? HttpRefusals.BodyTooLarge : HttpRefusals.BodyIncomplete).ExecuteAsync(context);
            return;
        }

        try
        {
            var reply = await exchange.TakeAsync(body, context.RequestAborted);
            if (reply.Message is { } message) await Said.AnswerAsync(context, static _ => null, () => Said.Found(message, Said.PlainText, "no-store"));
            else await (Refused(reply.Why!) with { Figures = reply.Recorded is { } recorded ? [("recorded", recorded)] : [] }).ExecuteAsync(context);
        }
        catch (MachineFault)
        {
            await new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy).ExecuteAsync(context);
        }
    }

    private IResult Terms(HttpContext context) => Takes.WhyNot(context) is { } wrong ? wrong : limits.WhyNotRead(context) is null ? Results.Bytes(exchange.Terms(), Said.PlainText) : new Problem(StatusCodes.Status429TooManyRequests, AccessRefusals.TooManyGuesses);

    private IResult Catalogue(HttpContext context)
    {
        if (Takes.WhyNot(context) is { } wrong) return wrong;
        if (limits.WhyNotRead(context) is not null) return new Problem(StatusCodes.Status429TooManyRequests, AccessRefusals.TooManyGuesses);
        var running = desk.InForce;
        var address = known?.AbsoluteUri.TrimEnd('/') ?? $"{context.Request.Scheme}://{context.Request.Host}";
        return Results.Bytes(WritingCatalogue.Write(running.Structure, running.DayOf(desk.Now), origin, address + Messages), WritingCatalogue.ContentType);
    }

    private Task<IResult> AskAsync(HttpContext context, string matter) => ActAsync(context, Shapes.EvidenceForm, async (by, form, key) =>
    {
        if (IdOf(by, matter) is not { } id) return NoSuchMatter;
        if (by is not Actor.Officer officer) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.ForOfficers);
        return Done(await exchange.AskAsync(officer, id, new EvidenceWanted(form.Neighbour, form.Unit, form.Items, form.Basis, form.Key), key, context.RequestAborted), StatusCodes.Status201Created);
    });

    private async Task<IResult> UseAsync(HttpContext context, string matter, string dealing)
    {
        var (by, key, no) = Caller(context, Scope.Act, needsKey: true);
        if (no is not null) return no;
        if (IdOf(by!, matter) is not { } id) return NoSuchMatter;
        if (by is not Actor.Officer officer) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.ForOfficers);
        try
        {
            var (done, values, why) = await exchange.UseAsync(officer, id, dealing, key!, context.RequestAborted);
            return done is null ? Refused(why!) : Answers.Json(new EvidenceShown(DealingShown.Of(done.Dealing), [.. values!.Select(static one => new EvidenceValue(one.Item, one.Value))]), Shapes.EvidenceShown);
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }

    private Task<IResult> FileThereAsync(HttpContext context) => ActAsync(context, Shapes.FilingThereForm, async (by, form, key) =>
    {
        if (by is not Actor.Resident resident) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.ForResidents);
        var facts = new List<FiledFact>();
        foreach (var (fact, written) in form.Facts)
        {
            var isList = written.ValueKind == JsonValueKind.Array;
            List<string?> words = isList ? [.. written.EnumerateArray().Select(WordOf)] : [WordOf(written)];
            if (words.Contains(null)) return new Problem(StatusCodes.Status400BadRequest, HttpRefusals.BodyUnreadable, new Text($"{Excerpt.Of(fact, 80)} 的值只能是文字、数字、是否，或者它们的列表。", $"The value of {Excerpt.Of(fact, 80)} is a word, a number, yes or no, or a list of these."));
            facts.Add(new FiledFact(fact, [.. words.OfType<string>()], isList));
        }

        return Done(await exchange.FileThereAsync(resident, new MatterWanted(form.Neighbour, form.Type, form.Place, [.. form.Roles.Select(static one => new FiledRole(one.Key, one.Value))], facts, form.Said), key, context.RequestAborted), StatusCodes.Status201Created);
    });

    private Task<IResult> WordAsync(HttpContext context, string dealing) => ActAsync(context, Shapes.WordForm, async (by, form, key) => by is Actor.Resident resident
        ? Done(await exchange.SayAsync(resident, dealing, form.Settled, form.Step, form.Said, key, context.RequestAborted), StatusCodes.Status200OK)
        : new Problem(StatusCodes.Status403Forbidden, AccessRefusals.ForResidents));

    private async Task<IResult> ActAsync<T>(HttpContext context, JsonTypeInfo<T> type, Func<Actor, T, string, Task<IResult>> act)
        where T : class
    {
        var (by, key, no) = Caller(context, Scope.Act, needsKey: true);
        if (no is not null) return no;
        var (form, unreadable) = await Bodies.ReadFormAsync(context, MostBytes, type);
        if (form is null) return unreadable!;
        try
        {
            return await act(by!, form, key!);
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }

    /// <summary>What an officer is shown again after it was used is another look, and stands in the record before it leaves.</summary>
    private async Task<IResult> NoteAsync(HttpContext context, string dealing)
    {
        var (by, _, no) = Caller(context, Scope.Read, needsKey: false);
        if (no is not null) return no;
        try
        {
            if (by is Actor.Officer officer)
            {
                if (exchange.UsedIn(officer, dealing) is not { } matter) return Refused(ExchangeRefusals.NoSuchDealing);
                var answer = await looks.LookIntoAsync(officer, matter, context.RequestAborted);
                if (answer is LookAnswer.Refused refused) return LookAnswers.Problem(refused);
                if (answer is not LookAnswer.Committed) return Refused(ExchangeRefusals.NoSuchDealing);
            }

            return exchange.Note(by!, dealing) is { } note ? new Answers.Private(Results.Bytes(note, Said.PlainText)) : Refused(ExchangeRefusals.NoSuchDealing);
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }

    private IResult Read(HttpContext context, Func<Actor, IResult> answer)
    {
        var (by, _, no) = Caller(context, Scope.Read, needsKey: false);
        if (no is not null) return no;
        try
        {
            return answer(by!);
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }

    private IResult Resident(HttpContext context, Scope scope, Func<Actor.Resident, IResult> answer)
    {
        var (by, _, no) = Caller(context, scope, needsKey: false);
        if (no is not null) return no;
        if (by is not Actor.Resident resident) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.ForResidents);
        try
        {
            return answer(resident);
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }

    private async Task<IResult> ResidentAsync(HttpContext context, Scope scope, Func<Actor.Resident, Task<IResult>> answer)
    {
        var (by, _, no) = Caller(context, scope, needsKey: false);
        if (no is not null) return no;
        if (by is not Actor.Resident resident) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.ForResidents);
        try
        {
            return await answer(resident);
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }

    private (Actor? By, string? Key, IResult? No) Caller(HttpContext context, Scope scope, bool needsKey)
    {
        var (caller, status, denied) = entrance.Ask(context, scope);
        if (caller is null) return (null, null, new Problem(status, denied!));
        if (caller.Holder.Acts is not { } by) return (null, null, new Problem(StatusCodes.Status403Forbidden, AccessRefusals.NotForPrograms));
        if (!needsKey) return (by, null, null);
        var keys = context.Request.Headers[IdempotencyKey];
        if (keys.Count == 0) return (null, null, new Problem(StatusCodes.Status400BadRequest, HttpRefusals.KeyMissing));
        if (keys is not [{ Length: > 0 and <= LongestKey } key] || key.AsSpan().ContainsAnyExceptInRange('!', '~')) return (null, null, new Problem(StatusCodes.Status400BadRequest, HttpRefusals.KeyUnreadable));
        return (by, key, null);
    }

    /// <summary>Null where there is no such matter that they may see, whatever else they may not.</summary>
    private MatterId? IdOf(Actor by, string about) => MatterAddress.IdOf(desk, by, about) is { } id && desk.Questions.Find(by, id) is not null ? id : null;

    private static IResult Dealings(IReadOnlyList<Dealing> dealings) => Answers.Json(new DealingsShown([.. dealings.Select(DealingShown.Of)]), Shapes.DealingsShown);

    private static IResult Done((ExchangeDone? Done, Refusal? Why) answer, int status) => answer.Done is { } done ? Answers.Json(DealingShown.Of(done.Dealing), Shapes.DealingShown, status) : Refused(answer.Why!);

    private static Problem Refused(Refusal why) => new(StatusOf(why.Code), why);

    private static int StatusOf(string code) => code switch
    {
        _ when code == ExchangeRefusals.NoSuchDealing.Code || code == ProcessRefusals.NoSuchMatter.Code => StatusCodes.Status404NotFound,
        _ when code == ExchangeRefusals.UnknownKey.Code || code == ProcessRefusals.ConflictOfInterest.Code => StatusCodes.Status403Forbidden,
        _ when code == ExchangeRefusals.Malformed.Code || code == ExchangeRefusals.ChangedContent.Code => StatusCodes.Status400BadRequest,
        _ when code == ExchangeRefusals.NoSuchNeighbour.Code => StatusCodes.Status422UnprocessableEntity,
        _ when code == ExchangeRefusals.NotReached.Code || code == ExchangeRefusals.AnswerWrong.Code => StatusCodes.Status502BadGateway,
        _ => StatusCodes.Status409Conflict,
    };

    private static string? WordOf(JsonElement written) => written.ValueKind switch
    {
        JsonValueKind.String => written.GetString() is { Length: <= 10_000 } text ? text : null,
        JsonValueKind.Number => written.GetRawText(),
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        _ => null,
    };
}
