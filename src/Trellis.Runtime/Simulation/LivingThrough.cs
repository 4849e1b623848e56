using Trellis.Pilots.Plans;
using Trellis.Simulation;
using Trellis.Simulation.Runs;
using Trellis.Structure.Files;

namespace Trellis.Runtime.Simulation;

/// <summary>Has a structure and a changed one lived through with the same matters, residents and chances, and says what the change did.</summary>
public static class LivingThrough
{
    /// <param name="plan">What the change is; its day is the first that is lived.</param>
    /// <exception cref="UnusableInput">There is no load under which it could be lived.</exception>
    public static SimulatedEffects Both(StructurePlan plan, IReadOnlyList<SourceFile> before, IReadOnlyList<SourceFile> after, ulong seed, int days, int runs, int threads)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var load = before.FirstOrDefault(static file => file.Path == ReadingLoads.FileName);
        var (first, _) = OpeningScenes.Open(before, load, plan.Day);
        if (first.Refusing.Count > 0) return new SimulatedEffects { WhyNot = new Text($"现在的结构有 {first.Refusing.Count} 个错误。", $"The structure as it is has {first.Refusing.Count} errors.") };
        var then = OpeningScenes.Beside(first, after, load, plan.Day);
        if (then.Refusing.Count > 0) return new SimulatedEffects { WhyNot = new Text($"拟议的条文带来 {then.Refusing.Count} 个错误，列在下面。", $"The text brings {then.Refusing.Count} errors, which stand below.") };
        var settings = new RunSettings(seed, plan.Day, days);
        var was = Replications.Do(first.Scene, first.Load, settings, runs, threads).Ended;
        var now = Replications.Do(then.Scene, then.Load, settings, runs, threads).Ended;
        return SimulatedEffects.Of(plan, first.Scene.Structure, then.Scene.Structure, was, now) with { Days = days, Seed = seed, Load = first.Load.Name, Assumed = first.Load.Assumed };
    }
}
