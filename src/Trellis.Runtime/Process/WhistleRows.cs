using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Runtime.Database;

namespace Trellis.Runtime.Process;

/// <summary>Which whistles a list holds.</summary>
/// <param name="Verdict">Null for any.</param>
/// <param name="Missed">Only those with a call that nobody answered.</param>
public sealed record WhistleFilter(bool Judged, WhistleVerdict? Verdict = null, bool Missed = false, string? Type = null, UnitId? Place = null, bool OldestFirst = false);

/// <summary>Which whistle of which matter; the cursor of lists.</summary>
internal readonly record struct WhistleKey(long At, long Matter, long Number);

/// <summary>Rows of whistles, by which they are found; what was called and who came stands with the matter.</summary>
internal static class WhistleRows
{
    private const string Fits = "w.judged = @judged and (@verdict < 0 or w.verdict = @verdict) and w.missed >= @missed and (@type = '' or w.type = @type) and (@place = '' or w.place = @place)";

    private static readonly Statement Put = new(
        """
        insert into whistle (matter, number, type, place, unit, at, judged, verdict, missed) values (@matter, @number, @type, @place, @unit, @at, @judged, @verdict, @missed)
        on conflict (matter, number) do update set judged = excluded.judged, verdict = excluded.verdict, missed = excluded.missed
        """,
        onPostgres: """
        insert into whistle (matter, number, type, place, unit, at, judged, verdict, missed)
        select * from unnest(@matter::bigint[], @number::bigint[], @type::text[], @place::text[], @unit::text[], @at::bigint[], @judged::bigint[], @verdict::bigint[], @missed::bigint[])
        on conflict (matter, number) do update set judged = excluded.judged, verdict = excluded.verdict, missed = excluded.missed
        """,
        independent: true);

    private static readonly Statement Newest = new($"""
        select w.at, w.matter, w.number from whistle w
        where {Fits} and (w.at < @at or (w.at = @at and (w.matter < @matter or (w.matter = @matter and w.number < @number))))
        order by w.at desc, w.matter desc, w.number desc limit @most
        """);

    private static readonly Statement Oldest = new($"""
        select w.at, w.matter, w.number from whistle w
        where {Fits} and (w.at > @at or (w.at = @at and (w.matter > @matter or (w.matter = @matter and w.number > @number))))
        order by w.at, w.matter, w.number limit @most
        """);

    private static readonly Statement Counted = new($"select count(*) from (select 1 from whistle w where {Fits} limit @most) c");

    internal static IReadOnlyList<Statement> Statements { get; } = [Put, Newest, Oldest, Counted];

    public static void Fold(Writes writes, IEnumerable<ChangedMatter> changes)
    {
        var rows = new List<(ChangedMatter Of, WhistleBlow Whistle)>();
        foreach (var change in changes)
            foreach (var whistle in change.After.Matter.Whistles)
                if (change.Before?.Matter.Whistles.Find(one => one.Number == whistle.Number) is not { } before || before.Verdict != whistle.Verdict) rows.Add((change, whistle));
        writes.AddMany(
            Put,
            Each(static one => one.Of.After.Number),
            Each(static one => (long)one.Whistle.Number),
            Each(static one => one.Of.After.Matter.Type),
            Each(static one => one.Of.After.Matter.Place?.Text ?? ""),
            Each(static one => one.Whistle.By.Unit.Text),
            Each(static one => one.Whistle.At.ToUnixTimeMilliseconds()),
            Each(static one => one.Whistle.IsOver ? 1L : 0L),
            Each(static one => one.Whistle.Verdict is { } verdict ? (long)verdict : -1L),
            Each(static one => (long)CountingFlows.Missed(one.Whistle)));

        T[] Each<T>(Func<(ChangedMatter Of, WhistleBlow Whistle), T> column) => [.. rows.Select(column)];
    }

    /// <param name="after">Null for the first page.</param>
    public static List<WhistleKey> List(Session session, WhistleFilter filter, WhistleKey? after, int most)
    {
        var from = after ?? (filter.OldestFirst ? new WhistleKey(long.MinValue, 0, 0) : new WhistleKey(long.MaxValue, 0, 0));
        using var rows = session.Query(
            filter.OldestFirst ? Oldest : Newest, filter.Judged ? 1 : 0, filter.Verdict is { } verdict ? (long)verdict : -1, filter.Missed ? 1 : 0, filter.Type ?? "", filter.Place?.Text ?? "", from.At, from.Matter, from.Number, most);
        var found = new List<WhistleKey>();
        while (rows.Next()) found.Add(new WhistleKey(rows.Number(0), rows.Number(1), rows.Number(2)));
        return found;
    }

    /// <summary>How many there are, or as many as are asked for at most.</summary>
    public static long Count(Session session, WhistleFilter filter, long most) =>
        session.Number(Counted, filter.Judged ? 1 : 0, filter.Verdict is { } verdict ? (long)verdict : -1, filter.Missed ? 1 : 0, filter.Type ?? "", filter.Place?.Text ?? "", most) ?? 0;
}
