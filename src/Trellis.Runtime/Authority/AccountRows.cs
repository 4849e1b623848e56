using Trellis.Authority.Access;
using Trellis.Ledger;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;

namespace Trellis.Runtime.Authority;

/// <summary>The table of accounts, folded from their events.</summary>
internal static class AccountRows
{
    private static readonly Statement Put = new("""
        insert into account (id, person, position, state, locked) values (@id, @person, @position, @state, 0)
        on conflict (id) do update set position = excluded.position, state = excluded.state, locked = 0
        """);

    private static readonly Statement Lock = new("update account set locked = 1 where id = @id");

    private static readonly Statement All = new("select id, position, locked from account order by position");

    internal static IReadOnlyList<Statement> Statements { get; } = [Put, Lock, All];

    internal static void Fold(Writes writes, long position, AccountChanged happened)
    {
        if (happened.Change == AccountChange.Locked) writes.Add(Lock, happened.Account);
        else if (happened.State is { } state) writes.Add(Put, happened.Account, happened.Person.Text, position, state);
    }

    /// <summary>All accounts as their entries say, which were proved to stand in the record; a row says no more than where that entry stands, and whether it was locked since.</summary>
    public static IReadOnlyList<SignInAccount> Proven(Session session, ProvenEntries entries) => Of(session, entries.At);

    /// <summary>The same as the entries say it, to be shown.</summary>
    public static IReadOnlyList<SignInAccount> Read(Session session) => Of(session, position => LedgerRows.Entry(session, position) is { } bytes && Entry.TryRead(bytes, out var entry, out _) ? entry : null);

    private static List<SignInAccount> Of(Session session, Func<long, Entry?> at)
    {
        var found = new List<(string Id, long Position, bool Locked)>();
        using (var rows = session.Query(All))
            while (rows.Next()) found.Add((rows.Text(0), rows.Number(1), rows.Number(2) != 0));
        var accounts = new List<SignInAccount>();
        foreach (var (id, position, locked) in found)
        {
            if (at(position) is not { } entry || AccessEvents.Read(entry.Event, entry.Fields) is not AccountChanged changed || changed.Account != id) continue;
            if (ChangingAccounts.Apply(null, changed, position) is { } account) accounts.Add(account with { Locked = locked });
        }

        return accounts;
    }
}
