using Trellis.Diagnosis.Checks;
using Trellis.Structure;

namespace Trellis.Diagnosis.Records;

/// <summary>What the types of matters say of their steps and of what may be collected in them, found once for each.</summary>
internal sealed class ScopesOfTypes(StructureOnDay today)
{
    private readonly FactNames _names = new(today.Structure, today.Day);
    private readonly Dictionary<string, Scope?> _scopes = new(StringComparer.Ordinal);

    /// <summary>The power that a step uses; null for none.</summary>
    public string? PowerOf(string type, string step) => Of(type)?.Type.Steps.FirstOrDefault(one => one.Id == step)?.Power?.Id;

    /// <summary>Which resource is asked for: the one that is named, or the only one that the step needs; null where that is not known.</summary>
    /// <param name="key">The open point.</param>
    public string? ResourceOf(string type, string key, string? named)
    {
        if (named is not null) return today.Structure.Resources.On(named, today.Day)?.Id;
        return Of(type)?.Type.Steps.FirstOrDefault(one => one.Id == key.Split('/')[^1])?.Resources is [var only] ? today.Structure.Resources.On(only.Id, today.Day)?.Id : null;
    }

    /// <summary>Whether a fact that somebody gave is declared in the type; null for what is about nobody, and for what is no item.</summary>
    public bool? IsOfPeople(string type, string fact)
    {
        if (Of(type) is not { } scope) return null;
        if (scope.Known.TryGetValue(fact, out var known)) return known;
        return scope.Known[fact] = _names.Find(fact, scope.Type) is not { } item || item.Personal == Personal.None ? null : scope.Named.Contains(fact) || scope.Named.Contains(item.Id);
    }

    private Scope? Of(string type)
    {
        if (_scopes.TryGetValue(type, out var known)) return known;
        return _scopes[type] = today.Structure.Matters.On(type, today.Day) is { } matter ? new Scope(matter, Named(matter)) : null;
    }

    /// <summary>
    /// Every fact that the type, one of its parts, or a power or duty of its steps writes down in any place: as asked, used, given, or as a condition. Whoever says it there has declared it; so has who said it earlier, or in an overlay for some places, since a
    /// matter may run under either.
    /// </summary>
    private HashSet<string> Named(MatterType matter)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        var (seen, open) = (new HashSet<Entry>(), new Queue<Entry>(Spells(matter)));
        while (open.TryDequeue(out var entry))
        {
            if (!seen.Add(entry)) continue;
            foreach (var word in WritingStructures.AsText(entry).Split(Breaks, StringSplitOptions.RemoveEmptyEntries))
                if (word.Contains('.', StringComparison.Ordinal)) named.Add(word.TrimEnd('.'));
            if (entry is not MatterType type) continue;
            foreach (var duty in today.Structure.Duties.Of(type.Duty.Id)) open.Enqueue(duty);
            foreach (var power in type.Steps.Select(static step => step.Power?.Id).OfType<string>())
                foreach (var held in today.Structure.Powers.Of(power)) open.Enqueue(held);
            foreach (var part in type.Flow.All.OfType<FlowPart.Part>())
                foreach (var other in today.Structure.Matters.Of(part.Matter.Id).SelectMany(Spells)) open.Enqueue(other);
        }

        // A fact by another road to the same item is the same item.
        foreach (var fact in named.ToList())
            if (_names.Find(fact, matter) is { } item) named.Add(item.Id);
        return named;
    }

    /// <summary>The type as it is, as it was, and as overlays have it.</summary>
    private IEnumerable<Entry> Spells(MatterType matter) =>
        today.Structure.Matters.Of(matter.Id).Concat(today.Structure.Overlays.All.SelectMany(static one => one.Adds.Concat(one.Replaces.Select(static instead => instead.Entry))).Where(one => one is MatterType && one.Id == matter.Id));

    private static readonly char[] Breaks = [' ', '\n', ',', '[', ']', '{', '}', '(', ')', ':', '"', '\''];

    private sealed record Scope(MatterType Type, HashSet<string> Named)
    {
        public Dictionary<string, bool?> Known { get; } = new(StringComparer.Ordinal);
    }
}
