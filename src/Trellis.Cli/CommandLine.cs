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
    public static int Run(RootCommand root, string[] args, Terminal terminal)
    {
        try
        {
            var parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
            if (parsed.Errors.Count > 0)
            {
                foreach (var error in parsed.Errors) terminal.Errors.WriteLine($"trellis: {error.Message}");
                var command = parsed.CommandResult.Command is RootCommand ? "trellis" : $"trellis {parsed.CommandResult.Command.Name}";
                terminal.Errors.WriteLine($"  {command} --help tells what it takes.");
                return ExitCodes.UnusableInput;
            }

            var code = parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = terminal.Words, Error = terminal.Errors });
            terminal.Words.Flush();
            return code;
        }
        catch (UnusableInput fault)
        {
            Say(terminal, fault.Place is { } place ? $"{place}: {fault.Message}" : fault.Message, fault.Remedy);
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
        catch (IOException fault)
        {
            Say(terminal, $"Standard output cannot be written: {fault.Message}", "Check where the output is sent, and the space there.");
            return ExitCodes.BrokenMachine;
        }
        catch (OutOfMemoryException)
        {
            Say(terminal, "There is not enough memory for this log.", "Close other programs, or split the log by year or by unit. A log takes about 50 bytes an event while it is read.");
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

    private static void Say(Terminal terminal, string what, string remedy)
    {
        terminal.Errors.WriteLine($"trellis: {what}");
        terminal.Errors.WriteLine($"  {remedy}");
    }

    private static bool IsClosedPipe(IOException fault) => (fault.HResult & 0xFFFF) == 32; // EPIPE
}
