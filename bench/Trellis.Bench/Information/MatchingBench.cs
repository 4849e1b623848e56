using System.Diagnostics;
using System.Globalization;
using Trellis.Information;
using Trellis.Information.Matching;
using Trellis.Information.Names;
using Trellis.Runtime.Structure;
using Trellis.Simulation;
using Trellis.Simulation.Bases;
using Trellis.Structure;

namespace Trellis.Bench.Information;

/// <summary>
/// The people of an invented county, a share of them once more with dirt: which pairs are proposed, which of these are one person, and which rows with dirt are found. What the right number alone
/// tells is counted apart. Intervals are Wilson's, at 95 %.
/// </summary>
internal static class MatchingBench
{
    private const double AskedPrecision = 0.98;
    private const double AskedRecall = 0.95;
    private const double Share = 0.3;
    private static readonly DateOnly Today = new(2026, 11, 1);

    /// <param name="firstSeed">Seeds below 100 were looked at while weights were chosen; judge on others.</param>
    public static int Run(string root, double scale, int seeds, int firstSeed)
    {
        var structure = ReadingStructures.Read(StructureFolder.Read(Path.Combine(root, "structures", "cuiwei"))).Structure.On(Today);
        var found = new Dictionary<Dirt, (int Found, int All)>();
        var (right, proposed, rowsFound, rows, byNumber) = (0L, 0L, 0L, 0L, 0L);
        Console.WriteLine($"date: {DateTime.UtcNow:yyyy-MM-dd}, .NET {Environment.Version}, {Environment.ProcessorCount} cores, scale {scale.ToString(CultureInfo.InvariantCulture)}, seeds {firstSeed} to {firstSeed + seeds - 1}");
        for (var seed = firstSeed; seed < firstSeed + seeds; seed++)
        {
            var invented = InventingBases.Invent(structure, scale, new Seed((ulong)seed).Of("base"), Today);
            var again = SoilingLists.Again(invented, Share, new Seed((ulong)seed).Of("dirt"));
            var all = new List<Traits>(invented.Persons.Count + again.Count);
            for (var person = 0; person < invented.Persons.Count; person++) all.Add(TraitsOf(invented.CleanRow(person)));
            all.AddRange(again.Select(TraitsOf));
            var clock = Stopwatch.StartNew();
            var proposals = ProposingMatches.Among(all);
            var seconds = clock.Elapsed.TotalSeconds;

            var truePairs = new HashSet<int>();
            var wrong = new Dictionary<string, int>();
            foreach (var (one, other, score, reasons) in proposals)
            {
                if (all[one].Number is { } number && number == all[other].Number) continue; // the exact key, which needs no proposal
                proposed++;
                var isOne = PersonOf(one) == PersonOf(other);
                if (isOne)
                {
                    right++;
                    truePairs.Add(other - invented.Persons.Count);
                }
                else
                {
                    var why = string.Join(' ', reasons.Select(static reason => $"{reason.Trait}:{reason.Agrees}"));
                    wrong[why] = wrong.GetValueOrDefault(why) + 1;
                }
            }

            for (var at = 0; at < again.Count; at++)
            {
                if (again[at].Number == invented.Persons[again[at].Person].Number)
                {
                    byNumber++;
                    continue;
                }

                rows++;
                var isFound = truePairs.Contains(at);
                if (isFound) rowsFound++;
                foreach (var dirt in again[at].Dirt) found[dirt] = (found.GetValueOrDefault(dirt).Found + (isFound ? 1 : 0), found.GetValueOrDefault(dirt).All + 1);
            }

            Console.WriteLine($"seed {seed}: {invented.Persons.Count:N0} people, {again.Count:N0} rows once more, matched in {seconds:F2} s ({all.Count / seconds:N0} rows a second)");
            foreach (var (why, times) in wrong.OrderByDescending(static pair => pair.Value).Take(4)) Console.WriteLine($"    wrong {times}: {why}");

            int PersonOf(int row) => row < invented.Persons.Count ? row : again[row - invented.Persons.Count].Person;
        }

        Console.WriteLine($"found by the right number alone: {byNumber:N0} rows, not counted below");
        Console.WriteLine($"precision {Interval(right, proposed)} of {proposed:N0} proposals; asked {AskedPrecision}");
        Console.WriteLine($"recall    {Interval(rowsFound, rows)} of {rows:N0} rows; asked {AskedRecall}");
        foreach (var (dirt, (hit, of)) in found.OrderBy(static pair => pair.Key)) Console.WriteLine($"    {dirt,-16} {Interval(hit, of)} of {of:N0}");
        return right >= AskedPrecision * proposed && rowsFound >= AskedRecall * rows ? 0 : 1;
    }

    private static Traits TraitsOf(DepartmentRow row) => new()
    {
        Name = PersonalName.Read(row.Name),
        Number = row.Number.Length > 0 ? row.Number : null,
        NumberHolds = ResidentNumber.TryRead(row.Number, Today, out _, out _),
        Birth = DateOnly.TryParseExact(row.Birth, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var birth) ? birth : null,
        Sex = row.Sex,
        Telephone = Traits.TelephoneOf(row.Telephone),
        Address = NormalAddress.Read(row.Address),
    };

    private static string Interval(long hits, long all)
    {
        if (all == 0) return "none";
        const double z = 1.959964;
        var (n, p) = ((double)all, hits / (double)all);
        var middle = (p + (z * z / (2 * n))) / (1 + (z * z / n));
        var half = z / (1 + (z * z / n)) * Math.Sqrt((p * (1 - p) / n) + (z * z / (4 * n * n)));
        return string.Create(CultureInfo.InvariantCulture, $"{p:F4} ({middle - half:F4} to {middle + half:F4})");
    }
}
