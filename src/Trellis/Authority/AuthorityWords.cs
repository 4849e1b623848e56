using System.Globalization;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;

namespace Trellis.Authority;

/// <summary>Answers in words, Chinese and English side by side. Ids stand beside names, so that a clerk finds the entry.</summary>
public sealed class AuthorityWords(HoldersOnDay holders)
{
    /// <summary>"溪口镇民政负责人（civil-lead@xikou）".</summary>
    public Text Who(string post, string unit)
    {
        var unitName = holders.View.Unit(unit)?.Unit.Name ?? new Text(unit, unit);
        var row = holders.View.Unit(unit) is { } at ? holders.View.PostAt(post, at) : null;
        var postName = row?.Name ?? new Text(post, post);
        return new Text($"{unitName.Zh}{postName.Zh}（{post}@{unit}）", $"{postName.En}, {unitName.En} ({post}@{unit})");
    }

    public Text Who(Mandate mandate) => Who(mandate.Post, mandate.Unit.Id);

    public static Text Named(Entry entry) => new($"「{entry.Name.Zh}」（{entry.Id}）", entry.Name.En == entry.Id ? entry.Id : $"“{entry.Name.En}” ({entry.Id})");

    /// <summary>By what a mandate is had: "as holder", or the delegations from the top down.</summary>
    public Text Through(Mandate mandate)
    {
        if (mandate.Source is null) return new("本岗位自有", "as holder of the power");
        var delegations = mandate.Delegations.Select(static one => one.Id).ToList();
        var holder = mandate.Chain.First();
        return new($"经授权 {string.Join(" → ", delegations)}，源自{Who(holder).Zh}", $"by delegation {string.Join(" → ", delegations)}, from {Who(holder).En}");
    }

    /// <summary>The limits that one link states itself, as "at most 2000 CNY a case; matters hardship-allowance"; empty where it states none.</summary>
    public Text LimitsOf(Mandate link)
    {
        var (zh, en) = (new List<string>(), new List<string>());
        foreach (var span in (ReadOnlySpan<CeilingSpan>)[CeilingSpan.Case, CeilingSpan.Month, CeilingSpan.Quarter, CeilingSpan.Year])
        {
            foreach (var ceiling in (ReadOnlySpan<Ceiling?>)[link.Limits.Amount(span), link.Limits.Number(span)])
            {
                if (ceiling is null) continue;
                zh.Add($"{Span(span).Zh}至多 {(ceiling.Fixed is { } most ? Zh(most) : Described(ceiling.Formula, Language.Chinese))}");
                en.Add($"at most {(ceiling.Fixed is { } fixedMost ? fixedMost.ToString() : Described(ceiling.Formula, Language.English))} {Span(span).En}");
            }
        }

        if (link.Limits.Outcomes is { } outcomes)
        {
            var named = outcomes.Select(one => OutcomeNames.WithWord(holders.Structure, holders.Day, link.Power.Id, one.Id)).ToList();
            zh.Add("只可作出" + string.Join("、", named.Select(static one => one.Zh)));
            en.Add("outcomes " + string.Join(", ", named.Select(static one => one.En)));
        }


        if (link.Limits.Matters is { } matters) Add("只用于 ", "matters ", string.Join(", ", matters));
        if (link.Limits.Area is { } area) Add("范围 ", "area ", area.Id);
        foreach (var when in (ReadOnlySpan<Formula?>)[link.Limits.When, link.Delegation is null ? link.Power.When : null])
        {
            if (when is null) continue;
            zh.Add("当" + Described(when, Language.Chinese));
            en.Add("when " + Described(when, Language.English));
        }

        if (link.Source is null && holders.Structure.Emergencies.All.Any(emergency => emergency.HoldsOn(holders.Day) && emergency.Powers.Any(power => power.Id == link.Power.Id)))
        {
            zh.Add("只在宣布应急期间");
            en.Add("only while an emergency is declared");
        }

        return new(string.Join("，", zh), string.Join("; ", en));

        void Add(string chinese, string english, string what)
        {
            zh.Add(chinese + what);
            en.Add(english + what);
        }
    }

