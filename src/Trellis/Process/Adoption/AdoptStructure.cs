using Trellis.Process.Matters;

namespace Trellis.Process.Adoption;

/// <summary>An error that the check of the version still finds.</summary>
/// <param name="Code">Such as TR1001.</param>
/// <param name="Address">The entry, and units where it is found at some only: duty/construction-noise@shiping+xikou.</param>
public sealed record OpenError(string Code, string Address);

/// <summary>Somebody answers by name for an open error until a day.</summary>
/// <param name="By">The post.</param>
/// <param name="Until">The last day, included.</param>
public sealed record ErrorOverride(string Code, string Address, PostAt By, DateOnly Until, PersonalText Reason);

/// <summary>How a structure version comes into force, as a value: what was proposed, who objected, what was answered.</summary>
public sealed record StructureAdoption
{
    /// <summary>The hash of the version.</summary>
    public required string Version { get; init; }

    /// <summary>The hash of the one that it follows; null for the first.</summary>
    public string? Replaces { get; init; }

    /// <summary>SHA-256 of the plan, which is kept beside the record.</summary>
    public required string PlanDigest { get; init; }

    /// <summary>SHA-256 of the findings of the check.</summary>
    public required string FindingsDigest { get; init; }

    /// <summary>Units that get a duty, or one that grows. Which duties, says the plan.</summary>
    public required FixedList<UnitId> Grows { get; init; }

    public required FixedList<OpenError> Errors { get; init; }

    public required DateTimeOffset Proposed { get; init; }

    /// <summary>The last moment to object.</summary>
    public required DateTimeOffset ObjectUntil { get; init; }

    /// <summary>Its first day in force.</summary>
    public required DateOnly InForce { get; init; }

    public FixedList<Objection> Objections { get; init; } = [];

    public DateTimeOffset? Adopted { get; init; }

    /// <summary>Who answers for which open error, until which day.</summary>
    public FixedList<ErrorOverride> Overrides { get; init; } = [];

    /// <summary>Overrides whose last day is over. The version goes on, for nobody is helped by a county that stands still; but it is told, and no further version is adopted with the error and without a new override.</summary>
    public IEnumerable<ErrorOverride> OverdueOn(DateOnly day) => Overrides.Where(one => one.Until < day);

    /// <summary>Matters that may move to it, with what opens for each; of a matter planned twice the last counts.</summary>
    public FixedList<MoveLine> Moves { get; init; } = [];

    public Objection? Find(int number) => Objections.Find(one => one.Number == number);
}

/// <param name="Followed">Null until it is answered.</param>
public sealed record Objection(int Number, UnitId Unit, DutyId Duty, DateTimeOffset At, bool? Followed, DateTimeOffset? Answered);

/// <summary>A version is laid open with its plan and findings, and the time to object begins.</summary>
public sealed record ProposeStructure(
    string Version, string? Replaces, string PlanDigest, string FindingsDigest, FixedList<UnitId> Grows, FixedList<OpenError> Errors, DateTimeOffset ObjectUntil, DateOnly InForce) : IAct
{
    public const string Name = "propose-structure";

    public string Word => Name;
}

public sealed record StructureProposed(
    string Version, string? Replaces, string PlanDigest, string FindingsDigest, FixedList<UnitId> Grows, FixedList<OpenError> Errors, DateTimeOffset ObjectUntil, DateOnly InForce,
    DateTimeOffset Happened) : IEvent
{
    public const string Name = "structure-proposed/1";

    public string Wire => Name;
}

/// <summary>A unit whose duties grow says why it should not be so.</summary>
public sealed record ObjectToStructure(string Version, DutyId Duty, PersonalText Reason) : IAct
{
    public const string Name = "object-to-structure";

    public string Word => Name;
}

public sealed record StructureObjected(string Version, int Number, UnitId Unit, DutyId Duty, PersonalText? Reason, DateTimeOffset Happened) : IEvent
{
    public const string Name = "structure-objected/1";

    public string Wire => Name;
}

/// <summary>Whoever proposed the version answers an objection, whether it is followed or not.</summary>
public sealed record AnswerObjection(string Version, int Number, bool Followed, PersonalText Answer) : IAct
{
    public const string Name = "answer-objection";

    public string Word => Name;
}

public sealed record ObjectionAnswered(string Version, int Number, bool Followed, PersonalText? Answer, DateTimeOffset Happened) : IEvent
{
    public const string Name = "objection-answered/1";

    public string Wire => Name;
}

