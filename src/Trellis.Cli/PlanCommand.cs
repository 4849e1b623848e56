using System.CommandLine;
using System.Reflection;
using Trellis.Pilots.Plans;
using Trellis.Runtime.Files;
using Trellis.Runtime.Simulation;
using Trellis.Runtime.Structure;
using Trellis.Simulation;
using Trellis.Simulation.Runs;
using Trellis.Standards.Sarif;
using Trellis.Structure;
using Trellis.Structure.Files;

namespace Trellis.Cli;

/// <summary>trellis plan OLD NEW, or trellis plan DIR --with OVERLAY: what a change of a structure means, by who is affected.</summary>
internal static class PlanCommand
{
    private const int UsualDays = 365;
    private const int UsualRuns = 5;

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

        var simulate = new Option<bool>("--simulate") { Description = "Live through both structures with the same matters, residents and chances, and say beside each line what the change does to what it touches." };
        var load = new Option<string?>("--load") { Description = "With --simulate: what comes and how people deal with it, from this file instead of load.yaml in OLD.", HelpName = "FILE" };
        var days = new Option<int?>("--days") { Description = "With --simulate: how many days are lived through. Default: 365.", HelpName = "N" };
        var runs = new Option<int?>("--runs") { Description = "With --simulate: how many pairs of runs; more of them narrow the intervals. Default: 5.", HelpName = "N" };
        var seed = new Option<ulong?>("--seed") { Description = "With --simulate: the same seed gives the same runs. Default: 1.", HelpName = "N" };

        var command = new Command("plan", "Say what a change of a structure means, by who is affected, before anybody feels it.")
        {
            old, @new, with, on, simulate, load, days, runs, seed, format, json, html, lang,
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
                if (target is not null) Choices.CheckTarget(target, from, to, overlay, parsed.GetValue(load));
            }

