using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Trellis.Ledger;

/// <summary>What a record asks a witness (C2SP tlog-witness, add-checkpoint): you knew me at the old size; here is how I grew; sign what I am now.</summary>
/// <param name="OldSize">The size that the witness co-signed last, 0 for none.</param>
/// <param name="Proof">From the old size to that of the checkpoint; empty when the old size is 0.</param>
public sealed record WitnessRequest(long OldSize, IReadOnlyList<TreeHash> Proof, SignedCheckpoint Checkpoint)
{
    public const int MaxProof = 63;

    /// <summary>Longer requests are refused unread.</summary>
    public const int MaxLength = SignedNote.MaxLength + 10_000;

    public byte[] Encode()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"old {OldSize}\n");
        foreach (var hash in Proof) text.Append(hash.ToString()).Append('\n');
        return [.. Encoding.ASCII.GetBytes(text.Append('\n').ToString()), .. Checkpoint.Encode()];
    }

    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out WitnessRequest? request, [NotNullWhen(false)] out string? fault)
    {
        request = null;
        if (bytes.Length > MaxLength)
        {
            fault = $"The request has {bytes.Length} bytes; {MaxLength} is the most.";
            return false;
        }

        var lines = new LineReader(bytes);
        if (!lines.Next(out var line) || !line.StartsWith("old "u8) || !DecimalText.TryRead(line["old ".Length..], out var old))
        {
            fault = "Line 1 of the request is not 'old ' and a size.";
            return false;
        }

        if (!lines.TryReadHashes(MaxProof, "the request", out var proof, out fault) || !SignedCheckpoint.TryRead(lines.Rest, out var checkpoint, out fault)) return false;
        request = new WitnessRequest(old, proof, checkpoint);
        return true;
    }
}

/// <summary>What a witness knows of a record.</summary>
/// <param name="Keys">Those that may sign for this origin.</param>
/// <param name="Held">The head that it co-signed last; <see cref="TreeHead.None"/> before the first time.</param>
public sealed record WitnessedRecord(string Origin, IReadOnlyList<NoteVerifier> Keys, TreeHead Held);

/// <summary>How a witness answers.</summary>
public abstract record WitnessDecision
{
    private WitnessDecision()
    {
    }

    /// <summary>
    /// Store this head, but only if the head held is still the one that was decided against; then co-sign and answer 200.
    /// Without that one step two requests at once could roll the witness back.
    /// </summary>
    /// <param name="Checkpoint">The checkpoint with the signatures of the record itself and no others, as the witness publishes it.</param>
    /// <param name="Before">The head that must still be held.</param>
    public sealed record CoSign(SignedCheckpoint Checkpoint, TreeHead Before) : WitnessDecision;

    /// <summary>Answer with this status; nothing is stored.</summary>
    /// <param name="Says">For whoever sent the request; it is the body except for a conflict.</param>
    public sealed record Refuse(HttpStatusCode Status, string Says) : WitnessDecision
    {
        /// <summary>The size held, where that is the answer (409).</summary>
        public long? Held { get; init; }

        public string ContentType => Held is null ? "text/plain; charset=utf-8" : "text/x.tlog.size";

        public string Body => Held is { } held ? string.Create(CultureInfo.InvariantCulture, $"{held}\n") : Says + "\n";
    }
}

/// <summary>The pure part of being a witness: a request and what is held, to a decision. C2SP tlog-witness gives each status code.</summary>
public static class Witnessing
{
    /// <summary>Decides on the bytes of a request.</summary>
    /// <param name="find">What is known of an origin; null for an origin that is not witnessed here.</param>
    public static WitnessDecision Decide(ReadOnlySpan<byte> bytes, Func<string, WitnessedRecord?> find)
    {
        ArgumentNullException.ThrowIfNull(find);
        if (!WitnessRequest.TryRead(bytes, out var request, out var fault)) return Refuse(HttpStatusCode.BadRequest, fault);
        return find(request.Checkpoint.Checkpoint.Origin) is { } known ? Decide(request, known) : Refuse(HttpStatusCode.NotFound, "This origin is not witnessed here.");
    }

