using System.CommandLine;
using System.Globalization;
using System.Text;
using Trellis.Diagnosis;
using Trellis.Diagnosis.Conformance;
using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Findings;
using Trellis.Diagnosis.Mining;
using Trellis.Diagnosis.Reports;
using Trellis.Pilots.Cures;
using Trellis.Runtime.Database;
using Trellis.Runtime.Diagnosis;
using Trellis.Runtime.Files;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Pilots;
using Trellis.Runtime.Structure;
using Trellis.Standards;
using Trellis.Standards.Csv;
using Trellis.Standards.Pnml;
using Trellis.Standards.Sarif;
using Trellis.Structure;

namespace Trellis.Cli;

/// <summary>trellis diagnose LOG: where does our structure hurt, from the systems we already have; with --data, from a record of our own.</summary>
internal static class DiagnoseCommand
{
    public static Command Make(Terminal terminal)
    {
        var log = new Argument<string[]>("LOG") { Description = "An event log: CSV, TSV, XES, OCEL 2.0 (JSON or XML), each also as .gz; - reads standard input. Several are places that do the same work, and are compared. Left out with --figures alone, --data or --postgres.", Arity = ArgumentArity.ZeroOrMore };
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
        var figures = new Option<string?>("--figures") { Description = "Look for faults in figures that units reported, too, or alone: a CSV with the columns unit, period, indicator, value, and perhaps level, parent, reported_at.", HelpName = "FILE" };
        var structure = new Option<string?>("--structure") { Description = "The folder of a structure: its settings say what is worth a finding, and findings name the lines of it that they are about.", HelpName = "DIR" };
        var simulate = new Option<bool>("--simulate") { Description = "With --structure, or with a record: live through each proposed change beside the structure as it is, with the same matters and chances, and say what it does." };
        var sarif = new Option<string?>("--sarif") { Description = "Write what was found as SARIF 2.1.0 to FILE; - is standard output.", HelpName = "FILE" };

        var command = new Command("diagnose", "Show how work really flows, from an export of the systems an office already runs; or, with --data or --postgres, from a record.")
        {
            log, json, html, lang, names, format, model, discover, noise, calendar, batch, figures, structure, simulate, sarif,
        };
        var reading = new LogOptions();
        reading.AddTo(command);
        var record = new RecordOptions();
        record.AddPlaceAndKeysTo(command);
        command.SetAction(parsed =>
        {
            if (record.IsNamed(parsed))
            {
                var forLogs = parsed.GetValue(log)?.FirstOrDefault() ?? (parsed.GetValue(names) ? "--names" : FirstGiven(parsed, model, discover, noise, calendar, batch, figures, structure) ?? reading.FirstGiven(parsed));
                var store = record.StoreOf(parsed);
                return OfRecord(forLogs, store, record.KeysOf(parsed, store), parsed.GetValue(format)!, (parsed.GetValue(json), parsed.GetValue(html), parsed.GetValue(sarif)), parsed.GetValue(simulate), Choices.LanguageOf(parsed.GetValue(lang), terminal), terminal);
            }

            if (parsed.GetValue(noise) is not null && parsed.GetValue(discover) is null) throw new UnusableInput(new Text("没有 --discover 时 --noise 不起作用。", "--noise means something only with --discover."), new Text("去掉它，或用 --discover FILE 挖掘模型。", "Leave it out, or mine a model with --discover FILE."));
            var paths = parsed.GetValue(log) ?? [];
            var figureFile = parsed.GetValue(figures);
            if (paths.Length == 0 && figureFile is null) throw new UnusableInput(new Text("没有写要诊断什么：缺少 LOG。", "It is not said what to diagnose: LOG is missing."), new Text("写一个日志文件，或者用 --figures FILE 给出报表数字，用 --data FILE 指明一份记录。trellis diagnose --help 列出全部选项。", "Name a log, figures with --figures FILE, or a record with --data FILE; trellis diagnose --help lists all options."));
            if (paths.Count(static path => path == "-") > 1) throw new UnusableInput(new Text("只有一份日志能从标准输入读。", "Only one log can come from standard input."), new Text("其余的写文件名。", "Name files for the others."));
            var sarifFile = parsed.GetValue(sarif);
            var toStandardOutput = Choices.OneOf(parsed.GetValue(format)!, "--format", "text", "json") == "json" ? "-" : null;
            var jsonFile = parsed.GetValue(json) ?? toStandardOutput;
            var htmlFile = parsed.GetValue(html);
            var discovered = parsed.GetValue(discover);
            var left = Noise(parsed.GetValue(noise));
            CheckOutputs(jsonFile, htmlFile, discovered, sarifFile, [.. paths, .. new[] { parsed.GetValue(model), parsed.GetValue(calendar), figureFile }.OfType<string>()]);
            foreach (var output in (string?[])[jsonFile, htmlFile, discovered, sarifFile])
                if (output is not null) Choices.CheckTarget(output, parsed.GetValue(structure));
            var leastBatch = LeastBatch(parsed.GetValue(batch));
            (string Name, PetriNet Net)? net = parsed.GetValue(model) is { } modelFile ? Beside(modelFile, "--model", paths, terminal, static (content, source) => (source, ReadingNets.Read(content, source))) : null;
            var hours = parsed.GetValue(calendar) is { } calendarFile ? Beside(calendarFile, "--calendar", paths, terminal, DutyHourTables.Read) : null;
            var table = figureFile is not null ? Beside(figureFile, "--figures", paths, terminal, FigureTables.Read) : null;
            var (findings, rules, rewards, cures) = parsed.GetValue(structure) is { } folder ? OfStructure(folder, terminal) : (new FindingSettings(), null, null, null);
            if (parsed.GetValue(simulate) && cures is null) throw new UnusableInput(new Text("没有结构时 --simulate 不起作用。", "--simulate means something only with a structure."), new Text("去掉它，或用 --structure DIR 指明结构。", "Leave it out, or name a structure with --structure DIR."));

            var language = Choices.LanguageOf(parsed.GetValue(lang), terminal);
            var cores = LogOptions.Cores(parsed.GetValue(reading.Threads));
            if (paths.Length == 0)
            {
                if ((htmlFile is not null ? "--html" : parsed.GetValue(names) ? "--names" : parsed.GetValue(simulate) ? "--simulate" : FirstGiven(parsed, model, discover, calendar, batch) ?? reading.FirstGiven(parsed)) is { } idle)
                    throw new UnusableInput(new Text($"只有报表数字时不用 {idle}。", $"{idle} has no place beside figures alone."), new Text("去掉它，或者再给一份日志。", "Leave it out, or name a log, too."));
                return OfFigures(table!, Path.GetFileName(figureFile!), findings, rules, rewards, jsonFile, sarifFile, language, terminal);
            }

            EventLog events;
            LogDiagnosis diagnosis;
            var logs = new List<EventLog>(paths.Length);
            foreach (var path in paths.SkipLast(1)) logs.Add(ReadLog(path));
            using (var input = reading.Open(paths[^1], parsed, terminal))
            using (var progress = Progress.Start(terminal, input, language))
            {
                logs.Add(LogFormats.Read(input.Content, reading.Of(parsed, input.Source)));
                events = JoiningLogs.Join(logs);
                progress.Say(language == Language.Chinese ? "正在计算" : "Computing");
                var variants = VariantTable.Find(events, cores);
                if (discovered is not null)
                {
                    var mined = InductiveMiner.Mine(events, variants, left).ToNet(events.ActivityNames);
                    OutputFile.Write(discovered, terminal.Output, to => WritingNets.Write(mined, input.Source, to));
                    net ??= (discovered, mined);
                }

                diagnosis = DiagnosingLogs.Diagnose(events, variants, new DiagnosisSettings { Model = net, Hours = hours, LeastBatch = leastBatch, Findings = findings, Figures = table?.Figures, Rules = rules, Rewards = rewards }, cores);
                if (cures is not null) diagnosis = diagnosis with { Findings = cures.Into(diagnosis.Findings) };
                if (parsed.GetValue(simulate)) diagnosis = diagnosis with { Findings = Simulate(diagnosis.Findings, cures!, progress, language) };
            }

            var settings = new ReportSettings
            {
                Language = language,
                Names = parsed.GetValue(names),
                Pseudonyms = Pseudonyms.For(events, language),
            };
            if (jsonFile is not null) OutputFile.Write(jsonFile, terminal.Output, to => DiagnosisJson.Write(diagnosis, to));
            if (htmlFile is not null) WriteHtml(htmlFile, diagnosis, settings, terminal);
            if (sarifFile is not null) OutputFile.Write(sarifFile, terminal.Output, to => SarifOfWork.Write(diagnosis.Findings, events.Source, language, CheckCommand.Version(), to));
            if (new[] { jsonFile, htmlFile, discovered, sarifFile }.Any(static file => file is not null && OutputFile.IsStandardOutput(file))) return ExitCodes.Fine;
            TextReport.Write(diagnosis, settings, terminal.Words, terminal.Width);
            if (table is not null) FindingsText.WriteRefused(table.Refused, language, terminal.Words);
            return ExitCodes.Fine;

            EventLog ReadLog(string path)
            {
                using var input = reading.Open(path, parsed, terminal);
                using var progress = Progress.Start(terminal, input, language);
                return LogFormats.Read(input.Content, reading.Of(parsed, input.Source));
            }
        });
        return command;
    }

