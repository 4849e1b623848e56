using Trellis.Bench;
using Trellis.Bench.Generators;

switch (args)
{
    case ["generate-log", var file, var cases, var events]:
        using (var to = File.Create(file)) WideLog.Write(to, int.Parse(cases), int.Parse(events));
        return 0;
    case ["stages", var file]:
        LogStages.Run(file, Environment.ProcessorCount);
        return 0;
    case ["stages", var file, var threads]:
        LogStages.Run(file, int.Parse(threads));
        return 0;
    default:
        Console.Error.WriteLine("trellis-bench: see CONTRIBUTING.md, \"How to bench\".");
        return 2;
}
