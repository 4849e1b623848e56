using System.Collections.Concurrent;
using Trellis.Structure.Files;

namespace Trellis.Structure;

/// <summary>
/// A whole structure: every entry of every kind in all its spells, and the overlays beside it. Immutable.
/// Questions that need a day go to <see cref="On"/>; the structure as it holds where overlays apply comes from <see cref="Under"/>.
/// </summary>
public sealed class GovernanceStructure
{
    private readonly ConcurrentDictionary<DateOnly, StructureOnDay> _days = new();
    private readonly Lazy<DateOnly[]> _changes;
    private readonly Lazy<HashSet<string>> _supervisors;

    // Posts of the base that overlays replace or withdraw: there is one base for all places, and elsewhere the post is as before.
    private readonly Dictionary<string, List<Overlay>> _postsElsewhere = new(StringComparer.Ordinal);

    internal GovernanceStructure(Node root, IReadOnlyList<Entry> entries, IReadOnlyList<SourceFile> files, IReadOnlyList<Overlay> applied)
    {
        (Root, Entries, Files, Applied) = (root, entries, files, applied);
        Id = root["structure"u8].TextOrEmpty();
        Name = root["name"u8].TextsOrId(Id);
        Version = root["version"u8].TextOrEmpty();
        From = root.DayOr("from"u8, DateOnly.MinValue);
        To = root.DayOr("to"u8, DateOnly.MaxValue);
        Top = root["top"u8].Ref() ?? default;
        Languages = [.. root["languages"u8].Values().Select(static value => value.Text)];
        Zone = root["zone"u8].TextOrNull() ?? "Asia/Shanghai";
        Acts = new ActRules(root["acts"u8]);
        Overdue = OverdueRule.ReadAll(root["overdue"u8]) ?? [];
        AuthzenOpen = root["access"u8]["authzen"u8] is { Exists: true } access && access.Is("open"u8);

        Levels = new(Of<Level>(entries));
        Types = new(Of<UnitType>(entries));
        Calendars = new(Of<Calendar>(entries));
        Units = new(Of<Unit>(entries));
        Groups = new(Of<Group>(entries));
        Posts = new(Of<Post>(entries));
        Seats = Of<Seat>(entries);
        Skills = new(Of<Skill>(entries));
        Laws = new(Of<Law>(entries));
        Codes = new(Of<CodeList>(entries));
        Classes = new(Of<PowerClass>(entries));
        Duties = new(Of<Duty>(entries));
        Powers = new(Of<Power>(entries));
        Delegations = new(Of<Delegation>(entries));
        Purposes = new(Of<Purpose>(entries));
        Registers = new(Of<Register>(entries));
        Items = new(Of<Item>(entries));
        Standards = new(Of<Standard>(entries));
        Matters = new(Of<MatterType>(entries));
        Forms = new(Of<Form>(entries));
        Systems = new(Of<InformationSystem>(entries));
        Resources = new(Of<Resource>(entries));
        Stocks = Of<Stock>(entries);
        Indicators = new(Of<Indicator>(entries));
        Assessments = new(Of<AssessmentRule>(entries));
        Emergencies = new(Of<Emergency>(entries));
        Settings = new(Of<Setting>(entries));
        Neighbours = new(Of<Neighbour>(entries));
        Offers = new(Of<Offer>(entries));
        Overlays = new(Of<Overlay>(entries));
        _changes = new Lazy<DateOnly[]>(FindChanges);
        _supervisors = new Lazy<HashSet<string>>(() => new HashSet<string>(
            Overdue.Concat(Matters.All.SelectMany(static type => type.Overdue ?? [])).Select(static rule => rule.Tell?.Post)
                .Concat(Matters.All.Select(static type => type.Acts?.Whistle?.By.Post)).Append(Acts.Whistle?.By.Post).OfType<string>().Where(Posts.Has),
            StringComparer.Ordinal));
    }

    /// <summary>structure.yaml.</summary>
    public Node Root { get; }

    /// <summary>Every entry of the base, or of the base with the overlays applied, in written order file by file.</summary>
    public IReadOnlyList<Entry> Entries { get; }

    public IReadOnlyList<SourceFile> Files { get; }

    /// <summary>The overlays that are applied; none in the base.</summary>
    public IReadOnlyList<Overlay> Applied { get; }

    /// <summary>The structure without the overlays; null where none is applied.</summary>
    public GovernanceStructure? Base { get; private init; }

    public string Id { get; }

    public Text Name { get; }

    public string Version { get; }

    /// <summary>Its own first day.</summary>
    public DateOnly From { get; }

    public DateOnly To { get; }

