using System.Globalization;
using System.Text;
using Trellis.Authority;
using Trellis.Information.Exchange;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;

namespace Trellis.Bench.Information;

/// <summary>
/// Two records in one program that exchange without end: residents file matters in the other, a clerk asks it for evidence and uses it. Each says on standard output what came of it
/// before anything else is done: "sent CALLER NUMBER DEALING", "used DEALING POSITION". Made to be killed, which ends both between any two of their steps.
/// </summary>
/// <param name="from">For each caller the number of the first matter: those before it are sent.</param>
internal sealed class LoadOfExchange(RecordPlace home, RecordPlace there, string root, int[] from)
{
    private readonly Stream _output = Console.OpenStandardOutput();
    private readonly Lock _writing = new();

    public async Task RunAsync()
    {
        await using var nodes = await TwoNodes.OpenAsync(home, there, root);
        await nodes.There.EnterAsync();
        var clerk = await nodes.Home.ClerkAsync();
        await Task.WhenAll([
            .. from.Select((first, caller) => Task.Run(() => FileAsync(nodes.Home.Exchange, caller, first))),
            .. Enumerable.Range(0, from.Length).Select(_ => Task.Run(() => UseAsync(nodes.Home, clerk))),
            Task.Run(async () =>
            {
                for (; ; await Task.Delay(5)) await nodes.Home.Exchange.SendDueAsync(CancellationToken.None);
            }),
        ]);
    }

    /// <summary>Sends a matter; the same one for the same caller and number, whichever program sends it.</summary>
    public static async Task<Dealing> SendAsync(ExchangeDesk exchange, int caller, int number)
    {
        var wanted = new MatterWanted("there", "small-repair", "zhongliu", [new FiledRole("applicant", "requester"), new FiledRole("facility", "facility/lamp-9")], [], null);
        var (done, why) = await exchange.FileThereAsync(new Actor.Resident(new ActorId(string.Create(CultureInfo.InvariantCulture, $"r-{caller}"))), wanted, string.Create(CultureInfo.InvariantCulture, $"k-{number}"), CancellationToken.None);
        return done?.Dealing ?? throw new InvalidOperationException(why!.ToString());
    }

    private async Task FileAsync(ExchangeDesk exchange, int caller, int first)
    {
        // Slower than they are sent, so that what is owed is little.
        for (var number = first; ; number++, await Task.Delay(250))
        {
            var dealing = await SendAsync(exchange, caller, number);
            Say(string.Create(CultureInfo.InvariantCulture, $"sent {caller} {number} {dealing.Id}\n"));
        }
    }

    private async Task UseAsync(TwoNodes.Node node, Actor.Officer clerk)
    {
        while (true)
        {
            var matter = await node.FileAsync("r-wang");
            var (asked, why) = await node.Exchange.AskAsync(clerk, matter.Id, new EvidenceWanted("there", "liuhe", ["person.phone"], "liuhe-services/9", TwoNodes.Number), "k-1", CancellationToken.None);
            if (asked is null) throw new InvalidOperationException(why!.ToString());
            while (true)
            {
                var (done, values, _) = await node.Exchange.UseAsync(clerk, matter.Id, asked.Dealing.Id, "u-1", CancellationToken.None);
                if (values is [(_, { Length: > 0 }), ..] && done!.Receipt is { } receipt)
                {
                    Say(string.Create(CultureInfo.InvariantCulture, $"used {asked.Dealing.Id} {receipt.First}\n"));
                    break;
                }

                await Task.Delay(5); // it is on its way
            }
        }
    }

    private void Say(string line)
    {
        var bytes = Encoding.ASCII.GetBytes(line);
        lock (_writing) _output.Write(bytes);
    }
}
