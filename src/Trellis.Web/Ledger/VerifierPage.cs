using System.Security.Cryptography;
using System.Text;
using Trellis.Ledger;
using Trellis.Runtime.Ledger;

namespace Trellis.Web.Ledger;

/// <summary>
/// The page on which a resident verifies a receipt: one file with its style and script inside, which works from a disk as well as from a server.
/// Its own rule forbids it to load or send anything; only its one script and one style, by their hashes, may run.
/// </summary>
public static class VerifierPage
{
    static VerifierPage()
    {
        var (style, script) = (Part("verifier.css"), Part("words.js") + Part("proofs.js") + Part("page.js"));
        Policy = $"default-src 'none'; script-src {HashOf(script)}; style-src {HashOf(style)}; img-src data:; base-uri 'none'; form-action 'none'";
        Html = Encoding.UTF8.GetBytes(Part("verifier.html").Replace("{policy}", Policy, StringComparison.Ordinal).Replace("{style}", style, StringComparison.Ordinal).Replace("{script}", script, StringComparison.Ordinal));
    }

    /// <summary>The whole page in UTF-8.</summary>
    public static byte[] Html { get; }

    /// <summary>The content security policy that stands in the page; a server says it once more in a header.</summary>
    public static string Policy { get; }

    /// <summary>The address of the page on a server with the receipt of an entry and its hash filled in already; null where no checkpoint covers it yet. They stand behind the #, which browsers keep to themselves.</summary>
    public static string? AddressWith(ServedLedger ledger, long position, Language language)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        if (ledger.Receipt(position, withEntry: false) is not { } receipt || ledger.Latest(position + 1, 1) is not [var (_, entry)]) return null;
        return $"/verifier.html#{(language == Language.Chinese ? "zh" : "en")}&site&receipt={Uri.EscapeDataString(Encoding.UTF8.GetString(receipt.Encode()))}&leaf={Uri.EscapeDataString(Tree.Leaf(entry.Encode()).ToString())}";
    }

    private static string HashOf(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    private static string Part(string name)
    {
        using var stream = typeof(VerifierPage).Assembly.GetManifestResourceStream("verifier/" + name) ?? throw new InvalidOperationException($"The part {name} of the page is not in this program.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
