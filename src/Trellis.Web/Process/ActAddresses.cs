using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Trellis.Authority;
using Trellis.Process;
using Trellis.Process.Adoption;
using Trellis.Process.Matters;
using Trellis.Process.Pictures;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;

namespace Trellis.Web.Process;

/// <summary>Where an act is asked for.</summary>
public enum ActPlace
{
    /// <summary>Time does it, or it goes with a question: it has no address.</summary>
    None,

    /// <summary>It begins something: its address is its own.</summary>
    Own,

    /// <summary><c>/api/v1/matters/{matter}/acts/{word}</c></summary>
    Matter,

    /// <summary><c>/api/v1/structures/{version}/acts/{word}</c></summary>
    Version,
}

/// <summary>What a form is read with: who asks, about what, and how facts are read. Collects the first thing that is wrong with what the form says.</summary>
internal sealed class ActReading(Actor by, string about, Func<IReadOnlyDictionary<string, JsonElement>, (FixedList<GivenItem> Given, Text? Fault)> facts)
{
    public Actor By => by;

    public MatterId Matter => new(about);

    public string Version => about;

    /// <summary>What is wrong; null as long as nothing is.</summary>
    public Text? Fault { get; private set; }

    public ActorId Person => by.PersonOrNone ?? default;

    public FixedList<GivenItem> Given(IReadOnlyDictionary<string, JsonElement>? written)
    {
        if (written is not { Count: > 0 }) return [];
        var (given, fault) = facts(written);
        if (fault is { } wrong) Say(wrong);
        return given;
    }

    /// <summary>The roles of the matter that an act is about, as a form names them.</summary>
    public IReadOnlyDictionary<string, string>? RolesOfMatter { get; init; }

    /// <summary>With what was confirmed: each refers to the row of its role.</summary>
    public FixedList<GivenItem> Given(IReadOnlyDictionary<string, JsonElement>? written, IReadOnlyDictionary<string, long>? confirmed, IReadOnlyDictionary<string, string>? roles)
    {
        var given = Given(written);
        foreach (var (fact, position) in confirmed ?? new Dictionary<string, long>())
        {
            var role = fact.Split('.')[0];
            if (given.Exists(one => one.Fact == fact)) Say(new Text($"{Excerpt.Of(fact, 80)} 要么确认，要么填写，不能两样都做。", $"{Excerpt.Of(fact, 80)} is either confirmed or given, not both."));
            else if (roles?.GetValueOrDefault(role) is not { } named || RowId.Parse(named) is not { } row) Say(new Text($"{Excerpt.Of(fact, 80)} 不是某个角色的信息，没有什么可以确认。", $"{Excerpt.Of(fact, 80)} is of no role that the form names, so there is nothing to confirm."));
            else given = given.Add(new GivenItem(fact, Value.Missing) { Confirmed = new HeldClaim(row, position) });
        }

        return given;
    }

    public static PersonalText? Text(string? written) => string.IsNullOrWhiteSpace(written) ? null : new PersonalText(written);

    public UnitId? Unit(string? id) => id is null ? null : Word(id) is { } word ? new UnitId(word) : null;

    /// <summary>A unit, or the requester.</summary>
    public Bearer Bearer(string written) => written == "requester" ? Trellis.Process.Matters.Bearer.Requester : Trellis.Process.Matters.Bearer.Of(new UnitId(Word(written) ?? "-"));

    public PostAt? Post(string? written)
    {
        if (written is null) return null;
        if (Word(written) is { } word && PostAt.Parse(word) is { } post) return post;
        Say(new Text($"“{Excerpt.Of(written, 60)}”不是岗位；岗位写作 岗位@单位。", $"\"{Excerpt.Of(written, 60)}\" is no post; posts are written post@unit."));
        return default(PostAt);
    }

    public FixedList<BoundRole> Roles(IReadOnlyDictionary<string, string>? written)
    {
        var roles = new List<BoundRole>();
        foreach (var (role, row) in written ?? ImmutableDictionary<string, string>.Empty)
        {
            if (Word(role) is null || Word(row) is null) continue;
            if (RowId.Parse(row) is { } id) roles.Add(new BoundRole(role, id));
            else Say(new Text($"“{Excerpt.Of(row, 60)}”不是一行登记；写作 登记簿/编号。", $"\"{Excerpt.Of(row, 60)}\" is no row of a register; rows are written register/key."));
        }

        return [.. roles];
    }

