using System.Text;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Process.Adoption;
using Trellis.Process.Clocks;
using Trellis.Process.Matters;
using Trellis.Process.Pictures;
using Trellis.Process.Wire;
using Trellis.Structure;
using Trellis.Structure.Quantities;
using Trellis.Tests.Architecture;
using Xunit;
using LedgerEntry = Trellis.Ledger.Entry;

namespace Trellis.Tests.Process;

/// <summary>The bytes of every event are pinned. A line that changes breaks every record that was written before.</summary>
public sealed class EventForms
{
    private static readonly MatterId M = new("m-01J9ZQ");
    private static readonly UnitId Hall = new("liuhe");
    private static readonly UnitId Works = new("works-office");
    private static readonly PostAt Clerk = new("village-clerk", new UnitId("zhongliu"));
    private static readonly PersonalText Said = new("what somebody wrote");
    private static readonly PersonalValue Phone = new("applicant.phone", "12345");
    private static readonly DateTimeOffset T = new(2026, 5, 4, 1, 0, 0, TimeSpan.Zero);

    /// <summary>One of each, with everything that it can hold.</summary>
    internal static readonly IEvent[] Samples =
    [
        new MatterFiled(M, "2026-0001", "small-repair", "1f3a9c02", Hall, [new BoundRole("applicant", new RowId("person", "p-1"))], new ActorId("r-1"), new ActorId("r-2"), Consent.Spoken, Channel.Helper, Hall,
            new TimeLimit(12, TimeUnit.WorkingDays), T.AddHours(8), ["applicant.phone"], ["matter.damage"], Said, [Phone], T.AddHours(2), T),
        new InformationAdded(M, Works, ["applicant.phone"], Said, [Phone], T),
        new PictureAdded(M, Works, "019e0f2c5c5b7a7b8a0f3d2c1b0a9988", PictureKind.Webp, T),
        new StepOpened(M, "look#2.1", "look", PointKind.Step, Performer.Of(Clerk), T, T.AddHours(1), T.AddDays(2), Bearer.Of(Clerk.Unit), WaitReason.Work, ["matter.damage"], Hall, T),
        new StepSkipped(M, "look", "look", SkipReason.Nobody, T),
        new StepStoodBack(M, "look", T),
        new WayTaken(M, "=0.3", 1, [new RowId("person", "p-1")], T),
        new PartBegun(M, "business-licence", "business-licence", "2026-0001-1", T),
        new PartEnded(M, "business-licence", "solved", T),
        new MatterClosed(M, ClosureKind.OutOfReach, false, T),
        new StepPerformed(M, "approval", "approval", StepKind.Decide, "approve", "solved", 2, 12, Clerk, new ActorId("o-1"), "500-CNY", ["matter.repair-cost"], Said, [new PersonalValue("matter.repair-cost", "420 CNY")], T),
        new MatterReceived(M, Clerk, Hall, T.AddHours(2), T),
        new RequesterReached(M, "confirm", Channel.Telephone, ReachProof.Spoke, T.AddDays(7), T),
        new MatterRated(M, "small-repair", 4, Said, T),
        new ResultDeclared(M, ClosureKind.Explained, Hall, Works, true, Said, T),
        new MatterWithdrawn(M, Said, T),
        new MatterReopened(M, 2, Said, T),
        new MatterHandedOver(M, Hall, Works, true, [new MovedStep("look", Clerk), new MovedStep("=end", new PostAt("", Works))], Said, null, T),
        new MatterReturned(M, Works, Hall, false, new DutyId("small-repairs"), new UnitId("zhongliu"), [new MovedStep("look", Clerk)], Said, T.AddHours(2), T),
        new TaskRefused(M, Works, Hall, false, new DutyId("temporary-aid"), [new MovedStep("look", Clerk)], T.AddHours(-2), Said, T),
        new ReferredUp(M, "approval", Clerk, new PostAt("works-head", Works), T.AddDays(1), "m-01J9ZQ/approval@1.2:0u", Said, T),
        new PerformerFound(M, "look", new Performer(null, "requester"), Bearer.Requester, WaitReason.Power, T),
        new MatterPaused(M, "weather", true, Bearer.Requester, T.AddDays(5), Said, T),
        new MatterResumed(M, [new MovedDue("look", T.AddDays(2))], "m-01J9ZQ/resume@1", T),
        new UnitAsked(M, "look", Clerk.Unit, Bearer.Of(Works), WaitReason.Data, "facility.kind", Said, T),
        new UnitAnswered(M, "look", Bearer.Of(Works), false, ["facility.kind"], Said, [new PersonalValue("facility.kind", "lamp")], T),
        new WhistleBlown(M, 1, Clerk, "look", [new CalledPost(new PostAt("works-head", Works), T.AddMinutes(30)), new CalledPost(new PostAt("mediator", Hall), null)], ["safety-officer"], Said, T),
        new WhistleAttended(M, 1, Works, true, T),
        new WhistleReported(M, 1, Works, true, Said, T),
        new CallMissed(M, 1, Works, "m-01J9ZQ/call@1.works-office", T),
        new WhistleJudged(M, 1, WhistleVerdict.WithoutEffect, [new CallEnd(Works, WhistleEnd.DidWithoutEffect), new CallEnd(Hall, WhistleEnd.NobodyCame)], Said, T),
        new UnitReminded(M, "look", Bearer.Of(Clerk.Unit), Clerk, "m-01J9ZQ/look@1.2:0r", T),
        new MatterEscalated(M, "look", Bearer.Of(Clerk.Unit), new PostAt("township-leader", Hall), "m-01J9ZQ/look@1.2:1t", Said, T),
        new JobPassed(M, "m-01J9ZQ/look@1.2:2u", "process.nobody-above", T),
        new MatterMoved(M, "1f3a9c02", "8c00d1e5", ["look"], [new MovedTurn("=0.4", 1, [new RowId("person", "p-1")])], T),
        new StructureProposed("8c00d1e5", "1f3a9c02", "aa11", "bb22", [Hall, Works], [new OpenError("TR1001", "duty/safety-walks@shangliu+xialiu")], T.AddDays(10), new DateOnly(2026, 6, 1), T),
        new StructureObjected("8c00d1e5", 1, Works, new DutyId("safety-walks"), Said, T),
        new ObjectionAnswered("8c00d1e5", 1, false, Said, T),
        new StructureAdopted("8c00d1e5", new DateOnly(2026, 6, 1), [new ErrorOverride("TR1001", "duty/safety-walks@shangliu+xialiu", new PostAt("township-leader", Hall), new DateOnly(2026, 12, 31), Said)], T),
        new StructureBegun("8c00d1e5", "bb22", [new OpenError("TR1001", "duty/safety-walks@shangliu+xialiu")], new DateOnly(2026, 6, 1), T),
        new StructureBegun("8c00d1e5", "bb22", [new OpenError("TR1001", "duty/safety-walks@shangliu+xialiu")], new DateOnly(2026, 6, 1), T) { Overrides = [new ErrorOverride("TR1001", "duty/safety-walks@shangliu+xialiu", new PostAt("township-leader", Hall), new DateOnly(2026, 12, 31), Said)] },
        new MatterSeen(M, new ActorId("o-1"), Clerk, T),
        new AnswersRecorded(M, "talk", 5, 2, T),
        new PromiseMade(M, new TimeLimit(3, TimeUnit.WorkingDays), T.AddDays(1), T),
        new LimitsMoved(M, [new MovedDue("look", T.AddHours(2))], T),
        new ConflictDeclared(M, new ActorId("o-1"), Clerk, Said, T),
        new MatterPublished(M, T),
        new MatterUnpublished(M, T),
        new MovePlanned("8c00d1e5", [new MoveLine(M, null, ["look"], ["mend"], ["safety"]), new MoveLine(new MatterId("m-2"), "process.matter-closed", [], [], [])], T),
    ];

