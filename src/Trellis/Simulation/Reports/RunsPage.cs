using System.Globalization;
using Trellis.Simulation.Runs;
using Trellis.Structure;

namespace Trellis.Simulation.Reports;

/// <summary>Runs of a structure, and of a changed one over them where one is named. Figures are means over all runs; pictures show the first run of each side, which lives through the same matters.</summary>
/// <param name="Structure">As it is.</param>
/// <param name="Other">What the changed one is called; null without one.</param>
/// <param name="Assumed">What the load assumes where nobody said it.</param>
/// <param name="First">The first run of each side.</param>
public sealed record PicturedRuns(GovernanceStructure Structure, string? Other, RunSettings Settings, int Runs, IReadOnlyList<Text> Assumed, Run First, Run? FirstChanged, RunsTogether Before, RunsTogether? After, RunsTogether? Difference);

/// <summary>Simulated runs as one page: what would differ, how long matters would take, how queues would grow, which posts would be busier.</summary>
public static class RunsPage
{
    private const int MostTypes = 12, MostPosts = 20;

    public static void Write(PicturedRuns runs, Language language, TextWriter to)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var page = new PageForms(to);
        var zh = language == Language.Chinese;
        string Say(string chinese, string english) => zh ? chinese : english;
        var name = TextWidth.Shorten(ShownName.Of(runs.Structure.Name.In(language)), 60);
        var settings = runs.Settings;

