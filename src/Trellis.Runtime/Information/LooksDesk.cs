using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Trellis.Authority;
using Trellis.Authority.Access;
using Trellis.Information.Forms;
using Trellis.Information.Looks;
using Trellis.Information.Registers;
using Trellis.Information.Retention;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Structure;
using Draft = Trellis.Runtime.Ledger.Draft;

namespace Trellis.Runtime.Information;

/// <summary>What came of a look.</summary>
public abstract record LookAnswer
{
    private LookAnswer()
    {
    }

    /// <summary>It stands in the record; what it covers may be shown.</summary>
    public sealed record Committed(CommittedLook Look) : LookAnswer;

    /// <param name="Recorded">Where the refusal stands in the record; null where it does not.</param>
    public sealed record Refused(Refusal Why, Receipt? Recorded) : LookAnswer;

    /// <summary>There is no such matter, or none that the asker may know of.</summary>
    public sealed record Unknown : LookAnswer;
}

/// <summary>
/// The desk of looks: enters who is shown what of whom before anything is shown, and what people say about it. The purpose is read off the matter, form or power at hand in the turn of
/// the look, so that a consent that was taken back a moment before counts. Safe for any number of callers.
/// </summary>
public sealed class LooksDesk
{
    private readonly MattersDesk _matters;
    private readonly RecordWriter _writer;
    private readonly LooksState _state;
    private readonly BaseOfMatters _base;
    private readonly ConcurrentDictionary<(GovernanceStructure Structure, string Type), FormulaNames> _names = new();
    private readonly ConcurrentDictionary<(string Version, string Purpose), ConsentAgreement?> _agreements = new();

    private LooksDesk(MattersDesk matters)
    {
        (_matters, _writer, _base) = (matters, matters.Writer, new BaseOfMatters(matters));
        _state = new LooksState(_writer.MostAtOnce, ConsentsOf);
        Questions = new LookQuestions(matters);
    }

    /// <summary>What can be asked about looks.</summary>
    public LookQuestions Questions { get; }

    /// <summary>Opens the desk beside that of matters.</summary>
    public static async Task<LooksDesk> OpenAsync(MattersDesk matters)
    {
        ArgumentNullException.ThrowIfNull(matters);
        var desk = new LooksDesk(matters);
        await matters.Writer.DecideOnAsync(desk._state);
        matters.ConsentUnderWay = desk._state.IsUnderWay;
        return desk;
    }

    /// <summary>An officer looks into what people wrote and gave in a matter.</summary>
    /// <exception cref="MachineFault">It could not be stored, and nothing may be shown.</exception>
    public Task<LookAnswer> LookIntoAsync(Actor.Officer by, MatterId matter, CancellationToken cancellationToken) => LookAsync(by, LookReason.Of(matter), null, null, null, cancellationToken);

    /// <summary>An officer looks at what the registers hold of the rows that a matter is about, as far as its type asks for it or uses it.</summary>
    /// <returns>The answer, and what is known where the look stands in the record; nothing where the registers hold nothing of it.</returns>
    /// <exception cref="MachineFault">It could not be stored, and nothing may be shown.</exception>
    public async Task<(LookAnswer Answer, IReadOnlyList<KnownLine> Known)> LookIntoBaseAsync(Actor.Officer by, MatterId matter, CancellationToken cancellationToken)
    {
        if (_matters.Questions.Find(by, matter) is not var (found, _) || PurposeNow(LookReason.Of(matter), found) is not { } purpose) return (new LookAnswer.Unknown(), []);
        var needs = _base.NeedsOf(found, purpose);
        if (needs.Count == 0) return (new LookAnswer.Refused(LookRefusals.NotInThisMatter, null), []);
        var answer = await LookAsync(by, LookReason.Of(matter), [.. needs.Select(static one => one.Row).Distinct()], [.. needs.Select(static one => one.Item).Distinct(StringComparer.Ordinal)], needs.ToHashSet(), cancellationToken);
        await Task.Yield(); // others wait for their answer where ours was given
        return (answer, answer is LookAnswer.Committed(var look) ? _base.Open(look, needs) : []);
    }

