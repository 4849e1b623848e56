using Trellis.Diagnosis.Findings;
using Trellis.Diagnosis.Hearing;
using Trellis.Diagnosis.Records;
using Trellis.Structure.Findings;
using Xunit;

namespace Trellis.Tests.Diagnosis.Records;

/// <summary>A finding about units keeps its number while it lasts, waits for each of them, and no longer than its time.</summary>
public sealed class HearingUnitsTests
{
    private static readonly DateTimeOffset Told = new(2026, 6, 1, 2, 0, 0, TimeSpan.Zero);
    private static readonly UnitId Police = new("police"), Xikou = new("xikou");

    [Fact]
    public void What_is_about_no_unit_waits_for_nobody()
    {
        foreach (var kind in (SubjectKind[])[SubjectKind.Step, SubjectKind.MatterType, SubjectKind.Form, SubjectKind.Indicator, SubjectKind.Places, SubjectKind.Whole])
            Assert.Null(Heard(new HearingUnits(), About(kind, "permit"), Told).Hearing);
    }

    [Fact]
    public void What_nobody_was_told_of_is_its_units_alone_however_long()
    {
        var hearing = Heard(new HearingUnits(), About(SubjectKind.StepInUnit, "permit", "xikou"), Told).Hearing!;

        Assert.Equal((null, null, null), (hearing.Number, hearing.Since, hearing.Until));
        Assert.Equal(["xikou"], hearing.Units);
        Assert.True(hearing.WaitsOn(DateOnly.MaxValue) && hearing.IsFor(Xikou, DateOnly.MaxValue) && !hearing.IsFor(Police, DateOnly.MaxValue) && !hearing.IsFor(null, DateOnly.MaxValue));
    }

    [Fact]
    public void It_waits_through_its_last_day_and_is_everybodys_on_the_next()
    {
        var hearings = new HearingUnits();
        hearings.Add(17, HearingUnits.Telling(About(SubjectKind.Unit, "xikou"), Told));

        var hearing = Heard(hearings, About(SubjectKind.Unit, "xikou"), Told.AddDays(3)).Hearing!;

        Assert.Equal((17L, new DateOnly(2026, 6, 1), new DateOnly(2026, 6, 11)), (hearing.Number!.Value, hearing.Since!.Value, hearing.Until!.Value));
        Assert.True(hearing.WaitsOn(new DateOnly(2026, 6, 11)) && !hearing.IsFor(null, new DateOnly(2026, 6, 11)));
        Assert.True(!hearing.WaitsOn(new DateOnly(2026, 6, 12)) && hearing.IsFor(null, new DateOnly(2026, 6, 12)));
        Assert.Equal(["xikou"], hearing.Silent);
    }

    [Fact]
    public void Of_two_units_each_is_waited_for_and_what_each_said_stays()
    {
        var pair = About(SubjectKind.UnitPair, "police", "xikou");
        var hearings = new HearingUnits();
        hearings.Add(17, HearingUnits.Telling(pair, Told));
        hearings.Add(20, Answer(17, Police));
        hearings.Add(22, Answer(17, Police));

        var half = Heard(hearings, pair, Told.AddDays(1)).Hearing!;
        Assert.True(half.Waits);
        Assert.Equal(["xikou"], half.Silent);
        hearings.Add(30, Answer(17, Xikou));

        var whole = Heard(hearings, pair, Told.AddDays(1)).Hearing!;
        Assert.False(whole.Waits);
        Assert.Equal([20, 22, 30], whole.Answers.Select(static one => one.Position));
    }

    [Fact]
    public void It_is_another_finding_by_another_code_unit_kind_or_rule_and_the_same_by_other_figures()
    {
        var told = About(SubjectKind.StepInUnit, "permit", "xikou") with { Cause = new RuleAtFault("matters/noise.yaml", 12, "matter/noise, permit") };
        var hearings = new HearingUnits();
        hearings.Add(17, HearingUnits.Telling(told, Told));

        LogFinding[] others =
        [
            told with { Code = FindingCodes.SendsBack },
            told with { Who = new FindingSubject(SubjectKind.StepInUnit, "permit", "police") },
            told with { Who = new FindingSubject(SubjectKind.IndicatorInUnit, "permit", "xikou") },
            told with { Who = new FindingSubject(SubjectKind.StepInUnit, "permi", "txikou") },
            told with { Cause = told.Cause! with { Entry = "matter/relief, permit" } },
            told with { Cause = null },
        ];
        Assert.All(others, other => Assert.Null(Heard(hearings, other, Told).Hearing!.Number));
        Assert.Equal(17, Heard(hearings, told with { Value = 0.9, Cases = 300, Cause = told.Cause! with { Line = 40 }, Since = new DateOnly(2026, 5, 1) }, Told).Hearing!.Number);
    }

    [Fact]
    public void Told_twice_it_was_told_the_first_time_and_after_a_year_it_is_told_and_answered_anew()
    {
        var unit = About(SubjectKind.Unit, "xikou");
        var hearings = new HearingUnits();
        hearings.Add(17, HearingUnits.Telling(unit, Told));
        hearings.Add(18, HearingUnits.Telling(unit, Told.AddDays(100)));
        hearings.Add(19, Answer(17, Xikou));
        Assert.Equal((17L, 1), (Heard(hearings, unit, Told.AddDays(364)).Hearing!.Number!.Value, Heard(hearings, unit, Told.AddDays(364)).Hearing!.Answers.Count));

        Assert.Null(Heard(hearings, unit, Told.AddDays(365)).Hearing!.Number);
        hearings.Add(40, HearingUnits.Telling(unit, Told.AddDays(366)));

        var anew = Heard(hearings, unit, Told.AddDays(367)).Hearing!;
        Assert.Equal((40L, true, 0), (anew.Number!.Value, anew.Waits, anew.Answers.Count));
    }

    private static LogFinding Heard(HearingUnits hearings, LogFinding finding, DateTimeOffset now) =>
        Assert.Single(hearings.Into(FindingReport.Nothing with { Findings = [finding] }, now, static at => DateOnly.FromDateTime(at.UtcDateTime), static at => DateOnly.FromDateTime(at.UtcDateTime).AddDays(10)).Findings);

    private static FindingAnswered Answer(long finding, UnitId unit) => new(finding, new PostAt("lead", unit), null, null, Told.AddHours(1));

    private static LogFinding About(SubjectKind kind, params string[] names) => new()
    {
        Code = FindingCodes.Reopened,
        Severity = FindingCodes.Reopened.Severity,
        Who = new FindingSubject(kind, names),
        Measure = new("", ""),
        Unit = MeasureUnit.Share,
        Value = 0.5,
        Expected = 0.1,
        Cases = 100,
        Evidence = [],
        Says = new("", ""),
        Innocent = [],
        Clears = new("", ""),
    };
}
