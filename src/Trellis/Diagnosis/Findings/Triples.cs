namespace Trellis.Diagnosis.Findings;

/// <summary>Numbers threes of small numbers, each from -1 on, by first appearance: by a table where it fits, by a dictionary where it does not.</summary>
internal sealed class Triples
{
    /// <summary>A table of 16 MiB; beyond that most threes never occur.</summary>
    private const long WidestTable = 4 << 20;

    private readonly long _middle;
    private readonly long _last;
    private readonly int[] _table;
    private readonly Dictionary<long, int> _numbers = [];
    private readonly List<(int First, int Middle, int Last)> _met = [];

    /// <param name="firsts">How many firsts there may be; likewise the others.</param>
    public Triples(int firsts, int middles, int lasts)
    {
        (_middle, _last) = (middles + 1L, lasts + 1L);
        var all = (firsts + 1L) * _middle * _last;
        _table = all is > 0 and <= WidestTable ? new int[all] : [];
    }

    public int Count => _met.Count;

    public (int First, int Middle, int Last) this[int number] => _met[number];

    public int Number(int first, int middle, int last)
    {
        var key = ((((first + 1L) * _middle) + middle + 1) * _last) + last + 1;
        if (_table.Length > 0)
        {
            if (_table[key] > 0) return _table[key] - 1;
            _met.Add((first, middle, last));
            return (_table[key] = _met.Count) - 1;
        }

        if (_numbers.TryGetValue(key, out var number)) return number;
        _numbers.Add(key, _met.Count);
        _met.Add((first, middle, last));
        return _met.Count - 1;
    }
}
