using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Trellis.Authority.Access;
using Trellis.Diagnosis.Records;
using Trellis.Diagnosis.Reports;
using Trellis.Information;
using Trellis.Information.Looks;
using Trellis.Information.Registers;
using Trellis.Process;
using Trellis.Runtime;
using Trellis.Runtime.Diagnosis;
using Trellis.Runtime.Information;
using Trellis.Runtime.Process;
using Trellis.Web.Authority;
using Trellis.Web.Process;

namespace Trellis.Web.Information;

/// <summary>
/// Registers over HTTP: acts on rows, and what is held of a row as of a day. Whoever reads says at what they work; the look is entered first, and what it does not cover is not in the answer.
/// </summary>
public sealed class RegistersEndpoints(MattersDesk desk, RegistersDesk registers, LooksDesk looks, Entrance entrance)
{
    private const int MostBytes = 256 * 1024;
    private const int UsualRows = 50;

    private static readonly RegistersHttpJson Shapes = RegistersHttpJson.Default;

    public void Map(IEndpointRouteBuilder to)
    {
        ArgumentNullException.ThrowIfNull(to);
        Post<EnterForm>(to, "/api/v1/registers/{register}/acts/enter-subject", EnterSubject.Name, new("录入一行", "Enter a row of a register"), (HttpContext context, string register) =>
            DoAsync(context, Shapes.EnterForm, (form, typing) => new EnterSubject(new RowId(register, form.Key ?? ""), typing.Items(register, form), SourceOf(form))));
        OnRow<ValuesForm>(to, RecordValues.Name, new("登记数值", "Record values of a row"), Shapes.ValuesForm, static (row, form, typing) => new RecordValues(row, typing.Items(row.Register, form), SourceOf(form)));
        OnRow<CorrectionForm>(to, CorrectValue.Name, new("提出更正", "Propose a correction"), Shapes.CorrectionForm, static (row, form, typing) => new CorrectValue(row, typing.Items(row.Register, form), SourceOf(form), ActReading.Text(form.Reason)));
        OnRow<SettleForm>(to, SettleValue.Name, new("裁定数值", "Settle which value holds"), Shapes.SettleForm, static (row, form, _) => new SettleValue(row, form.Item, form.Stands, ActReading.Text(form.Reason), [.. form.Basis]));
        OnRow<LinkForm>(to, LinkSubjects.Name, new("连接两行", "Link two rows that are the same"), Shapes.LinkForm, static (row, form, _) => new LinkSubjects(row, row with { Key = form.Other }, [.. form.Purposes], [.. form.Reasons], ActReading.Text(form.Said)));
        OnRow<TellApartForm>(to, TellApart.Name, new("确认不是同一个", "Say that two rows are not the same"), Shapes.TellApartForm, static (row, form, _) => new TellApart(row, row with { Key = form.Other }, ActReading.Text(form.Reason)));
        OnRow<UndoLinkForm>(to, UndoLink.Name, new("解除连接", "Undo a link"), Shapes.UndoLinkForm, static (row, form, _) => new UndoLink(row, row with { Key = form.Other }, ActReading.Text(form.Reason)));
        OnRow<EndForm>(to, EndSubject.Name, new("终止一行", "End a row"), Shapes.EndForm, static (row, form, _) => new EndSubject(row, form.Day, form.After));

        Get<RegistersShown>(to, "/api/v1/registers", "list-registers", new("登记簿和数据项", "Registers and their items"), (HttpContext context) => AsOfficerAsync(context, _ => Task.FromResult(Registers())));
        Get<SubjectShown>(to, "/api/v1/registers/{register}/{key}", "show-subject", new("一行在某一天的数值及来源；先登记查看", "A row as of a day, with whence its values come; the look is entered first"), (HttpContext context, string register, string key, string? at, string? items, string? day, string? known) =>
            AsOfficerAsync(context, by => ShowAsync(context, by, new RowId(register, key), at, items, day, known)), "at", "items", "day", "known");
        Get<SubjectHistoryShown>(to, "/api/v1/registers/{register}/{key}/history", "subject-history", new("一行的全部经过；先登记查看", "All that was ever said of a row; the look is entered first"), (HttpContext context, string register, string key, string? at, string? items) =>
            AsOfficerAsync(context, by => HistoryAsync(context, by, new RowId(register, key), at, items)), "at", "items");
        Get<DisagreementsPage>(to, "/api/v1/disagreements", "disagreements", new("各部门说法不一、等本单位裁定的数据项", "Items on which departments disagree, which one's unit is to settle"), (HttpContext context, string? item, string? after, string? limit) =>
            AsOfficerAsync(context, by => Task.FromResult(Disagreements(context, by, item, after, limit))), "item", "after", "limit");
        Get<DisputesShown>(to, "/api/v1/disagreements/findings", "disagreement-findings", new("各数据项有多少行说法不一、归谁裁定（TR2101）", "Of each item, on how many rows departments disagree and who is to settle them (TR2101)"), (HttpContext context) =>
            AsOfficerAsync(context, _ => Task.FromResult(Disputes())));
    }

