using Trellis.Information.Registers;

namespace Trellis.Runtime.Information;

/// <summary>A subject as the desk holds it while acts on it are decided.</summary>
/// <param name="Subject">The fold of its events; null where there are links of a row that is not there.</param>
/// <param name="Links">Every link of it, also those that were undone.</param>
/// <param name="Stored">Its values as they were loaded; what was erased is not among them.</param>
/// <param name="Given">What acts gave since, by the position of their entry.</param>
internal sealed record KeptSubject(Subject Subject, FixedList<SubjectLink> Links, IReadOnlyDictionary<(long Position, string Item), string> Stored, FixedList<(long Position, FixedList<ItemGiven> Items)> Given)
{
    public static IReadOnlyDictionary<(long Position, string Item), string> NoValues { get; } = new Dictionary<(long, string), string>();

    public IEnumerable<SubjectLink> Holding => Links.IsEmpty ? [] : Links.Where(static link => link is { Undone: null, IsApart: false });

    /// <summary>What was said of this row and another and holds: that they are one, or that they are two. The newest first.</summary>
    public IEnumerable<SubjectLink> Between(RowId other) => Links.IsEmpty ? [] : Links.Where(link => link.Undone is null && link.Across(Subject.Id) == other).OrderByDescending(static link => link.Linked.Position);

    /// <summary>One value as it is kept; null where there is none at the position, and where it was erased.</summary>
    public string? WrittenAt(long position, string item)
    {
        foreach (var (at, items) in Given)
        {
            if (at != position) continue;
            foreach (var given in items)
                if (given.Item == item && given.Rows is null && given.Value.IsKnown) return given.Written;
        }

        return Stored.GetValueOrDefault((position, item));
    }

    public void AddValues(Dictionary<(long Position, string Item), string> all)
    {
        foreach (var (key, written) in Stored) all[key] = written;
        foreach (var (position, items) in Given)
            foreach (var item in items)
                if (item.Rows is null && item.Value.IsKnown) all[(position, item.Item)] = item.Written;
    }
}

/// <summary>The rows that an act on registers must have at hand.</summary>
/// <param name="Rows">Those it names; what is linked to them is loaded with them.</param>
internal sealed record SubjectsNeeded(IReadOnlyCollection<RowId> Rows);
