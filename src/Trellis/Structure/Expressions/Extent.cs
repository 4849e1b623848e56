namespace Trellis.Structure.Expressions;

/// <summary>A stretch of the text of an expression, counted in UTF-16 characters from its beginning, so that a finding can put a caret under it.</summary>
public readonly record struct Extent(int Offset, int Length)
{
    public int End => Offset + Length;

    public Extent To(Extent last) => new(Offset, last.End - Offset);
}
