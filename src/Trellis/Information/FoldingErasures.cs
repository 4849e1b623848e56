using System.Globalization;
using Trellis.Ledger;
using Trellis.Ledger.Auditing;

namespace Trellis.Information;

/// <summary>An attachment as the entries tell of it.</summary>
/// <param name="Position">The entry that added it.</param>
/// <param name="Erased">The entry that erased it, null while it stands.</param>
public sealed record FoldedAttachment(string Id, long Position, long? Erased);

/// <summary>An erasure as its entry tells of it.</summary>
/// <param name="At">Milliseconds since 1970.</param>
/// <param name="By">Post and unit, joined by an at sign.</param>
public sealed record FoldedErasure(long Position, long At, string By, string Basis, long Keys, long Values, long Attachments, string? Matter = null);

/// <summary>
/// Folds the events of attachments and erasures anew, out of the entries alone, and compares with the tables that the running program keeps.
/// Written a second time, apart from the program that writes those tables, so that one fault is not made twice.
/// </summary>
public sealed class FoldingErasures(Doubts doubts)
{
    private const string AttachmentAdded = "attachment-added/1";
    private const string ValuesErased = "values-erased/1";
    private const string ValuesErasedInMatter = "values-erased/2";

    private readonly Dictionary<string, FoldedAttachment> _attachments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _erasedEarlier = new(StringComparer.Ordinal); // added before the first entry that was read
    private readonly Dictionary<long, FoldedErasure> _erasures = [];
    private readonly List<(string Id, long Position)> _keys = [];

    /// <summary>How many values the erasures say were erased.</summary>
    public long ValuesGone { get; private set; }

    /// <summary>The ids of the keys that were destroyed, in hexadecimal, with the entry that says so.</summary>
    public IReadOnlyList<(string Id, long Position)> KeysDestroyed => _keys;

    /// <summary>How many rows there should be.</summary>
    public long Rows => _attachments.Count + _erasures.Count;

    public static bool Concerns(Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Event is AttachmentAdded or ValuesErased or ValuesErasedInMatter;
    }

    public void Fold(long position, Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        switch (entry.Event)
        {
            case AttachmentAdded:
                if (Word(entry, "attachment") is not { } id || !_attachments.TryAdd(id, new FoldedAttachment(id, position, null))) doubts.Add(Unfit(position, entry));
                break;
            case ValuesErased or ValuesErasedInMatter:
                if (Word(entry, "basis") is not { } basis || Words(entry, "keys") is not { } keys || Words(entry, "attachments") is not { } attachments || entry.Fields["values"] is not EntryValue.Number { Value: >= 0 and var values }
                    || (entry.Event == ValuesErasedInMatter && Word(entry, "matter") is null))
                {
                    doubts.Add(Unfit(position, entry));
                    break;
                }

                _erasures.Add(position, new FoldedErasure(position, entry.At.ToUnixTimeMilliseconds(), Whom(entry.By), basis, keys.Count, values, attachments.Count, entry.Event == ValuesErasedInMatter ? Word(entry, "matter") : null));
                ValuesGone += values;
                foreach (var key in keys) _keys.Add((key, position));
                foreach (var erased in attachments)
                {
                    if (_attachments.TryGetValue(erased, out var attachment)) _attachments[erased] = attachment with { Erased = position };
                    else _erasedEarlier[erased] = position;
                }

                break;
        }
    }

    /// <summary>Compares with the table of attachments.</summary>
    /// <param name="since">The first position that was folded; rows of attachments before it are compared as far as they were erased after it.</param>
    public void Compare(IEnumerable<FoldedAttachment> rows, long since)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var place = Attachment(row.Id);
            if (row.Position < since)
            {
                long? erased = _erasedEarlier.TryGetValue(row.Id, out var position) ? position : null;
                if (row.Erased != erased && (erased is not null || row.Erased >= since)) doubts.Add(new Doubt(DoubtKind.RowDiffers) { Entry = erased ?? row.Erased, Place = place });
            }
            else if (!_attachments.TryGetValue(row.Id, out var folded)) doubts.Add(new Doubt(DoubtKind.RowWithoutEntry) { Entry = row.Position, Place = place });
            else
            {
                found.Add(row.Id);
                if (row != folded) doubts.Add(new Doubt(DoubtKind.RowDiffers) { Entry = folded.Erased ?? folded.Position, Place = place });
            }
        }

        foreach (var folded in _attachments.Values)
            if (!found.Contains(folded.Id)) doubts.Add(new Doubt(DoubtKind.RowMissing) { Entry = folded.Position, Place = Attachment(folded.Id) });
    }

    /// <summary>Compares with the table of erasures.</summary>
    /// <param name="since">The first position that was folded; rows before it are passed over.</param>
    public void Compare(IEnumerable<FoldedErasure> rows, long since)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var found = new HashSet<long>();
        foreach (var row in rows)
        {
            if (row.Position < since) continue;
            found.Add(row.Position);
            if (!_erasures.TryGetValue(row.Position, out var folded)) doubts.Add(new Doubt(DoubtKind.RowWithoutEntry) { Entry = row.Position, Place = Erasure(row.Position) });
            else if (row != folded) doubts.Add(new Doubt(DoubtKind.RowDiffers) { Entry = row.Position, Place = Erasure(row.Position) });
        }

        foreach (var position in _erasures.Keys)
            if (!found.Contains(position)) doubts.Add(new Doubt(DoubtKind.RowMissing) { Entry = position, Place = Erasure(position) });
    }

    private static string Attachment(string id) => $"attachment {id}";

    private static string Erasure(long position) => string.Create(CultureInfo.InvariantCulture, $"erasure {position}");

    private static Doubt Unfit(long position, Entry entry) => new(DoubtKind.EventUnfit) { Entry = position, Place = entry.Event };

    private static string Whom(EntryActor by) => by switch
    {
        EntryActor.Officer officer => $"{officer.Post}@{officer.Unit}",
        EntryActor.InRole role => role.Role,
        _ => "",
    };

    private static string? Word(Entry entry, string name) => (entry.Fields[name] as EntryValue.Word)?.Text;

    private static List<string>? Words(Entry entry, string name)
    {
        if (entry.Fields[name] is not EntryValue.List list) return null;
        var words = new List<string>();
        foreach (var value in list.Values)
        {
            if (value is not EntryValue.Word word) return null;
            words.Add(word.Text);
        }

        return words;
    }
}
