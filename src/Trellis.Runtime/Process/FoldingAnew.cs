using System.Collections.Immutable;
using Trellis.Authority;
using Trellis.Authority.Access;
using Trellis.Diagnosis.Hearing;
using Trellis.Information.Exchange;
using Trellis.Information.Forms;
using Trellis.Information.Looks;
using Trellis.Information.Registers;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Process.Clocks;
using Trellis.Process.Matters;
using Trellis.Process.Wire;
using Trellis.Runtime.Authority;
using Trellis.Runtime.Database;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Structure;
using LedgerEntry = Trellis.Ledger.Entry;

namespace Trellis.Runtime.Process;

/// <summary>
/// Folds the entries of a record into the read models of matters, registers and forms, in a store of its own. Nothing that is stored beside the entries is looked at but the files of the structure,
/// which the entries name by their hash; so what comes out is what the tables should hold.
/// </summary>
internal sealed class FoldingAnew(StructureVersions versions)
{
    /// <summary>Matters that go into one transaction.</summary>
    private const int AtOnce = 500;

    private readonly Dictionary<long, List<long>> _positions = [];
    private readonly List<long> _rules = [];
    private readonly List<PowerUse> _uses = [];
    private readonly List<MatterLook> _looks = [];
    private readonly List<(long Position, IEvent Happened)> _values = [];
    private readonly List<(long Position, LedgerEntry Entry)> _tokens = [];
    private readonly FoldingSubjects _subjects = new();
    private readonly FoldingExchange _exchange = new();
    private readonly List<(long Position, IEvent Event)> _forms = [];
    private Exception? _fault;

    /// <summary>How many matters there are.</summary>
    public int Matters => _positions.Count;

    /// <summary>The imports that were begun.</summary>
    public IReadOnlyList<ImportBegun> Imports => _subjects.Imports;

    /// <summary>Whether an entry has anything to do with these tables.</summary>
    public static bool Concerns(LedgerEntry entry) => EventNames.Contains(entry.Event);

    private static readonly HashSet<string> EventNames = new([.. ProcessEvents.Names, .. AuthorityWire.Names.Where(static name => name != ActRefused.Name), .. AccessEvents.Names, .. RegisterEvents.Names, .. LookEvents.Names, .. ExchangeWire.Names, .. FormEvents.Names, .. HearingEvents.Names], StringComparer.Ordinal);

    /// <summary>The entry at which the folding came to its end, since its event is not what its name says or fits nowhere; null where there was none.</summary>
    public (long Position, string Event)? Unfit { get; private set; }

    /// <summary>Takes the entries that concern it, in their order. What is wrong with one is told when they are folded, so that whoever reads the record can go on.</summary>
    public void Take(long position, LedgerEntry entry)
    {
        if (_fault is not null) return;
        try
        {
            Sort(position, entry);
        }
        catch (Exception fault) when (fault is StoreFault or UnusableInput or MachineFault)
        {
            _fault = fault;
        }
    }

    private void Sort(long position, LedgerEntry entry)
    {
        if (AccessEvents.Names.Contains(entry.Event)) _tokens.Add((position, entry));
        else if (RegisterEvents.Names.Contains(entry.Event)) Of(position, entry, _subjects.Take);
        else if (LookEvents.Names.Contains(entry.Event)) _values.Add((position, Of(position, entry, static (_, one) => LookEvents.Read(one.Event, one.Fields)!)));
        else if (ExchangeWire.Names.Contains(entry.Event)) Of(position, entry, _exchange.Take);
        else if (FormEvents.Names.Contains(entry.Event)) _forms.Add((position, Of(position, entry, static (at, one) => FormEvents.Read(one.Event, one.Fields, []) ?? throw NotAsNamed(at))));
        // They have no table; here it is only looked whether they can be read.
        else if (HearingEvents.Names.Contains(entry.Event)) Of(position, entry, static (at, one) => HearingEvents.Read(one.Event, one.Fields, []) ?? throw NotAsNamed(at));
        else if (entry.Event == MatterSeen.Name) _looks.Add(Of(position, entry, Look));
        else if (AuthorityWire.Names.Contains(entry.Event) || entry.Fields["matter"] is not EntryValue.Word { Text: var id }) _rules.Add(position);
        else if (MatterNumbers.Of(new MatterId(id)) is { } number)
        {
            if (!_positions.TryGetValue(number, out var list)) _positions.Add(number, list = []);
            list.Add(position);
            if (entry.Event == StepPerformed.Name && Of(position, entry, Use) is { } use) _uses.Add(use);
        }
    }

