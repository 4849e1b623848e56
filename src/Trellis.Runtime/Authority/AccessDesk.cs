using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Trellis.Authority.Access;
using Trellis.Ledger;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;

namespace Trellis.Runtime.Authority;

/// <summary>A new token with its secret, which is told this once.</summary>
public sealed record NewToken(string Secret, AccessToken Token, Receipt Receipt);

/// <summary>
/// Who may use the server. A token is <c>trellis.ID.SECRET</c>: the id is no secret, the secret has 256 random bits and is never stored.
/// Issuing and revoking are entries of the record; the table is folded from them.
/// </summary>
public sealed class AccessDesk
{
    private const string Prefix = "trellis.";
    private const int LongestToken = 200;

    private readonly RecordWriter _writer;
    private readonly TimeProvider _time;
    private readonly Func<string> _structure;
    private readonly Func<ActorId, PostAt, bool> _isTheirs;
    private readonly ConcurrentDictionary<string, AccessToken> _tokens = new(StringComparer.Ordinal);
    /// <summary>Those on the list beside the keys, whether their entry is stored already or not.</summary>
    private readonly ConcurrentDictionary<string, bool> _listed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _beingRevoked = new(StringComparer.Ordinal);

    /// <param name="structure">The version of the structure in force.</param>
    /// <param name="isTheirs">Whether a seat is a person's today.</param>
    public AccessDesk(RecordWriter writer, TimeProvider time, Func<string> structure, Func<ActorId, PostAt, bool> isTheirs)
    {
        (_writer, _time, _structure, _isTheirs) = (writer, time, structure, isTheirs);
        var head = writer.Head;
        using var session = writer.Place.Store.OpenToRead();
        var tokens = AccessRows.Proven(session, new ProvenEntries(session, head));
        // What was taken back before the list was kept, or while the machine stopped, is put on it; what stands on it was taken back, whatever the row says.
        writer.Keys.KeepRevocations(tokens.Where(static token => token.Revoked is not null).Select(static token => token.Id));
        var revoked = writer.Keys.Revocations();
        foreach (var token in tokens) _tokens[token.Id] = token.Revoked is null && revoked.Contains(token.Id) ? token with { Revoked = time.GetUtcNow() } : token;
    }

    /// <summary>Every token of a record, the newest first, read beside whoever writes it.</summary>
    public static IReadOnlyList<AccessToken> Read(RecordPlace place)
    {
        try
        {
            using var session = place.Store.OpenToRead();
            return [.. AccessRows.Read(session).Reverse()];
        }
        catch (StoreFault fault)
        {
            throw fault.Tell(place.Store.Called);
        }
    }

    /// <summary>Every token that was ever issued, the newest first.</summary>
    public IReadOnlyList<AccessToken> All => [.. _tokens.Values.OrderByDescending(static token => token.Issued).ThenBy(static token => token.Id, StringComparer.Ordinal)];

    /// <summary>Those of them that are good now.</summary>
    public IReadOnlyList<AccessToken> Good => [.. All.Where(token => token.IsGood(_time.GetUtcNow()) && !_listed.ContainsKey(token.Id))];

    public async Task<(NewToken? Issued, Refusal? Why)> IssueAsync(TokenHolder holder, IReadOnlyList<Scope> scopes, DateTimeOffset expires, EntryActor by, CancellationToken cancellationToken)
    {
        var (id, secret) = (Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));
        var act = new IssueToken(id, holder, scopes, SHA256.HashData(Encoding.ASCII.GetBytes(secret)), Entry.Moment(expires));
        var (settled, token) = await DoAsync(now => IssuingTokens.Decide(act, now, _isTheirs), id, by, cancellationToken);
        return settled switch
        {
            Settled.Done done => (new NewToken($"{Prefix}{id}.{secret}", token!, done.Receipt), null),
            Settled.NotDone no => (null, no.Why),
            _ => throw new UnreachableException(),
        };
    }

    public async Task<(Receipt? Receipt, Refusal? Why)> RevokeAsync(string id, EntryActor by, CancellationToken cancellationToken)
    {
        // Two at once would both find it good.
        if (!_beingRevoked.TryAdd(id, true)) return (null, AccessRefusals.RevokedAlready);
        try
        {
            var act = new RevokeToken(id);
            if (IssuingTokens.Decide(act, _tokens.GetValueOrDefault(id), _time.GetUtcNow()) is Outcome.Refused { Why: var why }) return (null, why);
            // Beside the keys first, as erasures are: then no older backup brings it back, and it opens nothing any more even where the entry cannot be stored.
            _writer.Keys.KeepRevocations([id]);
            _listed[id] = true;
            var (settled, _) = await DoAsync(now => IssuingTokens.Decide(act, _tokens.GetValueOrDefault(id), now), id, by, cancellationToken);
            return settled switch
            {
                Settled.Done done => (done.Receipt, null),
                Settled.NotDone no => (null, no.Why),
                _ => throw new UnreachableException(),
            };
        }
        catch (MachineFault fault) when (_listed.ContainsKey(id))
        {
            throw new MachineFault(new Text($"{fault.Says.Zh}令牌已经失效。", $"{fault.Message} The token opens nothing any more."), fault.Advises, fault) { Stands = AccessRefusals.RevocationNotStored };
        }
        finally
        {
            _beingRevoked.TryRemove(id, out _);
        }
    }

    /// <summary>Whose token this is, as long as it is good; null where it is nobody's.</summary>
    public AccessToken? HolderOf(string bearer) => Fitting(bearer) is { } token && token.IsGood(_time.GetUtcNow()) && !_listed.ContainsKey(token.Id) ? token : null;

    /// <summary>Whether this is a token that was issued, good or not any more.</summary>
    public bool WasRight(string bearer) => Fitting(bearer) is not null;

    /// <summary>The token that a secret fits; takes as long however much of it is right.</summary>
    private AccessToken? Fitting(string bearer)
    {
        ArgumentNullException.ThrowIfNull(bearer);
        if (bearer.Length > LongestToken || !bearer.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var dot = bearer.IndexOf('.', Prefix.Length);
        if (dot < 0) return null;
        var known = _tokens.GetValueOrDefault(bearer[Prefix.Length..dot]);
        var right = CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(bearer[(dot + 1)..])), (known?.Digest ?? Nobody).Span);
        return right ? known : null;
    }

    /// <summary>Stands in where there is no such token, so that the comparison takes as long.</summary>
    private static readonly ReadOnlyMemory<byte> Nobody = new byte[SHA256.HashSizeInBytes];

    private async Task<(Settled Settled, AccessToken? Token)> DoAsync(Func<DateTimeOffset, Outcome> decide, string id, EntryActor by, CancellationToken cancellationToken)
    {
        IReadOnlyList<IEvent> happened = [];
        var settled = await _writer.PerformAsync(
            turn =>
            {
                switch (decide(turn.At))
                {
                    case Outcome.Accepted accepted:
                        happened = accepted.Events;
                        return Decision.Accept([.. accepted.Events.Select(one => new Draft { Event = one.Wire, By = by, Structure = _structure(), Fields = AccessEvents.Write(one) })]);
                    case Outcome.Refused refused:
                        return Decision.Refuse(refused.Why);
                    default:
                        throw new UnreachableException();
                }
            },
            cancellationToken);
        if (settled is not Settled.Done) return (settled, null);
        var token = _tokens.GetValueOrDefault(id);
        foreach (var one in happened) token = IssuingTokens.Apply(token, one);
        if (token is not null) _tokens[id] = token;
        return (settled, token);
    }
}
