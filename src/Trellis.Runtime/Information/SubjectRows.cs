using Trellis.Information.Registers;
using Trellis.Runtime.Database;

namespace Trellis.Runtime.Information;

/// <summary>Rows of subjects, of their relations and links, and of what departments disagree on.</summary>
internal static class SubjectRows
{
    // A batch changes each row once, and no row that another of its statements changes; so these may run at once with others.
    private static readonly Statement PutSubjects = new(
        """
        insert into subject (register, key, begun, revision, ended, after, folded) values (@register, @key, @begun, @revision, @ended, @after, @folded)
        on conflict (register, key) do update set begun = excluded.begun, revision = excluded.revision, ended = excluded.ended, after = excluded.after, folded = excluded.folded
        """,
        onPostgres: """
        insert into subject (register, key, begun, revision, ended, after, folded)
        select * from unnest(@register::text[], @key::text[], @begun::bigint[], @revision::bigint[], @ended::bigint[], @after::text[], @folded::bytea[])
        on conflict (register, key) do update set begun = excluded.begun, revision = excluded.revision, ended = excluded.ended, after = excluded.after, folded = excluded.folded
        """,
        independent: true);

    private static readonly Statement PutRelations = new(
        "insert into subject_relation (target, item, subject) values (@target, @item, @subject) on conflict do nothing",
        onPostgres: "insert into subject_relation (target, item, subject) select * from unnest(@target::text[], @item::text[], @subject::text[]) on conflict do nothing",
        independent: true);

    private static readonly Statement PutLinks = new(
        "insert into subject_link (position, one, other, undone, folded) values (@position, @one, @other, @undone, @folded) on conflict (position) do update set undone = excluded.undone, folded = excluded.folded",
        onPostgres: """
        insert into subject_link (position, one, other, undone, folded) select * from unnest(@position::bigint[], @one::text[], @other::text[], @undone::bigint[], @folded::bytea[])
        on conflict (position) do update set undone = excluded.undone, folded = excluded.folded
        """,
        independent: true);

    private static readonly Statement PutDisagreements = new(
        "insert into disagreement (item, subject, since) values (@item, @subject, @since) on conflict (item, subject) do update set since = excluded.since",
        onPostgres: "insert into disagreement (item, subject, since) select * from unnest(@item::text[], @subject::text[], @since::bigint[]) on conflict (item, subject) do update set since = excluded.since",
        independent: true);

    private static readonly Statement DeleteDisagreements = new(
        "delete from disagreement where item = @item and subject = @subject",
        onPostgres: "delete from disagreement d using unnest(@item::text[], @subject::text[]) as gone (item, subject) where d.item = gone.item and d.subject = gone.subject",
        independent: true);

    private static readonly Statement ByIds = new(
        "select register, key, folded from subject where register = @register and key = @key",
        onPostgres: "select s.register, s.key, s.folded from subject s join unnest(@register::text[], @key::text[]) as asked (register, key) on s.register = asked.register and s.key = asked.key");

    private static readonly Statement LinksOf = new(
        "select position, folded from subject_link where one = @id union select position, folded from subject_link where other = @id",
        onPostgres: """
        select l.position, l.folded from subject_link l join unnest(@id::text[]) as asked (id) on l.one = asked.id
        union select l.position, l.folded from subject_link l join unnest(@id::text[]) as asked (id) on l.other = asked.id
        """);

    private static readonly Statement Following = new("select key, folded from subject where register = @register and key > @after order by key limit @most");

    private static readonly Statement RelatedTo = new("select item, subject from subject_relation where target = @target order by item, subject limit @most");

    private static readonly Statement DisagreedOn = new("select subject, since from disagreement where item = @item and subject > @after order by subject limit @most");

    private static readonly Statement DisputedByItem = new("select item, count(*), min(since) from disagreement group by item order by item");

    private static readonly Statement EndedBefore = new("select key, ended from subject where register = @register and after = @after and ended > 0 and ended < @day order by ended, key limit @most");

    private static readonly Statement CountOf = new("select count(*) from subject where register = @register");

    private static readonly Statement AnyOf = new("select begun from subject limit 1");

    internal static IReadOnlyList<Statement> Statements { get; } =
        [PutSubjects, PutRelations, PutLinks, PutDisagreements, DeleteDisagreements, ByIds, LinksOf, Following, RelatedTo, DisagreedOn, DisputedByItem, EndedBefore, CountOf, AnyOf];

    public static void Put(Writes writes, IReadOnlyList<Subject> subjects)
    {
        writes.AddMany(
            PutSubjects,
            Each(subjects, static one => one.Id.Register),
            Each(subjects, static one => one.Id.Key),
            Each(subjects, static one => one.Begun),
            Each(subjects, static one => one.Revision),
            Each(subjects, static one => one.Ending is { } ending ? (long)ending.Day.DayNumber : 0),
            Each(subjects, static one => one.Ending?.After ?? ""),
            Each(subjects, SubjectBytes.Write));
    }

