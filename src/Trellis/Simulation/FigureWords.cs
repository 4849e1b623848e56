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

    public static string Signed(Estimate estimate, FigureUnit unit)
    {
        if (estimate.Runs == 0) return Nothing;
        // What is nought as far as it is told has no sign.
        var size = Number(Math.Abs(estimate.Mean), unit);
        var sign = size == Number(0, unit) ? "" : estimate.Mean > 0 ? "+" : "-";
        return $"{sign}{size}{(estimate.Half is { } half ? $" ± {Number(half, unit)}" : "")}";
    }

    /// <summary>Where more came than could be done, and how many runs ended early of it.</summary>
    /// <param name="cut">Of all runs.</param>
    public static string Say(Runs.Overload overload, int cut, int runs, Language language)
    {
        var zh = language == Language.Chinese;
        var where = zh
            ? $"{overload.At} 的活干不完，到 {overload.When:yyyy-MM-dd} 已积压 {overload.Waiting} 件，约 {overload.BacklogDays:0} 个全员工作日，模拟到此为止。来的活多于能办的活：增加席位、缩短每件时间，或者减少来件。"
            : $"{overload.At} cannot keep up: by {overload.When:yyyy-MM-dd} {overload.Waiting} steps wait there, some {overload.BacklogDays:0} days of everybody's time, so the run ends here. More comes than can be done: seat more people there, shorten the work, or have less come.";
        if (runs == 1) return where;
        return where + (zh
            ? $"{runs} 次运行中有 {cut} 次这样提前结束" + (cut < runs ? "；各项数字只取自其余各次。" : "。")
            : $" {cut} of {runs} runs ended early in this way" + (cut < runs ? "; the figures are those of the others." : "."));
    }

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
