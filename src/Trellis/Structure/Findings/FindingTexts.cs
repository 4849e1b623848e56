namespace Trellis.Structure.Findings;

public static partial class FindingExplanations
{
    private static readonly Dictionary<string, FindingExplanation> Texts = new(StringComparer.Ordinal)
    {
    };
}
