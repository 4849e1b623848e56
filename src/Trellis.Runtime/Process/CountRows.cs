using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Runtime.Database;

namespace Trellis.Runtime.Process;

/// <summary>How matters of each type flow, counted as they change: a matter that changes is taken out as it was and put in as it is.</summary>
internal static class CountRows
{
    // A batch adds to each row once.
    private static readonly Statement Put = new(
        "insert into matter_count (type, counted, number) values (@type, @counted, @number) on conflict (type, counted) do update set number = matter_count.number + excluded.number",
        onPostgres: """
        insert into matter_count (type, counted, number) select * from unnest(@type::text[], @counted::text[], @number::bigint[])
        on conflict (type, counted) do update set number = matter_count.number + excluded.number
        """,
        independent: true);

    private static readonly Statement DropEmpty = new("delete from matter_count where number = 0");

    private static readonly Statement OfType = new("select counted, number from matter_count where type = @type");

    private static readonly Statement OfAll = new("select counted, cast(sum(number) as bigint) from matter_count where counted in (@running, @settled, @without, @missed, @calls) group by counted");

    private static readonly Statement HasMatters = new("select count(*) from (select 1 from matter limit 1) m");

    private static readonly Statement HasCounts = new("select count(*) from (select 1 from matter_count limit 1) c");

    internal static IReadOnlyList<Statement> Statements { get; } = [Put, DropEmpty, OfType, OfAll, HasMatters, HasCounts];

    public static void Fold(Writes writes, IEnumerable<ChangedMatter> changes)
    {
        var counts = new Dictionary<(string Type, string Counted), long>();
        foreach (var change in changes)
        {
            if (change.Before?.Matter is { } before) CountingFlows.Add(before, -1, (what, by) => Count(before.Type, what, by));
            var after = change.After.Matter;
            CountingFlows.Add(after, 1, (what, by) => Count(after.Type, what, by));
        }

        // In one order, so that two that write at once never wait for each other.
        var rows = counts.Where(static one => one.Value != 0).OrderBy(static one => one.Key.Type, StringComparer.Ordinal).ThenBy(static one => one.Key.Counted, StringComparer.Ordinal).ToArray();
        writes.AddMany(Put, Array.ConvertAll(rows, static one => one.Key.Type), Array.ConvertAll(rows, static one => one.Key.Counted), Array.ConvertAll(rows, static one => one.Value));
        if (Array.Exists(rows, static one => one.Value < 0)) writes.Add(DropEmpty);

        void Count(string type, string what, int by) => counts[(type, what)] = counts.GetValueOrDefault((type, what)) + by;
    }

    public static FlowCount Of(Session session, string type) => Read(session.Query(OfType, type));

    /// <summary>The counts of whistles, of all types together.</summary>
    public static FlowCount OfWhistles(Session session) => Read(session.Query(OfAll, FlowCounts.WhistlesRunning, FlowCounts.WhistlesSettled, FlowCounts.WhistlesWithoutEffect, FlowCounts.WhistlesMissed, FlowCounts.CallsMissed));

    /// <summary>Whether there are matters that an older program did not count.</summary>
    public static bool AreMissing(Session session) => session.Number(HasCounts) == 0 && session.Number(HasMatters) > 0;

    private static FlowCount Read(Rows rows)
    {
        using (rows)
        {
            var counted = new Dictionary<string, long>(StringComparer.Ordinal);
            while (rows.Next()) counted[rows.Text(0)] = rows.Number(1);
            return new FlowCount(counted);
        }
    }
}
