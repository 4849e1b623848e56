using Microsoft.AspNetCore.Mvc;
using Trellis.Authority;
using Trellis.Process;
using Trellis.Process.Clocks;
using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Process.Pictures;
using Trellis.Runtime;
using Trellis.Runtime.Information;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Structure;
using Trellis.Web.Information;
using Trellis.Web.Shared;
using Trellis.Web.Structure;

namespace Trellis.Web.Process;

/// <summary>One part of a day in the life of a matter, as a page tells it.</summary>
/// <param name="State">done, now, or empty for what is still to come.</param>
public sealed record CourseLine(string State, string What, string Who, string When, string Beside)
{
    /// <summary>What was written with it; null where nothing was, or the reader is not shown it.</summary>
    public string? Said { get; init; }
}

/// <summary>How long a matter waited for whom.</summary>
public sealed record WaitedFor(string Whom, TimeSpan Length, double Share)
{
    /// <summary>The longest first.</summary>
    internal static IReadOnlyList<WaitedFor> Of(IReadOnlyList<WaitBooked> waits, Func<Bearer, string> name)
    {
        var all = waits.Sum(static wait => wait.Length.TotalMinutes);
        return [.. waits.GroupBy(static wait => wait.On).Select(group => (group.Key, Length: TimeSpan.FromMinutes(group.Sum(static wait => wait.Length.TotalMinutes)))).OrderByDescending(static one => one.Length).Select(one => new WaitedFor(name(one.Key), one.Length, all == 0 ? 0 : one.Length.TotalMinutes / all))];
    }
}

/// <summary>Something that a matter asks for, as far as it is known without opening anything: whether there is an answer, whose, and since when.</summary>
/// <param name="Source">Empty where there is none.</param>
public sealed record AskOfMatter(string Name, bool Answered, string Source);

/// <summary>A matter with everything in one view: who holds it, both clocks, its course, for whom it waited, who looked.</summary>
public sealed class OneMatterPage : SitePage
{
    /// <summary>Under which the matter runs.</summary>
    private RunningStructure? _pinned;
    private FormulaNames? _names;

    public override Text Heading => Type?.Name ?? new(Matter!.Type, Matter.Type);

    public override string Way => "/matters";

    public Matter? Matter { get; private set; }

    public MatterType? Type { get; private set; }

    public DateTimeOffset Now { get; private set; }

    public DateTimeOffset? Promised { get; private set; }

    public bool IsLate => MatterCourse.IsLate(Matter!, Promised, Now);

    /// <summary>Since when it stands still, why, and for whom; null where it does not.</summary>
    public string? Paused { get; private set; }

    public IReadOnlyList<CourseLine> Course { get; private set; } = [];

    /// <summary>Its steps as a picture; null where the structure under which it runs has no such type any more.</summary>
    public MatterOnItsFlow? Steps { get; private set; }

    public IReadOnlyList<WaitedFor> Waited { get; private set; } = [];

    /// <summary>What people wrote and gave; null where it is not shown.</summary>
    public IReadOnlyList<WrittenLine>? Written { get; private set; }

    /// <summary>What it asks for, for an officer: no value stands here, so nothing is opened for it.</summary>
    public IReadOnlyList<AskOfMatter> AskedFor { get; private set; } = [];

    /// <summary>Whether the reader may have it shown.</summary>
    public bool MayOpen { get; private set; }

    public Text? WhyNotOpened { get; private set; }

    /// <summary>The pictures, each with the address at which it is seen; null for one that is not shown.</summary>
    public IReadOnlyList<(PictureLine Picture, string? Address)> Pictures { get; private set; } = [];

    public IReadOnlyList<LookLine> Looks { get; private set; } = [];

    /// <summary>What the reader may do here, with where it is done.</summary>
    public IReadOnlyList<(OfferedAct Act, string What, string Address)> Offers { get; private set; } = [];

    /// <summary>Where an act of the reader just now stands in the record; null where there was none.</summary>
    public long? JustDone { get; private set; }

    /// <summary>Whether something was kept for later just now.</summary>
    public bool JustKept { get; private set; }

    /// <summary>What the reader began in this matter and has not entered.</summary>
    public IReadOnlyList<KeptDraft> Drafts { get; private set; } = [];

    public TimeSpan Age => (Matter!.State == MatterState.Closed ? Matter.LastClosure!.At : Now) - Matter.Filed;

    public string State => Matter!.State switch
    {
        MatterState.Closed => ClosureWords.Of(this, Matter.LastClosure!.Kind),
        MatterState.Paused => Say("暂停中", "paused"),
        _ => Say("在办", "under way"),
    };

