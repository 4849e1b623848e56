using Trellis.Structure;
using Trellis.Structure.Quantities;

namespace Trellis.Diagnosis.Checks;

/// <summary>What a structure says in settings.yaml; null where it says nothing.</summary>
internal readonly record struct WrittenSettings(GovernanceStructure Structure, DateOnly Day)
{
    /// <summary>"72 %" or "0.72".</summary>
    public decimal? Share(string id) => Written(id) switch
    {
        { } text when Quantity.TryParse(text, out var quantity, out _) && quantity.Measure == Measure.Percent => quantity.Value / 100,
        { } text when decimal.TryParse(text, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var share) => share,
        _ => null,
    };

    public int? Days(string id) => Written(id) is { } text && TimeLimit.TryParse(text, out var limit, out _) ? limit.Amount : Whole(id);

    /// <summary>"10 working days".</summary>
    public TimeLimit? Limit(string id) => Written(id) is { } text && TimeLimit.TryParse(text, out var limit, out _) ? limit : null;

    /// <summary>"60 pieces" or "60".</summary>
    public int? Whole(string id) => Written(id) is { } text && int.TryParse(text.Split(' ')[0], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    private string? Written(string id) => Structure.Settings.On(id, Day)?.Value;
}
