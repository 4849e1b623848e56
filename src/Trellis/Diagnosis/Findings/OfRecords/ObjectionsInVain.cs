using MathNet.Numerics.Distributions;
using Trellis.Diagnosis.Records;

namespace Trellis.Diagnosis.Findings.OfRecords;

/// <summary>People are asked, many object, and the decision comes out as it always does: a consultation that changes nothing. Objections that are fewer than one in four of the answers are not counted.</summary>
internal static class ObjectionsInVain
{
    /// <summary>Where objections weigh, one decision in five might be another.</summary>
    private const double OneInFive = 0.2;

    public static IEnumerable<Tested> Find(RecordEvidence evidence)
    {
        foreach (var (step, heard) in evidence.Counts.Consulted)
        {
            if (heard.Objected < evidence.Settings.FewestMatters) continue;
            yield return Tested.Of(
                Binomial.CDF(OneInFive, heard.Objected, heard.Otherwise),
                OneInFive - ((double)heard.Otherwise / heard.Objected) >= evidence.Settings.LeastDifference,
                () => Measured.Share(heard.Otherwise, heard.Objected, OneInFive, RecordEvidence.Positions(heard.Showing)),
                () => Tell(step, heard, evidence.OutcomeOf(step, heard.MostFrequent)));
        }
    }

    private static Told Tell(string step, HeardDecisions heard, Text usual) => new()
    {
        Direction = Direction.Down,
        Who = new FindingSubject(SubjectKind.Step, step),
        Measure = new("许多人反对之后，决定与通常不同的比例", "share of decisions behind many objections that came out otherwise than mostly"),
        Says = new(
            $"「{ShownName.InSentence(step)}」之前征求过意见、反对的占四分之一以上的有 {Figures.Count(heard.Objected)} 次，其中只有 {Figures.Count(heard.Otherwise)} 次不是“{usual.Zh}”。",
            $"Before \"{ShownName.InSentence(step)}\" people were asked, and a quarter and more of the answers objected {Figures.Count(heard.Objected)} times; only {Figures.Count(heard.Otherwise)} of these decisions came out otherwise than \"{usual.En}\"."),
        Innocent =
        [
            new(new("次数少，碰巧都一样：已按次数设限。", "Few decisions that happen to be alike: the limits allow for their number."), true),
            new(new("只有少数人反对的：不计在内。", "Consultations in which few objected: not counted."), true),
            new(new("结果没有变，方案照意见改了（条件、时间、范围）。", "The outcome is the same, and conditions, times or extent were changed as people wished."), false),
            new(new("法律规定了结果，征求意见只是告知。", "The law settles the outcome, and people were asked only so that they know."), false),
        ],
        Clears = new("指出因意见而改变的决定或条件，写进答复；法律已定结果的，改为告知（notify），不再征求。", "Name decisions or conditions that changed by what people said, and say so in the answer; where the law settles it, tell people (notify) and do not ask them."),
    };
}