    internal Text Yes(in Question question, Mandate mandate, IReadOnlyList<Citation> articles)
    {
        var (who, power, through) = (Who(question.Post, question.Unit), Named(mandate.Power), Through(mandate));
        var inName = mandate.InNameOf.Unit.Name;
        var basis = articles.Count == 0 ? new Text("没有写明依据", "no basis is written") : new Text("依据 " + Listed(articles), "on " + Listed(articles));
        var sum = question.Amount is { } amount ? new Text($"，数额 {Zh(amount)}", $", {amount}") : new Text("", "");
        return new(
            $"可以。{who.Zh}可行使{power.Zh}{sum.Zh}，{through.Zh}；以{inName.Zh}名义作出；{basis.Zh}。",
            $"Yes. {who.En} may use {power.En}{sum.En}, {through.En}, in the name of {inName.En}, {basis.En}.");
    }

    /// <summary>The nearest missing link, in one sentence.</summary>
    public Text No(in Question question, in Answer answer)
    {
        var who = Who(question.Post, question.Unit);
        var day = Day(question.Day);
        var power = holders.Structure.Powers.On(question.Power, question.Day) is { } entry ? Named(entry) : new Text($"「{question.Power}」", $"“{question.Power}”");
        switch (answer.Obstacle)
        {
            case Obstacle.NoSuchPower:
                return new($"{day} 没有职权「{question.Power}」。{Near(question.Power, holders.Structure.Powers.Ids).Zh}", $"There is no power “{question.Power}” on {day}.{Near(question.Power, holders.Structure.Powers.Ids).En}");
            case Obstacle.NoSuchUnit:
                return new($"{day} 没有单位「{question.Unit}」。{Near(question.Unit, holders.Structure.Units.Ids).Zh}", $"There is no unit “{question.Unit}” on {day}.{Near(question.Unit, holders.Structure.Units.Ids).En}");
            case Obstacle.NoSuchPost:
                return new($"{day} 单位「{question.Unit}」没有岗位「{question.Post}」。{Near(question.Post, holders.Structure.Posts.Ids).Zh}", $"Unit “{question.Unit}” has no post “{question.Post}” on {day}.{Near(question.Post, holders.Structure.Posts.Ids).En}");
            case Obstacle.NoSuchPlace:
                return new($"{day} 没有地点「{question.Place}」。{Near(question.Place ?? "", holders.Structure.Units.Ids).Zh}", $"There is no place “{question.Place}” on {day}.{Near(question.Place ?? "", holders.Structure.Units.Ids).En}");
            case Obstacle.NoSuchOutcome:
                return new($"{power.Zh}没有「{question.Outcome}」这一结果。{Outcomes(question).Zh}", $"{power.En} has no outcome “{question.Outcome}”.{Outcomes(question).En}");
            case Obstacle.NotSeated:
                return new($"经办人 {question.Actor} 在 {day} 不任 {who.Zh}。", $"Actor {question.Actor} does not sit in {who.En} on {day}.");
            case Obstacle.StepIsForAnother:
                return new($"步骤「{question.Step}」定由 {answer.Step} 办理。", $"Step “{question.Step}” is for {answer.Step}.");
            case Obstacle.NotHeld when answer.Broken is { } broken:
                return Broken(who, power, broken);
            case Obstacle.NotHeld:
                return new($"{who.Zh}没有{power.Zh}：既非持有岗位，也没有人授权给它。", $"{who.En} does not have {power.En}: it neither holds it nor was delegated it.");
            case Obstacle.NoEmergency:
                return new($"{power.Zh}只在宣布应急期间有效，{day} 没有宣布。", $"{power.En} holds only while an emergency is declared, and none is on {day}.");
            case Obstacle.OutsideArea:
                return new($"地点「{question.Place ?? question.Unit}」不在{By(answer).Zh}的范围内。", $"“{question.Place ?? question.Unit}” lies outside the area of {By(answer).En}.");
            case Obstacle.MatterNotGiven:
                return question.Matter is { } matter
                    ? new($"{By(answer).Zh}不用于事项「{matter}」。", $"{By(answer).En} is not for matters of type “{matter}”.")
                    : new($"{By(answer).Zh}只用于列明的事项，而事项类型尚不知道。", $"{By(answer).En} is for listed matter types only, and the matter type is not known.");
            case Obstacle.OutcomeNotGiven:
                var outcome = OutcomeNames.WithWord(holders.Structure, question.Day, question.Power, question.Outcome!);
                return new($"{By(answer).Zh}不能作出「{outcome.Zh}」；可以上交。", $"{By(answer).En} does not reach the outcome “{outcome.En}”; it can be referred up.");
            case Obstacle.AmountNotKnown:
                return new($"{By(answer).Zh}有上限 {Zh(answer.Ceiling)}，而数额尚不知道，或不能用这个单位计。", $"{By(answer).En} has a ceiling of {answer.Ceiling}, and the amount is not known in that measure.");
            case Obstacle.AmountBelowZero:
                return new("数额小于零。", "The amount is below zero.");
            case Obstacle.OverCeiling or Obstacle.NumberOverCeiling:
                return new(
                    $"{Zh(answer.Asked)}超过{By(answer).Zh}的每件上限 {Zh(answer.Ceiling)}，超出 {Zh(answer.Over)}。",
                    $"{answer.Asked} is {answer.Over} over the ceiling of {answer.Ceiling} a case in {By(answer).En}.");
            case Obstacle.CeilingUsedUp or Obstacle.NumberUsedUp:
                var span = Span(answer.Span);
                return new(
                    $"{By(answer).Zh}的{span.Zh}上限为 {Zh(answer.Ceiling)}，已用 {Zh(answer.Used)}；再加 {Zh(answer.Asked)}，超出 {Zh(answer.Over)}。",
                    $"{By(answer).En} has a ceiling of {answer.Ceiling} {span.En}, of which {answer.Used} are used; {answer.Asked} more is {answer.Over} over it.");
            case Obstacle.ConditionNotMet:
                return new($"{By(answer).Zh}的条件不成立：{Condition(answer, Language.Chinese)}。", $"The condition of {By(answer).En} is not met: {Condition(answer, Language.English)}.");
            case Obstacle.FactNotKnown:
                return new($"{By(answer).Zh}要看：{Condition(answer, Language.Chinese)}。{Unknown(answer, Language.Chinese)}", $"{By(answer).En} asks: {Condition(answer, Language.English)}. {Unknown(answer, Language.English)}");
            case Obstacle.OwnMatter:
                return new("这是经办人自己的事项，应当回避。", "It is the actor's own matter, so the actor stands aside.");
            case Obstacle.Kin:
                return new("这是经办人近亲属的事项，应当回避。", "It is the matter of the actor's kin, so the actor stands aside.");
            case Obstacle.ApartFrom:
                return new($"经办人已办过步骤「{answer.Step}」，这一步须由他人办理。", $"The actor did step “{answer.Step}”, and this step is kept apart from it.");
            case Obstacle.ActingForBarred:
                return new($"经办人所代理的人已办过步骤「{answer.Step}」，代理人同样不能办这一步。", $"The one for whom the actor stands in did step “{answer.Step}”, so neither of them may do this one.");
            default:
                throw new InvalidOperationException("A yes is not a no.");
        }
    }

