using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Trellis.Authority.Access;
using Trellis.Diagnosis.Hearing;
using Trellis.Information.Forms;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime;
using Trellis.Runtime.Assessment;
using Trellis.Runtime.Diagnosis;
using Trellis.Runtime.Information;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Structure.Calendars;
using Trellis.Web.Authority;
using Trellis.Web.Process;
using ReturnForm = Trellis.Information.Forms.ReturnForm;

namespace Trellis.Web.Information;

/// <summary>Forms that are owed, what becomes of them, what they cost, what levels say of figures, and what units answer to findings about them. For officers in their posts.</summary>
public sealed class FormsEndpoints(FormsDesk forms, MattersDesk desk, LooksDesk looks, FiguresDesk figures, FindingsDesk findings, Entrance entrance)
{
    private const int MostBytes = 256 * 1024;
    private const int UsualDays = 100;

    private static readonly FormsHttpJson Shapes = FormsHttpJson.Default;

    public void Map(IEndpointRouteBuilder to)
    {
        ArgumentNullException.ThrowIfNull(to);
        Get<OwedPage>(to, "/api/v1/forms/owed", "owed-forms", new("本岗位要填的表", "Forms that one's post owes"), (HttpContext context, string? days) =>
            Ask(context, by => TryDays(days, out var most) ? Answers.Json(new OwedPage([.. forms.Questions.Owed(by.Seat, most).Select(OwedShown.Of)]), Shapes.OwedPage) : QuestionsEndpoints.Wrong("days", "1-400")), "days");
        Get<OwedPage>(to, "/api/v1/forms/asked", "asked-forms", new("本单位要的表填得怎样", "How the forms stand that one's unit asks for"), (HttpContext context, string? days) =>
            Ask(context, by => TryDays(days, out var most) ? Answers.Json(new OwedPage([.. forms.Questions.AskedBy(by.Seat.Unit, most).Select(OwedShown.Of)]), Shapes.OwedPage) : QuestionsEndpoints.Wrong("days", "1-400")), "days");
        Get<BurdenPage>(to, "/api/v1/forms/burden", "burden", new("填表的负担：按表、要表单位或填报单位", "What forms cost: by form, by the unit that asks, or by the unit that fills in"), (HttpContext context, string? by) =>
            Ask(context, _ => by is null or "form" or "asker" or "unit" ? Answers.Json(new BurdenPage([.. forms.Questions.Burden(by ?? "form").Select(BurdenShown.Of)]), Shapes.BurdenPage) : QuestionsEndpoints.Wrong("by", "form, asker, unit")), "by");
        Get<FormShown>(to, "/api/v1/forms/{form}", "show-form", new("一张表：问什么、谁看、用来决定什么", "One form: what it asks, who reads it, what is decided with it"), (HttpContext context, string form, string? unit, string? occasion) =>
            Ask(context, by => forms.Questions.Show(form, unit is null ? by.Seat.Unit : new UnitId(unit), occasion) is { } seen ? Answers.Json(FormShown.Of(seen), Shapes.FormShown) : new Problem(StatusCodes.Status404NotFound, FormRefusals.NoSuchForm)), "unit", "occasion");
        to.MapGet("/api/v1/forms/{form}/filled", (HttpContext context, string form, string? unit, string? after, string? limit) => FillFormAsync(context, form, unit, after, limit)).WithName("fill-form").WithTags("forms").WithSummary("Rows of a form with what the base has of them already").WithDescription("一张表要填的各行，库里已有哪些").Produces<FilledPage>().WithMetadata(new NeedsScope(Scope.Read), new Takes("unit", "after", "limit"));
        to.MapGet("/api/v1/own/asks", (HttpContext context, string? type, string? place, string? roles) => OwnAsks(context, type, place, roles)).WithName("own-asks").WithTags("own").WithSummary("What a matter would ask of oneself, and what the base has of it already").WithDescription("办一件事要填什么，库里已有哪些").Produces<FilledPage>().WithMetadata(new NeedsScope(Scope.Read), new Takes("type", "place", "roles"));
        to.MapGet("/api/v1/matters/{matter}/filled", (HttpContext context, string matter) => FillMatter(context, matter)).WithName("filled").WithTags("questions").WithSummary("What of the asks of a matter the base has already").WithDescription("一个事项要填的，库里已有哪些").Produces<FilledPage>().WithMetadata(new NeedsScope(Scope.Read), new Takes());
        Get<JudgementsShown>(to, "/api/v1/figures/judgements", "figure-judgements", new("各级对一个数的说明", "What levels said of a figure"), (HttpContext context, string? indicator, string? unit, string? period) => Ask(context, _ =>
            indicator is null || unit is null || period is null ? QuestionsEndpoints.Wrong("indicator", "noise-first-answer")
            : Answers.Json(new JudgementsShown([.. forms.Questions.Judgements(indicator, new UnitId(unit), period).Select(static one => new JudgementShown(one.Position, one.Entries, one.Number, one.At, one.By, one.Said))]), Shapes.JudgementsShown)), "indicator", "unit", "period");

        to.MapGet("/api/v1/own/entitled", (HttpContext context) => Entitled(context)).WithName("entitled").WithTags("own").WithSummary("What one may be entitled to, by what the base holds of oneself").WithDescription("按库中本人的信息，可能可以享受什么").Produces<EntitledShown>().WithMetadata(new NeedsScope(Scope.Read), new Takes());

        Post<HandingInForm>(to, SubmitForm.Name, new("报送表单", "Submit a form"), Shapes.HandingInForm, (form, by) => Handing(form, by, static (form, unit, content) => new SubmitForm(form.Form, unit, form.Occasion, form.Section ?? "", content)));
        Post<CorrectingForm>(to, CorrectForm.Name, new("更正表单", "Correct a form"), Shapes.CorrectingForm, (form, by) => Handing(form, by, static (form, unit, content) => new CorrectForm(form.Form, unit, form.Occasion, form.Section ?? "", content, new PersonalText(((CorrectingForm)form).Reason))));
        Post<ReturningForm>(to, ReturnForm.Name, new("退回表单", "Return a form"), Shapes.ReturningForm, static (form, _) => (new ReturnForm(form.Form, new UnitId(form.Unit), form.Occasion, form.Section ?? "", new PersonalText(form.Reason)), null));
        Post<DelegatingForm>(to, DelegateSection.Name, new("转交一部分", "Give a section to another post"), Shapes.DelegatingForm, static (form, by) =>
            form.To is not null && PostAt.Parse(form.To) is null ? (null, new Problem(StatusCodes.Status400BadRequest, HttpRefusals.BodyUnreadable, new Text("to 写成 岗位@单位。", "to is post@unit."))) : (new DelegateSection(form.Form, by.Seat.Unit, form.Section ?? "", form.To is null ? null : PostAt.Parse(form.To)), null));
        Post<RenewingForm>(to, RenewForm.Name, new("续用表单", "Renew a form"), Shapes.RenewingForm, static (form, _) => (new RenewForm(form.Form, new PersonalText(form.Reason)), null));
        Map<AskedTwiceForm, ReportedShown>(to, ReportAskedTwice.Name, new("反映重复采集", "Say that a field is asked twice"), Shapes.AskedTwiceForm, async (form, by, key, cancellationToken) =>
        {
            var act = new ReportAskedTwice(form.Form, by.Seat.Unit, form.Item, form.Other, string.IsNullOrWhiteSpace(form.Said) ? null : new PersonalText(form.Said));
            var (answer, matter) = await forms.ReportAskedTwiceAsync(by, act, key, cancellationToken);
            return answer is ActAnswer.Done done ? Answers.Json(new ReportedShown(ReceiptShown.Of(done.Receipt), matter!.Value.Text), Shapes.ReportedShown) : Answer(answer);
        });
        Map<JudgingForm, ActShown>(to, JudgeFigure.Name, new("对数字作出说明", "Add a judgement to a figure"), Shapes.JudgingForm, async (form, by, key, cancellationToken) =>
            ReportingPeriod.Parse(form.Period) is not { } period
                ? new Problem(StatusCodes.Status400BadRequest, HttpRefusals.BodyUnreadable, new Text("period 写成 2026-03、2026-q1、2026-h1 或 2026。", "period is such as 2026-03, 2026-q1, 2026-h1 or 2026."))
                : Answer(await forms.JudgeAsync(by, figures, form.Indicator, new UnitId(form.Unit), period, new PersonalText(form.Said), key, cancellationToken)));
        Map<AnsweringForm, ActShown>(to, AnswerFinding.Name, new("答复说到本单位的一条发现", "Answer a finding about one's unit"), Shapes.AnsweringForm, async (form, by, key, cancellationToken) =>
            Answer(await findings.AnswerAsync(by, new AnswerFinding(form.Finding, new PersonalText(form.Said), form.Claims), key, cancellationToken)));
    }

