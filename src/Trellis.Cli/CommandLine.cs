using System.CommandLine;
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
        try
        {
            if (FirstUnknown(root, args) is { } unknown)
            {
                Say(terminal, unknown.What, unknown.Remedy);
                return ExitCodes.UnusableInput;
            }

            var parsed = root.Parse(args.Length == 0 ? ["--help"] : args, new ParserConfiguration { ResponseFileTokenReplacer = null }); // @FILE is a name as any other
            if (parsed.Errors.Count > 0)
            {
                // One message: the first fault, which the others often only follow from.
                var command = parsed.CommandResult.Command == root ? root.Name : $"{root.Name} {parsed.CommandResult.Command.Name}";
                Say(terminal, Excerpt.Of(parsed.Errors[0].Message, 300), $"{command} --help tells what it takes.");
                return ExitCodes.UnusableInput;
            }

            var code = parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = terminal.Words, Error = terminal.Errors });
            terminal.Words.Flush();
            return code;
        }
        catch (UnusableInput fault)
        {
            Say(terminal, fault.Place is { } place ? $"{Excerpt.Of(place, 300)}: {fault.Message}" : fault.Message, fault.Remedy);
            return ExitCodes.UnusableInput;
        }
        catch (MachineFault fault)
        {
            Say(terminal, fault.Message, fault.Remedy);
            return ExitCodes.BrokenMachine;
        }
        catch (IOException fault) when (IsClosedPipe(fault))
        {
            // Whoever read our output (head, less) had enough.
            return ExitCodes.Fine;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Say(terminal, $"Standard output cannot be written: {fault.Message}", "Check where the output is sent, and the space there.");
            return ExitCodes.BrokenMachine;
        }
        catch (OutOfMemoryException)
        {
            Say(terminal, "There is not enough memory for this log.", "Close other programs, or split the log by year or by unit. A log takes 50 to 100 bytes an event while it is read.");
            return ExitCodes.BrokenMachine;
        }
#pragma warning disable CA1031 // The last net: a fault of ours is told in one line too, never as a stack trace.
        catch (Exception fault)
        {
            Say(terminal, $"Trellis failed: {fault.GetType().Name}: {fault.Message}", "This is a fault in Trellis, not in your input. Please report it with the command you gave (SECURITY.md and CONTRIBUTING.md say how).");
            return ExitCodes.BrokenMachine;
        }
#pragma warning restore CA1031
    }

    /// <summary>
    /// A command or option that does not exist, told before anything else: a misspelt option would otherwise be taken for a file,
    /// and the message would be about that.
    /// </summary>
    private static (string What, string Remedy)? FirstUnknown(Command root, string[] args)
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
                var near = NearNames.Nearest(name, known) is { } meant ? $"Did you mean {meant}? " : "";
                return ($"There is no option {Excerpt.Of(name, 40)}.", $"{near}{Full(command)} --help lists them all.");
            }

            if (command.Subcommands.Count == 0 || arg.StartsWith('-')) continue;
            if (command.Subcommands.FirstOrDefault(sub => string.Equals(sub.Name, arg, StringComparison.Ordinal)) is { } found)
            {
                command = found;
                continue;
            }

            var nearest = NearNames.Nearest(arg, command.Subcommands.Select(static sub => sub.Name)) is { } other ? $"Did you mean {other}? " : "";
            return ($"There is no command \"{(command == root ? "" : command.Name + " ")}{Excerpt.Of(arg, 40)}\".", $"{nearest}{Full(command)} --help lists them all.");
        }

        return null;

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
