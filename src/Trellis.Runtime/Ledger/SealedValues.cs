using System.Text;
using Trellis.Runtime.Database;

namespace Trellis.Runtime.Ledger;

/// <summary>Values that stand sealed beside entries under <c>value/</c> and a name, opened for the engine's own use: conditions, comparisons, indexes. They go to no caller outside.</summary>
internal static class SealedValues
{
    /// <summary>Before the name of a fact or an item in the name of its field.</summary>
    public const string Prefix = "value/";

    private static readonly Statement ValuesAt = new(
        "select v.position, v.field, v.sealed, k.number, k.id, k.person, k.purpose, k.wrapped from personal_value v join personal_key k on k.number = v.key where v.position = @position",
        onPostgres: """
        select v.position, v.field, v.sealed, k.number, k.id, k.person, k.purpose, k.wrapped
        from unnest(@position::bigint[]) as asked (position) join personal_value v on v.position = asked.position join personal_key k on k.number = v.key
        """);

    internal static IReadOnlyList<Statement> Statements { get; } = [ValuesAt];

    /// <summary>The values at these positions by position and name; what was erased is not among them.</summary>
    public static Dictionary<(long Position, string Name), string> Load(Session session, RecordKeys keys, IReadOnlyCollection<long> positions)
    {
        var found = new Dictionary<(long, string), string>();
        if (positions.Count == 0) return found;
        var open = new Dictionary<long, byte[]>();
        session.QueryMany(ValuesAt, [positions.ToArray()], row =>
        {
            var (position, field) = (row.Number(0), row.Text(1));
            if (!field.StartsWith(Prefix, StringComparison.Ordinal)) return;
            var number = row.Number(3);
            if (!open.TryGetValue(number, out var key)) open.Add(number, key = keys.Unwrap(new KeyRow(number, row.Bytes(4), row.Text(5), row.Text(6), row.Bytes(7))));
            if (PersonalSealing.Open(key, position, field, row.Bytes(2)) is not { Value: var value })
                throw new StoreFault(StoreTrouble.Damaged, $"the personal value {field} of entry {position} was changed after it was recorded.");
            found[(position, field[Prefix.Length..])] = Encoding.UTF8.GetString(value);
        });
        return found;
    }
}