    /// <summary>The unit that it is the structure of; units not below it are outside.</summary>
    public Ref Top { get; }

    /// <summary>The first binds.</summary>
    public IReadOnlyList<string> Languages { get; }

    public string Zone { get; }

    /// <summary>Acts outside the plan, for all matter types that do not restate them.</summary>
    public ActRules Acts { get; }

    /// <summary>What follows when a limit runs out, for all matter types that do not restate it.</summary>
    public IReadOnlyList<OverdueRule> Overdue { get; }

    public bool AuthzenOpen { get; }

    public Spells<Level> Levels { get; }

    public Spells<UnitType> Types { get; }

    public Spells<Calendar> Calendars { get; }

    public Spells<Unit> Units { get; }

    public Spells<Group> Groups { get; }

    /// <summary>Several rows may share an id on one day: the post at other units.</summary>
    public Spells<Post> Posts { get; }

    public IReadOnlyList<Seat> Seats { get; }

    public Spells<Skill> Skills { get; }

    public Spells<Law> Laws { get; }

    public Spells<CodeList> Codes { get; }

    public Spells<PowerClass> Classes { get; }

    public Spells<Duty> Duties { get; }

    public Spells<Power> Powers { get; }

    public Spells<Delegation> Delegations { get; }

    public Spells<Purpose> Purposes { get; }

    public Spells<Register> Registers { get; }

    public Spells<Item> Items { get; }

    public Spells<Standard> Standards { get; }

    public Spells<MatterType> Matters { get; }

    public Spells<Form> Forms { get; }

    public Spells<InformationSystem> Systems { get; }

    public Spells<Resource> Resources { get; }

    public IReadOnlyList<Stock> Stocks { get; }

    public Spells<Indicator> Indicators { get; }

    public Spells<AssessmentRule> Assessments { get; }

    public Spells<Emergency> Emergencies { get; }

    public Spells<Setting> Settings { get; }

    public Spells<Neighbour> Neighbours { get; }

    public Spells<Offer> Offers { get; }

    public Spells<Overlay> Overlays { get; }

    /// <summary>Whether a post is told of overdue matters, or calls departments, by the rules of the structure or of some matter type; such a post answers for its unit and those below.</summary>
    public bool Supervises(string post) => _supervisors.Value.Contains(post);

    /// <summary>Whether the id of a row may be somebody's: unless the register is one of units or matters, or says that its key is no personal item.</summary>
    public bool IsPersonal(string register, DateOnly day) =>
        register is not ("unit" or "matter") && !(Registers.On(register, day) is { Key: [{ Id: { } item }] } && Items.On(item, day) is { Personal: Personal.None });

    /// <summary>Units, groups and posts of one day; kept, because few days differ.</summary>
    public StructureOnDay On(DateOnly day)
    {
        // Days between two changes look alike: they share the view of the first of them, as far as units go.
        var change = Array.BinarySearch(_changes.Value, day);
        var first = change >= 0 ? day : ~change == 0 ? DateOnly.MinValue : _changes.Value[~change - 1];
        return _days.GetOrAdd(first, static (from, structure) => new StructureOnDay(structure, from), this).For(day);
    }

    /// <summary>Days on which some unit, group, type or post begins, or the day after it ended; sorted.</summary>
    public IReadOnlyList<DateOnly> TerritoryChanges => _changes.Value;

    /// <summary>The structure as it holds in the places of these overlays: entries added, replaced as a whole, withdrawn. Posts alone are taken away unit by unit.</summary>
    public GovernanceStructure Under(params IReadOnlyList<Overlay> overlays)
    {
        if (overlays.Count == 0) return this;
        var replaced = new HashSet<string>(StringComparer.Ordinal);
        var posts = new Dictionary<string, List<Overlay>>(StringComparer.Ordinal);
        foreach (var overlay in overlays)
        {
            foreach (var replacement in overlay.Replaces) Take(replacement.Entry.Kind, replacement.Entry.Id, overlay);
            foreach (var withdrawn in overlay.Withdraws) Take(withdrawn.Kind, withdrawn.Id ?? "", overlay);
        }

        var entries = new List<Entry>(Entries.Count + 8);
        var elsewhere = new List<Entry>();
        foreach (var entry in Entries)
        {
            if (entry.Overlay is null && entry.Kind == Kind.Post && posts.ContainsKey(entry.Id)) elsewhere.Add(entry);
            else if (entry.Overlay is not null || !replaced.Contains(entry.Address)) entries.Add(entry);
        }

        foreach (var overlay in overlays)
        {
            entries.AddRange(overlay.Adds);
            foreach (var replacement in overlay.Replaces) entries.Add(replacement.Entry);
        }

        entries.AddRange(elsewhere); // behind those that take their place, which are the ones meant here
        var under = new GovernanceStructure(Root, entries, Files, [.. Applied, .. overlays]) { Base = Base ?? this };
        foreach (var (post, by) in _postsElsewhere.Concat(posts))
        {
            if (!under._postsElsewhere.TryGetValue(post, out var known)) under._postsElsewhere.Add(post, known = []);
            known.AddRange(by);
        }

        return under;

        void Take(Kind kind, string id, Overlay overlay)
        {
            if (kind != Kind.Post) replaced.Add($"{Vocabulary.Words.Of(kind).Word}/{id}");
            else if (!posts.TryGetValue(id, out var by)) posts.Add(id, [overlay]);
            else by.Add(overlay);
        }
    }

