using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Findings.OfRecords;
using Trellis.Diagnosis.Findings.Reported;
using Trellis.Diagnosis.Methods;
using Trellis.Diagnosis.Records;
using Trellis.Structure;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Findings;

/// <summary>Runs every detector over a log and over figures, and holds the rate of false discoveries over all their tests together.</summary>
/// <remarks>
/// Tests of one log lean on each other in ways that nobody can write down (the same matters are in many of them), so the rate is that of Benjamini and Yekutieli, which holds under any dependence.
/// </remarks>
public static class FindingFaults
{
    /// <summary>One entry a detector, in the order in which it is told which could not look.</summary>
    internal static IReadOnlyList<Detector<LogEvidence>> OfLogs { get; } =
    [
        new(FindingCodes.PingPong, Needs.MovingUnits, PingPong.Find),
        new(FindingCodes.SendsBack, Needs.MovingUnits, SendingBack.Find),
        new(FindingCodes.PassesOn, Needs.PassingOn, PassingOn.Find),
        new(FindingCodes.LastMoment, Needs.MovesAndDeadlines, LastMoment.Find),
        new(FindingCodes.Bottleneck, Needs.Steps, Bottleneck.Find),
        new(FindingCodes.SlowUnit, Needs.Units, SlowUnit.Find),
        new(FindingCodes.DoneAgain, Needs.Units, DoneAgain.Find),
        new(FindingCodes.MissedPromises, Needs.Deadlines, MissedPromises.Find),
        new(FindingCodes.StoppedClocks, Needs.Pauses, StoppedClocks.Find) { IsOfIncentive = true },
        new(FindingCodes.WaitsGrew, Needs.Steps, WaitsGrew.Find),
        new(FindingCodes.ManyHands, Needs.MovingUnits, ManyHands.Find),
        new(FindingCodes.PlacesDiffer, Needs.SeveralPlaces, PlacesDiffer.Find),
        new(FindingCodes.Bunching, Needs.Deadlines, Bunching.Find) { IsOfIncentive = true },
        new(FindingCodes.LyingOnSteps, Needs.StepLimits, LyingOnSteps.Find) { IsOfIncentive = true },
        new(FindingCodes.MassClosing, Needs.Endings, MassClosing.Find) { IsOfIncentive = true },
        new(FindingCodes.Reopened, Needs.Endings, Reopened.Find) { IsOfIncentive = true },
        new(FindingCodes.Refuted, Needs.Answers, Refuted.Find) { IsOfIncentive = true },
    ];

    internal static IReadOnlyList<Detector<FigureEvidence>> OfFigures { get; } =
    [
        new(FindingCodes.LateReports, FigureNeeds.ReportedAt, LateReports.Find),
        new(FindingCodes.SumsDisagree, FigureNeeds.Parents, SumsDisagree.Find),
        new(FindingCodes.UnevenDigits, FigureNeeds.Counts, UnevenDigits.Find) { IsOfIncentive = true },
        new(FindingCodes.Copied, FigureNeeds.Counts, Copied.Find) { IsOfIncentive = true },
        new(FindingCodes.TooSmooth, FigureNeeds.Counts, TooSmooth.Find) { IsOfIncentive = true },
        new(FindingCodes.Saturated, FigureNeeds.Rates, Saturated.Find) { IsOfIncentive = true },
        new(FindingCodes.NotCounted, FigureNeeds.Counts, NotCounted.Find) { IsOfIncentive = true },
        new(FindingCodes.AtTheThreshold, FigureNeeds.RatesOrCounts, AtTheThreshold.Find) { IsOfIncentive = true },
    ];

