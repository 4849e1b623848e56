using System.Globalization;

namespace Trellis.Simulation.Reports;

/// <summary>Draws two sides of a simulation over one another, so that a difference is seen before it is read. Everything drawn stands in a table below, too.</summary>
internal static class SidePictures
{
    private const string FirstColour = Palette.Ink, SecondColour = Palette.Accent;
    private const double StripHeight = 52, LabelHeight = 20, MarkHeight = 10;

    /// <summary>Upper ends of the bins of a strip in seconds: a minute, and then each 1.6 times the last, so that hours and years fit on a phone.</summary>
    private static readonly double[] Ends = [.. EndsUpTo(5 * 365.25 * 86_400)];

    private static readonly (double Seconds, Text Name)[] Marks =
    [
        (60, new("1 分钟", "1 min")), (3_600, new("1 小时", "1 h")), (86_400, new("1 天", "1 day")), (604_800, new("1 周", "1 wk")), (2_592_000, new("30 天", "30 d")), (31_557_600, new("1 年", "1 yr")),
    ];

    public static void Legend(PageForms page, SideNames names, Language language)
    {
        if (names.Second is not { } second) return;
        page.Page.Literal("<ul class=\"legend\">");
        foreach (var (name, colour, dash) in (ReadOnlySpan<(Text, string, string)>)[(names.First, FirstColour, ""), (second, SecondColour, "6 3")])
            page.Page.Put($"<li><svg width=\"26\" height=\"12\" aria-hidden=\"true\"><line x1=\"0\" x2=\"26\" y1=\"6\" y2=\"6\" stroke=\"{colour}\" stroke-width=\"3\" stroke-dasharray=\"{dash}\"/></svg>{name.In(language)}</li>");
        page.Page.Literal("</ul>\n");
    }

    /// <summary>How durations are spread, first side above second, on one axis that widens with time; the middle one is marked.</summary>
    public static void Strips(PageForms page, string heading, string lead, IReadOnlyList<TwoSpreads> spreads, SideNames names, Language language)
    {
        var shown = spreads.Where(static one => one.First.Count > 0 || one.Second.Count > 0).ToList();
        if (shown.Count == 0) return;
        page.OpenFigure(heading, lead);
        Legend(page, names, language);
        var longest = shown.Max(static one => Math.Max(one.First.Count > 0 ? one.First[^1] : 0, one.Second.Count > 0 ? one.Second[^1] : 0));
        var bins = Math.Min(Ends.Length, Array.FindIndex(Ends, end => end > longest) is var found and >= 0 ? found + 1 : Ends.Length) + 1;
        page.Page.Literal("<ul class=\"strips\">\n");
        foreach (var one in shown)
        {
            page.Page.Put($"<li><p><strong>{one.Name.In(language)}</strong></p>");
            Strip(page, one, names, bins, language);
            page.Page.Literal("</li>\n");
        }

        page.Page.Literal("</ul>\n");
        var zh = language == Language.Chinese;
        page.OpenTable(zh ? "以表格查看" : "The same as a table", heading, (zh ? "用时" : "Time", false), (zh ? "次数" : "Count", true), (zh ? "中位数" : "Median", true), (zh ? "九成不超过" : "9 in 10 within", true));
        foreach (var one in shown)
        {
            foreach (var (name, values, _) in Sides(one, names))
                page.Row(zh ? $"{one.Name.Zh}：{name.Zh}" : $"{one.Name.En}: {name.En}", Figures.Count(values.Count), Duration(values.Count, At(values, 0.5), language), Duration(values.Count, At(values, 0.9), language));
        }

        page.CloseTable();
        page.CloseFigure();
    }

