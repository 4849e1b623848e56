using Trellis.Ledger;
using Xunit;

namespace Trellis.Tests.Ledger;

/// <summary>Who witnessed a checkpoint is said of each witness by itself.</summary>
public sealed class SeeingWhoCosigned
{
    private static readonly NoteSigner Record = ASignedNote.ALog();
    private static readonly NoteSigner Upper = ASignedNote.AWitness("upper.example");
    private static readonly NoteSigner Neighbour = ASignedNote.AWitness("neighbour.example", 101);
    private static readonly NoteSigner Stranger = ASignedNote.AWitness("stranger.example", 102);
    private static readonly SignedCheckpoint Signed = SignedCheckpoint.Sign(new Checkpoint("county.example/record", new TreeHead(1, Tree.Leaf("a"u8))), Record);

    [Fact]
    public void A_good_cosignature_is_told_with_its_time_and_a_lacking_one_as_lacking() =>
        Assert.Equal(
            [new Cosigner("upper.example", CosignatureState.Good, ACheckpoint.Noon), new Cosigner("neighbour.example", CosignatureState.Missing, null)],
            Of(Cosignature.Make(Upper, Signed.Note.Text, ACheckpoint.Noon)));

    [Fact]
    public void A_wrong_cosignature_is_told_as_wrong_and_spoils_no_other()
    {
        var other = SignedCheckpoint.Sign(new Checkpoint("county.example/record", new TreeHead(1, Tree.Leaf("b"u8))), Record);

        Assert.Equal(
            [new Cosigner("upper.example", CosignatureState.Good, ACheckpoint.Noon), new Cosigner("neighbour.example", CosignatureState.Wrong, null)],
            Of(Cosignature.Make(Upper, Signed.Note.Text, ACheckpoint.Noon), Cosignature.Make(Neighbour, other.Note.Text, ACheckpoint.Noon)));
    }

    [Fact]
    public void Of_a_signature_whose_key_nobody_knows_nothing_is_said() =>
        Assert.Contains(new Cosigner("stranger.example", CosignatureState.Unknown, null), Of(Cosignature.Make(Stranger, Signed.Note.Text, ACheckpoint.Noon)));

    [Fact]
    public void The_record_is_no_witness_of_itself() => Assert.DoesNotContain(Of(), static one => one.Name == "county.example/record");

    private static IReadOnlyList<Cosigner> Of(params NoteSignature[] lines) =>
        Cosigners.Of(lines.Aggregate(Signed, static (signed, line) => signed with { Note = signed.Note.With(line) }), Record.Verifier, [Upper.Verifier, Neighbour.Verifier, Upper.Verifier]);
}
