using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Trellis.Authority.Access;
using Trellis.Runtime.Authority;
using Trellis.Runtime.Files;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;

namespace Trellis.Cli;

/// <summary>`trellis token`: who may use a server. The first token is issued here, before there is anybody who could ask a server for one.</summary>
internal static class TokenCommand
{
    public static Command Make(Terminal terminal) =>
        new("token", "Give people and programs tokens for a server, list them, and take them back.") { Issue(terminal), List(terminal), Revoke(terminal) };

    private static Command Issue(Terminal terminal)
    {
        var record = new RecordOptions();
        var resident = new Option<string?>("--resident") { Description = "For a resident, by the id of the person.", HelpName = "PERSON" };
        var officer = new Option<string?>("--officer") { Description = "For an officer, by the id of the person; with --post.", HelpName = "PERSON" };
        var post = new Option<string?>("--post") { Description = "The post in which the officer sits.", HelpName = "POST@UNIT" };
        var program = new Option<string?>("--program") { Description = "For a program, by an id of its own.", HelpName = "ID" };
        var scopes = new Option<string>("--scopes") { Description = "What it is good for, joined by commas: read, act, ask, export, admin.", HelpName = "SCOPES", Required = true };
        var days = new Option<int>("--days") { Description = "For how many days. Default: 30; 366 at most.", HelpName = "DAYS", DefaultValueFactory = static _ => 30 };
        var by = new Option<string>("--by") { Description = "Who issues it, by post and unit, such as archivist@county.", HelpName = "POST@UNIT", Required = true };
        var json = RecordOptions.Json();
        var lang = RecordOptions.Lang();
        var command = new Command("issue", "Issue a token. It is shown once; the record holds what it is for, and its hash.") { resident, officer, post, program, scopes, days, by, json, lang };
        record.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var language = Choices.LanguageOf(parsed.GetValue(lang), terminal);
            var holder = HolderOf(parsed.GetValue(resident), parsed.GetValue(officer), parsed.GetValue(post), parsed.GetValue(program));
            var good = ScopesOf(parsed.GetRequiredValue(scopes));
            var keeper = EraseCommand.OfficerOf(parsed.GetRequiredValue(by));
            var place = record.Of(parsed);
            var to = parsed.GetValue(json);
            RecordOptions.CheckTarget(to, place);
            return await WithDeskAsync(place, async desk =>
            {
                var (issued, why) = await desk.IssueAsync(holder, good, TimeProvider.System.GetUtcNow().AddDays(parsed.GetValue(days)), keeper, cancellationToken);
                if (issued is null) return Refused(terminal, to, why!, language);
                if (to is not null) RecordOptions.WriteJson(to, terminal, writing =>
                {
                    writing.WriteString("token", issued.Secret);
                    writing.WriteString("id", issued.Token.Id);
                    writing.WriteString("expires", issued.Token.Expires);
                    writing.WriteNumber("position", issued.Receipt.First);
                });
                if (to is not null && OutputFile.IsStandardOutput(to)) return ExitCodes.Fine;
                if (to is null) terminal.Words.WriteLine(issued.Secret);
                terminal.Words.WriteLine(language == Language.Chinese
                    ? $"这个令牌只显示这一次，到 {issued.Token.Expires.ToLocalTime():yyyy-MM-dd HH:mm} 为止有效；第 {issued.Receipt.First:N0} 条记下了发给谁、用来做什么。收回：trellis token revoke {issued.Token.Id}"
                    : $"It is shown this once, and good until {issued.Token.Expires.ToLocalTime():yyyy-MM-dd HH:mm}; entry {issued.Receipt.First:N0} says whose it is and what for. Take it back with: trellis token revoke {issued.Token.Id}");
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
        var command = new Command("list", "List all tokens that were ever issued, the newest first. Works beside a running server.") { json, lang };
        record.AddTo(command);
        command.SetAction(parsed =>
        {
            var language = Choices.LanguageOf(parsed.GetValue(lang), terminal);
            var place = record.Of(parsed);
            var to = parsed.GetValue(json);
            RecordOptions.CheckTarget(to, place);
            var tokens = AccessDesk.Read(place);
            var now = TimeProvider.System.GetUtcNow();
            if (to is not null) RecordOptions.WriteJson(to, terminal, writing =>
            {
                writing.WriteStartArray("tokens");
                foreach (var token in tokens) Write(writing, token);
                writing.WriteEndArray();
            });
            if (to is not null && OutputFile.IsStandardOutput(to)) return ExitCodes.Fine;
            foreach (var token in tokens)
                terminal.Words.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{token.Id}  {StateOf(token, now, language)}  {token.Expires:yyyy-MM-dd}  {string.Join(',', token.Scopes.Select(Scopes.Word))}  {NameOf(token.Holder)}"));
            if (tokens.Count == 0) terminal.Words.WriteLine(language == Language.Chinese ? "还没有发过令牌。" : "No token was issued yet.");
            return ExitCodes.Fine;
        });
        return command;
    }

    private static Command Revoke(Terminal terminal)
    {
        var record = new RecordOptions();
        var id = new Argument<string>("ID") { Description = "The id of the token, as trellis token list shows it." };
        var by = new Option<string>("--by") { Description = "Who takes it back, by post and unit, such as archivist@county.", HelpName = "POST@UNIT", Required = true };
        var lang = RecordOptions.Lang();
        var command = new Command("revoke", "Take a token back. It is good for nothing from then on.") { id, by, lang };
        record.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var language = Choices.LanguageOf(parsed.GetValue(lang), terminal);
            var keeper = EraseCommand.OfficerOf(parsed.GetRequiredValue(by));
            var token = parsed.GetRequiredValue(id);
            if (token.Length != 16 || !token.All(char.IsAsciiHexDigitLower)) throw new UnusableInput($"\"{Excerpt.Of(token, 40)}\" is no id of a token.", "An id has 16 hexadecimal digits: the part between the two dots of the token.");
            return await WithDeskAsync(record.Of(parsed), async desk =>
            {
                var (receipt, why) = await desk.RevokeAsync(token, keeper, cancellationToken);
                if (receipt is null) return Refused(terminal, null, why!, language);
                terminal.Words.WriteLine(language == Language.Chinese ? $"已收回；第 {receipt.First:N0} 条记下了谁收回。" : $"It was taken back; entry {receipt.First:N0} says by whom.");
                return ExitCodes.Fine;
            });
        });
        return command;
    }

