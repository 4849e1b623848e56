namespace Trellis.Simulation.Likeness;

/// <summary>What the terminal gets about a log and its likeness: what was assumed, how far the likeness goes, and where a naive resampling is nearer.</summary>
public static class LikeAsText
{
    public static void Write(LikeLog like, Language language, TextWriter to, int width)
    {
        ArgumentNullException.ThrowIfNull(like);
        ArgumentNullException.ThrowIfNull(to);
        var log = like.Fit.Log;
        Paragraph(new Text(
            $"{Excerpt.Of(log.Source, 80)}：{Figures.Count(log.Cases)} 件事项、{Figures.Count(log.Events)} 条记录。模拟（种子 {like.Seed}）自 {LikeTexts.Day(like.Period.From)} 至 {LikeTexts.Day(like.Period.To - 1)}，得 {Figures.Count(like.Simulated.Cases)} 件事项、{Figures.Count(like.Simulated.Events)} 条记录。",
            $"{Excerpt.Of(log.Source, 80)}: {Figures.Count(log.Cases)} matters, {Figures.Count(log.Events)} events. Simulated (seed {like.Seed}) from {LikeTexts.Day(like.Period.From)} to {LikeTexts.Day(like.Period.To - 1)}: {Figures.Count(like.Simulated.Cases)} matters, {Figures.Count(like.Simulated.Events)} events."));
        Heading(new Text("从日志中得出了什么", "What was read off the log"));
        foreach (var part in like.Fit.Parts)
            foreach (var line in TerminalText.Lines($"{LikeTexts.Part(part.Part).In(language)} ({LikeTexts.Grade(part.Grade).In(language)}): {part.Says.In(language)}", width, 2, 2)) to.WriteLine(line);

        if (like.Seen.Count > 0)
        {
            Heading(new Text($"与日志本身的距离（{like.Runs} 次运行）", $"How far from the log itself ({Runs(like.Runs)})"));
            Table(like.Seen);
        }

        if (like.HeldOut is { } judged)
        {
            Heading(new Text(
                $"只用 {LikeTexts.Day(judged.Cut)} 以前的 {Figures.Count(judged.FittedCases)} 件拟合，与此后的 {Figures.Count(judged.HeldOutCases)} 件相比（{like.Runs} 次运行）",
                $"Fitted only on the {Figures.Count(judged.FittedCases)} matters before {LikeTexts.Day(judged.Cut)}, how far from the {Figures.Count(judged.HeldOutCases)} after ({Runs(like.Runs)})"));
            Table(judged.Respects);
            to.WriteLine();
            Paragraph(new Text(
                "距离越小越像；除流转外都是 1-Wasserstein 距离。重抽样是整件照抄前一半的事项（分界时还没办完的也照样截断），不懂上班时间、人手和排队：它更近的地方，模拟没有带来什么。日志随时间变了样的地方，两者都远。",
                "Nearer is more alike; all but the flow are 1-Wasserstein distances. The resampling draws whole matters of the first half, those still open at its end cut off there, and knows no hours, people or queues: where it is nearer, the simulation adds nothing. Where the log changed with time, both are far."));
            if (judged.BesideWhole.Count > 0)
            {
                Heading(new Text(
                    $"同样的运行，与只照抄 {Figures.Count(judged.WholeCases)} 件开始得早、分界前多半已办完的事项相比",
                    $"The same runs beside a resampling of {Figures.Count(judged.WholeCases)} matters alone that began so early that the cut hides hardly anything of them"));
                Table(judged.BesideWhole);
            }
        }
        else
        {
            to.WriteLine();
            Paragraph(new Text("日志太短，不能分成两半来检验：它像不像今后的工作，这里没有说。", "The log is too short to be cut in two and judged on its second half: nothing here says how like it is to the time to come."));
        }

        void Paragraph(Text text)
        {
            foreach (var line in TerminalText.Lines(text.In(language), width)) to.WriteLine(line);
        }

        void Heading(Text text)
        {
            to.WriteLine();
            Paragraph(text);
        }

        void Table(IReadOnlyList<Judged> respects)
        {
            var name = respects.Max(one => TerminalText.Columns(LikeTexts.Of(one.Respect).In(language)));
            Row("", new Text("日志均值", "log mean").In(language), new Text("模拟", "simulated").In(language), new Text("重抽样", "resampled").In(language), new Text("更近", "nearer").In(language));
            foreach (var one in respects)
                Row(LikeTexts.Of(one.Respect).In(language), one.Observed is { } mean ? LikeTexts.Figure(mean) : "", LikeTexts.Figure(one.Simulated), LikeTexts.Figure(one.Resampled), LikeTexts.Nearer(one).In(language));

            void Row(string first, string mean, string simulated, string resampled, string nearer) =>
                to.WriteLine($"  {Padded(first, name)}  {Right(mean, 9)}  {Right(simulated, 15)}  {Right(resampled, 15)}  {nearer}".TrimEnd());
        }

        static string Padded(string text, int columns) => text + new string(' ', Math.Max(0, columns - TerminalText.Columns(text)));

        static string Right(string text, int columns) => new string(' ', Math.Max(0, columns - TerminalText.Columns(text))) + text;

        static string Runs(int runs) => runs == 1 ? "one run" : $"{runs} runs";
    }
}
