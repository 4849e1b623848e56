namespace Trellis.Diagnosis.Checks;

/// <summary>TR1: power and responsibility.</summary>
internal static class PowerChecks
{
    public static void Check(CheckContext context)
    {
        _ = context;
    }
}
