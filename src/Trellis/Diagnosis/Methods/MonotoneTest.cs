namespace Trellis.Diagnosis.Methods;

/// <summary>Whether values that ought to become rarer and rarer up to a bound heap up again before it.</summary>
/// <remarks>
/// The largest distance between the distribution of the values and its least concave majorant (Grenander 1956), which is what the distribution is where the density never rises. Of all such densities the even one makes the distance largest, and there
/// it lies within the range of a Brownian bridge, whose distribution is that of Kuiper (1960): a bound from above.
/// </remarks>
public static class MonotoneTest
{
    private const int Fewest = 10;

    /// <returns>1 where there are too few values to say anything.</returns>
    public static double PValue(IEnumerable<double> values, double from, double to)
    {
        ArgumentNullException.ThrowIfNull(values);
        var sorted = values.Where(value => value > from && value <= to).Order().ToArray();
        return sorted.Length < Fewest ? 1 : Kuiper(Distance(sorted, from, to) / Math.Sqrt(sorted.Length));
    }

    /// <summary>The largest distance of the distribution from its least concave majorant, in values.</summary>
    /// <param name="sorted">Within the range.</param>
    public static double Distance(double[] sorted, double from, double to)
    {
        ArgumentNullException.ThrowIfNull(sorted);
        var hull = new List<(double X, double Y)> { (from, 0) };
        for (var at = 0; at <= sorted.Length; at++)
        {
            var next = at < sorted.Length ? (X: sorted[at], Y: at + 1.0) : (X: to, Y: sorted.Length);
            while (hull.Count > 1 && (hull[^1].Y - hull[^2].Y) * (next.X - hull[^2].X) <= (next.Y - hull[^2].Y) * (hull[^1].X - hull[^2].X)) hull.RemoveAt(hull.Count - 1);
            hull.Add(next);
        }

        var (largest, edge) = (0.0, 0);
        for (var at = 0; at < sorted.Length; at++)
        {
            while (edge + 2 < hull.Count && hull[edge + 1].X < sorted[at]) edge++;
            var (left, right) = (hull[edge], hull[edge + 1]);
            var majorant = right.X > left.X ? left.Y + ((right.Y - left.Y) * (sorted[at] - left.X) / (right.X - left.X)) : right.Y;
            // Just below the value, where the distribution has not stepped up yet.
            largest = Math.Max(largest, majorant - at);
        }

        return largest;
    }

    private static double Kuiper(double value)
    {
        if (value < 0.4) return 1;
        var p = 0.0;
        for (var j = 1; j <= 50; j++) p += 2 * ((4.0 * j * j * value * value) - 1) * Math.Exp(-2.0 * j * j * value * value);
        return Math.Clamp(p, 0, 1);
    }
}
