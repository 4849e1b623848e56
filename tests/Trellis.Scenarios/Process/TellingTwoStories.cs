using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;
using Xunit;

namespace Trellis.Scenarios.Process;

/// <summary>Two matters of the sample county through the desk, from the filing to the resident's word.</summary>
public sealed class TellingTwoStories
{
    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_small_restaurant_opens_in_Cuiwei(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var matter = await desk.File("small-restaurant", "xikoujie", ("premises.area", Value.Of(new Quantity(90, Measure.SquareMetre))));
        desk.Clock.Move(TimeSpan.FromHours(1));
        matter = await desk.Perform(matter, "receive");
        Assert.Equal(["business-licence/registration", "fire", "hygiene", "neighbours"], matter.Open.Select(static one => one.Key).Order(StringComparer.Ordinal));
        Assert.Equal($"{matter.Number}-1", matter.PartAt("business-licence")!.Number);

        desk.Clock.Move(TimeSpan.FromHours(2));
        matter = await desk.Perform(matter, "business-licence/registration", new StepResult.Decided("grant"));
        matter = await desk.Perform(matter, "business-licence/notify");
        matter = await desk.Perform(matter, "hygiene", given: ("matter.hygiene-report", Value.Document("d-1")));
        matter = await desk.Perform(matter, "fire", given: ("matter.fire-report", Value.Document("d-2")));
        desk.Clock.Move(TimeSpan.FromDays(4));
        matter = await desk.Perform(matter, "neighbours");
        matter = await desk.Perform(matter, "permit", new StepResult.Decided("grant"), other: true);
        matter = await desk.Perform(matter, "deliver");
        matter = await desk.Perform(matter, "notify");
        matter = await desk.Perform(matter, "confirm");
        Assert.Equal((ClosureKind.Solved, (bool?)true), (matter.LastClosure!.Kind, matter.LastClosure.Confirmed));
        var stored = desk.Desk.Questions.Find(matter.Id)!.Value.Matter;
        Assert.Equal(matter.Closures, stored.Closures);
        desk.Record.HoldsTogether();
    }
}
