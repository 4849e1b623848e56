using Trellis.Process;
using Trellis.Simulation;
using Trellis.Simulation.Runs;
using Trellis.Structure.Findings;
using Xunit;

namespace Trellis.Tests.Simulation;

/// <summary>Officers fill in the forms that their units owe, and report upward as it is, or as the pressure on them rewards it: each pressure shows in what it is named after, and leaves the rest.</summary>
public sealed class ReportingUpward
{
    private const int Days = 150;

    private static readonly Scene County = ASimulation.County();

    private const string Matters = """
        load: reports
        arrivals:
          - {matter: construction-noise, per-year: 300}
        posts:
          - {other-work: 30 %, leave: 0 working days}

        """;

    private const string Forms = Matters + """
        forms:
          - {takes: 10 minutes, row: 1 minute}

        """;

    private static readonly Lazy<Run> Calm = new(static () => Ended(Forms));

    [Fact]
    public void Without_forms_in_the_load_nobody_fills_in_any()
    {
        var run = Ended(Matters);

        Assert.Equal((0, 0, 0), (run.Tally.FormsOwed, run.Tally.FormsHandedIn, run.Tally.FieldsInForms));
        Assert.Empty(run.FiguresReported().Figures);
        Assert.Empty(run.Planted);
    }

    [Fact]
    public void What_becomes_owed_is_handed_in_in_time_by_whoever_has_the_post()
    {
        var tally = Calm.Value.Tally;

        Assert.InRange(tally.FormsOwed, 5000, 20_000);
        Assert.InRange((double)tally.FormsHandedIn / tally.FormsOwed, 0.95, 1);
        Assert.InRange((double)tally.FormsLate / tally.FormsHandedIn, 0, 0.05);
        Assert.InRange(tally.FieldsInForms / (double)tally.FormsHandedIn, 2, 60);
        Assert.DoesNotContain(tally.WhyRefused.Keys, static code => code.StartsWith("forms.", StringComparison.Ordinal));
        Assert.Empty(Calm.Value.Planted);
    }

    [Fact]
    public void A_form_that_is_named_alone_is_the_only_one()
    {
        var run = Ended(Matters + "forms:\n  - {form: safety-monthly, takes: 10 minutes}\n");

        Assert.Equal(["dangers-found"], run.FiguresReported().Figures.Select(static one => one.Indicator).Distinct());
        Assert.InRange(run.Tally.FormsOwed, 40, 60);
    }

    [Fact]
    public void What_is_sent_back_is_put_right()
    {
        var tally = Ended(Matters + "forms:\n  - {form: safety-monthly, takes: 10 minutes, returned: 100 %}\n").Tally;

        Assert.InRange(tally.FormsReturned, 30, tally.FormsHandedIn);
    }

    [Fact]
    public void Forms_take_time_that_matters_wait_for()
    {
        var slow = Ended(Forms.Replace("takes: 10 minutes", "takes: 90 minutes", StringComparison.Ordinal));

        Assert.True(slow.Tally.FormMinutes > 4 * Calm.Value.Tally.FormMinutes);
        Assert.True(Waited(slow) > Waited(Calm.Value));

        static double Waited(Run run) => FigureKind.All.First(static kind => kind.Id == "waited-mean").Of(run);
    }

    [Fact]
    public void The_same_seed_gives_the_same_reports_and_another_gives_others()
    {
        var calm = Calm.Value.FiguresReported().Figures;

        Assert.Equal(calm, Ended(Forms).FiguresReported().Figures);
        Assert.NotEqual(calm, ASimulation.Run(County, ASimulation.Load(County, Forms), seed: 2, days: Days).ToTheEnd().FiguresReported().Figures);
    }

    [Fact]
    public void Each_level_tells_the_next_the_sum_of_those_below_where_nothing_is_left_out()
    {
        var figures = Calm.Value.FiguresReported().Figures;

        Assert.Contains(figures, static one => one is { Level: "county", Parent: null });
        foreach (var above in figures.Where(one => figures.Any(below => IsBelow(below, one))))
        {
            var below = figures.Where(one => IsBelow(one, above)).ToList();
            Assert.Equal(below.Sum(static one => one.Value), above.Value);
            Assert.All(below, one => Assert.True(one.ReportedAt <= above.ReportedAt));
        }
    }

