using System.Globalization;
using Trellis.Ledger;
using Trellis.Runtime.Authority;
using Trellis.Runtime.Database;

namespace Trellis.Runtime.Ledger;

/// <summary>A row of the read model of attachments.</summary>
/// <param name="Erased">The position of the entry that erased it, null while it stands.</param>
public sealed record AttachmentRow(string Id, long Position, long? Erased);

/// <summary>A row of the read model of erasures.</summary>
/// <param name="By">Post and unit, joined by an at sign.</param>
/// <param name="Matter">The matter in which it was decided; null where it was in none.</param>
public sealed record ErasureRow(long Position, DateTimeOffset At, string By, string Basis, long Keys, long Values, long Attachments, string? Matter = null);

/// <summary>
/// The tables that are folded from entries, and the fold itself. The writer folds each entry in the transaction that appends it;
/// <see cref="Replay"/> folds all of them anew, and must come to the same rows.
/// </summary>
public static class ReadModels
{
    public const string AttachmentAdded = "attachment-added/1";

    public const string ValuesErased = "values-erased/1";

    /// <summary>The step of a store's making that gave erasures a matter.</summary>
    private const int StepOfMatters = 14;

    /// <summary>The same for an erasure that was decided in a matter, with what of the person is kept, and by what.</summary>
    public const string ValuesErasedInMatter = "values-erased/2";

    private static readonly Statement InsertAttachment = new("insert into attachment (id, position, erased) values (@id, @position, null)", independent: true);

    private static readonly Statement EraseAttachment = new("update attachment set erased = @erased where id = @id");

    private static readonly Statement InsertErasure = new("""
        insert into erasure (position, at, by_whom, basis, keys, values_erased, attachments, matter)
        values (@position, @at, @by_whom, @basis, @keys, @values_erased, @attachments, @matter)
        """);

    private static readonly Statement AllAttachments = new("select id, position, erased from attachment order by position");

    private static readonly Statement AttachmentById = new("select id, position, erased from attachment where id = @id");

    private static readonly Statement AttachmentAtPosition = new("select id, position, erased from attachment where position = @position");

    private static readonly Statement AllErasures = new("select position, at, by_whom, basis, keys, values_erased, attachments, matter from erasure order by position");

    private static readonly Statement ErasuresBeforeMatters = new("select position, at, by_whom, basis, keys, values_erased, attachments, null from erasure order by position");

    private static readonly Statement ErasuresIn = new("select position, at, by_whom, basis, keys, values_erased, attachments, matter from erasure where matter = @matter order by position");

    internal static IReadOnlyList<Statement> Statements { get; } =
        [InsertAttachment, EraseAttachment, InsertErasure, AllAttachments, AttachmentById, AttachmentAtPosition, AllErasures, ErasuresBeforeMatters, ErasuresIn];

    /// <summary>Adds what an entry changes in the tables; most change nothing here.</summary>
    internal static void Fold(Writes writes, long position, DateTimeOffset at, EntryActor by, string happened, EntryValue.Group fields)
    {
        switch (happened)
        {
            case AttachmentAdded:
                writes.Add(InsertAttachment, Word(fields, "attachment"), position);
                break;
            case ValuesErased or ValuesErasedInMatter:
                var attachments = Words(fields, "attachments");
                writes.Add(InsertErasure, position, at.ToUnixTimeMilliseconds(), Whom(by), Word(fields, "basis"), Words(fields, "keys").Count, Number(fields, "values"), attachments.Count, happened == ValuesErasedInMatter ? Word(fields, "matter") : null);
                foreach (var id in attachments) writes.Add(EraseAttachment, position, id);
                break;
            default:
                AccessRows.Fold(writes, position, happened, fields);
                break;
        }
    }

