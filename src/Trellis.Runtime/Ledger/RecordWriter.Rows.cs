using System.Security.Cryptography;
using Trellis.Runtime.Database;
using Trellis.Runtime.Process;

namespace Trellis.Runtime.Ledger;

/// <content>Rows that are no part of the record and folded from none of its entries: drafts, keys that are no longer needed.</content>
public sealed partial class RecordWriter
{
    private static readonly TimeSpan PatienceWithErrands = TimeSpan.FromSeconds(30);

    /// <summary>Tries whether the store takes something again, where it did not: whoever asks before each act would otherwise never send one.</summary>
    /// <param name="patience">So long at most.</param>
    public async Task<bool> TryAsync(TimeSpan patience)
    {
        if (Works || _stopped is not null || _ended.Task.IsCompleted) return Works;
        try
        {
            var key = RandomNumberGenerator.GetBytes(16);
            await WriteAsync((_, writes) => KeyRows.Try(writes, key), likeABatch: true).WaitAsync(patience);
            await WriteAsync(writes => KeyRows.EndTry(writes, key)).WaitAsync(patience);
        }
        catch (Exception fault) when (fault is MachineFault or TimeoutException)
        {
            // It is still away.
        }

        return Works;
    }

    /// <summary>Writes rows in a transaction of their own, between two batches. Answers after the flush.</summary>
    /// <exception cref="MachineFault">They could not be stored.</exception>
    internal Task WriteAsync(Action<Writes> rows) => WriteAsync((_, writes) => rows(writes));

    /// <summary>The same for rows that depend on what is stored.</summary>
    /// <param name="likeABatch">Whether they need as much room as acts: that a small row is taken does not say that a full disk takes acts.</param>
    internal async Task WriteAsync(Action<Session, Writes> rows, bool likeABatch = false)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var taken = Later(reach =>
        {
            try
            {
                var session = reach();
                var writes = new Writes();
                rows(session, writes);
                session.Commit(writes);
                if (writes.All.Count > 0) (_gone, _refusing) = (false, _refusing && !likeABatch);
                told.TrySetResult();
            }
            catch (Exception fault)
            {
                // Whatever it is concerns whoever sent the errand, and nobody else; but a watchman learns that nothing is taken.
                _refusing |= fault is StoreFault { Trouble: StoreTrouble.Full or StoreTrouble.Forbidden };
                told.TrySetException(Told(fault));
                throw;
            }
        });
        if (!taken) throw Over();
        using var waited = new CancellationTokenSource();
        var ended = await Task.WhenAny(told.Task, _ended.Task, Task.Delay(PatienceWithErrands, waited.Token));
        await waited.CancelAsync();
        if (told.Task.IsCompleted) await told.Task;
        else if (ended == _ended.Task) throw Over();
        else throw new MachineFault($"{_place.Store.Called} cannot be reached.", "Check the disk or the database server, and try again when it is back.");

        MachineFault Over() => _stopped is { } why ? Again(why) : new MachineFault(new Text($"{_place.Store.Called}：记录已关闭。", $"{_place.Store.Called}: the record is closed."), new Text("程序正在结束；它重新启动后再试。", "The program ends; try again when it has been started again."));
    }
}
