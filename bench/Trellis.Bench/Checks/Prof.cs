using Trellis.Bench.Generators;
using Trellis.Diagnosis.Checks;
using Trellis.Structure;
namespace Trellis.Bench.Checks;
internal static class Prof
{
    public static void Run(ulong seed, string code)
    {
        for (var round = 0; round < 4; round++)
        {
            var sheet = CleanStructures.Make(seed);
            var chance = new SeededNumbers(unchecked(seed * 31 + (ulong)round + 5));
            var garden = new Garden(sheet, chance);
            var n = 0;
            var names = new List<string>();
            var faults = new HashSet<(string, string)>();
            foreach (var planter in PlantBench.Planters.OrderBy(_ => chance.Next()))
            {
                if (n == PlantBench.HeavyEach) break;
                var before = sheet.Entries.Count;
                if (planter.Plant(garden) is { } planted) { n++; names.Add($"{planter.Code} {planter.Name}: {string.Join(' ', sheet.Entries.Skip(before).Select(e => e.Address))}"); foreach (var f in planted.Faults.Concat(planted.Entails)) faults.Add((f.Code, f.Where)); }
            }
            var check = CheckingStructures.Check(ReadingStructures.Read(sheet.Files()), CleanStructures.Day);
            foreach (var f in check.Findings) if (f.Code.Code == code && !faults.Contains((f.Code.Code, f.Address!))) { Console.WriteLine($"{round} {f.Line} {f.Found.En} | {f.Expected?.En}"); var id = f.Address!; foreach (var x in names) if (x.Contains(id)) Console.WriteLine("   " + x); Console.WriteLine(string.Join("\n", names.Where(x => x.Contains("form") || x.Contains("TR1")|| x.Contains("TR90")).Select(x => "        " + x))); }
        }
    }
}
