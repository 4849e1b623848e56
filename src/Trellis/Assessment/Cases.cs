using Trellis.Process.Clocks;
using Trellis.Process.Matters;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;

namespace Trellis.Assessment;

/// <summary>A matter as a case of indicators: the fold of its events, and what is known of those that came after it.</summary>
/// <param name="AskedAgain">When the same requester filed the same type next; null where they have not.</param>
/// <param name="AgainHere">When the same type was filed next at the same place; null where it was not, and for matters without a place.</param>
public sealed record MatterCase(Matter Matter, DateTimeOffset? AskedAgain, DateTimeOffset? AgainHere)
{
    /// <summary>What was given in it, the newest first, as far as indicators read it; what was erased is not known.</summary>
    public IReadOnlyList<GivenItem> Given { get; init; } = [];
}

/// <summary>What one unit handed in for one occasion, as a case of indicators that have no base.</summary>
/// <param name="Facts">By their names, such as unit.dangers-found; what the unit did not know is not among them.</param>
public sealed record FormCase(string Form, UnitId Unit, string Occasion, IReadOnlyDictionary<string, Value> Facts);

/// <summary>What an indicator reads of a form: the facts that the unit gave.</summary>
internal sealed class FactsOfAForm(FormCase one) : IFacts
{
    private static readonly Entity TheUnit = new("unit", "");

    public Value Root(string name) => name == "unit" ? Value.Of(TheUnit) : Value.Missing;

    public Value Item(Entity record, string item) => record == TheUnit && one.Facts.TryGetValue($"unit.{item}", out var value) ? value : Value.Missing;

    public int? WorkingDays(DateOnly from, DateOnly to) => null;
}

/// <summary>What an indicator reads of one matter: its own course, and what was given in it.</summary>
/// <param name="listed">Whether the matter stands for the list of all, of which it is then the only one.</param>
internal sealed class FactsOfACase(MatterCase one, Timetable times, bool listed) : IFacts
{
    private static readonly Entity Standards = new("standard", "");
    private static readonly Entity TheMatter = new("matter", "");

    private readonly Matter _matter = one.Matter;

    // Asked by several indicators, and each costs a walk over the calendar.
    private Value? _filed;
    private Value? _promiseDue;

    /// <summary>The same matter, standing for the list of all.</summary>
    public FactsOfACase Listed() => new(one, times, listed: true);

    public Value Root(string name) => name switch
    {
        "matter" => listed ? Value.ListOf(Value.Of(TheMatter)) : Value.Of(TheMatter),
        "standard" => Value.Of(Standards),
        "unit" => _matter.Place is { } place ? Value.Of(new Entity("unit", place.Text)) : Value.Missing,
        "day" => Value.Of(times.DayOf(_matter.Filed)),
        _ => Value.Missing,
    };

    public Value Item(Entity record, string item)
    {
        if (record == TheMatter) return BuiltIn(item) is { IsKnown: true } built ? built : Given(item);
        return record == Standards && times.Structure.Standards.On(item, times.DayOf(_matter.Filed))?.Value is { } value ? Value.Of(value) : Value.Missing;
    }

    public int? WorkingDays(DateOnly from, DateOnly to) => times.Calendar(null, _matter.Filed).WorkingDays(from, to);

    private Value BuiltIn(string item) => item switch
    {
        "type" => Value.Of(_matter.Type),
        "place" => _matter.Place is { } place ? Value.Place(place.Text) : Value.Missing,
        "filed" => _filed ??= At(_matter.Filed),
        "first-answered" => At(_matter.FirstAnswered),
        "first-answer-due" => At(_matter.FirstAnswerDue),
        "promise-due" => _promiseDue ??= At(Promises.DueOf(_matter, times)),
        "closed" => At(Closure?.At),
        "closure" => Closure is { } closure ? Value.Of(ClosureWords.Of(closure.Kind)) : Value.Missing,
        "disputed" => Value.Of(_matter.Disputed),
        "returns" => Value.Of(_matter.Returns),
        "hand-overs" => Value.Of(_matter.HandOvers),
        "paused" => Value.Of(new Quantity(Paused(), Measure.WorkingDay)),
        "filed-again" => Days(one.AskedAgain),
        "again-here" => Days(one.AgainHere),
        _ => Value.Missing,
    };

    private Closure? Closure => _matter.LastClosure is { Reopened: null } closure ? closure : null;

    private Value Given(string item)
    {
        for (var at = 0; at < one.Given.Count; at++)
            if (one.Given[at].Fact is var fact && fact.Length == item.Length + 7 && fact.StartsWith("matter.", StringComparison.Ordinal) && fact.EndsWith(item, StringComparison.Ordinal)) return one.Given[at].Value;
        return Value.Missing;
    }

    private int Paused()
    {
        var days = 0;
        foreach (var pause in _matter.Pauses)
            if (pause.Until is { } until) days += times.Calendar(null, pause.From).WorkingDays(times.DayOf(pause.From), times.DayOf(until));
        return days;
    }

    private Value Days(DateTimeOffset? later) => later is { } moment ? Value.Of(new Quantity(times.DayOf(moment).DayNumber - times.DayOf(_matter.Filed).DayNumber, Measure.Day)) : Value.Missing;

    private Value At(DateTimeOffset? moment) => moment is { } instant ? Value.Of(TimeZoneInfo.ConvertTime(instant, times.Zone)) : Value.Missing;
}
