using Trellis.Bench.Ledger;
using Xunit;

namespace Trellis.Scenarios.Ledger;

/// <summary>A program that is killed at any moment has lost nothing that it had acknowledged.</summary>
public sealed class BeingKilled
{
    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Nothing_acknowledged_is_lost_or_doubled_and_nothing_else_is_half_visible(string kind)
    {
        await using var record = ARecord.On(kind);
        var drill = new KillDrill(record.Place, record.Options[..4], seed: 3);

        for (var kill = 1; kill <= 10; kill++) Assert.Null(drill.Kill(kill));

        Assert.True(drill.Acknowledged > 10);
        record.HoldsTogether();
        await using var writer = await Runtime.Ledger.RecordWriter.CreateAsync(record.Place, Load.Origin, new Runtime.Ledger.RecordSettings(), TimeProvider.System);
        await writer.AppendAsync(ARecord.ADraft("on"), ARecord.Patience);
    }
}
