using FsCheck;
using FsCheck.Fluent;
using Trellis.Structure.Calendars;
using Trellis.Structure.Quantities;
using Xunit;

namespace Trellis.Tests.Structure.Calendars;

public sealed class LayingFlowsOnAYear
{
    [Fact]
    public void One_working_day_takes_longest_from_the_first_minute_of_the_last_day_worked_before_a_feast()
    {
        var worst = ACalendar.Office.WorstDue(ACalendar.Limit("1 working day"), 2026);

        Assert.Equal(ACalendar.At("2026-02-14 00:00"), worst.Filed);
        Assert.Equal(ACalendar.At("2026-02-24 17:30"), worst.Ends);
        Assert.Equal(new TimeSpan(10, 17, 30, 0), worst.Time);
    }

    [Fact]
    public void A_limit_by_the_clock_takes_the_same_from_every_minute() =>
        Assert.Equal(TimeSpan.FromHours(2), ACalendar.Office.WorstDue(ACalendar.Limit("2 hours"), 2026).Time);

    [Fact]
    public void Two_working_hours_take_longest_from_the_minute_after_which_they_no_longer_fit_before_the_feast()
    {
        var worst = ACalendar.Office.WorstDue(ACalendar.Limit("2 working hours"), 2026);

        Assert.Equal(ACalendar.At("2026-02-14 15:31"), worst.Filed);
        Assert.Equal(ACalendar.At("2026-02-24 09:01"), worst.Ends);
    }

    [Fact]
    public void Working_days_in_a_row_keep_the_promise_of_their_sum_and_plain_days_may_break_one_either_way()
    {
        var year = FilingYear.Of(2026);
        var promise = year.Then(ACalendar.Office, ACalendar.Limit("8 working days"));
        var flow = year.Then(ACalendar.Office, ACalendar.Limit("5 working days")).Then(ACalendar.Office, ACalendar.Limit("3 working days"));

        Assert.Equal(TimeSpan.Zero, flow.WorstAgainst(promise).Time);
        Assert.True(year.Then(ACalendar.Office, ACalendar.Limit("7 days")).WorstAgainst(year.Then(ACalendar.Office, ACalendar.Limit("5 working days"))).Time > TimeSpan.Zero);
        Assert.True(year.Then(ACalendar.Office, ACalendar.Limit("5 working days")).WorstAgainst(year.Then(ACalendar.Office, ACalendar.Limit("7 days"))).Time > TimeSpan.Zero);
    }

    [Fact]
    public void One_working_day_takes_at_most_two_days_of_open_time()
    {
        var worst = FilingYear.Of(2026).Then(ACalendar.Office, ACalendar.Limit("1 working day")).LongestOpen(ACalendar.Office);

        Assert.Equal(TimeSpan.FromHours(14), worst.Time);
    }

    [Fact]
    public void The_candidates_are_few()
    {
        var year = FilingYear.Of(2026);

        Assert.InRange(year.Then(ACalendar.Office, ACalendar.Limit("5 working days")).Pieces, 200, 366);
        Assert.InRange(year.Then(ACalendar.Office, ACalendar.Limit("2 working hours")).Pieces, 500, 3000);
    }

    [Fact]
    public void Limits_beyond_the_last_year_are_out_of_reach_for_the_filings_that_they_are()
    {
        var year = FilingYear.Of(9999);

        foreach (var limit in new[] { "2 hours", "2 working hours", "2 working days", "2 days", "1 month", "90 minutes" })
        {
            var ends = year.Then(ACalendar.Office, ACalendar.Limit(limit));
            Assert.Equal(Certainty.OutOfReach, ends.EndOf(ACalendar.At("9999-12-31 23:30")).Certainty);
            Assert.Equal(ACalendar.Office.Due(ACalendar.At("9999-03-01 10:00"), ACalendar.Limit(limit)), ends.EndOf(ACalendar.At("9999-03-01 10:00")));
            Assert.Equal(Certainty.OutOfReach, ends.Then(ACalendar.Office, ACalendar.Limit("1 minute")).EndOf(ACalendar.At("9999-12-31 23:30")).Certainty);
        }
    }

