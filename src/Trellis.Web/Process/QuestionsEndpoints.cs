using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Trellis.Authority.Access;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Process.Pictures;
using Trellis.Process.Wire;
using Trellis.Runtime;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Standards;
using Trellis.Web.Authority;
using Trellis.Web.Information;

namespace Trellis.Web.Process;

/// <summary>What can be asked of matters over HTTP. Everybody gets what they may see; of anything else there is no trace in an answer.</summary>
public sealed class QuestionsEndpoints(MattersDesk desk, LooksDesk looks, Entrance entrance, RecordPlace place, Func<SignedCheckpoint?> checkpoint)
{
    private const int UsualRows = 50;

    private static readonly ProcessHttpJson Shapes = ProcessHttpJson.Default;

    public void Map(IEndpointRouteBuilder to)
    {
        ArgumentNullException.ThrowIfNull(to);
        Get<MatterPage>(to, "/api/v1/matters", "list-matters", new("事项清单：自己的，或者本单位参与的", "Matters: one's own, or those in which one's unit has a part"), (HttpContext context, string? state, string? type, string? place, string? holder, string? number, string? promisedBefore, string? order, string? after, string? limit) =>
            Ask(context, by => List(context, by, (state, type, place, holder, number, promisedBefore, order, after, limit))), "state", "type", "place", "holder", "number", "promisedBefore", "order", "after", "limit");
        Get<WaitingPage>(to, "/api/v1/inbox", "inbox", new("本岗位待办", "What waits for one's post"), (HttpContext context, string? after, string? limit) =>
            Ask(context, by => Points(context, by, after, limit, (officer, cursor, most) => desk.Questions.Inbox(officer, cursor, most))), "after", "limit");
        Get<WaitingPage>(to, "/api/v1/asked", "asked", new("别的单位在等本单位什么", "What others wait for from one's unit"), (HttpContext context, string? after, string? limit) =>
            Ask(context, by => Points(context, by, after, limit, (officer, cursor, most) => desk.Questions.AskedOf(officer, cursor, most))), "after", "limit");
        Get<MatterShown>(to, "/api/v1/matters/{matter}", "show-matter", new("一个事项，按编号或者受理号", "One matter, by its id or its number"), (HttpContext context, string matter) =>
            AskOneAsync(context, matter, look: true, (by, id) =>
            {
                if (desk.Questions.Find(by, id) is not var (found, revision)) return NoSuchMatter;
                var tag = Answers.ETag(revision);
                context.Response.Headers.ETag = tag;
                return Answers.IsHeld(context.Request, tag) ? new Answers.Private(Results.StatusCode(StatusCodes.Status304NotModified)) : Answers.Json(MatterShown.Of(found, revision), Shapes.MatterShown);
            }));
        Get<HistoryShown>(to, "/api/v1/matters/{matter}/history", "history", new("一个事项的经过", "All that happened in a matter"), (HttpContext context, string matter) =>
            AskOneAsync(context, matter, look: true, (by, id) => desk.Questions.History(by, id) is { } lines ? Answers.Json(new HistoryShown([.. lines.Select(Line)]), Shapes.HistoryShown) : NoSuchMatter));
        Get<ContentsShown>(to, "/api/v1/matters/{matter}/contents", "contents", new("一个事项中各人写的和填报的内容", "What people wrote and gave in a matter"), (HttpContext context, string matter) =>
            AskOneAsync(context, matter, look: true, (by, id) => ContentsAsync(context, by, id)));
        Get<PicturesShown>(to, "/api/v1/matters/{matter}/pictures", "pictures", new("一个事项有哪些图片", "Which pictures a matter has"), (HttpContext context, string matter) =>
            AskOneAsync(context, matter, look: true, (by, id) => desk.Questions.Pictures(by, id) is { } pictures ? Answers.Json(new PicturesShown([.. pictures.Select(PictureShown.Of)]), Shapes.PicturesShown) : NoSuchMatter));
        to.MapGet("/api/v1/matters/{matter}/pictures/{picture}", (HttpContext context, string matter, string picture) => AskOneAsync(context, matter, look: true, (by, id) => PictureAsync(context, by, id, picture)))
            .WithName("picture").WithTags("questions").WithSummary("A picture of a matter").WithDescription("一个事项的一张图片").Produces<byte[]>(contentType: "image/jpeg", additionalContentTypes: ["image/png", "image/webp"]).WithMetadata(new NeedsScope(Scope.Read));
        Get<KnownShown>(to, "/api/v1/matters/{matter}/known", "known", new("登记中已有的、这个事项要用的信息", "What the registers hold of what a matter asks for"), (HttpContext context, string matter) =>
            AskOneAsync(context, matter, look: true, (by, id) => KnownAsync(context, by, id)));
        Get<WaitsShown>(to, "/api/v1/matters/{matter}/waits", "waits", new("时间花在等谁", "For whom the age of a matter was waited"), (HttpContext context, string matter) =>
            AskOneAsync(context, matter, look: false, (by, id) => desk.Questions.Waits(by, id) is { } waits
                ? Answers.Json(new WaitsShown([.. waits.Select(static one => new WaitShown(one.Lane, one.On.ToString(), one.For, one.From, one.To))]), Shapes.WaitsShown) : NoSuchMatter));
        Get<LooksShown>(to, "/api/v1/matters/{matter}/looks", "looks", new("谁看过这个事项", "Who looked into a matter"), (HttpContext context, string matter) =>
            AskOneAsync(context, matter, look: false, (by, id) => desk.Questions.Looks(by, id) is { } looks
                ? Answers.Json(new LooksShown([.. looks.Select(static one => new LookShown(one.Day, one.Unit.Text, one.Position))]), Shapes.LooksShown) : NoSuchMatter));
        Get<HolderShown>(to, "/api/v1/matters/{matter}/holder", "holder", new("某一时刻由谁负责", "Who answered for a matter at a moment"), (HttpContext context, string matter, string? at) =>
            AskOneAsync(context, matter, look: false, (by, id) =>
            {
                if (!TryMoment(at, out var moment) || moment is not { } asked) return Wrong("at", Moments.Example);
                return desk.Questions.HolderAt(by, id, asked) is { } holder ? Answers.Json(new HolderShown(asked, holder.Text), Shapes.HolderShown) : NoSuchMatter;
            }), "at");
        Get<SeenShown>(to, "/api/v1/seen", "seen", new("自己某一天看过哪些事项", "Which matters one looked into on a day"), (HttpContext context, string? day) =>
            Ask(context, by =>
            {
                if (by is not Actor.Officer officer) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.ForOfficers);
                if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var asked)) return Wrong("day", "2026-05-04");
                return Answers.Json(new SeenShown(asked, [.. desk.Questions.SeenBy(officer.Person, asked).Select(static id => id.Text)]), Shapes.SeenShown);
            }), "day");
        Get<LentShown>(to, "/api/v1/powers/lent", "lent", new("依办理行为作出的授权，以及退回的职责", "Powers lent by acts, and duties that went back"), (HttpContext context) => Ask(context, by =>
        {
            if (by is not Actor.Officer) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.ForOfficers);
            var (today, standing) = (desk.InForce.DayOf(desk.Now), desk.Standing);
            var holders = desk.InForce.Mandates.On(today, standing);
            return Answers.Json(
                new LentShown(
                    [.. standing.LentByActs.Select(one => new LentPowerShown(
                        one.Id, one.Of.ToString(), one.Giver.ToString(), one.Receiver.ToString(), one.From, one.To == DateOnly.MaxValue ? null : one.To, [.. one.Basis.Select(static article => article.ToString())],
                        [.. holders.By(one).Select(static mandate => $"{mandate.Post}@{mandate.Unit.Id}")]))],
                    [.. desk.InForce.Mandates.Returned(today, standing).All.Select(static one => new ReturnedShown(one.Duty, one.Unit, one.Power, one.To, one.Day))]),
                Shapes.LentShown);
        }));
        Get<EmergenciesShown>(to, "/api/v1/emergencies", "emergencies", new("宣布过的应急状态", "Emergencies that were declared"), (HttpContext context) => Ask(context, _ =>
        {
            var running = desk.InForce;
            var today = running.DayOf(desk.Now);
            return Answers.Json(
                new EmergenciesShown([.. desk.Standing.Emergencies.Select(one => new EmergencyShown(
                    one.Emergency, one.From, one.To, one.At, one.HoldsOn(today), one.Reviewed, running.LastDay(running.Structure.Emergencies.Of(one.Emergency) is [{ Review: { } review }, ..] ? review : null, one.To)))]),
                Shapes.EmergenciesShown);
        }));
        Get<DraftsShown>(to, "/api/v1/drafts", "drafts", new("自己的草稿", "One's own drafts"), (HttpContext context) =>
            Ask(context, by => by is Actor.Resident resident
                ? Answers.Json(new DraftsShown([.. desk.Drafts(resident.Person).Select(Draft)]), Shapes.DraftsShown)
                : new Problem(StatusCodes.Status403Forbidden, AccessRefusals.ForResidents)));
        to.MapGet("/api/v1/matters/{matter}/receipts/{position}", (HttpContext context, string matter, string position) => AskOneAsync(context, matter, look: true, (by, id) => Receipt(by, id, position)))
            .WithName("receipt").WithTags("questions").WithSummary("The receipt of an entry of a matter, with the entry in it for whoever may read its contents").WithDescription("事项中一条记录的回执；可以阅读内容的人得到的回执含该条").Produces<string>(contentType: "text/plain").WithMetadata(new NeedsScope(Scope.Read));
    }

    private static Problem NoSuchMatter => new(StatusCodes.Status404NotFound, ProcessRefusals.NoSuchMatter);

    private static void Get<T>(IEndpointRouteBuilder to, string pattern, string name, Text summary, Delegate handler, params string[] takes) =>
        to.MapGet(pattern, handler).WithName(name).WithTags("questions").WithSummary(summary.En).WithDescription(summary.Zh).Produces<T>().WithMetadata(new NeedsScope(Scope.Read), new Takes(takes));

    /// <summary>For somebody who may read; what the store cannot tell just now is told as such.</summary>
    private IResult Ask(HttpContext context, Func<Actor, IResult> answer)
    {
        var (caller, status, denied) = entrance.Ask(context, Scope.Read);
        if (caller is null) return new Problem(status, denied!);
        if (caller.Holder.Acts is not { } by) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.NotForPrograms);
        try
        {
            return answer(by);
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }

    /// <param name="look">Whether what people gave is shown, so that an officer's look is entered: once a day.</param>
    private Task<IResult> AskOneAsync(HttpContext context, string about, bool look, Func<Actor, MatterId, IResult> answer) => AskOneAsync(context, about, look, (by, id) => Task.FromResult(answer(by, id)));

    /// <param name="look">As above.</param>
    private async Task<IResult> AskOneAsync(HttpContext context, string about, bool look, Func<Actor, MatterId, Task<IResult>> answer)
    {
        var (caller, status, denied) = entrance.Ask(context, Scope.Read);
        if (caller is null) return new Problem(status, denied!);
        if (caller.Holder.Acts is not { } by) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.NotForPrograms);
        try
        {
            if (MatterAddress.IdOf(desk, by, about) is not { } id) return NoSuchMatter;
            if (look && by is Actor.Officer)
            {
                switch (await desk.DoAsync(new ActOrder { By = by, Act = new LookAtMatter(id) }, context.RequestAborted))
                {
                    case ActAnswer.Done:
                        break;
                    case ActAnswer.Refused refused:
                        return new Problem(RefusalStatus.Of(refused.Why), refused.Why);
                    default:
                        return NoSuchMatter;
                }
            }

            return await answer(by, id);
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }

    /// <summary>Whoever filed it reads on; an officer's look is entered first, each time, because what is shown are values.</summary>
    private async Task<IResult> ContentsAsync(HttpContext context, Actor by, MatterId id)
    {
        if (by is Actor.Resident && desk.Questions.Find(by, id) is null) return NoSuchMatter;
        var (written, not) = await OpenAsync(context, by, id, resident => desk.Questions.Contents(resident, id), look => desk.Questions.Contents(looks, look));
        if (not is not null) return not;
        if (written is null && by is Actor.Resident) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.WordsNotTheirs);
        return written is null ? NoSuchMatter : Answers.Json(new ContentsShown([.. written.Select(WrittenShown.Of)]), Shapes.ContentsShown);
    }

    /// <summary>Whoever filed the matter sees it; an officer's look is entered first, each time. What is not there is told before anybody looks.</summary>
    private async Task<IResult> PictureAsync(HttpContext context, Actor by, MatterId id, string picture)
    {
        if (desk.Questions.Pictures(by, id) is not { } pictures) return NoSuchMatter;
        if (by is Actor.Resident && desk.Questions.Find(by, id) is var (found, _) && !SeeingMatters.MayRead(by, found)) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.WordsNotTheirs);
        if (pictures.FirstOrDefault(one => one.Id == picture) is not { Erased: false } line) return new Problem(StatusCodes.Status404NotFound, HttpRefusals.NoSuchPicture);
        var (content, not) = await OpenAsync(context, by, id, resident => desk.Questions.Picture(resident, id, picture), look => desk.Questions.Picture(look, picture));
        if (not is not null) return not;
        if (content is null) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.WordsNotTheirs);
        // It is shown as a picture and as nothing else, whatever somebody may have put into it.
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return new Answers.Private(Results.Bytes(content, CleaningPictures.MediaType(line.Kind)));
    }

    /// <summary>Opens something of a matter: for a resident as it is theirs, for an officer once their look is entered.</summary>
    private async Task<(T? Opened, IResult? Not)> OpenAsync<T>(HttpContext context, Actor by, MatterId id, Func<Actor.Resident, T?> theirs, Func<CommittedLook, T?> looked)
        where T : class
    {
        if (by is Actor.Resident resident) return (theirs(resident), null);
        if (by is not Actor.Officer officer) return (null, NoSuchMatter);
        return await looks.LookIntoAsync(officer, id, context.RequestAborted) switch
        {
            LookAnswer.Committed(var look) => (looked(look), null),
            LookAnswer.Refused refused => (null, LookAnswers.Problem(refused)),
            _ => (null, NoSuchMatter),
        };
    }

    /// <summary>For officers: a resident sees what is held of themselves at their own addresses, and nobody else's.</summary>
    private async Task<IResult> KnownAsync(HttpContext context, Actor by, MatterId id)
    {
        if (by is not Actor.Officer officer)
            return by is Actor.Resident resident && looks.OwnBase(resident, id) is { } own ? Answers.Json(new KnownShown([.. own.Select(KnownValueShown.Of)]), LooksHttpJson.Default.KnownShown) : NoSuchMatter;
        var (answer, known) = await looks.LookIntoBaseAsync(officer, id, context.RequestAborted);
        return answer switch
        {
            LookAnswer.Committed => Answers.Json(new KnownShown([.. known.Select(KnownValueShown.Of)]), LooksHttpJson.Default.KnownShown),
            LookAnswer.Refused refused => LookAnswers.Problem(refused),
            _ => NoSuchMatter,
        };
    }

    private IResult List(HttpContext context, Actor by, (string? State, string? Type, string? Place, string? Holder, string? Number, string? PromisedBefore, string? Order, string? After, string? Limit) asked)
    {
        MatterState? state = null;
        if (asked.State is { } word)
        {
            if (!Enum.TryParse<MatterState>(word, ignoreCase: true, out var named) || word.Any(static letter => !char.IsAsciiLetterLower(letter))) return Wrong("state", "open, paused, closed");
            state = named;
        }

        if (!TryMoment(asked.PromisedBefore, out var promised)) return Wrong("promisedBefore", Moments.Example);
        if (asked.Order is not (null or "newest" or "promise")) return Wrong("order", "newest, promise");
        if (!TryLimit(asked.Limit, out var limit)) return Wrong("limit", "1-200");
        var filter = new MatterFilter
        {
            State = state,
            Type = asked.Type,
            Place = asked.Place is { } place ? new UnitId(place) : null,
            Holder = asked.Holder is { } holder ? new UnitId(holder) : null,
            Number = asked.Number,
            PromisedBefore = promised,
            Closed = state == MatterState.Closed,
        };
        var order = asked.Order == "promise" ? MatterOrder.Promise : MatterOrder.Newest;
        if ((state is null && asked.Number is not null && by is Actor.Officer ? OpenThenClosed(by, filter, order, asked.After, limit) : desk.Questions.List(by, filter, order, asked.After, limit)) is not { } page) return Wrong("after", "next");
        Answers.Link(context, page.Next);
        return Answers.Json(new MatterPage([.. page.Rows.Select(MatterLineShown.Of)], page.Next), Shapes.MatterPage);
    }

    /// <summary>Whoever looks for a number does not know whether the matter is closed, and an office keeps two lists: first what is open, then what is closed.</summary>
    private Page<MatterLine>? OpenThenClosed(Actor by, MatterFilter filter, MatterOrder order, string? after, int limit)
    {
        const string Closed = "c~";
        IReadOnlyList<MatterLine> open = [];
        if (after?.StartsWith(Closed, StringComparison.Ordinal) != true)
        {
            if (desk.Questions.List(by, filter, order, after, limit) is not { } first) return null;
            if (first.Next is not null) return first;
            (open, after) = (first.Rows, null);
            if (open.Count == limit) return new Page<MatterLine>(open, Closed);
        }

        var from = after is [_, _, _, ..] ? after[Closed.Length..] : null;
        return desk.Questions.List(by, filter with { Closed = true }, order, from, limit - open.Count) is { } rest ? new Page<MatterLine>([.. open, .. rest.Rows], rest.Next is null ? null : Closed + rest.Next) : null;
    }

    private static IResult Points(HttpContext context, Actor by, string? after, string? asked, Func<Actor.Officer, string?, int, Page<WaitingPoint>?> find)
    {
        if (by is not Actor.Officer officer) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.ForOfficers);
        if (!TryLimit(asked, out var limit)) return Wrong("limit", "1-200");
        if (find(officer, after, limit) is not { } page) return Wrong("after", "next");
        Answers.Link(context, page.Next);
        return Answers.Json(new WaitingPage([.. page.Rows.Select(WaitingShown.Of)], page.Next), Shapes.WaitingPage);
    }

    /// <summary>The receipt of one entry of a matter, for those who may see the matter. Who may read what was written gets the entry itself with it: it names who filed.</summary>
    private IResult Receipt(Actor by, MatterId id, string written)
    {
        if (!long.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var position)) return Wrong("position", "17");
        if (desk.Questions.History(by, id) is not { } lines || !lines.Any(line => line.Position == position)) return NoSuchMatter;
        var mayRead = desk.Questions.Find(by, id) is var (found, _) && SeeingMatters.MayRead(by, found);
        using var ledger = new ServedLedger(place.Store, checkpoint);
        return ledger.Receipt(position, withEntry: mayRead) is { } receipt
            ? new Answers.Private(Results.Bytes(receipt.Encode(), "text/plain; charset=utf-8", string.Create(CultureInfo.InvariantCulture, $"receipt-{position}.tlog-proof")))
            : new Problem(StatusCodes.Status404NotFound, HttpRefusals.NotSignedYet);
    }

    private HappenedShown Line(HistoryLine line)
    {
        var running = desk.Versions.Of(line.Structure);
        var bytes = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(bytes)) EntryAsJson.Write(json, ProcessEvents.Write(line.Event).Fields, register => running.Structure.IsPersonal(register, running.DayOf(line.Entered)));
        var reader = new Utf8JsonReader(bytes.WrittenSpan);
        return new HappenedShown(line.Position, line.Entered, line.By, line.Event.Wire, line.Mandate, line.Structure, JsonElement.ParseValue(ref reader));
    }

    private static DraftShown Draft(KeptDraft one) => new(
        one.Id.ToString("x", CultureInfo.InvariantCulture), one.Type, one.Saved, one.KeptUntil, one.Said?.Written, one.Given.ToDictionary(static given => given.Fact, static given => given.Value.Text ?? given.Value.ToString(), StringComparer.Ordinal));

    private static bool TryMoment(string? written, out DateTimeOffset? moment)
    {
        moment = null;
        if (written is null) return true;
        if (!Moments.TryRead(written, out var read)) return false;
        moment = read;
        return true;
    }

    internal static bool TryLimit(string? written, out int limit)
    {
        limit = UsualRows;
        return written is null || (int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= MatterQuestions.MostRows);
    }

    internal static Problem Wrong(string parameter, string example) => new(StatusCodes.Status400BadRequest, HttpRefusals.ParameterUnreadable, new Text($"{parameter} 应当像这样：{example}。", $"{parameter} is such as {example}."));
}
