using System.Collections.Immutable;
using Trellis.Simulation.Runs;

namespace Trellis.Simulation;

/// <summary>In what a figure is counted.</summary>
public enum FigureUnit
{
    Count,
    Days,
    Hours,
    Share,
    PerHundred,
    PerMatter,
    Minutes,
    Money,
}

/// <summary>One figure of a run: what it is called, and how it is read off.</summary>
/// <param name="Id">For programs; never changes its meaning.</param>
public sealed record FigureKind(string Id, Text Name, FigureUnit Unit, Func<Run, double> Of)
{
    private const double Day = 24 * 3_600_000.0;

    public static ImmutableArray<FigureKind> All { get; } =
    [
        new("brought", new("收到事项", "matters brought"), FigureUnit.Count, static run => run.Tally.Brought),
        new("closed", new("办结事项", "matters closed"), FigureUnit.Count, static run => run.Tally.ClosedCount),
        new("closed-per-day", new("日均办结", "closed per day"), FigureUnit.Count, static run => run.Now <= run.CountedFrom ? 0 : run.Tally.ClosedCount * Day / (run.Now - run.CountedFrom)),
        new("left-open", new("期末未办结", "open at the end"), FigureUnit.Count, static run => run.Tally.LeftOpen),
        new("days-mean", new("从提出到办结，平均", "from filing to closing, mean"), FigureUnit.Days, static run => run.Tally.Took.Mean / Day),
        new("days-median", new("从提出到办结，中位数", "from filing to closing, median"), FigureUnit.Days, static run => run.Tally.Took.Quantile(0.5) / Day),
        new("days-p90", new("从提出到办结，九成不超过", "from filing to closing, nine in ten within"), FigureUnit.Days, static run => run.Tally.Took.Quantile(0.9) / Day),
        new("waited-mean", new("每个步骤等人来办，平均", "a step waits to be taken up, mean"), FigureUnit.Hours, static run => Waited(run) / 3_600_000.0),
        new("kept", new("按承诺期限办完", "promises kept"), FigureUnit.Share, static run => Share(run.Tally.Kept, run.Tally.Promised)),
        new("first-contact", new("首问单位自己办完", "settled by the unit of first contact alone"), FigureUnit.Share, static run => Share(run.Tally.FirstContactDecided, run.Tally.Took.Count)),
        new("hand-overs", new("转办", "hand-overs"), FigureUnit.PerHundred, static run => 100 * Share(run.Tally.HandOvers, run.Tally.Brought)),
        new("returns", new("退回", "returns"), FigureUnit.PerHundred, static run => 100 * Share(run.Tally.Returns, run.Tally.Brought)),
        new("referrals", new("上报", "referrals up"), FigureUnit.PerHundred, static run => 100 * Share(run.Tally.Referrals, run.Tally.Brought)),
        new("pauses", new("暂停", "pauses"), FigureUnit.PerHundred, static run => 100 * Share(run.Tally.Pauses, run.Tally.Brought)),
        new("disputes", new("异议", "disputes"), FigureUnit.PerHundred, static run => 100 * Share(run.Tally.Disputes, run.Tally.Brought)),
        new("reopened", new("重新打开", "reopened"), FigureUnit.PerHundred, static run => 100 * Share(run.Tally.Reopened, run.Tally.Brought)),
        new("withdrawn", new("撤回", "taken back"), FigureUnit.PerHundred, static run => 100 * Share(run.Tally.Withdrawn, run.Tally.Brought)),
        new("filed-again", new("未办结又再提", "brought once more while open"), FigureUnit.PerHundred, static run => 100 * Share(run.Tally.FiledAgain, run.Tally.Brought)),
        new("complained-again", new("办结后另行投诉", "complained of elsewhere when closed"), FigureUnit.PerHundred, static run => 100 * Share(run.Tally.ComplainedAgain, run.Tally.Brought)),
        new("requests", new("请求配合", "requests for help"), FigureUnit.PerHundred, static run => 100 * Share(run.Tally.Requests, run.Tally.Brought)),
        new("whistles", new("吹哨", "departments called together"), FigureUnit.PerHundred, static run => 100 * Share(run.Tally.Whistles, run.Tally.Brought)),
        new("conflicts", new("回避", "conflicts of interest"), FigureUnit.PerHundred, static run => 100 * Share(run.Tally.Conflicts, run.Tally.Brought)),
        new("cut-short", new("无人能办而说明办结", "closed because nobody could go on"), FigureUnit.PerHundred, static run => 100 * Share(run.Tally.CutShort, run.Tally.Brought)),
        new("unanswered", new("无人答复而办结", "closed for silence"), FigureUnit.PerHundred, static run => 100 * Share(run.Tally.Unanswered, run.Tally.Brought)),
        new("reminders", new("催办", "reminders"), FigureUnit.PerHundred, static run => 100 * Share(run.Tally.Reminders, run.Tally.Brought)),
        new("escalations", new("督办", "escalations"), FigureUnit.PerHundred, static run => 100 * Share(run.Tally.Escalations, run.Tally.Brought)),
        new("fields-residents", new("群众填写的项目", "fields typed by residents"), FigureUnit.PerMatter, static run => Share(run.Tally.FieldsByResidents, run.Tally.Brought)),
        new("fields-officers", new("经办人填写的项目", "fields typed by officers"), FigureUnit.PerMatter, static run => Share(run.Tally.FieldsByOfficers, run.Tally.Brought)),
        new("minutes", new("经办人工作时间", "work of officers"), FigureUnit.Minutes, static run => run.Tally.Brought == 0 ? 0 : run.Tally.Minutes / run.Tally.Brought),
        new("cost", new("每件费用", "cost of a matter"), FigureUnit.Money, static run => run.Tally.Brought == 0 ? 0 : run.Tally.Cost / run.Tally.Brought),
    ];

