using Trellis.Structure;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Checks;

/// <summary>TR9050: calendars whose known days end soon. TR9051: entries that nobody ever looks at again.</summary>
internal static class LapseChecks
{
    public static void Check(CheckContext context)
    {
        foreach (var calendar in context.Holding(context.Structure.Calendars))
        {
            if (calendar.KnownTo is not { } known || context.Structure.To <= known || calendar.To <= known) continue;
            if (known.DayNumber - context.Date.DayNumber > context.Settings.CalendarWarningDays) continue;
            context.Add(FindingCodes.CalendarEndsSoon, calendar.Node["known-to"u8].Mark, calendar,
                known < context.Date
                    ? new($"日历{Saying.Of(calendar).Zh}的放假安排只写到 {known:yyyy-MM-dd}，之后的期限都是暂算。", $"The days off of the calendar {Saying.Of(calendar).En} are known to {known:yyyy-MM-dd} only; every limit after that is provisional.")
                    : new($"日历{Saying.Of(calendar).Zh}的放假安排只写到 {known:yyyy-MM-dd}，再过 {known.DayNumber - context.Date.DayNumber} 天就用完。", $"The days off of the calendar {Saying.Of(calendar).En} are known to {known:yyyy-MM-dd}, {known.DayNumber - context.Date.DayNumber} days from now."),
                new("公布下一年放假安排后补上，并改 known-to。", "Add the days off of the next year when they are published, and move known-to."));
        }

        // What loads others, or stands between people and their business: duties, licences, forms, systems.
        // Powers of other classes and all of the grassroots stay until somebody ends them.
        Tell(context, context.Holding(context.Structure.Duties));
        Tell(context, context.Holding(context.Structure.Powers).Where(static power => power.Class.Id == "licence"));
        Tell(context, context.Holding(context.Structure.Forms));
        Tell(context, context.Holding(context.Structure.Systems));
    }

    /// <summary>
    /// Each on its own where a few were forgotten. Where most entries of the kind have no day of review, nobody reviews them here:
    /// that is one finding, at the first of them.
    /// </summary>
    private static void Tell<T>(CheckContext context, IEnumerable<T> entries)
        where T : Entry
    {
        var all = 0;
        var without = new List<T>();
        foreach (var entry in entries)
        {
            all++;
            // An entry that ends by itself need not be reviewed; a day that cannot be read is a finding of its own.
            if (entry.To == DateOnly.MaxValue && !entry.Node["review-by"u8].Exists) without.Add(entry);
        }

        if (without.Count > 1 && without.Count * 2 > all)
        {
            context.Add(FindingCodes.NeverReviewed, without[0].At, without[0],
                new($"{Saying.Of(without[0]).Zh}等 {without.Count} 个同类条目（共 {all} 个）没有复核日期，永不失效。", $"{Saying.Of(without[0]).En} and {without.Count - 1} more of {all} such entries have no day of review and never lapse."),
                new("为它们写上 review-by：到期由谁看过才继续有效。", "Give them review-by, the day by which somebody must look at them again."));
            return;
        }

        foreach (var entry in without)
            context.Add(FindingCodes.NeverReviewed, entry.At, entry,
                new($"{Saying.Of(entry).Zh}没有复核日期，永不失效。", $"{Saying.Of(entry).En} has no day of review and never lapses."),
                new("写上 review-by：到期经复核才继续有效。", "Give it review-by, the day by which somebody must look at it again."));
    }
}
