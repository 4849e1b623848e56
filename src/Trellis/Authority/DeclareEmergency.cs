using Trellis.Structure;

namespace Trellis.Authority;

/// <summary>The post that the structure names declares an emergency: its powers hold from today on the ground of its unit, and end by themselves.</summary>
/// <param name="To">The last day, included; null for the longest that the structure allows.</param>
/// <param name="Reason">What has happened.</param>
public sealed record DeclareEmergency(string Emergency, DateOnly? To, PersonalText Reason) : IAct
{
    public const string Name = "declare-emergency";

    public string Word => Name;
}

/// <summary>It is over before its last day.</summary>
public sealed record EndEmergency(string Emergency, PersonalText Reason) : IAct
{
    public const string Name = "end-emergency";

    public string Word => Name;
}

/// <summary>What was done in an emergency is looked at afterwards, and what came of that is entered.</summary>
/// <param name="Unit">On whose ground it was declared.</param>
/// <param name="Declared">Its first day.</param>
public sealed record ReviewEmergency(string Emergency, UnitId Unit, DateOnly Declared, PersonalText Findings) : IAct
{
    public const string Name = "review-emergency";

    public string Word => Name;
}

/// <summary>A declared emergency and what became of it.</summary>
/// <param name="To">Its last day, included; the day before where it was ended early on its first.</param>
/// <param name="At">On whose ground; null everywhere.</param>
public sealed record RunningEmergency(string Emergency, DateOnly From, DateOnly To, string? At, bool Reviewed)
{
    public bool HoldsOn(DateOnly day) => From <= day && day <= To;
}

/// <summary>Emergencies: who declares them, always with an end, never for longer than allowed, and each is reviewed.</summary>
public static class DeclaringEmergencies
{
    /// <param name="latest">The last day that the structure allows, counted from now.</param>
    /// <param name="dueAfter">The last day for a review, counted from the last day of an emergency; null for one without end.</param>
    public static Ruling Decide(
        StructureOnDay view, Standing standing, DeclareEmergency act, Actor by, DateOnly today, Func<Structure.Quantities.TimeLimit, DateOnly> latest, Func<Structure.Quantities.TimeLimit, DateOnly, DateOnly?> dueAfter)
    {
        if (view.Structure.Emergencies.On(act.Emergency, today) is not { Lasts: { } lasts } emergency) return new Ruling.Refused(AuthorityRefusals.NoSuchEmergency);
        if (!IsDeclarer(view, emergency, by, out var unit)) return new Ruling.Refused(AuthorityRefusals.MayNotDeclare.Naming($"由 {emergency.DeclaredBy} 宣布。", $"It is for {emergency.DeclaredBy}."));
        if (standing.Emergencies.Any(one => one.Emergency == act.Emergency && one.At == unit && one.HoldsOn(today))) return new Ruling.Refused(AuthorityRefusals.DeclaredAlready);
        if (emergency.Review is { } review && standing.Emergencies.FirstOrDefault(one => one.Emergency == act.Emergency && one.At == unit && !one.Reviewed && one.To < today && dueAfter(review, one.To) is { } due && due < today) is { } missed)
            return new Ruling.Refused(AuthorityRefusals.ReviewMissing.Naming($"{missed.From:yyyy-MM-dd} 宣布的那一次还没有复盘。", $"That of {missed.From:yyyy-MM-dd} has no review yet."));
        var last = latest(lasts);
        var to = act.To ?? last;
        if (to < today || to > last) return new Ruling.Refused(AuthorityRefusals.TooLongAnEmergency.Naming($"最迟到 {last:yyyy-MM-dd}。", $"Its last day is {last:yyyy-MM-dd} at the latest."));
        return new Ruling.Happens(new AuthorityEvent.EmergencyDeclared(act.Emergency, today, to, unit));
    }

    public static Ruling Decide(StructureOnDay view, Standing standing, EndEmergency act, Actor by, DateOnly today)
    {
        if (view.Structure.Emergencies.On(act.Emergency, today) is not { } emergency) return new Ruling.Refused(AuthorityRefusals.NoSuchEmergency);
        if (!IsDeclarer(view, emergency, by, out var unit)) return new Ruling.Refused(AuthorityRefusals.MayNotDeclare.Naming($"由 {emergency.DeclaredBy} 结束。", $"It is for {emergency.DeclaredBy}."));
        if (!standing.Emergencies.Any(one => one.Emergency == act.Emergency && one.At == unit && one.HoldsOn(today))) return new Ruling.Refused(AuthorityRefusals.NotDeclared);
        return new Ruling.Happens(new AuthorityEvent.EmergencyEnded(act.Emergency, unit, today));
    }

    /// <summary>By the post that declares it, or one that answers for its unit from above; once, after its end.</summary>
    public static Ruling Decide(StructureOnDay view, Standing standing, ReviewEmergency act, Actor by, DateOnly today)
    {
        if (view.Structure.Emergencies.Of(act.Emergency) is not [var emergency, ..]) return new Ruling.Refused(AuthorityRefusals.NoSuchEmergency);
        var above = by is Actor.Officer officer && view.Structure.Supervises(officer.Seat.Post) && view.Unit(officer.Seat.Unit.Text) is { } own && view.Unit(act.Unit.Text) is { } unit && unit.IsUnder(own);
        if (!above && !(IsDeclarer(view, emergency, by, out var declarer) && declarer == act.Unit.Text)) return new Ruling.Refused(AuthorityRefusals.MayNotDeclare.Naming($"由 {emergency.DeclaredBy} 或其上级复盘。", $"It is for {emergency.DeclaredBy}, or who answers for it from above."));
        if (!standing.Emergencies.Any(one => one.Emergency == act.Emergency && one.At == act.Unit.Text && one.From == act.Declared && one.To < today && !one.Reviewed)) return new Ruling.Refused(AuthorityRefusals.NothingToReview);
        return new Ruling.Happens(new AuthorityEvent.EmergencyReviewed(act.Emergency, act.Unit.Text, act.Declared));
    }

    private static bool IsDeclarer(StructureOnDay view, Emergency emergency, Actor by, out string? unit)
    {
        unit = by.Unit?.Text;
        return by is Actor.Officer { Seat: var seat } && seat.Post == emergency.DeclaredBy.Post && view.Unit(seat.Unit.Text) is { } own && (emergency.DeclaredBy.At is not { } at || view.IsIn(own, at));
    }
}
