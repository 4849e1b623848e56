using Trellis.Structure;
using Trellis.Structure.Expressions;

namespace Trellis.Information.Forms;

/// <summary>The rows of a register that a form asks about.</summary>
/// <param name="Condition">Which of them; by what the base says of each.</param>
/// <param name="Reads">Items of the register that the condition reads, with their register.</param>
public sealed record AskedRows(string Register, CheckedExpression Condition, IReadOnlyList<string> Reads)
{
    /// <summary>Null where the form asks about no rows.</summary>
    public static AskedRows? Of(Form form, StructureOnDay view)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(view);
        if (form.Rows is not { } rows || !Expression.TryParse(rows.Text, out var expression, out _) || expression.Check(FormulaNames.OfRows(view.Structure)).Checked is not { } known) return null;
        if ((expression.Root is Node.Filter { List: Node.Name filtered } ? filtered : expression.Root as Node.Name)?.Path is not { } register || view.Structure.Registers.On(register, view.Day) is null) return null;
        return new AskedRows(register, known, [.. known.Reads.SelectMany(static read => read.Items).Where(read => read.Register == register).Select(static read => $"{read.Register}.{read.Item}").Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Whether the form asks for an item of a row, or finds the row by it.</summary>
    public bool Needs(Form form, string item) => Reads.Contains(item, StringComparer.Ordinal) || form.AllItems.Any(one => one.Id == item);
}
