using System.Text.Json;
using System.Text.Json.Serialization;
using Trellis.Process;
using Trellis.Process.Matters;

namespace Trellis.Web.Process;

/// <summary>What every act may say besides.</summary>
public abstract record ActForm
{
    /// <summary>When it happened, where it is entered later: on a day without the machine.</summary>
    public DateTimeOffset? Happened { get; init; }
}

/// <summary>Acts that bring facts: by their names in the matter, such as "premises.area": "80 m2".</summary>
public abstract record FactsForm : ActForm
{
    public IReadOnlyDictionary<string, JsonElement>? Facts { get; init; }
}

public record FilingForm : FactsForm
{
    /// <summary>The matter type.</summary>
    public required string Type { get; init; }

    /// <summary>The unit on whose ground it lies.</summary>
    public string? Place { get; init; }

    /// <summary>Whom and what it is about: role to row, "applicant": "person/p-17".</summary>
    public IReadOnlyDictionary<string, string>? Roles { get; init; }

    public Channel Channel { get; init; }

    public string? Said { get; init; }

    /// <summary>What the base holds and is still so: the fact, and the position of the claim that was shown. It is referred to, and not copied.</summary>
    public IReadOnlyDictionary<string, long>? Confirmed { get; init; }

    /// <summary>What the base holds of whoever files and is wrong: it goes to the owner as a correction, and the matter refers to that.</summary>
    public IReadOnlyDictionary<string, FilingCorrection>? Corrected { get; init; }
}

/// <summary>How it should be, and why.</summary>
public sealed record FilingCorrection
{
    public required JsonElement Value { get; init; }

    public required string Reason { get; init; }
}

public sealed record FilingForAnotherForm : FilingForm
{
    /// <summary>The person whose concern it is, by their id.</summary>
    public required string For { get; init; }

    public Consent? Consent { get; init; }
}

public sealed record DraftForm : FactsForm
{
    /// <summary>The draft that this one replaces; left out for a new one.</summary>
    public string? Id { get; init; }

    public required string Type { get; init; }

    public string? Said { get; init; }
}

public sealed record InformationForm : FactsForm
{
    public string? Said { get; init; }

    /// <summary>What the base holds and is still so: the fact, and the position of the claim that was shown.</summary>
    public IReadOnlyDictionary<string, long>? Confirmed { get; init; }
}

/// <summary>A picture is added to a matter. What is not seen in it is taken out.</summary>
public sealed record PictureForm : ActForm
{
    /// <summary>The picture in base64: JPEG, PNG or WebP of at most 10 MB.</summary>
    public required string Picture { get; init; }
}

/// <summary>An act on one open point of a matter.</summary>
public sealed record PointForm : ActForm
{
    public required string Key { get; init; }
}

public sealed record StepForm : FactsForm
{
    public required string Key { get; init; }

    public required ResultForm Result { get; init; }

    public string? Reason { get; init; }
}

/// <summary>What came of a step, by its kind.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(Received), "received")]
[JsonDerivedType(typeof(Checked), "checked")]
[JsonDerivedType(typeof(Performed), "performed")]
[JsonDerivedType(typeof(Consulted), "consulted")]
[JsonDerivedType(typeof(Resolved), "resolved")]
[JsonDerivedType(typeof(Agreed), "agreed")]
[JsonDerivedType(typeof(Decided), "decided")]
[JsonDerivedType(typeof(Delivered), "delivered")]
[JsonDerivedType(typeof(Notified), "notified")]
public abstract record ResultForm
{
    private ResultForm() { }

    public sealed record Received : ResultForm;

    public sealed record Checked : ResultForm
    {
        public required bool Passed { get; init; }
    }

    public sealed record Performed : ResultForm;

    public sealed record Consulted : ResultForm
    {
        public required int Answers { get; init; }

        public required int Objections { get; init; }
    }

    public sealed record Resolved : ResultForm
    {
        public required int Entitled { get; init; }

        public required int Present { get; init; }

        public required int InFavour { get; init; }
    }

    public sealed record Agreed : ResultForm
    {
        public required bool Yes { get; init; }
    }

    public sealed record Decided : ResultForm
    {
        public required string Outcome { get; init; }