    /// <summary>How many there are as time goes on.</summary>
    public static void Courses(PageForms page, TwoCourses courses, string lead, SideNames names, Language language)
    {
        const double Height = 190, Bottom = 160, Left = 9;
        var zh = language == Language.Chinese;
        page.OpenFigure(courses.Name.In(language), lead);
        Legend(page, names, language);
        var most = Math.Max(1, courses.First.Concat(courses.Second).Max());
        var steps = Math.Max(courses.First.Count, courses.Second.Count);
        var id = page.Page.NewId();
        page.Page.Put($"<div class=\"picture\"><svg class=\"fluid\" width=\"100%\" height=\"{Height}\" font-size=\"12\" role=\"img\" aria-labelledby=\"{id}t {id}d\"><title id=\"{id}t\">{courses.Name.In(language)}</title><desc id=\"{id}d\">{lead}</desc>\n");
        foreach (var share in (ReadOnlySpan<double>)[0, 0.5, 1])
        {
            var y = Bottom - (share * (Bottom - 12));
            page.Page.Put($"<line x1=\"{Left}%\" x2=\"99%\" y1=\"{y}\" y2=\"{y}\" stroke=\"#d8d2c4\"/>");
            page.Page.Put($"<text x=\"{Left}%\" dx=\"-5\" y=\"{y + 4}\" text-anchor=\"end\" fill=\"{Palette.Quiet}\">{Figures.Short(share * most)}</text>\n");
        }

        page.Page.Put($"<svg x=\"{Left}%\" y=\"12\" width=\"{99 - Left}%\" height=\"{Bottom - 12}\" viewBox=\"0 0 1000 1000\" preserveAspectRatio=\"none\" overflow=\"visible\">");
        foreach (var (figures, colour, dash) in (ReadOnlySpan<(IReadOnlyList<double>, string, string)>)[(courses.First, FirstColour, ""), (courses.Second, SecondColour, "6 3")])
        {
            page.Page.Put($"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" stroke-dasharray=\"{dash}\" vector-effect=\"non-scaling-stroke\" points=\"");
            for (var step = 0; step < figures.Count; step++) page.Page.Put($"{(steps == 1 ? 500 : 1000.0 * step / (steps - 1))},{1000 - (1000 * figures[step] / most)} ");
            page.Page.Literal("\"/>");
        }

        page.Page.Literal("</svg>\n");
        foreach (var (share, anchor) in (ReadOnlySpan<(double, string)>)[(0, "start"), (0.5, "middle"), (1, "end")])
            page.Page.Put($"<text x=\"{Left + (share * (99 - Left))}%\" y=\"{Height - 10}\" text-anchor=\"{anchor}\" fill=\"{Palette.Quiet}\">{Day(courses.From.AddDays((int)(share * (steps - 1) * courses.StepDays)))}</text>");
        page.Page.Literal("</svg></div>\n");
        page.OpenTable(zh ? "以表格查看" : "The same as a table", courses.Name.In(language), [(zh ? "自" : "From", true), (names.First.In(language), true), .. names.Second is { } second ? [(second.In(language), true)] : Array.Empty<(string, bool)>()]);

        // A year of weeks is as much as anybody reads; longer courses are shown in larger steps.
        var every = Math.Max(1, (steps + 51) / 52);
        for (var step = 0; step < steps; step += every) page.Row(Day(courses.From.AddDays(step * courses.StepDays)), [Of(courses.First, step, every), .. names.Second is null ? Array.Empty<string>() : [Of(courses.Second, step, every)]]);
        page.CloseTable();
        page.CloseFigure();

        static string Of(IReadOnlyList<double> figures, int step, int every)
        {
            if (step >= figures.Count) return "–";
            double sum = 0;
            var to = Math.Min(step + every, figures.Count);
            for (var at = step; at < to; at++) sum += figures[at];
            return Figures.Short(sum / (to - step));
        }
    }

