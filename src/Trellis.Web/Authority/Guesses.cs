using System.Collections.Concurrent;
using System.Net;

namespace Trellis.Web.Authority;

/// <summary>Counts wrong tokens by where they come from, so that nobody can try many. A right token costs nothing.</summary>
/// <param name="most">Wrong tokens from one place that are answered in one minute.</param>
public sealed class Guesses(TimeProvider time, int most = 20)
{
    private const int MostPlaces = 100_000;

    private readonly ConcurrentDictionary<IPAddress, (long Minute, int Count)> _places = new();

    /// <summary>Whether a place has tried too often in this minute.</summary>
    public bool AreTooMany(IPAddress? from) => _places.TryGetValue(Networks.Of(from), out var place) && place.Minute == Minute() && place.Count >= most;

    public void AddWrong(IPAddress? from)
    {
        var minute = Minute();
        if (_places.Count >= MostPlaces)
            foreach (var (place, seen) in _places)
                if (seen.Minute != minute) _places.TryRemove(place, out _);
        // So many places at once are an attack that spreads itself; then all of them are counted as one.
        var key = _places.Count >= MostPlaces && !_places.ContainsKey(Networks.Of(from)) ? IPAddress.Any : Networks.Of(from);
        _places.AddOrUpdate(key, static (_, now) => (now, 1), static (_, seen, now) => seen.Minute == now ? (now, seen.Count + 1) : (now, 1), minute);
    }

    private long Minute() => time.GetUtcNow().ToUnixTimeSeconds() / 60;
}
