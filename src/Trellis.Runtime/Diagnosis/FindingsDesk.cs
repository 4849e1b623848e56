using System.Diagnostics;
using System.Globalization;
using Trellis.Diagnosis.Findings;
using Trellis.Diagnosis.Hearing;
using Trellis.Diagnosis.Records;
using Trellis.Pilots.Cures;
using Trellis.Process;
using Trellis.Runtime.Database;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;

namespace Trellis.Runtime.Diagnosis;

/// <summary>What was found tells units of what is said of them.</summary>
internal sealed record TellFindings(FixedList<FindingTold> Told) : IAct
{
    public string Word => "tell-findings";
}

/// <summary>
/// What is found in the record that this program runs. Its counts and columns are kept and go on with it entry by entry, and all tests are made anew whenever somebody asks: what is told is of now, and is what reading all of the record would tell. Of a long record a
/// reader of a page sees at once what was found last, and asking has it found again beside them: a page is not to wait for sums over all units. Units that something is found of are told by an entry before
/// anybody reads it, and answer here. Safe for any number of callers.
/// </summary>
public sealed class FindingsDesk : IAsyncDisposable
{
    /// <summary>To find all in more entries than these takes longer than a reader of a page waits.</summary>
    private const long SoonRead = 300_000;

    /// <summary>So long a reader of a page waits before anything was found of a long record; they are told then that it is being counted.</summary>
    private static readonly TimeSpan PatienceOfTheFirst = TimeSpan.FromSeconds(1);

    /// <summary>After a start others come first: pages that are opened at once, jobs that fell due meanwhile.</summary>
    private static readonly TimeSpan RestAfterStart = TimeSpan.FromSeconds(3);

    /// <summary>So long an answer waits for the record to be read, before it is asked to come again.</summary>
    private static readonly TimeSpan PatienceOfAnswers = TimeSpan.FromSeconds(20);

    private readonly long _soonRead;
    private readonly MattersDesk _desk;
    private readonly Store _store;
    private readonly StructureVersions _versions;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _lock = new();
    private RecordDiagnosis? _known;
    private Task<RecordDiagnosis>? _working;

    /// <summary>Of what was found in it units were told.</summary>
    private RecordDiagnosis? _told;

    // Only whoever works has these.
    private FollowedRecord? _followed;
    private (string Version, ProposingCures Cures)? _cures;

    /// <param name="soonRead">Up to how many entries a reader of a page waits for what is found in all of them.</param>
    public FindingsDesk(MattersDesk desk, long soonRead = SoonRead)
    {
        ArgumentNullException.ThrowIfNull(desk);
        (_desk, _store, _versions, _soonRead) = (desk, desk.Writer.Place.Store, desk.Versions, soonRead);
    }

    /// <summary>What was found last; null where nothing was found since the program began.</summary>
    public RecordDiagnosis? Last
    {
        get
        {
            lock (_lock) return _known;
        }
    }

    /// <summary>Whether it rests on the whole record.</summary>
    public bool IsOfNow(RecordDiagnosis found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return found.Entries >= _desk.Writer.Size;
    }

    /// <summary>A long record is read once beside whoever comes after a start, so that the first reader of the findings need not wait for it. Nothing is entered by that.</summary>
    public void Begin()
    {
        if (_desk.Writer.Size > _soonRead) _ = BeginAsync();
    }

    private async Task BeginAsync()
    {
        try
        {
            await Task.Delay(RestAfterStart, _closing.Token);
            Task<RecordDiagnosis> working;
            lock (_lock) working = Working();
            await working;
        }
        catch (Exception problem) when (problem is OperationCanceledException or MachineFault or UnusableInput)
        {
            // Whoever asks next has it read again, and is told what is wrong.
        }
    }

