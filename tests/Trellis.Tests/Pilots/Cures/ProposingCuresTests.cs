using System.Text;
using Trellis.Diagnosis.Checks;
using Trellis.Diagnosis.Findings;
using Trellis.Pilots.Cures;
using Trellis.Pilots.Plans;
using Trellis.Runtime.Structure;
using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Pilots.Cures;

/// <summary>What a finding proposes is a change that the structure takes: read, checked, and never one that is against the law of the power.</summary>
public sealed class ProposingCuresTests
{
    private static readonly DateOnly Day = new(2026, 6, 1);
    private static readonly IReadOnlyList<SourceFile> Files = StructureFolder.Read(Path.Combine(Checkout.Root, "structures", "cuiwei"));
    private static readonly GovernanceStructure Structure = ReadingStructures.Read(Files, 2).Structure;

    [Fact]
    public void A_form_that_nobody_hands_in_is_proposed_to_be_withdrawn_and_the_plan_says_so()
    {
        var form = Structure.Forms.All.First(static one => one.Every is not null && one.HoldsOn(Day));
        var cures = new ProposingCures(Files, Day, 2);

        var overlay = Assert.Single(cures.Into(Report(About(SubjectKind.Form, form.Id, form))).Findings).Overlay!;

        Assert.Contains($"withdraw: [form/{form.Id}]", overlay.Text, StringComparison.Ordinal);
        Assert.Equal($"form/{form.Id}", overlay.Rule);
        AssertHolds(cures, overlay);
    }

    [Fact]
    public void A_decision_that_is_waited_for_is_delegated_only_where_the_law_of_its_power_lets_it_go()
    {
        var decisions = Structure.Matters.All.Where(static one => one.HoldsOn(Day)).SelectMany(static matter => matter.Steps.Where(static step => step is { Kind: StepKind.Decide, Power: not null }).Select(step => (Matter: matter, Step: step))).ToList();
        var mayGo = decisions.Where(static one => Structure.Powers.On(one.Step.Power!.Value.Id, Day) is { DelegableDepth: > 0 }).Take(6).ToList();
        var mayNot = decisions.Where(static one => Structure.Powers.On(one.Step.Power!.Value.Id, Day) is { DelegableDepth: 0 }).Take(2).ToList();
        Assert.NotEmpty(mayGo);
        var cures = new ProposingCures(Files, Day, 2);

        var told = cures.Into(Report([.. mayNot.Concat(mayGo).Select(static one => About(SubjectKind.Step, $"{one.Matter.Id}/{one.Step.Id}", one.Matter, one.Step))])).Findings;

        Assert.All(told.Take(mayNot.Count), static finding => Assert.Null(finding.Overlay));
        var proposed = told.Select(static finding => finding.Overlay).OfType<ProposedOverlay>().ToList();
        Assert.NotEmpty(proposed);
        foreach (var overlay in proposed)
        {
            Assert.Contains("delegation: delegate-", overlay.Text, StringComparison.Ordinal);
            AssertHolds(cures, overlay);
        }
    }

    public static TheoryData<string, string, string> OfTypes => new() { { "TR1103", "hand-over", "keep-" }, { "TR3105", "pause", "run-" } };

    [Theory, MemberData(nameof(OfTypes))]
    public void A_type_that_is_passed_on_or_whose_clock_is_stopped_may_be_so_once_and_its_other_acts_stay(string code, string act, string named)
    {
        var type = Structure.Matters.On("tree-felling", Day)!; // it has the acts of all types
        var cures = new ProposingCures(Files, Day, 2);

        var overlay = Assert.Single(cures.Into(Report(About(SubjectKind.MatterType, type.Id, type) with { Code = CodeOf(code) })).Findings).Overlay!;

        Assert.Equal((named + type.Id, $"matter/{type.Id}"), (overlay.Name, overlay.Rule));
        AssertHolds(cures, overlay);
        var after = ReadingStructures.Read(cures.With(overlay), 2).Structure;
        var replaced = Assert.IsType<MatterType>(Assert.Single(after.Overlays.Of(overlay.Name)[0].Replaces).Entry);
        var (before, now) = (type.Acts ?? Structure.Acts, replaced.Acts!);
        Assert.Equal(1, act == "pause" ? now.Pause!.AtMost : now.HandOver!.AtMost);
        Assert.Equal((before.Return?.AtMost, before.ReferUp?.AtMost, before.Pause?.Reasons.Count, before.Whistle?.Calls.Count), (now.Return?.AtMost, now.ReferUp?.AtMost, now.Pause?.Reasons.Count, now.Whistle?.Calls.Count));
        Assert.Equal(type.Steps.Select(static step => step.Id), replaced.Steps.Select(static step => step.Id));
    }

