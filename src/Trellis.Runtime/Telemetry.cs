using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Trellis.Runtime;

/// <summary>
/// What can be measured of a running program, under the names by which OpenTelemetry finds it. Nothing leaves the program by this; whoever listens decides that.
/// Tags are words of acts and results: never a person, a matter or a unit.
/// </summary>
public static class Telemetry
{
    /// <summary>The name of meter and activities.</summary>
    public const string Name = "Trellis";

    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> Acts = Meter.CreateHistogram<double>("trellis.act.duration", "s", "From the order of an act to its answer, by act and result.");

    private static readonly Histogram<int> Batches = Meter.CreateHistogram<int>("trellis.batch.size", "{act}", "Acts that went into one transaction.");

    private static readonly Histogram<double> Flushes = Meter.CreateHistogram<double>("trellis.flush.duration", "s", "From handing a batch to the store to knowing that it is flushed.");

    private static readonly UpDownCounter<long> Queue = Meter.CreateUpDownCounter<long>("trellis.queue.length", "{act}", "Acts that wait or are being decided.");

    private static readonly Counter<long> Jobs = Meter.CreateCounter<long>("trellis.jobs", "{matter}", "Matters for which time had made something due.");

    private static readonly Counter<long> FailedJobs = Meter.CreateCounter<long>("trellis.jobs.failed", "{job}", "Jobs that failed for another reason than that the store was away. Zero on a server that is well.");

    public static ActivitySource Source { get; } = new(Name);

    public static void Act(string word, string result, TimeSpan took) => Acts.Record(took.TotalSeconds, new KeyValuePair<string, object?>("act", word), new KeyValuePair<string, object?>("result", result));

    internal static void Batch(int acts, TimeSpan flush)
    {
        Batches.Record(acts);
        Flushes.Record(flush.TotalSeconds);
    }

    internal static void Waiting(int more) => Queue.Add(more);

    internal static void Due(int matters) => Jobs.Add(matters);

    internal static void JobFailed() => FailedJobs.Add(1);
}
