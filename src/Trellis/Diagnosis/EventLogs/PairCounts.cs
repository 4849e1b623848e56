using System.Runtime.CompilerServices;

namespace Trellis.Diagnosis.EventLogs;

/// <summary>Counts ordered pairs of small numbers: a square of counters where it fits, a hash table where it does not.</summary>
public sealed class PairCounts
{
    /// <summary>2,048 names make a square of 16 MiB; beyond that most pairs never occur.</summary>
    private const int WidestSquare = 2048;

    private readonly int _width;
    private readonly int[] _square;
    private long[] _keys = [];
    private int[] _counts = [];
    private int _used;

    public PairCounts(int width)
    {
        _width = width;
        _square = width <= WidestSquare ? new int[width * width] : [];
        if (width > WidestSquare) MakeTable(1 << 16);
    }

    public int Width => _width;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int from, int to, int times = 1)
    {
        if (_square.Length > 0) _square[(from * _width) + to] += times;
        else AddToTable(((long)from << 32) | (uint)to, times);
    }

    public int this[int from, int to]
    {
        get
        {
            if (_square.Length > 0) return _square[(from * _width) + to];
            if (_keys.Length == 0) return 0;
            var at = Slot(((long)from << 32) | (uint)to);
            return _keys[at] < 0 ? 0 : _counts[at];
        }
    }

    public void Add(PairCounts other)
    {
        if (_square.Length > 0)
        {
            for (var at = 0; at < _square.Length; at++) _square[at] += other._square[at];
            return;
        }

        for (var at = 0; at < other._keys.Length; at++)
            if (other._keys[at] >= 0) AddToTable(other._keys[at], other._counts[at]);
    }

    /// <summary>Every pair that occurs, by numbers.</summary>
    public List<(int From, int To, int Count)> ToList()
    {
        var pairs = new List<(int From, int To, int Count)>();
        for (var at = 0; at < _square.Length; at++)
            if (_square[at] != 0) pairs.Add((at / _width, at % _width, _square[at]));
        for (var at = 0; at < _keys.Length; at++)
            if (_keys[at] >= 0) pairs.Add(((int)(_keys[at] >> 32), (int)(_keys[at] & uint.MaxValue), _counts[at]));
        if (_keys.Length > 0) pairs.Sort();
        return pairs;
    }

    private void MakeTable(int size)
    {
        _keys = new long[size];
        Array.Fill(_keys, -1);
        _counts = new int[size];
        _used = 0;
    }

    private int Slot(long key)
    {
        unchecked
        {
            var mask = _keys.Length - 1;
            var hash = (ulong)key * 0x9E3779B97F4A7C15ul;
            var at = (int)(hash >> 32) & mask;
            while (_keys[at] >= 0 && _keys[at] != key) at = (at + 1) & mask;
            return at;
        }
    }

    private void AddToTable(long key, int times)
    {
        var at = Slot(key);
        if (_keys[at] < 0)
        {
            _keys[at] = key;
            if (++_used * 2 > _keys.Length)
            {
                var (keys, counts) = (_keys, _counts);
                MakeTable(keys.Length * 2);
                for (var old = 0; old < keys.Length; old++)
                    if (keys[old] >= 0) AddToTable(keys[old], counts[old]);
                AddToTable(key, times);
                return;
            }
        }

        _counts[at] += times;
    }
}
