using System.CommandLine;
using System.Text;
using Trellis.Diagnosis;
using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Reports;
using Trellis.Runtime.Database;
using Trellis.Runtime.Diagnosis;
using Trellis.Runtime.Files;
using Trellis.Standards;

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

        var command = new Command("diagnose", "Show how work really flows, from an export of the systems an office already runs; or, with --data or --postgres, what is wrong in a record.")
        {
            log, json, html, lang, names, format,
        };
        var reading = new LogOptions();
        reading.AddTo(command);
        var record = new RecordOptions();
        record.AddPlaceTo(command);
        command.SetAction(parsed =>
        {
            if (record.IsNamed(parsed))
            {
                var forLogs = parsed.GetValue(log) ?? (parsed.GetValue(html) is not null ? "--html" : parsed.GetValue(names) ? "--names" : reading.FirstGiven(parsed));
                return OfRecord(forLogs, record.StoreOf(parsed), parsed.GetValue(format)!, parsed.GetValue(json), Choices.LanguageOf(parsed.GetValue(lang), terminal), terminal);
            }

            var path = parsed.GetValue(log) ?? throw new UnusableInput(new Text("没有写要诊断什么。", "It is not said what to diagnose."), new Text("写一个日志文件，或者用 --data FILE 指明一份记录。", "Name a log, or a record with --data FILE."));
            var toStandardOutput = Choices.OneOf(parsed.GetValue(format)!, "--format", "text", "json") == "json" ? "-" : null;
            var jsonFile = parsed.GetValue(json) ?? toStandardOutput;
            var htmlFile = parsed.GetValue(html);
            CheckOutputs(path, jsonFile, htmlFile);

            var language = Choices.LanguageOf(parsed.GetValue(lang), terminal);
            var cores = LogOptions.Cores(parsed.GetValue(reading.Threads));
            using var input = reading.Open(path, parsed, terminal);

            EventLog events;
            LogDiagnosis diagnosis;
            using (var progress = Progress.Start(terminal, input, language))
            {
                events = LogFormats.Read(input.Content, reading.Of(parsed, input.Source));
                progress.Say(language == Language.Chinese ? "正在计算" : "Computing");
                diagnosis = DiagnosingLogs.Diagnose(events, cores);
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

            if (jsonFile is not null && OutputFile.IsStandardOutput(jsonFile)) return ExitCodes.Fine;
            if (htmlFile is not null && OutputFile.IsStandardOutput(htmlFile)) return ExitCodes.Fine;
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

    private static void CheckNamed(string option, string output)
    {
        if (output.Length == 0) throw new UnusableInput($"The name after {option} is empty.", "Name a file, or - for standard output.");
    }

    private static void CheckOutputs(string input, string? json, string? html)
    {
        foreach (var (option, output) in (ReadOnlySpan<(string, string?)>)[("--json", json), ("--html", html)])
        {
            if (output is null) continue;
            CheckNamed(option, output);
            OutputFile.CheckTarget(output, input);
        }

        if (json is null || html is null) return;
        var (jsonOut, htmlOut) = (OutputFile.IsStandardOutput(json), OutputFile.IsStandardOutput(html));
        if (jsonOut && htmlOut) throw new UnusableInput("JSON and HTML cannot both go to standard output.", "Give one of them a file.");
        if (!jsonOut && !htmlOut && OutputFile.AreSame(json, html) && !OutputFile.AreSame(json, "/dev/null"))
            throw new UnusableInput("--json and --html name the same file.", "Give each its own.", json);
    }
}
