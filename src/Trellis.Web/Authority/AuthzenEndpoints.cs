using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Trellis.Authority.Access;
using Trellis.Runtime;
using Trellis.Runtime.Authority;
using Trellis.Standards.Authzen;
using Trellis.Structure;

namespace Trellis.Web.Authority;

/// <summary>
/// The Authorization API 1.0 (OpenID AuthZEN): other programs ask who may decide what. Where the structure says <c>access: {authzen: open}</c> anybody may;
/// otherwise a token with the scope <c>ask</c> is needed. Each answer names what it was given under and goes into the log of decisions.
/// </summary>
/// <param name="now">How authority stands at this moment.</param>
/// <param name="entrance">Who asks.</param>
/// <param name="log">Where answers are kept.</param>
/// <param name="key">By which ids of personal records are hashed in the log.</param>
/// <param name="self">Our address, without a slash at its end; null for that of the request.</param>
public sealed class AuthzenEndpoints(Func<AuthorityNow> now, Entrance entrance, DecisionLog log, byte[] key, TimeProvider time, Uri? self)
{
    /// <summary>The most bytes of one request.</summary>
    public const int MostBytes = 1_000_000;

    /// <summary>So much of each name is kept in the log of decisions.</summary>
    private const int MostKept = 200;

    private const string RequestId = "X-Request-ID";

    private volatile Prepared? _prepared;

    public void Map(IEndpointRouteBuilder to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.MapPost("/access/v1/evaluation", context => AnswerAsync(context, Evaluate));
        to.MapPost("/access/v1/evaluations", context => AnswerAsync(context, EvaluateAll));
        to.MapPost("/access/v1/search/subject", context => AnswerAsync(context, (asked, body) => Search(AuthzenTarget.Subject, asked, body)));
        to.MapPost("/access/v1/search/resource", context => AnswerAsync(context, (asked, body) => Search(AuthzenTarget.Resource, asked, body)));
        to.MapPost("/access/v1/search/action", context => AnswerAsync(context, (asked, body) => Search(AuthzenTarget.Action, asked, body)));
        to.MapGet("/.well-known/authzen-configuration", context => ToldAsync(context, StatusCodes.Status200OK, WritingAuthzen.Configuration(SelfOf(context)), "max-age=3600"));
    }

    private string SelfOf(HttpContext context) => self?.ToString().TrimEnd('/') ?? $"{context.Request.Scheme}://{context.Request.Host}";

    private Reply Evaluate(Asked asked, byte[] body)
    {
        if (!ReadingAuthzen.TryReadQuestion(body, out var question, out var fault)) return Reply.Bad(fault);
        return new Reply(StatusCodes.Status200OK, WritingAuthzen.Decision(Decide(asked, question), asked.Ground));
    }

    private Reply EvaluateAll(Asked asked, byte[] body)
    {
        if (!ReadingAuthzen.TryReadBatch(body, out var batch, out var fault)) return Reply.Bad(fault);
        if (batch.Single) return new Reply(StatusCodes.Status200OK, WritingAuthzen.Decision(Decide(asked, batch.Items[0].Question!), asked.Ground));
        var answers = new List<(AuthzenDecision? Decision, string? Fault)>(batch.Items.Count);
        foreach (var item in batch.Items)
        {
            var decision = item.Question is { } question ? Decide(asked, question) : null;
            answers.Add((decision, item.Fault));
            var permitted = decision is { Permitted: true };
            if (permitted ? batch.Semantic == AuthzenSemantic.PermitOnFirstPermit : batch.Semantic == AuthzenSemantic.DenyOnFirstDeny) break;
        }

        return new Reply(StatusCodes.Status200OK, WritingAuthzen.Decisions(answers, asked.Ground));
    }

    private static Reply Search(AuthzenTarget target, Asked asked, byte[] body)
    {
        if (!ReadingAuthzen.TryReadSearch(target, body, out var search, out var fault)) return Reply.Bad(fault);
        var answers = asked.On(search.Day);
        var found = target switch
        {
            AuthzenTarget.Subject => answers.Subjects(search.Subject, search.Action!, search.Resource),
            AuthzenTarget.Resource => answers.Resources(search.Subject, search.Action!, search.Resource),
            _ => answers.Actions(search.Subject, search.Resource),
        };
        return new Reply(StatusCodes.Status200OK, WritingAuthzen.Found(search, found, asked.Ground));
    }

