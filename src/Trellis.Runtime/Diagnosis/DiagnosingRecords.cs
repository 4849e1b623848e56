using System.Collections.Frozen;
using Trellis.Authority;
using Trellis.Diagnosis;
using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Findings;
using Trellis.Diagnosis.Hearing;
using Trellis.Diagnosis.Records;
using Trellis.Information.Forms;
using Trellis.Information.Looks;
using Trellis.Information.Registers;
using Trellis.Ledger;
using Trellis.Pilots.Cures;
using Trellis.Process;
using Trellis.Process.Clocks;
using Trellis.Process.Matters;
using Trellis.Process.Wire;
using Trellis.Runtime.Database;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Structure.Findings;

namespace Trellis.Runtime.Diagnosis;

/// <summary>Values in dispute in a record, with how many of its entries counted and the version of the structure in force.</summary>
public sealed record RecordDisputes(long Entries, string Structure, IReadOnlyList<ValuesInDispute> Disputes);

/// <summary>Everything that is found in a record.</summary>
/// <param name="Entries">On how many entries it rests.</param>
/// <param name="Work">What the work in it shows, by the same detectors that read outside logs.</param>
public sealed record RecordDiagnosis(long Entries, string Structure, IReadOnlyList<ValuesInDispute> Disputes, FindingReport Work)
{
    /// <summary>Whether there is anything that is more than a note.</summary>
    public bool Warns => Disputes.Count > 0 || Work.Findings.Any(static finding => finding.Severity > Severity.Note);
}

/// <summary>A record as detectors read it, from one unchanging state of it.</summary>
/// <param name="Log">The work of its units.</param>
/// <param name="Settings">What its structure says is worth a finding, and where it speaks of what a finding is about.</param>
public sealed record RecordInColumns(long Entries, RunningStructure Structure, DateOnly Today, IReadOnlyList<ValuesInDispute> Disputes, EventLog Log, DiagnosisSettings Settings)
{
    /// <param name="cures">Of the structure in force.</param>
    public RecordDiagnosis Diagnose(ProposingCures cures, int threads)
    {
        ArgumentNullException.ThrowIfNull(cures);
        return new RecordDiagnosis(Entries, Structure.Version, Disputes, DiagnosingRecords.Heard(cures.Into(FindingFaults.In(Log, figures: null, Settings.Findings, waiting: null, Settings.Rules, threads, Settings.Record, Settings.Rewards)), Settings.Record!.Counts, Structure, Settings.Findings));
    }

    public ProposingCures Cures(int threads) => new(Structure.Structure.Files, Today, threads);
}

/// <summary>Reads findings off a record, from one unchanging state. No value is opened for it, so no keys are needed.</summary>
public static class DiagnosingRecords
{
    /// <summary>Beside whoever writes the record.</summary>
    /// <exception cref="UnusableInput">There is no record, or it has no structure yet.</exception>
    /// <exception cref="MachineFault">The store cannot be read.</exception>
    public static RecordInColumns Beside(Store store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.Exists() ? Read(store, new StructureVersions(store), CancellationToken.None) : throw store.NoRecord();
    }

    /// <summary>Only the values in dispute, of a record that this program runs.</summary>
    public static RecordDisputes DisputesNow(MattersDesk desk)
    {
        ArgumentNullException.ThrowIfNull(desk);
        return desk.Questions.Ask(session =>
        {
            var (entries, running) = (LedgerRows.Size(session), desk.InForce);
            return new RecordDisputes(entries, running.Version, Disputed(session, entries, running));
        });
    }

    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    internal static RecordInColumns Read(Store store, StructureVersions versions, CancellationToken cancellationToken)
    {
        try
        {
            using var session = store.OpenToRead();
            session.BeginReading();
            var (size, last) = End(session, store);
            var running = versions.Of(last.Structure);
            var read = new FollowedRecord(running, running.DayOf(last.At), store.Called).UpTo(session, size, last, cancellationToken);
            session.EndReading();
            return read;
        }
        catch (StoreFault fault)
        {
            throw fault.Tell(store.Called);
        }
    }

    /// <summary>How many entries there are, and the last of them.</summary>
    /// <exception cref="UnusableInput">The record has no structure yet.</exception>
    internal static (long Size, Entry Last) End(Session session, Store store)
    {
        var size = LedgerRows.Size(session);
        return size > 0 && LedgerRows.ReadEntry(session, size - 1) is { Structure.Length: > 0 } last
            ? (size, last)
            : throw new UnusableInput(new Text("这份记录还没有结构。", "This record has no structure yet."), new Text("先运行 trellis serve --structure DIR。", "Begin it with trellis serve --structure DIR."), store.Called);
    }

    /// <exception cref="StoreFault">An entry is damaged.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    internal static IEnumerable<(long Position, Entry Entry)> Entries(Session session, long first, long past, CancellationToken cancellationToken)
    {
        foreach (var (position, bytes) in LedgerRows.Entries(session, first, past))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Entry.TryRead(bytes, out var entry, out _) ? (position, entry) : throw new StoreFault(StoreTrouble.Damaged, $"entry {position} is damaged.");
        }
    }

    /// <summary>Whether it writes into a register: that somebody did is counted, and what they wrote is not read.</summary>
    internal static bool IsOfRegisters(Entry entry) => OfRegisters.Contains(entry.Event);

    private static readonly FrozenSet<string> OfRegisters = RegisterEvents.Names.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Null for what no detector looks at. Nothing that stands beside the record is read with it.</summary>
    internal static IEvent? EventOf(Entry entry) => entry.Event switch
    {
        ValuesSeen.Name => LookEvents.Read(entry.Event, entry.Fields),
        FindingTold.Name or FindingAnswered.Name => HearingEvents.Read(entry.Event, entry.Fields, []),
        FormSubmitted.Name or FormCorrected.Name or FormReturned.Name or AskedTwiceReported.Name => FormEvents.Read(entry.Event, entry.Fields, []),
        ActRefused.Name => AuthorityWire.ReadRefused(entry.Event, entry.Fields),
        // The flow by itself.
        StepSkipped.Name or WayTaken.Name or JobPassed.Name => null,
        _ => ProcessEvents.Read(entry.Event, entry.Fields, []),
    };

    /// <summary>The findings, each about units with how far these were heard until the last entry that was counted.</summary>
    internal static FindingReport Heard(FindingReport report, RecordCounts counts, RunningStructure running, FindingSettings settings) =>
        counts.Last is { } last ? counts.Hearings.Into(report, last, running.DayOf, told => running.LastDay(settings.AnswerWithin, told)) : report;

    internal static IReadOnlyList<ValuesInDispute> Disputed(Session session, long entries, RunningStructure running)
    {
        DateOnly DayAt(long position) => running.DayOf(LedgerRows.ReadEntry(session, position).At);
        return FindingDisputes.Find([.. SubjectRows.DisputedItems(session).Select(one => new DisputedItem(one.Item, one.Rows, DayAt(one.Oldest)))], running.Structure.On(DayAt(entries - 1)));
    }
}
