using System.CommandLine;
using Trellis.Runtime.Ledger;

namespace Trellis.Cli;

/// <summary>`trellis copy-keys DIR`: the folder of a record's keys copied to another medium, while the record is being written.</summary>
internal static class CopyKeysCommand
{
    public static Command Make(Terminal terminal)
    {
        var record = new RecordOptions();
        var folder = new Argument<string>("DIR") { Description = "Where to copy the keys to: a folder on another medium than the record and its backups. An older copy there is brought up to date." };
        var lang = RecordOptions.Lang();
        var command = new Command("copy-keys", "Copy the keys of a record into another folder, while it is being used, and read the copy.") { folder, lang };
        record.AddTo(command, withAttachments: false);
        command.SetAction(parsed =>
        {
            var language = Choices.LanguageOf(parsed.GetValue(lang), terminal);
            var place = record.Of(parsed);
            var target = parsed.GetRequiredValue(folder);
            if (target.Length == 0) throw new UnusableInput(new Text("DIR 给出的名字是空的。", "The name given as DIR is empty."), new Text("写明把密钥复制到哪个文件夹。", "Name the folder to copy the keys to."));
            var copied = CopyingKeys.Make(RecordKeys.Open(place.Keys), target);
            terminal.Words.WriteLine(language == Language.Chinese
                ? $"{target} 含密钥文件 {copied:N0} 个，已核对可以打开。"
                : $"{target} holds {copied:N0} files of keys; the copy was opened and read.");
            return ExitCodes.Fine;
        });
        return command;
    }
}
