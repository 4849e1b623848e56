using System.Diagnostics;
using System.Text;
using Trellis.Authority;
using Trellis.Information;
using Trellis.Information.Registers;
using Trellis.Process;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Structure;
using Draft = Trellis.Runtime.Ledger.Draft;

namespace Trellis.Runtime.Information;

/// <summary>What came of many acts that were asked for in one call.</summary>
/// <param name="Receipt">Of those that were done; its count is theirs.</param>
/// <param name="Subjects">The row of each act, in their order; null where it was refused. Of a call that was sent again only those that were done, in their order.</param>
/// <param name="Refused">Which were refused, by their number in the call, and why.</param>
public sealed record ManyDone(Receipt Receipt, IReadOnlyList<RowId?> Subjects, IReadOnlyList<(int Number, Refusal Why)> Refused);

/// <summary>Many acts of one call: entered one after the other in one turn of the writer.</summary>
internal sealed record ManyOnRegisters(IReadOnlyList<IAct> Acts) : IAct
{
    public string Word => Acts.Count > 0 ? Acts[0].Word : EnterSubject.Name;
}

/// <summary>
/// The desk of registers: takes acts on subjects, has each decided in its turn by the one writer, and answers after the flush. Questions go beside it (<see cref="RegisterQuestions"/>),
/// to what is stored. Safe for any number of callers.
/// </summary>
public sealed class RegistersDesk
{
    /// <summary>The most acts of one call: a transaction stays short, and so does what a failing one takes back.</summary>
    public const int MostAtOnce = 500;

    private readonly MattersDesk _matters;
    private readonly RegistersState _state;
    private long _lastMinted;

    private RegistersDesk(MattersDesk matters, RegistersState state, RecordWriter writer)
    {
        (_matters, _state) = (matters, state);
        Questions = new RegisterQuestions(matters, writer.Keys);
    }

    /// <summary>What can be asked of registers.</summary>
    public RegisterQuestions Questions { get; }

    /// <summary>Is shown what each batch changes, on the writer's thread, and may add rows of its own to the same transaction: for indexes. Set before the first act.</summary>
    internal Action<IReadOnlyList<ChangedSubject>, Database.Writes>? Also
    {
        set => _state.Also = value;
    }

    /// <summary>Opens the desk of a record whose desk of matters is open. Once for each writer.</summary>
    public static async Task<RegistersDesk> OpenAsync(RecordWriter writer, MattersDesk matters)
    {
        var state = new RegistersState(writer.Keys);
        await writer.DecideOnAsync(state);
        // Behind the registers, so that it finds what batches under way changed in them.
        var inTurn = new BaseInTurn(state, matters.State, matters.Versions, writer.Keys, matters.Time) { UnderWay = () => matters.ConsentUnderWay };
        await writer.DecideOnAsync(inTurn);
        matters.Base = inTurn;
        var desk = new RegistersDesk(matters, state, writer);
        matters.Correcting = desk.DecideWith;
        matters.Recording = desk.DecideRecorded;
        state.AlsoNeeded = desk.NeededForDecision;
        return desk;
    }

    /// <summary>A row that was not there before. Its key says when it was made and nothing about anybody; later ones are larger.</summary>
    public RowId Mint(string register) => new(register, string.Concat("s", MatterNumbers.Id(MatterNumbers.Mint(_matters.Now, ref _lastMinted)).Text.AsSpan(1)));

    /// <summary>Has an act on registers decided in its turn. Answers after the flush.</summary>
    /// <param name="order">Its act is one of registers. A subject without a key is minted one.</param>
    /// <exception cref="MachineFault">It could not be stored; the message says whether it may be found in the record all the same.</exception>
    public Task<ActAnswer> DoAsync(ActOrder order, CancellationToken cancellationToken)
    {
        var print = order.Key is null ? null : RegisterPrints.Of(order.Act);
        if (order.Act is EnterSubject { Subject: { Key.Length: 0, Register: var register } } entering) order = order with { Act = entering with { Subject = Mint(register) } };
        return _matters.DoElsewhereAsync(order, print, new SubjectsNeeded([.. Needed(order.Act)]), Decide, cancellationToken);
    }

    /// <summary>The row that an act was about, by where it stands in the record: for whoever had it entered.</summary>
    public RowId? SubjectAt(long position) => Questions.EventAt(position) switch
    {
        SubjectEntered one => one.Subject,
        ValuesRecorded one => one.Subject,
        ValueSettled one => one.Subject,
        SubjectEnded one => one.Subject,
        _ => null,
    };

