using System.Diagnostics;
using System.Text;
using Trellis.Authority;
using Trellis.Information;
using Trellis.Information.Registers;
using Trellis.Ledger;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Structure;
using Draft = Trellis.Runtime.Ledger.Draft;

namespace Trellis.Runtime.Information;

/// <summary>Decides acts on registers of one asker in one turn: the pure rule, then the drafts of the entries, then the state as they leave it. No rule is here, and nothing is fetched.</summary>
internal sealed class DecidingOnRegisters
{
    private readonly RegistersState _state;
    private readonly Actor _by;
    private readonly Turn _turn;
    private readonly RuleState _rules;
    private readonly Sight _sight;
    private readonly EntryActor _entryBy;
    private readonly Dictionary<string, bool> _powers = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Register, string Item), (string Field, string Purpose)> _sealing = [];

    public DecidingOnRegisters(RegistersState state, Actor by, Turn turn, RuleState rules)
    {
        (_state, _by, _turn, _rules) = (state, by, turn, rules);
        var running = rules.Running!;
        var day = running.DayOf(turn.At);
        var placed = running.At(null, day);
        _sight = new Sight { Structure = placed.Structure, Today = placed.Structure.On(day), Day = day, Now = turn.At, By = by, HoldsPowerOver = HoldsPowerOver, Collected = state.CollectedOn(placed.Structure.On(day)) };
        _entryBy = DecidingOrders.EntryActorOf(by, null, seated: true);
    }

    /// <summary>The entries so far.</summary>
    public List<Draft> Drafts { get; } = [];

    /// <summary>Why an act would not be done; nothing is done by it. Null where it would.</summary>
    public Refusal? WhyNot(IAct act) => (Ask(act) as Outcome.Refused)?.Why;

    /// <param name="position">Where its entry will stand.</param>
    public Outcome Decide(IAct act, long position)
    {
        var outcome = Ask(act);
        if (outcome is Outcome.Accepted accepted)
            foreach (var happened in accepted.Events) Enter(happened, accepted.Mandate, ItemsOf(act), position++);
        return outcome;
    }

    private Outcome Ask(IAct act)
    {
        return act switch
        {
            BeginImport one => BeginningImports.Decide(one, _sight),
            EnterSubject one => EnteringSubjects.Decide(one, At(one.Subject)),
            RecordValues one => RecordingValues.Decide(one, At(one.Subject)),
            CorrectValue one => RecordingValues.Decide(one, At(one.Subject)),
            SettleValue one => SettlingValues.Decide(one, At(one.Subject)),
            KeepSubject one => KeepingSubjects.Decide(one, At(one.Subject)),
            EndSubject one => EndingSubjects.Decide(one, At(one.Subject)),
            LinkSubjects one => LinkingSubjects.Decide(one, _state.Group(one.Other), Between(one.One, one.Other), At(one.One)),
            TellApart one => TellingApart.Decide(one, _state.Group(one.Other), Between(one.One, one.Other), At(one.One)),
            UndoLink one => LinkingSubjects.Decide(one, Between(one.One, one.Other).FirstOrDefault(), At(one.One)),
            _ => throw new UnreachableException(),
        };
    }

    private IEnumerable<SubjectLink> Between(RowId one, RowId other) => _state.Find(one)?.Between(other) ?? [];

    private Sight At(RowId subject) => _sight with { Group = _state.Group(subject) };

    private static FixedList<ItemGiven> ItemsOf(IAct act) => act switch { EnterSubject one => one.Items, RecordValues one => one.Items, CorrectValue one => one.Items, _ => [] };

    private void Enter(IEvent happened, IReadOnlyList<string> mandate, FixedList<ItemGiven> items, long position)
    {
        if (happened is ImportBegun begun)
        {
            Drafts.Add(DraftOf(begun, mandate, []));
            _state.Begin(begun);
            return;
        }

        var (subject, said, text) = happened switch
        {
            SubjectEntered one => (one.Subject, one.Said, null),
            ValuesRecorded one => (one.Subject, one.Said, one.Reason),
            ValueSettled one => (one.Subject, null, one.Reason),
            SubjectEnded one => (one.Subject, null, null),
            SubjectKept one => (one.Subject, null, null),
            SubjectsLinked one => (one.One, null, one.Said),
            SubjectsToldApart one => (one.One, null, one.Reason),
            LinkUndone one => (one.One, (ValuesSaid?)null, one.Reason),
            _ => throw new UnreachableException(),
        };
        Drafts.Add(DraftOf(happened, mandate, Sealed(subject, said, text)));
        switch (happened)
        {
            case SubjectsLinked or SubjectsToldApart or LinkUndone:
                var other = happened switch { SubjectsLinked linked => linked.Other, SubjectsToldApart told => told.Other, _ => ((LinkUndone)happened).Other };
                foreach (var row in (RowId[])[subject, other])
                {
                    var kept = _state.Find(row)!;
                    var after = LinkingSubjects.Apply(kept.Links, happened, position, _turn.At);
                    _state.Set(kept with { Links = after });
                    _state.Set(after.Find(link => (happened is LinkUndone undone ? undone.Link : position) == link.Linked.Position)!);
                }

                break;
            default:
                var known = _state.Find(subject);
                var folded = Subject.Apply(known?.Subject, happened, position, _turn.At)!;
                _state.Set(known is null ? new KeptSubject(folded, [], KeptSubject.NoValues, [(position, items)]) : known with { Subject = folded, Given = items.IsEmpty ? known.Given : known.Given.Add((position, items)) });
                break;
        }
    }

    private Draft DraftOf(IEvent happened, IReadOnlyList<string> mandate, ValueToSeal[] values) =>
        new() { Event = happened.Wire, By = _entryBy, Structure = _rules.Running!.Version, Fields = RegisterEvents.Write(happened), Mandate = mandate, Personal = values };

    private ValueToSeal[] Sealed(RowId subject, ValuesSaid? said, PersonalText? text)
    {
        var person = subject.ToString();
        var values = new List<ValueToSeal>(said?.Items.Count ?? 1);
        if (said is not null)
        {
            foreach (var item in said.Items)
            {
                if (!item.IsSealed) continue;
                var (field, purpose) = SealingOf(subject.Register, item.Item);
                values.Add(new ValueToSeal(field, person, purpose, item.Bytes));
            }
        }

        if (text?.Written is { } written) values.Add(new ValueToSeal(RegisterEvents.Reason, person, PurposeOf(subject.Register), Encoding.UTF8.GetBytes(written)));
        return [.. values];
    }

    private (string Field, string Purpose) SealingOf(string register, string item)
    {
        if (_sealing.TryGetValue((register, item), out var known)) return known;
        var own = _sight.Item(register, item)?.OwnKeep is not null;
        return _sealing[(register, item)] = (RegisterEvents.Prefix + item, own ? $"{PurposeOf(register)}.{item}" : PurposeOf(register));
    }

    /// <summary>The purpose under which values of a register are sealed. An item with a time to keep of its own has one of its own, so that it can be erased alone.</summary>
    internal static string PurposeOf(string register) => $"register/{register}";

    private bool HoldsPowerOver(string register)
    {
        if (_by is not Actor.Officer officer) return false;
        if (_powers.TryGetValue(register, out var known)) return known;
        var running = _rules.Running!;
        return _powers[register] = _sight.Structure.Powers.All.Any(power => power.HoldsOn(_sight.Day) && power.Over?.Id == register && running.Mandates.Decide(
            new Question { Post = officer.Seat.Post, Unit = officer.Seat.Unit.Text, Power = power.Id, Actor = officer.Person.Text, Day = _sight.Day }, _rules.Standing) is Authorization.Permitted);
    }
}
