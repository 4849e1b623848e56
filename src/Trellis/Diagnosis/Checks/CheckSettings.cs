using Trellis.Structure;
using Trellis.Structure.Quantities;

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
        var settings = new CheckSettings();
        return settings with
        {
            SameMeaningAt = Share("same-meaning-at") is { } same ? (double)same : settings.SameMeaningAt,
            SerialSavesAtLeastDays = Days("serial-saves-at-least") ?? settings.SerialSavesAtLeastDays,
            DominantWeight = Share("dominant-weight") ?? settings.DominantWeight,
            ComparableApprovals = Whole("comparable-approvals") ?? settings.ComparableApprovals,
            CalendarWarningDays = Days("calendar-warning") ?? settings.CalendarWarningDays,
            BurdenFields = Whole("burden-fields") ?? settings.BurdenFields,
            BurdenLogins = Whole("burden-logins") ?? settings.BurdenLogins,
            BareAheadDays = Days("bare-ahead") ?? settings.BareAheadDays,
            SystemsPerMatter = Whole("systems-per-matter") ?? settings.SystemsPerMatter,
        };

        string? Written(string id) => structure.Settings.On(id, day)?.Value;

        // "72 %" or "0.72".
        decimal? Share(string id) => Written(id) switch
        {
            { } text when Quantity.TryParse(text, out var quantity, out _) && quantity.Measure == Measure.Percent => quantity.Value / 100,
            { } text when decimal.TryParse(text, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var share) => share,
            _ => null,
        };

        int? Days(string id) => Written(id) is { } text && TimeLimit.TryParse(text, out var limit, out _) ? limit.Amount : Whole(id);

        // "60 pieces" or "60".
        int? Whole(string id) => Written(id) is { } text && int.TryParse(text.Split(' ')[0], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
