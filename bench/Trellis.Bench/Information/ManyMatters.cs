using System.Globalization;
using System.Text;
using Trellis.Bench.Process;
using Trellis.Ledger;
using Trellis.Process.Matters;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Draft = Trellis.Runtime.Ledger.Draft;

namespace Trellis.Bench.Information;

/// <summary>
/// Fills a record with many matters that are over: for each an entry with three values, sealed as any act has them sealed, and a row made of that of a matter that was lived through,
/// filed at another time and by somebody else, which says that its values stand at that entry too.
/// </summary>
internal sealed class ManyMatters(NoiseComplaints county, int matters)
{
    private const int Requesters = 400_000;
    private const int AtOnce = 4096;
    private const long TenMonths = 300L * 24 * 60 * 60 * 1000;

    // Beside what only the matter itself needs, what an indicator reads.
    private static readonly string[] Fields = ["value/applicant.phone", "value/matter.noise-source", "value/matter.work-stopped"];

    /// <param name="place">Where the record lies.</param>
    /// <param name="open">Opens a connection beside the writer of the record, to write rows on.</param>
    public async Task WriteAsync(RecordPlace place, Func<Session> open)
    {
        List<Pattern> patterns;
        using (var session = place.Store.OpenToRead()) patterns = Pattern.Read(session);
        var first = 0L;
        for (var from = 0; from < matters; from += AtOnce)
        {
            var count = Math.Min(AtOnce, matters - from);
            var settled = await Task.WhenAll(Enumerable.Range(from, count).Select(number => county.Writer.AppendAsync(DraftOf(number), CancellationToken.None)));
            // They were added in order, and so they stand.
            if (from == 0) first = ((Settled.Done)settled[0]).Receipt.First;
            if (settled[^1] is not Settled.Done { Receipt.First: var last } || last != first + from + count - 1) throw new InvalidOperationException("The entries of the matters do not follow each other.");
        }

        using var writing = open();
        for (var from = 0; from < matters; from += AtOnce)
        {
            var numbers = Enumerable.Range(from, Math.Min(AtOnce, matters - from)).ToArray();
            var rows = new Writes();
            rows.AddMany(
                Insert,
                Column(numbers, static number => (long)number + 1),
                Column(numbers, static number => string.Create(CultureInfo.InvariantCulture, $"1999-{number:0000000}")),
                Column(numbers, number => first + number),
                Column(numbers, number => patterns[number % patterns.Count].Type),
                Column(numbers, number => patterns[number % patterns.Count].Place),
                Column(numbers, number => patterns[number % patterns.Count].Filed - Earlier(number)),
                Column(numbers, number => patterns[number % patterns.Count].Filed - Earlier(number) + 60_000),
                Column(numbers, Requester),
                Column(numbers, number => patterns[number % patterns.Count].At(first + number, Earlier(number))));
            writing.Commit(rows);
        }
    }

    private static readonly Statement Insert = new(
        """
        insert into matter (id, number, revision, type, place, holder, state, result, filed, promised, closed, filed_for, filed_by, folded)
        values (@id, @number, @revision, @type, @place, '', 2, 'solved', @filed, 9223372036854775807, @closed, @filed_for, '', @folded)
        """,
        onPostgres: """
        insert into matter (id, number, revision, type, place, holder, state, result, filed, promised, closed, filed_for, filed_by, folded)
        select m.id, m.number, m.revision, m.type, m.place, '', 2, 'solved', m.filed, 9223372036854775807, m.closed, m.filed_for, '', m.folded
        from unnest(@id::bigint[], @number::text[], @revision::bigint[], @type::text[], @place::text[], @filed::bigint[], @closed::bigint[], @filed_for::text[], @folded::bytea[])
          as m (id, number, revision, type, place, filed, closed, filed_for, folded)
        """,
        independent: true);

    private static readonly Statement Closed = new("select type, place, folded from matter where state = 2 order by id");

    private static T[] Column<T>(int[] numbers, Func<int, T> of) => [.. numbers.Select(of)];

    private static string Requester(int number) => string.Create(CultureInfo.InvariantCulture, $"p-old-{number * 7919L % Requesters}");

    private long Earlier(int number) => TenMonths * (matters - number) / matters;

    private Draft DraftOf(int number) => new()
    {
        Event = "bench-filled/1",
        By = new EntryActor.Officer("registrar", "cuiwei"),
        Structure = county.Desk.InForce.Version,
        Fields = new EntryValue.Group([]),
        Personal = [.. Fields.Select(field => new ValueToSeal(field, Requester(number), "complaint", Encoding.UTF8.GetBytes(field == Fields[2] ? number % 3 == 0 ? "true" : "false" : "\"piling\"")))],
    };

    /// <summary>The row of a matter, parted where it says when it was filed.</summary>
    private sealed record Pattern(string Type, string Place, long Filed, byte[] Runs, List<long> Given, byte[] Rest)
    {
        /// <summary>Of every matter that is over.</summary>
        public static List<Pattern> Read(Session session)
        {
            using var rows = session.Query(Closed);
            var all = new List<Pattern>();
            while (rows.Next()) all.Add(Of(rows.Text(0), rows.Text(1), rows.Bytes(2)));
            return all;
        }

        private static Pattern Of(string type, string place, byte[] row)
        {
            var at = 1;
            var runs = Number(row, ref at);
            for (var left = 2 * runs; left > 0; left--) Number(row, ref at);
            var whole = row[..at];
            var given = new List<long>();
            var position = 0L;
            for (var left = Number(row, ref at); left > 0; left--) given.Add(position += Number(row, ref at));
            var filed = Number(row, ref at);
            return new Pattern(type, place, filed, whole, given, row[at..]);
        }

        /// <summary>The same matter filed earlier, with values at one more entry.</summary>
        public byte[] At(long entry, long earlier)
        {
            var row = new List<byte>(Runs.Length + Rest.Length + 64);
            row.AddRange(Runs);
            Put(row, Given.Count + 1);
            var before = 0L;
            foreach (var given in (long[])[.. Given, entry])
            {
                Put(row, given - before);
                before = given;
            }

            Put(row, Filed - earlier);
            row.AddRange(Rest);
            return [.. row];
        }

        private static long Number(byte[] row, ref int at)
        {
            var number = 0L;
            for (var shift = 0; ; shift += 7)
            {
                var one = row[at++];
                number |= (long)(one & 0x7F) << shift;
                if (one < 0x80) return number;
            }
        }

        private static void Put(List<byte> row, long number)
        {
            for (; number > 0x7F; number >>= 7) row.Add((byte)((number & 0x7F) | 0x80));
            row.Add((byte)number);
        }
    }
}