    /// <summary>The facts whose absence keeps an answer from being known, by their whole names.</summary>
    public static IReadOnlyList<string> UnknownFacts(in Answer answer)
    {
        if (answer.Obstacle != Obstacle.FactNotKnown) return [];
        var condition = answer.Condition?.Text ?? "";
        return [.. answer.Unknown.Reasons.Where(static reason => reason is { Kind: ReasonKind.NotGiven, Name: not null }).Select(reason => Whole(reason.Name!, condition)).Distinct(StringComparer.Ordinal)];
    }

    internal Text NoAndWhoCould(Text said, in Question question, in Answer answer, IReadOnlyList<Answer> could)
    {
        var no = new Text(said.Zh, Capital(said.En));
        // Where something is not known yet, nobody else could be known to decide either.
        if (could.Count == 0 && Mandates.IsWaiting(answer, question)) return new($"还不能说可以。{no.Zh}", $"That cannot be said yet. {no.En}");
        if (could.Count == 0) return new($"不可以。{no.Zh}目前没有岗位可以决定这件事。", $"No. {no.En} As things stand, no post may decide this.");
        // Who lent it is named first where it may do more, as that is whom the officer will ask.
        var asked = $"{question.Post}@{question.Unit}";
        var above = answer.Link?.Source is { } giver && could.Any(one => one.Mandate!.At == giver.At) ? Who(giver) : (Text?)null;
        var others = could.Where(one => one.Mandate!.At != asked).Select(one => one.Mandate!).DistinctBy(static one => one.At).ToList();
        if (others.Count == 0) return new($"不可以。{no.Zh}本岗位的其他人可以决定。", $"No. {no.En} Somebody else in this post could decide it.");
        var first = others[0];
        var rest = others.Count > 1 ? new Text($"，另有 {others.Count - 1} 个岗位", $", and so may {others.Count - 1} more") : new Text("", "");
        if (above is { } lender && answer.Link!.Source!.At == first.At)
            return new($"不可以。{no.Zh}授权给它的{lender.Zh}可以决定{rest.Zh}。", $"No. {no.En} {lender.En}, who delegated it, may decide this{rest.En}.");
        var lent = above is { } more ? new Text($"授权给它的{more.Zh}可以决定。", $" {more.En}, who delegated it, may decide this.") : new Text("", "");
        return new(
            $"不可以。{no.Zh}{lent.Zh}可以决定的最近岗位：{Who(first).Zh}，{Through(first).Zh}{rest.Zh}。",
            $"No. {no.En}{lent.En} The nearest post that could decide it is {Who(first).En}, {Through(first).En}{rest.En}.");
    }

