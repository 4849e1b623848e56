using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;

namespace Trellis.Pilots.Plans;

/// <summary>What a change means, by who is affected: everything that differs between two states of a structure on one day.</summary>
public sealed record StructurePlan
{
    public required PlannedVersion Old { get; init; }

    public required PlannedVersion New { get; init; }

    /// <summary>The day on which both were read.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Later days on which more of the change takes effect, or some of it ends.</summary>
    public IReadOnlyList<DateOnly> Further { get; init; } = [];

    /// <summary>Overlays that come, go or differ.</summary>
    public IReadOnlyList<PlannedOverlay> Overlays { get; init; } = [];

    /// <summary>What was added, removed, changed or renamed, by place in the files.</summary>
    public IReadOnlyList<EntryChange> Entries { get; init; } = [];

    /// <summary>What is worded otherwise or stands in another file, and means the same.</summary>
    public IReadOnlyList<EntryChange> Wording { get; init; } = [];

    /// <summary>What changes for the one who asks, the rights that become narrower first.</summary>
    public IReadOnlyList<AskerChange> Askers { get; init; } = [];

    public IReadOnlyList<MatterChange> Matters { get; init; } = [];

    /// <summary>Who decides where, now and then.</summary>
    public IReadOnlyList<DecisionChange> Decisions { get; init; } = [];

    public IReadOnlyList<DelegationChange> Delegations { get; init; } = [];

    /// <summary>Units that change alike are told once, the lowest level first.</summary>
    public IReadOnlyList<AffectedUnits> Units { get; init; } = [];

    public IReadOnlyList<Finding> NewFindings { get; init; } = [];

    public IReadOnlyList<Finding> MendedFindings { get; init; } = [];

    /// <summary>Findings that stand in both.</summary>
    public int RemainingFindings { get; init; }

    /// <summary>What all units together type into forms.</summary>
    public Fields FieldsBefore { get; init; }

    public Fields FieldsAfter { get; init; }

    /// <summary>Nothing but wording and places of files differs.</summary>
    public bool ChangesNothing => Entries.Count == 0;

    public int RightsNarrowed => Askers.Count(static change => change.Narrows);

    /// <summary>Of these, data on people that may be read by more, for more, or kept for longer.</summary>
    public int DataUsedMore => Askers.Count(static change => change is { Narrows: true, IsOfData: true });

    /// <summary>Decisions that both structures know and answer otherwise.</summary>
    public int AnsweredOtherwise => Decisions.Count(decision => !IsNew(decision));

    /// <summary>Whether a decision belongs to a matter type that there was not: then it is new, not answered otherwise.</summary>
    public bool IsNew(DecisionChange decision) => decision.Before.Count == 0 && Matters.Any(matter => matter.StepsBefore == 0 && matter.Address == decision.Matter);

    /// <summary>Duties that come to stand without means, or without more of them, somewhere.</summary>
    public int DutiesWithoutMeans => Units.SelectMany(static units => units.Changes).Where(static change => change.Kind == UnitChangeKind.MeansMissing).DistinctBy(static change => change.Address).Count();

    /// <summary>The units where that is so.</summary>
    public int UnitsWithoutMeans => Units.Where(static units => units.Changes.Any(static change => change.Kind == UnitChangeKind.MeansMissing)).Sum(static units => units.Units.Count);

    public int NewErrors => NewFindings.Count(static finding => finding.Severity == Severity.Error);

    /// <summary>Units whose load grows: they may object before the structure takes effect.</summary>
    public IEnumerable<AffectedUnits> MayObject => Units.Where(static units => units.MayObject);

    /// <summary>A new error, a right that becomes narrower, or a duty without means: somebody has to answer for it.</summary>
    public bool NeedsAnswer => NewErrors > 0 || RightsNarrowed > 0 || DutiesWithoutMeans > 0;
}

/// <summary>One of the two structures.</summary>
public sealed record PlannedVersion(string Id, Text Name, string Version, string Hash, int Entries);

public sealed record PlannedOverlay(string Id, Text Name, bool IsPilot, bool Before, bool After, DateOnly From, DateOnly To, IReadOnlyList<UnitName> Places);

/// <summary>A unit by its id and its name; the id is that of the later structure where both have it.</summary>
public sealed record UnitName(string Id, Text Name, int Level);

public enum EntryChangeKind
{
    Added,
    Removed,
    Changed,
    Renamed,

    /// <summary>An overlay states it otherwise for its places.</summary>
    Replaced,

    /// <summary>Names, reasons, meanings.</summary>
    Reworded,

    /// <summary>The same in another file.</summary>
    Moved,
}

/// <summary>A key that says something else; null where it is not written.</summary>
public sealed record KeyChange(string Key, string? Before, string? After);

/// <param name="Kind">What happened to it.</param>
/// <param name="Address">Its address in the later structure, or in the earlier one where it is gone.</param>
/// <param name="Was">Its former address, or its former file.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Overlay">The overlay that brings it; null for the base.</param>
/// <param name="At">Where it stands, or stood.</param>
/// <param name="Keys">What differs.</param>
public sealed record EntryChange(EntryChangeKind Kind, string Address, string? Was, Text Name, string? Overlay, Mark At, IReadOnlyList<KeyChange> Keys);

/// <summary>Fields typed in a year, which a month has a twelfth of. A table with rows counts its columns once.</summary>
public readonly record struct Fields(int PerYear)
{
    public decimal PerMonth => decimal.Round(PerYear / 12m, 1, MidpointRounding.AwayFromZero);
}