    /// <summary>What was decided to be erased in it; null for nothing.</summary>
    public ErasureShownInWords? Erasure { get; private set; }

    public async Task<IActionResult> OnGetAsync(string id, long? done, string? open, string? kept)
    {
        if (Reader is not { } signedIn || Site.Desk is not { } desk) return LocalRedirect($"/sign-in?back={Uri.EscapeDataString(Request.Path + Request.QueryString)}");
        if (MatterAddress.Seen(desk, signedIn, id) is not var (reader, matter)) return new NotFoundResult();
        if (reader is Actor.Officer && await desk.DoAsync(new ActOrder { By = reader, Act = new LookAtMatter(matter) }, HttpContext.RequestAborted) is not ActAnswer.Done) return new NotFoundResult();
        if (desk.Questions.Find(reader, matter) is not var (found, _)) return new NotFoundResult();
        Matter = found;
        Now = Site.Time.GetUtcNow();
        var pinned = _pinned = desk.Versions.Of(found.Version);
        Type = pinned.Structure.Matters.On(found.Type, pinned.DayOf(found.Filed));
        var (placed, day) = (pinned.At(found.Place, pinned.DayOf(found.Filed)), pinned.DayOf(found.Moved ?? found.Filed));
        Steps = placed.Flows.Of(found.Type, day) is { } flow ? new MatterOnItsFlow(this, found, placed, flow, day) : null;
        Promised = MatterCourse.PromiseOf(found, InForce.At(found.Place, Site.Today).Times);
        Paused = new MatterCourse(this, found, Type).Paused();
        Waited = WaitedFor.Of(desk.Questions.Waits(reader, matter) ?? [], Whom);
        if (Type is { } kind && kind.Steps.Any(static step => step.ErasesRequester)) Erasure = ErasureShownInWords.Of(this, found);
        Looks = desk.Questions.Looks(reader, matter) ?? [];
        JustDone = done;
        if (signedIn.PersonOrNone is { } writer) Drafts = [.. desk.Drafts(writer).Where(draft => StepDrafts.NumberOf(draft) == found.Number)];
        JustKept = kept == "yes" && Drafts.Count > 0;
        Offers = [.. OffersTo(desk, reader, found)];
        var pictures = desk.Questions.Pictures(reader, matter) ?? [];
        Pictures = [.. pictures.Select(static one => (one, (string?)null))];
        switch (reader)
        {
            case Actor.Resident resident:
                Written = desk.Questions.Contents(resident, matter);
                var mayRead = SeeingMatters.MayRead(reader, found);
                Pictures = [.. pictures.Select(one => (one, one.Erased || !mayRead ? null
                    // Their session is that of a post, to which the picture by itself is not given.
                    : signedIn is Actor.Officer ? desk.Questions.Picture(resident, matter, one.Id) is { } shown ? $"data:{CleaningPictures.MediaType(one.Kind)};base64,{Convert.ToBase64String(shown)}" : null
                    : $"/api/v1/matters/{found.Id}/pictures/{one.Id}"))];
                break;
            // An officer reads what people wrote when they ask for it, and their look is entered first.
            case Actor.Officer officer when open == "yes" && Site.Looks is { } looks:
                var answer = await looks.LookIntoAsync(officer, matter, HttpContext.RequestAborted);
                if (answer is LookAnswer.Committed(var look))
                {
                    Written = desk.Questions.Contents(looks, look);
                    // Within the page, since fetching each would be another look.
                    Pictures = [.. pictures.Select(one => (one, one.Erased || desk.Questions.Picture(look, one.Id) is not { } content ? null : $"data:{CleaningPictures.MediaType(one.Kind)};base64,{Convert.ToBase64String(content)}"))];
                }
                else if (answer is LookAnswer.Refused refused) WhyNotOpened = InWords(refused.Why);
                break;
        }

        var history = desk.Questions.History(reader, matter) ?? [];
        if (reader is Actor.Officer && Type is { } asking) AskedFor = [.. AsksOf(asking, placed.Structure, history)];
        // Behind what was opened: beside each part of the course stands what was written with it, as far as it is shown at all.
        Course = [.. CourseOf(found, history)];
        MayOpen = reader is Actor.Officer && Written is null && WhyNotOpened is null && SeeingMatters.MayRead(reader, found);
        return Page();
    }

