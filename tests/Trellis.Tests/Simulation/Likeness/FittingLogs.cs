using Trellis.Bench.Generators;
using Trellis.Simulation;
using Trellis.Simulation.Likeness;
using Xunit;
using static Trellis.Tests.Simulation.Likeness.SomeWork;

namespace Trellis.Tests.Simulation.Likeness;

public class FittingLogs
{
    private static FittedWork Fit(RecordedWork work) => FittingWork.Fit(work, new FitSettings());

    private static FitGrade GradeOf(FittedWork fit, string part) => fit.Parts.Single(one => one.Part == part).Grade;

    [Fact]
    public void An_office_lived_on_is_like_itself()
    {
        var office = Office(1, 40);
        var fit = Fit(office);
        var period = PeriodOf(office);

        var judged = Judging.Compare(office, period, 5, new Seed(1), own => LivingOn.Columns(fit, period, own), own => Resampling.Draw(office, period, own)).ToDictionary(static one => one.Respect);

        Assert.InRange(judged[Respect.CycleTime].Simulated.Mean, 0, 5); // hours, of some 60
        Assert.InRange(judged[Respect.EventHours].Simulated.Mean, 0, 3);
        Assert.InRange(judged[Respect.Flow].Simulated.Mean, 0, 0.05);
        Assert.InRange(judged[Respect.ArrivalsADay].Simulated.Mean, 0, 0.5);
    }

    [Fact]
    public void Nothing_is_simulated_on_days_on_which_nothing_happens()
    {
        var office = Office(1, 20);
        var simulated = LivingOn.Columns(Fit(office), PeriodOf(office), new Seed(5));

        Assert.True(simulated.Cases > 100);
        Assert.All(Enumerable.Range(0, simulated.Cases), number => Assert.InRange(simulated.Arrival(number) / Day % 7, 0, 4));
    }

    [Fact]
    public void The_same_seed_gives_the_same_work_and_another_gives_other_work()
    {
        var office = Office(3, 12);
        var (fit, again) = (Fit(office), Fit(office));
        var period = PeriodOf(office);

        var one = LivingOn.Columns(fit, period, new Seed(9));

        Assert.Equal(one.Ends, LivingOn.Columns(again, period, new Seed(9)).Ends);
        Assert.Equal(one.Resource, LivingOn.Columns(again, period, new Seed(9)).Resource);
        Assert.NotEqual(one.Ends, LivingOn.Columns(fit, period, new Seed(10)).Ends);
    }

    [Fact]
    public void Events_of_a_matter_stand_in_order_within_the_period_and_know_their_names()
    {
        var office = Office(4, 12);
        var period = PeriodOf(office);
        foreach (var one in LivingOn.Run(Fit(office), period, new Seed(2)))
        {
            Assert.NotEmpty(one.Events);
            Assert.InRange(one.Events[0].End, period.From, period.To - 1);
            for (var at = 0; at < one.Events.Count; at++)
            {
                Assert.InRange(one.Events[at].Activity, 0, office.Activities.Count - 1);
                Assert.InRange(one.Events[at].Resource, -1, office.Resources.Count - 1);
                Assert.True(one.Events[at].End < period.SeenUntil);
                if (at > 0) Assert.True(one.Events[at].End >= one.Events[at - 1].End);
                if (one.Events[at].Begin != RecordedWork.NoTime) Assert.True(one.Events[at].Begin <= one.Events[at].End && (at == 0 || one.Events[at].Begin >= one.Events[at - 1].End));
            }
        }
    }

    [Fact]
    public void One_person_never_works_on_two_things_at_once_where_nothing_says_so()
    {
        var office = Office(5, 30);
        var simulated = LivingOn.Columns(Fit(office), PeriodOf(office), new Seed(3));
        foreach (var own in Enumerable.Range(0, simulated.Events).Where(at => simulated.Resource[at] >= 0 && simulated.Begins[at] != RecordedWork.NoTime).GroupBy(at => simulated.Resource[at]))
        {
            var busyUntil = long.MinValue;
            foreach (var at in own.OrderBy(at => simulated.Begins[at]).ThenBy(at => simulated.Ends[at]))
            {
                Assert.True(simulated.Begins[at] >= busyUntil);
                busyUntil = simulated.Ends[at];
            }
        }
    }

    [Fact]
    public void Waiting_is_told_from_work_where_beginnings_are_known()
    {
        // Everything takes one hour of work; the second step is begun two hours after the first has ended.
        var rows = Enumerable.Range(0, 60).SelectMany(static day => (IEnumerable<(string, string, string?, long, long?)>)
        [
            ($"m{day}", "first", "Ann", Monday + (day * 7 * Day) + (10 * Hour), Monday + (day * 7 * Day) + (9 * Hour)),
            ($"m{day}", "second", "Bea", Monday + (day * 7 * Day) + (13 * Hour), Monday + (day * 7 * Day) + (12 * Hour)),
        ]).ToArray();
        var fit = Fit(Of(rows));

        Assert.Equal(FitGrade.Fitted, GradeOf(fit, "service"));
        Assert.All(fit.Model.Service, static times => Assert.All(times, static time => Assert.Equal(Hour, time, 1.0)));
        var simulated = LivingOn.Columns(fit, PeriodOf(fit.Log), new Seed(1));
        Assert.True(simulated.Cases > 20);
        foreach (var number in Enumerable.Range(0, simulated.Cases).Where(number => simulated.CaseStarts[number + 1] - simulated.CaseStarts[number] == 2))
        {
            var second = simulated.CaseStarts[number] + 1;
            Assert.Equal(Hour, simulated.Ends[second] - simulated.Begins[second], 60_000.0);
        }
    }

