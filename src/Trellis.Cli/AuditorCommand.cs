using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Trellis.Runtime.Files;
using Trellis.Runtime.Ledger;

namespace Trellis.Cli;

/// <summary>trellis auditor: who may read entries over HTTP, and until when.</summary>
internal static class AuditorCommand
{
    /// <summary>An audit takes weeks. Who needs longer says so.</summary>
    private const int UsualDays = 90;

    public static Command Make(Terminal terminal) => new("auditor", "Give auditors tokens with which they read entries over HTTP, list them, and take them back.") { Add(terminal), List(terminal), Revoke(terminal) };

    private static Command Add(Terminal terminal)
    {
        var record = new RecordOptions();
        var name = new Argument<string>("NAME") { Description = "Whose token it is: letters, digits, dots, hyphens and underscores. No name of a person is needed; an office will do." };
        var until = new Option<string?>("--until") { Description = $"The last day on which the token opens anything, such as 2026-12-31. Default: {UsualDays} days from today.", HelpName = "DAY" };
        var json = RecordOptions.Json();
        var lang = RecordOptions.Lang();
        var command = new Command("add", "Make a token. It is shown once; the folder of keys holds its hash only.") { name, until, json, lang };
        record.AddTo(command, withAttachments: false);
        command.SetAction(parsed =>
        {
            var language = Choices.LanguageOf(parsed.GetValue(lang), terminal);
            var place = record.Of(parsed);
            var to = parsed.GetValue(json);
            RecordOptions.CheckTarget(to, place);
            var day = parsed.GetValue(until) is { } written ? DayOf(written) : terminal.Today.AddDays(UsualDays);
            var whose = parsed.GetRequiredValue(name);
            var token = TokensOf(place).Add(whose, day);
            if (to is not null) RecordOptions.WriteJson(to, terminal, writing =>
            {
                writing.WriteString("name", whose);
                writing.WriteString("token", token);
                writing.WriteString("until", Written(day));
            });
            if (to is not null && OutputFile.IsStandardOutput(to)) return ExitCodes.Fine;
            if (to is null) terminal.Words.WriteLine(token);
            terminal.Errors.WriteLine(language == Language.Chinese
                ? $"这是 {whose} 的令牌，有效到 {Written(day)}（当日含在内，按 UTC）。它只显示这一次：请当面或用加密的方式交给对方。收回：trellis auditor revoke {whose}"
                : $"This is the token of {whose}, good until the end of {Written(day)} (UTC). It is shown this once: hand it over in person or encrypted. To take it back: trellis auditor revoke {whose}");
            return ExitCodes.Fine;
        });
        return command;
    }

    private static Command List(Terminal terminal)
    {
        var record = new RecordOptions();
        var json = RecordOptions.Json();
        var lang = RecordOptions.Lang();
        var command = new Command("list", "List the tokens: whose, until when, and the first digits of each hash. The tokens themselves are nowhere.") { json, lang };
        record.AddTo(command, withAttachments: false);
        command.SetAction(parsed =>
        {
            var chinese = Choices.LanguageOf(parsed.GetValue(lang), terminal) == Language.Chinese;
            var place = record.Of(parsed);
            var to = parsed.GetValue(json);
            RecordOptions.CheckTarget(to, place);
            var tokens = TokensOf(place).List();
            if (to is not null) RecordOptions.WriteJson(to, terminal, writing => WriteAll(writing, tokens, terminal.Today));
            if (to is not null && OutputFile.IsStandardOutput(to)) return ExitCodes.Fine;
            foreach (var token in tokens)
            {
                var end = token.Until is not { } day ? (chinese ? "没有期限" : "without an end")
                    : day < terminal.Today ? (chinese ? $"{Written(day)} 已过期" : $"ended {Written(day)}")
                    : chinese ? $"有效到 {Written(day)}" : $"until {Written(day)}";
                terminal.Words.WriteLine($"{token.Name}  {end}  {token.Mark}");
            }

            if (tokens.Count == 0) terminal.Words.WriteLine(chinese ? "还没有令牌。" : "There are no tokens.");
            return ExitCodes.Fine;
        });
        return command;
    }

    private static Command Revoke(Terminal terminal)
    {
        var record = new RecordOptions();
        var name = new Argument<string>("NAME") { Description = "Whose tokens." };
        var json = RecordOptions.Json();
        var lang = RecordOptions.Lang();
        var command = new Command("revoke", "Take all tokens of an auditor back. They open nothing from the next request on.") { name, json, lang };
        record.AddTo(command, withAttachments: false);
        command.SetAction(parsed =>
        {
            var chinese = Choices.LanguageOf(parsed.GetValue(lang), terminal) == Language.Chinese;
            var place = record.Of(parsed);
            var to = parsed.GetValue(json);
            RecordOptions.CheckTarget(to, place);
            var whose = parsed.GetRequiredValue(name);
            var gone = TokensOf(place).Remove(whose);
            if (to is not null) RecordOptions.WriteJson(to, terminal, writing => writing.WriteNumber("revoked", gone));
            if (to is null || !OutputFile.IsStandardOutput(to))
            {
                terminal.Words.WriteLine(gone == 0
                    ? chinese ? $"{whose} 没有令牌；trellis auditor list 列出全部。" : $"{whose} has no token; trellis auditor list tells who has."
                    : chinese ? $"已收回 {whose} 的 {gone} 个令牌。" : $"{gone} {(gone == 1 ? "token" : "tokens")} of {whose} {(gone == 1 ? "was" : "were")} taken back.");
            }

            return gone == 0 ? ExitCodes.Findings : ExitCodes.Fine;
        });
        return command;
    }

    private static void WriteAll(Utf8JsonWriter writing, IReadOnlyList<AuditorToken> tokens, DateOnly today)
    {
        writing.WriteStartArray("tokens");
        foreach (var token in tokens)
        {
            writing.WriteStartObject();
            writing.WriteString("name", token.Name);
            if (token.Until is { } day) writing.WriteString("until", Written(day));
            writing.WriteBoolean("ended", token.Until < today);
            writing.WriteString("mark", token.Mark);
            writing.WriteEndObject();
        }

        writing.WriteEndArray();
    }

    /// <summary>The tokens beside the keys of a record that is there: a folder that is misspelt gets none.</summary>
    private static AuditorTokens TokensOf(RecordPlace place) => new(RecordKeys.Open(place.Keys).Folder);

    private static DateOnly DayOf(string written) =>
        DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new UnusableInput(new Text($"--until 要写一个日期，不能写 \"{Excerpt.Of(written, 40)}\"。", $"--until takes a day, not \"{Excerpt.Of(written, 40)}\"."), new Text("写成 2026-05-01 的样子。", "Write it as 2026-05-01."));

    private static string Written(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