    private void OnRow<TForm>(IEndpointRouteBuilder to, string word, Text summary, System.Text.Json.Serialization.Metadata.JsonTypeInfo<TForm> type, Func<RowId, TForm, TypedForm, IAct> make)
        where TForm : class =>
        Post<TForm>(to, "/api/v1/registers/{register}/{key}/acts/" + word, word, summary, (HttpContext context, string register, string key) => DoAsync(context, type, (form, typing) => make(new RowId(register, key), form, typing)));

    private static void Post<TForm>(IEndpointRouteBuilder to, string pattern, string word, Text summary, Delegate handler)
        where TForm : class =>
        to.MapPost(pattern, handler).WithName(word).WithTags("registers").WithSummary(summary.En).WithDescription(summary.Zh).Accepts<TForm>("application/json").Produces<RegisterActShown>().WithMetadata(new NeedsScope(Scope.Act), new Takes(), new NeedsKey());

    private static void Get<T>(IEndpointRouteBuilder to, string pattern, string name, Text summary, Delegate handler, params string[] takes) =>
        to.MapGet(pattern, handler).WithName(name).WithTags("registers").WithSummary(summary.En).WithDescription(summary.Zh).Produces<T>().WithMetadata(new NeedsScope(Scope.Read), new Takes(takes));

    private static SourceGiven SourceOf(ValuesForm form) => new((ValueSource)form.Source, form.Basis);

    private async Task<IResult> DoAsync<TForm>(HttpContext context, System.Text.Json.Serialization.Metadata.JsonTypeInfo<TForm> type, Func<TForm, TypedForm, IAct> make)
        where TForm : class
    {
        var (caller, status, denied) = entrance.Ask(context, Scope.Act);
        if (caller is null) return new Problem(status, denied!);
        if (caller.Holder.Acts is not { } by) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.NotForPrograms);
        if (ActHeaders.WhyNot(context.Request, out var key, out var expected) is { } unfit) return unfit;
        var (form, unreadable) = await Bodies.ReadFormAsync(context, MostBytes, type);
        if (form is null) return unreadable!;
        var running = desk.InForce;
        var typing = new TypedForm(new TypingItems(running.Structure, running.DayOf(desk.Now)));
        var act = make(form, typing);
        if (typing.Why is { } why) return new Problem(StatusOf(why), why);
        if (UnfitWord(act) is { } word) return new Problem(StatusCodes.Status400BadRequest, HttpRefusals.BodyUnreadable, word);
        try
        {
            return await registers.DoAsync(new ActOrder { By = by, Act = act, Key = key, IfRevision = expected }, context.RequestAborted) switch
            {
                ActAnswer.Done { Receipt: var receipt } => Answers.Json(new RegisterActShown(ReceiptShown.Of(receipt), registers.SubjectAt(receipt.First)?.ToString()), Shapes.RegisterActShown),
                ActAnswer.Refused refused => new Problem(StatusOf(refused.Why), refused.Why) { Figures = refused.Recorded is { } recorded ? [("recorded", recorded.First)] : [] },
                ActAnswer.Stale => new Problem(StatusCodes.Status412PreconditionFailed, HttpRefusals.Stale),
                _ => new Problem(StatusCodes.Status422UnprocessableEntity, HttpRefusals.KeyUsedOtherwise),
            };
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }

