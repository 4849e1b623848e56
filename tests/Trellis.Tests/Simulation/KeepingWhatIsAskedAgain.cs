using Trellis.Authority;
using Trellis.Process;
using Trellis.Process.Clocks;
using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Simulation.Runs;
using Trellis.Structure.Expressions;
using Xunit;

namespace Trellis.Tests.Simulation;

/// <summary>A run keeps what it asks for again and again, and goes on under the same circumstances from act to act. The slow twin works everything out anew.</summary>
public sealed class KeepingWhatIsAskedAgain
{
    [Fact]
    public void The_jobs_and_steps_of_a_matter_are_those_that_are_worked_out_anew()
    {
        var scene = ASimulation.County();
        var run = ASimulation.Run(scene, scene.UsualLoad(ASimulation.Day), days: 12);
        var compared = 0;
        run.Acting = one =>
        {
            if (one.Case is not { Setting.Under: { } kept, Matter: { } matter }) return;
            var anew = Anew(kept, kept.Given);
            Assert.Equal(Jobs.Next(matter, anew), Jobs.Next(matter, kept));
            Assert.Equal(Jobs.All(matter, anew), Jobs.All(matter, kept));
            foreach (var open in matter.Open) Assert.Equal(AdvancingFlows.StepAt(matter, anew, open.Key)?.What, AdvancingFlows.StepAt(matter, kept, open.Key)?.What);
            compared++;
        };
        run.ToTheEnd();

        Assert.True(compared > 500);
    }

    [Fact]
    public void A_job_that_fired_earlier_than_it_is_due_now_is_not_waited_for_once_its_time_has_come()
    {
        var scene = ASimulation.County();
        var run = ASimulation.Run(scene, scene.UsualLoad(ASimulation.Day), days: 12);
        var compared = 0;
        run.Acting = one =>
        {
            if (one.Case is not { Setting.Under: { } kept, Matter: { } matter } || Jobs.All(matter, kept) is not [var first, ..] || first.At <= kept.Now) return;
            // Its time was counted by the calendar of another post when it fired.
            var fired = matter with { Fired = matter.Fired.Add(first.Id) };
            Assert.Equal(first.At, Jobs.Next(fired, kept));
            var late = kept with { Now = first.At };
            var next = Jobs.Next(fired, late);
            Assert.Equal(Jobs.Next(fired, Anew(late, kept.Given)), next);
            Assert.DoesNotContain(Jobs.Due(fired, late), job => job.Id == first.Id);
            Assert.True(next is null || next > late.Now || Jobs.Due(fired, late).Count > 0, $"{first.Id} is looked for again and again.");
            compared++;
        };
        run.ToTheEnd();

        Assert.True(compared > 500, $"{compared}");
    }

    [Fact]
    public void What_is_missing_at_a_filing_is_what_every_question_by_itself_finds_unknown()
    {
        var scene = ASimulation.County();
        var run = ASimulation.Run(scene, scene.UsualLoad(ASimulation.Day), days: 3);
        var (compared, missing) = (0, 0);
        run.Acting = one =>
        {
            if (one.Act is not FileMatter filing || one.Case?.Setting?.Under is not { } kept) return;
            for (var at = 0; at < filing.Given.Count; at++)
            {
                foreach (var given in (FixedList<GivenItem>[])[filing.Given, filing.Given.RemoveAt(at), filing.Given.SetItem(at, new GivenItem(filing.Given[at].Fact, Value.Missing)), filing.Given.RemoveAt(at).Add(new GivenItem("matter.nobody-asked", Value.Missing))])
                {
                    var under = Anew(kept, given);
                    var accepted = Assert.IsType<Outcome.Accepted>(FilingMatters.Decide(filing with { Given = given }, under));
                    var filed = Assert.IsType<MatterFiled>(accepted.Events[0]);
                    var flow = under.Flows.Of(filing.Type, under.Day)!;
                    var facts = new FactsOfMatter(FoldingMatters.Begin(filed), flow.Scope, under);
                    Assert.Equal(flow.Matter.Asks.Select(static asked => asked.Id).Where(asked => under.Flows.Formula(flow.Matter, asked)?.Evaluate(facts).IsKnown == false), filed.Missing);
                    (compared, missing) = (compared + 1, missing + filed.Missing.Count);
                }
            }
        };
        run.ToTheEnd();

        Assert.True(compared > 500 && missing > 100, $"{compared} {missing}");
    }

    [Fact]
    public void Who_sits_where_is_answered_alike_however_often_it_is_asked()
    {
        string[] people = ["o-1", "o-2", "o-3", "nobody"];
        var standing = Standing.Nothing;
        for (var at = 0; at < 9; at++) standing = standing.After(new AuthorityEvent.SeatTaken(people[at % 3], $"post-{at % 2}", $"unit-{at % 4}", ASimulation.Day.AddDays(at), DateOnly.MaxValue, null));
        standing = standing.After(new AuthorityEvent.SeatLeft("o-1", "post-0", "unit-0", ASimulation.Day.AddDays(5)));

        var first = Answers();
        Assert.Contains(first, static one => one is not null);
        Assert.Contains(null, first);
        for (var again = 0; again < 5; again++) Assert.Equal(first, Answers());

        // Another book does not answer out of the table of the one before.
        standing = standing.After(new AuthorityEvent.SeatTaken("nobody", "post-0", "unit-0", ASimulation.Day, DateOnly.MaxValue, null));
        Assert.NotEqual(first, Answers());

        List<DateOnly?> Answers() => [.. from person in people from post in new[] { "post-0", "post-1" } from unit in new[] { "unit-0", "unit-1", "unit-3" } select standing.SeatOf(person, post, unit, ASimulation.Day.AddDays(6))?.From];
    }

    private static Circumstances Anew(Circumstances kept, IReadOnlyList<GivenItem> given) => new()
    {
        Structure = kept.Structure,
        Today = kept.Today,
        Times = kept.Times,
        Flows = kept.Flows,
        Now = kept.Now,
        By = kept.By,
        Given = given,
        Deciders = kept.Deciders,
        Returned = kept.Returned,
        SitsIn = kept.SitsIn,
    };
}
