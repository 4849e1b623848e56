using Trellis.Process.Adoption;
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
        CheckErasures(context);
        BasisChecks.Check(context, bases);
        // What an overlay changes is compared with the base once, when the base is checked.
        if (context.Structure.Applied.Count == 0) VariationChecks.Check(context);
        CheckThatItCanChange(context);
    }

    /// <summary>TR7008: matters run under it, and nobody holds the power under which versions are adopted. A structure without matters is only read.</summary>
    private static void CheckThatItCanChange(CheckContext context)
    {
        const string Power = AdoptingStructures.Power;
        if (!context.Holding(context.Structure.Matters).Any() || context.HasUnknownArea(Power) || context.Holders.Of(Power).Count > 0) return;
        var there = context.Structure.Powers.On(Power, context.Date);
        // A name that leads nowhere is told where names are looked up.
        if (there is not null && there.HeldBy.Any(held => !context.Structure.Posts.Has(held.Post.Post) || (held.Post.At is { } at && !context.Structure.Units.Has(at) && !context.Structure.Groups.Has(at)))) return;
        context.Findings.Add(new Finding(FindingCodes.NobodyMayChangeIt, there?.At ?? context.Structure.Root["structure"u8].Mark, there is null
            ? new($"谁也不能改这个结构：没有 {Power} 这一职权。", $"Nobody may change this structure: it has no power {Power}.")
            : new($"谁也不能改这个结构：今天没有岗位持有 {Power} 这一职权。", $"Nobody may change this structure: no post holds the power {Power} today."))
        {
            Expected = new("写上这项职权，让决定规矩的岗位持有（held-by）。", "Write that power, held by the post that decides on rules (held-by)."),
            Address = $"structure/{context.Structure.Id}",
        });
    }

    /// <summary>TR7004: a step destroys what is held of somebody, and no article says that it may; or the matter is not one in which somebody asks for that.</summary>
    private static void CheckErasures(CheckContext context)
    {
        foreach (var type in context.Holding(context.Structure.Matters))
        {
            foreach (var step in type.Steps)
            {
                if (!step.ErasesRequester) continue;
                if (step.Basis.Count == 0 || !type.Rights.Contains("erasure"))
                    context.Add(FindingCodes.WithoutBasisInForce, step.At, type,
                        new($"步骤 {step.Id} 销毁申请人的个人信息，但{(step.Basis.Count == 0 ? "没有写依据" : "这个事项不办理删除的权利")}。", $"The step {step.Id} destroys what is held of whoever asks, and {(step.Basis.Count == 0 ? "cites no article" : "the matter does not serve the right to erasure")}."),
                        new("在这一步写 basis，并在事项上写 right: [erasure]。", "Write basis on the step, and right: [erasure] on the matter."));
            }
        }
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
