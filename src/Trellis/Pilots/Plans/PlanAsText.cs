using System.Globalization;
using System.Text;
using Trellis.Structure.Findings;

namespace Trellis.Pilots.Plans;

/// <summary>A plan for a terminal: what somebody has to answer for first, then group by group who is affected.</summary>
public static class PlanAsText
{
    private const int MostUnits = 12;
    private const int MostFindings = 20;
    private const int MostEntries = 40;

    /// <param name="plan">The plan.</param>
    /// <param name="language">The language of the sentences.</param>
    /// <param name="to">Where they go.</param>
    /// <param name="width">Columns of the terminal.</param>
    /// <param name="effects">Simulated; null where nothing was asked.</param>
    public static void Write(StructurePlan plan, Language language, TextWriter to, int width, SimulatedEffects? effects = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(to);
        var page = new Page(to, width, language);
        var t = new PlanTexts(plan, language);
        page.Line(t.Title);
        page.Paragraph(t.Versions);
        page.Blank();
        page.Paragraph(t.Summary);
        if (t.Later is { } later) page.Paragraph($"{later}{(language == Language.Chinese ? "" : " ")}{t.HowToSeeLater}");
        if (!plan.ChangesNothing)
        {
            var simulated = effects is null ? null : new EffectWords(plan, effects, language);
            if (simulated is not null)
            {
                page.Heading(simulated.Heading);
                foreach (var sentence in simulated.Introduction()) page.Paragraph(sentence);
            }

            WriteAskers(plan, page, t, language, Beside);
            WriteMatters(plan, page, t, language, Beside);
            WriteDecisions(plan, page, t, language, Beside);
            WriteUnits(plan, page, t, language, Beside);
            WriteDelegations(plan, page, t, language, Beside);

            void Beside(object line)
            {
                foreach (var effect in simulated?.Of(line) ?? []) page.Inner(effect);
            }

            WriteFindings(page, t.NewHeading(plan.NewFindings.Count), plan.NewFindings, '+', language);
            WriteFindings(page, t.MendedHeading(plan.MendedFindings.Count), plan.MendedFindings, '-', language);
            WriteEntries(plan.Entries, page, t.EntriesHeading(plan.Entries.Count), t, withKeys: true);
        }

        WriteEntries(plan.Wording, page, t.WordingHeading(plan.Wording.Count), t, withKeys: false);
        page.Blank();
        page.Paragraph(t.HowToSeeMore);
    }

    private static void WriteAskers(StructurePlan plan, Page page, PlanTexts t, Language language, Action<object> beside)
    {
        if (plan.Askers.Count == 0) return;
        page.Heading(t.AskersHeading);
        foreach (var change in plan.Askers)
        {
            page.Item(change.Narrows ? '!' : change.Widens ? '+' : '~', change.Says.In(language) + t.At(change.Places));
            beside(change);
        }
    }

    private static void WriteMatters(StructurePlan plan, Page page, PlanTexts t, Language language, Action<object> beside)
    {
        var shown = plan.Matters.Where(static matter => matter.Changes.Count > 0 || matter.StepsBefore != matter.StepsAfter || matter.HandOversBefore != matter.HandOversAfter).ToList();
        if (shown.Count == 0) return;
        page.Heading(t.MattersHeading);
        foreach (var matter in shown)
        {
            page.Item(matter.StepsBefore == 0 ? '+' : matter.StepsAfter == 0 ? '-' : '~', t.Matter(matter));
            foreach (var change in matter.Changes) page.Inner(change.In(language));
            beside(matter);
        }
    }

    private static void WriteDecisions(StructurePlan plan, Page page, PlanTexts t, Language language, Action<object> beside)
    {
        if (plan.Decisions.Count == 0) return;
        page.Heading(t.DecisionsHeading);
        foreach (var decision in plan.Decisions)
        {
            if (plan.IsNew(decision))
            {
                page.Item('+', t.Decision(decision));
                page.Inner(t.Ladder(decision.After));
                beside(decision);
                continue;
            }

            page.Item(decision.Moves < 0 ? '↓' : decision.Moves > 0 ? '↑' : '~', t.Decision(decision));
            page.Inner($"{t.Before}{t.Ladder(decision.Before)}");
            page.Inner($"{t.After}{t.Ladder(decision.After)}");
            foreach (var answer in decision.Answers) page.Inner($"· {t.Answer(answer)}");
            beside(decision);
        }

        _ = language;
    }

