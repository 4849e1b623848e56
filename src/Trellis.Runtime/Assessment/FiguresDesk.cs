using System.Collections.Frozen;
using Trellis.Assessment;
using Trellis.Authority.Access;
using Trellis.Information.Forms;
using Trellis.Information.Looks;
using Trellis.Information.Registers;
using Trellis.Ledger;
using Trellis.Process.Clocks;
using Trellis.Process.Matters;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Structure.Calendars;
using LedgerEntry = Trellis.Ledger.Entry;

namespace Trellis.Runtime.Assessment;

/// <summary>Which figures are asked for; what is null is not narrowed.</summary>
public sealed record FiguresAsked(string? Indicator = null, string? Level = null, string? Unit = null, ReportingPeriod? Period = null)
{
    /// <summary>Only so many of the newest periods that have cases; null for all.</summary>
    public int? Newest { get; init; }
}

/// <summary>Figures, with what they were counted from. Counted again with so many entries, they come out the same.</summary>
/// <param name="Entries">How many entries of the record counted.</param>
/// <param name="Structure">The version of the structure by whose indicators it was counted.</param>
/// <param name="Indicators">The ids of all that can be counted.</param>
public sealed record FiguresAnswered(long Entries, string Structure, IReadOnlyList<string> Indicators, IReadOnlyList<Figure> Figures);

/// <summary>
/// Counts the indicators of a record. What was counted is kept and brought up to date with the entries that came since; a new version of the structure, and an erasure, has everything counted
/// from scratch. Nothing of it is stored: figures are read off the record, never entered. Safe for any number of callers; one counts at a time.
/// </summary>
public sealed partial class FiguresDesk
{
    /// <summary>So many entries behind, counting from scratch is quicker.</summary>
    private const long MostBehind = 50_000;

    /// <summary>Counts of registers that are kept: of every indicator some periods.</summary>
    private const int MostKept = 256;

    private readonly Store _store;
    private readonly MatterQuestions? _questions;
    private readonly RecordKeys _keys;
    private readonly StructureVersions _versions;
    private readonly Lock _counting = new();
    private CountingFigures? _figures;
    private FilingsByPlace _places = new();
    private string _version = "";

    /// <summary>What was counted of registers, until something is entered in them: of each indicator, for a period, as of a day.</summary>
    private readonly Dictionary<(CountedIndicator Indicator, ReportingPeriod Period, DateOnly Day), CountingFigures> _registers = [];

    /// <summary>Whether something other than work on matters and looks was entered since, so that rows of registers may be others.</summary>
    private bool _base;

    /// <summary>Whether a form was handed in since.</summary>
    private bool _forms;
    private long _past;

    public FiguresDesk(MattersDesk desk, RecordPlace place)
    {
        ArgumentNullException.ThrowIfNull(desk);
        (_store, _questions, _keys, _versions) = (place.Store, desk.Questions, desk.Keys, desk.Versions);
    }

    private FiguresDesk(RecordPlace place, RecordKeys keys) => (_store, _keys, _versions) = (place.Store, keys, new StructureVersions(place.Store));

    /// <summary>Reads a record beside whoever writes it.</summary>
    /// <exception cref="UnusableInput">There is no record, or its keys are not at hand.</exception>
    public static FiguresDesk Beside(RecordPlace place)
    {
        if (!place.Store.Exists()) throw place.Store.NoRecord();
        return new FiguresDesk(place, RecordKeys.Open(place.Keys));
    }

    /// <summary>Figures as the record stands now.</summary>
    /// <exception cref="MachineFault">The store cannot be read, or an entry is damaged.</exception>
    public FiguresAnswered Now(FiguresAsked asked, DateTimeOffset now)
    {
        lock (_counting)
        {
            return Read(session =>
            {
                CatchUp(session);
                return Answer(session, _figures!, asked, _past, _versions.Of(_version).DayOf(now), _registers);
            });
        }
    }

    /// <summary>Figures as the record stood when it had so many entries, counted from scratch; null where it never had.</summary>
    /// <exception cref="MachineFault">The store cannot be read, or an entry is damaged.</exception>
    public FiguresAnswered? At(FiguresAsked asked, long entries) => Read(session =>
    {
        using var beside = Beside(session);
        if (entries < 1 || entries > LedgerRows.Size(session)) return null;
        var last = EntryAt(session, entries - 1);
        var running = _versions.Of(last.Structure);
        return Answer(session, CountingRecords.Count(session, beside, entries, Indicators(running), _keys).Figures, asked, entries, running.DayOf(last.At));
    });

