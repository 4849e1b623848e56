using Trellis.Structure.Quantities;

namespace Trellis.Structure.Expressions;

public enum ValueKind
{
    NotKnown,
    YesNo,
    Number,
    Quantity,
    Text,
    Day,
    Time,
    Moment,
    Place,
    Document,
    Record,
    List,
}

/// <summary>A row of a register, or something else that has items. <paramref name="Key"/> tells rows of one register apart.</summary>
public sealed record Entity(string Register, string Key);

/// <summary>
/// What an expression answers: a value, or that it is not known, with the reasons. Codes are texts.
/// The default value is <see cref="Missing"/>. The parts that do not belong to the kind are null, so nobody needs to catch anything.
/// </summary>
public readonly struct Value : IEquatable<Value>
{
    private readonly object? _held;
    private readonly decimal _number;
    private readonly int _detail; // the measure of a quantity; the minutes that the zone of a moment is ahead of UTC

    private Value(ValueKind kind, decimal number, int detail = 0, object? held = null) => (Kind, _number, _detail, _held) = (kind, number, detail, held);

    public ValueKind Kind { get; }

    /// <summary>What a source of facts answers for what it does not know. Evaluation adds the name that was asked for.</summary>
    public static Value Missing => default;

    public static Value Yes => new(ValueKind.YesNo, 1);

    public static Value No => new(ValueKind.YesNo, 0);

    public static Value Of(bool yes) => yes ? Yes : No;

    /// <summary>A number; not known when it is larger than <see cref="Quantity.Most"/>.</summary>
    public static Value Of(decimal number) => Math.Abs(number) > Quantities.Quantity.Most ? NotKnown(ReasonKind.TooLarge, default) : new(ValueKind.Number, number);

    public static Value Of(Quantity quantity) => new(ValueKind.Quantity, quantity.Value, (int)quantity.Measure);

    /// <summary>A text or a code.</summary>
    public static Value Of(string text) => new(ValueKind.Text, 0, 0, text);

    public static Value Of(DateOnly day) => new(ValueKind.Day, day.DayNumber);

    public static Value Of(TimeOnly time) => new(ValueKind.Time, time.Ticks);

    /// <summary>An instant with the offset of the structure's zone. Beside a day it counts as its day there.</summary>
    public static Value Of(DateTimeOffset moment) => new(ValueKind.Moment, moment.UtcTicks, (int)(moment.Offset.Ticks / TimeSpan.TicksPerMinute));

    public static Value Of(Entity record) => new(ValueKind.Record, 0, 0, record);

    /// <summary>A place by its id.</summary>
    public static Value Place(string id) => new(ValueKind.Place, 0, 0, id);

    /// <summary>A document by its id.</summary>
    public static Value Document(string id) => new(ValueKind.Document, 0, 0, id);

    /// <summary>A list, whose elements may be not known one by one.</summary>
    public static Value ListOf(params ReadOnlySpan<Value> elements) => new(ValueKind.List, 0, 0, elements.ToArray());

    internal static Value NotKnown(ReasonKind why, Extent at, string? name = null) => new(ValueKind.NotKnown, 0, 0, new[] { new Reason(why, name, at) });

    /// <summary>Not known for the reasons of both, each said once.</summary>
    internal static Value NotKnown(Value one, Value other)
    {
        if (other._held is not Reason[] more || ReferenceEquals(one._held, more)) return one;
        if (one._held is not Reason[] reasons) return other;
        // A name is missing once however often it stands in the text, and too much work is too much wherever it ends.
        Reason[] all = [.. reasons.Concat(more).DistinctBy(static why => (why.Kind, why.Name, why.Name is null && why.Kind != ReasonKind.TooMuchWork ? why.At : default))];
        return all.Length == reasons.Length ? one : new(ValueKind.NotKnown, 0, 0, all);
    }

    public bool IsKnown => Kind != ValueKind.NotKnown;

    public bool IsYes => Kind == ValueKind.YesNo && _number != 0;

    public bool IsNo => Kind == ValueKind.YesNo && _number == 0;

    /// <summary>Why it is not known, in the order in which the parts were asked; empty for what is known and for <see cref="Missing"/>.</summary>
    public IReadOnlyList<Reason> Reasons => Kind == ValueKind.NotKnown && _held is Reason[] reasons ? reasons : [];

    public bool? YesNo => Kind == ValueKind.YesNo ? _number != 0 : null;

    public decimal? Number => Kind == ValueKind.Number ? _number : null;

    public Quantity? Quantity => Kind == ValueKind.Quantity ? new Quantity(_number, (Measure)_detail) : null;

    /// <summary>The time limit; null also where the duration is not whole, below 1 or beyond a hundred years.</summary>
    public TimeLimit? Limit => Quantity is { } quantity ? TimeLimit.Of(quantity) : null;

    /// <summary>A text or code, or the id of a place or document.</summary>
    public string? Text => _held as string;

    /// <summary>The day, or the day of a moment.</summary>
    public DateOnly? Day => Kind switch
    {
        ValueKind.Day => DateOnly.FromDayNumber((int)_number),
        ValueKind.Moment => DateOnly.FromDateTime(HeldMoment.DateTime),
        _ => null,
    };

    public TimeOnly? Time => Kind == ValueKind.Time ? new TimeOnly((long)_number) : null;

    public DateTimeOffset? Moment => Kind == ValueKind.Moment ? HeldMoment : null;

    public Entity? Record => _held as Entity;

    public IReadOnlyList<Value>? List => _held as Value[];

    /// <summary>The order of two values of one kind that is held in a number: days, times, moments, numbers.</summary>
    internal static int CompareNumbers(Value one, Value other) => decimal.Compare(one._number, other._number);

    private DateTimeOffset HeldMoment
    {
        get
        {
            var offset = TimeSpan.FromMinutes(_detail);
            return new DateTimeOffset((long)_number + offset.Ticks, offset);
        }
    }

    /// <summary>Equal in every part: 1 hour is not 60 minutes here. The language's own <c>=</c> is wider.</summary>
    public bool Equals(Value other) => Kind == other.Kind && _number == other._number && _detail == other._detail && (_held, other._held) switch
    {
        (Value[] one, Value[] two) => one.AsSpan().SequenceEqual(two),
        (Reason[] one, Reason[] two) => one.AsSpan().SequenceEqual(two),
        var (one, two) => Equals(one, two),
    };

    public override bool Equals(object? obj) => obj is Value other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Kind, _number, _detail, _held is Array ? null : _held);

    public static bool operator ==(Value one, Value other) => one.Equals(other);

    public static bool operator !=(Value one, Value other) => !one.Equals(other);

    /// <summary>As the language writes it, where it can; for messages and tests.</summary>
    public override string ToString() => Kind switch
    {
        ValueKind.NotKnown => Reasons.Count == 0 ? "not known" : string.Join(' ', Reasons.Select(static reason => reason.Says.En)),
        ValueKind.Moment => HeldMoment.ToString("yyyy-MM-dd'T'HH:mm:sszzz"),
        ValueKind.Place or ValueKind.Document => Text ?? "",
        ValueKind.Record => Record is { } record ? $"{record.Register}/{record.Key}" : "",
        ValueKind.List => $"[{string.Join(", ", List ?? [])}]",
        _ => Printing.Text(this),
    };
}
