using System.Diagnostics;
using System.Globalization;
using Trellis.Authority.Access;
using Trellis.Bench.Process;
using Trellis.Ledger;
using Trellis.Runtime.Authority;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;

namespace Trellis.Bench.Serving;

/// <summary>The export of many matters over HTTP in each format: how fast, and how much memory the server takes for it.</summary>
internal static class ExportBench
{
    public static async Task<int> RunAsync(string root, int matters)
    {
        var folder = Directory.CreateTempSubdirectory("trellis-exports-").FullName;
        try
        {
            var place = RecordPlace.OfFile(Path.Combine(folder, "county.db"));
            var token = await FillAsync(place, root, matters);
            foreach (var format in (string[])["csv", "xes", "ocel.json"])
            {
                // A server of its own for each, so that the most memory it took is that of this export.
                using var server = await ServerProcess.StartAsync(Path.Combine(root, "src", "Trellis.Cli", "bin", "Release", "net10.0", "Trellis.Cli.dll"), ["--data", Path.Combine(folder, "county.db")]);
                var before = server.Memory;
                var watch = Stopwatch.StartNew();
                using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/export." + format);
                request.Headers.Add("Authorization", "Bearer " + token);
                using var reply = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                reply.EnsureSuccessStatusCode();
                await using var stream = await reply.Content.ReadAsStreamAsync();
                var (part, bytes, most) = (new byte[1 << 16], 0L, before);
                for (var (read, seen) = (0, 0L); (read = await stream.ReadAsync(part)) > 0; bytes += read)
                {
                    if (bytes - seen < 1 << 20) continue;
                    seen = bytes;
                    most = Math.Max(most, server.Memory);
                }

                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{format}: {matters:N0} matters, {bytes / 1e6:N0} MB in {watch.Elapsed.TotalSeconds:F1} s, memory {before / 1e6:N0} MB before and {most / 1e6:N0} MB at most"));
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> FillAsync(RecordPlace place, string root, int matters)
    {
        await using var complaints = await NoiseComplaints.OpenAsync(place, root, TimeProvider.System);
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, 256).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var number && number < matters)
            {
                var matter = ((ActAnswer.Done)await complaints.Desk.DoAsync(complaints.Filing($"p-{number}", number), CancellationToken.None)).Matter!;
                for (var act = 1; act < NoiseComplaints.ActsOfOne; act++) matter = ((ActAnswer.Done)await complaints.Desk.DoAsync(complaints.Next(matter, act - 1), CancellationToken.None)).Matter!;
            }
        })));
        var access = new AccessDesk(complaints.Writer, TimeProvider.System, () => complaints.Desk.InForce.Version, static (_, _) => false);
        return (await access.IssueAsync(new TokenHolder.Program("export"), [Scope.Export], TimeProvider.System.GetUtcNow().AddDays(2), new EntryActor.Officer("archivist", "cuiwei"), CancellationToken.None)).Issued!.Secret;
    }
}
