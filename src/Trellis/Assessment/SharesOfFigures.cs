namespace Trellis.Assessment;

/// <summary>How sure a figure is that is a share.</summary>
public static class SharesOfFigures
{
    /// <summary>Null for other figures, and for one that is withheld.</summary>
    public static ShareInterval? IntervalOf(Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return figure is { IsWithheld: false, Indicator.Take: "share", Numerator: { } yes } ? ShareInterval.Of((long)yes, figure.Cases) : null;
    }
}
