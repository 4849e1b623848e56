namespace Trellis;

/// <summary>Between which shares the rule behind a counted share lies in 95 of 100 cases: few cases say little, however round the number looks.</summary>
/// <remarks>The score interval of Wilson (1927), Journal of the American Statistical Association 22, 209: it stays within 0 and 1, and is right for few cases too.</remarks>
public readonly record struct ShareInterval(double LowShare, double HighShare)
{
    /// <summary>The normal quantile of 0.975.</summary>
    private const double Z = 1.959963984540054;

    /// <param name="yes">From 0 to <paramref name="cases"/>.</param>
    /// <returns>Null without a case.</returns>
    public static ShareInterval? Of(long yes, long cases)
    {
        if (cases <= 0 || yes < 0 || yes > cases) return null;
        var share = (double)yes / cases;
        var spread = Z * Z / cases;
        var middle = (share + (spread / 2)) / (1 + spread);
        var half = Z / (1 + spread) * Math.Sqrt((share * (1 - share) / cases) + (spread / (4 * cases)));
        return new ShareInterval(yes == 0 ? 0 : Math.Max(0, middle - half), yes == cases ? 1 : Math.Min(1, middle + half));
    }
}
