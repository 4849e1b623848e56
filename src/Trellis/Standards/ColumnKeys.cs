using Trellis.Diagnosis.EventLogs;

namespace Trellis.Standards;

/// <summary>What an attribute of events or cases is good for. Found out once; the events ask by the hundred thousand.</summary>
internal sealed class ColumnKey(string name, string column, (int Slot, int Rank)[] uses)
{
    public string Name { get; } = name;

    public string Column { get; } = column;

    /// <summary>The slots this key can fill, and how well it fits: lower is better.</summary>
    public (int Slot, int Rank)[] Uses { get; } = uses;

    /// <summary>A bit for each role that it filled in at least one row.</summary>
    public int UsedFor { get; set; }

    /// <summary>The key that came after this one last time; nearly always it does so again.</summary>
    public ColumnKey? Next { get; set; }
}

/// <summary>The attribute keys met so far, in events or in traces.</summary>
internal sealed class ColumnKeys(Func<string, ColumnKey> make)
{
    private readonly Dictionary<string, ColumnKey> _keys = new(StringComparer.Ordinal);
    private ColumnKey? _last;

    public IEnumerable<ColumnKey> Met => _keys.Values;

    /// <summary>Adds, by role, the columns that filled it in at least one row, the best first.</summary>
    public static void AddUsed(Dictionary<string, string> used, IEnumerable<ColumnKey> met, LogColumns ranks)
    {
        var keys = met.Where(static key => key.UsedFor != 0).ToList();
        foreach (var role in LogColumns.Roles)
        {
            var columns = keys
                .Where(key => (key.UsedFor & (1 << (int)role)) != 0)
                .OrderBy(key => ranks.Rank(role, key.Column))
                .ThenBy(static key => key.Column, StringComparer.Ordinal)
                .Select(static key => key.Column);
            var names = string.Join(", ", columns);
            if (names.Length > 0) used.TryAdd(LogColumns.Word(role), names);
        }
    }

    public ColumnKey Find(ReadOnlySpan<char> name)
    {
        if (_last?.Next is { } expected && name.SequenceEqual(expected.Name)) return _last = expected;
        var met = _keys.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!met.TryGetValue(name, out var key))
        {
            key = make(name.ToString());
            _keys.Add(key.Name, key);
        }

        if (_last is not null) _last.Next = key;
        return _last = key;
    }
}

/// <summary>What one event or trace says: for each slot the value of its best key, as UTF-8. Slots 0 and up are the roles, then come the keys of the classifier.</summary>
internal sealed class RoleSlots
{
    private readonly Slot[] _slots;

    public RoleSlots(int count)
    {
        _slots = new Slot[count];
        foreach (ref var slot in _slots.AsSpan()) slot.Text = new byte[64];
        Clear();
    }

    private struct Slot
    {
        public byte[] Text;
        public int Length;
        public int Rank;
        public ColumnKey? Key;
    }

    public void Clear()
    {
        foreach (ref var slot in _slots.AsSpan()) (slot.Length, slot.Rank, slot.Key) = (0, int.MaxValue, null);
    }

    public void Offer(ColumnKey key, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty) return;
        foreach (var (at, rank) in key.Uses)
        {
            ref var slot = ref _slots[at];
            if (rank > slot.Rank) continue;
            if (slot.Text.Length < value.Length) slot.Text = new byte[value.Length];
            value.CopyTo(slot.Text);
            (slot.Length, slot.Rank, slot.Key) = (value.Length, rank, key);
        }
    }

    public void Offer(ColumnKey key, ReadOnlySpan<char> value)
    {
        if (value.IsEmpty) return;
        foreach (var (at, rank) in key.Uses)
        {
            ref var slot = ref _slots[at];
            if (rank > slot.Rank) continue;
            var most = System.Text.Encoding.UTF8.GetMaxByteCount(value.Length);
            if (slot.Text.Length < most) slot.Text = new byte[most];
            (slot.Length, slot.Rank, slot.Key) = (System.Text.Encoding.UTF8.GetBytes(value, slot.Text), rank, key);
        }
    }

    /// <summary>Empty when nothing was said.</summary>
    public ReadOnlySpan<byte> this[int slot] => _slots[slot].Text.AsSpan(0, _slots[slot].Length);

    public ReadOnlySpan<byte> this[LogRole role] => this[(int)role];

    public int RankOf(LogRole role) => _slots[(int)role].Rank;

    public ColumnKey? KeyOf(LogRole role) => _slots[(int)role].Key;

    public void Forget(LogRole role) => (_slots[(int)role].Length, _slots[(int)role].Rank, _slots[(int)role].Key) = (0, int.MaxValue, null);
}
