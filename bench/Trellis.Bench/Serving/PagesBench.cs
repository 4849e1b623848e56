using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Trellis.Bench.Serving;

/// <summary>Every kind of page of a demo with many matters, in a process of its own, asked one after the other in turns: how long each takes from the request to its last byte, and what it costs the server in processor time.</summary>
internal static partial class PagesBench
{
    private const double MattersOfAYear = 19_000;

    private static readonly (string Who, string Address)[] Pages =
    [
        ("", "/"), ("", "/guide"), ("", "/guide?q=shop"), ("", "/guide/small-restaurant"), ("", "/report"), ("", "/structure"), ("", "/structure/duties"), ("", "/structure/duties/construction-noise"), ("", "/structure/findings"), ("", "/structure/units/xikou"),
        ("", "/structure/units/xikou/matrix"), ("", "/structure/versions"), ("", "/places"), ("", "/places?of=xikou"), ("", "/places?of=cuiwei&drawing=yes"), ("", "/proposals"), ("", "/proposals?closed=yes"), ("", "/unsent"),
        ("", "/flow"), ("", "/flow/construction-noise"), ("", "/flow/construction-noise/matters?state=closed"), ("", "/flow/construction-noise/matters?state=waiting"), ("", "/figures"), ("", "/figures/noise-first-answer"), ("", "/record"), ("", "/sign-in"), ("", "/sign-in?q=xikou"),
        ("resident", "/matters"), ("resident", "/matters?closed=yes"), ("resident", "/matters/{matter}"), ("resident", "/matters/{matter}/receipt"), ("resident", "/guide/small-restaurant/file"), ("resident", "/mine"), ("resident", "/mine?values=yes"), ("resident", "/mine/looks"),
        ("officer", "/inbox"), ("officer", "/asked"), ("officer", "/matters"), ("officer", "/matters?closed=yes"), ("officer", "/matters/{matter}"), ("officer", "/matters/{matter}?open=yes"), ("officer", "/forms"), ("officer", "/forms/safety-monthly"), ("officer", "/registers"), ("officer", "/registers/person"), ("officer", "/whistles"), ("officer", "/whistles?show=judged"), ("officer", "/visits"),
        ("officer", "/flow/construction-noise/matters?state=done&step=receive"), ("officer", "/flow/construction-noise/matters?state=returned"), ("officer", "{case}"), ("officer", "/structure/duties/construction-noise/propose"),
        ("speaker", "/ours"),
        ("", "/public"), ("", "/record/17"), ("", "/record?before=100000"), ("", "/record?find=17"), ("", "/verifier.html"), ("", "/structure/findings/work"), ("leader", "/inbox"), ("leader", "/seats"),
        ("resident", "/mine/entitled"), ("resident", "/sign-out"), ("officer", "/inbox/together"), ("officer", "/seats"), ("officer", "/guide/small-restaurant/for"), ("officer", "/structure/systems"), ("officer", "/registers/person/proposals"),
    ];

    /// <summary>Pages whose address is the first of its kind that another page shows.</summary>
    private static readonly (string Who, string On, string Kind)[] LedTo =
    [
        ("", "/public", "/public/[^\"]+"), ("", "/structure/versions", "/structure/versions/[^\"]+"), ("", "/proposals?closed=yes", "/proposals/[^\"?]+"),
        ("resident", "/matters/{matter}", "/matters/[0-9-]+/do/[^\"]+"), ("resident", "/mine/looks", "/mine/looks/[0-9]+/question"),
        ("officer", "/matters/{matter}", "/matters/[0-9-]+/do/[^\"]+"), ("leader", "/seats", "/seats/[^\"]+"), ("officer", "/registers/person/proposals", "/registers/person/proposals/[^\"?]+"),
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
        Console.WriteLine($"date: {DateTime.UtcNow:yyyy-MM-dd}, .NET {Environment.Version}, {Environment.ProcessorCount} cores, SQLite, about {matters:N0} matters there after {watch.Elapsed.TotalSeconds:F0} s, {rounds} rounds; {PageTimes.Asked}");
        var readers = new Dictionary<string, (HttpClient Client, string Matter)>(StringComparer.Ordinal);
        foreach (var who in (string[])["", "resident", "officer", "leader", "speaker"]) readers[who] = await SignInAsync(address, who);
        var pages = Pages.ToList();
        foreach (var (who, on, kind) in LedTo)
        {
            var (client, matter) = readers[who];
            var shown = await client.GetStringAsync(new Uri(on.Replace("{matter}", matter, StringComparison.Ordinal), UriKind.Relative));
            // Which of a kind stands first is known only now.
            var link = Regex.Match(shown, $"href=\"({kind})\"", RegexOptions.None, TimeSpan.FromSeconds(5));
            if (link.Success) pages.Add((who, WebUtility.HtmlDecode(link.Groups[1].Value)));
            else Console.WriteLine($"{on} leads to no {kind} for {(who.Length > 0 ? who : "anybody")}: not taken");
        }

        var cases = Case().Match(await readers["officer"].Client.GetStringAsync(new Uri("/figures/noise-first-answer", UriKind.Relative))).Groups[1].Value.Replace("&amp;", "&", StringComparison.Ordinal);
        var isFine = await PageTimes.TakeAsync([.. pages.Select(page => new TimedPage(page.Who, readers[page.Who].Client, page.Address, page.Address.Replace("{matter}", readers[page.Who].Matter, StringComparison.Ordinal).Replace("{case}", cases, StringComparison.Ordinal)))], server, rounds);
        foreach (var (client, _) in readers.Values) client.Dispose();
        return isFine ? 0 : 1;
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

    /// <summary>As whoever stands first among those that the page suggests, with the first matter of their list.</summary>
    private static async Task<(HttpClient Client, string Matter)> SignInAsync(Uri address, string who)
    {
        var client = new HttpClient(new HttpClientHandler { UseCookies = true }) { BaseAddress = address };
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        client.DefaultRequestHeaders.Add("Cookie", "language=en");
        if (who.Length == 0) return (client, "");
        var page = await client.GetStringAsync(new Uri(who == "leader" ? "/sign-in?q=leader" : "/sign-in", UriKind.Relative));
        if (who == "speaker") page = page[page.IndexOf("aria-labelledby=\"speak\"", StringComparison.Ordinal)..];
        var form = Form().Matches(page).Select(static one => one.Value).First(form => form.Contains("name=\"person\"", StringComparison.Ordinal) && form.Contains("name=\"post\"", StringComparison.Ordinal) == (who != "resident") && (who != "leader" || form.Contains("township-leader", StringComparison.Ordinal)));
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
