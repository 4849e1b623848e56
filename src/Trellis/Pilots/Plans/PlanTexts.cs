using System.Globalization;
using Trellis.Structure.Findings;

namespace Trellis.Pilots.Plans;

/// <summary>The sentences of a plan in one language, shared by the terminal and the page.</summary>
internal sealed class PlanTexts(StructurePlan plan, Language language)
{
    private bool Zh => language == Language.Chinese;

    public string LanguageTag => Say("zh-CN", "en");

    public string Kind => Say("变更说明", "What a change means");

    public string Title => plan.Overlays is [{ Before: false } only] && plan.Entries.All(entry => entry.Overlay == only.Id || entry.Address == $"overlay/{only.Id}") ? only.Name.In(language) : plan.New.Name.In(language);

    public string Versions
    {
        get
        {
            var day = Day(plan.Day);
            if (plan.Overlays is [{ Before: false } only] && plan.Old.Version == plan.New.Version)
            {
                var places = Names(only.Places);
                var kind = only.IsPilot ? Say("试点", "A pilot") : Say("地方做法", "A local overlay");
                return only.To == DateOnly.MaxValue
                    ? Say($"{plan.New.Name.Zh} {plan.New.Version} 版；{kind}，地点：{places}，自{Day(only.From)}起。按{day}的情况比较。", $"{plan.New.Name.En}, version {plan.New.Version}. {kind} in {places} from {Day(only.From)}. Both are read on {day}.")
                    : Say($"{plan.New.Name.Zh} {plan.New.Version} 版；{kind}，地点：{places}，{Day(only.From)}至{Day(only.To)}。按{day}的情况比较。", $"{plan.New.Name.En}, version {plan.New.Version}. {kind} in {places} from {Day(only.From)} to {Day(only.To)}. Both are read on {day}.");
            }

            return Say(
                $"由 {plan.Old.Version} 版（{plan.Old.Hash[..12]}）到 {plan.New.Version} 版（{plan.New.Hash[..12]}）；按{day}的情况比较。",
                $"From version {plan.Old.Version} ({plan.Old.Hash[..12]}) to version {plan.New.Version} ({plan.New.Hash[..12]}). Both are read on {day}.");
        }
    }

