using Trellis.Simulation;
using Trellis.Structure;

namespace Trellis.Pilots.Plans;

/// <summary>Something that lines of a plan touch and of which a simulation keeps figures.</summary>
public abstract record Touched
{
    private Touched()
    {
    }

    /// <summary>How it is named in the files, and in the plan as JSON.</summary>
    public abstract string Address { get; }

    /// <summary>All matters of a type.</summary>
    public sealed record Type(string Id) : Touched
    {
        public override string Address => $"matter/{Id}";
    }

    /// <summary>A step in the flow of a type, also where that is part of a larger one.</summary>
    public sealed record Step(string OfType, string Id) : Touched
    {
        public override string Address => $"matter/{OfType}/{Id}";
    }

    /// <summary>All posts of some units together.</summary>
    /// <param name="Units">Ids in their order, joined by a plus sign.</param>
    public sealed record PostsOf(string Units) : Touched
    {
        public override string Address => $"unit/{Units}";
    }

    /// <summary>A post at some units, those together.</summary>
    public sealed record Post(string Id, string Units) : Touched
    {
        public override string Address => $"post/{Id}@{Units}";
    }
}

/// <summary>A figure of what is touched, before and after.</summary>
/// <param name="Id">For programs.</param>
/// <param name="Before">Mean over the runs; null where there was nothing to measure.</param>
/// <param name="Difference">Over pairs of runs with the same matters, residents and chances; of no run where there is nothing to compare.</param>
public sealed record EffectFigure(string Id, Text Name, FigureUnit Unit, double? Before, double? After, Estimate Difference)
{
    /// <summary>Whether it is told as a difference. Chosen from all figures of a plan together, so that at most one in twenty of those told is expected to be an accident.</summary>
    public bool IsSeen { get; init; }
}

/// <summary>What a simulation shows of something that is touched.</summary>
/// <param name="Comes">Whether the load brings anything to it, before or after.</param>
public sealed record Effect(Touched What, Text Name, IReadOnlyList<EffectFigure> Figures, bool Comes);

/// <summary>
/// The effects of a planned change in simulated runs of both structures under one load: of the whole change on what each line touches. Which of several lines that touch the same thing has
/// caused it cannot be told from this.
/// </summary>
public sealed record SimulatedEffects
{
    private readonly Dictionary<object, IReadOnlyList<Effect>> _ofLines = new(ReferenceEqualityComparer.Instance);

    /// <summary>Why nothing was simulated; null where it was.</summary>
    public Text? WhyNot { get; init; }

    public int Runs { get; init; }

    /// <summary>Pairs of runs of which either was ended early because more came than could be done.</summary>
    public int CutRuns { get; init; }

    public int Days { get; init; }

    public ulong Seed { get; init; }

    public string Load { get; init; } = "";

    public IReadOnlyList<Text> Assumed { get; init; } = [];

    /// <summary>On everything together.</summary>
    public IReadOnlyList<EffectFigure> Whole { get; init; } = [];

    /// <summary>On each thing that a line touches, by address.</summary>
    public IReadOnlyList<Effect> All { get; init; } = [];

    /// <summary>Lines that have none because nothing of what they say is lived through: forms, systems, data, powers that no step asks for.</summary>
    public int BareLines { get; init; }

    /// <summary>What a line of the plan touches, or units with all their lines; empty where nothing of it is lived through.</summary>
    public IReadOnlyList<Effect> Of(object line) => _ofLines.GetValueOrDefault(line) ?? [];

    /// <param name="before">Runs of the old structure at their end.</param>
    /// <param name="after">Runs of the new one, of the same seeds.</param>
    public static SimulatedEffects Of(StructurePlan plan, GovernanceStructure old, GovernanceStructure @new, IReadOnlyList<EndedRun> before, IReadOnlyList<EndedRun> after)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var pairs = before.Zip(after).Where(static pair => pair.First.Overload is null && pair.Second.Overload is null).ToList();
        var measuring = new MeasuringEffects(pairs, Renames.Between(old, @new), @new, plan.Day);
        var touching = new TouchingLines(plan, old, @new);
        var effects = new SortedDictionary<string, Effect>(StringComparer.Ordinal);
        foreach (var (_, touched) in touching.Lines)
            foreach (var one in touched)
                if (!effects.ContainsKey(one.Address)) effects.Add(one.Address, measuring.Of(one));
        var whole = measuring.Whole();
        var told = Estimate.Told([.. whole.Concat(effects.Values.SelectMany(static one => one.Figures)).Select(static figure => figure.Difference)]);
        var at = 0;
        var simulated = new SimulatedEffects
        {
            Runs = before.Count,
            CutRuns = before.Count - pairs.Count,
            Whole = Seen(whole),
            All = [.. effects.Values.Select(one => one with { Figures = Seen(one.Figures) })],
            BareLines = touching.Bare,
        };
        var byAddress = simulated.All.ToDictionary(static one => one.What.Address, StringComparer.Ordinal);
        foreach (var (units, touched) in touching.Groups) simulated._ofLines.Add(units, [.. touched.Select(one => byAddress[one.Address])]);
        foreach (var (line, touched) in touching.Lines) simulated._ofLines.Add(line, [.. touched.Select(one => byAddress[one.Address])]);
        return simulated;

        IReadOnlyList<EffectFigure> Seen(IReadOnlyList<EffectFigure> figures) => [.. figures.Select(figure => figure with { IsSeen = told[at++] })];
    }
}
