using Trellis.Runtime.Database;

namespace Trellis.Runtime.Ledger;

/// <summary>Decides an act that needs the store to itself: everything before it is stored, nothing after it has begun.</summary>
/// <param name="session">Reads what is stored.</param>
/// <param name="more">Takes rows that go into the same transaction.</param>
internal delegate Decision DecideAlone(Turn turn, Session session, Writes more);

/// <summary>
/// An act that waits, and the answer that its caller waits for. What the caller does next runs where the answer is given, one caller after another: handing each to a thread of its own
/// costs more than most of them do. So nobody may wait there for another act, nor work for long, without <see cref="Task.Yield"/> before.
/// </summary>
internal sealed class PendingAct : TaskCompletionSource<Settled>
{
    private readonly Func<Turn, Decision>? _decide;
    private readonly Decision? _decided;

    public PendingAct(Func<Turn, Decision> decide) => _decide = decide;

    /// <param name="needs">What the state of a room must have at hand for it.</param>
    public PendingAct(Func<Turn, Decision> decide, object needs)
        : this(decide) => Needs = needs;

    public PendingAct(Draft draft) => _decided = new Decision.Accepted(new[] { draft });

    /// <param name="needs">What the state of a room must have at hand for it; null where it is decided on nothing of a room.</param>
    public PendingAct(DecideAlone alone, object? needs = null) => (Alone, Needs) = (alone, needs);

    public DecideAlone? Alone { get; }

    /// <summary>Null for an act that is decided on nothing of a room.</summary>
    public object? Needs { get; }

    /// <summary>The order in which acts came.</summary>
    public long Number { get; set; }

    /// <summary>Set when a batch with this act failed for a reason that lies in one of its acts: it is tried by itself, so that it cannot take others with it.</summary>
    public bool Single { get; set; }

    public Decision Decide(in Turn turn) => _decided ?? _decide!(turn);
}

/// <summary>Acts in the order in which they came. Callers add under one short lock; the preparing thread takes all that came at once and portions it by itself.</summary>
/// <param name="most">How many may be under way; who comes then waits for a place.</param>
internal sealed class PendingActs(int most)
{
    /// <summary>While another transaction is on its way to the disk, fewer than so many wait for company: each of them would have a transaction of its own, and the disk takes as long for one act as for eight.</summary>
    private const int Company = 8;

    private readonly object _arrival = new();
    private readonly Queue<TaskCompletionSource> _queue = [];
    private List<PendingAct> _came = [];
    private List<PendingAct> _back = [];
    private long _number;
    private int _underWay;
    private bool _closed;

    /// <summary>Whether a batch is being stored, or stands ready to be.</summary>
    private bool _storing;

    /// <summary>How many have to wait before the preparing thread is woken.</summary>
    private int _wanted = 1;

    // Belongs to the preparing thread.
    private List<PendingAct> _waiting = [];
    private int _taken;

    /// <summary>Whether nothing waits to be taken. Asked by the preparing thread.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_arrival) return _taken == _waiting.Count && _came.Count == 0 && _back.Count == 0;
        }
    }

    /// <summary>Adds an act, if there is a place for it.</summary>
    /// <param name="place">Where there is none: is completed when there may be one, to try again. Null where the act was added or no more acts are taken.</param>
    /// <returns>Whether it was added.</returns>
    public bool TryAdd(PendingAct act, out Task? place)
    {
        place = null;
        lock (_arrival)
        {
            if (_closed) return false;
            if (_underWay >= most)
            {
                var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _queue.Enqueue(turn);
                place = turn.Task;
                return false;
            }

            _underWay++;
            Telemetry.Waiting(1);
            act.Number = _number++;
            _came.Add(act);
            if (_came.Count == _wanted) Monitor.Pulse(_arrival);
            return true;
        }
    }

    /// <summary>Says whether a batch is being stored, or stands ready to be. While one is, acts may wait for company; as soon as none is, they are taken however few they are.</summary>
    public void Storing(bool storing)
    {
        lock (_arrival)
        {
            if (_storing == storing) return;
            _storing = storing;
            if (!storing) Monitor.Pulse(_arrival);
        }
    }

    /// <summary>Gives back the places of acts that were answered.</summary>
    public void Answered(int acts)
    {
        lock (_arrival)
        {
            _underWay -= acts;
            Telemetry.Waiting(-acts);
            for (; acts > 0 && _queue.TryDequeue(out var next); acts--) next.TrySetResult();
        }
    }

    /// <summary>Waits for acts and takes as many as fit in one batch; one that must stand alone or single comes by itself.</summary>
    /// <returns>False when the last act was taken and no more will come.</returns>
    public bool Take(int most, List<PendingAct> batch)
    {
        batch.Clear();
        lock (_arrival)
        {
            while (_taken == _waiting.Count && _came.Count == 0 && _back.Count == 0)
            {
                if (_closed) return false;
                Monitor.Wait(_arrival);
            }

            // Half of those that are under way can come while the other half is stored.
            while (_storing && !_closed && _back.Count == 0 && _taken == _waiting.Count && _came.Count < (_wanted = Math.Min(Company, (_underWay + 1) / 2))) Monitor.Wait(_arrival);
            _wanted = 1;

            if (_back.Count > 0)
            {
                _waiting = [.. _back.Concat(_waiting.Skip(_taken)).Concat(_came).OrderBy(static act => act.Number)];
                _taken = 0;
                _back = [];
                _came.Clear();
            }
            else if (_taken == _waiting.Count)
            {
                _waiting.Clear();
                (_waiting, _came) = (_came, _waiting);
                _taken = 0;
            }
            else if (_waiting.Count - _taken < most)
            {
                _waiting.RemoveRange(0, _taken);
                _waiting.AddRange(_came);
                _taken = 0;
                _came.Clear();
            }
        }

        while (_taken < _waiting.Count && batch.Count < most)
        {
            var act = _waiting[_taken];
            var byItself = act.Alone is not null || act.Single;
            if (byItself && batch.Count > 0) break;
            batch.Add(act);
            _taken++;
            if (byItself) break;
        }

        return true;
    }

    /// <summary>Gives acts back that were taken and not settled; they are taken again in the order in which they came.</summary>
    public void PutBack(IEnumerable<PendingAct> acts)
    {
        lock (_arrival)
        {
            _back.AddRange(acts);
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
            while (_queue.TryDequeue(out var next)) next.TrySetResult();
        }
    }
}
