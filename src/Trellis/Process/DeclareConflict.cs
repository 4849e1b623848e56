using Trellis.Process.Matters;

namespace Trellis.Process;

/// <summary>An officer says that they are related to somebody in a matter, or gain by it (回避). From then on they do nothing in it but pass it on.</summary>
public sealed record DeclareConflict(MatterId Matter, PersonalText? Reason = null) : IAct
{
    public const string Name = "declare-conflict";

    public string Word => Name;
}

/// <param name="Person">Opaque.</param>
public sealed record ConflictDeclared(MatterId Matter, ActorId Person, PostAt Seat, PersonalText? Reason, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "conflict-declared/1";

    public string Wire => Name;
}

public static class DeclaringConflicts
{
    /// <summary>By an officer whose unit has a part in it, for themselves, once. Nobody has to say why.</summary>
    public static Outcome Decide(Matter matter, DeclareConflict act, Circumstances circumstances)
    {
        if (BeforeAnAct.Ask(matter, circumstances) is { } no) return no;
        if (circumstances.By is not Actor.Officer officer || !SeeingMatters.HasAPart(matter, officer.Seat.Unit)) return Named.Holder(matter);
        if (matter.Conflicts.Contains(officer.Person)) return ProcessRefusals.ConflictDeclaredAlready;
        return Outcome.Accept(new ConflictDeclared(matter.Id, officer.Person, officer.Seat, act.Reason, circumstances.When));
    }
}

/// <summary>
/// The one place that knows why somebody may not work on a matter: it is their own, or they have declared a conflict. Kin that nobody declared are known when there are registers of people to ask;
/// they are asked here.
/// </summary>
public static class Conflicts
{
    /// <summary>Null where there is none.</summary>
    public static Refusal? Between(Matter matter, ActorId person) =>
        IsOwn(matter, person) ? ProcessRefusals.OwnMatter
        : matter.Conflicts.Contains(person) ? ProcessRefusals.ConflictOfInterest
        : null;

    /// <summary>Null where an officer may do it all the same: whoever has a conflict says so, and passes the matter on. Residents act in their own matter, of course.</summary>
    public static Refusal? Bar(Matter matter, IAct act, Actor by) =>
        by is Actor.Officer officer && act is not (HandOverMatter or ReturnMatter or RefuseTask or ReferUp or DeclareConflict) ? Between(matter, officer.Person) : null;

    /// <summary>Whether it is the person's own concern, or they are somebody whom it is about.</summary>
    public static bool IsOwn(Matter matter, ActorId person)
    {
        if (matter.FiledFor == person) return true;
        for (var at = 0; at < matter.Roles.Count; at++)
            if (matter.Roles[at].Row.Key == person.Text) return true;
        return false;
    }
}
