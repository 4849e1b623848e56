using System.Globalization;
using Trellis.Ledger;

namespace Trellis.Authority.Access;

/// <summary>Somebody who runs the server gives a person or a program a token.</summary>
/// <param name="Token">Minted by Runtime, as is the digest of the secret.</param>
public sealed record IssueToken(string Token, TokenHolder Holder, IReadOnlyList<Scope> Scopes, ReadOnlyMemory<byte> Digest, DateTimeOffset Expires) : IAct
{
    public const string Name = "issue-token";

    public string Word => Name;
}

public sealed record TokenIssued(string Token, TokenHolder Holder, IReadOnlyList<Scope> Scopes, ReadOnlyMemory<byte> Digest, DateTimeOffset Expires, DateTimeOffset Happened) : IEvent
{
    public const string Name = "token-issued/1";

    public string Wire => Name;
}

/// <summary>A token is taken back; from then on it is good for nothing.</summary>
public sealed record RevokeToken(string Token) : IAct
{
    public const string Name = "revoke-token";

    public string Word => Name;
}

public sealed record TokenRevoked(string Token, DateTimeOffset Happened) : IEvent
{
    public const string Name = "token-revoked/1";

    public string Wire => Name;
}

public static class IssuingTokens
{
    /// <summary>Nobody looks after a token for ever.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <param name="isTheirs">Whether a seat is a person's on the day.</param>
    public static Outcome Decide(IssueToken act, DateTimeOffset now, Func<ActorId, PostAt, bool> isTheirs)
    {
        if (act.Expires <= now) return AccessRefusals.ExpiresInThePast;
        if (act.Expires > now + Longest) return AccessRefusals.LastsTooLong;
        if (act.Scopes.Count == 0) return AccessRefusals.NoScope;
        if (act.Scopes.Any(scope => !act.Holder.Possible.Contains(scope))) return AccessRefusals.ScopeNotForHolder;
        if (act.Holder is TokenHolder.Officer officer && !isTheirs(officer.Person, officer.Seat)) return AccessRefusals.SeatNotTheirs;
        return Outcome.Accept(new TokenIssued(act.Token, act.Holder, [.. act.Scopes.Distinct().Order()], act.Digest, act.Expires, now));
    }

    public static Outcome Decide(RevokeToken act, AccessToken? known, DateTimeOffset now) => known switch
    {
        null => AccessRefusals.NoSuchToken,
        { Revoked: not null } => AccessRefusals.RevokedAlready,
        _ => Outcome.Accept(new TokenRevoked(act.Token, now)),
    };

    /// <summary>What a token is after an event.</summary>
    public static AccessToken? Apply(AccessToken? token, IEvent happened) => happened switch
    {
        TokenIssued one => new AccessToken(one.Token, one.Holder, one.Scopes, one.Digest, one.Happened, one.Expires, null),
        TokenRevoked one when token is { Revoked: null } => token with { Revoked = one.Happened },
        _ => token,
    };
}

/// <summary>Events of access as fields of the record. A contract: fields are never renamed.</summary>
public static class AccessEvents
{
    private const string Moments = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static IReadOnlyList<string> Names { get; } = [TokenIssued.Name, TokenRevoked.Name, AccountChanged.Name];

    public static EntryValue.Group Write(IEvent happened) => happened switch
    {
        TokenIssued one => Fields(
            ("digest", EntryValue.Of(Convert.ToHexStringLower(one.Digest.Span))),
            ("expires", Moment(one.Expires)),
            ("happened", Moment(one.Happened)),
            ("person", one.Holder switch { TokenHolder.Resident who => EntryValue.Of(who.Person.Text), TokenHolder.Officer who => EntryValue.Of(who.Person.Text), _ => null }),
            ("post", one.Holder is TokenHolder.Officer { Seat: var seat } ? EntryValue.Of(seat.ToString()) : null),
            ("program", one.Holder is TokenHolder.Program { Id: var program } ? EntryValue.Of(program) : null),
            ("scopes", EntryValue.Of([.. one.Scopes.Select(Scopes.Word)])),
            ("token", EntryValue.Of(one.Token))),
        TokenRevoked one => Fields(("happened", Moment(one.Happened)), ("token", EntryValue.Of(one.Token))),
        AccountChanged one => Fields(
            ("account", EntryValue.Of(one.Account)),
            ("change", EntryValue.Of(AccountChanges.Word(one.Change))),
            ("happened", Moment(one.Happened)),
            ("helper", one.Helper is { } helper ? EntryValue.Of(helper.Text) : null),
            ("person", EntryValue.Of(one.Person.Text)),
            ("state", one.State is { } state ? EntryValue.Of(state) : null)),
        _ => throw new InvalidOperationException($"{happened.Wire} is no event of access."),
    };

    /// <summary>Null for an event of another room, and for one that does not have the form.</summary>
    public static IEvent? Read(string name, EntryValue.Group fields)
    {
        switch (name)
        {
            case TokenIssued.Name:
                if (Word("token") is not { } token || Word("digest") is not { Length: 64 } hex || !hex.All(char.IsAsciiHexDigitLower) || Time("expires") is not { } expires || Time("happened") is not { } issued || HolderOf() is not { } holder) return null;
                if (fields["scopes"] is not EntryValue.List list) return null;
                var scopes = new List<Scope>();
                foreach (var value in list.Values)
                {
                    if (value is not EntryValue.Word { Text: var word } || Scopes.Of(word) is not { } scope) return null;
                    scopes.Add(scope);
                }

                return new TokenIssued(token, holder, scopes, Convert.FromHexString(hex), expires, issued);
            case TokenRevoked.Name:
                return Word("token") is { } revoked && Time("happened") is { } when ? new TokenRevoked(revoked, when) : null;
            case AccountChanged.Name:
                return Word("account") is { } account && Word("person") is { } whose && AccountChanges.Of(Word("change")) is { } change && Time("happened") is { } at
                    ? new AccountChanged(account, new ActorId(whose), change, Word("state"), Word("helper") is { } helper ? new ActorId(helper) : null, at)
                    : null;
            default:
                return null;
        }

        string? Word(string field) => fields[field] is EntryValue.Word word ? word.Text : null;

        DateTimeOffset? Time(string field) => DateTimeOffset.TryParseExact(Word(field), Moments, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment : null;

        TokenHolder? HolderOf() => (Word("person"), Word("post"), Word("program")) switch
        {
            ({ } person, null, null) => new TokenHolder.Resident(new ActorId(person)),
            ({ } person, { } post, null) => PostAt.Parse(post) is { } seat ? new TokenHolder.Officer(new ActorId(person), seat) : null,
            (null, null, { } program) => new TokenHolder.Program(program),
            _ => null,
        };
    }

    private static EntryValue Moment(DateTimeOffset moment) => EntryValue.Of(moment.UtcDateTime.ToString(Moments, CultureInfo.InvariantCulture));

    private static EntryValue.Group Fields(params (string Name, EntryValue? Value)[] fields) =>
        new([.. fields.Where(static one => one.Value is not null).Select(static one => KeyValuePair.Create(one.Name, one.Value!))]);
}