    [Fact]
    public void What_may_happen_once_only_already_is_not_proposed_again()
    {
        var type = Structure.Matters.On("small-restaurant", Day)!;
        Assert.Equal(1, type.Acts!.HandOver!.AtMost);

        Assert.Null(Assert.Single(new ProposingCures(Files, Day, 2).Into(Report(About(SubjectKind.MatterType, type.Id, type) with { Code = FindingCodes.PassesOn })).Findings).Overlay);
    }

    [Theory]
    [InlineData("tree-felling"), InlineData("consumer-complaint"), InlineData("dangerous-house")]
    public void A_promise_that_its_steps_cannot_keep_stays_and_the_longest_steps_are_shortened_until_they_can(string id)
    {
        var type = Structure.Matters.On(id, Day)!;
        Assert.Contains(CheckingStructures.Check(ReadingStructures.Read(Files, 2), Day).Findings, one => one.Code == FindingCodes.PromiseCannotBeMet && one.Address == $"matter/{id}" && one.Overlay is null);
        var cures = new ProposingCures(Files, Day, 2);

        var overlay = Assert.Single(cures.Into(Report(About(SubjectKind.MatterType, id, type) with { Code = FindingCodes.MissedPromises })).Findings).Overlay!;

        Assert.Equal(($"fit-{id}", $"matter/{id}"), (overlay.Name, overlay.Rule));
        AssertHolds(cures, overlay);
        var after = ReadingStructures.Read(cures.With(overlay), 2);
        var now = Assert.IsType<MatterType>(Assert.Single(after.Structure.Overlays.Of(overlay.Name)[0].Replaces).Entry);
        Assert.Equal(type.Guide.Promise!.ToString(), now.Guide.Promise!.ToString());
        Assert.Equal(type.Steps.Select(static step => step.Id), now.Steps.Select(static step => step.Id));
        var changed = type.Steps.Zip(now.Steps).Where(static pair => pair.First.Within?.ToString() != pair.Second.Within?.ToString()).ToList();
        Assert.InRange(changed.Count, 1, 4);
        Assert.All(changed, static pair => Assert.True(pair.Second.Within!.Fixed!.Value.Amount < pair.First.Within!.Fixed!.Value.Amount));
        Assert.All(changed, pair => Assert.Contains($"\"{pair.First.Id}\" {pair.First.Within} to {pair.Second.Within}", overlay.Says.En, StringComparison.Ordinal));
        Assert.DoesNotContain(CheckingStructures.Check(after, overlay.Text.Contains($"from: {Day.AddDays(1):yyyy-MM-dd}", StringComparison.Ordinal) ? Day.AddDays(1) : Day).Findings, one => one.Code == FindingCodes.PromiseCannotBeMet && one.At.Path.StartsWith("overlays/fit-", StringComparison.Ordinal));
    }

    [Fact]
    public void Limits_that_fit_their_promise_are_not_shortened_and_of_a_unit_that_is_late_no_limit_is()
    {
        var fits = Structure.Matters.On("small-restaurant", Day)!;
        var breaks = Structure.Matters.On("tree-felling", Day)!;

        Assert.Null(Assert.Single(new ProposingCures(Files, Day, 2).Into(Report(About(SubjectKind.MatterType, fits.Id, fits) with { Code = FindingCodes.MissedPromises })).Findings).Overlay);
        Assert.Null(Assert.Single(new ProposingCures(Files, Day, 2).Into(Report(About(SubjectKind.Unit, "greening", breaks) with { Code = FindingCodes.MissedPromises })).Findings).Overlay);
    }