/// <summary>The version comes into force on its day.</summary>
/// <param name="Power">The power of the structure in force under which it is adopted; Authority is asked before.</param>
public sealed record AdoptStructure(string Version, string Power, FixedList<ErrorOverride> Overrides) : IAct
{
    public const string Name = "adopt-structure";

    public string Word => Name;
}

public sealed record StructureAdopted(string Version, DateOnly InForce, FixedList<ErrorOverride> Overrides, DateTimeOffset Happened) : IEvent
{
    public const string Name = "structure-adopted/1";

    public string Wire => Name;
}

/// <summary>
/// The first version of a record: whoever began the record put it in force. Nobody could be asked, because nobody sat anywhere before it; so it says what the check
/// found, and is no adoption.
/// </summary>
/// <param name="Errors">What the check still finds, in the open from the first entry on.</param>
public sealed record StructureBegun(string Version, string FindingsDigest, FixedList<OpenError> Errors, DateOnly InForce, DateTimeOffset Happened) : IEvent
{
    public const string Name = "structure-begun/1";

    /// <summary>The same, where somebody answers by name for errors that are open.</summary>
    public const string NameWithOverrides = "structure-begun/2";

    /// <summary>One for each error.</summary>
    public FixedList<ErrorOverride> Overrides { get; init; } = [];

    public string Wire => Overrides.IsEmpty ? Name : NameWithOverrides;
}

public static class AdoptingStructures
{
    /// <summary>The power under which versions are proposed and adopted. The id is one of the few that the program itself knows; a structure without it is not changed by acts.</summary>
    public const string Power = "change-structure";

    /// <summary>More than anybody can answer for by name; also what fits into an entry.</summary>
    private const int MostErrors = 300;

    /// <summary>Days after the first one: a year. Later nobody remembers what was answered for.</summary>
    private const int LongestOverride = 366;

    public static PowerNeeded Needs(AdoptStructure act, Circumstances circumstances) => new(act.Power, "", "", null, null, null, circumstances.Day);

    /// <summary>Once for each version; units whose duties grow have time before it takes effect.</summary>
    public static Outcome Decide(StructureAdoption? adoption, ProposeStructure act, Circumstances circumstances)
    {
        if (adoption is not null) return ProcessRefusals.ProposedAlready;
        if (BeforeAnAct.AskTime(circumstances, DateTimeOffset.MinValue) is { } no) return no;
        if (act.Errors.Count > MostErrors) return ProcessRefusals.TooMuchForOneEntry;
        if (!act.Grows.IsEmpty && act.ObjectUntil <= circumstances.Now) return ProcessRefusals.ObjectionPeriodTooShort;
        if (act.InForce <= circumstances.Times.DayOf(act.ObjectUntil) || act.InForce <= circumstances.Times.DayOf(circumstances.Now)) return ProcessRefusals.TakesEffectTooEarly;
        return Outcome.Accept(new StructureProposed(act.Version, act.Replaces, act.PlanDigest, act.FindingsDigest, act.Grows, act.Errors, act.ObjectUntil, act.InForce, circumstances.When));
    }

    /// <summary>By a unit whose duties grow, naming the duty, within the time. Entered later it counts by when it was said.</summary>
    public static Outcome Decide(StructureAdoption? adoption, ObjectToStructure act, Circumstances circumstances)
    {
        if (adoption is null) return ProcessRefusals.NoSuchAdoption;
        if (BeforeAnAct.AskTime(circumstances, adoption.Proposed) is { } no) return no;
        if (adoption.Adopted is not null) return ProcessRefusals.AdoptedAlready;
        if (circumstances.When > adoption.ObjectUntil) return Named.Over(ProcessRefusals.ObjectionPeriodIsOver, adoption.ObjectUntil, circumstances);
        if (circumstances.By.Unit is not { } unit || !adoption.Grows.Contains(unit)) return ProcessRefusals.DutiesDoNotGrow;
        return Outcome.Accept(new StructureObjected(act.Version, adoption.Objections.Count + 1, unit, act.Duty, act.Reason, circumstances.When));
    }

    public static Outcome Decide(StructureAdoption? adoption, AnswerObjection act, Circumstances circumstances)
    {
        if (adoption is null) return ProcessRefusals.NoSuchAdoption;
        if (adoption.Find(act.Number) is not { } objection) return ProcessRefusals.NoSuchObjection;
        if (objection.Followed is not null) return ProcessRefusals.AnsweredAlready;
        if (objection.Unit == circumstances.By.Unit) return ProcessRefusals.NotIndependent;
        if (BeforeAnAct.AskTime(circumstances, objection.At) is { } no) return no;
        return Outcome.Accept(new ObjectionAnswered(act.Version, act.Number, act.Followed, act.Answer, circumstances.When));
    }

