using Trellis.Diagnosis.EventLogs;

namespace Trellis.Standards.Xes;

/// <summary>What an attribute key is good for. Found out once; the events ask by the hundred thousand.</summary>
internal sealed class XesKey(string name, string column, (int Slot, int Rank)[] uses)
{
    public string Name { get; } = name;

    public string Column { get; } = column;

    /// <summary>The slots this key can fill, and how well it fits: lower is better.</summary>
    public (int Slot, int Rank)[] Uses { get; } = uses;

    /// <summary>A bit for each role that it filled in at least one row.</summary>
    public int UsedFor { get; set; }

    /// <summary>The key that came after this one last time; nearly always it does so again.</summary>
    public XesKey? Next { get; set; }
}

/// <summary>The attribute keys met so far, in events or in traces.</summary>
internal sealed class XesKeys(Func<string, XesKey> make)
{
    private readonly Dictionary<string, XesKey> _keys = new(StringComparer.Ordinal);
    private XesKey? _last;

    public IEnumerable<XesKey> Met => _keys.Values;

    public XesKey Find(ReadOnlySpan<char> name)
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
internal sealed class XesSlots
{
    private readonly Slot[] _slots;

    public XesSlots(int count)
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
        public XesKey? Key;
    }

    public void Clear()
    {
        foreach (ref var slot in _slots.AsSpan()) (slot.Length, slot.Rank, slot.Key) = (0, int.MaxValue, null);
    }

    public void Offer(XesKey key, ReadOnlySpan<char> value)
    {
        if (value.IsEmpty) return;
        foreach (var (at, rank) in key.Uses)
        {
            ref var slot = ref _slots[at];
            if (rank > slot.Rank) continue;
            var most = System.Text.Encoding.UTF8.GetMaxByteCount(value.Length);
            if (slot.Text.Length < most) slot.Text = new byte[most];
            slot.Length = System.Text.Encoding.UTF8.GetBytes(value, slot.Text);
            slot.Rank = rank;
            slot.Key = key;
        }
    }

    /// <summary>Empty when nothing was said.</summary>
    public ReadOnlySpan<byte> this[int slot] => _slots[slot].Text.AsSpan(0, _slots[slot].Length);

    public ReadOnlySpan<byte> this[LogRole role] => this[(int)role];

    public int RankOf(LogRole role) => _slots[(int)role].Rank;

    public XesKey? KeyOf(LogRole role) => _slots[(int)role].Key;

    public void Forget(LogRole role) => (_slots[(int)role].Length, _slots[(int)role].Rank, _slots[(int)role].Key) = (0, int.MaxValue, null);
}
