using Trellis.Diagnosis.Findings;
using Trellis.Diagnosis.Records;
using Trellis.Pilots.Cures;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;

namespace Trellis.Runtime.Diagnosis;

/// <summary>
/// What is found in the record that this program runs. What units ask of each other is counted entry by entry, and is told as of now whenever somebody asks. What the flow of the work shows needs the whole record in columns: it is worked out
/// beside the work, and its tests are kept until the record has grown and been read again. Both are judged together each time. Of a long record a reader sees at once what was found last, and asking has it found again beside them:
/// a page is not to wait for sums over all units. Safe for any number of callers.
/// </summary>
public sealed class FindingsDesk : IAsyncDisposable
{
    /// <summary>Reading more entries than these takes longer than a reader of a page waits.</summary>
    private const long SoonRead = 300_000;

    /// <summary>A long record is read again once it has grown by one part in so many, or each reader would have all of it read for a handful of entries.</summary>
    private const long Growth = 200;

    private readonly long _soonRead;
    private readonly MattersDesk _desk;
    private readonly Store _store;
    private readonly StructureVersions _versions;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _lock = new();

    /// <summary>Whoever judges; what is counted goes on in it.</summary>
    private readonly Lock _judging = new();
    private RecordDiagnosis? _known;
    private Task<RecordDiagnosis>? _working;
    private Task? _judgingAgain;
    private Flow? _flow;
    private LiveCounts? _counts;
    private (string Version, ProposingCures Cures)? _cures;
    private (string Version, DateOnly Day, RulesOfStructures Rules, RewardsOfStructures Rewards)? _lines;

    /// <param name="soonRead">Up to how many entries a reader waits for all of them to be read.</param>
    public FindingsDesk(MattersDesk desk, long soonRead = SoonRead)
    {
        ArgumentNullException.ThrowIfNull(desk);
        (_desk, _store, _versions, _soonRead) = (desk, desk.Writer.Place.Store, desk.Versions, soonRead);
    }

    /// <summary>Whether what was found last rests on the whole record.</summary>
    public bool IsOfNow(RecordDiagnosis found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return found.FlowEntries >= _desk.Writer.Size;
    }

    /// <summary>Whether what is counted of units rests on the whole record.</summary>
    public bool IsCountedOfNow(RecordDiagnosis found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return found.Entries >= _desk.Writer.Size;
    }

    /// <summary>For a page: of a short record as of now; of a long one what was found last, at once, while it is found again beside the reader.</summary>
    /// <param name="patience">How long the caller waits for what the flow of the work shows, where that may be soon.</param>
    /// <returns>Null where nothing was found before.</returns>
    /// <exception cref="MachineFault">The store cannot be read.</exception>
    /// <exception cref="UnusableInput">The record has no structure yet.</exception>
    public Task<RecordDiagnosis?> AtHandAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        lock (_lock)
            if (_desk.Writer.Size > _soonRead && _known is { } known)
            {
                if (!IsCountedOfNow(known) && _judgingAgain is not { IsCompleted: false }) _judgingAgain = NowAsync(TimeSpan.Zero, _closing.Token);
                return Task.FromResult<RecordDiagnosis?>(known);
            }

        return NowAsync(patience, cancellationToken);
    }

    /// <param name="patience">How long the caller waits for what the flow of the work shows, where that may be soon.</param>
    /// <returns>What is counted as of now, with what the flow of the work showed last where that takes longer; null where nothing was found before.</returns>
    /// <exception cref="MachineFault">The store cannot be read.</exception>
    /// <exception cref="UnusableInput">The record has no structure yet.</exception>
    public async Task<RecordDiagnosis?> NowAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        Task<RecordDiagnosis>? working;
        lock (_lock)
        {
            if (_known is { } known && IsOfNow(known)) return known;
            working = Reading(isNeeded: IsToBeRead);
        }

        var soon = _desk.Writer.Size <= _soonRead || Volatile.Read(ref _flow) is null;
        if (soon && working is not null && await Task.WhenAny(working, Task.Delay(patience, cancellationToken)) == working) return await working;
        if (await Task.Run(() => Judge(_closing.Token), cancellationToken) is { } live) return live;
        lock (_lock)
        {
            // Under another version or setting nothing that is kept can be judged.
            Reading(isNeeded: true);
            return _known;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        Task?[] working;
        lock (_lock) working = [_working, _judgingAgain];
        foreach (var one in working)
            if (one is not null) await Task.WhenAny(one);
        _closing.Dispose();
    }

    /// <summary>Whether enough came since the flow of the work was read.</summary>
    private bool IsToBeRead => _flow is not { } flow || _desk.Writer.Size <= _soonRead || _desk.Writer.Size - flow.Entries >= flow.Entries / Growth;

    /// <summary>The reading of the whole record that is under way, begun where it is needed and none is. One thread: whoever waits for an answer comes first.</summary>
    private Task<RecordDiagnosis>? Reading(bool isNeeded)
    {
        if (_working is { IsCompleted: true }) _working = null;
        if (isNeeded) _working ??= Task.Run(Work, CancellationToken.None);
        return _working;
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
            return Judge(_closing.Token) ?? Tell(read.Entries, read.Structure, read.Today, read.Disputes, flow, record);
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
                    if (_known is { } known && known.Entries == size && known.FlowEntries == flow.Entries) return known;
                var last = LedgerRows.ReadEntry(session, size - 1);
                if (last.Structure != flow.Version) return null;
                var running = _versions.Of(last.Structure);
                var today = running.DayOf(last.At);
                var settings = FindingSettings.Of(running.Structure, today);
                if (settings != flow.Settings || counts.UpTo(session, size, last, settings, cancellationToken) is not { } counted) return null;
                var disputes = DiagnosingRecords.Disputed(session, size, running);
                session.EndReading();
                return Tell(size, running, today, disputes, flow, counted);
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
        var found = new RecordDiagnosis(entries, running.Version, disputes, cures.Into(flow.Tests.And(asked).Judge(flow.Settings, rules.Of, rewards))) { FlowEntries = flow.Entries };
        lock (_lock) _known = found;
        return found;
    }

    /// <summary>What was asked of the flow of the work.</summary>
    /// <param name="Entries">Of the first so many entries.</param>
    /// <param name="Version">Of the structure.</param>
    private sealed record Flow(MadeTests Tests, long Entries, string Version, FindingSettings Settings);
}