    /// <summary>The overlays that take a post of the base away in their places; none of those that they bring.</summary>
    internal IReadOnlyList<Overlay> TakenAwayBy(Entry entry) =>
        _postsElsewhere.Count > 0 && entry is Post { Overlay: null } && _postsElsewhere.TryGetValue(entry.Id, out var overlays) ? overlays : [];

    /// <summary>Every spell of an entry, whatever its kind.</summary>
    public IReadOnlyList<Entry> Find(Kind kind, string id) => kind switch
    {
        Kind.Level => Levels.Of(id),
        Kind.UnitType => Types.Of(id),
        Kind.Calendar => Calendars.Of(id),
        Kind.Unit => Units.Of(id),
        Kind.Group => Groups.Of(id),
        Kind.Post => Posts.Of(id),
        Kind.Skill => Skills.Of(id),
        Kind.Law => Laws.Of(id),
        Kind.Codes => Codes.Of(id),
        Kind.PowerClass => Classes.Of(id),
        Kind.Duty => Duties.Of(id),
        Kind.Power => Powers.Of(id),
        Kind.Delegation => Delegations.Of(id),
        Kind.Purpose => Purposes.Of(id),
        Kind.Register => Registers.Of(id),
        Kind.Item => Items.Of(id),
        Kind.Standard => Standards.Of(id),
        Kind.Matter => Matters.Of(id),
        Kind.Form => Forms.Of(id),
        Kind.System => Systems.Of(id),
        Kind.Resource => Resources.Of(id),
        Kind.Indicator => Indicators.Of(id),
        Kind.Assessment => Assessments.Of(id),
        Kind.Emergency => Emergencies.Of(id),
        Kind.Setting => Settings.Of(id),
        Kind.Neighbour => Neighbours.Of(id),
        Kind.Offer => Offers.Of(id),
        Kind.Overlay => Overlays.Of(id),
        Kind.Seat => [.. Seats.Where(seat => seat.Id == id)],
        Kind.Stock => [.. Stocks.Where(stock => stock.Id == id)],
        Kind.Structure => [],
        _ => throw new InvalidOperationException($"{kind} is no kind of entry."),
    };

    /// <summary>Whether a basis is in force on a day: the law, and the article where one is cited.</summary>
    public bool InForce(Citation citation, DateOnly day)
    {
        if (Laws.On(citation.Law, day) is not { } law) return false;
        return citation.Article is null || law.Find(citation.Article).Any(article => article.From <= day && day <= article.To);
    }

    /// <summary>The last day on which a basis is in force, counted from a day on which it is; the largest day where it has no end.</summary>
    public DateOnly InForceUntil(Citation citation, DateOnly day)
    {
        if (Laws.On(citation.Law, day) is not { } law) return DateOnly.MinValue;
        var end = law.To;
        if (citation.Article is not null && law.Find(citation.Article).FirstOrDefault(article => article.From <= day && day <= article.To) is { } article && article.To < end) end = article.To;
        return end;
    }

    private static List<T> Of<T>(IReadOnlyList<Entry> entries)
        where T : Entry
    {
        var found = new List<T>();
        foreach (var entry in entries)
            if (entry is T one) found.Add(one);
        return found;
    }

    private DateOnly[] FindChanges()
    {
        var days = new SortedSet<DateOnly>();
        foreach (var entry in Entries)
            if (entry.Kind is Kind.Unit or Kind.Group or Kind.Post or Kind.UnitType or Kind.Level) Put(entry);
        foreach (var overlays in _postsElsewhere.Values)
            foreach (var overlay in overlays) Put(overlay);
        return [.. days];

        void Put(Entry entry)
        {
            if (entry.From > DateOnly.MinValue) days.Add(entry.From);
            if (entry.To < DateOnly.MaxValue) days.Add(entry.To.AddDays(1));
        }
    }
}
