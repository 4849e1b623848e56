using System.CommandLine;
using Trellis.Runtime.Files;
using Trellis.Runtime.Structure;
using Trellis.Standards.Paper;
using Trellis.Structure;
using Trellis.Structure.Findings;

namespace Trellis.Cli;

/// <summary>trellis print DIR MATTER-TYPE: the blank form and log on paper, for the day when the line or the machine is down.</summary>
internal static class PrintCommand
{
    public static Command Make(Terminal terminal)
    {
        var folder = new Argument<string>("DIR") { Description = "The folder of a structure." };
        var matter = new Argument<string>("MATTER-TYPE") { Description = "The matter type, by its id, such as small-restaurant." };
        var place = new Option<string?>("--place") { Description = "The unit where the form will be used; its nearest posts are then named, and its overlays hold.", HelpName = "UNIT" };
        var on = new Option<string?>("--on") { Description = "The day on which it holds, such as 2026-05-01. Default: today.", HelpName = "DAY" };
        var html = new Option<string>("--html") { Description = "Write the page to FILE. Default: standard output.", HelpName = "FILE", DefaultValueFactory = static _ => "-" };
        var lang = new Option<string?>("--lang") { Description = "Language of the form: zh or en. Default: the language of your system.", HelpName = "zh|en" };

        var command = new Command("print", "Print a matter type as a blank form, a receipt and a log, to work on paper.") { folder, matter, place, on, html, lang };
        command.SetAction(parsed =>
        {
            var language = Choices.LanguageOf(parsed.GetValue(lang), terminal);
            var day = Choices.DayOf(parsed.GetValue(on), terminal);
            var (path, target) = (parsed.GetRequiredValue(folder), parsed.GetValue(html)!);
            Choices.CheckTarget(target, path);
            var reading = ReadingStructures.Read(StructureFolder.Read(path), Environment.ProcessorCount);
            var errors = reading.Findings.Kept.Count(static finding => finding.Severity == Severity.Error);
            if (errors > 0) throw new UnusableInput($"This structure has {errors} {(errors == 1 ? "error" : "errors")} in its files, so no form printed from it could be relied on.", "trellis check tells them, with file and line.", path);

            var structure = reading.Structure;
            UnitOnDay? where = null;
            if (parsed.GetValue(place) is { } unit)
            {
                where = structure.On(day).Unit(Choices.Known(unit, "--place", "unit", structure.Units.Ids))
                    ?? throw new UnusableInput($"--place: the unit \"{unit}\" does not exist on {day:yyyy-MM-dd}.", "Name another unit, or another day with --on.");
                structure = structure.Under([.. structure.Overlays.All.Where(overlay => overlay.HoldsOn(day) && structure.On(day).IsInPlacesOf(overlay, where))]);
            }

            var name = Choices.Known(parsed.GetRequiredValue(matter), "MATTER-TYPE", "matter type", structure.Matters.Ids);
            var type = structure.Matters.On(name, day)
                ?? throw new UnusableInput($"The matter type \"{name}\" does not hold on {day:yyyy-MM-dd}.", "Name another day with --on.");
            var form = new PaperForm(structure, type, where, day, Prints.VersionOf(reading.Structure)[..12], language);
            OutputFile.Write(target, terminal.Output, form.Write);
            if (!OutputFile.IsStandardOutput(target)) terminal.Words.WriteLine(language == Language.Chinese ? $"已写入 {target}；在浏览器中打开并打印（A4）。" : $"Written to {target}. Open it in a browser and print it (A4).");
            return ExitCodes.Fine;
        });
        return command;
    }
}
