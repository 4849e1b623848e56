using MathNet.Numerics.Distributions;

namespace Trellis.Diagnosis.Methods;

/// <summary>Whether more lies in a window than fits between the two like windows beside it.</summary>
/// <remarks>
/// Times until something is done thin out, and the slower the longer it has taken already: exponential times, mixtures of such, and all whose chance to end falls with their age have a density whose logarithm is convex. Then what lies between two windows of one
/// width is at most the geometric mean of what lies in them. The logarithm of the ratio is compared with the error that counts by chance have (delta method), half a count more than seen in each.
/// </remarks>
public static class HeapTest
{
    /// <summary>What the windows on both sides let one expect at most.</summary>
    public static double Expected(int before, int after) => Math.Sqrt((before + 0.5) * (after + 0.5));

    /// <returns>One-sided.</returns>
    public static double PValue(int before, int here, int after)
    {
        var (b, h, a) = (before + 0.5, here + 0.5, after + 0.5);
        return Normal.CDF(0, 1, -(Math.Log(h) - (0.5 * Math.Log(b * a))) / Math.Sqrt((1 / h) + (0.25 * ((1 / b) + (1 / a)))));
    }
}
