using Trellis.Process;
using Trellis.Process.Matters;
using Xunit;

namespace Trellis.Tests.Process;

/// <summary>Who may look into a matter, as a table. What is not in it sees nothing.</summary>
public sealed class SeeingMattersOfOthers
{
    [Theory]
    [InlineData("resident r-wang", true)]
    [InlineData("resident p-1", true)] // has a role in it
    [InlineData("resident r-stranger", false)]
    [InlineData("officer service-clerk@liuhe", true)] // holds it
    [InlineData("officer village-clerk@zhongliu", true)] // has a step
    [InlineData("officer village-head@zhongliu", true)] // of the same unit
    [InlineData("officer village-clerk@shangliu", false)]
    [InlineData("officer works-clerk@works-office", false)]
    [InlineData("leader works-head@works-office", false)] // leads others, not these
    [InlineData("leader township-leader@liuhe", true)]
    [InlineData("system", true)]
    public void Residents_see_their_own_officers_what_their_unit_has_a_part_in_and_leaders_what_is_below(string who, bool sees)
    {
        var run = ARun.OfTownship().Filed("small-repair").Perform("receive");
        Assert.Equal(sees, SeeingMatters.May(Reader(who), run.Matter, run.As(Actor.System).Today, who.StartsWith("leader", StringComparison.Ordinal)));
    }

    [Fact]
    public void Who_was_asked_or_called_sees_it_from_then_on_and_who_had_a_part_keeps_it()
    {
        var run = ARun.OfTownship().Filed("small-repair").Perform("receive");
        var works = new Actor.Officer(new ActorId("o-w"), new PostAt("works-clerk", new UnitId("works-office")));
        var today = run.As(Actor.System).Today;
        run.Do((matter, at) => AskingUnits.Decide(matter, new AskUnit(matter.Id, "look", Bearer.Of(works.Seat.Unit), WaitReason.Data, null), at), ARun.Officer("village-clerk@zhongliu"));
        Assert.True(SeeingMatters.May(works, run.Matter, today, leads: false));
        run.Later(TimeSpan.FromHours(1)).Do((matter, at) => AskingUnits.Decide(matter, new AnswerUnit(matter.Id, "look", true, []), at), works);
        Assert.True(SeeingMatters.May(works, run.Matter, today, leads: false));
    }

    [Fact]
    public void Posts_that_overdue_matters_are_told_to_supervise_and_no_others()
    {
        var structure = ARun.OfCounty().Structure;
        Assert.True(structure.Supervises("township-leader"));
        Assert.False(structure.Supervises("duty-officer"));
        Assert.False(structure.Supervises("requester"));
    }

    private static Actor Reader(string who) => who.Split(' ') switch
    {
        ["system"] => Actor.System,
        ["resident", var person] => new Actor.Resident(new ActorId(person)),
        [_, var seat] => new Actor.Officer(new ActorId("o-1"), PostAt.Parse(seat)!.Value),
        _ => throw new InvalidOperationException(who),
    };
}
