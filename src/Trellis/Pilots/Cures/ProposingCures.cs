using System.Text;
using Trellis.Diagnosis.Findings;
using Trellis.Pilots.Plans;
using Trellis.Process.Adoption;
using Trellis.Process.Flows;
using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;
using Trellis.Structure.Vocabulary;
using SubjectKind = Trellis.Diagnosis.Findings.SubjectKind;

namespace Trellis.Pilots.Cures;

/// <summary>
/// Writes for findings the change that would mend them, where that can be said for sure: a decision that is waited for is delegated to posts that the structure lets have its power, a form that nobody hands in is withdrawn, one that says the same each time is asked for less often, a field that is asked twice is struck, matters of a type that is passed
/// on or whose clocks are stopped may be so once, limits of steps that break their promise together are shortened. Each proposal is an overlay that was read and checked in its place: one that brings a new error, or changes nothing, is not proposed. For one caller at a time.
/// </summary>
public sealed class ProposingCures
{
    /// <summary>Each costs a check of the whole structure.</summary>
    private const int MostProposals = 8;

    private const int MostReceivers = 3;

    private const int MostSpareDays = 2;

    private readonly Dictionary<string, ProposedOverlay?> _known = new(StringComparer.Ordinal);

    private readonly IReadOnlyList<SourceFile> _files;
    private readonly StructureReading _before;
    private readonly DateOnly _day;
    private readonly int _threads;

    /// <param name="day">On which the structure is read; an overlay begins on the next.</param>
    public ProposingCures(IReadOnlyList<SourceFile> files, DateOnly day, int threads) => (_files, _before, _day, _threads) = (files, ReadingStructures.Read(files, threads), day, threads);

    /// <summary>Of the structure as it is.</summary>
    public IReadOnlyList<SourceFile> Files => _files;

    private GovernanceStructure Structure => _before.Structure;

    /// <summary>The findings, each with what would mend it where that can be written.</summary>
    public FindingReport Into(FindingReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report with { Findings = [.. report.Findings.Select(finding => finding with { Overlay = Of(finding) })] };

        // Several findings may be about one step, and are found again when the record has grown; what mends it is written once.
        ProposedOverlay? Of(LogFinding finding)
        {
            if (finding.Cause is not { } cause || Candidates(finding, cause) is not { } candidates || candidates.FirstOrDefault() is not { } first) return null;
            var end = $"{first.Name} {cause.Entry}";
            if (_known.TryGetValue(end, out var before)) return before;
            return _known.Count >= MostProposals ? null : _known[end] = candidates.FirstOrDefault(candidate => Holds(candidate, finding.Code));
        }
    }

    /// <summary>The files of the structure with a proposal in its place.</summary>
    public IReadOnlyList<SourceFile> With(ProposedOverlay overlay)
    {
        ArgumentNullException.ThrowIfNull(overlay);
        return [.. _files, new SourceFile($"overlays/{overlay.Name}/overlay.yaml", Encoding.UTF8.GetBytes(overlay.Text))];
    }

    /// <summary>A proposal with what was seen when it was lived through.</summary>
    public ProposedOverlay Told(ProposedOverlay overlay, Func<StructurePlan, SimulatedEffects> live)
    {
        ArgumentNullException.ThrowIfNull(live);
        if (PlanOf(overlay) is not { } plan) return overlay;
        var effects = live(plan);
        var (zh, en) = (new EffectWords(plan, effects, Language.Chinese).Brief(), new EffectWords(plan, effects, Language.English).Brief());
        return overlay with { Effects = [.. zh.Zip(en, static (one, other) => new Text(one, other))] };
    }

    /// <summary>Whether it may be proposed, and mends what it is to mend as far as a check can tell.</summary>
    private bool Holds(ProposedOverlay overlay, FindingCode mends) => Structure.Overlays.Of(overlay.Name).Count == 0 && PlanOf(overlay) is { ChangesNothing: false, NewErrors: 0 } plan
        && (mends != FindingCodes.MissedPromises || !plan.NewFindings.Any(finding => finding.Code == FindingCodes.PromiseCannotBeMet && finding.Overlay == overlay.Name));

    private StructurePlan? PlanOf(ProposedOverlay overlay)
    {
        var after = ReadingStructures.Read(With(overlay), _threads);
        return after.IsCutShort ? null : Planning.Compare(_before, after, _day, _threads);
    }

    /// <summary>Ways to the same end, which have one name.</summary>
    private IEnumerable<ProposedOverlay> Candidates(LogFinding finding, RuleAtFault cause)
    {
        if (finding.Who.Kind == SubjectKind.MatterType && Structure.Matters.On(cause.Entry.Split('/')[^1], _day) is { Overlay: null } type) return Replacing(type, finding);
        if (finding.Who.Kind == SubjectKind.Form && Structure.Forms.On(finding.Who.Names[0], _day) is { } form) return Changing(form, finding);
        if (finding.Who.Kind is SubjectKind.Step or SubjectKind.StepInUnit && StepOf(cause) is var (matter, step) && step is { Kind: StepKind.Decide, Power: { } power } && Structure.Powers.On(power.Id, _day) is { } held) return Delegating(matter, step, held, new("等这项决定的时间长，结果却很少不同", "It is waited for long and seldom comes out otherwise"));
        return [];
    }

