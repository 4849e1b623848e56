using System.CommandLine;
using System.CommandLine.Parsing;
using Trellis.Runtime;

namespace Trellis.Cli;

/// <summary>Exit codes that mean what they say, the same for every command.</summary>
public static class ExitCodes
{
    /// <summary>Fine, or notes only.</summary>
    public const int Fine = 0;

    /// <summary>Errors, warnings, findings or refusals.</summary>
    public const int Findings = 1;

    /// <summary>What was handed in cannot be used.</summary>
    public const int UnusableInput = 2;

    /// <summary>The machine failed: disk, memory, a fault of ours.</summary>
    public const int BrokenMachine = 3;
}

/// <summary>Runs one command and turns whatever goes wrong into one message with a place and a remedy, on standard error.</summary>
public static class CommandLine
{
    public static int Run(Command root, string[] args, Terminal terminal)
    {
        var language = LanguageOf(args, terminal);
        try
        {
            if (FirstUnknown(root, args) is { } unknown)
            {
                Say(unknown.What, unknown.Remedy);
                return ExitCodes.UnusableInput;
            }

            var parsed = root.Parse(args.Length == 0 ? ["--help"] : args, new ParserConfiguration { ResponseFileTokenReplacer = null }); // @FILE is a name as any other
            if (parsed.Errors.Count > 0)
            {
                // One message: the first fault, which the others often only follow from.
                var command = parsed.CommandResult.Command == root ? root.Name : $"{root.Name} {parsed.CommandResult.Command.Name}";
                Say(WrongIn(parsed), new Text($"{command} --help 说明怎么写。", $"{command} --help tells what it takes."));
                return ExitCodes.UnusableInput;
            }

            var code = parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = terminal.Words, Error = terminal.Errors });
            terminal.Words.Flush();
            return code;
        }
        catch (UnusableInput fault)
        {
            var place = fault.Place is { } named ? Excerpt.Of(named, 300) : null;
            Say(place is null ? fault.Says : new Text($"{place}：{fault.Says.Zh}", $"{place}: {fault.Says.En}"), fault.Advises);
            return ExitCodes.UnusableInput;
        }
        catch (MachineFault fault)
        {
            Say(fault.Says, fault.Advises);
            return ExitCodes.BrokenMachine;
        }
        catch (IOException fault) when (IsClosedPipe(fault))
        {
            // Whoever read our output (head, less) had enough.
            return ExitCodes.Fine;
        }
        catch (Exception fault) when (fault is FileNotFoundException or FileLoadException)
        {
            var part = Excerpt.Of((fault as FileNotFoundException)?.FileName ?? (fault as FileLoadException)?.FileName ?? fault.Message, 200);
            Say(
                new Text($"程序缺少一部分，或读不到需要的文件：{part}", $"A part of this program, or a file that it needs, is missing: {part}"),
                new Text("若这是你指定的文件，核对它的名字；否则请重新安装 Trellis。", "If it is a file that you named, check its name; otherwise install Trellis again."));
            return ExitCodes.BrokenMachine;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Say(new Text($"无法写标准输出：{SystemWords.Of(fault).Zh}", $"Standard output cannot be written: {fault.Message}"), new Text("检查输出送往哪里、那里是否还有空间。", "Check where the output is sent, and the space there."));
            return ExitCodes.BrokenMachine;
        }
        catch (OutOfMemoryException)
        {
            Say(
                new Text("内存不够读这份日志。", "There is not enough memory for this log."),
                new Text("关掉别的程序，或把日志按年、按单位拆开。读取时每个事件占 50 至 100 字节。", "Close other programs, or split the log by year or by unit. A log takes 50 to 100 bytes an event while it is read."));
            return ExitCodes.BrokenMachine;
        }
#pragma warning disable CA1031 // The last net: a fault of ours is told in one line too, never as a stack trace.
        catch (Exception fault)
        {
            Say(
                new Text($"Trellis 出错了：{fault.GetType().Name}: {fault.Message}", $"Trellis failed: {fault.GetType().Name}: {fault.Message}"),
                new Text("这是 Trellis 的错，不是你的输入有误。请附上所用的命令报告（办法见 SECURITY.md 和 CONTRIBUTING.md）。", "This is a fault in Trellis, not in your input. Please report it with the command you gave (SECURITY.md and CONTRIBUTING.md say how)."));
            return ExitCodes.BrokenMachine;
        }
