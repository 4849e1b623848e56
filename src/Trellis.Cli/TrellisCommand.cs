using System.CommandLine;
using System.CommandLine.Help;

namespace Trellis.Cli;

/// <summary>The one program and everything it can do, listed here; nothing is found by scanning.</summary>
public static class TrellisCommand
{
    public static Command Make(Terminal terminal) =>
        new("trellis", "Trellis: a compiler, runtime and profiler for the structure of grassroots governance.")
        {
            new HelpOption(),
            new VersionOption(),
            DemoCommand.Make(terminal),
            CheckCommand.Make(terminal),
            DiagnoseCommand.Make(terminal),
            PlanCommand.Make(terminal),
            BurdenCommand.Make(terminal),
            SimulateCommand.Make(terminal),
            SchemaCommand.Make(terminal),
            MayCommand.Make(terminal),
            PrintCommand.Make(terminal),
            ServeCommand.Make(terminal),
            KeyCommand.Make(terminal),
            TokenCommand.Make(terminal),
            AccountCommand.Make(terminal),
            EraseCommand.Make(terminal),
            RebuildCommand.Make(terminal),
            BackupCommand.Make(terminal),
            CopyKeysCommand.Make(terminal),
            RestoreCommand.Make(terminal),
            VerifyCommand.Make(terminal),
            ImportCommand.Make(terminal),
            ExportCommand.Make(terminal),
            FiguresCommand.Make(terminal),
            AuditorCommand.Make(terminal),
            WitnessCommand.Make(terminal),
        };
}
