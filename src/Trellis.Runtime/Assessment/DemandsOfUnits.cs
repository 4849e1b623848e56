using Trellis.Assessment.Demands;
using Trellis.Authority;
using Trellis.Information.Forms;
using Trellis.Information.Looks;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Process.Wire;
using Trellis.Runtime.Database;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Structure;
using Trellis.Structure.Calendars;
using LedgerEntry = Trellis.Ledger.Entry;

namespace Trellis.Runtime.Assessment;

/// <summary>What units laid on each other in a period, with what it was counted from.</summary>
/// <param name="Entries">How many entries of the record counted.</param>
public sealed record DemandsAnswered(long Entries, string Structure, IReadOnlyList<UnitDemand> Demands)
{
    /// <summary>What one unit bears, or one makes; null narrows nothing.</summary>
    public IReadOnlyList<UnitDemand> Narrowed(string? at, string? by) => [.. Demands.Where(one => (at is null || one.At.Text == at) && (by is null || one.By.Text == by))];
}

/// <summary>
/// Counts what units lay on each other: forms by structure and calendar; reminders, inspections and looks by the entries of the period, each at the unit that answered for the matter at that moment, so that a
/// period that is over comes out the same again. No value is opened for it. One counts at a time, and the last periods are remembered as long as nothing was added to them.
/// </summary>
public sealed class DemandsOfUnits
{
    private const int MostRemembered = 24;
    private const int AtOnce = 500;

    private static readonly HashSet<string> Counted = new([MatterSeen.Name, ValuesSeen.Name, UnitReminded.Name, StepPerformed.Name, FormReturned.Name], StringComparer.Ordinal);

    private readonly Store _store;
    private readonly StructureVersions _versions;
    private readonly Lock _counting = new();
    private readonly Dictionary<(ReportingPeriod Period, long Past, string Version), IReadOnlyList<UnitDemand>> _known = [];

    public DemandsOfUnits(MattersDesk desk)
    {
        ArgumentNullException.ThrowIfNull(desk);
        (_store, _versions) = (desk.Writer.Place.Store, desk.Versions);
    }

    private DemandsOfUnits(Store store) => (_store, _versions) = (store, new StructureVersions(store));

    /// <summary>Beside whoever writes the record.</summary>
    /// <exception cref="UnusableInput">There is no record.</exception>
    public static DemandsOfUnits Beside(Store store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.Exists() ? new DemandsOfUnits(store) : throw store.NoRecord();
    }

    /// <param name="period">Null for the month of the last entry.</param>
    /// <exception cref="UnusableInput">The record has no structure yet.</exception>
    /// <exception cref="MachineFault">The store cannot be read, or an entry is damaged.</exception>
    public DemandsAnswered In(ReportingPeriod? period)
    {
        lock (_counting)
        {
            try
            {
                using var session = _store.OpenToRead();
                session.BeginReading();
                var size = LedgerRows.Size(session);
                if (size == 0 || LedgerRows.ReadEntry(session, size - 1) is not { Structure.Length: > 0 } last)
                    throw new UnusableInput(new Text("这份记录还没有结构。", "This record has no structure yet."), new Text("先运行 trellis serve --structure DIR。", "Begin it with trellis serve --structure DIR."), _store.Called);
                var running = _versions.Of(last.Structure);
                var asked = period ?? ReportingPeriod.Of(PeriodLength.Month, running.DayOf(last.At));
                var past = LedgerRows.PositionAt(session, size, running.StartOf(asked.Next.First));
                if (!_known.TryGetValue((asked, past, running.Version), out var demands))
                {
                    if (_known.Count >= MostRemembered) _known.Clear();
                    // While the period runs, forms become owed though nothing is entered.
                    demands = Count(session, running, asked, size, past, running.DayOf(last.At));
                    if (asked.Last < running.DayOf(last.At)) _known.Add((asked, past, running.Version), demands);
                }

                session.EndReading();
                return new DemandsAnswered(size, running.Version, demands);
            }
            catch (StoreFault fault)
            {
                throw fault.Tell(_store.Called);
            }
        }
    }