    private static void WriteUnits(StructurePlan plan, Page page, PlanTexts t, Language language, Action<object> beside)
    {
        foreach (var units in plan.Units)
        {
            page.Heading($"{Names(units.Units, language)}{t.UnitCount(units)}");
            if (units.FieldsBefore != units.FieldsAfter) page.Item(units.FieldsAfter.PerYear < units.FieldsBefore.PerYear ? '-' : '+', t.FieldsLine(units));
            foreach (var change in units.Changes) page.Item(Mark(change.Kind), change.Says.In(language));
            beside(units);
            if (units.MayObject) page.Inner(t.MayObject);
        }
    }

    private static void WriteDelegations(StructurePlan plan, Page page, PlanTexts t, Language language, Action<object> beside)
    {
        if (plan.Delegations.Count == 0) return;
        page.Heading(t.DelegationsHeading);
        foreach (var delegation in plan.Delegations)
        {
            page.Item(delegation.Begins.Count == 0 ? '-' : delegation.Ends.Count == 0 ? '+' : '~', t.Delegation(delegation));
            foreach (var duty in delegation.Returns) page.Inner(t.Returns(duty));
            beside(delegation);
        }

        _ = language;
    }

    private static void WriteFindings(Page page, string heading, IReadOnlyList<Finding> findings, char sign, Language language)
    {
        if (findings.Count == 0) return;
        page.Heading(heading);
        foreach (var finding in findings.Take(MostFindings))
        {
            var severity = FindingsAsText.Word(finding.Severity).In(language);
            var where = finding.Places.Count == 0 ? "" : $" [{string.Join(", ", finding.Places.Take(6))}{(finding.Places.Count > 6 ? ", …" : "")}]";
            page.Item(sign, $"{severity} {finding.Code.Code} {finding.At.Path}:{finding.At.Line.ToString(CultureInfo.InvariantCulture)}: {finding.Found.In(language)}{where}");
        }

        if (findings.Count > MostFindings) page.Inner(language == Language.Chinese ? $"另有 {findings.Count - MostFindings:N0} 条。" : $"and {findings.Count - MostFindings:N0} more.");
    }

    private static void WriteEntries(IReadOnlyList<EntryChange> entries, Page page, string heading, PlanTexts t, bool withKeys)
    {
        if (entries.Count == 0) return;
        page.Heading(heading);
        foreach (var entry in entries.Take(MostEntries))
        {
            page.Item(entry.Kind switch { EntryChangeKind.Added => '+', EntryChangeKind.Removed => '-', _ => '~' }, $"{entry.At.Path}:{entry.At.Line.ToString(CultureInfo.InvariantCulture)} {t.Entry(entry)}");
            if (!withKeys) continue;
            foreach (var key in entry.Keys.Take(8)) page.Inner(t.Key(key));
            if (entry.Keys.Count > 8) page.Inner("…");
        }

        if (entries.Count > MostEntries) page.Inner(t.More(entries.Count - MostEntries));
    }

    private static char Mark(UnitChangeKind kind) => kind switch
    {
        UnitChangeKind.MeansMissing => '!',
        UnitChangeKind.UnitEnds or UnitChangeKind.DutyLost or UnitChangeKind.SupportLost or UnitChangeKind.PowerLost or UnitChangeKind.PowerNarrowed
            or UnitChangeKind.FormLost or UnitChangeKind.SystemLost or UnitChangeKind.StepLost => '-',
        UnitChangeKind.PowerChanged or UnitChangeKind.FormChanged => '~',
        _ => '+',
    };

    private static string Names(IReadOnlyList<UnitName> units, Language language)
    {
        var shown = units.Take(MostUnits).Select(unit => unit.Name.In(language));
        var list = string.Join(language == Language.Chinese ? "、" : ", ", shown);
        return units.Count <= MostUnits ? list : list + (language == Language.Chinese ? " 等" : " and others");
    }

    /// <summary>Lines of a terminal: Chinese characters are two columns wide.</summary>
    private sealed class Page(TextWriter to, int width, Language language)
    {
        public void Blank() => to.WriteLine();

        public void Line(string text) => to.WriteLine(text.TrimEnd());

        public void Heading(string text)
        {
            to.WriteLine();
            Wrap(text, 0, 0);
        }

        public void Paragraph(string text) => Wrap(text, 0, 0);

        public void Item(char sign, string text) => Wrap($"{sign} {text}", 2, 2);

        public void Inner(string text) => Wrap(text, 6, language == Language.Chinese ? 4 : 2);

        private void Wrap(string text, int indent, int hang)
        {
            foreach (var line in TerminalText.Lines(text, width, indent, hang)) Line(line);
        }
    }
}
