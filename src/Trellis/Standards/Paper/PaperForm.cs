using System.Globalization;
using System.Text;
using Trellis.Diagnosis.Reports;
using Trellis.Process.Flows;
using Trellis.Structure;
using Trellis.Structure.Files;

namespace Trellis.Standards.Paper;

/// <summary>
/// A matter type as a blank form, a receipt to tear off and a blank log: the work goes on when the line or the machine is down.
/// What is written down here is entered later with both times, and costs nobody their clock. One self-contained page for A4, without script.
/// </summary>
/// <param name="structure">As it holds at the place: with its overlays.</param>
/// <param name="matter">The matter type on the day.</param>
/// <param name="place">Where it will be used, so that the nearest posts can be named; null where any place may use it.</param>
/// <param name="day">The day on which the form is printed.</param>
/// <param name="version">The hash of the structure version, so that a later reader knows which rules the form followed.</param>
/// <param name="language">The language of the form.</param>
public sealed class PaperForm(GovernanceStructure structure, MatterType matter, UnitOnDay? place, DateOnly day, string version, Language language)
{
    /// <summary>Empty lines for what happened outside the plan: one for each act that the rules allow, and some more.</summary>
    private const int LinesOutsideThePlan = 4;

    /// <summary>Longer lists of codes get a line to write on.</summary>
    private const int MostBoxes = 12;

    private const string Css = """
        :root{--ink:#111;--line:#555;--faint:#999}
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:52rem;padding:1.2rem;color:var(--ink);background:#fff;font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif}
        :lang(zh) body{font-family:system-ui,-apple-system,"PingFang SC","HarmonyOS Sans SC","Microsoft YaHei","Source Han Sans SC","Noto Sans CJK SC","WenQuanYi Micro Hei",sans-serif}
        h1{font-size:1.6rem;line-height:1.25;margin:.1rem 0 .3rem}
        h2{font-size:1.05rem;margin:1.3rem 0 .4rem;border-bottom:2px solid var(--ink);padding-bottom:.15rem;break-after:avoid}
        p{margin:.2rem 0}
        .head{display:flex;justify-content:space-between;gap:1rem;flex-wrap:wrap;color:#333;font-size:.9rem}
        .blanks{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(15rem,100%),1fr));gap:.2rem 1.5rem}
        .blank{display:flex;align-items:flex-end;gap:.5rem;min-height:2.5rem;break-inside:avoid}
        .blank>span:first-child{flex:none;max-width:60%}
        .blank .line{flex:1;border-bottom:1px solid var(--line);min-width:3rem;min-height:1.4rem}
        .wide{grid-column:1/-1}
        .lines .line{display:block;border-bottom:1px solid var(--line);height:2rem}
        .lines{break-inside:avoid;margin:.5rem 0}
        .boxes{display:flex;flex-wrap:wrap;gap:.1rem 1.2rem;align-items:center}
        .boxes::before{content:none}
        .box{white-space:nowrap}
        .box::before{content:"";display:inline-block;width:.85em;height:.85em;border:1.5px solid var(--ink);margin-right:.4em;vertical-align:-.08em}
        .hint{color:#444;font-size:.86rem}
        .asked{display:grid;gap:.1rem;margin:.5rem 0;break-inside:avoid}
        .facts{margin:.2rem 0;padding-left:1.2rem}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-size:.88rem}
        th,td{border:1px solid var(--line);padding:.3rem .4rem;text-align:left;vertical-align:top}
        thead th{background:#eee;-webkit-print-color-adjust:exact;print-color-adjust:exact}
        tbody tr{break-inside:avoid}
        td.pen{min-width:5.2rem;height:3.1rem}
        tr.block td{background:#f5f5f5;font-weight:600;-webkit-print-color-adjust:exact;print-color-adjust:exact}
        .who{display:block;color:#333}
        .receipt{border:1.5px dashed var(--ink);padding:.6rem .9rem 1rem;margin-top:1.6rem;break-inside:avoid}
        .receipt h2{margin-top:0;border:0}
        .log{break-before:page;padding-top:.2rem}
        footer{margin-top:1.2rem;color:#444;font-size:.82rem}
        @page{size:A4;margin:14mm 13mm}
        @media print{body{padding:0;max-width:none;font-size:10.5pt}.scroll{overflow:visible}h1{font-size:16pt}}
        """;

