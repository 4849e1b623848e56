using System.Text;
using Trellis.Ledger;
using Xunit;

namespace Trellis.Tests.Ledger;

/// <summary>A policy says whose signatures make a checkpoint count (C2SP tlog-policy).</summary>
public sealed class APolicy
{
    private static readonly NoteSigner Log = ASignedNote.ALog();

    private static NoteSigner Witness(string name) => ASignedNote.AWitness(name.ToLowerInvariant() + ".example", 100 + (10 * (name[0] - 'X')) + (name[1] - '0'));

    /// <summary>The example of the specification: two of three of one house, and one of three of another.</summary>
    private static readonly string TwoHouses = $"""
        # who counts
        log {Log.Verifier}

        witness X1 {Witness("X1").Verifier}
        witness X2 {Witness("X2").Verifier} https://x2.example/
        witness X3 {Witness("X3").Verifier}
        group X-witnesses 2 X1 X2 X3
        witness Y1 {Witness("Y1").Verifier}
        witness Y2 {Witness("Y2").Verifier}
        witness Y3 {Witness("Y3").Verifier}
        group Y-witnesses any Y1 Y2 Y3

        group X-and-Y all X-witnesses Y-witnesses
        quorum X-and-Y

        """.ReplaceLineEndings("\n");

    [Theory]
    [InlineData("X1 X2 Y1", true)]
    [InlineData("X1 X3 Y3", true)]
    [InlineData("X1 X2 X3 Y1 Y2 Y3", true)]
    [InlineData("", false)]
    [InlineData("X1", false)]
    [InlineData("X1 Y1", false)]
    [InlineData("X1 X2 X3", false)]
    [InlineData("Y1 Y2 Y3", false)]
    [InlineData("X1 Y1 Y2 Y3", false)]
    public void Groups_count_their_members(string witnesses, bool counts)
    {
        var answer = Read(TwoHouses).Judge(Signed(Log, witnesses.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

        Assert.Equal(counts, answer.Counts);
        Assert.Equal(witnesses, string.Join(' ', answer.Cosigned.Select(static one => one.Witness.Name)));
        Assert.Equal([Log.Verifier], answer.Signed);
        if (!counts) Assert.Contains("X-and-Y asks for 2 of X-witnesses, Y-witnesses", answer.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void One_witness_that_signs_twice_counts_once()
    {
        var policy = Read($"log {Log.Verifier}\nwitness a {Witness("X1").Verifier}\nwitness b {Witness("X2").Verifier}\ngroup g 2 a b\nquorum g\n");

        Assert.False(policy.Judge(Signed(Log, "X1", "X1")).Counts);
        Assert.True(policy.Judge(Signed(Log, "X1", "X2")).Counts);
    }

    [Fact]
    public void Without_the_signature_of_the_record_itself_no_witness_helps()
    {
        var checkpoint = Signed(ASignedNote.ALog("other.example", 9), "X1", "X2", "Y1");

        var answer = Read(TwoHouses).Judge(checkpoint);

        Assert.False(answer.Counts);
        Assert.Contains("itself did not sign", answer.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_of_another_record_does_not_count()
    {
        var other = ASignedNote.ALog("other.example", 9);
        var policy = Read($"log {other.Verifier}\nquorum none\n");

        var answer = policy.Judge(Signed(other));

        Assert.False(answer.Counts);
        Assert.Contains("No key for the record county.example/record is known", answer.Fault, StringComparison.Ordinal);
        Assert.True(policy.Judge(Signed(Log), Log.Verifier).Counts);
        Assert.False(policy.Judge(Signed(other), other.Verifier).Counts);
    }

    [Fact]
    public void One_wrong_cosignature_of_a_known_witness_refuses_the_checkpoint()
    {
        var checkpoint = Signed(Log, "X1", "X2", "Y1");
        var wrong = Cosignature.Make(Witness("Y2"), ACheckpoint.Of(8).Encode(), ACheckpoint.Noon);

        Assert.True(Read(TwoHouses).Judge(checkpoint).Counts);
        Assert.False(Read(TwoHouses).Judge(checkpoint.With(wrong)).Counts);
        Assert.True(Read(TwoHouses).Judge(checkpoint.With(wrong with { Name = "nobody.example" })).Counts);
    }

    [Fact]
    public void A_policy_may_ask_for_no_witness_and_know_no_record()
    {
        Assert.True(Read("quorum none\n").Judge(Signed(Log), Log.Verifier).Counts);
        Assert.False(Read("quorum none\n").Judge(Signed(Log)).Counts);
        Assert.False(Read("quorum none\n").AsksForWitnesses);
        Assert.True(WitnessPolicy.WithoutWitnesses(Log.Verifier).Judge(Signed(Log)).Counts);
        Assert.False(WitnessPolicy.WithoutWitnesses(Log.Verifier).AsksForWitnesses);
    }

    [Fact]
    public void One_witness_may_be_the_quorum()
    {
        var policy = Read($"witness 张家村 {Witness("X1").Verifier}\nquorum 张家村\n");

        Assert.True(policy.Judge(Signed(Log, "X1"), Log.Verifier).Counts);
        Assert.Contains("张家村 is asked for", policy.Judge(Signed(Log), Log.Verifier).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_bytes_and_may_be_no_text_at_all()
    {
        byte[] policy = [.. "witness "u8, 0xff, .. Encoding.UTF8.GetBytes($" {Witness("X1").Verifier}\nquorum "), 0xff, (byte)'\n'];

        Assert.True(WitnessPolicy.TryRead(policy, out var read, out var fault), fault);
        Assert.True(read.Judge(Signed(Log, "X1"), Log.Verifier).Counts);
    }

    [Fact]
    public void Addresses_are_kept_and_32_of_each_are_taken()
    {
        var text = new StringBuilder();
        for (var at = 0; at < 32; at++) text.Append($"log {ASignedNote.ALog($"log{at}", at).Verifier}\nwitness w{at} {ASignedNote.AWitness($"w{at}", 100 + at).Verifier} https://w{at}\ngroup g{at} any w{at}\n");
        var policy = Read(text.Append($"group all all {string.Join(' ', Enumerable.Range(0, 32).Select(static at => $"g{at}"))}\nquorum all\n").ToString());

        Assert.Equal((32, 32, "https://w7"), (policy.Logs.Count, policy.Witnesses.Count, policy.Witnesses[7].Url));
        Assert.True(policy.IsQuorum(policy.Witnesses.Select(static witness => witness.Name)));
        Assert.False(policy.IsQuorum(policy.Witnesses.Skip(1).Select(static witness => witness.Name)));
    }

    private static SignedCheckpoint Signed(NoteSigner log, params string[] witnesses)
    {
        var signed = SignedCheckpoint.Sign(ACheckpoint.Of(7), log);
        foreach (var witness in witnesses) signed = signed.With(Cosignature.Make(Witness(witness), signed.Note.Text, ACheckpoint.Noon));
        return signed;
    }

    private static WitnessPolicy Read(string text)
    {
        Assert.True(WitnessPolicy.TryRead(Encoding.UTF8.GetBytes(text), out var policy, out var fault), fault);
        return policy;
    }
}
