using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Trellis.Process;
using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Runtime;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;
using Trellis.Web.Information;
using Trellis.Web.Shared;

namespace Trellis.Web.Process;

/// <summary>One act on a matter: what it needs is asked, shown again to be checked, and only then entered.</summary>
public sealed class DoPage : FormThatWaits
{
    private const int LongestKey = 60;

    /// <summary>Among units: whoever filed the matter.</summary>
    private const string Requester = "requester";

    private MattersDesk? _desk;

    /// <summary>As whom the reader acts in this matter.</summary>
    private Actor? _by;
    private PlacedNames? _names;
    private string _point = "";

    public override Text Heading => Step is { } step && Offered!.Word == PerformStep.Name ? StepWords.TextOf(this, step) : Offered!.Name;

    public override string Way => "/matters";

    protected override bool OutlivesSessions => true;

    public Matter? Matter { get; private set; }

    public MatterType? Type { get; private set; }

    public OfferedAct? Offered { get; private set; }

    public OpenPoint? Point { get; private set; }

    public FlowPart.Step? Step { get; private set; }

    /// <summary>What is asked, with what was answered so far.</summary>
    public IReadOnlyList<AskedField> Fields { get; private set; } = [];

    /// <summary>Whether the answers are shown to be checked.</summary>
    public bool Checking { get; private set; }

    protected override bool IsOnTheWay(IFormCollection sent) => sent["sure"].Count == 0 && sent["later"].Count == 0;

    public override bool IsLookedOver => Checking;

    /// <summary>What people wrote and gave in the matter; null where it was not opened here.</summary>
    public IReadOnlyList<WrittenLine>? Written { get; private set; }

    /// <summary>Whether the reader may have it opened beside what they are to do.</summary>
    public bool MayOpen => Written is null && Offered!.OnPoint && Reader is Actor.Officer && Matter is { } matter && SeeingMatters.MayRead(_by!, matter);

    /// <summary>What everybody will see of the matter, where that is what the act is about; null for every other act.</summary>
    public PublicMatter? Public { get; private set; }

    /// <summary>What is erased by doing it; null for every other step.</summary>
    public ErasureShownInWords? Erasure { get; private set; }

    /// <summary>By which the act is known when it is sent twice.</summary>
    public string Key { get; private set; } = "";

    /// <summary>Since when what stands in the fields was kept for later; null where nothing was.</summary>
    public DateTimeOffset? Kept { get; private set; }

    private KeptDraft? Draft => Reader?.PersonOrNone is { } writer ? StepDrafts.Find(_desk!, writer, Matter!, Offered!.Word, _point) : null;

    public IActionResult OnGet(string id, string act, string? point)
    {
        if (Reader is null) return LocalRedirect($"/sign-in?back={Uri.EscapeDataString(Request.Path + Request.QueryString)}");
        if (Find(id, act, point) is { } instead) return instead;
        Fields = FieldsOf();
        if (Fields.Count > 0 && Draft is { } draft) (Fields, Kept) = (FilingQuestions.From(draft, Fields), draft.Saved);
        Key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, string act, string? point, CancellationToken cancellationToken)
    {
        var form = await Request.ReadFormAsync(cancellationToken);
        if (Find(id, act, point) is { } instead)
            // Sent twice, as by a double click: whoever sent the matter away with the first has no part in it any more, and what they did is done.
            return instead is NotFoundResult && _desk!.DoneBefore(Reader!, form["key"].ToString()) is { } before ? Done("/inbox", before) : instead;
        Key = form["key"].ToString() is { Length: > 0 and <= LongestKey } key ? key : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        Fields = [.. FieldsOf().Select(field => field with { Answer = form[field.Name].ToString().Trim() })];
        if (form["later"].Count > 0) return await KeepAsync();
        if (form["again"].Count > 0) return Page();
        if (form["open"].Count > 0) return await OpenAsync(cancellationToken);
        var faults = new List<string>();
        foreach (var field in Fields)
            if (field.Needed && field.Answer.Length == 0) Wrong(faults, field.Name, Say($"请填「{field.Label.Zh}」。", $"Please answer: {field.Label.En}."));
            else if (field is { Kind: FieldKind.Choice, Answer.Length: > 0 } && !field.Choices.Any(choice => choice.Value == field.Answer)) Wrong(faults, field.Name, Say($"「{field.Label.Zh}」请从列出的里面选。", $"{field.Label.En}: choose one of those listed."));
        var pictures = await SentPictures.ReadAsync(this, form, faults, cancellationToken);
        var made = faults.Count == 0 ? Make(faults) : null;
        if (made is null)
        {
            Faults = faults;
            return Page();
        }

        var order = new ActOrder { By = _by!, Act = made, Key = Key };
        try
        {
            if (form["sure"].Count == 0)
            {
                if (_desk!.Would(order) is { } not) Faults = [WhyNot.Of(this, not)];
                else Checking = true;
                return Page();
            }

            // Before the act, which may close the matter.
            if (await SentPictures.AddAsync(_desk!, _by!, Matter!.Id, pictures, Key, cancellationToken) is { } unfit)
            {
                (Faults, Checking) = ([SayWhy(unfit)], true);
                return Page();
            }

            switch (await _desk!.DoAsync(order, cancellationToken))
            {
                case ActAnswer.Done done:
                    if (Draft is { } draft) await _desk!.DeleteDraftAsync(Reader!.PersonOrNone!.Value, draft.Id);
                    // Whoever sent it away has no part in it any more, and would be told that there is no such matter.
                    var next = MatterAddress.Seen(_desk!, Reader!, Matter!.Id.Text) is null ? "/inbox" : $"/matters/{Matter.Number}";
                    return Done(next, done.Receipt);
                case var not:
                    Faults = [WhyNot.Of(this, not)];
                    return Page();
            }
        }
        catch (MachineFault)
        {
            SayThatItIsNotStored();
            Checking = true;
            return Page();
        }
    }

