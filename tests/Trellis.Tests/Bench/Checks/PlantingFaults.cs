using Trellis.Bench.Checks;
using Trellis.Bench.Generators;
using Trellis.Structure.Findings;
using Xunit;

namespace Trellis.Tests.Bench.Checks;

/// <summary>The generator of clean structures and the planters of faults: what is measured must itself be right.</summary>
public sealed class PlantingFaults
{
    [Fact]
    public void Clean_structures_are_free_of_findings()
    {
        for (ulong seed = 0; seed < 20; seed++) Assert.Empty(PlantBench.Check(CleanStructures.Make(seed)));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes()
    {
        var (one, other) = (CleanStructures.Make(7).Files(), CleanStructures.Make(7).Files());

        Assert.Equal(one.Select(static file => file.Path), other.Select(static file => file.Path));
        Assert.All(one.Zip(other), static pair => Assert.Equal(pair.First.Bytes, pair.Second.Bytes));
    }

    [Fact]
    public void Structures_of_different_seeds_differ_in_their_units_and_duties()
    {
        var shapes = Enumerable.Range(0, 20).Select(static seed => CleanStructures.Make((ulong)seed)).Select(static sheet => (sheet.Of("unit").Count(), sheet.Of("duty").Count(), sheet.Of("matter").Count())).Distinct().Count();

        Assert.True(shapes > 15, $"Only {shapes} of 20 have a shape of their own.");
    }

    [Fact]
    public void Every_code_has_faults_to_plant_and_something_that_must_stay_silent()
    {
        var planted = PlantBench.Planters.Where(static planter => !planter.Silent).Select(static planter => planter.Code).ToHashSet();
        var silent = PlantBench.Planters.Where(static planter => planter.Silent).Select(static planter => planter.Code).ToHashSet();

        Assert.DoesNotContain(FindingCodes.All, code => !planted.Contains(code.Code));
        Assert.DoesNotContain(FindingCodes.All, code => !silent.Contains(code.Code) && code.Code is not ("TR9011" or "TR9030"));
    }

    /// <summary>One structure a planter; the bench takes many, and prints precision and recall.</summary>
    [Fact]
    public void Each_planter_of_an_exact_code_is_found_where_it_planted()
    {
        var wrong = new List<string>();
        foreach (var planter in PlantBench.Planters.Where(static planter => !PlantBench.IsByLikeness(planter.Code)))
        {
            for (ulong seed = 0; seed < 12; seed++)
            {
                var sheet = CleanStructures.Make(seed);
                if (planter.Plant(new Garden(sheet, new SeededNumbers(seed))) is not { } planted) continue;
                var found = PlantBench.Check(sheet);
                wrong.AddRange(planted.Faults.Where(fault => !found.Contains((fault.Code, fault.Where))).Select(fault => $"{planter.Code} {planter.Name}: {fault.Code} {fault.Where} was not found (seed {seed})."));
                wrong.AddRange(found.Where(one => !planted.Faults.Concat(planted.Entails).Contains(new Fault(one.Code, one.Where))).Select(one => $"{planter.Code} {planter.Name}: {one.Code} {one.Where} was not planted (seed {seed})."));
                break;
            }
        }

        Assert.Empty(wrong);
    }
}
