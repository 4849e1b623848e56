namespace Trellis.Diagnosis.EventLogs;

/// <summary>What is wrong or doubtful in the data itself. Bad data is the first problem practitioners meet, so it is said before any figure is believed.</summary>
public static class DataQuality
{
    private static readonly HashSet<long> DefaultDays =
    [
        new DateTime(1, 1, 1).Ticks / TimeSpan.TicksPerDay,
        new DateTime(1899, 12, 30).Ticks / TimeSpan.TicksPerDay,
        new DateTime(1899, 12, 31).Ticks / TimeSpan.TicksPerDay,
        new DateTime(1900, 1, 1).Ticks / TimeSpan.TicksPerDay,
        new DateTime(1970, 1, 1).Ticks / TimeSpan.TicksPerDay,
        new DateTime(9999, 12, 31).Ticks / TimeSpan.TicksPerDay,
    ];

    private sealed class Counts
    {
        public long MissingResources, MissingGroups, MissingLevels, Ties, Duplicates, DefaultDates, Midnights, StartsAfterEnd, MissingStarts, LongGaps, SingleEventCases;

        public void Add(Counts other)
        {
            MissingResources += other.MissingResources;
            MissingGroups += other.MissingGroups;
            MissingLevels += other.MissingLevels;
            Ties += other.Ties;
            Duplicates += other.Duplicates;
            DefaultDates += other.DefaultDates;
            Midnights += other.Midnights;
            StartsAfterEnd += other.StartsAfterEnd;
            MissingStarts += other.MissingStarts;
            LongGaps += other.LongGaps;
            SingleEventCases += other.SingleEventCases;
        }
    }

