using Trellis.Information.Exchange;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;

namespace Trellis.Runtime.Information;

/// <summary>What an act of the exchange needs at hand: dealings by their keys, and whether a message was taken before.</summary>
internal sealed record ExchangeNeeds(IReadOnlyList<string> Dealings, string? Message = null);

/// <summary>What acts of the exchange are decided on. The writer's preparing thread alone uses it.</summary>
internal sealed class ExchangeState(int batch) : IDecidedState
{
    // Null where it is known that there is none.
    private readonly RecentlyUsed<string, Dealing?> _dealings = new(MattersState.Remembered(batch));
    private readonly RecentlyUsed<string, bool> _messages = new(MattersState.Remembered(batch));

    // What the batch did so far.
    private readonly Dictionary<string, Dealing?> _before = new(StringComparer.Ordinal);
    private readonly List<(string Digest, long Position)> _taken = [];

    public Dealing? Find(string key) => _dealings.TryGet(key, out var found) ? found : throw new InvalidOperationException("A dealing was not loaded.");

    public bool WasTaken(string message) => _messages.TryGet(message, out var taken) ? taken : throw new InvalidOperationException("A message was not looked up.");

    /// <summary>Folds an event that is entered at a position.</summary>
    public void Apply(ExchangeEvent happened, long position)
    {
        if (FoldingDealings.MessageOf(happened) is { } message && !_messages.TryGet(message, out var taken) | !taken)
        {
            _messages.Set(message, true);
            _taken.Add((message, position));
        }

        if (FoldingDealings.KeyOf(happened) is not { } key) return;
        var before = Find(key);
        _before.TryAdd(key, before);
        _dealings.Set(key, FoldingDealings.Apply(before, happened, position));
    }

    public void Load(IReadOnlyList<object> needs, Func<Session> read)
    {
        HashSet<string>? dealings = null;
        HashSet<string>? messages = null;
        foreach (var need in needs.OfType<ExchangeNeeds>())
        {
            foreach (var key in need.Dealings)
                if (!_dealings.TryGet(key, out _)) (dealings ??= new(StringComparer.Ordinal)).Add(key);
            if (need.Message is { } message && !_messages.TryGet(message, out _)) (messages ??= new(StringComparer.Ordinal)).Add(message);
        }

        if (dealings is not null)
        {
            foreach (var key in dealings) _dealings.Set(key, null);
            ExchangeRows.Load(read(), dealings, one => _dealings.Set(one.Key, one));
        }

        if (messages is null) return;
        foreach (var message in messages) _messages.Set(message, false);
        ExchangeRows.LoadMessages(read(), messages, one => _messages.Set(one, true));
    }

    public void Begin()
    {
        foreach (var (key, before) in _before) _dealings.Set(key, before);
        foreach (var (message, _) in _taken) _messages.Set(message, false);
        Clear();
    }

    public void Fold(Writes writes)
    {
        foreach (var key in _before.Keys)
            if (Find(key) is { } dealing) ExchangeRows.Add(writes, dealing);
        foreach (var (message, position) in _taken) ExchangeRows.Add(writes, message, position);
        Clear();
    }

    public void Forget(long stored)
    {
        Clear();
        _dealings.Clear();
        _messages.Clear();
    }

    private void Clear()
    {
        _before.Clear();
        _taken.Clear();
    }
}
