using Trellis.Authority;
using Trellis.Information.Looks;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Information;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Process;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;
using Xunit;
using Entry = Trellis.Ledger.Entry;

namespace Trellis.Scenarios.Information;

/// <summary>What the base holds nobody is asked for: conditions and limits of powers read it, each time with a look that stands before what follows.</summary>
public sealed class ReadingTheBaseInMatters
{
    private static Task<Actor> Survey(ADesk desk) => desk.Officer(new PostAt("", new UnitId("natural-resources")));

    private static async Task<Matter> FileAsync(ADesk desk, RowId premises, string place = "tingxi", params (string Fact, Value Value)[] given)
    {
        BoundRole[] roles = [new("applicant", new RowId("person", ADesk.Wang.Text)), new("premises", premises)];
        return (await desk.Do(ADesk.Resident, MattersDesk.Filing("small-restaurant", new UnitId(place), roles, ADesk.Wang, Channel.Web, given.Select(static one => new GivenItem(one.Fact, one.Value))))).Matter!;
    }

    private static async Task<Matter> ReceivedAsync(ADesk desk, RowId premises, params (string Fact, Value Value)[] given) => await desk.Perform(await FileAsync(desk, premises, given: given), "receive");

    /// <summary>Everybody does what is before the decision, with whatever they are to give.</summary>
    private static async Task<Matter> UntilThePermitAsync(ADesk desk, Matter matter)
    {
        while (matter.OpenAt("permit") is null)
        {
            var open = matter.Open.First(static one => one.Kind == PointKind.Step && one.Awaits.IsEmpty);
            var type = desk.Desk.InForce.Structure.Matters.Of(open.Key.StartsWith("business-licence/", StringComparison.Ordinal) ? "business-licence" : matter.Type)[0];
            var step = type.Steps.First(one => one.Id == open.Step);
            if (step.Kind == StepKind.Consult) desk.Clock.Move(TimeSpan.FromDays(4));
            var names = FormulaNames.Of(desk.Desk.InForce.Structure, type);
            StepResult? result = step.Kind == StepKind.Decide ? new StepResult.Decided("grant") : null;
            matter = await desk.Perform(matter, open.Key, result, given: [.. step.Gives.Select(fact => (fact.Id, names.TypeOf(fact.Id) switch { FactType.ADocument => Value.Document("d-1"), FactType.YesOrNo => Value.Yes, FactType.ADay => Value.Of(desk.Today()), _ => Value.Of("ok") }))]);
        }

        return matter;
    }

    private static IEnumerable<Entry> Reads(ADesk desk) => desk.Record.Entries().Where(static entry => entry.Event == FactsRead.Name);

