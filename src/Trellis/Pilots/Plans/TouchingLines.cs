using Trellis.Structure;

namespace Trellis.Pilots.Plans;

/// <summary>Says of each line of a plan what it touches of which a simulation keeps figures.</summary>
internal sealed class TouchingLines
{
    private readonly GovernanceStructure _old;
    private readonly GovernanceStructure _new;

    public TouchingLines(StructurePlan plan, GovernanceStructure old, GovernanceStructure @new)
    {
        (_old, _new) = (old, @new);
        foreach (var line in plan.Askers) Add(line, line.IsOfData ? [] : [TypeOf(line.Address)]);
        foreach (var line in plan.Matters) Add(line, [TypeOf(line.Address)]);
        foreach (var line in plan.Decisions) Add(line, [new Touched.Step(TypeOf(line.Matter).Id, line.Step), TypeOf(line.Matter), .. Deciders(line)]);
        foreach (var line in plan.Delegations) Add(line, StepsOf(line.Power["power/".Length..], plan.Day) is { Count: > 0 } steps ? [.. steps, .. AtUnits(line.Begins, line.Ends)] : []);
        foreach (var units in plan.Units)
        {
            foreach (var line in units.Changes) Add(line, IsLived(line.Kind) ? AtUnits(units.Units) : []);
            if (units.Changes.Any(static line => IsLived(line.Kind))) Groups.Add((units, AtUnits(units.Units)));
        }
    }

    public List<(object Line, IReadOnlyList<Touched> What)> Lines { get; } = [];

    /// <summary>Units with a line of which something is lived through: they are told once for all their lines.</summary>
    public List<(AffectedUnits Units, IReadOnlyList<Touched> What)> Groups { get; } = [];

    /// <summary>Lines of which nothing is lived through.</summary>
    public int Bare { get; private set; }

    private static Touched.Type TypeOf(string address) => new(address["matter/".Length..]);

    private void Add(object line, IReadOnlyList<Touched> touched)
    {
        if (touched.Count == 0) Bare++;
        else Lines.Add((line, touched));
    }

    /// <summary>Forms and logins have no acts in a simulation.</summary>
    private static bool IsLived(UnitChangeKind kind) => kind is not (UnitChangeKind.FormGained or UnitChangeKind.FormChanged or UnitChangeKind.FormLost or UnitChangeKind.SystemGained or UnitChangeKind.SystemLost);

    private static IReadOnlyList<Touched> AtUnits(params ReadOnlySpan<IReadOnlyList<UnitName>> units)
    {
        var all = new List<UnitName>();
        foreach (var some in units) all.AddRange(some);
        return all.Count == 0 ? [] : [new Touched.PostsOf(Joined(all))];
    }

    private static IEnumerable<Touched> Deciders(DecisionChange line) =>
        line.Before.Concat(line.After).Select(static decider => new Touched.Post(decider.Post, Joined(decider.Units))).Distinct();

    private List<Touched.Step> StepsOf(string power, DateOnly day)
    {
        var steps = new HashSet<Touched.Step>();
        foreach (var structure in (GovernanceStructure[])[_old, _new])
            foreach (var type in structure.Matters.All)
                if (type.HoldsOn(day))
                    foreach (var step in type.Steps)
                        if (step.Power?.Id == power) steps.Add(new Touched.Step(type.Id, step.Id));
        return [.. steps.OrderBy(static step => step.Address, StringComparer.Ordinal)];
    }

    private static string Joined(IEnumerable<UnitName> units) => string.Join('+', units.Select(static unit => unit.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
}
