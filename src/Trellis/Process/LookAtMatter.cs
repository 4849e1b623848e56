using Trellis.Process.Matters;

namespace Trellis.Process;

/// <summary>An officer opens a matter, with what people gave in it.</summary>
public sealed record LookAtMatter(MatterId Matter) : IAct
{
    public const string Name = "look-at-matter";

    public string Word => Name;
}

/// <summary>
/// An officer looked into a matter. It changes nothing in it; the person concerned sees who looked, and so does who asks what an officer saw. Entered once for each
/// officer, matter and day: more would weigh the record down and tell nothing more.
/// </summary>
/// <param name="Person">Opaque.</param>
public sealed record MatterSeen(MatterId Matter, ActorId Person, PostAt Seat, DateTimeOffset Happened) : IEvent
{
    public const string Name = "matter-seen/1";

    public string Wire => Name;
}

public static class LookingAtMatters
{
    /// <summary>Only where the officer may see it at all, which is asked before.</summary>
    public static Outcome Decide(Matter matter, Actor by, DateTimeOffset now) =>
        by is Actor.Officer officer ? Outcome.Accept(new MatterSeen(matter.Id, officer.Person, officer.Seat, now)) : ProcessRefusals.NotTheHolder;
}
