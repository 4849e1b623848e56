using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Checks;

/// <summary>TR7: rules and rights. Who may be given what, how long it is kept, what carries it in law, and what no variation may take from a resident.</summary>
internal static class RightsChecks
{
    public static void Check(CheckContext context)
    {
        var bases = new Bases(context);
        var names = new FactNames(context.Structure, context.Date);
        SharingChecks.Check(context, names, bases);
        CheckRetention(context);
        BasisChecks.Check(context, bases);
        // What an overlay changes is compared with the base once, when the base is checked.
        if (context.Structure.Applied.Count == 0) VariationChecks.Check(context);
    }

    /// <summary>
    /// TR7002: nothing says how long values are kept. Told once at a register of which some item has no span of its own; items of the
    /// matter, the unit and the actor have no register that could say it for them. What is computed is not kept.
    /// </summary>
    private static void CheckRetention(CheckContext context)
    {
        var unkept = new Dictionary<string, List<Item>>(StringComparer.Ordinal);
        foreach (var item in context.Holding(context.Structure.Items))
        {
            if (item.OwnKeep is not null || item.Computed is not null) continue;
            if (item.RegisterId is "matter" or "unit" or "actor")
            {
                context.Add(FindingCodes.NoRetention, item.At, item,
                    new($"数据项{Saying.Of(item).Zh}没有保存期限。", $"Nothing says how long the item {Saying.Of(item).En} is kept."),
                    new("写上 keep：从什么时候起保存多久，到期删除。", "Say under keep for how long and from what event; after that it is deleted."));
            }
            else
            {
                if (!unkept.TryGetValue(item.RegisterId, out var items)) unkept.Add(item.RegisterId, items = []);
                items.Add(item);
            }
        }

        foreach (var register in context.Holding(context.Structure.Registers))
        {
            if (register.Keep is not null || !unkept.TryGetValue(register.Id, out var items)) continue;
            context.Add(FindingCodes.NoRetention, register.At, register,
                new($"库{Saying.Of(register).Zh}没有保存期限，其中 {items.Count} 个数据项也没有自己的期限。", $"Nothing says how long the register {Saying.Of(register).En} is kept, nor {items.Count} of its items."),
                new("给库写上 keep：从什么时候起保存多久，到期删除。", "Say under keep of the register for how long and from what event; after that it is deleted."));
        }
    }
}
