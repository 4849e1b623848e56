using Trellis.Structure;
using Trellis.Structure.Expressions;

namespace Trellis.Process.Flows;

/// <summary>
/// What a matter type may read of the rows in its roles: names such as "premises.area" in its conditions, limits and promises, in those of its parts, and in the limits of the powers that its
/// steps need. Read off the structure, so that it can be at hand before an act is decided.
/// </summary>
/// <param name="Paths">Names that begin with a role of the type, in order.</param>
/// <param name="OfElements">Items of registers by their ids that conditions on lists read of each element.</param>
/// <param name="Asked">Names that the type asks for, and whose being held is an answer.</param>
public sealed record FactsOfRoles(IReadOnlyList<string> Paths, IReadOnlyList<string> OfElements, IReadOnlyList<string> Asked)
{
    public static FactsOfRoles Of(GovernanceStructure structure, MatterType type, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(structure);
        var names = new HashSet<string>(StringComparer.Ordinal);
        Gather(structure, type, day, static role => role, names, [type.Id]);
        var declared = FormulaNames.Of(structure, type);
        foreach (var name in names.ToList()) Taken(name, 0);
        var roles = type.About.Where(role => structure.Registers.Of(role.Register.Id).Count > 0).Select(static role => role.Name).ToHashSet(StringComparer.Ordinal);
        return new FactsOfRoles(
            [.. names.Where(name => IsOf(name, roles.Contains)).Order(StringComparer.Ordinal)],
            [.. names.Where(name => IsOf(name, root => !roles.Contains(root) && structure.Registers.Of(root).Count > 0)).Order(StringComparer.Ordinal)],
            [.. type.Asks.Select(static one => one.Id).Where(name => IsOf(name, roles.Contains)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

        // A computed item reads others of its row, under the name of its register.
        void Taken(string name, int depth)
        {
            names.Add(name);
            if (depth >= Deepest || declared.ItemOf(name, day) is not { Computed: { } computed } item || Reading.Parse(computed) is not { } node) return;
            foreach (var inner in Reading.NamesOf(node))
            {
                if (Reading.Covers(item.RegisterId, inner) && inner.Length > item.RegisterId.Length) Taken(string.Concat(name.AsSpan(0, name.LastIndexOf('.')), inner.AsSpan(item.RegisterId.Length)), depth + 1);
                else names.Add(inner);
            }
        }
    }

    /// <summary>Computed items that read computed items: deeper than anybody writes.</summary>
    private const int Deepest = 8;

    private static bool IsOf(string name, Func<string, bool> root) => name.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 && root(name[..dot]);

    /// <param name="bound">Under which name a role of this type stands in the filing.</param>
    private static void Gather(GovernanceStructure structure, MatterType type, DateOnly day, Func<string, string> bound, HashSet<string> names, HashSet<string> within)
    {
        Take(type.Guide.Promise?.Formula);
        Take(type.Guide.FirstAnswer?.Formula);
        foreach (var part in type.Flow.All)
        {
            switch (part)
            {
                case FlowPart.Step step:
                    Take(step.When);
                    Take(step.Within?.Formula);
                    if (step.Amount is { Id: var amount }) Name(amount);
                    if (step.Power is { Id: var power }) OfPower(power);
                    break;
                case FlowPart.Choice choice:
                    foreach (var branch in choice.Branches) Take(branch.When);
                    Take(choice.Within?.Formula);
                    break;
                case FlowPart.Repeat repeat:
                    Take(repeat.Until);
                    Take(repeat.Within?.Formula);
                    if (repeat.ForEach is var (_, members)) Name(members.Id);
                    break;
                case FlowPart.Part run:
                    Take(run.When);
                    Take(run.Within?.Formula);
                    if (structure.Matters.On(run.Matter.Id, day) is { } inner && within.Add(inner.Id))
                    {
                        Gather(structure, inner, day, role => bound(run.With.FirstOrDefault(one => one.Role == role).Bound ?? role), names, within);
                        within.Remove(inner.Id);
                    }

                    break;
                case FlowPart.Sequence block: Take(block.Within?.Formula); break;
                case FlowPart.Parallel block: Take(block.Within?.Formula); break;
                case FlowPart.AnyOrder block: Take(block.Within?.Formula); break;
                default: break;
            }
        }

        void OfPower(string id)
        {
            foreach (var power in structure.Powers.Of(id))
            {
                Take(power.When);
                foreach (var holding in power.HeldBy) OfLimits(holding.Limits);
            }

            foreach (var delegation in structure.Delegations.All)
                if (PowerOf(structure, delegation) == id) OfLimits(delegation.Limits);
        }

        void OfLimits(Limits limits)
        {
            Take(limits.When);
            for (var span = CeilingSpan.Case; span <= CeilingSpan.Year; span++)
            {
                Take(limits.Amount(span)?.Formula);
                Take(limits.Number(span)?.Formula);
            }
        }

        void Take(Formula? formula)
        {
            if (Reading.Parse(formula) is not { } node) return;
            foreach (var name in Reading.NamesOf(node)) Name(name);
        }

        void Name(string name)
        {
            var dot = name.IndexOf('.', StringComparison.Ordinal);
            names.Add(dot < 0 ? bound(name) : string.Concat(bound(name[..dot]), name.AsSpan(dot)));
        }
    }

    /// <summary>The power at the beginning of a chain of delegations; null where the chain has none, or goes in a circle.</summary>
    private static string? PowerOf(GovernanceStructure structure, Delegation delegation)
    {
        for (var (of, left) = (delegation.Of, structure.Delegations.All.Count); left >= 0; left--)
        {
            if (of.Kind == Kind.Power) return of.Id;
            if (structure.Delegations.Of(of.Id) is not [var above, ..]) return null;
            of = above.Of;
        }

        return null;
    }
}
