using Trellis.Diagnosis.Findings;

namespace Trellis.Diagnosis.Reports;

/// <summary>The sentences about findings in both languages, side by side.</summary>
public sealed class FindingTexts(Language language)
{
    private string Say(string zh, string en) => language == Language.Chinese ? zh : en;

    public string Heading => Say("发现的问题", "What was found");

    public string Lead(FindingReport report)
    {
        var rate = Figures.Share(report.FalseDiscoveries, 1);
        var facts = report.Facts == 0 ? "" : Say($"其中 {Figures.Count(report.Facts)} 条是数出来的事实，不是检验。", $"{Figures.Count(report.Facts)} of them {(report.Facts == 1 ? "is a counted fact" : "are counted facts")} and no test. ");
        var listed = Say($"{Figures.Count(report.Findings.Count)} 条。", $"{Figures.Count(report.Findings.Count)} {(report.Findings.Count == 1 ? "finding" : "findings")}. ");
        if (report.Tests == 0) return (report.Findings.Count > 0 ? listed + facts : "") + Say("没有可以检验的内容。", "There was nothing to test.");
        var tests = Say($"共做 {Figures.Count(report.Tests)} 项检验", $"{Figures.Count(report.Tests)} {(report.Tests == 1 ? "test was" : "tests were")} made");
        return report.Findings.Count == 0
            ? Say($"{tests}，没有一项超出偶然和通常的差别。", $"{tests}, and nothing lies beyond chance and what innocently differs.")
            : listed + Say(
                $"{tests}，{(facts.Length > 0 ? "检验所得的" : "所列")}中预计至多 {rate} 只是碰巧。{facts}说的是规则和分工，不是人。",
                $"{tests}; of those {(facts.Length > 0 ? "told by tests" : "listed")} at most {rate} may be expected to be chance. {facts}They speak of rules and of how work is laid out, not of people.");
    }

    /// <summary>How the share that may be chance is kept, with the name by which those who know such methods find it. Empty where nothing was tested.</summary>
    public string Method(FindingReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.Tests == 0 ? "" : Say(
            "怎样防止把碰巧当成问题：做过的检验全都算在内，列出来的和没有列的一样；无论这些检验彼此有什么关联都成立。方法出自 Benjamini 和 Yekutieli（2001）。",
            "How chance is kept from passing for a fault: all tests that were made are counted, listed or not, and the bound holds whatever they have to do with each other. The method is that of Benjamini and Yekutieli (2001).");
    }

    /// <summary>Of a finding of an incentive: what rewards it and the load at the time, and which of these is not known. Empty for any other.</summary>
    public string Explained(LogFinding finding)
    {
        if (!finding.IsOfIncentive) return "";
        if (finding is { Rewards.Count: 0, Load: null }) return Say("（还没有解释：奖励它的指标和单位当时的负担都不知道。）", "(Unexplained: neither an indicator that may reward it nor the load of the unit at the time is known.)");
        var rewards = finding.Rewards.Count == 0
            ? Say("（还没有解释：没有找到奖励它的指标。）", "(Unexplained: no indicator is known that may reward it.)")
            : Say("奖励它的：", "What rewards it: ") + string.Join(Say("；", "; "), finding.Rewards.Select(Of)) + Say("。", ".");
        var load = finding.Load is not { } known
            ? Say("（还没有解释：单位当时的负担不知道。）", "(Unexplained: the load at the time is not known.)")
            : finding.Who.Kind is SubjectKind.Unit or SubjectKind.StepInUnit
                ? Say($"当时的负担：看得最清楚的时候，它手上平均还有 {Figures.Short(known.Then)} 件，平时 {Figures.Short(known.Usually)} 件。", $"Load at the time: where it shows most, {Figures.Short(known.Then)} other matters lay with it on average; usually it is {Figures.Short(known.Usually)}.")
                : Say($"当时的负担：看得最清楚的时候，在办的平均还有 {Figures.Short(known.Then)} 件，平时 {Figures.Short(known.Usually)} 件。", $"Load at the time: where it shows most, {Figures.Short(known.Then)} other matters were open on average; usually it is {Figures.Short(known.Usually)}.");
        return rewards + Say("", " ") + load;

        string Of(Reward reward) => Say(
            $"指标「{reward.Indicator.Zh}」（{At(reward.IndicatorAt)}），由「{reward.Assessment.Zh}」考核（{At(reward.AssessmentAt)}{(reward.Weight is { } zh ? $"，占 {zh}" : "")}）",
            $"the indicator \"{reward.Indicator.En}\" ({At(reward.IndicatorAt)}), at which \"{reward.Assessment.En}\" looks ({At(reward.AssessmentAt)}{(reward.Weight is { } en ? $", weight {en}" : "")})");

        static string At(RuleAtFault rule) => $"{rule.File}:{rule.Line}";
    }

    /// <summary>Of a finding about units in a record: that it waits for them, and what they answered, a sentence each. Empty for any other.</summary>
    public IReadOnlyList<string> Heard(LogFinding finding)
    {
        if (finding.Hearing is not { } hearing) return [];
        var told = new List<string>();
        if (hearing.Silent.Count > 0)
        {
            var units = string.Join(Say("、", ", "), hearing.Silent.Select(unit => finding.NameOf(unit, language)));
            told.Add(hearing is not { Since: { } since, Until: { } until }
                ? Say($"还没有告知：{units}。先由它看、由它答复，在这以前不给别人看；服务器算出来的时候告知。", $"Not told yet: {units}, who see it first and answer it before others read it. A server tells them when it finds it.")
                : hearing.Waits
                    ? Say($"{Day(since)}告知，等答复：{units}。{Day(until)}以前先由它答复，不给别人看。", $"Told on {Day(since)}, and waits for the answer of: {units}. Until {Day(until)} it is theirs to answer, and nobody else's to read.")
                    : Say($"{Day(since)}告知，到期没有答复：{units}。", $"Told on {Day(since)}, and not answered in time: {units}."));
        }

        foreach (var answer in hearing.Answers) told.Add(Answered(finding, answer));
        return told;
    }

