using System.Collections.Immutable;
using Trellis.Structure;
using Trellis.Structure.Quantities;

namespace Trellis.Authority;

/// <summary>
/// How things stand beside the written structure: seats, what was lent, withdrawn, used up, repealed since. A value; each event gives the next one,
/// and folding the same events gives the same standing whether they are replayed or happen.
/// </summary>
public sealed class Standing
{
    private readonly ImmutableDictionary<MandateKey, Consumption> _consumed;
    private readonly SeatBook _seats;
    private readonly ImmutableList<RunningEmergency> _emergencies;
    private readonly ImmutableHashSet<AuthorityEvent.DutyReturned> _returned;

    private Standing(LentPowers lent, ImmutableDictionary<MandateKey, Consumption> consumed, SeatBook seats, ImmutableList<RunningEmergency> emergencies, ImmutableHashSet<AuthorityEvent.DutyReturned> returned) =>
        (Lent, _consumed, _seats, _emergencies, _returned) = (lent, consumed, seats, emergencies, returned);

    /// <summary>Nothing happened yet and nobody sits.</summary>
    public static Standing Nothing { get; } = new(LentPowers.Nothing, ImmutableDictionary<MandateKey, Consumption>.Empty, SeatBook.Empty, [], []);

    internal LentPowers Lent { get; }

    /// <summary>Nothing happened yet; who sits where is what the files of the structure say.</summary>
    public static Standing AtTheBeginningOf(GovernanceStructure structure)
    {
        var seats = SeatBook.Empty.All.ToBuilder();
        foreach (var seat in structure.Seats)
        {
            if (seat.Post is not { Post: { } post, At: { } unit }) continue;
            seats[seat.Id] = With(seats.GetValueOrDefault(seat.Id) ?? [], post, unit, new Sitting(seat.From, seat.To, seat.ActingFor, [.. seat.Facts]));
        }

        return new Standing(LentPowers.Nothing, Nothing._consumed, new SeatBook(seats.ToImmutable()), [], []);
    }

    /// <summary>The same under another version of the structure: seats are what its files say, and what happened to seats since the record began.</summary>
    /// <param name="structure">The version.</param>
    /// <param name="happened">All events about seats, in their order.</param>
    public Standing Under(GovernanceStructure structure, IEnumerable<AuthorityEvent> happened)
    {
        var seats = AtTheBeginningOf(structure);
        foreach (var one in happened) seats = seats.After(one);
        return new Standing(Lent, _consumed, seats._seats, _emergencies, _returned);
    }

    /// <summary>Whether somebody sits in a post on a day.</summary>
    public bool IsSeated(ActorId person, PostAt seat, DateOnly day) => SeatOf(person.Text, seat.Post, seat.Unit.Text, day) is not null;

