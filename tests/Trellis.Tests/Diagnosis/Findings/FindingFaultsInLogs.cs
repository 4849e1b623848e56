using System.Globalization;
using System.Text;
using Trellis.Diagnosis;
using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Findings;
using Trellis.Simulation;
using Trellis.Structure.Findings;
using Trellis.Tests.Diagnosis.EventLogs;
using Xunit;

namespace Trellis.Tests.Diagnosis.Findings;

public sealed class FindingFaultsInLogs
{
    [Fact]
    public void Two_units_that_send_matters_back_and_forth_are_told_as_a_pair_with_the_matters_that_show_it()
    {
        var found = Assert.Single(new AWorld { Bounces = 0.25 }.Find(31).Findings, static one => one.Code == FindingCodes.PingPong);

        Assert.Equal(["unit 0", "unit 1"], found.Who.Names);
        Assert.True(found.Value > found.Expected + 0.1 && found.Interval!.Value.Low > found.Expected);
        Assert.NotEmpty(found.Evidence);
        Assert.Contains(found.Innocent, static reason => reason.RuledOut);
        Assert.False(string.IsNullOrEmpty(found.Clears.Zh));
    }

    [Fact]
    public void A_unit_that_is_asked_and_does_something_new_before_it_answers_is_no_ping_pong()
    {
        var rows = new List<PlainEvent>();
        for (var matter = 0; matter < 200; matter++)
        {
            rows.Add(ALog.Row($"m{matter}", "receive", matter * 60, null, "window"));
            rows.Add(ALog.Row($"m{matter}", "opinion", (matter * 60) + 5, null, $"office {matter % 6}"));
            rows.Add(ALog.Row($"m{matter}", "decide", (matter * 60) + 9, null, "window"));
        }

        Assert.DoesNotContain(FindingFaults.In(ALog.Of(rows), null, new FindingSettings()).Findings, static one => one.Code == FindingCodes.PingPong || one.Code == FindingCodes.SendsBack);
    }

    [Fact]
    public void A_unit_that_returns_what_it_is_given_is_told_beside_its_peers()
    {
        var found = Assert.Single(new AWorld { Returns = 0.6, Matters = 800 }.Find(32).Findings, static one => one.Code == FindingCodes.SendsBack);

        Assert.Equal(["unit 2"], found.Who.Names);
        Assert.True(found.Compared.Count >= 5);
    }

    [Fact]
    public void The_unit_where_a_step_waits_longer_is_named_with_the_step()
    {
        var found = new AWorld { Slow = 6, Matters = 800 }.Find(33).Findings;

        Assert.Equal(["check", "unit 3"], Assert.Single(found, static one => one.Code == FindingCodes.SlowUnit).Who.Names);
    }

    [Fact]
    public void The_unit_that_has_its_checks_done_again_is_named()
    {
        var found = new AWorld { Again = 0.6, Matters = 800 }.Find(34).Findings;

        Assert.Equal(["check", "unit 4"], Assert.Single(found, static one => one.Code == FindingCodes.DoneAgain).Who.Names);
    }

    [Fact]
    public void Promises_that_three_in_ten_matters_miss_are_told_of_the_whole_and_those_that_one_in_twenty_misses_are_not()
    {
        Assert.Contains(new AWorld { AllowedDays = 10 }.Find(35).Findings, static one => one.Code == FindingCodes.MissedPromises && one.Who.Kind == SubjectKind.Whole);
        Assert.DoesNotContain(new AWorld { AllowedDays = 25 }.Find(35).Findings, static one => one.Code == FindingCodes.MissedPromises);
    }

    [Fact]
    public void The_structure_says_how_many_promises_may_be_missed()
    {
        Assert.DoesNotContain(new AWorld { AllowedDays = 10 }.Find(35, new FindingSettings { MissedPromises = 0.6 }).Findings, static one => one.Code == FindingCodes.MissedPromises);
    }