    private static async Task<int> WithDeskAsync(RecordPlace place, Func<AccessDesk, Task<int>> act)
    {
        await using var writer = await RecordWriter.OpenAsync(place, new RecordSettings(), TimeProvider.System);
        await using var matters = await MattersDesk.OpenAsync(writer, place, TimeProvider.System, null);
        return await act(new AccessDesk(writer, TimeProvider.System, () => matters.InForce.Version, matters.IsSeated));
    }

    internal static int Refused(Terminal terminal, string? to, Refusal why, Language language)
    {
        (to == "-" ? terminal.Errors : terminal.Words).WriteLine($"{why.Says.In(language)} ({why.Code})");
        return ExitCodes.Findings;
    }

    private static TokenHolder HolderOf(string? resident, string? officer, string? post, string? program)
    {
        if (new[] { resident, officer, program }.Count(static one => one is not null) != 1) throw new UnusableInput("It is not said for whom the token is.", "Name one of --resident PERSON, --officer PERSON --post POST@UNIT, --program ID.");
        if (officer is null && post is not null) throw new UnusableInput("--post belongs to --officer.", "Leave it out, or name the officer.");
        if (resident is not null) return new TokenHolder.Resident(new ActorId(EraseCommand.Word(resident, "--resident")));
        if (program is not null) return new TokenHolder.Program(EraseCommand.Word(program, "--program"));
        if (post is null || PostAt.Parse(EraseCommand.Word(post, "--post")) is not { Post.Length: > 0 } seat) throw new UnusableInput("The post of the officer is missing.", "Add for example: --post clerk@xikou.");
        return new TokenHolder.Officer(new ActorId(EraseCommand.Word(officer!, "--officer")), seat);
    }

    private static List<Scope> ScopesOf(string written)
    {
        var scopes = new List<Scope>();
        foreach (var word in written.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            scopes.Add(Scopes.Of(Choices.OneOf(word, "--scopes", [.. Scopes.All.Select(Scopes.Word)]))!.Value);
        return scopes;
    }

    private static string StateOf(AccessToken token, DateTimeOffset now, Language language) => token switch
    {
        { Revoked: not null } => language == Language.Chinese ? "已收回" : "revoked",
        _ when !token.IsGood(now) => language == Language.Chinese ? "已过期" : "expired",
        _ => language == Language.Chinese ? "有效" : "good   ",
    };

    private static string NameOf(TokenHolder holder) => holder switch
    {
        TokenHolder.Resident one => $"resident {one.Person}",
        TokenHolder.Officer one => $"officer {one.Person} {one.Seat}",
        TokenHolder.Program one => $"program {one.Id}",
        _ => "",
    };

    private static void Write(Utf8JsonWriter writing, AccessToken token)
    {
        writing.WriteStartObject();
        writing.WriteString("id", token.Id);
        writing.WriteString("holder", NameOf(token.Holder));
        writing.WriteStartArray("scopes");
        foreach (var scope in token.Scopes) writing.WriteStringValue(Scopes.Word(scope));
        writing.WriteEndArray();
        writing.WriteString("issued", token.Issued);
        writing.WriteString("expires", token.Expires);
        if (token.Revoked is { } revoked) writing.WriteString("revoked", revoked);
        writing.WriteEndObject();
    }
}
