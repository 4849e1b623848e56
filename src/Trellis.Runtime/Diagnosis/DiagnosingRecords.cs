using Trellis.Diagnosis.Records;
using Trellis.Runtime.Database;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;

namespace Trellis.Runtime.Diagnosis;

/// <summary>What is found in a record, with how many of its entries counted and the version of the structure in force.</summary>
public sealed record RecordDiagnosis(long Entries, string Structure, IReadOnlyList<ValuesInDispute> Disputes);

/// <summary>Reads findings off a record, from one unchanging state. No value is opened for it, so no keys are needed.</summary>
public static class DiagnosingRecords
{
    /// <summary>Beside whoever writes the record.</summary>
    /// <exception cref="UnusableInput">There is no record, or it has no structure yet.</exception>
    /// <exception cref="MachineFault">The store cannot be read.</exception>
    public static RecordDiagnosis Beside(Store store)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (!store.Exists()) throw store.NoRecord();
        try
        {
            using var session = store.OpenToRead();
            session.BeginReading();
            var size = LedgerRows.Size(session);
            var found = size > 0 && LedgerRows.ReadEntry(session, size - 1) is { Structure.Length: > 0 } last
                ? Of(session, size, new StructureVersions(store).Of(last.Structure))
                : throw new UnusableInput(new Text("这份记录还没有结构。", "This record has no structure yet."), new Text("先运行 trellis serve --structure DIR。", "Begin it with trellis serve --structure DIR."), store.Called);
            session.EndReading();
            return found;
        }
        catch (StoreFault fault)
        {
            throw fault.Tell(store.Called);
        }
    }

    /// <summary>The findings of a record that this program runs.</summary>
    public static RecordDiagnosis Now(MattersDesk desk)
    {
        ArgumentNullException.ThrowIfNull(desk);
        return desk.Questions.Ask(session => Of(session, LedgerRows.Size(session), desk.InForce));
    }

    private static RecordDiagnosis Of(Session session, long entries, RunningStructure running)
    {
        DateOnly DayAt(long position) => running.DayOf(LedgerRows.ReadEntry(session, position).At);
        var today = DayAt(entries - 1);
        return new RecordDiagnosis(entries, running.Version, FindingDisputes.Find([.. SubjectRows.DisputedItems(session).Select(one => new DisputedItem(one.Item, one.Rows, DayAt(one.Oldest)))], running.Structure.On(today)));
    }
}
