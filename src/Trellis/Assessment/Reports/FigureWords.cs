using System.Globalization;
using Trellis.Structure;
using Trellis.Structure.Quantities;

namespace Trellis.Assessment.Reports;

/// <summary>What a figure is made of, in words: nobody should read a number without them.</summary>
public static class FigureWords
{
    /// <summary>The number with its measure: "82.4 %", "3.5 working days".</summary>
    public static string Number(Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        if (figure.Number is not { } number) return "-";
        if (figure.Indicator.Take == "share") return string.Create(CultureInfo.InvariantCulture, $"{number * 100:0.0} %");
        return Quantity.Of(decimal.Round(number, 2, MidpointRounding.AwayFromZero), figure.Measure ?? Measure.Case) is { } quantity && figure.Measure is not null
            ? quantity.ToString()
            : number.ToString("0.##", CultureInfo.InvariantCulture);
    }

    /// <summary>What stands above the line of the fraction; null where nothing is divided.</summary>
    public static Text? Numerator(Indicator indicator) => indicator?.Take switch
    {
        "share" or "count" => new Text("取值为“是”的件数", "cases whose value is yes"),
        "sum" or "mean" => new Text("各件取值之和", "the sum of the values"),
        _ => null,
    };

    /// <summary>What stands below it.</summary>
    public static Text Denominator(Indicator indicator)
    {
        ArgumentNullException.ThrowIfNull(indicator);
        var when = indicator.CountedWhen?.Text;
        return indicator.Source switch
        {
            IndicatorSource.Register => new Text($"期末库中符合 {indicator.FromRegister!.Text} 的", $"{indicator.FromRegister!.Text}, as the base stands at the end of the period"),
            IndicatorSource.Form => new Text($"表单 {indicator.FromForm!.Value.Id} 的填报", $"submissions of the form {indicator.FromForm!.Value.Id}"),
            _ => new Text($"按 {when ?? "matter.filed"} 归期、符合 {indicator.FromRecord?.Text} 的", $"{indicator.FromRecord?.Text}, counted by {when ?? "matter.filed"}"),
        };
    }
}