    [Fact]
    public void Matters_ended_just_before_their_deadline_are_seen_and_stay_unexplained()
    {
        var found = Assert.Single(new AWorld { Bunched = 0.9, AllowedDays = 8, Matters = 4000, PerDay = 16 }.Find(36).Findings, static one => one.Code == FindingCodes.Bunching && one.Who.Kind == SubjectKind.Whole);

        Assert.True(found.IsUnexplained);
        Assert.True(found.Value > 1.5);
    }

    [Fact]
    public void A_sharp_heap_of_a_few_in_a_hundred_matters_is_not_told() =>
        Assert.DoesNotContain(new AWorld { Bunched = 0.9, AllowedDays = 24, Matters = 4000, PerDay = 16 }.Find(36).Findings, static one => one.Code == FindingCodes.Bunching && one.Who.Kind == SubjectKind.Whole);

    [Fact]
    public void The_night_behind_a_limit_that_ends_with_the_hours_of_the_office_is_no_heap_before_it()
    {
        // Eight hours a day, due at five in the afternoon five days on; work ends when it is done, before that or after.
        var chance = new Chance(new Seed(41));
        var csv = new StringBuilder("case,activity,unit,time,deadline\n");
        for (var matter = 0; matter < 4000; matter++)
        {
            var (day, hour) = (matter / 20, 8 * chance.Unit());
            var worked = hour + 8 + chance.Exponential(24);
            var due = new DateTime(2025, 1, 6, 17, 0, 0).AddDays(day + 5);
            csv.Append(CultureInfo.InvariantCulture, $"m{matter},receive,unit {matter % 4},{At(day, hour):yyyy-MM-dd HH:mm:ss},{due:yyyy-MM-dd HH:mm:ss}\nm{matter},close,unit {matter % 4},{At(day, worked):yyyy-MM-dd HH:mm:ss},{due:yyyy-MM-dd HH:mm:ss}\n");
        }

        Assert.DoesNotContain(FindingFaults.In(ALog.Read(csv.ToString()), null, new FindingSettings()).Findings, static one => one.Code == FindingCodes.Bunching);

        static DateTime At(int day, double hours) => new DateTime(2025, 1, 6, 9, 0, 0).AddDays(day + (int)(hours / 8)).AddHours(hours % 8);
    }

    [Fact]
    public void Clocks_stopped_when_time_is_nearly_up_are_told()
    {
        Assert.Contains(new AWorld { Paused = 0.2 }.Find(37).Findings, static one => one.Code == FindingCodes.StoppedClocks);
    }

