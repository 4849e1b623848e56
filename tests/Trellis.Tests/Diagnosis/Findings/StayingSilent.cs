using Trellis.Diagnosis.Findings;
using Trellis.Simulation;
using Xunit;

namespace Trellis.Tests.Diagnosis.Findings;

public sealed class StayingSilent(ITestOutputHelper output)
{
    private const int Worlds = 240;

    /// <summary>Of worlds without any fault at most one in twenty has a finding: units at random, arrivals by chance, exponential waits, of several sizes.</summary>
    [Fact]
    public void At_most_one_in_twenty_clean_worlds_has_any_finding()
    {
        var told = new List<string>();
        for (var world = 0; world < Worlds; world++)
        {
            var clean = new AWorld
            {
                Units = 5 + (world % 6),
                Matters = 150 + (100 * (world % 5)),
                PerDay = 1 + (world % 3),
                Places = world % 4 == 3 ? 1 : null,
            };
            var found = clean.Find((ulong)(9_000 + world)).Findings;
            if (found.Count > 0) told.Add($"{world}: {string.Join("; ", found.Select(static one => $"{one.Code.Code} {one.Who} q={one.QValue:0.000}"))}");
        }

        var range = ShareInterval.Of(told.Count, Worlds)!.Value;
        output.WriteLine($"{told.Count} of {Worlds} clean worlds have a finding: {(double)told.Count / Worlds:P1} (95 % interval {range.LowShare:P1} to {range.HighShare:P1})\n{string.Join('\n', told)}");
        Assert.True(told.Count <= Worlds / 20, string.Join('\n', told));
    }

    /// <summary>A world with planted faults whose units are dealt anew at random: nothing hangs on a unit any more.</summary>
    [Fact]
    public void Nothing_is_told_of_units_once_they_are_shuffled()
    {
        for (var seed = 0UL; seed < 20; seed++)
        {
            var log = new AWorld { Slow = 4, Again = 0.5, Matters = 500 }.Make(7_000 + seed);
            var chance = new Chance(new Seed(seed));
            for (var at = log.Groups.Length - 1; at > 0; at--)
            {
                var other = (int)chance.Below(at + 1);
                (log.Groups[at], log.Groups[other]) = (log.Groups[other], log.Groups[at]);
            }

            Assert.DoesNotContain(FindingFaults.In(log, null, new FindingSettings()).Findings, static one => one.Who.Kind is SubjectKind.StepInUnit or SubjectKind.Unit or SubjectKind.UnitPair);
        }
    }
}