    private AuthzenDecision Decide(Asked asked, AuthzenQuestion question)
    {
        var decision = asked.On(question.Day).Decide(question);
        log.Add(new DecisionRow(
            time.GetUtcNow(), asked.Now.Version, asked.Now.LedgerSize, asked.By, Short(asked.Request), Short(question.Subject.Type), Short(question.Subject.Id!), Short(question.Action.Name), Short(question.Resource.Type),
            Kept(asked.Prepared.Names, question.Resource, asked.Now.Day), decision.Permitted, decision.Why?.Code ?? ""));
        return decision;
    }

    /// <summary>The id of a resource as it may be kept: matters and units by their ids, records whose key is personal, or that we do not know, by a keyed hash.</summary>
    private string Kept(AuthzenNames names, AuthzenEntity resource, DateOnly day)
    {
        if (resource.Type is "unit" or "matter") return Short(resource.Id!);
        if (names.Register(resource.Type) is { } register && !names.Structure.IsPersonal(register, day)) return Short(resource.Id!);
        return "hmac:" + Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{resource.Type}\n{resource.Id}")).AsSpan(0, 16));
    }

    /// <summary>Never cut in the middle of a sign: half a sign is no text, and no store takes it.</summary>
    private static string Short(string word) => word.Length <= MostKept ? word : word[..(char.IsHighSurrogate(word[MostKept - 1]) ? MostKept - 1 : MostKept)];

    private async Task AnswerAsync(HttpContext context, Func<Asked, byte[], Reply> answer)
    {
        var request = context.Request.Headers[RequestId].ToString();
        if (request.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            await SayAsync(context, StatusCodes.Status400BadRequest, "X-Request-ID holds something else than ASCII.");
            return;
        }

        if (request.Length > 0) context.Response.Headers[RequestId] = request;
        try
        {
            var standing = now();
            var by = "open";
            if (!standing.Mandates.Structure.AuthzenOpen)
            {
                var (caller, status, why) = entrance.Ask(context, Scope.Ask);
                if (caller is null)
                {
                    if (status == StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = "Bearer";
                    if (status == StatusCodes.Status429TooManyRequests) context.Response.Headers.RetryAfter = "3";
                    await SayAsync(context, status, why!.Says.En);
                    return;
                }

                by = caller.Ticket;
            }

            if (!Bodies.IsJson(context.Request))
            {
                await SayAsync(context, StatusCodes.Status400BadRequest, "The body is sent as application/json.");
                return;
            }

            var (body, fault) = await Bodies.ReadAsync(context, MostBytes);
            if (body is null)
            {
                await SayAsync(context, fault, $"A request has at most {MostBytes} bytes.");
                return;
            }

            var reply = answer(new Asked(Prepare(standing), standing, by, request), body);
            if (reply.Fault is { } wrong) await SayAsync(context, StatusCodes.Status400BadRequest, wrong);
            else await ToldAsync(context, reply.Status, reply.Body, "no-store");
        }
        catch (MachineFault)
        {
            context.Response.Headers.RetryAfter = "10";
            await SayAsync(context, StatusCodes.Status503ServiceUnavailable, "No answer can be given just now. Ask again in a moment.");
        }
    }

    private Prepared Prepare(AuthorityNow standing)
    {
        var prepared = _prepared;
        if (prepared is not null && prepared.Now.Mandates == standing.Mandates && prepared.Now.Standing == standing.Standing && prepared.Now.Day == standing.Day) return prepared;
        var names = prepared is not null && prepared.Now.Mandates == standing.Mandates ? prepared.Names : new AuthzenNames(standing.Mandates.Structure);
        return _prepared = new Prepared(standing, names, new AuthzenAnswers(names, standing.Mandates, standing.Standing, standing.Day));
    }

    private static async Task ToldAsync(HttpContext context, int status, byte[] body, string caching)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        context.Response.Headers.CacheControl = caching;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static async Task SayAsync(HttpContext context, int status, string sentence)
    {
        var body = Encoding.UTF8.GetBytes(sentence + "\n");
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = body.Length;
        context.Response.Headers[HeaderNames.CacheControl] = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private sealed record Prepared(AuthorityNow Now, AuthzenNames Names, AuthzenAnswers Answers);

    private sealed record Asked(Prepared Prepared, AuthorityNow Now, string By, string Request)
    {
        public AuthzenGround Ground => new(Now.Version, Now.LedgerSize);

        public AuthzenAnswers On(DateOnly? day) => day is { } other && other != Now.Day ? new AuthzenAnswers(Prepared.Names, Now.Mandates, Now.Standing, other) : Prepared.Answers;
    }

    private readonly record struct Reply(int Status, byte[] Body, string? Fault = null)
    {
        public static Reply Bad(string fault) => new(StatusCodes.Status400BadRequest, [], fault);
    }
}