    /// <summary>What is wrong in a record. Nothing in it is about a person, so what shows logs has no place beside it.</summary>
    /// <param name="keys">The folder of its keys, by which answers of units are opened; null where they stay sealed.</param>
    /// <param name="other">What was given that is for logs alone; null where nothing was.</param>
    private static int OfRecord(string? other, Store store, string? keys, string format, (string? Json, string? Html, string? Sarif) files, bool simulates, Language language, Terminal terminal)
    {
        if (other is not null) throw new UnusableInput(new Text($"诊断记录时不用 {Excerpt.Of(other, 60)}。", $"{Excerpt.Of(other, 60)} has no place beside a record."), new Text("去掉它；或者去掉 --data，诊断一份日志。", "Leave it out; or leave --data out and diagnose a log."));
        var (json, html, sarif) = (files.Json ?? (Choices.OneOf(format, "--format", "text", "json") == "json" ? "-" : null), files.Html, files.Sarif);
        CheckOutputs(json, html, model: null, sarif, [.. RecordOptions.Beside(store, keys)]);

        RecordInColumns read;
        RecordDiagnosis found;
        using (var progress = Progress.Start(terminal, language == Language.Chinese ? "正在读取记录" : "Reading the record", language))
        {
            read = DiagnosingRecords.Beside(store);
            progress.Say(language == Language.Chinese ? "正在计算" : "Computing");
            var cures = read.Cures(Environment.ProcessorCount);
            found = read.Diagnose(cures, Environment.ProcessorCount);
            if (keys is not null) found = found with { Work = OpeningAnswers.Into(found.Work, store, RecordKeys.Open(keys)) };
            if (simulates) found = found with { Work = Simulate(found.Work, cures, progress, language) };
        }

        if (json is not null) OutputFile.Write(json, terminal.Output, to => RecordFindings.AsJson(found.Disputes, found.Work, found.Entries, found.Structure, to));
        if (html is not null) WriteHtml(html, DiagnosingLogs.Diagnose(read.Log, read.Settings, Environment.ProcessorCount) with { Findings = found.Work }, new ReportSettings { Language = language }, terminal);
        if (sarif is not null) OutputFile.Write(sarif, terminal.Output, to => SarifOfWork.Write(found.Work, store.Called, language, CheckCommand.Version(), to));
        if (!new[] { json, html, sarif }.Any(static file => file is not null && OutputFile.IsStandardOutput(file)))
        {
            RecordFindings.AsText(found.Disputes, found.Entries, language, terminal.Words);
            FindingsText.Write(found.Work, language, terminal.Words, terminal.Width);
        }

        return found.Warns ? ExitCodes.Findings : ExitCodes.Fine;
    }

