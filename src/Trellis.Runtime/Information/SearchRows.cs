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

    private static readonly Statement EntryAt = new("select subject, words from search_entry where position = @position");

    private static readonly Statement DeleteWord = new("delete from search_word where word = @word and position = @position",
        onPostgres: "delete from search_word s using unnest(@word::bigint[], @position::bigint[]) as gone (word, position) where s.word = gone.word and s.position = gone.position");

    private static readonly Statement DeleteEntry = new("delete from search_entry where position = @position");

    private static readonly Statement DeleteProposals = new("delete from match_proposal where one = @subject or other = @subject");

    private static readonly Statement Positions = new("select distinct position from personal_value where key = @key");

    private static readonly Statement RunById = new("select line from import_run where id = @id");

    private static readonly Statement Proposed = new("""
        select one, other, score, reasons from match_proposal
        where one in (select distinct one from match_proposal where one > @after and one < @past order by one limit @most) order by one, other
        """);

    private static readonly Statement[] Emptying = [new("delete from search_word"), new("delete from search_entry"), new("delete from match_proposal"), new("delete from import_run")];

    internal static IReadOnlyList<Statement> Statements { get; } =
        [PutWords, PutEntries, PutProposals, PutRun, ByWords, EntryAt, DeleteWord, DeleteEntry, DeleteProposals, Positions, RunById, Proposed, .. Emptying];

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

    public static long LineOf(Session session, string import) => session.Number(RunById, import) ?? 0;

    public static List<ProposalRow> Proposals(Session session, string register, string after, int most)
    {
        using var rows = session.Query(Proposed, after.Length > 0 ? after : register + "/", register + "0", most); // "0" stands behind "/"
        var found = new List<ProposalRow>();
        while (rows.Next()) found.Add(new ProposalRow(RowOf(rows.Text(0)), RowOf(rows.Text(1)), rows.Number(2), rows.Text(3)));
        return found;
    }

    /// <summary>Takes back everything by which values under a key are found, and the proposals that were drawn from them.</summary>
    public static void EraseUnder(Session session, Writes writes, long key, string subject)
    {
        var positions = new List<long>();
        using (var rows = session.Query(Positions, key))
            while (rows.Next()) positions.Add(rows.Number(0));
        foreach (var position in positions)
        {
            byte[]? words = null;
            using (var rows = session.Query(EntryAt, position))
                if (rows.Next()) words = rows.Bytes(1);
            if (words is null) continue;
            var all = new long[words.Length / sizeof(long)];
            for (var at = 0; at < all.Length; at++) all[at] = BinaryPrimitives.ReadInt64LittleEndian(words.AsSpan(at * sizeof(long)));
            var here = new long[all.Length];
            Array.Fill(here, position);
            writes.AddMany(DeleteWord, all, here);
            writes.Add(DeleteEntry, position);
        }

        if (positions.Count > 0) writes.Add(DeleteProposals, subject);
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
