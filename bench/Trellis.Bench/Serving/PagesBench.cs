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
        ("", "/structure/units/xikou/matrix"), ("", "/structure/versions"), ("", "/places"), ("", "/places?of=xikou"), ("", "/places?of=cuiwei&drawing=yes"), ("", "/proposals"), ("", "/proposals?closed=yes"), ("", "/unsent"),
        ("", "/flow"), ("", "/flow/construction-noise"), ("", "/flow/construction-noise/matters?state=closed"), ("", "/flow/construction-noise/matters?state=waiting"), ("", "/figures"), ("", "/figures/noise-first-answer"), ("", "/record"), ("", "/sign-in"), ("", "/sign-in?q=xikou"),
        ("resident", "/matters"), ("resident", "/matters?closed=yes"), ("resident", "/matters/{matter}"), ("resident", "/matters/{matter}/receipt"), ("resident", "/guide/small-restaurant/file"), ("resident", "/mine"), ("resident", "/mine?values=yes"), ("resident", "/mine/looks"),
        ("officer", "/inbox"), ("officer", "/asked"), ("officer", "/matters"), ("officer", "/matters?closed=yes"), ("officer", "/matters/{matter}"), ("officer", "/matters/{matter}?open=yes"), ("officer", "/forms"), ("officer", "/forms/safety-monthly"), ("officer", "/registers"), ("officer", "/registers/person"), ("officer", "/whistles"), ("officer", "/whistles?show=judged"), ("officer", "/visits"),
        ("officer", "/flow/construction-noise/matters?state=done&step=receive"), ("officer", "/flow/construction-noise/matters?state=returned"), ("officer", "{case}"), ("officer", "/structure/duties/construction-noise/propose"),
        ("speaker", "/ours"),
    ];

    /// <returns>0 where every page was within what was asked, else 1.</returns>
    public static async Task<int> RunAsync(string root, int matters, int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("trellis-pages-").FullName;
        try
        {
            // A year is lived; what comes before it is put in at once, which takes a tenth of the time.
            var lived = Math.Min(matters, MattersOfAYear);
            string[] demo = [Path.Combine(root, "src", "Trellis.Cli", "bin", "Release", "net10.0", "Trellis.Cli.dll"), "demo", "--data", folder, "--urls", "http://127.0.0.1:0", "--lang", "en", "--scale", (lived / MattersOfAYear).ToString(CultureInfo.InvariantCulture)];
            var watch = Stopwatch.StartNew();
            if (matters > lived)
            {
                using var first = Start(demo);
                await AddressAsync(first);
                first.Kill();
                await first.WaitForExitAsync();
                Console.WriteLine($"{OlderMatters.Put(Path.Combine(folder, "cuiwei.db"), matters):N0} matters after {watch.Elapsed.TotalSeconds:F0} s");
            }

            using var server = Start(demo);
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
        var address = await AddressAsync(server);
        Console.WriteLine($"date: {DateTime.UtcNow:yyyy-MM-dd}, .NET {Environment.Version}, {Environment.ProcessorCount} cores, SQLite, about {matters:N0} matters there after {watch.Elapsed.TotalSeconds:F0} s, {rounds} rounds; asked: median {AskedMedian} ms, 99th of a hundred {AskedNinetyNinth} ms");
        var readers = new Dictionary<string, (HttpClient Client, string Matter)>(StringComparer.Ordinal);
        foreach (var who in (string[])["", "resident", "officer", "speaker"]) readers[who] = await SignInAsync(address, who);
        var cases = Case().Match(await readers["officer"].Client.GetStringAsync(new Uri("/figures/noise-first-answer", UriKind.Relative))).Groups[1].Value.Replace("&amp;", "&", StringComparison.Ordinal);
        var taken = Pages.ToDictionary(static page => page, static _ => new List<double>());
        var cost = Pages.ToDictionary(static page => page, static _ => 0.0);
        var bytes = new Dictionary<(string, string), int>();
        // In turns, so that whatever else the machine does falls on all of them.
        for (var round = -3; round < rounds; round++)
            foreach (var page in Pages)
            {
                var (client, matter) = readers[page.Who];
                var (before, began) = (CostOf(server), Stopwatch.GetTimestamp());
                using var answer = await client.GetAsync(new Uri(page.Address.Replace("{matter}", matter, StringComparison.Ordinal).Replace("{case}", cases, StringComparison.Ordinal), UriKind.Relative));
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
            var (median, late) = (sorted[sorted.Count / 2], sorted[((sorted.Count * 99) + 99) / 100 - 1]);
            var isMissed = median > AskedMedian || late > AskedNinetyNinth;
            missed |= isMissed;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{page.Who,-9}{page.Address,-42} median {median,7:F1} ms, 99th {late,7:F1} ms, processor {cost[page] / rounds,6:F1} ms, {bytes[page] / 1024.0,6:F0} KiB unpacked{(isMissed ? "  MISSED" : "")}"));
        }

        foreach (var (client, _) in readers.Values) client.Dispose();
        return missed ? 1 : 0;
    }

    private static System.Diagnostics.Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        ServerProcess.RunAsTheScript(start);
        return System.Diagnostics.Process.Start(start)!;
    }

    /// <summary>Where a demo listens, once everything is there.</summary>
    private static async Task<Uri> AddressAsync(System.Diagnostics.Process server)
    {
        var address = new Uri(Address().Match(await server.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await server.StandardError.ReadToEndAsync())).Value);
        while (await server.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("Ready.", StringComparison.Ordinal)) Console.WriteLine(line);
        return address;
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
        if (who == "speaker") page = page[page.IndexOf("aria-labelledby=\"speak\"", StringComparison.Ordinal)..];
        var form = Form().Matches(page).Select(static one => one.Value).First(form => form.Contains("name=\"person\"", StringComparison.Ordinal) && form.Contains("name=\"post\"", StringComparison.Ordinal) == (who is "officer" or "speaker"));
        client.DefaultRequestHeaders.Remove("Cookie");
        using var fields = new FormUrlEncodedContent(Hidden().Matches(form).Select(static field => KeyValuePair.Create(field.Groups[1].Value, field.Groups[2].Value)));
        using var signed = await client.PostAsync(new Uri("/sign-in", UriKind.Relative), fields);
        var list = await client.GetStringAsync(new Uri(who == "resident" ? "/matters" : "/inbox", UriKind.Relative));
        return (client, Number().Match(list).Groups[1].Value);
    }

    [GeneratedRegex("http://[0-9.:]+")]
    private static partial Regex Address();

    [GeneratedRegex("<form method=\"post\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();

    [GeneratedRegex("href=\"(/figures/[^\"]+/matters[^\"]+)\"")]
    private static partial Regex Case();

    [GeneratedRegex("href=\"/matters/([0-9]{4}-[0-9]+)\"")]
    private static partial Regex Number();
}
