using System.Globalization;
using System.Text.RegularExpressions;
using Trellis.Structure;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Checks;

/// <summary>TR6: assessment. What is measured must not be the judged unit's own word, must have a quality beside it, must not pay for refusing work, and must never measure presence.</summary>
internal static partial class AssessmentChecks
{
    public static void Check(CheckContext context)
    {
        var twins = new HashSet<string>(StringComparer.Ordinal);
        foreach (var indicator in context.Holding(context.Structure.Indicators))
            if (indicator.Twin is { } twin && twin.Id != indicator.Id) twins.Add(twin.Id);

        foreach (var indicator in context.Holding(context.Structure.Indicators))
        {
            CheckTwin(context, indicator, twins);
            CheckRefusing(context, indicator);
            CheckPresence(context, indicator);
        }

        foreach (var assessment in context.Holding(context.Structure.Assessments))
        {
            CheckOwnWord(context, assessment);
            CheckWeights(context, assessment);
        }
    }

    /// <summary>
    /// TR6001: an indicator is taken from a form that only the judged units fill in, themselves or through a government body below them.
    /// A form with a section by somebody else, or filled in by bodies that govern themselves, is not their own word.
    /// </summary>
    private static void CheckOwnWord(CheckContext context, AssessmentRule assessment)
    {
        var judged = context.Day.Expand(assessment.Judged.Id).Select(static unit => unit.Index).ToHashSet();
        if (judged.Count == 0) return;
        foreach (var look in assessment.LooksAt)
        {
            if (context.Structure.Indicators.On(look.Indicator.Id, context.Date) is not { FromForm: { } source } indicator) continue;
            if (context.Structure.Forms.On(source.Id, context.Date) is not { } form) continue;
            var fillers = form.FilledBy.At is { } at ? context.Day.Expand(at, form) : [];
            if (fillers.Count == 0 || !fillers.All(IsJudged)) continue;
            // A section of another post counts as theirs too where that post sits only at judged units.
            var another = form.Sections.Any(section => (section.By.At is { } place ? context.Day.Expand(place, form) : context.Day.UnitsWithPost(section.By.Post ?? "")).Any(unit => !IsJudged(unit)));
            if (another) continue;
            context.Add(FindingCodes.OwnWordOnly, look.At, assessment,
                new($"{Name(assessment).Zh}所看的{Saying.Of(indicator).Zh}只来自被评单位自己填的表{Saying.Of(form).Zh}。", $"{Name(assessment).En} looks at {Saying.Of(indicator).En}, which comes only from {Saying.Of(form).En}, a form that the judged units fill in themselves."),
                new("改从办件记录或基础库取得，或由另一方填报、核对。", "Take it from the record or the base, or have somebody else fill in or check it."),
                related: [new(indicator.At, new("指标在这里。", "The indicator stands here.")), new(form.FilledBy.Mark, new("填表单位在这里。", "Who fills in the form stands here."))]);
        }

        bool IsJudged(UnitOnDay unit)
        {
            for (var body = unit; body is not null; body = unit.UnitKind == UnitKind.Government ? body.Parent : null)
                if (judged.Contains(body.Index)) return true;
            return false;
        }
    }

    /// <summary>TR6002: no twin, no reason why none, and not itself the quality that stands beside another.</summary>
    private static void CheckTwin(CheckContext context, Indicator indicator, HashSet<string> twins)
    {
        if (indicator.Why is { Zh.Length: > 0 } || twins.Contains(indicator.Id)) return;
        if (indicator.Twin is { } twin && twin.Id != indicator.Id) return;
        context.Add(FindingCodes.NoQualityTwin, indicator.Twin?.At ?? indicator.At, indicator,
            indicator.Twin is null
                ? new($"指标{Saying.Of(indicator).Zh}没有质量对照：一味追它时，什么会变坏看不出来。", $"The indicator {Saying.Of(indicator).En} has no twin: what would suffer if it were chased is not seen.")
                : new($"指标{Saying.Of(indicator).Zh}以自己为对照。", $"The indicator {Saying.Of(indicator).En} is its own twin."),
            new("写上 twin：追求它时会受损的质量指标；确实没有的，用 why 说明。", "Name as twin the quality that would suffer, or say under why there is none."));
    }

