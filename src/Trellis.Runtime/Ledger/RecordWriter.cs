using System.Diagnostics;
using Trellis.Ledger;
using Trellis.Runtime.Database;

namespace Trellis.Runtime.Ledger;

/// <summary>
/// The one writer of a record. Acts wait in one queue; a batch of them is decided in order, sealed and hashed by one thread
/// while another commits the batch before in one transaction; each caller is answered after the flush of its batch.
/// A refused or failing act leaves nothing behind. When a batch cannot be stored, its callers are told, nothing of it is visible,
/// and the writer goes on when the store is back.
/// </summary>
public sealed partial class RecordWriter : IAsyncDisposable
{
    internal const string ClockSetBack = "clock-set-back";

    private readonly RecordPlace _place;
    private readonly RecordSettings _settings;
    private readonly RecordKeys _keys;
    private readonly TimeProvider _time;
    private readonly WritingClaim _claim;
    private readonly PendingActs _pending;
    private readonly PersonalSealing _sealing;
    private readonly byte[] _sealingHeads;
    private readonly Thread _preparing;
    private readonly Thread _committing;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Guards what the two threads hand each other: the batch on its way, the state that is stored, the course.
    private readonly object _between = new();
    private Batch? _handed;
    private bool _busy;
    private bool _over;
    private bool _committingEnded;
    private bool _disposed;
    private Course _course;

    /// <summary>What is stored.</summary>
    private State _stored;

    // Belongs to the preparing thread: what will be stored when all batches under way are.
    private GrowingTree _tree;
    private DateTimeOffset _lastAt;
    private Course _preparedOn;
    private Session? _reading;
    private readonly List<IDecidedState> _rooms = [];

    // Belongs to the committing thread. Null after a fault, until the store is reached again.
    private Session? _session;

    /// <summary>Why the writer stopped for good, null while it works.</summary>
    private volatile MachineFault? _stopped;

    private RecordWriter(RecordPlace place, RecordSettings settings, RecordKeys keys, TimeProvider time, WritingClaim claim, Session session, string origin, State stored, byte[]? lastStored, IReadOnlyList<string> narrowed)
    {
        Narrowed = narrowed;
        _lastStored = lastStored;
        (_place, _settings, _keys, _time, _claim, _session, Origin, _stored) = (place, settings, keys, time, claim, session, origin, stored);
        _pending = new PendingActs(settings.Waiting);
        _sealing = new PersonalSealing(keys, SecretBytes.OfTheSystem());
        _sealingHeads = SealedHead.KeyOf(keys);
        _course = new Course();
        _preparedOn = _course;
        _tree = stored.Tree.Copy();
        _lastAt = stored.LastAt;
        _policy = settings.Policy ?? WitnessPolicy.WithoutWitnesses(keys.Signer.Verifier);
        TakeUpCheckpoints(session);
        _preparing = new Thread(PrepareAll) { IsBackground = true, Name = "record: preparing" };
        _committing = new Thread(CommitAll) { IsBackground = true, Name = "record: committing" };
        _preparing.Start();
        _committing.Start();
    }

    /// <summary>Whether it takes acts, and the store took what it was given last.</summary>
    public bool Works => _stopped is null && !_gone && !_refusing && !_ended.Task.IsCompleted;

    /// <summary>A key for one use beside the record, which nobody can tell from the others of its keys.</summary>
    public byte[] DeriveKey(string use) => _keys.Derive(use);

    /// <summary>Is completed when nothing more is written.</summary>
    internal Task Ended => _ended.Task;

    /// <summary>Where the record lies.</summary>
    public RecordPlace Place => _place;

    /// <summary>The name under which the record signs.</summary>
    public string Origin { get; }

    internal RecordKeys Keys => _keys;

    /// <summary>The most acts of one transaction.</summary>
    internal int MostAtOnce => _settings.Batch;

    /// <summary>Files and folders that others than their owner could read, and no longer can since the record was opened.</summary>
    public IReadOnlyList<string> Narrowed { get; }

