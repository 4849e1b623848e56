using System.Diagnostics;
using Trellis.Bench.Checks;

namespace Trellis.Bench.Serving;

/// <summary>
/// <c>./trellis demo</c> as somebody starts it: when the first page has come whole, and when everything is there; once with the year to be lived, then with its record. Processor time is that
/// of the program until then, which load does not change; what the script does before is in the time by the clock.
/// </summary>
internal static class DemoBench
{
    private const double AskedFirst = 10;
    private const double AskedLater = 2;

    public static async Task<int> RunAsync(string root, int rounds, string scale)
    {
        var folder = Directory.CreateTempSubdirectory("trellis-demo-start-").FullName;
        try
        {
            CheckBench.Start(Path.Combine(root, "trellis"), ["--help"]); // builds where the sources changed
            Console.WriteLine($"date: {DateTime.UtcNow:yyyy-MM-dd}, .NET {Environment.Version}, {Environment.ProcessorCount} cores, scale {scale}");
            var first = await StartAsync(root, folder, scale);
            Console.WriteLine($"first start: {first}; asked {AskedFirst} s to the first page");
            var later = new List<Started>();
            for (var round = 0; round < rounds; round++)
            {
                later.Add(await StartAsync(root, folder, scale));
                Console.WriteLine($"later start: {later[^1]}; asked {AskedLater} s to the first page");
            }

            var pages = later.Select(static one => one.Page).Order().ToList();
            Console.WriteLine($"later start: first page after {pages[pages.Count / 2]:F2} s ({pages[0]:F2} to {pages[^1]:F2})");
            return first.Page <= AskedFirst && pages[pages.Count / 2] <= AskedLater ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Started> StartAsync(string root, string folder, string scale)
    {
        var start = new ProcessStartInfo(Path.Combine(root, "trellis"), ["demo", "--data", folder, "--scale", scale, "--urls", "http://127.0.0.1:0", "--lang", "en"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        var watch = Stopwatch.StartNew();
        using var process = System.Diagnostics.Process.Start(start)!;
        try
        {
            var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
            using var http = new HttpClient { BaseAddress = new Uri(line.Split(' ')[3].TrimEnd(';')), Timeout = TimeSpan.FromMinutes(2) };
            http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
            var page = await http.GetStringAsync(new Uri("/", UriKind.Relative));
            var (shown, spent) = (watch.Elapsed.TotalSeconds, Spent());
            if (!page.Contains("</html>", StringComparison.Ordinal)) throw new InvalidOperationException("The first page did not come whole.");
            // From now on somebody looks around; none of it may be answered otherwise than by a page.
            var away = 0;
            using var over = new CancellationTokenSource();
            var looking = Task.Run(async () =>
            {
                while (!over.IsCancellationRequested)
                {
                    try
                    {
                        _ = await http.GetStringAsync(new Uri("/guide", UriKind.Relative));
                    }
                    catch (HttpRequestException)
                    {
                        away++;
                    }

                    await Task.Delay(100);
                }
            });
            while (await process.StandardOutput.ReadLineAsync() is { } more && !more.StartsWith("Ready", StringComparison.Ordinal))
            {
            }

            var (ready, whole) = (watch.Elapsed.TotalSeconds, Spent());
            await over.CancelAsync();
            await looking;
            return new Started(shown, spent, ready, whole, away);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        double Spent()
        {
            process.Refresh();
            return process.TotalProcessorTime.TotalSeconds;
        }
    }

    private sealed record Started(double Page, double PageProcessor, double Ready, double ReadyProcessor, int Away)
    {
        public override string ToString() => $"first page after {Page:F2} s and {PageProcessor:F2} s of processors, everything after {Ready:F2} s and {ReadyProcessor:F2} s of processors, {Away} requests in between without an answer";
    }
}
