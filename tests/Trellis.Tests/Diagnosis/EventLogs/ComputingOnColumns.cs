using System.Text;
using Trellis.Diagnosis;
using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Reports;
using Xunit;

namespace Trellis.Tests.Diagnosis.EventLogs;

public sealed class ComputingOnColumns
{
    [Fact]
    public void Every_figure_equals_its_naive_twin_on_a_thousand_random_logs()
    {
        for (ulong seed = 1; seed <= 1000; seed++)
        {
            var rows = ALog.Random(seed);
            var cases = NaiveTwin.Cases(rows);
            var found = DiagnosingLogs.Diagnose(ALog.Of(rows), threads: 1);

            Assert.Equal(cases.Count, found.Log.Cases);
            Assert.Equal(NaiveTwin.Follows(cases), new SortedDictionary<string, int>(found.Flow.ToDictionary(static edge => $"{edge.From}>{edge.To}", static edge => edge.Count), StringComparer.Ordinal));
            Assert.Equal(NaiveTwin.Variants(cases), new SortedDictionary<string, int>(found.Variants.Top.ToDictionary(static way => string.Join('>', way.Activities), static way => way.Count), StringComparer.Ordinal));
            Assert.Equal(NaiveTwin.Handovers(cases, static row => row.Resource), NaiveTwin.Of(found.Handovers));
            Assert.Equal(NaiveTwin.Handovers(cases, static row => row.Group), NaiveTwin.Of(found.GroupHandovers));
            Assert.Equal(NaiveTwin.PingPongs(cases, static row => row.Resource), NaiveTwin.Of(found.PingPong));
            Assert.Equal(NaiveTwin.PingPongs(cases, static row => row.Group), NaiveTwin.Of(found.GroupPingPong));
            Assert.Equal(NaiveTwin.Rework(cases), new SortedDictionary<string, int>(found.Rework.Top.ToDictionary(static item => item.Activity, static item => item.Cases), StringComparer.Ordinal));
            Assert.Equal(NaiveTwin.Median(cases.Select(static events => events[^1].Time - events[0].Time)), found.Throughput!.MedianSeconds);
            Assert.Equal(NaiveTwin.Duplicates(cases), found.Quality.SingleOrDefault(static note => note.Code == "duplicates")?.Count ?? 0);
            foreach (var edge in found.Flow)
            {
                var waits = cases.SelectMany(static events => events.Zip(events.Skip(1))).Where(pair => pair.First.Activity == edge.From && pair.Second.Activity == edge.To)
                    .Select(static pair => pair.Second.Time - pair.First.Time).ToList();
                Assert.Equal(NaiveTwin.Median(waits), edge.MedianSeconds);
                Assert.Equal(waits.Sum() / 1e7 / waits.Count, edge.MeanSeconds, 9);
            }
        }
    }

    [Fact]
    public void The_same_log_gives_the_same_bytes_whatever_the_threads_and_the_cuts()
    {
        for (ulong seed = 1; seed <= 60; seed++)
        {
            var csv = ALog.Csv(ALog.Random(seed));
            var alone = Json(ALog.Read(csv), threads: 1);
            foreach (var (threads, block) in (ReadOnlySpan<(int, int)>)[(2, 200), (3, 97), (5, 1000), (2, 1024 * 1024)])
                Assert.Equal(alone, Json(ALog.Read(csv, threads, block), threads));
        }
    }

    [Fact]
    public void Cases_are_numbered_by_first_appearance_and_sorted_by_time_with_file_order_breaking_ties()
    {
        var log = ALog.Of(ALog.Row("b", "late", 9), ALog.Row("a", "x", 1), ALog.Row("b", "first of two", 3), ALog.Row("b", "second of two", 3));

        Assert.Equal(["b", "a"], log.CaseNames.ToStrings());
        Assert.Equal(["first of two", "second of two", "late", "x"], log.Activities.Select(activity => log.ActivityNames[activity]));
        Assert.Equal(2, log.Notes.OutOfOrderEvents);
    }

    [Fact]
    public void A_missing_holder_breaks_a_handover_but_not_a_ping_pong()
    {
        var found = DiagnosingLogs.Diagnose(ALog.Of(ALog.Row("a", "x", 1, "Li"), ALog.Row("a", "x", 2), ALog.Row("a", "x", 3, "Wu"), ALog.Row("a", "x", 4, "Li")), 1);

        Assert.Equal(1, found.Handovers!.Total);
        Assert.Equal(1, found.PingPong!.Total);
        Assert.Equal(new PingPongPair("Li", "Wu", 1), Assert.Single(found.PingPong.Top));
    }

    [Fact]
    public void An_empty_log_says_nothing_and_breaks_nothing()
    {
        var found = DiagnosingLogs.Diagnose(ALog.Read("case,activity,time\n"), 2);

        Assert.Equal(0, found.Log.Events);
        Assert.Null(found.Throughput);
        Assert.Null(found.Log.FirstEvent);
        Assert.Empty(found.Flow);
        Assert.NotEmpty(Json(ALog.Read("case,activity,time\n"), 1));
    }

