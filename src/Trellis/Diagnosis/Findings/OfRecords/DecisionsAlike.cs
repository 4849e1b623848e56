using MathNet.Numerics.Distributions;
using Trellis.Diagnosis.Records;

namespace Trellis.Diagnosis.Findings.OfRecords;

/// <summary>
/// A decision of another unit that is waited for long and hardly ever comes out otherwise: an approval that adds time and no judgement. Told where it differs in less than one of twenty, and a fifth of the time until it is spent on
/// waiting for it.
/// </summary>
internal static class DecisionsAlike
{
    private const double Otherwise = 0.05;

    public static IEnumerable<Tested> Find(RecordEvidence evidence)
    {
        foreach (var (step, decision) in evidence.Counts.Decisions)
        {
            if (decision.Taken < evidence.Settings.FewestMatters || decision.Lasted <= 0) continue;
            var waits = decision.Waited / decision.Lasted;
            yield return Tested.Of(
                Binomial.CDF(Otherwise, decision.Taken, decision.Otherwise),
                waits >= 2 * evidence.Settings.LeastDifference,
                () => Measured.Share(decision.Otherwise, decision.Taken, Otherwise, RecordEvidence.Positions(decision.Showing)),
                () => Tell(step, decision, evidence.OutcomeOf(step, decision.MostFrequent), Figures.Share(waits, 1)));
        }
    }

    private static Told Tell(string step, DecisionCount decision, Text usual, string waits) => new()
    {
        Direction = Direction.Up,
        Who = new FindingSubject(SubjectKind.Step, step),
        Measure = new("由别的单位作出的这项决定，结果与通常不同的比例", "share of times this decision, taken by another unit, came out otherwise than it mostly does"),
        Says = new(
            $"「{ShownName.InSentence(step)}」由别的单位决定 {Figures.Count(decision.Taken)} 次，只有 {Figures.Count(decision.Otherwise)} 次不是“{usual.Zh}”；到决定为止的时间有 {waits} 在等它。",
            $"\"{ShownName.InSentence(step)}\" was decided {Figures.Count(decision.Taken)} times by another unit, and only {Figures.Count(decision.Otherwise)} times otherwise than \"{usual.En}\"; {waits} of the time until then was spent on waiting for it."),
        Innocent =
        [
            new(new("次数少，碰巧都一样：已按次数设限。", "Few decisions that happen to be alike: the limits allow for their number."), true),
            new(new("前面的检查已经挡住了不合格的，这里只是最后一道。", "Checks before it stop what does not pass, and this is the last gate."), false),
            new(new("法律要求由该单位决定。", "The law asks that this unit decides."), false),
        ],
        Clears = new("指出它改变过的决定；或把决定授权给首办单位之后，重办和投诉没有增加。", "Name decisions that it changed; or delegate it to the unit of first contact, and neither repeats nor complaints rise."),
    };
}
