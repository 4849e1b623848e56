using System.Text;
using Trellis.Information;
using Trellis.Information.Registers;
using Trellis.Ledger;
using Trellis.Tests.Architecture;
using Xunit;
using LedgerEntry = Trellis.Ledger.Entry;

namespace Trellis.Tests.Information;

/// <summary>The bytes of every event of registers are pinned. A line that changes breaks every record that was written before.</summary>
public sealed class RegisterEventForms
{
    private static readonly DateTimeOffset T = new(2026, 5, 4, 1, 0, 0, TimeSpan.Zero);
    private static readonly RowId One = new("person", "s-1");
    private static readonly RowId Other = new("person", "s-2");
    private static readonly UnitId Police = new("police");
    private static readonly ActorId Officer = new("o-1");

    private static readonly ValuesSaid Said = new(ValueSource.Form, "hardship-monthly", Police, Officer, true,
    [
        new ItemSaid("name", DateOnly.MinValue, DateOnly.MaxValue, null, false, null) { Bytes = "what somebody wrote"u8.ToArray() },
        new ItemSaid("phone", new DateOnly(2026, 5, 1), new DateOnly(2026, 12, 31), null, false, 17) { Bytes = "somebody"u8.ToArray() },
        new ItemSaid("household", DateOnly.MinValue, DateOnly.MaxValue, [new RowId("household", "h-1"), new RowId("household", "h-2")], false, null),
        new ItemSaid("carer", new DateOnly(2026, 5, 1), DateOnly.MaxValue, null, true, null),
    ]);

    /// <summary>One of each, with everything that it can hold.</summary>
    private static readonly IEvent[] Samples =
    [
        new ImportBegun("insured-5f1d2c03a9b4", "person", "insured", "0a", "0b", "cuiwei-data-rules/6", "insurance", Police, Officer, T),
        new SubjectEntered(One, Said, T),
        new ValuesRecorded(One, Said with { ByOwner = false, Unit = null, Basis = null, Source = ValueSource.Act }, null, T),
        new ValueSettled(One, "phone", 17, [3, 9], Police, Officer, null, T),
        new SubjectsLinked(One, Other, ["care", "relief"], ["same-number", "same-birthday"], [new SameClaims("phone", 3, 9)], Police, Officer, null, T),
        new SubjectsToldApart(One, Other, Police, Officer, null, T),
        new LinkUndone(One, Other, 21, Police, Officer, null, T),
        new SubjectKept(One, "register/person.phone", new MatterId("m0000000000000abc"), new DateOnly(2026, 8, 4), T),
        new SubjectKept(One, "register/person.phone", new MatterId("m0000000000000abc"), new DateOnly(2026, 8, 4), T) { Type = "old-age-allowance", Duty = "old-age-care" },
        new SubjectEnded(One, new DateOnly(2026, 5, 1), "left", Police, Officer, T),
    ];

    [Fact]
    public void The_bytes_of_every_event_are_those_of_the_golden_file()
    {
        var path = Path.Combine(Checkout.Root, "tests", "data", "events", "registers.txt");
        var lines = string.Concat(Samples.Select(static one => Canonical(one) + "\n"));
        if (Environment.GetEnvironmentVariable("TRELLIS_WRITE_DOCUMENTS") is not null) File.WriteAllText(path, lines);

        Assert.Equal(File.ReadAllText(path), lines);
    }

    [Fact]
    public void Every_name_has_a_sample_and_what_is_read_is_what_was_written()
    {
        Assert.Equal(RegisterEvents.Names.Order(StringComparer.Ordinal), Samples.Select(static one => one.Wire).Order(StringComparer.Ordinal));
        foreach (var sample in Samples)
        {
            var read = RegisterEvents.Read(sample.Wire, RegisterEvents.Write(sample));
            Assert.NotNull(read);
            Assert.Equal(Canonical(sample), Canonical(read));
        }
    }

    [Fact]
    public void Nothing_that_a_person_wrote_stands_in_the_fields() => Assert.All(Samples, static sample => Assert.DoesNotContain("somebody", Canonical(sample), StringComparison.Ordinal));

    [Fact]
    public void An_event_without_one_of_its_fields_is_none_and_never_a_fault()
    {
        foreach (var sample in Samples)
        {
            var fields = RegisterEvents.Write(sample);
            foreach (var (name, _) in fields)
            {
                _ = RegisterEvents.Read(sample.Wire, new EntryValue.Group(fields.Where(one => one.Key != name)));
                _ = RegisterEvents.Read(sample.Wire, new EntryValue.Group(fields.Select(one => one.Key == name ? KeyValuePair.Create(name, EntryValue.Of(["x", "y"])) : one)));
                _ = RegisterEvents.Read(sample.Wire, new EntryValue.Group(fields.Select(one => one.Key == name ? KeyValuePair.Create(name, EntryValue.Of(7)) : one)));
            }
        }
    }

    private static string Canonical(IEvent happened) => Encoding.UTF8.GetString(new LedgerEntry
    {
        At = T, By = EntryActor.System, Event = happened.Wire, Fields = RegisterEvents.Write(happened), Mandate = [], Notes = [], Personal = [], Structure = "1f3a9c02",
    }.Encode());
}
