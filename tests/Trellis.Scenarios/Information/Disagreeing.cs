using Trellis.Information;
using Trellis.Information.Registers;
using Trellis.Ledger;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Process;
using Xunit;

namespace Trellis.Scenarios.Information;

/// <summary>Departments that disagree, rows that are the same person, and people who are erased.</summary>
public sealed class Disagreeing
{
    private static readonly PersonalText Why = new("because");

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task What_another_office_says_stands_beside_until_the_owner_settles_it_and_what_was_said_of_other_days_stays(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var (police, welfare) = (await desk.Police(), await desk.Officer(new PostAt("relief-officer", new UnitId("civil-affairs"))));
        var wang = await desk.Enter(police, "person", "name=王芳", "phone=13800000001");
        var from = desk.Today().AddDays(-5);

        var corrected = await desk.Correct(welfare, wang, "phone=13900000002", from);

        Assert.Equal([true, true], desk.Held(wang, "phone").Select(static one => one.Disputed));
        Assert.Equal("13800000001", desk.Stands(wang, "phone")); // the owner's, until it is settled
        Assert.Equal(wang, Assert.Single(desk.Registers.Questions.Disagreements("person.phone", null, 10)).Subject);
        Assert.Equal(InformationRefusals.NotTheOwner, Refused(await desk.TryRegister(welfare, new SettleValue(wang, "phone", corrected.Receipt.First, Why, ["cuiwei-data-rules/6"]))));

        await desk.Register(police, new SettleValue(wang, "phone", corrected.Receipt.First, Why, ["cuiwei-data-rules/6"]));

        Assert.Equal("13900000002", desk.Stands(wang, "phone"));
        Assert.Equal("13800000001", desk.Stands(wang, "phone", day: from.AddDays(-1)));
        Assert.False(Assert.Single(desk.Held(wang, "phone")).Disputed);
        Assert.Empty(desk.Registers.Questions.Disagreements("person.phone", null, 10));
        await desk.AssertTheSameWhenFoldedAnew();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_value_that_another_office_says_alike_is_no_disagreement(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var wang = await desk.Enter(await desk.Police(), "person", "phone=13800000001");

        await desk.Correct(await desk.Officer(new PostAt("relief-officer", new UnitId("civil-affairs"))), wang, "phone=13800000001");

        Assert.Equal(2, desk.Held(wang, "phone").Count);
        Assert.Empty(desk.Registers.Questions.Disagreements("person.phone", null, 10));
        await desk.AssertTheSameWhenFoldedAnew();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Reads_follow_a_link_under_its_purposes_alone_and_undoing_it_gives_back_both_rows(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var police = await desk.Police();
        var one = await desk.Enter(police, "person", "name=王芳", "phone=13800000001", "sex=female");
        var other = await desk.Enter(police, "person", "name=王芳", "phone=13900000002", "care-kind=left-behind-child");
        var (before, beforeOther) = (desk.Registers.Questions.Find(one), desk.Registers.Questions.Find(other));

        await desk.Register(police, new LinkSubjects(one, other, ["care"], ["same-number"], null));

        Assert.Equal("left-behind-child", desk.Stands(one, "care-kind", purpose: "care"));
        Assert.Null(desk.Stands(one, "care-kind", purpose: "licensing"));
        Assert.Null(desk.Stands(one, "care-kind"));
        Assert.Equal(InformationRefusals.LinkedAlready, Refused(await desk.TryRegister(police, new LinkSubjects(other, one, ["care"], ["same-number"], null))));
        Assert.Equal(InformationRefusals.LinkedToItself, Refused(await desk.TryRegister(police, new LinkSubjects(one, one, ["care"], ["same-number"], null))));
        Assert.Equal(InformationRefusals.NoSuchPurpose, Refused(await desk.TryRegister(police, new LinkSubjects(one, other, ["curiosity"], ["same-number"], null))));

        await desk.Register(police, new UndoLink(other, one, Why));

        Assert.Null(desk.Stands(one, "care-kind", purpose: "care"));
        Assert.Equal(before!.Claims.Count, desk.Registers.Questions.Find(one)!.Claims.Count);
        Assert.Equal(beforeOther!.Revision, desk.Registers.Questions.Find(other)!.Revision);
        Assert.Equal(InformationRefusals.NotLinked, Refused(await desk.TryRegister(police, new UndoLink(one, other, Why))));
        Assert.NotNull(Assert.Single(desk.Registers.Questions.Links(one)).Undone);
        await desk.AssertTheSameWhenFoldedAnew();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Two_rows_that_were_told_apart_are_not_linked_until_that_is_taken_back_and_no_read_follows(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var police = await desk.Police();
        var one = await desk.Enter(police, "person", "name=王芳", "phone=13800000001");
        var other = await desk.Enter(police, "person", "name=王芳", "care-kind=left-behind-child");

        Assert.Equal(InformationRefusals.ReasonMissing, Refused(await desk.TryRegister(police, new TellApart(one, other, null))));
        Assert.Equal(InformationRefusals.LinkedToItself, Refused(await desk.TryRegister(police, new TellApart(one, one, Why))));
        Assert.Equal(InformationRefusals.NoSuchSubject, Refused(await desk.TryRegister(police, new TellApart(one, other with { Key = "nobody" }, Why))));
        Assert.Equal(InformationRefusals.NotYoursToRecord, Refused(await desk.TryRegister(await desk.Officer(new PostAt("", new UnitId("bus-company"))), new TellApart(one, other, Why))));
        await desk.Register(police, new TellApart(one, other, Why));

        Assert.Null(desk.Stands(one, "care-kind", purpose: "care"));
        Assert.Equal(InformationRefusals.ToldApart, Refused(await desk.TryRegister(police, new TellApart(other, one, Why))));
        Assert.Equal(InformationRefusals.ToldApart, Refused(await desk.TryRegister(police, new LinkSubjects(other, one, ["care"], ["same-name"], null))));
        await desk.Register(police, new UndoLink(other, one, Why));
        Assert.Equal(InformationRefusals.NotLinked, Refused(await desk.TryRegister(police, new UndoLink(one, other, Why))));
        await desk.Register(police, new LinkSubjects(other, one, ["care"], ["same-name"], null));
        Assert.Equal("left-behind-child", desk.Stands(one, "care-kind", purpose: "care"));
        Assert.Equal(InformationRefusals.LinkedAlready, Refused(await desk.TryRegister(police, new TellApart(one, other, Why))));
        await desk.AssertTheSameWhenFoldedAnew();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Rows_of_two_offices_that_are_linked_show_where_they_disagree_and_no_longer_when_the_link_is_undone(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var police = await desk.Police();
        var welfare = await desk.Officer(new PostAt("relief-officer", new UnitId("civil-affairs")));
        var one = await desk.Enter(police, "person", "name=王芳", "phone=13800000001");
        var other = await desk.Enter(welfare, "person", "name=王芳", "phone=13900000002");

        await desk.Register(police, new LinkSubjects(one, other, ["care"], ["same-name"], null));

        Assert.Empty(desk.Registers.Questions.Disagreements("person.name", null, 10));
        Assert.Equal(one, Assert.Single(desk.Registers.Questions.Disagreements("person.phone", null, 10)).Subject);
        await desk.Record(welfare, other, "phone=13800000001", from: DateOnly.MinValue); // it had always been so
        Assert.Empty(desk.Registers.Questions.Disagreements("person.phone", null, 10));
        await desk.Record(welfare, other, "phone=13700000003");
        Assert.Single(desk.Registers.Questions.Disagreements("person.phone", null, 10));
        await desk.Register(police, new UndoLink(one, other, Why));
        Assert.Empty(desk.Registers.Questions.Disagreements("person.phone", null, 10));
        await desk.AssertTheSameWhenFoldedAnew();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Who_is_erased_is_erased_with_the_rows_that_are_linked_and_asked_for_again_is_told_so(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var police = await desk.Police();
        var wang = new RowId("person", ADesk.Wang.Text);
        await desk.Register(police, new EnterSubject(wang, [desk.Given("person", "name", "王芳"), desk.Given("person", "household", "h-1")], OnRegisters.AnAct));
        var other = await desk.Enter(police, "person", "name=王芳", "phone=13900000002");
        await desk.Register(police, new LinkSubjects(wang, other, ["care"], ["same-number"], null));
        await desk.File("construction-noise", "heping");

        var (erased, why) = await desk.Writer.EraseAsync(ADesk.Wang.Text, null, new EntryActor.Officer("data-officer", "cuiwei"), "personal-law/47", ARecord.Patience);

        Assert.Null(why);
        Assert.True(erased!.Values >= 3);
        Assert.Null(desk.Stands(wang, "name"));
        Assert.Null(desk.Stands(other, "phone"));
        Assert.Equal(InformationRefusals.Erased, Refused(await desk.TryRegister(police, new RecordValues(wang, [desk.Given("person", "phone", "1")], OnRegisters.AnAct))));
        Assert.Equal(InformationRefusals.Erased, Refused(await desk.TryRegister(police, new LinkSubjects(other, wang, ["care"], ["same-number"], null))));

        // There is a new basis, and what was there before does not come back.
        await desk.Register(police, new EnterSubject(wang, [desk.Given("person", "phone", "13600000004")], OnRegisters.AnAct));
        Assert.Equal("13600000004", desk.Stands(wang, "phone"));
        Assert.Null(desk.Stands(wang, "name"));
        await desk.AssertTheSameWhenFoldedAnew();
    }

    internal static Refusal? Refused(ActAnswer answer) => answer is ActAnswer.Refused refused ? refused.Why : null;
}
