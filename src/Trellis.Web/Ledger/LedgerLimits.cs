using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Trellis.Web.Ledger;

/// <summary>
/// How much one address may ask of a record. A whole audit of a large record is within it; whoever asks without end, or guesses tokens, is told to wait.
/// Behind another server all who ask have its address, unless that server says whose request it hands on and ours is told to believe it.
/// </summary>
public sealed class LedgerLimits : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress> _reading;
    private readonly PartitionedRateLimiter<IPAddress> _signing;
    private readonly PartitionedRateLimiter<IPAddress> _guessing;

    /// <param name="readings">How many answers an address may have at once; a million entries are 8,000.</param>
    /// <param name="readingsASecond">How many more it may have each second.</param>
    /// <param name="signings">How many checkpoints an address may have co-signed at once.</param>
    /// <param name="signingsASecond">How many more each second. A record asks about once.</param>
    /// <param name="guesses">How many wrong tokens an address may send at once.</param>
    /// <param name="guessEvery">After how long it may send another.</param>
    public LedgerLimits(int readings = 20_000, int readingsASecond = 500, int signings = 120, int signingsASecond = 10, int guesses = 10, TimeSpan? guessEvery = null)
    {
        _reading = Bucket(readings, TimeSpan.FromSeconds(1), readingsASecond);
        _signing = Bucket(signings, TimeSpan.FromSeconds(1), signingsASecond);
        _guessing = Bucket(guesses, guessEvery ?? TimeSpan.FromSeconds(6), 1);
    }

    public void Dispose()
    {
        _reading.Dispose();
        _signing.Dispose();
        _guessing.Dispose();
    }

    internal Said? WhyNotRead(HttpContext context) => Take(_reading, context, 1, "You asked for more than one address may at once.");

    internal Said? WhyNotSign(HttpContext context) => Take(_signing, context, 1, "You had more checkpoints co-signed than one address may at once.");

    /// <summary>Whether an address has sent too many wrong tokens of late; then none is looked at any more, right or wrong.</summary>
    /// <remarks>A bucket that holds a fraction of a permit lets 0 permits be taken from it, so a whole one is asked for.</remarks>
    internal Said? WhyNoToken(HttpContext context) =>
        _guessing.GetStatistics(AddressOf(context)) is { CurrentAvailablePermits: < 1 } ? Take(_guessing, context, 1, "Too many wrong tokens came from this address.") : null;

    /// <summary>Notes a wrong token.</summary>
    internal void Guessed(HttpContext context)
    {
        using var lease = _guessing.AttemptAcquire(AddressOf(context));
    }

    private static Said? Take(PartitionedRateLimiter<IPAddress> limiter, HttpContext context, int permits, string sentence)
    {
        using var lease = limiter.AttemptAcquire(AddressOf(context), permits);
        if (lease.IsAcquired) return null;
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (long)Math.Ceiling(after.TotalSeconds)) : 1;
        return Said.Refused(StatusCodes.Status429TooManyRequests, string.Create(CultureInfo.InvariantCulture, $"{sentence} Ask again in {wait} {(wait == 1 ? "second" : "seconds")}."))
            .With(HeaderNames.RetryAfter, wait.ToString(CultureInfo.InvariantCulture));
    }

    private static PartitionedRateLimiter<IPAddress> Bucket(int most, TimeSpan every, int more) => PartitionedRateLimiter.Create<IPAddress, IPAddress>(address => RateLimitPartition.GetTokenBucketLimiter(
        address, _ => new TokenBucketRateLimiterOptions { TokenLimit = most, ReplenishmentPeriod = every, TokensPerPeriod = more, QueueLimit = 0, AutoReplenishment = true }));

    private static IPAddress AddressOf(HttpContext context) => Networks.Of(context.Connection.RemoteIpAddress);
}
