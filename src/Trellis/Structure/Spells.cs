using System.Diagnostics.CodeAnalysis;

namespace Trellis.Structure;

/// <summary>All entries of one kind, with what changes on a day standing twice under one id. A reference means the spell of the day.</summary>
public sealed class Spells<T>
    where T : Entry
{
    private readonly Dictionary<string, object> _byId;

    public Spells(IReadOnlyList<T> all)
    {
        All = all;
        // One spell is the rule: the entry itself stands in the table, a list only where there are more.
        _byId = new Dictionary<string, object>(all.Count, StringComparer.Ordinal);
        foreach (var entry in all)
        {
            if (!_byId.TryGetValue(entry.Id, out var known)) _byId.Add(entry.Id, entry);
            else if (known is List<T> list) list.Add(entry);
            else _byId[entry.Id] = new List<T> { (T)known, entry };
        }
    }

    /// <summary>In the order in which they are written.</summary>
    public IReadOnlyList<T> All { get; }

    public IEnumerable<string> Ids => _byId.Keys;

    public bool Has(string? id) => id is not null && _byId.ContainsKey(id);

    /// <summary>Every spell of an id; none of null, which stands for what could not be read.</summary>
    public IReadOnlyList<T> Of(string? id) => id is not null && _byId.TryGetValue(id, out var known) ? known as List<T> ?? [(T)known] : [];

    /// <summary>The spell of a day, or null.</summary>
    public T? On(string? id, DateOnly day)
    {
        if (id is null || !_byId.TryGetValue(id, out var known)) return null;
        if (known is T one) return one.HoldsOn(day) ? one : null;
        foreach (var spell in (List<T>)known)
            if (spell.HoldsOn(day)) return spell;
        return null;
    }

    public bool TryGet(string id, DateOnly day, [NotNullWhen(true)] out T? entry) => (entry = On(id, day)) is not null;
}