    /// <summary>Relations that claims name; those that stand already stay.</summary>
    public static void PutRelationsOf(Writes writes, IEnumerable<(RowId Subject, Claim Claim)> claims)
    {
        var all = new HashSet<(string Target, string Item, string Subject)>();
        foreach (var (subject, claim) in claims)
            foreach (var row in claim.Rows) all.Add((row.ToString(), $"{subject.Register}.{claim.Item}", subject.ToString()));
        if (all.Count == 0) return;
        (string Target, string Item, string Subject)[] rows = [.. all];
        writes.AddMany(PutRelations, Each(rows, static one => one.Target), Each(rows, static one => one.Item), Each(rows, static one => one.Subject));
    }

    public static void Put(Writes writes, IReadOnlyList<SubjectLink> links) => writes.AddMany(
        PutLinks,
        Each(links, static one => one.Linked.Position),
        Each(links, static one => one.One.ToString()),
        Each(links, static one => one.Other.ToString()),
        Each(links, static one => one.Undone?.Position ?? 0),
        Each(links, SubjectBytes.Write));

    public static void Put(Writes writes, IReadOnlyList<DisagreementRow> rows) => writes.AddMany(PutDisagreements, Each(rows, static one => one.Item), Each(rows, static one => one.Subject), Each(rows, static one => one.Since));

    public static void Delete(Writes writes, IReadOnlyList<DisagreementRow> rows) => writes.AddMany(DeleteDisagreements, Each(rows, static one => one.Item), Each(rows, static one => one.Subject));

    /// <summary>Those of the asked that are there, with one question for all.</summary>
    public static List<Subject> Find(Session session, IReadOnlyCollection<RowId> asked)
    {
        var found = new List<Subject>(asked.Count);
        if (asked.Count > 0)
            session.QueryMany(ByIds, [asked.Select(static one => one.Register).ToArray(), asked.Select(static one => one.Key).ToArray()], row => found.Add(SubjectBytes.Read(new RowId(row.Text(0), row.Text(1)), row.Bytes(2))));
        return found;
    }

    /// <summary>Every link of the asked, also those that were undone, by position.</summary>
    public static IReadOnlyList<SubjectLink> Links(Session session, IReadOnlyCollection<RowId> asked)
    {
        if (asked.Count == 0) return [];
        var found = new SortedDictionary<long, SubjectLink>();
        session.QueryMany(LinksOf, [asked.Select(static one => one.ToString()).ToArray()], row => found[row.Number(0)] = SubjectBytes.ReadLink(row.Bytes(1)));
        return [.. found.Values];
    }

    /// <summary>Subjects of a register in the order of their keys.</summary>
    public static List<Subject> After(Session session, string register, string after, int most)
    {
        using var rows = session.Query(Following, register, after, most);
        var found = new List<Subject>();
        while (rows.Next()) found.Add(SubjectBytes.Read(new RowId(register, rows.Text(0)), rows.Bytes(1)));
        return found;
    }

    /// <summary>Which subjects ever named a row, and by which item.</summary>
    public static List<(string Item, RowId Subject)> Related(Session session, RowId target, int most)
    {
        using var rows = session.Query(RelatedTo, target.ToString(), most);
        var found = new List<(string, RowId)>();
        while (rows.Next()) found.Add((rows.Text(0), RowId.Parse(rows.Text(1)) ?? throw new StoreFault(StoreTrouble.Damaged, "a row of relations names no subject; trellis rebuild folds it anew.")));
        return found;
    }

    public static List<DisagreementRow> Disagreements(Session session, string item, string after, int most)
    {
        using var rows = session.Query(DisagreedOn, item, after, most);
        var found = new List<DisagreementRow>();
        while (rows.Next()) found.Add(new DisagreementRow(item, rows.Text(0), rows.Number(1)));
        return found;
    }

    /// <summary>Every item that departments disagree on, with how many rows, and the position of the newest claim on the row that waits longest.</summary>
    public static List<(string Item, long Rows, long Oldest)> DisputedItems(Session session)
    {
        using var rows = session.Query(DisputedByItem);
        var found = new List<(string, long, long)>();
        while (rows.Next()) found.Add((rows.Text(0), rows.Number(1), rows.Number(2)));
        return found;
    }

    /// <summary>Subjects that ended by a word before a day, the oldest first.</summary>
    public static List<(RowId Subject, DateOnly Ended)> Ended(Session session, string register, string after, DateOnly before, int most)
    {
        using var rows = session.Query(EndedBefore, register, after, before.DayNumber, most);
        var found = new List<(RowId, DateOnly)>();
        while (rows.Next()) found.Add((new RowId(register, rows.Text(0)), DateOnly.FromDayNumber((int)rows.Number(1))));
        return found;
    }

    /// <summary>Whether any register has a row.</summary>
    public static bool Any(Session session) => session.Number(AnyOf) is not null;

    public static long Count(Session session, string register) => session.Number(CountOf, register) ?? 0;

    private static TOut[] Each<T, TOut>(IReadOnlyList<T> all, Func<T, TOut> of)
    {
        var column = new TOut[all.Count];
        for (var at = 0; at < column.Length; at++) column[at] = of(all[at]);
        return column;
    }
}

/// <param name="Item">With its register: "person.phone".</param>
internal readonly record struct DisagreementRow(string Item, string Subject, long Since);
