using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Trellis.Authority;
using Trellis.Authority.Access;
using Trellis.Information;
using Trellis.Information.Forms;
using Trellis.Information.Registers;
using Trellis.Process;
using Trellis.Process.Adoption;
using Trellis.Process.Matters;
using Trellis.Runtime;
using Trellis.Runtime.Information;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Files;
using Trellis.Web.Authority;

namespace Trellis.Web.Process;

/// <summary>
/// Running matters over HTTP: every act and question as JSON. An endpoint turns a request into an order to the desk, and the answer into HTTP; no rule is here.
/// </summary>
public sealed class MattersEndpoints(MattersDesk desk, Entrance entrance)
{
    /// <summary>Asks whether an act would be done now.</summary>
    public const string WouldIt = "would";

    // A type is one object of the structure that it was read with; they live as long as each other.
    private readonly ConditionalWeakTable<GovernanceStructure, ConcurrentDictionary<MatterType, FormulaNames>> _names = [];

    public void Map(IEndpointRouteBuilder to)
    {
        ArgumentNullException.ThrowIfNull(to);
        foreach (var address in ActAddresses.All)
        {
            if (address.Place == ActPlace.None) continue;
            var one = address;
            var mapped = one.Place == ActPlace.Own
                ? to.MapPost(one.Pattern, (Delegate)(Func<HttpContext, Task<IResult>>)(context => DoAsync(context, one, null)))
                : one.Place == ActPlace.Matter
                    ? to.MapPost(one.Pattern, (HttpContext context, string matter) => DoAsync(context, one, matter))
                    : to.MapPost(one.Pattern, (HttpContext context, string version) => DoAsync(context, one, version));
            // What the desk works out for itself, or keeps beside the record, is not tried beforehand.
            mapped.WithMetadata(one.Word is ProposeStructure.Name or PlanMove.Name or SaveDraft.Name or AddPicture.Name ? new Takes() : new Takes(WouldIt));
            mapped.WithName(one.Word).WithTags("acts").WithSummary(NameOf(one.Word).En).WithDescription(NameOf(one.Word).Zh)
                .Accepts(one.Form!.Type, "application/json").WithMetadata(new NeedsScope(Scope.Act));
            if (one.Word == SaveDraft.Name) mapped.Produces<DraftSaved>();
            else mapped.Produces<ActShown>(one.Word.StartsWith("file-", StringComparison.Ordinal) ? StatusCodes.Status201Created : StatusCodes.Status200OK);
        }

        to.MapDelete("/api/v1/drafts/{draft}", (HttpContext context, string draft) => DeleteDraftAsync(context, draft)).WithName("delete-draft").WithTags("drafts").WithSummary("Delete one's own draft").WithDescription("删除自己的草稿")
            .Produces(StatusCodes.Status204NoContent).WithMetadata(new NeedsScope(Scope.Act));
    }

    private static Text NameOf(string word) => word switch
    {
        TakeSeat.Name => new Text("到岗", "Take a seat"),
        LeaveSeat.Name => new Text("离岗", "Leave a seat"),
        LendPower.Name => new Text("授权", "Lend a power"),
        WithdrawPower.Name => new Text("收回授权", "Withdraw a power"),
        DeclareEmergency.Name => new Text("宣布应急状态", "Declare an emergency"),
        EndEmergency.Name => new Text("结束应急状态", "End an emergency"),
        ReviewEmergency.Name => new Text("应急复盘", "Review an emergency"),
        _ => ProcessActs.Find(word)!.Name,
    };

    private async Task<IResult> DoAsync(HttpContext context, ActAddress address, string? about)
    {
        var (caller, status, denied) = entrance.Ask(context, Scope.Act);
        if (caller is null) return new Problem(status, denied!);
        if (caller.Holder.Acts is not { } by) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.NotForPrograms);

        var would = context.Request.Query[WouldIt];
        if (would is not ([] or ["1"])) return new Problem(StatusCodes.Status400BadRequest, HttpRefusals.ParameterUnreadable, new Text("would 只能是 1。", "would is 1."));
        if (ActHeaders.WhyNot(context.Request, out var key, out var expected) is { } unfit) return unfit;
        if (!Bodies.IsJson(context.Request)) return new Problem(StatusCodes.Status415UnsupportedMediaType, HttpRefusals.NotJson);
        var (body, fault) = await Bodies.ReadAsync(context, address.MostBytes);
        if (body is null) return new Problem(fault, fault == StatusCodes.Status413PayloadTooLarge ? HttpRefusals.BodyTooLarge : HttpRefusals.BodyIncomplete);
        if (!address.TryRead(body, out var form, out var unreadable)) return new Problem(StatusCodes.Status400BadRequest, HttpRefusals.BodyUnreadable, unreadable);

