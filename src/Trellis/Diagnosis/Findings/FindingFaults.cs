using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Findings.OfRecords;
using Trellis.Diagnosis.Findings.Reported;
using Trellis.Diagnosis.Methods;
using Trellis.Diagnosis.Records;
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
        new(FindingCodes.StoppedClocks, Needs.Pauses, StoppedClocks.Find) { StaysUnexplained = true },
        new(FindingCodes.WaitsGrew, Needs.Steps, WaitsGrew.Find),
        new(FindingCodes.ManyHands, Needs.MovingUnits, ManyHands.Find),
        new(FindingCodes.PlacesDiffer, Needs.SeveralPlaces, PlacesDiffer.Find),
        new(FindingCodes.Bunching, Needs.Deadlines, Bunching.Find) { StaysUnexplained = true },
        new(FindingCodes.LyingOnSteps, Needs.StepLimits, LyingOnSteps.Find) { StaysUnexplained = true },
        new(FindingCodes.MassClosing, Needs.Endings, MassClosing.Find) { StaysUnexplained = true },
        new(FindingCodes.Reopened, Needs.Endings, Reopened.Find) { StaysUnexplained = true },
        new(FindingCodes.Refuted, Needs.Answers, Refuted.Find) { StaysUnexplained = true },
    ];

    internal static IReadOnlyList<Detector<FigureEvidence>> OfFigures { get; } =
    [
        new(FindingCodes.LateReports, FigureNeeds.ReportedAt, LateReports.Find),
        new(FindingCodes.SumsDisagree, FigureNeeds.Parents, SumsDisagree.Find),
        new(FindingCodes.UnevenDigits, FigureNeeds.Counts, UnevenDigits.Find) { StaysUnexplained = true },
        new(FindingCodes.Copied, FigureNeeds.Counts, Copied.Find) { StaysUnexplained = true },
        new(FindingCodes.TooSmooth, FigureNeeds.Counts, TooSmooth.Find) { StaysUnexplained = true },
        new(FindingCodes.Saturated, FigureNeeds.Rates, Saturated.Find) { StaysUnexplained = true },
        new(FindingCodes.AtTheThreshold, FigureNeeds.RatesOrCounts, AtTheThreshold.Find) { StaysUnexplained = true },
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
        new(FindingCodes.IdleSinceLaunch, RecordNeeds.HalfAYear, IdleSinceLaunch.Find),
        new(FindingCodes.DemandsFromAbove, RecordNeeds.Some(static counts => counts.Demands, new("记录里没有办理的环节。", "No step was done in the record.")), DemandsFromAbove.Find),
    ];

    /// <summary>A log, figures, a record, or several; the rate is held over all tests together.</summary>
    /// <param name="waiting">What work waited for, where the log tells.</param>
    /// <param name="rules">Where the structure speaks of what a finding is about; null without a structure.</param>
    /// <param name="record">What was counted in the entries of a record; null for anything else.</param>
    public static FindingReport In(EventLog? log, IReadOnlyList<ReportedFigure>? figures, FindingSettings settings, WaitingFacts? waiting = null, Func<LogFinding, RuleAtFault?>? rules = null, int threads = 1, CountedRecord? record = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var silent = new List<SilentDetector>();
        var tested = new List<Suspicion>();
        if (log is not null) Run(OfLogs, new LogEvidence(log, settings, waiting, threads));
        if (figures is not null) Run(OfFigures, new FigureEvidence(figures, settings));
        if (record is not null) Run(OfRecords, new RecordEvidence(record.Counts, record.Today, settings));
        return Judge(tested, silent, settings, rules);

        // Side by side; what they find stands in the order of the list.
        void Run<T>(IReadOnlyList<Detector<T>> detectors, T evidence)
        {
            var found = new List<Tested>[detectors.Count];
            Parallel.For(0, detectors.Count, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads) }, at => found[at] = detectors[at].Lacks(evidence) is null ? [.. detectors[at].Find(evidence)] : []);
            for (var at = 0; at < detectors.Count; at++)
            {
                if (detectors[at].Lacks(evidence) is { } lack) silent.Add(new SilentDetector(detectors[at].Code, lack));
                tested.AddRange(found[at].Select(one => new Suspicion(detectors[at].Code, detectors[at].StaysUnexplained, one)));
            }
        }
    }

    private static FindingReport Judge(List<Suspicion> tested, IReadOnlyList<SilentDetector> silent, FindingSettings settings, Func<LogFinding, RuleAtFault?>? rules)
    {
        var adjusted = FalseDiscoveries.Adjusted(tested.ConvertAll(static one => one.Tested.PValue), anyDependence: true);
        var findings = new List<LogFinding>();
        for (var at = 0; at < tested.Count; at++)
            if (tested[at].Tested.Tell is { } tell && adjusted[at] <= settings.FalseDiscoveries) findings.Add(Finding(tested[at], tell(), adjusted[at]));
        // The same about the same is told once, by the surest of its tests.
        findings = [.. findings.OrderBy(static one => one.QValue).ThenBy(static one => one.PValue).DistinctBy(static one => (one.Code, one.Who.Kind, one.Who.ToString(), one.Measure.En))];
        findings.Sort(Compare);
        if (rules is not null) findings = findings.ConvertAll(finding => finding with { Cause = rules(finding) });
        return new FindingReport(findings, silent, tested.Count, settings.FalseDiscoveries);
    }

    private static LogFinding Finding(Suspicion suspicion, (Measured Measured, Told Told) tells, double adjusted)
    {
        var (measured, told) = tells;
        return new LogFinding
        {
            Code = suspicion.Code,
            Severity = told.IsNote ? Severity.Note : suspicion.Code.Severity,
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
            Says = told.Says,
            Innocent = told.Innocent,
            Clears = told.Clears,
            IsUnexplained = suspicion.StaysUnexplained,
            Compared = measured.Compared,
            Picture = measured.Picture,
            PValue = suspicion.Tested.PValue,
            QValue = adjusted,
        };
    }

    /// <summary>The more severe first, then those that touch more matters beyond what was expected, then code and name.</summary>
    private static int Compare(LogFinding one, LogFinding other)
    {
        if (one.Severity != other.Severity) return other.Severity.CompareTo(one.Severity);
        if (one.IsUnexplained != other.IsUnexplained) return one.IsUnexplained.CompareTo(other.IsUnexplained);
        var weights = Weight(other).CompareTo(Weight(one));
        if (weights != 0) return weights;
        var codes = string.CompareOrdinal(one.Code.Code, other.Code.Code);
        return codes != 0 ? codes : string.CompareOrdinal(one.Who.ToString(), other.Who.ToString());
    }

    private static double Weight(LogFinding finding) => finding.Unit == MeasureUnit.Share ? finding.Cases * Math.Max(0, finding.Value - finding.Expected) : finding.Cases * 0.25;

    /// <summary>A test with the detector that made it.</summary>
    private readonly record struct Suspicion(FindingCode Code, bool StaysUnexplained, Tested Tested);
}
