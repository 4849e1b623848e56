using System.Globalization;
using System.Text;
using Trellis.Diagnosis.Reports;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;

namespace Trellis.Pilots.Plans;

/// <summary>
/// A plan as one self-contained page that a leading group can decide on: no script, no outside request, readable on a phone, at a desk and on paper.
/// What somebody has to answer for comes first, then who is affected, then the files.
/// </summary>
public static class PlanPage
{
    private const int MostBars = 12;
    private const int MostRows = 200;

    private const string OwnCss = """

        .plan li>p:first-child{margin-top:0}
        .changes{list-style:none;margin:.3rem 0 1rem;padding:0;max-width:46rem}
        .changes li{padding:.3rem 0 .3rem 1.5rem;position:relative;border-bottom:1px solid #e9e4da}
        .changes .sign{position:absolute;left:0;font-weight:600}
        .changes .bad{color:var(--accent)}
        .changes ul{list-style:none;margin:.2rem 0 0;padding:0;font-size:.92rem;color:var(--quiet)}
        .changes ul li{padding:.1rem 0;border:0}
        .effect{font-size:.88rem;font-weight:400;color:var(--quiet);margin:.15rem 0 0}
        .object{font-size:.92rem;color:var(--accent);margin:-.5rem 0 1rem}
        .moves{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(21rem,100%),1fr));gap:1.2rem 2rem;list-style:none;margin:1rem 0 1.6rem;padding:0}
        .moves li{border-top:1px solid var(--rule);padding-top:.7rem}
        .moves p{margin:0 0 .3rem}.moves .where{font-size:.88rem;color:var(--quiet)}
        .moves svg{width:100%;max-width:24rem;height:auto}
        .bars{max-width:44rem;margin:.6rem 0 1.4rem;display:grid;grid-template-columns:minmax(7rem,1fr) 2fr;gap:.5rem 1rem;align-items:center;font-size:.92rem}
        .bars .two span{display:flex;align-items:center;gap:.5rem;line-height:1.25;margin:.1rem 0}
        .bars .two i{display:block;height:.8rem;background:#8794a1;min-width:2px;flex:none}
        .bars .two span+span i{background:var(--ink)}.bars .two .worse i{background:var(--accent)}
        .bars .two em{font-style:normal}
        .file{font-family:ui-monospace,"Liberation Mono",Consolas,monospace;font-size:.86em;color:var(--quiet);overflow-wrap:anywhere}
        .keys{list-style:none;margin:.2rem 0 0;padding:0;font-size:.88em;color:var(--quiet)}
        .plan td{width:auto;min-width:4.5em}.plan tbody th{width:26%}.plan td.ladder{width:30%}.plan td.no{width:9em;white-space:nowrap}
        @media (max-width:30rem){.bars{grid-template-columns:1fr;gap:.1rem}.bars .two{margin-bottom:.6rem}.stack thead{position:absolute;clip-path:inset(50%);height:1px;overflow:hidden}.stack tr{display:block;padding:.6rem 0;border-bottom:1px solid var(--rule)}.stack td,.stack th{display:block;width:auto!important;max-width:none;border:0;padding:.1rem 0;text-align:left}.stack td::before{content:attr(data-head);display:block;font-size:.9em;color:var(--quiet)}.stack td:empty{display:none}}
        @media print{.moves{grid-template-columns:1fr 1fr;gap:.8rem 1.5rem}.moves li,.changes li,.bars>*{break-inside:avoid}.changes{font-size:9.5pt}h3+.changes,h3+p,h3+.bars{break-before:avoid}}
        """;

