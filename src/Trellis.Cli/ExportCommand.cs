using System.CommandLine;
using Trellis.Runtime.Database;
using Trellis.Runtime.Files;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Standards.Work;
using Trellis.Web.Ledger;

namespace Trellis.Cli;

/// <summary>trellis export: hand out what others can read.</summary>
internal static class ExportCommand
{
    public static Command Make(Terminal terminal) => new("export", "Write what others can read: the ledger as a folder to publish, the work on all matters as an event log.")
    {
        Ledger(terminal),
        Work(terminal, "xes", WorkFormat.Xes, "Write the work on all matters as XES (IEEE 1849). Works beside a running program."),
        Work(terminal, "csv", WorkFormat.Csv, "Write the work on all matters as CSV, one row for each step. Works beside a running program."),
        Work(terminal, "ocel", WorkFormat.Ocel, "Write the work on all matters as OCEL 2.0 (JSON). Works beside a running program."),
    };

    private static Command Work(Terminal terminal, string name, WorkFormat format, string description)
    {
        var record = new RecordOptions();
        var file = new Argument<string>("FILE") { Description = "The file to write; - is standard output." };
        var command = new Command(name, description) { file };
        record.AddTo(command);
        command.SetAction(parsed =>
        {
            var place = record.Of(parsed);
            var to = parsed.GetRequiredValue(file);
            RecordOptions.CheckTarget(to, place);
            terminal.Words.Flush();
            OutputFile.Write(to, terminal.Output, stream => ExportedWork.Write(place.Store, format, stream, CancellationToken.None));
            using var session = place.Store.OpenToRead();
            if (LedgerRows.IsSimulated(session))
                terminal.Errors.WriteLine(terminal.Language == Language.Chinese ? "trellis：这份记录是模拟出来的，日志里看不出这一点：没有人做过其中的事。" : "trellis: this record was simulated, which the log does not tell: nobody did what stands in it.");
            return ExitCodes.Fine;
        });
        return command;
    }

    private static Command Ledger(Terminal terminal)
    {
        var folder = new Argument<string>("DIR") { Description = "The folder to write to: a new one, or one that holds an earlier export of this record." };
        var data = new Option<string?>("--data") { Description = "The file of the record.", HelpName = "FILE" };
        var postgres = new Option<string?>("--postgres") { Description = "The record in this PostgreSQL database.", HelpName = "CONNECTION" };
        var keys = new Option<string?>("--keys") { Description = "The folder with the keys of the record: the folder will tell its public key. Default: FILE.keys where it is there.", HelpName = "DIR" };
        var entries = new Option<bool>("--entries") { Description = "Also the entries, for auditors. They name no person, but they are not for the public." };
        var witnesses = new Option<string?>("--witnesses") { Description = "Publish the newest checkpoint that counts under this policy. Default: the newest.", HelpName = "POLICY" };
        var json = RecordOptions.Json();
        var lang = new Option<string?>("--lang") { Description = "Language of the messages: zh or en. Default: the language of your system.", HelpName = "zh|en" };

        var command = new Command("ledger", "Write checkpoint and hashes as files that any web server or USB stick can publish. Writes only what is new; works beside a running program.")
        {
            folder, data, postgres, keys, entries, witnesses, json, lang,
        };
        command.SetAction(parsed =>
        {
            var language = Choices.LanguageOf(parsed.GetValue(lang), terminal);
            var target = parsed.GetValue(folder)!;
            if (target.Length == 0) throw new UnusableInput(new Text("DIR 给出的名字是空的。", "The name given as DIR is empty."), new Text("写明要写到哪个文件夹。", "Name a folder to write to."));
            var jsonFile = parsed.GetValue(json);
            var (store, beside) = StoreOf(parsed.GetValue(data), parsed.GetValue(postgres));
            var keysFolder = parsed.GetValue(keys) ?? beside;
            if (jsonFile is not null) OutputFile.CheckTarget(jsonFile, [.. RecordOptions.Beside(store, keysFolder, parsed.GetValue(witnesses), target)]);
            var verifier = keysFolder is null ? null : RecordKeys.Open(keysFolder).Signer.Verifier;
            var policy = parsed.GetValue(witnesses) is { } file ? Kept.Policy(file) : null;

            Published published;
            using (Progress.Start(terminal, language == Language.Chinese ? "正在导出" : "Exporting", language))
                published = PublishingLedgers.Publish(store, target, parsed.GetValue(entries), verifier, policy, VerifierPage.Html);

            if (jsonFile is not null)
            {
                RecordOptions.WriteJson(jsonFile, terminal, writing =>
                {
                    writing.WriteString("schema", "trellis/export-ledger/1");
                    writing.WriteString("origin", published.Checkpoint.Checkpoint.Origin);
                    writing.WriteNumber("size", published.Checkpoint.Checkpoint.Size);
                    writing.WriteString("root", published.Checkpoint.Checkpoint.Root.ToString());
                    writing.WriteNumber("before", published.Before);
                    writing.WriteNumber("tiles", published.Tiles);
                    writing.WriteNumber("bundles", published.Bundles);
                    writing.WriteBoolean("key", published.HasKey);
                });
                if (OutputFile.IsStandardOutput(jsonFile)) return ExitCodes.Fine;
            }

            var (size, before) = (VerifyWords.Number(published.Checkpoint.Checkpoint.Size), VerifyWords.Number(published.Before));
            terminal.Words.WriteLine(language == Language.Chinese
                ? $"{target}：检查点 {size} 个条目（此前 {before} 个），新写哈希块 {VerifyWords.Number(published.Tiles)} 个、条目文件 {VerifyWords.Number(published.Bundles)} 个。"
                : $"{target}: checkpoint of {size} entries (before: {before}), {VerifyWords.Number(published.Tiles)} tiles and {VerifyWords.Number(published.Bundles)} files of entries written.");
            terminal.Words.WriteLine((published.HasKey, language) switch
            {
                (true, Language.Chinese) => "公钥写在 verifier.txt 里；请再从别的途径公布它，取自文件夹的公钥不能证明是谁签的名。",
                (true, _) => "The key stands in verifier.txt. Tell it on another way, too: a key taken from the folder proves nothing about who signed.",
                (false, Language.Chinese) => "没有写公钥：手头没有密钥文件夹（--keys DIR）。",
                _ => "No key was written: the folder of keys is not at hand (--keys DIR).",
            });
            return ExitCodes.Fine;
        });
        return command;
    }

    /// <summary>The store, and the folder of keys beside it where there is one.</summary>
    private static (Store Store, string? Keys) StoreOf(string? data, string? postgres)
    {
        if (data is null && postgres is null) throw new UnusableInput(new Text("没有指明是哪份记录。", "No record is named."), new Text("用 --data FILE 指明它的文件，或用 --postgres \"...\" 指明它的数据库。", "Name its file with --data FILE, or its database with --postgres \"...\"."));
        if (data is not null && postgres is not null) throw new UnusableInput(new Text("--data 和 --postgres 不能同时写。", "--data and --postgres cannot stand together."), new Text("一个一个地导出。", "Export one after the other."));
        if (postgres is not null) return (new PostgresStore(postgres), null);
        var store = new SqliteStore(data!);
        return (store, RecordKeys.Exist(store.File + ".keys") ? store.File + ".keys" : null);
    }
}
