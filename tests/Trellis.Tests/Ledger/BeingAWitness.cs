using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Trellis.Ledger;
using Xunit;

namespace Trellis.Tests.Ledger;

/// <summary>A witness signs what grew from what it signed before, and answers everything else with the status that C2SP tlog-witness gives.</summary>
public sealed class BeingAWitness
{
    private static readonly NoteSigner Log = ASignedNote.ALog();
    private static readonly NoteSigner Witness = ASignedNote.AWitness();
    private static readonly TreeHash[] Leaves = AGrowingTree.Leaves(300);

    private static TreeHead Head(int size) => new(size, TheTreeByDefinition.Root(Leaves.AsSpan(0, size)));

    private static WitnessedRecord Known(int held) => new(Log.Name, [Log.Verifier], Head(held));

    private static WitnessRequest Request(int old, int size, NoteSigner? by = null) => new(
        old,
        old is 0 || old >= size ? [] : TheTreeByDefinition.Consistency(old, Leaves.AsSpan(0, size)),
        SignedCheckpoint.Sign(new Checkpoint(Log.Name, Head(size)), by ?? Log));

    private static WitnessDecision Decide(WitnessRequest request, WitnessedRecord? known) => Witnessing.Decide(request.Encode(), origin => origin == known?.Origin ? known : null);

    private static WitnessDecision.Refuse Refusal(WitnessRequest request, WitnessedRecord? known) => Assert.IsType<WitnessDecision.Refuse>(Decide(request, known));

