namespace Trellis.Diagnosis.Reports;

/// <summary>
/// The most frequent ways through the work as strips of numbered blocks, broken like lines of text so that long ones fit a phone.
/// The number says which activity a block is; the colour only helps the eye.
/// </summary>
internal static class VariantPicture
{
    private const int Shown = 12;
    private const int BlocksInLine = 16;
    private const int MostBlocks = 96;
    private const double Block = 20;

    public static void Write(ReportPage report)
    {
        var (page, t, variants) = (report.Page, report.Texts, report.Diagnosis.Variants);
        var shown = Math.Min(Shown, variants.Top.Count);
        if (shown == 0)
        {
            report.Quiet(t.NothingToMeasure);
            return;
        }

        var numbers = Number(report, shown);
        report.OpenFigure(t.VariantHeading, t.VariantLead(variants, report.Diagnosis.Log.Cases));
        page.Literal("<ol class=\"strips\">\n");
        long together = 0;
        for (var v = 0; v < shown; v++)
        {
            var variant = variants.Top[v];
            together += variant.Count;
            page.Put($"<li><p><strong>{t.VariantTitle(v + 1, variant.Count)}</strong> · {t.VariantShares(variant.Count, together, report.Diagnosis.Log.Cases)} · {t.VariantTime(variant.MedianSeconds)}</p>");
            Strip(report, variant, v + 1, numbers);
            page.Literal("</li>\n");
        }

        page.Literal("</ol>\n");
        Legend(report, numbers);

        report.OpenTable(t.ShowTable, t.VariantHeading, (t.VariantColumn, true), (t.Cases, true), (t.ShareOfCases, true), (t.Together, true), (t.MedianTime, true), (t.Steps, false));
        together = 0;
        for (var v = 0; v < shown; v++)
        {
            var variant = variants.Top[v];
            together += variant.Count;
            report.Row(
                Figures.Count(v + 1), Figures.Count(variant.Count), Figures.Share(variant.Count, report.Diagnosis.Log.Cases),
                Figures.Share(together, report.Diagnosis.Log.Cases), report.Duration(variant.MedianSeconds), Steps(t, variant));
        }

        report.CloseTable();
        report.CloseFigure();
    }

    /// <summary>Activities in the strips get numbers, the most frequent in the log first.</summary>
    private static Dictionary<string, int> Number(ReportPage report, int shown)
    {
        HashSet<string> present = new(StringComparer.Ordinal);
        for (var v = 0; v < shown; v++)
        {
            var activities = report.Diagnosis.Variants.Top[v].Activities;
            for (var i = 0; i < activities.Count && i < MostBlocks; i++) present.Add(activities[i]);
        }

        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        foreach (var activity in report.Diagnosis.Activities) if (present.Contains(activity.Name)) numbers.TryAdd(activity.Name, numbers.Count + 1);
        for (var v = 0; v < shown; v++) foreach (var name in report.Diagnosis.Variants.Top[v].Activities) if (present.Contains(name)) numbers.TryAdd(name, numbers.Count + 1);
        return numbers;
    }

    private static void Strip(ReportPage report, Variant variant, int number, Dictionary<string, int> numbers)
    {
        var (page, t) = (report.Page, report.Texts);
        var id = page.NewId();
        var blocks = Math.Min(variant.Activities.Count, MostBlocks);
        var more = variant.Activities.Count - blocks;
        var lines = Math.Max(1, (blocks + (more > 0 ? 3 : 0) + BlocksInLine - 1) / BlocksInLine);
        page.Put($"<div class=\"picture\"><svg width=\"{BlocksInLine * Block}\" height=\"{(lines * (Block + 3)) - 1}\" viewBox=\"0 0 {BlocksInLine * Block} {(lines * (Block + 3)) - 1}\" style=\"max-width:100%;height:auto\" font-size=\"10.5\" text-anchor=\"middle\" role=\"img\" aria-labelledby=\"{id}t {id}d\"><title id=\"{id}t\">{t.VariantTitle(number, variant.Count)}</title><desc id=\"{id}d\">{t.VariantDesc(variant.Activities.Count)}</desc>");
        for (var i = 0; i < blocks; i++)
        {
            var (x, y) = (i % BlocksInLine * Block, i / BlocksInLine * (Block + 3));
            var code = numbers[variant.Activities[i]];
            var (fill, letters) = code <= Palette.Blocks.Length ? Palette.Blocks[code - 1] : ("#f1ede4", Palette.Ink);
            page.Put($"<g><title>{TextWidth.Shorten(ShownName.Of(variant.Activities[i]), 120)}</title><rect x=\"{x}\" y=\"{y}\" width=\"{Block - 1}\" height=\"{Block}\" fill=\"{fill}\"/><text x=\"{x + ((Block - 1) / 2)}\" y=\"{y + 14}\" fill=\"{letters}\">{code}</text></g>");
        }

        if (more > 0)
        {
            var (x, y) = (blocks % BlocksInLine * Block, blocks / BlocksInLine * (Block + 3));
            page.Put($"<text x=\"{x + 2}\" y=\"{y + 14}\" text-anchor=\"start\">+{Figures.Count(more)}</text>");
        }

        page.Literal("</svg></div>");
    }

    private static void Legend(ReportPage report, Dictionary<string, int> numbers)
    {
        var page = report.Page;
        page.Literal("<ul class=\"legend cols\">\n");
        foreach (var (name, code) in numbers)
        {
            var (fill, letters) = code <= Palette.Blocks.Length ? Palette.Blocks[code - 1] : ("#f1ede4", Palette.Ink);
            page.Put($"<li><svg aria-hidden=\"true\" width=\"24\" height=\"18\" font-size=\"10.5\"><title>{code}</title><desc>{code}</desc><rect width=\"24\" height=\"18\" fill=\"{fill}\"/><text x=\"12\" y=\"13\" text-anchor=\"middle\" fill=\"{letters}\">{code}</text></svg><span>{TextWidth.Shorten(ShownName.Of(name), 60)}</span></li>\n");
        }

        page.Literal("</ul>\n");
    }

    private static string Steps(ReportTexts t, Variant variant)
    {
        List<string> steps = [];
        for (var i = 0; i < variant.Activities.Count && i < MostBlocks; i++) steps.Add(ShownName.InSentence(variant.Activities[i], 40));
        var text = string.Join(" → ", steps);
        return variant.Activities.Count > MostBlocks ? text + t.AndMore(variant.Activities.Count - MostBlocks) : text;
    }
}
