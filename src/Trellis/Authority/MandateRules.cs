using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;

namespace Trellis.Authority;

/// <summary>A ceiling of one link: a fixed quantity, or an expression that each question answers.</summary>
internal readonly record struct CeilingRule(Mandate Link, CeilingSpan Span, bool Number, Quantity Fixed, CheckedExpression? Formula, Formula? Written)
{
    public bool IsFixed => Written is null;
}

/// <summary>A condition of one link, or of the power where the link is its holder.</summary>
internal readonly record struct WhenRule(Mandate Link, UnitOnDay Unit, CheckedExpression? Formula, Formula Written);

internal readonly record struct ListRule(Mandate Link, string[] Allowed);

/// <summary>
/// All that narrows a mandate, from its own limits up to those of the holder. All of them hold together, so nothing can be wider than its source.
/// </summary>
internal sealed class MandateRules
{
    private static readonly CeilingSpan[] Spans = [CeilingSpan.Case, CeilingSpan.Month, CeilingSpan.Quarter, CeilingSpan.Year];

    private MandateRules(ListRule[] outcomes, ListRule[] matters, CeilingRule[] perCase, CeilingRule[] perPeriod, WhenRule[] whens) =>
        (Outcomes, Matters, PerCase, PerPeriod, Whens, ReadsNothing) = (outcomes, matters, perCase, perPeriod, whens, whens.Length == 0 && Array.TrueForAll(perCase, static rule => rule.IsFixed) && Array.TrueForAll(perPeriod, static rule => rule.IsFixed));

    public ListRule[] Outcomes { get; }

    public ListRule[] Matters { get; }

    public CeilingRule[] PerCase { get; }

    public CeilingRule[] PerPeriod { get; }

    public WhenRule[] Whens { get; }

    /// <summary>No expression among them: who asks, and what is known of the case beside its sum, changes nothing.</summary>
    public bool ReadsNothing { get; }

    public static MandateRules Of(Mandate mandate, GovernanceStructure structure, Formulas formulas)
    {
        var (outcomes, matters, perCase, perPeriod, whens) = (new List<ListRule>(), new List<ListRule>(), new List<CeilingRule>(), new List<CeilingRule>(), new List<WhenRule>());
        for (var link = mandate; link is not null; link = link.Source)
        {
            if (link.Limits.Outcomes is { } some) outcomes.Add(new ListRule(link, [.. some.Select(static one => one.Id)]));
            if (link.Limits.Matters is { } few) matters.Add(new ListRule(link, [.. few.Select(static one => one.Id)]));
            foreach (var span in Spans)
            {
                if (link.Limits.Amount(span) is { } amount) Add(span == CeilingSpan.Case ? perCase : perPeriod, link, span, false, amount);
                if (link.Limits.Number(span) is { } number) Add(span == CeilingSpan.Case ? perCase : perPeriod, link, span, true, number);
            }

            if (link.Limits.When is { } when) whens.Add(new WhenRule(link, link.Unit, formulas.Of(when), when));
            if (link.Source is null && link.Power.When is { } ofPower) whens.Add(new WhenRule(link, mandate.Unit, formulas.Of(ofPower), ofPower));
        }

        return new MandateRules([.. outcomes], [.. matters], [.. perCase], [.. perPeriod], [.. whens]);

        void Add(List<CeilingRule> to, Mandate link, CeilingSpan span, bool number, Ceiling ceiling)
        {
            if (ceiling.Fixed is { } amount)
            {
                to.Add(new CeilingRule(link, span, number, amount, null, null));
                return;
            }

            var formula = ceiling.Formula is null ? null : formulas.Of(ceiling.Formula);
            // Twelve towns with twelve budgets: what reads facts of the unit alone is counted once.
            var nobody = new Question { Post = link.Post, Unit = link.Unit.Id, Power = link.Power.Id, Day = DateOnly.MinValue };
            var facts = new FactsOfQuestion(structure, nobody, link.Unit, Standing.Nothing);
            var settled = formula?.Evaluate(facts).Quantity is { } counted && !facts.ReadTheCase ? counted : (Quantity?)null;
            to.Add(settled is { } known
                ? new CeilingRule(link, span, number, known, null, null)
                : new CeilingRule(link, span, number, default, formula, ceiling.Formula ?? new Formula("", ceiling.At)));
        }
    }
}
