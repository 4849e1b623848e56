using System.Collections.Concurrent;
using Trellis.Structure;

namespace Trellis.Authority;

/// <summary>All mandates of one power on a day, and what would be one but gives nothing.</summary>
internal sealed class PowerHolders(Power first)
{
    /// <summary>More places than a county has.</summary>
    private const int MostPlacesKept = 4096;

    private static readonly IReadOnlyList<Mandate> None = [];

    private readonly Dictionary<string, List<Mandate>> _byDelegationId = new(StringComparer.Ordinal);
    private readonly Dictionary<(Entry, Holding?, Break), (BrokenLink Link, List<UnitOnDay> Places)> _broken = [];
    private readonly Dictionary<int, List<(string Post, BrokenLink Link)>> _missed = [];
    private readonly ConcurrentDictionary<int, List<NearHolder>> _near = new();

    public Power Power => first;

    public List<Mandate> Written { get; } = [];

    public List<Mandate> Holders { get; } = [];

    public IReadOnlyList<Mandate> All => Written;

    public Dictionary<int, List<Mandate>> ByUnit { get; } = [];

    public Dictionary<int, List<Mandate>> ByArea { get; } = [];

    public Dictionary<Entry, List<Mandate>> ByEntry { get; } = [];

    /// <summary>Faults of the files: what is written and cannot give anything on the day.</summary>
    public IReadOnlyList<BrokenLink> Broken { get; private set; } = [];

    /// <summary>The unit of each mandate, and the body in whose name that unit acts.</summary>
    public HashSet<int> Bearers { get; } = [];

    /// <summary>One expansion serves all spells of a power on a day; it is told of once, with the first.</summary>
    public bool BelongsTo(Power power) => first == power;

    public IReadOnlyList<Mandate> ByDelegationId(string? id) => id is not null && _byDelegationId.TryGetValue(id, out var list) ? list : None;

    /// <summary>Why a post has nothing of the power although something is written for it; null where nothing is. A fault before what merely ended.</summary>
    public BrokenLink? Missed(string post, UnitOnDay unit)
    {
        if (!_missed.TryGetValue(unit.Index, out var list)) return null;
        BrokenLink? found = null;
        foreach (var (missing, link) in list)
            if (missing == post && (found is null || (IsTime(found.Why) && !IsTime(link.Why)))) found = link;
        return found;
    }

    /// <summary>As <see cref="FindNear"/>, kept: acts ask about the same places again and again.</summary>
    public List<NearHolder> Near(UnitOnDay place)
    {
        if (_near.TryGetValue(place.Index, out var known)) return known;
        var found = FindNear(place);
        return _near.Count < MostPlacesKept ? _near.GetOrAdd(place.Index, found) : found;
    }

    /// <summary>Who may use it at a place, nearest first.</summary>
    public List<NearHolder> FindNear(UnitOnDay place)
    {
        var found = new List<NearHolder>();
        for (var ground = place.Ground; ground is not null; ground = ground.WiderGround)
        {
            if (!ByArea.TryGetValue(ground.Index, out var here)) continue;
            foreach (var mandate in here)
                if (!found.Exists(one => one.Mandate == mandate)) found.Add(new NearHolder(mandate, Math.Max(0, place.LevelRank - mandate.Unit.LevelRank)));
        }

        found.Sort(static (one, other) => HoldersOnDay.Nearer(one.Mandate, other.Mandate));
        return found;
    }

    public void Add(Mandate mandate)
    {
        Written.Add(mandate);
        Bearers.Add(mandate.Unit.Index);
        Bearers.Add(mandate.Unit.ActsFor.Index);
        Put(ByUnit, mandate.Unit.Index, mandate);
        foreach (var ground in mandate.Area) Put(ByArea, ground.Index, mandate);
        if (mandate.Delegation is { } delegation)
        {
            Put(ByEntry, delegation, mandate);
            Put(_byDelegationId, delegation.Id, mandate);
        }
        else
        {
            Holders.Add(mandate);
        }
    }

    /// <summary>Written and broken.</summary>
    public void Break(BrokenLink link, UnitOnDay? place, string post)
    {
        var key = (link.Entry, link.Holding, link.Why);
        if (!_broken.TryGetValue(key, out var known)) _broken.Add(key, known = (link with { }, []));
        if (place is null) return;
        if (known.Places.Count == 0 || known.Places[^1] != place) known.Places.Add(place);
        Off(known.Link, post, place);
    }

    /// <summary>Ended, not begun, taken back or moved: no fault of the files.</summary>
    public void Off(BrokenLink link, string post, UnitOnDay place)
    {
        if (!_missed.TryGetValue(place.Index, out var list)) _missed.Add(place.Index, list = []);
        list.Add((post, link));
    }

    public void Settle()
    {
        foreach (var (link, places) in _broken.Values) link.Places = places;
        Broken = [.. _broken.Values.Select(static one => one.Link)];
    }

    private static bool IsTime(Break why) => why is Authority.Break.Expired or Authority.Break.NotYet;

    private static void Put<TKey>(Dictionary<TKey, List<Mandate>> lists, TKey key, Mandate mandate)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list)) lists.Add(key, list = new List<Mandate>(1));
        list.Add(mandate);
    }
}
