using System.Net;
using System.Net.Http.Headers;
using Trellis.Ledger.Auditing;

namespace Trellis.Runtime.Auditing;

/// <summary>A record that is published at an address. Asks for nothing but files under it, several at once.</summary>
public sealed class AddressFiles : PublishedFiles
{
    private const int AtOnce = 8;
    private const int MostWaits = 20;

    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(60);

    private readonly TimeSpan _patience;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly HttpClient _client;
    private readonly string _prefix;
    private readonly string? _token;

    /// <param name="address">Where the checkpoint lies, without its name.</param>
    /// <param name="token">Opens the bundles of entries, which are for auditors; null where none was given.</param>
    /// <param name="patience">How long one file may take as a whole; null for a minute.</param>
    public AddressFiles(Uri address, string? token, TimeSpan? patience = null)
    {
        _patience = patience ?? UsualPatience;
        _prefix = address.AbsoluteUri.TrimEnd('/') + "/";
        _token = token;
        Called = _prefix;
#pragma warning disable CA2000 // The client disposes of its handler.
        _client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All, AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore CA2000
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("trellis-verify");
    }

    public override AuditedKind Kind => AuditedKind.Address;

    public override string Called { get; }

    public override byte[]? Read(string name, int mostBytes) => Wait(GetAsync(name, mostBytes));

    internal override IEnumerable<(long Number, byte[]? Bytes)> InOrder(IEnumerable<long> numbers, Func<long, PublishedName> name)
    {
        var asked = new Queue<(long Number, Task<byte[]?> Bytes)>();
        foreach (var number in numbers)
        {
            asked.Enqueue((number, GetEitherAsync(name(number))));
            if (asked.Count < AtOnce) continue;
            var (next, bytes) = asked.Dequeue();
            yield return (next, Wait(bytes));
        }

        while (asked.TryDequeue(out var rest)) yield return (rest.Number, Wait(rest.Bytes));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _client.Dispose();
        base.Dispose(disposing);
    }

    private async Task<byte[]?> GetEitherAsync(PublishedName name) =>
        await GetAsync(name.Name, name.MostBytes) ?? (name.Full == name.Name ? null : await GetAsync(name.Full, name.MostBytes));

    /// <summary>A server that says when to come back is asked again then; one that says so again and again is believed in the end.</summary>
    private async Task<byte[]?> GetAsync(string name, int mostBytes)
    {
        for (var tries = 1; ; tries++)
        {
            var (bytes, after) = await GetOnceAsync(name, mostBytes, mayWait: tries <= MostWaits);
            if (after is not { } wait) return bytes;
            await Task.Delay(wait);
        }
    }

    private async Task<(byte[]? Bytes, TimeSpan? After)> GetOnceAsync(string name, int mostBytes, bool mayWait)
    {
        using var patience = new CancellationTokenSource(_patience); // for the content, too: a server may stall behind its headers
        using var request = new HttpRequestMessage(HttpMethod.Get, _prefix + name);
        var ofEntries = name.StartsWith("tile/entries/", StringComparison.Ordinal);
        if (_token is not null && ofEntries) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        switch (answer.StatusCode)
        {
            case HttpStatusCode.OK:
                await using (var content = await answer.Content.ReadAsStreamAsync(patience.Token)) return (await AllAsync(content, mostBytes, name, patience.Token), null);
            case HttpStatusCode.NotFound or HttpStatusCode.Gone:
                return (null, null);
            case HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable when mayWait && answer.Headers.RetryAfter?.Delta is { } after && after <= LongestWait:
                return (null, after);
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when ofEntries && _token is null:
                return (null, null);
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when ofEntries:
                throw new UnusableInput(new Text("那里不接受这个令牌。", "The token is not accepted there."), new Text("向保管单位要一个新的；或去掉 --token，只核验哈希值。", "Ask the keeper of the record for a new one, or leave out --token and verify the hashes alone."), _prefix + name);
            case var status:
                throw new UnusableInput(new Text($"网址答复 {(int)status} {answer.ReasonPhrase}。", $"The address answered {(int)status} {answer.ReasonPhrase}."), new Text("核对网址：它下面应有 checkpoint 和 tile/... 各文件。", "Check the address: under it lie the files checkpoint and tile/..."), _prefix + name);
        }
    }

    private async Task<byte[]> AllAsync(Stream content, int mostBytes, string name, CancellationToken patience)
    {
        using var all = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await content.ReadAsync(buffer, patience)) > 0;)
        {
            if (all.Length + read > mostBytes) throw new UnusableInput(new Text($"答复超过了这个名字下可能有的 {mostBytes:N0} 字节。", $"The answer has more than the {mostBytes:N0} bytes that can stand under this name."), new Text("核对这个网址是否发布了记录。", "Check whether a record is published at this address."), _prefix + name);
            all.Write(buffer, 0, read);
        }

        return all.ToArray();
    }

    /// <summary>The program asks one question after the other; only files are fetched several at once.</summary>
    private byte[]? Wait(Task<byte[]?> answer)
    {
        try
        {
            return answer.GetAwaiter().GetResult();
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or IOException)
        {
            throw new MachineFault(new Text($"连不上 {_prefix}：{(fault is OperationCanceledException ? $"{_patience.TotalSeconds:0} 秒内没有完整的答复。" : SystemWords.Of(fault).Zh)}", $"{_prefix} cannot be reached: {(fault is OperationCanceledException ? $"no whole answer within {_patience.TotalSeconds:0} seconds." : fault.Message)}"), new Text("检查网址和网络；或请对方把文件夹寄来，在这里核验。", "Check the address and the network, or have the folder sent to you and verify it here."), fault);
        }
    }
}
