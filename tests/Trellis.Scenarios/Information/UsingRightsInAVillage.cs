using Trellis.Information.Forms;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Information;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Process;
using Trellis.Structure.Expressions;
using Xunit;

namespace Trellis.Scenarios.Information;

/// <summary>The rights of people over what is held of them, and of villages over what is asked of them, in the smallest structure that there is.</summary>
public sealed class UsingRightsInAVillage
{
    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_resident_asks_for_a_copy_and_questions_a_look_and_a_village_says_that_a_field_is_asked_twice_each_with_a_clock(string kind)
    {
        await using var desk = await ADesk.On(kind, "hello-village");
        var structure = desk.Desk.InForce.Structure;
        Assert.Equal(["copy", "correction", "erasure", "objection", "question"], structure.Matters.All.SelectMany(static type => type.Rights).Order(StringComparer.Ordinal));

        var copy = await FileAsync(desk, "data-request", new GivenItem("matter.data-wanted", Value.Of("a copy of everything")));
        Assert.Equal("service-clerk@liuhe", copy.OpenAt("receive")!.Performer!.Value.Post!.Value.ToString());
        Assert.NotNull(copy.OpenAt("receive")!.Due);
        copy = await desk.Perform(copy, "receive");
        Assert.Equal("service-lead@liuhe", copy.OpenAt("answer")!.Performer!.Value.Post!.Value.ToString());

        // One finds out why a look was taken, another judges it.
        var question = await FileAsync(desk, "question-a-look", new GivenItem("matter.questioned-look", Value.Of(3)));
        question = await desk.Perform(question, "receive");
        Assert.Equal("service-lead@liuhe", question.OpenAt("look")!.Performer!.Value.Post!.Value.ToString());

        var forms = await FormsDesk.OpenAsync(desk.Writer, desk.Desk);
        var head = new PostAt("village-head", new UnitId("shangliu"));
        var officer = await desk.Officer(head);
        var (answer, id) = await forms.ReportAskedTwiceAsync(officer, new ReportAskedTwice("safety-walk", head.Unit, "unit.hazards-found", null, new PersonalText("the works office counts them too")), "k-twice", ARecord.Patience);
        Assert.IsType<ActAnswer.Done>(answer);
        var matter = desk.Desk.Questions.Find(Actor.System, id!.Value) is var (found, _) ? found : null;
        Assert.Equal(("form-asked-twice", new UnitId("liuhe")), (matter!.Type, matter.HeldBy));
        Assert.NotNull(matter.OpenAt("receive")!.Due);
        await forms.DisposeAsync();
        await desk.AssertTheSameWhenFoldedAnew();
    }

    private static async Task<Matter> FileAsync(ADesk desk, string type, GivenItem given)
    {
        var person = new ActorId("r-440017");
        var done = await desk.Do(new Actor.Resident(person), MattersDesk.Filing(type, null, [new BoundRole("applicant", new RowId("person", person.Text))], person, Channel.Web, [given], null));
        return done.Matter!;
    }
}
