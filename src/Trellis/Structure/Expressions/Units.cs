using Trellis.Structure.Quantities;

namespace Trellis.Structure.Expressions;

/// <summary>Units of measure as words of expressions and of their descriptions.</summary>
internal static class Units
{
    private static readonly IReadOnlyList<string> Names = Measures.NamesOf(dimension: null);

    public static string List => string.Join(", ", Names);

    public static string? Nearest(string written) => Measures.Meant(written, Names);

    /// <summary>The measure in which a dimension is shown when nothing else says how.</summary>
    public static Measure MeasureOf(Dimension dimension)
    {
        foreach (var measure in Measures.All)
            if (Measures.DimensionOf(measure) == dimension) return measure;
        return Measure.Percent;
    }

    public static Text NameOf(Dimension dimension) => dimension switch
    {
        Dimension.Money => new("金额", "money"),
        Dimension.Area => new("面积", "an area"),
        Dimension.Length => new("长度", "a length"),
        Dimension.Weight => new("重量", "a weight"),
        Dimension.Sound => new("声级", "a sound level"),
        Dimension.Share => new("百分比", "a share"),
        Dimension.Points => new("点数", "points"),
        Dimension.Pieces => new("件数", "pieces"),
        Dimension.People => new("人数", "people"),
        Dimension.Cases => new("办件数", "cases"),
        Dimension.ClockTime => new("按钟点计的期限", "a limit by the clock"),
        Dimension.Days => new("按日计的期限", "a limit in days"),
        Dimension.Months => new("按月计的期限", "a limit in months"),
        Dimension.WorkingHours => new("按工作小时计的期限", "a limit in working hours"),
        _ => new("按工作日计的期限", "a limit in working days"),
    };

    public static string In(Quantity quantity, Language language) =>
        language == Language.English ? quantity.ToString() : $"{AmountText.Format(quantity.Value)} {Chinese(quantity.Measure)}";

    private static string Chinese(Measure measure) => measure switch
    {
        Measure.Yuan => "元",
        Measure.SquareMetre => "平方米",
        Measure.Mu => "亩",
        Measure.Hectare => "公顷",
        Measure.Metre => "米",
        Measure.Kilometre => "公里",
        Measure.Kilogram => "公斤",
        Measure.Tonne => "吨",
        Measure.Decibel => "分贝",
        Measure.Percent => "%",
        Measure.Point => "点",
        Measure.Piece => "个",
        Measure.Person => "人",
        Measure.Case => "件",
        Measure.Minute => "分钟",
        Measure.Hour => "小时",
        Measure.Day => "日",
        Measure.Month => "个月",
        Measure.Year => "年",
        Measure.WorkingHour => "个工作小时",
        _ => "个工作日",
    };
}