    /// <summary>
    /// Has many subjects entered, or values recorded, in one turn: one entry each, all of them in one transaction. An act that is refused leaves the others alone; where the asker may not
    /// record in the register at all, none is done.
    /// </summary>
    /// <param name="acts">At most <see cref="MostAtOnce"/>, of <see cref="EnterSubject"/>, <see cref="RecordValues"/> and <see cref="EndSubject"/>.</param>
    /// <param name="key">By which a call that is sent again is known; null where none is wished.</param>
    /// <param name="behind">A row that must be there when they are decided: that of a call on its way, without which these must not be entered. Null for none. Where it is not, nothing is done.</param>
    public async Task<(ManyDone? Done, ActAnswer? Instead)> DoManyAsync(Actor by, IReadOnlyList<IAct> acts, string? key, CancellationToken cancellationToken, RowId? behind = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(acts.Count, MostAtOnce);
        var print = key is null ? null : RegisterPrints.Of(acts);
        IAct[] minted = [.. acts.Select(act => act is EnterSubject { Subject: { Key.Length: 0, Register: var register } } one ? one with { Subject = Mint(register) } : act)];
        // What is minted here cannot be there yet, so nobody looks for it.
        var needed = new List<RowId>();
        for (var at = 0; at < acts.Count; at++)
            if (acts[at] is not EnterSubject { Subject.Key.Length: 0 }) needed.AddRange(Needed(acts[at]));
        if (behind is { } first) needed.Add(first);
        var many = new ManyOutcome(minted.Length);
        var order = new ActOrder { By = by, Act = new ManyOnRegisters(minted), Key = key };
        var answer = await _matters.DoElsewhereAsync(order, print, new SubjectsNeeded(needed), (pending, turn, rules) => DecideMany(pending, minted, many, behind, turn, rules), cancellationToken);
        if (answer is not ActAnswer.Done { Receipt: var receipt }) return (null, answer);
        // A call that was sent again was decided before: its entries say what was done.
        return (many.IsDecided ? new ManyDone(receipt, many.Subjects, many.Refused) : new ManyDone(receipt, [.. Enumerable.Range(0, receipt.Count).Select(number => SubjectAt(receipt.First + number))], []), null);
    }

    /// <summary>What could be there at all: the store is asked for nothing else.</summary>
    private static IEnumerable<RowId> Needed(IAct act) => RowsOf(act).Where(EnteringSubjects.MayBe);

    private static RowId[] RowsOf(IAct act) => act switch
    {
        BeginImport => [],
        EnterSubject one => [one.Subject],
        RecordValues one => [one.Subject],
        CorrectValue one => [one.Subject],
        SettleValue one => [one.Subject],
        EndSubject one => [one.Subject],
        KeepSubject one => [one.Subject],
        LinkSubjects one => [one.One, one.Other],
        TellApart one => [one.One, one.Other],
        UndoLink one => [one.One, one.Other],
        _ => throw new ArgumentException($"{act.Word} is no act on registers.", nameof(act)),
    };

    /// <summary>Decides acts on registers that belong to an act of another room, all or none.</summary>
    /// <param name="position">Where the first of their entries will stand.</param>
    /// <returns>The entries; or the number of the first that is refused, and why, and nothing was done.</returns>
    internal (IReadOnlyList<Draft> Drafts, (int Number, Refusal Why)? Refused) DecideAll(Actor by, IReadOnlyList<IAct> acts, Turn turn, long position, RuleState rules)
    {
        var deciding = new DecidingOnRegisters(_state, by, turn, rules);
        for (var at = 0; at < acts.Count; at++)
            if (deciding.WhyNot(acts[at]) is { } why) return ([], (at, why));
        foreach (var act in acts) deciding.Decide(act, position + deciding.Drafts.Count);
        return (deciding.Drafts, null);
    }

    /// <summary>In its turn: whether a claim on an item of a row, or of one that is linked to it, still counts on a day.</summary>
    internal bool StillSays(RowId row, string item, long position, DateOnly day)
    {
        var group = _state.Group(row);
        return ComparingClaims.Of(group.Subjects, group.Links, item).On(day).Any(claim => claim.Position == position);
    }

