using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace Trellis.Diagnosis.Methods;

/// <summary>
/// Whether values pile up on one side of a cutoff: the densities on both sides are estimated apart, and their difference is compared with its standard error.
/// Matters that are closed just before their deadline make such a jump.
/// </summary>
/// <remarks>
/// Cattaneo, Jansson and Ma (2020), "Simple local polynomial density estimators": the empirical distribution is fitted by a polynomial of order 2 on each side to choose the bandwidths and of order 3
/// to test (robust to the bias of the former), with triangular weights and standard errors of the jackknife. Bandwidths minimise the mean squared error of each side, of the difference and of the sum;
/// the median of the three is taken. Equal values are taken as one point of the distribution.
/// </remarks>
public static class DensityTest
{
    private const int Order = 2;
    private const int LeastPoints = 20 + Order + 1;

    /// <summary>Integrals of the preliminary bandwidths for order 2 and equal weights: of the derivative of order 3, and of the density.</summary>
    private const double DerivativeConstant = 3430865.4551236178;
    private const double DensityConstant = 548.57142857155464;

    /// <summary>Null where one side has no value beside the cutoff, or the values near it are too few or too alike to fit a curve.</summary>
    public static DensityJump? Find(ReadOnlySpan<double> values, double cutoff)
    {
        var centred = new double[values.Length];
        for (var at = 0; at < values.Length; at++) centred[at] = values[at] - cutoff;
        Array.Sort(centred);
        var left = centred.AsSpan().Count(below: 0);
        if (left == 0 || left == centred.Length || centred[^1] <= 0) return null;

        var points = new DistributionPoints(centred, left);
        if (Bandwidths(points) is not var (hl, hr) || Fit(points, hl, hr, Order + 1, 1) is not { } fit || fit.Difference.Variance is not > 0) return null;
        var statistic = fit.Difference.Density / Math.Sqrt(fit.Difference.Variance);
        return new DensityJump
        {
            Left = left,
            Right = centred.Length - left,
            NearLeft = fit.NearLeft,
            NearRight = fit.NearRight,
            LeftBandwidth = hl,
            RightBandwidth = hr,
            LeftDensity = fit.Left.Density,
            RightDensity = fit.Right.Density,
            Statistic = statistic,
            PValue = 2 * Normal.CDF(0, 1, -Math.Abs(statistic)),
        };
    }

    private static int Count(this Span<double> sorted, double below)
    {
        var at = 0;
        while (at < sorted.Length && sorted[at] < below) at++;
        return at;
    }

    private static (double Left, double Right)? Bandwidths(DistributionPoints points)
    {
        var (derivative, density) = Preliminary(points);
        if (Fit(points, derivative, derivative, Order + 2, Order + 1) is not { } curved || Fit(points, density, density, Order, 1) is not { } flat) return null;

        var bias = BiasConstant();
        var (biasLeft, biasRight) = (curved.Left.Coefficient * bias, curved.Right.Coefficient * bias);
        var each = Optimal(flat.Left.Variance, biasLeft);
        var other = Optimal(flat.Right.Variance, biasRight);
        var difference = Optimal(flat.Difference.Variance, biasRight - biasLeft);
        var sum = Optimal(flat.Sum.Variance, biasRight + biasLeft);

        var (leastLeft, leastRight) = points.Reach(LeastPoints);
        var widest = Math.Max(points.FarLeft, points.FarRight);
        var least = Math.Max(leastLeft, leastRight);
        difference = Math.Max(Math.Min(difference, widest), least);
        sum = Math.Max(Math.Min(sum, widest), least);
        return (
            Middle(Math.Max(Math.Min(each, points.FarLeft), leastLeft), difference, sum),
            Middle(Math.Max(Math.Min(other, points.FarRight), leastRight), difference, sum));

        // Variance and bias stand at the width of the preliminary fit: (variance times width) over twice the order times the squared bias, to the power 1 / (2p + 1).
        double Optimal(double? variance, double bias)
        {
            if (variance is not > 0) return 0;
            var width = Math.Pow(density * variance.Value / (2 * Order * bias * bias), 1.0 / ((2 * Order) + 1));
            return double.IsNaN(width) ? 0 : width;
        }
    }