    internal static IReadOnlyList<Detector<RecordEvidence>> OfRecords { get; } =
    [
        new(FindingCodes.ReferredTooOften, RecordNeeds.Some(static counts => counts.ReferredUp, new("记录里没有办理的环节。", "No step was done in the record.")), ReferredTooOften.Find),
        new(FindingCodes.ActsWithoutPower, RecordNeeds.Some(static counts => counts.Refused, new("记录里没有事项。", "There is no matter in the record.")), ActsWithoutPower.Find),
        new(FindingCodes.CallsInVain, RecordNeeds.Some(static counts => counts.Calls, new("记录里没有评判过的哨。", "No whistle was judged in the record.")), CallsInVain.Find),
        new(FindingCodes.DecisionsAlike, RecordNeeds.Decisions, DecisionsAlike.Find),
        new(FindingCodes.AskedInVain, RecordNeeds.Some(static counts => counts.Asked, new("记录里没有单位之间的询问。", "No unit was asked by another in the record.")), AskedInVain.Find),
        new(FindingCodes.LateFirstAnswers, RecordNeeds.Some(static counts => counts.FirstAnswers, new("记录里没有到期的首次答复。", "No first answer was due in the record.")), LateFirstAnswers.Find),
        new(FindingCodes.MostlyAssisted, RecordNeeds.Some(static counts => counts.Assisted, new("记录里没有有地点的事项。", "No matter in the record has a place.")), MostlyAssisted.Find),
        new(FindingCodes.LooksAfterTheEnd, RecordNeeds.Some(static counts => counts.LateLooks, new("记录里没有人查看过事项。", "Nobody looked into a matter in the record.")), LooksAfterTheEnd.Find),
        new(FindingCodes.LooksWithoutWork, RecordNeeds.Some(static counts => counts.IdleLooks, new("记录里没有人查看过事项。", "Nobody looked into a matter in the record.")), LooksWithoutWork.Find),
        new(FindingCodes.LooksInVain, RecordNeeds.Some(static counts => counts.People.InVain, new("记录里没有为职权或表格打开过个人信息。", "Nobody opened values of people under a power or for a form.")), LooksInVain.Find),
        new(FindingCodes.LooksAgain, RecordNeeds.Some(static counts => counts.LooksAgain, new("记录里没有单位再次查看别的单位负责的事项。", "No unit looked again into a matter that another answers for.")), LooksAgain.Find),
        new(FindingCodes.LooksInBulk, RecordNeeds.Some(static counts => counts.People.InBulk, new("记录里没有在事项中或凭职权打开过个人信息。", "Nobody opened values of people in a matter or under a power.")), LooksInBulk.Find),
        new(FindingCodes.CollectedBeyond, RecordNeeds.Some(static counts => counts.Collected, new("记录里没有经办人记下的个人信息。", "No officer wrote down facts about people in a matter.")), CollectedBeyond.Find),
        new(FindingCodes.ResourceNotGiven, RecordNeeds.Some(static counts => counts.Resources, new("记录里没有请求使用资源的。", "No resource was asked for in a matter.")), ResourceNotGiven.Find),
        new(FindingCodes.ObjectionsInVain, RecordNeeds.Consulted, ObjectionsInVain.Find),
        new(FindingCodes.SaidTwiceByUnits, RecordNeeds.SaidTwice, SaidTwiceByUnits.Find),
        new(FindingCodes.AskedTooOften, RecordNeeds.Some(static counts => counts.Forms.Unchanged, new("没有接连报过两期、内容可比的表。", "No form was handed in twice in a row with facts that can be compared.")), AskedTooOften.Find),
        new(FindingCodes.IdleSinceLaunch, RecordNeeds.HalfAYear, IdleSinceLaunch.Find),
        new(FindingCodes.DemandsFromAbove, RecordNeeds.Some(static counts => counts.Demands, new("记录里没有办理的环节。", "No step was done in the record.")), DemandsFromAbove.Find),
    ];

