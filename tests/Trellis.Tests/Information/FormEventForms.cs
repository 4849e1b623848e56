using Trellis.Information.Forms;
using Trellis.Ledger;
using Trellis.Process.Matters;
using Trellis.Process.Wire;
using Trellis.Tests.Architecture;
using Trellis.Tests.Process;
using Xunit;

namespace Trellis.Tests.Information;

/// <summary>The bytes of events about forms and figures are pinned.</summary>
public sealed class FormEventForms
{
    private static readonly DateTimeOffset T = new(2026, 6, 2, 1, 0, 0, TimeSpan.Zero);
    private static readonly UnitId Xikou = new("xikou");
    private static readonly PostAt Officer = new("safety-officer", Xikou);
    private static readonly PersonalText Words = new("what somebody wrote");

    private static readonly HandedForm Handed = new(
        "safety-monthly", Xikou, "2026-05", "", 1, Officer, new ActorId("o-1"), ["unit.dangers-found=-4.5", "unit.waste-removed=12.5-t"], [new PersonalValue("matter.relief-need", "\"what somebody wrote\"")], ["unit.dangers-removed"], 30, 5, 70, 2, 15,
        T.AddDays(1), T);

    internal static readonly IEvent[] Samples =
    [
        new FormSubmitted(Handed),
        new FormCorrected(Handed with { Number = 2, Section = "means", Minutes = null, Due = null, Values = [] }, Words),
        new FormReturned("safety-monthly", Xikou, "2026-05", "means", 1, new PostAt("clerk", new UnitId("emergency-management")), Words, T),
        new SectionDelegated("safety-monthly", Xikou, "", Officer, new PostAt("civil-clerk", Xikou), T),
        new SectionDelegated("safety-monthly", Xikou, "means", Officer, null, T),
        new FormSuspended("fraud-monthly", ["2026-05", "2026-06"], T),
        new FormRenewed("fraud-monthly", Officer, Words, T),
        new FormsOverdue("safety-monthly", "2026-05", [Xikou, new UnitId("shiping")], new UnitId("emergency-management"), T.AddDays(-1), T),
        new AskedTwiceReported("hardship-quarterly", Xikou, "household.income", "hardship-monthly", Officer, new MatterId("m0123"), Words, T),
        new FigureJudged("dangers-found", Xikou, "2026-05", 1234, "17.25", Officer, Words, T),
    ];

    [Fact]
    public void The_bytes_of_every_event_are_those_of_the_golden_file()
    {
        var path = Path.Combine(Checkout.Root, "tests", "data", "events", "forms.txt");
        var lines = string.Concat(Samples.Select(static one => EventForms.Canonical(FormEvents.Write(one)) + "\n"));
        if (Environment.GetEnvironmentVariable("TRELLIS_WRITE_DOCUMENTS") is not null) File.WriteAllText(path, lines);

        Assert.Equal(File.ReadAllText(path), lines);
        Assert.Equal(FormEvents.Names.Order(StringComparer.Ordinal), Samples.Select(static one => one.Wire).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_read_is_what_was_written_and_no_word_of_a_person_stands_in_the_fields()
    {
        foreach (var sample in Samples)
        {
            var written = FormEvents.Write(sample);
            Assert.Equal(EventForms.Canonical(written), EventForms.Canonical(FormEvents.Write(FormEvents.Read(written.Name, written.Fields, written.Personal)!)));
            Assert.DoesNotContain("what somebody wrote", EventForms.Canonical(written), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_name_of_another_room_is_not_read_and_a_damaged_event_says_so()
    {
        Assert.Null(FormEvents.Read("matter-filed/1", EntryValue.Group.None, []));
        Assert.Throws<UnreadableEvent>(() => FormEvents.Read(FormSubmitted.Name, EntryValue.Group.None, []));
        Assert.Throws<UnreadableEvent>(() => FormEvents.Read(FigureJudged.Name, new EntryValue.Group([new("indicator", EntryValue.Of("x")), new("unit", EntryValue.Of("x")), new("period", EntryValue.Of("x")), new("entries", EntryValue.Of("many"))]), []));
    }

    [Theory]
    [InlineData("17.25"), InlineData("-4.5"), InlineData("12.5-t"), InlineData("yes"), InlineData("2026-05-04"), InlineData("20-percent")]
    public void A_fact_in_an_entry_is_read_as_it_was_written(string word) => Assert.Equal(word, SubmittingForms.WordOf(SubmittingForms.ValueOf(word)));
}
