using Trellis.Information.Exchange;
using Trellis.Runtime.Database;
using LedgerEntry = Trellis.Ledger.Entry;

namespace Trellis.Runtime.Information;

/// <summary>Folds the entries of the exchange anew. Of each dealing only what its last event left is held.</summary>
internal sealed class FoldingExchange
{
    private readonly Dictionary<string, Dealing> _dealings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _messages = new(StringComparer.Ordinal);

    /// <returns>True always.</returns>
    public bool Take(long position, LedgerEntry entry)
    {
        var happened = ExchangeWire.Read(entry.Event, entry.Fields) ?? throw Unfit(position);
        if (FoldingDealings.MessageOf(happened) is { } message) _messages.TryAdd(message, position);
        if (FoldingDealings.KeyOf(happened) is { } key) _dealings[key] = FoldingDealings.Apply(_dealings.GetValueOrDefault(key), happened, position) ?? throw Unfit(position);
        return true;
    }

    public void Into(Action<Action<Writes>> write) => write(writes =>
    {
        foreach (var dealing in _dealings.Values) ExchangeRows.Add(writes, dealing);
        foreach (var (message, position) in _messages) ExchangeRows.Add(writes, message, position);
    });

    private static StoreFault Unfit(long position) => new(StoreTrouble.Damaged, $"entry {position} is no event of a dealing that is there.");
}
