using System.CommandLine;
using Trellis.Ledger;
using Trellis.Runtime.Files;
using Trellis.Runtime.Ledger;

namespace Trellis.Cli;

/// <summary>trellis witness: whose checkpoints this office co-signs.</summary>
internal static class WitnessCommand
{
    public static Command Make(Terminal terminal) => new("witness", "Be a witness of other records: make the key, and say whose checkpoints are co-signed.") { Key(terminal), Add(terminal), List(terminal), Remove(terminal) };

    private static Command Key(Terminal terminal)
    {
        var options = new Options("key", "Make the key of this witness, once, and tell the public part. A key that is there is never replaced.", terminal);
        var name = new Argument<string>("NAME") { Description = "The name under which this witness signs, such as county.example/witness. Not the name of your record." };
        options.Command.Arguments.Add(name);
        return options.Does((parsed, folder, chinese) =>
        {
            var made = WitnessDesk.MakeKey(folder, parsed.GetRequiredValue(name));
            var other = made.Name != parsed.GetRequiredValue(name);
            return new Done(
                writing => writing.WriteString("key", made.ToString()),
                words =>
                {
                    words.WriteLine(made);
                    terminal.Errors.WriteLine((other, chinese) switch
                    {
                        (true, true) => $"这里已有名为 {made.Name} 的密钥，没有替换。",
                        (true, false) => $"There is a key already, of the name {made.Name}; it was not replaced.",
                        (_, true) => "把这一行印在纸上或当面告诉你所见证的单位，连同你的网址；他们把它写进见证规则。",
                        _ => "Tell this line, on paper or in person, to those whom you witness, with your address: it goes into their policies.",
                    });
                },
                other ? ExitCodes.Findings : ExitCodes.Fine);
        });
    }

    private static Command Add(Terminal terminal)
    {
        var options = new Options("add", "Witness a record: its checkpoints are co-signed from the next start of the program on.", terminal);
        var key = new Argument<string>("KEY|FILE") { Description = "The key of the record, as its keeper told it on paper or in person; or a file that holds it." };
        options.Command.Arguments.Add(key);
        return options.Does((parsed, folder, chinese) =>
        {
            var added = Kept.Keys(parsed.GetRequiredValue(key)).Select(one => (one.Name, New: WitnessedRecords.Add(folder, one))).ToList();
            return new Done(
                writing =>
                {
                    writing.WriteStartArray("added");
                    foreach (var (name, isNew) in added)
                        if (isNew) writing.WriteStringValue(name);
                    writing.WriteEndArray();
                },
                words =>
                {
                    foreach (var (name, isNew) in added)
                    {
                        words.WriteLine((isNew, chinese) switch
                        {
                            (true, true) => $"从程序下次启动起见证 {name}。",
                            (true, false) => $"{name} is witnessed from the next start of the program on.",
                            (_, true) => $"{name} 已在清单里。",
                            _ => $"{name} stands on the list already.",
                        });
                    }
                });
        });
    }

    private static Command List(Terminal terminal)
    {
        var options = new Options("list", "List the key of this witness, the records that it watches, and what it co-signed last of each.", terminal);
        return options.Does((_, folder, chinese) =>
        {
            var (own, all) = (WitnessDesk.KeyIn(folder), WitnessedRecords.All(folder));
            return new Done(
                writing =>
                {
                    writing.WriteString("key", own.ToString());
                    writing.WriteStartArray("records");
                    foreach (var one in all)
                    {
                        writing.WriteStartObject();
                        writing.WriteString("name", one.Key.Name);
                        writing.WriteString("key", one.Key.ToString());
                        if (one.Last is { } last) writing.WriteNumber("cosigned", last.Checkpoint.Size);
                        writing.WriteEndObject();
                    }

                    writing.WriteEndArray();
                },
                words =>
                {
                    words.WriteLine(chinese ? $"本见证方：{own}" : $"This witness: {own}");
                    foreach (var one in all)
                    {
                        words.WriteLine((one.Last?.Checkpoint.Size, chinese) switch
                        {
                            ({ } size, true) => $"{one.Key.Name}  最后联署 {size:N0} 个条目",
                            ({ } size, false) => $"{one.Key.Name}  co-signed last: {size:N0} entries",
                            (_, true) => $"{one.Key.Name}  还没有联署过",
                            _ => $"{one.Key.Name}  nothing co-signed yet",
                        });
                    }

                    if (all.Count == 0) words.WriteLine(chinese ? "还没有见证任何记录；trellis witness add KEY 加入。" : "No record is witnessed yet; trellis witness add KEY adds one.");
                });
        });
    }

