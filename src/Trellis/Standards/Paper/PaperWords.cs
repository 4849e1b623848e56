namespace Trellis.Standards.Paper;

/// <summary>Single words of a printed form, in both languages.</summary>
internal static class PaperWords
{
    /// <summary>In what a figure is to be written down; null for what needs no unit.</summary>
    public static Text? Unit(string type) => type switch
    {
        "money" => new("元", "CNY"),
        "area" => new("平方米", "m²"),
        "length" => new("米", "m"),
        "weight" => new("千克", "kg"),
        "sound" => new("分贝", "dB"),
        "share" => new("%", "%"),
        "points" => new("分", "points"),
        "pieces" => new("件", "pieces"),
        "people" => new("人", "people"),
        "cases" => new("件次", "cases"),
        "day" => new("年、月、日", "year, month, day"),
        "time" => new("日期和时刻", "day and time"),
        "duration" => new("写明天、小时", "days or hours"),
        _ => null,
    };
}
