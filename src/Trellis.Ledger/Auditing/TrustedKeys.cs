namespace Trellis.Ledger.Auditing;

/// <summary>What the signatures under a checkpoint are worth to an auditor.</summary>
/// <param name="Doubt">Why the checkpoint does not count; null where it does.</param>
/// <param name="Signed">The record's key that signed, null where none did that is known.</param>
/// <param name="Cosigned">The witnesses whose signature was right, and when.</param>
public sealed record SignatureAnswer(Doubt? Doubt, NoteVerifier? Signed, IReadOnlyList<SeenAt> Cosigned);

/// <summary>The keys that an auditor brings along: those of the record, and a policy that names witnesses.</summary>
/// <param name="Keys">Keys of the record.</param>
/// <param name="Policy">Whose signatures make a checkpoint count; null where no witness is asked for.</param>
public sealed record TrustedKeys(IReadOnlyList<NoteVerifier> Keys, WitnessPolicy? Policy)
{
    /// <summary>Whether there is a key for the record at all.</summary>
    public bool Know(string origin) => KeyFor(origin) is not null;

    /// <summary>
    /// The key of a record under its present name. A record that was restored from a backup signs with the same key as a new generation of its name,
    /// <c>name/2</c> and so on, so a key for the name is one for its generations.
    /// </summary>
    public NoteVerifier? KeyFor(string origin)
    {
        NoteVerifier? ofGeneration = null;
        foreach (var key in Keys.Concat(Policy?.Logs.Select(static log => log.Key) ?? []))
        {
            if (key.Name == origin) return key;
            if (ofGeneration is null && Generations.SameRecord(key.Name, origin) && NoteVerifier.TryMake(origin, key.Type, key.Key, out var renamed, out _)) ofGeneration = renamed;
        }

        return ofGeneration;
    }

    /// <summary>Judges the signatures of the record and, where a policy is there, of the witnesses.</summary>
    public SignatureAnswer Judge(SignedCheckpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var size = checkpoint.Checkpoint.Size;
        var key = KeyFor(checkpoint.Checkpoint.Origin);
        var policy = Policy ?? (key is null ? null : WitnessPolicy.WithoutWitnesses(key));
        if (policy is null)
        {
            // Without any key nothing can be said; with keys of other records only, this is none of theirs.
            return new SignatureAnswer(Keys.Count == 0 ? null : new Doubt(DoubtKind.SignatureWrong) { Size = size, Detail = $"the key is that of {Keys[0].Name}, and this calls itself {KeyText.Shown(checkpoint.Checkpoint.Origin)}." }, null, []);
        }

        var answer = policy.Judge(checkpoint, key);
        var kind = answer.Signed.Count == 0 ? DoubtKind.SignatureWrong : DoubtKind.WitnessesTooFew;
        return new SignatureAnswer(
            answer.Fault is { } fault ? new Doubt(kind) { Size = size, Detail = fault } : null,
            answer.Signed.Count > 0 ? answer.Signed[0] : null,
            [.. answer.Cosigned.Select(one => new SeenAt(size, one.At, one.Witness.Name))]);
    }
}

/// <summary>A record that was restored from an older backup goes on under its name with a number: <c>county.example/record/2</c> is the second generation.</summary>
public static class Generations
{
    /// <summary>The name of the first generation.</summary>
    public static string First(string origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        var slash = origin.LastIndexOf('/');
        return slash > 0 && IsNumber(origin.AsSpan(slash + 1)) ? origin[..slash] : origin;
    }

    /// <summary>Whether two names are generations of one record.</summary>
    public static bool SameRecord(string one, string other) => First(one) == First(other);

    /// <summary>The name of the generation after this one.</summary>
    public static string After(string origin) =>
        First(origin) == origin ? origin + "/2" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{First(origin)}/{int.Parse(origin.AsSpan(First(origin).Length + 1), System.Globalization.CultureInfo.InvariantCulture) + 1}");

    private static bool IsNumber(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > 6 || text[0] == '0' || text is "1") return false;
        foreach (var letter in text)
            if (!char.IsAsciiDigit(letter)) return false;
        return true;
    }
}