    private static Text Broken(Text who, Text power, BrokenLink broken)
    {
        var by = broken.Delegation is { } delegation ? new Text($"授权{Named(delegation).Zh}", $"delegation {Named(delegation).En}") : power;
        var why = Why(broken);
        return new($"{who.Zh}没有{power.Zh}：{by.Zh}{why.Zh}。", $"{who.En} does not have {power.En}: of {by.En}, {why.En}.");
    }

    /// <summary>Why a link gives nothing, as half a sentence.</summary>
    internal static Text Why(BrokenLink broken)
    {
        var since = broken.Since is { } day ? Day(day) : "";
        return broken.Why switch
        {
            Break.UnitEnded or Break.PostEnded => new Text($"当日没有岗位 {broken.Missing}", $"there is no post {broken.Missing} on that day"),
            Break.ArticleRepealed => new Text($"所依据的 {broken.Article} 当日无效", $"{broken.Article}, on which it stands, is not in force on that day"),
            Break.SourceEnded => new Text("它所出自的职权或授权当日无效", "what it was delegated from does not hold on that day"),
            Break.SourceBroken => new Text("它所出自的授权已断", "what it was delegated from is broken"),
            Break.GiverDoesNotHold => new Text($"授权人 {broken.Delegation?.Giver} 并没有这一来源", $"its giver {broken.Delegation?.Giver} does not hold what it lends"),
            Break.NotDelegable => new Text("这项职权不得授权", "the power may not be delegated"),
            Break.ClassNotForKind or Break.PowerNotForKind => new Text("这类职权不得授予这类单位", "such a power may not go to such a unit"),
            Break.TooDeep => new Text("授权层级超过职权所许", "the chain is longer than the power allows"),
            Break.NotPassedOn => new Text("上一级授权不许再转授", "the delegation above may not be passed on"),
            Break.OutsideGround => new Text("受权单位不在授权人的范围内", "the receiver lies outside the ground of the giver"),
            Break.Circle => new Text("授权绕回了自身", "it leads back to itself"),
            Break.NotYet => new Text($"要到 {since} 才生效", $"it begins on {since}"),
            Break.Expired => new Text($"已于 {since} 到期", $"it ended on {since}"),
            Break.Withdrawn => new Text($"已自 {since} 起收回", $"it was withdrawn from {since}"),
            Break.Moved => new Text($"已转给 {broken.Missing}", $"it went to {broken.Missing}"),
            _ => throw new InvalidOperationException($"{broken.Why} has no words."),
        };
    }

