using System.CommandLine;
using Trellis.Runtime.Files;
using Trellis.Runtime.Ledger;

namespace Trellis.Cli;

/// <summary>`trellis restore BACKUP`: makes a backup the record again, in the open.</summary>
internal static class RestoreCommand
{
    public static Command Make(Terminal terminal)
    {
        var record = new RecordOptions();
        var backup = new Argument<string?>("BACKUP") { Description = "The file that trellis backup made. Left out: what lies in the record's own place already, put there by other means.", Arity = ArgumentArity.ZeroOrOne };
        var json = RecordOptions.Json();
        var lang = RecordOptions.Lang();
        var command = new Command("restore", "Make a backup the record again: it is checked, later erasures are carried out, and where the record had gone further it goes on under a new name.") { backup, json, lang };
        record.AddTo(command);
        command.SetAction(parsed =>
        {
            var language = Choices.LanguageOf(parsed.GetValue(lang), terminal);
            var chinese = language == Language.Chinese;
            var place = record.Of(parsed);
            var from = parsed.GetValue(backup);
            if (from is { Length: 0 }) throw new UnusableInput(new Text("BACKUP 给出的名字是空的。", "The name given as BACKUP is empty."), new Text("写明 trellis backup 做出的文件。", "Name the file that trellis backup made."));
            var to = parsed.GetValue(json);
            RecordOptions.CheckTarget(to, place, from is null ? [] : RecordOptions.Beside(from));
            Restored done;
            using (Progress.Start(terminal, chinese ? "正在检查并恢复" : "Checking and restoring", language)) done = Restoring.Restore(place, from, "none", TimeProvider.System);
            if (to is not null) RecordOptions.WriteJson(to, terminal, writing =>
            {
                writing.WriteNumber("entries", done.Size);
                writing.WriteNumber("unsigned", done.Unsigned);
                writing.WriteNumber("lost", done.Lost);
                writing.WriteString("origin", done.Origin);
                writing.WriteBoolean("newGeneration", done.NewGeneration);
                writing.WriteNumber("erasedKeys", done.Keys);
                writing.WriteNumber("revokedTokens", done.Tokens);
                writing.WriteNumber("endedAuditorTokens", done.Auditors);
                writing.WriteNumber("attachments", done.Attachments);
                writing.WriteNumber("missingAttachments", done.MissingAttachments);
                if (done.SetAside is { } path) writing.WriteString("setAside", path);
            });
            if (to is not null && OutputFile.IsStandardOutput(to)) return done.MissingAttachments > 0 ? ExitCodes.Findings : ExitCodes.Fine;
            var words = terminal.Words;
            words.WriteLine(chinese ? $"已检查并恢复 {done.Size:N0} 条。" : $"Checked and restored {done.Size:N0} entries.");
            if (done.NewGeneration)
            {
                words.WriteLine(chinese
                    ? $"原记录比备份多至少 {done.Lost:N0} 条，已无法找回。记录以新名称 {done.Origin} 继续，其第一条写明恢复自何处；请告知见证方和审计人员。"
                    : $"The record had gone at least {done.Lost:N0} entries further; they are lost. It goes on under the new name {done.Origin}, whose first entry says so. Tell witnesses and auditors.");
            }

            if (done.Unsigned > 0) words.WriteLine(chinese ? $"备份的最后 {done.Unsigned:N0} 条尚未签名，除备份本身外无人作证。" : $"The last {done.Unsigned:N0} entries of the backup were not signed yet; nothing but the backup itself vouches for them.");
            if (done.Keys > 0) words.WriteLine(chinese ? $"备份之后决定销毁的 {done.Keys:N0} 把密钥已再次删除。" : $"{done.Keys:N0} keys whose erasure was ordered after the backup were deleted again.");
            if (done.Tokens > 0) words.WriteLine(chinese ? $"备份之后收回的 {done.Tokens:N0} 个令牌已再次收回。" : $"{done.Tokens:N0} tokens that were taken back after the backup were taken back again.");
            if (done.Auditors > 0) words.WriteLine(chinese ? $"审计人员的 {done.Auditors:N0} 个令牌已全部失效；仍在审计的，请用 trellis auditor add 另发。" : $"All {done.Auditors:N0} tokens of auditors have ended. Give those who still audit a new one with trellis auditor add.");
            if (done.MissingAttachments > 0) words.WriteLine(chinese ? $"缺少 {done.MissingAttachments:N0} 个附件。" : $"{done.MissingAttachments:N0} attachments are missing.");
            if (done.SetAside is { } aside) words.WriteLine(chinese ? $"原文件保存为 {aside}；以后的销毁不会涉及它，用毕请删除。" : $"The file that was there is now {aside}. Later erasures do not reach it: delete it when it is no longer needed.");
            return done.MissingAttachments > 0 ? ExitCodes.Findings : ExitCodes.Fine;
        });
        return command;
    }
}
