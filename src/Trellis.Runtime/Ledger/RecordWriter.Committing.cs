using System.Diagnostics;
using Trellis.Ledger;
using Trellis.Runtime.Database;

namespace Trellis.Runtime.Ledger;

/// <content>The thread that commits: one transaction a batch, answers after its flush, and what to do when the store fails.</content>
public sealed partial class RecordWriter
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(100);

    private readonly Queue<Action<Func<Session>>> _errands = [];

    /// <summary>The bytes of the last entry that is stored.</summary>
    private byte[]? _lastStored;

    /// <summary>A batch of which nobody knows whether it was stored, until the store is reached again.</summary>
    private Batch? _doubt;

    /// <summary>Whether the store could not be reached the last time; then the next batch is not made to wait as long.</summary>
    private volatile bool _gone;

    /// <summary>Whether the store was reached the last time and took nothing: its disk is full, or it may not be written.</summary>
    private volatile bool _refusing;

    private void CommitAll()
    {
        Batch? batch = null;
        try
        {
            while (Next(out batch, out var errand))
            {
                if (batch is not null) CommitOne(batch);
                else if (errand is not null) Run(errand);
                batch = null; // each of its acts has its answer, or waits for its turn again
                CheckpointIfDue();
                lock (_between)
                {
                    _busy = false;
                    _pending.Storing(_handed is not null);
                    Monitor.PulseAll(_between);
                }
            }

            CheckpointAtTheEnd();
        }
#pragma warning disable CA1031 // A fault of ours stops the writer and is told to everybody who waits; it does not take the whole program with it.
        catch (Exception fault)
        {
            _stopped = Told(fault);
            _pending.Close();
            if (batch is not null) Fail(batch.Acts.Select(static one => one.Act), _stopped);
        }
#pragma warning restore CA1031
        finally
        {
            Batch? left;
            lock (_between)
            {
                _committingEnded = true;
                left = _handed;
                _pending.Storing(false);
                Monitor.PulseAll(_between);
            }

            if (left is not null) Fail(left.Acts.Select(static one => one.Act), _stopped!);
            _preparing.Join();
            _session?.Dispose();
            _claim.Dispose();
            _ended.SetResult();
        }
    }

    /// <summary>Waits for a batch, an errand, or the time at which a checkpoint is due.</summary>
    /// <returns>False at the end.</returns>
    private bool Next(out Batch? batch, out Action<Func<Session>>? errand)
    {
        (batch, errand) = (null, null);
        lock (_between)
        {
            while (_handed is null && _errands.Count == 0)
            {
                if (_over) return false;
                var due = UntilCheckpoint();
                if (due == TimeSpan.Zero) return true;
                if (due is { } time) Monitor.Wait(_between, time);
                else Monitor.Wait(_between);
            }

            if (!_errands.TryDequeue(out errand))
            {
                batch = _handed;
                _handed = null;
            }

            _busy = true;
            Monitor.PulseAll(_between);
            return true;
        }
    }

    private void CommitOne(Batch batch)
    {
        if (batch.Course != _course)
        {
            _pending.PutBack(batch.Acts.Select(static one => one.Act));
            return;
        }

        if (batch.Entries.Count == 0)
        {
            Settle(batch);
            return;
        }

        switch (Store(batch))
        {
            case null:
                Settle(batch);
                break;
            case { Stale: true }:
                _pending.PutBack(batch.Acts.Select(static one => one.Act));
                break;
            case { Trouble: StoreTrouble.Other, Unknown: false } when batch.Acts is { Count: > 1 } || batch.Acts[0].Act is { Single: false, Alone: null }:
                // The reason lies in one of the acts, such as a row that breaks a rule of its table, or in a key that is no longer there.
                // Each is prepared once more from what is stored, by itself, so that it can only fail alone.
                Turn();
                foreach (var one in batch.Acts) one.Act.Single = true;
                _pending.PutBack(batch.Acts.Select(static one => one.Act));
                break;
            case var unstored:
                Turn();
                if (unstored.Trouble is StoreTrouble.Fenced or StoreTrouble.Damaged) _stopped = unstored.Tells;
                Fail(batch.Acts.Select(static one => one.Act), unstored.Tells!);
                break;
        }
    }

    /// <summary>So many callers are answered by one thread of the pool.</summary>
    private const int AnsweredTogether = 128;

    /// <summary>Answers the callers of a batch that is stored. The next batch does not wait for that.</summary>
    private void Settle(Batch batch)
    {
        for (var first = 0; first < batch.Acts.Count; first += AnsweredTogether)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static work =>
                {
                    work.Pending.Answered(work.Past - work.First);
                    for (var at = work.First; at < work.Past; at++) work.Batch.Acts[at].Act.SetResult(Settle(work.Batch.Acts[at]));
                },
                (Pending: _pending, Batch: batch, First: first, Past: Math.Min(first + AnsweredTogether, batch.Acts.Count)), preferLocal: false);
        }
    }

    /// <summary>What was prepared on top of a batch that was not stored must be prepared anew.</summary>
    private void Turn()
    {
        lock (_between) _course = new Course();
    }

    private void IsStored(Batch batch)
    {
        lock (_between) _stored = batch.After;
        _lastStored = batch.Entries[^1];
        Written?.Invoke(batch.Writes);
    }

    private static Settled Settle(Decided one)
    {
        var receipt = one.Events.Count == 0 ? null : new Receipt(one.Turn.Position, one.Events.Count, one.Turn.At);
        return one.Decision switch
        {
            Decision.Refused refused => new Settled.NotDone(refused.Why, receipt),
            _ => new Settled.Done(receipt ?? new Receipt(one.Turn.Position, 0, one.Turn.At)),
        };
    }

    /// <summary>Stores a batch, if need be over and over until patience ends. Whether it was stored when the line broke is read from the store itself.</summary>
    /// <returns>Null when it is stored and flushed.</returns>
    private Unstored? Store(Batch batch)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                var session = Reach();
                if (ReferenceEquals(_stored, batch.After)) return null; // it was in doubt, and is there
                if (batch.Course != _course) return new Unstored(StoreTrouble.Other, false, null, Stale: true);
                var asked = Stopwatch.GetTimestamp();
                session.Commit(batch.Writes);
                Telemetry.Batch(batch.Acts.Count, Stopwatch.GetElapsedTime(asked));
                IsStored(batch);
                (_gone, _refusing) = (false, false);
                return null;
            }
            catch (StoreFault fault)
            {
                if (!fault.Undone && _session is not null) _doubt ??= batch;
                if (!fault.Undone || _session is { IsBroken: true }) LetGo();

                var passing = fault.Trouble is StoreTrouble.Gone or StoreTrouble.Busy;
                var tried = Stopwatch.GetElapsedTime(begun);
                if (fault.Trouble == StoreTrouble.Fenced || (passing && (_gone || tried > _settings.Patience)) || (!passing && (_doubt is null || tried > _settings.Patience)))
                {
                    _gone = passing;
                    _refusing = fault.Trouble is StoreTrouble.Full or StoreTrouble.Forbidden;
                    return Tell(fault);
                }

                Thread.Sleep(Retry);
            }
            catch (UnusableInput fault)
            {
                // Asked for the record again, and was refused: something else lies in its place.
                return new Unstored(StoreTrouble.Fenced, _doubt == batch, new MachineFault(new Text($"{_place.Store.Called}：{fault.Says.Zh}", $"{_place.Store.Called}: {fault.Message}"), fault.Advises, fault));
            }
        }

        Unstored Tell(StoreFault fault)
        {
            var unknown = _doubt == batch;
            var tells = fault.Tell(_place.Store.Called);
            return new Unstored(fault.Trouble, unknown, unknown
                ? new MachineFault(
                    new Text($"{tells.Says.Zh}不知道你所做的是否还是存进去了（第 {batch.First} 位或之后）。", $"{tells.Message} It is not known whether what you did was still stored, at position {batch.First} or after."),
                    new Text($"{tells.Advises.Zh}重做之前先看它在不在。", $"{tells.Remedy} Look whether it is there before you do it again."), fault)
                : new MachineFault(new Text($"{tells.Says.Zh}你所做的没有存进去。", $"{tells.Message} What you did was not stored."), tells.Advises, fault));
        }
    }

    /// <summary>
    /// The connection, made again where it broke. What is stored is then compared with what we know: a batch in doubt is found or not found,
    /// and a record that is not the one we wrote stops us.
    /// </summary>
    private Session Reach()
    {
        if (_session is not null) return _session;
        var session = _claim.Open();
        try
        {
            var size = LedgerRows.Size(session);
            if (LedgerRows.Origin(session) != Origin) throw Replaced();
            if (_doubt is { } doubt && size == doubt.After.Tree.Size)
            {
                if (!doubt.Entries[^1].AsSpan().SequenceEqual(LedgerRows.Entry(session, size - 1))) throw Replaced();
                // Its callers wait still; or they were told that nobody knew, and all went on from the state before it.
                IsStored(doubt);
                if (doubt.Course != _course) Turn();
            }
            else if (size != _stored.Tree.Size || (_lastStored is { } last && !last.AsSpan().SequenceEqual(LedgerRows.Entry(session, size - 1))))
            {
                throw Replaced();
            }

            _doubt = null;
            return _session = session;
        }
        catch
        {
            session.Dispose();
            throw;
        }

        static UnusableInput Replaced() => new(
            new Text("现在那里的记录不是这个程序写的那一份。", "The record that is there now is not the one that this program wrote."),
            new Text("查明是谁换的，等原来的放回后再启动；trellis restore 可放回备份。", "Find out who replaced it, and start again when the right one is in its place; trellis restore puts a backup there."));
    }

    private void LetGo()
    {
        _session?.Dispose();
        _session = null;
    }

    private void Run(Action<Func<Session>> errand)
    {
        try
        {
            errand(Reach);
        }
#pragma warning disable CA1031 // An errand has told its fault to whoever sent it, and never ends the writer. What it left of a transaction goes with the connection.
        catch (Exception)
        {
            LetGo();
        }
#pragma warning restore CA1031
    }

    /// <param name="Unknown">Whether it may have been stored all the same.</param>
    /// <param name="Tells">For the callers; null where it is only to be prepared anew.</param>
    private sealed record Unstored(StoreTrouble Trouble, bool Unknown, MachineFault? Tells, bool Stale = false);
}