    /// <summary>
    /// After the time to object, with every objection answered and every open error overridden by name, with a reason and an end that lies in its life.
    /// A version with an objection that is to be followed is not adopted: the next version follows it.
    /// </summary>
    public static Outcome Decide(StructureAdoption? adoption, AdoptStructure act, Circumstances circumstances)
    {
        if (adoption is null) return ProcessRefusals.NoSuchAdoption;
        if (adoption.Adopted is not null) return ProcessRefusals.AdoptedAlready;
        if (act.Power != Power) return ProcessRefusals.NotThePowerToAdopt;
        if (BeforeAnAct.AskTime(circumstances, adoption.Proposed) is { } no) return no;
        if (!adoption.Grows.IsEmpty && circumstances.When <= adoption.ObjectUntil) return Named.NotBefore(ProcessRefusals.ObjectionPeriodRuns, adoption.ObjectUntil, circumstances);
        if (adoption.Objections.Where(static one => one.Followed is not false).ToList() is { Count: > 0 } unanswered) return Named.Objections(unanswered);
        if (adoption.InForce < circumstances.Times.DayOf(circumstances.Now)) return ProcessRefusals.TakesEffectTooEarly;
        if (Unanswered(adoption.Errors, act.Overrides, adoption.InForce) is { } open) return open;
        if (act.Overrides.Find(one => circumstances.Today.Unit(one.By.Unit.Text) is not { } unit || circumstances.Today.PostAt(one.By.Post, unit) is null) is { } nobody) return Named.Post(nobody.By);
        return Outcome.Accept(new StructureAdopted(act.Version, adoption.InForce, act.Overrides, circumstances.When));
    }

    /// <summary>Every open error needs somebody who answers for it by name, with a reason, until a day in the first year of the version. Null where each has one.</summary>
    public static Refusal? Unanswered(IEnumerable<OpenError> errors, FixedList<ErrorOverride> overrides, DateOnly inForce)
    {
        foreach (var error in errors)
        {
            if (overrides.Find(one => one.Code == error.Code && one.Address == error.Address) is not { } answered) return Named.NotOverridden(error.Code, error.Address);
            if (answered.Until < inForce || answered.Until.DayNumber > inForce.DayNumber + LongestOverride) return Named.NoEnd(answered);
            if (string.IsNullOrWhiteSpace(answered.Reason.Written)) return ProcessRefusals.ReasonMissing.Naming($"{answered.Code} {answered.Address} 没有写理由。", $"{answered.Code} {answered.Address} has none.");
        }

        return null;
    }

    public static StructureAdoption? Apply(StructureAdoption? adoption, IEvent happened) => (adoption, happened) switch
    {
        (_, StructureProposed proposed) => new StructureAdoption
        {
            Version = proposed.Version,
            Replaces = proposed.Replaces,
            PlanDigest = proposed.PlanDigest,
            FindingsDigest = proposed.FindingsDigest,
            Grows = proposed.Grows,
            Errors = proposed.Errors,
            Proposed = proposed.Happened,
            ObjectUntil = proposed.ObjectUntil,
            InForce = proposed.InForce,
        },
        (null, StructureBegun begun) => new StructureAdoption
        {
            Version = begun.Version,
            PlanDigest = "",
            FindingsDigest = begun.FindingsDigest,
            Grows = [],
            Errors = begun.Errors,
            Proposed = begun.Happened,
            ObjectUntil = begun.Happened,
            InForce = begun.InForce,
            Adopted = begun.Happened,
            Overrides = begun.Overrides,
        },
        ({ } known, StructureObjected objected) => known with { Objections = known.Objections.Add(new Objection(objected.Number, objected.Unit, objected.Duty, objected.Happened, null, null)) },
        ({ } known, ObjectionAnswered answered) => known with { Objections = [.. known.Objections.Select(one => one.Number == answered.Number ? one with { Followed = answered.Followed, Answered = answered.Happened } : one)] },
        ({ } known, StructureAdopted adopted) => known with { Adopted = adopted.Happened, Overrides = adopted.Overrides },
        ({ } known, MovePlanned planned) => known with { Moves = [.. known.Moves.Where(old => !planned.Lines.Exists(line => line.Matter == old.Matter)), .. planned.Lines] },
        _ => adoption,
    };
}
