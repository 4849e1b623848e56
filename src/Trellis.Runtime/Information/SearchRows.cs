using System.Buffers.Binary;
using Trellis.Information.Registers;
using Trellis.Runtime.Database;

namespace Trellis.Runtime.Information;

/// <summary>The words of an entry by which its subject is found.</summary>
internal sealed record IndexedEntry(long Position, RowId Subject, long[] Words);

/// <summary>Two rows that may be one.</summary>
/// <param name="Score">In hundredths of a bit.</param>
/// <param name="Reasons">Words such as "name:same", apart by blanks.</param>
internal sealed record ProposalRow(RowId One, RowId Other, long Score, string Reasons);

/// <summary>Rows of digests of words, of proposals, and of how far imports came.</summary>
internal static class SearchRows
{
    private static readonly Statement PutWords = new(
        "insert into search_word (word, position) values (@word, @position) on conflict do nothing",
        onPostgres: "insert into search_word (word, position) select * from unnest(@word::bigint[], @position::bigint[]) on conflict do nothing",
        independent: true);

    private static readonly Statement PutEntries = new(
        "insert into search_entry (position, subject, words) values (@position, @subject, @words) on conflict do nothing",
        onPostgres: "insert into search_entry (position, subject, words) select * from unnest(@position::bigint[], @subject::text[], @words::bytea[]) on conflict do nothing",
        independent: true);

    private static readonly Statement PutProposals = new(
        "insert into match_proposal (one, other, score, reasons) values (@one, @other, @score, @reasons) on conflict (one, other) do update set score = excluded.score, reasons = excluded.reasons",
        onPostgres: """
        insert into match_proposal (one, other, score, reasons) select * from unnest(@one::text[], @other::text[], @score::bigint[], @reasons::text[])
        on conflict (one, other) do update set score = excluded.score, reasons = excluded.reasons
        """,
        independent: true);

    private static readonly Statement PutRun = new(
        "insert into import_run (id, register, line) values (@id, @register, @line) on conflict (id) do update set line = excluded.line where excluded.line > import_run.line",
        independent: true);

    // All words in one text and one statement: to ask for each by itself costs more than to find it. Where more than so many rows share a word it tells nothing; one more says that there are more.
    private static readonly Statement ByWords = new(
        """
        select j.value, e.subject from json_each(@words) as j
        cross join search_word w on w.word = j.value and w.position in (select s.position from search_word s where s.word = j.value limit @most)
        join search_entry e on e.position = w.position
        """,
        onPostgres: """
        select j.value::bigint, e.subject from json_array_elements_text(@words::json) as j (value)
        cross join lateral (select s.position from search_word s where s.word = j.value::bigint limit @most) w join search_entry e on e.position = w.position
        """);

    private static readonly Statement ManyEntriesAt = new(
        "select position, subject, words from search_entry where position = @position",
        onPostgres: "select e.position, e.subject, e.words from search_entry e join unnest(@position::bigint[]) as asked (position) on e.position = asked.position");

    private static readonly Statement EntriesBehind = new("select position, subject, words from search_entry where position > @after order by position limit @most");

    private static readonly Statement EntriesThere = new("select count(*) from search_entry");

    private static readonly Statement WordsBehind = new("select word, position from search_word where (word, position) > (@word, @position) order by word, position limit @most");

    private static readonly Statement WordsAmong = new(
        "select word, position from search_word where word = @word and position = @position",
        onPostgres: "select w.word, w.position from search_word w join unnest(@word::bigint[], @position::bigint[]) as asked (word, position) on w.word = asked.word and w.position = asked.position");

    private static readonly Statement AllRuns = new("select id, line from import_run order by id");

    private static readonly Statement ValuesUnder = new("select position, field from personal_value where key = @key");

    private static readonly Statement SetWords = new("update search_entry set words = @words where position = @position");

    private static readonly Statement DeleteWord = new("delete from search_word where word = @word and position = @position",
        onPostgres: "delete from search_word s using unnest(@word::bigint[], @position::bigint[]) as gone (word, position) where s.word = gone.word and s.position = gone.position");

    private static readonly Statement DeleteEntry = new("delete from search_entry where position = @position");

    private static readonly Statement DeleteProposals = new("delete from match_proposal where one = @subject or other = @subject");

