namespace Trellis.Structure.Expressions;

/// <summary>
/// The names that an expression may use where it stands. The structure stands behind it; it resolves a dotted path step by step:
/// a root (a role, a step, <c>matter</c>, <c>unit</c>, <c>actor</c>, <c>standard</c>, <c>day</c>), then items of the registers that the steps lead to.
/// </summary>
public interface INames
{
    /// <summary>What a name at the beginning of a path stands for; null when nothing bears it.</summary>
    FactType? Root(string name);

    /// <summary>What an item of a register (or of something like a register: a step, the standards) holds; null when it has no such item.</summary>
    FactType? Item(string register, string item);

    /// <summary>The codes of a list; null when there is no such list.</summary>
    IReadOnlyCollection<string>? Codes(string list);

    /// <summary>All roots, for the nearest name of a misspelt one.</summary>
    IEnumerable<string> Roots { get; }

    /// <summary>All items of a register, for the nearest name of a misspelt one.</summary>
    IEnumerable<string> Items(string register);
}

/// <summary>What is known in one case: the record of a matter, the rows of a register, the attributes of a request.</summary>
public interface IFacts
{
    /// <summary>The value of a name at the beginning of a path, <c>day</c> (of the question) among them; <see cref="Value.Missing"/> when it is not known.</summary>
    Value Root(string name);

    /// <summary>An item of a record; <see cref="Value.Missing"/> when it is not known.</summary>
    Value Item(Entity record, string item);

    /// <summary>Working days from one day (not counted) to another (counted), negative backwards; null where the calendar does not reach.</summary>
    int? WorkingDays(DateOnly from, DateOnly to);
}
