using System.Collections.Concurrent;

namespace Trellis.Structure;

/// <summary>A unit as it stands on a day: its place among the bodies above it, and the ground it serves.</summary>
public sealed class UnitOnDay
{
    internal UnitOnDay(Unit unit, int index) => (Unit, Index) = (unit, index);

    public Unit Unit { get; }

    public string Id => Unit.Id;

    /// <summary>Its number among the units of the day.</summary>
    public int Index { get; }

    public UnitType? Type { get; internal set; }

    public UnitKind UnitKind => Type?.UnitKind ?? UnitKind.Place;

    /// <summary>0 for the widest level.</summary>
    public int LevelRank { get; internal set; }

    /// <summary>The body above; null at the top of its tree.</summary>
    public UnitOnDay? Parent { get; internal set; }

    /// <summary>Bodies above it, counted.</summary>
    public int Depth { get; internal set; }

    /// <summary>The unit whose territory it serves: itself, the one served, its parent's; null for outside bodies.</summary>
    public UnitOnDay? Ground { get; internal set; }

    /// <summary>True for the top and all below it, by body or by ground; others are outside and have no posts here.</summary>
    public bool Inside { get; internal set; }

    // Place in the tree of grounds: the unit covers all numbers from First up to, not including, Behind.
    internal int First { get; set; }

    internal int Behind { get; set; }

    /// <summary>How narrow its ground is: 0 for the widest.</summary>
    public int GroundDepth { get; internal set; }

    internal UnitOnDay? WiderGround { get; set; }

    /// <summary>The body in whose name it acts: its parent where its type says so.</summary>
    public UnitOnDay ActsFor => Type is { ActsForParent: true } && Parent is not null ? Parent : this;

    /// <summary>Whether its ground contains the ground of a place.</summary>
    public bool Contains(UnitOnDay place) =>
        Ground is { } ground && place.Ground is { } other && ground.First <= other.First && other.First < ground.Behind;

    /// <summary>Whether it is this body or one below it.</summary>
    public bool IsUnder(UnitOnDay above)
    {
        for (var body = this; body is not null; body = body.Parent)
            if (body == above) return true;
        return false;
    }

    /// <summary>A list of nobody else.</summary>
    internal IReadOnlyList<UnitOnDay> Alone => field ??= [this];

    /// <summary>Posts that it was asked for, with their rows; null for one that it does not have. Replaced, never changed.</summary>
    internal (string Post, Post? Row)[] AskedFor { get; set; } = [];

    public override string ToString() => Id;
}

/// <summary>Units, groups and posts as they stand on one day, and who is near.</summary>
public sealed class StructureOnDay
{
    /// <summary>More posts than most units have.</summary>
    private const int MostAskedFor = 12;

    private readonly Territory _territory;

    internal StructureOnDay(GovernanceStructure structure, DateOnly day)
        : this(structure, day, new Territory(structure, day))
    {
    }

    private StructureOnDay(GovernanceStructure structure, DateOnly day, Territory territory) => (Structure, Day, _territory) = (structure, day, territory);

    public GovernanceStructure Structure { get; }

    public DateOnly Day { get; }

    public IReadOnlyList<UnitOnDay> Units => _territory.Units;

    /// <summary>The same object on all days between two changes of units, groups and posts.</summary>
    internal object Posts => _territory;

    /// <summary>The same units on another day between the same changes.</summary>
    internal StructureOnDay For(DateOnly day) => day == Day ? this : new StructureOnDay(Structure, day, _territory);

    public UnitOnDay? Unit(string? id) => id is not null && _territory.ById.TryGetValue(id, out var unit) ? unit : null;

    /// <summary>Where something lies that was on the ground of a unit: the unit, or whoever succeeded it where it has ended.</summary>
    public UnitOnDay? Place(string? id)
    {
        const int MostSuccessors = 8;
        for (var hops = 0; id is not null && hops < MostSuccessors; hops++)
        {
            if (Unit(id) is { } unit) return unit;
            id = Structure.Units.Of(id) is [.., { To: var to, Successor.Id: { } successor }] && to < Day ? successor : null;
        }

        return null;
    }

    public UnitOnDay? Top => Unit(Structure.Top.Id);

    /// <summary>The units that a name stands for: one, or those of a group; empty where there is none on the day.</summary>
    public IReadOnlyList<UnitOnDay> Expand(string? unitOrGroup) => unitOrGroup is null ? [] : _territory.Expand(unitOrGroup);

    /// <summary>As <see cref="Expand(string?)"/>, without the units where the entry does not hold because its overlay is elsewhere, or because another overlay takes it away there.</summary>
    public IReadOnlyList<UnitOnDay> Expand(string? unitOrGroup, Entry entry)
    {
        var units = Expand(unitOrGroup);
        if (entry.Overlay is { } overlay) return [.. units.Where(unit => IsInPlacesOf(overlay, unit))];
        var takenAway = Structure.TakenAwayBy(entry);
        return takenAway.Count == 0 ? units : [.. units.Where(unit => !takenAway.Any(one => one.HoldsOn(_territory.Day) && IsInPlacesOf(one, unit)))];
    }

