using Trellis.Runtime.Database;

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
            await WriteAsync(static _ => { }).WaitAsync(patience);
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
    internal async Task WriteAsync(Action<Session, Writes> rows)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Later(session =>
        {
            try
            {
                var writes = new Writes();
                rows(session, writes);
                session.Commit(writes);
                told.TrySetResult();
            }
            catch (StoreFault fault)
            {
                told.TrySetException(fault.Tell(_place.Store.Called));
                throw;
            }
        });
        var ended = await Task.WhenAny(told.Task, _ended.Task, Task.Delay(PatienceWithErrands));
        if (ended == told.Task) await told.Task;
        else if (ended == _ended.Task) throw Closed();
        else throw new MachineFault($"{_place.Store.Called} cannot be reached.", "Check the disk or the database server, and try again when it is back.");
    }
}