    private readonly FlowOutline _words = new(CompiledFlow.Of(matter, structure, day), structure, day);

    public void Write(Stream to)
    {
        using var writer = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 16 * 1024, leaveOpen: true);
        var page = new Markup(writer);
        var name = matter.Name.In(language);
        page.Put($"<!doctype html>\n<html lang=\"{(language == Language.Chinese ? "zh-CN" : "en")}\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Literal("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light\">\n");
        page.Put($"<title>{name}{Say("：纸质办理单", ": paper form and log")}</title>\n<style>\n");
        page.Literal(Css);
        page.Literal("\n</style>\n</head>\n<body>\n<main>\n");
        Form(page, name);
        Receipt(page, name);
        Log(page, name);
        page.Put($"</main>\n<footer><p>{Footer}</p></footer>\n</body>\n</html>\n");
    }

    private string Footer => Say(
        $"结构版本 {version}，{Day}打印。系统恢复后，请尽快照此补录：每一项既记发生时间，也记录入时间，时限按发生时间算，补录不占任何人的办理时间。",
        $"Structure version {version}, printed on {Day}. When the system is back, enter this soon: each act with the time it happened and the time it was entered. Clocks count by when it happened, and late entry costs nobody their time.");

    private string Day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private string Say(string zh, string en) => language == Language.Chinese ? zh : en;

    private string Say(Text text) => text.In(language);

    private void Form(Markup page, string name)
    {
        var where = place is null ? "" : Say($" · {place.Unit.Name.Zh}", $" · {place.Unit.Name.En}");
        page.Put($"<section aria-labelledby=\"form\">\n<div class=\"head\"><span>{Say(structure.Name)}{where}</span><span>{matter.Id}</span></div>\n<h1 id=\"form\">{name}</h1>\n");
        Guide(page);
        page.Literal("<div class=\"blanks\">");
        Blank(page, Say("纸单编号", "Number of this paper"));
        Blank(page, Say("收件日期和时刻", "Filed on, day and time"));
        Blank(page, Say("收件人、岗位、单位", "Taken by: name, post, unit"), wide: true);
        page.Literal("</div>\n");
        Boxes(page, Say("来件方式", "Came by"), [Say("窗口", "counter"), Say("电话", "telephone"), Say("代办员", "helper"), Say("来信", "letter")]);

        page.Put($"<h2>{Say("申请人", "Who asks")}</h2>\n<div class=\"blanks\">");
        Blank(page, Say("姓名或名称", "Name"));
        Blank(page, Say("怎样找到本人（电话或住址）", "How to reach them"));
        Blank(page, Say("代为提出的人（如有）", "Who files for them, if anybody"));
        page.Literal("</div>\n");
        Boxes(page, Say("本人同意由他人代为提出", "They agreed that another files for them"), [Say("口头", "spoken"), Say("签字", "signed"), Say("依法无需", "by law")]);

        page.Put($"<h2>{Say("需要知道的情况", "What has to be known")}</h2>\n<p class=\"hint\">{Say("办事窗口已经掌握的，不必再填；不知道的可以先空着，收件不因此拒绝。", "Leave out what the office holds already, and what is not known yet: nothing is turned away for a blank.")}</p>\n");
        foreach (var asked in matter.Asks) Ask(page, asked.Id);
        page.Put($"<h2>{Say("想说的话", "In their own words")}</h2>\n");
        Lines(page, 3);
        page.Literal("<div class=\"blanks\">");
        Blank(page, Say("申请人签名", "Signature of who asks"));
        Blank(page, Say("收件人签名", "Signature of who took it"));
        page.Literal("</div>\n</section>\n");
    }

    private void Guide(Markup page)
    {
        page.Literal("<ul class=\"facts hint\">");
        if (matter.Guide.For.Count > 0) Fact(Say($"谁可以办：{string.Join("、", matter.Guide.For.Select(static one => FlowWords.Asker(one).Zh))}。", $"For {string.Join(", ", matter.Guide.For.Select(static one => FlowWords.Asker(one).En))}."));
        if (matter.Guide.Fee is { } fee) Fact(fee.Value == 0 ? Say("不收费。", "Free of charge.") : Say($"收费：{fee}。", $"Fee: {fee}."));
        if (Limit(matter.Guide.Promise) is { } promise) Fact(Say($"承诺办结：自收件起 {promise.Zh}。", $"Promised: done within {promise.En} of filing."));
        if (Limit(matter.Guide.FirstAnswer) is { } answer) Fact(Say($"首次答复：自收件起 {answer.Zh}。", $"First answer: within {answer.En} of filing."));
        if (matter.Guide.Basis.Count > 0) Fact(Say($"依据：{string.Join("；", matter.Guide.Basis.Select(one => Law(one).Zh))}。", $"Basis: {string.Join("; ", matter.Guide.Basis.Select(one => Law(one).En))}."));
        page.Literal("</ul>\n");

        void Fact(string says) => page.Put($"<li>{says}</li>");
    }

    private Text? Limit(Term? term) => term switch
    {
        { Fixed: { } given } => FlowWords.Of(given),
        { Formula: { } formula } => _words.Words(formula),
        _ => null,
    };

    private Text Law(Citation citation)
    {
        var name = structure.Laws.On(citation.Law, day)?.Name ?? new Text(citation.Law, citation.Law);
        return citation.Article is { } article ? new($"《{name.Zh}》第 {article} 条", $"{name.En}, article {article}") : new($"《{name.Zh}》", name.En);
    }

    /// <summary>A role of the matter, or an item of one.</summary>
    private void Ask(Markup page, string path)
    {
        if (matter.About.FirstOrDefault(role => role.Name == path) is { } role)
        {
            var register = structure.Registers.On(role.Register.Id, day)?.Name ?? new Text(role.Register.Id, role.Register.Id);
            page.Put($"<div class=\"asked\"><div class=\"blank\"><span>{Say($"{register.Zh}中的哪一个", $"Which one of: {register.En}")} <span class=\"hint\">{path}</span></span><span class=\"line\"></span></div></div>\n");
            return;
        }

        var item = _words.NameOf(path);
        var type = FindItem(path)?.Type ?? "text";
        var list = type.StartsWith("list of ", StringComparison.Ordinal);
        if (list) type = type["list of ".Length..];
        var label = Say(item);
        page.Literal("<div class=\"asked\">");
        if (structure.Codes.On(type, day) is { } codes && codes.Values.Where(code => code.From <= day && day <= code.To).ToList() is { Count: > 0 and <= MostBoxes } values) Boxes(page, label, [.. values.Select(code => Say(code.Name))]);
        else if (type == "yes-no") Boxes(page, label, [Say("是", "yes"), Say("否", "no")]);
        else if (type == "document") Boxes(page, label, [Say("已附，共 ____ 页", "attached, ____ pages"), Say("以后补", "to follow")]);
        else if (list)
        {
            page.Put($"<span>{label}</span>");
            Lines(page, 3);
        }
        else page.Put($"<div class=\"blank\"><span>{label}{(PaperWords.Unit(type) is { } unit ? $"{Say("（", " (")}{Say(unit)}{Say("）", ")")}" : "")}</span><span class=\"line\"></span></div>");
        if (FindItem(path)?.Means is { } means && Say(means) != label) page.Put($"<span class=\"hint\">{Say(means)}</span>");
        page.Literal("</div>\n");
    }

    private Item? FindItem(string path)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0) return null;
        var register = matter.About.FirstOrDefault(role => role.Name == path[..dot])?.Register.Id ?? path[..dot];
        return structure.Items.On($"{register}.{path[(dot + 1)..]}", day);
    }

    private void Receipt(Markup page, string name)
    {
        page.Put($"<section class=\"receipt\" aria-labelledby=\"receipt\">\n<h2 id=\"receipt\">{Say("回执（撕下交申请人）", "Receipt: tear off and give to who asks")}</h2>\n<p>{Say($"「{name}」已收件。从下面的时刻起算，退回、转办和补录都不改变这个时刻。", $"\"{name}\" was filed. Its time runs from the moment below; no return, no hand-over and no late entry changes that.")}</p>\n<div class=\"blanks\">");
        Blank(page, Say("纸单编号", "Number of this paper"));
        Blank(page, Say("收件日期和时刻", "Filed on, day and time"));
        Blank(page, Say("现由谁负责（单位）", "Who answers for it now (unit)"));
        Blank(page, Say("最迟办结日", "To be done by"));
        Blank(page, Say("可在哪里询问", "Where to ask"));
        Blank(page, Say("收件人签名", "Signature of who took it"));
        page.Literal("</div>\n</section>\n");
    }

    private void Log(Markup page, string name)
    {
        page.Put($"<section class=\"log\" aria-labelledby=\"log\">\n<h1 id=\"log\">{Say($"{name}：办理记录", $"{name}: log")}</h1>\n<div class=\"blanks\">");
        Blank(page, Say("纸单编号", "Number of this paper"));
        Blank(page, Say("申请人", "Who asks"));
        page.Put($"</div>\n<h2>{Say("办理步骤", "Steps")}</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{Say("办理步骤", "Steps")}\"><table><thead><tr><th>{Say("步骤", "Step")}</th><th>{Say("时限", "Within")}</th><th>{Say("接手（日、时）", "Taken up (day, time)")}</th><th>{Say("办完（日、时）", "Done (day, time)")}</th><th>{Say("结果，姓名", "Outcome, name")}</th></tr></thead><tbody>\n");
        var number = 0;
        Steps(page, FlowOutline.Of(matter, structure, day), 0, inPart: false, ref number);
        page.Literal("</tbody></table></div>\n");
        OutsideThePlan(page);
        Closing(page);
        page.Literal("</section>\n");
    }

    private void Steps(Markup page, IReadOnlyList<OutlineLine> lines, int depth, bool inPart, ref int number)
    {
        foreach (var line in lines)
        {
            // A part runs without its own receiving, delivering and confirming.
            if (inPart && line.Part is FlowPart.Step { Kind: StepKind.Receive or StepKind.Deliver or StepKind.Confirm }) continue;
            var indent = new string('\u2003', Math.Min(4, depth + line.Depth));
            var when = line.When is { } condition && line.Kind != OutlineKind.Block ? Say($"仅当{condition.Zh}", $"only when {condition.En}") : "";
            if (line.Kind != OutlineKind.Step)
            {
                page.Put($"<tr class=\"block\"><td colspan=\"5\">{indent}{Say(line.What)}{(line.Limit is { } whole ? Say($"（{whole.Zh}内）", $" (within {whole.En})") : "")}{(when.Length > 0 ? $"{Say("，", ", ")}{when}" : "")}</td></tr>\n");
                if (line.Part is FlowPart.Part run && structure.Matters.On(run.Matter.Id, day) is { } part && part.Id != matter.Id && !inPart) Steps(page, FlowOutline.Of(part, structure, day), depth + line.Depth + 1, inPart: true, ref number);
                continue;
            }

            var step = (FlowPart.Step)line.Part;
            number++;
            page.Put($"<tr><td>{indent}<strong>{number}. {Capital(Say(line.What))}</strong> <span class=\"hint\">{line.Id}</span><span class=\"who\">{Who(step, line)}</span>");
            if (when.Length > 0) page.Put($"<span class=\"hint\">{when}</span>");
            page.Put($"</td><td>{(line.Limit is { } limit ? Say(limit) : "")}</td><td class=\"pen\"></td><td class=\"pen\"></td><td class=\"pen\">");
            foreach (var result in line.Results) page.Put($"<span class=\"box\">{Say(result)}</span><br>");
            page.Literal("</td></tr>\n");
        }
    }

    /// <summary>Sentences begin with a capital; a table of steps reads better so.</summary>
    private static string Capital(string words) => words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];

    private string Who(FlowPart.Step step, OutlineLine line)
    {
        if (place is not null && step.By is { } by && by.Post is not ("requester" or "first-contact") && step.BySystem is null
            && FindingPerformers.Nearest(new UnitId(place.Id), by, structure.On(day)) is { } found && structure.On(day).Unit(found.Unit.Text) is { } unit
            && structure.On(day).PostAt(found.Post, unit) is { } post)
            return Say($"{unit.Unit.Name.Zh}{post.Name.Zh}", $"{post.Name.En}, {unit.Unit.Name.En}");
        return line.Who is { } who ? Say(who) : Say("由责任单位指定", "whoever the responsible unit names");
    }

    private void OutsideThePlan(Markup page)
    {
        var acts = matter.Acts ?? structure.Acts;
        page.Put($"<h2>{Say("计划外情形", "Outside the plan")}</h2>\n<ul class=\"facts hint\">");
        if (acts.HandOver is { } handOver) Fact(Say($"转办：转给谁，为什么{Bounds(handOver)}", $"Hand over: to whom, why{Bounds(handOver)}"));
        if (acts.Return is { } back) Fact(Say($"退回：写明依据的职责和应由谁承担{Bounds(back)}", $"Return: the duty it is by, and whose it is{Bounds(back)}"));
        if (acts.ReferUp is { } up) Fact(Say($"上报：报给谁，为什么{Bounds(up)}", $"Refer up: to whom, why{Bounds(up)}"));
        if (acts.Pause is { } pause)
        {
            Fact(Say($"暂停：起止时间和原因{(pause.Total is { } total ? $"，合计不超过 {FlowWords.Of(total).Zh}" : "")}", $"Pause: from, until, why{(pause.Total is { } all ? $"; {FlowWords.Of(all).En} in all at most" : "")}"));
            if (pause.Reasons.Count > 0)
            {
                Fact(Say(
                    $"可以暂停的原因：{string.Join("；", pause.Reasons.Select(static one => $"{one.Name.Zh}{(one.StopsPromise.Count > 0 ? "（承诺时限顺延）" : "（承诺时限不停）")}"))}",
                    $"Reasons to pause: {string.Join("; ", pause.Reasons.Select(static one => $"{one.Name.En}{(one.StopsPromise.Count > 0 ? " (the promise waits)" : " (the promise runs on)")}"))}"));
            }
        }

        if (acts.Whistle is { } whistle) Fact(Say($"吹哨：呼叫{string.Join("、", whistle.Calls.Select(one => Called(one).Zh))}；各自写明到场时刻和处置情况", $"Whistle: call {string.Join(", ", whistle.Calls.Select(one => Called(one).En))}; note when each came and what each did"));
        page.Put($"</ul>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{Say("计划外情形", "Outside the plan")}\"><table><thead><tr><th>{Say("日、时", "Day, time")}</th><th>{Say("情形", "What")}</th><th>{Say("从谁到谁", "From whom to whom")}</th><th>{Say("原因、依据、结果", "Why, by which duty, with what result")}</th><th>{Say("姓名", "Name")}</th></tr></thead><tbody>\n");
        for (var line = 0; line < LinesOutsideThePlan; line++) page.Literal("<tr><td class=\"pen\"></td><td class=\"pen\"></td><td class=\"pen\"></td><td class=\"pen\"></td><td class=\"pen\"></td></tr>\n");
        page.Literal("</tbody></table></div>\n");

        void Fact(string says) => page.Put($"<li>{says}</li>");

        string Bounds(ActLimit limit) => (limit.AtMost, limit.Within) switch
        {
            ({ } most, { } within) => Say($"，最多 {most} 次，{FlowWords.Of(within).Zh}内", $"; at most {Times(most)}, within {FlowWords.Of(within).En}"),
            ({ } most, null) => Say($"，最多 {most} 次", $"; at most {Times(most)}"),
            (null, { } within) => Say($"，{FlowWords.Of(within).Zh}内", $"; within {FlowWords.Of(within).En}"),
            _ => "",
        };

        static string Times(int most) => most == 1 ? "once" : $"{most} times";

        Text Called(WhistleCall call)
        {
            var name = structure.Posts.Of(call.Post.Post) is [var row, ..] ? row.Name : new Text(call.Post.Post, call.Post.Post);
            var unit = call.Post.At is { } at ? structure.Units.On(at, day)?.Name ?? structure.Groups.On(at, day)?.Name ?? new Text(at, at) : (Text?)null;
            var within = call.Within is { } limit ? FlowWords.Of(limit) : (Text?)null;
            return new(
                $"{unit?.Zh}{name.Zh}{(within is { } zh ? $"（{zh.Zh}内到场）" : "")}",
                $"{name.En}{(unit is { } of ? $", {of.En}" : "")}{(within is { } en ? $" (within {en.En})" : "")}");
        }
    }

    private void Closing(Markup page)
    {
        page.Put($"<h2>{Say("办结", "Closing")}</h2>\n");
        Boxes(page, Say("怎样办结", "How it ended"), [Say("已解决", "solved"), Say("已解释", "explained"), Say("不予办理（写明理由）", "refused, with reason"), Say("超出权限，转至", "out of reach, referred to"), Say("申请人撤回", "withdrawn")]);
        page.Literal("<div class=\"blanks\">");
        Blank(page, Say("理由或转至何处", "Reason, or to whom it was referred"), wide: true);
        page.Literal("</div>\n");
        Boxes(page, Say("申请人确认", "Who asked says"), [Say("确已办好", "it is done"), Say("没有办好", "it is not done")]);
        Boxes(page, Say("未能答复", "No answer"), [Say("已用本人的联系方式联系到本人", "reached on their own channel"), Say("没有联系到（不得办结）", "not reached (it stays open)")]);
        page.Literal("<div class=\"blanks\">");
        Blank(page, Say("申请人签名、日期和时刻", "Signature of who asked, day and time"), wide: true);
        page.Put($"</div>\n<h2>{Say("补录", "Later entry")}</h2>\n<div class=\"blanks\">");
        Blank(page, Say("录入人、岗位", "Entered by: name, post"));
        Blank(page, Say("录入日期和时刻", "Entered on, day and time"));
        Blank(page, Say("系统中的编号", "Number in the system"));
        page.Literal("</div>\n");
    }

    private static void Blank(Markup page, string label, bool wide = false)
    {
        page.Literal(wide ? "<div class=\"blank wide\">" : "<div class=\"blank\">");
        page.Put($"<span>{label}</span><span class=\"line\"></span></div>");
    }

    private static void Lines(Markup page, int count)
    {
        page.Literal("<div class=\"lines\">");
        for (var line = 0; line < count; line++) page.Literal("<span class=\"line\"></span>");
        page.Literal("</div>\n");
    }

    private void Boxes(Markup page, string label, IReadOnlyList<string> choices)
    {
        page.Put($"<div class=\"boxes\"><span>{label}{Say("：", ":")}</span>");
        foreach (var choice in choices) page.Put($"<span class=\"box\">{choice}</span>");
        page.Literal("</div>\n");
    }
}
