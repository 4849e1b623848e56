using Trellis.Structure;

namespace Trellis.Information.Registers;

/// <summary>What an act on a register finds besides the subject. All of it is given; nothing is fetched.</summary>
public sealed record Sight
{
    /// <summary>The structure in force.</summary>
    public required GovernanceStructure Structure { get; init; }

    /// <summary>Its units and posts on the day.</summary>
    public required StructureOnDay Today { get; init; }

    /// <summary>The day of the act, in the zone of the structure.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>When the act is entered: UTC, whole milliseconds.</summary>
    public required DateTimeOffset Now { get; init; }

    public required Actor By { get; init; }

    /// <summary>Whether the one who acts holds a power over a register. Authority answers.</summary>
    public Func<string, bool> HoldsPowerOver { get; init; } = static _ => false;

    /// <summary>Who collects which items on the day.</summary>
    public required CollectedItems Collected { get; init; }

    /// <summary>What is known of the subject, and of those that are linked to it.</summary>
    public KnownGroup Group { get; init; } = KnownGroup.Nobody;

    /// <summary>An item of a register as it is on the day: person.phone for "phone" of person.</summary>
    public Item? Item(string register, string item) => Structure.Items.On($"{register}.{item}", Day);
}

/// <summary>A subject with all that are linked to it, and their values as far as they are not erased.</summary>
/// <param name="Subjects">The one that is asked about first.</param>
/// <param name="Links">Those between them that hold.</param>
/// <param name="Written">Values as they are kept, by the position of their claim and their item; what was erased is not among them.</param>
public sealed record KnownGroup(FixedList<Subject> Subjects, FixedList<SubjectLink> Links, IReadOnlyDictionary<(long Position, string Item), string> Written)
{
    /// <summary>More rows than anybody has in one register.</summary>
    public const int Most = 32;

    public static KnownGroup Nobody { get; } = new([], [], new Dictionary<(long, string), string>());

    public Subject? First => Subjects.IsEmpty ? null : Subjects[0];

    /// <summary>Whether everything personal that a subject held was erased.</summary>
    public bool IsErased(Subject subject)
    {
        var any = false;
        foreach (var claim in subject.Claims)
        {
            if (claim.Kind != ClaimKind.Sealed || claim.Position < subject.Begun) continue;
            if (Written.ContainsKey((claim.Position, claim.Item))) return false;
            any = true;
        }

        return any;
    }

    /// <summary>The position of the earliest claim on an item that says the same; null where none does.</summary>
    public long? SameAs(ItemGiven given)
    {
        long? same = null;
        foreach (var subject in Subjects)
        {
            foreach (var claim in subject.Claims)
                if (claim.Item == given.Item && claim.Position >= subject.Begun && Says(claim, given) && (same is null || claim.Same < same)) same = claim.Same;
        }

        return same;
    }

    /// <summary>Whether two claims on an item say the same. What was erased says nothing.</summary>
    public bool SaySame(Claim one, Claim other) => one.Kind == other.Kind && one.Kind switch
    {
        ClaimKind.None => true,
        ClaimKind.Rows => one.Rows.SequenceEqual(other.Rows),
        _ => Written.TryGetValue((one.Position, one.Item), out var left) && Written.TryGetValue((other.Position, other.Item), out var right) && left == right,
    };

    private bool Says(Claim claim, ItemGiven given) => claim.Kind switch
    {
        ClaimKind.None => !given.Value.IsKnown,
        ClaimKind.Rows => given.Rows is { } rows && rows.SequenceEqual(claim.Rows),
        _ => given.Rows is null && given.Value.IsKnown && Written.TryGetValue((claim.Position, claim.Item), out var written) && written == given.Written,
    };
}
