namespace Trellis.Pilots.Plans;

/// <param name="Weighs">Whether somebody has to answer for it.</param>
/// <param name="Beside">What belongs to the line: who decides now and then, what a simulation shows.</param>
public sealed record PlanLine(string Says, bool Weighs, IReadOnlyList<string> Beside);

public sealed record PlanSection(string Heading, IReadOnlyList<PlanLine> Lines);

/// <summary>A plan for pages that have their own shape: the sentences of <see cref="PlanTexts"/>, by who is affected.</summary>
/// <param name="Summary">What somebody has to answer for, then the rest in one breath.</param>
/// <param name="Simulated">How it was lived through and how to read it; empty where it was not.</param>
public sealed record PlanInSections(string Title, string Summary, IReadOnlyList<string> Simulated, IReadOnlyList<PlanSection> Sections)
{
    private const int MostUnits = 40;
    private const int MostFindings = 30;

    /// <param name="effects">Null where nothing was simulated.</param>
    public static PlanInSections Of(StructurePlan plan, Language language, SimulatedEffects? effects = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var t = new PlanTexts(plan, language);
        var simulated = effects is null ? null : new EffectWords(plan, effects, language);
        var sections = new List<PlanSection>();
        Add(t.AskersHeading, plan.Askers.Select(change => Line(change, change.Says.In(language) + t.At(change.Places), change.Narrows)));
        Add(t.MattersHeading, plan.Matters.Where(static matter => matter.Changes.Count > 0 || matter.StepsBefore != matter.StepsAfter || matter.HandOversBefore != matter.HandOversAfter)
            .Select(matter => Line(matter, t.Matter(matter), false, [.. matter.Changes.Select(change => change.In(language))])));
        Add(t.DecisionsHeading, plan.Decisions.Select(decision => Line(decision, t.Decision(decision), false, plan.IsNew(decision) ? [t.Ladder(decision.After)] : [t.Before + t.Ladder(decision.Before), t.After + t.Ladder(decision.After)])));
        foreach (var units in plan.Units.Take(MostUnits))
        {
            List<PlanLine> lines = [.. units.Changes.Select(change => new PlanLine(change.Says.In(language), change.Kind == UnitChangeKind.MeansMissing, []))];
            if (units.FieldsBefore != units.FieldsAfter) lines.Insert(0, new PlanLine(t.FieldsLine(units), false, []));
            if (simulated?.Of(units).ToList() is { Count: > 0 } seen) lines.Add(new PlanLine(seen[0], false, seen[1..]));
            if (units.MayObject) lines.Add(new PlanLine(t.MayObject, true, []));
            Add(t.Names(units.Units), lines);
        }

        Add(t.DelegationsHeading, plan.Delegations.Select(delegation => Line(delegation, t.Delegation(delegation), false, [.. delegation.Returns.Select(t.Returns)])));
        Add(t.NewHeading(plan.NewFindings.Count), plan.NewFindings.Take(MostFindings).Select(finding => new PlanLine(finding.Found.In(language), finding.Severity == Trellis.Structure.Findings.Severity.Error, [])));
        Add(t.MendedHeading(plan.MendedFindings.Count), plan.MendedFindings.Take(MostFindings).Select(finding => new PlanLine(finding.Found.In(language), false, [])));
        return new PlanInSections(t.Title, t.Summary, simulated is null ? [] : [.. simulated.Introduction()], sections);

        PlanLine Line(object line, string says, bool weighs, IReadOnlyList<string>? beside = null) => new(says, weighs, [.. beside ?? [], .. simulated?.Of(line) ?? []]);

        void Add(string heading, IEnumerable<PlanLine> lines)
        {
            if (lines.ToList() is { Count: > 0 } all) sections.Add(new PlanSection(heading, all));
        }
    }
}
