namespace Trellis.Diagnosis.Checks.Meanings;

/// <summary>转入 and 转出, 第一 and 第二: two texts alike at both ends, and between them signs that stand against each other.</summary>
internal static class Opposites
{
    private const int LongestBetween = 4;

    /// <summary>Signs that order, count or oppose.</summary>
    private static readonly string[] Lines = ["春夏秋冬", "一二三四五六七八九十首", "早午晚中夜", "上本下去", "已未应实拟待需可", "有无", "大小", "新旧", "高低", "进出入", "流转收发支", "内外", "前后", "增减", "城乡农", "男女", "父母", "买卖", "借还", "正副", "公私", "主次", "长短", "生死亡", "东南西北", "甲乙丙丁", "开关停闭", "冷热", "干湿", "左右"];

    private static readonly string[] Denials = ["不", "未", "非", "无", "没", "超", "被", "预备", "副", "待", "拟", "前", "代", "候补", "后备"];

    public static bool Are(string one, string other)
    {
        var least = Math.Min(one.Length, other.Length);
        int before = 0, behind = 0;
        while (before < least && one[before] == other[before]) before++;
        while (behind < least - before && one[^(behind + 1)] == other[^(behind + 1)]) behind++;
        if (before + behind == 0) return false;
        var (mine, theirs) = (one[before..^behind], other[before..^behind]);
        if (mine.Length > LongestBetween || theirs.Length > LongestBetween) return false;
        if (mine.Length == 0 || theirs.Length == 0) return Array.IndexOf(Denials, mine + theirs) >= 0;
        foreach (var line in Lines)
            foreach (var here in mine)
                if (line.Contains(here, StringComparison.Ordinal) && !theirs.Contains(here, StringComparison.Ordinal))
                    foreach (var there in theirs)
                        if (line.Contains(there, StringComparison.Ordinal) && !mine.Contains(there, StringComparison.Ordinal)) return true;
        return false;
    }
}