    private static void Strip(PageForms page, TwoSpreads one, SideNames names, int bins, Language language)
    {
        var id = page.Page.NewId();
        var sides = Sides(one, names);
        var height = (sides.Length * (StripHeight + LabelHeight + MarkHeight)) + 14;
        var says = string.Join("; ", sides.Select(side => $"{side.Name.In(language)}: {Median(side.Values, language)}"));
        page.Page.Put($"<svg width=\"100%\" height=\"{height}\" font-size=\"12\" role=\"img\" aria-labelledby=\"{id}t {id}d\"><title id=\"{id}t\">{one.Name.In(language)}</title><desc id=\"{id}d\">{says}</desc>\n");
        var top = 0.0;
        foreach (var (name, values, colour) in sides)
        {
            page.Page.Put($"<text x=\"0\" y=\"{top + 14}\" fill=\"{colour}\">{name.In(language)}: {Median(values, language)}</text>\n");
            var counts = new int[bins];
            foreach (var value in values)
            {
                var bin = Array.FindIndex(Ends, end => value < end);
                counts[bin < 0 || bin >= bins ? bins - 1 : bin]++;
            }

            var most = Math.Max(1, counts.Max());
            var ground = top + LabelHeight + StripHeight;
            for (var bin = 0; bin < bins; bin++)
            {
                if (counts[bin] == 0) continue;
                var bar = Math.Max(1, (StripHeight - 6) * counts[bin] / most);
                page.Page.Put($"<rect x=\"{100.0 * bin / bins}%\" width=\"{92.0 / bins}%\" y=\"{ground - bar}\" height=\"{bar}\" fill=\"{colour}\"/>");
            }

            page.Page.Put($"<line x1=\"0\" x2=\"100%\" y1=\"{ground}\" y2=\"{ground}\" stroke=\"#b9b2a3\"/>");
            if (values.Count > 0)
            {
                var x = 100 * PlaceOf(At(values, 0.5)) / bins;
                page.Page.Put($"<path d=\"M0 0l-5 7h10z\" fill=\"{colour}\" style=\"transform:translate({Percent(x)},{Pixels(ground + 1)})\"/>\n");
            }

            top = ground + MarkHeight;
        }

        var last = -100.0;
        foreach (var (seconds, name) in Marks)
        {
            var x = 100 * PlaceOf(seconds) / bins;
            if (x > 97 || x - last < 14) continue;
            last = x;
            page.Page.Put($"<text x=\"{x}%\" y=\"{height - 2}\" text-anchor=\"{(x < 8 ? "start" : "middle")}\" font-size=\"11\" fill=\"{Palette.Quiet}\">{name.In(language)}</text>");
        }

        page.Page.Literal("</svg>");
    }

    private static (Text Name, IReadOnlyList<double> Values, string Colour)[] Sides(TwoSpreads one, SideNames names) =>
        names.Second is { } second ? [(names.First, one.First, FirstColour), (second, one.Second, SecondColour)] : [(names.First, one.First, FirstColour)];

    /// <summary>In bins from the left, and within its bin by its size.</summary>
    private static double PlaceOf(double seconds)
    {
        var bin = Array.FindIndex(Ends, end => seconds < end);
        if (bin < 0) return Ends.Length;
        var from = bin == 0 ? 0 : Ends[bin - 1];
        return bin + ((seconds - from) / (Ends[bin] - from));
    }

    private static IEnumerable<double> EndsUpTo(double most)
    {
        for (var end = 60.0; end < most * 1.6; end *= 1.6) yield return end;
    }

    private static double At(IReadOnlyList<double> sorted, double share) => sorted.Count == 0 ? 0 : sorted[Math.Min((int)(share * sorted.Count), sorted.Count - 1)];

    private static string Median(IReadOnlyList<double> values, Language language)
    {
        if (values.Count == 0) return language == Language.Chinese ? "没有" : "none";
        var median = Durations.Say(At(values, 0.5), language);
        return language == Language.Chinese ? $"半数不超过 {median}" : $"half within {median}";
    }

    private static string Duration(int count, double seconds, Language language) => count == 0 ? "–" : Durations.Say(seconds, language);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Percent(double value) => value.ToString("0.##", CultureInfo.InvariantCulture) + "%";

    private static string Pixels(double value) => value.ToString("0.#", CultureInfo.InvariantCulture) + "px";
}