        if (form is ProposeForm proposal) return await ProposeAsync(context, address, by, proposal, key);
        if (address.Word == PlanMove.Name) return await PlanMoveAsync(context, by, about!, key);
        MatterId? id = null;
        if (address.Place == ActPlace.Matter && (id = MatterAddress.IdOf(desk, by, about!)) is null) return new Problem(StatusCodes.Status404NotFound, ProcessRefusals.NoSuchMatter);
        if (form is PictureForm picture) return await AddPictureAsync(context, address, by, id!.Value, picture, key, expected);
        Text? wrongFact = null;
        var reading = new ActReading(by, id?.Text ?? about ?? "", facts =>
        {
            // What facts a matter may have is for those who may see it; to anybody else the desk says that there is none.
            var filed = id is { } named ? desk.Questions.Find(by, named)?.Matter : null;
            var (given, wrong) = Given(id is not null && filed is null ? null : NamesOf(filed, address.TypeOf(form!), form!.Happened), facts);
            wrongFact = wrong;
            return (given, wrong);
        })
        {
            RolesOfMatter = id is { } named ? desk.Questions.Find(by, named)?.Matter.Roles.ToDictionary(static role => role.Role, static role => role.Row.ToString(), StringComparer.Ordinal) : null,
        };
        var act = address.Make(form!, reading);
        if (wrongFact is { } unknown) return new Problem(StatusCodes.Status422UnprocessableEntity, HttpRefusals.FactUnreadable, unknown);
        if (reading.Fault is { } wrong) return new Problem(StatusCodes.Status400BadRequest, HttpRefusals.BodyUnreadable, wrong);

        try
        {
            if (act is SaveDraft draft) return await SaveAsync(context, address, by, draft, ((DraftForm)form!).Id, key);
            var order = new ActOrder { By = by, Act = act, Happened = form!.Happened, Key = key, IfRevision = expected };
            if (would.Count > 0) return Would(desk.Would(order));
            if (form is FilingForm { Corrected: { Count: > 0 } corrected } filing)
            {
                var (corrections, not) = Corrections(by, filing, corrected);
                if (not is not null) return not;
                order = order with { Corrections = corrections };
            }

            var answer = await desk.DoAsync(order, context.RequestAborted);
            return Answer(context, address, by, answer);
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }

