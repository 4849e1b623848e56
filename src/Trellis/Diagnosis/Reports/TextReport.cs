using System.Globalization;
using System.Text;

namespace Trellis.Diagnosis.Reports;

/// <summary>The page that a manager reads on a terminal: what was found in plain words first, then where it shows.</summary>
public static class TextReport
{
    private const int Rows = 8;

    public static void Write(LogDiagnosis diagnosis, ReportSettings settings, TextWriter to, int width)
    {
        var page = new TextPage(to, width);
        var t = new ReportTexts(settings.Language);
        var zh = settings.Language == Language.Chinese;
        page.Line(Excerpt.Of(diagnosis.Log.Source, 80));
        page.Line(t.Period(diagnosis.Log));
        page.Blank();
        page.Paragraph(t.Found(diagnosis));
        if (diagnosis.Log.Events == 0) return;

        page.Blank();
        FindingsText.Write(diagnosis.Findings, settings.Language, to, width);
        if (diagnosis.Throughput is { } time && time.ZeroLengthCases < diagnosis.Log.Cases) WriteTimes(page, t, time, diagnosis.Log.Cases);
        WriteWaits(page, diagnosis, settings.Language, zh);
        if (diagnosis.Work is { } work)
        {
            page.Heading(t.WorkHeading);
            page.Paragraph(t.Work(work, diagnosis.Log), indent: 2);
        }

        if (diagnosis.Waiting is { } waiting) WriteCauses(page, t, waiting, settings.Language);
        if (diagnosis.Conformance is { } conformance)
        {
            page.Heading(t.ConformanceHeading);
            page.Paragraph(t.Conformance(conformance), indent: 2);
            WriteNamed(page, t, t.NotAllowed, conformance.NotAllowed);
            WriteNamed(page, t, t.LeftOut, conformance.LeftOut);
        }

        WriteMoves(page, t, t.LevelHeading, diagnosis.LevelMoves, bounces: null, static name => name, settings.Language, zh);
        WriteMoves(page, t, zh ? "单位之间的转办" : "Between units", diagnosis.GroupHandovers, diagnosis.GroupPingPong, static name => name, settings.Language, zh);
        WriteMoves(page, t, zh ? "经办人之间的交接" : "Between people", diagnosis.Handovers, diagnosis.PingPong, settings.Person, settings.Language, zh);
        WriteRework(page, t, diagnosis);
        WriteVariants(page, t, diagnosis);
        WriteLoad(page, t, diagnosis, zh);
        WriteQuality(page, t, diagnosis, settings.Language, zh);
        WriteAnswers(page, t, diagnosis, settings.Language, zh);
        page.Blank();
        page.Paragraph(zh
            ? "看图：加 --html 报告.html；全部数字：加 --json 文件。" + (settings.Names ? "" : "人员以代号显示，--names 显示姓名。")
            : "For pictures add --html report.html, for every figure --json FILE." + (settings.Names ? "" : " People appear under pseudonyms; --names shows their names."));
    }

    private static void WriteTimes(TextPage page, ReportTexts t, ThroughputFacts time, int cases)
    {
        page.Heading(t.ThroughputHeading);
        var most = time.Bins.Max(static bin => bin.Cases);
        var label = time.Bins.Max(bin => TerminalText.Columns(t.Bin(bin)));
        foreach (var bin in time.Bins)
        {
            var bar = TextPage.Bar(bin.Cases, most, 36);
            page.Line($"  {TextPage.Left(t.Bin(bin), label)}  {TextPage.Left(bar, 36)}  {TextPage.Right(Figures.Count(bin.Cases), 9)}  {TextPage.Right(Figures.Share(bin.Cases, cases), 6)}");
        }
    }

    /// <summary>The edges on which all matters together spend most time: count times mean, since a rare long wait and a frequent short one both matter.</summary>
    private static void WriteWaits(TextPage page, LogDiagnosis diagnosis, Language language, bool zh)
    {
        var edges = diagnosis.Flow.Where(static edge => edge.MeanSeconds > 0).ToList();
        if (edges.Count == 0) return;
        var total = edges.Sum(static edge => edge.Count * edge.MeanSeconds);
        edges.Sort(static (one, other) => (other.Count * other.MeanSeconds).CompareTo(one.Count * one.MeanSeconds));

        page.Heading(zh ? "时间花在哪里（两个环节之间，合计用时最多的在前）" : "Where the time goes (between two activities, most time in all first)");
        page.Row(zh ? "占全部" : "of all", zh ? "次数" : "count", zh ? "中位数" : "median", zh ? "从 → 到" : "from → to");
        foreach (var edge in edges.Take(Rows))
        {
            page.Row(
                Figures.Share(edge.Count * edge.MeanSeconds, total), Figures.Count(edge.Count), Durations.Say(edge.MedianSeconds, language),
                $"{Excerpt.Of(edge.From, 60)} → {Excerpt.Of(edge.To, 60)}");
        }

        if (edges.Count > Rows) page.Line(zh ? $"  另有 {edges.Count - Rows:N0} 种流转。" : $"  and {edges.Count - Rows:N0} more {(edges.Count - Rows == 1 ? "kind" : "kinds")} of move.");
    }

