using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Process;
using Trellis.Structure.Expressions;

namespace Trellis.Web.Process;

/// <summary>What somebody began to write for an act of a matter and has not entered: kept like any draft, for them alone, and known by its matter, its act and its point. There is one of each.</summary>
internal static class StepDrafts
{
    private const string MatterField = "do.matter";
    private const string ActField = "do.act";
    private const string PointField = "do.point";

    public static bool IsOne(KeptDraft draft) => NumberOf(draft).Length > 0;

    /// <summary>The number of the matter.</summary>
    public static string NumberOf(KeptDraft draft) => Read(draft, MatterField);

    public static OfferedAct? ActOf(KeptDraft draft) => OfferedAct.Of(Read(draft, ActField));

    /// <summary>Where one goes on.</summary>
    public static string AddressOf(KeptDraft draft)
    {
        var point = Read(draft, PointField);
        return $"/matters/{NumberOf(draft)}/do/{Read(draft, ActField)}{(point.Length == 0 ? "" : $"?point={Uri.EscapeDataString(point)}")}";
    }

    public static KeptDraft? Find(MattersDesk desk, ActorId writer, Matter matter, string act, string point) =>
        desk.Drafts(writer).FirstOrDefault(draft => NumberOf(draft) == matter.Number && Read(draft, ActField) == act && Read(draft, PointField) == point);

    public static SaveDraft Of(ActorId writer, Matter matter, string act, string point, IEnumerable<AskedField> answered)
    {
        (string Name, string Value)[] all = [(MatterField, matter.Number), (ActField, act), (PointField, point), .. answered.Select(static one => (one.Name, one.Answer))];
        return new SaveDraft(matter.Type, writer, [.. all.Where(static one => one.Value.Length > 0).Select(static one => new GivenItem(one.Name, Value.Of(one.Value)))]);
    }

    private static string Read(KeptDraft draft, string field) => draft.Given.Find(one => one.Fact == field)?.Value.Text ?? "";
}
