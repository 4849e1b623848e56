using System.Diagnostics.CodeAnalysis;
using System.Text;
using Trellis.Ledger;

namespace Trellis.Runtime.Auditing;

/// <summary>A file with keys to verify with, one a line. Empty lines and lines that begin with # are for people.</summary>
public static class KeyFile
{
    public static bool TryRead(ReadOnlySpan<byte> bytes, out IReadOnlyList<NoteVerifier> keys, [NotNullWhen(false)] out string? fault)
    {
        var read = new List<NoteVerifier>();
        keys = read;
        var number = 0;
        foreach (var raw in Encoding.UTF8.GetString(bytes).Split('\n'))
        {
            number++;
            var line = raw.Trim().TrimStart('\uFEFF');
            if (line.Length == 0 || line[0] == '#') continue;
            if (!NoteVerifier.TryRead(line, out var key, out fault))
            {
                fault = $"Line {number}: {fault}";
                return false;
            }

            read.Add(key);
        }

        fault = read.Count == 0 ? "It holds no key." : null;
        return fault is null;
    }
}
