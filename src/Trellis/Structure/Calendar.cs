using Trellis.Structure.Files;

namespace Trellis.Structure;

/// <summary>A working calendar as written: open hours by weekday, days off, days worked in exchange, short days.</summary>
public sealed class Calendar(string id, Mark at, Node node) : Entry(Kind.Calendar, id, at, node)
{
    /// <summary>Later days come from the week and are provisional.</summary>
    public DateOnly? KnownTo { get; } = node.Day("known-to"u8);
}
