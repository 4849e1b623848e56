using System.Runtime.InteropServices;
using Trellis.Diagnosis.EventLogs;

namespace Trellis.Diagnosis.Findings;

/// <summary>Sums by unit within one matter. It is made once and cleared for each matter, which costs only what that matter has.</summary>
internal sealed class ByUnit(int units)
{
    private readonly long[] _sums = new long[units];
    private readonly bool[] _known = new bool[units];
    private readonly List<int> _units = [];

    /// <summary>Those that have a sum, be it nothing, in the order in which they came.</summary>
    public ReadOnlySpan<int> Units => CollectionsMarshal.AsSpan(_units);

    public long this[int unit] => _sums[unit];

    /// <summary>The unit with the most, of several the one that the log named first; -1 where there is none.</summary>
    public int Largest
    {
        get
        {
            var largest = EventLog.Missing;
            foreach (var unit in _units)
                if (largest < 0 || _sums[unit] > _sums[largest] || (_sums[unit] == _sums[largest] && unit < largest)) largest = unit;
            return largest;
        }
    }

    public void Add(int unit, long value)
    {
        if (!_known[unit])
        {
            _known[unit] = true;
            _units.Add(unit);
        }

        _sums[unit] += value;
    }

    public void Clear()
    {
        foreach (var unit in _units) (_known[unit], _sums[unit]) = (false, 0);
        _units.Clear();
    }
}