    /// <summary>Is shown what each transaction of acts wrote, for the bench, which has it written again without us. Null otherwise.</summary>
    internal Action<Writes>? Written { get; set; }

    /// <summary>How many entries are stored and flushed.</summary>
    public long Size
    {
        get
        {
            lock (_between) return _stored.Tree.Size;
        }
    }

    /// <summary>The head of the tree that is stored and flushed.</summary>
    public TreeHead Head
    {
        get
        {
            lock (_between) return _stored.Tree.Head;
        }
    }

    /// <summary>Opens a record for writing, and finishes what an earlier program could not: erasures that were ordered and not carried out.</summary>
    /// <exception cref="UnusableInput">Another program writes it, keys and record do not belong together, or the record is older than what was signed.</exception>
    public static Task<RecordWriter> OpenAsync(RecordPlace place, RecordSettings settings, TimeProvider time) => OpeningRecords.OpenAsync(place, settings, time, create: null);

    /// <summary>Makes a new record, or finishes making one; opens it where it is there already.</summary>
    /// <param name="origin">The name under which it will sign: a name of the keeper such as <c>county.example/record</c>, without spaces and plus signs.</param>
    public static Task<RecordWriter> CreateAsync(RecordPlace place, string origin, RecordSettings settings, TimeProvider time) => OpeningRecords.OpenAsync(place, settings, time, create: origin);

    internal static RecordWriter Start(RecordPlace place, RecordSettings settings, RecordKeys keys, TimeProvider time, WritingClaim claim, Session session, string origin, GrowingTree tree, DateTimeOffset lastAt, byte[]? lastStored, IReadOnlyList<string> narrowed) =>
        new(place, settings, keys, time, claim, session, origin, new State(tree, lastAt), lastStored, narrowed);

    /// <summary>Has an act decided in its turn and appended. Answers after the flush.</summary>
    /// <param name="decide">
    /// From the turn to events or a refusal. Called by the writer's own thread, in the order of the acts; must be quick and touch nothing outside,
    /// since it is called again when a batch has to be prepared anew.
    /// </param>
    /// <param name="cancellationToken">Ends the waiting for a place in the queue. An act that has its place is settled whatever happens.</param>
    /// <exception cref="MachineFault">It could not be stored; the message says whether it may be found in the record all the same.</exception>
    public Task<Settled> PerformAsync(Func<Turn, Decision> decide, CancellationToken cancellationToken) => AddAsync(new PendingAct(decide), cancellationToken);

    /// <summary>Appends one event that needs no decision. Answers after the flush.</summary>
    /// <exception cref="MachineFault">It could not be stored; the message says whether it may be found in the record all the same.</exception>
    public Task<Settled> AppendAsync(Draft draft, CancellationToken cancellationToken) => AddAsync(new PendingAct(draft), cancellationToken);

    internal Task<Settled> PerformAloneAsync(DecideAlone decide, CancellationToken cancellationToken) => AddAsync(new PendingAct(decide), cancellationToken);

    /// <summary>The same for an act that is decided on the state of its room.</summary>
    internal Task<Settled> PerformAloneAsync(object needs, DecideAlone decide, CancellationToken cancellationToken) => AddAsync(new PendingAct(decide, needs), cancellationToken);

    /// <summary>Has an act decided on the state of its room, which has at hand by then what the act needs.</summary>
    internal Task<Settled> PerformAsync(object needs, Func<Turn, Decision> decide, CancellationToken cancellationToken) => AddAsync(new PendingAct(decide, needs), cancellationToken);

    /// <summary>Adds the state on which the acts of a room are decided. Once for each room, before the first act that needs it.</summary>
    internal async Task DecideOnAsync(IDecidedState room) => await PerformAloneAsync((_, _, _) =>
    {
        if (_rooms.Exists(one => one.GetType() == room.GetType())) throw new InvalidOperationException("The record has a desk already.");
        _rooms.Add(room);
        return Decision.Accept();
    }, CancellationToken.None);

