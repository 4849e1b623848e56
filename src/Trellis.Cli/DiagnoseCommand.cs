using System.CommandLine;
using System.Globalization;
using System.Text;
using Trellis.Diagnosis;
using Trellis.Diagnosis.Conformance;
using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Mining;
using Trellis.Diagnosis.Reports;
using Trellis.Runtime.Database;
using Trellis.Runtime.Diagnosis;
using Trellis.Runtime.Files;
using Trellis.Standards;
using Trellis.Standards.Csv;
using Trellis.Standards.Pnml;

namespace Trellis.Cli;

/// <summary>trellis diagnose LOG: where does our structure hurt, from the systems we already have; with --data, from a record of our own.</summary>
internal static class DiagnoseCommand
{
    public static Command Make(Terminal terminal)
    {
        var log = new Argument<string?>("LOG") { Description = "An event log: CSV, TSV, XES, OCEL 2.0 (JSON or XML), each also as .gz; - reads standard input. Left out with --data or --postgres.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<string?>("--json") { Description = "Write the whole diagnosis as JSON to FILE; - is standard output, and then nothing else goes there.", HelpName = "FILE" };
        var html = new Option<string?>("--html") { Description = "Write a report with pictures to FILE: one page, no outside request, fit for print.", HelpName = "FILE" };
        var lang = new Option<string?>("--lang") { Description = "Language of the report: zh or en. Default: the language of your system.", HelpName = "zh|en" };
        var names = new Option<bool>("--names") { Description = "Show people by the names in the log. Without it they appear as Person 01, Person 02, ... (JSON always carries the log's own names)." };
        var format = new Option<string>("--format") { Description = "What standard output gets: text (the default) or json.", HelpName = "text|json", DefaultValueFactory = static _ => "text" };
        var model = new Option<string?>("--model") { Description = "Compare the log with this model, a Petri net in PNML: what it does not allow, what was left out.", HelpName = "FILE" };
        var discover = new Option<string?>("--discover") { Description = "Mine a model from the log and write it to FILE as PNML; without --model the log is then compared with it.", HelpName = "FILE" };
        var noise = new Option<string?>("--noise") { Description = "What --discover leaves out: what is rarer than this share of the most frequent alternative. From 0 to 1; default 0.2.", HelpName = "SHARE" };
        var calendar = new Option<string?>("--calendar") { Description = "When people are on duty: a CSV with the columns name, day, from, to. Without it hours are read off the log.", HelpName = "FILE" };
        var batch = new Option<string?>("--batch-size") { Description = $"From how many pieces of work done in one go there is a batch. Default: {DiagnosisSettings.UsualBatch}.", HelpName = "N" };

        var command = new Command("diagnose", "Show how work really flows, from an export of the systems an office already runs; or, with --data or --postgres, what is wrong in a record.")
        {
            log, json, html, lang, names, format, model, discover, noise, calendar, batch,
        };
        var reading = new LogOptions();
        reading.AddTo(command);
        var record = new RecordOptions();
        record.AddPlaceTo(command);
        command.SetAction(parsed =>
        {
            if (record.IsNamed(parsed))
            {
                var forLogs = parsed.GetValue(log) ?? (parsed.GetValue(html) is not null ? "--html" : parsed.GetValue(names) ? "--names" : FirstGiven(parsed, model, discover, noise, calendar, batch) ?? reading.FirstGiven(parsed));
                return OfRecord(forLogs, record.StoreOf(parsed), parsed.GetValue(format)!, parsed.GetValue(json), Choices.LanguageOf(parsed.GetValue(lang), terminal), terminal);
            }

            var path = parsed.GetValue(log) ?? throw new UnusableInput(new Text("没有写要诊断什么：缺少 LOG。", "It is not said what to diagnose: LOG is missing."), new Text("写一个日志文件，或者用 --data FILE 指明一份记录。trellis diagnose --help 列出全部选项。", "Name a log, or a record with --data FILE; trellis diagnose --help lists all options."));
            var toStandardOutput = Choices.OneOf(parsed.GetValue(format)!, "--format", "text", "json") == "json" ? "-" : null;
            var jsonFile = parsed.GetValue(json) ?? toStandardOutput;
            var htmlFile = parsed.GetValue(html);
            var discovered = parsed.GetValue(discover);
            var left = Noise(parsed.GetValue(noise));
            CheckOutputs(jsonFile, htmlFile, discovered, [path, .. new[] { parsed.GetValue(model), parsed.GetValue(calendar) }.OfType<string>()]);
            var leastBatch = LeastBatch(parsed.GetValue(batch));
            (string Name, PetriNet Net)? net = parsed.GetValue(model) is { } modelFile ? Beside(modelFile, "--model", path, terminal, static (content, source) => (source, ReadingNets.Read(content, source))) : null;
            var hours = parsed.GetValue(calendar) is { } calendarFile ? Beside(calendarFile, "--calendar", path, terminal, DutyHourTables.Read) : null;

            var language = Choices.LanguageOf(parsed.GetValue(lang), terminal);
            var cores = LogOptions.Cores(parsed.GetValue(reading.Threads));
            using var input = reading.Open(path, parsed, terminal);

            EventLog events;
            LogDiagnosis diagnosis;
            using (var progress = Progress.Start(terminal, input, language))
            {
                events = LogFormats.Read(input.Content, reading.Of(parsed, input.Source));
                progress.Say(language == Language.Chinese ? "正在计算" : "Computing");
                if (discovered is not null)
                {
                    var mined = InductiveMiner.Mine(events, left, cores).ToNet(events.ActivityNames);
                    OutputFile.Write(discovered, terminal.Output, to => WritingNets.Write(mined, input.Source, to));
                    net ??= (discovered, mined);
                }

                diagnosis = DiagnosingLogs.Diagnose(events, new DiagnosisSettings { Model = net, Hours = hours, LeastBatch = leastBatch }, cores);
            }

            var settings = new ReportSettings
            {
                Language = language,
                Names = parsed.GetValue(names),
                Pseudonyms = Pseudonyms.For(events, language),
            };
            if (jsonFile is not null) OutputFile.Write(jsonFile, terminal.Output, to => DiagnosisJson.Write(diagnosis, to));
            if (htmlFile is not null)
            {
                OutputFile.Write(htmlFile, terminal.Output, to =>
                {
                    using var page = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 64 * 1024, leaveOpen: true);
                    HtmlReport.Write(diagnosis, settings, page);
                });
            }

            if (new[] { jsonFile, htmlFile, discovered }.Any(static file => file is not null && OutputFile.IsStandardOutput(file))) return ExitCodes.Fine;
            TextReport.Write(diagnosis, settings, terminal.Words, terminal.Width);
            return ExitCodes.Fine;
        });
        return command;
    }

