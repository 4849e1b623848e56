using System.Collections.Concurrent;

namespace Trellis.Runtime.Simulation;

/// <summary>Has a sequence made by a thread of its own, some steps ahead of whoever takes it. What comes out is the same.</summary>
internal static class Ahead
{
    /// <param name="steps">How far ahead at most.</param>
    public static IEnumerable<T> Of<T>(IEnumerable<T> source, int steps)
    {
        using var made = new BlockingCollection<T>(steps);
        using var stop = new CancellationTokenSource();
        var making = Task.Factory.StartNew(Make, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            foreach (var one in made.GetConsumingEnumerable()) yield return one;
            making.GetAwaiter().GetResult();
        }
        finally
        {
            // Where somebody stopped taking, nobody waits for more; what failed was told above, or is no longer of interest.
            stop.Cancel();
            Task.WaitAny(making);
        }

        void Make()
        {
            try
            {
                foreach (var one in source) made.Add(one, stop.Token);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            finally
            {
                made.CompleteAdding();
            }
        }
    }
}