    private void CatchUp(Session session)
    {
        var size = LedgerRows.Size(session);
        if (size == 0) throw new UnusableInput("The record has no entry yet.", "Start it with trellis serve.", _store.Called);
        var last = EntryAt(session, size - 1);
        if (_figures is { } figures && last.Structure == _version && size - _past <= MostBehind && Changed(session, size) is { } changed)
        {
            GoOn(session, figures, changed, size);
            if (_base) _registers.Clear();
            if (_forms)
            {
                var handedIn = CountingRecords.Forms(session, _past, size).ToList();
                var before = CountingRecords.Forms(session, 0, _past).ToDictionary(static one => (one.Form, one.Unit, one.Occasion));
                foreach (var form in handedIn)
                {
                    if (before.TryGetValue((form.Form, form.Unit, form.Occasion), out var old)) figures.Remove(old);
                    figures.Add(form);
                }
            }
        }
        else
        {
            using var beside = Beside(session);
            size = LedgerRows.Size(session);
            last = EntryAt(session, size - 1);
            var running = _versions.Of(last.Structure);
            (_figures, _places) = CountingRecords.Count(session, beside, size, Indicators(running), _keys);
            _version = last.Structure;
            _registers.Clear();
        }

        _past = size;
    }

    /// <summary>
    /// Opens a second connection that reads from the same state of the record, for a second thread. That of the first may be a later one afterwards: no store lets two begin at once, so
    /// both begin again until nothing was written between them.
    /// </summary>
    /// <returns>Null where so much is written that they never did.</returns>
    private Session? Beside(Session session)
    {
        const int Tries = 20;
        var beside = _store.OpenToRead();
        for (var left = Tries; left > 0; left--)
        {
            session.EndReading();
            session.BeginReading();
            beside.BeginReading();
            if (LedgerRows.Size(session) == LedgerRows.Size(beside)) return beside;
            beside.EndReading();
        }

        beside.Dispose();
        return null;
    }

    /// <summary>Events after which every row of every register is what it was.</summary>
    private static readonly FrozenSet<string> LeavesTheBase = new[] { Trellis.Process.Wire.ProcessEvents.Names, LookEvents.Names, AccessEvents.Names }.SelectMany(static names => names).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Matters with entries since; null where something happened after which nothing that was counted can be taken out again.</summary>
    private List<long>? Changed(Session session, long size)
    {
        var changed = new HashSet<long>();
        _forms = _base = false;
        foreach (var (position, bytes) in LedgerRows.Entries(session, _past, size))
        {
            if (!LedgerEntry.TryRead(bytes, out var entry, out _)) throw new StoreFault(StoreTrouble.Damaged, $"entry {position} is damaged.");
            if (entry.Structure != _version || ReadModels.IsErasure(entry.Event)) return null;
            if (!LeavesTheBase.Contains(entry.Event)) _base = true;
            if (entry.Event is FormSubmitted.Name or FormCorrected.Name) _forms = true;
            else if (FoldingAnew.Concerns(entry) && entry.Event != Trellis.Process.MatterSeen.Name && entry.Fields["matter"] is EntryValue.Word { Text: var id } && MatterNumbers.Of(new MatterId(id)) is { } number) changed.Add(number);
        }

        return [.. changed.Order()];
    }

    /// <summary>Takes out what has changed as it was, and puts it in as it is. A matter that came takes along those that it came after.</summary>
    private void GoOn(Session session, CountingFigures figures, List<long> changed, long size)
    {
        var cases = new SortedDictionary<long, (Matter? Before, Matter After, MatterTrack Track)>();
        foreach (var number in changed)
            if (CaseRows.Of(session, number) is { } row && MatterBytes.Read(row) is var (after, track)) cases[number] = (MattersDesk.Fold(session, track, _past), after, track);
        var filed = cases.Where(static one => one.Value.Before is null).Select(static one => one.Key).ToHashSet();
        foreach (var number in filed)
        {
            var matter = cases[number].After;
            var others = CaseRows.By(session, matter.FiledFor.Text, matter.Type);
            foreach (var other in (long?[])[EarlierThan(matter, number, others), _places.Before(matter, number)])
                if (other is { } one && !cases.ContainsKey(one) && CaseRows.Of(session, one) is { } row && MatterBytes.Read(row) is var (same, track)) cases[one] = (same, same, track);
        }

        foreach (var (number, (before, _, track)) in cases)
            if (before is not null) figures.Remove(CaseOf(session, figures, before, track, number, _past, filed));
        foreach (var number in filed) _places.Insert(cases[number].After, number);
        foreach (var (number, (_, after, track)) in cases) figures.Add(CaseOf(session, figures, after, track, number, size, []));
    }

