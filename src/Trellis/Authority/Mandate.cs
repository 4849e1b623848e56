using Trellis.Structure;

namespace Trellis.Authority;

/// <summary>
/// A power in the hands of one post at one unit: held by itself, or lent along a chain of delegations.
/// One entry for a group gives as many mandates as the group has units.
/// </summary>
public sealed class Mandate
{
    internal Mandate(Power power, Holding holding, UnitOnDay unit, IReadOnlyList<UnitOnDay> area, DateOnly until)
    {
        (Power, Holding, Post, Unit, Area, Until) = (power, holding, holding.Post.Post, unit, area, until);
        Limits = holding.Limits;
        MayPassOn = power.DelegableDepth;
        InNameOf = unit.ActsFor;
    }

    internal Mandate(Mandate source, Delegation delegation, string post, UnitOnDay unit, IReadOnlyList<UnitOnDay> area, DateOnly until)
    {
        (Power, Holding, Source, Delegation) = (source.Power, source.Holding, source, delegation);
        (Post, Unit, Area, Until) = (post, unit, area, until);
        Limits = delegation.Limits;
        Depth = source.Depth + 1;
        MayPassOn = Math.Min(delegation.PassOn, source.MayPassOn - 1);
        InNameOf = delegation.ActsForGiver ? source.InNameOf : unit.ActsFor;
    }

    public Power Power { get; }

    /// <summary>The holding at the root of the chain.</summary>
    public Holding Holding { get; }

    /// <summary>The delegation that gives it; null where the post holds the power by itself.</summary>
    public Delegation? Delegation { get; }

    /// <summary>The mandate that it is lent from; null where the post holds the power by itself.</summary>
    public Mandate? Source { get; }

    public string Post { get; }

    public UnitOnDay Unit { get; }

    /// <summary>Its own limits. Effective are these and all those above it, together.</summary>
    public Limits Limits { get; }

    /// <summary>Delegations on the way from the holder: 0 for the holder.</summary>
    public int Depth { get; }

    /// <summary>How often it may still be passed on.</summary>
    public int MayPassOn { get; }

    /// <summary>The unit in whose name it acts.</summary>
    public UnitOnDay InNameOf { get; }

    /// <summary>The ground on which it may be used, as the units whose ground that is: its own within that of its source. Empty where the unit has none.</summary>
    public IReadOnlyList<UnitOnDay> Area { get; }

    /// <summary>The last day on which everything it stands on is in force as written: entries, posts, units, articles, its source.</summary>
    public DateOnly Until { get; }

    /// <summary>The entry that gives it.</summary>
    public Entry Entry => (Entry?)Delegation ?? Power;

    /// <summary>From the holder of the power to this post.</summary>
    public IEnumerable<Mandate> Chain
    {
        get
        {
            if (Source is not null)
                foreach (var above in Source.Chain) yield return above;
            yield return this;
        }
    }

    /// <summary>The delegations of the chain, from the holder of the power down.</summary>
    public IEnumerable<Delegation> Delegations => Chain.Select(static link => link.Delegation).OfType<Delegation>();

    /// <summary>Names it for good, whatever the day and the version of the structure.</summary>
    public MandateKey Key => field ??= new MandateKey(Entry.Address, Post, Unit.Id);

    /// <summary>Its limits and those above it, compiled when first asked.</summary>
    internal MandateRules? Rules { get; set; }

    /// <summary>"civil-lead@xikou".</summary>
    public string At => $"{Post}@{Unit.Id}";

    /// <summary>Whether it may be used at a place.</summary>
    public bool Covers(UnitOnDay place)
    {
        for (var at = 0; at < Area.Count; at++)
            if (Area[at].Contains(place)) return true;
        return false;
    }

    public override string ToString() => $"{Power.Address} {string.Join(" > ", Chain.Select(static link => link.Delegation is { } by ? $"{by.Id}@{link.Unit.Id}" : link.At))}";
}

/// <summary>Who holds a power for a place, and how many levels above it.</summary>
public readonly record struct NearHolder(Mandate Mandate, int LevelsUp);
