using System.Globalization;
using Trellis.Runtime.Database;

namespace Trellis.Bench.Serving;

/// <summary>
/// Puts matters of years that are over beside those of a record: each is a closed one of its year once more, filed earlier and by somebody else, with the units that may see it, its whistles, and what
/// it counts for. Entries of their own they have not: what a page reads of the course of one of them stands where it stands for the one it was made of.
/// </summary>
internal static class OlderMatters
{
    private const long Year = 365L * 24 * 60 * 60 * 1000;

    /// <returns>How many matters there are then.</returns>
    public static long Put(string file, int matters)
    {
        using var session = SqliteSession.OpenToWrite(file, create: false);
        session.Execute("create temporary table closed_ones as select row_number() over (order by id) - 1 as rank, id from matter where state = 2");
        session.Execute("create index temp.closed_by_id on closed_ones (id)");
        var (there, closed) = (Number(session, "select count(*) from matter"), Number(session, "select count(*) from closed_ones"));
        if (closed == 0 || there >= matters) return there;
        var times = (matters - there + closed - 1) / closed;
        var many = string.Create(CultureInfo.InvariantCulture, $"{closed}");
        // An id tells when its matter was filed.
        var id = string.Create(CultureInfo.InvariantCulture, $"(c.id - (times.n + 1) * {Year << 20})");
        if (Number(session, "select min(id) from closed_ones") <= times * (Year << 20)) throw new InvalidOperationException("There is no room before the first matter.");
        // So often the closed matters of the year are put in, one time after the other.
        var again = string.Create(CultureInfo.InvariantCulture, $"with recursive times(n) as (select 0 union all select n + 1 from times where n + 1 < {times})");
        // In one transaction, or each statement waits for the disk by itself.
        session.Execute("begin");
        session.Execute($"""
            insert into matter (id, number, revision, type, place, holder, state, result, filed, promised, closed, filed_for, filed_by, folded)
            {again}
            select {id}, printf('1999-%07d', times.n * {many} + c.rank + 1), m.revision, m.type, m.place, m.holder, m.state, m.result, m.filed - (times.n + 1) * {Year}, m.promised, m.closed - (times.n + 1) * {Year},
              'p-of-' || ((times.n * {many} + c.rank) % 400000), '', m.folded
            from times cross join closed_ones c join matter m on m.id = c.id order by 1
            """);
        session.Execute($"insert into matter_unit (unit, closed, matter, type) {again} select u.unit, 1, {id}, u.type from closed_ones c join matter_unit u on u.matter = c.id and u.closed = 1 and u.unit not like '~%' cross join times order by 1, 3");
        session.Execute($"insert into whistle (matter, number, type, place, unit, at, judged, verdict, missed) {again} select {id}, w.number, w.type, w.place, w.unit, w.at - (times.n + 1) * {Year}, w.judged, w.verdict, w.missed from closed_ones c join whistle w on w.matter = c.id and w.judged = 1 cross join times");
        session.Execute(string.Create(CultureInfo.InvariantCulture, $"update matter_count set number = number * {times + 1} where counted not in ('open', 'reopened', 'whistles/running')"));
        session.Execute("commit");
        session.Execute("drop table closed_ones");
        return Number(session, "select count(*) from matter");
    }

    private static long Number(SqliteSession session, string question) => session.Number(new Statement(question)) ?? 0;
}
