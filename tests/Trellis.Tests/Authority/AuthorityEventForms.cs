using System.Text;
using Trellis.Authority;
using Trellis.Ledger;
using Trellis.Structure;
using Trellis.Structure.Quantities;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Authority;

/// <summary>The bytes of events about seats and powers are pinned.</summary>
public sealed class AuthorityEventForms
{
    private static readonly DateTimeOffset T = new(2026, 5, 4, 1, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Day = new(2026, 5, 4);

    private static readonly (string Name, EntryValue.Group Fields)[] Samples =
    [
        AuthorityWire.Write(new ActRefused("perform-step", AuthorityRefusals.NotHeld, new ActorId("o-1"), new PostAt("village-clerk", new UnitId("zhongliu")), new MatterId("m0123"), T)),
        AuthorityWire.Write(new ActRefused("adopt-structure", AuthorityRefusals.ForOfficers.Code, new ActorId("r-1"), null, null, T)),
        .. Events.Select(static one => AuthorityWire.Write(one)),
        AuthorityWire.Write(new AuthorityEvent.Lent(Lent(LentLimits.None, null))),
        AuthorityWire.Write(new AuthorityEvent.Lent(Lent(Narrow, Day.AddDays(90)))),
    ];

    private static LentLimits Narrow => new(
        [new LentCeiling(CeilingSpan.Case, false, new Quantity(800.5m, Measure.Yuan)), new LentCeiling(CeilingSpan.Year, false, new Quantity(20000, Measure.Yuan)), new LentCeiling(CeilingSpan.Month, true, new Quantity(30, Measure.Case))],
        ["approve"], ["small-repair"], new UnitId("zhongliu"));

    private static AuthorityEvent[] Events =>
    [
        new AuthorityEvent.SeatTaken("o-1", "village-clerk", "zhongliu", Day, DateOnly.MaxValue, null),
        new AuthorityEvent.SeatTaken("o-2", "village-clerk", "zhongliu", Day, Day.AddDays(30), "o-1"),
        new AuthorityEvent.SeatLeft("o-1", "village-clerk", "zhongliu", Day),
        new AuthorityEvent.Withdrawn("small-sums", null, Day),
        new AuthorityEvent.Withdrawn("small-sums", "liuhe", Day),
        new AuthorityEvent.EmergencyDeclared("flood", Day, Day.AddDays(7)),
        new AuthorityEvent.EmergencyDeclared("flood", Day, Day.AddDays(7), "liuhe"),
        new AuthorityEvent.EmergencyEnded("flood", "liuhe", Day.AddDays(2)),
        new AuthorityEvent.EmergencyReviewed("flood", "liuhe", Day),
        new AuthorityEvent.DutyReturned("small-repairs", "liuhe", "approve-repair", "works-office", Day),
        new AuthorityEvent.DutyReturned("small-repairs", "liuhe", "approve-repair", null, Day),
    ];

    private static Delegation Lent(LentLimits limits, DateOnly? to) => LendingPowers.Written(
        new LendPower("small-sums-2", "power/approve-repair", new PostAt("service-lead", new UnitId("liuhe")), limits, true, to is null ? 0 : 1, Day, to, ["liuhe-services/3"], new PersonalText("why")),
        new PostName("works-head", "works-office", default), new KindRef(Kind.Power, "approve-repair", default), [new Citation("liuhe-services", "3", default)]);

    [Fact]
    public void The_bytes_of_every_event_are_those_of_the_golden_file()
    {
        var path = Path.Combine(Checkout.Root, "tests", "data", "events", "authority.txt");
        var lines = string.Concat(Samples.Select(static one => Bytes(one.Name, one.Fields) + "\n"));
        if (Environment.GetEnvironmentVariable("TRELLIS_WRITE_DOCUMENTS") is not null) File.WriteAllText(path, lines);

        Assert.Equal(File.ReadAllText(path), lines);
        Assert.Equal(AuthorityWire.Names.Order(StringComparer.Ordinal), Samples.Select(static one => one.Name).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_read_is_what_was_written_and_a_refused_act_changes_nothing()
    {
        foreach (var happened in Events)
        {
            var (name, fields) = AuthorityWire.Write(happened);
            Assert.Equal(happened, AuthorityWire.Read(name, fields));
        }

        foreach (var (name, fields) in Samples.Where(static one => one.Name == AuthorityWire.Lent))
        {
            var (again, read) = AuthorityWire.Write(AuthorityWire.Read(name, fields)!);
            Assert.Equal((name, Bytes(name, fields)), (again, Bytes(again, read)));
        }

        Assert.Null(AuthorityWire.Read(Samples[0].Name, Samples[0].Fields));
        Assert.Null(AuthorityWire.Read("matter-filed/1", EntryValue.Group.None));
    }

    private static string Bytes(string name, EntryValue.Group fields) => Encoding.UTF8.GetString(new Trellis.Ledger.Entry { At = T, By = EntryActor.System, Event = name, Fields = fields, Structure = "v1" }.Encode());

    [Fact]
    public void The_links_of_a_mandate_come_back_from_its_entry_and_articles_are_no_links()
    {
        MandateKey[] chain = [new("delegation/small-sums", "service-lead", "liuhe"), new("power/approve-repair", "works-head", "works-office")];
        Assert.Equal(chain, AuthorityWire.Links([.. chain.Select(static one => one.ToString()), "liuhe-services/3"]));
    }
}
