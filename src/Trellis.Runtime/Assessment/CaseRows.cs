using Trellis.Runtime.Database;

namespace Trellis.Runtime.Assessment;

/// <summary>Matters as cases of indicators, as they are stored.</summary>
internal static class CaseRows
{
    private static readonly Statement Filings = new("select id, type, place, filed_for, filed from matter where id > @after order by id limit @most");

    private static readonly Statement Folded = new("select id, type, revision, folded from matter where id > @after order by id limit @most");

    private static readonly Statement FoldedById = new("select folded from matter where id = @id");

    private static readonly Statement OfRequester = new("select id, filed from matter where filed_for = @requester and type = @type");

    internal static IReadOnlyList<Statement> Statements { get; } = [Filings, Folded, FoldedById, OfRequester];

    /// <summary>All matters in the order of their ids.</summary>
    public static IEnumerable<FilingRow> AllFilings(Session session) => Paged(
        session, Filings, static row => row.Id, static rows => new FilingRow(rows.Number(0), rows.Text(1), rows.Text(2), rows.Text(3), rows.Number(4)));

    /// <summary>The same matters, as they are folded.</summary>
    public static IEnumerable<FoldedRow> AllFolded(Session session) => Paged(session, Folded, static row => row.Id, static rows => new FoldedRow(rows.Number(0), rows.Text(1), rows.Number(2), rows.Bytes(3)));

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

    /// <summary>Page by page, so that other questions may be asked between.</summary>
    private static IEnumerable<T> Paged<T>(Session session, Statement statement, Func<T, long> id, Func<Rows, T> read)
    {
        const int AtOnce = 2000;
        var page = new List<T>(AtOnce);
        for (var after = 0L; ; after = id(page[^1]))
        {
            page.Clear();
            using (var rows = session.Query(statement, after, AtOnce))
                while (rows.Next()) page.Add(read(rows));
            foreach (var one in page) yield return one;
            if (page.Count < AtOnce) yield break;
        }
    }
}

/// <param name="Filed">Milliseconds since 1970, UTC.</param>
internal readonly record struct FilingRow(long Id, string Type, string Place, string Requester, long Filed);

/// <param name="Revision">The position of its last entry.</param>
internal readonly record struct FoldedRow(long Id, string Type, long Revision, byte[] Folded);
