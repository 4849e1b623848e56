using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Trellis.Runtime.Database;
using Trellis.Standards.CloudEvents;

namespace Trellis.Runtime.Ledger;

/// <summary>
/// Tells registered addresses what was entered, in order and each at least once, signed as Standard Webhooks says. How far an address was told is stored; what is still to be sent
/// stands in the record, so nothing is lost when the machine stops. An address that takes nothing is tried again ever more seldom, and given up after three days; it holds up no other.
/// </summary>
public sealed class WebhookDesk : IAsyncDisposable
{
    public const int Most = 20;

    private const int AtOnce = 100;
    private const int SecretLength = 32;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromDays(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>So long what is sent is signed with the secret before as well, after a new one was made.</summary>
    private static readonly TimeSpan OldSecretKept = TimeSpan.FromDays(1);

    private readonly RecordWriter _writer;
    private readonly TimeProvider _time;
    private readonly bool _private;
    private readonly byte[] _key;
    private readonly HttpClient _client;
    private readonly ConcurrentDictionary<string, Webhook> _webhooks = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _ending = new();
    private readonly SemaphoreSlim _keeping = new(1);
    private readonly ConcurrentDictionary<string, Task> _running = new(StringComparer.Ordinal);
    private Task _telling = Task.CompletedTask;

    /// <param name="mayBePrivate">Whether addresses without HTTPS and in private networks may be told: on the machine itself, behind the same firewall.</param>
    public WebhookDesk(RecordWriter writer, TimeProvider time, bool mayBePrivate)
    {
        (_writer, _time, _private, _key) = (writer, time, mayBePrivate, writer.DeriveKey("webhooks"));
        // A redirect could lead anywhere, a proxy of the environment too; and a name is looked up once, so that what was looked at is what is connected to.
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(1), ConnectCallback = ConnectAsync }) { Timeout = Patience };
        using var session = writer.Place.Store.OpenToRead();
        foreach (var one in WebhookRows.Read(session)) _webhooks[one.Id] = one;
    }

    public IReadOnlyList<Webhook> All => [.. _webhooks.Values.OrderBy(static one => one.Id, StringComparer.Ordinal)];

    /// <summary>Begins to tell, and goes on until it is disposed of.</summary>
    /// <param name="every">How often to look.</param>
    public void Begin(TimeSpan every) => _telling = Task.Run(async () =>
    {
        try
        {
            while (true)
            {
                BeginTelling(_ending.Token);
                await Task.Delay(every, _ending.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // It ends.
        }
    });

    /// <returns>The webhook with its secret, which is told this once; null where the address may not be told, or there are <see cref="Most"/> already.</returns>
    public async Task<(Webhook Webhook, string Secret)?> AddAsync(Uri address, long after)
    {
        if (!MayBeTold(address) || _webhooks.Count >= Most) return null;
        var id = "w-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var secret = RandomNumberGenerator.GetBytes(SecretLength);
        var one = new Webhook(id, address, RecordKeys.Seal(_key, secret, Binding(id, address)), Math.Max(after, -1), 0, _time.GetUtcNow(), null, "", null);
        await KeepAsync(id, _ => one);
        return (one, Shown(secret));
    }

    /// <summary>Makes a new secret. For a day the one before signs as well, so that whoever checks can change theirs in between.</summary>
    /// <returns>The webhook with its new secret, which is told this once; null where there is none of this id.</returns>
    public async Task<(Webhook Webhook, string Secret)?> RenewSecretAsync(string id)
    {
        var secret = RandomNumberGenerator.GetBytes(SecretLength);
        var until = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(until, (_time.GetUtcNow() + OldSecretKept).ToUnixTimeMilliseconds());
        var renewed = await KeepAsync(id, one => one is null ? null : one with { Secret = RecordKeys.Seal(_key, Open(one) is [.. var before] ? [.. secret, .. before.AsSpan(0, SecretLength), .. until] : secret, Binding(one.Id, one.Address)) });
        return renewed is null ? null : (renewed, Shown(secret));
    }

    public async Task<bool> RemoveAsync(string id)
    {
        await _keeping.WaitAsync();
        try
        {
            if (!_webhooks.ContainsKey(id)) return false;
            await _writer.WriteAsync(writes => WebhookRows.Remove(writes, id));
            return _webhooks.TryRemove(id, out _);
        }
        finally
        {
            _keeping.Release();
        }
    }

    /// <summary>Tells every address whose turn it is what it does not know yet. One that was given up is tried again only after it was registered anew.</summary>
    public Task TellAsync(CancellationToken cancellationToken)
    {
        BeginTelling(cancellationToken);
        return Task.WhenAll(_running.Values);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _telling;
        await Task.WhenAll(_running.Values);
        _client.Dispose();
        _keeping.Dispose();
        _ending.Dispose();
    }

    /// <summary>Each address has its own way: one that answers slowly, or lets its caller wait on purpose, holds up nobody else.</summary>
    private void BeginTelling(CancellationToken cancellationToken)
    {
        foreach (var one in All)
        {
            if (one.Disabled is not null || one.Next > _time.GetUtcNow() || one.Told >= _writer.Size - 1 || (_running.TryGetValue(one.Id, out var running) && !running.IsCompleted)) continue;
            _running[one.Id] = Task.Run(() => TellAllAsync(one, cancellationToken), CancellationToken.None);
        }
    }

    /// <summary>Batch after batch until everything is told, or one is not taken.</summary>
    private async Task TellAllAsync(Webhook one, CancellationToken cancellationToken)
    {
        try
        {
            while (one.Told < _writer.Size - 1)
            {
                var told = await TellAsync(one, cancellationToken);
                if (await KeepAsync(one.Id, now => now is null ? null : told with { Secret = now.Secret }) is not { Attempts: 0 } kept) return;
                one = kept;
            }
        }
#pragma warning disable CA1031 // Whatever stopped it concerns this address alone, now; what is still to be told stands in the record, and is told at the next look.
        catch (Exception)
        {
            // The store is away, or the program ends; what was told may be told again.
        }
#pragma warning restore CA1031
    }

    private async Task<Webhook> TellAsync(Webhook one, CancellationToken cancellationToken)
    {
        var entries = EventFeed.Read(_writer.Place.Store, one.Told, AtOnce);
        if (entries.Count == 0) return one;
        var last = entries[^1].Position;
        var (trouble, gone) = await SendAsync(one, WritingCloudEvents.Batch(_writer.Origin, entries), entries[0].Position, last, cancellationToken);
        var now = _time.GetUtcNow();
        if (trouble is null) return one with { Told = last, Attempts = 0, Next = now, Failing = null, Trouble = "" };
        var failing = one.Failing ?? now;
        var pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(one.Attempts, 20)));
        return one with { Attempts = one.Attempts + 1, Next = now + pause, Failing = failing, Trouble = trouble, Disabled = gone || now - failing >= GivenUpAfter ? now : null };
    }

    /// <returns>Why it was not taken, null where it was; and whether the address said that it is gone for good.</returns>
    private async Task<(string? Trouble, bool Gone)> SendAsync(Webhook one, byte[] body, long first, long last, CancellationToken cancellationToken)
    {
        if (Open(one) is not { } sealedIn) return ("The secret cannot be opened: the row was changed, or belongs to other keys.", false);
        try
        {
            var now = _time.GetUtcNow();
            var id = string.Create(CultureInfo.InvariantCulture, $"{first}-{last}");
            var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            using var request = new HttpRequestMessage(HttpMethod.Post, one.Address) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(WritingCloudEvents.ContentType);
            request.Headers.Add("Webhook-Id", id);
            request.Headers.Add("Webhook-Timestamp", timestamp);
            request.Headers.Add("Webhook-Signature", string.Join(' ', SecretsOf(sealedIn, now).Select(secret => Signature(secret, id, timestamp, body))));
            using var reply = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return reply.IsSuccessStatusCode ? (null, false) : ($"It answered {(int)reply.StatusCode}.", reply.StatusCode == HttpStatusCode.Gone);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ($"It did not answer within {Patience.TotalSeconds:0} seconds.", false);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return (Excerpt.Of(fault.Message, 200), false);
        }
    }

    /// <summary>Standard Webhooks 1.0: HMAC-SHA256 over id, timestamp and body, joined by dots.</summary>
    private static string Signature(byte[] secret, string id, string timestamp, byte[] body) =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, (byte[])[.. Encoding.ASCII.GetBytes($"{id}.{timestamp}."), .. body]));

    private static string Shown(byte[] secret) => "whsec_" + Convert.ToBase64String(secret);

    /// <summary>The secret; behind it the one before and until when that one signs, where a new one was made.</summary>
    private static IEnumerable<byte[]> SecretsOf(byte[] sealedIn, DateTimeOffset now)
    {
        yield return sealedIn[..SecretLength];
        if (sealedIn.Length > 2 * SecretLength && now.ToUnixTimeMilliseconds() < BinaryPrimitives.ReadInt64BigEndian(sealedIn.AsSpan(2 * SecretLength))) yield return sealedIn[SecretLength..(2 * SecretLength)];
    }

    private bool MayBeTold(Uri address) =>
        address is { IsAbsoluteUri: true, UserInfo: "", Fragment: "" } && (address.Scheme == "https" || (_private && address.Scheme == "http"))
        && (_private || !IPAddress.TryParse(address.IdnHost, out var ip) || !IsPrivate(ip));

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        if (!_private && Array.Exists(addresses, IsPrivate)) throw new HttpRequestException("The name leads into a private network.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether an address is not of the open net: RFC 6890 and its kin.</summary>
    internal static bool IsPrivate(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address)) return true;
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            return address.IsIPv6LinkLocal || address.IsIPv6SiteLocal || address.IsIPv6UniqueLocal || address.IsIPv6Multicast || address.Equals(IPAddress.IPv6Any)
                || address.GetAddressBytes() is [0x00, 0x64, 0xFF, 0x9B, ..] or [0x20, 0x01, 0x00, 0x00, ..] or [0x20, 0x02, ..]; // ways from IPv6 into IPv4
        return address.GetAddressBytes() is [0 or 10 or 127, ..] or [100, >= 64 and <= 127, ..] or [169, 254, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..] or [192, 0, 0, _] or [198, 18 or 19, ..] or [>= 224, ..];
    }

    /// <summary>Stores what has changed of an address, unless it was deleted meanwhile.</summary>
    /// <param name="change">From how it stands now, null where it is not there; null for nothing.</param>
    private async Task<Webhook?> KeepAsync(string id, Func<Webhook?, Webhook?> change)
    {
        await _keeping.WaitAsync();
        try
        {
            if (change(_webhooks.GetValueOrDefault(id)) is not { } one) return null;
            await _writer.WriteAsync(writes => WebhookRows.Set(writes, one));
            return _webhooks[id] = one;
        }
        finally
        {
            _keeping.Release();
        }
    }

    private byte[]? Open(Webhook one) => RecordKeys.OpenSealed(_key, one.Secret, Binding(one.Id, one.Address));

    /// <summary>The secret is sealed together with the address, so that nobody who writes into the database can have another told in its place.</summary>
    private static byte[] Binding(string id, Uri address) => Encoding.UTF8.GetBytes($"trellis-webhook/1\n{id}\n{address.AbsoluteUri}");
}
