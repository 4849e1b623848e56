using Trellis.Structure;
using Trellis.Structure.Files;

namespace Trellis.Diagnosis.Checks;

/// <summary>What stands without a basis, in the order of the list.</summary>
public enum GapKind
{
    Power,
    Delegation,
    Duty,
    Step,

    /// <summary>A step done by a system: a machine decides or checks only where the law says so, whatever else the matter rests on.</summary>
    AutomatedDecision,

    /// <summary>A paper or electronic certificate that a step hands over.</summary>
    Credential,
    Item,
    Form,
    System,
}

/// <summary>One entry, or one step of an entry, without a basis in force on the day.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Entry">The entry that it is, or in which it stands.</param>
/// <param name="Step">The step; null for an entry as a whole.</param>
/// <param name="At">Where it stands.</param>
/// <param name="Lapsed">What it cites and is not in force; empty where it cites nothing.</param>
public sealed record LegalGap(GapKind Kind, Entry Entry, string? Step, Mark At, IReadOnlyList<Citation> Lapsed)
{
    public string Address => Step is null ? Entry.Address : $"{Entry.Address}/{Step}";
}

/// <summary>
/// The legal-gap list, for those who make the rules: everything that is done, asked or decided without a basis in force.
/// What stands inside something rests on the basis of that: a step on its own, else on that of its power, its duty or its guide; an item on
/// its own or its register's. A decision left to a system needs one of its own.
/// </summary>
public static class LegalGaps
{
    /// <summary>All gaps on a day, kind by kind, in the order in which they are written.</summary>
    public static IReadOnlyList<LegalGap> Of(GovernanceStructure structure, DateOnly day)
    {
        if (day < structure.From && structure.From > DateOnly.MinValue) day = structure.From;
        var gaps = new List<LegalGap>();
        var known = new Dictionary<(string, string?), bool>();
        foreach (var power in Holding(structure.Powers)) Add(GapKind.Power, power, power.Basis);
        foreach (var delegation in Holding(structure.Delegations)) Add(GapKind.Delegation, delegation, delegation.Basis);
        foreach (var duty in Holding(structure.Duties)) Add(GapKind.Duty, duty, duty.Basis);
        foreach (var matter in Holding(structure.Matters))
            foreach (var step in matter.Steps) AddStep(matter, step);
        foreach (var item in Holding(structure.Items))
            if (!AnyInForce(structure.Registers.On(item.RegisterId, day)?.Basis ?? [])) Add(GapKind.Item, item, item.Basis);
        foreach (var form in Holding(structure.Forms)) Add(GapKind.Form, form, form.Basis);
        foreach (var system in Holding(structure.Systems)) Add(GapKind.System, system, system.Basis);
        gaps.Sort(static (one, other) => one.Kind != other.Kind ? one.Kind.CompareTo(other.Kind) : Mark.Compare(one.At, other.At));
        return gaps;

        IEnumerable<T> Holding<T>(Spells<T> spells)
            where T : Entry
        {
            foreach (var entry in spells.All)
                if (entry.HoldsOn(day)) yield return entry;
        }

        void Add(GapKind kind, Entry entry, IReadOnlyList<Citation> basis)
        {
            if (!AnyInForce(basis)) gaps.Add(new LegalGap(kind, entry, null, entry.At, basis));
        }

        void AddStep(MatterType matter, FlowPart.Step step)
        {
            if (AnyInForce(step.Basis)) return;
            var automated = step.BySystem is not null;
            var credential = step.Kind == StepKind.Deliver && step.Node["as"u8].Exists;
            var inherits = !automated && step.Basis.Count == 0
                && (AnyInForce(structure.Powers.On(step.Power?.Id, day)?.Basis ?? [])
                    || AnyInForce(structure.Duties.On(step.Duty?.Id ?? matter.Duty.Id, day)?.Basis ?? [])
                    || AnyInForce(matter.Guide.Basis));
            if (!inherits) gaps.Add(new LegalGap(automated ? GapKind.AutomatedDecision : credential ? GapKind.Credential : GapKind.Step, matter, step.Id, step.At, step.Basis));
        }

        // A province cites the same articles a hundred thousand times.
        bool AnyInForce(IReadOnlyList<Citation> basis)
        {
            foreach (var citation in basis)
            {
                if (!known.TryGetValue((citation.Law, citation.Article), out var inForce)) known.Add((citation.Law, citation.Article), inForce = structure.InForce(citation, day));
                if (inForce) return true;
            }

            return false;
        }
    }

    /// <summary>The list as people read it: a heading for each kind with its number, a line for each gap with its place.</summary>
    public static void Write(IReadOnlyList<LegalGap> gaps, Language language, TextWriter to, string folder = "")
    {
        to.WriteLine(gaps.Count == 0
            ? new Text("没有缺少现行依据的条目。", "Everything has a basis in force.").In(language)
            : new Text($"缺少现行依据的共 {gaps.Count} 项。", $"{gaps.Count} {(gaps.Count == 1 ? "thing has" : "things have")} no basis in force.").In(language));
        GapKind? before = null;
        foreach (var gap in gaps)
        {
            if (gap.Kind != before)
            {
                before = gap.Kind;
                to.WriteLine();
                to.WriteLine($"{NameOf(gap.Kind).In(language)} ({gaps.Count(other => other.Kind == gap.Kind)})");
            }

            var step = gap.Step is null ? "" : language == Language.Chinese ? $"，步骤 {gap.Step}" : $", step {gap.Step}";
            to.WriteLine($"  {folder}{gap.At}: {Saying.Of(gap.Entry).In(language)}{step}{Why(gap).In(language)}");
        }
    }

    public static Text NameOf(GapKind kind) => kind switch
    {
        GapKind.Power => new("职权", "Powers"),
        GapKind.Delegation => new("授权", "Delegations"),
        GapKind.Duty => new("职责", "Duties"),
        GapKind.Step => new("办理步骤", "Steps"),
        GapKind.AutomatedDecision => new("由系统自动作出的办理", "Steps done by a system"),
        GapKind.Credential => new("发放的证照凭证", "Credentials"),
        GapKind.Item => new("数据项", "Items of data"),
        GapKind.Form => new("报表", "Forms"),
        GapKind.System => new("要求使用的系统", "Systems"),
        _ => throw new InvalidOperationException($"{kind} is no kind of gap."),
    };

    private static Text Why(LegalGap gap)
    {
        if (gap.Lapsed.Count == 0) return new("：没有写依据", ": cites nothing");
        var cited = string.Join(' ', gap.Lapsed);
        return new($"：引用的 {cited} 不在有效期内", $": what it cites is not in force ({cited})");
    }
}
