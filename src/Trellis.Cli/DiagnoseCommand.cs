using System.CommandLine;
using System.Globalization;
using System.Text;
using Trellis.Diagnosis;
using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Reports;
using Trellis.Runtime.Files;
using Trellis.Standards;

namespace Trellis.Cli;

/// <summary>trellis diagnose LOG: where does our structure hurt, from the systems we already have.</summary>
internal static class DiagnoseCommand
{
    public static Command Make(Terminal terminal)
    {
        var log = new Argument<string>("LOG") { Description = "An event log: CSV, TSV, XES, OCEL 2.0 (JSON or XML), each also as .gz; - reads standard input." };
        var json = new Option<string?>("--json") { Description = "Write the whole diagnosis as JSON to FILE; - is standard output, and then nothing else goes there.", HelpName = "FILE" };
        var html = new Option<string?>("--html") { Description = "Write a report with pictures to FILE: one page, no outside request, fit for print.", HelpName = "FILE" };
        var lang = new Option<string?>("--lang") { Description = "Language of the report: zh or en. Default: the language of your system.", HelpName = "zh|en" };
        var names = new Option<bool>("--names") { Description = "Show people by the names in the log. Without it they appear as Person 01, Person 02, ... (JSON always carries the log's own names)." };
        var format = new Option<string>("--format") { Description = "What standard output gets: text (the default) or json.", HelpName = "text|json", DefaultValueFactory = static _ => "text" };
        var map = new Option<string[]>("--map") { Description = "Which column is what, where the names do not tell: case=...,activity=...,resource=...,group=...,level=...,time=...,start=...,deadline=...", HelpName = "ROLE=COLUMN,...", AllowMultipleArgumentsPerToken = false };
        var missing = new Option<string?>("--missing") { Description = "Values that mean \"no resource, no group\", separated by commas. Default: EMPTY,NULL,NA,N/A,none. An empty value always does.", HelpName = "LIST" };
        var zone = new Option<string?>("--zone") { Description = "Where times without a zone were written, such as +08:00 or Asia/Shanghai. Default: universal time.", HelpName = "ZONE" };
        var dates = new Option<string>("--dates") { Description = "How dates such as 03/04/2025 are meant: ymd, dmy or mdy. Dates that begin with the year are always read.", HelpName = "ymd|dmy|mdy", DefaultValueFactory = static _ => "ymd" };
        var encoding = new Option<string?>("--encoding") { Description = "Encoding of a CSV or TSV that is not UTF-8, such as GB18030.", HelpName = "NAME" };
        var classifier = new Option<string?>("--classifier") { Description = "XES: name activities by this classifier of the log instead of concept:name alone.", HelpName = "NAME" };
        var caseType = new Option<string?>("--case-type") { Description = "OCEL: the type of object that is the case.", HelpName = "TYPE" };
        var skip = new Option<bool>("--skip-bad-rows") { Description = "Leave out rows that cannot be read, and count them in the report, instead of stopping." };
        var threads = new Option<string?>("--threads") { Description = "How many processor cores to use. Default: all. The result does not depend on it.", HelpName = "N" };

        var command = new Command("diagnose", "Show how work really flows, from an export of the systems an office already runs.")
        {
            log, json, html, lang, names, format, map, missing, zone, dates, encoding, classifier, caseType, skip, threads,
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(log);
            var cores = Cores(parsed.GetValue(threads));
            var toStandardOutput = Choices.OneOf(parsed.GetValue(format)!, "--format", "text", "json") == "json" ? "-" : null;
            var jsonFile = parsed.GetValue(json) ?? toStandardOutput;
            var htmlFile = parsed.GetValue(html);
            CheckOutputs(path, jsonFile, htmlFile);

            var language = Choices.LanguageOf(parsed.GetValue(lang), terminal);
            using var input = InputFile.Open(path, terminal.Input, EncodingOf(parsed.GetValue(encoding)));
            var reading = new LogReading
            {
                Source = input.Source,
                Columns = new LogColumns(Mapping(parsed.GetValue(map) ?? [])),
                MissingValues = parsed.GetValue(missing) is { } list ? list.Split(',', StringSplitOptions.TrimEntries) : LogReading.UsualMissingValues,
                Zone = Zones.Of(parsed.GetValue(zone)),
                Dates = Choices.OneOf(parsed.GetValue(dates)!, "--dates", "ymd", "dmy", "mdy") switch
                {
                    "dmy" => DateOrder.DayFirst,
                    "mdy" => DateOrder.MonthFirst,
                    _ => DateOrder.YearFirst,
                },
                SkipBadRows = parsed.GetValue(skip),
                Classifier = parsed.GetValue(classifier),
                CaseType = parsed.GetValue(caseType),
                Threads = cores,
            };

            EventLog events;
            LogDiagnosis diagnosis;
            using (var progress = Progress.Start(terminal, input, language))
            {
                events = LogFormats.Read(input.Content, reading);
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

    private static void CheckOutputs(string input, string? json, string? html)
    {
        foreach (var (option, output) in (ReadOnlySpan<(string, string?)>)[("--json", json), ("--html", html)])
        {
            if (output is null) continue;
            if (output.Length == 0) throw new UnusableInput($"The name after {option} is empty.", "Name a file, or - for standard output.");
            OutputFile.CheckTarget(output, input);
        }

        if (json is null || html is null) return;
        var (jsonOut, htmlOut) = (OutputFile.IsStandardOutput(json), OutputFile.IsStandardOutput(html));
        if (jsonOut && htmlOut) throw new UnusableInput("JSON and HTML cannot both go to standard output.", "Give one of them a file.");
        if (!jsonOut && !htmlOut && OutputFile.AreSame(json, html) && !OutputFile.AreSame(json, "/dev/null"))
            throw new UnusableInput("--json and --html name the same file.", "Give each its own.", json);
    }

    /// <summary>More threads than a few per core only cost memory, so a larger number means as many as make sense.</summary>
    private static int Cores(string? asked)
    {
        if (asked is null) return Environment.ProcessorCount;
        if (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var cores) || cores < 1)
            throw new UnusableInput($"--threads takes a number of cores, not \"{Excerpt.Of(asked, 40)}\".", "Give a number from 1 up, or leave it out to use all.");
        return Math.Min(cores, Environment.ProcessorCount * 4);
    }

    private static Dictionary<LogRole, string> Mapping(string[] maps)
    {
        var mapped = new Dictionary<LogRole, string>();
        foreach (var part in maps.SelectMany(SplitMap))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || equals == part.Length - 1)
                throw new UnusableInput($"--map \"{Excerpt.Of(part, 60)}\" does not say ROLE=COLUMN.", "Write for example: --map case=Number,activity=Step.");
            var word = part[..equals].Trim();
            var role = LogColumns.Roles.FirstOrDefault(role => string.Equals(LogColumns.Word(role), word, StringComparison.OrdinalIgnoreCase), (LogRole)(-1));
            if ((int)role < 0)
            {
                var words = LogColumns.Roles.Select(LogColumns.Word).ToList();
                var near = NearNames.Nearest(word, words) is { } meant ? $"Did you mean {meant}? " : "";
                throw new UnusableInput($"--map knows no role \"{Excerpt.Of(word, 40)}\".", $"{near}The roles are {string.Join(", ", words)}.");
            }

            if (!mapped.TryAdd(role, part[(equals + 1)..]))
                throw new UnusableInput($"--map names two columns for {LogColumns.Word(role)}.", "Name one.");
        }

        return mapped;
    }

    /// <summary>Splits at commas that are followed by another ROLE=, so that a column's own name may hold a comma.</summary>
    private static List<string> SplitMap(string map)
    {
        var parts = new List<string>();
        foreach (var piece in map.Split(','))
        {
            if (parts.Count == 0 || piece.Contains('=', StringComparison.Ordinal)) parts.Add(piece);
            else parts[^1] += "," + piece;
        }

        return parts;
    }

    private static Encoding? EncodingOf(string? name)
    {
        if (name is null || string.Equals(name, "utf-8", StringComparison.OrdinalIgnoreCase) || string.Equals(name, "utf8", StringComparison.OrdinalIgnoreCase)) return null;
        try
        {
            return Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException) // UTF-7 is known and refused by .NET
        {
            throw new UnusableInput($"There is no encoding \"{Excerpt.Of(name, 40)}\".", "Common ones are GB18030, GBK, Big5, utf-16, windows-1252.", inner: fault);
        }
    }
}
