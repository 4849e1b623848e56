using System.Globalization;

namespace Trellis.Cli;

/// <summary>Values of options that several commands share.</summary>
internal static class Choices
{
    public static string OneOf(string value, string option, params string[] allowed)
    {
        if (allowed.Contains(value, StringComparer.Ordinal)) return value;
        var near = NearNames.Nearest(value, allowed) is { } meant ? $" Did you mean {meant}?" : "";
        throw new UnusableInput($"{option} takes {string.Join(" or ", allowed)}, not \"{Excerpt.Of(value, 40)}\".", $"Use one of these.{near}");
    }

    /// <summary>The language asked for, else that of the user's system.</summary>
    public static Language LanguageOf(string? asked, Terminal terminal) =>
        asked is null ? terminal.Language : OneOf(asked, "--lang", "zh", "en") == "zh" ? Language.Chinese : Language.English;

    /// <summary>The day asked for, else today where the machine stands.</summary>
    public static DateOnly DayOf(string? asked, Terminal terminal)
    {
        if (asked is null or "today") return terminal.Today;
        if (DateOnly.TryParseExact(asked, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        throw new UnusableInput($"--on takes a day, not \"{Excerpt.Of(asked, 40)}\".", "Write it as 2026-05-01.");
    }
}
