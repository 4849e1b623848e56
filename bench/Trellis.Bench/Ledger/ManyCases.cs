using System.Diagnostics;

namespace Trellis.Bench.Ledger;

/// <summary>Runs numbered cases on all cores and ends the program when one of them hangs.</summary>
internal static class ManyCases
{
    /// <summary>A case that takes longer than this, on however busy a machine, hangs.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    public static void Run(int count, int threads, Action<int> one)
    {
        var running = new (long Since, int Case)[threads];
        var next = -1;
        var ended = false;
        var watchdog = new Thread(() =>
        {
            while (!Volatile.Read(ref ended))
            {
                Thread.Sleep(500);
                foreach (var (since, number) in running)
                {
                    if (since == 0 || Stopwatch.GetElapsedTime(since) < Bound) continue;
                    Console.Error.WriteLine($"Case {number} has run for {Bound.TotalSeconds:0} s.");
                    Environment.Exit(1);
                }
            }
        })
        { IsBackground = true };
        watchdog.Start();
        var workers = Enumerable.Range(0, threads).Select(at => new Thread(() =>
        {
            for (var number = Interlocked.Increment(ref next); number < count; number = Interlocked.Increment(ref next))
            {
                running[at] = (Stopwatch.GetTimestamp(), number);
                one(number);
            }

            running[at] = default;
        })).ToList();
        foreach (var worker in workers) worker.Start();
        foreach (var worker in workers) worker.Join();
        Volatile.Write(ref ended, true);
    }
}
