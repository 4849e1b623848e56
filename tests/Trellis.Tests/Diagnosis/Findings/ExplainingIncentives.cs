using System.Globalization;
using System.Text;
using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Findings;
using Trellis.Diagnosis.Reports;
using Trellis.Runtime.Structure;
using Trellis.Simulation;
using Trellis.Structure;
using Trellis.Structure.Findings;
using Trellis.Tests.Architecture;
using Trellis.Tests.Diagnosis.EventLogs;
using Xunit;

namespace Trellis.Tests.Diagnosis.Findings;

/// <summary>A finding of an incentive is explained where both are shown: the indicator and assessment that reward it, and the load at the time. Where either is not known it stays unexplained.</summary>
public sealed class ExplainingIncentives
{
    private static readonly StructureOnDay Today = ReadingStructures.Read(StructureFolder.Read(Path.Combine(Checkout.Root, "structures", "cuiwei"))).Structure.On(new DateOnly(2026, 6, 1));
    private static readonly RewardsOfStructures Rewards = new(Today);

    /// <summary>Townships, so that those are units whom an assessment judges.</summary>
    private static readonly string[] Townships = [.. Today.Expand("townships").Select(static unit => unit.Id).Take(8)];

    [Fact]
    public void What_judges_by_limits_kept_rewards_what_is_done_just_before_them_with_both_lines()
    {
        var rewards = Rewards.Of(About(FindingCodes.Bunching, SubjectKind.Unit, Townships[0]));

        var first = rewards[0];
        Assert.Contains(rewards, static one => one.IndicatorAt.Entry == "indicator/in-time");
        Assert.All(rewards, static one => Assert.Equal(("indicators.yaml", "assessment.yaml", "assessment/township-service-review"), (one.IndicatorAt.File, one.AssessmentAt.File, one.AssessmentAt.Entry)));
        Assert.All(rewards, static one => Assert.True(one.IndicatorAt.Line > 1 && one.AssessmentAt.Line > 1));
        Assert.Equal("20 %", first.Weight);
        var line = File.ReadLines(Path.Combine(Checkout.Root, "structures", "cuiwei", "assessment.yaml")).ElementAt(first.AssessmentAt.Line - 1);
        Assert.Contains(first.IndicatorAt.Entry["indicator/".Length..], line, StringComparison.Ordinal);
    }

    [Fact]
    public void Ending_early_is_rewarded_by_what_calls_solved_or_quickly_closed_better_and_not_by_what_counts_answers()
    {
        var township = Rewards.Of(About(FindingCodes.Reopened, SubjectKind.Unit, Townships[0])).Select(static one => one.IndicatorAt.Entry).ToList();
        Assert.Contains("indicator/solved-share", township);
        Assert.DoesNotContain("indicator/first-answer", township);

        var department = Rewards.Of(About(FindingCodes.Reopened, SubjectKind.Unit, Today.Expand("enforcing-departments")[0].Id)).Select(static one => one.IndicatorAt.Entry).ToList();
        Assert.Contains("indicator/longest-tenth", department);
        Assert.DoesNotContain("indicator/reopened", department); // it is worse by it
    }

    [Fact]
    public void An_assessment_rewards_those_whom_it_judges_and_an_indicator_of_one_type_that_type_alone()
    {
        var nobody = Today.Units.First(unit => !Today.Structure.Assessments.All.Any(one => Today.Expand(one.Judged.Id).Any(unit.IsUnder)));
        Assert.Empty(Rewards.Of(About(FindingCodes.Bunching, SubjectKind.Unit, nobody.Id)));

        Assert.DoesNotContain(Rewards.Of(About(FindingCodes.LyingOnSteps, SubjectKind.MatterType, "tree-felling")), static one => one.IndicatorAt.Entry == "indicator/noise-first-answer");
        Assert.NotEmpty(Rewards.Of(About(FindingCodes.LyingOnSteps, SubjectKind.MatterType, "tree-felling")));
    }

    [Fact]
    public void A_figure_is_rewarded_by_whoever_looks_at_it_and_one_that_nobody_looks_at_by_nobody()
    {
        Assert.Equal("assessment/safety-review", Rewards.Of(About(FindingCodes.Saturated, SubjectKind.Indicator, "dangers-found"))[0].AssessmentAt.Entry);
        Assert.Empty(Rewards.Of(About(FindingCodes.Saturated, SubjectKind.Indicator, "helped-filing"))); // it judges nobody
        Assert.Empty(Rewards.Of(About(FindingCodes.Saturated, SubjectKind.Indicator, "no such indicator")));
    }

