using Trellis.Diagnosis;
using Trellis.Diagnosis.Findings;
using Trellis.Diagnosis.Records;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Database;
using Trellis.Runtime.Structure;

namespace Trellis.Runtime.Diagnosis;

/// <summary>
/// A record as detectors read it, kept in memory and brought up to date with the entries that came since: what is counted in them, and the work as columns. It follows under one version of the structure: with the next, what a look or a post means may be another, and the
/// record is read from its beginning. For one caller at a time.
/// </summary>
internal sealed class FollowedRecord
{
    private readonly RunningStructure _running;
    private readonly int _reopenedWithinDays;
    private readonly RecordCounts _counts;
    private readonly WorkInColumns _work;
    private (DateOnly Day, RulesOfStructures Rules, RewardsOfStructures Rewards)? _lines;
    private long _past;

    /// <param name="today">The day of the last entry.</param>
    /// <param name="called">What the store is called.</param>
    public FollowedRecord(RunningStructure running, DateOnly today, string called)
    {
        _running = running;
        _reopenedWithinDays = FindingSettings.Of(running.Structure, today).ReopenedWithinDays;
        _counts = new RecordCounts(running.Structure.On(today), _reopenedWithinDays, running.Version);
        _work = new WorkInColumns(running.Zone, called);
    }

    /// <summary>Whether it can be followed from where it stands to a later entry.</summary>
    /// <param name="version">Of the structure under which that entry was made.</param>
    public bool CanGoOn(string version, DateOnly today) => _running.Version == version && _work.CanGrow && FindingSettings.Of(_running.Structure, today).ReopenedWithinDays == _reopenedWithinDays;

    /// <summary>The record of so many entries.</summary>
    /// <param name="session">Reads one unchanging state of it.</param>
    /// <param name="last">The last of the entries.</param>
    public RecordInColumns UpTo(Session session, long size, Entry last, CancellationToken cancellationToken)
    {
        foreach (var (position, entry) in DiagnosingRecords.Entries(session, _past, size, cancellationToken))
        {
            _past = position + 1;
            if (DiagnosingRecords.IsOfRegisters(entry)) _counts.AddKept(entry.By, entry.At);
            if (DiagnosingRecords.EventOf(entry) is not { } happened) continue;
            _counts.Add(position, entry.By, entry.At, happened);
            if (happened is IMatterEvent one) _work.Add(position, entry.By, one);
        }

        var day = _running.DayOf(last.At);
        var today = _running.Structure.On(day);
        _counts.End(last.At, today);
        if (_lines is not var (of, rules, rewards) || of != day) _lines = (of, rules, rewards) = (day, new RulesOfStructures(_running.Structure, day), new RewardsOfStructures(today));
        var settings = new DiagnosisSettings { Findings = FindingSettings.Of(_running.Structure, day), Record = new CountedRecord(_counts, today), Rules = rules.Of, Rewards = rewards };
        return new RecordInColumns(size, _running, day, DiagnosingRecords.Disputed(session, size, _running), _work.Read((ids, each) => WorkRows.Promised(session, ids, each)), settings);
    }
}
