using System.Globalization;
using System.Threading.Channels;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;

namespace Trellis.Runtime.Authority;

/// <summary>
/// Keeps what was answered to other programs about authority, in batches between those of the record. An answer never waits for it: where the queue is
/// full, the row is dropped and counted, and the log says itself how many are missing.
/// </summary>
public sealed class DecisionLog : IAsyncDisposable
{
    /// <summary>The code of the row that says how many answers before it are missing.</summary>
    public const string DroppedCode = "log.dropped";

    private const int RowsAtOnce = 1000;

    private readonly RecordWriter _writer;
    private readonly TimeProvider _time;
    private readonly TimeSpan _every;
    private readonly Channel<DecisionRow> _queue;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _writing;
    private long _dropped;
    private long _toldOf;
    private long _next = -1;

    /// <param name="most">The most answers that wait to be kept.</param>
    /// <param name="every">How often they are written.</param>
    public DecisionLog(RecordWriter writer, TimeProvider time, int most = 16_384, TimeSpan? every = null)
    {
        (_writer, _time, _every) = (writer, time, every ?? TimeSpan.FromMilliseconds(500));
        _queue = Channel.CreateBounded<DecisionRow>(new BoundedChannelOptions(most) { SingleReader = true });
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>How many answers were not kept since the start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public void Add(DecisionRow row)
    {
        if (!_queue.Writer.TryWrite(row)) Interlocked.Increment(ref _dropped);
    }

    /// <summary>Writes what waits, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_queue.Writer.TryComplete())
        {
            await _writing;
            return;
        }

        await _ending.CancelAsync();
        await _writing;
        _ending.Dispose();
    }

    private async Task WriteAsync()
    {
        var rows = new List<DecisionRow>(RowsAtOnce);
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            await PauseAsync();
            while (true)
            {
                while (rows.Count < RowsAtOnce && _queue.Reader.TryRead(out var row)) rows.Add(row);
                if (rows.Count == 0) break;
                await StoreAsync(rows);
                rows.Clear();
            }
        }
    }

    private async Task PauseAsync()
    {
        try
        {
            await Task.Delay(_every, _ending.Token);
        }
        catch (OperationCanceledException)
        {
            // What waits is written at once, and then it ends.
        }
    }

    private async Task StoreAsync(List<DecisionRow> rows)
    {
        var dropped = Dropped;
        if (dropped > _toldOf)
            rows.Add(rows[^1] with { At = _time.GetUtcNow(), AskedBy = "log", Request = "", SubjectType = "", Subject = "", Action = "", ResourceType = "", Resource = (dropped - _toldOf).ToString(CultureInfo.InvariantCulture), Permitted = false, Code = DroppedCode });
        DecisionRow[] batch = [.. rows]; // the writer may come to it after we have given up waiting
        try
        {
            await _writer.WriteAsync((session, writes) =>
            {
                if (_next < 0) _next = DecisionRows.Last(session) + 1;
                DecisionRows.Add(writes, _next, batch);
            });
            _next += rows.Count;
            _toldOf = dropped;
        }
        catch (Exception fault) when (fault is MachineFault or ObjectDisposedException)
        {
            _next = -1;
            Interlocked.Add(ref _dropped, rows.Count(static row => row.Code != DroppedCode));
        }
    }
}
