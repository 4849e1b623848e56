using Trellis.Structure;
using Trellis.Structure.Findings;
using Trellis.Structure.Quantities;

namespace Trellis.Diagnosis.Checks;

/// <summary>TR1019: ceilings of one entry that cannot all be meant, because a shorter span allows more than a longer one that holds it.</summary>
internal static class PowerChecksOfLimits
{
    private static readonly (CeilingSpan Span, Text Word)[] Spans =
    [
        (CeilingSpan.Case, new("每件", "a case")),
        (CeilingSpan.Month, new("每月", "a month")),
        (CeilingSpan.Quarter, new("每季", "a quarter")),
        (CeilingSpan.Year, new("每年", "a year")),
    ];

    public static void Check(CheckContext context)
    {
        foreach (var power in context.Holding(context.Structure.Powers))
            foreach (var holding in power.HeldBy) CheckOne(context, power, holding.Limits);
        foreach (var delegation in context.Holding(context.Structure.Delegations)) CheckOne(context, delegation, delegation.Limits);
    }

    private static void CheckOne(CheckContext context, Entry entry, Limits limits)
    {
        foreach (var number in (ReadOnlySpan<bool>)[false, true])
        {
            for (var one = 0; one < Spans.Length; one++)
            {
                if (Of(Spans[one].Span) is not { Fixed: { Value: > 0 } shorter } at) continue;
                for (var other = one + 1; other < Spans.Length; other++)
                {
                    if (Of(Spans[other].Span) is not { Fixed: { Value: >= 0 } longer } || Quantity.Compare(shorter, longer) is not > 0) continue;
                    var (zh, en) = (Spans[one].Word, Spans[other].Word);
                    var below = entry is Delegation ? new Text("授权", "The delegation") : new Text("职权", "The power");
                    context.Add(FindingCodes.CeilingsContradict, at.At, entry,
                        new($"{below.Zh}{Saying.Of(entry).Zh}的限额互相矛盾：{zh.Zh} {shorter}，{en.Zh}却只有 {longer}。", $"{below.En} {Saying.Of(entry).En} has ceilings that contradict each other: {shorter} {zh.En}, but only {longer} {en.En}."),
                        new("多半是多写或少写了零，或把两个数写反了：较短时间的限额不能大于较长时间的。", "Probably there is a zero too many or too few, or the two stand in each other's place: a shorter span cannot allow more than a longer one."));
                    other = Spans.Length;
                }
            }

            Ceiling? Of(CeilingSpan span) => number ? limits.Number(span) : limits.Amount(span);
        }
    }
}
