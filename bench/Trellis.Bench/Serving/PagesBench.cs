using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Trellis.Bench.Serving;

/// <summary>Every kind of page of a demo with many matters, in a process of its own, asked one after the other in turns: how long each takes from the request to its last byte, and what it costs the server in processor time.</summary>
internal static partial class PagesBench
{
    private const double MattersOfAYear = 19_000;
    private const double AskedMedian = 20;
    private const double AskedNinetyNinth = 100;

    private static readonly (string Who, string Address)[] Pages =
    [
        ("", "/"), ("", "/guide"), ("", "/guide?q=shop"), ("", "/guide/small-restaurant"), ("", "/report"), ("", "/structure"), ("", "/structure/duties"), ("", "/structure/duties/construction-noise"), ("", "/structure/findings"), ("", "/structure/units/xikou"),
        ("", "/structure/units/xikou/matrix"), ("", "/flow"), ("", "/flow/construction-noise"), ("", "/figures"), ("", "/figures/noise-first-answer"), ("", "/record"), ("", "/sign-in"),
        ("resident", "/matters"), ("resident", "/matters?closed=yes"), ("resident", "/matters/{matter}"), ("resident", "/matters/{matter}/receipt"), ("resident", "/guide/small-restaurant/file"), ("resident", "/mine"), ("resident", "/mine?values=yes"), ("resident", "/mine/looks"),
        ("officer", "/inbox"), ("officer", "/asked"), ("officer", "/matters"), ("officer", "/matters?closed=yes"), ("officer", "/matters/{matter}"), ("officer", "/matters/{matter}?open=yes"), ("officer", "/forms"), ("officer", "/forms/safety-monthly"), ("officer", "/registers"), ("officer", "/registers/person"), ("officer", "/whistles"),
    ];

    /// <returns>0 where every page was within what was asked, else 1.</returns>
    public static async Task<int> RunAsync(string root, int matters, int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("trellis-pages-").FullName;
        try
        {
            var watch = Stopwatch.StartNew();
            var start = new ProcessStartInfo("dotnet", [Path.Combine(root, "src", "Trellis.Cli", "bin", "Release", "net10.0", "Trellis.Cli.dll"), "demo", "--data", folder, "--urls", "http://127.0.0.1:0", "--lang", "en", "--scale", (matters / MattersOfAYear).ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            ServerProcess.RunAsTheScript(start);
            using var server = System.Diagnostics.Process.Start(start)!;
            try
            {
                return await MeasureAsync(server, matters, rounds, watch);
            }
            finally
            {
                server.Kill();
                await server.WaitForExitAsync();
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> MeasureAsync(System.Diagnostics.Process server, int matters, int rounds, Stopwatch watch)
    {
        var address = new Uri(Address().Match(await server.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await server.StandardError.ReadToEndAsync())).Value);
        while (await server.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("Ready.", StringComparison.Ordinal)) Console.WriteLine(line);
        Console.WriteLine($"date: {DateTime.UtcNow:yyyy-MM-dd}, .NET {Environment.Version}, {Environment.ProcessorCount} cores, SQLite, about {matters:N0} matters lived in {watch.Elapsed.TotalSeconds:F0} s, {rounds} rounds; asked: median {AskedMedian} ms, 99th of a hundred {AskedNinetyNinth} ms");
        var readers = new Dictionary<string, (HttpClient Client, string Matter)>(StringComparer.Ordinal);
        foreach (var who in (string[])["", "resident", "officer"]) readers[who] = await SignInAsync(address, who);
        var taken = Pages.ToDictionary(static page => page, static _ => new List<double>());
        var cost = Pages.ToDictionary(static page => page, static _ => 0.0);
        var bytes = new Dictionary<(string, string), int>();
        // In turns, so that whatever else the machine does falls on all of them.
        for (var round = -3; round < rounds; round++)
            foreach (var page in Pages)
            {
                var (client, matter) = readers[page.Who];
                var (before, began) = (CostOf(server), Stopwatch.GetTimestamp());
                using var answer = await client.GetAsync(new Uri(page.Address.Replace("{matter}", matter, StringComparison.Ordinal), UriKind.Relative));
                var body = await answer.Content.ReadAsByteArrayAsync();
                if (answer.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"{page}: {answer.StatusCode}");
                if (round < 0) continue; // the first ones compile
                taken[page].Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                cost[page] += (CostOf(server) - before).TotalMilliseconds;
                bytes[page] = body.Length;
            }

        var missed = false;
        foreach (var page in Pages)
        {
            var sorted = taken[page].Order().ToList();
            var (median, late) = (sorted[sorted.Count / 2], sorted[Math.Min(sorted.Count - 1, sorted.Count * 99 / 100)]);
            var isMissed = median > AskedMedian || late > AskedNinetyNinth;
            missed |= isMissed;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{page.Who,-9}{page.Address,-42} median {median,7:F1} ms, 99th {late,7:F1} ms, processor {cost[page] / rounds,6:F1} ms, {bytes[page] / 1024.0,6:F0} KiB unpacked{(isMissed ? "  MISSED" : "")}"));
        }

        foreach (var (client, _) in readers.Values) client.Dispose();
        return missed ? 1 : 0;
    }

    private static TimeSpan CostOf(System.Diagnostics.Process server)
    {
        server.Refresh();
        return server.TotalProcessorTime;
    }

    /// <summary>As whoever stands first among those that the page suggests, with the first matter of their list.</summary>
    private static async Task<(HttpClient Client, string Matter)> SignInAsync(Uri address, string who)
    {
        var client = new HttpClient(new HttpClientHandler { UseCookies = true }) { BaseAddress = address };
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        client.DefaultRequestHeaders.Add("Cookie", "language=en");
        if (who.Length == 0) return (client, "");
        var page = await client.GetStringAsync(new Uri("/sign-in", UriKind.Relative));
        var form = Form().Matches(page).Select(static one => one.Value).First(form => form.Contains("name=\"person\"", StringComparison.Ordinal) && form.Contains("name=\"post\"", StringComparison.Ordinal) == (who == "officer"));
        client.DefaultRequestHeaders.Remove("Cookie");
        using var fields = new FormUrlEncodedContent(Hidden().Matches(form).Select(static field => KeyValuePair.Create(field.Groups[1].Value, field.Groups[2].Value)));
        using var signed = await client.PostAsync(new Uri("/sign-in", UriKind.Relative), fields);
        var list = await client.GetStringAsync(new Uri(who == "officer" ? "/inbox" : "/matters", UriKind.Relative));
        return (client, Number().Match(list).Groups[1].Value);
    }

    [GeneratedRegex("http://[0-9.:]+")]
    private static partial Regex Address();

    [GeneratedRegex("<form method=\"post\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();

    [GeneratedRegex("href=\"/matters/([0-9]{4}-[0-9]+)\"")]
    private static partial Regex Number();
}
