using Trellis.Structure;

namespace Trellis.Bench.Checks;

/// <summary>
/// Pairs of items as offices write them, of one fact or of two that look alike, in <c>bench/banks</c>. Word lists and weights were made from
/// the fitted banks; the held-out ones were written by others who knew neither those nor the check, and judge it. Whoever changes the check after reading
/// a held-out bank moves it to the fitted ones and has a new one written.
/// </summary>
internal static class Banks
{
    public sealed record Name(string Zh, string En, string MeansZh, string MeansEn, string Type);

    public static IReadOnlyList<string> HeldOutFiles { get; } = [.. Files("held-out-*.tsv")];

    /// <summary>Held-out pairs of one fact.</summary>
    public static IReadOnlyList<(Name One, Name Other)> Same { get; } = Read("same");

    /// <summary>Held-out pairs of two facts.</summary>
    public static IReadOnlyList<(Name One, Name Other)> Differ { get; } = Read("differ");

    private static List<(Name, Name)> Read(string verdict)
    {
        var pairs = new List<(Name, Name)>();
        foreach (var line in HeldOutFiles.SelectMany(File.ReadLines))
        {
            var cells = line.Split('\t');
            if (cells.Length == 11 && cells[0] == verdict) pairs.Add((Of(cells, 1), Of(cells, 6)));
        }

        return pairs;
    }

    // A code list of its own would have to stand in the structure; what is written of it is a text.
    private static Name Of(string[] cells, int from) => new(cells[from + 1], cells[from + 2], cells[from + 3], cells[from + 4], cells[from] == "code" ? "text" : cells[from]);

    private static IEnumerable<string> Files(string pattern)
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Trellis.slnx"))) root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("Run inside the checkout.");
        return Directory.EnumerateFiles(Path.Combine(root, "bench", "banks"), pattern).Order(StringComparer.Ordinal);
    }
}
