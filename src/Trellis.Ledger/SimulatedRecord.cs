namespace Trellis.Ledger;

/// <summary>
/// By what a record says that it was only simulated: its first entry, and the name under which it signs, which stands in every checkpoint and receipt.
/// All its keys can be derived from what the first entry says, so its signatures prove nothing about who did what.
/// </summary>
public static class SimulatedRecord
{
    /// <summary>The first entry of a simulated record, and of no other.</summary>
    public const string Event = "record-simulated/1";

    private const string Ending = "/simulated";

    public static string OriginOf(string name) => name + Ending;

    /// <summary>Whether a name is that of a simulated record, in whatever generation.</summary>
    public static bool IsOrigin(string origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        var slash = origin.LastIndexOf('/');
        var first = slash >= 0 && slash < origin.Length - 1 && !origin.AsSpan(slash + 1).ContainsAnyExceptInRange('0', '9') ? origin.AsSpan(0, slash) : origin;
        return first.EndsWith(Ending, StringComparison.Ordinal);
    }

    /// <summary>Whether an entry that stands first in a record says that it was simulated.</summary>
    public static bool IsSaidBy(ReadOnlySpan<byte> first) => Entry.TryRead(first, out var entry, out _) && entry.Event == Event;
}
