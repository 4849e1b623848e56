namespace Trellis.Diagnosis.EventLogs;

/// <summary>Splits the cases of a log into stretches of about equally many events, so that threads finish together.</summary>
public static class CaseRanges
{
    /// <summary>At most this many stretches, in order, together all cases.</summary>
    public static (int From, int To)[] Split(int[] caseStarts, int parts)
    {
        var cases = caseStarts.Length - 1;
        var events = caseStarts[cases];
        var ranges = new List<(int, int)>();
        var from = 0;
        for (var part = 1; part <= parts && from < cases; part++)
        {
            var to = cases;
            if (part < parts)
            {
                var goal = (int)((long)events * part / parts);
                var found = Array.BinarySearch(caseStarts, goal);
                to = Math.Clamp(found >= 0 ? found : ~found, from + 1, cases);
            }

            ranges.Add((from, to));
            from = to;
        }

        return [.. ranges];
    }

    /// <summary>Runs one piece of work per stretch and returns the results in order; results must not depend on how the cases were split.</summary>
    public static T[] Each<T>(int[] caseStarts, int threads, Func<int, int, T> work)
    {
        var ranges = Split(caseStarts, Math.Max(1, threads));
        var results = new T[ranges.Length];
        if (ranges.Length == 1) results[0] = work(ranges[0].From, ranges[0].To);
        else
        {
            Parallel.For(
                0, ranges.Length, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads) },
                range => results[range] = work(ranges[range].From, ranges[range].To));
        }

        return results;
    }
}
