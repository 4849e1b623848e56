using System.Text.Json;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Ledger;

/// <summary>The vectors that others published; they lie beside the checkout, not in it.</summary>
internal static class PublishedVectors
{
    public static JsonDocument Read(string name)
    {
        var path = Path.Combine(Path.GetDirectoryName(Checkout.Root)!, "shared", "data", "tlog", name);
        if (!File.Exists(path)) Assert.Skip($"The published vectors do not lie beside the checkout (../shared/data/tlog/{name}).");
        return JsonDocument.Parse(File.ReadAllBytes(path));
    }
}