    /// <summary>For a page: of a short record as of now; of a long one what was found last, at once, while it is found again beside the reader.</summary>
    /// <param name="patience">How long the caller waits.</param>
    /// <returns>Null where nothing was found before.</returns>
    /// <exception cref="MachineFault">The store cannot be read.</exception>
    /// <exception cref="UnusableInput">The record has no structure yet.</exception>
    public async Task<RecordDiagnosis?> AtHandAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (_desk.Writer.Size <= _soonRead) return await NowAsync(patience, cancellationToken);
        if (Last is not { } known) return await NowAsync(patience < PatienceOfTheFirst ? patience : PatienceOfTheFirst, cancellationToken);
        await TellAsync(known, cancellationToken);
        lock (_lock)
            if (!IsOfNow(known)) _ = Working();
        return known;
    }

    /// <param name="patience">How long the caller waits, where what was found before is not of now.</param>
    /// <returns>As of now, or what was found last where that takes longer; null where nothing was found before.</returns>
    /// <exception cref="MachineFault">The store cannot be read.</exception>
    /// <exception cref="UnusableInput">The record has no structure yet.</exception>
    public async Task<RecordDiagnosis?> NowAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (await FindAsync(patience, cancellationToken) is not { } found) return null;
        return await TellAsync(found, cancellationToken) ? await FindAsync(patience, cancellationToken) : found;
    }

    /// <summary>A unit answers a finding about it, as it is found now.</summary>
    /// <param name="key">Under which the same answer is entered once; null for none.</param>
    /// <exception cref="MachineFault">It could not be stored, or the record is still being read.</exception>
    public async Task<ActAnswer> AnswerAsync(Actor by, AnswerFinding act, string? key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(act);
        var found = await NowAsync(PatienceOfAnswers, cancellationToken)
            ?? throw new MachineFault(new Text("正在从记录里数，还不能答复。", "The record is still being read, so that nothing can be answered yet."), new Text("过一会儿再试。", "Try again in a moment."));
        var asked = ToAnswer(found, act.Finding);
        return await _desk.DoElsewhereAsync(new ActOrder { By = by, Act = act, Key = key }, key is null ? null : PrintOf(act), act, (pending, turn, rules) => AnsweringFindings.Decide(act, asked, pending.Order.By, turn.At) switch
        {
            Outcome.Refused { Why: var why } => Decision.Refuse(why),
            Outcome.Accepted { Events: var events } => new Decision.Accepted([.. events.Select(happened => FormsDesk.DraftOf(HearingEvents.Write(happened), null, pending.Order.By, rules.Running!.Version))]),
            _ => throw new UnreachableException(),
        }, cancellationToken);
    }

    /// <summary>Why an answer to what was found last would be refused; null where it would not.</summary>
    public Refusal? WhyNot(Actor by, AnswerFinding act)
    {
        ArgumentNullException.ThrowIfNull(act);
        return (AnsweringFindings.Decide(act, Last is { } found ? ToAnswer(found, act.Finding) : null, by, _desk.Now) as Outcome.Refused)?.Why;
    }

    /// <summary>What was found, with the words of the answers.</summary>
    /// <exception cref="MachineFault">The store cannot be read.</exception>
    public FindingReport WithWords(FindingReport report) => OpeningAnswers.Into(report, _store, _desk.Keys);

    /// <summary>What the request says, as one text: one that is sent again with its key must say the same.</summary>
    private static string PrintOf(AnswerFinding act) => string.Create(CultureInfo.InvariantCulture, $"{act.Word}|{act.Finding}|{act.Claims}|{(act.Said.Written ?? "").Length}:{act.Said.Written}");

    private static FindingToAnswer? ToAnswer(RecordDiagnosis found, long number) => found.Work.Findings.FirstOrDefault(one => one.Hearing?.Number == number) is { Hearing: { } hearing } finding
        ? new FindingToAnswer([.. hearing.Units.Select(static unit => new UnitId(unit))], [.. finding.Innocent.Select(static reason => reason.Reason)])
        : null;

    /// <summary>Units that were not told yet what is found of them are told now: once in a period, and by nobody but the record.</summary>
    /// <returns>Whether any were told.</returns>
    private async Task<bool> TellAsync(RecordDiagnosis found, CancellationToken cancellationToken)
    {
        var untold = found.Work.Findings.Where(static finding => finding.Hearing is { Number: null }).ToList();
        if (untold.Count == 0) return false;
        lock (_lock)
        {
            // Whoever read the same at the same time has told them.
            if (ReferenceEquals(_told, found)) return false;
            _told = found;
        }

        var told = new TellFindings([.. untold.Select(static finding => HearingUnits.Telling(finding, default)).DistinctBy(static one => (one.Code, one.About, string.Join('/', one.Names), one.Rule))]);
        try
        {
            await _desk.DoElsewhereAsync(new ActOrder { By = Actor.System, Act = told }, null, told, (_, turn, rules) => new Decision.Accepted([.. told.Told.Select(one => FormsDesk.DraftOf(HearingEvents.Write(one with { Happened = turn.At }), null, Actor.System, rules.Running!.Version))]), cancellationToken);
            return true;
        }
        catch (MachineFault)
        {
            // It stays theirs alone until they can be told.
            return false;
        }
    }

    private async Task<RecordDiagnosis?> FindAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        Task<RecordDiagnosis> working;
        lock (_lock)
        {
            if (_known is { } known && IsOfNow(known)) return known;
            working = Working();
        }

        if (await Task.WhenAny(working, Task.Delay(patience, cancellationToken)) == working) return await working;
        lock (_lock) return _known;
    }

    /// <summary>What is under way, begun where nothing is.</summary>
    private Task<RecordDiagnosis> Working()
    {
        if (_working is { IsCompleted: true }) _working = null;
        return _working ??= Task.Run(Work, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        Task? working;
        lock (_lock) working = _working;
        if (working is not null) await Task.WhenAny(working);
        _closing.Dispose();
    }

    private RecordDiagnosis Work()
    {
        // What was left in the middle cannot be gone on with.
        var followed = _followed;
        _followed = null;
        RecordInColumns read;
        try
        {
            using var session = _store.OpenToRead();
            session.BeginReading();
            var (size, last) = DiagnosingRecords.End(session, _store);
            var running = _versions.Of(last.Structure);
            var today = running.DayOf(last.At);
            if (followed is null || !followed.CanGoOn(running.Version, today)) followed = new FollowedRecord(running, today, _store.Called);
            read = followed.UpTo(session, size, last, _closing.Token);
            session.EndReading();
        }
        catch (StoreFault fault)
        {
            throw fault.Tell(_store.Called);
        }

        if (_cures is not var (version, cures) || version != read.Structure.Version) _cures = (version, cures) = (read.Structure.Version, read.Cures(threads: 1));
        var found = read.Diagnose(cures, Environment.ProcessorCount);
        _followed = followed;
        lock (_lock) _known = found;
        return found;
    }
}
