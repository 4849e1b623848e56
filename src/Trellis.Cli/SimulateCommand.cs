using System.CommandLine;
using System.Globalization;
using System.Text;
using Trellis.Ledger;
using Trellis.Runtime.Files;
using Trellis.Runtime.Simulation;
using Trellis.Runtime.Structure;
using Trellis.Simulation;
using Trellis.Simulation.Reports;
using Trellis.Simulation.Runs;
using Trellis.Standards.Work;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;

namespace Trellis.Cli;

/// <summary>trellis simulate DIR: live through a structure under a load, alone or beside another. trellis simulate --like LOG: live on what a log holds.</summary>
internal static class SimulateCommand
{
    internal const int MostDays = 3660;
    internal const int MostRuns = 10_000;
    private const int RunsToCompare = 5;
    private const int RunsToJudge = 10;
    private const string RecordEnding = ".db";

    public static Command Make(Terminal terminal)
    {
        var folder = new Argument<string?>("DIR") { Description = "The folder of a structure. With --like it lives on what the log holds; without it the log's own flow is the structure.", Arity = ArgumentArity.ZeroOrOne };
        var days = new Option<int?>("--days") { Description = "How many days are lived through. Default: 365; with --like they follow the end of the log, and without them the time of the log is lived through once more.", HelpName = "N" };
        var seed = new Option<ulong>("--seed") { Description = "The same seed gives the same run, on any machine. Default: 1.", HelpName = "N", DefaultValueFactory = static _ => 1 };
        var load = new Option<string?>("--load") { Description = "What comes and how people deal with it, from this file instead of load.yaml in DIR.", HelpName = "FILE" };
        var with = new Option<string?>("--with") { Description = "Live under a proposed overlay from this folder; with --compare it changes the other structure.", HelpName = "OVERLAY" };
        var compare = new Option<string?>("--compare") { Description = "Live through this structure too, with the same matters, residents and chances, and say what differs.", HelpName = "DIR2" };
        var output = new Option<string?>("--out") { Description = "Write the work of the run to FILE, by its ending: .csv, .xes, .ocel.json, or .db for a whole record, marked as simulated; - is standard output, as CSV.", HelpName = "FILE" };
        var from = new Option<string?>("--from") { Description = "The first day, such as 2026-01-01. Default: that of the structure.", HelpName = "DAY" };
        var scale = new Option<double>("--scale") { Description = "So many times as many matters as the load says. Default: 1.", HelpName = "N", DefaultValueFactory = static _ => 1 };
        var warm = new Option<int>("--warm-up") { Description = "Days at the beginning whose matters are not counted, because desks were empty then. Default: 0.", HelpName = "N", DefaultValueFactory = static _ => 0 };
        var runs = new Option<int?>("--runs") { Description = "How many independent runs; figures are means with 95 % intervals. Default: 1, 5 with --compare, 10 with --like.", HelpName = "N" };
        var json = new Option<string?>("--json") { Description = "Write the figures as JSON to FILE; - is standard output, and then nothing else goes there.", HelpName = "FILE" };
        var html = new Option<string?>("--html") { Description = "Write a page with pictures to FILE: one page, no outside request, fit for print; - is standard output.", HelpName = "FILE" };
        var reports = new ReportOptions();
        var lang = RecordOptions.Lang();
        var like = new LikeOptions();

        var command = new Command("simulate", "Live through a structure under a load, and say what residents and officers would see of it.")
        {
            folder, days, seed, load, with, compare, output, from, scale, warm, runs, json, html, lang,
        };
        reports.AddTo(command);
        like.AddTo(command);
        command.SetAction(parsed =>
        {
            var language = Choices.LanguageOf(parsed.GetValue(lang), terminal);
            if (like.IsAsked(parsed) && parsed.GetValue(folder) is null)
            {
                if (((Symbol[])[load, with, compare, from, scale, warm, .. reports.All]).FirstOrDefault(symbol => IsGiven(parsed, symbol)) is { } foreign)
                    throw new UnusableInput(new Text($"没有结构时 {foreign.Name} 不能与 --like 同用：流转和负荷都取自日志。", $"{foreign.Name} and --like cannot stand together without a structure: flow and load are those of the log."), new Text("去掉其中一个，或写明结构的文件夹。", "Leave one of them out, or name the folder of a structure."));
                var log = parsed.GetValue(output);
                return like.Run(parsed, new LikeRequest(
                    parsed.GetValue(seed), Between(parsed.GetValue(runs) ?? RunsToJudge, 1, MostRuns, "--runs"), parsed.GetValue(days) is { } more ? Between(more, 1, MostDays, "--days") : null,
                    log, log is null ? WorkFormat.Csv : FormatOf(log), parsed.GetValue(json), parsed.GetValue(html), language), terminal);
            }

            if (parsed.GetValue(folder) is null) throw new UnusableInput(new Text("没有指明要模拟什么。", "Nothing is named to simulate."), new Text("写明结构的文件夹，或用 --like LOG 指明一份日志。", "Name the folder of a structure, or a log with --like LOG."));
            if (!like.IsAsked(parsed) && like.FirstGiven(parsed) is { } idle) throw new UnusableInput(new Text($"{idle} 只在有 --like 时才有意义。", $"{idle} means something only with --like."), new Text("去掉它，或用 --like LOG 指明一份日志。", "Leave it out, or name a log with --like LOG."));
            var (dir, other, overlay, target, jsonFile) = (parsed.GetValue(folder)!, parsed.GetValue(compare), parsed.GetValue(with), parsed.GetValue(output), parsed.GetValue(json));
            var lasts = Between(parsed.GetValue(days) ?? 365, 1, MostDays, "--days");
            var warmUp = Between(parsed.GetValue(warm), 0, lasts - 1, "--warm-up");
            var times = parsed.GetValue(scale) is > 0 and <= 1000 and var factor ? factor : throw Range("--scale", "0", "1000");
            var number = Between(parsed.GetValue(runs) ?? (other is null ? 1 : RunsToCompare), 1, MostRuns, "--runs");
            if (target is not null && (other is not null || number > 1)) throw new UnusableInput(new Text("--out 只写一次运行，不能与 --runs 或 --compare 同用。", "--out writes one run; it cannot stand beside --runs or --compare."), new Text("去掉其中一个。", "Leave one of them out."));
            var isRecord = target?.EndsWith(RecordEnding, StringComparison.Ordinal) == true;
            var format = target is null || isRecord ? WorkFormat.Csv : FormatOf(target);
            var htmlFile = parsed.GetValue(html);
            var (figuresFile, plantedFile) = reports.Of(parsed, isOneRun: other is null && number == 1);
            LikeOptions.RefuseSamePlaces(target, jsonFile, htmlFile, figuresFile, plantedFile);
            foreach (var file in (string?[])[jsonFile, htmlFile, figuresFile, plantedFile])
                if (file is not null && isRecord) OutputFile.CheckTarget(file, [.. RecordOptions.Beside(target!)]);
            foreach (var file in (string?[])[target, jsonFile, htmlFile, figuresFile, plantedFile])
                if (file is not null) Choices.CheckTarget(file, dir, other, overlay, parsed.GetValue(load));
            if (like.IsAsked(parsed)) like.CheckBesideStructure(parsed, target, jsonFile, htmlFile, figuresFile, plantedFile);

            var loaded = parsed.GetValue(load) is { } named ? LoadFile(named) : null;
            DateOnly? first = parsed.GetValue(from) is { } day ? DayOf(day) : null;
            var work = like.IsAsked(parsed) ? like.ReadForStructure(parsed, language, terminal) : null;
            using var progress = Progress.Start(terminal, language == Language.Chinese ? "正在读取结构" : "Reading the structure", language);
            var files = Files(dir, other is null ? overlay : null, other is not null ? overlay : null);
            var (opened, begins) = OpeningScenes.Open(files, loaded, first, work);
            if (opened.Refusing.Count > 0)
            {
                progress.Dispose();
                return Refuse(opened, dir, language, terminal);
            }

            if (opened.Like is { Matters: 0 } nothing)
                throw new UnusableInput(new Text($"日志里没有一个环节对得上这个结构的步骤：{string.Join("、", nothing.Unmapped.Take(8))}。", $"No activity of the log stands for a step of this structure: {string.Join(", ", nothing.Unmapped.Take(8))}."), new Text("在 --load 的文件里写 like: {环节: 事项类型/步骤}。", "Write like: {activity: type/step} in the file of --load."), like.Source(parsed));
            reports.CheckLoad(parsed, opened.Load);
            var settings = new RunSettings(parsed.GetValue(seed), begins, lasts, times, warmUp);
            progress.Say(language == Language.Chinese ? "正在模拟" : "Simulating");
            if (isRecord)
            {
                var record = WritingRecords.Write(opened, settings, files, target!, Environment.ProcessorCount);
                progress.Dispose();
                reports.Write(parsed, record.Run, terminal);
                return Tell(opened, settings, new Replicated(record.Run, [new EndedRun(record.Run)]), null, null, new WrittenWork(target!, record.Head.Size, record.Head), jsonFile, htmlFile, overlay, language, terminal);
            }

            if (target is not null)
            {
                terminal.Words.Flush();
                (Run Run, long Rows)? written = null;
                OutputFile.Write(target, terminal.Output, stream => written = WritingRuns.Write(() => new Run(opened.Scene, opened.Load, settings), format, stream, Environment.ProcessorCount));
                progress.Dispose();
                reports.Write(parsed, written!.Value.Run, terminal);
                return Tell(opened, settings, new Replicated(written!.Value.Run, [new EndedRun(written.Value.Run)]), null, null, new WrittenWork(target, written.Value.Rows, null), jsonFile, htmlFile, overlay, language, terminal);
            }

            var before = Replications.Do(opened.Scene, opened.Load, settings, number, Environment.ProcessorCount);
            Replicated? after = null;
            if (other is not null)
            {
                // The load is that of the first: the same matters come to both.
                var changed = OpeningScenes.Beside(opened, Files(other, overlay, null), work is not null ? null : loaded ?? LoadOf(dir), begins);
                if (changed.Refusing.Count > 0)
                {
                    progress.Dispose();
                    return Refuse(changed, other, language, terminal);
                }

                after = Replications.Do(changed.Scene, changed.Load, settings, number, Environment.ProcessorCount);
            }

            progress.Dispose();
            reports.Write(parsed, before.First, terminal);
            return Tell(opened, settings, before, after, other, null, jsonFile, htmlFile, overlay, language, terminal);
        });
        return command;
    }

