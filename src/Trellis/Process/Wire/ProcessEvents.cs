using Trellis.Ledger;
using Trellis.Process.Adoption;
using Trellis.Process.Clocks;
using Trellis.Process.Matters;
using Trellis.Process.Pictures;
using Trellis.Structure;

namespace Trellis.Process.Wire;

/// <summary>An event as it goes into the record.</summary>
/// <param name="Name">With its number: "matter-returned/1".</param>
/// <param name="Fields">Ids, numbers, yes or no, lists. Fields that have no value are left out.</param>
/// <param name="Personal">Texts and values about people by their names; they are kept beside the record and committed to.</param>
public sealed record WireEvent(string Name, EntryValue.Group Fields, IReadOnlyList<PersonalPart> Personal);

/// <param name="Value">Null after an erasure.</param>
public sealed record PersonalPart(string Name, string? Value);

/// <summary>
/// Writes events of this room into fields of the record and reads them again. What is written here is a contract: a field is never renamed, a form never
/// changed. A changed event gets the next number in its name, and the old form is still read.
/// </summary>
public static class ProcessEvents
{
    /// <summary>Every name that is written.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        MatterFiled.Name,
        InformationAdded.Name,
        PictureAdded.Name,
        StepOpened.Name,
        StepSkipped.Name,
        StepStoodBack.Name,
        WayTaken.Name,
        PartBegun.Name,
        PartEnded.Name,
        MatterClosed.Name,
        StepPerformed.Name,
        MatterReceived.Name,
        RequesterReached.Name,
        MatterRated.Name,
        ResultDeclared.Name,
        MatterWithdrawn.Name,
        MatterReopened.Name,
        MatterHandedOver.Name,
        MatterReturned.Name,
        TaskRefused.Name,
        ReferredUp.Name,
        PerformerFound.Name,
        MatterPaused.Name,
        MatterResumed.Name,
        UnitAsked.Name,
        UnitAnswered.Name,
        WhistleBlown.Name,
        WhistleAttended.Name,
        WhistleReported.Name,
        CallMissed.Name,
        WhistleJudged.Name,
        UnitReminded.Name,
        MatterEscalated.Name,
        JobPassed.Name,
        MatterMoved.Name,
        StructureProposed.Name,
        StructureObjected.Name,
        ObjectionAnswered.Name,
        StructureAdopted.Name,
        MovePlanned.Name,
        StructureBegun.Name,
        StructureBegun.NameWithOverrides,
        MatterSeen.Name,
        AnswersRecorded.Name,
        PromiseMade.Name,
        LimitsMoved.Name,
        ConflictDeclared.Name,
        MatterPublished.Name,
        MatterUnpublished.Name,
    ];

    public static WireEvent Write(IEvent happened) => happened switch
    {
        MatterFiled e => new FieldsWriter().Word("matter", e.Matter.Text).Word("number", e.Number).Word("type", e.Type).Word("version", e.Version).Word("place", e.Place?.Text).Roles("roles", e.Roles).Word("requester", e.Requester.Text).Word("helper", e.Helper?.Text).Word("consent", e.Consent is { } consent ? WireWords<Consent>.Of(consent) : null).Word("channel", WireWords<Channel>.Of(e.Channel)).Word("holder", e.Holder.Text).Limit("promise", e.Promise).Time("first-answer-due", e.FirstAnswerDue).Words("given", e.Given).Words("missing", e.Missing).Text("said", e.Said).Values(e.Values).Time("known-from", e.KnownFrom).Time("happened", e.Happened).Done(e.Wire),
        PictureAdded e => new FieldsWriter().Word("matter", e.Matter.Text).Word("from", e.From?.Text).Word("attachment", e.Attachment).Word("kind", WireWords<PictureKind>.Of(e.Kind)).Time("happened", e.Happened).Done(e.Wire),
        InformationAdded e => new FieldsWriter().Word("matter", e.Matter.Text).Word("from", e.From?.Text).Words("given", e.Given).Text("said", e.Said).Values(e.Values).Time("happened", e.Happened).Done(e.Wire),
        StepOpened e => new FieldsWriter().Word("matter", e.Matter.Text).Word("key", e.Key).Word("step", e.Step).Word("kind", WireWords<PointKind>.Of(e.Kind)).Word("performer", WireForms.Of(e.Performer)).Time("since", e.Since).Time("due-from", e.DueFrom).Time("due", e.Due).Word("on", WireForms.Of(e.On)).Word("for", WireWords<WaitReason>.Of(e.For)).Words("awaits", e.Awaits).Word("known-by", e.KnownBy?.Text).Time("happened", e.Happened).Done(e.Wire),
        StepSkipped e => new FieldsWriter().Word("matter", e.Matter.Text).Word("key", e.Key).Word("step", e.Step).Word("why", WireWords<SkipReason>.Of(e.Why)).Time("happened", e.Happened).Done(e.Wire),
        StepStoodBack e => new FieldsWriter().Word("matter", e.Matter.Text).Word("key", e.Key).Time("happened", e.Happened).Done(e.Wire),
        WayTaken e => new FieldsWriter().Word("matter", e.Matter.Text).Word("key", e.Key).Number("way", e.Way).Rows("rows", e.Rows).Time("happened", e.Happened).Done(e.Wire),
        PartBegun e => new FieldsWriter().Word("matter", e.Matter.Text).Word("key", e.Key).Word("type", e.Type).Word("number", e.Number).Time("happened", e.Happened).Done(e.Wire),
        PartEnded e => new FieldsWriter().Word("matter", e.Matter.Text).Word("key", e.Key).Word("result", e.Result).Time("happened", e.Happened).Done(e.Wire),
        MatterClosed e => new FieldsWriter().Word("matter", e.Matter.Text).Word("closure", WireWords<ClosureKind>.Of(e.Closure)).YesNo("confirmed", e.Confirmed).Time("happened", e.Happened).Done(e.Wire),
        StepPerformed e => new FieldsWriter().Word("matter", e.Matter.Text).Word("key", e.Key).Word("step", e.Step).Word("kind", WireWords<StepKind>.Of(e.Kind)).Word("outcome", e.Outcome).Word("result", e.Result).Number("count", e.Count).Number("answers", e.Answers).Word("by", e.By?.ToString()).Word("person", e.Person?.Text).Word("band", e.Band).Words("given", e.Given).Text("reason", e.Reason).Values(e.Values).Time("happened", e.Happened).Done(e.Wire),
        MatterReceived e => new FieldsWriter().Word("matter", e.Matter.Text).Word("first-contact", e.FirstContact.ToString()).Word("holder", e.Holder.Text).Time("known-from", e.KnownFrom).Time("happened", e.Happened).Done(e.Wire),
        RequesterReached e => new FieldsWriter().Word("matter", e.Matter.Text).Word("key", e.Key).Word("channel", WireWords<Channel>.Of(e.Channel)).Word("proof", WireWords<ReachProof>.Of(e.Proof)).Time("due", e.Due).Time("happened", e.Happened).Done(e.Wire),
        MatterRated e => new FieldsWriter().Word("matter", e.Matter.Text).Word("type", e.Type).Number("stars", e.Stars).Text("said", e.Said).Time("happened", e.Happened).Done(e.Wire),
        MatterPublished e => new FieldsWriter().Word("matter", e.Matter.Text).Time("happened", e.Happened).Done(e.Wire),
        MatterUnpublished e => new FieldsWriter().Word("matter", e.Matter.Text).Time("happened", e.Happened).Done(e.Wire),
        ResultDeclared e => new FieldsWriter().Word("matter", e.Matter.Text).Word("closure", WireWords<ClosureKind>.Of(e.Closure)).Word("by", e.By.Text).Word("referred-to", e.ReferredTo?.Text).YesNo("cuts-short", e.CutsShort).Text("reason", e.Reason).Time("happened", e.Happened).Done(e.Wire),
        MatterWithdrawn e => new FieldsWriter().Word("matter", e.Matter.Text).Text("reason", e.Reason).Time("happened", e.Happened).Done(e.Wire),
        MatterReopened e => new FieldsWriter().Word("matter", e.Matter.Text).Number("round", e.Round).Text("reason", e.Reason).Time("happened", e.Happened).Done(e.Wire),
        MatterHandedOver e => new FieldsWriter().Word("matter", e.Matter.Text).Word("from", e.From.Text).Word("to", e.To.Text).YesNo("whole", e.Whole).Moved("moved", e.Moved).Text("reason", e.Reason).Time("known-from", e.KnownFrom).Time("happened", e.Happened).Done(e.Wire),
        MatterReturned e => new FieldsWriter().Word("matter", e.Matter.Text).Word("from", e.From.Text).Word("to", e.To.Text).YesNo("whole", e.Whole).Word("cited-duty", e.CitedDuty.Text).Word("right-holder", e.RightHolder.Text).Moved("moved", e.Moved).Text("reason", e.Reason).Time("known-from", e.KnownFrom).Time("happened", e.Happened).Done(e.Wire),
        TaskRefused e => new FieldsWriter().Word("matter", e.Matter.Text).Word("from", e.From.Text).Word("to", e.To.Text).YesNo("whole", e.Whole).Word("duty", e.Duty.Text).Moved("moved", e.Moved).Time("since", e.Since).Text("reason", e.Reason).Time("happened", e.Happened).Done(e.Wire),
        ReferredUp e => new FieldsWriter().Word("matter", e.Matter.Text).Word("key", e.Key).Word("from", e.From?.ToString()).Word("to", e.To.ToString()).Time("due", e.Due).Word("job", e.Job).Text("reason", e.Reason).Time("happened", e.Happened).Done(e.Wire),
        PerformerFound e => new FieldsWriter().Word("matter", e.Matter.Text).Word("key", e.Key).Word("performer", WireForms.Of(e.Performer)).Word("on", WireForms.Of(e.On)).Word("for", WireWords<WaitReason>.Of(e.For)).Time("happened", e.Happened).Done(e.Wire),
        MatterPaused e => new FieldsWriter().Word("matter", e.Matter.Text).Word("reason", e.Reason).YesNo("stops-promise", e.StopsPromise).Word("on", WireForms.Of(e.On)).Time("limit", e.Limit).Text("said", e.Said).Time("happened", e.Happened).Done(e.Wire),
        MatterResumed e => new FieldsWriter().Word("matter", e.Matter.Text).Dues("dues", e.Dues).Word("job", e.Job).Time("happened", e.Happened).Done(e.Wire),
        UnitAsked e => new FieldsWriter().Word("matter", e.Matter.Text).Word("key", e.Key).Word("by", e.By.Text).Word("of", WireForms.Of(e.Of)).Word("for", WireWords<WaitReason>.Of(e.For)).Word("item", e.Item).Text("said", e.Said).Time("happened", e.Happened).Done(e.Wire),
        UnitAnswered e => new FieldsWriter().Word("matter", e.Matter.Text).Word("key", e.Key).Word("from", WireForms.Of(e.From)).YesNo("is-ours", e.IsOurs).Words("given", e.Given).Text("said", e.Said).Values(e.Values).Time("happened", e.Happened).Done(e.Wire),
        WhistleBlown e => new FieldsWriter().Word("matter", e.Matter.Text).Number("number", e.Number).Word("by", e.By.ToString()).Word("key", e.Key).Calls("calls", e.Calls).Words("absent", e.Absent).Text("reason", e.Reason).Time("happened", e.Happened).Done(e.Wire),
        WhistleAttended e => new FieldsWriter().Word("matter", e.Matter.Text).Number("number", e.Number).Word("unit", e.Unit.Text).YesNo("in-time", e.InTime).Time("happened", e.Happened).Done(e.Wire),
        WhistleReported e => new FieldsWriter().Word("matter", e.Matter.Text).Number("number", e.Number).Word("unit", e.Unit.Text).YesNo("acted", e.Acted).Text("what", e.What).Time("happened", e.Happened).Done(e.Wire),
        CallMissed e => new FieldsWriter().Word("matter", e.Matter.Text).Number("number", e.Number).Word("unit", e.Unit.Text).Word("job", e.Job).Time("happened", e.Happened).Done(e.Wire),
        WhistleJudged e => new FieldsWriter().Word("matter", e.Matter.Text).Number("number", e.Number).Word("verdict", WireWords<WhistleVerdict>.Of(e.Verdict)).Ends("ends", e.Ends).Text("reason", e.Reason).Time("happened", e.Happened).Done(e.Wire),
        UnitReminded e => new FieldsWriter().Word("matter", e.Matter.Text).Word("key", e.Key).Word("on", WireForms.Of(e.On)).Word("to", e.To?.ToString()).Word("job", e.Job).Time("happened", e.Happened).Done(e.Wire),
        MatterEscalated e => new FieldsWriter().Word("matter", e.Matter.Text).Word("key", e.Key).Word("on", WireForms.Of(e.On)).Word("to", e.To?.ToString()).Word("job", e.Job).Text("reason", e.Reason).Time("happened", e.Happened).Done(e.Wire),
        JobPassed e => new FieldsWriter().Word("matter", e.Matter.Text).Word("job", e.Job).Word("refusal", e.Refusal).Time("happened", e.Happened).Done(e.Wire),
        MatterMoved e => new FieldsWriter().Word("matter", e.Matter.Text).Word("from", e.From).Word("to", e.To).Words("kept", e.Kept).Turns("turns", e.Turns).Time("happened", e.Happened).Done(e.Wire),
        StructureProposed e => new FieldsWriter().Word("version", e.Version).Word("replaces", e.Replaces).Word("plan-digest", e.PlanDigest).Word("findings-digest", e.FindingsDigest).Grows("grows", e.Grows).Errors("errors", e.Errors).Time("object-until", e.ObjectUntil).Day("in-force", e.InForce).Time("happened", e.Happened).Done(e.Wire),
        StructureObjected e => new FieldsWriter().Word("version", e.Version).Number("number", e.Number).Word("unit", e.Unit.Text).Word("duty", e.Duty.Text).Text("reason", e.Reason).Time("happened", e.Happened).Done(e.Wire),
        ObjectionAnswered e => new FieldsWriter().Word("version", e.Version).Number("number", e.Number).YesNo("followed", e.Followed).Text("answer", e.Answer).Time("happened", e.Happened).Done(e.Wire),
        StructureAdopted e => new FieldsWriter().Word("version", e.Version).Day("in-force", e.InForce).Overrides("overrides", e.Overrides).Time("happened", e.Happened).Done(e.Wire),
        StructureBegun e => new FieldsWriter().Word("version", e.Version).Word("findings-digest", e.FindingsDigest).Errors("errors", e.Errors).Overrides("overrides", e.Overrides).Day("in-force", e.InForce).Time("happened", e.Happened).Done(e.Wire),
        MatterSeen e => new FieldsWriter().Word("matter", e.Matter.Text).Word("person", e.Person.Text).Word("seat", e.Seat.ToString()).Time("happened", e.Happened).Done(e.Wire),
        AnswersRecorded e => new FieldsWriter().Word("matter", e.Matter.Text).Word("key", e.Key).Number("answers", e.Answers).Number("objections", e.Objections).Time("happened", e.Happened).Done(e.Wire),
        PromiseMade e => new FieldsWriter().Word("matter", e.Matter.Text).Limit("promise", e.Promise).Time("first-answer-due", e.FirstAnswerDue).Time("happened", e.Happened).Done(e.Wire),
        LimitsMoved e => new FieldsWriter().Word("matter", e.Matter.Text).Dues("dues", e.Dues).Time("happened", e.Happened).Done(e.Wire),
        ConflictDeclared e => new FieldsWriter().Word("matter", e.Matter.Text).Word("person", e.Person.Text).Word("seat", e.Seat.ToString()).Text("reason", e.Reason).Time("happened", e.Happened).Done(e.Wire),
        MovePlanned e => new FieldsWriter().Word("version", e.Version).Lines("lines", e.Lines).Time("happened", e.Happened).Done(e.Wire),
        _ => throw new InvalidOperationException($"{happened.Wire} is no event of this room."),
    };

    /// <summary>Reads what <see cref="Write"/> wrote; null for a name that is not of this room. Personal parts may be missing after an erasure.</summary>
    public static IEvent? Read(string name, EntryValue.Group fields, IReadOnlyList<PersonalPart> personal)
    {
        var r = new FieldsReader(name, fields, personal);
        return name switch
        {
            MatterFiled.Name => new MatterFiled(new MatterId(r.Word("matter")), r.Word("number"), r.Word("type"), r.Word("version"), r.WordOrNull("place") is { } place ? new UnitId(place) : null, r.Roles("roles"), new ActorId(r.Word("requester")), r.WordOrNull("helper") is { } helper ? new ActorId(helper) : null, r.WordOrNull("consent") is { } consent ? WireWords<Consent>.Read(consent) : null, WireWords<Channel>.Read(r.Word("channel")), new UnitId(r.Word("holder")), r.Limit("promise"), r.TimeOrNull("first-answer-due"), r.Words("given"), r.Words("missing"), r.Text("said"), r.Values(), r.TimeOrNull("known-from"), r.Time("happened")),
            InformationAdded.Name => new InformationAdded(new MatterId(r.Word("matter")), r.WordOrNull("from") is { } from ? new UnitId(from) : null, r.Words("given"), r.Text("said"), r.Values(), r.Time("happened")),
            PictureAdded.Name => new PictureAdded(new MatterId(r.Word("matter")), r.WordOrNull("from") is { } of ? new UnitId(of) : null, r.Word("attachment"), WireWords<PictureKind>.Read(r.Word("kind")), r.Time("happened")),
            StepOpened.Name => new StepOpened(new MatterId(r.Word("matter")), r.Word("key"), r.WordOrNull("step") ?? "", WireWords<PointKind>.Read(r.Word("kind")), r.Performer("performer"), r.Time("since"), r.Time("due-from"), r.TimeOrNull("due"), r.Bearer("on"), WireWords<WaitReason>.Read(r.Word("for")), r.Words("awaits"), r.WordOrNull("known-by") is { } knownBy ? new UnitId(knownBy) : null, r.Time("happened")),
            StepSkipped.Name => new StepSkipped(new MatterId(r.Word("matter")), r.Word("key"), r.WordOrNull("step") ?? "", WireWords<SkipReason>.Read(r.Word("why")), r.Time("happened")),
            StepStoodBack.Name => new StepStoodBack(new MatterId(r.Word("matter")), r.Word("key"), r.Time("happened")),
            WayTaken.Name => new WayTaken(new MatterId(r.Word("matter")), r.Word("key"), r.Number("way"), r.Rows("rows"), r.Time("happened")),
            PartBegun.Name => new PartBegun(new MatterId(r.Word("matter")), r.Word("key"), r.Word("type"), r.Word("number"), r.Time("happened")),
            PartEnded.Name => new PartEnded(new MatterId(r.Word("matter")), r.Word("key"), r.WordOrNull("result"), r.Time("happened")),
            MatterClosed.Name => new MatterClosed(new MatterId(r.Word("matter")), WireWords<ClosureKind>.Read(r.Word("closure")), r.YesNoOrNull("confirmed"), r.Time("happened")),
            StepPerformed.Name => new StepPerformed(new MatterId(r.Word("matter")), r.Word("key"), r.Word("step"), WireWords<StepKind>.Read(r.Word("kind")), r.Word("outcome"), r.WordOrNull("result"), r.NumberOrNull("count"), r.NumberOrNull("answers"), r.PostOrNull("by"), r.WordOrNull("person") is { } person ? new ActorId(person) : null, r.WordOrNull("band"), r.Words("given"), r.Text("reason"), r.Values(), r.Time("happened")),
            MatterReceived.Name => new MatterReceived(new MatterId(r.Word("matter")), r.Post("first-contact"), new UnitId(r.Word("holder")), r.TimeOrNull("known-from"), r.Time("happened")),
            RequesterReached.Name => new RequesterReached(new MatterId(r.Word("matter")), r.Word("key"), WireWords<Channel>.Read(r.Word("channel")), WireWords<ReachProof>.Read(r.Word("proof")), r.TimeOrNull("due"), r.Time("happened")),
            MatterPublished.Name => new MatterPublished(new MatterId(r.Word("matter")), r.Time("happened")),
            MatterUnpublished.Name => new MatterUnpublished(new MatterId(r.Word("matter")), r.Time("happened")),
            MatterRated.Name => new MatterRated(new MatterId(r.Word("matter")), r.Word("type"), r.Number("stars"), r.Text("said"), r.Time("happened")),
            ResultDeclared.Name => new ResultDeclared(new MatterId(r.Word("matter")), WireWords<ClosureKind>.Read(r.Word("closure")), new UnitId(r.Word("by")), r.WordOrNull("referred-to") is { } referredTo ? new UnitId(referredTo) : null, r.YesNo("cuts-short"), r.Text("reason"), r.Time("happened")),
            MatterWithdrawn.Name => new MatterWithdrawn(new MatterId(r.Word("matter")), r.Text("reason"), r.Time("happened")),
            MatterReopened.Name => new MatterReopened(new MatterId(r.Word("matter")), r.Number("round"), r.Text("reason"), r.Time("happened")),
            MatterHandedOver.Name => new MatterHandedOver(new MatterId(r.Word("matter")), new UnitId(r.Word("from")), new UnitId(r.Word("to")), r.YesNo("whole"), r.Moved("moved"), r.Text("reason"), r.TimeOrNull("known-from"), r.Time("happened")),
            MatterReturned.Name => new MatterReturned(new MatterId(r.Word("matter")), new UnitId(r.Word("from")), new UnitId(r.Word("to")), r.YesNo("whole"), new DutyId(r.Word("cited-duty")), new UnitId(r.Word("right-holder")), r.Moved("moved"), r.Text("reason"), r.TimeOrNull("known-from"), r.Time("happened")),
            TaskRefused.Name => new TaskRefused(new MatterId(r.Word("matter")), new UnitId(r.Word("from")), new UnitId(r.Word("to")), r.YesNo("whole"), new DutyId(r.Word("duty")), r.Moved("moved"), r.Time("since"), r.Text("reason"), r.Time("happened")),
            ReferredUp.Name => new ReferredUp(new MatterId(r.Word("matter")), r.Word("key"), r.PostOrNull("from"), r.Post("to"), r.TimeOrNull("due"), r.WordOrNull("job"), r.Text("reason"), r.Time("happened")),
            PerformerFound.Name => new PerformerFound(new MatterId(r.Word("matter")), r.Word("key"), r.Performer("performer"), r.Bearer("on"), WireWords<WaitReason>.Read(r.Word("for")), r.Time("happened")),
            MatterPaused.Name => new MatterPaused(new MatterId(r.Word("matter")), r.Word("reason"), r.YesNo("stops-promise"), r.Bearer("on"), r.TimeOrNull("limit"), r.Text("said"), r.Time("happened")),
            MatterResumed.Name => new MatterResumed(new MatterId(r.Word("matter")), r.Dues("dues"), r.WordOrNull("job"), r.Time("happened")),
            UnitAsked.Name => new UnitAsked(new MatterId(r.Word("matter")), r.Word("key"), new UnitId(r.Word("by")), r.Bearer("of"), WireWords<WaitReason>.Read(r.Word("for")), r.WordOrNull("item"), r.Text("said"), r.Time("happened")),
            UnitAnswered.Name => new UnitAnswered(new MatterId(r.Word("matter")), r.Word("key"), r.Bearer("from"), r.YesNo("is-ours"), r.Words("given"), r.Text("said"), r.Values(), r.Time("happened")),
            WhistleBlown.Name => new WhistleBlown(new MatterId(r.Word("matter")), r.Number("number"), r.Post("by"), r.WordOrNull("key"), r.Calls("calls"), r.Words("absent"), r.Text("reason"), r.Time("happened")),
            WhistleAttended.Name => new WhistleAttended(new MatterId(r.Word("matter")), r.Number("number"), new UnitId(r.Word("unit")), r.YesNo("in-time"), r.Time("happened")),
            WhistleReported.Name => new WhistleReported(new MatterId(r.Word("matter")), r.Number("number"), new UnitId(r.Word("unit")), r.YesNo("acted"), r.Text("what"), r.Time("happened")),
            CallMissed.Name => new CallMissed(new MatterId(r.Word("matter")), r.Number("number"), new UnitId(r.Word("unit")), r.Word("job"), r.Time("happened")),
            WhistleJudged.Name => new WhistleJudged(new MatterId(r.Word("matter")), r.Number("number"), WireWords<WhistleVerdict>.Read(r.Word("verdict")), r.Ends("ends"), r.Text("reason"), r.Time("happened")),
            UnitReminded.Name => new UnitReminded(new MatterId(r.Word("matter")), r.Word("key"), r.Bearer("on"), r.PostOrNull("to"), r.WordOrNull("job"), r.Time("happened")),
            MatterEscalated.Name => new MatterEscalated(new MatterId(r.Word("matter")), r.Word("key"), r.Bearer("on"), r.PostOrNull("to"), r.WordOrNull("job"), r.Text("reason"), r.Time("happened")),
            JobPassed.Name => new JobPassed(new MatterId(r.Word("matter")), r.Word("job"), r.Word("refusal"), r.Time("happened")),
            MatterMoved.Name => new MatterMoved(new MatterId(r.Word("matter")), r.Word("from"), r.Word("to"), r.Words("kept"), r.Turns("turns"), r.Time("happened")),
            StructureProposed.Name => new StructureProposed(r.Word("version"), r.WordOrNull("replaces"), r.Word("plan-digest"), r.Word("findings-digest"), r.Grows("grows"), r.Errors("errors"), r.Time("object-until"), r.Day("in-force"), r.Time("happened")),
            StructureObjected.Name => new StructureObjected(r.Word("version"), r.Number("number"), new UnitId(r.Word("unit")), new DutyId(r.Word("duty")), r.Text("reason"), r.Time("happened")),
            ObjectionAnswered.Name => new ObjectionAnswered(r.Word("version"), r.Number("number"), r.YesNo("followed"), r.Text("answer"), r.Time("happened")),
            StructureAdopted.Name => new StructureAdopted(r.Word("version"), r.Day("in-force"), r.Overrides("overrides"), r.Time("happened")),
            StructureBegun.Name => new StructureBegun(r.Word("version"), r.Word("findings-digest"), r.Errors("errors"), r.Day("in-force"), r.Time("happened")),
            StructureBegun.NameWithOverrides => new StructureBegun(r.Word("version"), r.Word("findings-digest"), r.Errors("errors"), r.Day("in-force"), r.Time("happened")) { Overrides = r.Overrides("overrides") },
            MatterSeen.Name => new MatterSeen(new MatterId(r.Word("matter")), new ActorId(r.Word("person")), r.Post("seat"), r.Time("happened")),
            AnswersRecorded.Name => new AnswersRecorded(new MatterId(r.Word("matter")), r.Word("key"), r.Number("answers"), r.Number("objections"), r.Time("happened")),
            PromiseMade.Name => new PromiseMade(new MatterId(r.Word("matter")), r.Limit("promise"), r.TimeOrNull("first-answer-due"), r.Time("happened")),
            LimitsMoved.Name => new LimitsMoved(new MatterId(r.Word("matter")), r.Dues("dues"), r.Time("happened")),
            ConflictDeclared.Name => new ConflictDeclared(new MatterId(r.Word("matter")), new ActorId(r.Word("person")), r.Post("seat"), r.Text("reason"), r.Time("happened")),
            MovePlanned.Name => new MovePlanned(r.Word("version"), r.Lines("lines"), r.Time("happened")),
            _ => null,
        };
    }
}
