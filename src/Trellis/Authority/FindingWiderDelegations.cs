using Trellis.Structure;
using Trellis.Structure.Quantities;

namespace Trellis.Authority;

/// <summary>Compares the countable limits of a delegation with the nearest stated ones above it.</summary>
internal static class FindingWiderDelegations
{
    private static readonly CeilingSpan[] Spans = [CeilingSpan.Case, CeilingSpan.Month, CeilingSpan.Quarter, CeilingSpan.Year];

    public static IEnumerable<WiderThanSource> Of(Mandate mandate, StructureOnDay view)
    {
        if (mandate is not { Delegation: { } delegation, Source: { } source }) yield break;
        foreach (var span in Spans)
        {
            if (Exceeds(mandate, span, number: false) is { } amount) yield return amount;
            if (Exceeds(mandate, span, number: true) is { } number) yield return number;
        }

        if (delegation.Limits.Outcomes is { } outcomes && Nearest(source, static limits => limits.Outcomes, static power => power.Outcomes.Count > 0 ? power.Outcomes : null) is ({ } fromOutcomes, { } given) && Beyond(outcomes, given) is { } moreOutcomes)
            yield return new WiderThanSource(delegation, Wideness.Outcomes, fromOutcomes, moreOutcomes, Listed(given), mandate.Unit);
        if (delegation.Limits.Matters is { } matters && Nearest(source, static limits => limits.Matters, static _ => null) is ({ } fromMatters, { } narrower) && Beyond(matters, narrower) is { } moreMatters)
            yield return new WiderThanSource(delegation, Wideness.Matters, fromMatters, moreMatters, Listed(narrower), mandate.Unit);
        if (delegation.Limits.Area is { } area && view.Expand(area.Id).Any(named => named.Ground is { } ground && !source.Area.Any(wide => wide.Contains(ground))))
            yield return new WiderThanSource(delegation, Wideness.Area, source, area.Id, string.Join(", ", source.Area), mandate.Unit);
        // What an act lent has no file; its end is what the act said.
        if ((delegation.Node["to"u8].Exists || (!delegation.Node.Exists && delegation.To < DateOnly.MaxValue)) && delegation.To > source.Entry.To)
            yield return new WiderThanSource(delegation, Wideness.Time, source, Day(delegation.To), Day(source.Entry.To), mandate.Unit);
        if (delegation.PassOn > Math.Max(0, source.MayPassOn - 1))
            yield return new WiderThanSource(delegation, Wideness.PassOn, source, Whole(delegation.PassOn), Whole(Math.Max(0, source.MayPassOn - 1)), mandate.Unit);
    }

    /// <summary>
    /// A ceiling is wider than one of its own span above it, and wider than one of a longer span: who may spend 5,000 a year has no
    /// 8,000 for one case to give. It may be wider than one of a shorter span, of which there can be many.
    /// </summary>
    private static WiderThanSource? Exceeds(Mandate mandate, CeilingSpan span, bool number)
    {
        if (Ceiling(mandate.Limits, span, number)?.Fixed is not { } own) return null;
        for (var longer = Array.IndexOf(Spans, span); longer < Spans.Length; longer++)
        {
            if (Stated(mandate.Source, Spans[longer], number) is not ({ } above, { Fixed: { Value: >= 0 } ceiling }) || Quantity.Compare(own, ceiling) is not > 0) continue;
            var said = Spans[longer] == span ? ceiling.ToString() : $"{ceiling} ({Word(Spans[longer])})";
            return new WiderThanSource(mandate.Delegation!, (Wideness)((number ? 4 : 0) + (int)span), above, own.ToString(), said, mandate.Unit);
        }

        return null;
    }

    private static (Mandate?, Ceiling?) Stated(Mandate? above, CeilingSpan span, bool number)
    {
        for (; above is not null; above = above.Source)
            if (Ceiling(above.Limits, span, number) is { } stated) return (above, stated);
        return (null, null);
    }

    private static string Word(CeilingSpan span) => span switch
    {
        CeilingSpan.Case => "per-case",
        CeilingSpan.Month => "per-month",
        CeilingSpan.Quarter => "per-quarter",
        CeilingSpan.Year => "per-year",
        _ => throw new InvalidOperationException($"{span} is no span."),
    };

    private static Ceiling? Ceiling(Limits limits, CeilingSpan span, bool number) => number ? limits.Number(span) : limits.Amount(span);

    private static (Mandate?, IReadOnlyList<Ref>?) Nearest(Mandate from, Func<Limits, IReadOnlyList<Ref>?> stated, Func<Power, IReadOnlyList<Ref>?> ofPower)
    {
        for (var above = from; ; above = above.Source)
        {
            if (stated(above.Limits) is { } list) return (above, list);
            if (above.Source is null) return (above, ofPower(above.Power));
        }
    }

    private static string? Beyond(IReadOnlyList<Ref> own, IReadOnlyList<Ref> given)
    {
        var more = own.Where(one => !given.Any(other => other.Id == one.Id)).Select(static one => one.Id).ToList();
        return more.Count == 0 ? null : string.Join(", ", more);
    }

    private static string Listed(IReadOnlyList<Ref> refs) => string.Join(", ", refs.Select(static one => one.Id));

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static string Whole(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