    private static void Get<T>(IEndpointRouteBuilder to, string pattern, string name, Text summary, Delegate handler, params string[] takes) =>
        to.MapGet(pattern, handler).WithName(name).WithTags("forms").WithSummary(summary.En).WithDescription(summary.Zh).Produces<T>().WithMetadata(new NeedsScope(Scope.Read), new Takes(takes));

    private void Post<T>(IEndpointRouteBuilder to, string word, Text summary, JsonTypeInfo<T> shape, Func<T, Actor.Officer, (IAct? Act, Problem? Wrong)> make)
        where T : class =>
        Map<T, ActShown>(to, word, summary, shape, async (form, by, key, cancellationToken) => make(form, by) is { Act: { } act } ? Answer(await forms.DoAsync(new ActOrder { By = by, Act = act, Key = key }, cancellationToken)) : make(form, by).Wrong!);

    private void Map<T, TShown>(IEndpointRouteBuilder to, string word, Text summary, JsonTypeInfo<T> shape, Func<T, Actor.Officer, string, CancellationToken, Task<IResult>> act)
        where T : class =>
        to.MapPost($"/api/v1/forms/acts/{word}", (Delegate)(Func<HttpContext, Task<IResult>>)(context => DoAsync(context, shape, act))).WithName(word).WithTags("acts").WithSummary(summary.En).WithDescription(summary.Zh).Accepts<T>("application/json").Produces<TShown>().WithMetadata(new NeedsScope(Scope.Act));