    /// <param name="effects">Simulated; null where nothing was asked.</param>
    public static void Write(StructurePlan plan, Language language, Stream to, SimulatedEffects? effects = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(to);
        using var writer = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 32 * 1024, leaveOpen: true);
        new Page(plan, effects, language, writer).Write();
    }

    private sealed class Page(StructurePlan plan, SimulatedEffects? effects, Language language, TextWriter to)
    {
        private readonly Markup _page = new(to);
        private readonly EffectWords? _effects = effects is null ? null : new EffectWords(plan, effects, language);
        private readonly PlanTexts _t = new(plan, language);

        public void Write()
        {
            _page.Put($"<!doctype html>\n<html lang=\"{_t.LanguageTag}\">\n<head>\n<meta charset=\"utf-8\">\n");
            _page.Literal("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n");
            _page.Literal("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light\">\n");
            _page.Put($"<title>{_t.Kind}: {Shown(_t.Title, 60)}</title>\n<style>\n");
            _page.Literal(StyleSheet.Css);
            _page.Literal(OwnCss);
            _page.Literal("\n</style>\n</head>\n<body class=\"plan\">\n");
            _page.Put($"<header class=\"top\">\n<p class=\"kind\">{_t.Kind}</p>\n<h1>{Shown(_t.Title, 80)}</h1>\n<p class=\"period\">{_t.Versions}</p>\n<div class=\"seal\"></div>\n<p class=\"found\">{_t.Summary}</p>\n");
            if (_t.Later is { } later) _page.Put($"<p>{later}</p>\n");
            if (!plan.ChangesNothing) KeyFigures();
            _page.Literal("</header>\n");

            var sections = Sections();
            _page.Put($"<main>\n<nav aria-label=\"{_t.Say("目录", "Contents")}\"><ol>");
            for (var at = 0; at < sections.Count; at++) _page.Put($"<li><a href=\"#s{at + 1}\">{Number(at)}{sections[at].Title}</a></li>");
            _page.Literal("</ol></nav>\n");
            for (var at = 0; at < sections.Count; at++)
            {
                _page.Put($"<section aria-labelledby=\"s{at + 1}\"><h2 id=\"s{at + 1}\"><span class=\"no\">{Number(at)}</span>{sections[at].Title}</h2>\n");
                sections[at].Write();
                _page.Literal("</section>\n");
            }

            _page.Put($"</main>\n<footer><p>{Footer}</p></footer>\n</body>\n</html>\n");
        }

        private string Footer => _t.Say(
            "本页由 Trellis 比较结构的两个状态得出，说的是规则，不评价任何个人。报表项数按表头计，一张有多行的表每列只算一次；「环节」含一件事中并办的各部分。",
            "Worked out by Trellis from two states of a structure. It speaks of rules and is no judgement of any person. Fields are counted by the heads of a form: a table of many rows counts each column once. Steps include those of the parts of a bundle.");

        private string Number(int at) => language == Language.Chinese ? $"{(at < 10 ? "一二三四五六七八九十"[at].ToString() : (at + 1).ToString(CultureInfo.InvariantCulture))}、" : $"{at + 1}. ";

        private List<(string Title, Action Write)> Sections()
        {
            var sections = new List<(string, Action)>();
            if (_effects is { } simulated && !plan.ChangesNothing) sections.Add((simulated.Heading, Simulated));
            if (plan.Askers.Count > 0) sections.Add((_t.AskersHeading, Askers));
            if (plan.Decisions.Count > 0) sections.Add((_t.DecisionsHeading, Decisions));
            if (plan.Matters.Any(HasMore)) sections.Add((_t.MattersHeading, Matters));
            if (plan.Units.Count > 0) sections.Add((_t.UnitsHeading, Units));
            if (plan.MayObject.Any()) sections.Add((_t.ObjectionsHeading, Objections));
            if (plan.Delegations.Count > 0) sections.Add((_t.DelegationsHeading, Delegations));
            if (plan.NewFindings.Count + plan.MendedFindings.Count > 0) sections.Add((_t.FindingsHeading, Findings));
            if (plan.Entries.Count + plan.Wording.Count > 0) sections.Add((_t.FilesHeading, Entries));
            return sections;
        }

        private static bool HasMore(MatterChange matter) => matter.Changes.Count > 0 || matter.StepsBefore != matter.StepsAfter || matter.HandOversBefore != matter.HandOversAfter;

        private void KeyFigures()
        {
            _page.Literal("<dl class=\"key\">");
            Key(_t.Say("权利收窄", "Rights made narrower"), plan.RightsNarrowed, plan.RightsNarrowed == 0 ? _t.Say("没有", "none") : _t.Say("须有人说明", "to be answered for"));
            Key(_t.Say("缺少条件的职责", "Duties without means"), plan.DutiesWithoutMeans, plan.DutiesWithoutMeans == 0 ? _t.Say("没有", "none") : _t.Say($"在 {plan.UnitsWithoutMeans} 个单位", $"at {PlanTexts.Count(plan.UnitsWithoutMeans, "unit", "units")}"));
            var (down, up) = (plan.Decisions.Count(static decision => decision.Moves < 0), plan.Decisions.Count(static decision => decision.Moves > 0));
            if (plan.AnsweredOtherwise > 0) Key(_t.Say("换了答案的决定", "Decisions answered otherwise"), plan.AnsweredOtherwise, _t.Say($"下放 {down}，上收 {up}", $"{down} down, {up} up"));
            if (plan.FieldsBefore.PerYear + plan.FieldsAfter.PerYear > 0 && plan.FieldsBefore != plan.FieldsAfter)
                KeyText(_t.Say("每月填报项数", "Fields a month"), $"{_t.Number(plan.FieldsAfter.PerMonth)}", _t.Say($"原为 {_t.Number(plan.FieldsBefore.PerMonth)}", $"{_t.Number(plan.FieldsBefore.PerMonth)} before"));
            var (steps, hands) = (plan.Matters.Sum(static matter => matter.StepsAfter - matter.StepsBefore), plan.Matters.Sum(static matter => matter.HandOversAfter - matter.HandOversBefore));
            if (steps != 0 || hands != 0) KeyText(_t.Say("环节", "Steps"), Signed(steps), _t.Say($"转手 {Signed(hands)}", $"hand-overs {Signed(hands)}"));
            Key(_t.Say("涉及单位", "Units affected"), plan.Units.Sum(static units => units.Units.Count), _t.Say($"{plan.MayObject.Sum(static units => units.Units.Count)} 个可提异议", $"{plan.MayObject.Sum(static units => units.Units.Count)} may object"));
            KeyText(_t.Say("检查结论", "Findings"), $"{plan.NewFindings.Count} / {plan.MendedFindings.Count}", _t.Say("新增 / 消除", "new / mended"));
            _page.Literal("</dl>\n");

            void Key(string name, int figure, string note) => KeyText(name, figure.ToString("#,0", CultureInfo.InvariantCulture), note);

            void KeyText(string name, string figure, string note) => _page.Put($"<div><dt>{name}</dt><dd>{figure}<small>{note}</small></dd></div>\n");

            static string Signed(int number) => number > 0 ? $"+{number}" : number < 0 ? $"−{-number}" : "0";
        }

        private void Simulated()
        {
            foreach (var sentence in _effects!.Introduction()) _page.Put($"<p>{Clean(sentence)}</p>\n");
        }

        /// <summary>The effects beside a line, a paragraph each.</summary>
        private void Beside(object line)
        {
            foreach (var effect in _effects?.Of(line) ?? []) _page.Put($"<p class=\"effect\">{Clean(effect)}</p>");
        }

        private void Askers()
        {
            _page.Literal("<ul class=\"notes\">");
            foreach (var change in plan.Askers.Take(MostRows))
            {
                var (css, word) = change.Narrows ? ("mark warn", _t.Say("收窄", "narrower")) : change.Widens ? ("mark yes", _t.Say("放宽", "wider")) : ("mark no", _t.Say("变化", "changed"));
                _page.Put($"<li><p><span class=\"{css}\">{word}</span>{Clean(change.Says.In(language))}{Clean(_t.At(change.Places))}</p><p class=\"file\">{File(change.At)}</p>");
                Beside(change);
                _page.Literal("</li>\n");
            }

            _page.Literal("</ul>\n");
            Left(plan.Askers.Count);
            var promises = plan.Matters.Where(static matter => matter.Promise is not null).Take(MostBars).ToList();
            if (promises.Count == 0) return;
            _page.Put($"<h3>{_t.Say("承诺时限：现在与以后", "Promises: now and then")}</h3>\n");
            var most = promises.Max(static matter => Math.Max(matter.Promise!.Before, matter.Promise.After));
            _page.Literal("<div class=\"bars\">\n");
            foreach (var matter in promises)
            {
                var (promise, unit) = (matter.Promise!, matter.Promise!.Unit.In(language));
                Bars(matter.Name.In(language) + _t.At(matter.Places), promise.Before, promise.After, most, $"{promise.Before} {unit}", $"{promise.After} {unit}");
            }

            _page.Literal("</div>\n");
        }

        /// <summary>Two bars that say the same as the words beside them.</summary>
        private void Bars(string name, decimal before, decimal after, decimal most, string wordsBefore, string wordsAfter)
        {
            _page.Put($"<div>{Clean(name)}</div><div class=\"two\"><span><i style=\"width:{Width(before)}%\"></i><em>{_t.Say("现在", "now")} {wordsBefore}</em></span><span class=\"{(after > before ? "worse" : "")}\"><i style=\"width:{Width(after)}%\"></i><em>{_t.Say("以后", "then")} {wordsAfter}</em></span></div>\n");

            // The words need room behind the longest bar.
            double Width(decimal value) => most == 0 ? 0 : (double)(value / most * 50);
        }

        private void Decisions()
        {
            var moved = plan.Decisions.Where(static decision => decision.Before.Count > 0 && decision.After.Count > 0).Take(MostBars).ToList();
            if (moved.Count > 0)
            {
                _page.Put($"<p>{_t.Say("每幅图左边是现在、右边是以后由哪一级最先决定；箭头是它的移动。实心圆是最先决定的，空心圆是其余由谁决定。", "In each picture the left side shows now, the right side then. A filled circle is the level that decides first, an empty one the level that takes the rest; the arrow is the move.")}</p>\n<ul class=\"moves\">\n");
                foreach (var decision in moved) Move(decision);
                _page.Literal("</ul>\n");
            }

            Table("stack", _t.Say("谁可以决定，由近到远", "Who may decide, nearest first"), _t.Say("决定", "Decision"), _t.Say("地点", "Where"), _t.Say("现在", "Now"), _t.Say("以后", "Then"));
            foreach (var decision in plan.Decisions.Take(MostRows))
            {
                _page.Put($"<tr><th scope=\"row\">{Clean(decision.MatterName.In(language))}<br><span class=\"file\">{decision.Matter["matter/".Length..]}/{decision.Step}</span>");
                Beside(decision);
                _page.Literal("</th>");
                Cell(_t.Say("地点", "Where"), _t.Where(decision.Places), "");
                Cell(_t.Say("现在", "Now"), _t.Ladder(decision.Before), "ladder");
                Cell(_t.Say("以后", "Then"), _t.Ladder(decision.After), "ladder");
                _page.Literal("</tr>\n");
            }

            CloseTable();
            Left(plan.Decisions.Count);
            var answers = plan.Decisions.SelectMany(static decision => decision.Answers.Select(answer => (decision, answer))).ToList();
            if (answers.Count == 0) return;
            _page.Put($"<details><summary>{_t.Say($"逐岗位的答案（{answers.Count}）", $"Answer by answer, post by post ({answers.Count})")}</summary>");
            Table("stack", _t.Say("同一个问题：这个岗位能不能决定", "The same question to each post: may it decide?"), _t.Say("岗位", "Post"), _t.Say("决定", "Decision"), _t.Say("现在", "Now"), _t.Say("以后", "Then"));
            foreach (var (decision, answer) in answers.Take(MostRows))
            {
                _page.Put($"<tr><th scope=\"row\">{Clean(_t.Names(answer.Units))}<br>{Clean(answer.PostName.In(language))}</th>");
                Cell(_t.Say("决定", "Decision"), $"{decision.MatterName.In(language)} / {decision.Step}", "");
                Cell(_t.Say("现在", "Now"), answer.Before is { } before ? before.In(language) : _t.Say("不能", "no"), "");
                Cell(_t.Say("以后", "Then"), answer.After is { } after ? after.In(language) : _t.Say("不能", "no"), "");
                _page.Literal("</tr>\n");
            }

            CloseTable();
            Left(answers.Count);
            _page.Literal("</details>\n");
        }

        /// <summary>Levels as lines, who decides as circles on them, the move as an arrow.</summary>
        private void Move(DecisionChange decision)
        {
            var levels = decision.Before.Concat(decision.After).Select(static decider => (decider.Level, decider.LevelName)).DistinctBy(static one => one.Level).OrderBy(static one => one.Level).ToList();
            var (id, height) = (_page.NewId(), 26 + (levels.Count * 44));
            var title = _t.Decision(decision);
            _page.Put($"<li><p>{Clean(decision.MatterName.In(language))} / {decision.Step}</p><p class=\"where\">{Clean(_t.Where(decision.Places))}</p>\n");
            _page.Put($"<svg viewBox=\"0 0 340 {height}\" role=\"img\" aria-labelledby=\"{id}t {id}d\"><title id=\"{id}t\">{Clean(title)}</title><desc id=\"{id}d\">{Clean(_t.Before + _t.Ladder(decision.Before) + " " + _t.After + _t.Ladder(decision.After))}</desc>");
            _page.Put($"<text x=\"150\" y=\"14\" font-size=\"12\" fill=\"{Palette.Quiet}\" text-anchor=\"middle\">{_t.Say("现在", "now")}</text><text x=\"290\" y=\"14\" font-size=\"12\" fill=\"{Palette.Quiet}\" text-anchor=\"middle\">{_t.Say("以后", "then")}</text>");
            for (var at = 0; at < levels.Count; at++)
            {
                var y = 44 + (at * 44);
                _page.Put($"<line x1=\"0\" x2=\"340\" y1=\"{y}\" y2=\"{y}\" stroke=\"#d8d2c4\"/><text x=\"0\" y=\"{y - 7}\" font-size=\"13\">{Clean(levels[at].LevelName.In(language))}</text>");
            }

            var (from, to) = (Y(decision.Before[0]), Y(decision.After[0]));
            foreach (var decider in decision.Before.Skip(1).Where(decider => decider.Level != decision.Before[0].Level)) _page.Put($"<circle cx=\"150\" cy=\"{Y(decider)}\" r=\"6\" fill=\"#fff\" stroke=\"{Palette.Ink}\" stroke-width=\"2\"/>");
            foreach (var decider in decision.After.Skip(1).Where(decider => decider.Level != decision.After[0].Level)) _page.Put($"<circle cx=\"290\" cy=\"{Y(decider)}\" r=\"6\" fill=\"#fff\" stroke=\"{Palette.Ink}\" stroke-width=\"2\"/>");
            var colour = decision.Moves > 0 ? Palette.Accent : Palette.Ink;
            _page.Put($"<circle cx=\"150\" cy=\"{from}\" r=\"7\" fill=\"{Palette.Ink}\"/><circle cx=\"290\" cy=\"{to}\" r=\"7\" fill=\"{colour}\"/>");

            // A line that stops short of the circles, with a head of its own: markers are not printed everywhere.
            var (dx, dy) = (140.0, (double)(to - from));
            var length = Math.Sqrt((dx * dx) + (dy * dy));
            var (ux, uy) = (dx / length, dy / length);
            var (x1, y1, x2, y2) = (150 + (ux * 12), from + (uy * 12), 290 - (ux * 13), to - (uy * 13));
            _page.Put($"<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2 - (ux * 6)}\" y2=\"{y2 - (uy * 6)}\" stroke=\"{colour}\" stroke-width=\"2\"/><path d=\"M{x2} {y2}L{x2 - (ux * 10) - (uy * 5)} {y2 - (uy * 10) + (ux * 5)}L{x2 - (ux * 10) + (uy * 5)} {y2 - (uy * 10) - (ux * 5)}Z\" fill=\"{colour}\"/></svg></li>\n");

            int Y(Decider decider) => 44 + (levels.FindIndex(level => level.Level == decider.Level) * 44);
        }

        private void Matters()
        {
            Table("stack", _t.Say("事项怎样办理，现在与以后", "How matters run, now and then"), _t.Say("事项", "Matter"), _t.Say("环节", "Steps"), _t.Say("转手", "Hand-overs"), _t.Say("变化", "What changes"));
            foreach (var matter in plan.Matters.Where(HasMore).Take(MostRows))
            {
                _page.Put($"<tr><th scope=\"row\">{Clean(matter.Name.In(language))}{Clean(_t.At(matter.Places))}<br><span class=\"file\">{File(matter.At)}</span>");
                Beside(matter);
                _page.Literal("</th>");
                Cell(_t.Say("环节", "Steps"), Arrow(matter.StepsBefore, matter.StepsAfter), "no");
                Cell(_t.Say("转手", "Hand-overs"), Arrow(matter.HandOversBefore, matter.HandOversAfter), "no");
                Cell(_t.Say("变化", "What changes"), string.Join(language == Language.Chinese ? "" : " ", matter.Changes.Select(change => change.In(language))), "");
                _page.Literal("</tr>\n");
            }

            CloseTable();

            static string Arrow(int before, int after) => before == after ? after.ToString(CultureInfo.InvariantCulture) : $"{before} → {after}";
        }

        private void Units()
        {
            var loads = plan.Units.Where(static units => units.FieldsBefore != units.FieldsAfter).OrderByDescending(static units => Math.Abs(units.FieldsAfter.PerYear - units.FieldsBefore.PerYear)).Take(MostBars).ToList();
            if (loads.Count > 0)
            {
                _page.Put($"<h3>{_t.Say("每个单位每月平均填报的项数", "Fields that one unit types in a month, on average")}</h3>\n<div class=\"bars\">\n");
                var most = loads.Max(static units => Math.Max(Each(units, units.FieldsBefore), Each(units, units.FieldsAfter)));
                foreach (var units in loads)
                {
                    var (before, after) = (Each(units, units.FieldsBefore), Each(units, units.FieldsAfter));
                    Bars(Saying.Units(units.Units, 3).In(language), before, after, most, _t.Number(before), _t.Number(after));
                }

                _page.Literal("</div>\n");
            }

            foreach (var units in plan.Units.Take(MostRows))
            {
                _page.Put($"<h3>{Clean(Saying.Units(units.Units, 8).In(language))}{(units.Units.Count > 1 ? _t.UnitCount(units) : "")}</h3>\n");
                if (units.Units.Count > 8) _page.Put($"<details><summary>{_t.Say("全部单位", "All of them")}</summary><p class=\"quiet\">{Clean(Saying.Units(units.Units, int.MaxValue).In(language))}</p></details>\n");
                _page.Literal("<ul class=\"changes\">");
                if (units.FieldsBefore != units.FieldsAfter) Item(units.FieldsAfter.PerYear > units.FieldsBefore.PerYear ? "+" : "−", false, _t.FieldsLine(units), Mark.None);
                foreach (var change in units.Changes)
                {
                    var sign = change.Kind switch
                    {
                        UnitChangeKind.MeansMissing => "!",
                        UnitChangeKind.UnitEnds or UnitChangeKind.DutyLost or UnitChangeKind.SupportLost or UnitChangeKind.PowerLost or UnitChangeKind.PowerNarrowed
                            or UnitChangeKind.FormLost or UnitChangeKind.SystemLost or UnitChangeKind.StepLost => "−",
                        UnitChangeKind.PowerChanged or UnitChangeKind.FormChanged => "~",
                        _ => "+",
                    };
                    Item(sign, sign == "!", change.Says.In(language), change.At);
                }

                _page.Literal("</ul>\n");
                Beside(units);
                if (units.MayObject) _page.Put($"<p class=\"object\">{_t.MayObject}</p>\n");
            }

            Left(plan.Units.Count);
        }

        /// <summary>What one of them types in a month, on average.</summary>
        private static decimal Each(AffectedUnits units, Fields fields) => decimal.Round(fields.PerYear / 12m / units.Units.Count, 1, MidpointRounding.AwayFromZero);

        private void Objections()
        {
            _page.Put($"<p>{_t.Say("结构生效之前，负担加重的单位有权在规定的期限内提出异议；异议和答复都留在记录里。", "Before a structure takes effect, units whose duties grow may object within a stated period; objections and answers stay in the record.")}</p>\n");
            Table("stack", _t.Say("谁的负担加重，为什么", "Whose load grows, and why"), _t.Say("单位", "Units"), _t.Say("缺少条件", "Without means"), _t.Say("新增职责和环节", "New duties and steps"), _t.Say("每月填报", "Fields a month"));
            foreach (var units in plan.MayObject.Take(MostRows))
            {
                _page.Put($"<tr><th scope=\"row\">{Clean(Saying.Units(units.Units, 8).In(language))}</th>");
                Cell(_t.Say("缺少条件", "Without means"), Count(UnitChangeKind.MeansMissing), "no");
                Cell(_t.Say("新增职责和环节", "New duties and steps"), Count(UnitChangeKind.DutyGained, UnitChangeKind.DutyGrown, UnitChangeKind.SupportGained, UnitChangeKind.StepGained, UnitChangeKind.SystemGained), "no");
                Cell(_t.Say("每月填报", "Fields a month"), units.FieldsBefore == units.FieldsAfter ? "" : $"{_t.Number(Each(units, units.FieldsBefore))} → {_t.Number(Each(units, units.FieldsAfter))}", "no");
                _page.Literal("</tr>\n");

                string Count(params UnitChangeKind[] kinds) => units.Changes.Count(change => kinds.Contains(change.Kind)) is var count and > 0 ? count.ToString(CultureInfo.InvariantCulture) : "";
            }

            CloseTable();
        }

        private void Delegations()
        {
            _page.Literal("<ul class=\"changes\">");
            foreach (var delegation in plan.Delegations.Take(MostRows))
            {
                var sign = delegation.Begins.Count == 0 ? "−" : delegation.Ends.Count == 0 ? "+" : "~";
                _page.Put($"<li><span class=\"sign\">{sign}</span>{Clean(_t.Delegation(delegation))} <span class=\"file\">{File(delegation.At)}</span>");
                if (delegation.Returns.Count > 0)
                {
                    _page.Literal("<ul>");
                    foreach (var duty in delegation.Returns) _page.Put($"<li>{Clean(_t.Returns(duty))}</li>");
                    _page.Literal("</ul>");
                }

                Beside(delegation);
                _page.Literal("</li>\n");
            }

            _page.Literal("</ul>\n");
            Left(plan.Delegations.Count);
        }

        private void Findings()
        {
            List(_t.NewHeading(plan.NewFindings.Count), plan.NewFindings);
            List(_t.MendedHeading(plan.MendedFindings.Count), plan.MendedFindings);
            if (plan.RemainingFindings > 0) _page.Put($"<p class=\"quiet\">{_t.Say($"另有 {plan.RemainingFindings:N0} 条前后都在。", $"{PlanTexts.Count(plan.RemainingFindings, "finding stands", "findings stand")} in both.")}</p>\n");

            void List(string heading, IReadOnlyList<Finding> findings)
            {
                if (findings.Count == 0) return;
                _page.Put($"<h3>{heading}</h3>\n<ul class=\"notes\">");
                foreach (var finding in findings.Take(MostRows))
                {
                    _page.Put($"<li><p><span class=\"{(finding.Severity == Severity.Note ? "mark no" : "mark warn")}\">{_t.Severity(finding.Severity)} {finding.Code.Code}</span>{Clean(finding.Found.In(language))}</p>");
                    if (finding.Expected is { } expected) _page.Put($"<p class=\"do\">{Clean(expected.In(language))}</p>");
                    var places = finding.Places.Count == 0 ? "" : $" @ {string.Join(", ", finding.Places.Take(12))}{(finding.Places.Count > 12 ? ", …" : "")}";
                    _page.Put($"<p class=\"file\">{File(finding.At)}{places}</p></li>\n");
                }

                _page.Literal("</ul>\n");
                Left(findings.Count);
            }
        }

        private void Entries()
        {
            if (plan.Entries.Count > 0) Entries(plan.Entries, _t.EntriesHeading(plan.Entries.Count));
            if (plan.Wording.Count == 0) return;
            _page.Put($"<details><summary>{_t.WordingHeading(plan.Wording.Count)}</summary>");
            Entries(plan.Wording, _t.Say("意思不变", "What they say stays the same"));
            _page.Literal("</details>\n");
        }

        private void Entries(IReadOnlyList<EntryChange> entries, string caption)
        {
            Table("stack wide", caption, _t.Say("条目", "Entry"), _t.Say("改动", "Change"), _t.Say("位置", "Place"));
            foreach (var entry in entries.Take(MostRows))
            {
                _page.Put($"<tr><th scope=\"row\">{Clean(entry.Name.In(language))}<br><span class=\"file\">{Clean(entry.Address)}</span></th><td data-head=\"{_t.Say("改动", "Change")}\">{PlanWords.Of(entry.Kind).In(language)}{(entry.Was is null ? "" : _t.Say($"（原为 {entry.Was}）", $" (was {entry.Was})"))}");
                if (entry.Keys.Count > 0)
                {
                    _page.Literal("<ul class=\"keys\">");
                    foreach (var key in entry.Keys.Take(12)) _page.Put($"<li>{Clean(_t.Key(key))}</li>");
                    if (entry.Keys.Count > 12) _page.Literal("<li>…</li>");
                    _page.Literal("</ul>");
                }

                _page.Put($"</td><td data-head=\"{_t.Say("位置", "Place")}\"><span class=\"file\">{File(entry.At)}</span></td></tr>\n");
            }

            CloseTable();
            Left(entries.Count);
        }

        private void Item(string sign, bool bad, string text, Mark at) =>
            _page.Put($"<li><span class=\"sign{(bad ? " bad" : "")}\">{sign}</span>{Clean(text)} <span class=\"file\">{File(at)}</span></li>\n");

        private void Table(string css, string caption, params ReadOnlySpan<string> heads)
        {
            _page.Put($"<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{caption}\"><table class=\"{css}\"><caption>{caption}</caption><thead><tr>");
            foreach (var head in heads) _page.Put($"<th scope=\"col\">{head}</th>");
            _page.Literal("</tr></thead><tbody>\n");
        }

        private void Cell(string head, string text, string css) => _page.Put($"<td class=\"{css}\" data-head=\"{head}\">{Clean(text)}</td>");

        private void CloseTable() => _page.Literal("</tbody></table></div>\n");

        private void Left(int count)
        {
            if (count > MostRows) _page.Put($"<p class=\"quiet\">{_t.More(count - MostRows)}</p>\n");
        }

        private static string File(Mark at) => at.IsNone ? "" : $"{Clean(at.Path)}:{at.Line}";

        private static string Shown(string text, double ems) => TextWidth.Shorten(ShownName.Of(text), ems);

        private static string Clean(string text) => text.Length == 0 ? "" : ShownName.Of(text);
    }
}
