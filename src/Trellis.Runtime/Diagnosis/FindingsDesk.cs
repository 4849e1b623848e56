using System.Diagnostics;
using Trellis.Diagnosis.Findings;
using Trellis.Diagnosis.Records;
using Trellis.Information.Forms;
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
/// What is found in the record that this program runs. What units ask of each other is counted entry by entry, and is told as of now whenever somebody asks. What the flow of the work shows needs the whole record in columns: it is worked out
/// beside the work, and its tests are kept until the record has grown and been read again. Both are judged together each time. Units that something is found of are told by an entry before anybody reads it, and answer here.
/// Safe for any number of callers.
/// </summary>
public sealed class FindingsDesk : IAsyncDisposable
{
    /// <summary>Reading more entries than these takes longer than a reader of a page waits.</summary>
    private const long SoonRead = 300_000;

    /// <summary>So long an answer waits for the record to be read, before it is asked to come again.</summary>
    private static readonly TimeSpan PatienceOfAnswers = TimeSpan.FromSeconds(20);

    private readonly MattersDesk _desk;
    private readonly Store _store;
    private readonly StructureVersions _versions;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _lock = new();

    /// <summary>Whoever judges; what is counted goes on in it.</summary>
    private readonly Lock _judging = new();
    private RecordDiagnosis? _known;
    private Task<RecordDiagnosis>? _working;
    private Flow? _flow;
    private LiveCounts? _counts;
    private (string Version, ProposingCures Cures)? _cures;
    private (string Version, DateOnly Day, RulesOfStructures Rules, RewardsOfStructures Rewards)? _lines;

    public FindingsDesk(MattersDesk desk)
    {
        ArgumentNullException.ThrowIfNull(desk);
        (_desk, _store, _versions) = (desk, desk.Writer.Place.Store, desk.Versions);
    }

    /// <summary>What was found last; null where nothing was found since the program began.</summary>
    public RecordDiagnosis? Last
    {
        get
        {
            lock (_lock) return _known;
        }
    }

    /// <summary>Whether what was found last rests on the whole record.</summary>
    public bool IsOfNow(RecordDiagnosis found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return found.FlowEntries >= _desk.Writer.Size;
    }

    /// <param name="patience">How long the caller waits for what the flow of the work shows, where that may be soon.</param>
    /// <returns>What is counted as of now, with what the flow of the work showed last where that takes longer; null where nothing was found before.</returns>
    /// <exception cref="MachineFault">The store cannot be read.</exception>
    /// <exception cref="UnusableInput">The record has no structure yet.</exception>
    public async Task<RecordDiagnosis?> NowAsync(TimeSpan patience, CancellationToken cancellationToken) =>
        await FindAsync(patience, cancellationToken) is { } found ? await TellAsync(found, cancellationToken) : null;

    /// <summary>A unit answers a finding about it, as it is found now.</summary>
    /// <param name="key">Under which the same answer is entered once; null for none.</param>
    /// <exception cref="MachineFault">It could not be stored, or the record is still being read.</exception>
    public async Task<ActAnswer> AnswerAsync(Actor by, AnswerFinding act, string? key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(act);
        var found = await NowAsync(PatienceOfAnswers, cancellationToken)
            ?? throw new MachineFault(new Text("正在从记录里数，还不能答复。", "The record is still being read, so that nothing can be answered yet."), new Text("过一会儿再试。", "Try again in a moment."));
        var asked = ToAnswer(found, act.Finding);
        return await _desk.DoElsewhereAsync(new ActOrder { By = by, Act = act, Key = key }, key is null ? null : FormPrints.Of(act), act, (pending, turn, rules) => AnsweringFindings.Decide(act, asked, pending.Order.By, turn.At) switch
        {
            Outcome.Refused { Why: var why } => Decision.Refuse(why),
            Outcome.Accepted { Events: var events } => new Decision.Accepted([.. events.Select(happened => FormsDesk.DraftOf(happened, null, pending.Order.By, rules.Running!.Version))]),
            _ => throw new UnreachableException(),
        }, cancellationToken);
    }

    /// <summary>Why an answer to what was found last would be refused; null where it would not.</summary>
    public Refusal? WhyNot(Actor by, AnswerFinding act)
    {
        ArgumentNullException.ThrowIfNull(act);
        return (AnsweringFindings.Decide(act, Last is { } found ? ToAnswer(found, act.Finding) : null, by, _desk.Now) as Outcome.Refused)?.Why;
    }

    private static FindingToAnswer? ToAnswer(RecordDiagnosis found, long number) => found.Work.Findings.FirstOrDefault(one => one.Hearing?.Number == number) is { Hearing: { } hearing } finding
        ? new FindingToAnswer([.. hearing.Units.Select(static unit => new UnitId(unit))], [.. finding.Innocent.Select(static reason => reason.Reason)])
        : null;

    /// <summary>What was found, with the words of the answers.</summary>
    /// <exception cref="MachineFault">The store cannot be read.</exception>
    public FindingReport WithWords(FindingReport report) => OpeningAnswers.Into(report, _store, _desk.Keys);

    private async Task<RecordDiagnosis?> FindAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        Task<RecordDiagnosis> working;
        lock (_lock)
        {
            if (_working is { IsCompleted: true }) _working = null;
            if (_known is { } known && IsOfNow(known)) return known;
            // One thread: whoever waits for an answer comes first.
            working = _working ??= Task.Run(Work, CancellationToken.None);
        }