    public static List<QualityNote> Examine(EventLog log, int threads)
    {
        var counts = new Counts();
        foreach (var part in CaseRanges.Each(log.CaseStarts, threads, (from, to) => Walk(log, from, to))) counts.Add(part);
        var notes = new List<QualityNote>();
        var events = log.EventCount;

        if (log.Notes.SkippedRows > 0)
        {
            notes.Add(new("skipped-rows", QualityWeight.Caution, log.Notes.SkippedRows, events + (long)log.Notes.SkippedRows,
                new("有些行无法读取，已略去，不计入任何数字。", "Some rows could not be read and are left out of every figure."),
                new("按所列行号改正后重新导出。", "Mend the lines named and export again.")));
        }

        if (log.Notes.UnreadableExtras > 0)
        {
            notes.Add(new("unreadable-deadlines", QualityWeight.Caution, log.Notes.UnreadableExtras, log.CaseCount,
                new("事项的开始时间或时限无法读取，按没有写明处理。", "Starts or deadlines of whole cases could not be read; they count as absent."),
                new("改正其写法后重新导出。", "Mend how it is written and export again.")));
        }

        if (log.HasResources) Missing("missing-resource", counts.MissingResources, "环节没有写明经办人。", "Events name no person or system that did the work.",
            "在源系统中让每个环节都写明经办人。", "Have the source system record who acted at every step.");
        if (log.HasGroups) Missing("missing-group", counts.MissingGroups, "环节没有写明单位。", "Events name no unit.",
            "导出时为每个环节带上所在单位。", "Export the unit with every step.");
        if (log.HasLevels) Missing("missing-level", counts.MissingLevels, "环节没有写明层级。", "Events name no level.",
            "导出时为每个环节带上层级。", "Export the level with every step.");
        if (log.HasStarts) Missing("missing-start", counts.MissingStarts, "环节没有开始时间，无法区分等待与办理。", "Events have no start, so waiting cannot be told from work.",
            "记录每个环节的开始时间。", "Record when work on each step begins.");

        if (log.Notes.OutOfOrderEvents > 0)
        {
            notes.Add(new("out-of-order", QualityWeight.Note, log.Notes.OutOfOrderEvents, events,
                new("文件中的先后与时间的先后不一致；此处一律按时间排序。", "The file lists these after a later event of their case; everything here is in time order."),
                new("如果时间是事后补录的，请导出实际发生时间。", "If times were entered afterwards, export when things really happened.")));
        }

        if (counts.Ties > 0)
        {
            notes.Add(new("ties", counts.Ties * 10 > events ? QualityWeight.Caution : QualityWeight.Note, counts.Ties, events,
                new("与同一事项的前一环节时间完全相同，先后以文件中的次序为准。", "These carry the very time of the event before them in their case; the file's order decides which came first."),
                new("导出带时、分、秒的时间。", "Export times with hours, minutes and seconds.")));
        }

        if (log.Notes.DateOnlyTimes > 0)
        {
            notes.Add(new("date-only", QualityWeight.Caution, log.Notes.DateOnlyTimes, events,
                new("只有日期，没有时刻；不足一天的时长不可信。", "These have a day but no time of day; durations below a day mean little."),
                new("导出带时、分、秒的时间。", "Export times with hours, minutes and seconds.")));
        }

        var midnights = counts.Midnights - log.Notes.DateOnlyTimes;
        if (midnights * 20 > events)
        {
            notes.Add(new("midnight", QualityWeight.Caution, midnights, events,
                new("时刻恰为零点，多半只记了日期。", "These stand at exactly midnight, so probably only the day was recorded."),
                new("导出实际时刻；在此之前不要解读按小时的图。", "Export the real time of day; until then do not read the hours of the week chart.")));
        }

        if (counts.Duplicates > 0)
        {
            notes.Add(new("duplicates", QualityWeight.Caution, counts.Duplicates, events,
                new("与同一事项中的另一条记录完全相同（环节、时间、经办人、单位都一样）；仍计入各项数字。",
                    "These repeat another event of their case in activity, time, resource and group; they are still counted."),
                new("检查导出时的表连接是否把行重复了。", "Check whether a join in the export doubled rows.")));
        }

        if (counts.DefaultDates > 0)
        {
            notes.Add(new("default-dates", QualityWeight.Caution, counts.DefaultDates, events,
                new("时间是系统的默认值（如 1970-01-01、1900-01-01、9999-12-31），不是真实时间。",
                    "These carry a system's default date (such as 1970-01-01, 1900-01-01, 9999-12-31), not a real time."),
                new("让源系统在没有时间时留空。", "Have the source system leave absent times empty.")));
        }

        if (counts.StartsAfterEnd > 0)
        {
            notes.Add(new("start-after-end", QualityWeight.Caution, counts.StartsAfterEnd, events,
                new("开始时间晚于结束时间。", "These start after they end."),
                new("检查两个时间列是否颠倒，或两台机器的时钟是否不一致。", "Check whether the two columns are swapped or two machines' clocks disagree.")));
        }

        if (counts.LongGaps > 0)
        {
            notes.Add(new("clock-jumps", QualityWeight.Caution, counts.LongGaps, events,
                new("与同一事项的前一环节相隔十年以上，时钟可疑。", "These come more than ten years after the event before them in their case; a clock is doubtful."),
                new("核对这些事项的时间。", "Check the times of these cases.")));
        }

        if (log.Notes.ZonelessTimes > 0 && !log.Notes.ZoneGiven)
        {
            notes.Add(new("no-zone", QualityWeight.Note, log.Notes.ZonelessTimes, events,
                new("时间没有写时区，按世界协调时理解；先后与时长不受影响。",
                    "These times name no zone and were read in universal time; order and durations do not depend on it."),
                new("用 --zone 指明时区，例如 --zone +08:00。", "Name the zone with --zone, for example --zone +08:00.")));
        }

        if (log.Clock == LogClock.Universal)
        {
            notes.Add(new("mixed-zones", QualityWeight.Note, events, events,
                new("日志混有几个时区，先后与时长按世界协调时计算。", "The log mixes zones; order and durations are taken in universal time."),
                new("无需处理；图中的钟点仍是各地当地时间。", "Nothing to do; the hours of the week chart are still local.")));
        }

        if (log.HasDeadlines)
        {
            long without = 0;
            foreach (var deadline in log.Deadlines)
                if (deadline == EventLog.NoTime) without++;
            if (without > 0)
            {
                notes.Add(new("missing-deadline", QualityWeight.Note, without, log.CaseCount,
                    new("事项没有时限，不计入逾期率。", "These cases have no deadline and do not count in the share of late ones."),
                    new("为每个事项导出时限。", "Export the deadline of every case.")));
            }

            if (log.Notes.CasesWithChangedDeadline > 0)
            {
                notes.Add(new("changed-deadline", QualityWeight.Caution, log.Notes.CasesWithChangedDeadline, log.CaseCount,
                    new("同一事项前后写了不同的时限，以最后一个为准。", "Events of one case give different deadlines; the latest counts."),
                    new("查明谁、依据什么改了时限。", "Find out who moved the deadline, and on what basis.")));
            }
        }

        if (log.Notes.UnnamedCases > 0)
        {
            notes.Add(new("unnamed-cases", QualityWeight.Note, log.Notes.UnnamedCases, log.CaseCount,
                new("事项没有编号，按在文件中的位置命名（“trace 12”）。", "These cases have no name and are called by their place in the file (\"trace 12\")."),
                new("导出每个事项的编号。", "Export the number of every case.")));
        }

        if (log.Notes.RepeatedCaseNames > 0)
        {
            notes.Add(new("repeated-case-names", QualityWeight.Caution, log.Notes.RepeatedCaseNames, log.CaseCount,
                new("文件中有编号相同的轨迹，已并为一个事项。", "The file holds several traces of the same name; they are taken for one case."),
                new("检查编号是否重复使用，或同一事项是否分段导出。", "Check whether a number was used twice, or one case exported in pieces.")));
        }

        if (log.Notes.EmptyCases > 0)
        {
            notes.Add(new("empty-cases", QualityWeight.Note, log.Notes.EmptyCases, log.CaseCount + (long)log.Notes.EmptyCases,
                new("事项没有任何环节，未计入。", "These cases have no event and are not counted."),
                new("检查导出是否漏了环节。", "Check whether the export lost their events.")));
        }

        if (counts.SingleEventCases * 2 > log.CaseCount && log.CaseCount > 1)
        {
            notes.Add(new("single-event-cases", QualityWeight.Caution, counts.SingleEventCases, log.CaseCount,
                new("事项只有一个环节，看不出流程。", "These cases have one event only and show no flow."),
                new("检查“事项”列是否选对：它应当把同一件事的各个环节连在一起。", "Check the case column: it must tie together all steps of one matter.")));
        }

        long elements = 0;
        foreach (var count in log.Notes.SkippedElements.Values) elements += count;
        if (elements > 0)
        {
            var names = string.Join(", ", log.Notes.SkippedElements.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"{Excerpt.Of(pair.Key, 40)} × {pair.Value:N0}").Take(8));
            notes.Add(new("skipped-elements", QualityWeight.Note, elements, elements,
                new($"文件中有未识别或无法归入事项的内容，已略去：{names}。", $"The file holds parts that are not understood or belong to no case; they are left out: {names}."),
                new("通常无需处理。", "Usually nothing to do.")));
        }

