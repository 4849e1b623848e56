using System.CommandLine;
using Trellis.Assessment.Reports;
using Trellis.Runtime.Assessment;
using Trellis.Runtime.Files;
using Trellis.Runtime.Ledger;
using Trellis.Structure.Calendars;

namespace Trellis.Cli;

/// <summary>trellis figures: the indicators of the structure, counted from the record.</summary>
internal static class FiguresCommand
{
    public static Command Make(Terminal terminal)
    {
        var record = new RecordOptions();
        var indicator = new Option<string?>("--indicator") { Description = "Only this indicator of the structure.", HelpName = "ID" };
        var level = new Option<string?>("--level") { Description = "Only figures of units of this level, such as township.", HelpName = "LEVEL" };
        var unit = new Option<string?>("--unit") { Description = "Only figures of this unit.", HelpName = "UNIT" };
        var period = new Option<string?>("--period") { Description = "Only this period: 2026-03, 2026-q1, 2026-h1 or 2026. Default: every period in which something was counted.", HelpName = "PERIOD" };
        var at = new Option<long?>("--at") { Description = "As the record stood when it had so many entries; the same number of entries always gives the same figures. Default: all of them.", HelpName = "ENTRIES" };
        var format = new Option<string>("--format") { Description = "What standard output gets: text (the default), csv or json.", HelpName = "text|csv|json", DefaultValueFactory = static _ => "text" };
        var json = new Option<string?>("--json") { Description = "Write the figures as JSON to FILE; - is standard output, and then nothing else goes there.", HelpName = "FILE" };
        var demands = new Option<bool>("--demands") { Description = "What units lay on each other instead: forms, reminders, inspections and looks, by who makes them. Takes --period (default: the month of the last entry) and --unit, the one that bears them." };
        var by = new Option<string?>("--by") { Description = "With --demands: only what this unit makes.", HelpName = "UNIT" };
        var lang = RecordOptions.Lang();
        var command = new Command("figures", "Count the indicators of the structure from the record, at every level at once. Works beside a running program; nobody reports anything for it.")
        {
            indicator, level, unit, period, at, demands, by, format, json, lang,
        };
        record.AddTo(command, withAttachments: false);
        command.SetAction(parsed =>
        {
            var language = Choices.LanguageOf(parsed.GetValue(lang), terminal);
            var shape = Choices.OneOf(parsed.GetValue(format)!, "--format", "text", "csv", "json");
            var place = record.Of(parsed);
            var jsonFile = parsed.GetValue(json) ?? (shape == "json" ? "-" : null);
            RecordOptions.CheckTarget(jsonFile, place);
            if (parsed.GetValue(demands))
            {
                if ((string?[])[parsed.GetValue(indicator) is null ? null : "--indicator", parsed.GetValue(level) is null ? null : "--level", parsed.GetValue(at) is null ? null : "--at"] is var others && Array.Find(others, static one => one is not null) is { } other)
                    throw new UnusableInput(new Text($"{other} 与 --demands 不能一起用。", $"{other} has no place beside --demands."), new Text("用 --period、--unit、--by 缩小范围。", "Narrow it with --period, --unit and --by."));
                return Demands(place, Period(parsed.GetValue(period)), parsed.GetValue(unit), parsed.GetValue(by), shape, jsonFile, language, terminal);
            }

            if (parsed.GetValue(by) is not null) throw new UnusableInput(new Text("--by 只与 --demands 一起用。", "--by has its place beside --demands alone."), new Text("加上 --demands，或者去掉 --by。", "Add --demands, or leave --by out."));
            var asked = new FiguresAsked(parsed.GetValue(indicator), parsed.GetValue(level), parsed.GetValue(unit), Period(parsed.GetValue(period)));

            FiguresAnswered? answered;
            using (Progress.Start(terminal, language == Language.Chinese ? "正在计数" : "Counting", language))
            {
                var desk = FiguresDesk.Beside(place);
                answered = parsed.GetValue(at) is { } entries ? desk.At(asked, entries) : desk.Now(asked, DateTimeOffset.UtcNow);
            }

            if (answered is null) throw new UnusableInput(new Text("记录没有这么多条目。", "The record never had so many entries."), new Text("--at 写 1 到记录条目数之间的数。", "--at takes a number from 1 to that of the entries."), place.Store.Called);
            if (answered.Figures.Count == 0 && asked.Indicator is { } id) Choices.Known(id, "--indicator", "indicator", answered.Indicators);
            if (jsonFile is not null)
            {
                OutputFile.Write(jsonFile, terminal.Output, to => WritingFigures.AsJson(answered.Figures, answered.Entries, answered.Structure, to));
                if (OutputFile.IsStandardOutput(jsonFile)) return ExitCodes.Fine;
            }

            terminal.Words.Flush();
            if (shape == "csv") OutputFile.Write("-", terminal.Output, to => WritingFigures.AsCsv(answered.Figures, answered.Entries, to));
            else if (answered.Figures.Count == 0) terminal.Words.WriteLine(language == Language.Chinese ? "没有可数的：还没有办过属于这些指标的事项，或者条件太窄。" : "Nothing was counted: no matter of these indicators was filed yet, or too little was asked for.");
            else WritingFigures.AsText(answered.Figures, answered.Entries, language, terminal.Words);
            return ExitCodes.Fine;
        });
        return command;
    }

    private static int Demands(RecordPlace place, ReportingPeriod? period, string? at, string? by, string shape, string? jsonFile, Language language, Terminal terminal)
    {
        DemandsAnswered answered;
        using (Progress.Start(terminal, language == Language.Chinese ? "正在计数" : "Counting", language)) answered = DemandsOfUnits.Beside(place.Store).In(period);
        var shown = answered.Narrowed(at, by);
        if (jsonFile is not null)
        {
            OutputFile.Write(jsonFile, terminal.Output, to => WritingDemands.AsJson(shown, answered.Entries, answered.Structure, to));
            if (OutputFile.IsStandardOutput(jsonFile)) return ExitCodes.Fine;
        }

        terminal.Words.Flush();
        if (shape == "csv") OutputFile.Write("-", terminal.Output, to => WritingDemands.AsCsv(shown, answered.Entries, to));
        else if (shown.Count == 0) terminal.Words.WriteLine(language == Language.Chinese ? "这一期没有一个单位向别的单位提出要求。" : "In this period no unit laid anything on another.");
        else WritingDemands.AsText(shown, answered.Entries, language, terminal.Words);
        return ExitCodes.Fine;
    }

    internal static ReportingPeriod? Period(string? written) => written is null ? null : ReportingPeriod.Parse(written) ?? throw new UnusableInput(
        new Text($"--period 不能写 \"{Excerpt.Of(written, 40)}\"。", $"--period cannot be \"{Excerpt.Of(written, 40)}\"."), new Text("写成 2026-03、2026-q1、2026-h1 或 2026。", "Write it as 2026-03, 2026-q1, 2026-h1 or 2026."));
}