#pragma warning restore CA1031

        void Say(Text what, Text remedy) => CommandLine.Say(terminal, what.In(language), remedy.In(language));
    }

    /// <summary>The language of messages about a command that did not get far enough to read its options.</summary>
    private static Language LanguageOf(string[] args, Terminal terminal)
    {
        for (var at = 0; at < args.Length; at++)
        {
            if (args[at] == "--") break;
            var asked = args[at] == "--lang" && at + 1 < args.Length ? args[at + 1] : args[at].StartsWith("--lang=", StringComparison.Ordinal) ? args[at]["--lang=".Length..] : null;
            if (asked is "zh" or "en") return asked == "zh" ? Language.Chinese : Language.English;
        }

        return terminal.Language;
    }

    /// <summary>What is wrong with a command that names things that there are, in our own words; where we have none, in those of the parser.</summary>
    private static Text WrongIn(ParseResult parsed)
    {
        var error = parsed.Errors[0];
        var command = parsed.CommandResult.Command;
        if (parsed.UnmatchedTokens is [var more, ..]) return new Text($"多了一个词：{Excerpt.Of(more, 60)}。", $"There is a word too many: {Excerpt.Of(more, 60)}.");
        switch (error.SymbolResult)
        {
            case OptionResult { Tokens: [] } option:
                return new Text($"{option.Option.Name} 后面缺少值。", $"The value behind {option.Option.Name} is missing.");
            case OptionResult { Tokens: [_, _, ..] } option:
                return new Text($"{option.Option.Name} 写了不止一次。", $"{option.Option.Name} is given more than once.");
            case OptionResult { Tokens: [var token] } option:
                return new Text($"{option.Option.Name} 不能写 \"{Excerpt.Of(token.Value, 60)}\"。", $"{option.Option.Name} cannot be \"{Excerpt.Of(token.Value, 60)}\".");
            case ArgumentResult { Tokens: [], Parent: OptionResult option }:
                return new Text($"{option.Option.Name} 后面缺少值。", $"The value behind {option.Option.Name} is missing.");
            case ArgumentResult { Tokens: [] } argument:
                return new Text($"缺少 {argument.Argument.Name}。", $"{argument.Argument.Name} is missing.");
            case ArgumentResult { Tokens: [.., var token], Parent: OptionResult option }:
                return new Text($"{option.Option.Name} 不能写 \"{Excerpt.Of(token.Value, 60)}\"。", $"{option.Option.Name} cannot be \"{Excerpt.Of(token.Value, 60)}\".");
        }

        if (command.Options.FirstOrDefault(option => option.Required && parsed.GetResult(option) is null) is { } lacking) return new Text($"缺少 {lacking.Name}。", $"{lacking.Name} is missing.");
        if (command.Arguments.FirstOrDefault(argument => argument.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(argument) is null or { Tokens: [] }) is { } left) return new Text($"缺少 {left.Name}。", $"{left.Name} is missing.");
        if (command.Subcommands is [var first, ..]) return new Text($"{command.Name} 后面还要写命令，例如 {first.Name}。", $"Behind {command.Name} stands another command, such as {first.Name}.");
        var said = Excerpt.Of(error.Message, 300);
        return new Text($"命令写得不对（{said}）", said);
    }

    /// <summary>
    /// A command or option that does not exist, told before anything else: a misspelt option would otherwise be taken for a file,
    /// and the message would be about that.
    /// </summary>
    private static (Text What, Text Remedy)? FirstUnknown(Command root, string[] args)
    {
        var command = root;
        foreach (var arg in args)
        {
            if (arg == "--") return null;
            if (arg.StartsWith("--", StringComparison.Ordinal))
            {
                var name = arg.Split('=')[0];
                var known = new List<string>();
                foreach (var option in command.Options.Concat(root.Options.Where(static option => option.Recursive))) known.Add(option.Name);
                if (known.Contains(name, StringComparer.Ordinal)) continue;
                var near = Near(NearNames.Nearest(name, known));
                return (new Text($"没有 {Excerpt.Of(name, 40)} 这个选项。", $"There is no option {Excerpt.Of(name, 40)}."), new Text($"{near.Zh}{Full(command)} --help 列出全部。", $"{near.En}{Full(command)} --help lists them all."));
            }

            if (command.Subcommands.Count == 0 || arg.StartsWith('-')) continue;
            if (command.Subcommands.FirstOrDefault(sub => string.Equals(sub.Name, arg, StringComparison.Ordinal)) is { } found)
            {
                command = found;
                continue;
            }

            var nearest = Near(NearNames.Nearest(arg, command.Subcommands.Select(static sub => sub.Name)));
            var called = $"{(command == root ? "" : command.Name + " ")}{Excerpt.Of(arg, 40)}";
            return (new Text($"没有 \"{called}\" 这个命令。", $"There is no command \"{called}\"."), new Text($"{nearest.Zh}{Full(command)} --help 列出全部。", $"{nearest.En}{Full(command)} --help lists them all."));
        }

        return null;

        static Text Near(string? meant) => meant is null ? new Text("", "") : new Text($"是不是要写 {meant}？", $"Did you mean {meant}? ");

        string Full(Command of) => of == root ? root.Name : of.Parents.OfType<Command>().FirstOrDefault() is { } above ? $"{Full(above)} {of.Name}" : of.Name;
    }

    private static void Say(Terminal terminal, string what, string remedy)
    {
        try
        {
            terminal.Errors.WriteLine($"trellis: {Shown(what)}");
            terminal.Errors.WriteLine($"  {Shown(remedy)}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Nobody listens on standard error; the exit code still tells.
            _ = fault;
        }
    }

    /// <summary>A server, a database or a file may have put signs into a message by which a terminal is steered.</summary>
    private static string Shown(string text) => Excerpt.Of(text, 4_000);

    private static bool IsClosedPipe(IOException fault) => (fault.HResult & 0xFFFF) == 32; // EPIPE
}