    public Standing After(AuthorityEvent happened)
    {
        switch (happened)
        {
            case AuthorityEvent.Used used:
                var consumed = _consumed;
                foreach (var link in used.Chain) consumed = consumed.SetItem(link, (consumed.GetValueOrDefault(link) ?? Consumption.Nothing).With(used.Day, used.Amount, used.Number));
                return new Standing(Lent, consumed, _seats, _emergencies, _returned);
            case AuthorityEvent.SeatTaken taken:
                var taking = With(_seats.Of(taken.Actor) ?? [], taken.Post, taken.Unit, new Sitting(taken.From, taken.To, taken.ActingFor, []));
                return new Standing(Lent, _consumed, _seats.With(taken.Actor, taking), _emergencies, _returned);
            case AuthorityEvent.SeatLeft left:
                if (_seats.Of(left.Actor) is not { } leaving || Find(leaving, left.Post, left.Unit) is not { } seat) return this;
                var until = seat with { Sittings = seat.Sittings.ConvertAll(one => one.To >= left.From ? one with { To = left.From.AddDays(-1) } : one) };
                return new Standing(Lent, _consumed, _seats.With(left.Actor, leaving.Replace(seat, until)), _emergencies, _returned);
            case AuthorityEvent.EmergencyDeclared declared:
                return new Standing(Lent, _consumed, _seats, _emergencies.Add(new RunningEmergency(declared.Emergency, declared.From, declared.To, declared.At, Reviewed: false)), _returned);
            case AuthorityEvent.EmergencyEnded ended:
                return new Standing(Lent, _consumed, _seats, [.. _emergencies.Select(one => one.Emergency == ended.Emergency && one.At == ended.At && one.HoldsOn(ended.From) ? one with { To = ended.From.AddDays(-1) } : one)], _returned);
            case AuthorityEvent.EmergencyReviewed reviewed:
                                // One that was ended and declared again on a day has the same first day; the earlier one is the one that has ended.
                return _emergencies.Find(one => one.Emergency == reviewed.Emergency && one.At == reviewed.At && one.From == reviewed.Declared && !one.Reviewed) is { } first
                    ? new Standing(Lent, _consumed, _seats, _emergencies.Replace(first, first with { Reviewed = true }), _returned)
                    : this;
            case AuthorityEvent.DutyReturned returned:
                return new Standing(Lent, _consumed, _seats, _emergencies, _returned.Add(returned));
            default:
                return new Standing(Lent.After(happened), _consumed, _seats, _emergencies, _returned);
        }
    }

    /// <summary>What a link has consumed in the period that holds the day.</summary>
    public Quantity Consumed(MandateKey link, CeilingSpan span, DateOnly day, bool number, Measure measure) =>
        _consumed.TryGetValue(link, out var consumption) ? consumption.In(span, day, number, measure) : new Quantity(0, measure);

    internal bool HasConsumed(MandateKey link, out Consumption consumption) => _consumed.TryGetValue(link, out consumption!);

    internal Sitting? SeatOf(string actor, string post, string unit, DateOnly day)
    {
        if (_seats.Of(actor) is not { } seats || Find(seats, post, unit) is not { } seat) return null;
        foreach (var sitting in seat.Sittings)
            if (sitting.Holds(day)) return sitting;
        return null;
    }

    /// <summary>Where an actor sits on a day.</summary>
    public IEnumerable<(string Post, string Unit)> SeatsOf(string actor, DateOnly day)
    {
        foreach (var seat in (_seats.Of(actor) ?? []).OrderBy(static one => (one.Post, one.Unit)))
            if (seat.Sittings.Exists(one => one.Holds(day))) yield return (seat.Post, seat.Unit);
    }

    /// <summary>Who sits where on a day, by person, post and unit.</summary>
    public IEnumerable<(string Actor, string Post, string Unit)> SeatsOn(DateOnly day) =>
        _seats.All.SelectMany(of => of.Value.Where(seat => seat.Sittings.Exists(one => one.Holds(day))).Select(seat => (Actor: of.Key, seat.Post, seat.Unit)))
            .OrderBy(static key => key.Actor, StringComparer.Ordinal).ThenBy(static key => key.Post, StringComparer.Ordinal).ThenBy(static key => key.Unit, StringComparer.Ordinal);

    /// <summary>Who sits where on a day and later, with the times and for whom they act; by unit, post and first day.</summary>
    public IEnumerable<SeatTime> SeatTimesFrom(DateOnly day) =>
        _seats.All.SelectMany(static of => of.Value.SelectMany(seat => seat.Sittings.Select(one => new SeatTime(new ActorId(of.Key), new PostAt(seat.Post, new UnitId(seat.Unit)), one.From, one.To, one.ActingFor is { } whom ? new ActorId(whom) : null))))
            .Where(one => one.To >= day && one.To >= one.From)
            .OrderBy(static one => one.Seat.Unit.Text, StringComparer.Ordinal).ThenBy(static one => one.Seat.Post, StringComparer.Ordinal).ThenBy(static one => one.From).ThenBy(static one => one.Person.Text, StringComparer.Ordinal);

