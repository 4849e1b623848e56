using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Trellis.Authority.Access;
using Trellis.Information.Looks;
using Trellis.Process;
using Trellis.Runtime;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Web.Authority;
using Trellis.Web.Process;

namespace Trellis.Web.Information;

/// <summary>
/// What people see and say about what is held of them, and officers about looks at their work. A resident gets what is theirs and nothing else; nobody asks here for anybody
/// but themselves.
/// </summary>
public sealed class OwnEndpoints(MattersDesk desk, LooksDesk looks, Entrance entrance, ServedLedger ledger)
{
    private const int MostBytes = 64 * 1024;

    private static readonly LooksHttpJson Shapes = LooksHttpJson.Default;

    public void Map(IEndpointRouteBuilder to)
    {
        ArgumentNullException.ThrowIfNull(to);
        Get<HeldPage>(to, "/api/v1/own/held", "held", new("本人的哪些信息存在这里、从哪里来、为了什么", "What is held of oneself, from where, for what"), (HttpContext context, string? after, string? limit) =>
            AsResident(context, by => Held(context, by, after, limit, withValues: false)), "after", "limit");
        Get<HeldPage>(to, "/api/v1/own/copy", "copy", new("本人信息的副本，供程序读取", "A copy of what is held of oneself, for programs to read"), (HttpContext context, string? after, string? limit) =>
            AsResident(context, by => Held(context, by, after, limit, withValues: true)), "after", "limit");
        Get<ToldLooksPage>(to, "/api/v1/own/looks", "own-looks", new("谁看过本人的信息、为了什么", "Who looked at what is held of oneself, and why"), (HttpContext context, string? after, string? limit) =>
            AsResident(context, by => Looks(context, after, limit, (before, most) => looks.Questions.At(by, before, most))), "after", "limit");
        to.MapGet("/api/v1/own/looks/receipts", (HttpContext context, string? after, string? limit) => AsResident(context, by => Receipts(context, by, after, limit))).WithName("own-look-receipts").WithTags("own").WithSummary("The same with the entries and their proofs, to be verified without this server")
            .WithDescription("同上，带条目和证明，可离线核验").Produces<string>(contentType: "text/plain").WithMetadata(new NeedsScope(Scope.Read), new Takes("after", "limit"));
        Get<ConsentsShown>(to, "/api/v1/own/consents", "own-consents", new("哪些用途要本人同意、本人说过什么", "Which purposes ask for consent, and what one said"), (HttpContext context) => AsResident(context, Consents));
        Get<System.Text.Json.JsonElement>(to, "/api/v1/agreements/{purpose}", "agreement", new("一个用途的告知书", "The agreement for a purpose"), (HttpContext context, string purpose) => Agreement(context, purpose));
        Get<RightsShown>(to, "/api/v1/own/rights", "own-rights", new("对自己的信息有哪些权利、办哪个事项", "Which rights one has over what is held, and by which matter"), (HttpContext context) => AsAnybody(context, _ => Rights()));
        to.MapPost("/api/v1/own/consents", (Delegate)(Func<HttpContext, Task<IResult>>)GiveAsync).WithName(GiveConsent.Name).WithTags("own").WithSummary("Agree to a purpose").WithDescription("同意一个用途").Accepts<ConsentForm>("application/json").Produces<SaidShown>().WithMetadata(new NeedsScope(Scope.Act));
        to.MapDelete("/api/v1/own/consents/{purpose}", (HttpContext context, string purpose) => WithdrawAsync(context, purpose)).WithName(WithdrawConsent.Name).WithTags("own").WithSummary("Take consent back").WithDescription("撤回同意").Produces<SaidShown>().WithMetadata(new NeedsScope(Scope.Act));
        to.MapPost("/api/v1/matters/{matter}/consents", (HttpContext context, string matter) => TakeAsync(context, new MatterId(matter))).WithName(GiveConsentFor.Name).WithTags("looks").WithSummary("Enter at a counter that the requester agreed to the purpose of their matter").WithDescription("窗口代录：申请人同意本事项的用途")
            .Accepts<ConsentForForm>("application/json").Produces<SaidShown>().WithMetadata(new NeedsScope(Scope.Act));
        to.MapPost("/api/v1/own/looks/{position}/question", (HttpContext context, string position) => QuestionAsync(context, position)).WithName("question-look").WithTags("own").WithSummary("Question a look: opens a matter").WithDescription("追问一次查看：立一个事项")
            .Accepts<QuestionForm>("application/json").Produces<QuestionShown>(StatusCodes.Status201Created).WithMetadata(new NeedsScope(Scope.Act));

        Get<ToldLooksPage>(to, "/api/v1/looked-at", "looked-at", new("别的单位谁看过本单位在办的事项", "Who of other units looked into the matters that one's unit works on"), (HttpContext context, string? after, string? limit) =>
            AsOfficer(context, by => Looks(context, after, limit, (before, most) => looks.Questions.OfWork(by, before, most))), "after", "limit");
        Get<ToldLooksPage>(to, "/api/v1/looks", "looks-of-mine", new("自己看过谁的信息", "What one looked at oneself"), (HttpContext context, string? after, string? limit) => AsOfficer(context, by =>
        {
            if (!TryPage(after, limit, out var before, out var most, out var wrong)) return wrong!;
            var page = looks.Questions.By(by, before, most);
            Answers.Link(context, page.Next);
            return Answers.Json(new ToldLooksPage([.. page.Rows.Select(one => ToldLookShown.Of(one, NameOf(one.Purpose)))], page.Next), Shapes.ToldLooksPage);
        }), "after", "limit");
        Get<InquiriesShown>(to, "/api/v1/inquiries", "inquiries", new("本单位申请的、等本岗位批准的先查后告知", "Inquiries of one's unit, and those that wait for one's post"), (HttpContext context) =>
            AsOfficer(context, Inquiries));
        to.MapPost("/api/v1/inquiries", (Delegate)(Func<HttpContext, Task<IResult>>)AskInquiryAsync).WithName(AskInquiry.Name).WithTags("looks").WithSummary("Ask for looks that are told later").WithDescription("申请先查后告知").Accepts<InquiryForm>("application/json").Produces<SaidShown>(StatusCodes.Status201Created).WithMetadata(new NeedsScope(Scope.Act));
        to.MapPost("/api/v1/inquiries/{number}/answer", (HttpContext context, string number) => AnswerInquiryAsync(context, number)).WithName(AnswerInquiry.Name).WithTags("looks").WithSummary("Allow or refuse an inquiry").WithDescription("批准或者不批准")
            .Accepts<InquiryAnswerForm>("application/json").Produces<SaidShown>().WithMetadata(new NeedsScope(Scope.Act));
        // For everybody, without a token: how often it is done is told to all.
        to.MapGet("/api/v1/inquiries/count", (Delegate)(Func<HttpContext, IResult>)(_ => Guarded(() =>
            Answers.Json(new InquiryCountsShown([.. looks.Questions.CountInquiries().Select(static one => new InquiryCountShown(one.Purpose, one.Year, one.Asked, one.Refused, one.Running, one.Told))]), Shapes.InquiryCountsShown)))).ExcludeFromDescription();
    }