    private static readonly Statement RunById = new("select line from import_run where id = @id");

    private static readonly Statement Proposed = new("""
        select one, other, score, reasons from match_proposal
        where one in (select distinct one from match_proposal where one > @after and one < @past order by one limit @most) order by one, other
        """);

    private static readonly Statement ProposedOf = new("select one, other, score, reasons from match_proposal where one = @one and other = @other");

    private static readonly Statement[] Emptying = [new("delete from search_word"), new("delete from search_entry"), new("delete from match_proposal"), new("delete from import_run")];

    internal static IReadOnlyList<Statement> Statements { get; } =
        [PutWords, PutEntries, PutProposals, PutRun, ByWords, DeleteWord, DeleteEntry, DeleteProposals, RunById, Proposed, ProposedOf, ManyEntriesAt, EntriesBehind, EntriesThere, WordsBehind, WordsAmong, AllRuns, ValuesUnder, SetWords, .. Emptying];

    public static void Put(Writes writes, IReadOnlyList<IndexedEntry> entries)
    {
        if (entries.Count == 0) return;
        var count = entries.Sum(static one => one.Words.Length);
        var (words, positions) = (new long[count], new long[count]);
        count = 0;
        foreach (var entry in entries)
            foreach (var word in entry.Words) (words[count], positions[count++]) = (word, entry.Position);
        // In their order, so that neighbours in the index are written one after the other.
        Array.Sort(words, positions);
        writes.AddMany(PutWords, words, positions);
        writes.AddMany(PutEntries, entries.Select(static one => one.Position).ToArray(), entries.Select(static one => one.Subject.ToString()).ToArray(), entries.Select(static one => BytesOf(one.Words)).ToArray());
    }

    public static void Put(Writes writes, IReadOnlyList<ProposalRow> proposals) => writes.AddMany(
        PutProposals,
        proposals.Select(static one => one.One.ToString()).ToArray(),
        proposals.Select(static one => one.Other.ToString()).ToArray(),
        proposals.Select(static one => one.Score).ToArray(),
        proposals.Select(static one => one.Reasons).ToArray());

    public static void PutLine(Writes writes, string import, string register, long line) => writes.Add(PutRun, import, register, line);

    /// <summary>The subjects that bear words, with one question for all; of words that more than the most bear, some and one more.</summary>
    public static void Find(Session session, long[] words, int most, Action<long, RowId> found)
    {
        if (words.Length == 0) return;
        // In their order, so that neighbours in the index are read one after the other.
        Array.Sort(words);
        using var rows = session.Query(ByWords, $"[{string.Join(',', words)}]", most + 1);
        while (rows.Next()) found(rows.Number(0), RowOf(rows.Text(1)));
    }

    /// <summary>Whether an import stands in the record, with or without rows.</summary>
    public static bool IsBegun(Session session, string import) => session.Number(RunById, import) is not null;

    public static long LineOf(Session session, string import) => session.Number(RunById, import) ?? 0;

    public static List<ProposalRow> Proposals(Session session, string register, string after, int most)
    {
        using var rows = session.Query(Proposed, after.Length > 0 ? after : register + "/", register + "0", most); // "0" stands behind "/"
        var found = new List<ProposalRow>();
        while (rows.Next()) found.Add(new ProposalRow(RowOf(rows.Text(0)), RowOf(rows.Text(1)), rows.Number(2), rows.Text(3)));
        return found;
    }

    /// <summary>One pair, whichever of its rows is named first; null where it was not proposed.</summary>
    public static ProposalRow? Proposal(Session session, RowId one, RowId other)
    {
        foreach (var (first, second) in ((RowId, RowId)[])[(one, other), (other, one)])
        {
            using var rows = session.Query(ProposedOf, first.ToString(), second.ToString());
            if (rows.Next()) return new ProposalRow(RowOf(rows.Text(0)), RowOf(rows.Text(1)), rows.Number(2), rows.Text(3));
        }

        return null;
    }

    /// <summary>The entries with words among some.</summary>
    public static List<IndexedEntry> EntriesAt(Session session, long[] positions)
    {
        var found = new List<IndexedEntry>(positions.Length);
        if (positions.Length > 0) session.QueryMany(ManyEntriesAt, [positions], row => found.Add(EntryOf(row)));
        return found;
    }

