using Trellis.Process.Matters;
using Trellis.Runtime.Database;

namespace Trellis.Runtime.Process;

/// <summary>The newest matters of a type, as they are folded. However long a record is, no more of it is looked through than its newest part.</summary>
internal static class FlowRows
{
    /// <summary>So many of the newest matters of all types are looked through.</summary>
    public const int Window = 5_000;

    private static readonly Statement Newest = new($"select folded from (select id, type, folded from matter order by id desc limit {Window}) newest where type = @type order by id desc limit @most");

    internal static IReadOnlyList<Statement> Statements { get; } = [Newest];

    public static List<Matter> Of(Session session, string type, int most)
    {
        using var rows = session.Query(Newest, type, most);
        var found = new List<Matter>();
        while (rows.Next()) found.Add(MatterBytes.Read(rows.Bytes(0)).Matter);
        return found;
    }
}
