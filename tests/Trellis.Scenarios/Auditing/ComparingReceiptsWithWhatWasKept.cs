using Trellis.Ledger;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Auditing;

/// <summary>A receipt or a checkpoint alone is compared with what was kept, as far as that goes; what cannot be used is refused and not passed over.</summary>
public sealed class ComparingReceiptsWithWhatWasKept
{
    [Fact]
    public async Task A_checkpoint_of_the_same_size_with_another_root_contradicts_what_was_kept()
    {
        await using var county = await ACounty.On("SQLite");
        var attacker = new AnAttacker(county);
        var entries = attacker.Entries();
        entries[17] = AnAttacker.Changed(entries[17]);
        var fork = county.At("fork");
        await File.WriteAllBytesAsync(fork, attacker.Sign(entries, county.Signer).Encode(), ARecord.Patience);

        ACounty.VerifyAt([fork], "--key", county.Key, "--seen", county.SeenAtEnd).Finds("seen-contradicted");
        ACounty.VerifyAt([county.Receipt(17)], "--key", county.Key, "--seen", fork).Finds("seen-contradicted");
    }

    [Fact]
    public async Task The_same_root_is_the_same_record_and_another_size_cannot_be_compared()
    {
        await using var county = await ACounty.On("SQLite");

        var same = ACounty.VerifyAt([county.Receipt(17)], "--key", county.Key, "--seen", county.SeenAtEnd).HoldsUp();
        Assert.Contains("continues-seen", same.Proven);
        var other = ACounty.VerifyAt([county.SeenAtEnd], "--key", county.Key, "--seen", county.SeenAtHalf).HoldsUp();
        Assert.Contains("seen-not-linked", other.Unproven);
        Assert.DoesNotContain("continues-seen", other.Proven);
    }

    [Fact]
    public async Task What_was_kept_of_another_record_or_under_another_key_is_refused()
    {
        await using var county = await ACounty.On("SQLite");
        var own = NoteSigner.Make(county.Signer.Name, NoteKeyType.Ed25519, new byte[32]);
        var other = NoteSigner.Make("county.example/other", NoteKeyType.Ed25519, new byte[32]);
        var (forged, elsewhere) = (county.At("forged"), county.At("elsewhere"));
        await File.WriteAllBytesAsync(forged, SignedCheckpoint.Sign(county.AtEnd.Checkpoint, own).Encode(), ARecord.Patience);
        await File.WriteAllBytesAsync(elsewhere, SignedCheckpoint.Sign(new Checkpoint(other.Name, county.AtEnd.Checkpoint.Head), other).Encode(), ARecord.Patience);

        Assert.Equal(2, ACounty.VerifyAt([county.SeenAtEnd], "--key", county.Key, "--seen", forged).ExitCode);
        Assert.Equal(2, ACounty.VerifyAt([county.SeenAtEnd], "--key", county.Key, "--seen", elsewhere).ExitCode);
    }

    [Fact]
    public async Task An_option_that_would_not_be_used_is_refused()
    {
        await using var county = await ACounty.On("SQLite");
        var folder = county.At("public");
        Assert.Equal(0, ACounty.Run(["export", "ledger", folder, .. county.Store]).ExitCode);
        var leaf = Tree.Leaf([1]).ToString();
        (string Place, string[] Option)[] cases =
        [
            (county.Receipt(17), ["--since", "5"]), (county.Receipt(17), ["--keys", county.Keys]), (county.Receipt(17), ["--token", "abc"]),
            (county.SeenAtEnd, ["--since", "5"]), (county.SeenAtEnd, ["--leaf", leaf]), (county.SeenAtEnd, ["--token", "abc"]),
            (folder, ["--keys", county.Keys]), (folder, ["--token", "abc"]), (folder, ["--leaf", leaf]),
            (county.Record.File, ["--token", "abc"]), (county.Record.File, ["--leaf", leaf]),
        ];

        foreach (var (place, option) in cases)
        {
            var verdict = ACounty.VerifyAt([place], option);
            Assert.True(verdict.ExitCode == 2 && verdict.Errors.Contains(option[0], StringComparison.Ordinal), $"{place} {option[0]}: {verdict.ExitCode} {verdict.Errors}");
        }
    }
}