    [Theory]
    [InlineData("month", "quarter"), InlineData("quarter", "half-year"), InlineData("half-year", "year")]
    public void A_form_that_says_the_same_each_time_is_asked_for_in_the_next_longer_period_and_nothing_else_of_it_changes(string now, string then)
    {
        var form = Structure.Forms.All.First(one => one.HoldsOn(Day) && one.Every == now && one.Rows is null);
        var cures = new ProposingCures(Files, Day, 2);

        var overlay = Assert.Single(cures.Into(Report(About(SubjectKind.Form, form.Id, form) with { Code = FindingCodes.AskedTooOften })).Findings).Overlay!;

        Assert.Equal(($"less-often-{form.Id}", $"form/{form.Id}"), (overlay.Name, overlay.Rule));
        AssertHolds(cures, overlay);
        var replaced = ReplacedForm(cures, overlay);
        Assert.Equal(then, replaced.Every);
        Assert.Equal(form.AllItems.Select(static item => item.Id), replaced.AllItems.Select(static item => item.Id));
        Assert.Equal((form.Due.ToString(), form.FilledBy.ToString(), form.AskedBy.Id), (replaced.Due.ToString(), replaced.FilledBy.ToString(), replaced.AskedBy.Id));
    }

    [Fact]
    public void A_form_of_the_longest_period_is_not_asked_for_less_often()
    {
        var form = Structure.Forms.All.First(static one => one.HoldsOn(Day) && one.Every == "year");

        Assert.Null(Assert.Single(new ProposingCures(Files, Day, 2).Into(Report(About(SubjectKind.Form, form.Id, form) with { Code = FindingCodes.AskedTooOften })).Findings).Overlay);
    }

    [Fact]
    public void A_field_that_is_asked_twice_is_struck_and_its_form_stays_and_each_field_has_its_own_proposal()
    {
        var form = Structure.Forms.All.First(static one => one.HoldsOn(Day) && one.Totals.Count > 1);
        var (first, second) = (form.Totals[0].Id, form.Totals[1].Id);
        var cures = new ProposingCures(Files, Day, 2);

        var told = cures.Into(Report(SaidTwice(form, first), SaidTwice(form, second))).Findings;

        foreach (var (overlay, item) in told.Select(static one => one.Overlay!).Zip([first, second]))
        {
            Assert.Equal($"once-{form.Id}-{item.Replace('.', '-')}", overlay.Name);
            AssertHolds(cures, overlay);
            Assert.Equal(form.AllItems.Select(static one => one.Id).Where(one => one != item), ReplacedForm(cures, overlay).AllItems.Select(static one => one.Id));
        }
    }

    [Fact]
    public void A_field_that_the_form_does_not_ask_for_and_the_only_one_of_a_form_are_not_struck()
    {
        var alone = Structure.Forms.All.First(static one => one.HoldsOn(Day) && one.AllItems.Count() == 1);
        var other = Structure.Forms.All.First(static one => one.HoldsOn(Day) && one.AllItems.Count() > 2);

        Assert.All(new ProposingCures(Files, Day, 2).Into(Report(SaidTwice(alone, alone.AllItems.First().Id), SaidTwice(other, "unit.no-such-thing"))).Findings, static finding => Assert.Null(finding.Overlay));
    }

    [Fact]
    public void The_power_that_those_who_act_lack_goes_to_the_posts_that_were_refused_and_to_no_others()
    {
        var receiving = Structure.Delegations.All.Where(static one => one.HoldsOn(Day)).Select(static one => one.Receiver.Post).Distinct().ToList();
        var types = Structure.Matters.All.Where(static one => one.HoldsOn(Day) && one.Steps.Count(static step => step is { Kind: StepKind.Decide, Power: not null }) == 1
            && Structure.Powers.On(one.Steps.First(static step => step is { Kind: StepKind.Decide, Power: not null }).Power!.Value.Id, Day) is { DelegableDepth: > 0 }).ToList();
        var cures = new ProposingCures(Files, Day, 2);

        // A few only, since each proposal costs a check of the whole structure.
        var told = cures.Into(Report([.. types.Take(6).Select(type => Lacking(type, [.. receiving]))])).Findings.Select(static one => one.Overlay).OfType<ProposedOverlay>().ToList();
        Assert.NotEmpty(told);
        foreach (var overlay in told)
        {
            Assert.Contains("delegation: delegate-", overlay.Text, StringComparison.Ordinal);
            AssertHolds(cures, overlay);
        }

        Assert.All(new ProposingCures(Files, Day, 2).Into(Report([.. types.Take(6).Select(static type => Lacking(type, [])), .. types.Take(6).Select(static type => Lacking(type, ["no-such-post"]))])).Findings, static finding => Assert.Null(finding.Overlay));
    }