    private static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

    private static double Waited(Run run)
    {
        var (sum, count) = ((Int128)0, 0L);
        foreach (var desk in run.Tally.Desks)
        {
            sum += desk.Tally.Waited.Sum;
            count += desk.Tally.Waited.Count;
        }

        return count == 0 ? 0 : (double)sum / count;
    }
}

/// <summary>A figure over all runs.</summary>
public sealed record Figure(FigureKind Kind, Estimate Estimate);

/// <summary>A post of a unit over all runs.</summary>
/// <param name="Matters">Steps taken up, a run.</param>
/// <param name="WaitedHours">From when a step could be taken up until it was.</param>
public sealed record PostFigures(PostAt At, int Officers, double Matters, Estimate Utilisation, Estimate WaitedHours);

/// <summary>What several runs of one structure under one load come to.</summary>
/// <param name="CutRuns">How many were ended early because more came than could be done.</param>
public sealed record RunsTogether(ImmutableArray<Figure> Figures, ImmutableArray<PostFigures> Posts, ImmutableArray<(string Why, double PerRun)> Stuck, ImmutableArray<(string Type, double PerRun)> NotFiled, double SeatsFilled, Overload? Overload, int CutRuns)
{
    /// <summary>A run that was cut short is no year like the others: the figures are those of whole runs, and of what there is only where none came to its end.</summary>
    /// <param name="all">All at their end.</param>
    public static RunsTogether Of(IReadOnlyList<EndedRun> all)
    {
        EndedRun[] whole = [.. all.Where(static run => run.Overload is null)];
        var runs = whole.Length > 0 ? whole : all;
        return new RunsTogether(
            [.. FigureKind.All.Select(kind => new Figure(kind, Estimate.Of([.. runs.Select(run => run.Of(kind))])))],
            [.. PostsOf(runs)],
            [.. Summed(runs, static run => run.WhyStuck)],
            [.. Summed(runs, static run => run.NotFiled)],
            runs.Average(static run => run.SeatsFilled),
            all.Select(static run => run.Overload).FirstOrDefault(static one => one is not null),
            all.Count - whole.Length);
    }

