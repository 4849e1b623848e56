namespace Trellis.Ledger;

/// <summary>What there is of a witness under a checkpoint.</summary>
public enum CosignatureState
{
    /// <summary>It is good, and names its time.</summary>
    Good,

    /// <summary>It stands there and is not that of the key whose name it bears.</summary>
    Wrong,

    /// <summary>The witness is known and has not co-signed this one.</summary>
    Missing,

    /// <summary>Nobody here knows the key, so nothing can be said of it.</summary>
    Unknown,
}

/// <param name="Name">As it stands in the key of the witness, or in the line of a signature whose key nobody knows.</param>
/// <param name="At">When it was co-signed; null where that is not proved.</param>
public sealed record Cosigner(string Name, CosignatureState State, DateTimeOffset? At);

public static class Cosigners
{
    /// <summary>Each witness that is known, and whoever else signed, by name. A wrong signature of one says nothing about those of others.</summary>
    /// <param name="record">The key of the record itself, whose signature is none of a witness.</param>
    public static IReadOnlyList<Cosigner> Of(SignedCheckpoint checkpoint, NoteVerifier record, IReadOnlyList<NoteVerifier> witnesses)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var note = checkpoint.Note;
        var known = witnesses.Distinct().Select(key => new Cosigner(
            key.Name,
            !note.Signatures.Any(one => IsOf(one, key)) ? CosignatureState.Missing : CosignedAt(key) is null ? CosignatureState.Wrong : CosignatureState.Good,
            CosignedAt(key)));
        var others = note.Signatures.Where(one => !IsOf(one, record) && !witnesses.Any(key => IsOf(one, key))).Select(static one => new Cosigner(one.Name, CosignatureState.Unknown, null)).Distinct();
        return [.. known.Concat(others).OrderBy(static one => one.State).ThenBy(static one => one.Name, StringComparer.Ordinal)];

        DateTimeOffset? CosignedAt(NoteVerifier key) => note.TryVerify([key], out var signed, out _) ? signed.FirstOrDefault(one => one.By.Equals(key))?.CosignedAt : null;
    }

    private static bool IsOf(NoteSignature signature, NoteVerifier key) => signature.Name == key.Name && signature.Id == key.Id;
}
