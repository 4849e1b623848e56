using MathNet.Numerics;

namespace Trellis.Diagnosis.Methods;

/// <summary>Whether a counted share lies above a share that is known: the exact binomial tail.</summary>
public static class ShareTest
{
    /// <summary>How likely so many hits or more are; 1 where there are none.</summary>
    public static double PValue(int hits, int of, double share) => hits <= 0 || share >= 1 ? 1 : share <= 0 ? 0 : SpecialFunctions.BetaRegularized(hits, of - hits + 1, share);
}
