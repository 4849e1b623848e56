namespace Trellis.Diagnosis.Checks;

/// <summary>TR6: assessment.</summary>
internal static class AssessmentChecks
{
    public static void Check(CheckContext context)
    {
        _ = context;
    }
}
