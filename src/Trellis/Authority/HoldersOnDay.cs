using System.Collections.Concurrent;
using Trellis.Structure;

namespace Trellis.Authority;

/// <summary>
/// Who holds what on one day, by holding or by delegation, with groups expanded to units and every chain followed.
/// Powers are expanded when they are first asked for and kept; several threads may ask.
/// </summary>
public sealed class HoldersOnDay
{
    private static readonly IReadOnlyList<Mandate> None = [];

    private readonly Dictionary<string, List<Delegation>> _byPower = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Delegation>> _byDelegation = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Delegation> _everLent = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PowerHolders> _expansions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Citation, bool> _inForce = new(SameArticle.Comparer);
    private readonly Lazy<IReadOnlyList<BrokenLink>> _broken;
    private readonly Lazy<Leaning> _leaning;
    private readonly EffectiveEntries _effective;

    // Set where acts have changed what is written: only the powers that they touch are expanded anew.
    private readonly HoldersOnDay? _written;
    private readonly LentPowers? _lent;
    private readonly DateOnly _lentDay;
    private readonly HashSet<string>? _touched;

    private HoldersOnDay(StructureOnDay view, EffectiveEntries effective, HoldersOnDay? written = null, LentPowers? lent = null, DateOnly lentDay = default)
    {
        (View, _effective, _written, _lent, _lentDay) = (view, effective, written, lent, lentDay);
        foreach (var delegation in effective.Delegations) Put(delegation);
        // What does not hold on the day gives nothing, but an answer must be able to say so.
        foreach (var delegation in effective.OtherDelegations)
            if (effective.Delegation(delegation.Id) is null) Put(delegation);
        if (lent is not null)
        {
            foreach (var delegation in lent.Lent) Put(delegation);
            _touched = lent.Repeals.Any(one => one.From <= lentDay) || lent.Posts.Any(one => one.From <= lentDay) ? null : Touched(lent);
        }

        _broken = new(FindBroken);
        _leaning = new(FindLeaning);

        void Put(Delegation delegation)
        {
            var sources = delegation.Of.Kind == Kind.Power ? _byPower : _byDelegation;
            if (delegation.Of.Id is not { } source) return;
            if (!sources.TryGetValue(source, out var list)) sources.Add(source, list = []);
            list.Add(delegation);
            _everLent.TryAdd(delegation.Id, delegation);
        }
    }