    private IReadOnlyList<UnitDemand> Count(Session session, RunningStructure running, ReportingPeriod period, long size, long past, DateOnly today)
    {
        var counts = new CountingDemands();
        var inspections = running.Structure.Powers.All.Where(static power => power.Class.Id == "inspection").Select(static power => $"power/{power.Id}").ToHashSet(StringComparer.Ordinal);
        var about = new List<(MatterId Matter, DateTimeOffset At, UnitId By, DemandKind Kind)>();
        foreach (var (position, bytes) in LedgerRows.Entries(session, LedgerRows.PositionAt(session, size, running.StartOf(period.First)), past))
        {
            if (!LedgerEntry.TryRead(bytes, out var entry, out _)) throw new StoreFault(StoreTrouble.Damaged, $"entry {position} is damaged.");
            if (!Counted.Contains(entry.Event) || entry.By is not EntryActor.Officer officer) continue;
            var by = new UnitId(officer.Unit);
            switch (Read(entry))
            {
                case MatterSeen seen:
                    about.Add((seen.Matter, entry.At, by, DemandKind.Look));
                    break;
                // The entries of one request bear the position of its first.
                case ValuesSeen { Reason.Matter: { } matter } values when values.Request == position:
                    about.Add((matter, entry.At, by, DemandKind.Opened));
                    break;
                case UnitReminded { On.Unit: { } reminded }:
                    counts.Add(DemandKind.Reminder, by, reminded);
                    break;
                case StepPerformed performed when AuthorityWire.Links(entry.Mandate).Any(link => inspections.Contains(link.Entry)):
                    about.Add((performed.Matter, entry.At, by, DemandKind.Inspection));
                    break;
                case FormReturned returned:
                    counts.Add(DemandKind.Returned, by, returned.Unit);
                    break;
            }
        }

        foreach (var chunk in about.Chunk(AtOnce))
        {
            var matters = new Dictionary<string, Matter>(StringComparer.Ordinal);
            MatterRows.Load(session, [.. chunk.Select(static one => MatterNumbers.Of(one.Matter)).OfType<long>().Distinct()], (_, matter, _) => matters[matter.Id.Text] = matter);
            foreach (var (id, at, by, kind) in chunk)
                if (matters.TryGetValue(id.Text, out var matter) && (kind == DemandKind.Inspection ? matter.Place : matter.HolderAt(at)) is { } unit) counts.Add(kind, by, unit);
        }

        var last = period.Last < today ? period.Last : today;
        if (period.First <= last)
        {
            var closed = FormRows.Closed(session, running.Structure, running.StartOf(period.First.AddDays(-1)), running.StartOf(last));
            var begun = running.DayOf(LedgerRows.ReadEntry(session, 0).At);
            // Periods that ended before the record began are not owed.
            foreach (var owed in OwingForms.Between((place, day) => running.At(place, day), day => running.Structure.On(day).Units, period.First > begun ? period.First : begun, last, closed))
            {
                var (by, at) = (new UnitId(owed.Form.AskedBy.Id), new UnitId(owed.Unit.Id));
                counts.Add(DemandKind.Form, by, at);
                counts.Add(DemandKind.Field, by, at, owed.Items.Count);
                foreach (var section in owed.Sections) counts.Add(DemandKind.Field, by, section.By.Unit, section.Items.Count);
            }
        }

        return counts.Of(period, running.Structure.On(last));
    }

    private static IEvent? Read(LedgerEntry entry) => entry.Event switch
    {
        ValuesSeen.Name => LookEvents.Read(entry.Event, entry.Fields),
        FormReturned.Name => FormEvents.Read(entry.Event, entry.Fields, []),
        _ => ProcessEvents.Read(entry.Event, entry.Fields, [.. entry.Personal.Select(static one => new PersonalPart(one.Name, null))]),
    };}
