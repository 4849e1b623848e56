namespace Trellis.Diagnosis.Checks;

/// <summary>TR3: process.</summary>
internal static class ProcessChecks
{
    public static void Check(CheckContext context)
    {
        _ = context;
    }
}
