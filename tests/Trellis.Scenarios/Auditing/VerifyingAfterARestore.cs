using Trellis.Runtime.Ledger;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Auditing;

/// <summary>A backup that was put back in the open is told from a fraud: the loss is shown, and so is that the keeper owned up to it.</summary>
public sealed class VerifyingAfterARestore
{
    [Fact]
    public async Task What_was_seen_before_the_backup_is_continued_and_what_came_after_it_is_named_as_lost()
    {
        await using var county = await ACounty.On("SQLite");
        Directory.Move(county.Keys, county.Record.Place.Keys);
        Does("backup", county.At("backup.db"), "--data", county.Record.File);
        string lost;
        await using (var writer = await county.Record.OpenAsync(new RecordSettings { CheckpointEvery = TimeSpan.FromMilliseconds(5) }))
        {
            await Task.WhenAll(Enumerable.Range(0, 50).Select(number => writer.AppendAsync(ARecord.ADraft($"m-late-{number}"), ARecord.Patience)));
            var later = await writer.CheckpointOfAsync(649, ARecord.Patience);
            await File.WriteAllBytesAsync(county.At("seen-650"), later.Encode(), ARecord.Patience);
            lost = county.Receipt(640, later);
        }

        Does("export", "ledger", county.At("before"), "--data", county.Record.File);
        Does("restore", county.At("backup.db"), "--data", county.Record.File);

        // The key that was told for the first generation is one for the second.
        var verdict = county.Verify("--key", county.Key, "--seen", county.SeenAtHalf, "--seen", county.SeenAtEnd).HoldsUp();
        Assert.Equal("county.example/record/2", verdict.Json.GetProperty("origin").GetString());
        foreach (var seen in (string[])[county.At("seen-650"), county.At("before"), lost])
        {
            county.Verify("--key", county.Key, "--seen", seen).Finds("restored-from-backup", 600);
            Assert.DoesNotContain("seen-contradicted", county.Verify("--key", county.Key, "--seen", seen).Doubts);
            Assert.DoesNotContain("receipt-differs", county.Verify("--key", county.Key, "--seen", seen).Doubts);
        }

        // The published folder of the first generation is not overwritten; a new one shows by its name what happened.
        Assert.Equal(2, ACounty.Run("export", "ledger", county.At("before"), "--data", county.Record.File).ExitCode);
        Does("export", "ledger", county.At("after"), "--data", county.Record.File);
        ACounty.VerifyAt([county.At("after")], "--key", county.Key, "--seen", county.SeenAtEnd).HoldsUp();
        ACounty.VerifyAt([county.At("after")], "--key", county.Key, "--seen", county.At("before")).Finds("restored-from-backup");
    }

    private static void Does(params string[] words)
    {
        var (code, said) = ACounty.Run(words);
        Assert.True(code == 0, said);
    }
}
