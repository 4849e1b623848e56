using System.Numerics;

namespace Trellis.Diagnosis.Mining;

/// <summary>Whether one activity is ever followed by another, in bits: by the place of an activity, the places of those after it and of those before it.</summary>
internal sealed class FollowRelation
{
    public FollowRelation(int count)
    {
        Count = count;
        Words = (count + 63) / 64;
        After = new ulong[count][];
        Before = new ulong[count][];
        for (var at = 0; at < count; at++)
        {
            After[at] = new ulong[Words];
            Before[at] = new ulong[Words];
        }

        Starts = new ulong[Words];
        Ends = new ulong[Words];
    }

    public int Count { get; }

    public int Words { get; }

    public ulong[][] After { get; }

    public ulong[][] Before { get; }

    public ulong[] Starts { get; }

    public ulong[] Ends { get; }

    public bool Has(int from, int to) => Bits.Has(After[from], to);

    public void Add(int from, int to)
    {
        Bits.Add(After[from], to);
        Bits.Add(Before[to], from);
    }

    /// <summary>The same without one activity, where what stood on both sides of it follows directly. Places behind it move up by one.</summary>
    /// <param name="bridges">What stood before and after the activity and its repeats; -1 for the beginning or the end.</param>
    public FollowRelation Without(int activity, IEnumerable<(int Before, int After)> bridges)
    {
        var rest = new FollowRelation(Count - 1);
        for (var from = 0; from < Count; from++)
        {
            if (from == activity) continue;
            foreach (var to in Bits.All(After[from]))
                if (to != activity) rest.Add(Moved(from), Moved(to));
        }

        foreach (var at in Bits.All(Starts))
            if (at != activity) Bits.Add(rest.Starts, Moved(at));
        foreach (var at in Bits.All(Ends))
            if (at != activity) Bits.Add(rest.Ends, Moved(at));
        foreach (var (before, after) in bridges)
        {
            if (before >= 0 && after >= 0) rest.Add(Moved(before), Moved(after));
            else if (after >= 0) Bits.Add(rest.Starts, Moved(after));
            else if (before >= 0) Bits.Add(rest.Ends, Moved(before));
        }

        return rest;

        int Moved(int at) => at > activity ? at - 1 : at;
    }
}

/// <summary>Sets of small numbers as bits.</summary>
internal static class Bits
{
    public static bool Has(ulong[] set, int at) => (set[at >> 6] >> (at & 63) & 1) != 0;

    public static void Add(ulong[] set, int at) => set[at >> 6] |= 1UL << (at & 63);

    public static bool Meet(ulong[] one, ulong[] other)
    {
        for (var word = 0; word < one.Length; word++)
            if ((one[word] & other[word]) != 0) return true;
        return false;
    }

    /// <summary>Whether one holds all of the other.</summary>
    public static bool Holds(ulong[] one, ulong[] other)
    {
        for (var word = 0; word < one.Length; word++)
            if ((other[word] & ~one[word]) != 0) return false;
        return true;
    }

    public static void AddAll(ulong[] onto, ulong[] others)
    {
        for (var word = 0; word < onto.Length; word++) onto[word] |= others[word];
    }

    /// <summary>Ascending.</summary>
    public static IEnumerable<int> All(ulong[] set)
    {
        for (var word = 0; word < set.Length; word++)
            for (var left = set[word]; left != 0; left &= left - 1) yield return (word << 6) + BitOperations.TrailingZeroCount(left);
    }
}
