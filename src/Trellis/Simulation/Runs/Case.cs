using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Structure;

namespace Trellis.Simulation.Runs;

/// <summary>A matter in a run, with what is to happen to it.</summary>
public sealed class Case
{
    internal Case(ArrivalStream stream, Seed seed, long number) => (Stream, Seed, Number) = (stream, seed, number);

    /// <summary>As it stands; null until it is filed.</summary>
    public Matter Matter { get; internal set; } = null!;

    /// <summary>The number that its id spells.</summary>
    public long Number { get; }

    /// <summary>Whatever a writer keeps of it until it is over.</summary>
    public object? Kept { get; set; }

    internal bool IsLive { get; set; }

    /// <summary>The live one that was brought before; null for the first.</summary>
    internal Case? Before { get; set; }

    /// <summary>The live one that was brought next; null for the last.</summary>
    internal Case? Behind { get; set; }

    internal ArrivalStream Stream { get; }

    /// <summary>Its own branch: what happens in it does not depend on what is drawn for others.</summary>
    internal Seed Seed { get; }

    /// <summary>The newest first, as the desk keeps them.</summary>
    internal FixedList<GivenItem> Facts { get; set; } = [];

    internal PlacedStructure Placed { get; set; } = null!;

    /// <summary>What its last act was decided under; the next is decided under the same but for the time, and need not walk the whole flow again.</summary>
    internal Setting? Setting { get; set; }

    /// <summary>What the powers know of it, as long as nothing more is given.</summary>
    internal KnownToPowers? Known { get; set; }

    internal List<Errand> Errands { get; } = [];

    internal long NextJob { get; set; } = WorkHours.Never;

    /// <summary>The timer that was set last; an older one has nothing to do, and holds nothing.</summary>
    internal Timer? JobsSet { get; set; }

    /// <summary>What the resident, or time, still has planned for it.</summary>
    internal int Planned { get; set; }

    internal bool IsHollow { get; set; }

    internal bool IsFiledAgain { get; set; }

    internal bool IsTold { get; set; }

    /// <summary>It was closed because nobody could go on with it.</summary>
    internal bool IsCutShort { get; set; }

    /// <summary>The step from which somebody was barred, and the code of what barred the first.</summary>
    internal (string? Key, string? Why) Barred { get; set; }

    /// <summary>The number of the last call of which somebody is to say what became of it.</summary>
    internal int JudgedCall { get; set; }

    /// <summary>How long steps of its type take, as far as it is known; null until it is asked for.</summary>
    internal Dictionary<FlowPart.Step, Spread>? Takes { get; set; }

    /// <summary>What is counted of its type and place; null until it is asked for.</summary>
    internal TypeTally? Counts { get; set; }

    internal long OpenSince { get; set; }

    internal long FirstClosed { get; set; } = -1;

    internal double Minutes { get; set; }

    internal int FieldsByResidents { get; set; }

    internal int FieldsByOfficers { get; set; }

    /// <summary>The step that was handed over last, by whoever had it; null once it went on.</summary>
    internal string? HandedOver { get; set; }

    /// <summary>Why nobody can go on with it; null where somebody can.</summary>
    internal string? StuckFor { get; set; }

    /// <summary>The point at which it is stuck.</summary>
    internal string? StuckAt { get; set; }

    internal long StuckSince { get; set; }
}

/// <summary>Stands on the agenda for a matter until its time comes, which may be months behind the end of the matter; what is set anew or over lets go of it.</summary>
internal sealed class Timer(Case @case)
{
    public Case? Case { get; set; } = @case;
}

/// <summary>What the acts in a matter are decided under, one after the other. When the matter is closed another takes it over.</summary>
internal sealed class Setting
{
    public Case Case { get; set; } = null!;

    public Circumstances Under { get; set; } = null!;
}

/// <summary>What was done in a run: an act, or the jobs that time made due where it is null.</summary>
/// <param name="At">Milliseconds since 1970.</param>
public readonly record struct SimulatedAct(Case? Case, long At, Actor By, IAct? Act)
{
    /// <summary>The matter after which a form was owed that the act is about; null for other acts.</summary>
    public Information.Forms.OwingForms.ClosedMatter? After { get; init; }
}

/// <summary>Something that happened in a run, as the record would enter it.</summary>
/// <param name="Position">Its place in the record.</param>
public readonly record struct SimulatedEvent(Case Case, long Position, Actor By, IEvent Event);