    /// <summary>What somebody has to answer for, or that nothing changes; then the rest in one breath.</summary>
    public string Summary
    {
        get
        {
            if (plan.ChangesNothing)
            {
                return plan.Wording.Count == 0
                    ? Say("两个版本说的是同一件事，没有任何变化。", "Both say the same: nothing changes.")
                    : Say($"没有实质变化：只有 {plan.Wording.Count} 处改了措辞或移了位置。", $"Nothing changes: {Count(plan.Wording.Count, "entry is", "entries are")} only worded otherwise or stand in another file.");
            }

            var parts = new List<string>();
            var rights = plan.RightsNarrowed - plan.DataUsedMore;
            if (rights > 0) parts.Add(Say($"群众的权利收窄 {rights} 处", $"{Count(rights, "right", "rights")} of those who ask {(rights == 1 ? "becomes" : "become")} narrower"));
            if (plan.DataUsedMore > 0) parts.Add(Say($"个人信息的使用或保存放宽 {plan.DataUsedMore} 处", $"data on people may be used or kept further ({Count(plan.DataUsedMore, "change", "changes")})"));
            if (plan.DutiesWithoutMeans > 0) parts.Add(Say($"{plan.UnitsWithoutMeans} 个单位有 {plan.DutiesWithoutMeans} 项职责缺少条件", $"{Count(plan.DutiesWithoutMeans, "duty stands", "duties stand")} without means at {Count(plan.UnitsWithoutMeans, "unit", "units")}"));
            if (plan.NewErrors > 0) parts.Add(Say($"新增错误 {plan.NewErrors} 个", $"{Count(plan.NewErrors, "new error arises", "new errors arise")}"));
            var first = parts.Count == 0
                ? Say("没有权利收窄，没有职责缺少条件，没有新的错误。", "No right becomes narrower, no duty stands without means, no error arises.")
                : Say($"须有人作出说明：{string.Join("，", parts)}。", $"Somebody has to answer for this: {string.Join(", ", parts)}.");
            var rest = new List<string>();
            if (plan.AnsweredOtherwise > 0) rest.Add(Say($"{plan.AnsweredOtherwise} 项决定换了答案", $"{Count(plan.AnsweredOtherwise, "decision is", "decisions are")} answered otherwise"));
            var begun = plan.Decisions.Count - plan.AnsweredOtherwise;
            if (begun > 0) rest.Add(Say($"新增决定 {begun} 项", $"{Count(begun, "decision is", "decisions are")} new"));
            var units = plan.Units.Sum(static one => one.Units.Count);
            if (units > 0) rest.Add(Say($"涉及 {units} 个单位", $"{Count(units, "unit is", "units are")} affected"));
            var objecting = plan.MayObject.Sum(static one => one.Units.Count);
            if (objecting > 0) rest.Add(Say($"{(objecting == units ? "都" : $"其中 {objecting} 个")}负担加重，可以提出异议", $"{(objecting == units ? objecting == 1 ? "it bears" : "all of them bear" : $"{objecting} of them {(objecting == 1 ? "bears" : "bear")}")} more and may object"));
            if (plan.FieldsBefore != plan.FieldsAfter)
            {
                var saved = plan.FieldsBefore.PerMonth - plan.FieldsAfter.PerMonth;
                rest.Add(saved > 0 ? Say($"每月少填 {Number(saved)} 项", $"{Number(saved)} {(saved == 1 ? "field" : "fields")} a month need not be filled in any more") : Say($"每月多填 {Number(-saved)} 项", $"{Number(-saved)} more {(saved == -1 ? "field" : "fields")} a month have to be filled in"));
            }

            if (plan.NewFindings.Count + plan.MendedFindings.Count > 0) rest.Add(Say($"检查结论新增 {plan.NewFindings.Count} 条、消除 {plan.MendedFindings.Count} 条", $"{Count(plan.NewFindings.Count, "finding is", "findings are")} new and {plan.MendedFindings.Count} mended"));
            return rest.Count == 0 ? first : Say($"{first}{string.Join("，", rest)}。", $"{first} {char.ToUpperInvariant(string.Join("; ", rest)[0])}{string.Join("; ", rest)[1..]}.");
        }
    }

    /// <summary>Later days on which more changes; the end of the one overlay is told with its dates.</summary>
    public string? Later
    {
        get
        {
            var days = plan.Further.Where(day => !(plan.Overlays is [var only] && only.To < DateOnly.MaxValue && only.To.AddDays(1) == day)).ToList();
            return days.Count == 0 ? null : Say(
                $"以后还有变化，或有变化到期：{string.Join("、", days.Take(4).Select(Day))}{(days.Count > 4 ? "等" : "")}。",
                $"More of it takes effect, or ends, on {string.Join(", ", days.Take(4).Select(Day))}{(days.Count > 4 ? " and later" : "")}.");
        }
    }

    public string HowToSeeLater => Say("用 --on 查看那一天。", "Read that day with --on.");

    public string AskersHeading => Say("对办事的人", "For those who ask");

    public string MattersHeading => Say("事项怎样办理", "How matters run");

    public string DecisionsHeading => Say("谁来决定", "Who decides");

    public string UnitsHeading => Say("各单位", "Unit by unit");

    public string DelegationsHeading => Say("授权的开始与结束", "Delegations that begin and end");

    public string ObjectionsHeading => Say("可以提出异议的单位", "Units that may object");

    public string FindingsHeading => Say("检查结论", "Findings");

    public string FilesHeading => Say("改了哪些条目", "Entries that change");

    public string Before => Say("现在：", "Now: ");

    public string After => Say("以后：", "Then: ");

    public string MayObject => Say("负担加重：在生效之前可以提出异议。", "Bears more: it may object before this takes effect.");

    public string HowToSeeMore => Say("完整的页面：加 --html 文件；全部内容：加 --json 文件。", "For the page to decide on add --html FILE, for everything --json FILE.");

    public string NewHeading(int count) => Say($"新增的检查结论（{count}）", $"New findings ({count})");

    public string MendedHeading(int count) => Say($"消除的检查结论（{count}）", $"Mended findings ({count})");

    public string EntriesHeading(int count) => Say($"改动的条目（{count}）", $"Changed entries ({count})");

