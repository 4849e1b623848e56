using System.CommandLine;
using Trellis.Ledger;
using Trellis.Runtime.Files;
using Trellis.Runtime.Ledger;

namespace Trellis.Cli;

/// <summary>`trellis erase`: destroys what the record holds of a person; that it was done, by whom and on what basis stays.</summary>
internal static class EraseCommand
{
    public static Command Make(Terminal terminal)
    {
        var record = new RecordOptions();
        var person = new Option<string>("--person") { Description = "Whose values: the id of the person.", HelpName = "PERSON", Required = true };
        var purpose = new Option<string?>("--purpose") { Description = "Only those collected for this purpose. Left out: for all purposes.", HelpName = "PURPOSE" };
        var by = new Option<string>("--by") { Description = "Who erases, by post and unit, such as archivist@county.", HelpName = "POST@UNIT", Required = true };
        var basis = new Option<string>("--basis") { Description = "The article of law on which it is done, such as pipl/47.", HelpName = "LAW/ARTICLE", Required = true };
        var json = RecordOptions.Json();
        var lang = RecordOptions.Lang();
        var command = new Command("erase", "Destroy what the record holds of a person. All proofs still hold; it stays recorded that it was done, by whom and on what basis.") { person, purpose, by, basis, json, lang };
        record.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var language = Choices.LanguageOf(parsed.GetValue(lang), terminal);
            var officer = OfficerOf(parsed.GetRequiredValue(by));
            var whose = Word(parsed.GetRequiredValue(person), "--person");
            var what = parsed.GetValue(purpose) is { } named ? Word(named, "--purpose") : null;
            var law = Word(parsed.GetRequiredValue(basis), "--basis");
            var place = record.Of(parsed);
            var to = parsed.GetValue(json);
            RecordOptions.CheckTarget(to, place);

            await using var writer = await RecordWriter.OpenAsync(place, new RecordSettings(), TimeProvider.System);
            foreach (var path in writer.Narrowed) RecordOptions.TellNarrowed(path, language, terminal);
            var (done, why) = await writer.EraseAsync(whose, what, officer, law, cancellationToken);
            if (done is null)
            {
                (to == "-" ? terminal.Errors : terminal.Words).WriteLine($"{why!.Says.In(language)} ({why.Code})");
                return ExitCodes.Findings;
            }

            if (to is not null) RecordOptions.WriteJson(to, terminal, writing =>
            {
                writing.WriteNumber("position", done.Receipt.First);
                writing.WriteNumber("keys", done.Keys);
                writing.WriteNumber("values", done.Values);
                writing.WriteNumber("attachments", done.Attachments);
                writing.WriteNumber("drafts", done.Drafts);
                writing.WriteBoolean("emptied", done.Emptied);
                writing.WriteBoolean("remainsOnServer", done.OnServer);
            });
            if (to is not null && OutputFile.IsStandardOutput(to)) return ExitCodes.Fine;
            terminal.Words.WriteLine(language == Language.Chinese
                ? $"{(done.OnServer ? "已删除" : "已销毁")} {done.Keys:N0} 把密钥、{done.Values:N0} 个个人值和 {done.Attachments:N0} 个附件；第 {done.Receipt.First:N0} 条记下了谁依据什么销毁。所有证明仍然成立。"
                : $"{(done.OnServer ? "Deleted" : "Destroyed")} {Count(done.Keys, "key", "keys")}, {Count(done.Values, "personal value", "personal values")} and {Count(done.Attachments, "attachment", "attachments")}; entry {done.Receipt.First:N0} says who did it and on what basis. All proofs still hold.");
            if (done.Drafts > 0)
                terminal.Words.WriteLine(language == Language.Chinese ? $"还有 {done.Drafts:N0} 份没有提交的草稿。" : $"And {Count(done.Drafts, "draft that was not filed", "drafts that were not filed")}.");
            if (done.OnServer)
                terminal.Words.WriteLine(language == Language.Chinese
                    ? "加密的值和已加密的密钥可能仍留在数据库服务器上：旧行版本要到更早的快照结束并执行 VACUUM 之后才消失，预写日志（pg_wal）要到被重用之后，日志归档、副本和服务器备份要到各自的期限届满之后。在此之前，谁持有 wrapping.key 和这些残余，谁就仍能读出。"
                    : "Encrypted values and wrapped keys may still lie on the database server: in old versions of rows until older snapshots end and VACUUM has run, in its log (pg_wal) until that is reused, in archives of the log, replicas and server backups until their time is over. Until then, whoever has wrapping.key and such remains can still read them.");
            else if (!done.Emptied)
                terminal.Words.WriteLine(language == Language.Chinese
                    ? "另有程序正在读取，加密的残余要到下次打开记录时才会覆盖；密钥已经销毁。"
                    : "Another program is reading, so remains of the encrypted rows are only overwritten later; their keys are gone.");
            terminal.Words.WriteLine(language == Language.Chinese
                ? "较早的备份仍含有加密的值：恢复时会再次销毁，请按期限销毁旧备份。"
                : "Older backups still hold the values, encrypted. A restore destroys them again; discard old backups when their time is over.");
            return ExitCodes.Fine;
        });
        return command;
    }

    internal static EntryActor.Officer OfficerOf(string written)
    {
        var at = written.IndexOf('@', StringComparison.Ordinal);
        if (at < 1 || at == written.Length - 1) throw new UnusableInput(new Text($"--by 要写 岗位@单位，不能写 \"{Excerpt.Of(written, 60)}\"。", $"--by takes POST@UNIT, not \"{Excerpt.Of(written, 60)}\"."), new Text("例如写：--by archivist@county。", "Write for example: --by archivist@county."));
        return new EntryActor.Officer(Word(written[..at], "--by"), Word(written[(at + 1)..], "--by"));
    }

    internal static string Word(string written, string option)
    {
        if (written.Length is > 0 and <= 200 && written.All(static letter => char.IsAsciiLetterOrDigit(letter) || "._/:@#+=-".Contains(letter, StringComparison.Ordinal))) return written;
        throw new UnusableInput(new Text($"{option} 要写标识，不能写 \"{Excerpt.Of(written, 60)}\"。", $"{option} takes an id, not \"{Excerpt.Of(written, 60)}\"."), new Text("标识由字母、数字和 ._/:@#+=- 组成，没有空格；人的姓名从不写进记录。", "Ids are letters, digits and ._/:@#+=- without blanks; names of people never stand in the record."));
    }

    private static string Count(long number, string one, string many) => $"{number:N0} {(number == 1 ? one : many)}";
}