    [Fact]
    public void One_event_is_one_case_of_no_length()
    {
        var found = DiagnosingLogs.Diagnose(ALog.Of(ALog.Row("a", "x", 1, "Li", "Town")), 2);

        Assert.Equal((1, 1, 0.0), (found.Log.Cases, found.Throughput!.ZeroLengthCases, found.Throughput.MeanSeconds));
        Assert.Equal(0, found.Concentration!.Gini);
        Assert.Equal(1, found.Concentration.Hhi);
    }

    [Fact]
    public void A_million_cases_of_one_event_are_a_million_matters_without_flow()
    {
        var text = new StringBuilder("case,activity,time\n");
        for (var number = 0; number < 1_000_000; number++) text.Append('n').Append(number).Append(",file,2024-03-04\n");
        var found = DiagnosingLogs.Diagnose(ALog.Read(text.ToString(), threads: 2), 2);

        Assert.Equal((1_000_000, 1, 1_000_000), (found.Log.Cases, found.Variants.Count, found.Throughput!.ZeroLengthCases));
        Assert.Empty(found.Flow);
        Assert.Contains(found.Quality, static note => note.Code == "single-event-cases");
        Assert.False(found.Answerable.Single(static question => question.Id == "flow").CanAnswer);
    }

    [Fact]
    public void Theil_splits_exactly_into_between_and_within()
    {
        for (ulong seed = 1; seed <= 300; seed++)
        {
            var found = DiagnosingLogs.Diagnose(ALog.Of(ALog.Random(seed)), 1);
            if (found.Concentration is not { TheilBetween: { } between, TheilWithin: { } within } facts) continue;
            Assert.Equal(facts.Theil, between + within, 12);
        }
    }

    [Fact]
    public void A_resource_belongs_to_the_group_of_most_of_its_events_and_ties_go_by_name()
    {
        var log = ALog.Of(ALog.Row("a", "x", 1, "Li", "West"), ALog.Row("a", "x", 2, "Li", "East"), ALog.Row("a", "x", 3, "Wu", "West"), ALog.Row("a", "x", 4, "Wu", "West"), ALog.Row("a", "x", 5, "Wu", "East"));

        var groups = Concentration.GroupOfEach(log).Select(group => log.GroupNames[group]);

        Assert.Equal(["East", "West"], groups);
    }

    [Fact]
    public void Late_is_a_last_event_after_the_deadline_and_the_latest_deadline_counts()
    {
        var log = ALog.Read("""
            case,activity,time,deadline
            a,x,2024-03-04 09:00,2024-03-05 09:00
            a,x,2024-03-05 09:01,
            b,x,2024-03-04 09:00,2024-03-05 09:00
            b,x,2024-03-06 09:00,2024-03-06 09:00
            c,x,2024-03-04 09:00,
            """);

        var deadline = DiagnosingLogs.Diagnose(log, 1).Deadline!;

        Assert.Equal((2, 1, 60.0), (deadline.Cases, deadline.Late, deadline.MedianSecondsLate!.Value));
        Assert.Equal(1, log.Notes.CasesWithChangedDeadline);
    }

    [Fact]
    public void Overlapping_work_on_one_matter_counts_once_and_the_rest_is_waiting()
    {
        var log = ALog.Read("""
            case,activity,start,time
            a,check,2024-03-04 09:00,2024-03-04 10:00
            a,visit,2024-03-04 09:30,2024-03-04 11:00
            a,decide,2024-03-04 12:50,2024-03-04 13:00
            b,check,,2024-03-04 10:00
            c,check,2024-03-04 12:00,2024-03-04 10:00
            """);

        var found = DiagnosingLogs.Diagnose(log, 1);

        Assert.Equal(3, found.Work!.Events);
        Assert.Equal(130.0 / 240, found.Work.WorkShare!.Value, 12);
        Assert.Equal(3600, found.Activities.Single(static activity => activity.Name == "check").MedianWorkSeconds);
    }

    [Fact]
    public void Moves_between_levels_are_counted_like_moves_between_units()
    {
        var found = DiagnosingLogs.Diagnose(ALog.Read("case,activity,time,level\na,x,2024-03-04,village\na,y,2024-03-05,town\na,z,2024-03-06,town\n"), 1);

        Assert.Equal(new Move("village", "town", 1, 86_400), Assert.Single(found.LevelMoves!.Top));
    }

    [Fact]
    public void Weekday_and_hour_are_those_the_log_wrote()
    {
        var found = DiagnosingLogs.Diagnose(ALog.Read("case,activity,time\na,x,2024-03-04T23:30:00+08:00\na,x,2024-03-09T00:10:00-03:30\n"), 1);

        Assert.Equal(1, found.WeekHours[0][23]);
        Assert.Equal(1, found.WeekHours[5][0]);
        Assert.Equal(2, found.WeekHours.Sum(static day => day.Sum()));
    }

    private static byte[] Json(EventLog log, int threads)
    {
        using var json = new MemoryStream();
        DiagnosisJson.Write(DiagnosingLogs.Diagnose(log, threads), json);
        return json.ToArray();
    }
}
