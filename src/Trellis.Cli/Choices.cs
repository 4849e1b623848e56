using System.Globalization;
using Trellis.Runtime.Files;

namespace Trellis.Cli;

/// <summary>Values of options that several commands share.</summary>
internal static class Choices
{
    public static string OneOf(string value, string option, params string[] allowed)
    {
        if (allowed.Contains(value, StringComparer.Ordinal)) return value;
        var meant = NearNames.Nearest(value, allowed);
        var (near, nearZh) = meant is null ? ("", "") : ($" Did you mean {meant}?", $"是不是要写 {meant}？");
        var listed = allowed.Length < 2 ? string.Concat(allowed) : $"{string.Join(", ", allowed[..^1])} or {allowed[^1]}";
        throw new UnusableInput(new Text($"{option} 只能写 {string.Join("、", allowed)}，不能写 \"{Excerpt.Of(value, 40)}\"。", $"{option} takes {listed}, not \"{Excerpt.Of(value, 40)}\"."), new Text($"用其中一个。{nearZh}", $"Use one of these.{near}"));
    }

    /// <summary>The language asked for, else that of the user's system.</summary>
    public static Language LanguageOf(string? asked, Terminal terminal) =>
        asked is null ? terminal.Language : OneOf(asked, "--lang", "zh", "en") == "zh" ? Language.Chinese : Language.English;

    /// <summary>The day asked for, else today where the machine stands.</summary>
    public static DateOnly DayOf(string? asked, Terminal terminal)
    {
        if (asked is null or "today") return terminal.Today;
        if (DateOnly.TryParseExact(asked, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        throw new UnusableInput(new Text($"--on 要写一个日期，不能写 \"{Excerpt.Of(asked, 40)}\"。", $"--on takes a day, not \"{Excerpt.Of(asked, 40)}\"."), new Text("写成 2026-05-01 的样子。", "Write it as 2026-05-01."));
    }

    /// <summary>An id that is there; otherwise the nearest is offered.</summary>
    /// <param name="name">As it was typed.</param>
    /// <param name="option">The option or argument.</param>
    /// <param name="what">What it names: "unit".</param>
    /// <param name="names">All that there are.</param>
    public static string Known(string name, string option, string what, IEnumerable<string> names)
    {
        var all = names.ToList();
        if (all.Contains(name, StringComparer.Ordinal)) return name;
        var near = NearNames.Nearest(name, all) is { } meant ? $"Did you mean {meant}?" : "Check the spelling; ids are as in the files of the structure.";
        throw new UnusableInput($"{option}: this structure has no {what} \"{Excerpt.Of(name, 60)}\".", near);
    }

    /// <summary>Refuses an output that would overwrite a file of a structure or of an overlay, whichever it is: all of them are read.</summary>
    public static void CheckTarget(string target, params string?[] structures)
    {
        foreach (var named in structures.OfType<string>().Where(static named => named.Length > 0))
        {
            var folder = File.Exists(named) ? Path.GetDirectoryName(Path.GetFullPath(named))! : named;
            OutputFile.CheckTarget(target, File.Exists(target) ? [named, folder] : [named, Path.Combine(folder, "structure.yaml"), Path.Combine(folder, "overlay.yaml")]);
        }
    }
}
