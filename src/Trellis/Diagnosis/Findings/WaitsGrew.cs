using System.Runtime.InteropServices;
using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Methods;

namespace Trellis.Diagnosis.Findings;

/// <summary>
/// The time that matters take, or that they wait for a step, grew at some week and stayed (TR3106). Weeks are those in which the wait began, each with the mean of its logarithms, so that few very long waits do not make a week; the end of
/// the log, where long waits are not over yet, is left out.
/// </summary>
internal static class WaitsGrew
{
    private const int FewestWeeks = 30;
    private const int FewestInWeek = 5;
    private const int MostSteps = 20;
    private const long Week = 7 * TimeSpan.TicksPerDay;

    /// <summary>Steps that half of the time follow within a minute were recorded together; if they no longer are, recording has changed, and not the work.</summary>
    private const double AtOnce = 60;

    public static IEnumerable<Tested> Find(LogEvidence evidence)
    {
        var log = evidence.Log;
        if (log.EventCount == 0) yield break;
        var last = long.MinValue;
        for (var matter = 0; matter < log.CaseCount; matter++) last = Math.Max(last, evidence.Ended(matter));

        var whole = new List<Wait>(log.CaseCount);
        for (var matter = 0; matter < log.CaseCount; matter++)
            if (!evidence.HasClosing || evidence.Closing[log.Activities[log.CaseStarts[matter + 1] - 1]]) whole.Add(new Wait(evidence.Begun(matter), evidence.Ended(matter) - evidence.Begun(matter), matter));
        if (Test(evidence, null, whole, last) is { } tested) yield return tested;

        // By the step before, too: a step that now follows another has not begun to wait longer.
        var counts = new PairCounts(log.ActivityNames.Length);
        for (var matter = 0; matter < log.CaseCount; matter++)
            for (var at = log.CaseStarts[matter] + 1; at < log.CaseStarts[matter + 1]; at++)
                if (!evidence.IsNobodys(at)) counts.Add(log.Activities[at], log.Activities[evidence.Before(matter, at)]);
        var told = counts.ToList().Where(static pair => pair.Count >= FewestWeeks * FewestInWeek).OrderByDescending(static pair => pair.Count).ThenBy(static pair => (pair.From, pair.To)).Take(MostSteps).ToList();
        var (places, waits) = (new PairCounts(log.ActivityNames.Length), told.ConvertAll(static pair => new List<Wait>(pair.Count)));
        for (var place = 0; place < told.Count; place++) places.Add(told[place].From, told[place].To, place + 1);
        for (var matter = 0; matter < log.CaseCount; matter++)
        {
            for (var at = log.CaseStarts[matter] + 1; at < log.CaseStarts[matter + 1]; at++)
            {
                if (evidence.IsNobodys(at)) continue;
                var before = evidence.Before(matter, at);
                if (places[log.Activities[at], log.Activities[before]] is > 0 and var place) waits[place - 1].Add(new Wait(log.Times[before], evidence.WaitBefore(matter, at), matter));
            }
        }

        foreach (var (pair, list) in told.Zip(waits).OrderBy(static one => (one.First.From, one.First.To)))
            if (Test(evidence, (log.ActivityNames[pair.From], log.ActivityNames[pair.To]), list, last) is { } own) yield return own;
    }

