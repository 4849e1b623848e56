namespace Trellis.Information.Registers;

/// <summary>
/// The claims on one item of a subject and of all that are linked to it: which count, which say the same, whether they disagree, and what stands on a day. It knows no value; what says
/// the same is said by the events.
/// </summary>
public sealed class ClaimsOnItem
{
    private readonly Dictionary<long, long> _class = [];
    private readonly Dictionary<long, long> _settled = [];

    /// <summary>For each claim that was set aside the days for which another holds instead; on other days it counts as before.</summary>
    private readonly Dictionary<long, List<(DateOnly From, DateOnly To)>> _aside = [];

    internal ClaimsOnItem(string item, FixedList<(Subject Subject, Claim Claim)> claims, FixedList<SubjectLink> links, FixedList<Settling> settlings)
    {
        (Item, All) = (item, claims);
        Live = [.. claims.Where(static one => one.Claim.Position >= one.Subject.Begun).Select(static one => one.Claim).OrderBy(static claim => claim.Position)];
        foreach (var settling in settlings)
        {
            if (Live.Find(claim => claim.Position == settling.Stands) is not { } stands) continue;
            _aside.Remove(settling.Stands);
            _settled[settling.Stands] = settling.Provenance.Position;
            foreach (var position in settling.Aside)
            {
                if (!_aside.TryGetValue(position, out var days)) _aside.Add(position, days = []);
                days.Add((stands.From, stands.To));
            }
        }

        foreach (var link in links)
            foreach (var same in link.Same)
                if (same.Item == item) Join(same.One, same.Other);
        foreach (var (_, claim) in claims) Join(claim.Position, claim.Same);
    }

    public string Item { get; }

    /// <summary>All that was ever said, with whose row it is.</summary>
    public FixedList<(Subject Subject, Claim Claim)> All { get; }

    /// <summary>Those that were not erased before the row was entered anew, by position.</summary>
    public FixedList<Claim> Live { get; }

    /// <summary>Whether two claims say the same.</summary>
    public bool AreSame(Claim one, Claim other) => Root(one.Position) == Root(other.Position);

    /// <summary>What each voice says on a day, in the order in which it was said.</summary>
    public IEnumerable<Claim> On(DateOnly day)
    {
        for (var at = 0; at < Live.Count; at++)
            if (Live[at].Covers(day) && !IsReplaced(at, day) && !IsAside(Live[at].Position, day)) yield return Live[at];
    }

    /// <summary>Whether voices disagree on a day.</summary>
    public bool DisagreeOn(DateOnly day) => On(day).Select(claim => Root(claim.Position)).Distinct().Skip(1).Any();

    /// <summary>Whether voices disagree on any day.</summary>
    public bool Disagree
    {
        get
        {
            if (Live.Count < 2) return false;
            foreach (var claim in Live)
                if (DisagreeOn(claim.From) || (claim.To < DateOnly.MaxValue && DisagreeOn(claim.To.AddDays(1)))) return true;
            return false;
        }
    }

    /// <summary>
    /// What stands on a day: the newest of what the owner said or settled; where the owner is silent, the newest. Null where nobody says anything. A claim that there is no value any more stands as well.
    /// </summary>
    public Claim? Standing(DateOnly day)
    {
        Claim? stands = null;
        foreach (var claim in On(day))
            if (stands is null || (IsOwners(claim), When(claim)).CompareTo((IsOwners(stands), When(stands))) > 0) stands = claim;
        return stands;
    }

    /// <summary>Those that say something else than one of them, on days of its own: they are set aside where it is settled that it holds.</summary>
    public FixedList<Claim> Against(Claim stands) => Live.RemoveAll(claim => AreSame(claim, stands) || claim.To < stands.From || stands.To < claim.From);

    private bool IsOwners(Claim claim) => claim.ByOwner || _settled.ContainsKey(claim.Position);

    private long When(Claim claim) => _settled.TryGetValue(claim.Position, out var settled) ? settled : claim.Position;

    /// <summary>Whether the same voice said something else of the day later.</summary>
    private bool IsReplaced(int at, DateOnly day)
    {
        for (var later = at + 1; later < Live.Count; later++)
            if (Live[later].Covers(day) && Live[later].Voice == Live[at].Voice) return true;
        return false;
    }

    private bool IsAside(long position, DateOnly day) => _aside.TryGetValue(position, out var spans) && spans.Exists(span => span.From <= day && day <= span.To);

    private long Root(long position)
    {
        while (_class.TryGetValue(position, out var next) && next != position) position = next;
        return position;
    }

    private void Join(long one, long other)
    {
        var (left, right) = (Root(one), Root(other));
        if (left != right) _class[Math.Max(left, right)] = Math.Min(left, right);
    }
}

/// <summary>Values on which departments may disagree stand side by side, each with its source, until the owner of the item settles what holds.</summary>
public static class ComparingClaims
{
    /// <param name="subjects">A subject and those that are linked to it.</param>
    /// <param name="links">The links between them.</param>
    /// <param name="known">As the record stood at a moment; null for all of it.</param>
    public static ClaimsOnItem Of(FixedList<Subject> subjects, FixedList<SubjectLink> links, string item, DateTimeOffset? known = null)
    {
        var claims = new List<(Subject, Claim)>();
        var settlings = new List<Settling>();
        foreach (var subject in subjects)
        {
            foreach (var claim in subject.Claims)
                if (claim.Item == item && IsKnown(claim.Provenance)) claims.Add((subject, claim));
            foreach (var settling in subject.Settlings)
                if (settling.Item == item && IsKnown(settling.Provenance)) settlings.Add(settling);
        }

        return new ClaimsOnItem(item, [.. claims], links, [.. settlings.OrderBy(static one => one.Provenance.Position)]);

        bool IsKnown(Provenance provenance) => known is not { } moment || provenance.At <= moment;
    }

    /// <summary>The items of a subject and those that are linked to it, in the order of their names.</summary>
    public static IEnumerable<string> ItemsOf(FixedList<Subject> subjects) =>
        subjects.SelectMany(static subject => subject.Claims).Select(static claim => claim.Item).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>Items on which somebody disagrees, and since which entry.</summary>
    public static IReadOnlyList<(string Item, long Since)> Disagreements(FixedList<Subject> subjects, FixedList<SubjectLink> links)
    {
        if (subjects is [{ HasSingleClaims: true }]) return [];
        var found = new List<(string, long)>();
        foreach (var item in ItemsOf(subjects))
            if (Of(subjects, links, item) is { Disagree: true } claims) found.Add((item, claims.Live[^1].Position));
        return found;
    }

    /// <summary>A subject with all that links lead to from it, the nearest first.</summary>
    /// <param name="find">A subject by its row; null where there is none.</param>
    /// <param name="linksOf">The links of a row that are to be followed.</param>
    public static (FixedList<Subject> Subjects, FixedList<SubjectLink> Links) Group(RowId from, Func<RowId, Subject?> find, Func<RowId, IEnumerable<SubjectLink>> linksOf)
    {
        var (seen, subjects, links) = (new HashSet<RowId> { from }, new List<Subject>(), new List<SubjectLink>());
        var next = new Queue<RowId>([from]);
        while (next.TryDequeue(out var row))
        {
            if (find(row) is { } subject) subjects.Add(subject);
            foreach (var link in linksOf(row))
            {
                if (!links.Contains(link)) links.Add(link);
                if (link.Across(row) is { } other && seen.Add(other)) next.Enqueue(other);
            }
        }

        return ([.. subjects], [.. links]);
    }
}