    private static Command Remove(Terminal terminal)
    {
        var options = new Options("remove", "Witness a record no more, from the next start of the program on. What was co-signed of it is kept.", terminal);
        var name = new Argument<string>("RECORD") { Description = "The name of the record, as trellis witness list tells it." };
        options.Command.Arguments.Add(name);
        return options.Does((parsed, folder, chinese) =>
        {
            var whose = parsed.GetRequiredValue(name);
            var gone = WitnessedRecords.Remove(folder, whose);
            var shown = Excerpt.Of(whose, 200);
            return new Done(
                writing => writing.WriteNumber("removed", gone),
                words => words.WriteLine((gone, chinese) switch
                {
                    (0, true) => $"{shown} 不在清单里；trellis witness list 列出全部。",
                    (0, false) => $"{shown} is not on the list; trellis witness list tells who is.",
                    (_, true) => $"从程序下次启动起不再见证 {shown}。最后联署的内容仍保留：将来再见证时，它不能出示另一份历史。",
                    _ => $"{shown} is witnessed no more from the next start of the program on. What was co-signed last is kept: should it be witnessed again, it cannot show another history.",
                }),
                gone == 0 ? ExitCodes.Findings : ExitCodes.Fine);
        });
    }

    /// <summary>What a command did, as JSON and in words.</summary>
    private sealed record Done(Action<System.Text.Json.Utf8JsonWriter> AsJson, Action<TextWriter> AsWords, int ExitCode = ExitCodes.Fine);

    /// <summary>The options of all four: a witness has no store, only a folder, which lies beside the keys of a record where there is one.</summary>
    private sealed class Options
    {
        private readonly Option<string?> _data = new("--data") { Description = "The file of your own record: the witness lies beside its keys, in FILE.keys.", HelpName = "FILE" };
        private readonly Option<string?> _postgres = new("--postgres") { Description = "The connection string of your own record; the folder of its keys must be named.", HelpName = "CONNECTION" };
        private readonly Option<string?> _keys = new("--keys") { Description = "The folder with the key of the witness; enough by itself where there is no record of your own.", HelpName = "DIR" };
        private readonly Option<string?> _json = RecordOptions.Json();
        private readonly Option<string?> _lang = RecordOptions.Lang();
        private readonly Terminal _terminal;

        public Options(string name, string description, Terminal terminal)
        {
            _terminal = terminal;
            Command = new Command(name, description) { _data, _postgres, _keys, _json, _lang };
        }

        public Command Command { get; }

        public Command Does(Func<ParseResult, string, bool, Done> act)
        {
            Command.SetAction(parsed =>
            {
                var chinese = Choices.LanguageOf(parsed.GetValue(_lang), _terminal) == Language.Chinese;
                var folder = Folder(parsed);
                var to = parsed.GetValue(_json);
                if (to is not null) OutputFile.CheckTarget(to, [folder]);
                var done = act(parsed, folder, chinese);
                if (to is not null) RecordOptions.WriteJson(to, _terminal, done.AsJson);
                if (to is null || !OutputFile.IsStandardOutput(to)) done.AsWords(_terminal.Words);
                return done.ExitCode;
            });
            return Command;
        }

        private string Folder(ParseResult parsed) => (parsed.GetValue(_data), parsed.GetValue(_postgres), parsed.GetValue(_keys)) switch
        {
            ({ }, { }, _) => throw new UnusableInput(new Text("--data 和 --postgres 都写了。", "--data and --postgres are both given."), new Text("一份记录只在一处，去掉其中一个。", "A record lies in one place; leave one of them out.")),
            (_, _, { Length: > 0 } keys) => keys,
            ({ } file, null, null) => RecordPlace.OfFile(file).Keys,
            (null, { } connection, null) => RecordPlace.OfPostgres(connection, null).Keys,
            _ => throw new UnusableInput(new Text("没有指明见证方的文件夹。", "No folder of a witness is named."), new Text("用 --keys DIR 指明，或用 --data FILE 指明你自己的记录。", "Name it with --keys DIR, or your own record with --data FILE.")),
        };
    }
}
