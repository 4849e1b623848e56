using Trellis.Runtime.Database;

namespace Trellis.Runtime.Ledger;

/// <summary>An address that is told of events.</summary>
/// <param name="Secret">Sealed; what it is signed with.</param>
/// <param name="Told">The position of the last event that it took; -1 for none. What is still to be sent stands in the record itself.</param>
/// <param name="Attempts">How often it was tried in vain since it last took something.</param>
/// <param name="Next">Not before then.</param>
/// <param name="Failing">Since when it takes nothing; null while it does.</param>
/// <param name="Disabled">When it was given up; null while it is not.</param>
public sealed record Webhook(string Id, Uri Address, byte[] Secret, long Told, int Attempts, DateTimeOffset Next, DateTimeOffset? Failing, string Trouble, DateTimeOffset? Disabled);

internal static class WebhookRows
{
    private static readonly Statement Put = new("""
        insert into webhook (id, address, secret, told, attempts, next, failing, trouble, disabled)
        values (@id, @address, @secret, @told, @attempts, @next, @failing, @trouble, @disabled)
        on conflict (id) do update set secret = excluded.secret, told = excluded.told, attempts = excluded.attempts, next = excluded.next, failing = excluded.failing, trouble = excluded.trouble, disabled = excluded.disabled
        """, independent: true);

    private static readonly Statement Delete = new("delete from webhook where id = @id");

    private static readonly Statement All = new("select id, address, secret, told, attempts, next, failing, trouble, disabled from webhook order by id");

    internal static IReadOnlyList<Statement> Statements { get; } = [Put, Delete, All];

    public static void Set(Writes writes, Webhook one) => writes.Add(
        Put, one.Id, one.Address.AbsoluteUri, one.Secret, one.Told, (long)one.Attempts, one.Next.ToUnixTimeMilliseconds(), one.Failing?.ToUnixTimeMilliseconds() ?? 0, one.Trouble, one.Disabled?.ToUnixTimeMilliseconds() ?? 0);

    public static void Remove(Writes writes, string id) => writes.Add(Delete, id);

    public static List<Webhook> Read(Session session)
    {
        using var rows = session.Query(All);
        var found = new List<Webhook>();
        while (rows.Next())
            found.Add(new Webhook(rows.Text(0), new Uri(rows.Text(1)), rows.Bytes(2), rows.Number(3), (int)rows.Number(4), Moment(rows.Number(5))!.Value, rows.Number(6) is var failing and not 0 ? Moment(failing) : null, rows.Text(7), rows.Number(8) is var disabled and not 0 ? Moment(disabled) : null));
        return found;
    }

    private static DateTimeOffset? Moment(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