    private static int Tell(OpenedScene opened, RunSettings settings, Replicated before, Replicated? after, string? other, WrittenWork? work, string? jsonFile, string? htmlFile, string? overlay, Language language, Terminal terminal)
    {
        var together = RunsTogether.Of(before.Ended);
        var (changed, difference) = after is null ? (null, null) : (RunsTogether.Of(after.Ended), RunsTogether.Difference(before.Ended, after.Ended));
        if (jsonFile is not null) OutputFile.Write(jsonFile, terminal.Output, stream => SimulationAsJson.Write(opened, settings, before.Ended.Count, together, changed, difference, work?.Head is null ? work?.Rows : null, work?.Head, stream));
        if (htmlFile is not null)
        {
            var pictured = new PicturedRuns(opened.Scene.Structure, other is null ? null : Called(overlay ?? other), settings, before.Ended.Count, opened.Load.Assumed, before.First, after?.First, together, changed, difference);
            OutputFile.Write(htmlFile, terminal.Output, stream =>
            {
                using var page = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 64 * 1024, leaveOpen: true);
                RunsPage.Write(pictured, language, page);
            });
        }

        var exit = together.Overload is not null || changed?.Overload is not null ? ExitCodes.Findings : ExitCodes.Fine;
        if (((string?[])[jsonFile, htmlFile, work?.File]).Any(static file => file is not null && OutputFile.IsStandardOutput(file))) return exit;
        SimulationAsText.Write(opened, settings, before.Ended.Count, together, changed, difference, other, language, terminal.Words);
        SimulationAsText.WriteForms(before.First.Tally, before.Ended.Count, language, terminal.Words);
        if (work is { Head: { } head })
            terminal.Words.WriteLine(language == Language.Chinese
                ? $"{work.File}：{head.Size:N0} 个条目，根哈希 {head.Root}。它标明是模拟出来的，密钥（{work.File}.keys）谁都推算得出来；核验：trellis verify {work.File}"
                : $"{work.File}: {head.Size:N0} entries, root {head.Root}. It says that it was simulated, and anybody can derive its keys, {work.File}.keys. Prove it with: trellis verify {work.File}");
        else if (work is not null) terminal.Words.WriteLine(language == Language.Chinese ? $"{work.File}：{work.Rows:N0} 行。" : $"{work.File}: {work.Rows:N0} rows.");
        return exit;
    }

    /// <summary>What was written of the run.</summary>
    /// <param name="Rows">Of the log, or entries of the record.</param>
    /// <param name="Head">Of the record; null for a log.</param>
    private sealed record WrittenWork(string File, long Rows, TreeHead? Head);

    internal static int Refuse(OpenedScene opened, string dir, Language language, Terminal terminal)
    {
        var errors = opened.Refusing.Count;
        terminal.Errors.WriteLine(language == Language.Chinese ? $"trellis：有 {errors} 个错误，不能模拟。" : $"trellis: There {(errors == 1 ? "is 1 error" : $"are {errors} errors")}, so it cannot be simulated.");
        terminal.Errors.WriteLine(language == Language.Chinese ? "  改正后再试；trellis check 说明结构中的错误。" : "  Mend what follows and try again; trellis check explains errors of the structure.");
        FindingsAsText.Write(opened.Refusing, language, terminal.Errors, dir is "." or "./" ? "" : dir.EndsWith('/') ? dir : dir + "/");
        return opened.Refusing.Any(static finding => finding.Code.Code.StartsWith("TR9", StringComparison.Ordinal)) ? ExitCodes.UnusableInput : ExitCodes.Findings;
    }

    /// <param name="without">An overlay that is compared with: where it is one of the folder's own it is taken away here.</param>
    private static IReadOnlyList<SourceFile> Files(string dir, string? overlay, string? without)
    {
        var files = StructureFolder.Read(dir, overlay);
        if (without is null) return files;
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(File.Exists(without) ? Path.GetDirectoryName(Path.GetFullPath(without))! : without)));
        return [.. files.Where(file => file.Path != $"overlays/{name}/overlay.yaml")];
    }

    /// <summary>The last part of a path: what people call a folder or an overlay.</summary>
    private static string Called(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));

    private static SourceFile? LoadOf(string dir) => StructureFolder.Read(dir).FirstOrDefault(static file => file.Path == ReadingLoads.FileName);

    internal static SourceFile LoadFile(string path)
    {
        if (!File.Exists(path)) throw new UnusableInput(new Text("没有这个文件。", "There is no such file."), new Text("检查 --load 的路径。", "Check the path of --load."), path);
        if (new FileInfo(path).Length > 16 << 20) throw new UnusableInput(new Text("这个文件太大，不像一份负荷。", "This file is too large for a load."), new Text("检查是不是选错了文件。", "Check whether it is the right one."), path);
        return new SourceFile(Path.GetFileName(path), File.ReadAllBytes(path));
    }

    private static bool IsGiven(ParseResult parsed, Symbol symbol) => symbol is Argument argument ? parsed.GetResult(argument) is { Tokens.Count: > 0 } : parsed.GetResult((Option)symbol) is { Implicit: false };

    private static WorkFormat FormatOf(string target) =>
        OutputFile.IsStandardOutput(target) || target.EndsWith(".csv", StringComparison.Ordinal) ? WorkFormat.Csv
        : target.EndsWith(".xes", StringComparison.Ordinal) ? WorkFormat.Xes
        : target.EndsWith(".json", StringComparison.Ordinal) ? WorkFormat.Ocel
        : target.EndsWith(RecordEnding, StringComparison.Ordinal) ? throw new UnusableInput(new Text("日志的仿真没有经办的规则，写不成记录。", "The likeness of a log has no rules of acting, and makes no record."), new Text("名字以 .csv、.xes 或 .ocel.json 结尾；要写记录，就模拟一个结构。", "Let the name end in .csv, .xes or .ocel.json; for a record simulate a structure."), target)
        : throw new UnusableInput(new Text("从文件名看不出要写哪种格式。", "The name of the output does not say which format to write."), new Text("名字以 .csv、.xes、.ocel.json 或 .db 结尾。", "Let it end in .csv, .xes, .ocel.json or .db."), target);

    private static DateOnly DayOf(string day) => DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) && read.Year is >= 1990 and <= 2200
        ? read
        : throw new UnusableInput(new Text($"--from 要写一个日期，不能写 \"{Excerpt.Of(day, 40)}\"。", $"--from takes a day, not \"{Excerpt.Of(day, 40)}\"."), new Text("写成 2026-01-01 的样子。", "Write it as 2026-01-01."));

    internal static int Between(int value, int least, int most, string option) => value >= least && value <= most ? value : throw Range(option, least.ToString(CultureInfo.InvariantCulture), most.ToString(CultureInfo.InvariantCulture));

    private static UnusableInput Range(string option, string least, string most) => new(new Text($"{option} 的数不合适。", $"{option} cannot be that."), new Text($"写 {least} 到 {most} 之间的数。", $"Write a number from {least} to {most}."));
}