    public string WordingHeading(int count) => Say($"只是措辞或位置（{count}）", $"Wording and places of files only ({count})");

    public string More(int count) => Say($"另有 {count:N0} 条；--json 写出全部。", $"and {count:N0} more; --json writes them all.");

    public string UnitCount(AffectedUnits units) => units.Units.Count == 1 ? Say($"（{units.Units[0].Id}）", $" ({units.Units[0].Id})") : Say($"（{units.LevelName.Zh}级 {units.Units.Count} 个单位，变化相同）", $" ({units.Units.Count} units, alike)");

    public string FieldsLine(AffectedUnits units)
    {
        var (before, after) = (units.FieldsBefore.PerMonth, units.FieldsAfter.PerMonth);
        if (units.Units.Count == 1) return Say($"报表每月由 {Number(before)} 项变为 {Number(after)} 项。", $"Types {Number(after)} {(after == 1 ? "field" : "fields")} a month into forms instead of {Number(before)}.");
        var each = new Fields(Math.Abs(units.FieldsAfter.PerYear - units.FieldsBefore.PerYear) / units.Units.Count).PerMonth;
        return after < before
            ? Say($"每个单位每月少填 {Number(each)} 项。", $"Each types {Number(each)} {(each == 1 ? "field" : "fields")} a month fewer into forms.")
            : Say($"每个单位每月多填 {Number(each)} 项。", $"Each types {Number(each)} {(each == 1 ? "field" : "fields")} a month more into forms.");
    }

    public string Matter(MatterChange matter)
    {
        var name = Saying.Of(matter.Name, matter.Address["matter/".Length..]).In(language);
        var where = At(matter.Places);
        if (matter.StepsBefore == 0) return Say($"{name}{where}：{matter.StepsAfter} 个环节，{matter.HandOversAfter} 次转手。", $"{name}{where}: {Count(matter.StepsAfter, "step", "steps")}, {Count(matter.HandOversAfter, "hand-over", "hand-overs")}.");
        var steps = matter.StepsBefore == matter.StepsAfter ? Say($"环节 {matter.StepsAfter} 个不变", $"{Count(matter.StepsAfter, "step", "steps")} as before") : Say($"环节由 {matter.StepsBefore} 个变为 {matter.StepsAfter} 个", $"{matter.StepsAfter} steps instead of {matter.StepsBefore}");
        var hands = matter.HandOversBefore == matter.HandOversAfter ? Say($"转手 {matter.HandOversAfter} 次不变", $"{Count(matter.HandOversAfter, "hand-over", "hand-overs")} as before") : Say($"转手由 {matter.HandOversBefore} 次变为 {matter.HandOversAfter} 次", $"{Count(matter.HandOversAfter, "hand-over", "hand-overs")} instead of {matter.HandOversBefore}");
        return Say($"{name}{where}：{steps}，{hands}。", $"{name}{where}: {steps}, {hands}.");
    }

    public string Decision(DecisionChange decision)
    {
        var name = Saying.Of(decision.MatterName, decision.Matter["matter/".Length..]).In(language);
        var moves = plan.IsNew(decision) ? Say("是新的", "is new") : decision.Moves < 0 ? Say("下放", "moves down") : decision.Moves > 0 ? Say("上收", "moves up") : decision.Before.Count == 0 ? Say("有人决定了", "finds somebody") : decision.After.Count == 0 ? Say("无人决定", "finds nobody any more") : Say("调整", "changes");
        var where = Where(decision.Places);
        return Say($"{name}的决定 {decision.Step}（{decision.PowerName.Zh}）{moves}；{where}。", $"{name}: the decision {decision.Step} ({decision.PowerName.En}) {moves}; {where}.");
    }

    /// <summary>"Head of the service centre, up to 1,000 yuan a case; beyond that Head of village works".</summary>
    public string Ladder(IReadOnlyList<Decider> deciders)
    {
        if (deciders.Count == 0) return Say("无人可以决定。", "nobody may decide.");
        var parts = deciders.Select(decider => Decider(decider) + (decider.Reach is { } reach ? Say($"，{reach.Zh}", $", {reach.En}") : "")).ToList();
        return string.Join(Say("；其余：", "; the rest by "), parts) + Say("。", ".");
    }

