using Trellis.Information.Exchange;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;

namespace Trellis.Runtime.Information;

/// <summary>Rows of dealings with neighbours, and of the messages that were taken.</summary>
internal static class ExchangeRows
{
    private const string Columns = "id, neighbour, is_matter, is_ours, state, owes, matter, person, purpose, digest, opened, answered, says, lapses, good_until, size, root, about, mark";

    // A dealing that stands keeps what it began with; the rest is what its last event left.
    private static readonly Statement Put = new(
        $"""
        insert into exchange ({Columns})
        values (@id, @neighbour, @is_matter, @is_ours, @state, @owes, @matter, @person, @purpose, @digest, @opened, @answered, @says, @lapses, @good_until, @size, @root, @about, @mark)
        on conflict (id) do update set state = excluded.state, owes = excluded.owes, answered = excluded.answered, says = excluded.says, good_until = excluded.good_until, size = excluded.size, root = excluded.root, about = excluded.about, mark = excluded.mark
        """);

    private static readonly Statement PutMessage = new("insert into exchange_message (digest, position) values (@digest, @position)", independent: true);

    private static readonly Statement ByIds = new(
        $"select {Columns} from exchange where id = @id",
        onPostgres: $"select {Columns} from exchange where id = any(@id::text[])");

    private static readonly Statement ByDigests = new(
        "select digest from exchange_message where digest = @digest",
        onPostgres: "select digest from exchange_message where digest = any(@digest::text[])");

    private static readonly Statement Owing = new($"select {Columns} from exchange where owes <> 0 and opened > @after order by opened limit @most");

    private static readonly Statement OfMatter = new($"select {Columns} from exchange where matter = @matter and is_ours = 1 order by opened desc limit @most");

    private static readonly Statement OfPerson = new($"select {Columns} from exchange where person = @person or person = @row order by opened desc limit @most");

    private static readonly Statement AskedBy = new($"select {Columns} from exchange where neighbour = @neighbour and is_matter = 0 and is_ours = 0 order by opened desc limit @most");

    private static readonly Statement GivenOf = new($"select opened from exchange where person = @row and is_matter = 0 and is_ours = 0 and state = {(int)DealingState.Given} and opened < @before order by opened desc limit @most");

    private static readonly Statement NewestHead = new("select size, root from exchange where neighbour = @neighbour and size > 0 order by size desc limit 1");

    internal static IReadOnlyList<Statement> Statements { get; } = [Put, PutMessage, ByIds, ByDigests, Owing, OfMatter, OfPerson, AskedBy, GivenOf, NewestHead];

    public static void Add(Writes writes, Dealing one) => writes.Add(
        Put, one.Key, one.Neighbour, one.IsMatter ? 1L : 0, one.IsOurs ? 1L : 0, (long)one.State, (long)one.Owes, one.Matter, one.Person, one.Purpose, one.Digest, one.Opened, one.Answered, one.Says, Milliseconds(one.Lapses), Milliseconds(one.GoodUntil), one.Size,
        one.Root, one.About, one.Mark);

    public static void Add(Writes writes, string message, long position) => writes.Add(PutMessage, message, position);

    public static void Load(Session session, IReadOnlyCollection<string> ids, Action<Dealing> found)
    {
        if (ids.Count > 0) session.QueryMany(ByIds, [ids.ToArray()], row => found(Read(row)));
    }

    public static void LoadMessages(Session session, IReadOnlyCollection<string> digests, Action<string> found)
    {
        if (digests.Count > 0) session.QueryMany(ByDigests, [digests.ToArray()], row => found(row.Text(0)));
    }

    public static Dealing? Find(Session session, string id)
    {
        Dealing? found = null;
        Load(session, [id], one => found = one);
        return found;
    }

    /// <summary>Dealings in which something is still to be said, the oldest first.</summary>
    public static List<Dealing> ThatOwe(Session session, long after, int most) => All(session.Query(Owing, after, most));

    public static List<Dealing> At(Session session, MatterId matter, int most) => All(session.Query(OfMatter, matter.Text, most));

    /// <summary>Dealings about somebody, whichever side began them: those in their matters, and what was given of their row.</summary>
    public static List<Dealing> Of(Session session, ActorId person, int most) => All(session.Query(OfPerson, person.Text, new RowId("person", person.Text).ToString(), most));

    /// <summary>What a neighbour asked this record for, the newest first.</summary>
    public static List<Dealing> From(Session session, string neighbour, int most) => All(session.Query(AskedBy, neighbour, most));

    /// <summary>The positions of what was given to neighbours of a row, the newest first.</summary>
    public static List<long> Given(Session session, RowId row, long before, int most)
    {
        using var rows = session.Query(GivenOf, row.ToString(), before, most);
        var found = new List<long>();
        while (rows.Next()) found.Add(rows.Number(0));
        return found;
    }

    /// <summary>The newest head of a neighbour's record that was seen; null for none.</summary>
    public static KnownHead? Head(Session session, string neighbour)
    {
        using var rows = session.Query(NewestHead, neighbour);
        return rows.Next() ? new KnownHead(rows.Number(0), rows.Text(1)) : null;
    }

    private static List<Dealing> All(Rows rows)
    {
        using (rows)
        {
            var found = new List<Dealing>();
            while (rows.Next()) found.Add(Read(rows));
            return found;
        }
    }

    private static Dealing Read(Rows row) => new(
        row.Text(0), row.Text(1), row.Number(2) == 1, row.Number(3) == 1, (DealingState)row.Number(4), (DealingOwes)row.Number(5), row.Text(6), row.Text(7), row.Text(8), row.Text(9), row.Number(10), row.Number(11), row.Number(12),
        LedgerRows.Time(row.Number(13)), row.Number(14) is var until and not long.MaxValue ? LedgerRows.Time(until) : null, row.Number(15), row.Text(16), row.Text(17), row.Text(18));

    private static long Milliseconds(DateTimeOffset? moment) => moment?.ToUnixTimeMilliseconds() ?? long.MaxValue;
}