    /// <summary>For whom somebody acts in a post on a day, and until when; null where the post is theirs, or not theirs at all.</summary>
    public SeatTime? ActingIn(ActorId person, PostAt seat, DateOnly day) =>
        SeatOf(person.Text, seat.Post, seat.Unit.Text, day) is { ActingFor: { } whom } sitting ? new SeatTime(person, seat, sitting.From, sitting.To, new ActorId(whom)) : null;

    /// <summary>Of whom the structure says this, such as an address under actor.email: those who sit somewhere on a day. A sign-in elsewhere tells by it who somebody is here.</summary>
    /// <param name="fact">The column as it is declared, with "actor." before it.</param>
    public IReadOnlyList<string> ActorsWith(string fact, string value, DateOnly day) =>
    [
        .. _seats.All.Where(of => of.Value.Any(seat => seat.Sittings.Exists(one => one.Holds(day) && one.Facts.Any(known => known.Item == fact && known.Value == value)))).Select(static of => of.Key).Order(StringComparer.Ordinal),
    ];

    internal string? FactOf(string actor, string post, string unit, string item)
    {
        if (_seats.Of(actor) is not { } seats || Find(seats, post, unit) is not { } seat) return null;
        foreach (var sitting in seat.Sittings)
            foreach (var (name, value) in sitting.Facts)
                if (name.AsSpan("actor.".Length).SequenceEqual(item)) return value;
        return null;
    }

    private static Seated? Find(FixedList<Seated> seats, string post, string unit)
    {
        foreach (var seat in seats)
            if (seat.Post == post && seat.Unit == unit) return seat;
        return null;
    }

    private static FixedList<Seated> With(FixedList<Seated> seats, string post, string unit, Sitting sitting) =>
        Find(seats, post, unit) is { } seat ? seats.Replace(seat, seat with { Sittings = seat.Sittings.Add(sitting) }) : seats.Add(new Seated(post, unit, [sitting]));

    /// <summary>Emergencies that were ever declared, in their order.</summary>
    public IReadOnlyList<RunningEmergency> Emergencies => _emergencies;

    /// <summary>Whether an emergency is declared on a day for a place.</summary>
    public bool IsDeclared(string emergency, DateOnly day, StructureOnDay view, UnitOnDay place)
    {
        for (var number = 0; number < _emergencies.Count; number++)
        {
            var one = _emergencies[number];
            // A unit without ground of its own speaks for the whole.
            if (one.Emergency == emergency && one.HoldsOn(day) && (one.At is not { } at || (view.Unit(at) is { } unit && (unit.Ground is null || unit.Contains(place))))) return true;
        }

        return false;
    }

    /// <summary>Whether the record says already that a duty went back.</summary>
    public bool IsTold(AuthorityEvent.DutyReturned returned) => _returned.Contains(returned);

    /// <summary>Delegations that were lent by acts, in their order.</summary>
    public IReadOnlyList<Delegation> LentByActs => Lent.Lent;
}

/// <summary>
/// Who sits where, by person. Seats change seldom and are asked for with every act; so whoever asks one book often gets a table made of it, which is quicker to look in. Safe for several threads.
/// </summary>
internal sealed class SeatBook(ImmutableDictionary<string, FixedList<Seated>> all)
{
    /// <summary>What is looked through before the table is short.</summary>
    private const int MostChanges = 8;

    private Dictionary<string, FixedList<Seated>>? _table;

    // What changed since the table was made, the newest first; empty without one that was taken over.
    private (string Person, FixedList<Seated> Seats)[] _since = [];

    // How often it was asked, about: threads that count at once may lose some, and the table is made a little later.
    private int _asked;

    public static SeatBook Empty { get; } = new(ImmutableDictionary<string, FixedList<Seated>>.Empty);

    public ImmutableDictionary<string, FixedList<Seated>> All => all;

