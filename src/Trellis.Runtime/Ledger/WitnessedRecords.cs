using System.Text;
using Trellis.Ledger;
using Trellis.Runtime.Auditing;
using Trellis.Runtime.Files;

namespace Trellis.Runtime.Ledger;

/// <summary>A record that is witnessed here.</summary>
/// <param name="Key">The key under which it signs.</param>
/// <param name="Last">What was co-signed of it last; null before the first time.</param>
public sealed record WitnessedKey(NoteVerifier Key, SignedCheckpoint? Last);

/// <summary>
/// The list of the records that a witness watches: the file <c>witnessed</c> beside its key. A running witness reads it when it starts.
/// What was co-signed of a record stays when the record is taken off the list: a witness that forgot it could be shown another history later.
/// </summary>
public static class WitnessedRecords
{
    /// <summary>Adds the key of a record.</summary>
    /// <returns>False where it stands on the list already.</returns>
    /// <exception cref="UnusableInput">The key is not that of a record, or the list cannot be read.</exception>
    public static bool Add(string folder, NoteVerifier key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var own = WitnessDesk.KeyIn(folder);
        WitnessDesk.DemandRecord(key, own, null);
        var path = Path.Combine(folder, WitnessDesk.ListName);
        using var held = DurableFile.HoldBeside(path);
        var bytes = DurableFile.Read(path) ?? [];
        if (Keys(bytes, path).Any(one => one.Name == key.Name && one.Key.SequenceEqual(key.Key))) return false;
        var text = Encoding.UTF8.GetString(bytes);
        DurableFile.Write(path, Encoding.UTF8.GetBytes($"{text}{(text.Length > 0 && text[^1] != '\n' ? "\n" : "")}{key}\n"));
        return true;
    }

    /// <summary>All records of the list, with what was co-signed of each.</summary>
    public static IReadOnlyList<WitnessedKey> All(string folder)
    {
        WitnessDesk.KeyIn(folder);
        var path = Path.Combine(folder, WitnessDesk.ListName);
        return [.. Keys(DurableFile.Read(path) ?? [], path).Select(key => new WitnessedKey(key, WitnessDesk.LastOf(folder, key.Name)))];
    }

    /// <summary>Takes a record off the list: its checkpoints are co-signed no more.</summary>
    /// <param name="origin">The name of the record.</param>
    /// <returns>How many keys bore the name.</returns>
    public static int Remove(string folder, string origin)
    {
        WitnessDesk.KeyIn(folder);
        var path = Path.Combine(folder, WitnessDesk.ListName);
        using var held = DurableFile.HoldBeside(path);
        var bytes = DurableFile.Read(path) ?? [];
        var gone = Keys(bytes, path).Count(key => key.Name == origin);
        if (gone == 0) return 0;
        var left = Encoding.UTF8.GetString(bytes).Split('\n').Where(line => !NoteVerifier.TryRead(line.Trim().TrimStart('\uFEFF'), out var key, out _) || key.Name != origin);
        DurableFile.Write(path, Encoding.UTF8.GetBytes(string.Join('\n', left)));
        return gone;
    }

    private static IReadOnlyList<NoteVerifier> Keys(byte[] bytes, string path)
    {
        if (Encoding.UTF8.GetString(bytes).Split('\n').All(static line => line.Trim() is "" or ['#', ..])) return [];
        return KeyFile.TryRead(bytes, out var keys, out var fault) ? keys : throw new UnusableInput(LedgerFaults.Of(fault), new Text("每行写一份记录的公钥：name+id+key。", "Write the key of each record into it, one a line: name+id+key."), path);
    }
}
