using Trellis.Structure;

namespace Trellis.Diagnosis.Checks;

/// <summary>Thresholds of findings. A structure sets them itself in settings.yaml; these are the values where it says nothing.</summary>
public sealed record CheckSettings
{
    /// <summary>Likeness from which two items may mean the same, 0 to 1.</summary>
    public double SameMeaningAt { get; init; } = 0.57;

    /// <summary>Days that parallel work must save before serial steps are worth a note.</summary>
    public int SerialSavesAtLeastDays { get; init; } = 1;

    /// <summary>The largest share that one indicator may have in an assessment; above it, it dominates.</summary>
    public decimal DominantWeight { get; init; } = 0.5m;

    /// <summary>How many comparable matter types a comparison of approvals needs.</summary>
    public int ComparableApprovals { get; init; } = 3;

    /// <summary>Days before the end of a calendar from which it is told.</summary>
    public int CalendarWarningDays { get; init; } = 60;

    /// <summary>Fields that one unit may be asked to type in an average month; above it, the burden is told.</summary>
    public int BurdenFields { get; init; } = 60;

    /// <summary>Systems with a login of their own that one unit may have; above it, the burden is told.</summary>
    public int BurdenLogins { get; init; } = 6;

    /// <summary>Days ahead in which a dated end that leaves a duty bare is told.</summary>
    public int BareAheadDays { get; init; } = 366;

    /// <summary>How many systems one matter type or duty may go through at one unit; more are a stack.</summary>
    public int SystemsPerMatter { get; init; } = 2;

    public static CheckSettings Of(GovernanceStructure structure, DateOnly day)
    {
        var (settings, written) = (new CheckSettings(), new WrittenSettings(structure, day));
        return settings with
        {
            SameMeaningAt = written.Share("same-meaning-at") is { } same ? (double)same : settings.SameMeaningAt,
            SerialSavesAtLeastDays = written.Days("serial-saves-at-least") ?? settings.SerialSavesAtLeastDays,
            DominantWeight = written.Share("dominant-weight") ?? settings.DominantWeight,
            ComparableApprovals = written.Whole("comparable-approvals") ?? settings.ComparableApprovals,
            CalendarWarningDays = written.Days("calendar-warning") ?? settings.CalendarWarningDays,
            BurdenFields = written.Whole("burden-fields") ?? settings.BurdenFields,
            BurdenLogins = written.Whole("burden-logins") ?? settings.BurdenLogins,
            BareAheadDays = written.Days("bare-ahead") ?? settings.BareAheadDays,
            SystemsPerMatter = written.Whole("systems-per-matter") ?? settings.SystemsPerMatter,
        };
    }
}
