using System.Runtime;

namespace Trellis.Bench;

/// <summary>The compiler, which compiles anew beside what runs: what it still owes to the opening of a record must not be charged to what is measured after it.</summary>
internal static class AtRest
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Waits until nothing was compiled for a while, as in a server that has run for some time.</summary>
    public static async Task WaitAsync()
    {
        var begun = System.Diagnostics.Stopwatch.StartNew();
        for (var before = -1L; before != JitInfo.GetCompiledMethodCount() && begun.Elapsed < Patience; await Task.Delay(Quiet)) before = JitInfo.GetCompiledMethodCount();
    }
}
