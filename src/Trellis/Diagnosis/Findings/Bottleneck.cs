using MathNet.Numerics.Distributions;

namespace Trellis.Diagnosis.Findings;

/// <summary>
/// A step before which more than half of all the time lies that matters wait (TR3101). The share is a ratio of sums over matters, its error that of whole matters, since waits within one go together. What the requester or time was waited for is left out, where the log names units. Where
/// the log tells when work began, it is also said what was waited for.
/// </summary>
internal static class Bottleneck
{
    private const double Half = 0.5;

    public static IEnumerable<Tested> Find(LogEvidence evidence)
    {
        var log = evidence.Log;
        var steps = log.ActivityNames.Length;
        if (evidence.Use.Cases.Count(cases => cases >= evidence.Settings.FewestMatters) < 3) yield break;
        var (sums, matters) = (new double[steps], new int[steps]);
        var total = 0.0;
        var own = new double[steps];
        for (var matter = 0; matter < log.CaseCount; matter++) total += Waits(evidence, matter, own, (step, wait) => { sums[step] += wait; matters[step]++; });
        if (total <= 0) yield break;

        for (var step = 0; step < steps; step++)
        {
            if (matters[step] < evidence.Settings.FewestMatters) continue;
            var share = sums[step] / total;
            var (squares, counted) = (0.0, 0);
            var longest = new List<(int Matter, double Weight)>();
            if (share < 0.25)
            {
                // Far from half; how far need not be known.
                yield return Tested.Nothing;
                continue;
            }

            for (var matter = 0; matter < log.CaseCount; matter++)
            {
                var here = 0.0;
                var all = Waits(evidence, matter, own, (which, wait) => here += which == step ? wait : 0);
                if (all <= 0) continue;
                counted++;
                squares += (here - (share * all)) * (here - (share * all));
                if (here > 0) longest.Add((matter, here));
            }

            var error = counted < 2 ? 1 : Math.Sqrt(squares * counted / (counted - 1)) / total;
            var at = step;
            yield return Tested.Of(
                error <= 0 ? 1 : 1 - Normal.CDF(0, 1, (share - Half) / error),
                share >= Half + (evidence.Settings.LeastDifference / 2),
                () => new Measured(MeasureUnit.Share, share, Half, longest.Count, evidence.Names(longest)) { Interval = (Math.Max(0, share - (1.96 * error)), Math.Min(1, share + (1.96 * error))) },
                () => Tell(evidence, at, share, longest));
        }
    }

    /// <summary>All waiting of a matter in seconds; each step that waited is told with its sum.</summary>
    private static double Waits(LogEvidence evidence, int matter, double[] own, Action<int, double> each)
    {
        var log = evidence.Log;
        var total = 0.0;
        for (var at = log.CaseStarts[matter] + 1; at < log.CaseStarts[matter + 1]; at++) own[log.Activities[at]] = 0;
        for (var at = log.CaseStarts[matter] + 1; at < log.CaseStarts[matter + 1]; at++)
        {
            var wait = evidence.IsNobodys(at) ? 0 : evidence.WaitBefore(matter, at) / (double)TimeSpan.TicksPerSecond;
            own[log.Activities[at]] += wait;
            total += wait;
        }

        for (var at = log.CaseStarts[matter] + 1; at < log.CaseStarts[matter + 1]; at++)
        {
            var step = log.Activities[at];
            if (own[step] < 0) continue;
            each(step, own[step]);
            own[step] = -1;
        }

        return total;
    }

    private static Told Tell(LogEvidence evidence, int step, double share, List<(int Matter, double Weight)> longest)
    {
        var name = evidence.Log.ActivityNames[step];
        var waits = longest.Select(static one => one.Weight).Order().ToArray();
        var (low, median, high) = (waits[(int)(0.1 * (waits.Length - 1))], waits[waits.Length / 2], waits[(int)(0.9 * (waits.Length - 1))]);
        // Nine in ten within a fifth of the median: a term or a timer, not a queue.
        var isTerm = high - low <= 0.4 * median;
        var cause = Cause(evidence, name);
        return new Told
        {
            Who = new FindingSubject(SubjectKind.Step, name),
            Measure = new("全部等待时间中，等这一环节的比例", "share of all waiting that lies before this step"),
            Says = new(
                $"全部等待时间的 {Figures.Share(share, 1)} 是在等「{ShownName.InSentence(name)}」：{Figures.Count(longest.Count)} 件事项等过它，半数等了 {Durations.Say(median, Language.Chinese)} 以上{(isTerm ? "，而且几乎一样长，像是规定的期限" : "")}。{cause.Zh}",
                $"{Figures.Share(share, 1)} of all waiting lies before \"{ShownName.InSentence(name)}\": {Figures.Count(longest.Count)} matters waited for it, half of them {Durations.Say(median, Language.English)} or more{(isTerm ? ", and nearly all alike, as a set term makes them" : "")}.{(cause.En.Length == 0 ? "" : " " + cause.En)}"),
            Innocent =
            [
                isTerm
                    ? new(new("等待几乎一样长：多半是规定的期限或定时办理，不是排队。", "The waits are nearly alike, so that a set term or a timer is likely, and no queue."), false)
                    : new(new("规定的期限或定时办理：等待长短不一，不像。", "A set term or a timer: the waits differ too much for that."), true),
                evidence.Log.HasGroups
                    ? new(new("等的是当事人（补材料、付款、答复）：没有写明单位的环节不计。", "It is the requester who is waited for (papers, payment, an answer): steps that name no unit are left out."), true)
                    : new(new("等的是当事人（补材料、付款、答复），不是单位。", "It is the requester who is waited for (papers, payment, an answer), and not an office."), false),
            ],
            Clears = new("说明等的是什么：若是法定期限或当事人，在日志中单列一个环节；若是排队，缩短后这一比例降到一半以下。", "Say what is waited for: a legal term or the requester gets a step of its own in the log; a queue is cleared when the share falls below half."),
        };
    }

    private static Text Cause(LogEvidence evidence, string step)
    {
        if (evidence.Waiting is not { } waiting) return new("", "");
        double batch = 0, earlier = 0, later = 0, off = 0, elsewhere = 0;
        foreach (var edge in waiting.Top.Where(edge => edge.To == step))
        {
            batch += edge.Seconds.Batching;
            earlier += edge.Seconds.Contention;
            later += edge.Seconds.Prioritisation;
            off += edge.Seconds.Unavailability;
            elsewhere += edge.Seconds.Extraneous;
        }

        var all = batch + earlier + later + off + elsewhere;
        if (all <= 0) return new("", "");
        var (most, name) = new[]
        {
            (batch, new Text("等凑成一批", "until a batch was complete")), (earlier, new Text("经办人在办先到的事", "while whoever does it was busy with earlier work")),
            (later, new Text("经办人在办后到的事", "while whoever does it was busy with later work")), (off, new Text("经办人不在岗", "while whoever does it was off duty")),
            (elsewhere, new Text("原因不在经办人手上", "for a cause outside of the performer's desk")),
        }.MaxBy(static cause => cause.Item1);
        return new($"其中 {Figures.Share(most, all)} 是{name.Zh}。", $"{Figures.Share(most, all)} of it passed {name.En}.");
    }
}
