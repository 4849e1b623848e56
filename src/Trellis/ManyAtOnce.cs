namespace Trellis;

/// <summary>Independent jobs on several threads. Each puts its result into a place of its own, so that what comes out does not depend on who was first.</summary>
public static class ManyAtOnce
{
    /// <param name="jobs">How many there are; they are begun in the order of their numbers.</param>
    /// <param name="threads">How many may run at once, the calling thread among them.</param>
    /// <param name="job">Does the job of a number.</param>
    public static void Do(int jobs, int threads, Action<int> job)
    {
        var next = -1;
        var others = new Task[Math.Max(0, Math.Min(threads, jobs) - 1)];
        for (var at = 0; at < others.Length; at++) others[at] = Task.Run(Work);
        try
        {
            Work();
        }
        finally
        {
            Task.WaitAll(others);
        }

        void Work()
        {
            for (var mine = Interlocked.Increment(ref next); mine < jobs; mine = Interlocked.Increment(ref next)) job(mine);
        }
    }
}