    /// <summary>What changes from these runs to others of the same seeds, one by one: what both share falls out. Pairs of which either was cut short are left out; where none is whole, nothing is said of any figure.</summary>
    public static RunsTogether Difference(IReadOnlyList<EndedRun> allBefore, IReadOnlyList<EndedRun> allAfter)
    {
        var whole = allBefore.Zip(allAfter).Where(static pair => pair.First.Overload is null && pair.Second.Overload is null).ToList();
        EndedRun[] before = [.. whole.Select(static pair => pair.First)], after = [.. whole.Select(static pair => pair.Second)];
        var posts = new List<PostFigures>();
        var (old, @new) = (ByPost(before), ByPost(after));
        foreach (var at in old.Keys.Union(@new.Keys).OrderBy(static post => post.ToString(), StringComparer.Ordinal))
        {
            var (was, becomes) = (old.GetValueOrDefault(at) ?? [], @new.GetValueOrDefault(at) ?? []);
            posts.Add(new PostFigures(at, Most(becomes) - Most(was), Mean(becomes, static one => one.Waits) - Mean(was, static one => one.Waits),
                Paired(was, becomes, before.Length, static one => one.Utilisation), Paired(was, becomes, before.Length, static one => one.WaitedHours)));
        }

        return new RunsTogether(
            [.. FigureKind.All.Select(kind => new Figure(kind, Estimate.Of([.. before.Zip(after, (one, other) => other.Of(kind) - one.Of(kind))])))], [.. posts], [], [],
            whole.Count == 0 ? 0 : whole.Average(static pair => (double)pair.Second.SeatsFilled - pair.First.SeatsFilled), allAfter.Select(static run => run.Overload).FirstOrDefault(static one => one is not null), allBefore.Count - whole.Count);

        static int Most(EndedDesk?[] desks) => desks.Max(static one => one?.Officers) ?? 0;

        static double Mean(EndedDesk?[] desks, Func<EndedDesk, double> of) => desks.Length == 0 ? 0 : desks.Average(one => one is null ? 0 : of(one));

        static Estimate Paired(EndedDesk?[] was, EndedDesk?[] becomes, int runs, Func<EndedDesk, double> of) =>
            Estimate.Of([.. Enumerable.Range(0, runs).Select(run => (becomes.Length > 0 && becomes[run] is { } other ? of(other) : 0) - (was.Length > 0 && was[run] is { } one ? of(one) : 0))]);
    }

    private static IEnumerable<PostFigures> PostsOf(IReadOnlyList<EndedRun> runs)
    {
        foreach (var (at, desks) in ByPost(runs).OrderBy(static one => one.Key.ToString(), StringComparer.Ordinal))
            yield return new PostFigures(at, desks.Max(static one => one?.Officers) ?? 0, desks.Average(static one => one?.Waits ?? 0), Estimate.Of([.. desks.Select(static one => one?.Utilisation ?? 0)]), Estimate.Of([.. desks.Select(static one => one?.WaitedHours ?? 0)]));
    }

    private static Dictionary<PostAt, EndedDesk?[]> ByPost(IReadOnlyList<EndedRun> runs)
    {
        var posts = new Dictionary<PostAt, EndedDesk?[]>();
        for (var run = 0; run < runs.Count; run++)
        {
            foreach (var desk in runs[run].Desks)
            {
                if (!posts.TryGetValue(desk.At, out var desks)) posts.Add(desk.At, desks = new EndedDesk?[runs.Count]);
                desks[run] = desk;
            }
        }

        return posts;
    }

    private static IEnumerable<(string, double)> Summed(IReadOnlyList<EndedRun> runs, Func<EndedRun, IReadOnlyDictionary<string, int>> of) =>
        runs.SelectMany(of).GroupBy(static one => one.Key, StringComparer.Ordinal).OrderBy(static group => group.Key, StringComparer.Ordinal).Select(group => (group.Key, group.Sum(static one => (double)one.Value) / runs.Count));
}