    public bool IsIn(UnitOnDay unit, string unitOrGroup) => unit.Id == unitOrGroup || (_territory.Sets.GetOrAdd(unitOrGroup, static (name, view) => view.MakeSet(name), this) is { } set && set.Contains(unit.Index));

    /// <summary>Whether a unit serves ground in one of the overlay's places.</summary>
    public bool IsInPlacesOf(Overlay overlay, UnitOnDay unit)
    {
        foreach (var name in overlay.Places)
            foreach (var place in Expand(name.Id))
                if (place.Contains(unit)) return true;
        return false;
    }

    /// <summary>The row of a post at a unit, or null where the unit has no such post on the day.</summary>
    public Post? PostAt(string? post, UnitOnDay unit)
    {
        if (post is null) return null;
        // A unit has few posts, and acts ask for the same again and again. What another thread notes at once may be lost, and is looked up again.
        var asked = unit.AskedFor;
        foreach (ref readonly var one in asked.AsSpan())
            if (one.Post == post) return one.Row;
        var row = _territory.Posts.GetOrAdd(post, static (name, view) => view.MakePosts(name), this).GetValueOrDefault(unit.Index);
        if (asked.Length < MostAskedFor) unit.AskedFor = [.. asked, (post, row)];
        return row;
    }

    /// <param name="post">Null where an entry names none that can be read.</param>
    public IReadOnlyList<UnitOnDay> UnitsWithPost(string? post)
    {
        if (post is null) return [];
        var rows = _territory.Posts.GetOrAdd(post, static (name, view) => view.MakePosts(name), this);
        return rows.Count == 0 ? [] : [.. rows.Keys.Order().Select(index => Units[index])];
    }

    /// <summary>Posts that a unit has, by id.</summary>
    public IReadOnlyList<string> PostsOf(UnitOnDay unit) => _territory.PostsOf.GetOrAdd(unit.Index, index =>
        [.. Structure.Posts.Ids.Where(post => _territory.Posts.GetOrAdd(post, static (name, view) => view.MakePosts(name), this).ContainsKey(index)).Order(StringComparer.Ordinal)]);

    /// <summary>The units with a post whose ground contains the place most narrowly: one, none, or several equally near.</summary>
    public IReadOnlyList<UnitOnDay> Nearest(string? post, UnitOnDay place)
    {
        if (post is null) return [];
        var byGround = _territory.PostsByGround.GetOrAdd(post, static (name, view) => view.MakePostsByGround(name), this);
        for (var ground = place.Ground; ground is not null; ground = ground.WiderGround)
            if (byGround.TryGetValue(ground.Index, out var units)) return units;
        return [];
    }

    private HashSet<int>? MakeSet(string name)
    {
        var units = Expand(name);
        return units.Count == 0 ? null : [.. units.Select(static unit => unit.Index)];
    }

    private Dictionary<int, Post> MakePosts(string post)
    {
        var rows = new Dictionary<int, Post>();
        foreach (var row in Structure.Posts.Of(post))
        {
            if (!row.HoldsOn(_territory.Day)) continue;
            foreach (var unit in Expand(row.Where.Id, row)) rows.TryAdd(unit.Index, row);
        }

        return rows;
    }

    private Dictionary<int, List<UnitOnDay>> MakePostsByGround(string post)
    {
        var byGround = new Dictionary<int, List<UnitOnDay>>();
        foreach (var unit in UnitsWithPost(post))
        {
            if (unit.Ground is not { } ground) continue;
            if (!byGround.TryGetValue(ground.Index, out var units)) byGround.Add(ground.Index, units = []);
            units.Add(unit);
        }

        return byGround;
    }

    /// <summary>What is the same on all days between two changes of units, groups and posts.</summary>
    private sealed class Territory
    {
        public Territory(GovernanceStructure structure, DateOnly day)
        {
            (Structure, Day) = (structure, day);
            var units = new List<UnitOnDay>();
            foreach (var unit in structure.Units.All)
            {
                if (!unit.HoldsOn(day) || ById.ContainsKey(unit.Id)) continue;
                var one = new UnitOnDay(unit, units.Count);
                units.Add(one);
                ById.Add(unit.Id, one);
            }

            Units = units;
            foreach (var unit in units)
            {
                unit.Type = structure.Types.On(unit.Unit.Type.Id, day);
                unit.LevelRank = unit.Type is null ? 0 : structure.Levels.Of(unit.Type.Level.Id ?? "") is [var level, ..] ? level.Rank : 0;
                if (unit.Unit.Parent is { } parent && ById.TryGetValue(parent.Id, out var above)) unit.Parent = above;
            }

            foreach (var unit in units)
            {
                // A circle of parents is a finding of its own; here it is cut where it closes.
                var depth = 0;
                for (var body = unit; body is not null; body = body.Parent)
                    if (depth++ > units.Count) body.Parent = null;
                unit.Depth = depth - 1;
            }

            foreach (var unit in units) unit.Ground = GroundOf(unit, 0);
            LayOutGrounds();
            var top = ById.GetValueOrDefault(structure.Top.Id ?? "");
            foreach (var unit in units) unit.Inside = top is not null && (unit.IsUnder(top) || (top.Contains(unit) && unit.Type?.Ground != Trellis.Structure.Ground.None));
        }

