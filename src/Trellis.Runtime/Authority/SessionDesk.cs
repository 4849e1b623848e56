using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;

namespace Trellis.Runtime.Authority;

/// <summary>
/// Sessions of people. A browser holds 256 random bits and we their hash, so that whoever reads the database cannot take anybody's place.
/// Ending one ends it here, whatever the browser keeps. They are no entries of the record: that somebody signed in concerns nobody else.
/// </summary>
public sealed class SessionDesk
{
    /// <summary>A working day, so that a machine in a village office is not left open overnight.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    private readonly RecordWriter _writer;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, SignedIn> _sessions = new(StringComparer.Ordinal);

    public SessionDesk(RecordWriter writer, TimeProvider time)
    {
        (_writer, _time) = (writer, time);
        using var session = writer.Place.Store.OpenToRead();
        foreach (var one in SessionRows.Read(session, time.GetUtcNow())) _sessions[Convert.ToHexStringLower(one.Digest)] = one;
    }

    /// <summary>Begins a session for somebody whom a sign-in has recognised, and returns what their browser is to hold.</summary>
    public async Task<string> BeginAsync(ActorId person, PostAt? seat)
    {
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var now = _time.GetUtcNow();
        var one = new SignedIn(DigestOf(secret), person, seat, now, now + Longest);
        await StoreAsync(writes =>
        {
            SessionRows.EndOld(writes, now);
            SessionRows.Add(writes, one);
        });
        foreach (var (key, old) in _sessions)
            if (old.Expires <= now) _sessions.TryRemove(key, out _);
        _sessions[Convert.ToHexStringLower(one.Digest)] = one;
        return secret;
    }

    /// <summary>Who holds this; null where nobody does any more.</summary>
    public SignedIn? Of(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (secret.Length != 64) return null;
        var digest = DigestOf(secret);
        return _sessions.TryGetValue(Convert.ToHexStringLower(digest), out var one) && CryptographicOperations.FixedTimeEquals(one.Digest, digest) && _time.GetUtcNow() < one.Expires ? one : null;
    }

    public async Task EndAsync(string secret)
    {
        var digest = DigestOf(secret);
        _sessions.TryRemove(Convert.ToHexStringLower(digest), out _);
        await StoreAsync(writes => SessionRows.End(writes, digest));
    }

    private async Task StoreAsync(Action<Writes> write)
    {
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var queued = _writer.Later(session =>
        {
            try
            {
                var writes = new Writes();
                write(writes);
                session.Commit(writes);
                stored.SetResult();
            }
            catch (StoreFault fault)
            {
                stored.SetException(fault.Tell(_writer.Place.Store.Called));
                throw;
            }
        });
        if (!queued || await Task.WhenAny(stored.Task, _writer.Ended) != stored.Task) throw new MachineFault("The record is closed.", "Start the server again.");
        await stored.Task;
    }

    private static byte[] DigestOf(string secret) => SHA256.HashData(Encoding.ASCII.GetBytes(secret));
}
