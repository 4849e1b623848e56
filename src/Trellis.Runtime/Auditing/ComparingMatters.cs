using Trellis.Ledger.Auditing;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;

namespace Trellis.Runtime.Auditing;

/// <summary>Compares the read models of matters with what their entries give, row by row.</summary>
internal static class ComparingMatters
{
    public static void Compare(DatabaseRecord database, Doubts doubts)
    {
        using var scratch = new ScratchTables();
        try
        {
            database.Matters.Into(database.Session, scratch.Session);
        }
        catch (Exception fault) when (fault is MachineFault or UnusableInput or StoreFault { Trouble: StoreTrouble.Damaged })
        {
            var unfit = database.Matters.Unfit;
            doubts.Add(new Doubt(DoubtKind.EventUnfit) { Entry = unfit?.Position, Place = unfit?.Event, Detail = fault.Message });
            return;
        }

        foreach (var table in TableCopies.Folded)
        {
            foreach (var (trouble, key) in ComparingRows.Of(table, scratch.Session, database.Has(table) ? database.Session : null, ComparingRows.MayDiffer(table)))
            {
                var kind = trouble switch { RowTrouble.Missing => DoubtKind.RowMissing, RowTrouble.Differs => DoubtKind.RowDiffers, _ => DoubtKind.RowWithoutEntry };
                doubts.Add(new Doubt(kind) { Place = $"{table} {Excerpt.Of(key, 100)}" });
            }
        }
    }
}
