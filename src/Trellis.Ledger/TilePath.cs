using System.Globalization;
using System.Text;

namespace Trellis.Ledger;

/// <summary>
/// Where tiles and bundles of entries lie, in a folder and under an address alike: <c>tile/0/x001/x234/067</c>, <c>tile/entries/000.p/112</c> (C2SP tlog-tiles).
/// Groups of three digits keep folders small and let a full and a partial tile lie side by side.
/// </summary>
public static class TilePath
{
    private const string Entries = "entries";

    /// <summary>The name of the newest checkpoint beside the folder of tiles.</summary>
    public const string Checkpoint = "checkpoint";

    public static string Of(Tile tile) => Of(tile.Level.ToString(CultureInfo.InvariantCulture), tile.Number, tile.Hashes);

    /// <summary>The bundle with the entries whose hashes stand in the tile of level 0 with the same number.</summary>
    /// <param name="entries">1 to 256.</param>
    public static string OfEntries(long number, int entries = Tile.Width) => Of(Entries, number, entries);

    /// <summary>Reads a path in its one spelling; everything else is no path.</summary>
    /// <param name="ofEntries">Whether it names a bundle of entries; the level of the tile is then 0.</param>
    public static bool TryRead(string path, out Tile tile, out bool ofEntries)
    {
        ArgumentNullException.ThrowIfNull(path);
        tile = default;
        ofEntries = false;
        if (path.Length > 60) return false; // the longest number of a tile that exists has 17 digits
        var parts = path.Split('/');
        if (parts.Length < 3 || parts[0] != "tile") return false;
        ofEntries = parts[1] == Entries;
        var level = ofEntries ? 0 : parts[1] is [>= '0' and <= '7' and var digit] ? digit - '0' : -1;
        if (level < 0) return false;

        var hashes = Tile.Width;
        var last = parts.Length - 1;
        if (parts[last - 1].EndsWith(".p", StringComparison.Ordinal))
        {
            if (!DecimalText.TryRead(Encoding.ASCII.GetBytes(parts[last]), out var width) || width is < 1 or >= Tile.Width) return false;
            hashes = (int)width;
            last--;
            parts[last] = parts[last][..^2];
        }

        long number = 0;
        for (var at = 2; at <= last; at++)
        {
            var group = parts[at].AsSpan();
            if (at < last)
            {
                if (group.Length == 0 || group[0] != 'x') return false;
                group = group[1..];
            }

            if (group.Length != 3 || number > 100_000_000_000_000) return false;
            foreach (var letter in group)
            {
                if (!char.IsAsciiDigit(letter)) return false;
                number = (number * 10) + (letter - '0');
            }
        }

        tile = new Tile(level, number, hashes);
        return (ofEntries ? OfEntries(number, hashes) : Of(tile)) == path;
    }

    private static string Of(string kind, long number, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, Tile.Width);
        var path = string.Create(CultureInfo.InvariantCulture, $"{number % 1000:d3}");
        for (var rest = number / 1000; rest > 0; rest /= 1000) path = string.Create(CultureInfo.InvariantCulture, $"x{rest % 1000:d3}/{path}");
        return width == Tile.Width
            ? $"tile/{kind}/{path}"
            : string.Create(CultureInfo.InvariantCulture, $"tile/{kind}/{path}.p/{width}");
    }
}