        public GovernanceStructure Structure { get; }

        public DateOnly Day { get; }

        public List<UnitOnDay> Units { get; }

        public Dictionary<string, UnitOnDay> ById { get; } = new(StringComparer.Ordinal);

        public ConcurrentDictionary<string, IReadOnlyList<UnitOnDay>> Groups { get; } = new(StringComparer.Ordinal);

        public ConcurrentDictionary<string, HashSet<int>?> Sets { get; } = new(StringComparer.Ordinal);

        public ConcurrentDictionary<string, Dictionary<int, Post>> Posts { get; } = new(StringComparer.Ordinal);

        public ConcurrentDictionary<string, Dictionary<int, List<UnitOnDay>>> PostsByGround { get; } = new(StringComparer.Ordinal);

        public ConcurrentDictionary<int, IReadOnlyList<string>> PostsOf { get; } = new();

        public IReadOnlyList<UnitOnDay> Expand(string name)
        {
            if (ById.TryGetValue(name, out var unit)) return unit.Alone;
            return Groups.GetOrAdd(name, static (one, all) => all.Structure.Groups.On(one, all.Day) is { } group ? all.Members(group, 0) : [], this);
        }

        private List<UnitOnDay> Members(Group group, int depth)
        {
            if (group.Units is { } listed) return [.. listed.Select(one => ById.GetValueOrDefault(one.Id)).OfType<UnitOnDay>()];
            var under = group.Under is { } above && depth < 8
                ? ById.TryGetValue(above.Id, out var body) ? [body] : Structure.Groups.On(above.Id, Day) is { } inner ? Members(inner, depth + 1) : []
                : (List<UnitOnDay>?)null;
            var chosen = new List<UnitOnDay>();
            foreach (var unit in Units)
            {
                if (group.Types.Count > 0 && !group.Types.Any(type => type.Id == unit.Unit.Type.Id)) continue;
                if (group.Levels.Count > 0 && !group.Levels.Any(level => level.Id == unit.Type?.Level.Id)) continue;
                if (group.Kinds.Count > 0 && !group.Kinds.Any(kind => kind.Id == Vocabulary.Words.UnitKinds[(int)unit.UnitKind])) continue;
                if (group.Tags.Count > 0 && !group.Tags.Any(tag => unit.Unit.Tags.Any(own => own.Tag == tag.Id))) continue;
                // Under a bureau stand its stations; under a place with ground of its own also whoever serves that ground.
                if (under is not null && !under.Exists(one => unit != one && (unit.IsUnder(one) || (one.Ground == one && one.Contains(unit) && unit.Ground != one)))) continue;
                chosen.Add(unit);
            }

            return chosen;
        }

        private UnitOnDay? GroundOf(UnitOnDay unit, int hops) => unit.Type?.Ground switch
        {
            _ when hops > 64 => null,
            _ when unit.Unit.Ground is { } served => ById.TryGetValue(served.Id, out var place) ? place.Type?.Ground == Trellis.Structure.Ground.Own ? place : GroundOf(place, hops + 1) : null,
            Trellis.Structure.Ground.Own => unit,
            Trellis.Structure.Ground.Parent => unit.Parent is { } parent ? GroundOf(parent, hops + 1) : null,
            _ => null,
        };

        /// <summary>Numbers the units with ground of their own so that each covers a span of numbers.</summary>
        private void LayOutGrounds()
        {
            var children = new Dictionary<int, List<UnitOnDay>>();
            var roots = new List<UnitOnDay>();
            foreach (var unit in Units)
            {
                if (unit.Ground != unit) continue;
                UnitOnDay? wider = null;
                for (var body = unit.Parent; body is not null && wider is null; body = body.Parent)
                    if (body.Ground is { } ground && ground != unit) wider = ground;
                unit.WiderGround = wider;
                if (wider is null) roots.Add(unit);
                else
                {
                    if (!children.TryGetValue(wider.Index, out var list)) children.Add(wider.Index, list = []);
                    list.Add(unit);
                }
            }

            var next = 0;
            var stack = new Stack<(UnitOnDay Unit, int Child)>();
            foreach (var root in roots)
            {
                Enter(root, 0);
                while (stack.TryPop(out var top))
                {
                    if (children.TryGetValue(top.Unit.Index, out var inner) && top.Child < inner.Count)
                    {
                        stack.Push((top.Unit, top.Child + 1));
                        Enter(inner[top.Child], top.Unit.GroundDepth + 1);
                    }
                    else top.Unit.Behind = next;
                }
            }

            foreach (var unit in Units)
                if (unit.Ground is { } ground && ground != unit) unit.GroundDepth = ground.GroundDepth;

            void Enter(UnitOnDay unit, int depth)
            {
                (unit.First, unit.GroundDepth) = (next++, depth);
                stack.Push((unit, 0));
            }
        }
    }
}
