using Trellis.Information.Forms;
using Trellis.Information.Registers;
using Trellis.Process.Matters;
using Trellis.Runtime.Assessment;
using Trellis.Runtime.Information;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Process;
using Trellis.Structure.Calendars;
using Trellis.Structure.Expressions;
using Xunit;

namespace Trellis.Scenarios.Information;

/// <summary>Forms as they are owed, handed in, sent back, put right, given on, late and given up, on both stores, and folded anew.</summary>
public sealed class FillingInForms
{
    private static readonly UnitId Xikou = new("xikou");
    private static readonly PostAt Safety = new("safety-officer", Xikou);
    private static readonly PersonalText Because = new("因为 because");

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_form_is_owed_handed_in_sent_back_and_put_right_and_all_versions_stay(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var forms = await FormsDesk.OpenAsync(desk.Writer, desk.Desk);
        var officer = await desk.Officer(Safety);
        var asker = await desk.Officer(new PostAt("", new UnitId("emergency-management")));
        Assert.Equal(FormRefusals.NotOwed, await Refused(forms, officer, new SubmitForm("safety-monthly", Xikou, "2026-05", "", Safe(4))));

        MoveTo(desk, new DateOnly(2026, 6, 2));
        var owed = forms.Questions.Owed(Safety, 60).Single(static line => line.Owed.Form.Id == "safety-monthly");
        Assert.Equal(("2026-05", false, false), (owed.Owed.Occasion, owed.IsLate, owed.Complete is not null));
        Assert.Equal(new DateOnly(2026, 6, 3), DateOnly.FromDateTime(owed.Owed.Due!.Value.UtcDateTime)); // three working days after May
        Assert.Equal(FormRefusals.NotTheFiller, await Refused(forms, await desk.Officer(new PostAt("civil-clerk", Xikou)), new SubmitForm("safety-monthly", Xikou, "2026-05", "", Safe(4))));
        Assert.Equal(FormRefusals.ItemMissing, await Refused(forms, officer, new SubmitForm("safety-monthly", Xikou, "2026-05", "", new FormContent([], ["unit.dangers-found"]))));
        Assert.Equal(FormRefusals.NotOnTheForm, await Refused(forms, officer, new SubmitForm("safety-monthly", Xikou, "2026-05", "", Safe(4) with { Unknown = ["unit.waste-removed"] })));
        Assert.Equal(FormRefusals.ItemTwice, await Refused(forms, officer, new SubmitForm("safety-monthly", Xikou, "2026-05", "", Safe(4) with { Unknown = ["unit.dangers-found"] })));

        var key = "k-1";
        await Done(forms, officer, new SubmitForm("safety-monthly", Xikou, "2026-05", "", Safe(4)), key);
        await Done(forms, officer, new SubmitForm("safety-monthly", Xikou, "2026-05", "", Safe(4)), key); // sent again, done once
        Assert.Equal(FormRefusals.SubmittedAlready, await Refused(forms, officer, new SubmitForm("safety-monthly", Xikou, "2026-05", "", Safe(4))));
        Assert.Equal(FormRefusals.NotTheAsker, await Refused(forms, officer, new ReturnForm("safety-monthly", Xikou, "2026-05", "", Because)));
        await Done(forms, asker, new ReturnForm("safety-monthly", Xikou, "2026-05", "", Because));
        Assert.Equal(FormRefusals.ReturnedAlready, await Refused(forms, asker, new ReturnForm("safety-monthly", Xikou, "2026-05", "", Because)));
        Assert.Equal(FormRefusals.ReasonMissing, await Refused(forms, officer, new CorrectForm("safety-monthly", Xikou, "2026-05", "", Safe(6), new PersonalText(" "))));
        await Done(forms, officer, new CorrectForm("safety-monthly", Xikou, "2026-05", "", Safe(6), Because));

        var after = forms.Questions.Owed(Safety, 60).Single(static line => line.Owed.Form.Id == "safety-monthly");
        Assert.Equal([1, 2], after.File.Versions.Select(static one => one.Number));
        Assert.Equal((true, false), (after.Complete is not null, after.File.IsReturned("")));
        await EndsWell(desk);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Figures_from_forms_add_up_what_was_handed_in_and_a_correction_takes_the_place_of_what_it_mends(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var forms = await FormsDesk.OpenAsync(desk.Writer, desk.Desk);
        var figures = new FiguresDesk(desk.Desk, desk.Record.Place);
        MoveTo(desk, new DateOnly(2026, 6, 2));
        var townships = desk.Desk.InForce.Structure.On(new DateOnly(2026, 5, 31)).Expand("townships");
        foreach (var unit in townships) await Done(forms, await desk.Officer(new PostAt("safety-officer", new UnitId(unit.Id))), new SubmitForm("safety-monthly", new UnitId(unit.Id), "2026-05", "", Safe(10)));
        var asked = new FiguresAsked("dangers-found", "county", null, ReportingPeriod.Parse("2026-05"));
        var before = figures.Now(asked, desk.Clock.Now);
        Assert.Equal((decimal)(10 * townships.Count), Assert.Single(before.Figures).Number);

        await Done(forms, await desk.Officer(Safety), new CorrectForm("safety-monthly", Xikou, "2026-05", "", Safe(3), Because));
        var after = figures.Now(asked, desk.Clock.Now);
        Assert.Equal((decimal)((10 * townships.Count) - 7), Assert.Single(after.Figures).Number);
        Assert.Equal(Assert.Single(after.Figures).Number, Assert.Single(figures.At(asked, after.Entries)!.Figures).Number);
        Assert.Equal(Assert.Single(before.Figures).Number, Assert.Single(figures.At(asked, before.Entries)!.Figures).Number);

        // A judgement stands beside the number and changes nothing in it.
        var leader = await desk.Officer(new PostAt("county-leader", new UnitId("cuiwei")));
        Assert.Equal(FormRefusals.NotTheirLevel, Assert.IsType<ActAnswer.Refused>(await forms.JudgeAsync(await desk.Officer(Safety), figures, "dangers-found", new UnitId("cuiwei"), ReportingPeriod.Parse("2026-05")!.Value, Because, null, ARecord.Patience)).Why);
        Assert.IsType<ActAnswer.Done>(await forms.JudgeAsync(leader, figures, "dangers-found", new UnitId("cuiwei"), ReportingPeriod.Parse("2026-05")!.Value, Because, "j-1", ARecord.Patience));
        Assert.Equal(FormRefusals.NoSuchFigure, Assert.IsType<ActAnswer.Refused>(await forms.JudgeAsync(leader, figures, "no-such", new UnitId("cuiwei"), ReportingPeriod.Parse("2026-05")!.Value, Because, null, ARecord.Patience)).Why);
        var judged = Assert.Single(forms.Questions.Judgements("dangers-found", new UnitId("cuiwei"), "2026-05"));
        Assert.Equal((Because.Written, "county-leader@cuiwei", $"{(10 * townships.Count) - 7}"), (judged.Said, judged.By, judged.Number));
        Assert.Equal(Assert.Single(after.Figures).Number, Assert.Single(figures.At(asked, judged.Entries)!.Figures).Number);
        await EndsWell(desk);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task What_was_given_on_is_owed_by_who_has_it_and_goes_back_when_it_is_taken_back(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var forms = await FormsDesk.OpenAsync(desk.Writer, desk.Desk);
        var officer = await desk.Officer(Safety);
        var clerk = new PostAt("civil-clerk", Xikou);
        MoveTo(desk, new DateOnly(2026, 6, 2));
        Assert.Equal(FormRefusals.NotTheirSection, await Refused(forms, await desk.Officer(clerk), new DelegateSection("safety-monthly", Xikou, "", clerk)));
        Assert.Equal(FormRefusals.NoSuchPost, await Refused(forms, officer, new DelegateSection("safety-monthly", Xikou, "", new PostAt("civil-clerk", new UnitId("shiping")))));
        Assert.Equal(FormRefusals.NoSuchSection, await Refused(forms, officer, new DelegateSection("safety-monthly", Xikou, "nothing", clerk)));

        await Done(forms, officer, new DelegateSection("safety-monthly", Xikou, "", clerk));

        Assert.Contains(forms.Questions.Owed(clerk, 60), static line => line.Owed.Form.Id == "safety-monthly");
        Assert.DoesNotContain(forms.Questions.Owed(Safety, 60), static line => line.Owed.Form.Id == "safety-monthly");
        Assert.Equal(FormRefusals.NotTheFiller, await Refused(forms, officer, new SubmitForm("safety-monthly", Xikou, "2026-05", "", Safe(1))));
        await Done(forms, await desk.Officer(clerk), new SubmitForm("safety-monthly", Xikou, "2026-05", "", Safe(1)));
        await Done(forms, officer, new DelegateSection("safety-monthly", Xikou, "", null));
        Assert.Contains(forms.Questions.Owed(Safety, 60), static line => line.Owed.Form.Id == "safety-monthly");
        await EndsWell(desk);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Whoever_waits_is_told_once_who_is_late_and_what_nobody_used_is_suspended_until_its_owner_says_why(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var forms = await FormsDesk.OpenAsync(desk.Writer, desk.Desk);
        MoveTo(desk, new DateOnly(2026, 6, 2));
        await Done(forms, await desk.Officer(Safety), new SubmitForm("safety-monthly", Xikou, "2026-05", "", Safe(1)));
        Assert.Equal(0, await forms.RunDueAsync(ARecord.Patience));

        MoveTo(desk, new DateOnly(2026, 6, 20));
        var told = await forms.RunDueAsync(ARecord.Patience);
        Assert.True(told > 10, $"{told} told");
        Assert.Equal(0, await forms.RunDueAsync(ARecord.Patience)); // each is told once
        Assert.False(forms.Questions.Owed(Safety, 60).Single(static line => line.Owed.Form.Id == "safety-monthly").IsLate);

        // Nothing is decided with the table of fraud; two whole months after the record began it is asked no more.
        MoveTo(desk, new DateOnly(2026, 8, 3));
        Assert.True(await forms.RunDueAsync(ARecord.Patience) > 0);
        Assert.NotNull(forms.Questions.Show("fraud-monthly", Xikou, null)!.Standing.Suspended);
        var fraud = desk.Desk.InForce.Structure.Forms.Of("fraud-monthly")[0];
        var filler = desk.Desk.InForce.Structure.On(new DateOnly(2026, 7, 31)).Expand(fraud.FilledBy.At)[0];
        var seat = new PostAt(fraud.FilledBy.Post, new UnitId(filler.Id));
        var content = new FormContent([], [.. fraud.AllItems.Select(static item => item.Id)]);
        Assert.Equal(FormRefusals.IsSuspended, await Refused(forms, await desk.Officer(seat), new SubmitForm("fraud-monthly", seat.Unit, "2026-07", "", content)));
        var owner = await desk.Officer(new PostAt("", new UnitId(fraud.AskedBy.Id)));
        Assert.Equal(FormRefusals.NotTheAsker, await Refused(forms, await desk.Officer(seat), new RenewForm("fraud-monthly", Because)));
        Assert.Equal(FormRefusals.ReasonMissing, await Refused(forms, owner, new RenewForm("fraud-monthly", new PersonalText(""))));
        await Done(forms, owner, new RenewForm("fraud-monthly", Because));
        Assert.Equal(FormRefusals.NotSuspended, await Refused(forms, owner, new RenewForm("fraud-monthly", Because)));
        await Done(forms, await desk.Officer(seat), new SubmitForm("fraud-monthly", seat.Unit, "2026-07", "", content));
        await EndsWell(desk);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task This_is_asked_twice_opens_a_matter_to_the_owner_of_the_form_with_a_clock(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var forms = await FormsDesk.OpenAsync(desk.Writer, desk.Desk);
        var clerk = new PostAt("village-clerk", new UnitId("heping"));
        var officer = await desk.Officer(clerk);
        var act = new ReportAskedTwice("hardship-quarterly", clerk.Unit, "household.income", null, Because);
        Assert.Equal(FormRefusals.NotTheFiller, Assert.IsType<ActAnswer.Refused>((await forms.ReportAskedTwiceAsync(await desk.Officer(Safety), act, null, ARecord.Patience)).Answer).Why);
        Assert.Equal(FormRefusals.NotOnTheForm, Assert.IsType<ActAnswer.Refused>((await forms.ReportAskedTwiceAsync(officer, act with { Item = "household.size" }, null, ARecord.Patience)).Answer).Why);

        var (answer, id) = await forms.ReportAskedTwiceAsync(officer, act, "k-twice", ARecord.Patience);

        Assert.IsType<ActAnswer.Done>(answer);
        var matter = desk.Desk.Questions.Find(Actor.System, id!.Value) is var (found, _) ? found : null;
        Assert.Equal(("form-asked-twice", new UnitId("civil-affairs")), (matter!.Type, matter.HeldBy));
        Assert.Equal(new UnitId("civil-affairs"), matter.OpenAt("receive")!.Performer!.Value.Post!.Value.Unit);
        Assert.NotNull(matter.OpenAt("receive")!.Due);
        Assert.Equal(FormRefusals.ReportedAlready, Assert.IsType<ActAnswer.Refused>((await forms.ReportAskedTwiceAsync(officer, act, null, ARecord.Patience)).Answer).Why);
        await desk.Perform(matter, "receive");
        await EndsWell(desk);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task The_base_is_counted_as_it_stood_and_tells_people_first_what_they_may_be_entitled_to(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var registers = desk.Registers;
        var forms = await FormsDesk.OpenAsync(desk.Writer, desk.Desk);
        var home = new RowId("place", "home-1");
        async Task Enter(RowId row, params ItemGiven[] items)
        {
            var answer = await registers.DoAsync(new ActOrder { By = Actor.System, Act = new EnterSubject(row, [.. items], new SourceGiven(ValueSource.Import)) }, ARecord.Patience);
            Assert.True(answer is ActAnswer.Done, answer.ToString());
        }

        await Enter(home, new ItemGiven("unit", Value.Of(new Entity("unit", "heping"))));
        for (var number = 0; number < 6; number++)
        {
            await Enter(
                new RowId("person", $"r-{number}"), new ItemGiven("home", Value.Of(new Entity("place", "home-1"))), new ItemGiven("residence-kind", Value.Of("local")), new ItemGiven("insured-medical", Value.Of(number < 4)),
                new ItemGiven("birth", Value.Of(new DateOnly(1940 + (number * 5), 3, 1))));
        }

        Assert.Equal(["old-age-allowance"], forms.Questions.Entitled(new ActorId("r-0")).Select(static type => type.Id));
        Assert.Empty(forms.Questions.Entitled(new ActorId("r-5")));
        Assert.Empty(forms.Questions.Entitled(new ActorId("r-nobody")));

        var figures = new FiguresDesk(desk.Desk, desk.Record.Place);
        var asked = new FiguresAsked("insured-share", "county", null, ReportingPeriod.Parse("2026"));
        var before = figures.Now(asked, desk.Clock.Now);
        Assert.Equal((6, 4m), Assert.Single(before.Figures) is var one ? (one.Cases, one.Numerator!.Value) : default);
        desk.Clock.Move(TimeSpan.FromMinutes(1));
        await Enter(new RowId("person", "r-6"), new ItemGiven("home", Value.Of(new Entity("place", "home-1"))), new ItemGiven("residence-kind", Value.Of("local")), new ItemGiven("insured-medical", Value.Yes));
        Assert.Equal((7, 5m), Assert.Single(figures.Now(asked, desk.Clock.Now).Figures) is var now ? (now.Cases, now.Numerator!.Value) : default);
        Assert.Equal((6, 4m), Assert.Single(figures.At(asked, before.Entries)!.Figures) is var then ? (then.Cases, then.Numerator!.Value) : default);

        // What is computed of a row is counted too: only what that reads is opened, and a later entry is counted at once.
        for (var number = 0; number < 6; number++)
            await Enter(new RowId("person", $"c-{number}"), [new ItemGiven("home", Value.Of(new Entity("place", "home-1"))), new ItemGiven("birth", Value.Of(new DateOnly(2022, 3, 1))), .. number < 4 ? [new ItemGiven("vaccinated-on", Value.Of(new DateOnly(2026, 1, 5)))] : Array.Empty<ItemGiven>()]);
        var children = new FiguresAsked("children-vaccinated", "county");
        Assert.Equal((6, 4m), figures.Now(children, desk.Clock.Now).Figures.Single(static figure => figure.IsRunning) is var young ? (young.Cases, young.Numerator!.Value) : default);
        await Enter(new RowId("person", "c-6"), new ItemGiven("home", Value.Of(new Entity("place", "home-1"))), new ItemGiven("birth", Value.Of(new DateOnly(2023, 3, 1))));
        Assert.Equal((7, 4m), figures.Now(children, desk.Clock.Now).Figures.Single(static figure => figure.IsRunning) is var more ? (more.Cases, more.Numerator!.Value) : default);

        // What a form wants of these rows: the office with the purpose has it, and nobody else is told whether it is there.
        Assert.IsType<Filling.Filled>(Assert.Single(forms.Questions.Fill([new RowId("person", "r-0")], ["person.birth"], new UnitId("civil-affairs"), "care", givenHere: desk.Clock.Now)).Filling);
        Assert.IsType<Filling.NotForThis>(Assert.Single(forms.Questions.Fill([new RowId("person", "r-0")], ["person.birth"], new UnitId("civil-affairs"), "city-order")).Filling);
        await EndsWell(desk);
    }

    private static FormContent Safe(int dangers) => new([Given("unit.firms-inspected", 30), Given("unit.dangers-found", dangers), Given("unit.dangers-removed", 2)], [], Minutes: 12);

    private static GivenItem Given(string item, int number) => new(item, Value.Of((decimal)number));

    private static async Task Done(FormsDesk forms, Actor by, IAct act, string? key = null)
    {
        var answer = await forms.DoAsync(new ActOrder { By = by, Act = act, Key = key }, ARecord.Patience);
        Assert.True(answer is ActAnswer.Done, $"{act}: {(answer is ActAnswer.Refused refused ? refused.Why.ToString() : answer.ToString())}");
    }

    private static async Task<Refusal> Refused(FormsDesk forms, Actor by, IAct act) => Assert.IsType<ActAnswer.Refused>(await forms.DoAsync(new ActOrder { By = by, Act = act }, ARecord.Patience)).Why;

    /// <summary>Nine in the morning of a day in Cuiwei.</summary>
    private static void MoveTo(ADesk desk, DateOnly day) => desk.Clock.Move(new DateTimeOffset(day.ToDateTime(new TimeOnly(1, 0)), TimeSpan.Zero) - desk.Clock.Now);

    /// <summary>The tables are what the entries give, and every entry verifies.</summary>
    private static async Task EndsWell(ADesk desk)
    {
        await desk.CloseAsync();
        Assert.Empty(FoldingTheRecordAnew.Verify(desk));
        Assert.Empty(RebuildingTables.Run(desk.Record.Place).Changed);
    }
}
