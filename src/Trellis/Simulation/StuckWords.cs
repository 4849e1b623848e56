using Trellis.Authority;
using Trellis.Process;

namespace Trellis.Simulation;

/// <summary>Why nobody could go on with a matter, in words. The code stays behind them: its heading in docs/reference/refusals.md says more.</summary>
public static class StuckWords
{
    private static readonly Dictionary<string, Text> Known = Words();

    /// <param name="why">"type/step code", as runs count it.</param>
    public static string Say(string why, Language language)
    {
        ArgumentNullException.ThrowIfNull(why);
        var space = why.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || !Known.TryGetValue(why[(space + 1)..], out var words)) return why;
        return language == Language.Chinese ? $"{why[..space]} {words.Zh.TrimEnd('。')}（{why[(space + 1)..]}）" : $"{why[..space]} {words.En.TrimEnd('.')} ({why[(space + 1)..]})";
    }

    private static Dictionary<string, Text> Words()
    {
        var words = new Dictionary<string, Text>(StringComparer.Ordinal)
        {
            ["nobody-has-the-post-or-the-power"] = new("没有人有所需的岗位或职权", "nobody has the post or the power"),
            ["nobody-sits-there"] = new("岗位上没有人", "nobody sits there"),
            [AuthorityRefusals.NotSeated] = new("办的人不在所需的席位上", "whoever acts has no seat for it"),
            [AuthorityRefusals.StepForAnotherPost] = new("这一步归别的岗位", "the step is for another post"),
            [AuthorityRefusals.NotHeld] = new("没有所需的职权", "the power is not held"),
            [AuthorityRefusals.ArticleRepealed] = new("职权依据的条文已废止", "the article behind the power is repealed"),
            [AuthorityRefusals.PostEnded] = new("岗位已撤销", "the post has ended"),
            [AuthorityRefusals.SourceEnded] = new("授权的来源已终止", "what the power was given from has ended"),
            [AuthorityRefusals.NotYet] = new("授权还没有开始", "the power has not begun"),
            [AuthorityRefusals.Expired] = new("授权已到期", "the power has expired"),
            [AuthorityRefusals.Withdrawn] = new("授权已收回", "the power was withdrawn"),
            [AuthorityRefusals.Moved] = new("职权已移到别处", "the power has moved elsewhere"),
            [AuthorityRefusals.NoEmergency] = new("只在宣布应急时才有这一职权", "the power holds in an emergency only"),
            [AuthorityRefusals.OutsideArea] = new("超出职权的地域", "outside of the area of the power"),
            [AuthorityRefusals.MatterNotGiven] = new("职权不包括这类事项", "the power is not for such matters"),
            [AuthorityRefusals.OutcomeNotGiven] = new("职权不包括这种结果", "the power is not for this outcome"),
            [AuthorityRefusals.AmountNotKnown] = new("金额不明", "the amount is not known"),
            [AuthorityRefusals.OverCeiling] = new("超过一件的限额", "above the ceiling for one matter"),
            [AuthorityRefusals.NumberOverCeiling] = new("超过限额的件数", "above the ceiling in number"),
            [AuthorityRefusals.CeilingUsedUp] = new("期内限额已用完", "the ceiling of the period is used up"),
            [AuthorityRefusals.NumberUsedUp] = new("期内件数已用完", "the number of the period is used up"),
            [AuthorityRefusals.ConditionNotMet] = new("职权的条件不满足", "a condition of the power is not met"),
            [AuthorityRefusals.FactNotKnown] = new("职权的条件所需的事实不明", "a fact that the power asks for is not known"),
            [AuthorityRefusals.OwnMatter] = new("是办的人自己的事", "it is the officer's own matter"),
            [AuthorityRefusals.Kin] = new("是办的人亲属的事", "it is a matter of the officer's kin"),
            [AuthorityRefusals.ApartFrom] = new("须与先前的步骤由不同的人办", "it has to be somebody else than for an earlier step"),
        };
        foreach (var one in ProcessRefusals.All) words.TryAdd(one.Code, one.Says);
        return words;
    }
}