    private async Task<IResult> AddPictureAsync(HttpContext context, ActAddress address, Actor by, MatterId matter, PictureForm form, string key, long? expected)
    {
        // Of a matter that is not theirs to see nobody is told more than that there is none.
        if (desk.Questions.Find(by, matter) is null) return new Problem(StatusCodes.Status404NotFound, ProcessRefusals.NoSuchMatter);
        var sent = new byte[form.Picture.Length / 4 * 3];
        if (!Convert.TryFromBase64String(form.Picture, sent, out var length))
            return new Problem(StatusCodes.Status400BadRequest, HttpRefusals.BodyUnreadable, new Text("picture 是 base64 编码的图片。", "picture is a picture in base64."));
        try
        {
            return Answer(context, address, by, await desk.AddPictureAsync(by, matter, sent.AsMemory(0, length), key, form.Happened, expected, context.RequestAborted));
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }

    /// <summary>What a resident says is wrong goes to the owner of the item, and nowhere else; the matter refers to the correction. They are entered together or not at all.</summary>
    private (FixedList<Correction> Corrections, IResult? Not) Corrections(Actor by, FilingForm filing, IReadOnlyDictionary<string, FilingCorrection> corrected)
    {
        var corrections = new List<Correction>();
        var typing = new TypingItems(desk.InForce.Structure, desk.InForce.DayOf(desk.Now));
        foreach (var (fact, correction) in corrected.OrderBy(static one => one.Key, StringComparer.Ordinal))
        {
            var dot = fact.IndexOf('.', StringComparison.Ordinal);
            if (filing.Facts?.ContainsKey(fact) == true || filing.Confirmed?.ContainsKey(fact) == true || dot <= 0 || fact.IndexOf('.', dot + 1) > 0 || filing.Roles?.GetValueOrDefault(fact[..dot]) is not { } named || RowId.Parse(named) is not { } row)
                return ([], new Problem(StatusCodes.Status400BadRequest, HttpRefusals.BodyUnreadable, new Text($"{Excerpt.Of(fact, 80)} 不能这样更正：写 角色.数据项，并且不再填写或者确认它。", $"{Excerpt.Of(fact, 80)} is not corrected so: name role.item, and neither give nor confirm it besides.")));
            if (row != new RowId("person", by.PersonOrNone?.Text ?? "")) return ([], new Problem(StatusCodes.Status403Forbidden, FormRefusals.NotTheirRow.Naming($"{Excerpt.Of(fact, 60)}。", $"{Excerpt.Of(fact, 60)}.")));
            List<string?> words = correction.Value.ValueKind == JsonValueKind.Array ? [.. correction.Value.EnumerateArray().Select(WordOf)] : [WordOf(correction.Value)];
            Refusal? unfit = null;
            var value = words.Contains(null) ? Value.Missing : typing.Read(row.Register, fact[(dot + 1)..], [.. words.OfType<string>()], out unfit);
            if (!value.IsKnown) return ([], new Problem(StatusCodes.Status422UnprocessableEntity, unfit ?? InformationRefusals.ValueUnfit));
            var act = new CorrectValue(row, [new ItemGiven(fact[(dot + 1)..], value, null, null)], new SourceGiven(ValueSource.Act), ActReading.Text(correction.Reason));
            corrections.Add(new Correction(fact, act));
        }

        return ([.. corrections], null);
    }

    /// <summary>A folder is proposed as the next version; plan, findings and whose duties grow are worked out by the desk.</summary>
    private async Task<IResult> ProposeAsync(HttpContext context, ActAddress address, Actor by, ProposeForm form, string key)
    {
        var files = new List<SourceFile>(form.Files.Count);
        foreach (var (path, content) in form.Files)
        {
            if (path.Length is 0 or > 200 || path.Split('/').Any(static part => part is "" or "." or "..") || path.Any(static letter => letter is < ' ' or '\\' or ':'))
                return new Problem(StatusCodes.Status400BadRequest, HttpRefusals.BodyUnreadable, new Text($"“{Excerpt.Of(path, 60)}”不是结构文件夹中的路径。", $"\"{Excerpt.Of(path, 60)}\" is no path inside the folder of a structure."));
            files.Add(new SourceFile(path, System.Text.Encoding.UTF8.GetBytes(content)));
        }

        try
        {
            return Answer(context, address, by, await desk.ProposeAsync(by, files, form.ObjectUntil, form.InForce, key, context.RequestAborted));
        }
        catch (UnusableInput fault)
        {
            return new Problem(StatusCodes.Status422UnprocessableEntity, HttpRefusals.StructureUnreadable, new Text($"{fault.Says.Zh}{fault.Advises.Zh}", $"{fault.Says.En} {fault.Advises.En}"));
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }

    private async Task<IResult> PlanMoveAsync(HttpContext context, Actor by, string version, string key)
    {
        try
        {
            var answers = await desk.PlanMoveAsync(by, version, key, context.RequestAborted);
            if (answers.OfType<ActAnswer.Refused>().FirstOrDefault() is { } refused) return Refused(refused);
            if (answers is not [ActAnswer.Done first, ..]) return new Problem(RefusalStatus.Of(ProcessRefusals.NothingToMove), ProcessRefusals.NothingToMove);
            return Answers.Json(new ActShown(new ReceiptShown(first.Receipt.First, answers.OfType<ActAnswer.Done>().Sum(static one => one.Receipt.Count), first.Receipt.At), null), ProcessHttpJson.Default.ActShown);
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy);
        }
    }

    /// <summary>Whether it would be done now; a question, and nothing is entered.</summary>
    private static IResult Would(ActAnswer? answer)
    {
        var why = answer switch
        {
            null => null,
            ActAnswer.Refused refused => refused.Why,
            ActAnswer.Stale => HttpRefusals.Stale,
            _ => ProcessRefusals.NoSuchMatter,
        };
        return Answers.Json(new MayShown(why is null, why?.Code, why?.Whole.Zh, why?.Whole.En), ProcessHttpJson.Default.MayShown);
    }

    private async Task<IResult> SaveAsync(HttpContext context, ActAddress address, Actor by, SaveDraft draft, string? replaces, string key)
    {
        if (by is not Actor.Resident) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.ForResidents);
        long? old = null;
        if (replaces is not null)
        {
            if (!long.TryParse(replaces, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)) return new Problem(StatusCodes.Status404NotFound, ProcessRefusals.NoSuchMatter);
            old = number;
        }

        var (id, instead) = await desk.SaveDraftAsync(draft, old, key);
        return id is { } kept ? Answers.Json(new DraftSaved(kept.ToString("x", CultureInfo.InvariantCulture)), ProcessHttpJson.Default.DraftSaved) : Answer(context, address, by, instead!);
    }

