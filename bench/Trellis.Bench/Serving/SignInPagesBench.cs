using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace Trellis.Bench.Serving;

/// <summary>The pages by which people sign in where no demo lets them pick somebody, of a site with many accounts. What they take hangs on accounts and seats, and on no matter.</summary>
internal static partial class SignInPagesBench
{
    private const string Keeper = "county-leader@cuiwei";
    private const string Name = "wang.lei";
    private const string Password = "seven lamps by the river";

    /// <returns>0 where every page was within what was asked, else 1.</returns>
    public static async Task<int> RunAsync(string root, int accounts, int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("trellis-sign-in-").FullName;
        try
        {
            var (program, data, settings) = (Path.Combine(root, "src", "Trellis.Cli", "bin", "Release", "net10.0", "Trellis.Cli.dll"), Path.Combine(folder, "county.db"), Path.Combine(folder, "sign-in.json"));
            await File.WriteAllTextAsync(settings, $$"""{"look-after-accounts": ["{{Keeper}}"]}""");
            string[] options = ["--structure", Path.Combine(root, "structures", "cuiwei"), "--data", data, "--sign-in", settings];
            using (var first = await ServerProcess.StartAsync(program, options)) await first.EndAsync();
            var code = await CodeAsync(program, data);

            using var server = await ServerProcess.StartAsync(program, options);
            using var client = Comes(server.Address);
            using var anybody = Comes(server.Address);
            await SendAsync(client, "/sign-in/code", ("name", Name), ("code", code), ("password", Password), ("again", Password));
            var watch = Stopwatch.StartNew();
            for (var one = 0; one < accounts; one++) await SendAsync(client, "/accounts", ("name", $"clerk.{one:D5}"), ("person", $"p-9{one:D5}"));
            Console.WriteLine($"date: {DateTime.UtcNow:yyyy-MM-dd}, .NET {Environment.Version}, {Environment.ProcessorCount} cores, SQLite, {accounts:N0} accounts opened on a page in {watch.Elapsed.TotalSeconds:F1} s, {rounds} rounds; {PageTimes.Asked}");
            var account = Account().Match(await client.GetStringAsync(new Uri("/accounts", UriKind.Relative))).Groups[1].Value;
            TimedPage[] pages =
            [
                .. ((string[])["/sign-in", "/sign-in/code", "/sign-out"]).Select(address => new TimedPage("", anybody, address, address)),
                .. ((string[])["/sign-in", "/account", "/account/password", "/accounts", "/accounts?q=clerk.00007", account, "/sign-out"]).Select(address => new TimedPage("keeper", client, address == account ? "/accounts/{account}" : address, address)),
            ];
            return await PageTimes.TakeAsync(pages, server.Process, rounds) ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> CodeAsync(string program, string data)
    {
        using var process = System.Diagnostics.Process.Start(new ProcessStartInfo("dotnet", [program, "account", "add", Name, "--person", "p-6305", "--by", Keeper, "--data", data, "--lang", "en"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var said = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return Code().Match(said) is { Success: true } found ? found.Value : throw new InvalidOperationException(said);
    }

    private static HttpClient Comes(Uri address)
    {
        // By a name: to an address in digits no session is given over a line that others can read.
        var client = new HttpClient(new HttpClientHandler { UseCookies = true }) { BaseAddress = new Uri($"http://localhost:{address.Port}/") };
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        return client;
    }

    private static async Task SendAsync(HttpClient client, string address, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(static field => KeyValuePair.Create(field.Name, field.Value)));
        using var answer = await client.PostAsync(new Uri(address, UriKind.Relative), content);
        if (answer.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"{address}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    [GeneratedRegex("[A-Z0-9]{5}(-[A-Z0-9]{5}){3}")]
    private static partial Regex Code();

    [GeneratedRegex("href=\"(/accounts/[^\"?]+)\"")]
    private static partial Regex Account();
}