    /// <summary>The duty that matters of the kind are for, and those that single steps of it are done by.</summary>
    public IReadOnlyList<Duty> Duties => Type is not { } type ? [] : [.. type.Steps.Select(static step => step.Duty?.Id).OfType<string>().Prepend(type.Duty.Id).Distinct(StringComparer.Ordinal).Select(id => InForce.Structure.Duties.Of(id)).Where(static all => all.Count > 0).Select(static all => all[^1])];

    /// <summary>When whoever sits in a post is there; empty where the structure does not say.</summary>
    public string HoursOf(PostAt post) => Today.Unit(post.Unit.Text) is { } unit && Today.PostAt(post.Post, unit) is { } row ? HoursInWords.Of(this, row) : "";

    /// <summary>Who may decide what is not decided yet, nearest first: somebody sits there, and whoever asked may ask for them.</summary>
    public IReadOnlyList<(Text Decision, PostAt Post)> Deciders
    {
        get
        {
            if (Matter is not { State: not MatterState.Closed } matter || Type is not { } type || Site.Desk is not { } desk) return [];
            var found = new List<(Text, PostAt)>();
            foreach (var step in NotDecided(type, matter))
            {
                var question = Asks(step, type, matter);
                // What a ceiling or a condition asks for may not be known yet.
                var nearest = InForce.Mandates.NearestThatCould(question, desk.Standing) ?? (InForce.Mandates.WaitingToKnow(question, desk.Standing) is [var might, ..] ? might.Mandate : null);
                if (nearest is not null && InForce.Structure.Powers.On(step.Power?.Id, Site.Today) is { } power) found.Add((power.Name, new PostAt(nearest.Post, new UnitId(nearest.Unit.Id))));
            }

            return found;
        }
    }

    /// <summary>Decisions that are not made yet: the power that each needs, whether the reader has it, why not, and who may.</summary>
    public IReadOnlyList<(Power Power, bool May, Text Says)> Powers
    {
        get
        {
            if (Matter is not { State: not MatterState.Closed } matter || Type is not { } type || Reader is not Actor.Officer { Seat: var seat, Person: var person } || Site.Desk is not { } desk) return [];
            var found = new List<(Power, bool, Text)>();
            foreach (var step in NotDecided(type, matter))
            {
                if (InForce.Structure.Powers.On(step.Power?.Id, Site.Today) is not { } power) continue;
                var answer = InForce.Mandates.Decide(Asks(step, type, matter) with { Post = seat.Post, Unit = seat.Unit.Text, Actor = person.Text }, desk.Standing);
                found.Add((power, answer is Authorization.Permitted, answer.Says));
            }

            return found;
        }
    }

    /// <summary>What waits and is not the reader's to do, with whose it is.</summary>
    public IReadOnlyList<(string What, PostAt By)> OfOthers => Matter is not { } matter || Reader is not Actor.Officer { Seat: var seat } ? [] :
    [
        .. matter.Open.Where(point => point.Performer?.Post is { } post && (post.Unit != seat.Unit || (post.Post != seat.Post && post.Post.Length > 0))).Select(point => (StepOf(point.Step) is { } step ? StepWords.Of(this, step) : Say("这一步", "This step"), point.Performer!.Value.Post!.Value)),
    ];

    private static IEnumerable<FlowPart.Step> NotDecided(MatterType type, Matter matter) => type.Steps.Where(step => step.Power is not null && !matter.Done.Any(done => done.Step == step.Id)).DistinctBy(static step => step.Power!.Value.Id);

    private Question Asks(FlowPart.Step step, MatterType type, Matter matter) => new() { Post = "", Unit = "", Power = step.Power!.Value.Id, Matter = type.Id, Step = step.Id, Place = matter.Place?.Text, Day = Site.Today };

    /// <summary>Whether the rules name a neighbour whom an officer may ask for this matter.</summary>
    public bool HasNeighbours => Reader is Actor.Officer && Site.Exchange is not null && InForce.Structure.Neighbours.All.Any(one => one.HoldsOn(Site.Today));

    public string Whom(Bearer bearer) => bearer.Unit is { } unit ? NameOf(unit) : Say("申请人", "who asked");

    public string What(WrittenLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return WrittenWords.What(this, Type, line);
    }

    /// <summary>What was written or given, as people read it; a document that is a picture of the matter is named by its place among them.</summary>
    public string Shown(WrittenLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (line.Written is not { } written) return WrittenWords.Plain(this, line);
        var picture = line.IsFact ? Pictures.Select(static (one, at) => (one.Picture.Id, At: at)).FirstOrDefault(one => one.Id == written, (Id: "", At: -1)).At : -1;
        return picture >= 0 ? Say($"见照片 {picture + 1}", $"see picture {picture + 1}") : ShownValues.OfFact(this, line.IsFact ? ItemOf(line.Part) : null, written);
    }

