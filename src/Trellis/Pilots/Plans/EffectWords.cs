using Trellis.Simulation;

namespace Trellis.Pilots.Plans;

/// <summary>The sentences about simulated effects in one language, shared by the terminal and the page.</summary>
internal sealed class EffectWords(StructurePlan plan, SimulatedEffects effects, Language language)
{
    private const int MostOfALine = 4;

    public string Heading => Say("模拟的效果", "Simulated effects");

    /// <summary>What was done, and how to read what follows.</summary>
    public IEnumerable<string> Introduction()
    {
        if (effects.WhyNot is { } why)
        {
            yield return Say($"没有模拟：{why.Zh}", $"Not simulated: {why.En}");
            yield break;
        }

        yield return Lived();
        foreach (var assumed in effects.Assumed) yield return Say("假定：", "Assumed: ") + assumed.In(language);
        if (effects.CutRuns > 0)
            yield return Say($"有 {effects.CutRuns} 次因来的活多于能办的活而提前结束，不计在内。", $"{PlanTexts.Count(effects.CutRuns, "pair", "pairs")} ended early, because more came than could be done, and {(effects.CutRuns == 1 ? "is" : "are")} left out.");
        yield return Say(
            "≈ 是整个改动对一行所涉及之处的效果。涉及同一处的各行共有一个效果，分不出是哪一行引起的。列出的差别当中，预计至多二十分之一出于偶然；± 是 95 % 区间。",
            "≈ is the effect of the whole change on what a line touches. Lines that touch the same thing share it, and which of them caused it cannot be told. Of the differences told at most one in twenty is expected to be an accident; ± is a 95 % interval.");
        if (effects.BareLines > 0)
            yield return Say(
                $"有 {effects.BareLines} 行说的是模拟中没有经历的事（报表、登录、数据、没有环节用到的职权），后面没有效果。",
                $"{PlanTexts.Count(effects.BareLines, "line speaks", "lines speak")} of what is not lived through (forms, logins, data, powers that no step asks for) and {(effects.BareLines == 1 ? "stays" : "stay")} bare.");
        yield return Overall();
    }

    /// <summary>The same in a few sentences, where no lines of a plan stand beside it.</summary>
    public IEnumerable<string> Brief()
    {
        if (effects.WhyNot is { } why)
        {
            yield return Say($"没有模拟：{why.Zh}", $"Not simulated: {why.En}");
            yield break;
        }

        yield return Lived();
        yield return Overall();
        foreach (var effect in effects.All.Take(MostOfALine)) yield return Of(effect);
    }

    private string Overall() => Say("≈ 总体：", "≈ Over everything: ") + Figures(effects.Whole);

    private string Lived() => Say(
        $"两种结构各运行 {effects.Runs} 次，从 {plan.Day:yyyy-MM-dd} 起 {effects.Days} 天，负荷“{effects.Load}”，种子 {effects.Seed}；两边的事项、群众和机遇相同。",
        $"Both structures were lived through {PlanTexts.Count(effects.Runs, "time", "times")}, {effects.Days} days from {plan.Day:yyyy-MM-dd}, under the load \"{effects.Load}\", seed {effects.Seed}, with the same matters, residents and chances.");

    /// <summary>The effects beside one line of the plan.</summary>
    public IEnumerable<string> Of(object line)
    {
        var all = effects.Of(line);
        foreach (var effect in all.Take(MostOfALine)) yield return Of(effect);
        if (all.Count > MostOfALine) yield return Say($"≈ 另有 {all.Count - MostOfALine} 处，见 JSON。", $"≈ and {all.Count - MostOfALine} more, which the JSON holds.");
    }

    private string Of(Effect effect) => $"≈ {effect.Name.In(language)}{Say("：", ": ")}{(effect.Comes ? Figures(effect.Figures) : Say("这份负荷没有带来这样的事。", "nothing of it comes under this load."))}";

    private string Figures(IReadOnlyList<EffectFigure> figures)
    {
        var said = new List<string>();
        foreach (var figure in figures)
        {
            var (name, word) = (figure.Name.In(language), FigureWords.Word(figure.Unit, language));
            if (figure is { IsSeen: true, Before: { } was, After: { } now }) said.Add($"{name} {FigureWords.Number(was, figure.Unit)} → {FigureWords.Number(now, figure.Unit)}{word} ({FigureWords.Signed(figure.Difference, figure.Unit)})");
            else if (figure is { Before: null, After: { } only }) said.Add(Say($"{name}：原来没有，以后 {FigureWords.Number(only, figure.Unit)}{word}", $"{name}: not before, then {FigureWords.Number(only, figure.Unit)}{word}"));
            else if (figure is { Before: { } gone, After: null }) said.Add(Say($"{name}：原来 {FigureWords.Number(gone, figure.Unit)}{word}，以后没有", $"{name}: {FigureWords.Number(gone, figure.Unit)}{word} before, then not"));
        }

        return said.Count == 0 ? Say("没有看出效果。", "no effect seen.") : string.Join(Say("；", "; "), said) + Say("。", ".");
    }

    private string Say(string zh, string en) => language == Language.Chinese ? zh : en;
}