        page.OpenPage(zh ? "zh-Hans" : "en", $"{Say("模拟报告", "Simulation report")}: {name}");
        page.Page.Put($"<header class=\"top\">\n<p class=\"kind\">{Say("模拟报告", "Simulation report")}</p>\n<h1>{name}</h1>\n");
        page.Page.Put($"<p class=\"period\">{Say($"自 {Day(settings.From)} 起 {settings.Days} 天 · 种子 {settings.Seed} · 运行 {runs.Runs} 次", $"{settings.Days} days from {Day(settings.From)} · seed {settings.Seed} · {(runs.Runs == 1 ? "one run" : $"{runs.Runs} runs")}")}</p>\n<div class=\"seal\"></div>\n");
        page.Page.Put($"<p class=\"found\">{Found(runs, language)}</p>\n</header>\n<main>\n");
        var names = new SideNames(new Text("现在", "As it is"), runs.Other is { } other ? new Text(ShownName.InSentence(other), ShownName.InSentence(other)) : null);
        page.Sections(
            language,
            (Say("结果", "What comes of it"), () => WriteFigures(page, runs, names, language)),
            (Say("要多久", "How long it takes"), () => Times(page, runs, names, language)),
            (Say("积压的变化", "How queues go"), () => Queues(page, runs, names, language)),
            (Say("岗位忙闲", "How busy posts are"), () => Posts(page, runs, names, language)),
            (Say("依据和假定", "What it rests on"), () => Rests(page, runs, zh)));
        page.Page.Put($"</main>\n<footer><p>{Say("本页由 Trellis 模拟得出，没有一件事真的发生过；所述为规则和结构，不说明任何人的表现。", "Simulated by Trellis; none of it took place. It speaks of rules and structure and says nothing of any person.")}</p></footer>\n</body>\n</html>\n");
    }

    private static string Found(PicturedRuns runs, Language language)
    {
        var zh = language == Language.Chinese;
        var says = string.Concat(((RunsTogether?[])[runs.Before, runs.After]).Select(side => side?.Overload is { } overload ? FigureWords.Say(overload, side.CutRuns, runs.Runs, language) + (zh ? "" : " ") : ""));
        if (runs.Difference is not { } difference)
        {
            return says + string.Join(zh ? "；" : "; ", runs.Before.Figures.Where(static figure => figure.Kind.Id is "brought" or "days-median" or "kept").Select(figure => $"{figure.Kind.Name.In(language)} {FigureWords.Say(figure.Estimate, figure.Kind.Unit, language)}")) + (zh ? "。" : ".");
        }

        var told = Estimate.Told([.. difference.Figures.Select(static figure => figure.Estimate)]);
        var apart = difference.Figures.Where((_, at) => told[at]).ToList();
        return says + (apart.Count == 0
            ? zh ? "两边没有可靠的差别：看到的差值都可能出于偶然。" : "Nothing differs reliably: every difference seen may be an accident of the draws."
            : (zh ? "可靠的差别：" : "What differs reliably: ") + string.Join(zh ? "；" : "; ", apart.Take(5).Select(figure => $"{figure.Kind.Name.In(language)} {FigureWords.Signed(figure.Estimate, figure.Kind.Unit)}")) + (zh ? "。" : "."));
    }

    private static void WriteFigures(PageForms page, PicturedRuns runs, SideNames names, Language language)
    {
        var zh = language == Language.Chinese;
        page.Paragraph(zh ? "各次运行的平均；± 为 95% 区间。相差一栏按相同的事项、居民和偶然波动逐次相减；标 * 的区间不含零；没有差别的数，二十个中约有一个也会标上。" : "Means over runs; ± is the 95% interval. Differences are taken run by run, with the same matters, residents and chances; * marks an interval that does not hold zero, as for one in twenty figures that do not differ.");
        var title = zh ? "结果" : "Figures";
        page.PlainTable(title, [(title, false), (names.First.In(language), true), .. names.Second is { } second ? [(second.In(language), true), (zh ? "相差" : "Difference", true)] : Array.Empty<(string, bool)>()]);
        for (var at = 0; at < runs.Before.Figures.Length; at++)
        {
            var figure = runs.Before.Figures[at];
            var unit = figure.Kind.Unit;
            page.Row(runs.After is null ? figure.Kind.Name.In(language) : $"{figure.Kind.Name.In(language)} ({FigureWords.Word(unit, language).Trim()})".Replace(" ()", "", StringComparison.Ordinal), runs.After is { } after && runs.Difference is { } difference
                ? [FigureWords.Number(figure.Estimate.Mean, unit), FigureWords.Number(after.Figures[at].Estimate.Mean, unit), FigureWords.Signed(difference.Figures[at].Estimate, unit) + (difference.Figures[at].Estimate.IsApart ? " *" : "")]
                : [FigureWords.Say(figure.Estimate, unit, language)]);
        }

        page.ClosePlainTable();
    }

    private static void Times(PageForms page, PicturedRuns runs, SideNames names, Language language)
    {
        var zh = language == Language.Chinese;
        var (before, after) = (runs.First.Tally, runs.FirstChanged?.Tally);
        SidePictures.Strips(
            page, zh ? "全部事项" : "All matters", zh ? "从提出到首次办结，第一次运行；越往右一格代表的时间越长，三角标出中间的一件。" : "From filing to the first closing, in the first run. Each bar to the right stands for a longer stretch of time; the triangle marks the middle matter.",
            [new TwoSpreads(new Text("从提出到办结", "From filing to closing"), Seconds(before.Took), Seconds(after?.Took))], names, language);
        var types = before.ByType.Where(static one => one.Value.Took.Count > 0).OrderByDescending(static one => one.Value.Took.Count).ThenBy(static one => one.Key, StringComparer.Ordinal).Take(MostTypes);
        SidePictures.Strips(
            page, zh ? "各类事项" : "By matter type", zh ? "件数最多的类型。" : "The types that come most often.",
            [.. types.Select(one => new TwoSpreads(Named(runs.Structure, one.Key), Seconds(one.Value.Took), Seconds(after?.ByType.GetValueOrDefault(one.Key)?.Took)))], names, language);
    }

    private static Text Named(GovernanceStructure structure, string type)
    {
        var name = structure.Matters.All.FirstOrDefault(one => one.Id == type)?.Name ?? new Text(type, type);
        return new Text(ShownName.InSentence(name.Zh), ShownName.InSentence(name.En));
    }

    private static void Queues(PageForms page, PicturedRuns runs, SideNames names, Language language)
    {
        var zh = language == Language.Chinese;
        var open = ByStep(runs.First.Tally.OpenByDay, out var step);
        if (open.All(static one => one == 0))
        {
            page.Quiet(zh ? "没有事项。" : "There is no matter.");
            return;
        }

        SidePictures.Courses(
            page, new TwoCourses(new Text("未办结事项", "Open matters"), runs.Settings.From, step, open, runs.FirstChanged is { } changed ? ByStep(changed.Tally.OpenByDay, out _, step) : []),
            zh ? "当地每日零点未办结的件数，第一次运行。" : "At each midnight of the place, in the first run.", names, language);
    }

    /// <summary>Every day, or the first of each week where there are many.</summary>
    private static double[] ByStep(IReadOnlyList<long> days, out int step, int asked = 0)
    {
        step = asked > 0 ? asked : days.Count > 400 ? 7 : 1;
        var steps = new double[(days.Count + step - 1) / step];
        for (var at = 0; at < steps.Length; at++) steps[at] = days[at * step];
        return steps;
    }

    private static void Posts(PageForms page, PicturedRuns runs, SideNames names, Language language)
    {
        var zh = language == Language.Chinese;
        var caption = zh ? "占用上班时间的份额，和一个步骤等人来办的小时数" : "Share of their hours that the work takes, and hours that a step waits for them";
        var after = runs.After?.Posts.ToDictionary(static post => post.At) ?? [];
        page.PlainTable(caption, [(zh ? "岗位" : "Post", false), (Busy(names.First), true), .. names.Second is { } second ? [(Busy(second), true)] : Array.Empty<(string, bool)>(), (Waits(names.First), true), .. names.Second is { } other ? [(Waits(other), true)] : Array.Empty<(string, bool)>()]);
        var posts = runs.Before.Posts.OrderByDescending(post => Math.Max(post.Utilisation.Mean, after.GetValueOrDefault(post.At)?.Utilisation.Mean ?? 0)).ThenBy(static post => post.At.ToString(), StringComparer.Ordinal).Take(MostPosts);
        foreach (var post in posts)
        {
            var changed = after.GetValueOrDefault(post.At);
            page.Row(post.At.ToString(), names.Second is null
                ? [Share(post.Utilisation), Hours(post.WaitedHours)]
                : [Share(post.Utilisation), changed is null ? "–" : Share(changed.Utilisation), Hours(post.WaitedHours), changed is null ? "–" : Hours(changed.WaitedHours)]);
        }

        page.ClosePlainTable();
        if (runs.Before.Posts.Length > MostPosts) page.Quiet(zh ? $"只列出最忙的 {MostPosts} 个，共 {runs.Before.Posts.Length} 个。" : $"The {MostPosts} busiest of {runs.Before.Posts.Length}.");

        string Busy(Text side) => zh ? $"占用时间（{side.Zh}）" : $"Busy: {side.En}";

        string Waits(Text side) => zh ? $"等待小时（{side.Zh}）" : $"Waits: {side.En}";

        static string Share(Estimate estimate) => FigureWords.Number(estimate.Mean, FigureUnit.Share);

        static string Hours(Estimate estimate) => Figures.Short(estimate.Mean);
    }

    private static void Rests(PageForms page, PicturedRuns runs, bool zh)
    {
        page.Paragraph(zh
            ? "每一步都由与真实办理相同的规则和职权决定；人怎样来、怎样等、怎样办取自负荷。区间只说明偶然波动，不说明假定是否属实。"
            : "Every act is decided by the same rules and powers as real work; how people come, wait and work is that of the load. An interval speaks of chance, not of whether the assumptions hold.");
        if (runs.Assumed.Count == 0) return;
        page.Page.Literal("<ul class=\"notes\">\n");
        foreach (var assumed in runs.Assumed) page.Page.Put($"<li><p><span class=\"mark warn\">{(zh ? "假定" : "assumed")}</span>{(zh ? assumed.Zh : assumed.En)}</p></li>\n");
        page.Page.Literal("</ul>\n");
    }

    /// <summary>A value for each length, thinned where there are very many: the shape stays.</summary>
    private static List<double> Seconds(Lengths? lengths)
    {
        const long Most = 200_000;
        var seconds = new List<double>();
        if (lengths is null) return seconds;
        var every = Math.Max(1, lengths.Count / Most);
        foreach (var (length, count) in lengths.Steps())
            for (var more = (count + every - 1) / every; more > 0; more--) seconds.Add(length / 1000);
        return seconds;
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