    private HashSet<string> Touched(LentPowers lent)
    {
        var touched = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in lent.Lent.Select(static one => one.Id).Concat(lent.Closings.Select(static one => one.Delegation)).Concat(lent.Transfers.Select(static one => one.Delegation)))
            if (_everLent.TryGetValue(id, out var delegation) && PowerOf(delegation) is { } power) touched.Add(power);
        return touched;
    }

    /// <summary>The same day after acts that lent, ended or moved something.</summary>
    internal HoldersOnDay With(LentPowers lent, DateOnly day) => new(View, _effective, this, lent, day);

    /// <summary>Units, groups and posts of the day.</summary>
    public StructureOnDay View { get; }

    public GovernanceStructure Structure => View.Structure;

    public DateOnly Day => View.Day;

    /// <summary>The powers that hold on the day.</summary>
    public IEnumerable<Power> Powers => _effective.Powers;

    /// <summary>The structure as given, or with overlays applied by <see cref="GovernanceStructure.Under"/>, on a day.</summary>
    public static HoldersOnDay Of(GovernanceStructure structure, DateOnly day) =>
        new(structure.On(day), EffectiveEntries.AsGiven(structure, day));

    /// <summary>The base with every overlay that is in force on the day, each in its own places: what runs.</summary>
    public static HoldersOnDay InForce(GovernanceStructure structure, DateOnly day)
    {
        var overlays = structure.Overlays.All.Where(overlay => overlay.HoldsOn(day) && !structure.Applied.Contains(overlay)).ToList();
        if (overlays.Count == 0) return Of(structure, day);
        var view = structure.Under(overlays).On(day);
        return new HoldersOnDay(view, EffectiveEntries.WithOverlaysInForce(structure, overlays, view));
    }

    /// <summary>All mandates of a power, the holders first, then by the length of their chains.</summary>
    public IReadOnlyList<Mandate> Of(string power) => Expand(power)?.All ?? None;

    /// <summary>The mandates of a power at the posts of a unit, whatever their limits.</summary>
    public IReadOnlyList<Mandate> At(UnitOnDay unit, string power) => Expand(power) is { } expansion && expansion.ByUnit.TryGetValue(unit.Index, out var list) ? list : None;

    /// <summary>Whether some post of the unit has the power, whatever its limits.</summary>
    public bool Has(UnitOnDay unit, string power) => At(unit, power).Count > 0;

    /// <summary>Whether a post of the unit, or of a unit that acts in its name, has the power.</summary>
    public bool HasForBearer(UnitOnDay bearer, string power) => Expand(power) is { } expansion && expansion.Bearers.Contains(bearer.Index);

    /// <summary>
    /// Who may use a power at a place, whatever the limits, nearest first: the narrowest ground, then the longer chain, then by name.
    /// Levels are counted from the place up to the unit of the holder.
    /// </summary>
    public IReadOnlyList<NearHolder> For(UnitOnDay place, string power) => Expand(power)?.FindNear(place) ?? [];

    /// <summary>The mandates that a delegation gives on the day: one for each receiver.</summary>
    public IReadOnlyList<Mandate> By(Delegation delegation)
    {
        if (PowerOf(delegation) is not { } power || Expand(power) is not { } expansion) return None;
        return expansion.ByEntry.TryGetValue(delegation, out var list) ? list : None;
    }

    /// <summary>As <see cref="By"/>, by the id of the delegation, written or lent.</summary>
    public IReadOnlyList<Mandate> Given(string delegation)
    {
        if (!_everLent.TryGetValue(delegation, out var any) || PowerOf(any) is not { } power || Expand(power) is not { } expansion) return None;
        return expansion.ByDelegationId(delegation);
    }

    /// <summary>Why a delegation gives nothing at all.</summary>
    internal Break WhyNothing(Delegation delegation)
    {
        if (PowerOf(delegation) is not { } power || Expand(power) is not { } expansion) return WhyNoPower(delegation);
        return expansion.Broken.FirstOrDefault(link => link.Delegation == delegation)?.Why ?? WhyOff(delegation) ?? Break.UnitEnded;
    }

    /// <summary>The mandates that a delegation gives, and all that are lent from them.</summary>
    public IReadOnlyList<Mandate> LeaningOn(Delegation delegation) => _leaning.Value.ByEntry.TryGetValue(delegation, out var list) ? list : None;

    /// <summary>The mandates with a link that cites the article, or the whole law where the citation names none.</summary>
    public IReadOnlyList<Mandate> LeaningOn(Citation citation) =>
        citation.Article is null
            ? _leaning.Value.ByLaw.TryGetValue(citation.Law, out var all) ? all : None
            : _leaning.Value.ByArticle.TryGetValue(citation, out var list) ? list : None;

    /// <summary>The mandates that pass through a post of a unit: its own, and all that are lent from them.</summary>
    public IReadOnlyList<Mandate> LeaningOn(string post, UnitOnDay unit) => _leaning.Value.ByPost.TryGetValue((post, unit.Index), out var list) ? list : None;

    /// <summary>Everything that a post of a unit has.</summary>
    public IReadOnlyList<Mandate> OfPost(string post, UnitOnDay unit) => _leaning.Value.Own.TryGetValue((post, unit.Index), out var list) ? list : None;

    /// <summary>Holdings and delegations that give nothing somewhere, each once with its places.</summary>
    public IReadOnlyList<BrokenLink> Broken => _broken.Value;

    /// <summary>Delegations written wider than their source, each limit once.</summary>
    public IEnumerable<WiderThanSource> Wider()
    {
        foreach (var power in Powers)
        {
            if (Expand(power.Id) is not { } expansion) continue;
            var told = new HashSet<(Delegation, Wideness)>();
            foreach (var mandate in expansion.All)
            {
                if (mandate.Delegation is null) continue;
                foreach (var wider in FindingWiderDelegations.Of(mandate, View))
                    if (told.Add((wider.Delegation, wider.Limit))) yield return wider;
            }
        }
    }

    /// <summary>Narrowest ground first, then the longer chain, then by name, so that the order never depends on how files are split.</summary>
    internal static int Nearer(Mandate one, Mandate other)
    {
        var byGround = other.Unit.GroundDepth.CompareTo(one.Unit.GroundDepth);
        if (byGround != 0) return byGround;
        var byChain = other.Depth.CompareTo(one.Depth);
        if (byChain != 0) return byChain;
        var byUnit = string.CompareOrdinal(one.Unit.Id, other.Unit.Id);
        return byUnit != 0 ? byUnit : string.CompareOrdinal(one.Post, other.Post);
    }

    private string? PowerOf(Delegation delegation)
    {
        for (var hops = 0; hops < 64; hops++)
        {
            if (delegation.Of.Kind == Kind.Power) return delegation.Of.Id;
            if (delegation.Of.Id is null || !_everLent.TryGetValue(delegation.Of.Id, out var above)) return null;
            delegation = above;
        }

        return null;
    }

    /// <summary>Everything about one power on the day; null where there is no such power.</summary>
    internal PowerHolders? Expand(string power) =>
        _written is not null && _touched is not null && !_touched.Contains(power) ? _written.Expand(power) :
        _expansions.TryGetValue(power, out var known) ? known : FirstExpanded(power);

    private PowerHolders? FirstExpanded(string power) => _effective.Power(power) is { Count: > 0 } spells ? _expansions.GetOrAdd(power, Make(power, spells)) : null;

    private PowerHolders Make(string id, IReadOnlyList<Power> spells)
    {
        var expansion = new PowerHolders(spells[0]);
        foreach (var power in spells) AddHoldings(expansion, power);
        // Delegations of the power, then of those delegations, each layer once; a circle is never reached from a power.
        var layer = _byPower.GetValueOrDefault(id);
        for (var depth = 1; layer is not null && depth <= 64; depth++)
        {
            List<Delegation>? next = null;
            foreach (var delegation in layer)
            {
                if (WhyOff(delegation) is { } off) AddOff(expansion, spells[0], delegation, off);
                else AddDelegation(expansion, spells[0], delegation);
                if (_byDelegation.TryGetValue(delegation.Id, out var below)) (next ??= []).AddRange(below);
            }

            layer = next;
        }

        expansion.Settle();
        return expansion;
    }

    private Break? WhyOff(Delegation delegation)
    {
        var day = _lent is not null && _lent.Lent.Contains(delegation) ? _lentDay : Day;
        return day < delegation.From ? Break.NotYet : day > delegation.To ? Break.Expired : null;
    }

    private void AddOff(PowerHolders expansion, Power power, Delegation delegation, Break why)
    {
        foreach (var unit in UnitsOf(delegation.Receiver, delegation))
            expansion.Off(new BrokenLink(power, delegation, null, why) { Since = why == Break.NotYet ? delegation.From : delegation.To }, delegation.Receiver.Post, unit);
    }

    private void AddHoldings(PowerHolders expansion, Power power)
    {
        var repealed = FirstRepealed(power.Basis);
        var until = UntilOf(power, power.Basis);
        foreach (var holding in power.HeldBy)
        {
            var units = UnitsOf(holding.Post, power);
            if (units.Count == 0 && Gone(holding.Post, power)) expansion.Break(new BrokenLink(power, null, holding, Ended(holding.Post)) { Missing = holding.Post }, null, holding.Post.Post);
            foreach (var unit in units)
            {
                if (!_effective.HoldsAt(power, unit)) continue;
                if (repealed is { } article) expansion.Break(new BrokenLink(power, null, holding, Break.ArticleRepealed) { Article = article }, unit, holding.Post.Post);
                else if (PostAt(holding.Post.Post, unit) is not { } row) expansion.Break(new BrokenLink(power, null, holding, Break.PostEnded) { Missing = holding.Post }, unit, holding.Post.Post);
                else expansion.Add(new Mandate(power, holding, unit, AreaOf(holding.Limits, unit, null), Earliest(until, row.To, unit.Unit.To)));
            }
        }
    }

    private void AddDelegation(PowerHolders expansion, Power power, Delegation delegation)
    {
        var receivers = UnitsOf(delegation.Receiver, delegation);
        if (receivers.Count == 0 && Gone(delegation.Receiver, delegation)) expansion.Break(new BrokenLink(power, delegation, null, Ended(delegation.Receiver)) { Missing = delegation.Receiver }, null, delegation.Receiver.Post);
        if (receivers.Count == 0) return;

        // What the giver holds of the source, by the ground of its unit.
        var givers = new Dictionary<int, List<Mandate>>();
        var among = delegation.Of.Kind == Kind.Power ? expansion.Holders : expansion.ByDelegationId(delegation.Of.Id);
        var withoutGround = 0;
        foreach (var mandate in among)
        {
            if (mandate.Post != delegation.Giver.Post || (delegation.Giver.At is { } at && !View.IsIn(mandate.Unit, at))) continue;
            if (mandate.Unit.Ground is not { } ground)
            {
                withoutGround++;
                continue;
            }

            if (!givers.TryGetValue(ground.Index, out var list)) givers.Add(ground.Index, list = []);
            list.Add(mandate);
        }

        if (givers.Count == 0)
        {
            var why = withoutGround > 0 ? new BrokenLink(power, delegation, null, Break.OutsideGround) : WhyNoGiver(expansion, power, delegation, among);
            foreach (var unit in receivers)
                if (_effective.HoldsAt(delegation, unit)) expansion.Break(why, unit, delegation.Receiver.Post);
            return;
        }

        var repealed = FirstRepealed(delegation.Basis);
        var until = UntilOf(delegation, delegation.Basis);
        var forClass = Structure.Classes.On(power.Class.Id, Day)?.DelegableTo;
        foreach (var written in receivers)
        {
            if (!_effective.HoldsAt(delegation, written)) continue;
            var (post, unit) = (delegation.Receiver.Post, written);
            if (_lent?.ClosingOf(delegation.Id, unit.Id, _lentDay) is { } closing)
            {
                expansion.Off(new BrokenLink(power, delegation, null, closing.Withdrawn ? Break.Withdrawn : Break.Expired) { Since = closing.Withdrawn ? closing.From : closing.From.AddDays(-1) }, post, unit);
                continue;
            }

            if (_lent?.MovedTo(delegation.Id, unit.Id, _lentDay) is { } moved)
            {
                expansion.Off(new BrokenLink(power, delegation, null, Break.Moved) { Missing = new PostName(moved.Post, moved.Unit, default) }, post, unit);
                post = moved.Post;
                if (View.Unit(moved.Unit) is not { } newUnit) continue;
                unit = newUnit;
            }

            if (repealed is { } article)
            {
                expansion.Break(new BrokenLink(power, delegation, null, Break.ArticleRepealed) { Article = article }, unit, post);
                continue;
            }

            if (PostAt(post, unit) is not { } row)
            {
                expansion.Break(new BrokenLink(power, delegation, null, Break.PostEnded) { Missing = new PostName(post, unit.Id, delegation.Receiver.Mark) }, unit, post);
                continue;
            }

            if (WhyNotTo(power, forClass, unit) is { } notTo)
            {
                expansion.Break(new BrokenLink(power, delegation, null, notTo), unit, post);
                continue;
            }

            List<Mandate>? sources = null;
            for (var ground = unit.Ground; ground is not null && sources is null; ground = ground.WiderGround) sources = givers.GetValueOrDefault(ground.Index);
            if (sources is null)
            {
                // Where the giver's post is near but lost what it lent, that is the reason, not the ground.
                var lost = View.Nearest(delegation.Giver.Post, unit).Any(near => delegation.Giver.At is null || View.IsIn(near, delegation.Giver.At));
                expansion.Break(new BrokenLink(power, delegation, null, !lost ? Break.OutsideGround : delegation.Of.Kind == Kind.Delegation ? Break.SourceBroken : Break.GiverDoesNotHold), unit, post);
                continue;
            }

            foreach (var source in sources)
            {
                if (source.Unit == unit && source.Post == post) expansion.Break(new BrokenLink(power, delegation, null, Break.Circle), unit, post);
                else if (source.MayPassOn < 1) expansion.Break(new BrokenLink(power, delegation, null, source.Depth >= source.Power.DelegableDepth ? Break.TooDeep : Break.NotPassedOn), unit, post);
                else if (AreaOf(delegation.Limits, unit, source.Area) is not { Count: > 0 } area) expansion.Break(new BrokenLink(power, delegation, null, Break.OutsideGround), unit, post);
                else expansion.Add(new Mandate(source, delegation, post, unit, area, Earliest(Earliest(until, row.To, unit.Unit.To), source.Until, source.Until)));
            }
        }
    }

    private Post? PostAt(string post, UnitOnDay unit) => _lent?.IsPostEnded(post, unit.Id, _lentDay) == true ? null : View.PostAt(post, unit);

    private BrokenLink WhyNoGiver(PowerHolders expansion, Power power, Delegation delegation, IReadOnlyList<Mandate> among)
    {
        var giver = delegation.Giver;
        if (giver.At is { } at && View.Expand(at).Count == 0) return new BrokenLink(power, delegation, null, Break.UnitEnded) { Missing = giver };
        if (!View.UnitsWithPost(giver.Post).Any(unit => giver.At is null || View.IsIn(unit, giver.At))) return new BrokenLink(power, delegation, null, Break.PostEnded) { Missing = giver };
        if (delegation.Of is { Kind: Kind.Delegation, Id: { } source } && _effective.Delegation(source) is null && _lent?.Lent.Any(one => one.Id == source && one.HoldsOn(_lentDay)) != true)
            return new BrokenLink(power, delegation, null, Break.SourceEnded);
        var otherwise = expansion.Written.FirstOrDefault(mandate => mandate.Post == giver.Post && (giver.At is null || View.IsIn(mandate.Unit, giver.At)));
        if (otherwise is null && among.Count == 0) return new BrokenLink(power, delegation, null, Break.SourceBroken);
        return new BrokenLink(power, delegation, null, Break.GiverDoesNotHold) { HeldOtherwise = otherwise };
    }

    private static Break? WhyNotTo(Power power, IReadOnlyList<string>? forClass, UnitOnDay unit)
    {
        if (power.DelegableTo.Count == 0 || power.DelegableDepth == 0) return Break.NotDelegable;
        var kind = Trellis.Structure.Vocabulary.Words.UnitKinds[(int)unit.UnitKind];
        if (forClass is null || !forClass.Contains(kind, StringComparer.Ordinal)) return Break.ClassNotForKind;
        return power.DelegableTo.Contains(kind, StringComparer.Ordinal) ? null : Break.PowerNotForKind;
    }

    /// <summary>A post may be named without a unit: then at each unit that has it.</summary>
    private IReadOnlyList<UnitOnDay> UnitsOf(PostName post, Entry entry)
    {
        if (post.Post is null) return [];
        var units = post.At is null ? View.UnitsWithPost(post.Post) : View.Expand(post.At);
        if (entry.Overlay is not { } overlay) return units;
        var kept = new List<UnitOnDay>();
        foreach (var unit in units)
            if (View.IsInPlacesOf(overlay, unit)) kept.Add(unit);
        return kept;
    }

    /// <summary>Whether no unit is left; a group without members on the day is no fault of the entry.</summary>
    private bool Gone(PostName post, Entry entry) =>
        post.At is null ? View.UnitsWithPost(post.Post).Count == 0 : View.Expand(post.At).Count == 0 && (entry.Overlay is null || !Structure.Groups.Has(post.At));

    private Break Ended(PostName post) => post.At is not null && View.Expand(post.At).Count == 0 ? Break.UnitEnded : Break.PostEnded;

    /// <summary>Grounds form a tree, so of two that meet one lies in the other.</summary>
    private List<UnitOnDay> AreaOf(Limits limits, UnitOnDay unit, IReadOnlyList<UnitOnDay>? within)
    {
        List<UnitOnDay> own = [];
        if (limits.Area is { } named)
        {
            foreach (var one in View.Expand(named.Id))
                if (one.Ground is { } ground && !own.Contains(ground)) own.Add(ground);
        }
        else if (unit.Ground is { } ground) own.Add(ground);

        if (within is null) return own;
        var area = new List<UnitOnDay>(own.Count);
        foreach (var ground in own)
        {
            foreach (var source in within)
            {
                var narrower = source.Contains(ground) ? ground : ground.Contains(source) ? source : null;
                if (narrower is not null && !area.Contains(narrower)) area.Add(narrower);
            }
        }

        return area;
    }

    private Citation? FirstRepealed(IReadOnlyList<Citation> basis)
    {
        foreach (var citation in basis)
            if (!_inForce.GetOrAdd(citation, static (one, holders) => holders.Structure.InForce(one, holders.Day) && holders._lent?.IsRepealed(one, holders._lentDay) != true, this)) return citation;
        return null;
    }

    private DateOnly UntilOf(Entry entry, IReadOnlyList<Citation> basis)
    {
        var until = entry.To;
        foreach (var citation in basis)
            if (Structure.InForceUntil(citation, Day) is var end && end < until) until = end;
        return until;
    }

    private static DateOnly Earliest(DateOnly one, DateOnly two, DateOnly three)
    {
        if (two < one) one = two;
        return three < one ? three : one;
    }

    private List<BrokenLink> FindBroken()
    {
        var broken = new List<BrokenLink>();
        foreach (var power in Powers)
            if (Expand(power.Id) is { } expansion && expansion.BelongsTo(power)) broken.AddRange(expansion.Broken);
        // A delegation that leads to no power of the day belongs to no power's list.
        foreach (var delegation in _effective.Delegations)
        {
            if (PowerOf(delegation) is { } power && Expand(power) is not null) continue;
            broken.Add(new BrokenLink(null, delegation, null, WhyNoPower(delegation)));
        }

        return broken;
    }

    private Break WhyNoPower(Delegation delegation)
    {
        var above = delegation;
        for (var hops = 0; hops < 64; hops++)
        {
            if (above.Of.Kind == Kind.Power || above.Of.Id is null || !_everLent.TryGetValue(above.Of.Id, out var next)) return above == delegation ? Break.SourceEnded : Break.SourceBroken;
            above = next;
        }

        return Break.Circle;
    }

    private Leaning FindLeaning()
    {
        var leaning = new Leaning();
        foreach (var power in Powers)
        {
            if (Expand(power.Id) is not { } expansion || !expansion.BelongsTo(power)) continue;
            foreach (var mandate in expansion.All) leaning.Add(mandate);
        }

        return leaning;
    }

    private sealed class Leaning
    {
        public Dictionary<Entry, List<Mandate>> ByEntry { get; } = [];

        public Dictionary<Citation, List<Mandate>> ByArticle { get; } = new(SameArticle.Comparer);

        public Dictionary<string, List<Mandate>> ByLaw { get; } = new(StringComparer.Ordinal);

        public Dictionary<(string, int), List<Mandate>> ByPost { get; } = [];

        public Dictionary<(string, int), List<Mandate>> Own { get; } = [];

        public void Add(Mandate mandate)
        {
            Put(Own, (mandate.Post, mandate.Unit.Index), mandate);
            for (var link = mandate; link is not null; link = link.Source)
            {
                Put(ByPost, (link.Post, link.Unit.Index), mandate);
                if (link.Delegation is not null) Put(ByEntry, link.Delegation, mandate);
                foreach (var citation in link.Delegation?.Basis ?? link.Power.Basis)
                {
                    Put(ByArticle, citation, mandate);
                    Put(ByLaw, citation.Law, mandate);
                }
            }
        }

        /// <summary>A mandate may meet the same article twice on its chain; it is listed once.</summary>
        private static void Put<TKey>(Dictionary<TKey, List<Mandate>> lists, TKey key, Mandate mandate)
            where TKey : notnull
        {
            if (!lists.TryGetValue(key, out var list)) lists.Add(key, list = new List<Mandate>(1));
            if (list.Count == 0 || list[^1] != mandate) list.Add(mandate);
        }
    }
}

/// <summary>Citations compared by what they cite, not by where they are written.</summary>
internal sealed class SameArticle : IEqualityComparer<Citation>
{
    public static SameArticle Comparer { get; } = new();

    public bool Equals(Citation one, Citation other) => one.Law == other.Law && one.Article == other.Article;

    public int GetHashCode(Citation citation) => HashCode.Combine(
        string.GetHashCode(citation.Law, StringComparison.Ordinal),
        citation.Article is null ? 0 : string.GetHashCode(citation.Article, StringComparison.Ordinal));
}