    private static void Get<T>(IEndpointRouteBuilder to, string pattern, string name, Text summary, Delegate handler, params string[] takes) =>
        to.MapGet(pattern, handler).WithName(name).WithTags(pattern.Contains("/own/", StringComparison.Ordinal) ? "own" : "looks").WithSummary(summary.En).WithDescription(summary.Zh).Produces<T>().WithMetadata(new NeedsScope(Scope.Read), new Takes(takes));

    private IResult Held(HttpContext context, Actor.Resident by, string? after, string? limit, bool withValues)
    {
        if (!TryPage(after, limit, out var from, out var most, out var wrong)) return wrong!;
        var page = looks.Questions.Held(by.Person, from, most, withValues);
        Answers.Link(context, page.Next);
        return Answers.Json(new HeldPage([.. page.Rows.Select(HeldShown.Of)], page.Next), Shapes.HeldPage);
    }

    private IResult Looks(HttpContext context, string? after, string? limit, Func<long?, int, Page<ToldLook>> ask)
    {
        if (!TryPage(after, limit, out var before, out var most, out var wrong)) return wrong!;
        var page = ask(before, most);
        Answers.Link(context, page.Next);
        return Answers.Json(new ToldLooksPage([.. page.Rows.Select(one => ToldLookShown.Of(one, NameOf(one.Purpose)))], page.Next), Shapes.ToldLooksPage);
    }

    /// <summary>The entries of looks that are told whole, with their paths under one signed checkpoint. What is told in part only is not there: its entry would tell the rest.</summary>
    private IResult Receipts(HttpContext context, Actor.Resident by, string? after, string? limit)
    {
        if (!TryPage(after, limit, out var before, out var most, out var wrong)) return wrong!;
        var page = looks.Questions.At(by, before, limit is null ? LookQuestions.MostRows : most);
        Answers.Link(context, page.Next);
        return ledger.Receipts([.. page.Rows.Where(static one => one.Reason is not null || one.Neighbour is not null).Select(static one => one.Position).Order()]) is { } receipts
            ? new Answers.Private(Results.Bytes(receipts.Encode(), "text/plain; charset=utf-8", "looks.trellis-receipts"))
            : new Problem(StatusCodes.Status404NotFound, HttpRefusals.NotSignedYet);
    }

