using Trellis.Diagnosis.Conformance;
using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Findings;
using Trellis.Diagnosis.Waiting;

namespace Trellis.Diagnosis;

/// <summary>Turns the columns of a log into everything that is said about it. The same log gives the same diagnosis whatever the number of threads.</summary>
public static class DiagnosingLogs
{
    /// <summary>How many variants, moves and pairs are named one by one; edges are all named.</summary>
    private const int Named = 100;

    public static LogDiagnosis Diagnose(EventLog log, int threads) => Diagnose(log, new DiagnosisSettings(), threads);

    public static LogDiagnosis Diagnose(EventLog log, DiagnosisSettings settings, int threads) => Diagnose(log, VariantTable.Find(log, threads), settings, threads);

    /// <param name="variants">Those of the log, found once for all that need them.</param>
    public static LogDiagnosis Diagnose(EventLog log, VariantTable variants, DiagnosisSettings settings, int threads)
    {
        var use = ActivityUse.Find(log, threads);
        var durations = CaseTimes.Throughputs(log, threads);
        var variantFacts = DescribeVariants(log, variants, durations);
        var (handovers, pingPong) = DescribeMoves(log, log.Resources, log.ResourceNames, threads);
        var (groupHandovers, groupPingPong) = DescribeMoves(log, log.Groups, log.GroupNames, threads);
        var (levelMoves, _) = DescribeMoves(log, log.Levels, log.LevelNames, threads);
        var (work, workByActivity) = WorkTimes.Find(log);
        var quality = DataQuality.Examine(log, threads);
        var weekHours = WeekHours(log, threads);
        var waiting = DescribeWaiting(log, settings, threads);

        return new LogDiagnosis
        {
            Log = DescribeLog(log, threads),
            Activities = DescribeActivities(log, use, workByActivity),
            StartActivities = Counted(log.ActivityNames, use.Starts),
            EndActivities = Counted(log.ActivityNames, use.Ends),
            Flow = DescribeFlow(log, threads),
            Variants = variantFacts,
            Throughput = CaseTimes.Describe(durations),
            Handovers = handovers,
            GroupHandovers = groupHandovers,
            PingPong = pingPong,
            GroupPingPong = groupPingPong,
            LevelMoves = levelMoves,
            Work = work,
            Waiting = waiting,
            Conformance = DescribeConformance(log, variants, settings, threads),
            Rework = DescribeRework(log, use),
            Concentration = DescribeConcentration(log, handovers),
            Deadline = CaseTimes.Lateness(log),
            WeekHours = weekHours,
            Quality = quality,
            Answerable = StructuralQuestions.Ask(log, hasTimeOfDay: TimesOfDay(quality) * 2 > log.EventCount),
            Findings = FindingFaults.In(log, settings.Figures, settings.Findings, waiting, settings.Rules, threads, settings.Record, settings.Rewards),
        };

        long TimesOfDay(List<QualityNote> notes)
        {
            long without = 0;
            foreach (var note in notes)
                if (note.Code is "date-only" or "midnight") without += note.Count;
            return log.EventCount - without;
        }
    }

    private static LogFacts DescribeLog(EventLog log, int threads)
    {
        int first = -1, last = -1;
        foreach (var part in CaseRanges.Each(log.CaseStarts, threads, (from, to) => Ends(log, from, to)))
        {
            if (first < 0 || log.Times[part.First] < log.Times[first]) first = part.First;
            if (last < 0 || log.Times[part.Last] > log.Times[last]) last = part.Last;
        }

        var columns = new List<KeyValuePair<string, string>>();
        foreach (var role in LogColumns.Roles)
            if (log.Notes.Columns.TryGetValue(LogColumns.Word(role), out var name)) columns.Add(new(LogColumns.Word(role), name));

        return new LogFacts
        {
            Source = log.Source,
            Format = log.Format,
            Cases = log.CaseCount,
            Events = log.EventCount,
            Activities = log.ActivityNames.Length,
            Resources = log.ResourceNames.Length,
            Groups = log.GroupNames.Length,
            Levels = log.LevelNames.Length,
            FirstEvent = first < 0 ? null : log.Instant(first),
            LastEvent = last < 0 ? null : log.Instant(last),
            FirstEventWritten = first < 0 ? null : WrittenTime(log, first),
            LastEventWritten = last < 0 ? null : WrittenTime(log, last),
            OutOfOrderEvents = log.Notes.OutOfOrderEvents,
            ClockAsWritten = log.Clock == LogClock.Written,
            HasStarts = log.HasStarts,
            Columns = columns,
        };
    }

    private static DateTime WrittenTime(EventLog log, int at) => new(Math.Clamp(log.Written(at), 0, DateTime.MaxValue.Ticks));

