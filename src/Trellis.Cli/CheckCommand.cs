using System.CommandLine;
using System.Reflection;
using Trellis.Authority;
using Trellis.Diagnosis.Checks;
using Trellis.Runtime.Files;
using Trellis.Runtime.Structure;
using Trellis.Standards.Sarif;
using Trellis.Structure;
using Trellis.Structure.Findings;

namespace Trellis.Cli;

/// <summary>trellis check DIR: compile a structure and tell every fault at once.</summary>
internal static class CheckCommand
{
    private static readonly string[] Severities = ["error", "warning", "note"];

    public static Command Make(Terminal terminal)
    {
        var folder = new Argument<string?>("DIR") { Description = "The folder of a structure: the one that holds structure.yaml.", Arity = ArgumentArity.ZeroOrOne };
        var format = new Option<string>("--format") { Description = "What standard output gets: text (the default), json, sarif, or list: one line a finding, as findings.txt holds them.", HelpName = "text|json|sarif|list", DefaultValueFactory = static _ => "text" };
        var json = new Option<string?>("--json") { Description = "Write all findings as JSON to FILE; - is standard output, and then nothing else goes there.", HelpName = "FILE" };
        var severity = new Option<string>("--severity") { Description = "The least severity to show: error, warning or note (the default). The exit code follows what is shown.", HelpName = "error|warning|note", DefaultValueFactory = static _ => "note" };
        var with = new Option<string?>("--with") { Description = "Check the structure with a proposed overlay from this folder.", HelpName = "OVERLAY" };
        var on = new Option<string?>("--on") { Description = "The day on which the structure is read: such as 2026-05-01, or today. Default: the day of findings.txt where it names one, else today.", HelpName = "DAY" };
        var law = new Option<bool>("--law") { Description = "List what has no legal basis in force, for those who make the rules, instead of the findings." };
        var explain = new Option<string?>("--explain") { Description = "Explain a code: what it is, why it matters, how to mend it.", HelpName = "CODE" };
        var lang = new Option<string?>("--lang") { Description = "Language of the messages: zh or en. Default: the language of your system.", HelpName = "zh|en" };

        var command = new Command("check", "Compile a structure and tell every fault at once, each with file, line and remedy.")
        {
            folder, format, json, severity, with, on, law, explain, lang,
        };
        command.SetAction(parsed =>
        {
            var language = Choices.LanguageOf(parsed.GetValue(lang), terminal);
            if (parsed.GetValue(explain) is { } code)
            {
                Explain(code, language, terminal.Words);
                return ExitCodes.Fine;
            }

            var path = parsed.GetValue(folder) ?? throw new UnusableInput("No folder is named.", "Name the folder of a structure, or use --explain CODE.");
            var shape = Choices.OneOf(parsed.GetValue(format)!, "--format", "text", "json", "sarif", "list");
            var least = (Severity)(2 - Array.IndexOf(Severities, Choices.OneOf(parsed.GetValue(severity)!, "--severity", Severities)));
            var askedDay = parsed.GetValue(on) is { } written ? Choices.DayOf(written, terminal) : (DateOnly?)null;
            var jsonFile = parsed.GetValue(json) ?? (shape == "json" ? "-" : null);
            if (jsonFile is not null) Choices.CheckTarget(jsonFile, path, parsed.GetValue(with));

            StructureReading reading;
            StructureCheck? check = null;
            var version = "";
            KnownFindings? known;
            DateOnly day;
            using (var progress = Progress.Start(terminal, language == Language.Chinese ? "正在读取结构" : "Reading the structure", language))
            {
                var files = StructureFolder.Read(path, parsed.GetValue(with));
                known = KnownFindings.Of(files);
                day = askedDay ?? known?.Day ?? terminal.Today;
                reading = ReadingStructures.Read(files, Environment.ProcessorCount);
                _ = ReadingDrawings.Read(files, reading.Structure);
                if (parsed.GetValue(law)) return ListGaps(reading, day, language, Prefix(path), terminal.Words);
                progress.Say(language == Language.Chinese ? "正在检查" : "Checking");
                Parallel.Invoke(() => check = CheckingStructures.Check(reading, day, Environment.ProcessorCount), () => version = Prints.VersionOf(reading.Structure));
            }

            var shown = check!.Findings.Where(finding => finding.Severity >= least).ToList();
            if (jsonFile is not null) OutputFile.Write(jsonFile, terminal.Output, to => FindingsAsJson.Write(reading.Structure, day, shown, check.Accepted, to));
            if (jsonFile is not null && OutputFile.IsStandardOutput(jsonFile)) return Exit(check, least);
            if (shape == "sarif")
            {
                terminal.Words.Flush();
                OutputFile.Write("-", terminal.Output, to => SarifFindings.Write(shown, check.Accepted, language, Version(), to));
                return Exit(check, least);
            }

            if (shape == "list")
            {
                KnownFindings.Write(shown, day, terminal.Words);
                return Exit(check, least);
            }

            FindingsAsText.Write(shown, language, terminal.Words, Prefix(path));
            Summarise(reading, version, check, shown, day, language, terminal.Words);
            if (known is not null && least == Severity.Note) CompareWithKnown(known, check, day, language, terminal.Words);
            return Exit(check, least);
        });
        return command;
    }

