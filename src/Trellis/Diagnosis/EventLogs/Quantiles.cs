namespace Trellis.Diagnosis.EventLogs;

/// <summary>Means and quantiles of durations in ticks, given in seconds. Quantiles interpolate linearly between neighbours.</summary>
public static class Quantiles
{
    public static double Seconds(long ticks) => ticks / (double)TimeSpan.TicksPerSecond;

    /// <summary>Of a sum over a whole log.</summary>
    public static double SecondsOfAll(Int128 ticks) => (double)ticks / TimeSpan.TicksPerSecond;

    /// <summary>The mean in seconds. Exact until the last division, so the order of adding does not matter.</summary>
    public static double Mean(ReadOnlySpan<long> ticks)
    {
        if (ticks.IsEmpty) return double.NaN;
        Int128 sum = 0;
        long small = 0;
        foreach (var value in ticks)
        {
            small += value;
            if (small is > long.MaxValue / 4 or < long.MinValue / 4)
            {
                sum += small;
                small = 0;
            }
        }

        return (double)(sum + small) / TimeSpan.TicksPerSecond / ticks.Length;
    }

    /// <summary>The median; reorders the values.</summary>
    public static double Median(Span<long> ticks)
    {
        if (ticks.IsEmpty) return double.NaN;
        var middle = ticks.Length / 2;
        var upper = Select(ticks, middle);
        return ticks.Length % 2 == 1 ? Seconds(upper) : (Seconds(Largest(ticks[..middle])) + Seconds(upper)) / 2;
    }

    /// <summary>The quantile at a share from 0 to 1; reorders the values.</summary>
    public static double At(Span<long> ticks, double share)
    {
        if (ticks.IsEmpty) return double.NaN;
        var position = share * (ticks.Length - 1);
        var below = (int)Math.Floor(position);
        var part = position - below;
        var low = Select(ticks, below);
        if (part == 0 || below + 1 >= ticks.Length) return Seconds(low);
        var high = Smallest(ticks[(below + 1)..]);
        return Seconds(low) + ((Seconds(high) - Seconds(low)) * part);
    }

    /// <summary>The value that would stand at this position in order; afterwards smaller ones stand before it and larger ones behind.</summary>
    public static long Select(Span<long> values, int position)
    {
        int from = 0, to = values.Length - 1;
        while (to - from > 16)
        {
            var pivot = MedianOfThree(values[from], values[from + ((to - from) / 2)], values[to]);
            // Three-way, since many durations are equal.
            int low = from, at = from, high = to;
            while (at <= high)
            {
                var value = values[at];
                if (value < pivot)
                {
                    values[at++] = values[low];
                    values[low++] = value;
                }
                else if (value > pivot)
                {
                    values[at] = values[high];
                    values[high--] = value;
                }
                else at++;
            }

            if (position < low) to = low - 1;
            else if (position > high) from = high + 1;
            else return pivot;
        }

        values[from..(to + 1)].Sort();
        return values[position];
    }

    private static long MedianOfThree(long a, long b, long c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));

    private static long Largest(ReadOnlySpan<long> values)
    {
        var largest = values[0];
        foreach (var value in values) largest = Math.Max(largest, value);
        return largest;
    }

    private static long Smallest(ReadOnlySpan<long> values)
    {
        var smallest = values[0];
        foreach (var value in values) smallest = Math.Min(smallest, value);
        return smallest;
    }
}
