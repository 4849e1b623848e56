using Trellis.Ledger;
using Trellis.Ledger.Auditing;

namespace Trellis.Cli;

/// <summary>Writes the answer of an audit for people: what was proved, what was not, what is doubtful and what to do.</summary>
internal static class VerifyAsText
{
    private const int MostShown = 20;

    public static void Write(AuditReport report, Language language, TextWriter to, int width)
    {
        var chinese = language == Language.Chinese;
        to.WriteLine(chinese ? $"核验：{Excerpt.Of(report.Called, 300)}（{VerifyWords.Of(report.Kind).Zh}）" : $"Verified: {Excerpt.Of(report.Called, 300)} ({VerifyWords.Of(report.Kind).En})");
        if (report.Origin is { } origin) to.WriteLine(chinese ? $"记录：{Excerpt.Of(origin, 200)}" : $"Record: {Excerpt.Of(origin, 200)}");
        if (report.Checkpoint is { } head)
        {
            to.WriteLine(chinese
                ? $"检查点：{VerifyWords.Number(head.Size)} 个条目，根哈希 {head.Root}{(report.Entries is { } all && all != head.Size ? $"；共 {VerifyWords.Number(all)} 个条目" : "")}"
                : $"Checkpoint: {VerifyWords.Number(head.Size)} entries, root {head.Root}{(report.Entries is { } entries && entries != head.Size ? $"; {VerifyWords.Number(entries)} entries in all" : "")}");
        }

        if (report.Received is { } received) WriteEntry(received, chinese, to);
        foreach (var (_, entry) in report.ReceivedMany.Take(MostShown)) WriteEntry(entry, chinese, to);
        if (report.ReceivedMany.Count > MostShown) to.WriteLine(chinese ? $"… 另有 {VerifyWords.Number(report.ReceivedMany.Count - MostShown)} 条；--json FILE 全部写出。" : $"… and {VerifyWords.Number(report.ReceivedMany.Count - MostShown)} more; --json FILE writes all.");
        Section(chinese ? "已证明" : "Proved", report.Proven.Select(one => ("+", VerifyWords.Of(one).In(language))), to, width);
        Section(chinese ? "未能证明" : "Not proved", report.Unproven.Select(one => ("-", VerifyWords.Of(one).In(language))), to, width);
        Section(chinese ? "可疑" : "Doubts", report.Doubts.Take(MostShown).SelectMany(one => Lines(one, language)), to, width);
        if (report.DoubtCount > MostShown) to.WriteLine(chinese ? $"… 另有 {VerifyWords.Number(report.DoubtCount - MostShown)} 条；--json FILE 写出前 {Doubts.MostKept} 条。" : $"… and {VerifyWords.Number(report.DoubtCount - MostShown)} more; --json FILE writes the first {Doubts.MostKept}.");
        to.WriteLine();
        to.WriteLine((report.DoubtCount, chinese) switch
        {
            (0, true) => "凡能检查的，都成立。",
            (0, false) => "Everything that could be checked holds.",
            (1, true) => "有 1 处可疑：不要相信这份记录，直到查明原因。",
            (1, false) => "There is 1 doubt: do not rely on this record until it is cleared up.",
            (var many, true) => $"有 {VerifyWords.Number(many)} 处可疑：不要相信这份记录，直到查明原因。",
            (var many, false) => $"There are {VerifyWords.Number(many)} doubts: do not rely on this record until they are cleared up.",
        });
    }

    private static IEnumerable<(string Mark, string Text)> Lines(Doubt doubt, Language language)
    {
        var (what, remedy) = VerifyWords.Of(doubt);
        yield return ("!", $"{VerifyWords.Code(doubt.Kind)}: {what.In(language)}");
        yield return ("", remedy.In(language));
    }

    private static void Section(string title, IEnumerable<(string Mark, string Text)> lines, TextWriter to, int width)
    {
        var begun = false;
        foreach (var (mark, text) in lines)
        {
            if (!begun)
            {
                to.WriteLine();
                to.WriteLine(title + (title[0] > 127 ? "：" : ":"));
                begun = true;
            }

            var first = true;
            foreach (var line in TerminalText.Lines(text, width: Math.Min(width, 100) - 2, indent: 4))
            {
                to.WriteLine(first && mark.Length > 0 ? $"  {mark} {line.TrimStart()}" : line);
                first = false;
            }
        }
    }

    private static void WriteEntry(Entry entry, bool chinese, TextWriter to)
    {
        var by = entry.By switch
        {
            EntryActor.Officer officer => $"{officer.Post} @ {officer.Unit}",
            EntryActor.InRole role => role.Role,
            _ => "?",
        };
        to.WriteLine(chinese ? $"条目：{entry.Event}，{by}，{VerifyWords.Time(entry.At)}" : $"Entry: {entry.Event}, by {by}, {VerifyWords.Time(entry.At)}");
    }
}
