using Trellis.Runtime.Database;

namespace Trellis.Runtime.Authority;

/// <summary>One answer to another program about authority, as it is kept.</summary>
/// <param name="Structure">The version of the structure under which it was given.</param>
/// <param name="LedgerSize">How many entries the record had.</param>
/// <param name="AskedBy">The id of the token; "open" where none was needed.</param>
/// <param name="Request">The caller's X-Request-ID; empty where there was none.</param>
/// <param name="Resource">Its id; a keyed hash where it is that of a person's record.</param>
/// <param name="Code">Of the no; empty for a yes.</param>
public sealed record DecisionRow(
    DateTimeOffset At, string Structure, long LedgerSize, string AskedBy, string Request, string SubjectType, string Subject, string Action, string ResourceType, string Resource, bool Permitted, string Code);

internal static class DecisionRows
{
    private static readonly Statement Insert = new(
        """
        insert into decision (number, at, structure, ledger_size, asked_by, request, subject_type, subject, action, resource_type, resource, permitted, code)
        values (@number, @at, @structure, @ledger_size, @asked_by, @request, @subject_type, @subject, @action, @resource_type, @resource, @permitted, @code)
        """,
        onPostgres: """
        insert into decision (number, at, structure, ledger_size, asked_by, request, subject_type, subject, action, resource_type, resource, permitted, code)
        select * from unnest(@number::bigint[], @at::bigint[], @structure::text[], @ledger_size::bigint[], @asked_by::text[], @request::text[], @subject_type::text[], @subject::text[],
          @action::text[], @resource_type::text[], @resource::text[], @permitted::bigint[], @code::text[])
        """,
        independent: true);

    private static readonly Statement Newest = new("select max(number) from decision");

    private static readonly Statement After = new(
        "select number, at, structure, ledger_size, asked_by, request, subject_type, subject, action, resource_type, resource, permitted, code from decision where number > @after order by number limit @most");

    internal static IReadOnlyList<Statement> Statements { get; } = [Insert, Newest, After];

    public static long Last(Session session) => session.Number(Newest) ?? 0;

    public static void Add(Writes writes, long first, IReadOnlyList<DecisionRow> rows)
    {
        var numbers = new long[rows.Count];
        for (var at = 0; at < numbers.Length; at++) numbers[at] = first + at;
        writes.AddMany(
            Insert, numbers, Numbers(static row => row.At.ToUnixTimeMilliseconds()), Words(static row => row.Structure), Numbers(static row => row.LedgerSize), Words(static row => row.AskedBy), Words(static row => row.Request),
            Words(static row => row.SubjectType), Words(static row => row.Subject), Words(static row => row.Action), Words(static row => row.ResourceType), Words(static row => row.Resource),
            Numbers(static row => row.Permitted ? 1 : 0), Words(static row => row.Code));

        Column Numbers(Func<DecisionRow, long> of) => rows.Select(of).ToArray();

        Column Words(Func<DecisionRow, string> of) => rows.Select(of).ToArray();
    }

    public static IReadOnlyList<(long Number, DecisionRow Row)> Read(Session session, long after, int most)
    {
        using var rows = session.Query(After, after, most);
        var found = new List<(long, DecisionRow)>();
        while (rows.Next())
            found.Add((rows.Number(0), new DecisionRow(AccessRows.Moment(rows.Number(1)), rows.Text(2), rows.Number(3), rows.Text(4), rows.Text(5), rows.Text(6), rows.Text(7), rows.Text(8), rows.Text(9), rows.Text(10), rows.Number(11) == 1, rows.Text(12))));
        return found;
    }
}