    public string Decider(Decider decider) => Say($"{Names(decider.Units)}{decider.PostName.Zh}", $"{decider.PostName.En}, {Names(decider.Units)}");

    public string Answer(AnswerChange answer)
    {
        var who = Say($"{Names(answer.Units)}{answer.PostName.Zh}（{answer.Post}）", $"{answer.PostName.En} ({answer.Post}), {Names(answer.Units)}");
        return (answer.Before, answer.After) switch
        {
            (null, { } now) => Say($"{who}：原来不能，今后可以（{now.Zh}）。", $"{who}: may not now, then may ({now.En})."),
            ({ } was, null) => Say($"{who}：原来可以（{was.Zh}），今后不再由其决定。", $"{who}: decides now ({was.En}), then no longer."),
            ({ } was, { } now) => Say($"{who}：现在 {was.Zh}；以后 {now.Zh}。", $"{who}: now {was.En}; then {now.En}."),
            _ => who,
        };
    }

    public string Delegation(DelegationChange delegation)
    {
        var name = Saying.Of(delegation.Name, delegation.Address["delegation/".Length..]).In(language);
        var reach = delegation.Reach is { } limits ? Say($"，{limits.Zh}", $", {limits.En}") : "";
        var parts = new List<string>();
        if (delegation.Begins.Count > 0) parts.Add(Say($"{delegation.Giver.Zh}授予{Names(delegation.Begins)}的{delegation.Receiver.Zh}{reach}", $"{delegation.Giver.En} lends it to {delegation.Receiver.En} in {Names(delegation.Begins)}{reach}"));
        if (delegation.Ends.Count > 0) parts.Add(Say($"{Names(delegation.Ends)}的{delegation.Receiver.Zh}不再享有", $"it ends for {delegation.Receiver.En} in {Names(delegation.Ends)}"));
        return Say($"{name}：{string.Join("；", parts)}。", $"{name}: {string.Join("; ", parts)}.");
    }

    public string Returns(Text duty) => Say($"职责{duty.Zh}因此无权可用，退回交办方。", $"The duty {duty.En} leaned on it and goes back to who gave it.");

    public string Entry(EntryChange entry)
    {
        var name = entry.Name.In(language) is var said && said == entry.Address[(entry.Address.IndexOf('/', StringComparison.Ordinal) + 1)..] ? "" : Say($"「{said}」", $" \"{said}\"");
        var was = entry.Was is null ? "" : Say($"（原为 {entry.Was}）", $" (was {entry.Was})");
        var overlay = entry.Overlay is null ? "" : Say($"，叠加层 {entry.Overlay}", $", overlay {entry.Overlay}");
        return Say($"{PlanWords.Of(entry.Kind).Zh} {entry.Address}{name}{was}{overlay}", $"{PlanWords.Of(entry.Kind).En} {entry.Address}{name}{was}{overlay}");
    }

    public string Key(KeyChange key) => (key.Before, key.After) switch
    {
        (null, null) => key.Key,
        (null, { } now) => Say($"{key.Key}：＋ {now}", $"{key.Key}: + {now}"),
        ({ } was, null) => Say($"{key.Key}：－ {was}", $"{key.Key}: - {was}"),
        ({ } was, { } now) => $"{key.Key}: {was} → {now}",
    };

    public string At(PlaceList places) => places.IsEverywhere ? "" : Say($"（{Where(places)}）", $" ({Where(places)})");

    public string Where(PlaceList places) => places.IsEverywhere ? Say("全域", "everywhere") : places.Except ? Say($"除{Names(places.Units)}外各处", $"everywhere but {Names(places.Units)}") : Names(places.Units);

    public string Names(IReadOnlyList<UnitName> units) => Saying.Units(units).In(language);

    public string Severity(Severity severity) => FindingsAsText.Word(severity).In(language);

    public string Day(DateOnly day) => Zh ? $"{day.Year}年{day.Month}月{day.Day}日" : day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    public string Number(decimal number) => number.ToString("#,0.#", CultureInfo.InvariantCulture);

    public string Say(string zh, string en) => Zh ? zh : en;

    public static string Count(int number, string one, string many) => $"{number.ToString("#,0", CultureInfo.InvariantCulture)} {(number == 1 ? one : many)}";
}