    /// <summary>What registers hold of somebody of what their matter asks for or uses; they read it themselves, so there is no look. Null where the matter is none that they may see.</summary>
    public IReadOnlyList<KnownLine>? OwnBase(Actor.Resident by, MatterId matter)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (_matters.Questions.Find(by, matter) is not var (found, _)) return null;
        return PurposeNow(LookReason.Of(matter), found) is { } purpose ? _base.OpenOwn(by.Person, _base.NeedsOf(found, purpose)) : [];
    }

    /// <summary>What registers hold of somebody of certain items, for themselves: so there is no look. Rows of others are not there.</summary>
    public IReadOnlyList<KnownLine> OwnBase(Actor.Resident by, IReadOnlyList<(RowId Row, string Item)> items)
    {
        ArgumentNullException.ThrowIfNull(by);
        return _base.OpenOwn(by.Person, items);
    }

    /// <summary>What the registers say of what a look covers; for rows and items that were asked for under a form, a power or an inquiry.</summary>
    public IReadOnlyList<KnownLine> Open(CommittedLook look)
    {
        ArgumentNullException.ThrowIfNull(look);
        return _base.Open(look, look.Covered);
    }

    /// <summary>An officer looks at items of rows of registers; under a form at those that it asks for, of rows where they fill it in.</summary>
    /// <exception cref="MachineFault">It could not be stored, and nothing may be shown.</exception>
    public Task<LookAnswer> LookAtAsync(Actor.Officer by, LookReason reason, IReadOnlyList<RowId> subjects, IReadOnlyList<string> items, CancellationToken cancellationToken)
    {
        if (AskedBy(by, reason) is not { } asked) return LookAsync(by, reason, subjects, items, null, cancellationToken);
        var besides = items.Where(item => asked.Rows?.Needs(asked.Form, item) != true).ToHashSet(StringComparer.Ordinal);
        var no = asked.WhyNot ?? (besides.Count == items.Count || Where(by, asked, subjects).Count < subjects.Count ? LookRefusals.NotOnThisForm : null);
        return LookAsync(by, reason, subjects, items, null, cancellationToken, besides: besides, no: no);
    }

    /// <summary>An officer looked for rows by what they know of them: those that were found have been looked at by it. Under a form only rows where they fill it in are found.</summary>
    /// <exception cref="MachineFault">It could not be stored, and nothing may be shown.</exception>
    public Task<LookAnswer> LookAtFoundAsync(Actor.Officer by, LookReason reason, IReadOnlyList<RowId> found, IReadOnlyList<string> items, CancellationToken cancellationToken)
    {
        if (AskedBy(by, reason) is not { } asked) return LookAsync(by, reason, found, items, null, cancellationToken);
        var there = asked.WhyNot is null ? Where(by, asked, found) : [];
        return LookAsync(by, reason, there.Count > 0 ? there : found, items, null, cancellationToken, no: asked.WhyNot ?? (there.Count == 0 ? LookRefusals.NotOnThisForm : null));
    }

    /// <summary>What the form that is at hand asks about; null where none is.</summary>
    private FormAtHand? AskedBy(Actor.Officer by, LookReason reason)
    {
        if (reason.Kind != "form") return null;
        var (running, day) = (_matters.InForce, _matters.InForce.DayOf(_matters.Now));
        var view = running.At(by.Seat.Unit, day).Structure.On(day);
        return view.Structure.Forms.On(reason.Id, day) is not { } form ? null
            : new FormAtHand(form, view, AskedRows.Of(form, view), _matters.Questions.Ask(session => FormQuestions.Standing(session, form.Id)).Suspended is not null);
    }

    /// <summary>Those of the rows that are of the form's register and, for whoever fills it in, on their ground; whoever asks for it sees those of all.</summary>
    private IReadOnlyList<RowId> Where(Actor.Officer by, FormAtHand asked, IReadOnlyList<RowId> rows)
    {
        RowId[] of = [.. rows.Where(row => row.Register == asked.Rows!.Register)];
        if (asked.Form.AskedBy.Id == by.Seat.Unit.Text) return of;
        if (asked.View.Unit(by.Seat.Unit.Text) is not { } unit || Grounds.PathOf(asked.View.Structure, asked.Rows!.Register, asked.View.Day) is not { } path) return [];
        return _matters.Questions.Ask(session =>
        {
            var subjects = SubjectRows.Find(session, of);
            return (IReadOnlyList<RowId>)[.. of.Where(row => subjects.Find(one => one.Id == row) is { } subject && Grounds.Of(subject, path, new AsOf(asked.View.Day), next => SubjectRows.Find(session, [next]) is [var one] ? one : null) is { } ground && asked.View.Unit(ground.Text) is { } place && unit.Contains(place))];
        });
    }

    private sealed record FormAtHand(Form Form, StructureOnDay View, AskedRows? Rows, bool IsSuspended)
    {
        public Refusal? WhyNot => IsSuspended ? FormRefusals.IsSuspended : Rows is null ? LookRefusals.NotOnThisForm : null;
    }

    /// <summary>
    /// An officer who files for somebody looks for them by what they said of themselves at the counter: so they gave it for this very thing, and no other word of theirs is needed. It covers what they
    /// were found by, and opens nothing.
    /// </summary>
    /// <exception cref="MachineFault">It could not be stored, and nothing may be shown.</exception>
    public Task<LookAnswer> LookForAsync(Actor.Officer by, LookReason filing, IReadOnlyList<RowId> found, IReadOnlyList<string> items, CancellationToken cancellationToken) => LookAsync(by, filing, found, items, null, cancellationToken, isFinding: true);

    /// <summary>Why an officer finds nobody at all under what is at hand, whoever is there and whatever they type. Who tries it stands in the record, as every want of authority does.</summary>
    /// <returns>Null where they may look.</returns>
    /// <exception cref="MachineFault">It could not be stored.</exception>
    public async Task<LookAnswer?> LookForNobodyAsync(Actor.Officer by, LookReason reason, CancellationToken cancellationToken)
    {
        var answer = await LookAsync(by, reason, [], [], null, cancellationToken, isFinding: reason.Kind == LookReason.FilingKind, no: AskedBy(by, reason)?.WhyNot);
        return answer is LookAnswer.Refused { Why: var why } && (why == LookRefusals.NothingAskedFor || why == LookRefusals.NotInThisMatter) ? null : answer;
    }

    /// <summary>Whether a matter type is an officer's to file for others after looking for them: they receive it, or hold a power that receiving it needs, of their own or lent.</summary>
    public bool IsTheirsToFile(Actor.Officer by, string type)
    {
        ArgumentNullException.ThrowIfNull(by);
        var rules = _matters.State.Rules.On(_matters.Now, _matters.Versions);
        return rules.Running is { } running && IsAtHand(LookReason.OfFiling(type), by, rules, running.DayOf(_matters.Now));
    }

    /// <summary>An officer looks for the rows that name another by an item. Who is named so is looked at as they are, also where nobody names them: that is told as well.</summary>
    /// <exception cref="MachineFault">It could not be stored, and nothing may be shown.</exception>
    public Task<LookAnswer> LookAtNamingAsync(Actor.Officer by, LookReason reason, IReadOnlyList<RowId> naming, RowId named, string item, CancellationToken cancellationToken) =>
        LookAsync(by, reason, [.. naming, named], [item], null, cancellationToken, new HashSet<RowId> { named });

    /// <param name="subjects">Null for what was given in the matter itself.</param>
    /// <param name="only">Which items of which subjects, where not each of all, and known to be needed; null otherwise.</param>
    /// <param name="named">Those of the subjects that the items name; null for none.</param>
    /// <param name="isFinding">Whether they were found by what they said of themselves, and nothing of them is opened.</param>
    /// <param name="besides">Items that what is at hand does not need; null for none.</param>
    /// <param name="no">Why what is at hand does not reach so far; null where it does.</param>
    private async Task<LookAnswer> LookAsync(
        Actor.Officer by, LookReason reason, IReadOnlyList<RowId>? subjects, IReadOnlyList<string>? items, IReadOnlySet<(RowId Row, string Item)>? only, CancellationToken cancellationToken, IReadOnlySet<RowId>? named = null, bool isFinding = false, IReadOnlySet<string>? besides = null, Refusal? no = null)
    {
        long? number = null;
        var needed = only;
        if (reason.Matter is { } id)
        {
            if ((number = MatterNumbers.Of(id)) is null) return new LookAnswer.Unknown();
            // Of the registers a matter sees what it needs, and nothing besides.
            if (subjects is not null && items is not null && only is null)
            {
                if (_matters.Questions.Find(id) is not var (found, _)) return new LookAnswer.Unknown();
                needed = PurposeNow(reason, found) is { } at ? _base.NeedsOf(found, at).Where(need => subjects.Contains(need.Row) && items.Contains(need.Item, StringComparer.Ordinal)).ToHashSet() : [];
                if (needed.Count == 0) return new LookAnswer.Refused(LookRefusals.NotInThisMatter, null);
            }
        }

        var act = new LookAtValues(reason, subjects ?? [], items ?? []) { Only = needed, Named = named, IsFinding = isFinding, Besides = besides ?? System.Collections.Frozen.FrozenSet<string>.Empty };
        var pending = new PendingLook(by, act, number, PendingLook.NumberOf(reason));
        var settled = await _writer.PerformAsync(pending, turn => Decide(pending, act, subjects is null, no, turn), cancellationToken);
        if (pending.Unknown) return new LookAnswer.Unknown();
        if (settled is Settled.NotDone(var why, var recorded)) return new LookAnswer.Refused(why, recorded);
        return CommittedLook.TryMake(pending, settled, out var look) ? new LookAnswer.Committed(look) : throw new UnreachableException();
    }

    /// <summary>Somebody agrees to a purpose, or takes it back.</summary>
    /// <returns>Where it stands, or why not.</returns>
    /// <exception cref="MachineFault">It could not be stored.</exception>
    public Task<(Receipt? Done, Refusal? Why)> SayAsync(Actor.Resident by, IAct act, CancellationToken cancellationToken)
    {
        var purpose = act switch { GiveConsent one => one.Purpose, WithdrawConsent one => one.Purpose, _ => throw new ArgumentException($"{act.Word} says nothing about consent.", nameof(act)) };
        return DoAsync(new PendingLook(by, act, null, null), (running, turn) =>
        {
            var known = running.Structure.Purposes.On(purpose, running.DayOf(turn.At));
            var standing = _state.Consent(by.Person.Text, purpose);
            return act switch
            {
                GiveConsent give => GivingConsent.Decide(give, by.Person, known, AgreementOf(running, purpose, running.DayOf(turn.At))?.Digest ?? "", standing, turn.At),
                _ => GivingConsent.Decide((WithdrawConsent)act, by.Person, known, standing, turn.At),
            };
        }, cancellationToken);
    }

    /// <summary>An officer at a counter enters that somebody agreed: to the purpose of a matter of theirs, which the officer filed for them or in which the officer's unit has a part.</summary>
    /// <returns>Where it stands, or why not.</returns>
    /// <exception cref="MachineFault">It could not be stored.</exception>
    public Task<(Receipt? Done, Refusal? Why)> TakeConsentAsync(Actor.Officer by, GiveConsentFor act, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(act);
        if (MatterNumbers.Of(act.Matter) is not { } number) return Task.FromResult<(Receipt?, Refusal?)>((null, LookRefusals.NotInThisMatter));
        return DoAsync(new PendingLook(by, act, number, null), (running, turn) =>
        {
            if (_matters.State.Find(number)?.Matter is not { } matter || (matter.FiledBy != by.Person && !SeeingMatters.HasAPart(matter, by.Seat.Unit))) return LookRefusals.NotInThisMatter;
            if (!SeeingMatters.MayRead(by, matter)) return AccessRefusals.WordsNotTheirs;
            var day = running.DayOf(turn.At);
            var purpose = PurposeOf(LookReason.Of(act.Matter), matter, running, day);
            if (purpose is null || running.Structure.Purposes.On(purpose, day) is not { } known) return LookRefusals.NoPurpose;
            return GivingConsent.Decide(act, by, matter.FiledFor, known, AgreementOf(running, purpose, day)?.Digest ?? "", _state.Consent(matter.FiledFor.Text, purpose), turn.At);
        }, cancellationToken);
    }

    /// <summary>An officer asks for an inquiry, or the second authority answers.</summary>
    /// <returns>Where it stands, or why not; the number of a new inquiry is its position.</returns>
    /// <exception cref="MachineFault">It could not be stored.</exception>
    public Task<(Receipt? Done, Refusal? Why)> InquireAsync(Actor.Officer by, IAct act, CancellationToken cancellationToken) =>
        DoAsync(new PendingLook(by, act, null, (act as AnswerInquiry)?.Number), (running, turn) =>
        {
            var day = running.DayOf(turn.At);
            switch (act)
            {
                case AskInquiry ask:
                    var isAtHand = PurposesAtHand(by, running, _matters.State.Rules.On(turn.At, _matters.Versions).Standing, day).Any(one => one.Id == ask.Purpose);
                    return OpeningInquiries.Decide(ask, by, running.Structure.Purposes.On(ask.Purpose, day), isAtHand, turn.Position, turn.At);
                case AnswerInquiry answer:
                    var inquiry = _state.Inquiry(answer.Number);
                    var at = turn.At;
                    return OpeningInquiries.Decide(answer, by, inquiry, running.Structure.Purposes.On(inquiry?.Purpose, day), limit => running.At(null, day).Times.Due(at, limit), at);
                default:
                    throw new ArgumentException($"{act.Word} is about no inquiry.", nameof(act));
            }
        }, cancellationToken);

    /// <summary>Enters why what somebody gave is kept although its time is over. By time alone.</summary>
    internal Task<(Receipt? Done, Refusal? Why)> KeepAsync(KeepValues act, CancellationToken cancellationToken) =>
        DoAsync(new PendingLook(Actor.System, act, null, null), (_, turn) => Outcome.Accept(new ValuesKept(act.Person, act.Purpose, act.Matter, act.Type, act.Duty, act.Until, turn.At)), cancellationToken);

    /// <summary>What somebody would agree to for a purpose today; null where there is no such purpose, or it asks for no consent.</summary>
    public ConsentAgreement? Agreement(string purpose) => AgreementOf(_matters.InForce, purpose, _matters.InForce.DayOf(_matters.Now));

    internal FormulaNames? NamesOf(Matter matter)
    {
        var pinned = _matters.Versions.Of(matter.Version);
        var day = pinned.DayOf(matter.Filed);
        var structure = pinned.At(matter.Place, pinned.DayOf(matter.Moved ?? matter.Filed)).Structure;
        return (structure.Matters.On(matter.Type, day) ?? (structure.Matters.Of(matter.Type) is [var any, ..] ? any : null)) is { } type ? _names.GetOrAdd((structure, type.Id), static (key, one) => FormulaNames.Of(key.Structure, one), type) : null;
    }

    /// <summary>The item that a fact of a matter is looked at as: itself, where no item of the structure stands behind it the words of the matter.</summary>
    internal static string ItemOf(FormulaNames? names, string fact, DateOnly day) => names?.ItemOf(fact, day)?.Id ?? LookingAtValues.Words;

    /// <summary>Whose values are sealed with a matter.</summary>
    internal static RowId SubjectOf(Matter matter) => new("person", matter.FiledFor.Text);

    private async Task<(Receipt? Done, Refusal? Why)> DoAsync(PendingLook pending, Func<RunningStructure, Turn, Outcome> decide, CancellationToken cancellationToken)
    {
        var settled = await _writer.PerformAsync(
            pending,
            turn =>
            {
                var rules = _matters.State.Rules.On(turn.At, _matters.Versions);
                if (rules.Running is not { } running) return Decision.Refuse(ProcessRefusals.NoStructureYet);
                if (pending.By is Actor.Officer officer && !rules.IsSeated(officer.Person, officer.Seat, running.DayOf(turn.At))) return Decision.Refuse(DecidingOrders.NotSeated(officer, running.DayOf(turn.At)));
                return decide(running, turn) switch
                {
                    Outcome.Refused(var why) => why == LookRefusals.NotTheSecondAuthority || why == LookRefusals.NotAtHand ? Refuse(pending, why, turn, running) : Decision.Refuse(why),
                    Outcome.Accepted accepted => Accept(accepted.Events, pending.By, [], turn, running),
                    _ => throw new UnreachableException(),
                };
            },
            cancellationToken);
        return settled switch
        {
            Settled.Done(var receipt) => (receipt, null),
            Settled.NotDone(var why, _) => (null, why),
            _ => throw new UnreachableException(),
        };
    }

    /// <param name="given">Whether it is about what was given in the matter itself.</param>
    private Decision Decide(PendingLook pending, LookAtValues act, bool given, Refusal? no, in Turn turn)
    {
        (pending.Ruling, pending.Unknown) = (null, false);
        var rules = _matters.State.Rules.On(turn.At, _matters.Versions);
        if (rules.Running is not { } running) return Decision.Refuse(ProcessRefusals.NoStructureYet);
        var by = (Actor.Officer)pending.By;
        var day = running.DayOf(turn.At);
        if (!rules.IsSeated(by.Person, by.Seat, day)) return Decision.Refuse(DecidingOrders.NotSeated(by, day));

        Matter? matter = null;
        DateTimeOffset? release = null;
        if (pending.Matter is { } number)
        {
            var kept = _matters.State.Find(number);
            if (kept is null || !SeeingMatters.May(by, kept.Matter, running.At(kept.Matter.Place, day).Structure.On(day), running.Structure.Supervises(by.Seat.Post)))
            {
                pending.Unknown = true;
                return Decision.Accept();
            }

            matter = kept.Matter;
            if (!SeeingMatters.MayRead(by, matter)) return Refuse(pending, AccessRefusals.WordsNotTheirs, turn, running);
            if (given)
            {
                var names = NamesOf(matter);
                act = act with { Subjects = [SubjectOf(matter)], Items = [LookingAtValues.Words, .. (kept.Facts ?? []).Select(one => ItemOf(names, one.Fact, day))] };
            }
        }
        else if (pending.Inquiry is { } asked)
        {
            var inquiry = _state.Inquiry(asked);
            if (OpeningInquiries.WhyNot(act, by, inquiry, turn.At) is { } notTheirs) return Refuse(pending, notTheirs, turn, running);
            release = inquiry!.Until;
        }

        // Who is to be filed for is found so; whatever is held of them has to be asked for under something else.
        if (act.IsFinding != (act.Reason.Kind == LookReason.FilingKind) || !IsAtHand(act.Reason, by, rules, day)) return Refuse(pending, LookRefusals.NotAtHand, turn, running);
        // Registers are joined inside a matter alone; anything else at hand concerns one of them.
        if (matter is null && act.Subjects.Where(one => act.Named?.Contains(one) != true).Select(static one => one.Register).Distinct(StringComparer.Ordinal).Count() > 1) return Refuse(pending, LookRefusals.OnlyInAMatter, turn, running);
        if (no is not null) return Refuse(pending, no, turn, running);
        if (PurposeOf(act.Reason, matter, running, day) is not { } purpose) return Refuse(pending, LookRefusals.NoPurpose, turn, running);
        var (ruling, why) = LookingAtValues.Decide(act, new LookCircumstances(
            by, running.At(matter?.Place, day).Structure.On(day), purpose, subject => _state.Consent(PersonOf(subject, matter), purpose), given ? matter!.Filed : act.IsFinding ? turn.At : null, release, turn.At, turn.Position));
        if (ruling is null) return Refuse(pending, why!, turn, running);
        pending.Ruling = ruling;
        return Accept(ruling.Seen, by, ruling.Basis, turn, running);
    }

    private Decision.Accepted Accept(IReadOnlyList<IEvent> events, Actor by, IReadOnlyList<string> mandate, in Turn turn, RunningStructure running)
    {
        var drafts = new Draft[events.Count];
        for (var at = 0; at < drafts.Length; at++)
        {
            _state.Add(turn.Position + at, events[at]);
            var written = LookEvents.Write(events[at]);
            drafts[at] = new Draft
            {
                Event = written.Name,
                By = DecidingOrders.EntryActorOf(by, null, seated: true),
                Structure = running.Version,
                Fields = written.Fields,
                Mandate = mandate,
                // Why somebody is looked at in secret is theirs, and goes with an erasure.
                Personal = [.. written.Personal.Where(static part => part.Value is not null).Select(part => new ValueToSeal(part.Name, ((InquiryAsked)events[0]).Subject.ToString(), InquiryPurpose, Encoding.UTF8.GetBytes(part.Value!)))],
            };
        }

        return new Decision.Accepted(drafts);
    }

    /// <summary>Under which the reason of an inquiry is sealed.</summary>
    internal const string InquiryPurpose = "inquiry";

    /// <summary>Who tried to look and may not stands in the record, as every want of authority does.</summary>
    private static Decision Refuse(PendingLook pending, Refusal why, in Turn turn, RunningStructure running)
    {
        if (pending.By.PersonOrNone is not { } person || why == LookRefusals.NothingAskedFor || why == LookRefusals.TooMuchAtOnce || why == LookRefusals.NoSuchItem) return Decision.Refuse(why);
        var (name, fields) = AuthorityWire.Write(new ActRefused(pending.Act.Word, why.Code, person, (pending.By as Actor.Officer)?.Seat, (pending.Act as LookAtValues)?.Reason.Matter, turn.At));
        return Decision.Refuse(why, new Draft { Event = name, By = DecidingOrders.EntryActorOf(pending.By, null, seated: true), Structure = running.Version, Fields = fields });
    }

    /// <summary>Whose word about which purpose a look or a word about consent needs, by the matter and the rules that are at hand.</summary>
    private IReadOnlyList<(string Person, string Purpose)> ConsentsOf(PendingLook pending)
    {
        switch (pending.Act)
        {
            case GiveConsent one:
                return [(pending.By.PersonOrNone!.Value.Text, one.Purpose)];
            case WithdrawConsent one:
                return [(pending.By.PersonOrNone!.Value.Text, one.Purpose)];
            case GiveConsentFor:
                return _matters.State.Find(pending.Matter!.Value)?.Matter is { } theirs && _matters.State.Rules.On(_matters.Now, _matters.Versions).Running is { } inForce && PurposeOf(LookReason.Of(theirs.Id), theirs, inForce, inForce.DayOf(_matters.Now)) is { } of
                    ? [(theirs.FiledFor.Text, of)] : [];
            case LookAtValues look:
                var matter = pending.Matter is { } number ? _matters.State.Find(number)?.Matter : null;
                if (pending.Matter is not null && matter is null) return [];
                if (_matters.State.Rules.On(_matters.Now, _matters.Versions).Running is not { } running || PurposeOf(look.Reason, matter, running, running.DayOf(_matters.Now)) is not { } purpose) return [];
                return look.Subjects.Count == 0 && matter is not null ? [(matter.FiledFor.Text, purpose)] : [.. look.Subjects.Select(one => (PersonOf(one, matter), purpose)).Distinct()];
            default:
                return [];
        }
    }

    /// <summary>Whether somebody who works by a form, or uses a power, looks for a purpose that is in force.</summary>
    /// <param name="reason">A form or a power.</param>
    public bool HasPurpose(LookReason reason)
    {
        var (running, day) = (_matters.InForce, _matters.InForce.DayOf(_matters.Now));
        return PurposeOf(reason, matter: null, running, day) is { } purpose && running.Structure.Purposes.On(purpose, day) is not null;
    }

    /// <summary>Purposes that an officer pursues by what their post does: steps of matters, powers that it holds, forms that it fills in or that its unit asks for.</summary>
    public IReadOnlyList<Purpose> PurposesAtHand(Actor.Officer by)
    {
        ArgumentNullException.ThrowIfNull(by);
        var running = _matters.InForce;
        return PurposesAtHand(by, running, _matters.Standing, running.DayOf(_matters.Now));
    }

    private List<Purpose> PurposesAtHand(Actor.Officer by, RunningStructure running, Standing standing, DateOnly day)
    {
        var structure = running.Structure;
        var mandates = running.Mandates.On(day, standing);
        var today = structure.On(day);
        var unit = today.Unit(by.Seat.Unit.Text);
        var matters = structure.Matters.All.Where(type => type.HoldsOn(day) && type.Steps.Any(step => step.By is { } post && IsTheirs(post))).Select(static type => type.Purpose?.Id);
        var powers = structure.Powers.All.Where(power => power.HoldsOn(day) && mandates.Of(power.Id).Any(held => held.Post == by.Seat.Post && held.Unit.Id == by.Seat.Unit.Text)).Select(power => PurposeOf(LookReason.OfPower(power.Id), null, running, day));
        var forms = structure.Forms.All.Where(form => form.HoldsOn(day) && (form.AskedBy.Id == by.Seat.Unit.Text || IsTheirs(form.FilledBy))).Select(static form => form.Purpose?.Id);
        return [.. matters.Concat(powers).Concat(forms).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(purpose => structure.Purposes.On(purpose, day)).OfType<Purpose>()];

        bool IsTheirs(PostName post) => post.Post == by.Seat.Post && (post.At is not { } at || (unit is not null && today.IsIn(unit, at)));
    }

    /// <summary>The purpose at hand, from what is stored now, to have at hand what is needed.</summary>
    private string? PurposeNow(LookReason reason, Matter? matter) => PurposeOf(reason, matter, _matters.InForce, _matters.InForce.DayOf(_matters.Now));

    private string? PurposeOf(LookReason reason, Matter? matter, RunningStructure running, DateOnly day)
    {
        switch (reason.Kind)
        {
            case "matter":
                var pinned = _matters.Versions.Of(matter!.Version);
                return Underneath.PurposeOf(pinned.Structure, matter.Type, pinned.DayOf(matter.Filed));
            case "form":
                return running.Structure.Forms.On(reason.Id, day)?.Purpose?.Id;
            case "inquiry":
                return PendingLook.NumberOf(reason) is { } number ? _state.Inquiry(number)?.Purpose : null;
            case LookReason.FilingKind:
                return running.Structure.Matters.On(reason.Id, day)?.Purpose?.Id;
            default:
                // A power names no purpose; the matters in which it is used do, where they agree.
                var purposes = running.Structure.Matters.All.Where(type => type.HoldsOn(day) && type.Steps.Any(step => step.Power?.Id == reason.Id)).Select(static type => type.Purpose?.Id).Distinct(StringComparer.Ordinal).ToList();
                return purposes is [{ } one] ? one : null;
        }
    }

    /// <summary>Whether a form, a power or a filing is an officer's to work with; a matter and an inquiry were asked about before.</summary>
    private static bool IsAtHand(LookReason reason, Actor.Officer by, RuleState rules, DateOnly day)
    {
        var running = rules.Running!;
        switch (reason.Kind)
        {
            case "form":
                var today = running.Structure.On(day);
                return running.Structure.Forms.On(reason.Id, day) is { } form && today.Unit(by.Seat.Unit.Text) is { } unit
                    && (form.AskedBy.Id == unit.Id || (form.FilledBy.Post == by.Seat.Post && (form.FilledBy.At is not { } at || today.IsIn(unit, at))));
            case "power":
                return running.Mandates.On(day, rules.Standing).Of(reason.Id).Any(held => held.Post == by.Seat.Post && held.Unit.Id == by.Seat.Unit.Text);
            case LookReason.FilingKind:
                return running.Structure.Matters.On(reason.Id, day) is { } type && type.Steps.FirstOrDefault(static step => step.Kind == StepKind.Receive) is { } receive && Receives(receive);
            default:
                return true;
        }

        bool Receives(FlowPart.Step step)
        {
            var today = running.Structure.On(day);
            if (step.By is { } post && post.Post == by.Seat.Post && (post.At is not { } at || (today.Unit(by.Seat.Unit.Text) is { } unit && today.IsIn(unit, at)))) return true;
            if (step.Duty is not { } needed || running.Structure.Duties.On(needed.Id, day) is not { } duty) return false;
            var mandates = running.Mandates.On(day, rules.Standing);
            return duty.NeededPowers.Any(power => mandates.Of(power.Id).Any(held => held.Post == by.Seat.Post && held.Unit.Id == by.Seat.Unit.Text));
        }
    }

    /// <summary>
    /// Whose word counts for a subject: a person's own; for a row that is nobody, such as a household, that of whoever the matter was filed for.
    /// </summary>
    private static string PersonOf(RowId subject, Matter? matter) => subject.Register == "person" ? subject.Key : matter?.FiledFor.Text ?? subject.ToString();

    private ConsentAgreement? AgreementOf(RunningStructure running, string purpose, DateOnly day) =>
        running.Structure.Purposes.On(purpose, day) is null ? null : _agreements.GetOrAdd((running.Version, purpose), _ => ConsentAgreement.Of(running.Structure, purpose, day));
}
