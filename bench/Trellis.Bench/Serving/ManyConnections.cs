using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Trellis.Runtime.Ledger;

namespace Trellis.Bench.Serving;

/// <summary>Connections that are held open and ask for nothing that can be answered: some idle, some in the middle of a header, some in the middle of a body.</summary>
internal sealed class ManyConnections : IDisposable
{
    private static readonly byte[][] Begun =
    [
        [],
        "GET /api/v1/mat"u8.ToArray(),
        "POST /api/v1/matters HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{"u8.ToArray(),
        "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray(),
    ];

    private readonly List<Socket> _sockets = [];

    public int Count => _sockets.Count;

    public async Task OpenAsync(Uri address, int count, CancellationToken cancellationToken)
    {
        for (var at = 0; at < count; at++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            _sockets.Add(socket);
            await socket.ConnectAsync(address.Host, address.Port, cancellationToken);
            if (Begun[at % Begun.Length] is { Length: > 0 } bytes) await socket.SendAsync(bytes, cancellationToken);
        }
    }

    public void Dispose()
    {
        foreach (var socket in _sockets) socket.Dispose();
    }

    /// <summary>How others are answered while so many are held open, and what that costs in memory.</summary>
    public static async Task<int> RunAsync(string root, int count)
    {
        var folder = Directory.CreateTempSubdirectory("trellis-connections-").FullName;
        try
        {
            var place = RecordPlace.OfFile(Path.Combine(folder, "county.db"));
            var token = (await ServerProcess.PrepareAsync(place, Path.Combine(root, "structures", "cuiwei"), "r-0"))[0];
            using var server = await ServerProcess.StartAsync(Path.Combine(root, "src", "Trellis.Cli", "bin", "Release", "net10.0", "Trellis.Cli.dll"), ["--data", Path.Combine(folder, "county.db")]);
            await AskAsync(server, token, 300);
            var (before, alone) = (server.Memory, await AskAsync(server, token, 300));
            using var many = new ManyConnections();
            var watch = Stopwatch.StartNew();
            await many.OpenAsync(server.Address, count, CancellationToken.None);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{many.Count:N0} connections in {watch.Elapsed.TotalSeconds:F1} s, memory {before / 1e6:N0} MB before and {server.Memory / 1e6:N0} MB with them"));
            var beside = await AskAsync(server, token, 300);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"acts of others: p50 {alone.P50:F1} ms and p95 {alone.P95:F1} ms before, p50 {beside.P50:F1} ms and p95 {beside.P95:F1} ms beside them; none failed"));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(double P50, double P95)> AskAsync(ServerProcess server, string token, int acts)
    {
        var took = new List<double>(acts);
        for (var at = 0; at < acts; at++)
        {
            var begun = Stopwatch.GetTimestamp();
            using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/matters") { Content = new StringContent("""{"type":"construction-noise","place":"heping","roles":{"applicant":"person/r-0","site":"place/s-1"}}""", Encoding.UTF8, "application/json") };
            request.Headers.Add("Authorization", "Bearer " + token);
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
            using var reply = await server.Client.SendAsync(request);
            reply.EnsureSuccessStatusCode();
            took.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        took.Sort();
        return (took[acts / 2], took[acts * 95 / 100]);
    }
}