    private async Task<IResult> AsOfficerAsync(HttpContext context, Func<Actor.Officer, Task<IResult>> answer)
    {
        var (caller, status, denied) = entrance.Ask(context, Scope.Read);
        if (caller is null) return new Problem(status, denied!);
        if (caller.Holder.Acts is not { } by) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.NotForPrograms);
        if (by is not Actor.Officer officer) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.ForOfficers);
        try
        {
            return await answer(officer);
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }

    /// <summary>What is declared.</summary>
    private IResult Registers()
    {
        var running = desk.InForce;
        var (structure, day) = (running.Structure, running.DayOf(desk.Now));
        return Answers.Json(
            new RegistersShown([.. structure.Registers.All.Where(one => one.HoldsOn(day)).Select(one => new RegisterShown(
                one.Id, one.Name.Zh, one.Name.En, one.Owner?.Id,
                [.. structure.Items.All.Where(item => item.RegisterId == one.Id && item.HoldsOn(day)).Select(item => new ItemShown(item.Field, item.Name.Zh, item.Name.En, item.Type, Voices.OwnerOf(one, item), item.Computed is not null))]))]),
            Shapes.RegistersShown);
    }

    private async Task<IResult> ShowAsync(HttpContext context, Actor.Officer by, RowId row, string? at, string? items, string? day, string? known)
    {
        // Words of other addresses stand where keys do, and are none.
        if (row.Key is "imports" or "searches" or "proposals") return new Problem(StatusCodes.Status404NotFound, InformationRefusals.NoSuchSubject);
        var asOf = new AsOf(desk.InForce.DayOf(desk.Now));
        if (day is not null)
        {
            if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var asked)) return Wrong("day", "2026-05-04");
            asOf = asOf with { Day = asked };
        }

        if (known is not null)
        {
            if (!Moments.TryRead(known, out var moment)) return Wrong("known", Moments.Example);
            asOf = asOf with { Known = moment };
        }

        return await LookAsync(context, by, row, at, items, (subject, fields, purpose, look) =>
        {
            context.Response.Headers.ETag = Answers.ETag(subject.Revision);
            var held = registers.Questions.Values([row], fields, asOf, purpose);
            var opened = look.Open(registers.Questions, [.. held.Select(static one => (one.Subject, one.Claim))]);
            return Answers.Json(
                new SubjectShown(row.ToString(), asOf.Day, asOf.Known, purpose, look.Position, subject.Ending?.Day, [.. held.Where(one => opened.ContainsKey(one.Claim)).Select(one => Shown(one.Subject, one.Claim, opened[one.Claim], one.Stands, one.Disputed))], look.Withheld),
                Shapes.SubjectShown);
        });
    }

    private Task<IResult> HistoryAsync(HttpContext context, Actor.Officer by, RowId row, string? at, string? items) => LookAsync(context, by, row, at, items, (subject, fields, purpose, look) =>
    {
        (RowId, Claim Claim)[] claims = [.. subject.Claims.Where(claim => fields.Contains(claim.Item)).Select(claim => (row, claim))];
        var opened = look.Open(registers.Questions, claims);
        return Answers.Json(
            new SubjectHistoryShown(
                row.ToString(), purpose, look.Position, [.. claims.Where(one => opened.ContainsKey(one.Claim)).Select(one => Shown(row, one.Claim, opened[one.Claim], null, null))],
                [.. subject.Settlings.Where(one => fields.Contains(one.Item)).Select(static one => new SettledShown(one.Item, one.Stands, [.. one.Aside], one.Provenance.By?.Text, one.Provenance.At, one.Provenance.Position))],
                [.. registers.Questions.Links(row).Select(static one => new LinkShown(one.One.ToString(), one.Other.ToString(), one.IsApart, [.. one.Purposes], [.. one.Reasons], one.Linked.By?.Text, one.Linked.At, one.Linked.Position, one.Undone?.At))],
                look.Withheld),
            Shapes.SubjectHistoryShown);
    });

    /// <summary>Has the look entered, at the row and at those that are linked to it for the purpose at hand, and answers under it.</summary>
    private async Task<IResult> LookAsync(HttpContext context, Actor.Officer by, RowId row, string? at, string? items, Func<Subject, IReadOnlyCollection<string>, string, LooksEntered, IResult> answer)
    {
        if (at is null || LookReason.Parse(at) is not { } reason) return Wrong("at", "matter/m..., form/..., power/..., inquiry/...");
        if (!EnteringSubjects.MayBe(row) || registers.Questions.Find(row) is not { } subject) return new Problem(StatusCodes.Status404NotFound, InformationRefusals.NoSuchSubject);
        IReadOnlyCollection<string> fields = items is null ? [.. subject.Claims.Select(static claim => claim.Item).Distinct(StringComparer.Ordinal)] : items.Split(',');
        string[] ids = [.. fields.Select(field => $"{row.Register}.{field}")];
        var entered = new LooksEntered();
        switch (await looks.LookAtAsync(by, reason, [row], ids, context.RequestAborted))
        {
            case LookAnswer.Refused refused: return LookAnswers.Problem(refused);
            case LookAnswer.Committed { Look: var look }: entered.Add(look); break;
            default: return new Problem(StatusCodes.Status404NotFound, ProcessRefusals.NoSuchMatter);
        }

        var purpose = entered.Purpose;
        var linked = registers.Questions.LinkedFor(row, purpose);
        if (linked.Count > 0 && await looks.LookAtAsync(by, reason, linked, ids, context.RequestAborted) is LookAnswer.Committed { Look: var second }) entered.Add(second);
        return answer(subject, fields, purpose, entered);
    }

    private IResult Disagreements(HttpContext context, Actor.Officer by, string? item, string? after, string? limit)
    {
        var most = UsualRows;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > RegisterQuestions.MostRows)) return Wrong("limit", $"1-{RegisterQuestions.MostRows}");
        // A page goes item by item; the cursor names where it ended.
        var owned = registers.Questions.ItemsOwnedBy(by.Seat.Unit).Where(one => item is null || one == item).Order(StringComparer.Ordinal).ToList();
        var tilde = after?.IndexOf('~', StringComparison.Ordinal) ?? -1;
        if (after is not null && tilde < 0) return Wrong("after", "next");
        var rows = new List<DisagreementShown>();
        foreach (var one in owned)
        {
            if (tilde >= 0 && string.CompareOrdinal(one, after![..tilde]) < 0) continue;
            var from = tilde >= 0 && one == after![..tilde] ? after[(tilde + 1)..] : null;
            rows.AddRange(registers.Questions.Disagreements(one, from, most + 1 - rows.Count).Select(static found => new DisagreementShown(found.Item, found.Subject.ToString(), found.Since)));
            if (rows.Count > most) break;
        }

        var next = rows.Count > most ? $"{rows[most - 1].Item}~{rows[most - 1].Subject}" : null;
        Answers.Link(context, next);
        return Answers.Json(new DisagreementsPage(rows.Count > most ? rows[..most] : rows, next), Shapes.DisagreementsPage);
    }

    private IResult Disputes()
    {
        var found = DiagnosingRecords.DisputesNow(desk);
        return Answers.Json(
            new DisputesShown(found.Entries, [.. found.Disputes.Select(static one => new DisputeShown(ValuesInDispute.Code.Code, one.Register, one.Item, one.Name.Zh, one.Name.En, one.Owner, RecordFindings.Since(one), one.Rows, one.IsWithheld))]),
            Shapes.DisputesShown);
    }

    private static ClaimShown Shown(RowId row, Claim claim, IReadOnlyList<string>? value, bool? stands, bool? disputed) => new(
        claim.Item, row.ToString(), value, value is null, claim.Kind == ClaimKind.None, claim.From > DateOnly.MinValue ? claim.From : null, claim.To < DateOnly.MaxValue ? claim.To : null,
        claim.Provenance.Source.ToString().ToLowerInvariant(), claim.Provenance.Basis, claim.Provenance.By?.Text, claim.ByOwner, claim.Provenance.At, claim.Position, stands, disputed);

    /// <summary>What cannot stand in an entry; null where all can.</summary>
    private static Text? UnfitWord(IAct act)
    {
        IReadOnlyList<string> words = act switch
        {
            EnterSubject { Source.Basis: { } basis } => [basis],
            RecordValues { Source.Basis: { } basis } => [basis],
            CorrectValue { Source.Basis: { } basis } => [basis],
            SettleValue one => one.Basis,
            LinkSubjects one => [.. one.Reasons, .. one.Purposes],
            EndSubject one => [one.After],
            _ => [],
        };
        return words.FirstOrDefault(static word => !(word.Length is > 0 and <= 200 && word.All(static letter => char.IsAsciiLetterOrDigit(letter) || "._/:@#+=-".Contains(letter, StringComparison.Ordinal)))) is { } unfit
            ? new Text($"“{Excerpt.Of(unfit, 60)}”不是编号：编号由字母、数字和 ._/:@#+=- 组成。", $"\"{Excerpt.Of(unfit, 60)}\" is no id: ids are letters, digits and ._/:@#+=-.") : null;
    }

    /// <summary>404 what is not there, 403 whose it is not, 409 what the state does not allow, 422 what is wrong in what was said.</summary>
    private static int StatusOf(Refusal why) => why switch
    {
        _ when !why.Code.StartsWith("information.", StringComparison.Ordinal) => RefusalStatus.Of(why),
        _ when why == InformationRefusals.NoSuchSubject || why == InformationRefusals.NoSuchRegister => StatusCodes.Status404NotFound,
        _ when InformationRefusals.IsLackOfAuthority(why) => StatusCodes.Status403Forbidden,
        _ when why == InformationRefusals.EnteredAlready || why == InformationRefusals.Erased || why == InformationRefusals.Ended || why == InformationRefusals.EndedAlready || why == InformationRefusals.LinkedAlready || why == InformationRefusals.NotLinked || why == InformationRefusals.ToldApart
            || why == InformationRefusals.NothingToSettle || why == InformationRefusals.GroupTooLarge => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    private static Problem Wrong(string parameter, string like) => new(StatusCodes.Status400BadRequest, HttpRefusals.ParameterUnreadable, new Text($"{parameter} 应写作 {like}。", $"{parameter} is written {like}."));

    /// <summary>Reads values as the structure types them; the first thing that is wrong is kept.</summary>
    private sealed class TypedForm(TypingItems typing)
    {
        public Refusal? Why { get; private set; }

        public FixedList<ItemGiven> Items(string register, ValuesForm form)
        {
            var given = new List<ItemGiven>(form.Items.Count);
            foreach (var (item, written) in form.Items)
            {
                string?[] words = written.ValueKind switch
                {
                    JsonValueKind.Null => [],
                    JsonValueKind.Array => [.. written.EnumerateArray().Select(MattersEndpoints.WordOf)],
                    _ => [MattersEndpoints.WordOf(written)],
                };
                // What is no word at all is of no type either.
                var value = typing.Read(register, item, [.. words.Select(static word => word ?? "")], out var why);
                Why ??= why ?? (words.Contains(null) ? InformationRefusals.ValueUnfit.Naming($"见 {Excerpt.Of(item, 60)}。", $"See {Excerpt.Of(item, 60)}.") : null);
                if (Why is null) given.Add(new ItemGiven(item, value, form.From, form.To));
            }

            return [.. given];
        }
    }

    /// <summary>The looks of one answer: at the row, and at those that are linked to it.</summary>
    private sealed class LooksEntered
    {
        private readonly List<CommittedLook> _looks = [];

        public string Purpose => _looks[0].Purpose;

        public long Position => _looks[0].Receipt.First;

        public IReadOnlyList<WithheldShown> Withheld => [.. _looks.SelectMany(static one => one.Withheld).DistinctBy(static one => one.What).Select(static one => new WithheldShown(one.What, one.Why.Code, one.Why.Whole.Zh, one.Why.Whole.En))];

        public void Add(CommittedLook look) => _looks.Add(look);

        public Dictionary<Claim, IReadOnlyList<string>?> Open(RegisterQuestions questions, IReadOnlyCollection<(RowId Subject, Claim Claim)> claims)
        {
            var all = new Dictionary<Claim, IReadOnlyList<string>?>(ReferenceEqualityComparer.Instance);
            foreach (var look in _looks)
                foreach (var (claim, words) in questions.Open(look, claims)) all[claim] = words;
            return all;
        }
    }
}

/// <summary>An address of an act that stands in another list than those on matters, and bears a key like them.</summary>
internal sealed record NeedsKey;