    private static (int First, int Last) Ends(EventLog log, int from, int to)
    {
        var first = log.CaseStarts[from];
        var last = log.CaseStarts[from + 1] - 1;
        for (var number = from; number < to; number++)
        {
            var start = log.CaseStarts[number];
            var end = log.CaseStarts[number + 1] - 1;
            if (log.Times[start] < log.Times[first]) first = start;
            if (log.Times[end] > log.Times[last]) last = end;
        }

        return (first, last);
    }

    private static List<ActivityFacts> DescribeActivities(EventLog log, ActivityUse use, double?[] work)
    {
        var activities = new List<ActivityFacts>(log.ActivityNames.Length);
        for (var activity = 0; activity < log.ActivityNames.Length; activity++)
            activities.Add(new ActivityFacts(log.ActivityNames[activity], use.Events[activity], use.Cases[activity], work[activity]));
        activities.Sort(static (one, other) => ByCount(one.Events, other.Events, one.Name, other.Name));
        return activities;
    }

    private static List<NameCount> Counted(string[] names, int[] counts)
    {
        var counted = new List<NameCount>();
        for (var number = 0; number < names.Length; number++)
            if (counts[number] > 0) counted.Add(new NameCount(names[number], counts[number]));
        counted.Sort(static (one, other) => ByCount(one.Count, other.Count, one.Name, other.Name));
        return counted;
    }

    private static List<FlowEdge> DescribeFlow(EventLog log, int threads)
    {
        var flow = DirectlyFollows.Find(log, threads).ConvertAll(edge =>
            new FlowEdge(log.ActivityNames[edge.From], log.ActivityNames[edge.To], edge.Count, edge.MeanSeconds, edge.MedianSeconds));
        flow.Sort(static (one, other) => ByCount(one.Count, other.Count, one.From, other.From, one.To, other.To));
        return flow;
    }

    private static VariantFacts DescribeVariants(EventLog log, VariantTable variants, long[] durations)
    {
        var once = 0;
        foreach (var count in variants.Counts)
            if (count == 1) once++;

        var top = variants.Top(log, Named);
        var gathered = new Dictionary<int, List<long>>();
        foreach (var variant in top) gathered.Add(variant, new List<long>(variants.Counts[variant]));
        for (var number = 0; number < log.CaseCount; number++)
            if (gathered.TryGetValue(variants.VariantOfCase[number], out var own)) own.Add(durations[number]);

        var shown = new List<Variant>(top.Count);
        foreach (var variant in top)
        {
            var activities = new List<string>();
            foreach (var activity in VariantTable.Sequence(log, variants.FirstCases[variant])) activities.Add(log.ActivityNames[activity]);
            shown.Add(new Variant(
                variants.Counts[variant], activities,
                Quantiles.Median(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(gathered[variant]))));
        }

        return new VariantFacts(variants.Counts.Count, once, shown);
    }

    private static (MoveFacts? Moves, PingPongFacts? PingPong) DescribeMoves(EventLog log, int[] holders, string[] names, int threads)
    {
        if (holders.Length == 0) return (null, null);
        var found = HolderMoves.Find(log.CaseStarts, holders, names.Length, threads);

        var pairs = found.Handovers.ToList();
        pairs.Sort((one, other) => ByCount(one.Count, other.Count, names[one.From], names[other.From], names[one.To], names[other.To]));
        var top = pairs.GetRange(0, Math.Min(Named, pairs.Count));
        var medians = MedianWaits(log, holders, top);
        var moves = new List<Move>(top.Count);
        for (var pair = 0; pair < top.Count; pair++)
            moves.Add(new Move(names[top[pair].From], names[top[pair].To], top[pair].Count, medians[pair]));

        var bounces = new List<PingPongPair>();
        foreach (var (one, other, count) in found.PingPongs.ToList())
        {
            var inOrder = string.CompareOrdinal(names[one], names[other]) < 0;
            bounces.Add(new PingPongPair(names[inOrder ? one : other], names[inOrder ? other : one], count));
        }

        bounces.Sort(static (one, other) => ByCount(one.Count, other.Count, one.A, other.A, one.B, other.B));
        if (bounces.Count > Named) bounces.RemoveRange(Named, bounces.Count - Named);
        return (
            new MoveFacts(found.HandoverTotal, pairs.Count, found.CasesHandedOver, moves, Counted(names, found.Loads)),
            new PingPongFacts(found.PingPongTotal, found.CasesWithPingPong, bounces));
    }

