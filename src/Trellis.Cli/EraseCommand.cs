using System.CommandLine;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Runtime;
using Trellis.Runtime.Files;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;

namespace Trellis.Cli;

/// <summary>`trellis erase`: destroys what the record holds of a person; that it was done, by whom and on what basis stays.</summary>
internal static class EraseCommand
{
    public static Command Make(Terminal terminal)
    {
        var record = new RecordOptions();
        var person = new Option<string?>("--person") { Description = "Whose values: the id of the person. With --matter it may be left out.", HelpName = "PERSON" };
        var purpose = new Option<string?>("--purpose") { Description = "Only those collected for this purpose. Left out: for all purposes.", HelpName = "PURPOSE" };
        var by = new Option<string>("--by") { Description = "Who erases, by post and unit, such as archivist@county.", HelpName = "POST@UNIT", Required = true };
        var basis = new Option<string?>("--basis") { Description = "The article of law on which it is done, such as pipl/47. With --matter its decision says it.", HelpName = "LAW/ARTICLE" };
        var matter = new Option<string?>("--matter") { Description = "The number of the matter in which it was decided: what waits there to be carried out is.", HelpName = "NUMBER" };
        var officer = new Option<string?>("--officer") { Description = "Who sits in the post of --by; only with --matter.", HelpName = "PERSON" };
        var json = RecordOptions.Json();
        var lang = RecordOptions.Lang();
        var command = new Command("erase", "Destroy what the record holds of a person. All proofs still hold; it stays recorded that it was done, by whom and on what basis.") { person, purpose, by, basis, matter, officer, json, lang };
        record.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var language = Choices.LanguageOf(parsed.GetValue(lang), terminal);
            var post = OfficerOf(parsed.GetRequiredValue(by));
            var whose = parsed.GetValue(person) is { } id ? Word(id, "--person") : null;
            var what = parsed.GetValue(purpose) is { } named ? Word(named, "--purpose") : null;
            var law = parsed.GetValue(basis) is { } article ? Word(article, "--basis") : null;
            var decided = parsed.GetValue(matter) is { } number ? Word(number, "--matter") : null;
            var who = parsed.GetValue(officer) is { } sits ? Word(sits, "--officer") : null;
            if (decided is null && (whose is null || law is null)) throw new UnusableInput(new Text("要写 --person 和 --basis，或者写 --matter 和 --officer。", "It takes --person and --basis, or --matter and --officer."), new Text("本人申请、已决定删除的，写 --matter 受理号。", "Where somebody asked and it was decided, write --matter NUMBER."));
            if (decided is not null && (who is null || law is not null || what is not null)) throw new UnusableInput(new Text("--matter 要和 --officer 一起写；依据和用途由决定给出，不写 --basis 和 --purpose。", "--matter takes --officer, and its decision says basis and purposes: without --basis and --purpose."), new Text("例如：--matter 2026-0000012 --officer p-2542 --by data-officer@county。", "For example: --matter 2026-0000012 --officer p-2542 --by data-officer@county."));
            var place = record.Of(parsed);
            var to = parsed.GetValue(json);
            RecordOptions.CheckTarget(to, place);

            await using var writer = await RecordWriter.OpenAsync(place, new RecordSettings(), TimeProvider.System);
            foreach (var path in writer.Narrowed) RecordOptions.TellNarrowed(path, language, terminal);
            if (decided is not null) return await CarryOutAsync(writer, place, new Actor.Officer(new ActorId(who!), new PostAt(post.Post, new UnitId(post.Unit))), decided, whose, to, language, terminal, cancellationToken);
            var (done, why) = IsOfTheRight(place, law!) ? (null, RecordRefusals.NeedsAMatter(law!)) : await writer.EraseAsync(whose!, what, post, law!, cancellationToken);
            if (done is null) return Refuse(why!, to, language, terminal);

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

    /// <summary>What was decided in a matter, as the step of the matter that it is.</summary>
    private static async Task<int> CarryOutAsync(RecordWriter writer, RecordPlace place, Actor.Officer by, string matter, string? person, string? to, Language language, Terminal terminal, CancellationToken cancellationToken)
    {
        await using var matters = await MattersDesk.OpenAsync(writer, place, TimeProvider.System, null);
        await RegistersDesk.OpenAsync(writer, matters);
        var (done, why) = await new RequestedErasures(matters).CarryOutAsync(by, matter, person, cancellationToken);
        if (done is null) return Refuse(why!, to, language, terminal);
        if (to is not null) RecordOptions.WriteJson(to, terminal, writing =>
        {
            writing.WriteNumber("position", done.Position);
            writing.WriteNumber("keys", done.Keys);
            writing.WriteNumber("values", done.Values);
            writing.WriteNumber("attachments", done.Attachments);
            writing.WriteStartArray("held");
            foreach (var held in done.Held)
            {
                writing.WriteStartObject();
                writing.WriteString("purpose", held.Purpose);
                if (held.By is { } holds) writing.WriteString("matter", holds.Text);
                if (held.Until is { } until) writing.WriteString("until", until.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
                if (held.Basis is { } article) writing.WriteString("basis", article);
                writing.WriteEndObject();
            }

            writing.WriteEndArray();
        });
        if (to is not null && OutputFile.IsStandardOutput(to)) return ExitCodes.Fine;
        terminal.Words.WriteLine(language == Language.Chinese
            ? $"已销毁 {done.Values:N0} 个个人值和 {done.Attachments:N0} 个附件；第 {done.Position:N0} 条写明是哪个事项决定的、谁执行的。所有证明仍然成立。"
            : $"Destroyed {Count(done.Values, "personal value", "personal values")} and {Count(done.Attachments, "attachment", "attachments")}; entry {done.Position:N0} says in which matter it was decided and who did it. All proofs still hold.");
        foreach (var held in done.Held)
            terminal.Words.WriteLine(language == Language.Chinese
                ? $"  留下：{held.Purpose}，{(held.By is { } holds ? $"事项 {holds} 还在办" : held.Until is { } until ? $"依 {held.Basis} 保存到 {until:yyyy-MM-dd}" : $"依 {held.Basis} 保存")}。"
                : $"  kept: {held.Purpose}, {(held.By is { } holds2 ? $"the matter {holds2} still needs it" : held.Until is { } until2 ? $"by {held.Basis} until {until2:yyyy-MM-dd}" : $"by {held.Basis}")}.");
        return ExitCodes.Fine;
    }

    private static int Refuse(Refusal why, string? to, Language language, Terminal terminal)
    {
        (to == "-" ? terminal.Errors : terminal.Words).WriteLine($"{why.Says.In(language)} ({why.Code})");
        return ExitCodes.Findings;
    }

    /// <summary>Whether the structure of the record has matters in which erasures on this article are decided. A record without a structure has none.</summary>
    private static bool IsOfTheRight(RecordPlace place, string basis)
    {
        using var session = place.Store.OpenToRead();
        return ImportsDesk.StructureIfAny(session, place, RecordKeys.Open(place.Keys), TimeProvider.System) is var (structure, day) && RequestedErasures.IsOfTheRight(structure, day, basis);
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
