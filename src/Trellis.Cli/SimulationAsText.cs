using System.Globalization;
using Trellis.Runtime.Simulation;
using Trellis.Simulation;
using Trellis.Simulation.Runs;
using static Trellis.Simulation.FigureWords;

namespace Trellis.Cli;

/// <summary>Figures of simulated runs for a terminal.</summary>
internal static class SimulationAsText
{
    private const int MostPosts = 12;

    public static void Write(OpenedScene opened, RunSettings settings, int runs, RunsTogether before, RunsTogether? after, RunsTogether? difference, string? other, Language language, TextWriter to)
    {
        var chinese = language == Language.Chinese;
        var name = opened.Scene.Structure.Name.In(language);
        to.WriteLine(chinese
            ? $"{name}：从 {settings.From:yyyy-MM-dd} 起 {settings.Days} 天，种子 {settings.Seed}，运行 {runs} 次，负荷“{opened.Load.Name}”。"
            : $"{name}: {settings.Days} days from {settings.From:yyyy-MM-dd}, seed {settings.Seed}, {runs} {(runs == 1 ? "run" : "runs")}, load \"{opened.Load.Name}\".");
        foreach (var assumed in opened.Load.Assumed) to.WriteLine((chinese ? "假定：" : "Assumed: ") + assumed.In(language));
        if (before.SeatsFilled > 0) to.WriteLine(chinese ? $"假定：有 {before.SeatsFilled:0} 个席位没有人坐，模拟派了人。" : $"Assumed: {before.SeatsFilled:0} seats had nobody in them, and the simulation seats people there.");
        to.WriteLine();
        if (difference is not null) to.WriteLine(chinese ? $"  左：现在；中：{other}；右：相差（95 % 区间；* 表示区间不含零，二十个没有差别的数中约有一个也会如此）" : $"  left: as it is; middle: {other}; right: what changes (95 % interval; * where it does not hold zero, as for one in twenty figures that do not differ)");
        for (var at = 0; at < before.Figures.Length; at++)
        {
            var figure = before.Figures[at];
            var label = TerminalPad(figure.Kind.Name.In(language), 44);
            to.WriteLine(difference is null || after is null
                ? $"  {label}{Say(figure.Estimate, figure.Kind.Unit, language)}"
                : $"  {label}{TerminalPad(Number(figure.Estimate.Mean, figure.Kind.Unit), 12)}{TerminalPad(Number(after.Figures[at].Estimate.Mean, figure.Kind.Unit), 12)}{Signed(difference.Figures[at].Estimate, figure.Kind.Unit)}{(difference.Figures[at].Estimate.IsApart ? " *" : "")}");
        }

        Posts(before, difference, language, to);
        Loose([.. before.Stuck.Select(one => (StuckWords.Say(one.Why, language), one.PerRun))], chinese ? "没有人能办而停在那里的事项，每次运行" : "Matters that nobody could go on with, per run", chinese, to);
        Loose(before.NotFiled, chinese ? "没有能立项的事项，每次运行" : "Matters that could not be filed, per run", chinese, to);
        foreach (var side in (RunsTogether?[])[before, after])
        {
            if (side?.Overload is not { } overload) continue;
            to.WriteLine();
            to.WriteLine(Say(overload, side.CutRuns, runs, language));
        }
    }

    /// <summary>What became of the forms that were owed; nothing where nobody fills in any.</summary>
    public static void WriteForms(RunTally tally, int runs, Language language, TextWriter to)
    {
        if (tally.FormsOwed == 0) return;
        var hours = tally.FormMinutes / 60;
        to.WriteLine();
        to.WriteLine(language == Language.Chinese
            ? string.Create(CultureInfo.InvariantCulture, $"表格{(runs > 1 ? "（第一次运行）" : "")}：应报 {tally.FormsOwed:N0} 份，报出 {tally.FormsHandedIn:N0} 份，其中逾期 {tally.FormsLate:N0} 份，退回 {tally.FormsReturned:N0} 份；手工填写 {tally.FieldsInForms:N0} 项，用工 {hours:N0} 小时。")
            : string.Create(CultureInfo.InvariantCulture, $"Forms{(runs > 1 ? " of the first run" : "")}: {tally.FormsOwed:N0} owed, {tally.FormsHandedIn:N0} handed in, {tally.FormsLate:N0} of them late, {tally.FormsReturned:N0} sent back; {tally.FieldsInForms:N0} fields typed, {hours:N0} hours of work."));
    }

    private static void Posts(RunsTogether before, RunsTogether? difference, Language language, TextWriter to)
    {
        var chinese = language == Language.Chinese;
        to.WriteLine();
        if (difference is not null)
        {
            var told = Estimate.Told([.. difference.Posts.SelectMany(static post => (Estimate[])[post.Utilisation, post.WaitedHours])]);
            var changed = difference.Posts.Where((_, at) => told[2 * at] || told[(2 * at) + 1]).OrderByDescending(static post => Math.Abs(post.Utilisation.Mean)).ThenBy(static post => post.At.ToString(), StringComparer.Ordinal).Take(MostPosts).ToList();
            to.WriteLine(changed.Count == 0 ? (chinese ? "没有哪个岗位的忙闲有可靠的变化。" : "No post is reliably more or less busy.") : chinese ? $"忙闲变化最大的岗位（共 {difference.Posts.Length} 个岗位；列出的当中预计至多二十分之一出于偶然；占用时间的百分点；等待小时）：" : $"Posts whose load changes most, of {difference.Posts.Length} (at most one in twenty of those told is expected to be an accident; points of their time; hours that a step waits):");
            foreach (var post in changed) to.WriteLine($"  {TerminalPad(post.At.ToString(), 40)}{TerminalPad(Points(100 * post.Utilisation.Mean), 12)}{Points(post.WaitedHours.Mean)}");
            return;
        }

        to.WriteLine(chinese ? "最忙的岗位（占用时间；人数；步骤数；每步等待小时）：" : "The busiest posts (share of their time; people; steps; hours that a step waits):");
        foreach (var post in before.Posts.OrderByDescending(static post => post.Utilisation.Mean).ThenBy(static post => post.At.ToString(), StringComparer.Ordinal).Take(MostPosts))
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {TerminalPad(post.At.ToString(), 40)}{post.Utilisation.Mean,7:P0}{post.Officers,6}{post.Matters,9:N0}{post.WaitedHours.Mean,10:N1}"));
    }

    private static void Loose(IReadOnlyList<(string Why, double PerRun)> counts, string label, bool chinese, TextWriter to)
    {
        if (counts.Count == 0) return;
        to.WriteLine();
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{label}{(chinese ? "：" : ": ")}{string.Join(chinese ? "；" : "; ", counts.OrderByDescending(static one => one.PerRun).Take(8).Select(static one => string.Create(CultureInfo.InvariantCulture, $"{one.Why} {one.PerRun:N0}")))}"));
    }

    private static string Points(double value) => value.ToString("+0.0;-0.0;0", CultureInfo.InvariantCulture);

    private static string TerminalPad(string text, int columns) => text + new string(' ', Math.Max(1, columns - TerminalText.Columns(text)));
}
