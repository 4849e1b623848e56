using Trellis.Structure;
using Trellis.Structure.Quantities;

namespace Trellis.Authority;

/// <summary>What happened to powers since the structure was adopted. Each says from which day it works.</summary>
public abstract record AuthorityEvent
{
    private AuthorityEvent() { }

    /// <summary>A power was lent onward by an act, as a file would have lent it.</summary>
    public sealed record Lent(Delegation Delegation) : AuthorityEvent;

    /// <summary>A power was used: what the use takes from its own ceilings and from those of every source above it.</summary>
    public sealed record Used(IReadOnlyList<MandateKey> Chain, DateOnly Day, Quantity? Amount, Quantity Number) : AuthorityEvent;

    /// <summary>A delegation, or one expansion of it, was taken back. Gone from that day on, with all below it.</summary>
    public sealed record Withdrawn(string Delegation, string? Unit, DateOnly From) : AuthorityEvent;

    /// <summary>A delegation, or one expansion of it, ended before its written end, without anybody taking it back.</summary>
    public sealed record Expired(string Delegation, string? Unit, DateOnly From) : AuthorityEvent;

    /// <summary>One expansion of a delegation goes to another post instead. What that post may pass on must be lent anew.</summary>
    public sealed record Transferred(string Delegation, string Unit, string ToPost, string ToUnit, DateOnly From) : AuthorityEvent;

    /// <summary>An article, or a law as a whole, is no longer in force.</summary>
    public sealed record Repealed(Citation Article, DateOnly From) : AuthorityEvent;

    /// <summary>A post of a unit is no more.</summary>
    public sealed record PostEnded(string Post, string Unit, DateOnly From) : AuthorityEvent;

    public sealed record SeatTaken(string Actor, string Post, string Unit, DateOnly From, DateOnly To, string? ActingFor) : AuthorityEvent;

    public sealed record SeatLeft(string Actor, string Post, string Unit, DateOnly From) : AuthorityEvent;

    /// <summary>An emergency was declared: its powers hold from that day to the last one, both included.</summary>
    /// <param name="At">On whose ground; null everywhere.</param>
    public sealed record EmergencyDeclared(string Emergency, DateOnly From, DateOnly To, string? At = null) : AuthorityEvent;

    /// <summary>An emergency is over before its last day: from that day on its powers are gone.</summary>
    public sealed record EmergencyEnded(string Emergency, string? At, DateOnly From) : AuthorityEvent;

    /// <summary>What was done in an emergency was looked at in the open.</summary>
    /// <param name="Declared">Its first day.</param>
    public sealed record EmergencyReviewed(string Emergency, string? At, DateOnly Declared) : AuthorityEvent;

    /// <summary>A duty went back since the delegation that it leaned on has ended. Who bears it follows from the delegation alone; this says it in the open, once.</summary>
    /// <param name="To">The unit that bears it now; null where nobody above has the power, and nobody gave the duty.</param>
    /// <param name="Day">The first day on which the delegation gave nothing any more.</param>
    public sealed record DutyReturned(string Duty, string Unit, string Power, string? To, DateOnly Day) : AuthorityEvent;
}

/// <summary>Names one link of a chain for good: the entry that gives it, and the post that has it. Its hash is counted once.</summary>
public sealed class MandateKey(string entry, string post, string unit) : IEquatable<MandateKey>
{
    private readonly int _hash = HashCode.Combine(
        string.GetHashCode(entry, StringComparison.Ordinal), string.GetHashCode(post, StringComparison.Ordinal), string.GetHashCode(unit, StringComparison.Ordinal));

    /// <summary>"power/grant-relief" or "delegation/relief-to-townships".</summary>
    public string Entry { get; } = entry;

    public string Post { get; } = post;

    public string Unit { get; } = unit;

    public bool Equals(MandateKey? other) => ReferenceEquals(this, other) ||
        (other is not null && _hash == other._hash && Entry == other.Entry && Post == other.Post && Unit == other.Unit);

    public override bool Equals(object? obj) => Equals(obj as MandateKey);

    public override int GetHashCode() => _hash;

    public override string ToString() => $"{Entry}@{Unit}:{Post}";
}