    [Fact]
    public void Late_reports_are_late_and_say_the_same()
    {
        var late = Pressed("{pressure: reporting-late, strength: 100 %}");

        Assert.InRange((double)late.Tally.FormsLate / late.Tally.FormsHandedIn, 0.9, 1);
        var (said, calm) = (Told(late), Told(Calm.Value));
        Assert.All(said, one => Assert.Equal(calm[one.Key].Value, one.Value.Value));
        Assert.True(said.Count(one => one.Value.ReportedAt > calm[one.Key].ReportedAt) > 0.95 * said.Count);
    }

    [Theory]
    [InlineData("", 0.95, 1)]
    [InlineData(", from: neighbour", 0, 0.3)]
    public void Copies_say_what_was_said_before(string from, double least, double most)
    {
        var copied = Pressed($"{{pressure: copying-figures, strength: 100 %{from}}}");

        Assert.InRange(ShareAsLast(copied), least, most);
        Assert.InRange(ShareAsLast(Calm.Value), 0, 0.2);
        Assert.True(copied.Tally.FormMinutes < 0.3 * Calm.Value.Tally.FormMinutes);
        Assert.InRange((double)copied.Tally.FormsLate / copied.Tally.FormsHandedIn, 0, 0.05);
        if (from.Length > 0) Assert.True(Beside(copied) > 0.8 && Beside(Calm.Value) < 0.3, $"{Beside(copied)} {Beside(Calm.Value)}");

        // Of units of one township, how many say the same as the one that spoke first.
        static double Beside(Run run)
        {
            var same = run.FiguresReported().Figures.Where(static one => one is { Indicator: "children-visited", Level: "village" }).GroupBy(static one => (one.Parent, one.Period))
                .SelectMany(static siblings => siblings.OrderBy(static one => one.ReportedAt).ToList() is [var first, .. var others] ? others.Select(other => other.Value == first.Value) : []).ToList();
            return same.Count(static one => one) / (double)same.Count;
        }
    }

    [Fact]
    public void What_is_thinned_shrinks_from_level_to_level()
    {
        var (thin, calm) = (Pressed("{pressure: thinning-on-the-way, strength: 50 %}"), Calm.Value);
        var (villages, townships) = (Sum(thin, "village") / Sum(calm, "village"), Sum(thin, "township") / Sum(calm, "township"));

        Assert.InRange(villages, 0.6, 0.9);
        Assert.InRange(townships, 0.2, villages - 0.2);
        Assert.InRange((double)thin.Tally.FormsLate / thin.Tally.FormsHandedIn, 0, 0.05);

        static double Sum(Run run, string level) => run.FiguresReported().Figures.Where(one => one.Indicator == "children-visited" && one.Level == level).Sum(static one => one.Value);
    }

    [Fact]
    public void What_is_bent_reaches_the_target_just_so_and_other_figures_stay()
    {
        var (bent, calm) = (Told(Pressed("{pressure: bending-to-the-target, strength: 100 %, indicator: dangers-found, target: 40}")), Told(Calm.Value));

        foreach (var (key, one) in bent)
        {
            var was = calm[key].Value;
            if (key.Indicator != "dangers-found" || was >= 40) Assert.Equal(was, one.Value);
            else Assert.InRange(one.Value, 40, 41);
        }

        Assert.Contains(calm, static one => one.Key.Indicator == "dangers-found" && one.Value.Value < 40);
    }

    [Fact]
    public void What_is_invented_is_round_or_regular()
    {
        var invented = Pressed("{pressure: inventing-figures, strength: 100 %}");

        Assert.InRange(Round(invented), 0.4, 0.9);
        Assert.InRange(Round(Calm.Value), 0.1, 0.35);
        Assert.True(invented.Tally.FormMinutes < 0.3 * Calm.Value.Tally.FormMinutes);

        static double Round(Run run) => Told(run).Values.Where(static one => one.Value > 0).ToList() is var all ? all.Count(static one => one.Value % 5 == 0) / (double)all.Count : 0;
    }

    [Fact]
    public void Data_is_kept_back_from_those_who_ask_for_it_and_only_data()
    {
        const string Asking = "requests:\n  - {matter: construction-noise, step: look, share: 100 %, of: urban-management, for: data}\n";
        var (open, kept, other) = (Answers(Asking), Answers(Asking + Keeping), Answers(Asking.Replace("for: data", "for: power", StringComparison.Ordinal) + Keeping));

        Assert.All(open, static one => Assert.True(one.IsOurs));
        Assert.All(other, static one => Assert.True(one.IsOurs));
        Assert.InRange(kept.Count(static one => !one.IsOurs) / (double)kept.Count, 0.4, 0.8);
        Assert.Contains(kept, static one => one.IsOurs);
    }

