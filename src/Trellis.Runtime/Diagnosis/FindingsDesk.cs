using Trellis.Pilots.Cures;
using Trellis.Runtime.Database;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;

namespace Trellis.Runtime.Diagnosis;

/// <summary>
/// What is found in the record that this program runs. Its counts and columns are kept and go on with it entry by entry, and all tests are made anew whenever somebody asks: what is told is of now, and is what reading all of the record would tell. Of a long record a
/// reader of a page sees at once what was found last, and asking has it found again beside them: a page is not to wait for sums over all units. Safe for any number of callers.
/// </summary>
public sealed class FindingsDesk : IAsyncDisposable
{
    /// <summary>To find all in more entries than these takes longer than a reader of a page waits.</summary>
    private const long SoonRead = 300_000;

    private readonly long _soonRead;
    private readonly MattersDesk _desk;
    private readonly Store _store;
    private readonly StructureVersions _versions;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _lock = new();
    private RecordDiagnosis? _known;
    private Task<RecordDiagnosis>? _working;

    // Only whoever works has these.
    private FollowedRecord? _followed;
    private (string Version, ProposingCures Cures)? _cures;

    /// <param name="soonRead">Up to how many entries a reader of a page waits for what is found in all of them.</param>
    public FindingsDesk(MattersDesk desk, long soonRead = SoonRead)
    {
        ArgumentNullException.ThrowIfNull(desk);
        (_desk, _store, _versions, _soonRead) = (desk, desk.Writer.Place.Store, desk.Versions, soonRead);
    }

    /// <summary>Whether it rests on the whole record.</summary>
    public bool IsOfNow(RecordDiagnosis found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return found.Entries >= _desk.Writer.Size;
    }

    /// <summary>For a page: of a short record as of now; of a long one what was found last, at once, while it is found again beside the reader.</summary>
    /// <param name="patience">How long the caller waits.</param>
    /// <returns>Null where nothing was found before.</returns>
    /// <exception cref="MachineFault">The store cannot be read.</exception>
    /// <exception cref="UnusableInput">The record has no structure yet.</exception>
    public Task<RecordDiagnosis?> AtHandAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_desk.Writer.Size > _soonRead && _known is { } known)
            {
                if (!IsOfNow(known)) _ = Working();
                return Task.FromResult<RecordDiagnosis?>(known);
            }
        }

        return NowAsync(patience, cancellationToken);
    }

    /// <param name="patience">How long the caller waits, where what was found before is not of now.</param>
    /// <returns>As of now, or what was found last where that takes longer; null where nothing was found before.</returns>
    /// <exception cref="MachineFault">The store cannot be read.</exception>
    /// <exception cref="UnusableInput">The record has no structure yet.</exception>
    public async Task<RecordDiagnosis?> NowAsync(TimeSpan patience, CancellationToken cancellationToken)
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