    public string By(string by)
    {
        ArgumentNullException.ThrowIfNull(by);
        return WrittenWords.By(this, by);
    }

    private Item? ItemOf(string fact) => Type is { } type ? (_names ??= FormulaNames.Of(InForce.Structure, type)).ItemOf(fact, Site.Today) : null;

    private IEnumerable<(OfferedAct Act, string What, string Address)> OffersTo(MattersDesk desk, Actor reader, Matter matter)
    {
        var open = matter.State != MatterState.Closed;
        foreach (var point in matter.Open)
        {
            var what = StepOf(point.Step) is { } step ? StepWords.Of(this, step) : "";
            if (reader is Actor.Officer { Seat: var seat } && point.Performer is { Post: { } post } && post.Unit == seat.Unit && (post.Post == seat.Post || post.Post.Length == 0))
            {
                var confirms = StepOf(point.Step) is { Kind: StepKind.Confirm };
                foreach (var word in (string[])[.. confirms ? (string[])[ConfirmMatter.Name, DisputeMatter.Name] : [PerformStep.Name], HandOverMatter.Name, ReturnMatter.Name, ReferUp.Name]) yield return At(word, what, point);
                // The list of duties decides, not the unit: what is on it may not be refused, whoever gave it.
                if (desk.Would(new ActOrder { By = reader, Act = new RefuseTask(matter.Id, point.Key) }) is null) yield return At(RefuseTask.Name, what, point);
                if (point.Asked is null && point.Kind == PointKind.Step) yield return At(AskUnit.Name, what, point);
            }
            else if (reader is Actor.Resident { Person: var person } && (matter.FiledFor == person || matter.FiledBy == person))
            {
                if (point.Performer is { IsRole: true } && StepOf(point.Step) is { Kind: StepKind.Confirm })
                {
                    yield return At(ConfirmMatter.Name, what, point);
                    yield return At(DisputeMatter.Name, what, point);
                }
                else if (point.Asked?.Bearer == Bearer.Requester)
                {
                    yield return At(AnswerUnit.Name, what, point);
                }
                else if (point.Due is { } due && due < Now)
                {
                    yield return At(RemindUnit.Name, what, point);
                }
            }
        }

        foreach (var offer in OffersAtWhistles(reader, matter)) yield return offer;
        if (reader is Actor.Officer { Seat.Unit: var asked })
            foreach (var point in matter.Open)
                if (point.Asked?.Bearer.Unit == asked) yield return At(AnswerUnit.Name, StepOf(point.Step) is { } step ? StepWords.Of(this, step) : "", point);
        string[] more = (reader, open) switch
        {
            (Actor.Officer { Seat.Unit: var unit }, true) when unit == matter.HeldBy => [matter.State == MatterState.Paused ? ResumeMatter.Name : PauseMatter.Name, AddInformation.Name, CloseMatter.Name],
            (Actor.Resident, true) => [AddInformation.Name, WithdrawMatter.Name],
            (Actor.Resident, false) => [ReopenMatter.Name, RateMatter.Name],
            _ => [],
        };
        foreach (var word in more) yield return (OfferedAct.Of(word)!, "", $"/matters/{matter.Number}/do/{word}");
        // Nobody but whose concern it is makes it public, and only what may be.
        if (reader is Actor.Resident { Person: var own } && matter.FiledFor == own && (matter.Published is not null || (Type is { } type && PublishingMatters.MayBePublic(matter, type, _pinned!.Structure, Site.Today))))
            yield return (OfferedAct.Of(matter.Published is null ? PublishMatter.Name : UnpublishMatter.Name)!, "", $"/matters/{matter.Number}/do/{(matter.Published is null ? PublishMatter.Name : UnpublishMatter.Name)}");

        (OfferedAct, string, string) At(string word, string what, OpenPoint point) => (OfferedAct.Of(word)!, what, $"/matters/{matter.Number}/do/{word}?point={Uri.EscapeDataString(point.Key)}");
    }

