namespace Trellis.Diagnosis.Checks.Meanings;

/// <summary>What is applied for, planned or wished is another fact than what is: the area of a homestead, and the area applied for.</summary>
internal static class Wishes
{
    private static readonly string[] Chinese = ["拟", "申请", "申报", "预计", "计划", "规划", "志愿", "意向", "估计", "预算"];

    /// <summary>Behind 申请 these make a person or a paper of it.</summary>
    private const string NotWished = "人表书单户者方理日时号";

    private static readonly string[] English = [.. ((string[])["apply", "applied", "propose", "plan", "expect", "wish", "estimate", "intend", "budget"]).Select(Stems.Of)];

    /// <summary>Whether the name of one wishes and the other says nothing of it anywhere.</summary>
    public static bool Apart(Wording name, Wording whole, Wording otherName, Wording otherWhole) =>
        (Wish(name) && !Says(otherWhole)) || (Wish(otherName) && !Says(whole));

    private static bool Wish(Wording name)
    {
        if (name.IsChinese)
        {
            foreach (var word in Chinese)
            {
                var at = name.Written.IndexOf(word, StringComparison.Ordinal);
                if (at >= 0 && (at + word.Length == name.Written.Length || !NotWished.Contains(name.Written[at + word.Length], StringComparison.Ordinal))) return true;
            }

            return false;
        }

        return Says(name);
    }

    private static bool Says(Wording whole) => Array.Exists(whole.IsChinese ? Chinese : English, word => whole.IsChinese ? whole.Text.Contains(word, StringComparison.Ordinal) : whole.Words.Contains(word));
}
