using Trellis.Bench.Information;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Information;

/// <summary>Programs that are killed while they keep registers, look at people and exchange with a neighbour.</summary>
public sealed class BeingKilledOverPeople
{
    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Nothing_is_lost_or_doubled_and_nothing_was_shown_that_nobody_is_recorded_to_have_looked_at(string kind)
    {
        await using var rows = ARecord.On(kind);
        await using var home = ARecord.On(kind);
        await using var there = ARecord.On(kind);
        var drill = new InformationDrill(rows.Place, home.Place, there.Place, Path.GetDirectoryName(Structures.Root)!, Options(rows, ""), [.. Options(home, ""), .. Options(there, "there-")], seed: 5);
        for (var kill = 1; kill <= 2; kill++)
        {
            Assert.Null(drill.Kill());
            Assert.Null(drill.Look());
            Assert.Null(drill.KillExchange());
        }

        Assert.Null(await drill.LookAtExchangeAsync());
        Assert.True(drill is { Done: > 20, Shown: > 20, Sent: > 5 }, $"{drill.Done} done, {drill.Shown} shown, {drill.Sent} sent");
    }

    /// <summary>As the load understands them; for a second record with a word before each.</summary>
    private static string[] Options(ARecord record, string word) => record.Connection is null
        ? [word.Length > 0 ? "--there" : "--data", record.File, $"--{word}keys", record.Place.Keys]
        : [$"--{word}postgres", record.Connection, $"--{word}keys", record.Place.Keys];
}