    /// <summary>Who may call departments, who was called, and who judges it.</summary>
    private IEnumerable<(OfferedAct Act, string What, string Address)> OffersAtWhistles(Actor reader, Matter matter)
    {
        if (matter.State == MatterState.Closed || (Type?.Acts?.Whistle ?? InForce.Structure.Acts.Whistle) is not { } rule) yield break;
        if (matter.RunningWhistle is not { } running)
        {
            if (reader is Actor.Officer { Seat.Post: var post } && post == rule.By.Post && matter.Open.Count > 0) yield return On(BlowWhistle.Name, matter.Open[0].Key);
            yield break;
        }

        if (reader is Actor.Officer { Seat.Unit: var unit } && running.Calls.Find(call => call.Called.Unit == unit) is { Reported: null } call) yield return On(call.Came is null ? AttendWhistle.Name : ReportAtWhistle.Name, null);
        var isOver = running.Calls.TrueForAll(one => one.Reported is not null || (one.Came is null && (one.Missed is not null || one.Due < Now)));
        if (isOver && (reader is Actor.Resident { Person: var person } ? rule.JudgedBy is { Post: "requester", At: null } && (matter.FiledFor == person || matter.FiledBy == person) : reader is Actor.Officer { Seat.Post: var judge } && judge == rule.JudgedBy.Post)) yield return On(JudgeWhistle.Name, null);

        (OfferedAct, string, string) On(string word, string? point) => (OfferedAct.Of(word)!, "", $"/matters/{matter.Number}/do/{word}{(point is null ? "" : $"?point={Uri.EscapeDataString(point)}")}");
    }

    /// <summary>Entries name which facts were given and which were missing at the filing; what neither is was held by the base then.</summary>
    private IEnumerable<AskOfMatter> AsksOf(MatterType type, GovernanceStructure structure, IReadOnlyList<HistoryLine> history)
    {
        var given = new Dictionary<string, HistoryLine>(StringComparer.Ordinal);
        var missing = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in history)
        {
            var facts = line.Event switch { MatterFiled filed => filed.Given, InformationAdded added => added.Given, UnitAnswered answered => answered.Given, StepPerformed performed => performed.Given, _ => [] };
            foreach (var fact in facts) given[fact] = line;
            if (line.Event is MatterFiled { Missing: var lacking }) missing.UnionWith(lacking);
        }

        var names = new PlacedNames(this, type, structure);
        foreach (var asked in type.Asks)
        {
            if (!asked.Id.Contains('.', StringComparison.Ordinal)) continue;
            var (name, item) = (Say(names.NameOf(asked.Id)), names.ItemOf(asked.Id));
            if (given.TryGetValue(asked.Id, out var by)) yield return new AskOfMatter(name, true, Say($"{By(by.By)}给的，{Show.Moment(by.Entered)}", $"given by {By(by.By)}, {Show.Moment(by.Entered)}"));
            else if (missing.Contains(asked.Id)) yield return new AskOfMatter(name, false, "");
            else if (Matter!.Moved is null && item is { RegisterId: { } register } && structure.Registers.On(register, Site.Today) is { Name: var called }) yield return new AskOfMatter(name, true, Say($"提出时「{called.Zh}」里已有", $"held in the register \"{called.En}\" when it was filed"));
            // Asked for by rules that came later, or computed: whether it is known shows when it is opened.
            else yield return new AskOfMatter(name, Matter!.Moved is null, "");
        }
    }

    private IEnumerable<CourseLine> CourseOf(Matter matter, IReadOnlyList<HistoryLine> history)
    {
        // What the filing says stands below, with all that was given.
        var filing = history is [var first, ..] ? first.Position : -1;
        var course = new MatterCourse(this, matter, Type) { Words = position => position == filing ? null : string.Join(" ", (Written ?? []).Where(line => line.Position == position && !line.IsFact && line.Written is not null).Select(static line => line.Written)) };
        foreach (var line in course.Lines(history)) yield return line;
        if (matter.State == MatterState.Closed) yield break;
        foreach (var open in matter.Open)
        {
            var step = StepOf(open.Step);
            var what = step is not null ? StepWords.Of(this, step) : open.Kind == PointKind.Facts ? Say("需要的情况", "Facts that are needed") : Say("写明结果", "Its result");
            yield return new CourseLine("now", what, open.Performer is { Post: { } post } ? NameOf(post) : open.Performer is { } other ? By(other.ToString()) : Say("还没有找到能办的岗位", "nobody was found who may"), open.Due is { } due ? Say($"期限 {Show.Moment(due)}", $"due {Show.Moment(due)}") : "", Say($"在等 {Whom(open.Wait.On)}，已 {Show.Span(Now - open.Wait.From)}", $"has waited for {Whom(open.Wait.On)} for {Show.Span(Now - open.Wait.From)}"));
        }
    }

    private FlowPart.Step? StepOf(string id) => id.Length == 0 ? null : Type?.Steps.FirstOrDefault(step => step.Id == id);
}
