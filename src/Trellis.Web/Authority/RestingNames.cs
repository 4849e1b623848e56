namespace Trellis.Web.Authority;

/// <summary>
/// Sign-in names for which too many wrong passwords came: they rest for a while, whoever sends them and from where. A name that nobody has rests like any other, so that resting tells nothing.
/// Kept while the server runs; whoever restarts it needs no password.
/// </summary>
public sealed class RestingNames(TimeProvider time)
{
    public const int MostWrong = 5;

    public static readonly TimeSpan Rest = TimeSpan.FromMinutes(15);

    /// <summary>So many names at once are an attack that spreads itself; the addresses it comes from are limited besides.</summary>
    private const int MostNames = 100_000;

    private readonly Lock _one = new();
    private readonly Dictionary<string, (int Wrong, DateTimeOffset Since)> _names = new(StringComparer.Ordinal);

    /// <summary>Until when a name rests; null where it does not.</summary>
    public DateTimeOffset? Until(string name)
    {
        lock (_one) return _names.TryGetValue(name, out var known) && known.Wrong >= MostWrong && time.GetUtcNow() < known.Since + Rest ? known.Since + Rest : null;
    }

    /// <summary>Counts one before it is looked at, so that many at once are no more than so many. It is taken back by <see cref="Forget"/> where it was right.</summary>
    /// <returns>Whether the name may be tried; and whether it rests after this one, if it is wrong.</returns>
    public (bool May, bool IsLast) Try(string name)
    {
        lock (_one)
        {
            var now = time.GetUtcNow();
            if (_names.Count >= MostNames) Clear(now);
            if (!_names.TryGetValue(name, out var known) || now >= known.Since + Rest) known = (0, now);
            if (known.Wrong >= MostWrong) return (false, false);
            _names[name] = (known.Wrong + 1, now);
            return (true, known.Wrong + 1 == MostWrong);
        }
    }

    /// <summary>It was right.</summary>
    public void Forget(string name)
    {
        lock (_one) _names.Remove(name);
    }

    private void Clear(DateTimeOffset now)
    {
        foreach (var (name, known) in _names)
            if (now >= known.Since + Rest || known.Wrong < MostWrong) _names.Remove(name);
        if (_names.Count >= MostNames) _names.Clear();
    }
}