    [Fact]
    public void What_is_no_incentive_is_rewarded_by_nothing() =>
        Assert.Empty(Rewards.Of(About(FindingCodes.SlowUnit, SubjectKind.Unit, Townships[0]) with { IsOfIncentive = false }));

    [Fact]
    public void A_unit_that_is_rewarded_and_loaded_is_explained_with_both_and_without_a_structure_it_is_not()
    {
        var log = Closing(busy: true);

        var found = Assert.Single(FindingFaults.In(log, null, new FindingSettings(), rewards: Rewards).Findings, static one => one.Code == FindingCodes.Reopened && one.Who.Kind == SubjectKind.Unit);
        Assert.Equal([Townships[0]], found.Who.Names);
        Assert.False(found.IsUnexplained);
        Assert.True(found.Load!.Then > 2 * found.Load.Usually, $"{found.Load}");
        var (zh, en) = (new FindingTexts(Language.Chinese).Explained(found), new FindingTexts(Language.English).Explained(found));
        Assert.Contains("「解决率」（indicators.yaml:", zh, StringComparison.Ordinal);
        Assert.Contains("assessment.yaml:", en, StringComparison.Ordinal);
        Assert.Contains("Load at the time", en, StringComparison.Ordinal);
        Assert.DoesNotContain("nexplained", en, StringComparison.Ordinal);

        var without = Assert.Single(FindingFaults.In(log, null, new FindingSettings()).Findings, static one => one.Code == FindingCodes.Reopened && one.Who.Kind == SubjectKind.Unit);
        Assert.True(without.IsUnexplained);
        Assert.Contains("no indicator is known", new FindingTexts(Language.English).Explained(without), StringComparison.Ordinal);
    }

    [Fact]
    public void A_unit_with_as_much_to_do_as_ever_is_shown_with_that_load()
    {
        var found = Assert.Single(FindingFaults.In(Closing(busy: false), null, new FindingSettings(), rewards: Rewards).Findings, static one => one.Code == FindingCodes.Reopened && one.Who.Kind == SubjectKind.Unit);

        Assert.InRange(found.Load!.Then / found.Load.Usually, 0.5, 2);
    }

    [Fact]
    public void Figures_alone_tell_no_load_and_stay_unexplained()
    {
        var found = About(FindingCodes.Saturated, SubjectKind.Indicator, "dangers-found");
        var shown = found with { Rewards = Rewards.Of(found) };

        Assert.True(shown.IsUnexplained);
        Assert.Contains("the load at the time is not known", new FindingTexts(Language.English).Explained(shown), StringComparison.Ordinal);
        Assert.Contains("安全生产考核", new FindingTexts(Language.Chinese).Explained(shown), StringComparison.Ordinal);
    }

    /// <summary>The first township ends matters before they are done; while much comes, or at any time.</summary>
    private static EventLog Closing(bool busy)
    {
        var chance = new Chance(new Seed(5));
        var csv = new StringBuilder("case,activity,unit,time\n");
        var start = new DateTime(2025, 1, 6);
        var number = 0;
        foreach (var (at, township) in Townships.Index())
        {
            for (var day = 0.0; day < 200; day += chance.Exponential(at == 0 && busy && day is > 80 and < 120 ? 0.1 : 0.8))
            {
                var (ended, name) = (day + chance.Exponential(4), $"m{number++}");
                Row(name, "receive", day);
                Row(name, "check", ended - 0.01);
                Row(name, "close", ended);
                if (!chance.Happens(at == 0 ? (busy ? day is > 80 and < 120 ? 0.8 : 0 : 0.5) : 0.03)) continue;
                Row(name, "check", ended + 3);
                Row(name, "close", ended + 4);
            }

            void Row(string matter, string step, double day) => csv.Append(CultureInfo.InvariantCulture, $"{matter},{step},{township},{start.AddDays(day):yyyy-MM-dd HH:mm:ss}\n");
        }

        return ALog.Read(csv.ToString());
    }

    private static LogFinding About(FindingCode code, SubjectKind kind, string name) => new()
    {
        Code = code,
        Severity = Severity.Warning,
        Who = new FindingSubject(kind, name),
        Measure = new("", ""),
        Unit = MeasureUnit.Share,
        Value = 0.5,
        Expected = 0.1,
        Cases = 100,
        Evidence = [],
        Says = new("", ""),
        Innocent = [],
        Clears = new("", ""),
        IsOfIncentive = true,
    };
}