    /// <summary>Folds entries in memory, without any table: what the tables should hold.</summary>
    /// <param name="entries">All entries from position 0 on, in order.</param>
    public static (IReadOnlyList<AttachmentRow> Attachments, IReadOnlyList<ErasureRow> Erasures) Replay(IEnumerable<Entry> entries)
    {
        var attachments = new Dictionary<string, AttachmentRow>(StringComparer.Ordinal);
        var erasures = new List<ErasureRow>();
        var position = 0L;
        foreach (var entry in entries)
        {
            switch (entry.Event)
            {
                case AttachmentAdded:
                    var added = Word(entry.Fields, "attachment");
                    attachments[added] = new AttachmentRow(added, position, null);
                    break;
                case ValuesErased or ValuesErasedInMatter:
                    var erased = Words(entry.Fields, "attachments");
                    foreach (var id in erased) if (attachments.TryGetValue(id, out var row)) attachments[id] = row with { Erased = position };
                    erasures.Add(new ErasureRow(position, entry.At, Whom(entry.By), Word(entry.Fields, "basis"), Words(entry.Fields, "keys").Count, Number(entry.Fields, "values"), erased.Count, entry.Event == ValuesErasedInMatter ? Word(entry.Fields, "matter") : null));
                    break;
            }

            position++;
        }

        return ([.. attachments.Values.OrderBy(static row => row.Position)], erasures);
    }

    /// <summary>The table as it is stored, by position.</summary>
    public static IReadOnlyList<AttachmentRow> Attachments(Session session) => Attachments(session.Query(AllAttachments));

    public static AttachmentRow? Attachment(Session session, string id) => Attachments(session.Query(AttachmentById, id)) is [var row] ? row : null;

    public static AttachmentRow? AttachmentAt(Session session, long position) => Attachments(session.Query(AttachmentAtPosition, position)) is [var row] ? row : null;

    /// <summary>The table as it is stored, by position.</summary>
    /// <param name="withMatters">Whether it has a column for the matter; what an older program wrote has none.</param>
    public static IReadOnlyList<ErasureRow> Erasures(Session session, bool withMatters = true) => Erasures(session.Query(withMatters ? AllErasures : ErasuresBeforeMatters));

    /// <summary>Whether a store that has come as far as some step of its making has a column for the matter of an erasure.</summary>
    public static bool HasMattersOfErasures(int steps) => steps >= StepOfMatters;

    /// <summary>What was erased in a matter, by position.</summary>
    public static IReadOnlyList<ErasureRow> Erasures(Session session, string matter) => Erasures(session.Query(ErasuresIn, matter));

    /// <summary>Whether an entry says that values were erased.</summary>
    public static bool IsErasure(string happened) => happened is ValuesErased or ValuesErasedInMatter;

    private static List<ErasureRow> Erasures(Rows asked)
    {
        using var rows = asked;
        var all = new List<ErasureRow>();
        while (rows.Next())
            all.Add(new ErasureRow(rows.Number(0), LedgerRows.Time(rows.Number(1)), rows.Text(2), rows.Text(3), rows.Number(4), rows.Number(5), rows.Number(6), rows.IsNull(7) ? null : rows.Text(7)));
        return all;
    }

    private static List<AttachmentRow> Attachments(Rows rows)
    {
        using (rows)
        {
            var all = new List<AttachmentRow>();
            while (rows.Next()) all.Add(new AttachmentRow(rows.Text(0), rows.Number(1), rows.IsNull(2) ? null : rows.Number(2)));
            return all;
        }
    }

    private static string Whom(EntryActor by) => by switch
    {
        EntryActor.Officer officer => $"{officer.Post}@{officer.Unit}",
        EntryActor.InRole role => role.Role,
        _ => "",
    };

    private static string Word(EntryValue.Group fields, string name) => (fields[name] as EntryValue.Word)?.Text ?? throw Unfit(name);

    private static long Number(EntryValue.Group fields, string name) => (fields[name] as EntryValue.Number)?.Value ?? throw Unfit(name);

    private static IReadOnlyList<string> Words(EntryValue.Group fields, string name) =>
        fields[name] is EntryValue.List list ? [.. list.Values.Select(value => (value as EntryValue.Word)?.Text ?? throw Unfit(name))] : throw Unfit(name);

    private static InvalidDataException Unfit(string name) => new(string.Create(CultureInfo.InvariantCulture, $"The field {name} of an event is not what its version says."));
}