    [Fact]
    public void Nobody_is_fitted_more_work_than_they_can_do()
    {
        // Ann ends something every ten minutes of her day, each of which lay ready since the morning; on every second day she does so twice as fast.
        var rows = new List<(string, string, string?, long, long?)>();
        for (var day = 0; day < 100; day++)
            for (var one = 0; one < (day % 2 == 0 ? 48 : 96) && day % 7 < 5; one++)
            {
                rows.Add(($"m{day}-{one}", "file", null, Monday + (day * Day) + (8 * Hour) + (one * Minute / 10), null));
                rows.Add(($"m{day}-{one}", "check", "Ann", Monday + (day * Day) + (9 * Hour) + (one * (day % 2 == 0 ? 10 : 5) * Minute), null));
            }

        var fit = Fit(Of([.. rows]));

        Assert.InRange(FittingWork.HeaviestLoad(fit.Log, fit.Model.Hours, fit.Model.Service, fit.Model.AtOnce), 0.3, 0.9 + 1e-9);
    }

    [Fact]
    public void Work_that_is_gathered_is_found_and_done_in_one_go_again()
    {
        // Five come each working day; on Friday at 15 o'clock all of them are signed.
        var rows = new List<(string, string, string?, long, long?)>();
        for (var week = 0; week < 30; week++)
            for (var one = 0; one < 25; one++)
            {
                var name = $"m{week}-{one}";
                rows.Add((name, "file", "desk", Monday + (week * 7 * Day) + (one / 5 * Day) + (9 * Hour) + (one * Minute), null));
                rows.Add((name, "sign", "head", Monday + (week * 7 * Day) + (4 * Day) + (15 * Hour) + (one * 1000), null));
            }

        var fit = Fit(Of([.. rows]));

        Assert.Equal(["sign"], fit.Model.Batches.Shares.Keys.Select(activity => fit.Log.Activities[activity]));
        var simulated = LivingOn.Columns(fit, PeriodOf(fit.Log), new Seed(1));
        var signed = Enumerable.Range(0, simulated.Events).Where(at => simulated.Activities[simulated.Activity[at]] == "sign").Select(at => simulated.Ends[at]).Order().ToList();
        Assert.True(signed.Count > 300);
        Assert.True(signed.Zip(signed.Skip(1), static (one, next) => next - one).Count(static gap => gap <= Minute) > signed.Count / 2);
    }

    [Fact]
    public void Several_things_at_once_are_seen_where_they_overlap()
    {
        var rows = Enumerable.Range(0, 40).SelectMany(static day => Enumerable.Range(0, 3).Select(one =>
            ($"m{day}-{one}", "hold", (string?)"Ann", Monday + (day * Day) + (12 * Hour), (long?)(Monday + (day * Day) + (9 * Hour))))).ToArray();

        Assert.Equal([3], Fit(Of(rows)).Model.AtOnce);
    }

    [Fact]
    public void What_comes_after_events_near_the_end_of_a_log_is_not_taken_for_the_end_of_their_matters()
    {
        // Every matter is decided ten days after it was filed; the log ends in the middle of them.
        var rows = new List<(string, string, string?, long, long?)>();
        for (var day = 0; day < 100; day++)
        {
            rows.Add(($"m{day}", "file", "desk", Monday + (day * Day) + (9 * Hour), null));
            if (day < 90) rows.Add(($"m{day}", "decide", "head", Monday + ((day + 10) * Day) + (9 * Hour), null));
        }

        var fit = Fit(Of([.. rows]));
        var period = new Period { From = Monday, To = Monday + (50 * Day), SeenUntil = Monday + (200 * Day) };
        var simulated = LivingOn.Columns(fit, period, new Seed(1));

        Assert.All(Enumerable.Range(0, simulated.Cases), number => Assert.Equal(2, simulated.CaseStarts[number + 1] - simulated.CaseStarts[number]));
    }

    [Fact]
    public void A_log_without_people_hours_or_beginnings_says_what_was_assumed()
    {
        var fit = Fit(Of(("a", "x", null, Monday + (9 * Hour), null), ("a", "y", null, Monday + (11 * Hour), null), ("b", "x", null, Monday + (10 * Hour), null)));

        Assert.All((string[])["arrivals", "flow", "waits", "service", "hours", "people", "at-once"], part => Assert.Equal(FitGrade.Assumed, GradeOf(fit, part)));
        Assert.All(fit.Parts, static part => Assert.True(part.Says.Zh.Length > 0 && part.Says.En.Length > 0));
    }

