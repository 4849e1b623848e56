using Trellis.Runtime.Database;

namespace Trellis.Runtime.Diagnosis;

/// <summary>What the columns of a log take from the rows of matters: no entry tells by when the whole was promised.</summary>
internal static class WorkRows
{
    private static readonly Statement Promises = new("select id, promised from matter order by id");

    internal static IReadOnlyList<Statement> Statements { get; } = [Promises];

    /// <summary>By the number of a matter, until when it was promised, in milliseconds since 1970; those without a promise are left out.</summary>
    public static Dictionary<long, long> Promised(Session session)
    {
        using var rows = session.Query(Promises);
        var found = new Dictionary<long, long>();
        while (rows.Next())
            if (rows.Number(1) != Process.MatterRows.Never) found.Add(rows.Number(0), rows.Number(1));
        return found;
    }
}
