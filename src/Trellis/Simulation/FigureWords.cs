using System.Globalization;

namespace Trellis.Simulation;

/// <summary>Figures of simulated runs as people read them, on a terminal and on a page.</summary>
public static class FigureWords
{
    /// <summary>Where there is no run to say anything of.</summary>
    private const string Nothing = "—";

    public static string Say(Estimate estimate, FigureUnit unit, Language language)
    {
        if (estimate.Runs == 0) return Nothing;
        var text = Number(estimate.Mean, unit) + Word(unit, language);
        return estimate.Half is { } half ? $"{text} ± {Number(half, unit)}" : text;
    }

    public static string Signed(Estimate estimate, FigureUnit unit) => estimate.Runs == 0 ? Nothing : $"{(estimate.Mean > 0 ? "+" : "")}{Number(estimate.Mean, unit)}{(estimate.Half is { } half ? $" ± {Number(half, unit)}" : "")}";

    public static string Number(double value, FigureUnit unit) => unit switch
    {
        FigureUnit.Share => (100 * value).ToString("0.0", CultureInfo.InvariantCulture) + " %",
        FigureUnit.Count => value.ToString(Math.Abs(value) < 1000 ? "0.#" : "N0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };

    public static string Word(FigureUnit unit, Language language) => unit switch
    {
        FigureUnit.Days => language == Language.Chinese ? " 天" : " days",
        FigureUnit.Hours => language == Language.Chinese ? " 小时" : " hours",
        FigureUnit.PerHundred => language == Language.Chinese ? " 次/百件" : " per 100 matters",
        FigureUnit.PerMatter => language == Language.Chinese ? " /件" : " a matter",
        FigureUnit.Minutes => language == Language.Chinese ? " 分钟/件" : " minutes a matter",
        FigureUnit.Money => language == Language.Chinese ? " 元" : " CNY",
        _ => "",
    };
}