    [Fact]
    public void It_signs_what_grew_from_what_it_signed_before() =>
        Prop.ForAll(Gen.Choose(0, 300).SelectMany(static size => Gen.Choose(0, size), static (size, old) => (size, old)).ToArbitrary(), static one =>
            Decide(Request(one.old, one.size), Known(one.old)) is WitnessDecision.CoSign sign && sign.Checkpoint.Checkpoint.Head == Head(one.size) && sign.Before == Head(one.old)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_request_is_read_back_as_it_was_written()
    {
        var bytes = Request(100, 300).Encode();

        Assert.True(WitnessRequest.TryRead(bytes, out var again, out var fault), fault);
        Assert.Equal(bytes, again.Encode());
        Assert.StartsWith("old 100\n", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void What_it_keeps_has_the_signature_of_the_record_once_and_no_others()
    {
        var request = Request(100, 300);
        request = request with { Checkpoint = request.Checkpoint.With(request.Checkpoint.Note.Signatures[0]).With(new NoteSignature("stray.example", 7, new byte[100])).With(Cosignature.Make(Witness, request.Checkpoint.Note.Text, ACheckpoint.Noon)) };

        var sign = Assert.IsType<WitnessDecision.CoSign>(Decide(request, Known(100)));

        Assert.Equal([Log.Name], sign.Checkpoint.Note.Signatures.Select(static line => line.Name));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("old x\n\n")]
    [InlineData("")]
    public void What_is_no_request_is_answered_400(string body) =>
        Assert.Equal(HttpStatusCode.BadRequest, Assert.IsType<WitnessDecision.Refuse>(Witnessing.Decide(Encoding.UTF8.GetBytes(body), static _ => Known(0))).Status);

    [Fact]
    public void An_origin_that_it_does_not_know_is_answered_404_before_anything_else_is_looked_at()
    {
        Assert.Equal(HttpStatusCode.NotFound, Refusal(Request(100, 300), null).Status);
        Assert.Equal(HttpStatusCode.NotFound, Assert.IsType<WitnessDecision.Refuse>(Witnessing.Decide(Request(100, 300, ASignedNote.ALog(seed: 9)), Known(100) with { Origin = "other" })).Status);
    }

    [Fact]
    public void A_checkpoint_that_the_record_did_not_sign_is_answered_403() =>
        Assert.Equal(HttpStatusCode.Forbidden, Refusal(Request(100, 300, ASignedNote.ALog(seed: 9)), Known(100)).Status);

    [Fact]
    public void A_wrong_signature_of_the_record_is_answered_403_even_beside_a_right_one()
    {
        var request = Request(100, 300);
        var wrong = SignedNote.Sign("another text\n"u8, Log).Signatures[0];

        Assert.Equal(HttpStatusCode.Forbidden, Refusal(request with { Checkpoint = request.Checkpoint.With(wrong) }, Known(100)).Status);
    }

    [Fact]
    public void An_old_size_above_that_of_the_checkpoint_is_answered_400() =>
        Assert.Equal(HttpStatusCode.BadRequest, Refusal(Request(300, 100), Known(300)).Status);

    [Theory]
    [InlineData(0)]
    [InlineData(99)]
    [InlineData(101)]
    public void Another_old_size_than_the_one_held_is_answered_409_with_the_size_held(int old)
    {
        var refusal = Refusal(Request(old, 300), Known(100));

        Assert.Equal((HttpStatusCode.Conflict, "100\n", "text/x.tlog.size"), (refusal.Status, refusal.Body, refusal.ContentType));
    }

    [Fact]
    public void A_rollback_is_answered_409_even_with_a_proof_between_the_smaller_sizes() =>
        Assert.Equal(HttpStatusCode.Conflict, Refusal(Request(50, 80), Known(100)).Status);

    [Fact]
    public void A_fork_of_the_same_size_is_answered_422()
    {
        var fork = SignedCheckpoint.Sign(new Checkpoint(Log.Name, new TreeHead(100, Leaves[0])), Log);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, Refusal(new WitnessRequest(100, [], fork), Known(100)).Status);
    }

    [Fact]
    public void A_fork_that_grew_on_is_answered_422()
    {
        var fork = AGrowingTree.Leaves(300, seed: 9);
        var head = new TreeHead(300, TheTreeByDefinition.Root(fork));
        var request = new WitnessRequest(100, TheTreeByDefinition.Consistency(100, fork), SignedCheckpoint.Sign(new Checkpoint(Log.Name, head), Log));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, Refusal(request, Known(100)).Status);
    }

    [Fact]
    public void The_same_checkpoint_again_is_signed_again_but_not_with_a_proof()
    {
        Assert.IsType<WitnessDecision.CoSign>(Decide(Request(100, 100), Known(100)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, Refusal(Request(100, 100) with { Proof = [Leaves[0]] }, Known(100)).Status);
    }

    [Fact]
    public void A_first_checkpoint_takes_no_proof()
    {
        Assert.IsType<WitnessDecision.CoSign>(Decide(Request(0, 300), Known(0)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, Refusal(Request(0, 300) with { Proof = [Leaves[0]] }, Known(0)).Status);
    }

    [Fact]
    public void An_empty_record_is_signed_with_the_hash_of_nothing_only()
    {
        Assert.IsType<WitnessDecision.CoSign>(Decide(Request(0, 0), Known(0)));
        var wrong = new WitnessRequest(0, [], SignedCheckpoint.Sign(new Checkpoint(Log.Name, new TreeHead(0, Leaves[0])), Log));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, Refusal(wrong, Known(0)).Status);
    }

    [Fact]
    public void A_missing_changed_or_longer_proof_is_answered_422()
    {
        var request = Request(100, 300);

        foreach (var proof in (IReadOnlyList<TreeHash>[])[[], [.. request.Proof.Skip(1)], [.. request.Proof.SkipLast(1)], [.. request.Proof, Leaves[0]], [.. request.Proof.Reverse()]])
            Assert.Equal(HttpStatusCode.UnprocessableEntity, Refusal(request with { Proof = proof }, Known(100)).Status);
    }

    [Fact]
    public void The_answer_of_a_witness_is_added_to_the_checkpoint_and_strangers_are_left_out()
    {
        var asked = Request(100, 300).Checkpoint;
        var line = Cosignature.Make(Witness, asked.Note.Text, ACheckpoint.Noon);
        var stranger = new NoteSignature("stray.example", 7, new byte[72]);

        Assert.True(Witnessing.TryReadAnswer(Encoding.UTF8.GetBytes(stranger.Line + line.Line), asked, [Witness.Verifier], out var cosigned, out var fault), fault);
        Assert.Equal([Log.Name, Witness.Name], cosigned.Note.Signatures.Select(static one => one.Name));

        // Asked again later, the newer line takes the place of the older.
        var later = Cosignature.Make(Witness, asked.Note.Text, ACheckpoint.Noon.AddHours(1));
        Assert.True(Witnessing.TryReadAnswer(Encoding.UTF8.GetBytes(later.Line), cosigned, [Witness.Verifier], out cosigned, out fault), fault);
        Assert.Equal([Log.Name, Witness.Name], cosigned.Note.Signatures.Select(static one => one.Name));
        Assert.True(cosigned.Note.TryVerify([Witness.Verifier], out var signed, out _));
        Assert.Equal(ACheckpoint.Noon.AddHours(1), signed[0].CosignedAt);
    }

    [Fact]
    public void An_answer_that_is_wrong_empty_or_about_another_checkpoint_is_refused()
    {
        var asked = Request(100, 300).Checkpoint;
        var other = Cosignature.Make(Witness, Request(100, 299).Checkpoint.Note.Text, ACheckpoint.Noon);

        foreach (var answer in (string[])["", "nonsense\n", other.Line, other.Line.TrimEnd('\n'), Log.Sign(asked.Note.Text).Line, new NoteSignature("stray.example", 7, new byte[72]).Line])
            Assert.False(Witnessing.TryReadAnswer(Encoding.UTF8.GetBytes(answer), asked, [Witness.Verifier], out _, out _));
    }

    [Fact]
    public void The_last_checkpoint_of_a_record_is_published_under_the_hash_of_its_origin() =>
        Assert.Equal("c74dc22b421d2150e903c8a358bce076ec648ff8cfae9f5f15dbd5f325c233f5", Witnessing.NameOf("county.example/record"));
}
