using System.Text;
using Trellis.Information.Exchange;
using Trellis.Ledger;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Information;

/// <summary>The bytes of events of the exchange are pinned.</summary>
public sealed class ExchangeEventForms
{
    private const string Id = "00112233445566778899aabbccddeeff";

    private static readonly DateTimeOffset T = new(2026, 5, 4, 1, 0, 0, TimeSpan.Zero);
    private static readonly string Digest = new('a', 64);
    private static readonly PostAt Clerk = new("service-clerk", new UnitId("liuhe"));

    internal static readonly ExchangeEvent[] Samples =
    [
        new ExchangeEvent.EvidenceAsked(Id, "shiping", new MatterId("m0123"), new ActorId("r-1"), "police", ["person.name", "person.phone"], "schooling", "data-rules/15", new ActorId("o-1"), Clerk, T.AddDays(3), Digest) { Happened = T },
        new ExchangeEvent.EvidenceReceived(Id, "shiping", "residence", ["person.phone"], true, T.AddDays(30), 17, 20, new string('b', 64), Digest) { Happened = T },
        new ExchangeEvent.EvidenceReceived(Id, "shiping", "residence", ["person.phone"], false, null, 17, 20, new string('b', 64), Digest) { Happened = T },
        new ExchangeEvent.EvidenceReleased(Id) { Happened = T },
        new ExchangeEvent.EvidenceDeclined(Id) { Happened = T },
        new ExchangeEvent.EvidenceUsed(Id, new MatterId("m0123"), "schooling", new ActorId("o-1"), Clerk, new string('c', 32)) { Happened = T },
        new ExchangeEvent.MatterSent(Id, "shiping", "small-repair", new ActorId("r-1"), new string('d', 32), T.AddDays(3), Digest) { Happened = T },
        new ExchangeEvent.MatterTaken(Id, "shiping", "m0456", "2026-0007", "liuhe", 17, 20, new string('b', 64), Digest) { Happened = T },
        new ExchangeEvent.WordSent(Id, false, Digest) { Happened = T },
        new ExchangeEvent.DealingRefused(Id, "shiping", "exchange.no-basis", ["offer/residence"], null, Digest) { Happened = T },
        new ExchangeEvent.DealingRefused(Id, "shiping", "exchange.no-basis", [], "residence", Digest) { Happened = T },
        new ExchangeEvent.DealingNoted(Id, Digest) { Happened = T },
        new ExchangeEvent.DealingLapsed(Id) { Happened = T },
        new ExchangeEvent.EvidenceGiven(Id, "shiping", "police", "residence", ["person.phone"], "schooling", "data-rules/15", "m0123", "service-clerk@liuhe", new RowId("person", "s17"), true, T.AddDays(30), Digest, Digest) { Happened = T },
        new ExchangeEvent.AskedAgain(Id, "shiping", Digest) { Happened = T },
        new ExchangeEvent.DealingDenied(Id, "shiping", "evidence", "exchange.not-the-owner", ["unit/police"], Digest, Digest) { Happened = T },
        new ExchangeEvent.DealingReceipted(Id, "shiping", "received", 17, Digest) { Happened = T },
        new ExchangeEvent.MatterTakenIn(Id, "shiping", new MatterId("m0456"), Digest, Digest) { Happened = T },
        new ExchangeEvent.MatterFollowed(Id, "shiping", Digest) { Happened = T },
        new ExchangeEvent.WordTakenIn(Id, "shiping", true, Digest, Digest) { Happened = T },
        new ExchangeEvent.MessageTurnedAway("exchange.unknown-key", null, null, 12) { Happened = T },
        new ExchangeEvent.MessageTurnedAway("exchange.replayed", "shiping", Digest, 1) { Happened = T },
    ];

    [Fact]
    public void The_bytes_of_every_event_are_those_of_the_golden_file()
    {
        var path = Path.Combine(Checkout.Root, "tests", "data", "events", "exchange.txt");
        var lines = string.Concat(Samples.Select(static one => Bytes(one.Wire, ExchangeWire.Write(one)) + "\n"));
        if (Environment.GetEnvironmentVariable("TRELLIS_WRITE_DOCUMENTS") is not null) File.WriteAllText(path, lines);

        Assert.Equal(File.ReadAllText(path), lines);
        Assert.Equal(ExchangeWire.Names.Order(StringComparer.Ordinal), Samples.Select(static one => one.Wire).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_read_is_what_was_written_and_a_damaged_event_says_so()
    {
        foreach (var sample in Samples)
        {
            var fields = ExchangeWire.Write(sample);
            Assert.Equal(Bytes(sample.Wire, fields), Bytes(sample.Wire, ExchangeWire.Write(ExchangeWire.Read(sample.Wire, fields)!)));
            foreach (var (name, _) in fields)
            {
                // A field that may be missing is read as absent; any other says that the entry is damaged.
                if (name is "good-until" or "contradicted" or "neighbour" or "message") continue;
                Assert.Throws<InvalidDataException>(() => ExchangeWire.Read(sample.Wire, new EntryValue.Group(fields.Where(field => field.Key != name))));
            }
        }

        Assert.Null(ExchangeWire.Read("matter-filed/1", EntryValue.Group.None));
    }

    [Fact]
    public void Every_event_has_its_row_in_the_reference()
    {
        var page = Checkout.File("docs/reference/exchange.md").Text;
        Assert.DoesNotContain(ExchangeWire.Names, name => !page.Contains($"`{name}`", StringComparison.Ordinal));
    }

    private static string Bytes(string name, EntryValue.Group fields) => Encoding.UTF8.GetString(new Entry { At = T, By = EntryActor.System, Event = name, Fields = fields, Structure = "v1" }.Encode());
}
