using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;

namespace Trellis.Runtime.Authority;

/// <summary>
/// Sessions of people. A browser holds 256 random bits and we their hash, so that whoever reads the database cannot take anybody's place;
/// and a seal under a key outside the database over whose it is and until when, so that whoever writes into it cannot either.
/// Ending one ends it here, whatever the browser keeps. They are no entries of the record: that somebody signed in concerns nobody else.
/// </summary>
public sealed class SessionDesk
{
    /// <summary>A working day, so that a machine in a village office is not left open overnight.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>Of the 32 bytes of a row the first half is the hash of what the browser holds, and the second the seal.</summary>
    private const int HashLength = 16;

    private readonly RecordWriter _writer;
    private readonly TimeProvider _time;
    private readonly byte[] _sealing;
    private readonly byte[] _naming;
    private readonly ConcurrentDictionary<string, SignedIn> _sessions = new(StringComparer.Ordinal);

    public SessionDesk(RecordWriter writer, TimeProvider time)
    {
        (_writer, _time, _sealing, _naming) = (writer, time, writer.Keys.Derive("sessions"), writer.Keys.Derive("sessions of providers"));
        using var session = writer.Place.Store.OpenToRead();
        foreach (var one in SessionRows.Read(session, time.GetUtcNow()))
            if (CryptographicOperations.FixedTimeEquals(Seal(one), one.Digest.AsSpan(HashLength))) _sessions[KeyOf(one.Digest)] = one;
    }

    /// <summary>Begins a session for somebody whom a sign-in has recognised, and returns what their browser is to hold.</summary>
    public async Task<string> BeginAsync(ActorId person, PostAt? seat, SignInWay? way = null)
    {
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var now = _time.GetUtcNow();
        var one = new SignedIn(HashOf(secret), person, seat, now, now + Longest) { Way = way ?? SignInWay.Picked };
        one = one with { Digest = [.. one.Digest, .. Seal(one)] };
        await _writer.WriteAsync(writes =>
        {
            SessionRows.EndOld(writes, now);
            SessionRows.Add(writes, one);
        });
        foreach (var (key, old) in _sessions)
            if (old.Expires <= now) _sessions.TryRemove(key, out _);
        _sessions[KeyOf(one.Digest)] = one;
        return secret;
    }

    /// <summary>Who holds this; null where nobody does any more.</summary>
    public SignedIn? Of(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (secret.Length != 64) return null;
        var hash = HashOf(secret);
        return _sessions.TryGetValue(KeyOf(hash), out var one) && CryptographicOperations.FixedTimeEquals(one.Digest.AsSpan(0, HashLength), hash) && _time.GetUtcNow() < one.Expires ? one : null;
    }

    public async Task EndAsync(string secret)
    {
        if (_sessions.TryRemove(KeyOf(HashOf(secret)), out var one)) await _writer.WriteAsync(writes => SessionRows.End(writes, one.Digest));
    }

    /// <summary>The sessions of somebody that have not ended, the newest first.</summary>
    public IReadOnlyList<SignedIn> Of(ActorId person) => [.. _sessions.Values.Where(one => one.Person == person && _time.GetUtcNow() < one.Expires).OrderByDescending(static one => one.Begun)];

    /// <summary>Ends those that a condition holds for, at once: what their browsers send opens nothing from the next request on.</summary>
    /// <returns>How many.</returns>
    public async Task<int> EndAsync(Func<SignedIn, bool> which)
    {
        ArgumentNullException.ThrowIfNull(which);
        var ended = new List<SignedIn>();
        foreach (var (key, one) in _sessions)
            if (which(one) && _sessions.TryRemove(key, out _)) ended.Add(one);
        if (ended.Count > 0) await _writer.WriteAsync(writes => ended.ForEach(one => SessionRows.End(writes, one.Digest)));
        return ended.Count;
    }

    /// <summary>What a provider calls somebody, or a session of its own, as it stands with ours: nobody who reads the database learns it.</summary>
    public string HashOf(string provider, string called) => called.Length == 0 ? "" : Convert.ToHexStringLower(HMACSHA256.HashData(_naming, Encoding.UTF8.GetBytes($"{provider.Length}\n{provider}\n{called}")).AsSpan(0, HashLength));

    private static byte[] HashOf(string secret) => SHA256.HashData(Encoding.ASCII.GetBytes(secret))[..HashLength];

    private static string KeyOf(byte[] digest) => Convert.ToHexStringLower(digest.AsSpan(0, HashLength));

    /// <summary>Lengths stand before what has no fixed one, so that no person and post read as others. Times in milliseconds, as they are stored.</summary>
    private byte[] Seal(SignedIn one)
    {
        var seat = one.Seat?.ToString() ?? "";
        var said = string.Create(CultureInfo.InvariantCulture, $"{KeyOf(one.Digest)}\n{one.Person.Text.Length}\n{one.Person.Text}\n{seat.Length}\n{seat}\n{one.Begun.ToUnixTimeMilliseconds()}\n{one.Expires.ToUnixTimeMilliseconds()}\n{one.Way.Via.Length}\n{one.Way.Via}\n{one.Way.Browser.Length}\n{one.Way.Browser}\n{one.Way.Subject}\n{one.Way.Sid}");
        return HMACSHA256.HashData(_sealing, Encoding.UTF8.GetBytes(said))[..HashLength];
    }
}
