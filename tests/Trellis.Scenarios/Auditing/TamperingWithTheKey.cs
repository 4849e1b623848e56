using Trellis.Ledger;
using Trellis.Runtime.Ledger;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Auditing;

/// <summary>
/// The attacker is the keeper himself: he holds the database and the key that signs. The key proves nothing against him then;
/// receipts, kept checkpoints and witnesses still do.
/// </summary>
public sealed class TamperingWithTheKey
{
    public static TheoryData<string> Stores => OnBothStores.Kinds;

    [Theory, MemberData(nameof(Stores))]
    public async Task A_rewritten_and_signed_record_is_found_by_receipt_by_kept_checkpoint_and_by_witnesses(string kind)
    {
        await using var county = await ACounty.On(kind);
        var receipt = county.Receipt(100);
        var attacker = new AnAttacker(county);
        var entries = attacker.Entries();
        entries[100] = AnAttacker.Changed(entries[100]);
        attacker.Rewrite(entries, [AnAttacker.Row(attacker.Sign(entries, county.Signer))]);
        attacker.Run("delete from personal_value where position = 100");

        Assert.DoesNotContain("signature-wrong", county.Verify("--key", county.Key).Doubts); // the key alone does not help
        county.Verify("--key", county.Key, "--seen", receipt).Finds("receipt-differs", 100).Finds("seen-contradicted");
        county.Verify("--key", county.Key, "--seen", county.SeenAtHalf).Finds("seen-contradicted");
        county.Verify("--witnesses", county.Policy).Finds("witnesses-too-few");
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_fork_after_what_was_seen_is_not_co_signed_by_witnesses(string kind)
    {
        await using var county = await ACounty.On(kind);
        var receipt = county.Receipt(550);
        var attacker = new AnAttacker(county);
        var entries = attacker.Entries()[..ACounty.Half];
        for (var more = 0; more < 400; more++) entries.Add(AnAttacker.Changed(entries[^1], $"m-fork-{more}"));
        var forged = attacker.Sign(entries, county.Signer);
        attacker.Rewrite(entries, [AnAttacker.Row(county.AtHalf), AnAttacker.Row(forged)]);

        // He asks the witnesses, too; they hold 600 entries, and no proof leads from there to the fork.
        Assert.Null(await county.Upper.CosignAsync(forged, [.. Enumerable.Repeat(default(TreeHash), 5)]));
        county.Verify("--key", county.Key, "--seen", county.SeenAtHalf).Doubts.ToList().ForEach(static code => Assert.NotEqual("seen-contradicted", code));
        county.Verify("--key", county.Key, "--seen", county.SeenAtEnd).Finds("seen-contradicted");
        county.Verify("--key", county.Key, "--seen", receipt).Finds("receipt-differs", 550);

        // The newest checkpoint that counts is that of the half: the fork is under nothing that witnesses saw.
        var witnessed = county.Verify("--witnesses", county.Policy);
        Assert.Contains("not-yet-covered", witnessed.Unproven);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_record_that_was_set_back_and_signed_again_is_found_by_receipt_and_kept_checkpoint(string kind)
    {
        await using var county = await ACounty.On(kind);
        var receipt = county.Receipt(550);
        var attacker = new AnAttacker(county);
        var entries = attacker.Entries()[..450];
        attacker.Rewrite(entries, [AnAttacker.Row(attacker.Sign(entries, county.Signer))]);
        attacker.Run("delete from personal_value where position >= 450");

        county.Verify("--key", county.Key).HoldsUp();
        county.Verify("--key", county.Key, "--seen", receipt).Finds("shorter-than-seen", 450);
        county.Verify("--key", county.Key, "--seen", county.SeenAtEnd).Finds("shorter-than-seen", 450);
        county.Verify("--witnesses", county.Policy).Finds("witnesses-too-few");
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task An_entry_withheld_from_everybody_but_its_resident_is_found_by_the_receipt(string kind)
    {
        await using var county = await ACounty.On(kind);
        var receipt = county.Receipt(550);
        var attacker = new AnAttacker(county);
        var entries = attacker.Entries();
        entries.RemoveAt(550);
        attacker.Rewrite(entries, [AnAttacker.Row(attacker.Sign(entries, county.Signer))]);

        county.Verify("--key", county.Key, "--seen", receipt).Finds("receipt-differs", 550).Finds("shorter-than-seen");
        county.Verify("--witnesses", county.Policy).Finds("witnesses-too-few");
    }

    [Fact]
    public async Task A_published_folder_that_shows_others_a_fork_contradicts_the_checkpoint_that_one_kept()
    {
        await using var county = await ACounty.On("SQLite");
        Assert.Equal(0, ACounty.Run(["export", "ledger", county.At("first"), .. county.Store, "--entries"]).ExitCode);
        var attacker = new AnAttacker(county);
        var entries = attacker.Entries();
        entries[20] = AnAttacker.Changed(entries[20]);
        attacker.Rewrite(entries, [AnAttacker.Row(attacker.Sign(entries, county.Signer))]);
        Assert.Equal(0, ACounty.Run(["export", "ledger", county.At("second"), .. county.Store, "--entries"]).ExitCode);

        ACounty.VerifyAt([county.At("first")], "--key", county.Key).HoldsUp();
        ACounty.VerifyAt([county.At("second")], "--key", county.Key).HoldsUp();
        ACounty.VerifyAt([county.At("second")], "--key", county.Key, "--seen", county.At("first")).Finds("seen-contradicted");
    }
}
