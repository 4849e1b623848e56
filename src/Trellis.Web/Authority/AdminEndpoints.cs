using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Trellis.Authority.Access;
using Trellis.Ledger;
using Trellis.Runtime;
using Trellis.Runtime.Authority;
using Trellis.Runtime.Database;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Web.Process;

namespace Trellis.Web.Authority;

/// <summary>For whom a token is to be: exactly one of resident, officer with post, program.</summary>
public sealed record TokenForm
{
    public string? Resident { get; init; }

    public string? Officer { get; init; }

    /// <summary>The post of the officer, as post@unit.</summary>
    public string? Post { get; init; }

    public string? Program { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public required DateTimeOffset Expires { get; init; }
}

/// <param name="Token">Shown this once; left out in lists.</param>
public sealed record TokenShown(string Id, string Holder, IReadOnlyList<string> Scopes, DateTimeOffset Issued, DateTimeOffset Expires, DateTimeOffset? Revoked, string? Token)
{
    internal static TokenShown Of(AccessToken token, string? secret = null) => new(
        token.Id,
        token.Holder switch { TokenHolder.Resident one => $"resident {one.Person}", TokenHolder.Officer one => $"officer {one.Person} {one.Seat}", TokenHolder.Program one => $"program {one.Id}", _ => "" },
        [.. token.Scopes.Select(Trellis.Authority.Access.Scopes.Word)], token.Issued, token.Expires, token.Revoked, secret);
}

public sealed record TokensShown(IReadOnlyList<TokenShown> Tokens);

public sealed record ErasureForm
{
    public required string Person { get; init; }

    /// <summary>Left out: for all purposes.</summary>
    public string? Purpose { get; init; }

    /// <summary>The article of law on which it is done, such as pipl/47; left out where it was decided in a matter.</summary>
    public string? Basis { get; init; }

    /// <summary>The number or id of the matter in which it was decided; left out where it was in none.</summary>
    public string? Matter { get; init; }
}

/// <param name="Held">What of the person stays though it was decided that it goes, and by what; left out where it was decided in no matter.</param>
/// <param name="RemainsOnServer">Whether encrypted rows may remain in the database server for a while.</param>
public sealed record ErasureShown(long Position, long Keys, long Values, long Attachments, long Drafts, bool RemainsOnServer, IReadOnlyList<HeldShown>? Held = null);

/// <param name="Purpose">For what it is held: a purpose, or <c>register/REGISTER</c>.</param>
/// <param name="Matter">The matter that still needs it.</param>
/// <param name="Until">The last day on which law holds it.</param>
/// <param name="Basis">The article.</param>
public sealed record HeldShown(string Purpose, string? Matter, DateOnly? Until, string? Basis);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(TokenForm))]
[JsonSerializable(typeof(TokenShown))]
[JsonSerializable(typeof(TokensShown))]
[JsonSerializable(typeof(ErasureForm))]
[JsonSerializable(typeof(ErasureShown))]
internal sealed partial class AdminHttpJson : JsonSerializerContext;

/// <summary>What whoever runs the server does through it, since it holds the record: tokens, erasures. Needs a token with the scope admin.</summary>
public sealed class AdminEndpoints(AccessDesk desk, RecordWriter writer, Entrance entrance, SessionDesk sessions, MattersDesk matters)
{
    private const int MostBytes = 64 * 1024;

    public void Map(IEndpointRouteBuilder to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.MapPost("/api/v1/tokens", (HttpContext context, CancellationToken cancellationToken) => IssueAsync(context, cancellationToken)).WithName("issue-token").WithTags("admin").WithSummary("Issue a token").WithDescription("发放访问令牌")
            .Accepts<TokenForm>("application/json").Produces<TokenShown>(StatusCodes.Status201Created).WithMetadata(new NeedsScope(Scope.Admin));
        to.MapGet("/api/v1/tokens", (HttpContext context, string? state) => List(context, state)).WithName("list-tokens").WithTags("admin").WithSummary("All tokens that were ever issued").WithDescription("发放过的访问令牌")
            .Produces<TokensShown>().WithMetadata(new NeedsScope(Scope.Admin), new Takes("state"));
        to.MapDelete("/api/v1/tokens/{token}", (HttpContext context, string token, CancellationToken cancellationToken) => RevokeAsync(context, token, cancellationToken)).WithName("revoke-token").WithTags("admin").WithSummary("Take a token back").WithDescription("收回访问令牌")
            .Produces<ReceiptShown>().WithMetadata(new NeedsScope(Scope.Admin));
        to.MapPost("/api/v1/erasures", (HttpContext context, CancellationToken cancellationToken) => EraseAsync(context, cancellationToken)).WithName("erase").WithTags("admin").WithSummary("Destroy what the record holds of a person").WithDescription("销毁记录中某人的个人值")
            .Accepts<ErasureForm>("application/json").Produces<ErasureShown>().WithMetadata(new NeedsScope(Scope.Admin));
    }