    /// <summary>What is wrong stands on top and at its field.</summary>
    private void Wrong(List<string> faults, string name, string says)
    {
        faults.Add(says);
        Fields = [.. Fields.Select(field => field.Name == name ? field with { Fault = says } : field)];
    }

    private LocalRedirectResult Done(string next, Receipt receipt) => LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"{next}?done={receipt.First}"));

    /// <summary>What the matter is about is shown beside what is to be done. That they looked is entered first, as on its own page.</summary>
    private async Task<IActionResult> OpenAsync(CancellationToken cancellationToken)
    {
        if (_by is not Actor.Officer officer || Site.Looks is not { } looks) return Page();
        switch (await looks.LookIntoAsync(officer, Matter!.Id, cancellationToken))
        {
            case LookAnswer.Committed(var look): Written = _desk!.Questions.Contents(looks, look); break;
            case LookAnswer.Refused refused: Faults = [SayWhy(refused.Why)]; break;
            default: SayThatItIsNotStored(); break;
        }

        return Page();
    }

    public string What(WrittenLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return WrittenWords.What(this, Type, line);
    }

    public string Shown(WrittenLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.Written is { } written ? ShownValues.OfFact(this, line.IsFact ? _names?.ItemOf(line.Part) : null, written) : WrittenWords.Plain(this, line);
    }

    public string By(WrittenLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return WrittenWords.By(this, line.By);
    }

    /// <summary>What is not finished is kept for whoever writes it, and entered nowhere.</summary>
    private async Task<IActionResult> KeepAsync()
    {
        try
        {
            var (kept, not) = await _desk!.SaveDraftAsync(StepDrafts.Of(Reader!.PersonOrNone!.Value, Matter!, Offered!.Word, _point, Fields), Draft?.Id);
            if (kept is not null) return LocalRedirect($"/matters/{Matter!.Number}?kept=yes");
            Faults = [WhyNot.Of(this, not!)];
        }
        catch (MachineFault)
        {
            SayThatItIsNotStored();
        }

        return Page();
    }

    private IActionResult? Find(string id, string act, string? point)
    {
        if (Reader is not { } reader || Site.Desk is not { } desk) return LocalRedirect("/sign-in");
        _desk = desk;
        if (MatterAddress.Seen(desk, reader, id) is not var (by, matter) || desk.Questions.Find(by, matter) is not var (found, _)) return new NotFoundResult();
        _by = by;
        Matter = found;
        var pinned = desk.Versions.Of(found.Version);
        Type = pinned.Structure.Matters.On(found.Type, pinned.DayOf(found.Filed));
        if (Type is not { } type || OfferedAct.Of(act) is not { } offered) return new NotFoundResult();
        Offered = offered;
        if (offered.OnPoint)
        {
            _point = point ?? "";
            Point = found.OpenAt(_point);
            // It was done in the meantime, by somebody else or in another tab. What a device kept may be just that, and the desk knows it by its key.
            if (Point is null && !IsFromDevice) return LocalRedirect($"/matters/{found.Number}");
            var done = Point?.Step ?? found.Done.LastOrDefault(one => one.Key == _point)?.Step;
            Step = type.Steps.FirstOrDefault(step => step.Id == done);
            if (Step is null && offered.Word == PerformStep.Name) return new NotFoundResult();
            if (Step is { ErasesRequester: true } && Point is not null && offered.Word == PerformStep.Name) Erasure = ErasureShownInWords.Of(this, found);
        }

        if (offered.Word == PublishMatter.Name) Public = new PublicMatter(this, desk, found);
        _names = new PlacedNames(this, type, InForce.At(found.Place, Site.Today).Structure);
        return null;
    }

    private List<AskedField> FieldsOf()
    {
        var fields = new List<AskedField>();
        switch (Offered!.Word)
        {
            case PerformStep.Name:
                AskOfStep(fields);
                break;
            case HandOverMatter.Name:
                fields.Add(WithThePost(Units("to", new("转给哪个单位", "To which unit"))));
                fields.Add(Words("reason", new("为什么", "Why"), needed: false));
                break;
            case ReturnMatter.Name:
                fields.Add(new AskedField("duty", new("依据哪项职责", "By which duty"), FieldKind.Choice) { Grouped = DutiesByNearness() });
                fields.Add(Units("to", new("应当由谁承担", "Whose it is")));
                fields.Add(Words("reason", new("为什么", "Why"), needed: false));
                break;
            case PauseMatter.Name:
                fields.Add(new AskedField("why", new("暂停的原因", "Reason to pause"), FieldKind.Choice) { Choices = [.. ((Type!.Acts ?? InForce.Structure.Acts).Pause?.Reasons ?? []).Select(reason => (reason.Id, Say(reason.Name)))] });
                // Nobody is blamed for what is not theirs: unless another is named, the time is that of whoever holds the matter.
                fields.Add(Units("on", new("在等谁（这段时间记在谁名下）", "Who is waited for (the time is booked on them)"), (Matter!.HeldBy.Text, Say($"{NameOf(Matter.HeldBy)}（现在负责的单位）", $"{NameOf(Matter.HeldBy)} (answers for it now)")), (Requester, Say("申请人（只在要由申请人补材料、整改时选）", "who filed it (only where they have to do something)"))) with
                {
                    Answer = Matter.HeldBy.Text,
                    Hint = new("等别的部门答复就选那个部门，等检测鉴定就选安排检测的单位。", "Waiting for another office, choose that office; waiting for a test, the unit that sees to it."),
                });
                fields.Add(Words("reason", new("说明", "What there is to say"), needed: false));
                break;
            case RateMatter.Name:
                fields.Add(new AskedField("stars", new("这件事办得怎么样", "How did it go"), FieldKind.Choice) { Choices = [("5", Say("很好", "very well")), ("4", Say("好", "well")), ("3", Say("一般", "so so")), ("2", Say("不好", "badly")), ("1", Say("很不好", "very badly"))] });
                fields.Add(Words("reason", new("想说的话（评的是这件事和这条规则，不评人）", "In your words (about the matter and its rule, not about a person)"), needed: false));
                break;
            case AskUnit.Name:
                fields.Add(Units("of", new("请谁", "Whom"), (Requester, Say("申请人", "who filed it"))));
                fields.Add(new AskedField("for", new("请给什么", "For what"), FieldKind.Choice) { Choices = [(nameof(WaitReason.Answer), Say("一个答复", "an answer")), (nameof(WaitReason.Data), Say("数据", "data")), (nameof(WaitReason.Power), Say("有权决定的人", "somebody who may decide")), (nameof(WaitReason.Resource), Say("人手、物资、场地", "people, things, places"))] });
                fields.Add(Words("reason", new("写清楚要什么", "What is needed"), needed: true));
                break;
            case AnswerUnit.Name:
                fields.Add(new AskedField("ours", new("归不归我们答", "Is it ours to answer"), FieldKind.Choice) { Choices = [("yes", Say("归我们", "yes")), ("no", Say("不归我们", "no"))], Answer = "yes" });
                fields.Add(Words("reason", new("答复", "The answer"), needed: true));
                break;
            case ReportAtWhistle.Name:
                fields.Add(new AskedField("acted", new("到场做了什么", "Was something done on the spot"), FieldKind.Choice) { Choices = [("yes", Say("做了处置", "yes")), ("no", Say("没有处置", "nothing was done"))] });
                fields.Add(Words("reason", new("情况", "What was done, or why not"), needed: true));
                break;
            case JudgeWhistle.Name:
                fields.Add(new AskedField("verdict", new("解决了没有", "Is it settled"), FieldKind.Choice) { Choices = [(nameof(WhistleVerdict.Settled), Say("解决了", "it is settled")), (nameof(WhistleVerdict.WithoutEffect), Say("没有解决", "it is not"))] });
                fields.Add(Words("reason", new("想说的（可以不写）", "In your words, if you like"), needed: false));
                break;
            case BlowWhistle.Name:
                if ((Type!.Acts?.Whistle ?? InForce.Structure.Acts.Whistle) is { } rule) fields.Add(new AskedField("posts", new("叫谁到场", "Whom to call"), FieldKind.Choice) { Choices = [("all", Say("名单上的都叫", "all of the list")), .. rule.Calls.Select(call => (call.Post.Post, NameOf(call.Post)))], Answer = "all" });
                fields.Add(Words("reason", Offered.Reason!.Value, needed: true));
                break;
            case CloseMatter.Name:
                fields.Add(new AskedField("kind", new("结果", "What came of it"), FieldKind.Choice) { Choices = [(nameof(ClosureKind.Solved), Say("已解决", "solved")), (nameof(ClosureKind.Explained), Say("已解释", "explained"))] });
                fields.Add(Words("reason", new("对当事人说明", "What the person is told"), needed: true));
                break;
            default:
                if (Offered.Reason is { } reason) fields.Add(Words("reason", reason, Offered.ReasonNeeded));
                break;
        }

        return fields;
    }

    private void AskOfStep(List<AskedField> fields)
    {
        if (Step is not { } step) return;
        switch (step.Kind)
        {
            case StepKind.Check:
                fields.Add(new AskedField("passed", new("核查结果", "What was found"), FieldKind.Choice) { Choices = [("yes", Say("符合", "it is as it should be")), ("no", Say("不符合", "it is not"))] });
                break;
            case StepKind.Consult:
                fields.Add(Number("answers", new("有多少人表达了意见", "How many answered")));
                fields.Add(Number("objections", new("其中反对的", "How many of them object")));
                break;
            case StepKind.Resolve:
                fields.Add(Number("entitled", new("有权表决的", "Entitled to vote")));
                fields.Add(Number("present", new("到会的", "Present")));
                fields.Add(Number("favour", new("赞成的", "In favour")));
                break;
            case StepKind.Agree:
                fields.Add(new AskedField("agreed", new("是否达成约定", "Was it agreed"), FieldKind.Choice) { Choices = [("yes", Say("达成", "yes")), ("no", Say("没有达成", "no"))] });
                break;
            case StepKind.Decide:
                var outcomes = step.Outcomes.Count > 0 ? step.Outcomes.Select(static one => one.Outcome) : InForce.Structure.Powers.On(step.Power?.Id, Site.Today)?.Outcomes.Select(static one => one.Id) ?? [];
                fields.Add(new AskedField("outcome", new("决定", "Decision"), FieldKind.Choice) { Choices = [.. outcomes.Select(outcome => (outcome, Say(OutcomeNames.Of(InForce.Structure, Site.Today, step.Power?.Id, outcome))))] });
                break;
        }

        foreach (var given in step.Gives) fields.Add(_names!.Ask(given.Id, "fact." + given.Id, needed: true));
        if (step.Kind is StepKind.Decide or StepKind.Check or StepKind.Notify) fields.Add(Words("reason", new("理由（写给当事人看）", "Reason, for the person concerned"), needed: false));
    }

    private IAct? Make(List<string> faults)
    {
        var (matter, key) = (Matter!.Id, _point);
        var reason = AnswerTo("reason") is { Length: > 0 } said ? new PersonalText(said) : (PersonalText?)null;
        switch (Offered!.Word)
        {
            case PerformStep.Name:
                var given = new List<GivenItem>();
                foreach (var field in Fields)
                {
                    if (!field.Name.StartsWith("fact.", StringComparison.Ordinal) || field.Answer.Length == 0) continue;
                    if (_names!.Read(field.Name["fact.".Length..], field.Answer, out var wrong) is { } item) given.Add(item);
                    else Wrong(faults, field.Name, wrong);
                }

                return faults.Count > 0 || ResultOf(faults) is not { } result ? null
                    : result is StepResult.Received ? new ReceiveMatter(matter, key)
                    : new PerformStep(matter, key, result, [.. given], reason);
            case ConfirmMatter.Name: return new ConfirmMatter(matter, key);
            case DisputeMatter.Name: return new DisputeMatter(matter, key, reason ?? new PersonalText(""));
            case AddInformation.Name: return new AddInformation(matter, [], reason);
            case WithdrawMatter.Name: return new WithdrawMatter(matter, reason);
            case ReopenMatter.Name: return new ReopenMatter(matter, reason);
            case RateMatter.Name: return new RateMatter(matter, int.Parse(AnswerTo("stars"), CultureInfo.InvariantCulture), reason);
            case PublishMatter.Name: return new PublishMatter(matter);
            case UnpublishMatter.Name: return new UnpublishMatter(matter);
            case HandOverMatter.Name: return new HandOverMatter(matter, key, new UnitId(AnswerTo("to")), null, reason);
            case ReturnMatter.Name: return new ReturnMatter(matter, key, new DutyId(AnswerTo("duty")), new UnitId(AnswerTo("to")), reason);
            case ReferUp.Name: return new ReferUp(matter, key, reason);
            case PauseMatter.Name: return new PauseMatter(matter, AnswerTo("why"), BearerOf(AnswerTo("on")), reason);
            case ResumeMatter.Name: return new ResumeMatter(matter);
            case RemindUnit.Name: return new RemindUnit(matter, key, null);
            case BlowWhistle.Name: return new BlowWhistle(matter, key, AnswerTo("posts") is "" or "all" ? [] : [AnswerTo("posts")], reason);
            case AttendWhistle.Name: return new AttendWhistle(matter, WhistleNumber, UnitOfReader);
            case ReportAtWhistle.Name: return new ReportAtWhistle(matter, WhistleNumber, UnitOfReader, AnswerTo("acted") == "yes", reason ?? new PersonalText(""));
            case JudgeWhistle.Name: return new JudgeWhistle(matter, WhistleNumber, Enum.Parse<WhistleVerdict>(AnswerTo("verdict")), reason);
            case RefuseTask.Name: return new RefuseTask(matter, key, reason);
            case AskUnit.Name: return new AskUnit(matter, key, BearerOf(AnswerTo("of")), Enum.Parse<WaitReason>(AnswerTo("for")), null, reason);
            case AnswerUnit.Name: return new AnswerUnit(matter, key, AnswerTo("ours") == "yes", [], reason);
            case CloseMatter.Name: return new CloseMatter(matter, Enum.Parse<ClosureKind>(AnswerTo("kind")), reason, null);
            default: throw new InvalidOperationException("An act that no page offers.");
        }
    }

    /// <summary>The call that runs; 0 where none does, which is refused with its reason.</summary>
    private int WhistleNumber => Matter!.RunningWhistle?.Number ?? 0;

    private UnitId UnitOfReader => _by is Actor.Officer officer ? officer.Seat.Unit : default;

    private StepResult? ResultOf(List<string> faults)
    {
        switch (Step!.Kind)
        {
            case StepKind.Receive: return new StepResult.Received();
            case StepKind.Check: return new StepResult.Checked(AnswerTo("passed") == "yes");
            case StepKind.Perform: return new StepResult.Performed();
            case StepKind.Consult: return Whole("answers") is { } answers && Whole("objections") is { } objections ? new StepResult.Consulted(answers, objections) : null;
            case StepKind.Resolve: return Whole("entitled") is { } entitled && Whole("present") is { } present && Whole("favour") is { } favour ? new StepResult.Resolved(entitled, present, favour) : null;
            case StepKind.Agree: return new StepResult.Agreed(AnswerTo("agreed") == "yes");
            case StepKind.Decide: return new StepResult.Decided(AnswerTo("outcome"));
            case StepKind.Deliver: return new StepResult.Delivered();
            case StepKind.Notify: return new StepResult.Notified();
            default: return null;
        }

        int? Whole(string name)
        {
            if (int.TryParse(AnswerTo(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
            Wrong(faults, name, Say($"「{Fields.First(field => field.Name == name).Label.Zh}」要写一个数。", $"{Fields.First(field => field.Name == name).Label.En} takes a number."));
            return null;
        }
    }

    private string AnswerTo(string name) => Fields.FirstOrDefault(field => field.Name == name)?.Answer ?? "";

    private AskedField Units(string name, Text label, params (string, string)[] before) => new(name, label, FieldKind.Choice)
    {
        Choices = [.. before, .. Today.Units.Where(unit => unit.UnitKind != UnitKind.Place && !before.Any(one => one.Item1 == unit.Id)).OrderBy(static unit => unit.LevelRank).ThenBy(unit => Say(unit.Unit.Name), StringComparer.Ordinal).Select(unit => (unit.Id, Say(unit.Unit.Name)))],
    };

    private static Bearer BearerOf(string answer) => answer == Requester ? Bearer.Requester : Bearer.Of(new UnitId(answer));

    /// <summary>Of units those that can take the step: another one that has the post which does it.</summary>
    private AskedField WithThePost(AskedField units)
    {
        if (Point?.Performer?.Post is not { } own) return units;
        var able = units.Choices.Where(choice => choice.Value != own.Unit.Text && (own.Post.Length == 0 || (Today.Unit(choice.Value) is { } unit && Today.PostAt(own.Post, unit) is not null))).ToList();
        return units with
        {
            Choices = able,
            Hint = own.Post.Length == 0 ? null
                : able.Count == 0 ? new($"没有别的单位设「{NameOfPost(own.Post)}」岗位，这一步转不出去；可以请别的单位配合，或者上报。", $"No other unit has the post \"{NameOfPost(own.Post)}\", so this step cannot be handed over; ask another unit for help, or refer it up.")
                : new($"只列出设有「{NameOfPost(own.Post)}」岗位的单位。", $"Only units that have the post \"{NameOfPost(own.Post)}\" are listed."),
        };
    }

    /// <summary>The duties that this matter and its steps are for come first, then all others in force.</summary>
    private IReadOnlyList<(string Group, IReadOnlyList<(string Value, string Says)> Choices)> DutiesByNearness()
    {
        var own = Type!.Steps.Select(static step => step.Duty?.Id).OfType<string>().Prepend(Type.Duty.Id).ToHashSet(StringComparer.Ordinal);
        return [.. InForce.Structure.Duties.All.Where(duty => duty.HoldsOn(Site.Today)).OrderBy(duty => Say(duty.Name), StringComparer.Ordinal).GroupBy(duty => own.Contains(duty.Id)).OrderByDescending(static group => group.Key)
            .Select(group => (group.Key ? Say("这件事的职责", "The duties of this matter") : Say("其他职责", "Other duties"), (IReadOnlyList<(string, string)>)[.. group.Select(duty => (duty.Id, Say(duty.Name)))]))];
    }

    private static AskedField Words(string name, Text label, bool needed) => new(name, label, FieldKind.Words) { Needed = needed };

    private static AskedField Number(string name, Text label) => new(name, label, FieldKind.Number);
}

/// <summary>Why an act was not done, as its page tells it.</summary>
internal static class WhyNot
{
    public static string Of(SitePage page, ActAnswer answer) => answer switch
    {
        ActAnswer.Refused refused => page.SayWhy(refused.Why),
        ActAnswer.Stale => page.Say("这件事刚刚变了，请回到事项页看看。", "The matter has just changed; please look at it again."),
        ActAnswer.KeyUsedOtherwise => page.Say("这一步已经做过了。", "This was done already."),
        _ => page.Say("没有这件事，或者它不归您看。", "There is no such matter, or it is not yours to see."),
    };
}

public enum FieldKind
{
    Words,
    Line,
    Number,
    Day,
    Choice,
}

/// <summary>Something that a page asks.</summary>
public sealed record AskedField(string Name, Text Label, FieldKind Kind)
{
    /// <summary>More choices than these come in a list that opens.</summary>
    public const int MostButtons = 7;

    public IReadOnlyList<(string Value, string Says)> Choices
    {
        get => Grouped.Count == 0 ? field : [.. Grouped.SelectMany(static group => group.Choices)];
        init;
    } = [];

    /// <summary>Choices under headings, where there are too many for one list; empty where they have none.</summary>
    public IReadOnlyList<(string Group, IReadOnlyList<(string Value, string Says)> Choices)> Grouped { get; init; } = [];

    /// <summary>The name of the field in which somebody types what to look for among the choices; null where they are few.</summary>
    public string? Finds { get; init; }

    /// <summary>What was looked for.</summary>
    public string Found { get; init; } = "";

    /// <summary>Whether nothing was found by it, so that all are shown.</summary>
    public bool IsNotFound { get; init; }

    public bool Needed { get; init; } = true;

    public string Answer { get; init; } = "";

    /// <summary>What is wrong with the answer; null where nothing is.</summary>
    public string? Fault { get; init; }

    /// <summary>By which the page knows the field.</summary>
    public string Id => "f-" + Name.Replace('.', '-');

    /// <summary>Where somebody begins to answer it.</summary>
    public string FirstId => Kind == FieldKind.Choice && Choices.Count is > 0 and <= MostButtons ? Id + "-0" : Id;

    /// <summary>How it is written, or what it means.</summary>
    public Text? Hint { get; init; }

    /// <summary>The answer as it is shown to be checked.</summary>
    public string Shown => Kind == FieldKind.Choice ? Choices.FirstOrDefault(one => one.Value == Answer).Says ?? Answer : Answer;
}

/// <summary>An act that pages offer.</summary>
/// <param name="OnPoint">Whether it is done on an open point.</param>
/// <param name="Reason">What is asked besides; null for nothing.</param>
public sealed record OfferedAct(string Word, Text Name, bool OnPoint, Text? Reason = null, bool ReasonNeeded = false)
{
    /// <summary>Whether pictures may come with it.</summary>
    public bool TakesPictures { get; init; }

    public static IReadOnlyList<OfferedAct> All { get; } =
    [
        new(PerformStep.Name, new("办理这一步", "Do this step"), true) { TakesPictures = true },
        new(ConfirmMatter.Name, new("确认办好了", "Say that it is done"), true),
        new(DisputeMatter.Name, new("没有办好，提出异议", "It is not done: dispute it"), true, new("哪里没有办好", "What is not done"), true) { TakesPictures = true },
        new(HandOverMatter.Name, new("转办", "Hand over"), true),
        new(ReturnMatter.Name, new("退回", "Return"), true),
        new(ReferUp.Name, new("上报", "Refer up"), true, new("为什么", "Why")),
        new(RemindUnit.Name, new("催办", "Remind"), true),
        new(RefuseTask.Name, new("拒绝清单外的任务", "Refuse: it is not on our list"), true, new("为什么不在清单上", "Why it is not on the list")),
        new(AskUnit.Name, new("请别的单位配合", "Ask another unit"), true),
        new(AnswerUnit.Name, new("答复", "Answer what was asked"), true),
        new(AttendWhistle.Name, new("我们到了", "We have come"), false),
        new(ReportAtWhistle.Name, new("报告处置情况", "Report what was done"), false),
        new(JudgeWhistle.Name, new("评这次吹哨", "Judge the call"), false),
        new(BlowWhistle.Name, new("吹哨", "Blow the whistle"), true, new("要解决什么", "What is to be solved")),
        new(AddInformation.Name, new("补充情况", "Add something"), false, new("要补充的情况", "What there is to add"), true) { TakesPictures = true },
        new(PauseMatter.Name, new("暂停", "Pause"), false),
        new(ResumeMatter.Name, new("恢复办理", "Resume"), false),
        new(CloseMatter.Name, new("提前办结", "Close before the end"), false),
        new(WithdrawMatter.Name, new("撤回", "Withdraw"), false, new("为什么（可以不写）", "Why, if you like")),
        new(ReopenMatter.Name, new("重新打开", "Reopen"), false, new("为什么", "Why")),
        new(RateMatter.Name, new("评价", "Rate"), false),
        new(PublishMatter.Name, new("公开这件事的进展", "Let anybody follow it"), false),
        new(UnpublishMatter.Name, new("不再公开", "No longer public"), false),
    ];

    public static OfferedAct? Of(string word) => All.FirstOrDefault(one => one.Word == word);
}