    private Task<Settled> AddAsync(PendingAct act, CancellationToken cancellationToken)
    {
        if (_stopped is { } why) return Task.FromException<Settled>(Again(why));
        if (_pending.TryAdd(act, out var place)) return act.Task;
        return place is null ? Task.FromException<Settled>(Closed()) : AddLaterAsync(act, place, cancellationToken);
    }

    private async Task<Settled> AddLaterAsync(PendingAct act, Task place, CancellationToken cancellationToken)
    {
        while (true)
        {
            await place.WaitAsync(cancellationToken);
            if (_stopped is { } why) throw Again(why);
            if (_pending.TryAdd(act, out var next)) return await act.Task;
            place = next ?? throw Closed();
        }
    }

    private static ObjectDisposedException Closed() => new(nameof(RecordWriter), "The record is closed.");

    /// <summary>Settles what waits, signs what is stored, and lets go of the record.</summary>
    public async ValueTask DisposeAsync()
    {
        _pending.Close();
        await _ended.Task;
        if (!_disposed) await EndWitnessingAsync();
        _disposed = true;
    }

    private void PrepareAll()
    {
        try
        {
            PrepareUntilTheEnd();
        }
#pragma warning disable CA1031 // A fault of ours stops the writer and is told to everybody who waits; it does not take the whole program with it.
        catch (Exception fault)
        {
            _stopped = Told(fault);
            _pending.Close();
            FailAllThatWait();
        }
#pragma warning restore CA1031
        finally
        {
            lock (_between)
            {
                _over = true;
                Monitor.PulseAll(_between);
            }

            _reading?.Dispose();
            _sealing.Dispose();
        }
    }

    private void FailAllThatWait()
    {
        var acts = new List<PendingAct>();
        while (_pending.Take(_settings.Batch, acts)) Fail(acts, _stopped!);
    }

    private void PrepareUntilTheEnd()
    {
        var acts = new List<PendingAct>();
        while (true)
        {
            if (!_pending.Take(_settings.Batch, acts))
            {
                // Acts of a batch that failed may have come back in the meantime.
                if (WaitUntilIdle() && _pending.IsEmpty) break;
                continue;
            }

            if (_stopped is { } why)
            {
                Fail(acts, why);
                continue;
            }

            if (acts[0].Alone is { } alone)
            {
                if (PrepareAlone(acts[0], alone) is not { } lone) continue;
                HandOver(lone);
                // What is prepared next must not find what this act destroys.
                WaitUntilIdle();
                _sealing.Forget();
                foreach (var room in _rooms) room.Forget(Size);
                continue;
            }

            if (PrepareInOrder(acts) is { } batch) HandOver(batch);
        }
    }

    /// <returns>Null where no act is left to store; all are answered then.</returns>
    private Batch? PrepareInOrder(List<PendingAct> acts)
    {
        var waiting = new List<PendingAct>(acts);
        var begun = Stopwatch.GetTimestamp();
        while (waiting.Count > 0)
        {
            GoWithTheCourse();
            try
            {
                if (TryPrepare(waiting, null, out var batch, out var failed)) return batch;
                waiting.Remove(failed!);
            }
            catch (Exception fault) when (fault is StoreFault or MachineFault or UnusableInput)
            {
                // What is stored could not be loaded. Damage does not pass, so the batch under way is stored first, with the keys of persons that were made for it.
                if (IsDamage(fault)) WaitUntilIdle();
                _reading?.Dispose();
                _reading = null;
                _sealing.Forget();
                var passing = (fault as StoreFault ?? fault.InnerException as StoreFault) is { Trouble: StoreTrouble.Gone or StoreTrouble.Busy };
                if (passing && !_gone && Stopwatch.GetElapsedTime(begun) < _settings.Patience)
                {
                    Thread.Sleep(Retry);
                    continue;
                }

                if (IsDamage(fault) && waiting.Count > 1)
                {
                    // What is damaged is needed by one of them perhaps: each is taken by itself, so that the others do not fail with it.
                    foreach (var act in waiting) act.Single = true;
                    _pending.PutBack(waiting);
                    return null;
                }

                _gone |= passing;
                Fail(waiting, Told(fault));
                return null;
            }
        }

        return null;
    }