    public static List<IndexedEntry> EntriesAfter(Session session, long after, int most)
    {
        using var rows = session.Query(EntriesBehind, after, most);
        var found = new List<IndexedEntry>();
        while (rows.Next()) found.Add(EntryOf(rows));
        return found;
    }

    public static long CountOfEntries(Session session) => session.Number(EntriesThere) ?? 0;

    /// <summary>All words, added up: how many, and what the adding gives.</summary>
    public static (long Count, (ulong One, ulong Other) Sums) WordsAfter(Session session, Func<(ulong One, ulong Other), long, long, (ulong One, ulong Other)> add)
    {
        var (count, sums) = (0L, default((ulong One, ulong Other)));
        EachPage(session, 5_000, page =>
        {
            foreach (var (word, position) in page) (count, sums) = (count + 1, add(sums, word, position));
        });
        return (count, sums);
    }

    /// <summary>All words, page by page, in their order.</summary>
    public static void EachPage(Session session, int most, Action<IReadOnlyList<(long Word, long Position)>> take)
    {
        var last = (Word: long.MinValue, Position: long.MinValue);
        while (true)
        {
            var page = new List<(long Word, long Position)>(most);
            using (var rows = session.Query(WordsBehind, last.Word, last.Position, most))
                while (rows.Next()) page.Add((rows.Number(0), rows.Number(1)));
            if (page.Count > 0) take(page);
            if (page.Count < most) return;
            last = page[^1];
        }
    }

    /// <summary>Which of some words are there.</summary>
    public static HashSet<(long Word, long Position)> Among(Session session, IReadOnlyList<(long Word, long Position)> asked)
    {
        var found = new HashSet<(long, long)>();
        if (asked.Count > 0) session.QueryMany(WordsAmong, [asked.Select(static one => one.Word).ToArray(), asked.Select(static one => one.Position).ToArray()], row => found.Add((row.Number(0), row.Number(1))));
        return found;
    }

    /// <summary>How far each import came.</summary>
    public static List<(string Import, long Line)> Runs(Session session)
    {
        using var rows = session.Query(AllRuns);
        var found = new List<(string, long)>();
        while (rows.Next()) found.Add((rows.Text(0), rows.Number(1)));
        return found;
    }

    /// <summary>The values under a key, by their entries and fields.</summary>
    public static HashSet<(long Position, string Field)> FieldsUnder(Session session, long key)
    {
        using var rows = session.Query(ValuesUnder, key);
        var found = new HashSet<(long, string)>();
        while (rows.Next()) found.Add((rows.Number(0), rows.Text(1)));
        return found;
    }

    /// <summary>Gives an entry other words than it has. Only what differs is touched, so that it does not matter what is written first.</summary>
    /// <param name="after">None where the entry is to have no words any more.</param>
    public static void Replace(Writes writes, IndexedEntry before, long[] after)
    {
        Add(DeleteWord, [.. before.Words.Except(after)]);
        Add(PutWords, [.. after.Except(before.Words)]);
        if (after.Length == 0) writes.Add(DeleteEntry, before.Position);
        else writes.Add(SetWords, BytesOf(after), before.Position);

        void Add(Statement statement, long[] words)
        {
            if (words.Length == 0) return;
            var here = new long[words.Length];
            Array.Fill(here, before.Position);
            writes.AddMany(statement, words, here);
        }
    }

    public static void DeleteProposalsOf(Writes writes, string subject) => writes.Add(DeleteProposals, subject);

    private static IndexedEntry EntryOf(Rows row)
    {
        var bytes = row.Bytes(2);
        var words = new long[bytes.Length / sizeof(long)];
        for (var at = 0; at < words.Length; at++) words[at] = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at * sizeof(long)));
        return new IndexedEntry(row.Number(0), RowOf(row.Text(1)), words);
    }

    public static void Empty(Writes writes)
    {
        foreach (var statement in Emptying) writes.Add(statement);
    }

    private static byte[] BytesOf(long[] words)
    {
        var bytes = new byte[words.Length * sizeof(long)];
        for (var at = 0; at < words.Length; at++) BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at * sizeof(long)), words[at]);
        return bytes;
    }

    private static RowId RowOf(string subject) => RowId.Parse(subject) ?? throw new StoreFault(StoreTrouble.Damaged, "a row of the index names no subject; trellis rebuild makes it anew.");
}