        var soon = _desk.Writer.Size <= SoonRead || Volatile.Read(ref _flow) is null;
        if (soon && await Task.WhenAny(working, Task.Delay(patience, cancellationToken)) == working) return await working;
        if (await Task.Run(() => Judge(_closing.Token), cancellationToken) is { } live) return live;
        lock (_lock) return _known;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        Task? working;
        lock (_lock) working = _working;
        if (working is not null) await Task.WhenAny(working);
        _closing.Dispose();
    }

    /// <summary>Units that were not told yet what is found of them are told now: once in a period, and by nobody but the record.</summary>
    private async Task<RecordDiagnosis> TellAsync(RecordDiagnosis found, CancellationToken cancellationToken)
    {
        var untold = found.Work.Findings.Where(static finding => finding.Hearing is { Number: null }).ToList();
        if (untold.Count == 0) return found;
        try
        {
            var told = new TellFindings([.. untold.Select(static finding => HearingUnits.Telling(finding, default)).DistinctBy(static one => (one.Code, one.About, string.Join('/', one.Names), one.Rule))]);
            await _desk.DoElsewhereAsync(new ActOrder { By = Actor.System, Act = told }, null, told, (_, turn, rules) => new Decision.Accepted([.. told.Told.Select(one => FormsDesk.DraftOf(one with { Happened = turn.At }, null, Actor.System, rules.Running!.Version))]), cancellationToken);
        }
        catch (MachineFault)
        {
            // It stays theirs alone until they can be told.
            return found;
        }

        return await Task.Run(() => Judge(_closing.Token), cancellationToken) ?? found;
    }

    private RecordDiagnosis Work()
    {
        var read = DiagnosingRecords.Read(_store, _versions, _closing.Token);
        var record = read.Settings.Record!;
        var flow = new Flow(FindingFaults.Ask(read.Log, figures: null, read.Settings.Findings, recorded: record.Today).Kept(read.Settings.Findings), read.Entries, read.Structure.Version, read.Settings.Findings);
        lock (_judging)
        {
            Volatile.Write(ref _flow, flow);
            // Counted beside the columns, and the same as what is kept, which may be further: it serves where nothing is kept.
            if (_counts is null || _counts.Past < read.Entries || _counts.Version != flow.Version) _counts = new LiveCounts(read.Structure, record.Counts, read.Settings.Findings.ReopenedWithinDays, read.Entries);
            return Judge(_closing.Token) ?? Know(Tell(read.Entries, read.Structure, read.Today, read.Disputes, flow, record));
        }
    }

    /// <summary>As of now; null where nothing is kept from which it could be told.</summary>
    private RecordDiagnosis? Judge(CancellationToken cancellationToken)
    {
        lock (_judging)
        {
            if (_flow is not { } flow || _counts is not { } counts) return null;
            try
            {
                using var session = _store.OpenToRead();
                session.BeginReading();
                var size = LedgerRows.Size(session);
                lock (_lock)
                    if (_known is { } known && known.Entries == size && known.FlowEntries >= flow.Entries) return known;
                var last = LedgerRows.ReadEntry(session, size - 1);
                if (last.Structure != flow.Version) return null;
                var running = _versions.Of(last.Structure);
                var today = running.DayOf(last.At);
                var settings = FindingSettings.Of(running.Structure, today);
                if (settings != flow.Settings || counts.UpTo(session, size, last, settings, cancellationToken) is not { } counted) return null;
                var disputes = DiagnosingRecords.Disputed(session, size, running);
                session.EndReading();
                var found = Tell(size, running, today, disputes, flow, counted);
                return Know(flow.Entries >= counts.BehindWork ? found with { FlowEntries = size } : found);
            }
            catch (StoreFault fault)
            {
                throw fault.Tell(_store.Called);
            }
        }
    }

    private RecordDiagnosis Tell(long entries, RunningStructure running, DateOnly today, IReadOnlyList<ValuesInDispute> disputes, Flow flow, CountedRecord counted)
    {
        if (_cures is not var (version, cures) || version != running.Version) _cures = (version, cures) = (running.Version, new ProposingCures(running.Structure.Files, today, threads: 1));
        if (_lines is not var (of, day, rules, rewards) || (of, day) != (running.Version, today)) _lines = (of, day, rules, rewards) = (running.Version, today, new RulesOfStructures(running.Structure, today), new RewardsOfStructures(counted.Today));
        var asked = FindingFaults.Ask(log: null, figures: null, flow.Settings, recorded: counted.Today, counts: counted.Counts);
        var work = cures.Into(flow.Tests.And(asked).Judge(flow.Settings, rules.Of, rewards));
        return new RecordDiagnosis(entries, running.Version, disputes, DiagnosingRecords.Heard(work, counted.Counts, running, flow.Settings)) { FlowEntries = flow.Entries };
    }

    private RecordDiagnosis Know(RecordDiagnosis found)
    {
        lock (_lock) return _known = found;
    }

    /// <summary>What was asked of the flow of the work.</summary>
    /// <param name="Entries">Of the first so many entries.</param>
    /// <param name="Version">Of the structure.</param>
    private sealed record Flow(MadeTests Tests, long Entries, string Version, FindingSettings Settings);
}
