namespace Trellis.Diagnosis.Checks;

/// <summary>TR2: information.</summary>
internal static class InformationChecks
{
    public static void Check(CheckContext context)
    {
        _ = context;
    }
}
