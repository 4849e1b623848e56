using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Trellis.Web.Ledger;

namespace Trellis.Web;

/// <summary>How much one network may ask.</summary>
/// <param name="AtOnce">What it may have at once.</param>
/// <param name="Every">After how long it may have one more.</param>
public readonly record struct Allowance(int AtOnce, TimeSpan Every);

/// <summary>Counts what networks ask, each by the moment at which it could begin anew. A network that asked nothing for a while is forgotten.</summary>
public sealed class Counting(TimeProvider time, Allowance allowance)
{
    /// <summary>So many networks at once are an attack that spreads itself; then those that come new are counted as one.</summary>
    private const int MostNetworks = 100_000;

    // Ticks at which all that a network had has come back.
    private readonly ConcurrentDictionary<IPAddress, long> _whole = new();
    private long _cleared;

    /// <summary>How long a network has to wait; zero where it may ask now.</summary>
    public TimeSpan WaitOf(IPAddress? from) => _whole.TryGetValue(KeyOf(from), out var whole) ? Wait(whole, Now()) : TimeSpan.Zero;

    /// <summary>Counts one, where it is allowed.</summary>
    /// <returns>How long the network has to wait; zero where it was counted.</returns>
    public TimeSpan Take(IPAddress? from)
    {
        var now = Now();
        Forget(now);
        while (true)
        {
            var key = KeyOf(from);
            var known = _whole.TryGetValue(key, out var whole);
            if (known && Wait(whole, now) is { Ticks: > 0 } wait) return wait;
            var next = Math.Max(known ? whole : 0, now) + allowance.Every.Ticks;
            if (known ? _whole.TryUpdate(key, next, whole) : _whole.TryAdd(key, next)) return TimeSpan.Zero;
        }
    }

    private TimeSpan Wait(long whole, long now) => TimeSpan.FromTicks(Math.Max(0, whole - ((allowance.AtOnce - 1) * allowance.Every.Ticks) - now));

    private IPAddress KeyOf(IPAddress? from) => Networks.Of(from) is var network && (_whole.Count < MostNetworks || _whole.ContainsKey(network)) ? network : IPAddress.Any;

    private void Forget(long now)
    {
        var cleared = Interlocked.Read(ref _cleared);
        if (_whole.Count < MostNetworks / 2 || now - cleared < TimeSpan.TicksPerSecond || Interlocked.CompareExchange(ref _cleared, now, cleared) != cleared) return;
        foreach (var one in _whole)
            if (one.Value <= now) _whole.TryRemove(one);
    }

    private long Now() => time.GetUtcNow().UtcTicks;
}

/// <summary>
/// How much one network may ask of a server. A whole audit of a large record is within it; whoever asks without end, or guesses tokens, is told to wait.
/// Behind another server all who ask have its address, unless ours is told to believe whose request that one hands on.
/// </summary>
public sealed class RequestLimits(TimeProvider time, Allowance? readings = null, Allowance? signings = null, Allowance? guesses = null, Allowance? exchanges = null)
{
    /// <summary>Answers of the record; a million entries are 8,000.</summary>
    public Counting Readings { get; } = new(time, readings ?? new(20_000, TimeSpan.FromMilliseconds(2)));

    /// <summary>Checkpoints to co-sign. A record asks about once a second.</summary>
    public Counting Signings { get; } = new(time, signings ?? new(120, TimeSpan.FromMilliseconds(100)));

    /// <summary>Wrong tokens and sessions, of whatever kind. A right one costs nothing; after too many wrong ones none is looked at any more, right or wrong.</summary>
    public Counting Guesses { get; } = new(time, guesses ?? new(20, TimeSpan.FromSeconds(3)));

    /// <summary>Messages of neighbours. Each is checked and entered, which costs more than to read.</summary>
    public Counting Exchanges { get; } = new(time, exchanges ?? new(300, TimeSpan.FromMilliseconds(100)));

    internal Said? WhyNotExchange(HttpContext context) => Told(Exchanges.Take(context.Connection.RemoteIpAddress), "You sent more messages than one address may at once.");

    internal Said? WhyNotRead(HttpContext context) => Told(Readings.Take(context.Connection.RemoteIpAddress), "You asked for more than one address may at once.");

    internal Said? WhyNotSign(HttpContext context) => Told(Signings.Take(context.Connection.RemoteIpAddress), "You had more checkpoints co-signed than one address may at once.");

    internal Said? WhyNoToken(HttpContext context) => Told(Guesses.WaitOf(context.Connection.RemoteIpAddress), "Too many wrong tokens came from this address.");

    private static Said? Told(TimeSpan wait, string sentence)
    {
        if (wait <= TimeSpan.Zero) return null;
        var seconds = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
        return Said.Refused(StatusCodes.Status429TooManyRequests, string.Create(CultureInfo.InvariantCulture, $"{sentence} Ask again in {seconds} {(seconds == 1 ? "second" : "seconds")}."))
            .With(HeaderNames.RetryAfter, seconds.ToString(CultureInfo.InvariantCulture));
    }
}