    /// <summary>Who answered when, what, and which explanation holds as they say.</summary>
    public string Answered(LogFinding finding, UnitAnswer answer) =>
        Say($"{finding.NameOf(answer.By.Unit.Text, language)}的答复（{Day(answer.Day)}，第 {Figures.Count(answer.Position)} 条）：", $"Answer of {finding.NameOf(answer.By.Unit.Text, language)} ({Day(answer.Day)}, entry {Figures.Count(answer.Position)}): ")
        + (answer.Said is { } said ? Say($"「{said}」", $"\"{said}\"") : Say("（文字没有打开，或者已经删除）", "(the words are sealed here, or were erased)"))
        + (answer.Claims is { } claims ? Say($" 它说明的原因：{claims.Zh}", $" What it says explains it: {claims.En}") : "");

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    public string Fact => Say("数出来的事实，不是检验", "a counted fact, not a test");

    public string Cause(RuleAtFault cause) => Say($"规则：{cause.File}:{cause.Line}（{cause.Entry}）", $"Rule: {cause.File}:{cause.Line} ({cause.Entry})");

    public string Proposed(ProposedOverlay overlay) => Say($"可以这样改（叠加层 {overlay.Name}，全文见 --json 或 --html）：{overlay.Says.Zh}", $"It could be changed (overlay {overlay.Name}; --json and --html hold its text): {overlay.Says.En}");

    public string OverlayHeading => Say("可以这样改", "How it could be changed");

    public string OverlayHint(ProposedOverlay overlay) => Say($"存为 overlays/{overlay.Name}/overlay.yaml，用 trellis plan 看它改变谁的什么。", $"Store it as overlays/{overlay.Name}/overlay.yaml; trellis plan says for whom it changes what.");

    public string AndMore(int count) => Say($"另有 {Figures.Count(count)} 条，见 --json 或 --html。", $"And {Figures.Count(count)} more; --json and --html have all.");

    public string NotLooked(string codes, string why) => Say($"没有查 {codes}：{why}", $"Not looked for, {codes}: {why}");

    public string What => Say("量的是", "Measured");

    public string Value => Say("数值", "Value");

    public string Interval => Say("95% 区间", "95% interval");

    public string Expected => Say("预期", "Expected");

    public string Rests => Say("依据件数", "Rests on");

    public string Sure => Say("错误发现率", "False discovery rate");

    public string Since => Say("自", "Since");

    public string Caption => Say("这一条的数字", "Figures of this finding");

    public string Figure => Say("项目", "Figure");

    public string Innocent => Say("也可能没有问题", "What else may explain it");

    public string RuledOut => Say("已排除", "ruled out");

    public string NotKnown => Say("不能判断", "not known");

    public string Clears => Say("怎样可以消除", "What would clear it");

    public string Mend => Say("怎样改", "How to mend it");

    public string Evidence => Say("看得最清楚的", "Where it shows most");

    public string Warning => Say("问题", "warning");

    public string Note => Say("提示", "note");

    public string DeadlinePicture => Say("时限前后每天办结的件数", "Ends by days from the deadline");

    public string DeadlineDesc => Say("横轴为距时限的天数，虚线为时限；内容见图后的表格。", "By days from the deadline, which is the dashed line. The table after the picture says the same.");

    public string DayColumn => Say("距时限", "From the deadline");

    public string DayFromDeadline(int day) => day > 0 ? Say($"过后第 {day} 天", $"day {day} after it") : day == 0 ? Say("时限前的最后一天", "the last day before it") : Say($"之前 {-day} 天", $"{-day} days before it");

    public string WeeksPicture => Say("各周的中位用时", "Median by week");

    public string WeeksDesc => Say("虚线为变长的那一周；内容见图后的表格。", "The dashed line is the week from which on it is longer. The table after the picture says the same.");

    public string WeekColumn => Say("周（起始日）", "Week from");

    public string MedianColumn => Say("中位数", "Median");

    public string PairPicture => Say("谁把事项原路送回给谁", "Who sends straight back to whom");

    public string PairDesc(FindingPicture.BetweenTwo pair, string one, string other) => Say(
        $"{ShownName.InSentence(one)} 送回 {Figures.Count(pair.OneToOther)} 次，{ShownName.InSentence(other)} 送回 {Figures.Count(pair.OtherToOne)} 次。",
        $"{ShownName.InSentence(one)} sent back {Figures.Count(pair.OneToOther)} times, {ShownName.InSentence(other)} {Figures.Count(pair.OtherToOne)} times.");

    public string SentBackTimes(int times) => Say($"送回 {Figures.Count(times)} 次", times == 1 ? "sent back once" : $"sent back {Figures.Count(times)} times");

    public string SentBackBy => Say("送回的单位", "Sends back");

    public string SentBackTo => Say("送回给", "To");

    public string Times => Say("次数", "Times");

    public string FunnelHeading => Say("各单位与通常的差别", "Units, and what units innocently differ");

    public string FunnelDesc(int units) => Say(
        $"{units} 个单位：横轴为件数，纵轴为比例；虚线之间是件数多少和单位间通常的差别所能解释的。内容见图后的表格。",
        $"{units} units by number of matters and share; between the dashed lines lies what their numbers and innocent differences explain. The table after the picture says the same.");

    public string Matters => Say("件数", "Matters");

    public string UnitName => Say("单位", "Unit");

    public string Share => Say("比例", "Share");
}