    [Fact]
    public void Days_on_which_all_is_ended_at_once_are_told_by_their_dates_and_known_for_a_routine_by_their_distances()
    {
        var found = Assert.Single(new AWorld { Bulk = true, Matters = 900 }.Find(38).Findings, static one => one.Code == FindingCodes.MassClosing);

        Assert.Equal(Severity.Note, found.Severity);
        Assert.All(found.Evidence, static day => Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", day));
    }

    [Fact]
    public void Matters_that_go_on_soon_after_their_end_are_told()
    {
        Assert.Contains(new AWorld { Reopened = 0.25 }.Find(39).Findings, static one => one.Code == FindingCodes.Reopened);
        Assert.DoesNotContain(new AWorld { Reopened = 0.05 }.Find(39).Findings, static one => one.Code == FindingCodes.Reopened);
    }

    [Fact]
    public void A_wait_that_grew_and_stayed_is_told_with_about_the_week_in_which_it_did()
    {
        var world = new AWorld { Grew = 4, Matters = 900, PerDay = 3 };
        var found = world.Find(40).Findings.First(static one => one.Code == FindingCodes.WaitsGrew);

        Assert.InRange(found.Since!.Value, new DateOnly(2025, 5, 1), new DateOnly(2025, 7, 10));
        Assert.DoesNotContain((world with { Grew = 0.25 }).Find(40).Findings, static one => one.Code == FindingCodes.WaitsGrew);
    }

    [Fact]
    public void Places_that_take_unlike_long_are_told_as_places_and_not_ranked()
    {
        var found = Assert.Single(new AWorld { Places = 4, Units = 5, Matters = 600 }.Find(41).Findings, static one => one.Code == FindingCodes.PlacesDiffer);

        Assert.Equal(5, found.Who.Names.Count);
        Assert.Equal(Severity.Note, found.Severity);
        Assert.DoesNotContain(new AWorld { Places = 1, Units = 5, Matters = 600 }.Find(41).Findings, static one => one.Code == FindingCodes.PlacesDiffer);
    }

    [Fact]
    public void A_renamed_unit_changes_no_finding()
    {
        var world = new AWorld { Bounces = 0.25, Slow = 5, Matters = 700 };
        var (one, other) = (world.Find(42), (world with { UnitName = "所" }).Find(42));

        Assert.Equal(one.Findings.Select(static finding => (finding.Code, finding.Value, finding.QValue)), other.Findings.Select(static finding => (finding.Code, finding.Value, finding.QValue)));
    }

    [Fact]
    public void No_finding_names_a_person()
    {
        var found = new AWorld { Bounces = 0.2, Slow = 6, Again = 0.5, Returns = 0.5, Reopened = 0.3, Matters = 800, AllowedDays = 10 }.Find(43).Findings;

        Assert.True(found.Count >= 4);
        Assert.All(found, static finding => Assert.DoesNotContain("person", string.Join(' ', [finding.Says.En, finding.Clears.En, finding.Who.ToString(), .. finding.Evidence, .. finding.Compared.Select(static unit => unit.Name)]), StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_log_lacks_is_said_once_for_each_detector_and_the_rest_runs()
    {
        var log = ALog.Read("case,activity,time\n" + string.Concat(Enumerable.Range(0, 60).Select(static at => $"c{at},a,2025-01-{(at % 28) + 1:00}T08:00:00\nc{at},b,2025-01-{(at % 28) + 1:00}T09:00:00\n")));

        var report = FindingFaults.In(log, null, new FindingSettings());

        Assert.Contains(report.Silent, static one => one.Code == FindingCodes.PingPong && one.Lacks.En.Contains("no units", StringComparison.Ordinal));
        Assert.Contains(report.Silent, static one => one.Code == FindingCodes.Bunching && one.Lacks.En.Contains("no deadline", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Silent, static one => one.Code == FindingCodes.WaitsGrew);
        Assert.Empty(report.Findings);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1,a,u,2025-01-01T08:00,2025-01-02\n")]
    [InlineData("1,a,u,2025-01-01,2025-01-02\n1,b,u,2025-01-01,2025-01-02\n2,a,u,2025-01-01,\n2,b,u,2025-01-01,\n")]
    [InlineData("1,a,u,1970-01-01T08:00,2025-01-02\n1,b,v,2035-01-01T08:00,2025-01-02\n2,a,u,9999-12-31T00:00,0001-01-01\n")]
    public void Tiny_logs_one_unit_days_without_hours_and_clocks_that_jump_give_no_finding(string rows)
    {
        Assert.Empty(FindingFaults.In(ALog.Read("case,activity,unit,time,deadline\n" + rows), null, new FindingSettings()).Findings);
    }

    [Fact]
    public void A_log_in_which_all_happens_at_one_moment_gives_no_finding()
    {
        var rows = string.Concat(Enumerable.Range(0, 300).Select(static at => $"{at},a,u{at % 7},2025-01-01T08:00,2025-01-02\n{at},b,u{at % 5},2025-01-01T08:00,2025-01-02\n"));

        Assert.Empty(FindingFaults.In(ALog.Read("case,activity,unit,time,deadline\n" + rows), null, new FindingSettings()).Findings);
    }

    [Fact]
    public void The_number_of_threads_changes_nothing()
    {
        var log = new AWorld { Bounces = 0.25, Slow = 5, Matters = 500 }.Make(44);

        Assert.Equal(Told(FindingFaults.In(log, null, new FindingSettings(), threads: 1)), Told(FindingFaults.In(log, null, new FindingSettings(), threads: 4)));

        static IEnumerable<(string, string, double)> Told(FindingReport report) => report.Findings.Select(static one => (one.Code.Code, one.Says.En, one.QValue));
    }
}
