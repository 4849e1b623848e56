using System.CommandLine;
using Trellis.Runtime.Authority;
using Trellis.Runtime.Files;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;

namespace Trellis.Cli;

/// <summary>`trellis account`: who signs in to a site with an account of its own. The first one is opened here, before there is anybody who could open one on a page.</summary>
internal static class AccountCommand
{
    public static Command Make(Terminal terminal) =>
        new("account", "Open accounts with which people sign in, help to recover them, lock and list them.") { Add(terminal), Reset(terminal), Lock(terminal), List(terminal) };

    private static Command Add(Terminal terminal)
    {
        var record = new RecordOptions();
        var name = Named();
        var person = new Option<string>("--person") { Description = "Whose it is, by the id under which the structure or the record has them.", HelpName = "PERSON", Required = true };
        var by = By("Who opens it");
        var json = RecordOptions.Json();
        var lang = RecordOptions.Lang();
        var command = new Command("add", "Open an account. A one-time code is shown, with which its owner sets a password on the page.") { name, person, by, json, lang };
        record.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var language = Choices.LanguageOf(parsed.GetValue(lang), terminal);
            var keeper = EraseCommand.OfficerOf(parsed.GetRequiredValue(by));
            var whose = new ActorId(EraseCommand.Word(parsed.GetRequiredValue(person), "--person"));
            var place = record.Of(parsed);
            var to = parsed.GetValue(json);
            RecordOptions.CheckTarget(to, place);
            return await WithDeskAsync(place, async desk => Tell(terminal, to, language, await desk.OpenAsync(parsed.GetRequiredValue(name), whose, keeper, null, cancellationToken)));
        });
        return command;
    }

    private static Command Reset(Terminal terminal)
    {
        var record = new RecordOptions();
        var name = Named();
        var by = By("Who helps");
        var json = RecordOptions.Json();
        var lang = RecordOptions.Lang();
        var command = new Command("reset", "Show a one-time code for somebody who cannot get in. The old password stays good until the code is used.") { name, by, json, lang };
        record.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var language = Choices.LanguageOf(parsed.GetValue(lang), terminal);
            var keeper = EraseCommand.OfficerOf(parsed.GetRequiredValue(by));
            var place = record.Of(parsed);
            var to = parsed.GetValue(json);
            RecordOptions.CheckTarget(to, place);
            return await WithDeskAsync(place, async desk => Tell(terminal, to, language, await desk.GiveCodeAsync(Of(desk, parsed.GetRequiredValue(name)).Account.Id, keeper, null, cancellationToken)));
        });
        return command;
    }

    private static Command Lock(Terminal terminal)
    {
        var record = new RecordOptions();
        var name = Named();
        var by = By("Who locks it");
        var lang = RecordOptions.Lang();
        var command = new Command("lock", "Lock an account: its password and passkeys are good for nothing from then on, and all its sessions end.") { name, by, lang };
        record.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var language = Choices.LanguageOf(parsed.GetValue(lang), terminal);
            var keeper = EraseCommand.OfficerOf(parsed.GetRequiredValue(by));
            return await WithDeskAsync(record.Of(parsed), async (desk, sessions) =>
            {
                var one = Of(desk, parsed.GetRequiredValue(name));
                var (receipt, why) = await desk.LockAsync(one.Account.Id, keeper, null, cancellationToken);
                if (receipt is null) return TokenCommand.Refused(terminal, null, why!, language);
                await sessions.EndAsync(session => session.Person == one.Account.Person);
                terminal.Words.WriteLine(language == Language.Chinese ? $"{one.Name} 已停用，它的登录都已结束；第 {receipt.First:N0} 条记下了谁停用。" : $"{one.Name} is locked, and all its sessions have ended; entry {receipt.First:N0} says by whom.");
                return ExitCodes.Fine;
            });
        });
        return command;
    }

    private static Command List(Terminal terminal)
    {
        var record = new RecordOptions();
        var json = RecordOptions.Json();
        var lang = RecordOptions.Lang();
        var command = new Command("list", "List all accounts by their sign-in names, and whether they can be used. Works beside a running server.") { json, lang };
        record.AddTo(command);
        command.SetAction(parsed =>
        {
            var chinese = Choices.LanguageOf(parsed.GetValue(lang), terminal) == Language.Chinese;
            var place = record.Of(parsed);
            var to = parsed.GetValue(json);
            RecordOptions.CheckTarget(to, place);
            var all = AccountDesk.Read(place);
            if (to is not null) RecordOptions.WriteJson(to, terminal, writing =>
            {
                writing.WriteStartArray("accounts");
                foreach (var one in all)
                {
                    writing.WriteStartObject();
                    writing.WriteString("name", one.Name);
                    writing.WriteString("person", one.Account.Person.Text);
                    writing.WriteString("state", StateOf(one, chinese: false));
                    writing.WriteNumber("passkeys", one.Secrets?.Passkeys.Count ?? 0);
                    writing.WriteEndObject();
                }

                writing.WriteEndArray();
            });
            if (to is not null && OutputFile.IsStandardOutput(to)) return ExitCodes.Fine;
            foreach (var one in all) terminal.Words.WriteLine($"{one.Name}  {one.Account.Person}  {StateOf(one, chinese)}");
            if (all.Count == 0) terminal.Words.WriteLine(chinese ? "还没有账号。" : "There are no accounts yet.");
            return ExitCodes.Fine;
        });
        return command;
    }

    private static Argument<string> Named() => new("NAME") { Description = "The sign-in name: 2 to 64 letters of any script, digits and . _ - @." };

    private static Option<string> By(string what) => new("--by") { Description = $"{what}, by post and unit, such as archivist@county. It stands in the record.", HelpName = "POST@UNIT", Required = true };

    private static OpenAccount Of(AccountDesk desk, string name) => desk.Named(name) ?? throw new UnusableInput(
        new Text($"没有登录名为 \"{Excerpt.Of(name, 60)}\" 的账号。", $"There is no account with the sign-in name \"{Excerpt.Of(name, 60)}\"."), new Text("trellis account list 列出全部。", "trellis account list shows them all."));

    private static int Tell(Terminal terminal, string? to, Language language, (GivenCode? Given, Refusal? Why) answer)
    {
        if (answer.Given is not { } given) return TokenCommand.Refused(terminal, to, answer.Why!, language);
        if (to is not null) RecordOptions.WriteJson(to, terminal, writing =>
        {
            writing.WriteString("code", given.Code);
            writing.WriteString("expires", given.Expires);
            writing.WriteNumber("position", given.Receipt.First);
        });
        if (to is not null && OutputFile.IsStandardOutput(to)) return ExitCodes.Fine;
        if (to is null) terminal.Words.WriteLine(given.Code);
        terminal.Words.WriteLine(language == Language.Chinese
            ? $"这个一次性代码只显示这一次，到 {given.Expires.ToLocalTime():yyyy-MM-dd HH:mm} 为止有效，用一次就作废；第 {given.Receipt.First:N0} 条记下了谁给的。请当面交给本人：在「登录」页的「一次性代码」处用它设密码。"
            : $"This one-time code is shown this once; it is good until {given.Expires.ToLocalTime():yyyy-MM-dd HH:mm}, and once. Entry {given.Receipt.First:N0} says who gave it. Hand it over in person: its owner sets a password with it under \"Sign in\", \"one-time code\".");
        return ExitCodes.Fine;
    }

    private static string StateOf(OpenAccount one, bool chinese) => one.Secrets switch
    {
        null => chinese ? "停用" : "locked",
        { Password: null } => chinese ? "还没设密码" : "no password yet",
        _ => chinese ? "可以登录" : "good",
    };

    private static Task<int> WithDeskAsync(RecordPlace place, Func<AccountDesk, Task<int>> act) => WithDeskAsync(place, (desk, _) => act(desk));

    private static async Task<int> WithDeskAsync(RecordPlace place, Func<AccountDesk, SessionDesk, Task<int>> act)
    {
        await using var writer = await RecordWriter.OpenAsync(place, new RecordSettings(), TimeProvider.System);
        await using var matters = await MattersDesk.OpenAsync(writer, place, TimeProvider.System, null);
        using var accounts = new AccountDesk(writer, TimeProvider.System, () => matters.InForce.Version);
        return await act(accounts, new SessionDesk(writer, TimeProvider.System));
    }
}
