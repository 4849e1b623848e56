using Trellis.Runtime.Database;

namespace Trellis.Runtime.Assessment;

/// <summary>Matters as cases of indicators, as they are stored.</summary>
internal static class CaseRows
{
    private static readonly Statement Filings = new("select id, type, place, filed_for, filed from matter where id > @after order by id limit @most");

    private static readonly Statement FilingsBackwards = new("select id, type, place, filed_for, filed from matter where id < @before order by id desc limit @most");

    private static readonly Statement Folded = new("select id, type, revision, folded from matter where id > @after order by id limit @most");

    private static readonly Statement FoldedBetween = new("select id, type, revision, folded from matter where id >= @first and id <= @last order by id");

    private static readonly Statement FoldedById = new("select folded from matter where id = @id");

    private static readonly Statement OfRequester = new("select id, filed from matter where filed_for = @requester and type = @type");

    internal static IReadOnlyList<Statement> Statements { get; } = [Filings, FilingsBackwards, Folded, FoldedBetween, FoldedById, OfRequester];

    /// <summary>A page of matters behind an id, in the order of their ids.</summary>
    public static void FilingsAfter(Session session, long after, int most, List<FilingRow> page) => Read(session.Query(Filings, after, most), page, Filing);

    /// <summary>A page of matters before an id, the largest first.</summary>
    public static void FilingsBefore(Session session, long before, int most, List<FilingRow> page) => Read(session.Query(FilingsBackwards, before, most), page, Filing);

    /// <summary>Matters as they are folded, from one id to another with both of them.</summary>
    public static void FoldedFrom(Session session, long first, long last, List<FoldedRow> page) => Read(session.Query(FoldedBetween, first, last), page, OneFolded);

    /// <summary>All matters as they are folded, in the order of their ids; page by page, so that other questions may be asked between.</summary>
    public static IEnumerable<FoldedRow> AllFolded(Session session)
    {
        const int AtOnce = 2000;
        var page = new List<FoldedRow>(AtOnce);
        for (var after = 0L; ; after = page[^1].Id)
        {
            Read(session.Query(Folded, after, AtOnce), page, OneFolded);
            foreach (var one in page) yield return one;
            if (page.Count < AtOnce) yield break;
        }
    }

    public static byte[]? Of(Session session, long id)
    {
        using var rows = session.Query(FoldedById, id);
        return rows.Next() ? rows.Bytes(0) : null;
    }

    /// <summary>What somebody filed of one type.</summary>
    public static List<(long Id, long Filed)> By(Session session, string requester, string type)
    {
        using var rows = session.Query(OfRequester, requester, type);
        var found = new List<(long, long)>();
        while (rows.Next()) found.Add((rows.Number(0), rows.Number(1)));
        return found;
    }

    private static FilingRow Filing(Rows rows) => new(rows.Number(0), rows.Text(1), rows.Text(2), rows.Text(3), rows.Number(4));

    private static FoldedRow OneFolded(Rows rows) => new(rows.Number(0), rows.Text(1), rows.Number(2), rows.Bytes(3));

    private static void Read<T>(Rows rows, List<T> page, Func<Rows, T> read)
    {
        page.Clear();
        using (rows)
            while (rows.Next()) page.Add(read(rows));
    }
}

/// <param name="Filed">Milliseconds since 1970, UTC.</param>
internal readonly record struct FilingRow(long Id, string Type, string Place, string Requester, long Filed);

/// <param name="Revision">The position of its last entry.</param>
internal readonly record struct FoldedRow(long Id, string Type, long Revision, byte[] Folded);