    [Fact]
    public void A_filing_of_another_year_and_flows_of_two_years_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => FilingYear.Of(2026).EndOf(ACalendar.At("2027-01-01 00:00")));
        Assert.Throws<ArgumentException>(static () => FilingYear.Of(2026).WorstAgainst(FilingYear.Of(2027)));
        Assert.Throws<ArgumentOutOfRangeException>(static () => FilingYear.Of(0));
    }

    [Fact]
    public void Every_filing_minute_of_a_year_and_the_worst_of_them_are_those_that_a_walk_over_all_minutes_finds()
    {
        // Limits that run with the filing are where ends cross and differences grow; whole days are the easy half.
        var running = from unit in Gen.Elements(TimeUnit.Minutes, TimeUnit.Hours, TimeUnit.WorkingHours) from amount in Gen.Choose(1, 60) select new TimeLimit(amount, unit);
        var limits = Gen.Frequency((2, running), (1, ACalendar.Limits));
        var cases = from one in ACalendar.Plans
                    from two in ACalendar.Plans
                    from early in Gen.ArrayOf(limits, 2)
                    from branch in limits
                    from late in limits
                    from promise in limits
                    select (one.Plan, Other: two.Plan, one.Around.Year, Early: early, Branch: branch, Late: late, Promise: promise);
        // The flow: one step on each calendar in a row, beside them a branch, and after both a last step.
        Prop.ForAll(cases.ToArbitrary(), static flow =>
        {
            var (office, post) = (ACalendar.Of(flow.Plan), ACalendar.Of(flow.Other));
            var year = FilingYear.Of(flow.Year);
            var branch = year.Then(post, flow.Branch);
            var both = year.Then(office, flow.Early[0]).Then(post, flow.Early[1]).Later(branch);
            var whole = both.Then(office, flow.Late);
            var promised = year.Then(office, flow.Promise);

            var found = new[]
            {
                branch.LongestOpen(office), branch.WorstAgainst(promised), promised.WorstAgainst(branch), both.LongestOpen(post), both.WorstAgainst(promised), promised.WorstAgainst(both),
                whole.Longest(), whole.LongestOpen(office), whole.WorstAgainst(promised), promised.WorstAgainst(whole), whole.WorstAgainst(branch),
            };
            var walked = new TimeSpan[found.Length];
            Array.Fill(walked, TimeSpan.MinValue);
            for (var filed = new DateTime(flow.Year, 1, 1); filed.Year == flow.Year; filed = filed.AddMinutes(1))
            {
                var beside = post.Due(filed, flow.Branch).At;
                var straight = Next(post, office.Due(filed, flow.Early[0]).At, flow.Early[1]);
                var later = straight > beside ? straight : beside;
                var end = Next(office, later, flow.Late);
                var due = office.Due(filed, flow.Promise).At;
                if (branch.EndOf(filed).At != beside || both.EndOf(filed).At != later || whole.EndOf(filed).At != end) return false;
                Span<TimeSpan> times =
                [
                    office.OpenTime(filed, beside), beside - due, due - beside, post.OpenTime(filed, later), later - due, due - later,
                    end - filed, office.OpenTime(filed, end), end - due, due - end, end - beside,
                ];
                for (var at = 0; at < times.Length; at++) walked[at] = walked[at] > times[at] ? walked[at] : times[at];
            }

            // What was found is the most, and the filing that is named has it.
            return found.Select(static worst => worst.Time).SequenceEqual(walked) && found[6].Ends - found[6].Filed == found[6].Time && whole.EndOf(found[8].Filed).At == found[8].Ends;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

        // What ended at midnight ended on the day before.
        static DateTime Next(WorkingCalendar calendar, DateTime ended, TimeLimit limit) =>
            calendar.Due(limit.RunsByTheClock || limit.Unit == TimeUnit.WorkingHours ? ended : ended.AddMinutes(-1), limit).At;
    }

    [Fact]
    public void A_step_after_days_that_end_at_midnight_counts_the_next_day_as_its_first()
    {
        var notice = FilingYear.Of(2026).Then(ACalendar.Office, ACalendar.Limit("7 days"));

        Assert.Equal(ACalendar.At("2026-03-11 00:00"), notice.EndOf(ACalendar.At("2026-03-03 10:00")).At);
        Assert.Equal(ACalendar.At("2026-03-12 17:30"), notice.Then(ACalendar.Office, ACalendar.Limit("2 working days")).EndOf(ACalendar.At("2026-03-03 10:00")).At);
    }
}