    /// <summary>TR6003: more weight on one indicator than the setting allows. Weights count in proportion to their sum.</summary>
    private static void CheckWeights(CheckContext context, AssessmentRule assessment)
    {
        var sum = assessment.LooksAt.Sum(static look => look.Weight?.Value ?? 0);
        if (sum <= 0) return;
        foreach (var look in assessment.LooksAt)
        {
            var share = (look.Weight?.Value ?? 0) / sum;
            if (share <= context.Settings.DominantWeight) continue;
            var name = context.Structure.Indicators.On(look.Indicator.Id, context.Date) is { } indicator ? Saying.Of(indicator) : new(look.Indicator.Id, look.Indicator.Id);
            context.Add(FindingCodes.OneWeightDominates, look.At, assessment,
                new($"{Name(assessment).Zh}中，{name.Zh}一项占 {Percent(share)}。", $"In {Name(assessment).En}, {name.En} alone weighs {Percent(share)}."),
                new($"这里定的上限是 {Percent(context.Settings.DominantWeight)}；其余工作会因此被忽视。", $"The limit set here is {Percent(context.Settings.DominantWeight)}: all other work would be neglected for it."));
        }
    }

    /// <summary>
    /// TR6004: refusing work, or leaving it lying, makes the figure better. That is so where a share counts only what came to an end,
    /// was answered or was solved instead of all that was filed, and where fewer filings as such are called better.
    /// Innocent: a share of disputes or of returns among what was closed, which cannot be had otherwise; and durations, which are
    /// unknown while a matter is open.
    /// </summary>
    private static void CheckRefusing(CheckContext context, Indicator indicator)
    {
        if (indicator.FromRecord is not { } record) return;
        var counted = FactNames.In(indicator.CountedWhen?.Text).ToList();
        var selected = FactNames.In(record.Text).ToList();
        var valued = FactNames.In(indicator.Value?.Text).ToList();
        if (indicator.Take is "share" or "mean" or "median" or "p90" && SelectsOutcome(record.Text, selected, out var fact))
        {
            Tell(record.At, fact);
            return;
        }

        if (indicator.CountedWhen is { } when)
        {
            if (indicator.Take is not "count" && SelectsOutcome(when.Text, counted, out fact)) Tell(when.At, fact);
            else if (indicator.Take == "share" && counted.Find(static one => one is "matter.closed" or "matter.first-answered" or "matter.closure") is { } late && !valued.Exists(IsAfterlife)) Tell(when.At, late);
            if (indicator.Take != "count") return;
        }

        if (indicator.Take == "count" && indicator.HigherIsBetter == false && !selected.Concat(counted).Concat(valued).Any(static one => IsLate(one) || IsAfterlife(one)))
        {
            context.Add(FindingCodes.MetByRefusing, record.At, indicator,
                new($"指标{Saying.Of(indicator).Zh}数的是提出的件数，越少越好：不受理就能达标。", $"The indicator {Saying.Of(indicator).En} counts what was filed and calls fewer better: not accepting it meets the figure."),
                new("改看解决率、再次提出率等，分母用全部提出的件。", "Look at what was solved or asked again instead, out of all that was filed."));
        }

        void Tell(Structure.Files.Mark at, string fact) => context.Add(FindingCodes.MetByRefusing, at, indicator,
            new($"指标{Saying.Of(indicator).Zh}只数{Counted(fact).Zh}的件：难办的不受理、不办结，就不进分母。", $"The indicator {Saying.Of(indicator).En} counts only matters {Counted(fact).En}: what is refused or left lying drops out of it."),
            new("写 counted-when: matter.filed，用全部提出的件作分母。", "Write counted-when: matter.filed, so that all that was filed is the denominator."));

        static Text Counted(string fact) => fact switch
        {
            "matter.closed" => new("已办结", "that were closed"),
            "matter.first-answered" => new("已答复", "that were answered"),
            _ => new($"结果（{fact}）合意", $"that ended well ({fact})"),
        };

        static bool IsLate(string fact) => fact is "matter.closed" or "matter.closure" or "matter.first-answered" || fact.EndsWith(".outcome", StringComparison.Ordinal);

        static bool IsAfterlife(string fact) => fact is "matter.disputed" or "matter.filed-again" or "matter.again-here" or "matter.returns" or "matter.hand-overs" or "matter.paused";
    }

    /// <summary>Whether a condition lets in only what ended well: it reads how a matter ended, and refusals are not among what it lets in.</summary>
    private static bool SelectsOutcome(string condition, List<string> facts, out string fact)
    {
        fact = facts.Find(static one => one == "matter.closure" || one.EndsWith(".outcome", StringComparison.Ordinal)) ?? "";
        if (fact.Length == 0) return false;
        if (Known().IsMatch(condition)) return false;
        var refused = condition.Contains("refuse", StringComparison.Ordinal);
        return refused ? condition.Contains("!=", StringComparison.Ordinal) || condition.Contains("not ", StringComparison.Ordinal) : true;
    }

