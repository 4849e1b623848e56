using System.Globalization;
using System.Text;
using Trellis.Ledger;
using Trellis.Runtime.Ledger;

namespace Trellis.Bench.Ledger;

/// <summary>
/// Callers that append without end and say on standard output what they were told, one line each, written before anything else is done:
/// "ack RUN CALLER ACT POSITION". Every third act makes three events, every second has a personal value. Made to be killed.
/// </summary>
internal sealed class Load(RecordPlace place, string run, int callers, int acts)
{
    public const string Origin = "drill.example/record";

    private readonly Stream _output = Console.OpenStandardOutput();
    private readonly Lock _writing = new();

    public static string Name(string run, int caller, int act) => string.Create(CultureInfo.InvariantCulture, $"m-{run}-{caller}-{act}");

    public static int EventsOf(int act) => act % 3 == 0 ? 3 : 1;

    public async Task RunAsync(int batch)
    {
        await using var writer = await RecordWriter.CreateAsync(place, Origin, new RecordSettings { Batch = batch, Patience = TimeSpan.FromSeconds(30), CheckpointEvery = TimeSpan.FromMilliseconds(100) }, TimeProvider.System);
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => CallAsync(writer, caller)));
    }

    private async Task CallAsync(RecordWriter writer, int caller)
    {
        await Task.Yield();
        for (var act = 0; act < acts; act++)
        {
            var name = Name(run, caller, act);
            var events = new Draft[EventsOf(act)];
            for (var part = 0; part < events.Length; part++)
            {
                events[part] = new Draft
                {
                    Event = "drilled/1",
                    By = EntryActor.System,
                    Structure = "s-1",
                    Fields = new EntryValue.Group([new("name", EntryValue.Of(name)), new("part", EntryValue.Of(part)), new("of", EntryValue.Of(events.Length))]),
                    Personal = act % 2 == 0 ? [new PersonalValue("note", string.Create(CultureInfo.InvariantCulture, $"p-{caller}"), "drill", Encoding.ASCII.GetBytes(name))] : [],
                };
            }

            var settled = (Settled.Done)await writer.PerformAsync(_ => Decision.Accept(events), CancellationToken.None);
            Say(string.Create(CultureInfo.InvariantCulture, $"ack {run} {caller} {act} {settled.Receipt.First}\n"));
        }
    }

    private void Say(string line)
    {
        lock (_writing) _output.Write(Encoding.ASCII.GetBytes(line));
    }
}