    private MatterCase CaseOf(Session session, CountingFigures figures, Matter matter, MatterTrack track, long number, long past, HashSet<long> notYet, bool isOpened = true, bool isAskedAgain = true)
    {
        var later = !isAskedAgain ? 0 : CaseRows.By(session, matter.FiledFor.Text, matter.Type).Where(one => !notYet.Contains(one.Id) && (one.Filed, one.Id).CompareTo((matter.Filed.ToUnixTimeMilliseconds(), number)) > 0).Select(static one => one.Filed).DefaultIfEmpty(0).Min();
        var read = figures.Indicators.GivenRead(matter.Type);
        var given = isOpened && read.Count > 0 ? CountingRecords.GivenIn(track.Given, past, FactRows.Load(session, _keys, [.. CountingRecords.Asked(track.Given, past, read)])) : [];
        return new MatterCase(matter, Again.Moment(later), _places.After(matter, number)) { Given = given };
    }

    private static long? EarlierThan(Matter matter, long number, List<(long Id, long Filed)> others) =>
        others.Where(one => (one.Filed, one.Id).CompareTo((matter.Filed.ToUnixTimeMilliseconds(), number)) < 0).OrderByDescending(static one => (one.Filed, one.Id)).Select(static one => (long?)one.Id).FirstOrDefault();

    private FiguresAnswered Answer(Session session, CountingFigures figures, FiguresAsked asked, long entries, DateOnly today, Dictionary<(CountedIndicator, ReportingPeriod, DateOnly), CountingFigures>? kept = null)
    {
        var found = new List<Figure>();
        foreach (var indicator in figures.Indicators.All)
        {
            if (asked.Indicator is { } id && indicator.Indicator.Id != id) continue;
            if (indicator.Register is { } register)
            {
                found.AddRange(OfRegister(session, figures.Indicators, indicator, register, asked, entries, today, kept));
                continue;
            }

            foreach (var period in asked.Period is { } one ? one.Length == indicator.Length ? [one] : [] : asked.Newest is { } most ? figures.Periods(indicator).TakeLast(most) : figures.Periods(indicator))
                foreach (var level in indicator.Indicator.Levels)
                {
                    if (!indicator.Indicator.HoldsOn(period.Last) || (asked.Level is { } named && level.Id != named)) continue;
                    found.AddRange(figures.Of(indicator, level.Id, period, today).Where(figure => asked.Unit is null || figure.Unit.Id == asked.Unit));
                }
        }

        return new FiguresAnswered(entries, figures.Indicators.Version, [.. figures.Indicators.All.Select(static one => one.Indicator.Id).Distinct(StringComparer.Ordinal)], found);
    }

    /// <summary>Rows of a register have no day of their own: they are counted for the period that is asked for, and where an indicator is asked for by name also for this period and the last.</summary>
    private IEnumerable<Figure> OfRegister(Session session, CountedIndicators indicators, CountedIndicator indicator, string register, FiguresAsked asked, long entries, DateOnly today, Dictionary<(CountedIndicator, ReportingPeriod, DateOnly), CountingFigures>? kept)
    {
        var now = ReportingPeriod.Of(indicator.Length, today);
        ReportingPeriod[] periods = asked.Period is { } one ? one.Length == indicator.Length && one.First <= today ? [one] : [] : asked.Indicator is null ? [] : [now.Previous, now];
        var known = EntryAt(session, entries - 1).At;
        var running = _versions.Of(indicators.Version);
        foreach (var period in periods.Where(period => indicator.Indicator.HoldsOn(period.Last)))
        {
            var day = period.Last < today ? period.Last : today;
            if (kept is null || !kept.TryGetValue((indicator, period, day), out var counted))
            {
                counted = CountingRegisters.Count(session, _keys, indicators, new Timetable(running.Structure, running.Zone), indicator, register, period, new AsOf(day, known));
                if (kept is { Count: >= MostKept }) kept.Clear();
                kept?.Add((indicator, period, day), counted);
            }

            foreach (var level in indicator.Indicator.Levels)
                if (asked.Level is not { } named || level.Id == named)
                    foreach (var figure in counted.Of(indicator, level.Id, period, today))
                        if (asked.Unit is null || figure.Unit.Id == asked.Unit) yield return figure;
        }
    }

    private static CountedIndicators Indicators(RunningStructure running) => new(running.Structure, new Timetable(running.Structure, running.Zone)) { Version = running.Version };

    private static LedgerEntry EntryAt(Session session, long position) =>
        LedgerRows.Entry(session, position) is { } bytes && LedgerEntry.TryRead(bytes, out var entry, out _) ? entry : throw new StoreFault(StoreTrouble.Damaged, $"entry {position} is damaged.");

    private T Read<T>(Func<Session, T> read)
    {
        // A connection that is kept knows the record's pages and has its questions ready.
        if (_questions is not null) return _questions.Ask(Held);
        try
        {
            using var session = _store.OpenToRead();
            return Held(session);
        }
        catch (StoreFault fault)
        {
            throw fault.Tell(_store.Called);
        }

        T Held(Session session)
        {
            try
            {
                session.BeginReading();
                var answer = read(session);
                session.EndReading();
                return answer;
            }
            catch
            {
                lock (_counting) _figures = null; // it may have been left half way
                throw;
            }
        }
    }
}