    [Fact]
    public void Of_a_type_with_several_decisions_nobody_knows_which_power_was_lacking()
    {
        var type = Structure.Matters.All.First(static one => one.HoldsOn(Day) && one.Steps.Count(static step => step is { Kind: StepKind.Decide, Power: not null }) > 1);

        Assert.Null(Assert.Single(new ProposingCures(Files, Day, 2).Into(Report(Lacking(type, [.. Structure.Posts.All.Select(static one => one.Id)]))).Findings).Overlay);
    }

    private static LogFinding Lacking(MatterType type, IReadOnlyList<string> posts) => About(SubjectKind.MatterType, type.Id, type) with { Code = FindingCodes.ActsWithoutPower, Posts = posts };

    private static LogFinding SaidTwice(Form form, string item) => About(SubjectKind.Form, form.Id, form) with { Code = FindingCodes.SaidTwiceByUnits, Who = new FindingSubject(SubjectKind.Form, form.Id, item) };

    private static Form ReplacedForm(ProposingCures cures, ProposedOverlay overlay) =>
        Assert.IsType<Form>(Assert.Single(ReadingStructures.Read(cures.With(overlay), 2).Structure.Overlays.Of(overlay.Name)[0].Replaces).Entry);

    private static FindingCode CodeOf(string code) => ((FindingCode[])[FindingCodes.PassesOn, FindingCodes.StoppedClocks]).First(one => one.Code == code);

    [Fact]
    public void What_no_line_of_the_structure_speaks_of_gets_no_proposal()
    {
        var finding = About(SubjectKind.Form, "no-such-form", Structure.Forms.All[0]);

        Assert.Null(Assert.Single(new ProposingCures(Files, Day, 2).Into(Report(finding)).Findings).Overlay);
        Assert.Null(Assert.Single(new ProposingCures(Files, Day, 2).Into(Report(finding with { Cause = null })).Findings).Overlay);
    }

    /// <summary>As trellis plan takes it: laid into its folder, read, and compared with the structure as it is.</summary>
    private static void AssertHolds(ProposingCures cures, ProposedOverlay overlay)
    {
        var after = ReadingStructures.Read(cures.With(overlay), 2);
        Assert.DoesNotContain(after.Findings.Kept, one => one.At.Path == $"overlays/{overlay.Name}/overlay.yaml" && one.Severity == Severity.Error);
        var plan = Planning.Compare(ReadingStructures.Read(Files, 2), after, Day, 2);
        Assert.Equal((false, 0), (plan.ChangesNothing, plan.NewErrors));
        Assert.True(Encoding.UTF8.GetByteCount(overlay.Text) < Trellis.Runtime.Pilots.ProposedChanges.LongestText);
    }

    private static FindingReport Report(params LogFinding[] findings) => FindingReport.Nothing with { Findings = findings };

    private static LogFinding About(SubjectKind kind, string name, Entry entry, FlowPart.Step? step = null) => new()
    {
        Code = FindingCodes.Bottleneck,
        Severity = Severity.Warning,
        Who = new FindingSubject(kind, [name]),
        Measure = new("", ""),
        Unit = MeasureUnit.Share,
        Value = 0.5,
        Expected = 0.1,
        Cases = 100,
        Evidence = [],
        Says = new("", ""),
        Innocent = [],
        Clears = new("", ""),
        Cause = new RuleAtFault(entry.At.Path, entry.At.Line, step is null ? entry.Address! : $"{entry.Address}, {step.Id}"),
    };
}