    private static Value Area(decimal size) => Value.Of(new Quantity(size, Measure.SquareMetre));

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_condition_reads_what_the_base_holds_and_the_look_stands_before_what_follows_from_it(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var large = await desk.Enter(await Survey(desk), "place", "area=80 m2");
        var small = await desk.Enter(await Survey(desk), "place", "area=40 m2");

        var first = await ReceivedAsync(desk, large);
        var second = await ReceivedAsync(desk, small);

        Assert.Empty(first.OpenAt("fire")!.Awaits);
        Assert.NotNull(first.OpenAt("fire")!.Performer);
        Assert.True(second.DoneAt("fire")!.IsSkipped);
        Assert.Null(second.OpenAt("fire"));
        var entries = desk.Record.Entries().ToList();
        var look = entries.FindIndex(static entry => entry.Event == FactsRead.Name);
        Assert.True(look < entries.FindIndex(entry => entry.Event == StepOpened.Name && entry.Fields["step"] is EntryValue.Word { Text: "fire" }));
        Assert.Equal(
            (EntryActor.System, large.ToString(), "licensing", $"matter/{first.Id.Text}"),
            (entries[look].By, ((EntryValue.Word)entries[look].Fields["subject"]!).Text, ((EntryValue.Word)entries[look].Fields["purpose"]!).Text, ((EntryValue.Word)entries[look].Fields["reason"]!).Text));
        Assert.Equal(["licensing-law/30"], entries[look].Mandate);
        Assert.Equal(["place.area"], ((EntryValue.List)entries[look].Fields["items"]!).Values.Select(static one => ((EntryValue.Word)one).Text));
        Assert.All(entries.Where(static entry => entry.Event is not "subject-entered/1"), static entry => Assert.DoesNotContain(entry.Personal, static part => part.Name == "value/area"));
        Assert.Equal(2, Reads(desk).Count()); // receiving read it once for each; nothing is read twice for one answer
        await desk.AssertTheSameWhenFoldedAnew();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task What_is_missing_in_dispute_or_erased_is_asked_for_and_what_was_given_goes_before_the_base(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var survey = await Survey(desk);
        var (unknown, disputed, held) = (await desk.Enter(survey, "place", "storeys=2"), await desk.Enter(survey, "place", "area=80 m2"), await desk.Enter(survey, "place", "area=80 m2"));
        await desk.Correct(await desk.Officer(new PostAt("relief-officer", new UnitId("civil-affairs"))), disputed, "area=40 m2");

        foreach (var row in (RowId[])[unknown, disputed, new RowId("place", "nobody-knows")])
            Assert.Equal(["premises.area"], (await ReceivedAsync(desk, row)).OpenAt("fire")!.Awaits);
        Assert.Empty(Reads(desk)); // what is not used is not read

        var given = await ReceivedAsync(desk, held, ("premises.area", Area(40)));
        Assert.True(given.DoneAt("fire")!.IsSkipped);
        Assert.Empty(Reads(desk));

        await desk.Writer.EraseAsync(held.ToString(), null, new EntryActor.Officer("archivist", "cuiwei"), "cuiwei-data-rules/9", ARecord.Patience);
        Assert.Equal(["premises.area"], (await ReceivedAsync(desk, held)).OpenAt("fire")!.Awaits);
        await desk.AssertTheSameWhenFoldedAnew();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Who_files_is_told_as_missing_only_what_the_base_does_not_hold(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var row = await desk.Enter(await Survey(desk), "place", "area=80 m2");

        var filed = await FileAsync(desk, row);

        var entry = desk.Record.Entries().Single(static one => one.Event == MatterFiled.Name);
        var missing = ((EntryValue.List)entry.Fields["missing"]!).Values.Select(static one => ((EntryValue.Word)one).Text).ToList();
        Assert.DoesNotContain("premises.area", missing);
        Assert.Contains("premises.address", missing);
        Assert.Equal(filed.Id.Text, ((EntryValue.Word)entry.Fields["matter"]!).Text);
        Assert.Empty(Reads(desk)); // that it is there is no reading of it
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_limit_of_a_power_reads_the_base_and_a_no_leaves_its_look_too(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var survey = await Survey(desk);
        var (small, large) = (await desk.Enter(survey, "place", "area=50 m2"), await desk.Enter(survey, "place", "area=150 m2"));

        var performers = new List<string?>();
        foreach (var row in (RowId[])[small, large])
        {
            var matter = await ReceivedAsync(desk, row);
            matter = await UntilThePermitAsync(desk, matter);
            performers.Add(matter.OpenAt("permit")?.Performer?.ToString());
            var lead = await desk.Officer(new PostAt("service-lead", new UnitId("xikou")));
            if (row == small) continue;

            var before = Reads(desk).Count();
            var act = new PerformStep(matter.Id, "permit", new StepResult.Decided("grant"), [], new PersonalText("because"));
            Assert.IsType<ActAnswer.Refused>(desk.Desk.Would(new ActOrder { By = lead, Act = act }));
            Assert.Equal(before, Reads(desk).Count()); // a trial enters nothing
        }

        Assert.Equal(["service-lead@xikou", "licence-head@market"], performers);
        Assert.All(Reads(desk), static one => Assert.Equal(["place.area"], ((EntryValue.List)one.Fields["items"]!).Values.Select(static item => ((EntryValue.Word)item).Text)));
        await desk.AssertTheSameWhenFoldedAnew();
    }
}