    /// <summary>A cause names a step as "matter/ID, STEP".</summary>
    private (MatterType Matter, FlowPart.Step Step)? StepOf(RuleAtFault cause)
    {
        if (cause.Entry.Split(", ") is not [var address, var point] || address.Split('/') is not [_, var id] || Structure.Matters.On(id, _day) is not { } matter) return null;
        return matter.Steps.FirstOrDefault(step => step.Id == point.Split('/')[^1]) is { } step ? (matter, step) : null;
    }

    /// <summary>The power of a decision, for the matter at hand, to posts that receive other powers already, where its law lets it go to their kind of unit.</summary>
    /// <param name="to">Posts that it is for, by their ids; null for any.</param>
    private IEnumerable<ProposedOverlay> Delegating(MatterType matter, FlowPart.Step step, Power power, Text reason, IReadOnlyList<string>? to = null)
    {
        if (power.DelegableDepth == 0 || power.HeldBy.Count == 0) yield break;
        var receivers = Structure.Delegations.All.Where(one => one.HoldsOn(_day) && one.Receiver.At is not null && !power.HeldBy.Any(holding => holding.Post.ToString() == one.Receiver.ToString()) && to?.Contains(one.Receiver.Post, StringComparer.Ordinal) != false)
            .GroupBy(static one => one.Receiver.ToString(), StringComparer.Ordinal).Where(group => MayHave(power, group.First().Receiver.At!))
            .OrderByDescending(static group => group.Count()).ThenBy(static group => group.Key, StringComparer.Ordinal).Take(MostReceivers);
        foreach (var group in receivers)
        {
            var (name, receiver, giver) = ($"delegate-{power.Id}", group.First().Receiver, power.HeldBy[0].Post);
            var does = new Text($"「{power.Name.Zh}」就「{matter.Name.Zh}」授权 {receiver} 决定。", $"\"{power.Name.En}\" is delegated to {receiver} for \"{matter.Name.En}\".");
            var text = Head(name, new($"{power.Name.Zh}授权办理", $"{power.Name.En}: decided nearer to people"), receiver.At!, power.Basis)
                .Append("add:\n")
                .Append($"  - delegation: {name}\n")
                .Append($"    name: {Both(new($"{power.Name.Zh}授权", $"{power.Name.En}, delegated"))}\n")
                .Append($"    of: power/{power.Id}\n    giver: {giver}\n    receiver: {receiver}\n")
                .Append($"    limits: {{matters: [{matter.Id}]}}\n    acts-for: giver\n    pass-on: 0\n    basis: [{string.Join(", ", power.Basis)}]\n")
                .Append($"    reason: {Both(reason)}\n");
            yield return new ProposedOverlay(name, Address(power), does, text.ToString());
        }

        bool MayHave(Power of, string where)
        {
            var today = Structure.On(_day);
            var units = today.Units.Where(unit => today.IsIn(unit, where)).ToList();
            return units.Count > 0 && units.TrueForAll(unit => of.DelegableTo.Contains(Words.UnitKinds[(int)unit.UnitKind], StringComparer.Ordinal));
        }
    }

    private IEnumerable<ProposedOverlay> Replacing(MatterType type, LogFinding finding)
    {
        var code = finding.Code;
        if (code == FindingCodes.MissedPromises)
        {
            foreach (var fitting in Shortening(type)) yield return fitting;
            yield break;
        }

        if (code == FindingCodes.ActsWithoutPower)
        {
            // Which power was lacking no entry tells; where the type has one decision it is that.
            if (type.Steps.Where(static step => step is { Kind: StepKind.Decide, Power: not null }).ToList() is not [var decision] || Structure.Powers.On(decision.Power!.Value.Id, _day) is not { } lacked) yield break;
            foreach (var delegated in Delegating(type, decision, lacked, new("要办的岗位没有这项职权，一再被拒绝", "Those who are to act lack it, and are refused again and again"), finding.Posts)) yield return delegated;
            yield break;
        }

        var writing = new ReplacingMatters(Structure);
        var (name, called, does, text) = code == FindingCodes.PassesOn ? (
                $"keep-{type.Id}", new Text($"{type.Name.Zh}至多转办一次", $"{type.Name.En}: passed on once at most"),
                new Text($"「{type.Name.Zh}」至多转办一次，接到的单位办到底。", $"\"{type.Name.En}\" is passed on once at most; whoever is given it sees it through."), writing.WithOnlyOne(type, "hand-over"))
            : code == FindingCodes.StoppedClocks ? (
                $"run-{type.Id}", new Text($"{type.Name.Zh}至多暂停一次", $"{type.Name.En}: paused once at most"),
                new Text($"「{type.Name.Zh}」至多暂停一次，要的材料一次说清。", $"The clock of \"{type.Name.En}\" is stopped once at most; what is needed is asked for at once."), writing.WithOnlyOne(type, "pause"))
            : ("", default, default, null);
        if (text is null) yield break;
        yield return new ProposedOverlay(name, Address(type), does, Head(name, called, Structure.Top.Id, type.Guide.Basis).Append(text).ToString());
    }