    /// <summary>What is wrong in a record. Nothing in it is about a person, so what shows logs has no place beside it.</summary>
    /// <param name="other">What was given that is for logs alone; null where nothing was.</param>
    private static int OfRecord(string? other, Store store, string format, string? json, Language language, Terminal terminal)
    {
        if (other is not null) throw new UnusableInput(new Text($"诊断记录时不用 {Excerpt.Of(other, 60)}。", $"{Excerpt.Of(other, 60)} has no place beside a record."), new Text("去掉它；或者去掉 --data，诊断一份日志。", "Leave it out; or leave --data out and diagnose a log."));
        var target = json ?? (Choices.OneOf(format, "--format", "text", "json") == "json" ? "-" : null);
        if (target is not null)
        {
            CheckNamed("--json", target);
            OutputFile.CheckTarget(target, [.. RecordOptions.Beside(store)]);
        }

        var found = DiagnosingRecords.Beside(store);
        var code = found.Disputes.Count > 0 ? ExitCodes.Findings : ExitCodes.Fine;
        if (target is not null) OutputFile.Write(target, terminal.Output, to => RecordFindings.AsJson(found.Disputes, found.Entries, found.Structure, to));
        if (target is null || !OutputFile.IsStandardOutput(target)) RecordFindings.AsText(found.Disputes, found.Entries, language, terminal.Words);
        return code;
    }

    private static string? FirstGiven(ParseResult parsed, params Option<string?>[] options) => Array.Find(options, option => parsed.GetValue(option) is not null)?.Name;

    private static void CheckNamed(string option, string output)
    {
        if (output.Length == 0) throw new UnusableInput($"The name after {option} is empty.", "Name a file, or - for standard output.");
    }

    private static int LeastBatch(string? asked)
    {
        if (asked is null) return DiagnosisSettings.UsualBatch;
        if (int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var least) && least >= 2) return least;
        throw new UnusableInput($"--batch-size takes a number from 2, not \"{Excerpt.Of(asked, 40)}\".", "A batch is at least two pieces of work done in one go.");
    }

    /// <summary>Reads a file that is given beside the log.</summary>
    private static T Beside<T>(string file, string option, string log, Terminal terminal, Func<Stream, string, T> read)
    {
        CheckNamed(option, file);
        if (file == "-" && log == "-") throw new UnusableInput($"The log and {option} cannot both come from standard input.", "Give one of them as a file.");
        using var input = InputFile.Open(file, terminal.Input);
        return read(input.Content, input.Source);
    }

    private static double Noise(string? asked)
    {
        if (asked is null) return UsualNoise;
        if (double.TryParse(asked, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1) return share;
        throw new UnusableInput($"--noise takes a share from 0 to 1, not \"{Excerpt.Of(asked, 40)}\".", "0 leaves nothing out; 0.2 is usual.");
    }

    private const double UsualNoise = 0.2;

    private static void CheckOutputs(string? json, string? html, string? model, string[] inputs)
    {
        (string Option, string File)[] outputs = [.. new[] { ("--json", json), ("--html", html), ("--discover", model) }.Where(static output => output.Item2 is not null).Select(static output => (output.Item1, output.Item2!))];
        foreach (var (option, output) in outputs)
        {
            CheckNamed(option, output);
            OutputFile.CheckTarget(output, inputs);
        }

        for (var one = 0; one < outputs.Length; one++)
        {
            for (var other = 0; other < one; other++)
            {
                var (first, second) = (outputs[other], outputs[one]);
                if (OutputFile.IsStandardOutput(first.File) && OutputFile.IsStandardOutput(second.File))
                    throw new UnusableInput($"{Name(first.Option)} and {Name(second.Option)} cannot both go to standard output.", "Give one of them a file.");
                if (!OutputFile.IsStandardOutput(first.File) && !OutputFile.IsStandardOutput(second.File) && OutputFile.AreSame(first.File, second.File) && !OutputFile.AreSame(first.File, "/dev/null"))
                    throw new UnusableInput($"{first.Option} and {second.Option} name the same file.", "Give each its own.", first.File);
            }
        }

        static string Name(string option) => option switch { "--json" => "JSON", "--html" => "HTML", _ => "the model" };
    }
}