        /// <summary>"420 CNY".</summary>
        public string? Amount { get; init; }
    }

    public sealed record Delivered : ResultForm;

    public sealed record Notified : ResultForm;
}

public sealed record HandOverForm : ActForm
{
    /// <summary>The open step; left out for the whole.</summary>
    public string? Key { get; init; }

    public required string To { get; init; }

    public string? Post { get; init; }

    public string? Reason { get; init; }
}

public sealed record ReturnForm : ActForm
{
    /// <summary>The open step; left out for the whole.</summary>
    public string? Key { get; init; }

    public required string CitedDuty { get; init; }

    public required string RightHolder { get; init; }

    public string? Reason { get; init; }
}

public sealed record RefuseTaskForm : ActForm
{
    /// <summary>The open step; left out where the whole was handed over.</summary>
    public string? Key { get; init; }

    public string? Reason { get; init; }
}

public sealed record ReferUpForm : ActForm
{
    public required string Key { get; init; }

    public string? Reason { get; init; }
}

public sealed record AskUnitForm : ActForm
{
    public required string Key { get; init; }

    /// <summary>A unit, or "requester".</summary>
    public required string Of { get; init; }

    public required WaitReason For { get; init; }

    public string? Item { get; init; }

    public string? Said { get; init; }
}

public sealed record AnswerUnitForm : FactsForm
{
    public required string Key { get; init; }

    public required bool IsOurs { get; init; }

    public string? Said { get; init; }
}

public sealed record PauseForm : ActForm
{
    public required string Reason { get; init; }

    /// <summary>A unit, or "requester".</summary>
    public required string On { get; init; }

    public string? Said { get; init; }
}

/// <summary>An act that needs nothing said.</summary>
public sealed record PlainForm : ActForm;

public sealed record RemindForm : ActForm
{
    public required string Key { get; init; }

    /// <summary>A post besides, as post@unit.</summary>
    public string? To { get; init; }
}

public sealed record EscalateForm : ActForm
{
    public required string Key { get; init; }

    /// <summary>A post, as post@unit; left out for the one that the rules tell first.</summary>
    public string? To { get; init; }

    public string? Reason { get; init; }
}

public sealed record WhistleForm : ActForm
{
    public string? Key { get; init; }

    /// <summary>Those called, of the list in the structure; left out calls all.</summary>
    public IReadOnlyList<string>? Posts { get; init; }

    public string? Reason { get; init; }
}

public sealed record AttendForm : ActForm
{
    public required int Number { get; init; }

    public required string Unit { get; init; }
}

public sealed record ReportForm : ActForm
{
    public required int Number { get; init; }

    public required string Unit { get; init; }

    public required bool Acted { get; init; }

    public required string What { get; init; }
}

public sealed record JudgeForm : ActForm
{
    public required int Number { get; init; }

    public required WhistleVerdict Verdict { get; init; }

    public string? Reason { get; init; }
}

public sealed record DisputeForm : ActForm
{
    public required string Key { get; init; }

    public required string Reason { get; init; }
}

public sealed record ReachForm : ActForm
{
    public required string Key { get; init; }

    public required Channel Channel { get; init; }

    public required ReachProof Proof { get; init; }
}

public sealed record CloseForm : ActForm
{
    public required ClosureKind Kind { get; init; }

    public string? Reason { get; init; }

    public string? ReferredTo { get; init; }
}

public sealed record ReasonForm : ActForm
{
    public string? Reason { get; init; }
}

public sealed record AnswersForm : ActForm
{
    public required string Key { get; init; }

    /// <summary>Those that came since the last time.</summary>
    public required int Answers { get; init; }

    public required int Objections { get; init; }
}

public sealed record RateForm : ActForm
{
    public required int Stars { get; init; }

    public string? Said { get; init; }
}

public sealed record MoveForm : ActForm
{
    /// <summary>The hash of the version.</summary>
    public required string Version { get; init; }
}

public sealed record ProposeForm : ActForm
{
    /// <summary>The files of the structure: path in its folder to content, text in UTF-8.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    public required DateTimeOffset ObjectUntil { get; init; }

    public required DateOnly InForce { get; init; }
}

public sealed record ObjectForm : ActForm
{
    public required string Duty { get; init; }