    private Batch? PrepareAlone(PendingAct act, DecideAlone decide)
    {
        WaitUntilIdle();
        GoWithTheCourse();
        _sealing.Forget(); // keys may be destroyed here
        Session? session = null;
        try
        {
            session = _place.Store.OpenToRead();
            var read = session;
            if (TryPrepare([act], (turn, more) => decide(turn, read, more), out var batch, out _)) return batch;
        }
        catch (Exception fault) when (fault is StoreFault or MachineFault or UnusableInput)
        {
            _reading?.Dispose();
            _reading = null;
            Fail([act], Told(fault));
        }
        finally
        {
            session?.Dispose();
        }

        return null;
    }

    /// <summary>Whether something that is stored cannot be read, however often it is tried.</summary>
    internal static bool IsDamage(Exception? fault)
    {
        for (; fault is not null; fault = fault.InnerException)
            if (fault is StoreFault { Trouble: StoreTrouble.Damaged }) return true;
        return false;
    }

    private MachineFault Told(Exception fault) => fault switch
    {
        MachineFault told => told,
        StoreFault of => of.Tell(_place.Store.Called),
        UnusableInput wrong => new MachineFault(new Text($"{_place.Store.Called}：{wrong.Says.Zh}", $"{_place.Store.Called}: {wrong.Message}"), wrong.Advises, wrong),
        _ => new MachineFault(new Text($"记录的写入程序出错：{fault.GetType().Name}: {fault.Message}", $"The writer of the record failed: {fault.GetType().Name}: {fault.Message}"), new Text("这是 Trellis 的错。请重新启动，并报告此事（办法见 SECURITY.md 和 CONTRIBUTING.md）。", "This is a fault in Trellis. Start it again, and please report this (SECURITY.md and CONTRIBUTING.md say how)."), fault),
    };

    /// <summary>After a batch that was not stored, begins again from what is.</summary>
    private void GoWithTheCourse()
    {
        lock (_between)
        {
            if (_preparedOn == _course) return;
            _preparedOn = _course;
            _tree = _stored.Tree.Copy();
            _lastAt = _stored.LastAt;
        }

        _sealing.Forget();
        foreach (var room in _rooms) room.Forget(_tree.Size);
    }

    /// <summary>Decides, seals and hashes acts in order. An act that fails is answered and named, and leaves nothing behind.</summary>
    private bool TryPrepare(List<PendingAct> acts, Func<Turn, Writes, Decision>? alone, out Batch? batch, out PendingAct? failed)
    {
        batch = null;
        var first = _tree.Size;
        var position = first;
        var lastAt = _lastAt;
        var decided = new List<Decided>(acts.Count);
        var writes = new Writes();
        var personal = new List<ValueToSeal>(acts.Count);
        List<IDecidedState> rooms = alone is null || acts[0].Needs is not null ? _rooms : [];
        if (rooms.Count > 0)
        {
            var needs = new List<object>(acts.Count);
            foreach (var act in acts)
                if (act.Needs is { } needed) needs.Add(needed);
            foreach (var room in rooms) room.Load(needs, () => _reading ??= _place.Store.OpenToRead());
        }

        foreach (var room in rooms) room.Begin();
        foreach (var act in acts)
        {
            try
            {
                var now = Entry.Moment(_time.GetUtcNow());
                var back = now < lastAt;
                var at = back ? lastAt : now;
                var turn = new Turn(at, position);
                var decision = alone is null ? act.Decide(turn) : alone(turn, writes);
                var events = decision switch
                {
                    Decision.Accepted accepted => accepted.Events,
                    Decision.Refused refused => refused.Recorded,
                    _ => throw new UnreachableException(),
                };
                decided.Add(new Decided(act, decision, events, turn, back));
                if (events.Count == 0) continue;
                position += events.Count;
                lastAt = at;
                for (var number = 0; number < events.Count; number++) personal.AddRange(events[number].Personal);
            }
#pragma warning disable CA1031 // Whatever a decision throws concerns its caller, and nobody else in the batch.
            catch (Exception fault) when (fault is not StoreFault)
            {
                Answer(act, fault);
                failed = act;
                return false;
            }
#pragma warning restore CA1031
        }

        var entries = new EntriesOfBatch(first, (int)(position - first), _sealing);
        entries.Prepare(personal, () => _reading ??= _place.Store.OpenToRead());
        foreach (var one in decided)
        {
            try
            {
                for (var number = 0; number < one.Events.Count; number++)
                {
                    var draft = one.Events[number];
                    entries.Add(one.SetBack ? draft with { Notes = [.. draft.Notes, ClockSetBack] } : draft, one.Turn.At);
                }
            }
#pragma warning disable CA1031 // An event that cannot be written down concerns its caller, and nobody else in the batch.
            catch (Exception fault) when (fault is not StoreFault)
            {
                // Keys that were made for this try are not stored, so they must not be remembered; those of the batch under way are, once it has ended.
                WaitUntilIdle();
                _sealing.Forget();
                Answer(one.Act, fault);
                failed = one.Act;
                return false;
            }
#pragma warning restore CA1031
        }

        _lastAt = lastAt;
        entries.Write(writes, _tree);
        if (entries.All.Count > 0)
        {
            SealedHead.Add(writes, _sealingHeads, Origin, _tree.Head);
            foreach (var room in rooms) room.Fold(writes);
        }

        failed = null;
        batch = new Batch(_preparedOn, decided, writes, first, entries.All, new State(_tree.Copy(), lastAt));
        return true;
    }

