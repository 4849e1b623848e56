namespace Trellis.Diagnosis.EventLogs;

/// <summary>The different ways through the process: cases with the same sequence of activities.</summary>
/// <param name="VariantOfCase">By case, the number of its variant; variants are numbered by their first case.</param>
/// <param name="FirstCases">By variant, a case that shows it.</param>
/// <param name="Counts">By variant, how many cases follow it.</param>
public sealed record VariantTable(int[] VariantOfCase, List<int> FirstCases, List<int> Counts)
{
    public static VariantTable Find(EventLog log, int threads)
    {
        var hashes = new ulong[log.CaseCount];
        CaseRanges.Each(log.CaseStarts, threads, (from, to) =>
        {
            for (var number = from; number < to; number++) hashes[number] = Hash(Sequence(log, number));
            return to - from;
        });

        // Open addressing over the hashes; equal hashes are confirmed by comparing the sequences, so a collision costs time, never truth.
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, log.CaseCount * 2L));
        var slots = new int[size];
        var variantOf = new int[log.CaseCount];
        List<int> first = [];
        List<int> counts = [];
        for (var number = 0; number < log.CaseCount; number++)
        {
            var at = (int)(hashes[number] & (ulong)(size - 1));
            while (true)
            {
                if (slots[at] == 0)
                {
                    first.Add(number);
                    counts.Add(1);
                    slots[at] = first.Count;
                    variantOf[number] = first.Count - 1;
                    break;
                }

                var variant = slots[at] - 1;
                if (hashes[first[variant]] == hashes[number] && Sequence(log, first[variant]).SequenceEqual(Sequence(log, number)))
                {
                    counts[variant]++;
                    variantOf[number] = variant;
                    break;
                }

                at = (at + 1) & (size - 1);
            }
        }

        return new VariantTable(variantOf, first, counts);
    }

    /// <summary>The variants most followed, ties by the names of their activities in order.</summary>
    public List<int> Top(EventLog log, int most)
    {
        var order = new int[log.ActivityNames.Length];
        var names = (string[])log.ActivityNames.Clone();
        var byName = new int[names.Length];
        for (var activity = 0; activity < byName.Length; activity++) byName[activity] = activity;
        Array.Sort(names, byName, StringComparer.Ordinal);
        for (var rank = 0; rank < byName.Length; rank++) order[byName[rank]] = rank;

        var top = new SortedSet<int>(Comparer<int>.Create((one, other) =>
        {
            if (Counts[one] != Counts[other]) return Counts[other].CompareTo(Counts[one]);
            var a = Sequence(log, FirstCases[one]);
            var b = Sequence(log, FirstCases[other]);
            for (var at = 0; at < a.Length && at < b.Length; at++)
                if (a[at] != b[at]) return order[a[at]].CompareTo(order[b[at]]);
            return a.Length.CompareTo(b.Length);
        }));
        for (var variant = 0; variant < Counts.Count; variant++)
        {
            if (top.Count >= most && Counts[variant] < Counts[top.Max]) continue;
            top.Add(variant);
            if (top.Count > most) top.Remove(top.Max);
        }

        return [.. top];
    }

    public static ReadOnlySpan<int> Sequence(EventLog log, int number) =>
        log.Activities.AsSpan(log.CaseStarts[number], log.CaseStarts[number + 1] - log.CaseStarts[number]);

    private static ulong Hash(ReadOnlySpan<int> activities)
    {
        unchecked
        {
            var hash = 0x9E3779B97F4A7C15ul ^ (uint)activities.Length;
            foreach (var activity in activities)
            {
                var high = Math.BigMul(hash ^ (uint)activity, 0xA24BAED4963EE407ul, out var low);
                hash = (high ^ low) + 0x165667B19E3779F9ul;
            }

            return hash ^ (hash >> 29);
        }
    }
}