    [Fact]
    public void A_log_of_one_event_and_one_of_equal_times_are_lived_on_without_a_fault()
    {
        foreach (var work in (RecordedWork[])[Of(("a", "x", "p", Monday, null)), Of(("a", "x", "p", Monday, null), ("a", "y", "p", Monday, null), ("b", "x", "p", Monday, null), ("b", "x", "p", Monday, null))])
        {
            var like = LikeLog.Live(work, 2, 1, 30);

            Assert.Null(like.HeldOut);
            Assert.Empty(like.Seen);
            Assert.Equal(8, like.Fit.Parts.Count);
        }
    }

    [Fact]
    public void Mere_days_stay_mere_days()
    {
        var rows = Enumerable.Range(0, 120).Where(static day => day % 7 < 5).SelectMany(static day => (IEnumerable<(string, string, string?, long, long?)>)
        [
            ($"m{day}", "file", "desk", Monday + (day * Day), null), ($"m{day}", "answer", "head", Monday + (day * Day) + ((day % 7 < 3 ? 2 : 4) * Day), null),
        ]).ToArray();
        var work = Of(rows);

        var simulated = LivingOn.Columns(Fit(work), PeriodOf(work), new Seed(1));

        Assert.True(simulated.Cases > 40);
        Assert.All(simulated.Ends, static end => Assert.Equal(0, end % Day));
        Assert.All(simulated.Ends, static end => Assert.InRange(end / Day % 7, 0, 4));
    }

    [Fact]
    public void The_second_half_is_not_looked_at_by_the_fit_that_is_judged_on_it()
    {
        var office = Office(6, 30);
        var cut = office.Middle();
        var judged = Judging.HeldOut(office, new FitSettings(), 2, new Seed(1))!;
        var other = office.Between(long.MinValue, cut, cut);

        Assert.Equal(cut, judged.Cut);
        Assert.Equal(office.Cases, judged.FittedCases + judged.HeldOutCases);
        Assert.All(judged.Fit.Log.Ends, end => Assert.True(end < cut));
        Assert.Equal(other.Ends, judged.Fit.Log.Ends);
    }

    /// <summary>Every matter takes a month, and half of the log is two: what is open at the cut is copied short, unless only those are copied that were over.</summary>
    [Fact]
    public void A_resampling_of_whole_matters_alone_is_not_deceived_by_the_cut()
    {
        var rows = new List<(string, string, string?, long, long?)>();
        for (var day = 0; day < 120; day++)
            for (var month = 0; month <= 30; month += 10) rows.Add(($"m{day}", $"at {month}", "desk", Monday + ((day + month) * Day) + (9 * Hour), null));

        var judged = Judging.HeldOut(Of([.. rows]), new FitSettings(), 3, new Seed(1))!;

        Assert.InRange(judged.WholeCases, 25, 35);
        Assert.InRange(Distance(judged.BesideWhole), 0, 1);
        Assert.True(Distance(judged.Respects) > 24 * 5, $"{Distance(judged.Respects)} hours");
        Assert.Equal(judged.Respects.Select(static one => one.Simulated), judged.BesideWhole.Select(static one => one.Simulated));

        static double Distance(IReadOnlyList<Judged> respects) => respects.Single(static one => one.Respect == Respect.CycleTime).Resampled.Mean;
    }

    [Fact]
    public void Waits_that_come_from_a_busy_desk_come_back_from_a_busy_desk()
    {
        // One desk, and now and then more than it can do at once: what comes while it works has to wait.
        var numbers = new SeededNumbers(11);
        var rows = new List<(string, string, string?, long, long?)>();
        for (var day = 0; day < 200; day++)
        {
            if (day % 7 > 4) continue;
            var free = Monday + (day * Day) + (9 * Hour);
            var filed = Monday + (day * Day) + (9 * Hour);
            for (var one = numbers.Below(9); one > 0; one--)
            {
                filed += numbers.Below(100) * Minute;
                var begin = Math.Max(filed, free);
                free = begin + Hour;
                rows.Add(($"m{day}-{one}", "file", null, filed, null));
                rows.Add(($"m{day}-{one}", "serve", "desk", free, begin));
            }
        }

        var work = Of([.. rows]);
        var simulated = LivingOn.Columns(Fit(work), PeriodOf(work), new Seed(1));

        // How many find the desk busy; the mean would hang on the few that stay over a night.
        Assert.InRange(FoundItBusy(simulated), FoundItBusy(work) - 0.15, FoundItBusy(work) + 0.15);

        static double FoundItBusy(RecordedWork work) => Enumerable.Range(0, work.Cases).Where(number => work.CaseStarts[number + 1] - work.CaseStarts[number] == 2)
            .Average(number => work.Begins[work.CaseStarts[number] + 1] - work.Arrival(number) > 5 * Minute ? 1.0 : 0);
    }
}