    [Fact]
    public void The_bytes_of_every_event_are_those_of_the_golden_file()
    {
        var path = Path.Combine(Checkout.Root, "tests", "data", "events", "process.txt");
        var lines = string.Concat(Samples.Select(static one => ProcessEvents.Write(one)).Select(static written => $"{Canonical(written)} | {string.Join(' ', written.Personal.Select(static part => part.Name))}\n"));
        if (Environment.GetEnvironmentVariable("TRELLIS_WRITE_DOCUMENTS") is not null) File.WriteAllText(path, lines);

        Assert.Equal(File.ReadAllText(path), lines);
    }

    [Fact]
    public void Every_name_has_a_sample_and_every_name_says_its_number()
    {
        Assert.Equal(ProcessEvents.Names.Order(StringComparer.Ordinal), Samples.Select(static one => one.Wire).Order(StringComparer.Ordinal));
        Assert.Equal(ProcessEvents.Names.Count, ProcessEvents.Names.Distinct(StringComparer.Ordinal).Count());
        Assert.All(typeof(MatterFiled).Assembly.GetTypes().Where(static type => type.Namespace?.StartsWith("Trellis.Process", StringComparison.Ordinal) == true && type is { IsAbstract: false } && type.IsAssignableTo(typeof(IEvent))),
            static type => Assert.Contains(Samples, sample => sample.GetType() == type));
    }

    [Fact]
    public void What_is_read_is_what_was_written()
    {
        foreach (var sample in Samples)
        {
            var written = ProcessEvents.Write(sample);
            var read = ProcessEvents.Read(written.Name, written.Fields, written.Personal);
            Assert.NotNull(read);
            Assert.Equal(System.Text.Json.JsonSerializer.Serialize<object>(sample), System.Text.Json.JsonSerializer.Serialize<object>(read));
        }
    }

    [Fact]
    public void What_was_erased_is_read_as_erased_and_nothing_that_a_person_wrote_stands_in_the_fields()
    {
        foreach (var sample in Samples)
        {
            var written = ProcessEvents.Write(sample);
            Assert.DoesNotContain("somebody", Canonical(written), StringComparison.Ordinal);
            Assert.DoesNotContain("420", Canonical(written), StringComparison.Ordinal);
            var read = ProcessEvents.Read(written.Name, written.Fields, [.. written.Personal.Select(static part => part with { Value = null })]);
            Assert.Equal(Canonical(written), Canonical(ProcessEvents.Write(read!)));
        }

        Assert.DoesNotContain("what somebody wrote", Samples[0].ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("12345", Samples[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_of_another_room_is_not_read_and_a_damaged_event_says_so()
    {
        Assert.Null(ProcessEvents.Read("values-erased/1", EntryValue.Group.None, []));
        Assert.Throws<UnreadableEvent>(() => ProcessEvents.Read("matter-filed/1", EntryValue.Group.None, []));
        Assert.Throws<UnreadableEvent>(() => ProcessEvents.Read("matter-closed/1", new EntryValue.Group([new("matter", EntryValue.Of("m")), new("closure", EntryValue.Of("vanished")), new("happened", EntryValue.Of("2026-05-04T01:00:00.000Z"))]), []));
    }

    /// <summary>The fields inside an entry that is always the same otherwise.</summary>
    internal static string Canonical(WireEvent written) => Encoding.UTF8.GetString(new LedgerEntry
    {
        At = T,
        By = EntryActor.System,
        Event = written.Name,
        Fields = written.Fields,
        Structure = "v1",
    }.Encode());
}