    private static double Middle(double one, double other, double third) => Math.Max(Math.Min(one, other), Math.Min(Math.Max(one, other), third));

    /// <summary>The widths that would be best if the values followed a normal distribution; for the derivative of order 3 and for the density.</summary>
    private static (double Derivative, double Density) Preliminary(DistributionPoints points)
    {
        var (mean, deviation) = points.Moments();
        var z = mean / deviation;
        var bell = Normal.PDF(0, 1, z);
        var fourth = (z * z * z * z) - (6 * z * z) + 3;
        var second = (z * z) - 1;
        var derivative = deviation * Math.Pow(((2 * Order) + 1) / 4.0 * DerivativeConstant / (fourth * fourth * bell) / points.Count, 1.0 / ((2 * Order) + 5));
        var density = deviation * Math.Pow(1.0 / (2 * Order) * DensityConstant / (second * second * bell) / points.Count, 1.0 / ((2 * Order) + 1));
        return (Within(derivative, LeastPoints + 2), Within(density, LeastPoints));

        double Within(double width, int least)
        {
            var (left, right) = points.Reach(least);
            return Math.Max(Math.Min(width, Math.Max(points.FarLeft, points.FarRight)), Math.Max(left, right));
        }
    }

    /// <summary>How the next coefficient of the distribution bends the estimate of the density, for triangular weights on one side.</summary>
    private static double BiasConstant()
    {
        var moments = Matrix<double>.Build.Dense(Order + 1, Order + 1, static (row, column) => Moment(row + column));
        var next = Vector<double>.Build.Dense(Order + 1, static row => Moment(row + Order + 1));
        return moments.Solve(next)[1];

        static double Moment(int power) => 1.0 / ((power + 1) * (power + 2));
    }

    /// <summary>Both sides fitted by polynomials of one order, and how far the estimates would move if single values were left out.</summary>
    /// <param name="derivative">Whose coefficient is wanted beside the density.</param>
    private static TwoSides? Fit(DistributionPoints points, double hl, double hr, int order, int derivative)
    {
        var (from, to) = points.Between(-hl, hr);
        var near = to - from;
        var nearLeft = Math.Max(0, points.Left - from);
        var terms = order + 1;
        if (nearLeft < terms || near - nearLeft < terms) return null;

        var sides = new Side[2];
        for (var side = 0; side < 2; side++)
        {
            var (first, end, width) = side == 0 ? (from, points.Left, hl) : (points.Left, to, hr);
            var products = Matrix<double>.Build.Dense(terms, terms);
            var onto = Vector<double>.Build.Dense(terms);
            for (var at = first; at < end; at++)
            {
                var x = points.Values[at] / width;
                var weight = (1 - Math.Abs(x)) / width;
                for (var row = 0; row < terms; row++)
                {
                    var weighted = weight * Power(x, row);
                    onto[row] += weighted * points.Shares[at];
                    for (var column = 0; column < terms; column++) products[row, column] += weighted * Power(x, column);
                }
            }

            var inverse = products.Inverse();
            if (!double.IsFinite(inverse[0, 0])) return null;
            var fitted = inverse * onto;
            // The row of the inverse that gives the density, in the unit of the values.
            sides[side] = new Side(fitted[1] / width, fitted[derivative] / Math.Pow(width, derivative), inverse.Row(1) / width, width);
        }

        var (left, right, both) = Jackknife(points, from, to, terms, sides);
        return new TwoSides(
            nearLeft, near - nearLeft,
            new Estimated(sides[0].Density, sides[0].Coefficient, left),
            new Estimated(sides[1].Density, sides[1].Coefficient, right),
            new Estimated(sides[1].Density - sides[0].Density, 0, left + right - (2 * both)),
            new Estimated(sides[1].Density + sides[0].Density, 0, left + right + (2 * both)));
    }

