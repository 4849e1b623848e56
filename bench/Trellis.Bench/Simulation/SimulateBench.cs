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
    private static readonly string[] Timers = ["remind", "escalate", "refer-up", "miss-call", "close"];

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
            var (run, rows) = Write(opened, settings);
            var (seconds, processor) = (watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
            Console.WriteLine($"one run: {run.Tally.Brought:N0} matters, {rows.All:N0} rows, {rows.Counted:N0} of them no timers, in {seconds:F1} s ({processor:F1} s of processors): {rows.Counted / seconds:N0} rows/s, asked 150,000; {run.Entries:N0} entries; {GC.GetTotalMemory(false) / 1e6:N0} MB held");

            (cpu, watch) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
            var counted = new long[2];
            Parallel.For(0, 2, at => counted[at] = Write(opened, settings with { Seed = (ulong)(at + 1) }).Rows.Counted);
            seconds = watch.Elapsed.TotalSeconds;
            Console.WriteLine($"two side by side: {counted.Sum():N0} rows in {seconds:F1} s: {counted.Sum() / seconds:N0} rows/s, asked 300,000; the bare loop {bare:N0} events/s");
        }
    }

    private static (Run Run, (long All, long Counted) Rows) Write(OpenedScene opened, RunSettings settings)
    {
        var timers = 0L;
        var (run, rows) = WritingRuns.Write(() => new Run(opened.Scene, opened.Load, settings), WorkFormat.Csv, new Counting(line => timers += Array.Exists(Timers, word => line.Contains($",{word},", StringComparison.Ordinal)) ? 1 : 0));
        return (run, (rows, rows - timers));
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

    /// <summary>Takes lines and forgets them.</summary>
    private sealed class Counting(Action<string> line) : Stream
    {
        private readonly System.Text.StringBuilder _begun = new();

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
            foreach (var one in buffer)
            {
                if (one != '\n') _begun.Append((char)one);
                else
                {
                    line(_begun.ToString());
                    _begun.Clear();
                }
            }
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
