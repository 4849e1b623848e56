using Trellis.Structure;
using Trellis.Structure.Vocabulary;
using Trellis.Web.Shared;

namespace Trellis.Web.Structure;

/// <summary>When somebody is there, from the calendar of a post: which days of the week, from when to when.</summary>
internal static class HoursInWords
{
    private static readonly string[] Chinese = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
    private static readonly string[] English = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    /// <summary>The calendar that holds where a post names none.</summary>
    private const string Usual = "office";

    /// <param name="post">A row of a post.</param>
    /// <returns>Empty where the structure has no such calendar.</returns>
    public static string Of(SitePage page, Post post)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(post);
        if (page.InForce.Structure.Calendars.On(post.Calendar?.Id ?? Usual, page.Site.Today) is not { } calendar) return "";
        var open = new string[English.Length];
        foreach (var (day, hours) in calendar.Node["week"u8].Pairs)
            if (Array.IndexOf(Words.Weekdays, day.Text) is >= 0 and var at) open[at] = string.Join(page.Say("、", " and "), TextsOf(hours).Select(static one => one.Replace('-', '–')));
        if (Array.TrueForAll(open, static one => one == "00:00–24:00")) return page.Say("每天全天", "day and night, every day");
        var spans = new List<string>();
        for (var from = 0; from < open.Length;)
        {
            var to = from;
            while (to + 1 < open.Length && open[to + 1] == open[from]) to++;
            if (!string.IsNullOrEmpty(open[from])) spans.Add($"{DaysIn(page, from, to)} {open[from]}");
            from = to + 1;
        }

        var closed = calendar.Node["off"u8].Exists ? page.Say("；公布的节假日不开", "; closed on the days off that the county publishes") : "";
        return spans.Count == 0 ? "" : string.Join(page.Say("，", ", "), spans) + closed;
    }

    private static List<string> TextsOf(Trellis.Structure.Files.Node hours)
    {
        List<string> all = [];
        foreach (var one in hours.Elements) all.Add(one.Text);
        return all.Count > 0 ? all : [hours.Text];
    }

    private static string DaysIn(SitePage page, int from, int to) => from == to ? page.Say(Chinese[from], English[from]) : page.Say($"{Chinese[from]}至{Chinese[to]}", $"{English[from]} to {English[to]}");
}
