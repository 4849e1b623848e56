using System.Text;
using Trellis.Cli;

Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
var terminal = Terminal.System();
return CommandLine.Run(TrellisCommand.Make(terminal), args, terminal);