    /// <summary>Each value lifts the distribution of all that stand above it; how it moves each side's density by that, squared and added up.</summary>
    private static (double Left, double Right, double Both) Jackknife(DistributionPoints points, int from, int to, int terms, Side[] sides)
    {
        double left = 0, right = 0, both = 0, aboveLeft = 0, aboveRight = 0;
        var at = to - 1;
        while (at >= from)
        {
            var first = at;
            while (first > from && points.Values[first - 1] == points.Values[at]) first--;
            double leftHere = 0, rightHere = 0;
            // All values of a group stand where its first one does: above it are the others of the group too.
            for (var value = at; value >= first; value--)
            {
                var isLeft = value < points.Left;
                var side = sides[isLeft ? 0 : 1];
                var x = points.Values[value] / side.Width;
                var weight = (1 - Math.Abs(x)) / side.Width;
                double pull = 0;
                for (var term = 0; term < terms; term++) pull += side.Row[term] * weight * Power(x, term);
                if (value == first)
                {
                    var influenceLeft = (aboveLeft + leftHere) / (points.Count - 1);
                    var influenceRight = (aboveRight + rightHere) / (points.Count - 1);
                    var equal = at - first + 1;
                    left += equal * influenceLeft * influenceLeft;
                    right += equal * influenceRight * influenceRight;
                    both += equal * influenceLeft * influenceRight;
                }

                if (isLeft) leftHere += pull;
                else rightHere += pull;
            }

            aboveLeft += leftHere;
            aboveRight += rightHere;
            at = first - 1;
        }

        return (left, right, both);
    }

    private static double Power(double x, int power)
    {
        var result = 1.0;
        for (var times = 0; times < power; times++) result *= x;
        return result;
    }

    private sealed record Side(double Density, double Coefficient, Vector<double> Row, double Width);

    private readonly record struct Estimated(double Density, double Coefficient, double Variance);

    private sealed record TwoSides(int NearLeft, int NearRight, Estimated Left, Estimated Right, Estimated Difference, Estimated Sum);

    /// <summary>The values about the cutoff in ascending order, each with the share of all values that lie at or below it.</summary>
    private sealed class DistributionPoints
    {
        private readonly double[] different;
        private readonly int differentLeft;

        public DistributionPoints(double[] sorted, int left)
        {
            Values = sorted;
            Left = left;
            Shares = new double[sorted.Length];
            var own = new List<double>();
            for (var first = 0; first < sorted.Length;)
            {
                var last = first;
                while (last + 1 < sorted.Length && sorted[last + 1] == sorted[first]) last++;
                own.Add(sorted[first]);
                for (var at = first; at <= last; at++) Shares[at] = (double)last / (sorted.Length - 1);
                first = last + 1;
            }

            different = [.. own];
            differentLeft = different.AsSpan().Count(below: 0);
        }

        public double[] Values { get; }

        public double[] Shares { get; }

        public int Left { get; }

        public int Count => Values.Length;

        public double FarLeft => -Values[0];

        public double FarRight => Values[^1];

        /// <summary>How wide a window must be on each side to hold that many different values, or all of them.</summary>
        public (double Left, double Right) Reach(int values) => (
            -different[Math.Max(0, differentLeft - values)],
            different[Math.Min(different.Length, differentLeft + values) - 1]);

        public (int From, int To) Between(double low, double high)
        {
            var from = 0;
            while (from < Count && Values[from] < low) from++;
            var to = from;
            while (to < Count && Values[to] <= high) to++;
            return (from, to);
        }

        public (double Mean, double Deviation) Moments()
        {
            double mean = 0, squares = 0;
            for (var at = 0; at < Count; at++)
            {
                var off = Values[at] - mean;
                mean += off / (at + 1);
                squares += off * (Values[at] - mean);
            }

            return (mean, Math.Sqrt(squares / (Count - 1)));
        }
    }
}

/// <summary>What the densities on both sides of a cutoff look like.</summary>
public sealed record DensityJump
{
    /// <summary>Values below the cutoff; those at it stand to the right.</summary>
    public required int Left { get; init; }

    public required int Right { get; init; }

    /// <summary>Values within the bandwidths, on which the estimate rests.</summary>
    public required int NearLeft { get; init; }

    public required int NearRight { get; init; }

    public required double LeftBandwidth { get; init; }

    public required double RightBandwidth { get; init; }

    /// <summary>Share of all values per unit of the values, just left of the cutoff.</summary>
    public required double LeftDensity { get; init; }

    public required double RightDensity { get; init; }

    /// <summary>Right minus left over its standard error: clearly below nothing where values pile up before the cutoff.</summary>
    public required double Statistic { get; init; }

    public required double PValue { get; init; }
}
