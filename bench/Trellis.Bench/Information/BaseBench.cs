using System.Diagnostics;
using Trellis.Bench.Checks;

namespace Trellis.Bench.Information;

/// <summary>The demo's base: invented and written by the whole command, and imported by whole commands, table after table.</summary>
internal static class BaseBench
{
    private const double Asked = 6;
    private static readonly string[] Tables = ["places", "households", "residents", "organisations", "insured"];

    public static int Run(string root, string scale)
    {
        var folder = Directory.CreateTempSubdirectory("trellis-base-").FullName;
        var (program, county) = (Path.Combine(root, "trellis"), Path.Combine(root, "structures", "cuiwei"));
        try
        {
            CheckBench.Start(program, ["--help"]); // builds where the sources changed
            var invented = CheckBench.Start(program, ["import", "--invent", Path.Combine(folder, "base"), "--structure", county, "--scale", scale, "--lang", "en"]);
            Console.WriteLine($"date: {DateTime.UtcNow:yyyy-MM-dd}, .NET {Environment.Version}, {Environment.ProcessorCount} cores, scale {scale}: invented and written in {invented.Wall:F2} s, {invented.Processor:F1} s of processors; asked {Asked} s");
            Console.WriteLine(invented.Output.TrimEnd());
            foreach (var table in Tables) Console.WriteLine($"{table}: {new FileInfo(Path.Combine(folder, "base", table + ".csv")).Length / 1e6:F1} MB");
            return invented.Wall <= Asked ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
