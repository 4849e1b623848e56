using Trellis.Ledger;
using Trellis.Runtime.Assessment;
using Trellis.Runtime.Diagnosis;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Pilots;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Structure;
using Trellis.Web.Authority;

namespace Trellis.Web.Shared;

/// <summary>
/// What the pages are about. The first page of a demo is shown before its year has been lived: until then there is the structure alone,
/// and whatever needs the record says that it waits.
/// </summary>
public sealed class Site
{
    private readonly Lazy<RunningStructure>? _first;

    /// <summary>Without a record yet. Whoever asks before the structure has been read waits for it.</summary>
    public Site(Lazy<RunningStructure> first, TimeProvider time, Language language) => (_first, Time, Language) = (first, time, language);

    public Site(MattersDesk desk, TimeProvider time, Language language) => (Desk, Time, Language) = (desk, time, language);

    public MattersDesk? Desk { get; }

    public TimeProvider Time { get; }

    /// <summary>In which people are spoken to who have not said in which.</summary>
    public Language Language { get; }

    /// <summary>Whether people sign in by picking somebody: in the demo, and nowhere else.</summary>
    public bool PicksPeople { get; init; }

    /// <summary>How far the year of the demo has been lived, from 0 to 1, while there is no record yet; null where there is one, which may still have to be opened.</summary>
    public Func<double>? Lived { get; init; }

    public RunningStructure InForce => Desk?.InForce ?? _first!.Value;

    public DateOnly Today => InForce.DayOf(Time.GetUtcNow());

    public LooksDesk? Looks { get; init; }

    public RegistersDesk? Registers { get; init; }

    public ImportsDesk? Imports { get; init; }

    public FormsDesk? Forms { get; init; }

    public FiguresDesk? Figures { get; init; }

    /// <summary>The drawing that the server was started with, newer than that of the version in force; null for none.</summary>
    public PlaceDrawing? GivenDrawing { get; init; }

    /// <summary>Where places lie; null where nobody drew it.</summary>
    public PlaceDrawing? Drawing => GivenDrawing ?? InForce.Drawing;

    /// <summary>What proposed changes would do; null while there is no record.</summary>
    public ProposedChanges? Proposed { get; init; }

    /// <summary>What is found in the record; null while there is none.</summary>
    public FindingsDesk? Findings { get; init; }

    /// <summary>With other records; null while there is no record.</summary>
    public ExchangeDesk? Exchange { get; init; }

    /// <summary>What units lay on each other; null while there is no record.</summary>
    public DemandsOfUnits? Demands { get; init; }

    /// <summary>Who can be picked by their post, in the demo.</summary>
    internal SeatsToPick SeatsToPick { get; } = new();

    /// <summary>Who can be picked by name, in the demo; null elsewhere.</summary>
    public InventedPeople? Invented { get; init; }

    public ServedLedger? Ledger { get; init; }

    public Func<SignedCheckpoint?> Checkpoint { get; init; } = static () => null;

    /// <summary>Who co-signed a checkpoint.</summary>
    /// <summary>By which key its checkpoints are signed; null where it is not open.</summary>
    public NoteVerifier? Signer { get; init; }

    public Func<SignedCheckpoint, IReadOnlyList<Cosigner>> Cosigners { get; init; } = static _ => [];
}
