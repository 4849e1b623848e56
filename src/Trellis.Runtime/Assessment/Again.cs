using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Trellis.Assessment;
using Trellis.Process.Matters;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;

namespace Trellis.Runtime.Assessment;

/// <summary>Which matter came after which: of the same requester and type, and of the same type at the same place. For all matters at once, in the order of their ids.</summary>
internal sealed class Again
{
    private readonly long[] _asked;

    private Again(long[] ids, long[] asked, FilingsByPlace places) => (Ids, _asked, Places) = (ids, asked, places);

    /// <summary>Every matter there is, in order.</summary>
    public IReadOnlyList<long> Ids { get; }

    public FilingsByPlace Places { get; }

    /// <param name="past">The position after the last entry that counts: what was filed later is not there yet.</param>
    public static Again Read(Session session, Session? beside, long past)
    {
        var later = past < LedgerRows.Size(session) ? FiledFrom(session, past) : [];
        // One goes up from the first, another down from the last, until they meet.
        var meeting = new Meeting();
        var (up, down) = (new Filings(later), new Filings(later));
        ManyAtOnce.Do(beside is null ? 1 : 2, 2, job =>
        {
            if (job == 0) up.Read((after, page) => CaseRows.FilingsAfter(session, after, Filings.AtOnce, page), 0, meeting.Below);
            else down.Read((before, page) => CaseRows.FilingsBefore(beside!, before, Filings.AtOnce, page), long.MaxValue, meeting.Above);
        });
        down.Reverse();
        up.Places.Add(down.Places);
        up.Places.Sort();
        return new Again([.. up.Ids, .. down.Ids], AskedAgain(up.Asked, down.Asked), up.Places);
    }

    /// <summary>A matter with what came after it.</summary>
    /// <param name="at">Its place among all, in the order of ids.</param>
    public MatterCase CaseOf(int at, Matter matter, IReadOnlyList<GivenItem> given) => new(matter, Moment(_asked[at]), Places.After(matter, Ids[at])) { Given = given };

    internal static DateTimeOffset? Moment(long milliseconds) => milliseconds == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    /// <summary>When the next one of the same requester and type was filed; 0 where none was. Those of one requester lie in one share of all, and each share is sorted by itself.</summary>
    private static long[] AskedAgain(List<(UInt128 Requester, long Filed)> first, List<(UInt128 Requester, long Filed)> then)
    {
        const int Shares = 64;
        var shares = new List<(UInt128 Requester, long Filed, int At)>[Shares];
        for (var share = 0; share < Shares; share++) shares[share] = new List<(UInt128, long, int)>(((first.Count + then.Count) / Shares) + 16);
        for (var at = 0; at < first.Count + then.Count; at++)
        {
            var (requester, filed) = at < first.Count ? first[at] : then[at - first.Count];
            shares[(int)(unchecked((ulong)requester) % Shares)].Add((requester, filed, at));
        }

        var asked = new long[first.Count + then.Count];
        ManyAtOnce.Do(Shares, 2, share =>
        {
            var rows = shares[share];
            rows.Sort();
            for (var at = 0; at + 1 < rows.Count; at++)
                if (rows[at].Requester == rows[at + 1].Requester) asked[rows[at].At] = rows[at + 1].Filed;
        });
        return asked;
    }

    /// <summary>Matters that were not filed yet.</summary>
    private static HashSet<long> FiledFrom(Session session, long past) =>
        [.. CaseRows.AllFolded(session).Where(row => row.Revision >= past && MatterBytes.Read(row.Folded).Track.Positions.First() >= past).Select(static row => row.Id)];

    /// <summary>Up to where the two have come that go towards each other.</summary>
    private sealed class Meeting
    {
        private readonly Lock _lock = new();
        private (long Below, long Above) _reached = (0, long.MaxValue);

        /// <summary>Takes the ids of a page that nobody has taken from above.</summary>
        /// <returns>How many of them.</returns>
        public int Below(List<FilingRow> page) => Take(() =>
        {
            var count = page.FindIndex(row => row.Id >= _reached.Above) is >= 0 and var met ? met : page.Count;
            if (count > 0) _reached.Below = page[count - 1].Id;
            return count;
        });

