using System.CommandLine;
using Trellis.Runtime.Files;
using Trellis.Runtime.Process;

namespace Trellis.Cli;

/// <summary>`trellis rebuild`: folds the read models of matters anew from the record.</summary>
internal static class RebuildCommand
{
    public static Command Make(Terminal terminal)
    {
        var record = new RecordOptions();
        var json = RecordOptions.Json();
        var lang = RecordOptions.Lang();
        var command = new Command("rebuild", "Fold the tables of matters anew from the entries of the record, and put them in the place of those that are there. The record itself is not touched.") { json, lang };
        record.AddTo(command);
        command.SetAction(parsed =>
        {
            var language = Choices.LanguageOf(parsed.GetValue(lang), terminal);
            var place = record.Of(parsed);
            var to = parsed.GetValue(json);
            RecordOptions.CheckTarget(to, place);

            var done = RebuildingTables.Run(place);
            if (to is not null) RecordOptions.WriteJson(to, terminal, writing =>
            {
                writing.WriteNumber("entries", done.Entries);
                writing.WriteNumber("matters", done.Matters);
                writing.WriteStartArray("changed");
                foreach (var table in done.Changed) writing.WriteStringValue(table);
                writing.WriteEndArray();
            });
            if (to is not null && OutputFile.IsStandardOutput(to)) return ExitCodes.Fine;
            terminal.Words.WriteLine(language == Language.Chinese
                ? $"已由 {done.Entries:N0} 条记录重新汇出 {done.Matters:N0} 件事项的各表。"
                : $"Folded the tables of {done.Matters:N0} matters anew from {done.Entries:N0} entries.");
            terminal.Words.WriteLine((done.Changed.Count, language == Language.Chinese) switch
            {
                (0, true) => "与原来的各表完全一致。",
                (0, false) => "They are what they were.",
                (_, true) => $"与原来不同的表：{string.Join("、", done.Changed)}。",
                (_, false) => $"Others than before: {string.Join(", ", done.Changed)}.",
            });
            return ExitCodes.Fine;
        });
        return command;
    }
}
