using System.Text;
using Trellis.Structure.Expressions;

namespace Trellis.Information.Registers;

/// <summary>A value for an item of a subject, for the days that are named.</summary>
public sealed class ItemGiven
{
    /// <param name="item">Without its register: "phone".</param>
    /// <param name="value">As <see cref="TypingItems"/> read it; <see cref="Value.Missing"/> says that from the first day on there is none any more.</param>
    /// <param name="from">The first day. Null: the first claim of a voice has no beginning, a later one begins on the day it is recorded.</param>
    /// <param name="to">The last day, included; null without an end.</param>
    public ItemGiven(string item, Value value, DateOnly? from = null, DateOnly? to = null)
    {
        (Item, Value, From, To) = (item, value, from, to);
        Rows = RowsOf(value);
        // Spelled out here, on the thread of whoever asks: the writer of the record has enough to do.
        Written = value.IsKnown ? ReadingGiven.Write(value) : "";
        Bytes = Rows is null ? Encoding.UTF8.GetBytes(Written) : [];
    }

    public string Item { get; }

    public Value Value { get; }

    public DateOnly? From { get; }

    public DateOnly? To { get; }

    /// <summary>The rows that a relation names; null for any other value.</summary>
    public FixedList<RowId>? Rows { get; }

    /// <summary>As it is kept beside the record.</summary>
    public string Written { get; }

    /// <summary>The same in UTF-8; empty for relations, which stand in the entry.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Never the value: messages and logs print objects.</summary>
    public override string ToString() => $"{Item}: (personal value)";

    private static FixedList<RowId>? RowsOf(Value value) => value switch
    {
        { Record: { } row } => [new RowId(row.Register, row.Key)],
        { List: { Count: > 0 } list } when list.All(static one => one.Record is not null) => [.. list.Select(static one => new RowId(one.Record!.Register, one.Record.Key))],
        _ => null,
    };
}

/// <summary>The list, form, matter or node from which values come, as whoever enters them names it.</summary>
/// <param name="Basis">Its id; null where there is none.</param>
public readonly record struct SourceGiven(ValueSource Source, string? Basis = null);
