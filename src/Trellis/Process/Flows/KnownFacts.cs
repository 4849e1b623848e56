namespace Trellis.Process.Flows;

/// <summary>What has been asked or given so far on the way through a flow: for each name the conditions under which it is certainly known, and whether it may be known at all.</summary>
internal sealed class KnownFacts
{
    // Lists are replaced, never changed: a copy shares them.
    private readonly Dictionary<string, Conditions[]> _known;
    private readonly HashSet<string> _perhaps;

    public KnownFacts() => (_known, _perhaps) = (new(StringComparer.Ordinal), new(StringComparer.Ordinal));

    private KnownFacts(KnownFacts other)
    {
        _known = new(other._known, StringComparer.Ordinal);
        _perhaps = new(other._perhaps, StringComparer.Ordinal);
    }

    public KnownFacts Copy() => new(this);

    public void State(string name, Conditions when)
    {
        _perhaps.Add(name);
        if (!_known.TryGetValue(name, out var alternatives) || when.IsNone) _known[name] = [when];
        else if (!Array.Exists(alternatives, static one => one.IsNone)) _known[name] = [.. alternatives, when];
    }

    /// <summary>Together with what was stated side by side, or in another branch.</summary>
    public void Join(KnownFacts other)
    {
        _perhaps.UnionWith(other._perhaps);
        foreach (var (name, alternatives) in other._known)
            foreach (var when in alternatives)
                if (!_known.TryGetValue(name, out var own) || !own.Contains(when)) State(name, when);
    }

    /// <summary>All conditions under which a name, or something that it is reached from, is known.</summary>
    public List<Conditions> When(string path)
    {
        var alternatives = new List<Conditions>();
        for (var end = path.Length; end > 0; end = path.LastIndexOf('.', end - 1))
            if (_known.TryGetValue(path[..end], out var own)) alternatives.AddRange(own);
        return alternatives;
    }

    public bool Perhaps(string path)
    {
        for (var end = path.Length; end > 0; end = path.LastIndexOf('.', end - 1))
            if (_perhaps.Contains(path[..end])) return true;
        return false;
    }

    /// <summary>Whether something reached from a name is known: an address of premises is enough to find the premises.</summary>
    public bool AnythingOf(string root) => _perhaps.Any(name => Reading.Covers(root, name));
}
