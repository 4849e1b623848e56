using System.CommandLine;
using Trellis.Runtime.Database;
using Trellis.Runtime.Files;
using Trellis.Runtime.Ledger;

namespace Trellis.Cli;

/// <summary>`trellis backup FILE`: one moment of a record in one file, while it is being written.</summary>
internal static class BackupCommand
{
    public static Command Make(Terminal terminal)
    {
        var record = new RecordOptions();
        var file = new Argument<string>("FILE") { Description = "Where to write the backup; an older backup of that name is replaced. Attachments go beside it." };
        var json = RecordOptions.Json();
        var lang = RecordOptions.Lang();
        var command = new Command("backup", "Copy a record into one file, while it is being used. The keys are not in it; keep copies of them elsewhere.") { file, json, lang };
        record.AddTo(command);
        command.SetAction(parsed =>
        {
            var language = Choices.LanguageOf(parsed.GetValue(lang), terminal);
            var place = record.Of(parsed);
            var target = parsed.GetRequiredValue(file);
            if (target.Length == 0) throw new UnusableInput(new Text("FILE 给出的名字是空的。", "The name given as FILE is empty."), new Text("写明备份要写到哪个文件。", "Name the file to write the backup to."));
            var to = parsed.GetValue(json);
            RecordOptions.CheckTarget(to, place, RecordOptions.Beside(target));
            OutputFile.CheckTarget(target, [.. RecordOptions.Beside(place.Store, place.Keys, place.Attachments).Where(one => place.Store is not SqliteStore store || one != store.File)]);
            BackedUp made;
            using (Progress.Start(terminal, language == Language.Chinese ? "正在备份" : "Backing up", language)) made = BackingUp.Make(place, target);
            if (to is not null) RecordOptions.WriteJson(to, terminal, writing =>
            {
                writing.WriteNumber("entries", made.Size);
                writing.WriteNumber("attachments", made.Attachments);
                writing.WriteNumber("missingAttachments", made.Missing);
            });
            if (to is null || !OutputFile.IsStandardOutput(to))
            {
                terminal.Words.WriteLine(language == Language.Chinese
                    ? $"{target} 含 {made.Size:N0} 条；新复制附件 {made.Attachments:N0} 个。"
                    : $"{target} holds {made.Size:N0} entries; {made.Attachments:N0} attachments were copied beside it.");
                terminal.Words.WriteLine(language == Language.Chinese
                    ? $"密钥不在其中：请用 trellis copy-keys 把 {place.Keys} 复制到别的介质。"
                    : $"The keys are not in it: copy {place.Keys} to another medium with trellis copy-keys.");
            }

            foreach (var path in made.Narrowed) RecordOptions.TellNarrowed(path, language, terminal);
            if (made.Missing == 0) return ExitCodes.Fine;
            (to is not null && OutputFile.IsStandardOutput(to) ? terminal.Errors : terminal.Words).WriteLine(language == Language.Chinese
                ? $"记录所列的附件缺 {made.Missing:N0} 个，不在 {place.Attachments} 中。"
                : $"{made.Missing:N0} attachments of the record are missing from {place.Attachments}.");
            return ExitCodes.Findings;
        });
        return command;
    }
}