    /// <summary>As tight as the office's calendar lets it be, then with a day or two to spare.</summary>
    private IEnumerable<ProposedOverlay> Shortening(MatterType type)
    {
        for (var spare = 0; spare <= MostSpareDays; spare++)
        {
            if (new KeepingPromises(Structure, _day).Of(type, spare) is not var (now, steps)) yield break;
            var (zh, en) = (string.Join("、", steps.Select(static one => $"「{one.Step.Id}」由 {FlowWords.Of(one.Step.Within!.Fixed!.Value).Zh}改为 {FlowWords.Of(one.Limit).Zh}")), string.Join(", ", steps.Select(static one => $"\"{one.Step.Id}\" {one.Step.Within!.Fixed} to {one.Limit}")));
            yield return new ProposedOverlay(
                $"fit-{type.Id}", Address(type), new Text($"「{type.Name.Zh}」的承诺不变，把环节时限缩短到加起来守得住：{zh}。", $"The promise of \"{type.Name.En}\" stays, and limits are shortened until they keep it: {en}."),
                Head($"fit-{type.Id}", new($"{type.Name.Zh}各步时限守得住承诺", $"{type.Name.En}: limits that keep the promise"), Structure.Top.Id, type.Guide.Basis).Append(ReplacingMatters.As(type, now)).ToString());
        }
    }

    private IEnumerable<ProposedOverlay> Changing(Form form, LogFinding finding)
    {
        if (form.FilledBy.At is not { } where) yield break;
        if (finding.Code == FindingCodes.AskedTooOften)
        {
            if (ReplacingForms.LessOften(form) is not var (text, every)) yield break;
            var often = PeriodWords[every];
            yield return new ProposedOverlay(
                $"less-often-{form.Id}", Address(form), new($"「{form.Name.Zh}」改为{often.Zh}一次。", $"\"{form.Name.En}\" is asked for once {often.En}."),
                Head($"less-often-{form.Id}", new($"{form.Name.Zh}少报几次", $"{form.Name.En}, less often"), where, form.Basis).Append(text).ToString());
        }
        else if (finding.Code == FindingCodes.SaidTwiceByUnits && finding.Who.Names is [_, var item])
        {
            if (ReplacingForms.Without(form, item) is not { } text) yield break;
            var (name, called) = ($"once-{form.Id}-{item.Replace('.', '-')}", Structure.Items.On(item, _day)?.Name ?? new Text(item, item));
            yield return new ProposedOverlay(
                name, Address(form), new($"「{form.Name.Zh}」不再要“{called.Zh}”。", $"\"{form.Name.En}\" no longer asks for \"{called.En}\"."),
                Head(name, new($"{form.Name.Zh}不再要{called.Zh}", $"{form.Name.En} without {called.En}"), where, form.Basis).Append(text).ToString());
        }
        else
        {
            foreach (var withdrawn in Withdrawing(form)) yield return withdrawn;
        }
    }

    private static readonly Dictionary<string, Text> PeriodWords = new(StringComparer.Ordinal)
    {
        ["quarter"] = new("每季度", "a quarter"),
        ["half-year"] = new("每半年", "in half a year"),
        ["year"] = new("每年", "a year"),
    };

    private IEnumerable<ProposedOverlay> Withdrawing(Form form)
    {
        if (form.FilledBy.At is not { } where) yield break;
        var name = $"without-{form.Id}";
        yield return new ProposedOverlay(
            name, Address(form), new($"「{form.Name.Zh}」不再要填。", $"\"{form.Name.En}\" is no longer asked for."),
            Head(name, new($"不再报送{form.Name.Zh}", $"{form.Name.En} is no longer handed in"), where, form.Basis).Append($"withdraw: [form/{form.Id}]\n").ToString());
    }

    private StringBuilder Head(string name, Text called, string places, IReadOnlyList<Citation> basis)
    {
        var head = new StringBuilder().Append($"overlay: {name}\nkind: pilot\nname: {Both(called)}\nplaces: [{places}]\nfrom: {_day.AddDays(1):yyyy-MM-dd}\nto: {_day.AddYears(1):yyyy-MM-dd}\n");
        if (Structure.Powers.On(AdoptingStructures.Power, _day) is { HeldBy: [var adopter, ..] }) head.Append($"adopted-by: {adopter.Post}\n");
        if (basis.Count > 0) head.Append($"basis: [{string.Join(", ", basis)}]\n");
        return head;
    }

    private static string Address(Entry entry) => $"{Words.Of(entry.Kind).Word}/{entry.Id}";

    private static string Both(Text text) => $"{{zh: {WritingStructures.Scalar(text.Zh, inFlow: true)}, en: {WritingStructures.Scalar(text.En, inFlow: true)}}}";
}
