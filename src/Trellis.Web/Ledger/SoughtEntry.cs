using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Trellis.Ledger;

namespace Trellis.Web.Ledger;

/// <summary>What somebody looks for in the record, as they wrote it.</summary>
public abstract partial record SoughtEntry
{
    /// <summary>A receipt has some thousand letters; nobody looks for more.</summary>
    public const int LongestWritten = 1500;

    private SoughtEntry()
    {
    }

    /// <summary>By the number of the entry, which its receipt and the code on it hold.</summary>
    public sealed record Position(long At) : SoughtEntry;

    /// <summary>By the number of a matter that people read out.</summary>
    public sealed record MatterNumber(string Number) : SoughtEntry;

    /// <summary>A digest: of an entry, or the root of a tree that was signed.</summary>
    public sealed record Digest(TreeHash Hash) : SoughtEntry;

    /// <summary>A checkpoint that somebody saved: this record had so many entries with this hash over all of them.</summary>
    public sealed record Saved(string Origin, long Size, TreeHash Root) : SoughtEntry;

    /// <summary>Something else.</summary>
    public sealed record Unreadable : SoughtEntry;

    public static SoughtEntry Read(string written)
    {
        ArgumentNullException.ThrowIfNull(written);
        var text = written.Trim();
        if (text.Length is 0 or > LongestWritten) return new Unreadable();
        if (Spoken().IsMatch(text)) return new MatterNumber(text);
        if (DigestAlone().IsMatch(text)) return HashOf(text) is { } hash ? new Digest(hash) : new Unreadable();
        if (OfCheckpoint().Match(text) is { Success: true } saved && long.TryParse(saved.Groups["size"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && HashOf(saved.Groups["root"].Value) is { } root) return new Saved(saved.Groups["origin"].Value, size, root);
        foreach (var spelled in (Regex[])[Alone(), InAddress(), InReceipt()])
            if (spelled.Match(text) is { Success: true } found && long.TryParse(found.Groups["number"].Value.Replace(",", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var at)) return new Position(at);
        return new Unreadable();
    }

    /// <summary>In the 64 digits of programs, or as checkpoints and receipts write it.</summary>
    private static TreeHash? HashOf(string text) => text.Length == 2 * TreeHash.Length ? new TreeHash(Convert.FromHexString(text)) : TreeHash.TryRead(Encoding.ASCII.GetBytes(text), out var hash) ? hash : null;

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{1,12}$", RegexOptions.CultureInvariant)]
    private static partial Regex Spoken();

    /// <summary>17; 1,234 as pages write it; entry 17; 第 17 条.</summary>
    [GeneratedRegex(@"^(entry|no\.?|#|第)?\s*(?<number>[0-9]{1,3}(,[0-9]{3})+|[0-9]{1,18})\s*条?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Alone();

    /// <summary>What the code on a receipt holds, and the name of the file.</summary>
    [GeneratedRegex(@"(^|/)(receipt[/-]|record/)(?<number>[0-9]{1,18})(\.tlog-proof)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex InAddress();

    [GeneratedRegex(@"^c2sp\.org/tlog-proof@v1\s.*?\bindex (?<number>[0-9]{1,18})\s", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex InReceipt();

    [GeneratedRegex(@"^([0-9a-fA-F]{64}|[A-Za-z0-9+/]{43}=)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex DigestAlone();

    /// <summary>Its first three lines; a field of one line has blanks between them.</summary>
    [GeneratedRegex(@"^(?<origin>\S+)\s+(?<size>[0-9]{1,18})\s+(?<root>[A-Za-z0-9+/]{43}=)(\s|$)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex OfCheckpoint();
}