    private static void WriteCauses(TextPage page, ReportTexts t, WaitingFacts waiting, Language language)
    {
        page.Heading(t.WaitingHeading);
        page.Paragraph(t.Waiting(waiting), indent: 2);
        foreach (var edge in waiting.Top.Where(static edge => edge.Seconds.Total > 0).Take(Rows))
        {
            var all = edge.Seconds;
            var (most, name) = new[] { (all.Batching, t.Batching), (all.Contention, t.Contention), (all.Prioritisation, t.Prioritisation), (all.Unavailability, t.Unavailability), (all.Extraneous, t.Extraneous) }.MaxBy(static cause => cause.Item1);
            page.Row(Figures.Count(all.Count), "", Durations.Say(all.Total, language), $"{Excerpt.Of(edge.From, 60)} → {Excerpt.Of(edge.To, 60)} ({name} {Figures.Share(most, all.Total)})");
        }
    }

    private static void WriteNamed(TextPage page, ReportTexts t, string heading, IReadOnlyList<NameCount> named)
    {
        if (named.Count == 0) return;
        page.Blank();
        page.Line("  " + heading);
        page.Row(t.HowOften, "", "", t.Activity);
        foreach (var own in named.Take(Rows)) page.Row(Figures.Count(own.Count), "", "", Excerpt.Of(own.Name, 80));
    }

    private static void WriteMoves(
        TextPage page, ReportTexts t, string heading, MoveFacts? moves, PingPongFacts? bounces, Func<string, string> name, Language language, bool zh)
    {
        if (moves is null || moves.Total == 0) return;
        page.Heading(heading);
        page.Row(t.Moves, "", t.MedianWait, zh ? "从 → 到" : "from → to");
        foreach (var move in moves.Top.Take(Rows))
            page.Row(Figures.Count(move.Count), "", Durations.Say(move.MedianSeconds, language), $"{Excerpt.Of(name(move.From), 60)} → {Excerpt.Of(name(move.To), 60)}");
        if (moves.Pairs > Rows)
        {
            page.Line(zh
                ? $"  共 {Figures.Count(moves.Total)} 次，{Figures.Count(moves.Pairs)} 种方向。"
                : $"  {Figures.Count(moves.Total)} in all, in {Figures.Count(moves.Pairs)} directions.");
        }

        if (bounces is not { Total: > 0 }) return;
        page.Blank();
        page.Line(zh
            ? $"  往返（甲转给乙、又直接转回）{Figures.Count(bounces.Total)} 次，涉及 {Figures.Count(bounces.Cases)} 件事项："
            : $"  Back and forth (from one to the other and straight back) {Figures.Count(bounces.Total)} {(bounces.Total == 1 ? "time" : "times")}, in {Figures.Count(bounces.Cases)} {(bounces.Cases == 1 ? "matter" : "matters")}:");
        foreach (var pair in bounces.Top.Take(5))
            page.Row(Figures.Count(pair.Count), "", "", $"{Excerpt.Of(name(pair.A), 60)} ⇄ {Excerpt.Of(name(pair.B), 60)}");
    }

    private static void WriteRework(TextPage page, ReportTexts t, LogDiagnosis diagnosis)
    {
        if (diagnosis.Rework.Cases == 0) return;
        page.Heading(t.ReworkSection);
        page.Row(t.Cases, "", "", t.Activity);
        foreach (var activity in diagnosis.Rework.Top.Take(Rows)) page.Row(Figures.Count(activity.Cases), "", "", Excerpt.Of(activity.Activity, 80));
    }

    private static void WriteVariants(TextPage page, ReportTexts t, LogDiagnosis diagnosis)
    {
        var variants = diagnosis.Variants;
        page.Heading(t.VariantSection);
        page.Paragraph(t.Ways(variants), indent: 2);
        foreach (var variant in variants.Top.Take(3))
        {
            page.Paragraph(
                $"{Figures.Count(variant.Count)} ({Figures.Share(variant.Count, diagnosis.Log.Cases)})  "
                + string.Join(" → ", variant.Activities.Take(12).Select(static activity => Excerpt.Of(activity, 40)))
                + (variant.Activities.Count > 12 ? " → …" : ""), indent: 4);
        }
    }

