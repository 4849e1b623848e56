using System.Diagnostics;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;

namespace Trellis.Bench.Information;

/// <summary>
/// Rows of looks, group-committed as barely as can be: so many callers append one look each and wait until it is flushed, and one thread commits all that wait in one transaction. The
/// same statements, index entries and durability as the record's own; no rule, no hash, no question.
/// </summary>
internal sealed class BareAppends
{
    private readonly int _callers;
    private readonly List<(Statement Statement, Column[] Columns)> _perLook = [];
    private readonly List<Write> _perTransaction = [];
    private readonly object _arrival = new();
    private List<TaskCompletionSource> _waiting = [];

    /// <param name="recorded">What transactions of looks wrote: what has a row for each look is appended look by look, and the rest once in each transaction.</param>
    public BareAppends(IReadOnlyList<Writes> recorded, int callers)
    {
        _callers = callers;
        Most = recorded.Count * callers;
        foreach (var alike in recorded.SelectMany(static one => one.All).GroupBy(static write => write.Statement))
        {
            if (alike.Sum(static write => write.Rows) >= Most) _perLook.Add((alike.Key, Joined([.. alike.Select(static write => write.Columns)])));
            else if (alike.Count() >= recorded.Count) _perTransaction.Add(alike.Last());
        }
    }

    /// <summary>So many looks were recorded.</summary>
    public int Most { get; }

    public async Task<(double Rate, double Together, double Processors)> RunAsync(RecordPlace place, int looks)
    {
        looks = Math.Min(looks, Most);
        using var claim = place.Store.Claim(create: true);
        using var session = claim.Open();
        var transactions = 0;
        var processors = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        var committing = Task.Factory.StartNew(() => transactions = Commit(session, looks), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var left = looks;
        await Task.WhenAll(Enumerable.Range(0, _callers).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0) await AppendAsync();
        })));
        await committing;
        return (looks / watch.Elapsed.TotalSeconds, looks / (double)transactions, (Environment.CpuUsage.TotalTime - processors).TotalMicroseconds / looks);
    }

    private Task AppendAsync()
    {
        var one = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_arrival)
        {
            _waiting.Add(one);
            if (_waiting.Count == 1) Monitor.Pulse(_arrival);
        }

        return one.Task;
    }

    private int Commit(Session session, int looks)
    {
        var transactions = 0;
        for (var at = 0; at < looks; transactions++)
        {
            List<TaskCompletionSource> taken;
            lock (_arrival)
            {
                while (_waiting.Count == 0) Monitor.Wait(_arrival);
                (taken, _waiting) = (_waiting, []);
            }

            var writes = new Writes();
            foreach (var (statement, columns) in _perLook) writes.AddMany(statement, [.. columns.Select(column => Part(column, at, taken.Count))]);
            foreach (var write in _perTransaction) writes.Add(write.Statement, write.Values);
            session.Commit(writes);
            at += taken.Count;
            foreach (var one in taken) one.SetResult();
        }

        return transactions;
    }

    private static Column[] Joined(Column[][] parts) => [.. Enumerable.Range(0, parts[0].Length).Select(column => parts[0][column].Kind switch
    {
        ParameterKind.Number => (Column)parts.SelectMany(one => one[column].Numbers).ToArray(),
        ParameterKind.Bytes => parts.SelectMany(one => one[column].Bytes).ToArray(),
        _ => parts.SelectMany(one => one[column].Texts).ToArray(),
    })];

    private static Column Part(Column column, int from, int count) => column.Kind switch
    {
        ParameterKind.Number => column.Numbers[from..(from + count)],
        ParameterKind.Bytes => column.Bytes[from..(from + count)],
        _ => column.Texts[from..(from + count)],
    };
}
