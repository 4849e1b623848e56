using Trellis.Runtime.Database;

namespace Trellis.Runtime.Authority;

/// <summary>Somebody who is signed in.</summary>
/// <param name="Digest">16 bytes of the SHA-256 of what the browser holds, and 16 bytes of a seal over the row.</param>
/// <param name="Seat">The post in which they work; null for a resident.</param>
public sealed record SignedIn(byte[] Digest, ActorId Person, PostAt? Seat, DateTimeOffset Begun, DateTimeOffset Expires)
{
    public SignInWay Way { get; init; } = SignInWay.Picked;

    /// <summary>By what it is told from others in a list; opens nothing.</summary>
    public string Id => Convert.ToHexStringLower(Digest.AsSpan(Digest.Length - 8));
}

/// <summary>How somebody came in.</summary>
/// <param name="Via">password, passkey, provider:ID; empty where somebody was picked, in the demo.</param>
/// <param name="Browser">What it calls itself, in two words.</param>
/// <param name="Subject">A keyed hash of who they are at the provider; empty without one.</param>
/// <param name="Sid">A keyed hash of the provider's own session; empty where it names none.</param>
public sealed record SignInWay(string Via, string Browser, string Subject = "", string Sid = "")
{
    public static SignInWay Picked { get; } = new("", "");
}

internal static class SessionRows
{
    private static readonly Statement Insert = new("insert into access_session (digest, person, post, begun, expires, via, browser, subject, sid) values (@digest, @person, @post, @begun, @expires, @via, @browser, @subject, @sid)", independent: true);

    private static readonly Statement Delete = new("delete from access_session where digest = @digest");

    private static readonly Statement DeleteOld = new("delete from access_session where expires <= @now");

    private static readonly Statement DeleteAll = new("delete from access_session");

    private static readonly Statement All = new("select digest, person, post, begun, expires, via, browser, subject, sid from access_session where expires > @now");

    internal static IReadOnlyList<Statement> Statements { get; } = [Insert, Delete, DeleteOld, DeleteAll, All];

    public static void Add(Writes writes, SignedIn one) => writes.Add(Insert, one.Digest, one.Person.Text, one.Seat?.ToString() ?? "", one.Begun.ToUnixTimeMilliseconds(), one.Expires.ToUnixTimeMilliseconds(), one.Way.Via, one.Way.Browser, one.Way.Subject, one.Way.Sid);

    public static void End(Writes writes, byte[] digest) => writes.Add(Delete, digest);

    public static void EndOld(Writes writes, DateTimeOffset now) => writes.Add(DeleteOld, now.ToUnixTimeMilliseconds());

    public static void EndAll(Writes writes) => writes.Add(DeleteAll);

    public static IReadOnlyList<SignedIn> Read(Session session, DateTimeOffset now)
    {
        using var rows = session.Query(All, now.ToUnixTimeMilliseconds());
        var found = new List<SignedIn>();
        while (rows.Next()) found.Add(new SignedIn(rows.Bytes(0), new ActorId(rows.Text(1)), rows.Text(2) is { Length: > 0 } post ? PostAt.Parse(post) : null, AccessRows.Moment(rows.Number(3)), AccessRows.Moment(rows.Number(4))) { Way = new SignInWay(rows.Text(5), rows.Text(6), rows.Text(7), rows.Text(8)) });
        return found;
    }
}
