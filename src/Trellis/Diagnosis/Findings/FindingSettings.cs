using Trellis.Diagnosis.Checks;
using Trellis.Structure;
using Trellis.Structure.Quantities;

namespace Trellis.Diagnosis.Findings;

/// <summary>From where on something in a log or in figures is worth a finding. A structure sets it in settings.yaml; these are the values where it says nothing.</summary>
public sealed record FindingSettings
{
    /// <summary>Of what is told, the share that may be expected to be chance, over all tests of a run.</summary>
    public double FalseDiscoveries { get; init; } = 0.05;

    /// <summary>Matters that a unit, pair or step needs before it is judged at all.</summary>
    public int FewestMatters { get; init; } = 20;

    /// <summary>How far a share must lie beyond what was to be expected.</summary>
    public double LeastDifference { get; init; } = 0.1;

    /// <summary>How many times as long as expected something must take.</summary>
    public double LeastTimes { get; init; } = 1.5;

    /// <summary>The share of promises that may be missed before it is told of the whole.</summary>
    public double MissedPromises { get; init; } = 0.1;

    /// <summary>Until how many days after its end a matter that goes on counts as reopened.</summary>
    public int ReopenedWithinDays { get; init; } = 30;

    /// <summary>Days after the end of its period until a figure is late.</summary>
    public int ReportedWithinDays { get; init; } = 15;

    /// <summary>For how long a finding about a unit waits for the unit's answer before others read it.</summary>
    public TimeLimit AnswerWithin { get; init; } = new(10, TimeUnit.WorkingDays);

    public static FindingSettings Of(GovernanceStructure structure, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(structure);
        var written = new WrittenSettings(structure, day);
        var settings = new FindingSettings();
        return settings with
        {
            FalseDiscoveries = (double?)written.Share("false-discoveries") ?? settings.FalseDiscoveries,
            FewestMatters = written.Whole("finding-matters") ?? settings.FewestMatters,
            LeastDifference = (double?)written.Share("finding-difference") ?? settings.LeastDifference,
            LeastTimes = (double?)written.Share("finding-times") ?? settings.LeastTimes,
            MissedPromises = (double?)written.Share("missed-promises") ?? settings.MissedPromises,
            ReopenedWithinDays = written.Days("reopened-within") ?? settings.ReopenedWithinDays,
            ReportedWithinDays = written.Days("reported-within") ?? settings.ReportedWithinDays,
            AnswerWithin = written.Limit("answer-within") ?? settings.AnswerWithin,
        };
    }
}
