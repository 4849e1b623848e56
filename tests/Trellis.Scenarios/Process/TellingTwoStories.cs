using Trellis.Ledger;
using Trellis.Process;
using Trellis.Process.Clocks;
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
        var stored = desk.Desk.Questions.Find(ADesk.Resident, matter.Id)!.Value.Matter;
        Assert.Equal(matter.Closures, stored.Closures);
        desk.Record.HoldsTogether();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Construction_noise_at_night_goes_with_a_return_a_whistle_an_escalation_and_a_paper_day(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var matter = await desk.File("construction-noise", "heping");
        var paper = desk.Clock.Now.AddMinutes(10);
        desk.Clock.Move(TimeSpan.FromHours(3));
        matter = await desk.Perform(matter, "receive", happened: paper);

        // The street hands it to the bureau, which gives it back to the one who bears the duty here.
        var street = matter.HeldBy;
        var holder = await desk.Officer(new PostAt("", street));
        matter = (await desk.Do(holder, new HandOverMatter(matter.Id, null, new UnitId("urban-management")))).Matter!;
        var bureau = await desk.Officer(new PostAt("", new UnitId("urban-management")));
        matter = (await desk.Do(bureau, new ReturnMatter(matter.Id, null, new DutyId("construction-noise"), street))).Matter!;
        Assert.Equal(1, matter.Returns);

        var leader = await desk.Officer(new PostAt("township-leader", street));
        matter = (await desk.Do(leader, new BlowWhistle(matter.Id, "look", []))).Matter!;
        desk.Clock.Move(TimeSpan.FromHours(3));
        Assert.True(await desk.Desk.RunDueAsync(ARecord.Patience) > 0);
        Assert.Equal(0, await desk.Desk.RunDueAsync(ARecord.Patience));
        var history = desk.Desk.Questions.History(leader, matter.Id)!;
        Assert.Contains(history, static line => line.Event is CallMissed);
        Assert.Contains(history, static line => line.Event is MatterEscalated);

        await desk.RestartAsync();
        matter = (await desk.Do(ADesk.Resident, new JudgeWhistle(matter.Id, 1, WhistleVerdict.WithoutEffect))).Matter!;
        matter = await desk.Perform(matter, "look", given: ("matter.site-report", Value.Document("d-1")));
        matter = await desk.Perform(matter, "measuring", given: ("matter.noise-level", Value.Of(new Quantity(70, Measure.Decibel))));
        matter = await desk.Perform(matter, "certificate", given: ("matter.night-permit", Value.No));
        matter = await desk.Perform(matter, "stop", new StepResult.Decided("order"));
        matter = await desk.Perform(matter, "standstill", given: ("matter.work-stopped", Value.Yes));
        Assert.Equal(["case", "hours"], matter.Open.Select(static one => one.Key).Order(StringComparer.Ordinal));
        matter = await desk.Perform(matter, "hours");
        matter = await desk.Perform(matter, "case", given: ("matter.fine-sum", Value.Of(new Quantity(5000, Measure.Yuan))));
        matter = await desk.Perform(matter, "penalty", new StepResult.Decided("penalise"), other: true);
        matter = await desk.Perform(matter, "notify");
        matter = await desk.Perform(matter, "confirm");
        Assert.Equal((ClosureKind.Solved, (bool?)true), (matter.LastClosure!.Kind, matter.LastClosure.Confirmed));

        // The fine stands in the record as a band, under the mandate of who decided it.
        var entry = desk.Record.Entries().Single(static entry => entry.Event == StepPerformed.Name && ((EntryValue.Word)entry.Fields["step"]!).Text == "penalty");
        Assert.Equal("5000-CNY", ((EntryValue.Word)entry.Fields["band"]!).Text);
        Assert.StartsWith("power/", entry.Mandate.First(static word => word.StartsWith("power/", StringComparison.Ordinal)), StringComparison.Ordinal);
        desk.Record.HoldsTogether();
    }
}
