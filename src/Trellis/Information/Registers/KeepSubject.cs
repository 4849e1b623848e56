namespace Trellis.Information.Registers;

/// <summary>Time asks: what a row holds would be erased today, and a running matter still needs it. So that nobody has to wonder why it is there, the record says so, once, until it is looked at again.</summary>
/// <param name="Purpose">Under which the values are sealed: of the register as a whole, or of an item with a time of its own.</param>
/// <param name="Matter">The matter that holds it.</param>
/// <param name="Until">Up to which day it is not said again while the same matter holds it. It is erased before, on the day after nothing holds it any more.</param>
public sealed record KeepSubject(RowId Subject, string Purpose, MatterId Matter, DateOnly Until) : IAct
{
    public const string Name = "keep-subject";

    /// <summary>What kind of matter it is, and the duty under which it is done.</summary>
    public string Type { get; init; } = "";

    public string Duty { get; init; } = "";

    public string Word => Name;
}

public sealed record SubjectKept(RowId Subject, string Purpose, MatterId Matter, DateOnly Until, DateTimeOffset Happened) : IEvent
{
    public const string Name = "subject-kept/2";

    /// <summary>Which named the matter and not its kind.</summary>
    public const string First = "subject-kept/1";

    /// <summary>What kind of matter holds it; null where it was entered before that was said.</summary>
    public string? Type { get; init; }

    /// <summary>The duty under which the matter is done; null likewise.</summary>
    public string? Duty { get; init; }

    public string Wire => Type is null ? First : Name;
}

/// <summary>Why a row is still there although its time is over.</summary>
public sealed record KeptLonger(string Purpose, MatterId Matter, DateOnly Until, long Position);

public static class KeepingSubjects
{
    /// <summary>By time alone.</summary>
    public static Outcome Decide(KeepSubject act, Sight sight)
    {
        if (sight.By is not Actor.TheSystem) return InformationRefusals.NotYoursToRecord;
        if (sight.Group.First is not { } known) return InformationRefusals.NoSuchSubject;
        if (sight.Group.IsErased(known)) return InformationRefusals.Erased;
        return Outcome.Accept(new SubjectKept(act.Subject, act.Purpose, act.Matter, act.Until, sight.Now) { Type = act.Type, Duty = act.Duty });
    }

    /// <summary>Whether it was said already that a matter holds a row.</summary>
    public static bool IsSaid(Subject subject, string purpose, MatterId matter, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return subject.Kept.Exists(one => one.Purpose == purpose && one.Matter == matter && one.Until >= today);
    }
}
