using System.CommandLine;
using System.Reflection;
using Trellis.Pilots.Plans;
using Trellis.Runtime.Files;
using Trellis.Runtime.Structure;
using Trellis.Standards.Sarif;
using Trellis.Structure;
using Trellis.Structure.Files;

namespace Trellis.Cli;

/// <summary>trellis plan OLD NEW, or trellis plan DIR --with OVERLAY: what a change of a structure means, by who is affected.</summary>
internal static class PlanCommand
{
    public static Command Make(Terminal terminal)
    {
        var old = new Argument<string>("OLD") { Description = "The folder of the structure as it is." };
        var @new = new Argument<string?>("NEW") { Description = "The folder of the structure as it is proposed. Leave it out with --with.", Arity = ArgumentArity.ZeroOrOne };
        var with = new Option<string?>("--with") { Description = "Compare OLD with itself under a proposed overlay from this folder.", HelpName = "OVERLAY" };
        var on = new Option<string?>("--on") { Description = "The day on which both are read, such as 2026-05-01. Default: today, or the first later day on which the change shows.", HelpName = "DAY" };
        var format = new Option<string>("--format") { Description = "What standard output gets: text (the default), json, or sarif, which holds the new findings.", HelpName = "text|json|sarif", DefaultValueFactory = static _ => "text" };
        var json = new Option<string?>("--json") { Description = "Write the whole plan as JSON to FILE; - is standard output, and then nothing else goes there.", HelpName = "FILE" };
        var html = new Option<string?>("--html") { Description = "Write the plan as one page to FILE, to read on a phone, at a desk and on paper; - is standard output.", HelpName = "FILE" };
        var lang = new Option<string?>("--lang") { Description = "Language of text and page: zh or en. Default: the language of your system.", HelpName = "zh|en" };

        var command = new Command("plan", "Say what a change of a structure means, by who is affected, before anybody feels it.")
        {
            old, @new, with, on, format, json, html, lang,
        };
        command.SetAction(parsed =>
        {
            var language = Choices.LanguageOf(parsed.GetValue(lang), terminal);
            var shape = Choices.OneOf(parsed.GetValue(format)!, "--format", "text", "json", "sarif");
            var day = Choices.DayOf(parsed.GetValue(on), terminal);
            var (from, to, overlay) = (parsed.GetValue(old)!, parsed.GetValue(@new), parsed.GetValue(with));
            if (to is null && overlay is null) throw new UnusableInput("There is nothing to compare with.", "Name the proposed structure as NEW, or a proposed overlay with --with.");
            if (to is not null && overlay is not null) throw new UnusableInput("NEW and --with cannot stand together.", "Name either the proposed structure, or the overlay on the structure as it is.");
            var jsonFile = parsed.GetValue(json) ?? (shape == "json" ? "-" : null);
            var htmlFile = parsed.GetValue(html);
            foreach (var target in (string?[])[jsonFile, htmlFile])
            {
                if (target is not null) Choices.CheckTarget(target, from, to, overlay);
            }

            if (jsonFile is not null && htmlFile is not null && OutputFile.IsStandardOutput(jsonFile) && OutputFile.IsStandardOutput(htmlFile))
                throw new UnusableInput("JSON and page cannot both go to standard output.", "Name a file for one of them.");

            StructurePlan plan;
            using (var progress = Progress.Start(terminal, language == Language.Chinese ? "正在读取结构" : "Reading the structures", language))
            {
                var (before, after) = ReadBoth(from, to, overlay);
                progress.Say(language == Language.Chinese ? "正在比较" : "Comparing");
                plan = Planning.Compare(before, after, day, Environment.ProcessorCount);
            }

            var exit = plan.NeedsAnswer ? ExitCodes.Findings : ExitCodes.Fine;
            if (jsonFile is not null) OutputFile.Write(jsonFile, terminal.Output, stream => PlanAsJson.Write(plan, stream));
            if (htmlFile is not null) OutputFile.Write(htmlFile, terminal.Output, stream => PlanPage.Write(plan, language, stream));
            if ((jsonFile is not null && OutputFile.IsStandardOutput(jsonFile)) || (htmlFile is not null && OutputFile.IsStandardOutput(htmlFile))) return exit;
            if (shape == "sarif")
            {
                terminal.Words.Flush();
                OutputFile.Write("-", terminal.Output, stream => SarifFindings.Write(plan.NewFindings, [], language, Version(), stream));
                return exit;
            }

            PlanAsText.Write(plan, language, terminal.Words, terminal.Width);
            return exit;
        });
        return command;
    }

    private static (StructureReading Before, StructureReading After) ReadBoth(string from, string? to, string? overlay)
    {
        if (overlay is null) return (Read(StructureFolder.Read(from)), Read(StructureFolder.Read(to!)));
        var proposed = StructureFolder.Read(from, overlay);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(File.Exists(overlay) ? Path.GetDirectoryName(Path.GetFullPath(overlay))! : overlay)));
        var inside = $"overlays/{name}/overlay.yaml";

        // An overlay of its own is taken away first: the question is what it changes.
        return (Read([.. proposed.Where(file => file.Path != inside)]), Read(proposed));
    }

    private static StructureReading Read(IReadOnlyList<SourceFile> files) => ReadingStructures.Read(files, Environment.ProcessorCount);

    private static string Version() => typeof(PlanCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