    private void HandOver(Batch batch)
    {
        // Whoever has the time spells the rows out: the committing thread, where it waits for this batch; else we.
        bool waited;
        lock (_between) waited = !_busy && _handed is null;
        if (!waited) SpellOut(batch);
        lock (_between)
        {
            while (_handed is not null && !_committingEnded) Monitor.Wait(_between);
            _handed = batch;
            _pending.Storing(true);
            Monitor.PulseAll(_between);
        }

        if (_committingEnded) Fail(batch.Acts.Select(static one => one.Act), _stopped!);
    }

    private void SpellOut(Batch batch)
    {
        try
        {
            batch.Writes.SpellOut();
        }
        catch (Exception fault)
        {
            // A fault of ours, which stops the writer; those of this batch wait in no queue any more.
            Fail(batch.Acts.Select(static one => one.Act), Told(fault));
            throw;
        }
    }

    /// <returns>True always; so that it can stand in a condition.</returns>
    private bool WaitUntilIdle()
    {
        lock (_between)
        {
            while ((_handed is not null || _busy) && !_committingEnded) Monitor.Wait(_between);
        }

        return true;
    }

    private void Fail(IEnumerable<PendingAct> acts, MachineFault fault)
    {
        foreach (var act in acts) Answer(act, Again(fault));
    }

    private void Answer(PendingAct act, Exception fault)
    {
        _pending.Answered(1);
        // What the caller does next is none of the writer's threads' work.
        ThreadPool.UnsafeQueueUserWorkItem(static told => told.Act.TrySetException(told.Fault), (Act: act, Fault: fault), preferLocal: false);
    }

    /// <summary>The same fault for another caller: an exception object belongs to one.</summary>
    private static MachineFault Again(MachineFault fault) => new(fault.Says, fault.Advises, fault);

    /// <summary>What the tree and the clock of the record are after so many entries.</summary>
    private sealed record State(GrowingTree Tree, DateTimeOffset LastAt);

    /// <summary>Batches prepared on one course build on each other. When one of them cannot be stored, a new course begins.</summary>
    private sealed class Course;

    private readonly record struct Decided(PendingAct Act, Decision Decision, IReadOnlyList<Draft> Events, Turn Turn, bool SetBack);

    private sealed record Batch(Course Course, List<Decided> Acts, Writes Writes, long First, IReadOnlyList<byte[]> Entries, State After);
}
