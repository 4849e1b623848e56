using System.Globalization;

namespace Trellis.Structure.Calendars;

/// <summary>How long a period of figures and forms is, in months of the calendar.</summary>
public enum PeriodLength
{
    Month = 1,
    Quarter = 3,
    HalfYear = 6,
    Year = 12,
}

/// <summary>A month, quarter, half-year or year, for which a form is owed or a figure is counted: 2026-03, 2026-q1, 2026-h1, 2026.</summary>
/// <param name="Index">Periods of this length since the year 0.</param>
public readonly record struct ReportingPeriod(PeriodLength Length, int Index) : IComparable<ReportingPeriod>
{
    /// <summary>The word of the language for a length: month, quarter, half-year, year; null for anything else.</summary>
    public static PeriodLength? LengthOf(string? every) => every switch
    {
        "month" => PeriodLength.Month,
        "quarter" => PeriodLength.Quarter,
        "half-year" => PeriodLength.HalfYear,
        "year" => PeriodLength.Year,
        _ => null,
    };

    /// <summary>The period in which a day lies.</summary>
    public static ReportingPeriod Of(PeriodLength length, DateOnly day) => new(length, ((day.Year * 12) + day.Month - 1) / (int)length);

    public DateOnly First => new(Index * (int)Length / 12, (Index * (int)Length % 12) + 1, 1);

    public DateOnly Last => First.AddMonths((int)Length).AddDays(-1);

    public ReportingPeriod Next => this with { Index = Index + 1 };

    public ReportingPeriod Previous => this with { Index = Index - 1 };

    public bool Contains(DateOnly day) => First <= day && day <= Last;

    public int CompareTo(ReportingPeriod other) => First.CompareTo(other.First) is var first and not 0 ? first : Length.CompareTo(other.Length);

    public static bool operator <(ReportingPeriod one, ReportingPeriod other) => one.CompareTo(other) < 0;

    public static bool operator >(ReportingPeriod one, ReportingPeriod other) => one.CompareTo(other) > 0;

    public static bool operator <=(ReportingPeriod one, ReportingPeriod other) => one.CompareTo(other) <= 0;

    public static bool operator >=(ReportingPeriod one, ReportingPeriod other) => one.CompareTo(other) >= 0;

    public override string ToString()
    {
        var first = First;
        return Length switch
        {
            PeriodLength.Month => string.Create(CultureInfo.InvariantCulture, $"{first.Year:0000}-{first.Month:00}"),
            PeriodLength.Quarter => string.Create(CultureInfo.InvariantCulture, $"{first.Year:0000}-q{((first.Month - 1) / 3) + 1}"),
            PeriodLength.HalfYear => string.Create(CultureInfo.InvariantCulture, $"{first.Year:0000}-h{((first.Month - 1) / 6) + 1}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{first.Year:0000}"),
        };
    }

    /// <summary>Reads what <see cref="ToString"/> writes; null for anything else.</summary>
    public static ReportingPeriod? Parse(string? written)
    {
        if (written is not { Length: >= 4 and <= 7 } || !int.TryParse(written.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is < 1 or > 9998) return null;
        if (written.Length == 4) return new ReportingPeriod(PeriodLength.Year, year);
        if (written.Length != 7 || written[4] != '-') return null;
        return (written[5], written[6]) switch
        {
            ('q', >= '1' and <= '4') => new ReportingPeriod(PeriodLength.Quarter, (year * 4) + written[6] - '1'),
            ('h', '1' or '2') => new ReportingPeriod(PeriodLength.HalfYear, (year * 2) + written[6] - '1'),
            _ when int.TryParse(written.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var month) && month is >= 1 and <= 12 => new ReportingPeriod(PeriodLength.Month, (year * 12) + month - 1),
            _ => null,
        };
    }
}
