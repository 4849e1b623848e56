namespace Trellis.Diagnosis.Checks;

/// <summary>TR5: subjects.</summary>
internal static class SubjectChecks
{
    public static void Check(CheckContext context)
    {
        _ = context;
    }
}
