using System.Security.Cryptography;
using Trellis.Runtime.Database;
using Trellis.Runtime.Process;

namespace Trellis.Runtime.Ledger;

/// <content>Rows that are no part of the record and folded from none of its entries: drafts, keys that are no longer needed.</content>
public sealed partial class RecordWriter
{
    private static readonly TimeSpan PatienceWithErrands = TimeSpan.FromSeconds(30);

    // The trial that waits for its turn or runs, and how many wait for one.
    private readonly Lock _trying = new();
    private Task _trial = Task.CompletedTask;
    private int _askers;

    /// <summary>
    /// Tries whether the store takes something again, where it did not: whoever asks before each act would otherwise never send one.
    /// However many ask, the store is tried once at a time; and where nobody waits for the answer any more, not at all.
    /// </summary>
    /// <param name="patience">So long at most.</param>
    public async Task<bool> TryAsync(TimeSpan patience)
    {
        if (Works || _stopped is not null || _ended.Task.IsCompleted) return Works;
        Interlocked.Increment(ref _askers);
        try
        {
            Task trial;
            lock (_trying)
            {
                if (_trial.IsCompleted && TrySend(TryOut, () => !Works && Volatile.Read(ref _askers) > 0, out var sent)) _trial = sent;
                trial = _trial;
            }

            await trial.WaitAsync(patience);
        }
        catch (Exception fault) when (fault is MachineFault or TimeoutException)
        {
            // It is still away.
        }
        finally
        {
            Interlocked.Decrement(ref _askers);
        }

        return Works;
    }

    private void TryOut(Session session)
    {
        var key = RandomNumberGenerator.GetBytes(16);
        var row = new Writes();
        KeyRows.Try(row, key);
        session.Commit(row);
        (_gone, _refusing) = (false, false);
        var end = new Writes();
        KeyRows.EndTry(end, key);
        session.Commit(end);
    }

    /// <summary>Writes rows in a transaction of their own, between two batches. Answers after the flush.</summary>
    /// <exception cref="MachineFault">They could not be stored.</exception>
    internal Task WriteAsync(Action<Writes> rows) => WriteAsync((_, writes) => rows(writes));

    /// <summary>The same for rows that depend on what is stored.</summary>
    internal async Task WriteAsync(Action<Session, Writes> rows)
    {
        if (!TrySend(Write, wanted: null, out var told)) throw Over();
        using var waited = new CancellationTokenSource();
        var ended = await Task.WhenAny(told, _ended.Task, Task.Delay(PatienceWithErrands, waited.Token));
        await waited.CancelAsync();
        if (told.IsCompleted) await told;
        else if (ended == _ended.Task) throw Over();
        else throw new MachineFault($"{_place.Store.Called} cannot be reached.", "Check the disk or the database server, and try again when it is back.");

        void Write(Session session)
        {
            var writes = new Writes();
            rows(session, writes);
            session.Commit(writes);
            // That a small row is taken does not say that a full disk takes acts.
            if (writes.All.Count > 0) _gone = false;
        }

        MachineFault Over() => _stopped is { } why ? Again(why) : new MachineFault(new Text($"{_place.Store.Called}：记录已关闭。", $"{_place.Store.Called}: the record is closed."), new Text("程序正在结束；它重新启动后再试。", "The program ends; try again when it has been started again."));
    }

    /// <param name="wanted">Asked when its turn comes; null where the errand is done in any case.</param>
    /// <param name="told">Is completed when it is done, or fails with what it failed with.</param>
    /// <returns>False where nothing more is written.</returns>
    private bool TrySend(Action<Session> errand, Func<bool>? wanted, out Task told)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        told = done.Task;
        return Later(reach =>
        {
            try
            {
                if (wanted?.Invoke() != false) errand(reach());
                done.TrySetResult();
            }
            catch (Exception fault)
            {
                // Whatever it is concerns whoever sent the errand, and nobody else; but a watchman learns that nothing is taken.
                _refusing |= fault is StoreFault { Trouble: StoreTrouble.Full or StoreTrouble.Forbidden };
                done.TrySetException(Told(fault));
                throw;
            }
        });
    }
}
