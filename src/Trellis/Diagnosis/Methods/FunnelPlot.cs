using MathNet.Numerics.Distributions;

namespace Trellis.Diagnosis.Methods;

/// <summary>
/// Shares of units that do the same work, each against what its size lets chance do. Never a league table: a unit is remarkable only outside of limits that also allow for units being truly, and
/// innocently, unlike each other.
/// </summary>
/// <remarks>
/// Spiegelhalter 2005. The plain z takes chance alone; phi, the mean of the squares after the outermost tenth on each side is drawn in, says how much more the units differ than that; the additive
/// variance between units (method of moments, DerSimonian and Laird 1986, with phi in the place of the plain mean) widens the limits for all sizes alike, so that large units are not flagged for being
/// large.
/// </remarks>
public sealed record FunnelPlot
{
    /// <summary>Two standard limits: about 1 in 20 and 1 in 500 units lie outside by chance.</summary>
    public static readonly double Warning = Normal.InvCDF(0, 1, 0.975);

    public static readonly double Alarm = Normal.InvCDF(0, 1, 0.999);

    private FunnelPlot()
    {
    }

    /// <summary>The share of all units together.</summary>
    public required double Overall { get; init; }

    /// <summary>How many times more the units differ than chance alone would have it: 1 where it is chance.</summary>
    public required double Overdispersion { get; init; }

    /// <summary>The same without drawing in the outermost units.</summary>
    public required double MeanSquare { get; init; }

    /// <summary>The variance between units that is theirs and not chance.</summary>
    public required double Between { get; init; }

    public required IReadOnlyList<FunnelPoint> Points { get; init; }

    /// <param name="drawnIn">The share on each side that is drawn in to the nearest value that stays.</param>
    public static FunnelPlot Draw(IReadOnlyList<(int Of, int Hits)> units, double drawnIn = 0.1)
    {
        var of = units.Sum(static unit => (double)unit.Of);
        var overall = of == 0 ? 0 : units.Sum(static unit => (double)unit.Hits) / of;
        var variance = overall * (1 - overall);
        var errors = units.Select(unit => unit.Of == 0 || variance == 0 ? double.NaN : Math.Sqrt(variance / unit.Of)).ToArray();
        var z = units.Select((unit, at) => double.IsNaN(errors[at]) ? 0 : (((double)unit.Hits / unit.Of) - overall) / errors[at]).ToArray();
        var known = Enumerable.Range(0, units.Count).Where(at => !double.IsNaN(errors[at])).ToArray();

        var sorted = known.Select(at => z[at]).Order().ToArray();
        var cut = (int)(drawnIn * sorted.Length);
        var phi = sorted.Length == 0 ? 1 : sorted.Average(value => Square(Math.Clamp(value, sorted[cut], sorted[^(cut + 1)])));
        var between = 0.0;
        if (sorted.Length > 1)
        {
            var weights = known.Select(at => 1 / Square(errors[at])).ToArray();
            var sum = weights.Sum();
            between = Math.Max(0, ((sorted.Length * phi) - (sorted.Length - 1)) / (sum - (weights.Sum(Square) / sum)));
        }

        return new FunnelPlot
        {
            Overall = overall,
            Overdispersion = phi,
            MeanSquare = sorted.Length == 0 ? 1 : sorted.Average(Square),
            Between = between,
            Points = [.. units.Select((unit, at) => double.IsNaN(errors[at])
                ? new FunnelPoint(unit.Of, unit.Hits, 0, 0)
                : new FunnelPoint(unit.Of, unit.Hits, z[at], (((double)unit.Hits / unit.Of) - overall) / Math.Sqrt(Square(errors[at]) + between)))],
        };

        static double Square(double value) => value * value;
    }

    /// <summary>The limits about the overall share for a unit of that size; with the variance between units, unless only chance is asked for.</summary>
    public (double Low, double High) Limits(int of, double z, bool chanceOnly = false)
    {
        var half = z * Math.Sqrt((Overall * (1 - Overall) / of) + (chanceOnly ? 0 : Between));
        return (Math.Max(0, Overall - half), Math.Min(1, Overall + half));
    }
}

/// <param name="Z">Off the overall share in standard errors of chance alone.</param>
/// <param name="Adjusted">The same where units may differ innocently as much as these do.</param>
public readonly record struct FunnelPoint(int Of, int Hits, double Z, double Adjusted);