    private static void WriteLoad(TextPage page, ReportTexts t, LogDiagnosis diagnosis, bool zh)
    {
        if (diagnosis.Concentration is not { } spread || diagnosis.Handovers is not { } hands) return;
        page.Heading(t.ConcentrationSection);
        var people = hands.Loads.Count;
        long all = 0, few = 0;
        foreach (var load in hands.Loads) all += load.Count;
        if (people < 2)
        {
            page.Paragraph(t.ConcentrationLead(people, people, all, all), indent: 2);
            return;
        }

        var busiest = Math.Max(1, people / 5);
        foreach (var load in hands.Loads.Take(busiest)) few += load.Count;
        var share = spread.TheilBetween is { } between && spread.Theil > 0 ? between / spread.Theil : (double?)null;
        page.Paragraph(zh
            ? $"{Figures.Count(people)} 名经办人中，记录最多的 {Figures.Count(busiest)} 人承担了 {Figures.Share(few, all)} 的记录（基尼系数 {Figures.Fraction(spread.Gini)}，HHI {Figures.Fraction(spread.Hhi)}）。"
              + (share is { } inGroups ? $"差异中 {Figures.Share(inGroups, 1)} 在单位之间，其余在单位内部。" : "")
            : $"Of {Figures.Count(people)} people {(busiest == 1 ? "the one with most events carries" : $"the {Figures.Count(busiest)} with most events carry")} {Figures.Share(few, all)} of them (Gini {Figures.Fraction(spread.Gini)}, HHI {Figures.Fraction(spread.Hhi)})."
              + (share is { } part ? $" {Figures.Share(part, 1)} of the inequality (Theil T) lies between units, the rest within them." : ""), indent: 2);
    }

    private static void WriteQuality(TextPage page, ReportTexts t, LogDiagnosis diagnosis, Language language, bool zh)
    {
        page.Heading(t.QualitySection);
        if (diagnosis.Quality.Count == 0)
        {
            page.Line(zh ? "  未发现问题。" : "  Nothing doubtful was found.");
            return;
        }

        foreach (var note in diagnosis.Quality)
        {
            var mark = note.Weight == QualityWeight.Caution ? "!" : "·";
            page.Paragraph(
                $"{mark} {Figures.Count(note.Count)} / {Figures.Count(note.OutOf)} ({Figures.Share(note.Count, note.OutOf)}){(zh ? "：" : ": ")}{note.Says.In(language)} {note.Remedy.In(language)}", indent: 2, hang: 2);
        }
    }

    private static void WriteAnswers(TextPage page, ReportTexts t, LogDiagnosis diagnosis, Language language, bool zh)
    {
        page.Heading(t.AnswerSection);
        foreach (var question in diagnosis.Answerable.Where(static question => question.CanAnswer))
            page.Paragraph($"{(zh ? "能" : "yes")}  {question.Question.In(language)}", indent: 2, hang: zh ? 4 : 5);
        foreach (var question in diagnosis.Answerable.Where(static question => !question.CanAnswer))
        {
            page.Paragraph(
                $"{(zh ? "否" : "no ")}  {question.Question.In(language)} {question.Because.In(language)} {question.Export?.In(language)}", indent: 2, hang: zh ? 4 : 5);
        }
    }

    /// <summary>Lines of a terminal: Chinese characters are two columns wide.</summary>
    private sealed class TextPage(TextWriter to, int width)
    {
        public void Blank() => to.WriteLine();

        public void Line(string text) => to.WriteLine(text.TrimEnd());

        public void Heading(string text)
        {
            to.WriteLine();
            to.WriteLine(text);
        }

        public void Row(string first, string second, string third, string rest) =>
            Line($"  {Right(first, 8)}  {Right(second, second.Length == 0 ? 0 : 8)}{(second.Length == 0 ? "" : "  ")}{Right(third, third.Length == 0 ? 0 : 12)}{(third.Length == 0 ? "" : "  ")}{rest}");

        public void Paragraph(string text, int indent = 0, int hang = 0)
        {
            foreach (var line in TerminalText.Lines(text, width, indent, hang)) Line(line);
        }

        public static string Left(string text, int columns) => text + new string(' ', Math.Max(0, columns - TerminalText.Columns(text)));

        public static string Right(string text, int columns) => new string(' ', Math.Max(0, columns - TerminalText.Columns(text))) + text;

        public static string Bar(long count, long most, int columns)
        {
            if (count == 0 || most == 0) return "";
            var eighths = Math.Max(1, (int)(8.0 * columns * count / most));
            return new string('█', eighths / 8) + (eighths % 8 == 0 ? "" : " ▏▎▍▌▋▊▉"[eighths % 8].ToString(CultureInfo.InvariantCulture));
        }
    }
}
