using System.CommandLine;
using Trellis.Runtime.Structure;
using Trellis.Structure;
using Trellis.Structure.Findings;

namespace Trellis.Cli;

/// <summary>`trellis check`: compile a structure and tell every fault at once.</summary>
internal static class CheckCommand
{
    public static Command Make(Terminal terminal)
    {
        var folder = new Argument<string>("DIR") { Description = "The folder of a structure." };
        var command = new Command("check", "Compile a structure and tell every fault at once, each with file, line and remedy.") { folder };
        command.SetAction(parsed =>
        {
            var reading = ReadingStructures.Read(StructureFolder.Read(parsed.GetRequiredValue(folder)), Environment.ProcessorCount);
            var findings = reading.Findings.Kept.ToList();
            findings.Sort(Finding.Compare);
            FindingsAsText.Write(findings, terminal.Language, terminal.Words);
            terminal.Words.WriteLine($"{reading.Structure.Entries.Count} entries, {findings.Count} findings");
            return findings.Count > 0 ? 1 : 0;
        });
        return command;
    }
}
