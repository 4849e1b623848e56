using Trellis.Process.Matters;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;

namespace Trellis.Runtime.Process;

/// <summary>Values that were given in matters, as they are sealed beside the record.</summary>
internal static class FactRows
{
    /// <summary>Before the name of a fact in the name of its field.</summary>
    public const string Prefix = SealedValues.Prefix;

    /// <summary>The facts at these positions; what was erased is not among them.</summary>
    public static Dictionary<long, List<GivenItem>> Load(Session session, RecordKeys keys, IReadOnlyCollection<long> positions) => InOrder(SealedValues.Load(session, keys, positions));

    /// <summary>The same of some facts alone.</summary>
    public static Dictionary<long, List<GivenItem>> Load(Session session, RecordKeys keys, IReadOnlyList<(long Position, string Fact)> asked) => InOrder(SealedValues.Load(session, keys, asked));

    private static Dictionary<long, List<GivenItem>> InOrder(Dictionary<(long Position, string Fact), string> values)
    {
        var found = new Dictionary<long, List<GivenItem>>();
        foreach (var ((position, fact), written) in values)
        {
            if (!found.TryGetValue(position, out var items)) found.Add(position, items = []);
            items.Add(GivenItem.Of(fact, written));
        }

        // Every run reads them in one order, whatever the store's.
        foreach (var items in found.Values) items.Sort(static (one, other) => string.CompareOrdinal(one.Fact, other.Fact));
        return found;
    }
}
