using Trellis.Authority;
using Trellis.Ledger;
using Trellis.Process.Wire;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Structure;
using LedgerEntry = Trellis.Ledger.Entry;

namespace Trellis.Runtime.Process;

/// <summary>What every decision leans on beside the matter: versions of the structure, seats, powers lent and used. A value; folding the same entries gives the same.</summary>
/// <param name="Versions">Which versions there are.</param>
/// <param name="Running">The version under which <paramref name="Standing"/> was folded.</param>
/// <param name="Standing">Seats and powers.</param>
/// <param name="Seats">Everything that happened to seats, so that another version can be begun from its own files.</param>
/// <param name="Changes">Counts what may have changed who can do a step: seats, powers, versions; not uses.</param>
internal sealed record RuleState(VersionsKnown Versions, RunningStructure? Running, Standing Standing, FixedList<AuthorityEvent> Seats, int Changes)
{
    public static RuleState Nothing { get; } = new(VersionsKnown.None, null, Standing.Nothing, [], 0);

    /// <summary>The same on a day: under the version in force then.</summary>
    public RuleState On(DateTimeOffset moment, StructureVersions versions)
    {
        // The day is that of the zone of the version so far; a first version brings its own.
        var running = Running ?? (Versions.InForce is [var (_, first), ..] ? versions.Of(first) : null);
        if (running is null || Versions.On(running.DayOf(moment)) is not { } version) return this;
        if (Running is { } same && same.Version == version) return this;
        var next = versions.Of(version);
        return this with { Running = next, Standing = Standing.Under(next.Structure, Seats), Changes = Changes + 1 };
    }

    /// <summary>Whether somebody sits in a post on a day. A seat rests while the version in force does not have its post.</summary>
    public bool IsSeated(ActorId person, PostAt seat, DateOnly day) => Standing.IsSeated(person, seat, day) && Running?.HasPost(seat, day) == true;

    /// <summary>Whether somebody sits in a post of a unit on a day.</summary>
    public bool SitsIn(ActorId person, UnitId unit, DateOnly day) => Standing.SeatsOf(person.Text, day).Any(seat => seat.Unit == unit.Text && Running?.HasPost(new PostAt(seat.Post, unit), day) == true);

    public RuleState After(AuthorityEvent happened) => this with
    {
        Standing = Standing.After(happened),
        Changes = happened is AuthorityEvent.Used or AuthorityEvent.DutyReturned ? Changes : Changes + 1,
        Seats = happened is AuthorityEvent.SeatTaken or AuthorityEvent.SeatLeft ? Seats.Add(happened) : Seats,
    };

    public RuleState After(IEvent happened) => this with { Versions = Versions.After(happened) };

    /// <summary>Folds what is stored: the entries about rules, and uses of powers from the first day of the year before on, because no ceiling counts longer.</summary>
    /// <param name="head">Read before the session was opened. Each entry is proved to stand under it; what was appended since is our own.</param>
    public static RuleState Load(Session session, TreeHead head, StructureVersions versions, RecordKeys keys, DateTimeOffset now)
    {
        var state = Nothing;
        var entries = new ProvenEntries(session, head);
        foreach (var position in RuleRows.Positions(session))
        {
            var entry = position < head.Size ? entries.At(position) : LedgerRows.Entry(session, position) is { } bytes && LedgerEntry.TryRead(bytes, out var fresh, out _) ? fresh : null;
            if (entry is null) throw new StoreFault(StoreTrouble.Damaged, $"entry {position}, which is about rules, is missing, damaged, or another than the one that was signed.");
            try
            {
                if (AuthorityWire.Read(entry.Event, entry.Fields) is { } authority) state = state.After(authority);
                else if (ProcessEvents.Read(entry.Event, entry.Fields, []) is { } happened) state = state.After(happened);
            }
            catch (Exception unfit) when (unfit is UnreadableEvent or InvalidDataException or InvalidOperationException)
            {
                throw new StoreFault(StoreTrouble.Damaged, $"the entry {entry.Event} of {entry.At:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} is not the event that its name says: {unfit.Message}", unfit);
            }
        }

        state = state.On(now, versions);
        var since = new DateOnly(now.UtcDateTime.Year - 1, 1, 1);
        foreach (var used in RuleRows.Uses(session, keys, since)) state = state.After(used);
        return state;
    }
}
