using Trellis.Structure;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Checks;

/// <summary>
/// TR2: information. What is asked twice, held already or never used; items that nobody answers for; systems that pile up.
/// Also what is about to lapse unseen: calendars that end, and entries that nobody looks at again.
/// </summary>
internal static class InformationChecks
{
    public static void Check(CheckContext context)
    {
        var bases = new Bases(context);
        var demands = FormDemands.Of(context.Day);
        CheckItems(context);
        SameMeaningChecks.Check(context);
        FormChecks.Check(context, demands);
        SystemChecks.Check(context, bases);
        BurdenChecks.Check(context, demands);
        LapseChecks.Check(context);
    }

    /// <summary>
    /// TR2004: neither the item nor its register names a unit that answers for its meaning; of a register it is told once. TR2005: nothing says what it is read for.
    /// TR2006: no article is named at all; one that is named and has been repealed is TR7004.
    /// </summary>
    private static void CheckItems(CheckContext context)
    {
        var ownerless = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var item in context.Holding(context.Structure.Items))
        {
            if (item.OwnOwner is null)
            {
                if (item.RegisterId is "matter" or "unit" or "actor")
                {
                    context.Add(FindingCodes.ItemWithoutOwner, item.At, item,
                        new($"数据项{Saying.Of(item).Zh}没有主管单位，它的含义没有人负责。", $"The item {Saying.Of(item).En} has no owner: nobody answers for what it means."),
                        new("写上 owner：负责其定义和质量的单位。", "Give it an owner: the unit that answers for its definition and quality."));
                }
                else ownerless[item.RegisterId] = ownerless.GetValueOrDefault(item.RegisterId) + 1;
            }

            if (item.Purposes.Count == 0)
                context.Add(FindingCodes.ItemWithoutPurpose, item.At, item,
                    new($"数据项{Saying.Of(item).Zh}没有写明用途。", $"The item {Saying.Of(item).En} does not say what it is read for."),
                    new("写上 purposes；说不出用途的就不要再采集。", "Name its purposes; what is read for nothing need not be collected."));
            if (item.Basis.Count == 0)
                context.Add(FindingCodes.ItemWithoutBasis, item.At, item,
                    new($"数据项{Saying.Of(item).Zh}没有采集依据。", $"The item {Saying.Of(item).En} has no basis on which it may be collected."),
                    new("写上 basis：允许采集它的条款；没有条款的就不要再采集。", "Name under basis the article that allows it, or stop collecting it."));
        }

        foreach (var register in context.Holding(context.Structure.Registers))
        {
            if (register.Owner is not null || !ownerless.TryGetValue(register.Id, out var items)) continue;
            context.Add(FindingCodes.ItemWithoutOwner, register.At, register,
                new($"库{Saying.Of(register).Zh}没有主管单位，其中 {items} 个数据项的含义没有人负责。", $"The register {Saying.Of(register).En} has no owner: nobody answers for what {items} of its items mean."),
                new("给库写上 owner：负责其定义和质量的单位。", "Give the register an owner: the unit that answers for its definitions and quality."));
        }
    }
}