    private IResult Consents(Actor.Resident by)
    {
        var running = desk.InForce;
        var day = running.DayOf(desk.Now);
        var said = looks.Questions.Consents(by.Person);
        return Answers.Json(
            new ConsentsShown([.. running.Structure.Purposes.All.Where(one => one.ConsentRequired && one.HoldsOn(day)).Select(purpose => said.LastOrDefault(one => one.Purpose == purpose.Id) is { } last
                ? new ConsentShown(purpose.Id, purpose.Name.Zh, purpose.Name.En, looks.Agreement(purpose.Id)!.Digest, last.Standing.Given ? "given" : "withdrawn", last.Standing.Given ? last.Agreement : null, last.At, last.Position, looks.Questions.TakenBy(last)?.ToString())
                : new ConsentShown(purpose.Id, purpose.Name.Zh, purpose.Name.En, looks.Agreement(purpose.Id)!.Digest, null, null, null, null))]),
            Shapes.ConsentsShown);
    }

    private IResult Agreement(HttpContext context, string purpose) => AsAnybody(context, _ => looks.Agreement(purpose) is { } agreement
        ? new Answers.Private(Results.Bytes(agreement.Content.ToArray(), "application/json; charset=utf-8"))
        : new Problem(StatusCodes.Status404NotFound, LookRefusals.NoPurpose));

    private IResult Rights()
    {
        var day = desk.InForce.DayOf(desk.Now);
        return Answers.Json(new RightsShown([.. desk.InForce.Structure.Matters.All.Where(type => type.HoldsOn(day)).SelectMany(static type => type.Rights.Select(right => new RightShown(right, type.Id, type.Name.Zh, type.Name.En)))]), Shapes.RightsShown);
    }

    private Task<IResult> GiveAsync(HttpContext context) => WithFormAsync(context, Shapes.ConsentForm, ResidentOf, async (by, form) =>
        Said(await looks.SayAsync(by, new GiveConsent(form.Purpose, form.Agreement), context.RequestAborted)));

    private Task<IResult> WithdrawAsync(HttpContext context, string purpose) => AsResidentAsync(context, async by => Said(await looks.SayAsync(by, new WithdrawConsent(purpose), context.RequestAborted)));