    private static Tested? Test(LogEvidence evidence, (string Name, string Before)? step, List<Wait> waits, long last)
    {
        if (waits.Count < FewestWeeks * FewestInWeek) return null;
        var lengths = new long[waits.Count];
        for (var at = 0; at < lengths.Length; at++) lengths[at] = waits[at].Length;
        var open = Quantiles.Select(lengths, (int)(0.95 * (lengths.Length - 1)));
        var weeks = new Dictionary<long, (int Count, double Sum)>();
        foreach (var wait in waits)
        {
            if (wait.Began > last - open) continue;
            ref var own = ref CollectionsMarshal.GetValueRefOrAddDefault(weeks, wait.Began / Week, out _);
            own = (own.Count + 1, own.Sum + Math.Log(60 + Quantiles.Seconds(wait.Length)));
        }

        var told = weeks.Where(static week => week.Value.Count >= FewestInWeek).OrderBy(static week => week.Key).Select(static week => (week.Key, week.Value.Count, Mean: week.Value.Sum / week.Value.Count)).ToList();
        if (told.Count < FewestWeeks) return null;
        if (ShiftTest.Find(told.ConvertAll(static week => week.Mean)) is not { } shift) return Tested.Nothing;
        // What no judgement would tell needs no further look.
        if (shift.PValue > evidence.Settings.FalseDiscoveries) return new Tested(shift.PValue, Tell: null);
        var places = new Dictionary<long, int>();
        foreach (var (week, _, _) in told) places.Add(week, places.Count);
        var byWeek = told.ConvertAll(static week => new List<Wait>(week.Count));
        foreach (var wait in waits)
            if (wait.Began <= last - open && places.TryGetValue(wait.Began / Week, out var place)) byWeek[place].Add(wait);
        var before = byWeek.Take(shift.At).SelectMany(static week => week).ToList();
        var after = byWeek.Skip(shift.At).SelectMany(static week => week).ToList();
        var (old, now) = (Middle(before), Middle(after));
        var large = shift.After > shift.Before && now >= evidence.Settings.LeastTimes * old && old >= AtOnce && now >= (evidence.MostlyDays ? 2 * 86_400 : 3_600) && shift.At >= 4 && told.Count - shift.At >= 4;
        return Tested.Of(
            shift.PValue,
            large,
            () => new Measured(MeasureUnit.Seconds, now, old, after.Count, evidence.Names(after.Select(static wait => (wait.Matter, (double)wait.Length))))
            {
                Picture = new FindingPicture.OverWeeks([.. told.Zip(byWeek, static (week, own) => (DateOnly.FromDateTime(new DateTime(week.Key * Week)), Middle(own)))], shift.At),
            },
            () => Tell(evidence, step, new DateTime(told[shift.At].Key * Week), old, now, before.Count / (double)shift.At, after.Count / (double)(told.Count - shift.At)));
    }

    private static double Middle(List<Wait> waits) => Quantiles.Median(waits.Select(static wait => wait.Length).ToArray());

    private static Told Tell(LogEvidence evidence, (string Name, string Before)? step, DateTime from, double old, double now, double loadBefore, double loadAfter)
    {
        var since = DateOnly.FromDateTime(from);
        var what = step is null ? new Text("事项从首条到末条记录的用时", "the time from first to last step") : new Text($"「{ShownName.InSentence(step.Value.Before)}」之后等「{ShownName.InSentence(step.Value.Name)}」的时间", $"the wait for \"{ShownName.InSentence(step.Value.Name)}\" after \"{ShownName.InSentence(step.Value.Before)}\"");
        var heavier = loadAfter >= 1.25 * loadBefore;
        return new Told
        {
            Who = step is null ? FindingSubject.Whole : new FindingSubject(SubjectKind.Step, step.Value.Name, step.Value.Before),
            Since = since,
            Measure = new($"{what.Zh}的中位数", $"median of {what.En}"),
            Says = new(
                $"{what.Zh}从 {since:yyyy-MM-dd} 前后起变长：中位数由 {Durations.Say(old, Language.Chinese)} 增至 {Durations.Say(now, Language.Chinese)}，此后没有回到原来的水平。",
                $"From about {since:yyyy-MM-dd} on {what.En} is longer: the median went from {Durations.Say(old, Language.English)} to {Durations.Say(now, Language.English)} and has not come back to what it was."),
            Innocent =
            [
                new(new("日志末尾未办完的事项看起来短：已略去末尾。", "Matters that are not over at the end of the log look short: its end is left out."), true),
                heavier
                    ? new(new($"来的事项多了：每周由 {Figures.Short(loadBefore)} 件增至 {Figures.Short(loadAfter)} 件。", $"More came: {Figures.Short(loadAfter)} a week instead of {Figures.Short(loadBefore)}."), false)
                    : new(new($"来的事项多了：每周 {Figures.Short(loadBefore)} 件，之后 {Figures.Short(loadAfter)} 件，不足以解释。", $"More came: {Figures.Short(loadBefore)} a week before and {Figures.Short(loadAfter)} after do not explain it."), true),
                evidence.Log.HasGroups
                    ? new(new("等的是当事人：没有写明单位的环节不计。", "It is the requester who was waited for: steps that name no unit are left out."), true)
                    : new(new("等的是当事人，不是单位。", "It is the requester who was waited for, and not an office."), false),
                new(new("来的事项种类变了，或记录的办法变了。", "Other kinds of matter came, or steps were recorded in another way."), false),
            ],
            Clears = new("查明那时改了什么（人员、系统、规则）；按事项类型分开后不再变长，或用时回落。", "Find out what changed then (hands, system, rule); it does not hold within each type of matter, or the time falls again."),
        };
    }

    private readonly record struct Wait(long Began, long Length, int Matter);
}
