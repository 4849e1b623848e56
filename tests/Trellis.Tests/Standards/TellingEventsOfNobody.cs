using System.Text;
using System.Text.Json.Nodes;
using Trellis.Information.Exchange;
using Trellis.Information.Forms;
using Trellis.Information.Looks;
using Trellis.Ledger;
using Trellis.Process.Wire;
using Trellis.Standards.CloudEvents;
using Trellis.Tests.Information;
using Trellis.Tests.Process;
using Xunit;

namespace Trellis.Tests.Standards;

/// <summary>What is told to other programs of each event is what was done and where, and of nobody: neither who it was about, nor who sat in the post, nor how long they took.</summary>
public sealed class TellingEventsOfNobody
{
    [Fact]
    public void No_event_of_looks_forms_matters_and_the_exchange_tells_an_id_of_somebody_or_a_row_of_theirs()
    {
        IEnumerable<WireEvent> written =
        [
            .. LookEventForms.Samples.Select(LookEvents.Write), .. FormEventForms.Samples.Select(FormEvents.Write), .. EventForms.Samples.Select(ProcessEvents.Write),
            .. ExchangeEventForms.Samples.Select(static one => new WireEvent(one.Wire, ExchangeWire.Write(one), [])),
        ];
        var seen = 0;
        foreach (var one in written)
        {
            var told = Told(one);
            Assert.DoesNotMatch("\"(o|r|h)-[0-9]+\"|/(o|r|h|p|f|s)-?[0-9]+\"", told.ToJsonString());
            Assert.Null(told["data"]!["person"]);
            seen++;
        }

        Assert.True(seen > 90, $"{seen} events");
    }

    [Fact]
    public void How_long_somebody_sat_over_a_form_and_what_they_typed_is_told_of_nobody_alone_and_everything_else_of_it_is()
    {
        foreach (var one in FormEventForms.Samples.Where(static one => one is FormSubmitted or FormCorrected))
        {
            var data = Told(FormEvents.Write(one))["data"]!.AsObject();
            foreach (var count in (string[])["minutes", "typed", "filled", "changed"]) Assert.False(data.ContainsKey(count), count);
            Assert.Equal(("safety-monthly", "safety-officer@xikou"), ((string)data["form"]!, (string)data["by"]!));
        }
    }

    [Fact]
    public void A_unit_that_asks_another_is_named_for_it_is_nobody()
    {
        var asked = EventForms.Samples.Select(ProcessEvents.Write).First(static one => one.Name == "unit-asked/1");

        Assert.NotNull(Told(asked)["data"]!["by"]);
    }

    private static JsonNode Told(WireEvent written) => JsonNode.Parse(Encoding.UTF8.GetString(WritingCloudEvents.Batch("county.example/record", [(0, new Entry
    {
        At = new DateTimeOffset(2026, 5, 4, 1, 0, 0, TimeSpan.Zero),
        By = EntryActor.System,
        Event = written.Name,
        Fields = written.Fields,
        Structure = "v1",
    })])))!.AsArray()[0]!;
}
