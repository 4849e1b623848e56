using System.CommandLine;
using System.Globalization;
using Trellis.Runtime.Files;
using Trellis.Standards.Work;

namespace Trellis.Cli;

/// <summary>trellis simulate --like LOG: live on what a log holds.</summary>
internal static class SimulateCommand
{
    private const int MostDays = 3660;
    private const int MostRuns = 10_000;
    private const int RunsToJudge = 10;

    public static Command Make(Terminal terminal)
    {
        var days = new Option<int?>("--days") { Description = "How many days are lived through. With --like they follow the end of the log; default: the time of the log once more.", HelpName = "N" };
        var seed = new Option<ulong>("--seed") { Description = "The same seed gives the same run, on any machine. Default: 1.", HelpName = "N", DefaultValueFactory = static _ => 1 };
        var output = new Option<string?>("--out") { Description = "Write the work of the run to FILE, by its ending: .csv, .xes, .ocel.json; - is standard output, as CSV.", HelpName = "FILE" };
        var runs = new Option<int?>("--runs") { Description = "How many independent runs; figures are means with 95 % intervals. Default: 1, and 10 with --like.", HelpName = "N" };
        var json = new Option<string?>("--json") { Description = "Write the figures as JSON to FILE; - is standard output, and then nothing else goes there.", HelpName = "FILE" };
        var html = new Option<string?>("--html") { Description = "Write a page with pictures to FILE: one page, no outside request, fit for print; - is standard output.", HelpName = "FILE" };
        var lang = RecordOptions.Lang();
        var like = new LikeOptions();

        var command = new Command("simulate", "Live on what a log holds, and say how like it that is.") { days, seed, output, runs, json, html, lang };
        like.AddTo(command);
        command.SetAction(parsed =>
        {
            var language = Choices.LanguageOf(parsed.GetValue(lang), terminal);
            var target = parsed.GetValue(output);
            var format = target is null ? WorkFormat.Csv : FormatOf(target);
            if (!like.IsAsked(parsed)) throw new UnusableInput(new Text("没有指明要模拟什么。", "Nothing is named to simulate."), new Text("用 --like LOG 指明一份日志。", "Name a log with --like LOG."));
            return like.Run(parsed, new LikeRequest(
                parsed.GetValue(seed), Between(parsed.GetValue(runs) ?? RunsToJudge, 1, MostRuns, "--runs"), parsed.GetValue(days) is { } lasts ? Between(lasts, 1, MostDays, "--days") : null,
                target, format, parsed.GetValue(json), parsed.GetValue(html), language), terminal);
        });
        return command;
    }

    private static WorkFormat FormatOf(string target) =>
        OutputFile.IsStandardOutput(target) || target.EndsWith(".csv", StringComparison.Ordinal) ? WorkFormat.Csv
        : target.EndsWith(".xes", StringComparison.Ordinal) ? WorkFormat.Xes
        : target.EndsWith(".json", StringComparison.Ordinal) ? WorkFormat.Ocel
        : throw new UnusableInput(new Text("从文件名看不出要写哪种格式。", "The name of the output does not say which format to write."), new Text("名字以 .csv、.xes 或 .ocel.json 结尾。", "Let it end in .csv, .xes or .ocel.json."), target);

    private static int Between(int value, int least, int most, string option) => value >= least && value <= most ? value : throw Range(option, least.ToString(CultureInfo.InvariantCulture), most.ToString(CultureInfo.InvariantCulture));

    private static UnusableInput Range(string option, string least, string most) => new(new Text($"{option} 的数不合适。", $"{option} cannot be that."), new Text($"写 {least} 到 {most} 之间的数。", $"Write a number from {least} to {most}."));
}
