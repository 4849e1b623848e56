using Trellis.Diagnosis.Hearing;
using Trellis.Ledger;
using Trellis.Process.Matters;
using Trellis.Process.Wire;
using Trellis.Tests.Architecture;
using Trellis.Tests.Process;
using Xunit;

namespace Trellis.Tests.Diagnosis.Hearing;

/// <summary>The bytes of events about findings that units were told and answered are pinned.</summary>
public sealed class HearingEventForms
{
    private static readonly DateTimeOffset T = new(2026, 6, 2, 1, 0, 0, TimeSpan.Zero);
    private static readonly PostAt Officer = new("safety-officer", new UnitId("xikou"));
    private static readonly PersonalText Words = new("what somebody wrote");

    private static readonly IEvent[] Samples =
    [
        new FindingTold("TR6103", "unit", ["xikou"], "matter/construction-noise", T),
        new FindingTold("TR1101", "unit-pair", ["police", "xikou"], null, T),
        new FindingAnswered(4711, Officer, Words, new PersonalText("what somebody wrote\nor picked"), T),
        new FindingAnswered(4711, Officer, Words, null, T),
    ];

    [Fact]
    public void The_bytes_of_every_event_are_those_of_the_golden_file()
    {
        var path = Path.Combine(Checkout.Root, "tests", "data", "events", "hearings.txt");
        var lines = string.Concat(Samples.Select(static one => EventForms.Canonical(HearingEvents.Write(one)) + "\n"));
        if (Environment.GetEnvironmentVariable("TRELLIS_WRITE_DOCUMENTS") is not null) File.WriteAllText(path, lines);

        Assert.Equal(File.ReadAllText(path), lines);
        Assert.Equal(HearingEvents.Names.Order(StringComparer.Ordinal), Samples.Select(static one => one.Wire).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_read_is_what_was_written_and_no_word_of_a_person_stands_in_the_fields()
    {
        foreach (var sample in Samples)
        {
            var written = HearingEvents.Write(sample);
            Assert.Equal(EventForms.Canonical(written), EventForms.Canonical(HearingEvents.Write(HearingEvents.Read(written.Name, written.Fields, written.Personal)!)));
            Assert.DoesNotContain("what somebody wrote", EventForms.Canonical(written), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_name_of_another_room_is_not_read_and_a_damaged_event_says_so()
    {
        Assert.Null(HearingEvents.Read("form-submitted/1", EntryValue.Group.None, []));
        Assert.Throws<UnreadableEvent>(() => HearingEvents.Read(FindingTold.Name, EntryValue.Group.None, []));
        Assert.Throws<UnreadableEvent>(() => HearingEvents.Read(FindingAnswered.Name, new EntryValue.Group([new("finding", EntryValue.Of("x"))]), []));
    }
}