    private async Task<IResult> DeleteDraftAsync(HttpContext context, string draft)
    {
        var (caller, status, denied) = entrance.Ask(context, Scope.Act);
        if (caller is null) return new Problem(status, denied!);
        if (caller.Holder.Acts is not Actor.Resident resident) return new Problem(StatusCodes.Status403Forbidden, AccessRefusals.ForResidents);
        try
        {
            // Deleting what is not there, or is somebody else's, is done already.
            if (long.TryParse(draft, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id)) await desk.DeleteDraftAsync(resident.Person, id);
            return Results.NoContent();
        }
        catch (MachineFault)
        {
            return new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.NotStored);
        }
    }

    private IResult Answer(HttpContext context, ActAddress address, Actor by, ActAnswer answer)
    {
        switch (answer)
        {
            case ActAnswer.Done done:
                if (done.Matter is { } matter)
                {
                    context.Response.Headers.ETag = Answers.ETag(done.Revision);
                    if (address.Place == ActPlace.Own) context.Response.Headers.Location = "/api/v1/matters/" + matter.Id;
                }

                var shown = new ActShown(ReceiptShown.Of(done.Receipt), done.Matter is { } seen && desk.Questions.MaySee(by, seen) ? MatterShown.Of(seen, done.Revision) : null);
                return Answers.Json(shown, ProcessHttpJson.Default.ActShown, address.Place == ActPlace.Own && done.Matter is not null ? StatusCodes.Status201Created : StatusCodes.Status200OK);
            case ActAnswer.Refused refused:
                return Refused(refused);
            case ActAnswer.Stale stale:
                context.Response.Headers.ETag = Answers.ETag(stale.Revision);
                return new Problem(StatusCodes.Status412PreconditionFailed, HttpRefusals.Stale);
            case ActAnswer.KeyUsedOtherwise:
                return new Problem(StatusCodes.Status422UnprocessableEntity, HttpRefusals.KeyUsedOtherwise);
            case ActAnswer.Unknown:
                return new Problem(StatusCodes.Status404NotFound, ProcessRefusals.NoSuchMatter);
            default:
                throw new UnreachableException();
        }
    }

    private static Problem Refused(ActAnswer.Refused refused) => new(RefusalStatus.Of(refused.Why), refused.Why) { Figures = refused.Recorded is { } recorded ? [("recorded", recorded.First)] : [] };

    private FormulaNames? NamesOf(Matter? matter, string? type, DateTimeOffset? happened)
    {
        RunningStructure running = matter is null ? desk.InForce : desk.Versions.Of(matter.Version);
        var day = running.DayOf(matter?.Filed ?? happened ?? desk.Now);
        var structure = running.At(matter?.Place, day).Structure;
        return (matter?.Type ?? type) is { } named && structure.Matters.On(named, day) is { } found
            ? _names.GetOrCreateValue(structure).GetOrAdd(found, static (one, of) => FormulaNames.Of(of, one), structure)
            : null;
    }

    internal static (FixedList<GivenItem> Given, Text? Fault) Given(FormulaNames? names, IReadOnlyDictionary<string, JsonElement> facts)
    {
        // Of a type that is not there the act itself says so.
        if (names is null) return ([], null);
        var given = new List<GivenItem>();
        foreach (var (fact, written) in facts)
        {
            var isList = written.ValueKind == JsonValueKind.Array;
            var words = isList ? [.. written.EnumerateArray().Select(WordOf)] : new List<string?> { WordOf(written) };
            if (words.Contains(null)) return ([], new Text($"{Excerpt.Of(fact, 80)} 的值只能是文字、数字、是否，或者它们的列表。", $"The value of {Excerpt.Of(fact, 80)} is a word, a number, yes or no, or a list of these."));
            if (TypingFacts.Read(names, fact, words!, isList, out var fault) is not { } value) return ([], fault);
            given.Add(new GivenItem(fact, value));
        }

        return ([.. given], null);
    }

    /// <summary>A value as people write it; null for what is none.</summary>
    internal static string? WordOf(JsonElement written) => written.ValueKind switch
    {
        JsonValueKind.String => written.GetString() is { Length: <= 10_000 } text ? text : null,
        JsonValueKind.Number => written.GetRawText(),
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        _ => null,
    };
}

/// <summary>The scope that an address needs; a test walks all addresses by it.</summary>
internal sealed record NeedsScope(Scope Scope);
