using Trellis.Information.Looks;
using Trellis.Information.Retention;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Process.Wire;
using Trellis.Tests.Architecture;
using Trellis.Tests.Process;
using Xunit;

namespace Trellis.Tests.Information;

/// <summary>The bytes of events about looks, consent and inquiries are pinned.</summary>
public sealed class LookEventForms
{
    private static readonly DateTimeOffset T = new(2026, 5, 4, 1, 0, 0, TimeSpan.Zero);
    private static readonly PostAt Clerk = new("civil-clerk", new UnitId("xikou"));

    internal static readonly IEvent[] Samples =
    [
        new ValuesSeen(new RowId("person", "r-1"), new ActorId("o-1"), Clerk, "relief", LookReason.Of(new MatterId("m0123")), 17, ["household.income", LookingAtValues.Words], null, T),
        new ValuesSeen(new RowId("household", "h-1"), new ActorId("o-1"), Clerk, "public-order", LookReason.OfInquiry(12), 18, ["household.members"], T.AddDays(30), T),
        new FactsRead(new RowId("place", "s-1"), new UnitId("xikou"), "licensing", LookReason.Of(new MatterId("m0123")), 19, ["place.area"], T),
        new ConsentGiven(new ActorId("r-1"), "relief", new string('a', 64), T),
        new ConsentTaken(new ActorId("r-1"), new ActorId("o-1"), Clerk, new MatterId("m0123"), "relief", new string('a', 64), Consent.Spoken, T),
        new ConsentWithdrawn(new ActorId("r-1"), "relief", T),
        new InquiryAsked(12, new RowId("person", "r-1"), "public-order", new ActorId("o-1"), Clerk, new PersonalText("what somebody wrote"), T),
        new InquiryAnswered(12, new ActorId("o-2"), new PostAt("supervisor", new UnitId("cuiwei")), T.AddDays(30), T),
        new InquiryAnswered(12, new ActorId("o-2"), new PostAt("supervisor", new UnitId("cuiwei")), null, T),
        new ValuesKept(new ActorId("r-1"), "relief", new MatterId("m0123"), "minimum-living-allowance", "minimum-living", new DateOnly(2026, 8, 4), T),
    ];

    [Fact]
    public void The_bytes_of_every_event_are_those_of_the_golden_file()
    {
        var path = Path.Combine(Checkout.Root, "tests", "data", "events", "looks.txt");
        var lines = string.Concat(Samples.Select(static one => EventForms.Canonical(LookEvents.Write(one)) + "\n"));
        if (Environment.GetEnvironmentVariable("TRELLIS_WRITE_DOCUMENTS") is not null) File.WriteAllText(path, lines);

        Assert.Equal(File.ReadAllText(path), lines);
        Assert.Equal(LookEvents.Names.Order(StringComparer.Ordinal), Samples.Select(static one => one.Wire).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_read_is_what_was_written_and_no_word_of_a_person_stands_in_the_fields()
    {
        foreach (var sample in Samples)
        {
            var written = LookEvents.Write(sample);
            Assert.Equal(EventForms.Canonical(written), EventForms.Canonical(LookEvents.Write(LookEvents.Read(written.Name, written.Fields)!)));
            Assert.DoesNotContain("what somebody wrote", EventForms.Canonical(written), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_name_of_another_room_is_not_read_and_a_damaged_event_says_so()
    {
        Assert.Null(LookEvents.Read("matter-filed/1", EntryValue.Group.None));
        Assert.Throws<UnreadableEvent>(() => LookEvents.Read(ValuesSeen.Name, EntryValue.Group.None));
        Assert.Throws<UnreadableEvent>(() => LookEvents.Read(InquiryAnswered.Name, new EntryValue.Group([new("number", EntryValue.Of("twelve"))])));
    }
}
