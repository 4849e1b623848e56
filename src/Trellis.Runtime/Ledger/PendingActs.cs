using Trellis.Runtime.Database;

namespace Trellis.Runtime.Ledger;

/// <summary>Decides an act that needs the store to itself: everything before it is stored, nothing after it has begun.</summary>
/// <param name="session">Reads what is stored.</param>
/// <param name="more">Takes rows that go into the same transaction.</param>
internal delegate Decision DecideAlone(Turn turn, Session session, Writes more);

/// <summary>An act that waits, and the answer that its caller waits for.</summary>
internal sealed class PendingAct : TaskCompletionSource<Settled>
{
    private readonly Func<Turn, Decision>? _decide;
    private readonly Draft? _draft;

    public PendingAct(Func<Turn, Decision> decide)
        : base(TaskCreationOptions.RunContinuationsAsynchronously) => _decide = decide;

    public PendingAct(Draft draft)
        : base(TaskCreationOptions.RunContinuationsAsynchronously) => _draft = draft;

    public PendingAct(DecideAlone alone)
        : base(TaskCreationOptions.RunContinuationsAsynchronously) => Alone = alone;

    public DecideAlone? Alone { get; }

    /// <summary>The order in which acts came.</summary>
    public long Number { get; set; }

    /// <summary>Set when a batch with this act failed for a reason that lies in one of its acts: it is tried by itself, so that it cannot take others with it.</summary>
    public bool Single { get; set; }

    public Decision Decide(in Turn turn) => _draft is { } draft ? new Decision.Accepted([draft]) : _decide!(turn);
}

/// <summary>Acts in the order in which they came.</summary>
internal sealed class PendingActs
{
    private readonly object _arrival = new();
    private List<PendingAct> _waiting = [];
    private int _taken;
    private long _number;
    private bool _closed;

    public bool IsEmpty
    {
        get
        {
            lock (_arrival) return _taken == _waiting.Count;
        }
    }

    /// <returns>False where no more acts are taken.</returns>
    public bool Add(PendingAct act)
    {
        lock (_arrival)
        {
            if (_closed) return false;
            act.Number = _number++;
            _waiting.Add(act);
            if (_waiting.Count - _taken == 1) Monitor.Pulse(_arrival);
            return true;
        }
    }

    /// <summary>Waits for acts and takes as many as fit in one batch; one that must stand alone or single comes by itself.</summary>
    /// <returns>False when the last act was taken and no more will come.</returns>
    public bool Take(int most, List<PendingAct> batch)
    {
        batch.Clear();
        lock (_arrival)
        {
            while (_taken == _waiting.Count)
            {
                if (_closed) return false;
                Monitor.Wait(_arrival);
            }

            for (; _taken < _waiting.Count && batch.Count < most; _taken++)
            {
                var act = _waiting[_taken];
                var byItself = act.Alone is not null || act.Single;
                if (byItself && batch.Count > 0) break;
                batch.Add(act);
                if (!byItself) continue;
                _taken++;
                break;
            }

            Compact();
            return true;
        }
    }

    /// <summary>Gives acts back that were taken and not settled; they are taken again in the order in which they came.</summary>
    public void PutBack(IEnumerable<PendingAct> acts)
    {
        lock (_arrival)
        {
            _waiting = [.. acts.Concat(_waiting.Skip(_taken)).OrderBy(static act => act.Number)];
            _taken = 0;
            Monitor.Pulse(_arrival);
        }
    }

    /// <summary>Takes no more acts.</summary>
    public void Close()
    {
        lock (_arrival)
        {
            _closed = true;
            Monitor.Pulse(_arrival);
        }
    }

    private void Compact()
    {
        if (_taken < 4096 && _taken < _waiting.Count) return;
        _waiting.RemoveRange(0, _taken);
        _taken = 0;
    }
}