    public static WitnessDecision Decide(WitnessRequest request, WitnessedRecord known)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(known);
        var (checkpoint, note) = request.Checkpoint;
        if (checkpoint.Origin != known.Origin) return Refuse(HttpStatusCode.NotFound, "This origin is not witnessed here.");
        if (!note.TryVerify(known.Keys, out var signed, out var fault)) return Refuse(HttpStatusCode.Forbidden, fault);
        if (request.OldSize > checkpoint.Size) return Refuse(HttpStatusCode.BadRequest, "The old size is larger than that of the checkpoint.");
        if (request.OldSize != known.Held.Size) return Conflict(known.Held.Size);
        if (checkpoint.Size == 0 && checkpoint.Root != Tree.Empty) return Refuse(HttpStatusCode.UnprocessableEntity, "An empty record has the hash of nothing as its root.");
        if (request.OldSize == checkpoint.Size && known.Held.Root != checkpoint.Root) return Refuse(HttpStatusCode.UnprocessableEntity, "A checkpoint of the same size with another root was co-signed here: the record has been forked.");
        if (!new ConsistencyProof(request.OldSize, checkpoint.Size, request.Proof).Links(known.Held, checkpoint.Head))
            return Refuse(HttpStatusCode.UnprocessableEntity, "The proof does not lead from the checkpoint that was co-signed here to this one.");

        // One line of each key, however often it was sent: what is stored and published does not grow at the sender's will.
        var kept = new HashSet<(string, uint)>();
        var own = note.Only(signature => signed.Any(one => one.By.Name == signature.Name && one.By.Id == signature.Id) && kept.Add((signature.Name, signature.Id)));
        return new WitnessDecision.CoSign(request.Checkpoint with { Note = own }, known.Held);
    }

    /// <summary>The answer when another size is held, also when it changed while the decision was made.</summary>
    public static WitnessDecision.Refuse Conflict(long held) => new(HttpStatusCode.Conflict, "Another size was co-signed here last.") { Held = held };

    /// <summary>
    /// Takes the answer of a witness: the cosignatures of the keys asked for that are right. Those of unknown keys are passed over;
    /// a wrong one of a known key refuses the answer.
    /// </summary>
    public static bool TryReadAnswer(ReadOnlySpan<byte> body, SignedCheckpoint asked, IReadOnlyList<NoteVerifier> witnesses, [NotNullWhen(true)] out SignedCheckpoint? cosigned, [NotNullWhen(false)] out string? fault)
    {
        ArgumentNullException.ThrowIfNull(asked);
        cosigned = null;
        if (!SignedNote.TryReadSignatures(body, out var signatures, out fault)) return false;
        var answer = asked.Note.Only(static _ => false);
        foreach (var signature in signatures) answer = answer.With(signature);
        if (!answer.TryVerify(witnesses, out var right, out fault)) return false;
        if (right.Any(static one => one.CosignedAt is not { } at || at <= DateTimeOffset.UnixEpoch))
        {
            fault = "The witness answered with a signature that names no time.";
            return false;
        }

        var added = asked;
        foreach (var key in right)
        {
            var line = answer.Signatures.First(signature => signature.Name == key.By.Name && signature.Id == key.By.Id);
            added = added with { Note = added.Note.Only(signature => signature.Name != line.Name || signature.Id != line.Id).With(line) };
        }

        cosigned = added;
        return true;
    }

    /// <summary>Under which name a witness publishes the last checkpoint of a record: the SHA-256 of its origin in hexadecimal.</summary>
    public static string NameOf(string origin) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)));

    private static WitnessDecision.Refuse Refuse(HttpStatusCode status, string says) => new(status, says);
}
