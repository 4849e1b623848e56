using Trellis.Information;
using Trellis.Information.Registers;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Process;
using Xunit;

namespace Trellis.Scenarios.Information;

/// <summary>Rows of registers: entered, recorded, read as of a day, disagreed on, settled, linked, erased; the same on both stores.</summary>
public sealed class KeepingRegisters
{
    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_value_is_read_as_of_a_day_and_as_the_record_knew_it_at_a_moment(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var police = await desk.Police();
        var wang = await desk.Enter(police, "person", "name=王芳", "phone=13800000001");
        var before = desk.Clock.Now;
        desk.Clock.Move(TimeSpan.FromDays(10));
        await desk.Record(police, wang, "phone=13900000002", from: desk.Today().AddDays(-3));

        Assert.Equal("13900000002", desk.Stands(wang, "phone"));
        Assert.Equal("13800000001", desk.Stands(wang, "phone", day: desk.Today().AddDays(-4)));
        Assert.Equal("13800000001", desk.Stands(wang, "phone", known: before)); // what was not known yet is not told
        Assert.Equal("王芳", desk.Stands(wang, "name"));
        var held = Assert.Single(desk.Held(wang, "phone"));
        Assert.Equal(new UnitId("police"), held.Claim.Provenance.By);
        Assert.False(held.Disputed);
        await desk.AssertTheSameWhenFoldedAnew();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Many_subjects_are_entered_in_one_call_and_one_that_is_refused_leaves_the_others_alone(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var police = await desk.Police();
        IAct[] acts = [.. Enumerable.Range(0, 300).Select(number => new EnterSubject(new RowId("person", number == 7 ? "bad key" : ""), [desk.Given("person", "name", $"人{number}"), desk.Given("person", "household", $"h{number / 3}")], new SourceGiven(ValueSource.Import, "list-1")))];

        var (done, instead) = await desk.Registers.DoManyAsync(police, acts, "k-1", ARecord.Patience);

        Assert.Null(instead);
        Assert.Equal(299, done!.Receipt.Count);
        Assert.Equal(InformationRefusals.KeyUnreadable, Assert.Single(done.Refused).Why);
        Assert.Equal(299, desk.Registers.Questions.Count("person"));
        Assert.Equal("人299", desk.Stands(done.Subjects[299]!.Value, "name"));
        Assert.Equal(3, desk.Registers.Questions.Related(new RowId("household", "h5"), "person.household", new AsOf(desk.Today())).Count);
        await desk.AssertTheSameWhenFoldedAnew();
    }
}