    private const string Keeping = "pressures:\n  - {pressure: keeping-data-back, strength: 100 %}\n";

    [Fact]
    public void The_truth_is_told_of_every_fault_that_was_planted_and_of_nothing_else()
    {
        foreach (var pressure in (string[])["copying-figures", "thinning-on-the-way", "inventing-figures"])
        {
            var run = Pressed($"{{pressure: {pressure}, strength: 30 %}}");
            var (said, calm) = (Told(run), Told(Calm.Value));
            var planted = run.Planted.Where(static one => one.Item is not null and not "rows").GroupBy(static one => (one.Where, one.Item)).ToDictionary(static one => one.Key, static one => one.Last());

            Assert.All(run.Planted, one => Assert.Equal(pressure, ReadingLoads.WordOf(one.What)));
            Assert.NotEmpty(planted);
            foreach (var (key, one) in said)
            {
                var indicator = County.Structure.Indicators.Of(key.Indicator)[0];
                var fault = planted.GetValueOrDefault(($"{indicator.FromForm!.Value.Id}/{key.Unit}/{key.Period}", indicator.Value!.Text));
                Assert.Equal(calm[key].Value, fault?.True ?? one.Value);
                if (fault is not null) Assert.Equal(fault.Told, one.Value);
            }
        }
    }

    [Fact]
    public void A_pressure_on_one_form_or_at_some_units_is_none_elsewhere()
    {
        var run = Pressed("{pressure: inventing-figures, strength: 100 %, form: children-quarterly, at: [xikou]}", "{pressure: reporting-late, strength: 100 %, form: safety-monthly, at: [xikou]}");

        Assert.All(run.Planted, static one => Assert.StartsWith("safety-monthly/xikou/", one.Where));
        Assert.InRange(run.Planted.Count, 4, 5);
    }

    [Fact]
    public void A_target_is_that_of_an_indicator_which_is_taken_from_a_form()
    {
        foreach (var (indicator, found) in ((string, string)[])[("in-time", "The indicator in-time is not one item of a form, so nobody bends it there."), ("dangers-fond", "There is no indicator dangers-fond.")])
        {
            var fault = Assert.Single(ASimulation.Faults(County, Forms + $"pressures:\n  - {{pressure: bending-to-the-target, strength: 5 %, indicator: {indicator}, target: 10}}\n").Kept, static one => one.Severity == Severity.Error);
            Assert.Equal(found, fault.Found.En);
        }
    }

    private static Run Pressed(params string[] pressures) => Ended(Forms + "pressures:\n" + string.Concat(pressures.Select(static one => $"  - {one}\n")));

    private static Run Ended(string load) => ASimulation.Run(County, ASimulation.Load(County, load), days: Days).ToTheEnd();

    private static List<UnitAnswered> Answers(string more)
    {
        var answers = new List<UnitAnswered>();
        var run = ASimulation.Run(County, ASimulation.Load(County, Matters + more), days: Days);
        run.Entered = one =>
        {
            if (one.Event is UnitAnswered answered) answers.Add(answered);
        };
        run.ToTheEnd();
        Assert.True(answers.Count > 20);
        return answers;
    }

    /// <summary>What the units said that fill in the forms.</summary>
    private static Dictionary<(string Indicator, string Unit, string Period), ReportedFigure> Told(Run run)
    {
        var figures = run.FiguresReported().Figures;
        return figures.Where(one => !figures.Any(below => IsBelow(below, one))).ToDictionary(static one => (one.Indicator, one.Unit, one.Period));
    }

    private static bool IsBelow(ReportedFigure one, ReportedFigure above) => one.Parent == above.Unit && one.Indicator == above.Indicator && one.Period == above.Period;

    /// <summary>Of figures that a unit told before, the share that is as the last one.</summary>
    private static double ShareAsLast(Run run)
    {
        var same = Told(run).Values.GroupBy(static one => (one.Indicator, one.Unit)).SelectMany(static one => one.OrderBy(static figure => figure.Period, StringComparer.Ordinal).ToList() is var told ? told.Skip(1).Zip(told, static (now, before) => now.Value == before.Value) : []).ToList();
        return same.Count(static one => one) / (double)same.Count;
    }
}