    /// <summary>
    /// Decides corrections and then what rests on them, all or none: where the rest is refused, or a correction is, nothing of either was done.
    /// </summary>
    /// <param name="rest">Decides the rest, whose entries stand behind those of the corrections.</param>
    internal Decision DecideWith(Actor by, IReadOnlyList<CorrectValue> corrections, Turn turn, RuleState rules, Func<Turn, Decision> rest) => _state.OrNothing(
        () =>
        {
            var deciding = new DecidingOnRegisters(_state, by, turn, rules);
            foreach (var act in corrections)
                if (deciding.Decide(act, turn.Position + deciding.Drafts.Count) is Outcome.Refused { Why: var why }) return Decision.Refuse(why);
            return rest(turn with { Position = turn.Position + deciding.Drafts.Count }) is var decision && decision is Decision.Accepted accepted ? new Decision.Accepted([.. deciding.Drafts, .. accepted.Events]) : decision;
        },
        static decision => decision is Decision.Accepted);

    /// <summary>Decides what a decision writes, row by row, all or none: under the same rules as what is recorded by hand, with the matter as basis.</summary>
    private IReadOnlyList<Draft> DecideRecorded(Actor by, IReadOnlyList<RowRecorded> rows, string basis, Turn turn, RuleState rules, out Refusal? why)
    {
        var running = rules.Running!;
        var typing = new TypingItems(running.Structure, running.DayOf(turn.At));
        var acts = new List<IAct>(rows.Count);
        foreach (var (row, items) in rows)
        {
            var given = new List<ItemGiven>(items.Count);
            foreach (var (item, written) in items)
            {
                var value = typing.Read(row.Register, item, written, out why);
                if (why is not null) return [];
                given.Add(new ItemGiven(item, value));
            }

            acts.Add(new RecordValues(row, [.. given], new SourceGiven(ValueSource.Act, basis)));
        }

        var (drafts, refused) = DecideAll(by, acts, turn, turn.Position, rules);
        why = refused?.Why;
        return drafts;
    }

    /// <summary>The rows that a decision may write into, as its matter stands.</summary>
    private IEnumerable<RowId> NeededForDecision(PendingOrder order)
    {
        if (order is not { Act: PerformStep { Result: StepResult.Decided }, Matters: [var number, ..] } || _matters.State.Find(number)?.Matter is not { } matter) return [];
        var pinned = _matters.Versions.Of(matter.Version);
        return pinned.Structure.Matters.On(matter.Type, pinned.DayOf(matter.Moved ?? matter.Filed)) is { } type ? RecordingOutcomes.RowsOf(matter, type).Where(EnteringSubjects.MayBe) : [];
    }

    /// <summary>The rows of these acts, with what is to be at hand of them.</summary>
    internal static SubjectsNeeded NeededFor(IEnumerable<IAct> acts) => new([.. acts.SelectMany(Needed)]);

    private Decision Decide(PendingOrder order, Turn turn, RuleState rules)
    {
        if (order.Order.IfRevision is { } expected && _state.Find(RowsOf(order.Act)[0]) is { Subject.Revision: var revision } && revision != expected)
        {
            order.Instead = new ActAnswer.Stale(revision);
            return Decision.Accept();
        }

        var deciding = new DecidingOnRegisters(_state, order.Order.By, turn, rules);
        switch (deciding.Decide(order.Act, turn.Position))
        {
            case Outcome.Refused { Why: var why }:
                return InformationRefusals.IsLackOfAuthority(why) ? _matters.Refuse(order, why, turn, rules) : Decision.Refuse(why);
            default:
                return new Decision.Accepted(deciding.Drafts);
        }
    }

    private Decision DecideMany(PendingOrder order, IAct[] acts, ManyOutcome many, RowId? behind, Turn turn, RuleState rules)
    {
        many.Clear();
        order.Instead = behind is { } first && _state.Find(first) is null ? new ActAnswer.Stale(turn.Position) : null;
        if (order.Instead is not null) return Decision.Accept();
        var deciding = new DecidingOnRegisters(_state, order.Order.By, turn, rules);
        for (var at = 0; at < acts.Length; at++)
        {
            if (deciding.Decide(acts[at], turn.Position + deciding.Drafts.Count) is not Outcome.Refused { Why: var why })
            {
                many.Subjects[at] = RowsOf(acts[at])[0];
                continue;
            }

            // Who may not record one row of a list may not record the next; and nothing of the list was done yet.
            if (InformationRefusals.IsLackOfAuthority(why) && deciding.Drafts.Count == 0) return _matters.Refuse(order, why, turn, rules);
            many.Refused.Add((at, why));
        }

        return new Decision.Accepted(deciding.Drafts);
    }

    private sealed class ManyOutcome(int count)
    {
        public RowId?[] Subjects { get; } = new RowId?[count];

        public List<(int Number, Refusal Why)> Refused { get; } = [];

        public bool IsDecided { get; private set; }

        public void Clear()
        {
            IsDecided = true;
            Array.Clear(Subjects);
            Refused.Clear();
        }
    }
}
