using System.Text;

namespace Trellis.Diagnosis.EventLogs;

/// <summary>
/// The values that say "nothing here": an empty value, blanks, and those of a list. Words are matched without regard to case;
/// a value of two letters only as it stands, since Na is a name and NA is none.
/// </summary>
public sealed class MissingValues
{
    private readonly HashSet<string> _exact = new(StringComparer.Ordinal);
    private readonly HashSet<string> _words = new(StringComparer.OrdinalIgnoreCase);
    private readonly int _longest;

    public MissingValues(IEnumerable<string> values)
    {
        foreach (var value in values)
        {
            if (value.Length <= 2) _exact.Add(value);
            else _words.Add(value);
            _longest = Math.Max(_longest, Encoding.UTF8.GetByteCount(value));
        }
    }

    public bool Holds(ReadOnlySpan<byte> value)
    {
        value = value.Trim((byte)' ');
        if (value.IsEmpty) return true;
        // Letters of another case may take another number of bytes; a little room costs nothing.
        if (value.Length > _longest + 16) return false;
        var text = Encoding.UTF8.GetString(value);
        return _exact.Contains(text) || _words.Contains(text);
    }
}
