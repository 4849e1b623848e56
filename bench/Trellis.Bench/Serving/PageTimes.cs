using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Trellis.Bench.Serving;

/// <param name="Kind">Its address as it is printed.</param>
/// <param name="Address">Where it is asked.</param>
internal sealed record TimedPage(string Who, HttpClient Client, string Kind, string Address);

/// <summary>How long pages take from the request to their last byte, and what they cost the server in processor time.</summary>
internal static class PageTimes
{
    private const double AskedMedian = 20;
    private const double AskedNinetyNinth = 100;

    public static string Asked => $"asked: median {AskedMedian} ms, 99th of a hundred {AskedNinetyNinth} ms";

    /// <summary>In turns, so that whatever else the machine does falls on all of them.</summary>
    /// <returns>Whether every page was within what is asked.</returns>
    public static async Task<bool> TakeAsync(IReadOnlyList<TimedPage> pages, System.Diagnostics.Process server, int rounds)
    {
        var taken = pages.Select(static _ => new List<double>()).ToList();
        var (cost, bytes) = (new double[pages.Count], new int[pages.Count]);
        for (var round = -3; round < rounds; round++)
            for (var at = 0; at < pages.Count; at++)
            {
                var (before, began) = (CostOf(server), Stopwatch.GetTimestamp());
                using var answer = await pages[at].Client.GetAsync(new Uri(pages[at].Address, UriKind.Relative));
                var body = await answer.Content.ReadAsByteArrayAsync();
                if (answer.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"{pages[at].Who} {pages[at].Address}: {answer.StatusCode}");
                if (round < 0) continue; // the first ones compile
                taken[at].Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                cost[at] += (CostOf(server) - before).TotalMilliseconds;
                bytes[at] = body.Length;
            }

        var isFine = true;
        for (var at = 0; at < pages.Count; at++)
        {
            var sorted = taken[at].Order().ToList();
            var (median, late) = (sorted[sorted.Count / 2], sorted[((sorted.Count * 99) + 99) / 100 - 1]);
            var isMissed = median > AskedMedian || late > AskedNinetyNinth;
            isFine &= !isMissed;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pages[at].Who,-9}{pages[at].Kind,-42} median {median,7:F1} ms, 99th {late,7:F1} ms, processor {cost[at] / rounds,6:F1} ms, {bytes[at] / 1024.0,6:F0} KiB unpacked{(isMissed ? "  MISSED" : "")}"));
        }

        return isFine;
    }

    private static TimeSpan CostOf(System.Diagnostics.Process server)
    {
        server.Refresh();
        return server.TotalProcessorTime;
    }
}
