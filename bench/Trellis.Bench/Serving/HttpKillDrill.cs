using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Trellis.Bench.Generators;
using Trellis.Bench.Ledger;
using Trellis.Ledger;
using Trellis.Runtime.Auditing;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;

namespace Trellis.Bench.Serving;

/// <summary>
/// Kills a server under HTTP load at random moments, over and over on one record. After each start every request that had no answer, and many that had one, are sent again with
/// their keys: what was answered is answered the same, what was not is done now, and each stands in the record once.
/// </summary>
/// <param name="program">The file of the command, Trellis.Cli.dll.</param>
/// <param name="structure">The folder of the structure.</param>
/// <param name="options">The options by which the command finds the record.</param>
internal sealed class HttpKillDrill(string program, string structure, RecordPlace place, string[] options, ulong seed, int callers = 24)
{
    private const int SentAgain = 200;

    private static readonly string[] Stages = ["", "add-information", "withdraw-matter"];

    private readonly SeededNumbers _numbers = new(seed);
    private readonly ConcurrentDictionary<string, (Sent Request, string Body)> _answered = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Sent> _open = new(StringComparer.Ordinal);
    private IReadOnlyList<string> _tokens = [];
    private int _keys;

    /// <summary>How many requests were answered so far.</summary>
    public int Answered => _answered.Count;

    /// <summary>How many were on their way when the server was killed.</summary>
    public int Interrupted { get; private set; }

    /// <summary>Makes the record.</summary>
    public async Task BeginAsync() => _tokens = await ServerProcess.PrepareAsync(place, structure, "r-0", "r-1", "r-2", "r-3");

