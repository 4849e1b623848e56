using System.Collections.Frozen;

namespace Trellis.Structure.Quantities;

/// <summary>What a measure measures. Quantities compare and add within one dimension only.</summary>
public enum Dimension
{
    Money,
    Area,
    Length,
    Weight,
    Sound,
    Share,
    Points,
    Pieces,
    People,
    Cases,

    /// <summary>Minutes and hours by the clock.</summary>
    ClockTime,

    /// <summary>Whole days of the calendar. A day as a limit ends at midnight, so it is not 24 hours.</summary>
    Days,

    /// <summary>Months and years; a year is twelve months. A month has no fixed number of days.</summary>
    Months,

    WorkingHours,

    /// <summary>A working day has no fixed number of working hours: it may be short.</summary>
    WorkingDays,
}

/// <summary>The units of measure of the structure language, a closed list.</summary>
public enum Measure
{
    /// <summary>CNY, two decimals when stored.</summary>
    Yuan,
    SquareMetre,

    /// <summary>Exactly 2000/3 square metres.</summary>
    Mu,
    Hectare,
    Metre,
    Kilometre,
    Kilogram,
    Tonne,
    Decibel,
    Percent,
    Point,
    Piece,
    Person,
    Case,
    Minute,
    Hour,
    Day,
    Month,
    Year,
    WorkingHour,
    WorkingDay,
}

/// <summary>
/// How a measure is written and what it is worth: <paramref name="Numerator"/>/<paramref name="Denominator"/> of the measure
/// in which its dimension counts (square metre, metre, kilogram, minute, month; for a share, the whole).
/// </summary>
/// <param name="Name">As written: <c>m2</c>, <c>working days</c>.</param>
/// <param name="One">As written after exactly one: <c>working day</c>. Both are read after any number.</param>
public readonly record struct MeasureFacts(string Name, string One, Dimension Dimension, int Numerator = 1, int Denominator = 1);

/// <summary>The table of measures.</summary>
public static class Measures
{
    public static IReadOnlyList<Measure> All { get; } = Enum.GetValues<Measure>();

    private static readonly FrozenDictionary<string, Measure> ByName = All
        .SelectMany(static measure => new[] { KeyValuePair.Create(Facts(measure).Name, measure), KeyValuePair.Create(Facts(measure).One, measure) })
        .DistinctBy(static pair => pair.Key, StringComparer.Ordinal)
        .ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly IReadOnlyList<string> AllNames = [.. All.Select(static measure => Facts(measure).Name)];

    private static readonly FrozenDictionary<Dimension, string[]> NamesByDimension = All.GroupBy(DimensionOf, static measure => Facts(measure).Name).ToFrozenDictionary(static named => named.Key, static named => named.ToArray());

    /// <summary>How people write measures that the language spells otherwise. Only what can mean one thing stands here: 分 may be points or minutes.</summary>
    private static readonly FrozenDictionary<string, Measure> Elsewhere = new Dictionary<string, Measure>(StringComparer.OrdinalIgnoreCase)
    {
        ["元"] = Measure.Yuan, ["人民币"] = Measure.Yuan, ["yuan"] = Measure.Yuan, ["RMB"] = Measure.Yuan, ["¥"] = Measure.Yuan, ["￥"] = Measure.Yuan,
        ["平方米"] = Measure.SquareMetre, ["平米"] = Measure.SquareMetre, ["m²"] = Measure.SquareMetre, ["㎡"] = Measure.SquareMetre, ["sqm"] = Measure.SquareMetre,
        ["亩"] = Measure.Mu, ["公顷"] = Measure.Hectare, ["ha"] = Measure.Hectare,
        ["米"] = Measure.Metre, ["公里"] = Measure.Kilometre, ["千米"] = Measure.Kilometre, ["公斤"] = Measure.Kilogram, ["千克"] = Measure.Kilogram, ["吨"] = Measure.Tonne,
        ["分贝"] = Measure.Decibel, ["％"] = Measure.Percent, ["percent"] = Measure.Percent, ["人"] = Measure.Person, ["persons"] = Measure.Person,
        ["分钟"] = Measure.Minute, ["min"] = Measure.Minute, ["小时"] = Measure.Hour, ["h"] = Measure.Hour, ["天"] = Measure.Day, ["日"] = Measure.Day, ["自然日"] = Measure.Day,
        ["月"] = Measure.Month, ["个月"] = Measure.Month, ["年"] = Measure.Year,
        ["工作小时"] = Measure.WorkingHour, ["工作日"] = Measure.WorkingDay, ["个工作日"] = Measure.WorkingDay, ["workdays"] = Measure.WorkingDay, ["business days"] = Measure.WorkingDay,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static MeasureFacts Facts(Measure measure) => measure switch
    {
        Measure.Yuan => new("CNY", "CNY", Dimension.Money),
        Measure.SquareMetre => new("m2", "m2", Dimension.Area),
        Measure.Mu => new("mu", "mu", Dimension.Area, 2000, 3),
        Measure.Hectare => new("hectare", "hectare", Dimension.Area, 10000),
        Measure.Metre => new("m", "m", Dimension.Length),
        Measure.Kilometre => new("km", "km", Dimension.Length, 1000),
        Measure.Kilogram => new("kg", "kg", Dimension.Weight),
        Measure.Tonne => new("t", "t", Dimension.Weight, 1000),
        Measure.Decibel => new("dB", "dB", Dimension.Sound),
        Measure.Percent => new("%", "%", Dimension.Share, 1, 100),
        Measure.Point => new("points", "point", Dimension.Points),
        Measure.Piece => new("pieces", "piece", Dimension.Pieces),
        Measure.Person => new("people", "person", Dimension.People),
        Measure.Case => new("cases", "case", Dimension.Cases),
        Measure.Minute => new("minutes", "minute", Dimension.ClockTime),
        Measure.Hour => new("hours", "hour", Dimension.ClockTime, 60),
        Measure.Day => new("days", "day", Dimension.Days),
        Measure.Month => new("months", "month", Dimension.Months),
        Measure.Year => new("years", "year", Dimension.Months, 12),
        Measure.WorkingHour => new("working hours", "working hour", Dimension.WorkingHours),
        Measure.WorkingDay => new("working days", "working day", Dimension.WorkingDays),
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "There is no such measure."),
    };

    public static Dimension DimensionOf(Measure measure) => Facts(measure).Dimension;

    public static bool TryFind(string name, out Measure measure) => ByName.TryGetValue(name, out measure);

    /// <summary>The name as written behind this number.</summary>
    internal static string NameFor(Measure measure, decimal number) => number == 1 ? Facts(measure).One : Facts(measure).Name;

    /// <summary>The names that a reader may write, those of one dimension when it is known.</summary>
    internal static IReadOnlyList<string> NamesOf(Dimension? dimension) => dimension is { } one ? NamesByDimension.GetValueOrDefault(one, []) : AllNames;

    /// <summary>The measure that somebody meant who wrote a name that the language does not have.</summary>
    internal static string? Meant(string written, IReadOnlyList<string> offered)
    {
        if (Elsewhere.TryGetValue(written, out var known) && offered.Contains(Facts(known).Name, StringComparer.Ordinal)) return Facts(known).Name;
        return NearNames.Nearest(written, offered);
    }
}
