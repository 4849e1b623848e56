using Trellis.Diagnosis.Findings;
using Trellis.Diagnosis.Records;
using Trellis.Information.Forms;
using Trellis.Ledger;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Structure;

namespace Trellis.Runtime.Diagnosis;

/// <summary>
/// What is counted in the entries of a record, kept in memory and brought up to date with those that came since. It counts under one version of the structure: with the next, what a look or a post means may be another, and all is counted anew. For one caller at a time.
/// </summary>
internal sealed class LiveCounts
{
    /// <summary>So many entries behind, whoever asks does not wait until it has caught up.</summary>
    public const long MostBehind = 100_000;

    private readonly RunningStructure _running;
    private readonly RecordCounts _counts;
    private readonly int _reopenedWithinDays;

    /// <param name="reopenedWithinDays">As the structure sets it.</param>
    /// <param name="past">How many entries were counted.</param>
    public LiveCounts(RunningStructure running, RecordCounts counts, int reopenedWithinDays, long past) => (_running, _counts, _reopenedWithinDays, Past, BehindWork) = (running, counts, reopenedWithinDays, past, past);

    /// <summary>Of the structure under which it counts.</summary>
    public string Version => _running.Version;

    /// <summary>How many entries were counted.</summary>
    public long Past { get; private set; }

    /// <summary>Behind the last entry that is more than a word about findings. What the flow of the work shows, these leave as it is.</summary>
    public long BehindWork { get; private set; }

    /// <summary>What was counted in the first so many entries; null where these cannot be counted on from what is kept.</summary>
    /// <param name="last">The last of them.</param>
    public CountedRecord? UpTo(Session session, long size, Entry last, FindingSettings settings, CancellationToken cancellationToken)
    {
        if (last.Structure != _running.Version || settings.ReopenedWithinDays != _reopenedWithinDays || size < Past || size - Past > MostBehind) return null;
        foreach (var (position, entry) in DiagnosingRecords.Entries(session, Past, size, cancellationToken))
        {
            var happened = DiagnosingRecords.EventOf(entry);
            if (happened is not null) _counts.Add(position, entry.By, entry.At, happened);
            Past = position + 1;
            if (happened is not (FindingTold or FindingAnswered)) BehindWork = Past;
        }

        var today = _running.Structure.On(_running.DayOf(last.At));
        _counts.End(last.At, today);
        return new CountedRecord(_counts, today);
    }
}
