using Trellis.Process.Matters;
using Trellis.Runtime.Database;

namespace Trellis.Runtime.Process;

/// <summary>The newest matters of a type, as they are folded. However long a record is, no more of it is looked through than its newest part.</summary>
internal static class FlowRows
{
    /// <summary>So many of the newest matters of all types are looked through.</summary>
    public const int Window = 5_000;

    private static readonly Statement Newest = new($"select m.folded from (select id, type from matter order by id desc limit {Window}) n join matter m on m.id = n.id where n.type = @type order by n.id desc limit @most");

    private static readonly Statement NewestOpen = new($"select m.folded from (select id, state from matter order by id desc limit {Window}) n join matter m on m.id = n.id where n.state < 2 order by n.id desc limit @most");

    private static readonly Statement Waiting = new("select unit, post, count(*) from open_point where unit <> '' group by unit, post");

    internal static IReadOnlyList<Statement> Statements { get; } = [Newest, NewestOpen, Waiting];

    public static List<Matter> Open(Session session, int most) => Read(session.Query(NewestOpen, most));

    /// <summary>How much waits for each post; under an empty post what waits for anybody of the unit.</summary>
    public static Dictionary<(string Unit, string Post), long> WaitingBySeat(Session session)
    {
        using var rows = session.Query(Waiting);
        var waiting = new Dictionary<(string, string), long>();
        while (rows.Next()) waiting[(rows.Text(0), rows.Text(1))] = rows.Number(2);
        return waiting;
    }

    public static List<Matter> Of(Session session, string type, int most) => Read(session.Query(Newest, type, most));

    private static List<Matter> Read(Rows rows)
    {
        using (rows)
        {
            var found = new List<Matter>();
            while (rows.Next()) found.Add(MatterBytes.Read(rows.Bytes(0)).Matter);
            return found;
        }
    }
}
