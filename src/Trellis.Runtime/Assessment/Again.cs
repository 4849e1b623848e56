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

    private Again(long[] asked, FilingsByPlace places) => (_asked, Places) = (asked, places);

    public FilingsByPlace Places { get; }

    /// <param name="past">The position after the last entry that counts: what was filed later is not there yet.</param>
    public static Again Read(Session session, long past)
    {
        var later = past < LedgerRows.Size(session) ? FiledFrom(session, past) : [];
        var rows = new List<(UInt128 Requester, long Filed, long Id)>();
        var places = new FilingsByPlace();
        foreach (var row in CaseRows.AllFilings(session))
        {
            var counts = !later.Contains(row.Id);
            // Who filed what is told apart by a hash: so many names do not go into memory.
            rows.Add((counts ? Hash($"{row.Type} {row.Requester}") : 0, row.Filed, row.Id));
            if (counts) places.Add(row.Type, row.Place, row.Filed, row.Id);
        }

        places.Sort();
        var order = Enumerable.Range(0, rows.Count).ToArray();
        Array.Sort(order, (one, other) => rows[one].CompareTo(rows[other]));
        var asked = new long[rows.Count];
        for (var at = 0; at + 1 < order.Length; at++)
            if (rows[order[at]].Requester == rows[order[at + 1]].Requester) asked[order[at]] = rows[order[at + 1]].Filed;
        return new Again(asked, places);
    }

    /// <summary>A matter with what came after it.</summary>
    /// <param name="at">Its place among all, in the order of ids.</param>
    public MatterCase CaseOf(int at, Matter matter, IReadOnlyList<GivenItem> given) => new(matter, Moment(_asked[at]), Places.After(matter)) { Given = given };

    internal static DateTimeOffset? Moment(long milliseconds) => milliseconds == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    /// <summary>Matters that were not filed yet.</summary>
    private static HashSet<long> FiledFrom(Session session, long past) =>
        [.. CaseRows.AllFolded(session).Where(row => row.Revision >= past && MatterBytes.Read(row.Folded).Track.Positions.First() >= past).Select(static row => row.Id)];

    private static UInt128 Hash(string text) => BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
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

    public void Sort()
    {
        foreach (var filings in _filings.Values) filings.Sort();
    }

    /// <summary>Adds one where it belongs.</summary>
    public void Insert(Matter matter)
    {
        if (matter.Place is not { } place) return;
        if (!_filings.TryGetValue((matter.Type, place.Text), out var filings)) _filings.Add((matter.Type, place.Text), filings = []);
        if (filings.BinarySearch(Key(matter)) is < 0 and var at) filings.Insert(~at, Key(matter));
    }

    /// <summary>When the next one after a matter was filed.</summary>
    public DateTimeOffset? After(Matter matter) => Near(matter, 1) is { } next ? Again.Moment(next.Filed) : null;

    /// <summary>The one that was filed before a matter.</summary>
    public long? Before(Matter matter) => Near(matter, -1)?.Id;

    private (long Filed, long Id)? Near(Matter matter, int by)
    {
        if (matter.Place is not { } place || !_filings.TryGetValue((matter.Type, place.Text), out var filings)) return null;
        var at = filings.BinarySearch(Key(matter));
        // One that does not stand here itself lies between two.
        var near = at >= 0 ? at + by : by > 0 ? ~at : ~at - 1;
        return near >= 0 && near < filings.Count ? filings[near] : null;
    }

    private static (long Filed, long Id) Key(Matter matter) => (matter.Filed.ToUnixTimeMilliseconds(), MatterNumbers.Of(matter.Id)!.Value);
}
