using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;

namespace Trellis.Runtime.Process;

internal enum RowTrouble
{
    Missing,
    Differs,
    WithoutEntry,
}

/// <summary>Compares the rows of a folded table with what they should be. Stores order texts differently, so rows are found again by hashes of their keys; of each only two hashes are held.</summary>
internal static class ComparingRows
{
    /// <summary>When a job is looked at next may have been put off, and is no statement about a matter; whether there is one, is.</summary>
    public static RowTrouble? MayDiffer(string table) => table == "matter_job" ? RowTrouble.Differs : null;

    /// <param name="stored">Null where there is no such table.</param>
    /// <param name="besides">What is not asked of the rows of this table.</param>
    /// <returns>What is wrong, and the key of the row.</returns>
    public static IEnumerable<(RowTrouble Trouble, string Key)> Of(string table, Session right, Session? stored, RowTrouble? besides = null)
    {
        var length = TableCopies.KeyLength(table);
        var should = new Dictionary<UInt128, UInt128>();
        foreach (var line in TableCopies.Lines(right, table)) should[Hash(KeyOf(line, length))] = Hash(line);
        var found = 0;
        var seen = new HashSet<UInt128>();
        foreach (var line in stored is null ? [] : TableCopies.Lines(stored, table))
        {
            var key = KeyOf(line, length);
            var hash = Hash(key);
            if (!should.TryGetValue(hash, out var whole))
            {
                yield return (RowTrouble.WithoutEntry, key);
                continue;
            }

            found++;
            seen.Add(hash);
            if (whole != Hash(line) && besides != RowTrouble.Differs) yield return (RowTrouble.Differs, key);
        }

        if (found == should.Count) yield break;
        foreach (var line in TableCopies.Lines(right, table))
            if (!seen.Contains(Hash(KeyOf(line, length)))) yield return (RowTrouble.Missing, KeyOf(line, length));
    }

    private static string KeyOf(string line, int length)
    {
        var at = -1;
        for (var left = length; left > 0; left--)
        {
            at = line.IndexOf('|', at + 1);
            if (at < 0) return line;
        }

        return line[..at];
    }

    private static UInt128 Hash(string text) => BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