    /// <summary>What may stand in the record: an id.</summary>
    public string? Word(string? written)
    {
        if (written is null) return null;
        if (written.Length is > 0 and <= 200 && written.All(static letter => char.IsAsciiLetterOrDigit(letter) || "._/:@#+=-".Contains(letter, StringComparison.Ordinal))) return written;
        Say(new Text($"“{Excerpt.Of(written, 60)}”不是编号：编号由字母、数字和 ._/:@#+=- 组成。", $"\"{Excerpt.Of(written, 60)}\" is no id: ids are letters, digits and ._/:@#+=-."));
        return null;
    }

    public string Id(string written) => Word(written) ?? "-";

    public StepResult Result(ResultForm form)
    {
        switch (form)
        {
            case ResultForm.Received: return new StepResult.Received();
            case ResultForm.Checked one: return new StepResult.Checked(one.Passed);
            case ResultForm.Performed: return new StepResult.Performed();
            case ResultForm.Consulted one: return new StepResult.Consulted(one.Answers, one.Objections);
            case ResultForm.Resolved one: return new StepResult.Resolved(one.Entitled, one.Present, one.InFavour);
            case ResultForm.Agreed one: return new StepResult.Agreed(one.Yes);
            case ResultForm.Delivered: return new StepResult.Delivered();
            case ResultForm.Notified: return new StepResult.Notified();
            case ResultForm.Decided one:
                Quantity? sum = null;
                if (one.Amount is { } written)
                {
                    if (Quantity.TryParse(written, out var amount, out _)) sum = amount;
                    else Say(new Text($"金额“{Excerpt.Of(written, 40)}”读不出；请写作 420 CNY。", $"The amount \"{Excerpt.Of(written, 40)}\" cannot be read; write it as 420 CNY."));
                }

                return new StepResult.Decided(Id(one.Outcome), sum);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    public LentLimits Limits(LentLimitsForm? form)
    {
        if (form is null) return LentLimits.None;
        var ceilings = new List<LentCeiling>();
        Add(form.Amount, isNumber: false);
        Add(form.Number, isNumber: true);
        return new LentLimits([.. ceilings], form.Outcomes is { } outcomes ? [.. outcomes.Select(Id)] : null, form.Matters is { } matters ? [.. matters.Select(Id)] : null, Unit(form.Area));

        void Add(CeilingsForm? one, bool isNumber)
        {
            foreach (var (span, written) in ((CeilingSpan Span, string? Written)[])[(CeilingSpan.Case, one?.PerCase), (CeilingSpan.Month, one?.PerMonth), (CeilingSpan.Quarter, one?.PerQuarter), (CeilingSpan.Year, one?.PerYear)])
            {
                if (written is null) continue;
                if (Quantity.TryParse(written, out var most, out _) && isNumber == (most.Measure == Measure.Case)) ceilings.Add(new LentCeiling(span, isNumber, most));
                else Say(new Text($"上限“{Excerpt.Of(written, 40)}”读不出；金额写作 2000 CNY，件数写作 30 cases。", $"The ceiling \"{Excerpt.Of(written, 40)}\" cannot be read; a sum is written 2000 CNY, a number 30 cases."));
            }
        }
    }

    private void Say(Text wrong) => Fault ??= wrong;
}

/// <summary>The address of one act, and how its form becomes the act.</summary>
internal abstract record ActAddress(string Word, ActPlace Place, string Pattern)
{
    /// <summary>The form; null for an act without an address.</summary>
    public virtual JsonTypeInfo? Form => null;

    /// <summary>The most bytes of a body.</summary>
    public int MostBytes { get; init; } = 256 * 1024;

    /// <summary>The matter type to which the facts of the form belong, where the form itself names it.</summary>
    public abstract string? TypeOf(ActForm form);

    public abstract bool TryRead(ReadOnlyMemory<byte> body, out ActForm? form, out Text? fault);

    public abstract IAct Make(ActForm form, ActReading reading);
}

internal sealed record ActAddress<TForm>(string Word, ActPlace Place, string Pattern, JsonTypeInfo<TForm> Of, Func<TForm, ActReading, IAct> Makes) : ActAddress(Word, Place, Pattern)
    where TForm : ActForm
{
    public override JsonTypeInfo Form => Of;

    public override string? TypeOf(ActForm form) => form switch { FilingForm filing => filing.Type, DraftForm draft => draft.Type, _ => null };

    public override bool TryRead(ReadOnlyMemory<byte> body, out ActForm? form, out Text? fault)
    {
        var read = StrictJson.TryRead(body, Of, out var one, out fault);
        form = one;
        return read;
    }

    public override IAct Make(ActForm form, ActReading reading) => Makes((TForm)form, reading);
}

/// <summary>An act that only time does, or that goes with a question.</summary>
internal sealed record NoAddress(string Word) : ActAddress(Word, ActPlace.None, "")
{
    public override string? TypeOf(ActForm form) => null;

    public override bool TryRead(ReadOnlyMemory<byte> body, out ActForm? form, out Text? fault) => throw new NotSupportedException();

    public override IAct Make(ActForm form, ActReading reading) => throw new NotSupportedException();
}

/// <summary>Every act and its address, in one list: addresses, the description of the interface and its tests are made of it.</summary>
internal static class ActAddresses
{
    private static readonly ProcessHttpJson Json = ProcessHttpJson.Default;

    public static IReadOnlyList<ActAddress> All { get; } =
    [
        Own("file-matter", "/api/v1/matters", Json.FilingForm, static (form, reading) => Filing(form, reading, reading.Person)),
        Own("file-for-another", "/api/v1/matters/for-another", Json.FilingForAnotherForm, static (form, reading) => new FileForAnother(Filing(form, reading, new ActorId(reading.Id(form.For))), reading.Person, form.Consent)),
        Own("save-draft", "/api/v1/drafts", Json.DraftForm, static (form, reading) => new SaveDraft(reading.Id(form.Type), reading.Person, reading.Given(form.Facts), ActReading.Text(form.Said))),
        On("add-information", Json.InformationForm, static (form, reading) => new AddInformation(reading.Matter, reading.Given(form.Facts, form.Confirmed, reading.RolesOfMatter), ActReading.Text(form.Said))),
        On("add-picture", Json.PictureForm, static (_, _) => throw new NotSupportedException("The desk cleans the picture and makes the act.")) with { MostBytes = (CleaningPictures.Most / 3 * 4) + 4096 },
        On("receive-matter", Json.PointForm, static (form, reading) => new ReceiveMatter(reading.Matter, form.Key)),
        On("perform-step", Json.StepForm, static (form, reading) => new PerformStep(reading.Matter, form.Key, reading.Result(form.Result), reading.Given(form.Facts), ActReading.Text(form.Reason))),
        On("find-performer-again", Json.PointForm, static (form, reading) => new FindPerformerAgain(reading.Matter, form.Key)),
        On("hand-over-matter", Json.HandOverForm, static (form, reading) => new HandOverMatter(reading.Matter, form.Key, new UnitId(reading.Id(form.To)), reading.Word(form.Post), ActReading.Text(form.Reason))),
        On("return-matter", Json.ReturnForm, static (form, reading) => new ReturnMatter(reading.Matter, form.Key, new DutyId(reading.Id(form.CitedDuty)), new UnitId(reading.Id(form.RightHolder)), ActReading.Text(form.Reason))),
        On("refuse-task", Json.RefuseTaskForm, static (form, reading) => new RefuseTask(reading.Matter, form.Key, ActReading.Text(form.Reason))),
        On("refer-up", Json.ReferUpForm, static (form, reading) => new ReferUp(reading.Matter, form.Key, ActReading.Text(form.Reason))),
        On("ask-unit", Json.AskUnitForm, static (form, reading) => new AskUnit(reading.Matter, form.Key, reading.Bearer(form.Of), form.For, reading.Word(form.Item), ActReading.Text(form.Said))),
        On("answer-unit", Json.AnswerUnitForm, static (form, reading) => new AnswerUnit(reading.Matter, form.Key, form.IsOurs, reading.Given(form.Facts), ActReading.Text(form.Said))),
        On("pause-matter", Json.PauseForm, static (form, reading) => new PauseMatter(reading.Matter, reading.Id(form.Reason), reading.Bearer(form.On), ActReading.Text(form.Said))),
        On("resume-matter", Json.PlainForm, static (_, reading) => new ResumeMatter(reading.Matter)),
        On("remind-unit", Json.RemindForm, static (form, reading) => new RemindUnit(reading.Matter, form.Key, reading.Post(form.To))),
        On("escalate-matter", Json.EscalateForm, static (form, reading) => new EscalateMatter(reading.Matter, form.Key, reading.Post(form.To), null, ActReading.Text(form.Reason))),
        On("blow-whistle", Json.WhistleForm, static (form, reading) => new BlowWhistle(reading.Matter, form.Key, [.. (form.Posts ?? []).Select(reading.Id)], ActReading.Text(form.Reason))),
        On("attend-whistle", Json.AttendForm, static (form, reading) => new AttendWhistle(reading.Matter, form.Number, new UnitId(reading.Id(form.Unit)))),
        On("report-at-whistle", Json.ReportForm, static (form, reading) => new ReportAtWhistle(reading.Matter, form.Number, new UnitId(reading.Id(form.Unit)), form.Acted, new PersonalText(form.What))),
        new NoAddress("look-at-matter"), // done with each reading of a matter by an officer
        new NoAddress("miss-call"),
        On("judge-whistle", Json.JudgeForm, static (form, reading) => new JudgeWhistle(reading.Matter, form.Number, form.Verdict, ActReading.Text(form.Reason))),
        On("confirm-matter", Json.PointForm, static (form, reading) => new ConfirmMatter(reading.Matter, form.Key)),
        On("dispute-matter", Json.DisputeForm, static (form, reading) => new DisputeMatter(reading.Matter, form.Key, new PersonalText(form.Reason))),
        On("record-reach", Json.ReachForm, static (form, reading) => new RecordReach(reading.Matter, form.Key, form.Channel, form.Proof)),
        new NoAddress("close-for-silence"),
        On("close-matter", Json.CloseForm, static (form, reading) => new CloseMatter(reading.Matter, form.Kind, ActReading.Text(form.Reason), reading.Unit(form.ReferredTo))),
        On("withdraw-matter", Json.ReasonForm, static (form, reading) => new WithdrawMatter(reading.Matter, ActReading.Text(form.Reason))),
        On("reopen-matter", Json.ReasonForm, static (form, reading) => new ReopenMatter(reading.Matter, ActReading.Text(form.Reason))),
        Own("propose-structure", "/api/v1/structures", Json.ProposeForm, static (_, _) => throw new NotSupportedException("A version is proposed by its folder, of which the desk makes the act.")) with { MostBytes = 16 * 1024 * 1024 },
        OnVersion("object-to-structure", Json.ObjectForm, static (form, reading) => new ObjectToStructure(reading.Version, new DutyId(reading.Id(form.Duty)), new PersonalText(form.Reason))),
        OnVersion("answer-objection", Json.AnswerObjectionForm, static (form, reading) => new AnswerObjection(reading.Version, form.Number, form.Followed, new PersonalText(form.Answer))),
        OnVersion("adopt-structure", Json.AdoptForm, static (form, reading) => new AdoptStructure(
            reading.Version, reading.Id(form.Power), [.. (form.Overrides ?? []).Select(one => new ErrorOverride(reading.Id(one.Code), reading.Id(one.Address), reading.Post(one.By) ?? default, one.Until, new PersonalText(one.Reason)))])),
        OnVersion("plan-move", Json.PlainForm, static (_, _) => throw new NotSupportedException("The desk tries each matter and makes the acts of it.")),
        On("move-matter", Json.MoveForm, static (form, reading) => new MoveMatter(reading.Matter, reading.Id(form.Version))),
        Own("take-seat", "/api/v1/seats/acts/take-seat", Json.TakeSeatForm, static (form, reading) => new TakeSeat(new ActorId(reading.Id(form.Person)), reading.Post(form.Seat) ?? default, form.From, form.To, form.ActingFor is { } whom ? new ActorId(reading.Id(whom)) : null)),
        Own("leave-seat", "/api/v1/seats/acts/leave-seat", Json.LeaveSeatForm, static (form, reading) => new LeaveSeat(new ActorId(reading.Id(form.Person)), reading.Post(form.Seat) ?? default, form.From)),
        Own("lend-power", "/api/v1/powers/acts/lend-power", Json.LendPowerForm, static (form, reading) => new LendPower(
            form.Delegation, reading.Id(form.Of), reading.Post(form.Receiver) ?? default, reading.Limits(form.Limits), form.ActsFor == ActsFor.Giver, form.PassOn, form.From, form.To, [.. form.Basis.Select(reading.Id)], new PersonalText(form.Reason))),
        Own("withdraw-power", "/api/v1/powers/acts/withdraw-power", Json.WithdrawPowerForm, static (form, reading) => new WithdrawPower(reading.Id(form.Delegation), reading.Unit(form.Unit), form.From, new PersonalText(form.Reason))),
        Own("declare-emergency", "/api/v1/emergencies/acts/declare-emergency", Json.DeclareEmergencyForm, static (form, reading) => new DeclareEmergency(reading.Id(form.Emergency), form.To, new PersonalText(form.Reason))),
        Own("end-emergency", "/api/v1/emergencies/acts/end-emergency", Json.EndEmergencyForm, static (form, reading) => new EndEmergency(reading.Id(form.Emergency), new PersonalText(form.Reason))),
        Own("review-emergency", "/api/v1/emergencies/acts/review-emergency", Json.ReviewEmergencyForm, static (form, reading) => new ReviewEmergency(reading.Id(form.Emergency), new UnitId(reading.Id(form.Unit)), form.Declared, new PersonalText(form.Findings))),
        On("record-answers", Json.AnswersForm, static (form, reading) => new RecordAnswers(reading.Matter, form.Key, form.Answers, form.Objections)),
        new NoAddress("end-consultation"),
        On("declare-conflict", Json.ReasonForm, static (form, reading) => new DeclareConflict(reading.Matter, ActReading.Text(form.Reason))),
        On("rate-matter", Json.RateForm, static (form, reading) => new RateMatter(reading.Matter, form.Stars, ActReading.Text(form.Said))),
        On("publish-matter", Json.PlainForm, static (_, reading) => new PublishMatter(reading.Matter)),
        On("unpublish-matter", Json.PlainForm, static (_, reading) => new UnpublishMatter(reading.Matter)),
    ];

    public static ActAddress? Find(string word)
    {
        foreach (var one in All)
            if (one.Word == word) return one;
        return null;
    }

    private static FileMatter Filing(FilingForm form, ActReading reading, ActorId requester) =>
        MattersDesk.Filing(reading.Id(form.Type), reading.Unit(form.Place), reading.Roles(form.Roles), requester, form.Channel, reading.Given(form.Facts, form.Confirmed, form.Roles), ActReading.Text(form.Said));

    private static ActAddress<TForm> Own<TForm>(string word, string pattern, JsonTypeInfo<TForm> form, Func<TForm, ActReading, IAct> make)
        where TForm : ActForm => new(word, ActPlace.Own, pattern, form, make);

    private static ActAddress<TForm> OnVersion<TForm>(string word, JsonTypeInfo<TForm> form, Func<TForm, ActReading, IAct> make)
        where TForm : ActForm => new(word, ActPlace.Version, "/api/v1/structures/{version}/acts/" + word, form, make);

    private static ActAddress<TForm> On<TForm>(string word, JsonTypeInfo<TForm> form, Func<TForm, ActReading, IAct> make)
        where TForm : ActForm => new(word, ActPlace.Matter, "/api/v1/matters/{matter}/acts/" + word, form, make);
}
