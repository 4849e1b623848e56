namespace Trellis.Runtime.Information;

/// <summary>What is wrong with a row of a table: on which line, in which column, and what to do. What was written there is never repeated.</summary>
/// <param name="Column">As the header writes it; null for the row as a whole.</param>
public sealed record RowRefused(long Line, string? Column, Text Says);

/// <summary>What an import did, or would do.</summary>
public sealed record ImportReport
{
    public const int MostErrors = 1_000;

    /// <summary>By which its entries name it: the name of the mapping, and a digest of mapping and table.</summary>
    public required string Id { get; init; }

    public bool IsDryRun { get; init; }

    /// <summary>Rows read, without the header.</summary>
    public long Rows { get; internal set; }

    /// <summary>Rows that an earlier run of the same import entered already.</summary>
    public long Before { get; internal set; }

    /// <summary>Rows that the register did not have.</summary>
    public long New { get; internal set; }

    /// <summary>Rows of which some value is another one now, said by whoever said the former.</summary>
    public long Changed { get; internal set; }

    /// <summary>Rows that say nothing new.</summary>
    public long Same { get; internal set; }

    /// <summary>Rows that contradict what another unit recorded: both stand until the owner settles it.</summary>
    public long Disagreeing { get; internal set; }

    /// <summary>Pairs of rows that may be one, for somebody to confirm.</summary>
    public long Proposed { get; internal set; }

    /// <summary>Rows that were not taken.</summary>
    public long Refused { get; internal set; }

    /// <summary>Rows to which a relation was added when what they name was there: it stands further down, in another table, or was imported since.</summary>
    public long Related { get; internal set; }

    /// <summary>Rows that were taken, of which a relation was not: nobody bears the number by which it is named.</summary>
    public long Unresolved { get; internal set; }

    /// <summary>Rows that were taken and whose relations lead in a circle, as where the head of each of two households belongs to the other.</summary>
    public long Circular { get; internal set; }

    /// <summary>Whether somebody has to look at something.</summary>
    public bool IsClean => Refused == 0 && Unresolved == 0 && Circular == 0;

    /// <summary>The first of what is wrong.</summary>
    public IReadOnlyList<RowRefused> Errors => Wrong;

    internal List<RowRefused> Wrong { get; } = [];

    internal void Refuse(long line, string? column, Text says)
    {
        if (Wrong.Count < MostErrors) Wrong.Add(new RowRefused(line, column, says));
    }
}
