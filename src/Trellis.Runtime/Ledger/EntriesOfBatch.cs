using Trellis.Ledger;
using Trellis.Runtime.Database;

namespace Trellis.Runtime.Ledger;

/// <summary>Makes the entries of one transaction, with what is sealed beside them and what the record's own tables fold from them.</summary>
/// <param name="first">The position of the first one.</param>
/// <param name="count">How many there will be.</param>
internal sealed class EntriesOfBatch(long first, int count, PersonalSealing sealing)
{
    private readonly List<byte[]> _entries = new(count);
    private readonly List<KeyRow> _keys = [];
    private readonly List<ValueRow> _values = [];
    private readonly Writes _folded = new();

    /// <summary>The canonical bytes of each.</summary>
    public IReadOnlyList<byte[]> All => _entries;

    /// <summary>Gets the keys of all personal values ready that will come.</summary>
    /// <param name="read">Opens a connection that reads what is stored; null where everything stored is remembered.</param>
    public void Prepare(List<ValueToSeal> values, Func<Session>? read)
    {
        if (values.Count > 0) sealing.Prepare(values, read, first, _keys);
    }

    public void Add(Draft draft, DateTimeOffset at)
    {
        var position = first + _entries.Count;
        var entry = new Entry
        {
            At = at,
            By = draft.By,
            Event = draft.Event,
            Fields = draft.Fields,
            Mandate = draft.Mandate,
            Notes = draft.Notes,
            Personal = Seal(draft.Personal, position),
            Structure = draft.Structure,
        };
        _entries.Add(entry.Encode());
        ReadModels.Fold(_folded, position, at, entry.By, entry.Event, entry.Fields);
    }

    /// <summary>Adds their rows, and lets the tree grow by them.</summary>
    public void Write(Writes writes, GrowingTree tree)
    {
        foreach (var bytes in _entries) tree.Append(Tree.Leaf(bytes));
        if (_entries.Count == 0) return;
        PersonalRows.AddKeys(writes, _keys);
        LedgerRows.AddEntries(writes, first, _entries);
        PersonalRows.AddValues(writes, _values);
        foreach (var tile in tree.TakeCompleted()) LedgerRows.AddTile(writes, tile);
        writes.AddAll(_folded);
    }

    private PersonalField[] Seal(IReadOnlyList<ValueToSeal> values, long position)
    {
        if (values.Count == 0) return [];
        var fields = new PersonalField[values.Count];
        for (var at = 0; at < fields.Length; at++) fields[at] = sealing.Seal(values[at], position, _values);
        return fields;
    }
}
