using System.Diagnostics;
using System.Globalization;
using Trellis.Authority;
using Trellis.Authority.Access;
using Trellis.Ledger;
using Trellis.Runtime.Authority;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;

namespace Trellis.Bench.Serving;

/// <summary><c>trellis serve</c> in a process of its own, which may be killed.</summary>
internal sealed class ServerProcess : IDisposable
{
    /// <summary>What <c>./trellis serve</c> sets.</summary>
    private static readonly IReadOnlyDictionary<string, string> AsTheScript = new Dictionary<string, string>
    {
        ["DOTNET_TieredPGO"] = "1",
        ["DOTNET_gcServer"] = "1",
        ["DOTNET_GCHeapCount"] = "2",
        ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0",
    };

    public static void RunAsTheScript(System.Diagnostics.ProcessStartInfo start)
    {
        foreach (var (name, value) in AsTheScript) start.Environment.TryAdd(name, value);
    }

    /// <summary>How to have a figure of this process itself taken as it is in a server; null where it is.</summary>
    public static string? NotAsServed => AsTheScript.All(static one => Environment.GetEnvironmentVariable(one.Key) == one.Value) ? null : $"this process does not run as ./trellis serve does; set {string.Join(' ', AsTheScript.Select(static one => $"{one.Key}={one.Value}"))}";

    private readonly System.Diagnostics.Process _process;

    private ServerProcess(System.Diagnostics.Process process, Uri address, int connections)
    {
        _process = process;
        Address = address;
        Client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections, ConnectTimeout = TimeSpan.FromSeconds(10) }) { BaseAddress = address };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public System.Diagnostics.Process Process => _process;

    /// <summary>Resident memory in bytes.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <param name="program">The file of the command, Trellis.Cli.dll.</param>
    /// <param name="options">Where the record is, and what else the server is told.</param>
    /// <param name="environment">What the environment says besides.</param>
    public static async Task<ServerProcess> StartAsync(string program, IEnumerable<string> options, IReadOnlyDictionary<string, string>? environment = null, int connections = 256)
    {
        var start = new ProcessStartInfo("dotnet", [program, "serve", "--urls", "http://127.0.0.1:0", "--lang", "en", .. options]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        RunAsTheScript(start);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var process = System.Diagnostics.Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
        return new ServerProcess(process, new Uri(line.Split(' ')[2].TrimEnd(';')), connections);
    }

    /// <summary>Makes a record under a structure, with tokens of residents that are good now.</summary>
    public static async Task<IReadOnlyList<string>> PrepareAsync(RecordPlace place, string structure, params string[] residents)
    {
        await using var writer = await RecordWriter.CreateAsync(place, "bench.example/record", new RecordSettings(), TimeProvider.System);
        await using var desk = await MattersDesk.OpenAsync(writer, place, TimeProvider.System, StructureFolder.Read(structure));
        var access = new AccessDesk(writer, TimeProvider.System, () => desk.InForce.Version, (person, seat) => desk.Standing.IsSeated(person, seat, desk.InForce.DayOf(desk.Now)));
        var tokens = new List<string>();
        foreach (var one in residents) tokens.Add((await access.IssueAsync(new TokenHolder.Resident(new ActorId(one)), [Scope.Read, Scope.Act], desk.Now.AddDays(30), new EntryActor.Officer("archivist", "cuiwei"), CancellationToken.None)).Issued!.Secret);
        return tokens;
    }

    /// <summary>As if the machine had lost its power.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>As the system ends a service.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        using (var signal = System.Diagnostics.Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)])) await signal.WaitForExitAsync();
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        Client.Dispose();
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