    /// <summary>A log, figures, a record, or several; the rate is held over all tests together.</summary>
    /// <param name="waiting">What work waited for, where the log tells.</param>
    /// <param name="rules">Where the structure speaks of what a finding is about; null without a structure.</param>
    /// <param name="record">What was counted in the entries of a record; null for anything else.</param>
    /// <param name="rewards">What of the structure rewards what a finding of an incentive shows; null without a structure.</param>
    public static FindingReport In(EventLog? log, IReadOnlyList<ReportedFigure>? figures, FindingSettings settings, WaitingFacts? waiting = null, Func<LogFinding, RuleAtFault?>? rules = null, int threads = 1, CountedRecord? record = null, RewardsOfStructures? rewards = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return Ask(log, figures, settings, waiting, threads, record?.Today, record?.Counts).Judge(settings, rules, rewards);
    }

    /// <summary>The tests alone: they are judged when all are made, and can be joined with others before.</summary>
    /// <param name="recorded">The structure of the record that this is read off, on the day of its last entry; null for anything else.</param>
    /// <param name="counts">What was counted in its entries; null where only its columns are asked.</param>
    public static MadeTests Ask(EventLog? log, IReadOnlyList<ReportedFigure>? figures, FindingSettings settings, WaitingFacts? waiting = null, int threads = 1, StructureOnDay? recorded = null, RecordCounts? counts = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var silent = new List<SilentDetector>();
        var made = new List<MadeTest>();
        var names = recorded is null ? null : new NamesOfStructures(recorded);
        if (log is not null) Run(OfLogs, new LogEvidence(log, settings, waiting, threads), static (evidence, who, shown) => WeighingLoads.Of(evidence, who, shown));
        if (figures is not null) Run(OfFigures, new FigureEvidence(figures, settings));
        if (counts is not null) Run(OfRecords, new RecordEvidence(counts, recorded ?? throw new ArgumentNullException(nameof(recorded)), settings));
        return new MadeTests(made, silent);

        // Side by side; what they find stands in the order of the list.
        void Run<T>(IReadOnlyList<Detector<T>> detectors, T evidence, Func<T, FindingSubject, IReadOnlyList<string>, LoadAtTheTime?>? weigh = null)
        {
            var found = new List<Tested>[detectors.Count];
            Parallel.For(0, detectors.Count, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads) }, at => found[at] = detectors[at].Lacks(evidence) is null ? [.. detectors[at].Find(evidence)] : []);
            for (var at = 0; at < detectors.Count; at++)
            {
                var detector = detectors[at];
                if (detector.Lacks(evidence) is { } lack) silent.Add(new SilentDetector(detector.Code, lack));
                foreach (var one in found[at]) made.Add(new MadeTest(one.PValue, one.IsFact, one.Tell is { } tells ? () => Say(detector, evidence, one, tells()) : null));
            }

            LogFinding Say(Detector<T> detector, T evidence, Tested one, (Measured Measured, Told Told) tells)
            {
                var finding = Finding(detector.Code, one, tells, names);
                return detector.IsOfIncentive ? finding with { IsOfIncentive = true, Load = weigh?.Invoke(evidence, finding.Who, finding.Evidence) } : finding;
            }
        }
    }

    private static LogFinding Finding(FindingCode code, Tested tested, (Measured Measured, Told Told) tells, NamesOfStructures? names)
    {
        var (measured, told) = tells;
        return new LogFinding
        {
            Code = code,
            Severity = told.IsNote ? Severity.Note : code.Severity,
            Direction = told.Direction,
            Who = told.Who,
            Since = told.Since,
            Measure = told.Measure,
            Unit = measured.Unit,
            Value = measured.Value,
            Interval = measured.Interval,
            Expected = measured.Expected,
            Cases = measured.Cases,
            Evidence = measured.Evidence,
            Says = names?.In(told.Says, told.Who) ?? told.Says,
            Innocent = told.Innocent,
            Clears = told.Clears,
            Posts = told.Posts,
            Compared = measured.Compared,
            Picture = measured.Picture,
            PValue = tested.PValue,
            IsFact = tested.IsFact,
            Called = names?.Of(told.Who, measured.Compared) ?? new Dictionary<string, Text>(),
        };
    }
}