    /// <summary>
    /// TR6005: fed by presence, clicks, online time, check-ins or mileage. Read are the indicator's name, id and formulas, and the items and
    /// the form they take the figure from; what is said about gaming it is not.
    /// </summary>
    private static void CheckPresence(CheckContext context, Indicator indicator)
    {
        if (Presence.In(indicator.Name, indicator.Id) is { } named)
        {
            Tell(indicator.At, named);
            return;
        }

        foreach (var formula in (ReadOnlySpan<Formula?>)[indicator.FromRecord, indicator.FromRegister, indicator.Value, indicator.CountedWhen])
        {
            foreach (var fact in FactNames.In(formula?.Text))
            {
                var item = context.Structure.Items.On(fact, context.Date);
                if ((item is null ? Presence.In(new("", ""), fact) : Presence.In(item.Name, item.Id) ?? (item.Means is { } means ? Presence.In(means, "") : null)) is not { } found) continue;
                Tell(formula!.At, found, item);
                return;
            }
        }

        if (indicator.FromForm is { } source && context.Structure.Forms.On(source.Id, context.Date) is { } form && Presence.In(form.Name, form.Id) is { } asked) Tell(source.At, asked, form);

        void Tell(Structure.Files.Mark at, string found, Entry? fed = null) => context.Add(FindingCodes.FedByPresence, at, indicator,
            new($"指标{Saying.Of(indicator).Zh}{(fed is null ? "" : $"取自{Saying.Of(fed).Zh}，")}量的是在场或留痕（「{found}」），不是办成的事。", $"The indicator {Saying.Of(indicator).En}{(fed is null ? "" : $" is fed by {Saying.Of(fed).En} and")} measures presence (\"{found}\") and not what was done for anybody."),
            new("删去它；要看工作，就看办结、首次答复、再次发生。", "Take it out; to see the work, look at what was answered, closed and did not come again."),
            related: fed is null ? null : [new(fed.At, new("来源在这里。", "Its source stands here."))]);
    }

    private static Text Name(AssessmentRule assessment) => new($"评议{Saying.Of(assessment).Zh}", $"the assessment {Saying.Of(assessment).En}");

    private static string Percent(decimal share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#} %");

    [GeneratedRegex(@"^\s*(matter\s+where\s+)?known\(\s*[a-z0-9.-]+\s*\)\s*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Known();
}

/// <summary>Words for measuring people by where they are, how long and how often, and not by what came of it.</summary>
internal static partial class Presence
{
    /// <summary>The word found; null where there is none.</summary>
    public static string? In(Text text, string id) =>
        First(Chinese().Match(text.Zh)) ?? First(English().Match(text.En)) ?? First(English().Match(id.Replace('.', ' ')));

    private static string? First(Match match) => match.Success ? match.Value : null;

    // 在线办理率, 养护里程, 学生出勤 are work, road and school: a word counts only in a sense that means staff.
    [GeneratedRegex(
        "打卡|签到(?!材料)|签退|考勤|(干部|人员|网格员|职工|工作人员|窗口)(在岗|出勤|到岗|上线|在线)|在线(时长|时间|小时|天数|活跃)|(平台|系统|账号|用户|手机端|干部|人员|队伍)(日|月)?(在线率|活跃|上线率)|活跃(度|用户|率)|日活|月活|上线(次数|时长|率|天数)"
        + "|登[录陆](次数|率|时长|天数|人次|频次)|点击|浏览(量|次数|时长)|点赞|转发(量|数|次数)|刷屏|使用时长|(巡查|巡逻|巡河|巡林|走访|行走|步行|徒步|出巡|轨迹|网格员|日均)(总)?里程|^(累计|总|每日|每月)?里程(数)?$|步数|轨迹|定位(打点|时长|次数|率)|屏幕时间",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Chinese();

    [GeneratedRegex(
        @"\bcheck-ins?\b|\bchecking in\b|\bclock(ed|ing)?-in\b|\bclocking in\b|\bpunch(ed|ing)?[ -](in|card)s?\b|\bsign-ins?\b|\blog-?(in|on)s?\b|\b(time|hours?|minutes?) (spent )?on-?line\b|\bon-?line[ -](time|hours?|minutes?|presence)\b"
        + @"|\bclicks?\b|\bclick-?through|\bpage[ -]?views?\b|\bactive[ -](users?|accounts?)\b|\bscreen[ -]?time\b|\b(patrol|walking|inspection|visiting|officers?'?|daily)[ -](mileage|kilomet(re|er)s)\b|\bkilomet(re|er)s (walked|patrolled|driven)\b|^mileage\b|\bmileage (walked|patrolled|covered|driven)\b|\bsteps (walked|taken)\b|\bstep[ -]?count\b"
        + @"|\b(gps|movement|patrol)[ -](tracks?|trails?|points?)\b|\btrajector(y|ies)\b|\b(staff|officers?'?|clerks?'?|workers?'?)[ -](attendance|presence)\b|\b(attendance|presence) of (staff|officers|clerks|workers)\b|\btime at (the )?desk\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex English();
}
