using Trellis.Structure.Files;
using Trellis.Structure.Quantities;

namespace Trellis.Structure;

/// <summary>An expression as written. What it means is settled by the names of the place it stands in.</summary>
public sealed record Formula(string Text, Mark At);

/// <summary>A time allowed: a fixed limit, or an expression that gives one for each case.</summary>
public sealed record Term(TimeLimit? Fixed, Formula? Formula, Mark At)
{
    /// <summary>As written.</summary>
    public override string ToString() => Fixed?.ToString() ?? Formula?.Text ?? "";
}