    /// <summary>The median time between the two events of a move, for the moves that are named.</summary>
    private static double[] MedianWaits(EventLog log, int[] holders, List<(int From, int To, int Count)> top)
    {
        var index = new Dictionary<long, int>();
        var waits = new long[top.Count][];
        var filled = new int[top.Count];
        for (var pair = 0; pair < top.Count; pair++)
        {
            index.Add(((long)top[pair].From << 32) | (uint)top[pair].To, pair);
            waits[pair] = new long[top[pair].Count];
        }

        for (var number = 0; number < log.CaseCount; number++)
        {
            for (var at = log.CaseStarts[number] + 1; at < log.CaseStarts[number + 1]; at++)
            {
                var (from, to) = (holders[at - 1], holders[at]);
                if (from < 0 || to < 0 || from == to || !index.TryGetValue(((long)from << 32) | (uint)to, out var pair)) continue;
                waits[pair][filled[pair]++] = log.Times[at] - log.Times[at - 1];
            }
        }

        return Array.ConvertAll(waits, static own => Quantiles.Median(own));
    }

    private static ReworkFacts DescribeRework(EventLog log, ActivityUse use)
    {
        var counted = Counted(log.ActivityNames, use.CasesRepeated);
        return new ReworkFacts(use.CasesWithRework, counted.Count, counted.ConvertAll(static item => new ReworkedActivity(item.Name, item.Count)));
    }

    private static WaitingFacts? DescribeWaiting(EventLog log, DiagnosisSettings settings, int threads)
    {
        if (!log.HasStarts || !log.HasResources) return null;
        var hours = settings.Hours is { } given ? DutyHours.Given(log, given) : DutyHours.Read(log);
        var all = default(WaitingSplit);
        var top = new List<KeyValuePair<(string From, string To), WaitingSplit>>();
        foreach (var ((from, to), split) in WaitingCauses.FindByActivity(log, hours, settings.LeastBatch, threads))
        {
            all += split;
            top.Add(new((log.ActivityNames[from], log.ActivityNames[to]), split));
        }

        top.Sort(static (one, other) => one.Value.Total != other.Value.Total
            ? other.Value.Total.CompareTo(one.Value.Total)
            : ByCount(0, 0, one.Key.From, other.Key.From, one.Key.To, other.Key.To));
        return new WaitingFacts(settings.Hours is not null, settings.LeastBatch, InSeconds(all), [.. top.Take(Named).Select(static edge => new WaitingEdge(edge.Key.From, edge.Key.To, InSeconds(edge.Value)))]);

        static WaitingSeconds InSeconds(WaitingSplit split) => new(
            split.Count, Quantiles.SecondsOfAll(split.Total), Quantiles.SecondsOfAll(split.Batching), Quantiles.SecondsOfAll(split.Contention),
            Quantiles.SecondsOfAll(split.Prioritisation), Quantiles.SecondsOfAll(split.Unavailability), Quantiles.SecondsOfAll(split.Extraneous));
    }

    private static ConformanceFacts? DescribeConformance(EventLog log, VariantTable variants, DiagnosisSettings settings, int threads)
    {
        if (settings.Model is not var (name, net)) return null;
        var aligned = Alignments.Measure(log, variants, net, threads);
        return new ConformanceFacts(
            name, aligned.Cases, aligned.Aligned, aligned.FittingCases, aligned.Cost, aligned.LogFitness, aligned.MeanTraceFitness,
            TokenReplay.Play(log, variants, net, threads).LogFitness, aligned.NotAllowed, aligned.LeftOut);
    }

    private static ConcentrationFacts? DescribeConcentration(EventLog log, MoveFacts? handovers)
    {
        if (handovers is null) return null;
        var loads = new int[log.ResourceNames.Length];
        foreach (var resource in log.Resources)
            if (resource >= 0) loads[resource]++;
        if (!log.HasGroups) return new ConcentrationFacts(Concentration.Hhi(loads), Concentration.Gini(loads), Concentration.Theil(loads), null, null);
        var (between, within) = Concentration.TheilSplit(loads, Concentration.GroupOfEach(log));
        return new ConcentrationFacts(Concentration.Hhi(loads), Concentration.Gini(loads), Concentration.Theil(loads), between, within);
    }

    private static int[][] WeekHours(EventLog log, int threads)
    {
        var week = new int[7][];
        for (var day = 0; day < 7; day++) week[day] = new int[24];
        foreach (var part in CaseRanges.Each(log.CaseStarts, threads, (from, to) =>
        {
            var counts = new int[7 * 24];
            for (var at = log.CaseStarts[from]; at < log.CaseStarts[to]; at++)
            {
                // Day 0 of the calendar, 1 January of year 1, was a Monday.
                var hours = Math.Max(0, log.Written(at)) / TimeSpan.TicksPerHour;
                counts[(int)(hours % (7 * 24))]++;
            }

            return counts;
        }))
        {
            for (var hour = 0; hour < part.Length; hour++) week[hour / 24][hour % 24] += part[hour];
        }

        return week;
    }

    private static int ByCount(int one, int other, params ReadOnlySpan<string> names)
    {
        if (one != other) return other.CompareTo(one);
        for (var at = 0; at < names.Length; at += 2)
            if (string.CompareOrdinal(names[at], names[at + 1]) is not 0 and var order) return order;
        return 0;
    }
}
