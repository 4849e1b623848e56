namespace Trellis;

/// <summary>Spans of time in the unit a person would choose, one decimal below ten.</summary>
public static class Durations
{
    private const double Minute = 60, Hour = 3_600, Day = 86_400, Year = 365.25 * Day;

    /// <summary>"2.3 days", "2.3 天". Days are used up to two years, because time limits are set in days.</summary>
    public static string Say(double seconds, Language language)
    {
        if (double.IsNaN(seconds) || double.IsInfinity(seconds)) return "–";
        if (seconds < 0) return "−" + Say(-seconds, language);

        // A value that would round to the next unit's one is said in that unit: never "60 minutes".
        if (seconds is > 0 and < 1) return language == Language.Chinese ? "不到 1 秒" : "under 1 second";
        if (Math.Round(seconds) < Minute) return Phrase(seconds, "秒", "second", language);
        if (Math.Round(seconds / Minute) < 60) return Phrase(seconds / Minute, "分钟", "minute", language);
        if (Math.Round(seconds / Hour, 1) < 24) return Phrase(seconds / Hour, "小时", "hour", language);
        return Math.Round(seconds / Day) < 731
            ? Phrase(seconds / Day, "天", "day", language)
            : Phrase(seconds / Year, "年", "year", language);
    }

    private static string Phrase(double value, string zh, string en, Language language)
    {
        var number = Figures.Short(value);
        return language == Language.Chinese ? $"{number} {zh}" : number == "1" ? $"1 {en}" : $"{number} {en}s";
    }
}
