using Trellis.Authority.Access;
using Trellis.Ledger;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;

namespace Trellis.Runtime.Authority;

/// <summary>The table of tokens, folded from their events.</summary>
internal static class AccessRows
{
    private static readonly Statement Insert = new("""
        insert into access_token (id, position, digest, person, post, program, scopes, issued, expires, revoked)
        values (@id, @position, @digest, @person, @post, @program, @scopes, @issued, @expires, 0)
        """, independent: true);

    private static readonly Statement Revoke = new("update access_token set revoked = @revoked where id = @id and revoked = 0");

    private static readonly Statement All = new("select id, digest, person, post, program, scopes, issued, expires, revoked from access_token order by position");

    private static readonly Statement AllPositions = new("select position, revoked from access_token order by position");

    internal static IReadOnlyList<Statement> Statements { get; } = [Insert, Revoke, All, AllPositions];

    /// <summary>Adds what an entry changes; most change nothing here.</summary>
    internal static void Fold(Writes writes, long position, string happened, EntryValue.Group fields)
    {
        switch (AccessEvents.Read(happened, fields))
        {
            case TokenIssued one:
                writes.Add(
                    Insert, one.Token, position, one.Digest.ToArray(), PersonOf(one.Holder), one.Holder is TokenHolder.Officer officer ? officer.Seat.ToString() : "", one.Holder is TokenHolder.Program program ? program.Id : "",
                    string.Join(' ', one.Scopes.Select(Scopes.Word)), one.Happened.ToUnixTimeMilliseconds(), one.Expires.ToUnixTimeMilliseconds());
                break;
            case TokenRevoked one:
                writes.Add(Revoke, one.Happened.ToUnixTimeMilliseconds(), one.Token);
                break;
            case AccountChanged one:
                AccountRows.Fold(writes, position, one);
                break;
        }
    }

    /// <summary>Every token that was ever issued, in order, as its entry says; a row says no more than where that entry stands, and that the token was taken back.</summary>
    public static IReadOnlyList<AccessToken> Proven(Session session, ProvenEntries entries)
    {
        var positions = new List<(long Position, long Revoked)>();
        using (var rows = session.Query(AllPositions))
            while (rows.Next()) positions.Add((rows.Number(0), rows.Number(1)));
        var tokens = new List<AccessToken>();
        foreach (var (position, revoked) in positions)
        {
            if (entries.At(position) is not { } entry || AccessEvents.Read(entry.Event, entry.Fields) is not TokenIssued issued) continue;
            tokens.Add(IssuingTokens.Apply(null, issued)! with { Revoked = revoked == 0 ? null : LedgerRows.Time(revoked) });
        }

        return tokens;
    }

    /// <summary>The same as the rows say it, to be shown.</summary>
    public static IReadOnlyList<AccessToken> Read(Session session)
    {
        using var rows = session.Query(All);
        var tokens = new List<AccessToken>();
        while (rows.Next())
        {
            TokenHolder holder = (rows.Text(2), rows.Text(3), rows.Text(4)) switch
            {
                (_, _, { Length: > 0 } program) => new TokenHolder.Program(program),
                (var person, { Length: > 0 } post, _) => new TokenHolder.Officer(new ActorId(person), PostAt.Parse(post) ?? new PostAt("", new UnitId(post))),
                var (person, _, _) => new TokenHolder.Resident(new ActorId(person)),
            };
            IReadOnlyList<Scope> scopes = [.. rows.Text(5).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Scopes.Of).OfType<Scope>()];
            tokens.Add(new AccessToken(rows.Text(0), holder, scopes, rows.Bytes(1), Moment(rows.Number(6)), Moment(rows.Number(7)), rows.Number(8) is var revoked and not 0 ? Moment(revoked) : null));
        }

        return tokens;
    }

    private static string PersonOf(TokenHolder holder) => holder switch { TokenHolder.Resident one => one.Person.Text, TokenHolder.Officer one => one.Person.Text, _ => "" };

    internal static DateTimeOffset Moment(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