    public required string Reason { get; init; }
}

public sealed record AnswerObjectionForm : ActForm
{
    public required int Number { get; init; }

    public required bool Followed { get; init; }

    public required string Answer { get; init; }
}

public sealed record AdoptForm : ActForm
{
    /// <summary>The power of the structure in force under which it is adopted.</summary>
    public required string Power { get; init; }

    public IReadOnlyList<OverrideForm>? Overrides { get; init; }
}

public sealed record OverrideForm
{
    public required string Code { get; init; }

    public required string Address { get; init; }

    /// <summary>The post that answers for it, as post@unit.</summary>
    public required string By { get; init; }

    public required DateOnly Until { get; init; }

    public required string Reason { get; init; }
}

public sealed record TakeSeatForm : ActForm
{
    /// <summary>The person, by an opaque id.</summary>
    public required string Person { get; init; }

    /// <summary>The post, as post@unit.</summary>
    public required string Seat { get; init; }

    public required DateOnly From { get; init; }

    /// <summary>The last day, included.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Whom they stand in for, by their id.</summary>
    public string? ActingFor { get; init; }
}

public sealed record LeaveSeatForm : ActForm
{
    public required string Person { get; init; }

    public required string Seat { get; init; }

    /// <summary>The first day on which they no longer sit there.</summary>
    public required DateOnly From { get; init; }
}

public sealed record LendPowerForm : ActForm
{
    /// <summary>The id of the delegation; it is never used again.</summary>
    public required string Delegation { get; init; }

    /// <summary>What is lent: "power/approve-repair", or "delegation/small-sums" where the giver has it by that one.</summary>
    public required string Of { get; init; }

    /// <summary>A post at a unit or group, as post@unit.</summary>
    public required string Receiver { get; init; }

    public LentLimitsForm? Limits { get; init; }

    /// <summary>In whose name the receiver acts.</summary>
    public required ActsFor ActsFor { get; init; }

    /// <summary>How often it may be passed on.</summary>
    public int PassOn { get; init; }

    public required DateOnly From { get; init; }

    /// <summary>The last day, included; left out for no end of its own.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Articles in force, as law/article.</summary>
    public required IReadOnlyList<string> Basis { get; init; }

    public required string Reason { get; init; }
}

public enum ActsFor
{
    Giver,
    Self,
}

public sealed record LentLimitsForm
{
    /// <summary>Of the sum: "2000 CNY".</summary>
    public CeilingsForm? Amount { get; init; }

    /// <summary>Of the number: "30 cases".</summary>
    public CeilingsForm? Number { get; init; }

    public IReadOnlyList<string>? Outcomes { get; init; }

    public IReadOnlyList<string>? Matters { get; init; }

    /// <summary>A unit.</summary>
    public string? Area { get; init; }
}

public sealed record CeilingsForm
{
    public string? PerCase { get; init; }

    public string? PerMonth { get; init; }

    public string? PerQuarter { get; init; }

    public string? PerYear { get; init; }
}

public sealed record WithdrawPowerForm : ActForm
{
    public required string Delegation { get; init; }

    /// <summary>The unit of one receiver; left out for all.</summary>
    public string? Unit { get; init; }

    /// <summary>The first day on which it is gone.</summary>
    public required DateOnly From { get; init; }

    public required string Reason { get; init; }
}

public sealed record DeclareEmergencyForm : ActForm
{
    public required string Emergency { get; init; }

    /// <summary>The last day, included; left out for the longest that the structure allows.</summary>
    public DateOnly? To { get; init; }

    /// <summary>What has happened.</summary>
    public required string Reason { get; init; }
}

public sealed record EndEmergencyForm : ActForm
{
    public required string Emergency { get; init; }

    public required string Reason { get; init; }
}

public sealed record ReviewEmergencyForm : ActForm
{
    public required string Emergency { get; init; }

    /// <summary>The unit on whose ground it was declared.</summary>
    public required string Unit { get; init; }

    /// <summary>Its first day.</summary>
    public required DateOnly Declared { get; init; }

    public required string Findings { get; init; }
}