    /// <summary>The next book. It goes on with the table of this one, beside which it remembers a few changes.</summary>
    public SeatBook With(string person, FixedList<Seated> seats)
    {
        var next = new SeatBook(all.SetItem(person, seats));
        if (Volatile.Read(ref _table) is { } table && _since.Length < MostChanges) (next._since, next._table) = ([(person, seats), .. _since], table);
        return next;
    }

    /// <summary>Null for who never sat anywhere.</summary>
    public FixedList<Seated>? Of(string person)
    {
        foreach (var (changed, seats) in _since)
            if (changed == person) return seats;
        if (Volatile.Read(ref _table) is { } table) return table.GetValueOrDefault(person);
        if (_asked++ >= all.Count) Volatile.Write(ref _table, new Dictionary<string, FixedList<Seated>>(all, StringComparer.Ordinal));
        return all.GetValueOrDefault(person);
    }
}

/// <summary>One seat of somebody, with the times that they sat there.</summary>
internal sealed record Seated(string Post, string Unit, FixedList<Sitting> Sittings);

/// <summary>A time during which somebody sits in a post.</summary>
/// <param name="To">The last day, included; the last of all days without an end.</param>
/// <param name="ActingFor">For whom they stand in; null where the post is theirs.</param>
public sealed record SeatTime(ActorId Person, PostAt Seat, DateOnly From, DateOnly To, ActorId? ActingFor)
{
    public bool Holds(DateOnly day) => From <= day && day <= To;
}

internal sealed record Sitting(DateOnly From, DateOnly To, string? ActingFor, IReadOnlyList<(string Item, string Value)> Facts)
{
    public bool Holds(DateOnly day) => From <= day && day <= To;
}

/// <summary>What one link has consumed, month by month; quarters and years are sums of months. Periods are those of the calendar, by the day of decision.</summary>
internal sealed class Consumption
{
    private readonly Month[] _months;

    private Consumption(Month[] months) => _months = months;

    public static Consumption Nothing { get; } = new([]);

    public Consumption With(DateOnly day, Quantity? amount, Quantity number)
    {
        List<Month> months = [.. _months];
        if (amount is { Value: not 0 } sum) Add(months, NumberOf(day), false, sum);
        Add(months, NumberOf(day), true, number);
        return new Consumption([.. months]);
    }

    public Quantity In(CeilingSpan span, DateOnly day, bool number, Measure measure)
    {
        var month = NumberOf(day);
        var first = span switch
        {
            CeilingSpan.Year => (day.Year * 12),
            CeilingSpan.Quarter => month - (month % 3),
            _ => month,
        };
        var last = span switch { CeilingSpan.Year => first + 11, CeilingSpan.Quarter => first + 2, _ => first };
        var total = new Quantity(0, measure);
        foreach (var one in _months)
        {
            if (one.Number != number || one.At < first || one.At > last || (one.Sum.Measure != measure && one.Sum.Dimension != total.Dimension)) continue;
            // Sums beyond what can be counted are as good as used up.
            total = Sum(total, one.Sum) ?? new Quantity(Quantity.Most, total.Measure);
        }

        return total;
    }

    /// <summary>Of one measure whatever it is, a mere number too; else as quantities add.</summary>
    internal static Quantity? Sum(Quantity one, Quantity other) => one.Measure == other.Measure ? Quantity.Of(one.Value + other.Value, one.Measure) : one.Plus(other);

    private static int NumberOf(DateOnly day) => (day.Year * 12) + day.Month - 1;

    private static void Add(List<Month> months, int at, bool number, Quantity more)
    {
        for (var index = months.Count - 1; index >= 0; index--)
        {
            var known = months[index];
            if (known.At != at || known.Number != number || known.Sum.Dimension != more.Dimension) continue;
            months[index] = known with { Sum = Sum(known.Sum, more) ?? new Quantity(Quantity.Most, known.Sum.Measure) };
            return;
        }

        months.Add(new Month(at, number, more));
    }

    private readonly record struct Month(int At, bool Number, Quantity Sum);
}
