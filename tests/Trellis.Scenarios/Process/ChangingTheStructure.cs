using System.Text;
using Trellis.Process;
using Trellis.Process.Adoption;
using Trellis.Process.Matters;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Scenarios.Ledger;
using Trellis.Structure;
using Trellis.Structure.Files;
using Xunit;

namespace Trellis.Scenarios.Process;

/// <summary>A version of the structure takes effect by acts in the record, and in no other way.</summary>
public sealed class ChangingTheStructure
{
    private static readonly PostAt Leader = new("county-leader", new UnitId("cuiwei"));

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_new_version_is_proposed_objected_to_answered_adopted_and_in_force_from_its_day(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var old = desk.Desk.InForce.Version;
        var before = await desk.File("construction-noise", "heping");
        var leader = await desk.Officer(Leader);
        var files = Changed("matters/construction-noise.yaml", "  - notify: {by: first-contact,", "  - perform: {id: sweep, by: village-head, duty: resident-talks, within: 1 working day}\n  - notify: {by: first-contact,");
        var until = desk.Clock.Now.AddDays(10);
        var proposed = Assert.IsType<ActAnswer.Done>(await desk.Desk.ProposeAsync(leader, files, until, new DateOnly(2026, 6, 1), null, ARecord.Patience));
        var (version, adoption) = desk.Desk.Adoptions.Adoptions.Single(static one => one.Value.Adopted is null);
        Assert.Equal((old, proposed.Receipt.Count), (adoption.Replaces, 1));
        Assert.Contains("trellis/plan/1", Encoding.UTF8.GetString(desk.Desk.Versions.Attached(adoption.PlanDigest)!), StringComparison.Ordinal);
        Assert.NotEmpty(adoption.Grows);

        // Too early, and with an objection that nobody answered, it is not adopted.
        var adopt = new AdoptStructure(version, AdoptingStructures.Power, []);
        Assert.Equal(ProcessRefusals.ObjectionPeriodRuns, Assert.IsType<ActAnswer.Refused>(await desk.Try(leader, adopt)).Why);
        var village = await desk.Officer(new PostAt("village-head", adoption.Grows[0]));
        await desk.Do(village, new ObjectToStructure(version, new DutyId("resident-talks"), new PersonalText("We have no time for this.")));
        Assert.Equal(ProcessRefusals.DutiesDoNotGrow, Assert.IsType<ActAnswer.Refused>(await desk.Try(leader, new ObjectToStructure(version, new DutyId("resident-talks"), new PersonalText("x")))).Why);
        desk.Clock.Move(TimeSpan.FromDays(11));
        Assert.Equal(ProcessRefusals.ObjectionNotAnswered, Assert.IsType<ActAnswer.Refused>(await desk.Try(leader, adopt)).Why);
        await desk.Do(leader, new AnswerObjection(version, 1, Followed: false, new PersonalText("It is one hour a month.")));
        Assert.IsType<ActAnswer.Refused>(await desk.Try(village, adopt));
        await desk.Do(leader, adopt);

        // Not before its day; then for what is filed from there on, and what runs stays under its own.
        Assert.Equal(old, desk.Desk.InForce.Version);
        desk.Clock.Move(TimeSpan.FromDays(15));
        await desk.RestartAsync();
        Assert.Equal(version, desk.Desk.InForce.Version);
        var after = await desk.File("construction-noise", "heping");
        Assert.Equal((old, version), (desk.Desk.Questions.Find(Actor.System, before.Id)!.Value.Matter.Version, after.Version));

        // A move is planned with its dry run, and moves what the plan lists.
        Assert.Equal(ProcessRefusals.NotInThePlan, Assert.IsType<ActAnswer.Refused>(await desk.Try(leader, new MoveMatter(before.Id, version))).Why);
        var entries = desk.Writer.Size;
        Assert.NotNull(Assert.IsType<ActAnswer.Refused>(Assert.Single(await desk.Desk.PlanMoveAsync(village, version, "v", ARecord.Patience))).Recorded);
        Assert.Equal(entries + 1, desk.Writer.Size);
        var plan = Assert.IsType<ActAnswer.Done>(Assert.Single(await desk.Desk.PlanMoveAsync(leader, version, "p", ARecord.Patience)));
        var moved = (await desk.Do(leader, new MoveMatter(before.Id, version))).Matter!;
        Assert.Equal(version, moved.Version);
        Assert.NotNull(moved.OpenAt("receive"));
        // Sent again it gets the first answer, also when all of it has moved; asked anew, nothing is left to plan.
        Assert.Equal(plan.Receipt, Assert.IsType<ActAnswer.Done>(Assert.Single(await desk.Desk.PlanMoveAsync(leader, version, "p", ARecord.Patience))).Receipt);
        Assert.Empty(await desk.Desk.PlanMoveAsync(leader, version, "other", ARecord.Patience));
        desk.Record.HoldsTogether();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Nothing_is_worked_out_for_whoever_may_not_change_the_structure_and_one_refusal_is_entered(string kind)
    {
        await using var desk = await ADesk.On(kind, "hello-village");
        var (until, day) = (desk.Clock.Now.AddDays(10), new DateOnly(2026, 7, 1));
        SourceFile[] unreadable = [new SourceFile("structure.yaml", "no structure: ["u8.ToArray())];
        var nobody = new Actor.Officer(new ActorId("o-nobody"), new PostAt("village-head", new UnitId("zhongliu")));
        var before = desk.Writer.Size;

        var refused = Assert.IsType<ActAnswer.Refused>(await desk.Desk.ProposeAsync(nobody, unreadable, until, day, "k", ARecord.Patience));
        var again = Assert.IsType<ActAnswer.Refused>(await desk.Desk.ProposeAsync(nobody, unreadable, until, day, "k", ARecord.Patience));
        var other = await desk.Desk.ProposeAsync(nobody, unreadable, until, day.AddDays(1), "k", ARecord.Patience);

        Assert.NotNull(refused.Recorded);
        Assert.Equal((refused.Why.Code, refused.Recorded), (again.Why.Code, again.Recorded));
        Assert.IsType<ActAnswer.KeyUsedOtherwise>(other);
        Assert.Equal(before + 1, desk.Writer.Size);
        Assert.IsType<ActAnswer.Refused>(await desk.Desk.ProposeAsync(ADesk.Resident, unreadable, until, day, null, ARecord.Patience));
        desk.Record.HoldsTogether();
    }

    [Fact]
    public async Task The_post_that_a_structure_names_may_change_it_and_where_it_names_none_whoever_tries_is_told_so()
    {
        await using var village = await ADesk.On("SQLite", "hello-village");
        await using var circle = await ADesk.On("SQLite", "authzen-todo");
        var day = new DateOnly(2026, 7, 1);
        var head = await village.Officer(new PostAt("township-leader", new UnitId("liuhe")));
        var admin = await circle.Officer(new PostAt("admin", new UnitId("todo-circle")));

        var proposed = await village.Desk.ProposeAsync(head, Changed("powers.yaml", "per-year: 60000 CNY", "per-year: 50000 CNY", "hello-village"), village.Clock.Now.AddDays(10), day, null, ARecord.Patience);
        var refused = await circle.Desk.ProposeAsync(admin, Changed("powers.yaml", "Delete a to-do", "Remove a to-do", "authzen-todo"), circle.Clock.Now.AddDays(10), day, null, ARecord.Patience);

        Assert.IsType<ActAnswer.Done>(proposed);
        Assert.Equal(ProcessRefusals.NobodyMayAdopt, Assert.IsType<ActAnswer.Refused>(refused).Why);
        Assert.IsType<ActAnswer.Refused>(await circle.Try(ADesk.Resident, new AdoptStructure("x", AdoptingStructures.Power, [])));
    }

    [Fact]
    public async Task A_structure_with_errors_does_not_begin_a_record()
    {
        var record = ARecord.On("SQLite");
        await using var writer = await record.CreateAsync();
        var broken = StructureFolder.Read(Structures.Of("hello-village")).Select(static file => file.Path == "powers.yaml" ? new SourceFile(file.Path, [.. file.Bytes, .. "- power: [\n"u8]) : file).ToList();
        await Assert.ThrowsAsync<UnusableInput>(() => MattersDesk.OpenAsync(writer, record.Place, record.Clock, broken));
        await Assert.ThrowsAsync<UnusableInput>(() => MattersDesk.OpenAsync(writer, record.Place, record.Clock, null));
        Assert.Equal(0, writer.Size);
    }

    [Fact]
    public async Task The_beginning_says_that_it_is_no_adoption_and_what_the_check_found()
    {
        await using var desk = await ADesk.On("SQLite");
        var entry = desk.Record.Entries()[0];
        Assert.Equal(StructureBegun.Name, entry.Event);
        Assert.Equal(desk.Desk.InForce.Version, entry.Structure);
        var (version, adoption) = Assert.Single(desk.Desk.Adoptions.Adoptions);
        Assert.Equal(desk.Desk.InForce.Version, version);
        Assert.Contains("TR", Encoding.UTF8.GetString(desk.Desk.Versions.Attached(adoption.FindingsDigest)!), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_record_begins_with_an_open_error_only_where_somebody_answers_for_it_by_name_until_a_day(string kind)
    {
        await using var record = ARecord.On(kind);
        var writer = await record.CreateAsync();
        // What is lent is written wider than its source.
        var files = Changed("delegations.yaml", "per-year: 30000 CNY", "per-year: 300000 CNY", "hello-village");
        var open = StructureVersions.OpenErrors(Trellis.Diagnosis.Checks.CheckingStructures.Check(ReadingStructures.Read(files, 1), new DateOnly(2026, 4, 27)));
        Assert.NotEmpty(open);
        Task<MattersDesk> Open(params IReadOnlyList<ErrorOverride> overrides) => MattersDesk.OpenAsync(writer, record.Place, record.Clock, files, null, overrides);
        ErrorOverride[] All(string post, DateOnly until) => [.. open.Select(error => new ErrorOverride(error.Code, error.Address, PostAt.Parse(post)!.Value, until, new PersonalText("The officer begins in June.")))];
        var until = new DateOnly(2026, 6, 30);

        Assert.Contains(open[0].Code, (await Assert.ThrowsAsync<UnusableInput>(() => Open())).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<UnusableInput>(() => Open([.. All("township-leader@liuhe", until), new ErrorOverride("TR1001", "duty/none", PostAt.Parse("township-leader@liuhe")!.Value, until, new PersonalText("x"))]));
        await Assert.ThrowsAsync<UnusableInput>(() => Open(All("nobody@liuhe", until)));
        await Assert.ThrowsAsync<UnusableInput>(() => Open(All("township-leader@liuhe", new DateOnly(2026, 1, 31))));
        await Assert.ThrowsAsync<UnusableInput>(() => Open(All("township-leader@liuhe", DateOnly.MaxValue)));
        Assert.Equal(0, writer.Size);

        await (await Open(All("township-leader@liuhe", until))).DisposeAsync();
        var entry = record.Entries()[0];
        Assert.Equal(StructureBegun.NameWithOverrides, entry.Event);
        Assert.DoesNotContain("June", Encoding.UTF8.GetString(entry.Encode()), StringComparison.Ordinal);
        await writer.DisposeAsync();
        await using var again = writer = await record.OpenAsync();
        await using var desk = await Open(All("township-leader@liuhe", until)); // started again as it was
        var adoption = desk.Adoptions.Adoptions[desk.InForce.Version];
        Assert.Equal(open.Count, adoption.Overrides.Count);
        Assert.All(adoption.Overrides, one => Assert.Equal(("township-leader@liuhe", until), (one.By.ToString(), one.Until)));
        Assert.Empty(adoption.OverdueOn(until));
        Assert.Equal(open.Count, adoption.OverdueOn(until.AddDays(1)).Count());
        record.HoldsTogether();
    }

    private static List<SourceFile> Changed(string path, string from, string to, string structure = "cuiwei")
    {
        var files = StructureFolder.Read(Structures.Of(structure));
        var text = Encoding.UTF8.GetString(files.Single(file => file.Path == path).Bytes);
        Assert.Contains(from, text, StringComparison.Ordinal);
        return [.. files.Select(file => file.Path == path ? new SourceFile(path, Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal))) : file)];
    }
}
