using System.Globalization;
using Trellis.Bench.Ledger;
using Trellis.Process.Matters;
using Trellis.Process.Wire;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Process;

/// <summary>A desk that is killed in the middle of many acts has lost none that it had acknowledged, and left no matter half done.</summary>
public sealed class BeingKilledAtWork
{
    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Nothing_acknowledged_is_lost_and_tables_and_record_agree(string kind)
    {
        await using var record = ARecord.On(kind);
        var told = new List<(string Matter, long First, int Count)>();
        for (var kill = 1; kill <= 3; kill++)
        {
            using var process = KillDrill.Start(["load-acts", "--run", kill.ToString(CultureInfo.InvariantCulture), "--callers", "24", .. record.Options[..4]]);
            var lines = 0;
            var reading = Task.Run(() =>
            {
                while (process.StandardOutput.ReadLine() is { } line)
                {
                    if (line.Split(' ') is not ["ack", var matter, var first, var count] || !long.TryParse(first, out var at) || !int.TryParse(count, out var entries)) continue;
                    told.Add((matter, at, entries));
                    Interlocked.Increment(ref lines);
                }
            }, ARecord.Patience);
            for (var waited = 0; Volatile.Read(ref lines) < 200 && waited < 600; waited++) await Task.Delay(100, ARecord.Patience);
            process.Kill();
            await process.WaitForExitAsync(ARecord.Patience);
            await reading;
            Assert.Equal("", await process.StandardError.ReadToEndAsync(ARecord.Patience));
        }

        Assert.True(told.Count > 500, $"{told.Count}");
        var entries = record.Entries();
        foreach (var (matter, first, count) in told)
        {
            for (var at = first; at < first + count; at++)
                Assert.Equal(matter, ((IMatterEvent)ProcessEvents.Read(entries[(int)at].Event, entries[(int)at].Fields, [])!).Matter.Text);
        }

        Assert.Empty(RebuildingTables.Run(record.Place).Changed);
        record.HoldsTogether();
    }
}
