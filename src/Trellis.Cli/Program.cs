using System.CommandLine;
using System.CommandLine.Help;
using System.Text;
using Trellis.Cli;

// Everything that exists, listed here; nothing is found by scanning.
Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
var terminal = Terminal.System();
var root = new Command("trellis", "Trellis: a compiler, runtime and profiler for the structure of grassroots governance.")
{
    new HelpOption(),
    new VersionOption(),
    DiagnoseCommand.Make(terminal),
};
return CommandLine.Run(root, args, terminal);