    private static void WriteHtml(string file, LogDiagnosis diagnosis, ReportSettings settings, Terminal terminal) => OutputFile.Write(file, terminal.Output, to =>
    {
        using var page = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 64 * 1024, leaveOpen: true);
        HtmlReport.Write(diagnosis, settings, page);
    });

    /// <summary>Faults in figures without a log.</summary>
    private static int OfFigures(FigureTable table, string source, FindingSettings settings, Func<LogFinding, RuleAtFault?>? rules, RewardsOfStructures? rewards, string? json, string? sarif, Language language, Terminal terminal)
    {
        var report = FindingFaults.In(log: null, table.Figures, settings, waiting: null, rules, rewards: rewards);
        if (json is not null) OutputFile.Write(json, terminal.Output, to => FindingsJson.Write(report, source, table.Figures.Count, table.Refused, to));
        if (sarif is not null) OutputFile.Write(sarif, terminal.Output, to => SarifOfWork.Write(report, source, language, CheckCommand.Version(), to));
        if (new[] { json, sarif }.Any(static file => file is not null && OutputFile.IsStandardOutput(file))) return ExitCodes.Fine;
        FindingsText.Write(report, language, terminal.Words, terminal.Width);
        FindingsText.WriteRefused(table.Refused, language, terminal.Words);
        return ExitCodes.Fine;
    }

    /// <summary>What a structure says is worth a finding, and where its lines stand. Its own faults are those of check.</summary>
    private static (FindingSettings Settings, Func<LogFinding, RuleAtFault?>? Rules, RewardsOfStructures? Rewards, ProposingCures? Cures) OfStructure(string folder, Terminal terminal)
    {
        var files = StructureFolder.Read(folder);
        var structure = ReadingStructures.Read(files, Environment.ProcessorCount).Structure;
        var day = structure.From > terminal.Today ? structure.From : terminal.Today;
        return (FindingSettings.Of(structure, day), new RulesOfStructures(structure, day).Of, new RewardsOfStructures(structure.On(day)), new ProposingCures(files, day, Environment.ProcessorCount));
    }

    private static FindingReport Simulate(FindingReport report, ProposingCures cures, Progress progress, Language language)
    {
        progress.Say(language == Language.Chinese ? "正在推演建议" : "Living through the proposals");
        return SimulatingCures.Into(report, cures, Environment.ProcessorCount);
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
    private static T Beside<T>(string file, string option, string[] logs, Terminal terminal, Func<Stream, string, T> read)
    {
        CheckNamed(option, file);
        if (file == "-" && logs.Contains("-", StringComparer.Ordinal)) throw new UnusableInput($"The log and {option} cannot both come from standard input.", "Give one of them as a file.");
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

    private static void CheckOutputs(string? json, string? html, string? model, string? sarif, string[] inputs)
    {
        (string Option, string File)[] outputs = [.. new[] { ("--json", json), ("--html", html), ("--discover", model), ("--sarif", sarif) }.Where(static output => output.Item2 is not null).Select(static output => (output.Item1, output.Item2!))];
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

        static string Name(string option) => option switch { "--json" => "JSON", "--html" => "HTML", "--sarif" => "SARIF", _ => "the model" };
    }
}
