using System.Globalization;
using Trellis.Structure.Quantities;

namespace Trellis.Web.Shared;

/// <summary>Days, moments and numbers as people of a language write them. Moments are told in the zone of the county.</summary>
public sealed class Showing(Language language, TimeZoneInfo zone)
{
    private static readonly string[] Months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    public string Day(DateOnly day) => language == Language.Chinese
        ? string.Create(CultureInfo.InvariantCulture, $"{day.Year}年{day.Month}月{day.Day}日")
        : string.Create(CultureInfo.InvariantCulture, $"{day.Day} {Months[day.Month - 1]} {day.Year}");

    public string Month(DateOnly day) => language == Language.Chinese
        ? string.Create(CultureInfo.InvariantCulture, $"{day.Year}年{day.Month}月")
        : string.Create(CultureInfo.InvariantCulture, $"{Months[day.Month - 1]} {day.Year}");

    public string Moment(DateTimeOffset moment)
    {
        var here = TimeZoneInfo.ConvertTime(moment, zone);
        var day = Day(DateOnly.FromDateTime(here.DateTime));
        var time = here.ToString("HH:mm", CultureInfo.InvariantCulture);
        return language == Language.Chinese ? $"{day} {time}" : $"{day}, {time}";
    }

    /// <summary>For programs that read pages: what stands in a time element.</summary>
    public static string Exact(DateTimeOffset moment) => moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number with what it counts, to one place behind the point.</summary>
    public string Amount(decimal number, Measure? measure)
    {
        var amount = decimal.Round(number, 1, MidpointRounding.AwayFromZero).ToString("#,0.#", CultureInfo.InvariantCulture);
        return measure is { } of ? $"{amount} {NameOf(of).In(language)}" : amount;
    }

    /// <summary>A number with what it counts, every place of it.</summary>
    public string Exactly(Quantity quantity) => $"{quantity.Value.ToString("#,0.############", CultureInfo.InvariantCulture)} {NameOf(quantity.Measure).In(language)}";

    private static Text NameOf(Measure measure) => Measures.Facts(measure).Name switch
    {
        "working days" => new("个工作日", "working days"),
        "days" => new("天", "days"),
        "working hours" => new("个工作小时", "working hours"),
        "hours" => new("小时", "hours"),
        "minutes" => new("分钟", "minutes"),
        "CNY" => new("元", "yuan"),
        "cases" => new("件", "cases"),
        "months" => new("个月", "months"),
        "years" => new("年", "years"),
        "people" => new("人", "people"),
        "pieces" => new("个", "pieces"),
        "points" => new("分", "points"),
        "m2" => new("平方米", "m²"),
        "mu" => new("亩", "mu"),
        "hectare" => new("公顷", "hectares"),
        "m" => new("米", "m"),
        "km" => new("公里", "km"),
        "kg" => new("公斤", "kg"),
        "t" => new("吨", "t"),
        "dB" => new("分贝", "dB"),
        var other => new(other, other),
    };

    /// <summary>How long, in the two largest units that say something.</summary>
    public string Span(TimeSpan span)
    {
        if (span < TimeSpan.Zero) span = -span;
        if (span.TotalMinutes < 1) return Say("不到一分钟", "less than a minute");
        if (span.TotalHours < 1) return Count((int)span.TotalMinutes, "分钟", "minute");
        if (span.TotalDays < 1) return Count((int)span.TotalHours, "小时", "hour") + (span.Minutes > 0 ? Say("", " ") + Count(span.Minutes, "分钟", "minute") : "");
        return Count((int)span.TotalDays, "天", "day") + (span.Hours > 0 && span.TotalDays < 7 ? Say("", " ") + Count(span.Hours, "小时", "hour") : "");
    }

    private string Count(int many, string zh, string en) => language == Language.Chinese
        ? string.Create(CultureInfo.InvariantCulture, $"{many}{zh}")
        : string.Create(CultureInfo.InvariantCulture, $"{many} {en}{(many == 1 ? "" : "s")}");

    private string Say(string zh, string en) => language == Language.Chinese ? zh : en;
}
