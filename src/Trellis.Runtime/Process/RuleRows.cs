using System.Text;
using Trellis.Authority;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Structure.Quantities;

namespace Trellis.Runtime.Process;

/// <summary>Rows that find entries about rules again, and uses of powers.</summary>
internal static class RuleRows
{
    private static readonly Statement PutEntries = new(
        "insert into rule_entry (position) values (@position)",
        onPostgres: "insert into rule_entry (position) select * from unnest(@position::bigint[])",
        independent: true);

    private static readonly Statement PutUses = new(
        "insert into power_use (position, day, chain, field, band) values (@position, @day, @chain, @field, @band)",
        onPostgres: "insert into power_use (position, day, chain, field, band) select * from unnest(@position::bigint[], @day::bigint[], @chain::text[], @field::text[], @band::text[])",
        independent: true);

    private static readonly Statement PositionsOfRules = new("select position from rule_entry order by position");

    private static readonly Statement UsesSince = new("""
        select u.position, u.day, u.chain, u.field, u.band, coalesce(k.number, 0), k.id, k.person, k.purpose, k.wrapped, v.sealed
        from power_use u left join personal_value v on v.position = u.position and v.field = u.field and u.field <> '' left join personal_key k on k.number = v.key
        where u.day >= @day order by u.position
        """);

    internal static IReadOnlyList<Statement> Statements { get; } = [PutEntries, PutUses, PositionsOfRules, UsesSince];

    public static void Add(Writes writes, IReadOnlyCollection<long> positions) => writes.AddMany(PutEntries, positions.ToArray());

    public static void Add(Writes writes, IReadOnlyList<PowerUse> uses) => writes.AddMany(
        PutUses,
        uses.Select(static one => one.Position).ToArray(),
        uses.Select(static one => (long)one.Day.DayNumber).ToArray(),
        uses.Select(static one => one.Chain).ToArray(),
        uses.Select(static one => one.Field).ToArray(),
        uses.Select(static one => one.Band).ToArray());

    /// <summary>Where the entries about rules stand.</summary>
    public static IReadOnlyList<long> Positions(Session session)
    {
        var all = new List<long>();
        using var rows = session.Query(PositionsOfRules);
        while (rows.Next()) all.Add(rows.Number(0));
        return all;
    }

    /// <summary>Uses with their sums; where a sum was erased its band stands for it, which is never less.</summary>
    public static IEnumerable<AuthorityEvent.Used> Uses(Session session, RecordKeys keys, DateOnly since)
    {
        var open = new Dictionary<long, byte[]>();
        using var wrapping = keys.WrappingCipher();
        using var rows = session.Query(UsesSince, since.DayNumber);
        while (rows.Next())
        {
            Quantity? amount = null;
            if (!rows.IsNull(10))
            {
                var number = rows.Number(5);
                if (!open.TryGetValue(number, out var key)) open.Add(number, key = keys.Unwrap(new KeyRow(number, rows.Bytes(6), rows.Text(7), rows.Text(8), rows.Bytes(9)), wrapping));
                if (PersonalSealing.Open(key, rows.Number(0), rows.Text(3), rows.Bytes(10)) is { Value: var value } && Quantity.TryParse(Encoding.UTF8.GetString(value), out var sum, out _)) amount = sum;
            }

            yield return new AuthorityEvent.Used(AuthorityWire.Links(rows.Text(2).Split(' ')), DateOnly.FromDayNumber((int)rows.Number(1)), amount ?? OfBand(rows.Text(4)), new Quantity(1, Measure.Case));
        }
    }

    /// <summary>"2000-CNY" as a sum.</summary>
    private static Quantity? OfBand(string band) => band.Length > 0 ? Quantity.OfWord(band) : null;
}

/// <summary>A use of a power as its row holds it.</summary>
/// <param name="Chain">The links, parted by blanks.</param>
/// <param name="Field">The personal field that holds the sum; empty without one.</param>
/// <param name="Band">Empty without a sum.</param>
internal sealed record PowerUse(long Position, DateOnly Day, string Chain, string Field, string Band);
