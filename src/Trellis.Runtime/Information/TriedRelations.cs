using Trellis.Information.Registers;

namespace Trellis.Runtime.Information;

/// <summary>
/// What tables that are tried together would say of relations, so that circles are told before anything is entered. It holds only the relations along which circles are looked for.
/// </summary>
internal sealed class TriedRelations
{
    private readonly HashSet<(string Register, string Item)> _followed = [];
    private readonly Dictionary<(RowId Row, string Item), (RowId To, bool Stands)> _said = [];
    private readonly Dictionary<(string Register, string Number), RowId> _numbers = [];
    private readonly List<(RowId Row, NamedRows Named, bool Stands)> _later = [];

    /// <summary>Whether there is anything to follow at all.</summary>
    public bool IsEmpty => _followed.Count == 0;

    /// <param name="register">Of the table.</param>
    /// <param name="to">The register that a column names rows of.</param>
    public void Follow(string register, string to, FollowedColumn column)
    {
        _followed.Add((register, column.Item));
        if (column.Back is { } back) _followed.Add((to, back));
    }

    /// <summary>A row bears a number by which others may name it.</summary>
    public void Bear(RowId row, string number) => _numbers.TryAdd((row.Register, number), row);

    /// <param name="stands">Whether it would hold: what is not for the asker to record stands beside what is held.</param>
    public void Say(RowId row, ItemGiven given, bool stands)
    {
        if (given.Rows is [var to] && _followed.Contains((row.Register, given.Item))) _said[(row, given.Item)] = (to, stands);
    }

    /// <summary>A row names another by a number that nobody in the register bears.</summary>
    public void SayLater(RowId row, NamedRows named, bool stands)
    {
        if (named.Numbers.Length == 1 && _followed.Contains((row.Register, named.Column.Item))) _later.Add((row, named, stands));
    }

    /// <summary>All tables have been read: who is named by a number is among them, or nowhere.</summary>
    public void Settle()
    {
        foreach (var (row, named, stands) in _later)
            if (_numbers.TryGetValue((named.Column.By!.Register, named.Numbers[0]), out var to) && to != row) _said[(row, named.Column.Item)] = (to, stands);
        _later.Clear();
    }

    /// <summary>The row that another would name by an item.</summary>
    /// <param name="stored">That it names now; null where it names none.</param>
    public RowId? Of(RowId row, string item, RowId? stored) => _said.TryGetValue((row, item), out var said) && (said.Stands || stored is null) ? said.To : stored;
}