    /// <summary>One server from its start to its violent end.</summary>
    /// <param name="beforeLooking">What happens to the files besides.</param>
    /// <returns>What is wrong, or null.</returns>
    public async Task<string?> KillAsync(Action? beforeLooking = null)
    {
        using (var server = await ServerProcess.StartAsync(program, options))
        {
            if (await SendAgainAsync(server) is { } otherwise) return otherwise;
            var before = _answered.Count;
            var faults = new ConcurrentQueue<string>();
            using var ended = new CancellationTokenSource();
            var load = Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => LiveAsync(server, caller, faults, ended.Token))));
            for (var waited = 0; _answered.Count < before + callers && waited < 6000 && faults.IsEmpty; waited++) await Task.Delay(10);
            await Task.Delay(_numbers.Below(250));
            await server.KillAsync();
            await ended.CancelAsync();
            await load;
            Interrupted += _open.Count;
            if (faults.TryDequeue(out var fault)) return fault;
        }

        beforeLooking?.Invoke();
        return Verify();
    }

    /// <summary>Sends what is open a last time, ends the server in peace, and compares the whole record with what was answered.</summary>
    public async Task<string?> LookAsync()
    {
        using (var server = await ServerProcess.StartAsync(program, options))
        {
            if (await SendAgainAsync(server) is { } otherwise) return otherwise;
            if (await server.EndAsync() is var code and not 0) return $"The server ended with {code}.";
        }

        if (Verify() is { } doubt) return doubt;
        using var session = place.Store.OpenToRead();
        var entries = LedgerRows.Entries(session, 0, long.MaxValue).ToDictionary(static row => row.Position, static row => Entry.TryRead(row.Bytes, out var entry, out var fault) ? entry : throw new InvalidOperationException(fault));
        foreach (var (key, (request, body)) in _answered)
        {
            var said = JsonNode.Parse(body)!;
            if (entries[(long)said["receipt"]!["position"]!].Fields["matter"] is not EntryValue.Word { Text: var matter } || matter != (string)said["matter"]!["id"]!) return $"{key} was told to stand at {said["receipt"]} and does not.";
        }

        foreach (var (stage, name) in ((int, string)[])[(0, "matter-filed/1"), (1, "information-added/1"), (2, "matter-withdrawn/1")])
        {
            var (asked, found) = (_answered.Values.Count(one => one.Request.Stage == stage), entries.Values.Count(one => one.Event == name));
            if (asked != found) return $"{asked} requests for {name} were answered, and the record holds {found}.";
        }

        return null;
    }

    /// <summary>One caller: files a matter, adds to it, takes it back, and so on until the server is gone.</summary>
    private async Task LiveAsync(ServerProcess server, int caller, ConcurrentQueue<string> faults, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            var matter = "";
            for (var stage = 0; stage < Stages.Length; stage++)
            {
                var request = new Sent(stage, matter, caller % _tokens.Count, string.Create(CultureInfo.InvariantCulture, $"k-{Interlocked.Increment(ref _keys)}"));
                _open[request.Key] = request;
                try
                {
                    var (status, body, waits) = await SendAsync(server, request, ended);
                    if (status == HttpStatusCode.ServiceUnavailable && waits) return; // told to come back: it is sent again after the next start
                    if (status is not (HttpStatusCode.OK or HttpStatusCode.Created))
                    {
                        faults.Enqueue($"{request}: {(int)status} {body}");
                        return;
                    }

                    Answer(request, body);
                    matter = (string)JsonNode.Parse(body)!["matter"]!["id"]!;
                }
                catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or IOException)
                {
                    return;
                }
            }
        }
    }

    private void Answer(Sent request, string body)
    {
        _answered[request.Key] = (request, body);
        _open.TryRemove(request.Key, out _);
    }

    private async Task<string?> SendAgainAsync(ServerProcess server)
    {
        foreach (var request in _open.Values)
        {
            var (status, body, _) = await SendAsync(server, request, CancellationToken.None);
            if (status is not (HttpStatusCode.OK or HttpStatusCode.Created)) return $"{request}, sent again: {(int)status} {body}";
            Answer(request, body);
        }

        // The last ones, which were answered just before the end, and some of all.
        var known = _answered.OrderBy(static one => int.Parse(one.Key.AsSpan(2), CultureInfo.InvariantCulture)).Select(static one => one.Value).ToList();
        foreach (var (request, before) in known.TakeLast(SentAgain / 2).Concat(Enumerable.Range(0, Math.Min(SentAgain / 2, known.Count)).Select(_ => known[_numbers.Below(known.Count)])))
        {
            var (status, body, _) = await SendAsync(server, request, CancellationToken.None);
            if (status is not (HttpStatusCode.OK or HttpStatusCode.Created) || body != before) return $"{request} was answered {before}, and sent again {(int)status} {body}";
        }

        return null;
    }

    private async Task<(HttpStatusCode Status, string Body, bool Waits)> SendAsync(ServerProcess server, Sent sent, CancellationToken cancellationToken)
    {
        var body = sent.Stage switch
        {
            0 => """{"type":"construction-noise","place":"heping","roles":{"applicant":"person/r-bench","site":"place/s-1"},"said":"夜里十二点还在打桩。"}""",
            1 => """{"said":"今晚又是。"}""",
            _ => """{"reason":"停工了。"}""",
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, sent.Stage == 0 ? "api/v1/matters" : $"api/v1/matters/{sent.Matter}/acts/{Stages[sent.Stage]}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _tokens[sent.Token]);
        request.Headers.Add("Idempotency-Key", sent.Key);
        using var reply = await server.Client.SendAsync(request, cancellationToken);
        return (reply.StatusCode, await reply.Content.ReadAsStringAsync(cancellationToken), reply.Headers.RetryAfter is not null);
    }

    private string? Verify()
    {
        using var audited = new DatabaseRecord(place.Store, RecordKeys.Open(place.Keys));
        return Auditor.Run(audited, new AuditRequest()) is { HoldsUp: false } report ? $"verify finds: {report.Doubts[0]}" : null;
    }

    /// <summary>The drill as a bench: prints how far it came.</summary>
    public static async Task<int> RunAsync(string root, int kills, string? postgres)
    {
        const string Database = "trellis_bench_kill_http";
        var folder = Directory.CreateTempSubdirectory("trellis-kill-http-").FullName;
        try
        {
            var place = postgres is null ? RecordPlace.OfFile(Path.Combine(folder, "record.db")) : BenchDatabases.Make(postgres, Database, Path.Combine(folder, "keys"));
            string[] options = postgres is null ? ["--data", Path.Combine(folder, "record.db")] : ["--postgres", BenchDatabases.Of(postgres, Database), "--keys", place.Keys];
            var drill = new HttpKillDrill(Path.Combine(root, "src", "Trellis.Cli", "bin", "Release", "net10.0", "Trellis.Cli.dll"), Path.Combine(root, "structures", "cuiwei"), place, options, 11);
            await drill.BeginAsync();
            for (var kill = 1; kill <= kills; kill++)
            {
                if (await drill.KillAsync() is { } wrong)
                {
                    Console.WriteLine($"kill {kill}: {wrong}");
                    return 1;
                }

                if (kill % 10 == 0) Console.WriteLine($"{place.Store.GetType().Name}: killed {kill} times under HTTP load, {drill.Answered:N0} requests answered, {drill.Interrupted:N0} interrupted and sent again");
            }

            var end = await drill.LookAsync();
            Console.WriteLine(end ?? $"{drill.Answered:N0} requests stand in the record, each once");
            return end is null ? 0 : 1;
        }
        finally
        {
            if (postgres is not null) BenchDatabases.Drop(postgres, Database);
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed record Sent(int Stage, string Matter, int Token, string Key);
}
