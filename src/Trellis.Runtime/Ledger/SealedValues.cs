using System.Security.Cryptography;
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

    private static readonly Statement NamedAt = new(
        "select v.position, v.field, v.sealed, k.number, k.id, k.person, k.purpose, k.wrapped from personal_value v join personal_key k on k.number = v.key where v.position = @position and v.field = @field",
        onPostgres: """
        select v.position, v.field, v.sealed, k.number, k.id, k.person, k.purpose, k.wrapped
        from unnest(@position::bigint[], @field::text[]) as asked (position, field)
        join personal_value v on v.position = asked.position and v.field = asked.field join personal_key k on k.number = v.key
        """);

    internal static IReadOnlyList<Statement> Statements { get; } = [ValuesAt, NamedAt];

    /// <summary>The values at these positions by position and name; what was erased is not among them.</summary>
    public static Dictionary<(long Position, string Name), string> Load(Session session, RecordKeys keys, IReadOnlyCollection<long> positions)
    {
        var found = new Dictionary<(long, string), string>();
        if (positions.Count == 0) return found;
        using var opening = new Opening(keys);
        session.QueryMany(ValuesAt, [positions.ToArray()], row => opening.Read(row, found));
        return found;
    }

    /// <summary>The same of these names alone: nothing else is read, nor opened.</summary>
    public static Dictionary<(long Position, string Name), string> Load(Session session, RecordKeys keys, IReadOnlyList<(long Position, string Name)> asked)
    {
        var found = new Dictionary<(long, string), string>();
        if (asked.Count == 0) return found;
        var (positions, fields) = (new long[asked.Count], new string[asked.Count]);
        for (var at = 0; at < fields.Length; at++) (positions[at], fields[at]) = (asked[at].Position, Prefix + asked[at].Name);
        using var opening = new Opening(keys);
        session.QueryMany(NamedAt, [positions, fields], row => opening.Read(row, found));
        return found;
    }

    /// <summary>Opens rows one after the other. What follows each other mostly lies under one key, and a cipher that is ready costs as much as three values.</summary>
    private sealed class Opening(RecordKeys keys) : IDisposable
    {
        private readonly AesGcm _wrapping = keys.WrappingCipher();
        private readonly Dictionary<long, byte[]> _open = [];
        private (long Number, AesGcm? Cipher) _last;

        public void Read(Rows row, Dictionary<(long, string), string> found)
        {
            var (position, field) = (row.Number(0), row.Text(1));
            if (!field.StartsWith(Prefix, StringComparison.Ordinal)) return;
            if (PersonalSealing.OpenValue(CipherOf(row), position, field, row.Bytes(2)) is not { } value)
                throw new StoreFault(StoreTrouble.Damaged, $"the personal value {field} of entry {position} was changed after it was recorded.");
            found[(position, field[Prefix.Length..])] = Encoding.UTF8.GetString(value);
        }

        public void Dispose()
        {
            _wrapping.Dispose();
            _last.Cipher?.Dispose();
        }

        private AesGcm CipherOf(Rows row)
        {
            var number = row.Number(3);
            if (_last is { Cipher: { } ready } && _last.Number == number) return ready;
            if (!_open.TryGetValue(number, out var key)) _open.Add(number, key = keys.Unwrap(new KeyRow(number, row.Bytes(4), row.Text(5), row.Text(6), row.Bytes(7)), _wrapping));
            _last.Cipher?.Dispose();
            _last = (number, new AesGcm(key, RecordKeys.TagLength));
            return _last.Cipher;
        }
    }
}
