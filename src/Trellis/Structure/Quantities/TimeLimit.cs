using System.Diagnostics.CodeAnalysis;

namespace Trellis.Structure.Quantities;

/// <summary>The units of time limits. What each means on a calendar says <see cref="Calendars.WorkingCalendar.Due"/>.</summary>
public enum TimeUnit
{
    Minutes,
    Hours,
    WorkingHours,
    WorkingDays,
    Days,
    Months,
    Years,
}

/// <summary>
/// Time allowed: <c>30 minutes</c>, <c>2 working hours</c>, <c>5 working days</c>, <c>7 days</c>, <c>3 months</c>.
/// Limits of different kinds neither compare nor add. 24 hours end by the clock and 1 day ends at midnight;
/// whether 7 days or 5 working days are longer depends on the day one asks. Lay both on a calendar instead.
/// </summary>
public readonly record struct TimeLimit
{
    /// <summary>No limit is longer than a hundred years, in any unit.</summary>
    private const int MostYears = 100;

    public TimeLimit(int amount, TimeUnit unit)
    {
        if (amount < 1 || amount > MostOf(unit)) throw new ArgumentOutOfRangeException(nameof(amount), amount, "TimeLimit.Of answers with null instead.");
        Amount = amount;
        Unit = unit;
    }

    /// <summary>At least 1.</summary>
    public int Amount { get; }

    public TimeUnit Unit { get; }

    /// <summary>Minutes and hours by the clock, which run through nights and days off.</summary>
    public bool RunsByTheClock => Unit is TimeUnit.Minutes or TimeUnit.Hours;

    /// <summary>Working hours and working days, which stand still while the office is closed.</summary>
    public bool CountsWork => Unit is TimeUnit.WorkingHours or TimeUnit.WorkingDays;

    /// <summary>The largest amount in a unit.</summary>
    public static int MostOf(TimeUnit unit) => unit switch
    {
        TimeUnit.Minutes => MostYears * 365 * 24 * 60,
        TimeUnit.Hours or TimeUnit.WorkingHours => MostYears * 365 * 24,
        TimeUnit.WorkingDays or TimeUnit.Days => MostYears * 365,
        TimeUnit.Months => MostYears * 12,
        TimeUnit.Years => MostYears,
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "There is no such unit of time."),
    };

    /// <summary>Below 0, 0 or above 0; null when they do not compare. Hours compare with minutes and years with months.</summary>
    public static int? Compare(TimeLimit one, TimeLimit other) => Quantity.Compare(one.ToQuantity(), other.ToQuantity());

    /// <summary>The sum; null when the two do not add, or beyond a hundred years.</summary>
    public TimeLimit? Plus(TimeLimit other) => ToQuantity().Plus(other.ToQuantity()) is { } sum ? Of(sum) : null;

    public Quantity ToQuantity() => new(Amount, MeasureOf(Unit));

    /// <summary>The limit that a quantity says; null when it is no duration, not whole, below 1 or beyond a hundred years.</summary>
    public static TimeLimit? Of(Quantity quantity) =>
        UnitOf(quantity.Measure) is { } unit && decimal.IsInteger(quantity.Value) && quantity.Value >= 1 && quantity.Value <= MostOf(unit)
            ? new TimeLimit((int)quantity.Value, unit)
            : null;

    public static bool TryParse(string text, out TimeLimit limit, [NotNullWhen(false)] out UnreadableAmount? why)
    {
        limit = default;
        why = AmountText.Read(text, Names, out var number, out var measure);
        if (why is not null) return false;
        var unit = UnitOf(measure)!.Value; // only names of durations were offered
        var written = AmountText.Format(number);
        if (number <= 0) why = new UnreadableAmount.NoTime(text);
        else if (!decimal.IsInteger(number)) why = new UnreadableAmount.NotWhole(written);
        else if (number > MostOf(unit)) why = new UnreadableAmount.TooLarge(text, new TimeLimit(MostOf(unit), unit).ToString());
        else limit = new TimeLimit((int)number, unit);
        return why is null;
    }

    /// <summary><c>1 working day</c>, <c>5 working days</c>.</summary>
    public override string ToString() => ToQuantity().ToString();

    private static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<TimeUnit>().Select(static unit => Measures.Facts(MeasureOf(unit)).Name)];

    private static Measure MeasureOf(TimeUnit unit) => unit switch
    {
        TimeUnit.Minutes => Measure.Minute,
        TimeUnit.Hours => Measure.Hour,
        TimeUnit.WorkingHours => Measure.WorkingHour,
        TimeUnit.WorkingDays => Measure.WorkingDay,
        TimeUnit.Days => Measure.Day,
        TimeUnit.Months => Measure.Month,
        TimeUnit.Years => Measure.Year,
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "There is no such unit of time."),
    };

    private static TimeUnit? UnitOf(Measure measure)
    {
        foreach (var unit in Enum.GetValues<TimeUnit>())
            if (MeasureOf(unit) == measure) return unit;
        return null;
    }
}
