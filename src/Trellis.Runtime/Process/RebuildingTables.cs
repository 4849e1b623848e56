using Trellis.Information.Registers;
using Trellis.Ledger;
using Trellis.Runtime.Database;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Structure;

namespace Trellis.Runtime.Process;

/// <summary>What a rebuild came to.</summary>
/// <param name="Changed">Tables whose rows were others before.</param>
public sealed record Rebuilt(long Entries, long Matters, IReadOnlyList<string> Changed);

/// <summary>Folds the read models of matters anew from the entries, beside those that are there, and puts them in their place in one transaction. Nothing of the record itself is touched.</summary>
public static class RebuildingTables
{
    /// <summary>Words by which rows are found are no fold of entries alone: they are made of the values, which only the keys of the record open.</summary>
    private static void IndexAnew(RecordPlace place, Session session, IReadOnlyList<ImportBegun> imports)
    {
        if (!RecordKeys.Exist(place.Keys)) return;
        // Whatever else is wrong with entries about rules.
        if (SearchIndex.Last(session, new StructureVersions(place.Store)) is { } structure) new SearchIndex(RecordKeys.Open(place.Keys)).Rebuild(session, structure, imports);
    }

    /// <exception cref="UnusableInput">Another program writes the record, or there is none.</exception>
    /// <exception cref="MachineFault">An entry is damaged, or the store cannot do it.</exception>
    public static Rebuilt Run(RecordPlace place)
    {
        if (!place.Store.Exists()) throw place.Store.NoRecord();
        using var claim = place.Store.Claim(create: false);
        try
        {
            using var session = claim.Open();
            using var scratch = new ScratchTables();
            var folding = new FoldingAnew(new StructureVersions(place.Store));
            var size = LedgerRows.Size(session);
            foreach (var (position, bytes) in LedgerRows.Entries(session, 0, size))
            {
                if (!Entry.TryRead(bytes, out var entry, out var fault)) throw new StoreFault(StoreTrouble.Damaged, $"entry {position} is damaged: {fault}");
                if (FoldingAnew.Concerns(entry)) folding.Take(position, entry);
            }

            folding.Into(session, scratch.Session);
            var changed = TableCopies.Folded.Where(table => ComparingRows.Of(table, scratch.Session, session).Any()).ToList();
            foreach (var table in TableCopies.Folded) TableCopies.CopyBeside(scratch.Session, session, table);
            TableCopies.SwapFolded(session);
            IndexAnew(place, session, folding.Imports);
            return new Rebuilt(size, folding.Matters, changed);
        }
        catch (StoreFault fault)
        {
            throw fault.Tell(place.Store.Called);
        }
    }
}
