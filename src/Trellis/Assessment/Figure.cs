using Trellis.Structure;
using Trellis.Structure.Calendars;
using Trellis.Structure.Quantities;

namespace Trellis.Assessment;

/// <summary>One number of one unit in one period, with what it is made of.</summary>
/// <param name="Numerator">Cases whose value is yes, or the sum of the values; null where nothing is divided: a median, a slowest tenth.</param>
/// <param name="Cases">The denominator: cases whose value is known.</param>
/// <param name="LeftOut">Cases whose value is not known.</param>
/// <param name="Number">Null where no case has a value.</param>
/// <param name="IsWithheld">Whether there are too few cases to be told; then nothing of them is.</param>
/// <param name="IsRunning">Whether the period is not over.</param>
public sealed record Figure(Indicator Indicator, UnitOnDay Unit, string Level, ReportingPeriod Period, decimal? Numerator, long Cases, long LeftOut, decimal? Number, Measure? Measure, bool IsWithheld, bool IsRunning)
{
    internal static Figure Of(CountedIndicator indicator, UnitOnDay unit, string level, ReportingPeriod period, Tally tally, bool isWithheld, bool isRunning) =>
        isWithheld
            ? new Figure(indicator.Indicator, unit, level, period, null, 0, 0, null, indicator.Measure, true, isRunning)
            : new Figure(
                indicator.Indicator, unit, level, period, indicator.Take switch { Take.Count or Take.Share => tally.Yes, Take.Sum or Take.Mean => tally.Sum, _ => null },
                tally.Known, tally.LeftOut, tally.Number, indicator.Measure, false, isRunning);
}

/// <summary>
/// Which numbers are too small to be told. Fewer cases than five are withheld; and where the units of one ground would leave only one of them to be found by taking the others from
/// the whole, the next smallest is withheld with it.
/// </summary>
public static class Withholding
{
    /// <summary>Groups under five are suppressed (DESIGN, safeguard 3).</summary>
    public const int Least = 5;

    /// <param name="groups">How many cases each has, and of which whole it is a part.</param>
    public static IReadOnlyList<bool> Of<TWhole>(IReadOnlyList<(TWhole? Whole, long Cases)> groups)
        where TWhole : class
    {
        var hidden = groups.Select(static one => one.Cases is > 0 and < Least).ToArray();
        foreach (var siblings in Enumerable.Range(0, groups.Count).GroupBy(at => groups[at].Whole, ReferenceComparer<TWhole>.Instance))
        {
            // Taken together the hidden ones must be as many as one that may be told.
            while (siblings.Any(at => hidden[at]) && siblings.Where(at => hidden[at]) is var small && (small.Count() < 2 || small.Sum(at => groups[at].Cases) < Least)
                && siblings.Where(at => !hidden[at] && groups[at].Cases > 0).OrderBy(at => groups[at].Cases).Select(static at => (int?)at).FirstOrDefault() is { } next)
                hidden[next] = true;
        }

        return hidden;
    }

    private sealed class ReferenceComparer<T> : IEqualityComparer<T?>
        where T : class
    {
        public static ReferenceComparer<T> Instance { get; } = new();

        public bool Equals(T? x, T? y) => ReferenceEquals(x, y);

        public int GetHashCode(T? obj) => obj is null ? 0 : System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj);
    }
}
