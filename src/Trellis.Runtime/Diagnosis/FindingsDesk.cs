using Trellis.Pilots.Cures;
using Trellis.Runtime.Database;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;

namespace Trellis.Runtime.Diagnosis;

/// <summary>
/// What is found in the record that this program runs. It is worked out when somebody asks, one after the other and beside the work, and kept until the record has grown. Whoever cannot wait is shown what was found last, with how many
/// entries it rests on. Safe for any number of callers.
/// </summary>
public sealed class FindingsDesk : IAsyncDisposable
{
    private readonly MattersDesk _desk;
    private readonly Store _store;
    private readonly StructureVersions _versions;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _lock = new();
    private RecordDiagnosis? _known;
    private Task<RecordDiagnosis>? _working;
    private (string Version, ProposingCures Cures)? _cures;

    public FindingsDesk(MattersDesk desk)
    {
        ArgumentNullException.ThrowIfNull(desk);
        (_desk, _store, _versions) = (desk, desk.Writer.Place.Store, desk.Versions);
    }

    /// <summary>Whether what was found last rests on the whole record.</summary>
    public bool IsOfNow(RecordDiagnosis found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return found.Entries >= _desk.Writer.Size;
    }

    /// <param name="patience">How long the caller waits for it.</param>
    /// <returns>What was found last where it takes longer; null where nothing was found before.</returns>
    /// <exception cref="MachineFault">The store cannot be read.</exception>
    /// <exception cref="UnusableInput">The record has no structure yet.</exception>
    public async Task<RecordDiagnosis?> NowAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        Task<RecordDiagnosis> working;
        lock (_lock)
        {
            if (_working is { IsCompleted: true }) _working = null;
            if (_known is { } known && IsOfNow(known)) return known;
            // One thread: whoever waits for an answer comes first.
            working = _working ??= Task.Run(Work);
        }

        if (await Task.WhenAny(working, Task.Delay(patience, cancellationToken)) == working) return await working;
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

    private RecordDiagnosis Work()
    {
        var read = DiagnosingRecords.Read(_store, _versions, _closing.Token);
        if (_cures is not var (version, cures) || version != read.Structure.Version) _cures = (version, cures) = (read.Structure.Version, read.Cures(threads: 1));
        var found = read.Diagnose(cures, threads: 1);
        lock (_lock) _known = found;
        return found;
    }
}
