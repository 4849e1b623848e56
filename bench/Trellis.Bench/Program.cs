using Trellis.Bench;
using Trellis.Bench.Generators;

switch (args)
{
    case ["generate-log", var file, var cases, var events]:
        using (var to = File.Create(file)) WideLog.Write(to, int.Parse(cases), int.Parse(events));
        return 0;
    case ["hotline", var file, var matters, var language]:
        using (var to = new StreamWriter(file)) Hotline.Write(to, int.Parse(matters), language == "zh" ? Trellis.Language.Chinese : Trellis.Language.English);
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
