namespace Trellis.Diagnosis.Checks;

/// <summary>TR4: resources.</summary>
internal static class ResourceChecks
{
    public static void Check(CheckContext context)
    {
        _ = context;
    }
}
