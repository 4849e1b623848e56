using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Trellis.Ledger;
using Trellis.Runtime.Database;

namespace Trellis.Runtime.Ledger;

/// <summary>
/// Between two checkpoints the head of the tree is sealed with each batch, under a key outside the database. So nobody who has the database alone
/// can put entries behind the last checkpoint while no program runs, and have them signed at the next start.
/// </summary>
internal static class SealedHead
{
    /// <summary>Its row in <c>ledger_meta</c>.</summary>
    internal const string Name = "sealed-head";

    internal const string Fault = "the last entries were not written with the keys of the record.";

    private static readonly Statement Of = new($"select value from ledger_meta where name = '{Name}'");

    private static readonly Statement Renew = new($"update ledger_meta set value = @value where name = '{Name}'", independent: true);

    private static readonly Statement Put = new($"""
        insert into ledger_meta (name, value) values ('{Name}', @value)
        on conflict (name) do update set value = excluded.value
        """);

    internal static IReadOnlyList<Statement> Statements { get; } = [Of, Renew, Put];

    /// <summary>The key under which heads are sealed.</summary>
    internal static byte[] KeyOf(RecordKeys keys) => keys.Derive("sealed-head");

    /// <summary>Seals a head that a batch leads to; a cheap statement, for it comes with every batch.</summary>
    internal static void Add(Writes writes, byte[] key, string origin, TreeHead head) => writes.Add(Renew, Seal(key, origin, head));

    /// <summary>Seals a head where there may be no seal yet.</summary>
    internal static void Begin(Writes writes, RecordKeys keys, string origin, TreeHead head) => writes.Add(Put, Seal(KeyOf(keys), origin, head));

    /// <summary>Whether the entries behind what was signed were written with these keys. What is signed needs no seal.</summary>
    /// <param name="signed">The size of the newest checkpoint of ours.</param>
    internal static bool Holds(Session session, RecordKeys keys, string origin, TreeHead head, long signed) =>
        head.Size <= signed || (session.Text(Of) is { } seal && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(seal), Encoding.ASCII.GetBytes(Seal(KeyOf(keys), origin, head))));

    private static string Seal(byte[] key, string origin, TreeHead head) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{origin}\n{head.Size}\n{head.Root}"))));
}