/// <summary>Spelling of forms and answers about matters: names in camelCase, words of a choice in small letters with hyphens, nothing where there is nothing.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true, NumberHandling = JsonNumberHandling.Strict, AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(WordOf<Channel>), typeof(WordOf<Consent>), typeof(WordOf<WaitReason>), typeof(WordOf<WhistleVerdict>), typeof(WordOf<ReachProof>), typeof(WordOf<ClosureKind>), typeof(WordOf<MatterState>), typeof(WordOf<ActsFor>), typeof(WordOf<global::Trellis.Process.Pictures.PictureKind>), typeof(WordOf<global::Trellis.Structure.StepKind>)])]
[JsonSerializable(typeof(FilingForm))]
[JsonSerializable(typeof(FilingForAnotherForm))]
[JsonSerializable(typeof(DraftForm))]
[JsonSerializable(typeof(InformationForm))]
[JsonSerializable(typeof(PictureForm))]
[JsonSerializable(typeof(PointForm))]
[JsonSerializable(typeof(StepForm))]
[JsonSerializable(typeof(HandOverForm))]
[JsonSerializable(typeof(ReturnForm))]
[JsonSerializable(typeof(RefuseTaskForm))]
[JsonSerializable(typeof(ReferUpForm))]
[JsonSerializable(typeof(AskUnitForm))]
[JsonSerializable(typeof(AnswerUnitForm))]
[JsonSerializable(typeof(PauseForm))]
[JsonSerializable(typeof(PlainForm))]
[JsonSerializable(typeof(RemindForm))]
[JsonSerializable(typeof(EscalateForm))]
[JsonSerializable(typeof(WhistleForm))]
[JsonSerializable(typeof(AttendForm))]
[JsonSerializable(typeof(ReportForm))]
[JsonSerializable(typeof(JudgeForm))]
[JsonSerializable(typeof(DisputeForm))]
[JsonSerializable(typeof(ReachForm))]
[JsonSerializable(typeof(CloseForm))]
[JsonSerializable(typeof(ReasonForm))]
[JsonSerializable(typeof(RateForm))]
[JsonSerializable(typeof(AnswersForm))]
[JsonSerializable(typeof(MoveForm))]
[JsonSerializable(typeof(ProposeForm))]
[JsonSerializable(typeof(ObjectForm))]
[JsonSerializable(typeof(AnswerObjectionForm))]
[JsonSerializable(typeof(AdoptForm))]
[JsonSerializable(typeof(TakeSeatForm))]
[JsonSerializable(typeof(LeaveSeatForm))]
[JsonSerializable(typeof(LendPowerForm))]
[JsonSerializable(typeof(WithdrawPowerForm))]
[JsonSerializable(typeof(DeclareEmergencyForm))]
[JsonSerializable(typeof(EndEmergencyForm))]
[JsonSerializable(typeof(ReviewEmergencyForm))]
[JsonSerializable(typeof(LentShown))]
[JsonSerializable(typeof(EmergenciesShown))]
[JsonSerializable(typeof(MatterShown))]
[JsonSerializable(typeof(ActShown))]
[JsonSerializable(typeof(MatterPage))]
[JsonSerializable(typeof(WaitingPage))]
[JsonSerializable(typeof(ContentsShown))]
[JsonSerializable(typeof(HistoryShown))]
[JsonSerializable(typeof(WaitsShown))]
[JsonSerializable(typeof(LooksShown))]
[JsonSerializable(typeof(HolderShown))]
[JsonSerializable(typeof(SeenShown))]
[JsonSerializable(typeof(MayShown))]
[JsonSerializable(typeof(VersionsShown))]
[JsonSerializable(typeof(VersionShown))]
[JsonSerializable(typeof(VersionFilesShown))]
[JsonSerializable(typeof(MovesPage))]
[JsonSerializable(typeof(MatterTypesShown))]
[JsonSerializable(typeof(MatterTypeShown))]
[JsonSerializable(typeof(CallerShown))]
[JsonSerializable(typeof(DraftsShown))]
[JsonSerializable(typeof(DraftSaved))]
[JsonSerializable(typeof(PicturesShown))]
internal sealed partial class ProcessHttpJson : JsonSerializerContext;

/// <summary>Words of a choice as they stand everywhere else: in small letters, parted by hyphens; numbers are none.</summary>
public sealed class WordOf<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