        public int Above(List<FilingRow> page) => Take(() =>
        {
            var count = page.FindIndex(row => row.Id <= _reached.Below) is >= 0 and var met ? met : page.Count;
            if (count > 0) _reached.Above = page[count - 1].Id;
            return count;
        });

        private int Take(Func<int> take)
        {
            lock (_lock) return take();
        }
    }

    /// <summary>Filings as one thread reads them.</summary>
    private sealed class Filings(HashSet<long> later)
    {
        public const int AtOnce = 2000;

        public List<long> Ids { get; } = [];

        public List<(UInt128 Requester, long Filed)> Asked { get; } = [];

        public FilingsByPlace Places { get; } = new();

        public void Read(Action<long, List<FilingRow>> next, long from, Func<List<FilingRow>, int> take)
        {
            var page = new List<FilingRow>(AtOnce);
            for (int taken; ; from = page[taken - 1].Id)
            {
                next(from, page);
                taken = take(page);
                foreach (var row in page.Take(taken)) Add(row);
                if (taken < AtOnce) return;
            }
        }

        public void Reverse()
        {
            Ids.Reverse();
            Asked.Reverse();
        }

        private void Add(in FilingRow row)
        {
            var counts = !later.Contains(row.Id);
            Ids.Add(row.Id);
            // Who filed what is told apart by a hash: so many names do not go into memory. What does not count yet is nobody's.
            Asked.Add((counts ? Hash($"{row.Type} {row.Requester}") : (UInt128)row.Id, row.Filed));
            if (counts) Places.Add(row.Type, row.Place, row.Filed, row.Id);
        }

        private static UInt128 Hash(string text)
        {
            Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(Encoding.UTF8.GetBytes(text), digest);
            return BinaryPrimitives.ReadUInt128BigEndian(digest);
        }
    }
}

/// <summary>Matters of each type at each place, in the order in which they were filed.</summary>
internal sealed class FilingsByPlace
{
    private readonly Dictionary<(string Type, string Place), List<(long Filed, long Id)>> _filings = [];

    /// <summary>Adds one behind the others; they are brought into order by <see cref="Sort"/>.</summary>
    public void Add(string type, string place, long filed, long id)
    {
        // What has no place is never again at the same.
        if (place.Length == 0) return;
        if (!_filings.TryGetValue((type, place), out var filings)) _filings.Add((type, place), filings = []);
        filings.Add((filed, id));
    }

    /// <summary>All of another one as well, behind the others.</summary>
    public void Add(FilingsByPlace others)
    {
        foreach (var (key, filings) in others._filings)
        {
            if (_filings.TryGetValue(key, out var known)) known.AddRange(filings);
            else _filings.Add(key, filings);
        }
    }

    public void Sort()
    {
        foreach (var filings in _filings.Values) filings.Sort();
    }

    /// <summary>Adds one where it belongs.</summary>
    public void Insert(Matter matter, long id)
    {
        if (matter.Place is not { } place) return;
        var key = (matter.Filed.ToUnixTimeMilliseconds(), id);
        if (!_filings.TryGetValue((matter.Type, place.Text), out var filings)) _filings.Add((matter.Type, place.Text), filings = []);
        if (filings.BinarySearch(key) is < 0 and var at) filings.Insert(~at, key);
    }

    /// <summary>When the next one after a matter was filed.</summary>
    public DateTimeOffset? After(Matter matter, long id) => Near(matter, id, 1) is { } next ? Again.Moment(next.Filed) : null;

    /// <summary>The one that was filed before a matter.</summary>
    public long? Before(Matter matter, long id) => Near(matter, id, -1)?.Id;

    private (long Filed, long Id)? Near(Matter matter, long id, int by)
    {
        if (matter.Place is not { } place || !_filings.TryGetValue((matter.Type, place.Text), out var filings)) return null;
        var at = filings.BinarySearch((matter.Filed.ToUnixTimeMilliseconds(), id));
        // One that does not stand here itself lies between two.
        var near = at >= 0 ? at + by : by > 0 ? ~at : ~at - 1;
        return near >= 0 && near < filings.Count ? filings[near] : null;
    }
}