    private async Task<IResult> DoAsync<T>(HttpContext context, JsonTypeInfo<T> shape, Func<T, Actor.Officer, string, CancellationToken, Task<IResult>> act)
        where T : class
    {
        var (caller, status, denied) = entrance.Ask(context, Scope.Act);
        if (caller is null) return new Problem(status, denied!);
        if (caller.Holder.Acts is not { } by) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.NotForPrograms);
        if (ActHeaders.WhyNot(context.Request, out var key, out var expected) is { } wrong) return wrong;
        // Forms have no revisions: what somebody holds is none of theirs (RFC 9110, 13.1.1).
        if (expected is not null) return new Problem(StatusCodes.Status412PreconditionFailed, HttpRefusals.Stale);
        var (form, unreadable) = await Bodies.ReadFormAsync(context, MostBytes, shape);
        if (form is null) return unreadable!;
        if (by is not Actor.Officer officer) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.ForOfficers);
        try
        {
            return await act(form, officer, key!, context.RequestAborted);
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }

    private (IAct? Act, Problem? Wrong) Handing<T>(T form, Actor.Officer by, Func<T, UnitId, FormContent, IAct> make)
        where T : HandingInForm
    {
        var unit = form.Unit is null ? by.Seat.Unit : new UnitId(form.Unit);
        var running = desk.InForce;
        var structure = running.At(unit, running.DayOf(desk.Now)).Structure;
        var (given, fault) = MattersEndpoints.Given(FormulaNames.OfOneRow(structure), form.Facts ?? new Dictionary<string, System.Text.Json.JsonElement>());
        if (fault is { } unreadable) return (null, new Problem(StatusCodes.Status422UnprocessableEntity, HttpRefusals.FactUnreadable, unreadable));
        if (((int?[])[form.Rows, form.Typed, form.Filled, form.Changed, form.Minutes]).Any(static one => one is < 0 or > 1_000_000)) return (null, new Problem(StatusCodes.Status400BadRequest, HttpRefusals.BodyUnreadable, new Text("件数和分钟数是 0 到 1000000。", "Counts and minutes are 0 to 1000000.")));
        var (entries, unfit) = Entries(form.Entries ?? []);
        if (unfit is not null) return (null, unfit);
        return (make(form, unit, new FormContent(given, [.. form.Unknown ?? []], form.Rows ?? 0, form.Filled ?? 0, form.Changed ?? 0, form.Typed ?? 0, form.Minutes) { Entries = entries }), null);
    }

    /// <summary>Rows as people and programs write them; the first that cannot be read is named by its number.</summary>
    private (FixedList<FilledRow> Entries, Problem? Unfit) Entries(IReadOnlyList<FilledRowForm> rows)
    {
        var typing = new Trellis.Information.Registers.TypingItems(desk.InForce.Structure, desk.InForce.DayOf(desk.Now));
        var entries = new List<FilledRow>();
        foreach (var row in rows)
        {
            var slash = row.Subject.Contains('/', StringComparison.Ordinal);
            if ((slash ? RowId.Parse(row.Subject) : new RowId(row.Subject, "")) is not { } subject) return ([], Row(Trellis.Information.InformationRefusals.KeyUnreadable));
            var items = new List<Trellis.Information.Registers.ItemGiven>();
            foreach (var (item, written) in row.Items)
            {
                List<string?> words = written.ValueKind == System.Text.Json.JsonValueKind.Array ? [.. written.EnumerateArray().Select(MattersEndpoints.WordOf)] : [MattersEndpoints.WordOf(written)];
                if (words.Contains(null)) return ([], Row(Trellis.Information.InformationRefusals.ValueUnfit.Naming($"{Excerpt.Of(item, 60)}。", $"{Excerpt.Of(item, 60)}.")));
                var value = typing.Read(subject.Register, item, [.. words.OfType<string>()], out var why);
                if (why is not null) return ([], Row(why));
                items.Add(new Trellis.Information.Registers.ItemGiven(item, value));
            }

            entries.Add(new FilledRow(subject, [.. items]) { Confirmed = [.. (row.Confirmed ?? new Dictionary<string, long>()).OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => new ConfirmedItem(one.Key, one.Value))] });
        }

        return ([.. entries], null);

        Problem Row(Refusal why) => new(StatusCodes.Status422UnprocessableEntity, SubmittingForms.RowRefused(entries.Count, why));
    }

    private IResult Ask(HttpContext context, Func<Actor.Officer, IResult> answer)
    {
        var (caller, status, denied) = entrance.Ask(context, Scope.Read);
        if (caller is null) return new Problem(status, denied!);
        if (caller.Holder.Acts is not { } by) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.NotForPrograms);
        if (by is not Actor.Officer officer) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.ForOfficers);
        try
        {
            return answer(officer);
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }

    /// <summary>Before filing: what is asked, and what is there. Values only of who asks, themselves.</summary>
    private IResult OwnAsks(HttpContext context, string? type, string? place, string? roles) => AsResident(context, by =>
    {
        if (type is null) return QuestionsEndpoints.Wrong("type", "residence-move");
        var bound = new List<BoundRole>();
        foreach (var one in roles?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            if (one.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var at) || RowId.Parse(one[(at + 1)..]) is not { } row) return QuestionsEndpoints.Wrong("roles", "home=place/s1");
            bound.Add(new BoundRole(one[..at], row));
        }

        // Who asks for themselves is the one who files.
        var own = new RowId("person", by.Person.Text);
        if (desk.InForce.Structure.Matters.Of(type) is [.., var found] && found.About is [{ Register.Id: "person", Name: var applicant }, ..] && !bound.Exists(role => role.Role == applicant)) bound.Add(new BoundRole(applicant, own));
        if (forms.Questions.FillFiling(by.Person, type, place is null ? null : new UnitId(place), bound) is not { } asks) return new Problem(StatusCodes.Status404NotFound, ProcessRefusals.NoSuchMatterType);
        return Answers.Json(new FilledPage(Shown(asks, looks.OwnBase(by, [.. asks.Where(one => one.Field.Subject == own).Select(static one => (one.Field.Subject, one.Field.Item))])), null), Shapes.FilledPage);
    });

    /// <summary>Without values: those are opened under a look at the matter's own address.</summary>
    private IResult FillMatter(HttpContext context, string matter)
    {
        var (caller, status, denied) = entrance.Ask(context, Scope.Read);
        if (caller is null) return new Problem(status, denied!);
        if (caller.Holder.Acts is not { } by) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.NotForPrograms);
        try
        {
            if (MatterAddress.IdOf(desk, by, matter) is not { } id || desk.Questions.Find(by, id) is null || forms.Questions.FillMatter(id) is not { } asks) return new Problem(StatusCodes.Status404NotFound, ProcessRefusals.NoSuchMatter);
            return Answers.Json(new FilledPage(Shown(asks, by is Actor.Resident resident ? looks.OwnBase(resident, id) ?? [] : []), null), Shapes.FilledPage);
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }

    private static IReadOnlyList<FilledShown> Shown(IReadOnlyList<(string Ask, FilledField Field)> asks, IReadOnlyList<KnownLine> known) => [.. asks.Select(one => FilledShown.Of(one.Ask, one.Field, ValueIn(known)))];

    private static Func<RowId, string, long, string?> ValueIn(IReadOnlyList<KnownLine> known) =>
        (row, item, position) => known.FirstOrDefault(one => one.Item == item && one.Source.Position == position && one.Subject == row)?.Value;

    private async Task<IResult> FillFormAsync(HttpContext context, string form, string? unit, string? after, string? limit)
    {
        var (caller, status, denied) = entrance.Ask(context, Scope.Read);
        if (caller is null) return new Problem(status, denied!);
        if (caller.Holder.Acts is not { } by) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.NotForPrograms);
        if (by is not Actor.Officer officer) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.ForOfficers);
        if (!QuestionsEndpoints.TryLimit(limit, out var most)) return QuestionsEndpoints.Wrong("limit", "1-200");
        if (after?.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_') == false) return QuestionsEndpoints.Wrong("after", "next");
        try
        {
            if (await forms.FillAsync(officer, looks, form, unit is null ? officer.Seat.Unit : new UnitId(unit), after ?? "", most, context.RequestAborted) is not { } filled) return new Problem(StatusCodes.Status404NotFound, FormRefusals.NoSuchForm);
            if (filled.Answer is LookAnswer.Refused refused) return LookAnswers.Problem(refused);
            Answers.Link(context, filled.Next);
            return Answers.Json(new FilledPage([.. filled.Fields.Select(one => FilledShown.Of(null, one, ValueIn(filled.Known)))], filled.Next), Shapes.FilledPage);
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }

    /// <summary>The person is told first, and nobody else is told.</summary>
    private IResult Entitled(HttpContext context) => AsResident(context, resident =>
        Answers.Json(new EntitledShown([.. forms.Questions.Entitled(resident.Person).Select(static type => new EntitledTo(type.Id, type.Name, [.. type.Guide.Basis.Select(static one => one.ToString())]))]), Shapes.EntitledShown));

    private IResult AsResident(HttpContext context, Func<Actor.Resident, IResult> answer)
    {
        var (caller, status, denied) = entrance.Ask(context, Scope.Read);
        if (caller is null) return new Problem(status, denied!);
        if (caller.Holder.Acts is not { } by) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.NotForPrograms);
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

    private static IResult Answer(ActAnswer answer) => answer switch
    {
        ActAnswer.Done done => Answers.Json(new ActShown(ReceiptShown.Of(done.Receipt), null), ProcessHttpJson.Default.ActShown),
        ActAnswer.Refused refused => new Problem(RefusalStatus.Of(refused.Why), refused.Why) { Figures = refused.Recorded is { } recorded ? [("recorded", recorded.First)] : [] },
        ActAnswer.KeyUsedOtherwise => new Problem(StatusCodes.Status422UnprocessableEntity, HttpRefusals.KeyUsedOtherwise),
        _ => throw new UnreachableException(),
    };

    private static bool TryDays(string? written, out int days)
    {
        days = UsualDays;
        return written is null || (int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out days) && days is >= 1 and <= 400);
    }
}
