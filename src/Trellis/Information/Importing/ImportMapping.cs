namespace Trellis.Information.Importing;

/// <summary>A column of a table and the item that its cells are values of.</summary>
/// <param name="Column">As the header writes it.</param>
/// <param name="Item">Without its register: "phone".</param>
public sealed record MappedColumn(string Column, string Item)
{
    /// <summary>How its days are written, such as yyyyMMdd; null for the usual ways.</summary>
    public string? Dates { get; init; }

    /// <summary>What its cells say, and the value that is meant.</summary>
    public IReadOnlyDictionary<string, string>? Codes { get; init; }

    /// <summary>The unit of its numbers, such as m2.</summary>
    public string? Unit { get; init; }

    /// <summary>Where the item is a relation and its cells hold no keys of rows: by which item of those rows they name them. Numbers of people are secrets, and no row is keyed by one.</summary>
    public RelationBy? By { get; init; }
}

/// <summary>By what the cells of a column name the rows of another register, or of the same.</summary>
/// <param name="Register">Whose rows are named.</param>
/// <param name="Item">The item of that register, without it: "number".</param>
public sealed record RelationBy(string Register, string Item);

/// <summary>How the table of a department becomes rows of a register: kept as a file beside the table, so that the next table is imported alike.</summary>
public sealed record ImportMapping
{
    /// <summary>Its name, by which the record knows the list.</summary>
    public required string Name { get; init; }

    public required string Register { get; init; }

    /// <summary>The article on which the list may be taken.</summary>
    public string? Basis { get; init; }

    /// <summary>For what rows are compared and linked.</summary>
    public string? Purpose { get; init; }

    public DateOnly? ValidFrom { get; init; }

    /// <summary>The column that holds the first day of each row's values.</summary>
    public string? ValidFromColumn { get; init; }

    public string? Encoding { get; init; }

    public char? Delimiter { get; init; }

    public string? Dates { get; init; }

    /// <summary>Words that stand for nothing known, such as "不详".</summary>
    public IReadOnlySet<string> Missing { get; init; } = new HashSet<string>();

    public required IReadOnlyList<MappedColumn> Columns { get; init; }

    /// <summary>Columns that are left out on purpose.</summary>
    public IReadOnlySet<string> Ignored { get; init; } = new HashSet<string>();
}
