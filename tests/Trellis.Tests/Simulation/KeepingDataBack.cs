using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Simulation;
using Trellis.Simulation.Runs;
using Xunit;

namespace Trellis.Tests.Simulation;

/// <summary>Offices that could give what they are asked for say that it is not theirs, or give it days late, for a reason that is none: as strongly as the load says, where it says, and nowhere else.</summary>
public sealed class KeepingDataBack
{
    private const int Days = 150;

    private const string Asking = """
        load: refusals
        arrivals:
          - {matter: construction-noise, per-year: 400}
        posts:
          - {other-work: 30 %, leave: 0 working days}
        requests:
          - {matter: construction-noise, step: look, share: 100 %, of: urban-management, for: data}

        """;

    private static readonly Scene County = ASimulation.County();

    private static readonly string[] Claimed = ["没有接口，暂不能提供。", "数据由上级部门统一管理，不归我们提供。", "涉及隐私，不便提供。"];

    private static readonly Lazy<Lived> Open = new(static () => Live(Asking));

    [Fact]
    public void At_strength_none_nobody_keeps_anything_back_and_the_run_is_the_one_without_the_pressure()
    {
        var none = Live(Asking + Pressed("0 %"));

        Assert.Empty(none.Run.Planted);
        Assert.True(none.Answers.Count > 80, $"{none.Answers.Count} answers");
        Assert.All(none.Answers, static one => Assert.True(one.Answer.IsOurs));
        Assert.DoesNotContain(none.Answers, static one => Claimed.Contains(one.Answer.Said?.Written));
        Assert.Equal(Open.Value.Answers, none.Answers);
        Assert.Equal(Open.Value.Entered, none.Entered);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(60)]
    public void The_strength_is_the_share_of_answers_that_are_kept_back_and_most_of_them_are_refused(int percent)
    {
        var lived = Live(Asking + Pressed($"{percent} %"));
        var kept = lived.Run.Planted;

        Assert.InRange(kept.Count / (double)lived.Answers.Count, (percent / 100.0) - 0.15, (percent / 100.0) + 0.15);
        Assert.InRange(kept.Count(static one => one.Item == "refused") / (double)kept.Count, 0.4, 0.8);
        Assert.Contains(kept, static one => one.Item == "answered-late");
    }

    [Fact]
    public void Each_that_was_planted_stands_in_the_record_with_the_cause_that_was_claimed_and_each_refusal_there_was_planted()
    {
        var lived = Live(Asking + Pressed("50 %"));
        var planted = lived.Run.Planted.ToDictionary(static one => (one.Where, one.At)); // a step may ask more than once

        Assert.All(lived.Run.Planted, static one => Assert.Equal((Pressure.KeepingDataBack, null, null), (one.What, one.True, one.Told)));
        foreach (var (answer, _) in lived.Answers)
        {
            if (!planted.Remove(($"{answer.Matter.Text}/{answer.Key}", answer.Happened), out var fault))
            {
                Assert.True(answer.IsOurs);
                Assert.DoesNotContain(answer.Said!.Written, Claimed);
                continue;
            }

            Assert.Equal(fault.Item == "answered-late", answer.IsOurs);
            Assert.Contains(answer.Said!.Written, Claimed);
            Assert.Equal("urban-management", answer.From.Unit!.Value.Text);
        }

        Assert.Empty(planted);
        // Not one excuse for all.
        Assert.Equal(Claimed.Order(StringComparer.Ordinal), lived.Answers.Select(static one => one.Answer.Said!.Written!).Where(Claimed.Contains).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Whoever_asks_waits_days_longer_for_what_is_kept_back()
    {
        var lived = Live(Asking + Pressed("50 %"));
        var planted = lived.Run.Planted.Select(static one => one.Where).ToHashSet(StringComparer.Ordinal);
        var (kept, given) = (lived.Answers.Where(one => planted.Contains($"{one.Answer.Matter.Text}/{one.Answer.Key}")).Average(static one => one.Waited.TotalDays), lived.Answers.Where(one => !planted.Contains($"{one.Answer.Matter.Text}/{one.Answer.Key}")).Average(static one => one.Waited.TotalDays));

        Assert.True(kept > given + 2, $"{kept:F1} days for what was kept back, {given:F1} for what was given");
    }

    [Fact]
    public void Only_data_is_kept_back_and_nothing_else_that_is_asked_for()
    {
        var lived = Live(Asking.Replace("for: data", "for: power", StringComparison.Ordinal) + Pressed("100 %"));

        Assert.Empty(lived.Run.Planted);
        Assert.All(lived.Answers, static one => Assert.True(one.Answer.IsOurs));
    }

    [Theory]
    [InlineData("at: [housing]")]
    [InlineData("matter: road-defect")]
    public void A_pressure_on_another_office_or_other_matters_keeps_nothing_back(string elsewhere)
    {
        var lived = Live(Asking + $"pressures:\n  - {{pressure: keeping-data-back, strength: 100 %, {elsewhere}}}\n");

        Assert.Empty(lived.Run.Planted);
        Assert.Equal(Open.Value.Answers, lived.Answers);
    }

    [Fact]
    public void The_same_seed_keeps_the_same_back_for_the_same_causes_and_another_seed_something_else()
    {
        var (once, again, other) = (Live(Asking + Pressed("50 %")), Live(Asking + Pressed("50 %")), Live(Asking + Pressed("50 %"), seed: 2));

        Assert.Equal(once.Run.Planted, again.Run.Planted);
        Assert.Equal(once.Answers, again.Answers);
        Assert.Equal(once.Entered, again.Entered);
        Assert.NotEqual(once.Run.Planted, other.Run.Planted);
    }

    private static string Pressed(string strength) => $"pressures:\n  - {{pressure: keeping-data-back, strength: {strength}}}\n";

    private static Lived Live(string load, ulong seed = 1)
    {
        var (answers, asked, entered) = (new List<(UnitAnswered, TimeSpan)>(), new Dictionary<(MatterId, string), DateTimeOffset>(), new List<string>());
        var run = ASimulation.Run(County, ASimulation.Load(County, load), seed, Days);
        run.Entered = one =>
        {
            entered.Add($"{one.Event.Wire} {(one.Event as IMatterEvent)?.Matter.Text} {(one.Event as IMatterEvent)?.Happened:O}");
            if (one.Event is UnitAsked question) asked[(question.Matter, question.Key)] = question.Happened;
            if (one.Event is UnitAnswered answer) answers.Add((answer, answer.Happened - asked[(answer.Matter, answer.Key)]));
        };
        run.ToTheEnd();
        return new Lived(run, answers, entered);
    }

    /// <param name="Entered">Every event by its name, its matter and its moment.</param>
    private sealed record Lived(Run Run, List<(UnitAnswered Answer, TimeSpan Waited)> Answers, List<string> Entered);
}
