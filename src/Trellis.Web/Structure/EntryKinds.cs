using Trellis.Structure;

namespace Trellis.Web.Structure;

/// <summary>A kind of entry as the pages call it.</summary>
/// <param name="Word">In addresses: the plural, as the folder of the files is called.</param>
public sealed record EntryKind(string Word, Kind Kind, Text Name, Func<GovernanceStructure, IEnumerable<Entry>> Of);

/// <summary>The kinds of entries that have pages.</summary>
public static class EntryKinds
{
    public static IReadOnlyList<EntryKind> All { get; } =
    [
        new("duties", Kind.Duty, new("职责", "Duties"), static one => one.Duties.All),
        new("powers", Kind.Power, new("职权", "Powers"), static one => one.Powers.All),
        new("delegations", Kind.Delegation, new("授权", "Delegations"), static one => one.Delegations.All),
        new("matters", Kind.Matter, new("事项类型", "Matter types"), static one => one.Matters.All),
        new("forms", Kind.Form, new("表格", "Forms"), static one => one.Forms.All),
        new("items", Kind.Item, new("数据项", "Data items"), static one => one.Items.All),
        new("registers", Kind.Register, new("登记库", "Registers"), static one => one.Registers.All),
        new("purposes", Kind.Purpose, new("数据用途", "Purposes"), static one => one.Purposes.All),
        new("systems", Kind.System, new("信息系统", "Systems"), static one => one.Systems.All),
        new("resources", Kind.Resource, new("资源", "Resources"), static one => one.Resources.All),
        new("indicators", Kind.Indicator, new("指标", "Indicators"), static one => one.Indicators.All),
        new("assessments", Kind.Assessment, new("考核", "Assessments"), static one => one.Assessments.All),
        new("law", Kind.Law, new("法律依据", "Legal bases"), static one => one.Laws.All),
    ];

    public static EntryKind? Of(string word) => All.FirstOrDefault(one => one.Word == word);

    public static EntryKind? Of(Kind kind) => All.FirstOrDefault(one => one.Kind == kind);
}