        return notes;

        void Missing(string code, long count, string zh, string en, string remedyZh, string remedyEn)
        {
            if (count == 0) return;
            notes.Add(new(code, count * 20 > events ? QualityWeight.Caution : QualityWeight.Note, count, events, new(zh, en), new(remedyZh, remedyEn)));
        }
    }

    private static Counts Walk(EventLog log, int from, int to)
    {
        var counts = new Counts();
        const long TenYears = 3_653 * TimeSpan.TicksPerDay;
        for (var at = log.CaseStarts[from]; at < log.CaseStarts[to]; at++)
        {
            if (log.HasResources && log.Resources[at] < 0) counts.MissingResources++;
            if (log.HasGroups && log.Groups[at] < 0) counts.MissingGroups++;
            if (log.HasLevels && log.Levels[at] < 0) counts.MissingLevels++;
            if (log.HasStarts)
            {
                if (log.Starts[at] == EventLog.NoTime) counts.MissingStarts++;
                else if (log.Starts[at] > log.Times[at]) counts.StartsAfterEnd++;
            }

            var written = log.Written(at);
            var day = written / TimeSpan.TicksPerDay;
            if (day * TimeSpan.TicksPerDay == written) counts.Midnights++;
            // Default days lie far from any real log; most events are told apart by the year alone.
            if (day is < 719_529 or > 3_652_000 && DefaultDays.Contains(day)) counts.DefaultDates++;
        }

        for (var number = from; number < to; number++)
        {
            var start = log.CaseStarts[number];
            var end = log.CaseStarts[number + 1];
            if (end - start == 1) counts.SingleEventCases++;
            var tieStart = start;
            for (var at = start + 1; at <= end; at++)
            {
                if (at < end && log.Times[at] == log.Times[at - 1])
                {
                    counts.Ties++;
                    continue;
                }

                if (at < end && log.Times[at] - log.Times[at - 1] > TenYears) counts.LongGaps++;
                if (at - tieStart > 1) counts.Duplicates += DuplicatesIn(log, tieStart, at);
                tieStart = at;
            }
        }

        return counts;
    }

    private static int DuplicatesIn(EventLog log, int from, int to)
    {
        var found = 0;
        if (to - from <= 8)
        {
            for (var at = from + 1; at < to; at++)
            {
                for (var earlier = from; earlier < at; earlier++)
                {
                    if (Key(log, earlier) != Key(log, at)) continue;
                    found++;
                    break;
                }
            }

            return found;
        }

        var seen = new HashSet<(int, int, int, long)>();
        for (var at = from; at < to; at++)
            if (!seen.Add(Key(log, at))) found++;
        return found;
    }

    private static (int Activity, int Resource, int Group, long Start) Key(EventLog log, int at) => (
        log.Activities[at],
        log.HasResources ? log.Resources[at] : EventLog.Missing,
        log.HasGroups ? log.Groups[at] : EventLog.Missing,
        log.HasStarts ? log.Starts[at] : EventLog.NoTime);
}
