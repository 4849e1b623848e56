using Trellis.Runtime.Database;

namespace Trellis.Runtime.Ledger;

/// <summary>Rows of what can be erased: keys, and what is sealed under them.</summary>
internal static class PersonalRows
{
    private static readonly Statement InsertKeys = new(
        "insert into personal_key (number, id, person, purpose, wrapped) values (@number, @id, @person, @purpose, @wrapped)",
        onPostgres: "insert into personal_key (number, id, person, purpose, wrapped) select * from unnest(@number::bigint[], @id::bytea[], @person::text[], @purpose::text[], @wrapped::bytea[])",
        independent: true);

    private static readonly Statement InsertValues = new(
        "insert into personal_value (position, field, key, sealed) values (@position, @field, @key, @sealed)",
        onPostgres: "insert into personal_value (position, field, key, sealed) select * from unnest(@position::bigint[], @field::text[], @key::bigint[], @sealed::bytea[])",
        independent: true);

    private static readonly Statement KeysOf = new(
        "select number, id, person, purpose, wrapped from personal_key where person = @person and purpose = @purpose",
        onPostgres: """
            select k.number, k.id, k.person, k.purpose, k.wrapped from personal_key k
            join unnest(@person::text[], @purpose::text[]) as asked (person, purpose) on k.person = asked.person and k.purpose = asked.purpose
            """);

    private static readonly Statement KeysOfPerson = new("select number, id, person, purpose, wrapped from personal_key where person = @person order by number");

    private static readonly Statement KeyById = new("select number, id, person, purpose, wrapped from personal_key where id = @id");

    private static readonly Statement KeyByNumber = new("select number, id, person, purpose, wrapped from personal_key where number = @number");

    private static readonly Statement LeastKey = new("select number, id, person, purpose, wrapped from personal_key order by number limit 1");

    private static readonly Statement AllKeys = new("select number, id, person, purpose, wrapped from personal_key order by number");

    private static readonly Statement ValuesBetween = new("select position, field, key, sealed from personal_value where position >= @first and position < @past order by position, field");

    private static readonly Statement OutermostValues = new("select count(*) from personal_value where position < 0 or position >= @size");

    private static readonly Statement CountValues = new("select count(*) from personal_value where key = @key");

    private static readonly Statement ValueAt = new("select key, sealed from personal_value where position = @position and field = @field");

    private static readonly Statement ValuesAt = new("select field, key, sealed from personal_value where position = @position order by field");

    private static readonly Statement DeleteValues = new("delete from personal_value where key = @key");

    private static readonly Statement DeleteKey = new("delete from personal_key where number = @number");

    private static readonly Statement AttachmentsUnder = new("""
        select a.id from attachment a join personal_value v on v.position = a.position
        where v.key = @key and v.field = 'digest' and a.erased is null order by a.position
        """);

    internal static IReadOnlyList<Statement> Statements { get; } =
    [
        InsertKeys, InsertValues, KeysOf, KeysOfPerson, KeyById, KeyByNumber, LeastKey, AllKeys, ValuesBetween, OutermostValues, CountValues, ValueAt, ValuesAt, DeleteValues, DeleteKey, AttachmentsUnder,
    ];

    public static void AddKeys(Writes writes, IReadOnlyList<KeyRow> keys) => writes.AddMany(
        InsertKeys,
        keys.Select(static key => key.Number).ToArray(),
        keys.Select(static key => key.Id).ToArray(),
        keys.Select(static key => key.Person).ToArray(),
        keys.Select(static key => key.Purpose).ToArray(),
        keys.Select(static key => key.Wrapped).ToArray());

    public static void AddValues(Writes writes, IReadOnlyList<ValueRow> values) => writes.AddMany(
        InsertValues,
        values.Select(static value => value.Position).ToArray(),
        values.Select(static value => value.Field).ToArray(),
        values.Select(static value => value.Key).ToArray(),
        values.Select(static value => value.Sealed).ToArray());

    /// <summary>The keys that exist among those asked for, with one question for all.</summary>
    public static List<KeyRow> Keys(Session session, IReadOnlyList<(string Person, string Purpose)> asked)
    {
        var found = new List<KeyRow>();
        if (asked.Count > 0)
            session.QueryMany(KeysOf, [asked.Select(static one => one.Person).ToArray(), asked.Select(static one => one.Purpose).ToArray()], row => found.Add(Key(row)));
        return found;
    }

    public static List<KeyRow> KeysOfOne(Session session, string person) => All(session.Query(KeysOfPerson, person));

    /// <summary>The attachments whose content can be read with what stands under a key.</summary>
    public static List<string> Attachments(Session session, long key)
    {
        using var rows = session.Query(AttachmentsUnder, key);
        var ids = new List<string>();
        while (rows.Next()) ids.Add(rows.Text(0));
        return ids;
    }

    public static KeyRow? KeyWithId(Session session, byte[] id) => All(session.Query(KeyById, id)) is [var key] ? key : null;

    public static KeyRow? KeyWithNumber(Session session, long number) => All(session.Query(KeyByNumber, number)) is [var key] ? key : null;

    public static KeyRow? FirstKey(Session session) => All(session.Query(LeastKey)) is [var key] ? key : null;

    public static List<KeyRow> Every(Session session) => All(session.Query(AllKeys));

    /// <summary>How many values stand at no entry.</summary>
    public static long ValuesOutside(Session session, long size) => session.Number(OutermostValues, size) ?? 0;

    /// <summary>The values of a stretch of entries.</summary>
    public static List<ValueRow> Values(Session session, long first, long past)
    {
        using var rows = session.Query(ValuesBetween, first, past);
        var values = new List<ValueRow>();
        while (rows.Next()) values.Add(new ValueRow(rows.Number(0), rows.Text(1), rows.Number(2), rows.Bytes(3)));
        return values;
    }

    public static long ValuesUnder(Session session, long key) => session.Number(CountValues, key) ?? 0;

    /// <summary>A sealed value and the number of its key, or null where it was erased or never was.</summary>
    public static (long Key, byte[] Sealed)? Value(Session session, long position, string field)
    {
        using var rows = session.Query(ValueAt, position, field);
        return rows.Next() ? (rows.Number(0), rows.Bytes(1)) : null;
    }

    public static List<ValueRow> Values(Session session, long position)
    {
        using var rows = session.Query(ValuesAt, position);
        var values = new List<ValueRow>();
        while (rows.Next()) values.Add(new ValueRow(position, rows.Text(0), rows.Number(1), rows.Bytes(2)));
        return values;
    }

    public static void DeleteUnder(Writes writes, long key)
    {
        writes.Add(DeleteValues, key);
        writes.Add(DeleteKey, key);
    }

    private static List<KeyRow> All(Rows rows)
    {
        using (rows)
        {
            var keys = new List<KeyRow>();
            while (rows.Next()) keys.Add(Key(rows));
            return keys;
        }
    }

    private static KeyRow Key(Rows row) => new(row.Number(0), row.Bytes(1), row.Text(2), row.Text(3), row.Bytes(4));
}

/// <param name="Number">Within this database, and never given twice there; rows of values name the key by it.</param>
/// <param name="Id">16 bytes, never given twice by any program; the record names an erased key by it.</param>
/// <param name="Wrapped">The key, encrypted under the wrapping key.</param>
internal sealed record KeyRow(long Number, byte[] Id, string Person, string Purpose, byte[] Wrapped);

internal sealed record ValueRow(long Position, string Field, long Key, byte[] Sealed);