    private Task<IResult> QuestionAsync(HttpContext context, string written) => WithFormAsync(context, Shapes.QuestionForm, ResidentOf, async (by, form) =>
    {
        if (!long.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var position) || looks.Questions.Find(by, position) is null) return new Problem(StatusCodes.Status404NotFound, LookRefusals.NoSuchLook);
        var day = desk.InForce.DayOf(desk.Now);
        if (QuestioningLooks.TypeOf(desk.InForce.Structure, day) is not { } type) return new Problem(StatusCodes.Status404NotFound, LookRefusals.NoSuchRight);
        var answer = await desk.DoAsync(QuestioningLooks.Order(type, by, position, form.Place is { } place ? new UnitId(place) : null, form.Said), context.RequestAborted);
        return answer switch
        {
            ActAnswer.Done { Matter: { } filed } => Answers.Json(new QuestionShown(filed.Id.Text, filed.Number), Shapes.QuestionShown, StatusCodes.Status201Created),
            ActAnswer.Refused refused => new Problem(RefusalStatus.Of(refused.Why), refused.Why),
            _ => new Problem(StatusCodes.Status422UnprocessableEntity, HttpRefusals.KeyUsedOtherwise),
        };
    });

    private Task<IResult> TakeAsync(HttpContext context, MatterId matter) => WithFormAsync(context, Shapes.ConsentForForm, static by => (by, AccessRefusals.ForOfficers), async (by, form) =>
        desk.Questions.Find(by, matter) is null ? new Problem(StatusCodes.Status404NotFound, ProcessRefusals.NoSuchMatter)
        : by is not Actor.Officer officer ? new Problem(StatusCodes.Status403Forbidden, AccessRefusals.ForOfficers)
        : Said(await looks.TakeConsentAsync(officer, new GiveConsentFor(matter, form.Agreement, form.How), context.RequestAborted)));

    private IResult Inquiries(Actor.Officer by)
    {
        var inquiries = looks.Questions.InquiriesOf(by);
        var reasons = new InquiryReasons(desk).For(by, inquiries);
        return Answers.Json(new InquiriesShown([.. inquiries.Select(one => InquiryShown.Of(one, reasons.GetValueOrDefault(one.Number)))]), Shapes.InquiriesShown);
    }

    private Task<IResult> AskInquiryAsync(HttpContext context) => WithFormAsync(context, Shapes.InquiryForm, OfficerOf, async (by, form) =>
    {
        if (RowId.Parse(form.Subject) is not { } subject) return new Problem(StatusCodes.Status400BadRequest, HttpRefusals.BodyUnreadable, new Text("subject 写成“登记/键”，如 person/r-1。", "subject is a row as register/key, such as person/r-1."));
        return Said(await looks.InquireAsync(by, new AskInquiry(subject, form.Purpose, new PersonalText(form.Reason)), context.RequestAborted), StatusCodes.Status201Created);
    });

    private Task<IResult> AnswerInquiryAsync(HttpContext context, string written) => WithFormAsync(context, Shapes.InquiryAnswerForm, OfficerOf, async (by, form) =>
    {
        if (!long.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return new Problem(StatusCodes.Status404NotFound, LookRefusals.NoSuchInquiry);
        return Said(await looks.InquireAsync(by, new AnswerInquiry(number, form.Until is { } until ? Trellis.Ledger.Entry.Moment(until) : null), context.RequestAborted));
    });

    private static IResult Said((Receipt? Done, Refusal? Why) answer, int status = StatusCodes.Status200OK) =>
        answer.Done is { } receipt ? Answers.Json(new SaidShown(receipt.First, receipt.At), Shapes.SaidShown, status) : new Problem(LookAnswers.StatusOf(answer.Why!), answer.Why!);

    private Text? NameOf(string? purpose) => purpose is null ? null : desk.InForce.Structure.Purposes.Of(purpose) is [var known, ..] ? known.Name : null;

    private static bool TryPage(string? after, string? limit, out long? from, out int most, out IResult? wrong)
    {
        (from, wrong) = (null, null);
        if (!QuestionsEndpoints.TryLimit(limit, out most)) wrong = new Problem(StatusCodes.Status400BadRequest, HttpRefusals.ParameterUnreadable, new Text("limit 是 1 到 200。", "limit is 1 to 200."));
        else if (after is not null)
        {
            if (long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var read)) from = read;
            else wrong = new Problem(StatusCodes.Status400BadRequest, HttpRefusals.ParameterUnreadable, new Text("after 写上一页给出的 next。", "after is the next of the page before."));
        }

        return wrong is null;
    }

    private IResult AsResident(HttpContext context, Func<Actor.Resident, IResult> answer) => AsAnybody(context, by => by is Actor.Resident resident ? answer(resident) : new Problem(StatusCodes.Status403Forbidden, AccessRefusals.ForResidents));

    private IResult AsOfficer(HttpContext context, Func<Actor.Officer, IResult> answer) => AsAnybody(context, by => by is Actor.Officer officer ? answer(officer) : new Problem(StatusCodes.Status403Forbidden, AccessRefusals.ForOfficers));

    private IResult AsAnybody(HttpContext context, Func<Actor, IResult> answer)
    {
        var (caller, status, denied) = entrance.Ask(context, Scope.Read);
        if (caller is null) return new Problem(status, denied!);
        return caller.Holder.Acts is { } by ? Guarded(() => answer(by)) : new Problem(StatusCodes.Status403Forbidden, AccessRefusals.NotForPrograms);
    }

    private static IResult Guarded(Func<IResult> answer)
    {
        try
        {
            return answer();
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }

    private Task<IResult> AsResidentAsync(HttpContext context, Func<Actor.Resident, Task<IResult>> act) => AsAnybodyAsync(context, by => by is Actor.Resident resident ? act(resident) : Task.FromResult<IResult>(new Problem(StatusCodes.Status403Forbidden, AccessRefusals.ForResidents)));

    /// <summary>A form is read before it is asked whose it may be: a request that cannot be read is told so, whoever sends it.</summary>
    private Task<IResult> WithFormAsync<TForm, TBy>(HttpContext context, JsonTypeInfo<TForm> type, Func<Actor, (TBy? By, Refusal Why)> whose, Func<TBy, TForm, Task<IResult>> act)
        where TForm : class
        where TBy : Actor => AsAnybodyAsync(context, async by =>
    {
        var (form, problem) = await Bodies.ReadFormAsync(context, MostBytes, type);
        if (form is null) return problem!;
        return whose(by) is ({ } named, _) ? await act(named, form) : new Problem(StatusCodes.Status403Forbidden, whose(by).Why);
    });

    private static (Actor.Resident? By, Refusal Why) ResidentOf(Actor by) => (by as Actor.Resident, AccessRefusals.ForResidents);

    private static (Actor.Officer? By, Refusal Why) OfficerOf(Actor by) => (by as Actor.Officer, AccessRefusals.ForOfficers);

    private async Task<IResult> AsAnybodyAsync(HttpContext context, Func<Actor, Task<IResult>> act)
    {
        var (caller, status, denied) = entrance.Ask(context, Scope.Act);
        if (caller is null) return new Problem(status, denied!);
        if (caller.Holder.Acts is not { } by) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.NotForPrograms);
        try
        {
            return await act(by);
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.NotStored);
        }
    }
}
