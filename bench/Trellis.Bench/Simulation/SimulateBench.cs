using System.Diagnostics;
using Trellis.Runtime.Simulation;
using Trellis.Runtime.Structure;
using Trellis.Simulation;
using Trellis.Simulation.Runs;
using Trellis.Standards.Work;

namespace Trellis.Bench.Simulation;

/// <summary>
/// The county's year in rows of its log a second, in one run that writes them and in two replications side by side, in turns with a bare loop over a heap of events: a queue whose customers come,
/// are served and go, without structure, rules or log. Rows of timers (reminders, escalations, referrals by time, closings for silence) do not count.
/// </summary>
internal static class SimulateBench
{
    public static void Run(string root, int rounds, double scale)
    {
        var (opened, from) = OpeningScenes.Open(StructureFolder.Read(Path.Combine(root, "structures", "cuiwei")), null, null);
        if (opened.Refusing.Count > 0) throw new InvalidOperationException("The county has errors.");
        Console.WriteLine($"date: {DateTime.UtcNow:yyyy-MM-dd}, .NET {Environment.Version}, {Environment.ProcessorCount} cores, {rounds} rounds, the county's year at scale {scale}");
        var settings = new RunSettings(1, from, 365, scale);
        _ = WritingRuns.Write(() => new Run(opened.Scene, opened.Load, settings with { Days = 60, Scale = 1 }), WorkFormat.Csv, Stream.Null);
        for (var round = 0; round < rounds; round++)
        {
            var bare = Bare(2_000_000);
            var (cpu, watch) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
            var (before, paused) = (GC.GetTotalAllocatedBytes(precise: true), GC.GetTotalPauseDuration());
            var (run, rows) = Write(opened, settings, Environment.ProcessorCount);
            var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
            var (seconds, processor) = (watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
            Console.WriteLine($"one run: {run.Tally.Brought:N0} matters, {rows.All:N0} rows, {rows.Counted:N0} of them no timers, in {seconds:F1} s ({processor:F1} s of processors): {rows.Counted / seconds:N0} rows/s, asked 150,000, {rows.Counted / processor:N0} a second of processor; {allocated / rows.Counted:N0} bytes allocated each, {(GC.GetTotalPauseDuration() - paused).TotalSeconds:F2} s of collecting them ({GC.CollectionCount(0)} {GC.CollectionCount(1)} {GC.CollectionCount(2)}); {run.Entries:N0} entries; {GC.GetTotalMemory(false) / 1e6:N0} MB held");

            (cpu, watch) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
            var counted = new long[2];
            Parallel.For(0, 2, at => counted[at] = Write(opened, settings with { Seed = (ulong)(at + 1) }, 1).Rows.Counted);
            (seconds, processor) = (watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
            Console.WriteLine($"two side by side: {counted.Sum():N0} rows in {seconds:F1} s: {counted.Sum() / seconds:N0} rows/s, asked 300,000, {counted.Sum() / processor:N0} a second of processor; the bare loop {bare:N0} events/s");
        }
    }

    private static (Run Run, (long All, long Counted) Rows) Write(OpenedScene opened, RunSettings settings, int threads)
    {
        using var counting = new Counting();
        var (run, rows) = WritingRuns.Write(() => new Run(opened.Scene, opened.Load, settings), WorkFormat.Csv, counting, threads);
        return (run, (rows, rows - counting.Timers));
    }

    /// <summary>Three events a customer, by a heap, at a server of four fifths.</summary>
    private static double Bare(int events)
    {
        var chance = new Seed(1).Draws();
        var agenda = new Agenda<int>();
        var (now, waiting, busy, done) = (0L, 0, false, 0);
        agenda.Add(0, 0);
        var watch = Stopwatch.StartNew();
        while (done < events)
        {
            var (at, what) = agenda.Take();
            now = at;
            done++;
            if (what == 0)
            {
                waiting++;
                agenda.Add(now + (long)chance.Exponential(4_500_000), 0);
            }
            else busy = false;

            if (busy || waiting == 0) continue;
            (busy, waiting) = (true, waiting - 1);
            agenda.Add(now + (long)chance.Exponential(3_600_000), 1);
        }

        return events / watch.Elapsed.TotalSeconds;
    }

    /// <summary>Takes a log, counts the rows of timers in it, and forgets it. The writer hands on whole rows.</summary>
    private sealed class Counting : Stream
    {
        public long Timers { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            while (buffer.IndexOf((byte)'\n') is >= 0 and var end)
            {
                var activity = buffer[(buffer.IndexOf((byte)',') + 1)..end];
                if (IsTimer(activity[..activity.IndexOf((byte)',')])) Timers++;
                buffer = buffer[(end + 1)..];
            }
        }

        private static bool IsTimer(ReadOnlySpan<byte> activity) =>
            activity.SequenceEqual("remind"u8) || activity.SequenceEqual("escalate"u8) || activity.SequenceEqual("refer-up"u8) || activity.SequenceEqual("miss-call"u8) || activity.SequenceEqual("close"u8);

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
