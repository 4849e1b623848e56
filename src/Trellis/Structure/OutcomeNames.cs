using System.Text;
using Trellis.Structure.Files;

namespace Trellis.Structure;

/// <summary>
/// What people call the outcomes of steps. A power names its own (outcome-names), the structure those of all powers; the common ones and those
/// of steps that decide nothing have a name anyway; any other is called by its word.
/// </summary>
public static class OutcomeNames
{
    /// <param name="structure">Where names are looked up.</param>
    /// <param name="day">The day whose spells are meant.</param>
    /// <param name="power">The power of the decision; null where none is meant.</param>
    /// <param name="outcome">The word in the files, such as "grant".</param>
    public static Text Of(GovernanceStructure structure, DateOnly day, string? power, string outcome) =>
        Written(structure.Powers.On(power, day)?.Node ?? default, outcome) ?? Written(structure.Root, outcome) ?? BuiltIn(outcome) ?? new Text(outcome, outcome);

    /// <summary>The name with the word itself beside it, so that a clerk finds it in the files: "准予（grant）".</summary>
    public static Text WithWord(GovernanceStructure structure, DateOnly day, string? power, string outcome)
    {
        var name = Of(structure, day, power, outcome);
        return new(
            name.Zh == outcome ? outcome : $"{name.Zh}（{outcome}）",
            string.Equals(name.En, outcome, StringComparison.OrdinalIgnoreCase) ? outcome : $"{name.En} ({outcome})");
    }

    private static Text? Written(Node node, string outcome) => node["outcome-names"u8][Encoding.UTF8.GetBytes(outcome)].Texts();

    private static Text? BuiltIn(string outcome) => outcome switch
    {
        "grant" => new("准予", "grant"),
        "refuse" => new("不予", "refuse"),
        "approve" => new("批准", "approve"),
        "reject" => new("不批准", "reject"),
        "confirm" => new("确认", "confirm"),
        "erase" => new("同意删除", "erase"),
        "accept" => new("接受", "accept"),
        "decline" => new("谢绝", "decline"),
        "penalise" => new("处罚", "penalise"),
        "spare" => new("不予处罚", "no penalty"),
        "order" => new("责令", "order"),
        "no-order" => new("不作责令", "no order"),
        "uphold" => new("维持", "upheld"),
        "set-aside" => new("撤销", "set aside"),
        "settled" => new("达成一致", "settled"),
        "unsettled" => new("未达成一致", "not settled"),
        "passed" => new("通过", "passed"),
        "failed" => new("不通过", "failed"),
        "rejected" => new("未通过", "rejected"),
        "agreed" => new("同意", "agreed"),
        "declined" => new("不同意", "declined"),
        "confirmed" => new("认可", "confirmed"),
        "disputed" => new("有异议", "disputed"),
        "unanswered" => new("没有答复", "unanswered"),
        "withdrawn" => new("撤回", "withdrawn"),
        "done" => new("已办", "done"),
        "skipped" => new("跳过", "skipped"),
        _ => null,
    };
}