            var asked = parsed.GetValue(simulate)
                ? new Simulating(SimulateCommand.Between(parsed.GetValue(days) ?? UsualDays, 1, SimulateCommand.MostDays, "--days"), SimulateCommand.Between(parsed.GetValue(runs) ?? UsualRuns, 2, SimulateCommand.MostRuns, "--runs"), parsed.GetValue(seed) ?? 1, parsed.GetValue(load) is { } named ? SimulateCommand.LoadFile(named) : null)
                : null;
            if (asked is null && ((Option[])[load, days, runs, seed]).FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } idle)
                throw new UnusableInput(new Text($"{idle.Name} 只在有 --simulate 时才有意义。", $"{idle.Name} means something only with --simulate."), new Text("去掉它，或加上 --simulate。", "Leave it out, or add --simulate."));

            if (jsonFile is not null && htmlFile is not null && OutputFile.IsStandardOutput(jsonFile) && OutputFile.IsStandardOutput(htmlFile))
                throw new UnusableInput("JSON and page cannot both go to standard output.", "Name a file for one of them.");

            StructurePlan plan;
            SimulatedEffects? effects = null;
            using (var progress = Progress.Start(terminal, language == Language.Chinese ? "正在读取结构" : "Reading the structures", language))
            {
                var (filesBefore, filesAfter) = ReadBoth(from, to, overlay);
                var (before, after) = (Read(filesBefore), Read(filesAfter));
                progress.Say(language == Language.Chinese ? "正在比较" : "Comparing");
                plan = Planning.Compare(before, after, day, Environment.ProcessorCount);
                if (asked is not null && !plan.ChangesNothing)
                {
                    progress.Say(language == Language.Chinese ? "正在模拟" : "Simulating");
                    effects = Simulate(asked, plan, filesBefore, filesAfter, out var refusing);
                    if (refusing is not null)
                    {
                        progress.Dispose();
                        return SimulateCommand.Refuse(refusing, from, language, terminal);
                    }
                }
            }

            var exit = plan.NeedsAnswer ? ExitCodes.Findings : ExitCodes.Fine;
            if (jsonFile is not null) OutputFile.Write(jsonFile, terminal.Output, stream => PlanAsJson.Write(plan, stream, effects));
            if (htmlFile is not null) OutputFile.Write(htmlFile, terminal.Output, stream => PlanPage.Write(plan, language, stream, effects));
            if ((jsonFile is not null && OutputFile.IsStandardOutput(jsonFile)) || (htmlFile is not null && OutputFile.IsStandardOutput(htmlFile))) return exit;
            if (shape == "sarif")
            {
                terminal.Words.Flush();
                OutputFile.Write("-", terminal.Output, stream => SarifFindings.Write(plan.NewFindings, [], language, Version(), stream));
                return exit;
            }

            PlanAsText.Write(plan, language, terminal.Words, terminal.Width, effects);
            return exit;
        });
        return command;
    }

    /// <param name="refusing">A load with errors; null where there is none.</param>
    private static SimulatedEffects? Simulate(Simulating asked, StructurePlan plan, IReadOnlyList<SourceFile> filesBefore, IReadOnlyList<SourceFile> filesAfter, out OpenedScene? refusing)
    {
        refusing = null;
        var load = asked.Load ?? filesBefore.FirstOrDefault(static file => file.Path == ReadingLoads.FileName);
        var (before, _) = OpeningScenes.Open(filesBefore, load, plan.Day);
        if (WhyNot(before, new("现在的结构", "The structure as it is")) is { } why) return new SimulatedEffects { WhyNot = why };
        var after = OpeningScenes.Beside(before, filesAfter, load, plan.Day);
        if (WhyNot(after, new("拟议的结构", "The structure as it is proposed")) is { } whyThen) return new SimulatedEffects { WhyNot = whyThen };
        refusing = before.Refusing.Count > 0 ? before : after.Refusing.Count > 0 ? after : null;
        if (refusing is not null) return null;
        var settings = new RunSettings(asked.Seed, plan.Day, asked.Days);
        var (was, now) = (Ended(before), Ended(after));
        return SimulatedEffects.Of(plan, before.Scene.Structure, after.Scene.Structure, was, now) with { Days = asked.Days, Seed = asked.Seed, Load = before.Load.Name, Assumed = before.Load.Assumed };

        IReadOnlyList<EndedRun> Ended(OpenedScene opened) => Replications.Do(opened.Scene, opened.Load, settings, asked.Runs, Environment.ProcessorCount).Ended;
    }

    /// <summary>The plan tells of errors of a structure by itself; it is only not lived through then.</summary>
    private static Text? WhyNot(OpenedScene opened, Text name)
    {
        var errors = opened.Check.Errors;
        return errors == 0 ? null : new Text($"{name.Zh}有 {errors} 个错误；trellis check 说明是哪些。", $"{name.En} has {errors} {(errors == 1 ? "error" : "errors")}, and trellis check tells which.");
    }

    private static (IReadOnlyList<SourceFile> Before, IReadOnlyList<SourceFile> After) ReadBoth(string from, string? to, string? overlay)
    {
        if (overlay is null) return (StructureFolder.Read(from), StructureFolder.Read(to!));
        var proposed = StructureFolder.Read(from, overlay);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(File.Exists(overlay) ? Path.GetDirectoryName(Path.GetFullPath(overlay))! : overlay)));
        var inside = $"overlays/{name}/overlay.yaml";

        // An overlay of its own is taken away first: the question is what it changes.
        return ([.. proposed.Where(file => file.Path != inside)], proposed);
    }

    /// <param name="Load">Null for that of the structure as it is.</param>
    private sealed record Simulating(int Days, int Runs, ulong Seed, SourceFile? Load);

    private static StructureReading Read(IReadOnlyList<SourceFile> files) => ReadingStructures.Read(files, Environment.ProcessorCount);

    private static string Version() => typeof(PlanCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
