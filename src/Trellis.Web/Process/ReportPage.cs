using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Process;

/// <summary>Telling of something that is wrong: what can be reported, by field of work. From here it is one form, one look and one press.</summary>
public sealed class ReportPage : SitePage
{
    public override Text Heading => new("反映问题", "Report something");

    public override string Way => "/report";

    public IReadOnlyList<(Text Field, IReadOnlyList<MatterType> Types)> Groups
    {
        get
        {
            var fields = InForce.Structure.Codes.On("fields", Site.Today)?.Values ?? [];
            return [.. InForce.Structure.Matters.All.Where(type => type.HoldsOn(Site.Today) && IsReport(InForce.Structure, type, Site.Today)).GroupBy(type => InForce.Structure.Duties.On(type.Duty.Id, Site.Today)?.Field?.Id ?? "").Select(group => (fields.FirstOrDefault(one => one.Value == group.Key)?.Name ?? new("其他", "Other"), (IReadOnlyList<MatterType>)[.. group]))];
        }
    }

    /// <summary>Whether residents report something by it: what the structure says is a report; where it says it of nothing, what looks like one.</summary>
    internal static bool IsReport(GovernanceStructure structure, MatterType type, DateOnly day) =>
        FilingQuestions.IsForResidents(type) && (structure.Matters.All.Any(one => one.Guide.IsReport && one.HoldsOn(day)) ? type.Guide.IsReport : LooksLikeReport(type));

    /// <summary>Something lies somewhere, somebody goes and looks or decides what is to be done, and whoever tells of it is handed nothing for it.</summary>
    private static bool LooksLikeReport(MatterType type) =>
        type is { Place: not null, IsBundle: false } && type.Asks.Any(static asked => asked.Id.StartsWith("matter.", StringComparison.Ordinal)) && !type.Steps.Any(static step => step.Kind == StepKind.Deliver)
        && type.Steps.Any(static step => step.Kind is StepKind.Check or StepKind.Decide) && (type.Steps.Any(static step => step.Kind == StepKind.Check) || !type.Steps.Any(static step => step.Outcomes.Any(static one => one.Result == "refused")));
}