    /// <summary>The link that says no: the power as its holder has it, or a delegation under the power.</summary>
    private Text By(in Answer answer)
    {
        var link = answer.Link ?? answer.Mandate!;
        var power = Named(link.Power);
        return link.Delegation is { } delegation
            ? new($"授权{Named(delegation).Zh}（职权{power.Zh}之下）", $"delegation {Named(delegation).En} under power {power.En}")
            : new($"{Who(link).Zh}所持职权{power.Zh}", $"power {power.En} as held by {Who(link).En}");
    }

    /// <summary>What a power may end in, for whoever asked for something else.</summary>
    private Text Outcomes(in Question question)
    {
        var (power, day) = (question.Power, question.Day);
        if (holders.Structure.Powers.On(power, day) is not { Outcomes: { Count: > 0 } outcomes }) return new("", "");
        var named = outcomes.Select(one => OutcomeNames.WithWord(holders.Structure, day, power, one.Id)).ToList();
        return new($"它的结果有：{string.Join("、", named.Select(static one => one.Zh))}。", $" Its outcomes are {string.Join(", ", named.Select(static one => one.En))}.");
    }

    private string Condition(in Answer answer, Language language) => Described(answer.Condition, language);

    private string Described(Formula? formula, Language language) =>
        formula is null ? "" : Expression.TryParse(formula.Text, out var expression, out _) ? expression.Describe(language, path => NameOf(path, language)) : formula.Text;

    private static string Zh(Quantity? quantity) => quantity is { } known ? Units.In(known, Language.Chinese) : "";

    private string Unknown(in Answer answer, Language language)
    {
        if (answer.Unknown.Reasons.Count == 0) return language == Language.Chinese ? "无法得知。" : "It cannot be known.";
        var condition = answer.Condition?.Text ?? "";
        return string.Join(language == Language.Chinese ? "" : " ", answer.Unknown.Reasons.Select(reason => reason.In(language, path => NameOf(Whole(path, condition), language))));
    }

    /// <summary>What is asked for by its whole name, also where the facts lack the record that it belongs to: premises.area, not premises.</summary>
    private static string Whole(string path, string condition)
    {
        var at = condition.IndexOf(path + ".", StringComparison.Ordinal);
        if (at < 0) return path;
        var end = at + path.Length;
        while (end < condition.Length && (char.IsAsciiLetterOrDigit(condition[end]) || condition[end] is '.' or '-')) end++;
        return condition[at..end];
    }

    private string NameOf(string path, Language language) => holders.Structure.Items.Of(path) is not [var item, ..]
        ? path
        : language == Language.Chinese ? $"{item.Name.Zh}（{path}）" : $"{item.Name.En} ({path})";

    private static Text Span(CeilingSpan span) => span switch
    {
        CeilingSpan.Month => new("每月", "a month"),
        CeilingSpan.Quarter => new("每季", "a quarter"),
        CeilingSpan.Year => new("每年", "a year"),
        _ => new("每件", "a case"),
    };

    private static Text Near(string name, IEnumerable<string> names) =>
        NearNames.Nearest(name, names) is { } meant ? new($"您是否指 {meant}？", $" Did you mean {meant}?") : new("", "");

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static string Listed(IReadOnlyList<Citation> articles) => string.Join(", ", articles);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