/// <param name="Address">The matter type, item or purpose.</param>
/// <param name="Says">What changes for the one who asks.</param>
/// <param name="Narrows">A right becomes narrower: longer, dearer, more to bring, less to say.</param>
/// <param name="Widens">A right becomes wider.</param>
/// <param name="Places">Where.</param>
/// <param name="At">Where it is written.</param>
public sealed record AskerChange(string Address, Text Says, bool Narrows, bool Widens, PlaceList Places, Mark At)
{
    /// <summary>About an item or a purpose, not about a matter type.</summary>
    public bool IsOfData => !Address.StartsWith("matter/", StringComparison.Ordinal);
}

/// <summary>A time promised, for a picture: null where it is an expression or the two are counted differently.</summary>
public sealed record PromiseChange(int Before, int After, Text Unit);

/// <summary>How a matter type runs, before and after; 0 steps where there is none.</summary>
/// <param name="Address">The matter type.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Places">Where.</param>
/// <param name="StepsBefore">Steps, those of the parts of a bundle included.</param>
/// <param name="StepsAfter">The same then.</param>
/// <param name="HandOversBefore">How often the flow passes from one unit to another, as written, where that is most.</param>
/// <param name="HandOversAfter">The same then.</param>
/// <param name="Promise">The promise, where it changes and can be drawn.</param>
/// <param name="Changes">What is different in it.</param>
/// <param name="At">Where it is written.</param>
public sealed record MatterChange(
    string Address, Text Name, PlaceList Places, int StepsBefore, int StepsAfter, int HandOversBefore, int HandOversAfter, PromiseChange? Promise, IReadOnlyList<Text> Changes, Mark At);

/// <summary>One who may decide: a post, at which units, how far.</summary>
/// <param name="Post">The post.</param>
/// <param name="PostName">What people call it.</param>
/// <param name="Units">One, or the like units of the places.</param>
/// <param name="Level">Its level: 0 for the widest.</param>
/// <param name="LevelName">What people call that level.</param>
/// <param name="Reach">How far; null for the whole power.</param>
public sealed record Decider(string Post, Text PostName, IReadOnlyList<UnitName> Units, int Level, Text LevelName, Text? Reach);

/// <summary>A decision that is answered otherwise: who may take it, nearest first, at which places.</summary>
public sealed record DecisionChange(
    string Matter, Text MatterName, string Step, string Power, Text PowerName, PlaceList Places, IReadOnlyList<Decider> Before, IReadOnlyList<Decider> After, IReadOnlyList<AnswerChange> Answers, Mark At)
{
    /// <summary>Below 0: it moves down, nearer to the people; above 0: up; 0: neither, or there is nobody on one side.</summary>
    public int Moves => Before.Count == 0 || After.Count == 0 ? 0 : Before[0].Level.CompareTo(After[0].Level);
}

/// <summary>The same question, put to one post: may it decide? Null means no.</summary>
public sealed record AnswerChange(string Post, Text PostName, IReadOnlyList<UnitName> Units, Text? Before, Text? After);

/// <param name="Address">The delegation.</param>
/// <param name="Name">What people call it, or the power.</param>
/// <param name="Power">The power that is lent.</param>
/// <param name="PowerName">What people call it.</param>
/// <param name="Giver">Who lends.</param>
/// <param name="Receiver">The post that receives.</param>
/// <param name="Begins">Units that receive it only then.</param>
/// <param name="Ends">Units that lose it.</param>
/// <param name="Reach">How far, then; before where it only ends.</param>
/// <param name="Returns">Duties that leaned on it and go back to who gave them.</param>
/// <param name="At">Where it is written.</param>
public sealed record DelegationChange(
    string Address, Text Name, string Power, Text PowerName, Text Giver, Text Receiver, IReadOnlyList<UnitName> Begins, IReadOnlyList<UnitName> Ends, Text? Reach, IReadOnlyList<Text> Returns, Mark At);

public enum UnitChangeKind
{
    UnitBegins,
    UnitEnds,
    MeansMissing,
    DutyGained,
    DutyGrown,
    SupportGained,
    DutyLost,
    SupportLost,
    MeansGiven,
    PowerGained,
    PowerWidened,
    PowerChanged,
    PowerNarrowed,
    PowerLost,
    FormGained,
    FormChanged,
    FormLost,
    SystemGained,
    SystemLost,
    StepGained,
    StepLost,
}

/// <summary>One thing that changes for a unit.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Address">The entry it is about.</param>
/// <param name="Says">The whole sentence, without the unit.</param>
/// <param name="At">Where it is written.</param>
public sealed record UnitChange(UnitChangeKind Kind, string Address, Text Says, Mark At);

/// <summary>Places that are meant: these, or all but these. Nothing excepted means everywhere.</summary>
public sealed record PlaceList(IReadOnlyList<UnitName> Units, bool Except)
{
    public static PlaceList Everywhere { get; } = new([], Except: true);

    public bool IsEverywhere => Except && Units.Count == 0;
}

/// <summary>Units for which the same changes.</summary>
/// <param name="Units">The units, by id.</param>
/// <param name="LevelName">Their level.</param>
/// <param name="Changes">What changes for each of them.</param>
/// <param name="FieldsBefore">What they type together now.</param>
/// <param name="FieldsAfter">The same then; the difference is the same for each.</param>
public sealed record AffectedUnits(IReadOnlyList<UnitName> Units, Text LevelName, IReadOnlyList<UnitChange> Changes, Fields FieldsBefore, Fields FieldsAfter)
{
    /// <summary>More to do, more to fill in, or less to do it with.</summary>
    public bool MayObject => FieldsAfter.PerYear > FieldsBefore.PerYear || Changes.Any(static change => change.Kind is
        UnitChangeKind.MeansMissing or UnitChangeKind.DutyGained or UnitChangeKind.DutyGrown or UnitChangeKind.SupportGained or UnitChangeKind.SystemGained or UnitChangeKind.StepGained);
}