    /// <summary>Folds what was taken.</summary>
    /// <param name="record">Reads the entries again, matter by matter.</param>
    /// <param name="scratch">Empty tables.</param>
    public void Into(Session record, Session scratch)
    {
        if (_fault is not null) throw _fault;
        Write(writes =>
        {
            RuleRows.Add(writes, _rules);
            RuleRows.Add(writes, _uses);
            DayLookRows.Add(writes, _looks);
            LookRows.Fold(writes, _values);
            foreach (var (position, happened) in _forms) FormRows.Fold(writes, position, happened);
            foreach (var (position, entry) in _tokens)
                Of(position, entry, (at, one) =>
                {
                    AccessRows.Fold(writes, at, one.Event, one.Fields);
                    return true;
                });
        });
        foreach (var chunk in _positions.OrderBy(static one => one.Key).Chunk(AtOnce))
            Write(writes => MatterRows.Fold(writes, [.. chunk.Select(one => Fold(record, one.Key, one.Value)).OfType<ChangedMatter>()]));
        _exchange.Into(Write);
        _subjects.Into((position, fold) => Of(position, Read(position, LedgerRows.Entry(record, position)!), fold), Write);

        void Write(Action<Writes> rows)
        {
            var writes = new Writes();
            rows(writes);
            scratch.Commit(writes);
        }
    }

    /// <summary>Null where its entries begin with no filing.</summary>
    private ChangedMatter? Fold(Session record, long number, List<long> positions)
    {
        Matter? matter = null;
        var track = MatterTrack.Empty;
        LedgerEntry? last = null;
        foreach (var position in positions)
        {
            last = Read(position, LedgerRows.Entry(record, position)!);
            var before = matter;
            matter = Of(position, last, (at, entry) =>
            {
                var happened = ProcessEvents.Read(entry.Event, entry.Fields, [.. entry.Personal.Select(static one => new PersonalPart(one.Name, null))]) ?? throw NotAsNamed(at);
                return happened is MatterFiled filed ? FoldingMatters.Begin(filed) : before is null ? null : FoldingMatters.Apply(before, happened);
            });
            track = track.With(position, last.Personal.Any(static one => one.Name.StartsWith(FactRows.Prefix, StringComparison.Ordinal)));
        }

        if (matter is null) return null;
        // When time next matters was worked out with the last entry, under the version that was in force then.
        return Of(positions[^1], last!, (_, entry) =>
        {
            var running = versions.Of(entry.Structure);
            var under = Underneath.For(matter, entry.At, running, versions);
            return new ChangedMatter(null, new KeptMatter(number, matter, track, []), Promises.DueOf(matter, under.Times), Jobs.Next(matter, under) is { } next ? DecidingOrders.InMilliseconds(next) : null);
        });
    }

    /// <summary>
    /// Reads something out of an entry. Whoever can write into the database can append what no rule would have let happen, and every way in which
    /// that does not fit is a fault of the record, told with its place.
    /// </summary>
    private T Of<T>(long position, LedgerEntry entry, Func<long, LedgerEntry, T> read)
    {
        try
        {
            return read(position, entry);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            Unfit ??= (position, entry.Event);
            if (fault is StoreFault or MachineFault or UnusableInput) throw;
            throw new StoreFault(StoreTrouble.Damaged, $"entry {position} ({entry.Event}) is not the event that its name says, or does not fit those before it: {fault.Message}", fault);
        }
    }

    private MatterLook Look(long position, LedgerEntry entry)
    {
        var seen = (MatterSeen)ProcessEvents.Read(entry.Event, entry.Fields, [])!;
        return new MatterLook(MatterNumbers.Of(seen.Matter) ?? throw NotAsNamed(position), versions.Of(entry.Structure).DayOf(entry.At).DayNumber, seen.Person.Text, seen.Seat.Unit.Text, position);
    }

    private PowerUse? Use(long position, LedgerEntry entry)
    {
        if (AuthorityWire.Links(entry.Mandate) is not { Count: > 0 } links) return null;
        var performed = (StepPerformed)ProcessEvents.Read(entry.Event, entry.Fields, [])!;
        return new PowerUse(
            position, versions.Of(entry.Structure).DayOf(performed.Happened), string.Join(' ', links), performed.Band is null ? "" : $"{FactRows.Prefix}{performed.Step}.amount", performed.Band ?? "");
    }

    private static LedgerEntry Read(long position, byte[] bytes) => LedgerEntry.TryRead(bytes, out var entry, out _) ? entry : throw NotAsNamed(position);

    private static StoreFault NotAsNamed(long position) => new(StoreTrouble.Damaged, $"entry {position} is not the event that its name says.");
}
