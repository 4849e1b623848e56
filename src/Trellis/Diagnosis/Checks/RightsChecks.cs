namespace Trellis.Diagnosis.Checks;

/// <summary>TR7: rules and rights.</summary>
internal static class RightsChecks
{
    public static void Check(CheckContext context)
    {
        _ = context;
    }
}