    /// <summary>0 for fine or notes only, 1 for errors and warnings; what --severity leaves out does not count.</summary>
    private static int Exit(StructureCheck check, Severity least) =>
        check.Errors > 0 || (check.Warnings > 0 && least <= Severity.Warning) ? ExitCodes.Findings : ExitCodes.Fine;

    /// <summary>Paths as the user would type them, so that terminals and editors open them.</summary>
    private static string Prefix(string path) => path is "." or "./" ? "" : path.EndsWith("structure.yaml", StringComparison.Ordinal) ? path[..^"structure.yaml".Length] : path.EndsWith('/') ? path : path + "/";

    internal static string Version() => typeof(CheckCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    private static void Explain(string asked, Language language, TextWriter to)
    {
        if (FindingCodes.Find(asked) is not { } code)
        {
            if (AuthorityRefusals.All.Contains(asked, StringComparer.Ordinal)) throw new UnusableInput($"{asked} is no finding but an answer of trellis may.", $"docs/reference/refusals.md says what it means, under the heading {asked}.");
            var near = NearNames.Nearest(asked.ToUpperInvariant(), FindingCodes.Explained.Select(static one => one.Code)) is { } meant ? $" Did you mean {meant}?" : "";
            throw new UnusableInput($"There is no code \"{Excerpt.Of(asked, 20)}\".", $"Codes stand behind the severity of each finding, such as TR1001.{near}");
        }

        var chinese = language == Language.Chinese;
        to.WriteLine(chinese ? $"{code.Code} {code.Title.Zh}（{FindingsAsText.Word(code.Severity).Zh}）" : $"{code.Code} {code.Title.En} ({FindingsAsText.Word(code.Severity).En})");
        to.WriteLine(FindingExplanations.PathOf(code.Path).In(language));
        if (FindingExplanations.Of(code) is not { } texts) return;
        to.WriteLine();
        foreach (var (zh, en, text) in (ReadOnlySpan<(string, string, Text)>)[("是什么", "What it is", texts.What), ("为什么要紧", "Why it matters", texts.Why), ("怎么办", "How to mend it", texts.Mend)])
        {
            to.WriteLine(chinese ? $"{zh}：" : $"{en}:");
            foreach (var line in TerminalText.Lines(text.In(language), width: 78, indent: 2)) to.WriteLine(line);
        }
    }

    /// <summary>A list for those who make the rules, not a verdict: it never fails.</summary>
    private static int ListGaps(StructureReading reading, DateOnly day, Language language, string folder, TextWriter to)
    {
        LegalGaps.Write(LegalGaps.Of(reading.Structure, day), language, to, folder);
        return ExitCodes.Fine;
    }

    private static void CompareWithKnown(KnownFindings known, StructureCheck check, DateOnly day, Language language, TextWriter to)
    {
        var (added, gone) = known.Compare(check.Findings);
        var chinese = language == Language.Chinese;
        if (added.Count == 0 && gone.Count == 0)
        {
            to.WriteLine(chinese ? $"与 {KnownFindings.FileName} 所列 {known.Count} 条完全一致。" : $"These are exactly the {known.Count} known findings of {KnownFindings.FileName}.");
            return;
        }

        if (known.Day is { } listed && listed != day)
            to.WriteLine(chinese ? $"{KnownFindings.FileName} 是 {listed:yyyy-MM-dd} 的清单，与这一天比较：" : $"{KnownFindings.FileName} is a list of {listed:yyyy-MM-dd}; compared with it:");
        foreach (var line in added) to.WriteLine(chinese ? $"  新增 {line}" : $"  new  {line}");
        foreach (var line in gone) to.WriteLine(chinese ? $"  消失 {line}" : $"  gone {line}");
    }

    private static void Summarise(StructureReading reading, string version, StructureCheck check, List<Finding> shown, DateOnly day, Language language, TextWriter to)
    {
        var structure = reading.Structure;
        if (shown.Count > FindingsAsText.MostShown)
            to.WriteLine(language == Language.Chinese ? $"… 另有 {shown.Count - FindingsAsText.MostShown:N0} 条未列出；--json FILE 写出全部。" : $"… and {shown.Count - FindingsAsText.MostShown:N0} more; --json FILE writes them all.");
        if (shown.Count > 0) to.WriteLine();
        if (!reading.IsCutShort && reading.BrokenEntries is var broken and > 0)
            to.WriteLine(language == Language.Chinese
                ? $"有 {broken:N0} 处条目写法有错，没能完整读入：其中别的问题等改好后再查；其他地方的结论也可能由此引起。"
                : $"{Count(broken, "entry is", "entries are")} written so that not all of {(broken == 1 ? "it" : "them")} can be read: what else may be wrong there is told when that is mended, and other findings may come from it.");
        var hash = version[..12];
        var name = structure.Name.In(language);
        to.WriteLine(language == Language.Chinese
            ? $"{name}，版本 {structure.Version}（{hash}），{structure.Entries.Count:N0} 个条目：错误 {check.Errors:N0}，警告 {check.Warnings:N0}，提示 {check.Notes:N0}{(check.Accepted.Count > 0 ? $"，已接受 {check.Accepted.Count:N0}" : "")}（{day:yyyy-MM-dd} 的情况）。"
            : $"{name}, version {structure.Version} ({hash}), {Count(structure.Entries.Count, "entry", "entries")}: {Count(check.Errors, "error", "errors")}, {Count(check.Warnings, "warning", "warnings")}, {Count(check.Notes, "note", "notes")}{(check.Accepted.Count > 0 ? $", {check.Accepted.Count:N0} accepted" : "")}, as of {day:yyyy-MM-dd}.");
        if (day < structure.From)
            to.WriteLine(language == Language.Chinese
                ? $"这个结构从 {structure.From:yyyy-MM-dd} 起才有效，以上是那一天的情况；{day:yyyy-MM-dd} 它还没有生效。"
                : $"The structure begins on {structure.From:yyyy-MM-dd}, and was checked as of that day: on {day:yyyy-MM-dd} nothing of it holds yet.");
        if (shown.Count > 0)
        {
            // The gravest first: what stops a structure is what to understand.
            var example = shown.MaxBy(static finding => finding.Severity)!.Code.Code;
            to.WriteLine(language == Language.Chinese ? $"trellis check --explain {example} 说明一个代码是什么、为什么要紧、怎么办。" : $"trellis check --explain {example} says what a code means, why it matters and how to mend it.");
        }

        static string Count(int number, string one, string many) => $"{number:N0} {(number == 1 ? one : many)}";
    }
}
