using System.Diagnostics;
using System.Globalization;
using Trellis.Bench.Checks;
using Trellis.Runtime.Simulation;
using Trellis.Runtime.Structure;
using Trellis.Simulation;
using Trellis.Simulation.Bases;
using Trellis.Simulation.Runs;

namespace Trellis.Bench.Information;

/// <summary>The demo's base: invented and written as tables by the whole command; and entered into a record by those who own its registers, as the demo does it on its first start.</summary>
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
            // Once in a program of its own, where everything is compiled for it, and then again.
            var entered = CheckBench.Start("dotnet", [typeof(BaseBench).Assembly.Location, "base", "enter", scale]);
            Console.WriteLine(entered.Output.TrimEnd());
            return invented.Wall <= Asked && double.Parse(entered.Output.Split(' ')[1], CultureInfo.InvariantCulture) <= Asked ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A record of one day with the base and one without: what lies between is the base, with the proposals, relations and words by which its rows are found.</summary>
    public static void Enter(string root, string scale)
    {
        var folder = Directory.CreateTempSubdirectory("trellis-enter-").FullName;
        try
        {
            var files = StructureFolder.Read(Path.Combine(root, "structures", "cuiwei"));
            var (opened, from) = OpeningScenes.Open(files, null, null);
            var much = double.Parse(scale, CultureInfo.InvariantCulture);
            Write(null, "warm");
            for (var round = 0; round < 3; round++)
            {
                var without = Write(null, $"without-{round}");
                var clock = Environment.CpuUsage.TotalTime;
                var people = InventingBases.Invent(opened.Running.Structure.On(from), much, new Seed(1).Of("base"), from);
                var invented = (Environment.CpuUsage.TotalTime - clock).TotalSeconds;
                var with = Write(people, $"with-{round}");
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"entered: {invented + with.Processors - without.Processors:F2} s of processors, {invented:F2} of them to invent; {with.Entries - without.Entries:N0} entries, {with.Clock - without.Clock:F2} s by the clock; asked {Asked} s"));
            }

            (double Processors, double Clock, long Entries) Write(InventedBase? people, string name)
            {
                var (clock, watch) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
                var written = WritingRecords.Write(opened, new RunSettings(1, from, 1, much), files, Path.Combine(folder, name + ".db"), Environment.ProcessorCount, null, people);
                return ((Environment.CpuUsage.TotalTime - clock).TotalSeconds, watch.Elapsed.TotalSeconds, written.Head.Size);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
