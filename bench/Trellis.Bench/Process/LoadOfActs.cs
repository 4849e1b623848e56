using System.Globalization;
using System.Text;
using Trellis.Process.Matters;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;

namespace Trellis.Bench.Process;

/// <summary>
/// Callers that take matters through their acts without end and say on standard output what they were told, one line each, before anything else is done:
/// "ack MATTER FIRST COUNT". Made to be killed.
/// </summary>
internal sealed class LoadOfActs(RecordPlace place, string root, string run, int callers)
{
    private readonly Stream _output = Console.OpenStandardOutput();
    private readonly Lock _writing = new();

    public async Task RunAsync()
    {
        await using var complaints = await NoiseComplaints.OpenAsync(place, root, TimeProvider.System);
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            for (var matter = 0; ; matter++) await LiveAsync(complaints, $"p-{run}-{caller}-{matter}", caller + matter);
        })));
    }

    private async Task LiveAsync(NoiseComplaints complaints, string person, int at)
    {
        Matter? matter = null;
        for (var act = 0; act < NoiseComplaints.ActsOfOne; act++)
        {
            var order = matter is null ? complaints.Filing(person, at) : complaints.Next(matter, act - 1);
            // Every act has a key, so that what was on its way when we were killed could be asked for again.
            var done = (ActAnswer.Done)await complaints.Desk.DoAsync(order with { Key = $"{person}-{act}" }, CancellationToken.None);
            matter = done.Matter!;
            var line = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"ack {matter.Id} {done.Receipt.First} {done.Receipt.Count}\n"));
            lock (_writing) _output.Write(line);
        }
    }
}