    private async Task<IResult> IssueAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (caller, status, denied) = entrance.Ask(context, Scope.Admin);
        if (caller is null) return new Problem(status, denied!);
        var (form, problem) = await Bodies.ReadFormAsync(context, MostBytes, AdminHttpJson.Default.TokenForm);
        if (form is null) return problem!;
        var scopes = new List<Scope>();
        foreach (var word in form.Scopes)
        {
            if (Scopes.Of(word) is not { } scope) return Wrong(new Text($"没有“{Excerpt.Of(word, 20)}”这种用途；可用：read、act、ask、export、admin。", $"There is no scope \"{Excerpt.Of(word, 20)}\"; there are read, act, ask, export, admin."));
            scopes.Add(scope);
        }

        if (HolderOf(form) is not { } holder) return Wrong(new Text("要写明给谁：resident，或者 officer 和 post，或者 program；编号由字母、数字和 ._/:@#+=- 组成。", "It names one: resident, or officer with post, or program; ids are letters, digits and ._/:@#+=-."));
        return await GuardedAsync(async () =>
        {
            var (issued, why) = await desk.IssueAsync(holder, scopes, form.Expires, ActorOf(caller), cancellationToken);
            return issued is null ? new Problem(StatusCodes.Status422UnprocessableEntity, why!) : Answers.Json(TokenShown.Of(issued.Token, issued.Secret), AdminHttpJson.Default.TokenShown, StatusCodes.Status201Created);
        });
    }

    private IResult List(HttpContext context, string? state)
    {
        var (caller, status, denied) = entrance.Ask(context, Scope.Admin);
        if (caller is null) return new Problem(status, denied!);
        if (state is not (null or "good")) return new Problem(StatusCodes.Status400BadRequest, HttpRefusals.ParameterUnreadable, new Text("state 只能是 good。", "state is good."));
        return Answers.Json(new TokensShown([.. (state is null ? desk.All : desk.Good).Select(static token => TokenShown.Of(token))]), AdminHttpJson.Default.TokensShown);
    }

    private async Task<IResult> RevokeAsync(HttpContext context, string token, CancellationToken cancellationToken)
    {
        var (caller, status, denied) = entrance.Ask(context, Scope.Admin);
        if (caller is null) return new Problem(status, denied!);
        if (token.Length != 16 || !token.All(char.IsAsciiHexDigitLower)) return new Problem(StatusCodes.Status404NotFound, AccessRefusals.NoSuchToken);
        return await GuardedAsync(async () =>
        {
            var (receipt, why) = await desk.RevokeAsync(token, ActorOf(caller), cancellationToken);
            return receipt is null
                ? new Problem(why == AccessRefusals.NoSuchToken ? StatusCodes.Status404NotFound : StatusCodes.Status409Conflict, why!)
                : Answers.Json(ReceiptShown.Of(receipt), ProcessHttpJson.Default.ReceiptShown);
        });
    }

    /// <summary>Erasures stand in the record under the post that ordered them; a program orders none.</summary>
    private async Task<IResult> EraseAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (caller, status, denied) = entrance.Ask(context, Scope.Admin);
        if (caller is null) return new Problem(status, denied!);
        if (ActorOf(caller) is not EntryActor.Officer officer) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.NotForPrograms);
        var (form, problem) = await Bodies.ReadFormAsync(context, MostBytes, AdminHttpJson.Default.ErasureForm);
        if (form is null) return problem!;
        if (form.Matter is { } matter) return await EraseInMatterAsync(caller, form, matter, cancellationToken);
        if (form.Basis is not { } basis) return Wrong(new Text("要写依据 basis，或者决定删除的事项 matter。", "It names a basis, or the matter in which it was decided."));
        if (!IsId(form.Person) || !IsId(basis) || (form.Purpose is { } purpose && !IsId(purpose))) return Wrong(new Text("编号由字母、数字和 ._/:@#+=- 组成。", "Ids are letters, digits and ._/:@#+=-."));
        if (RequestedErasures.IsOfTheRight(matters.InForce.Structure, matters.InForce.DayOf(matters.Now), basis)) return new Problem(StatusCodes.Status409Conflict, RecordRefusals.NeedsAMatter(basis));
        return await GuardedAsync(async () =>
        {
            var (done, why) = await writer.EraseAsync(form.Person, form.Purpose, officer, basis, cancellationToken);
            // By what they signed in is gone; so is what was open by it.
            if (done is not null && (form.Purpose is null or ReadingGround.SigningIn.Purpose)) await sessions.EndAsync(one => one.Person.Text == form.Person);
            return done is null
                ? new Problem(StatusCodes.Status409Conflict, why!)
                : Answers.Json(new ErasureShown(done.Receipt.First, done.Keys, done.Values, done.Attachments, done.Drafts, done.OnServer), AdminHttpJson.Default.ErasureShown);
        });
    }

    /// <summary>What was decided in a matter is carried out as the step that it is, by whoever the structure names.</summary>
    private Task<IResult> EraseInMatterAsync(Caller caller, ErasureForm form, string matter, CancellationToken cancellationToken)
    {
        if (!IsId(form.Person) || !IsId(matter) || form.Purpose is not null || form.Basis is not null)
            return Task.FromResult<IResult>(Wrong(new Text("写明事项 matter 时，依据和用途由决定给出，不另写。", "Where a matter is named, its decision says the basis and the purposes, and the body does not.")));
        return GuardedAsync(async () =>
        {
            var (done, why) = await new RequestedErasures(matters).CarryOutAsync((Actor.Officer)caller.Holder.Acts!, matter, form.Person, cancellationToken);
            return done is null
                ? new Problem(why!.Code.StartsWith("record.", StringComparison.Ordinal) ? StatusCodes.Status409Conflict : RefusalStatus.Of(why), why)
                : Answers.Json(new ErasureShown(done.Position, done.Keys, done.Values, done.Attachments, 0, writer.Place.Store is not SqliteStore, [.. done.Held.Select(static one => new HeldShown(one.Purpose, one.By?.Text, one.Until, one.Basis))]), AdminHttpJson.Default.ErasureShown);
        });
    }

    private static EntryActor ActorOf(Caller caller) => caller.Holder switch
    {
        TokenHolder.Officer officer => new EntryActor.Officer(officer.Seat.Post, officer.Seat.Unit.Text),
        TokenHolder.Program => new EntryActor.InRole("program"),
        _ => EntryActor.Requester,
    };

    private static TokenHolder? HolderOf(TokenForm form) => (form.Resident, form.Officer, form.Post, form.Program) switch
    {
        ({ } person, null, null, null) when IsId(person) => new TokenHolder.Resident(new ActorId(person)),
        (null, { } person, { } post, null) when IsId(person) && IsId(post) && PostAt.Parse(post) is { Post.Length: > 0 } seat => new TokenHolder.Officer(new ActorId(person), seat),
        (null, null, null, { } program) when IsId(program) => new TokenHolder.Program(program),
        _ => null,
    };

    internal static bool IsId(string written) => written.Length is > 0 and <= 200 && written.All(static letter => char.IsAsciiLetterOrDigit(letter) || "._/:@#+=-".Contains(letter, StringComparison.Ordinal));

    private static Problem Wrong(Text detail) => new(StatusCodes.Status400BadRequest, HttpRefusals.BodyUnreadable, detail);

    private static async Task<IResult> GuardedAsync(Func<Task<IResult>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception fault) when (fault is MachineFault or UnusableInput)
        {
            // The second where the folder of keys may not be written.
            return new Problem(StatusCodes.Status503ServiceUnavailable, (fault as MachineFault)?.Stands ?? HttpRefusals.NotStored);
        }
    }
}
