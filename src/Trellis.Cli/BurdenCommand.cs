using System.CommandLine;
using Trellis.Diagnosis.Checks;
using Trellis.Runtime.Files;
using Trellis.Runtime.Structure;
using Trellis.Structure;

namespace Trellis.Cli;

/// <summary>trellis burden: what forms have each post type in a year, now and after the cures of the checker.</summary>
internal static class BurdenCommand
{
    public static Command Make(Terminal terminal)
    {
        var folder = new Argument<string>("DIR") { Description = "The folder of a structure." };
        var post = new Option<string?>("--post") { Description = "Only this post, such as village-clerk, at every unit that has it.", HelpName = "POST" };
        var unit = new Option<string?>("--unit") { Description = "Only posts of this unit.", HelpName = "UNIT" };
        var on = new Option<string?>("--on") { Description = "The day on which the structure is read, such as 2026-05-01. Default: today.", HelpName = "DAY" };
        var json = RecordOptions.Json();
        var lang = RecordOptions.Lang();
        var command = new Command("burden", "Say what forms have each post type in a year: as they stand, and when nothing is asked twice, nothing that is held or computed, and no form is filled in for nobody.")
        {
            folder, post, unit, on, json, lang,
        };
        command.SetAction(parsed =>
        {
            var language = Choices.LanguageOf(parsed.GetValue(lang), terminal);
            var path = parsed.GetValue(folder)!;
            var to = parsed.GetValue(json);
            if (to is not null) Choices.CheckTarget(to, path);
            var day = Choices.DayOf(parsed.GetValue(on), terminal);
            var reading = ReadingStructures.Read(StructureFolder.Read(path, null), Environment.ProcessorCount);
            if (reading.IsCutShort) throw new UnusableInput("The files of this structure cannot be read to the end.", "trellis check tells what is wrong, with file and line.", path);
            var structure = reading.Structure;
            var view = structure.On(day);
            if (parsed.GetValue(post) is { } named) Choices.Known(named, "--post", "post", structure.Posts.Ids);
            if (parsed.GetValue(unit) is { } body) Choices.Known(body, "--unit", "unit", view.Units.Select(static one => one.Id));
            var loads = ClerksLoads.Of(view, CheckingStructures.Check(reading, day, Environment.ProcessorCount).Findings)
                .Where(load => (parsed.GetValue(post) is not { } only || load.Post.Post == only) && (parsed.GetValue(unit) is not { } here || load.Post.Unit.Text == here)).ToList();

            if (to is not null) RecordOptions.WriteJson(to, terminal, writing =>
            {
                writing.WriteString("schema", "trellis/burden/1");
                writing.WriteString("day", day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
                writing.WriteStartArray("posts");
                foreach (var load in loads)
                {
                    writing.WriteStartObject();
                    writing.WriteString("post", load.Post.ToString());
                    writing.WriteNumber("forms", load.Forms);
                    writing.WriteNumber("fields", load.Fields);
                    writing.WriteNumber("formsCured", load.FormsCured);
                    writing.WriteNumber("fieldsCured", load.Cured);
                    writing.WriteNumber("prefilled", load.Prefilled);
                    writing.WriteEndObject();
                }

                writing.WriteEndArray();
            });
            if (to is not null && OutputFile.IsStandardOutput(to)) return ExitCodes.Fine;
            if (loads.Count == 0)
            {
                terminal.Words.WriteLine(language == Language.Chinese ? "这一天没有要这些岗位填的表。" : "No form is asked of these posts on this day.");
                return ExitCodes.Fine;
            }

            var zh = language == Language.Chinese;
            terminal.Words.WriteLine(zh ? $"{day:yyyy-MM-dd} 的结构，每岗位每年要填的格子数：" : $"Fields that each post types in a year, as the structure stands on {day:yyyy-MM-dd}:");
            // Posts that have the same to do are told once.
            foreach (var alike in loads.GroupBy(static load => (load.Post.Post, load.Forms, load.Fields, load.FormsCured, load.Cured, load.Prefilled)))
            {
                var (name, forms, fields, cured, left, prefilled) = alike.Key;
                var units = alike.Select(static load => load.Post.Unit.Text).ToList();
                var where = units.Count == 1 ? units[0] : zh ? $"{units.Count} 个单位（{string.Join("、", units.Take(3))} 等）" : $"{units.Count} units ({string.Join(", ", units.Take(3))}, ...)";
                terminal.Words.WriteLine(zh
                    ? $"  {name}@{where}：现在 {forms} 张表 {fields:0.#} 格；按检查结论改后 {cured} 张表 {left:0.#} 格，其中 {prefilled:0.#} 格打开时已带出，要动手填 {left - prefilled:0.#} 格。"
                    : $"  {name} at {where}: now {forms} forms, {fields:0.#} fields; after the cures of the checker {cured} forms, {left:0.#} fields, of which {prefilled:0.#} are there when the form is opened and {left - prefilled:0.#} are typed.");
            }

            return ExitCodes.Fine;
        });
        return command;
    }
}
