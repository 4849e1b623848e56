using System.Net;
using System.Text;
using Trellis.Ledger;
using Trellis.Runtime.Ledger;

namespace Trellis.Scenarios.Auditing;

/// <summary>A neighbouring county that co-signs, and remembers: it decides by the rules of every witness.</summary>
internal sealed class AWitness(string name, byte seed, NoteVerifier record, Func<DateTimeOffset> now) : IWitness
{
    private readonly NoteSigner _signer = NoteSigner.Make(name, NoteKeyType.Cosignature, Enumerable.Repeat(seed, 32).ToArray());
    private TreeHead _held = TreeHead.None;

    public string Name { get; } = name;

    public NoteVerifier Key => _signer.Verifier;

    public Task<WitnessAnswer> AddCheckpointAsync(byte[] request, CancellationToken cancellationToken)
    {
        lock (_signer)
        {
            switch (Witnessing.Decide(request, origin => origin == record.Name ? new WitnessedRecord(origin, [record], _held) : null))
            {
                case WitnessDecision.CoSign sign:
                    _held = sign.Checkpoint.Checkpoint.Head;
                    return Task.FromResult(new WitnessAnswer(HttpStatusCode.OK, Encoding.UTF8.GetBytes(Cosignature.Make(_signer, sign.Checkpoint.Note.Text, now()).Line)));
                case WitnessDecision.Refuse refuse:
                    return Task.FromResult(new WitnessAnswer(refuse.Status, Encoding.UTF8.GetBytes(refuse.Body)));
                default:
                    throw new InvalidOperationException();
            }
        }
    }

    /// <summary>Co-signs what a writer that is not ours asks for; null where it refuses.</summary>
    public async Task<NoteSignature?> CosignAsync(SignedCheckpoint checkpoint, IReadOnlyList<TreeHash> proof)
    {
        var answer = await AddCheckpointAsync(new WitnessRequest(_held.Size, proof, checkpoint).Encode(), CancellationToken.None);
        if (answer.Status != HttpStatusCode.OK || !SignedNote.TryReadSignatures(answer.Body, out var lines, out _)) return null;
        return lines[0];
    }
}
