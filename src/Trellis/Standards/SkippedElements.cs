namespace Trellis.Standards;

/// <summary>Counts what a format reader passed over, by name; the hundredth different name and all after it are counted together.</summary>
internal sealed class SkippedElements
{
    private const int MostNames = 100;
    private const string Others = "other elements";

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, int> ByName => _counts;

    public void Count(string name, int times = 1)
    {
        if (times == 0) return;
        var word = _counts.ContainsKey(name) || _counts.Count < MostNames ? Excerpt.Of(name, 60) : Others;
        _counts[word] = checked(_counts.GetValueOrDefault(word) + times);
    }

    public int CountOf(string name) => _counts.GetValueOrDefault(name);
}
