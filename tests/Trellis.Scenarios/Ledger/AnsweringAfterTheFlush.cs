using System.Globalization;
using System.Text.RegularExpressions;
using Trellis.Bench.Ledger;
using Xunit;

namespace Trellis.Scenarios.Ledger;

/// <summary>
/// Nothing is acknowledged before it was flushed. The system calls of the program (and of the database server) are written down in their order:
/// for each acknowledged act the write of its entry, a flush of that file that began after the write had ended, and only then the line that tells the caller.
/// </summary>
public sealed partial class AnsweringAfterTheFlush
{
    private const int Callers = 6;
    private const int Acts = 30;

    [Theory]
    [InlineData(1)]
    [InlineData(256)]
    public async Task Nothing_is_acknowledged_before_a_flush_that_followed_its_write(int batch)
    {
        await using var record = ARecord.On("SQLite");
        var calls = Trace(record.Folder, [], ["--batch", batch.ToString(CultureInfo.InvariantCulture), .. record.Options]);

        Follow(calls, "county.db-wal", least: 1.0);
        record.HoldsTogether();
    }

    [Fact]
    public async Task Nothing_is_acknowledged_before_the_server_flushed_it()
    {
        if (!File.Exists("/usr/bin/strace")) Assert.Skip("strace is not installed.");
        using var server = AServer.Begin();
        await using var record = ARecord.On(server);
        var calls = Trace(record.Folder, ["-p", server.ProcessId], record.Options[..4]);

        // A few entries are divided by the header of a page of the server's log, and so cannot be found in it.
        Follow(calls, "/pg_wal/", least: 0.9);
        record.HoldsTogether();
    }

    private static List<Call> Trace(string folder, string[] attach, string[] options)
    {
        if (!File.Exists("/usr/bin/strace")) Assert.Skip("strace is not installed; ./test.sh installs it on Debian.");
        var log = Path.Combine(folder, "calls.txt");
        var done = Path.Combine(folder, "done");
        var program = typeof(Load).Assembly.Location;
        using var tracing = System.Diagnostics.Process.Start(
            "strace",
            [
                "-I", "2", "-f", "-y", "-s", "300000", "-e", "trace=write,writev,pwrite64,pwritev,fsync,fdatasync,sync_file_range", "-e", "signal=none", "-o", log, .. attach,
                "sh", "-c", "\"$@\" >\"$0.out\" 2>&1; echo $? >\"$0\"", done,
                "dotnet", program, "load", "--run", "1", "--callers", Callers.ToString(CultureInfo.InvariantCulture), "--acts", Acts.ToString(CultureInfo.InvariantCulture), .. options,
            ]);
        for (var waited = 0; waited < 1200 && !(File.Exists(done) && new FileInfo(done).Length > 0); waited++) Thread.Sleep(100);
        // The server that is watched too goes on, and strace with it, until it is told to let go.
        if (attach.Length > 0 && !tracing.WaitForExit(1000)) AServer.Shell("kill", "-TERM", tracing.Id.ToString(CultureInfo.InvariantCulture));
        if (!tracing.WaitForExit(30_000))
        {
            tracing.Kill();
            Assert.Fail("strace does not end.");
        }

        Assert.True(File.Exists(done) && File.ReadAllText(done).Trim() == "0", File.Exists(done + ".out") ? string.Join('\n', File.ReadLines(done + ".out").TakeLast(20)) : "The load did not end.");
        return Read(File.ReadLines(log));
    }

    /// <summary>Calls with the lines on which they begin and end; a call that another thread interrupts in the log stands on two.</summary>
    internal static List<Call> Read(IEnumerable<string> lines)
    {
        var calls = new List<Call>();
        var open = new Dictionary<string, Call>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (Whole().Match(line) is not { Success: true } match) continue;
            var thread = match.Groups["thread"].Value;
            var rest = match.Groups["rest"].Value;
            if (rest.StartsWith("<... ", StringComparison.Ordinal))
            {
                if (open.Remove(thread, out var begun)) calls.Add(begun with { End = number, Succeeded = !rest.Contains(") = -1", StringComparison.Ordinal) });
                continue;
            }

            var name = rest[..Math.Max(0, rest.IndexOf('(', StringComparison.Ordinal))];
            if (name.Length == 0) continue;
            var call = new Call(name, rest, number, number, !rest.Contains(") = -1", StringComparison.Ordinal));
            if (rest.EndsWith("<unfinished ...>", StringComparison.Ordinal)) open[thread] = call;
            else calls.Add(call);
        }

        return calls;
    }

    private static void Follow(List<Call> calls, string file, double least)
    {
        var writes = calls.Where(call => call.Name is "pwrite64" or "write" or "pwritev" or "writev" && call.File.Contains(file, StringComparison.Ordinal)).ToList();
        var flushes = calls.Where(call => call.Name is "fsync" or "fdatasync" && call.Succeeded && call.File.Contains(file, StringComparison.Ordinal)).ToList();
        var answers = calls.Where(static call => call.Name == "write" && call.Text.Contains("\"ack ", StringComparison.Ordinal)).ToList();
        Assert.Equal(Callers * Acts, answers.Count);
        Assert.True(flushes.Count > Acts, $"There were {flushes.Count} flushes only.");

        var found = 0;
        foreach (var answer in answers)
        {
            var said = answer.Text[(answer.Text.IndexOf("\"ack ", StringComparison.Ordinal) + 5)..].Split(' ');
            // As it stands in the entry: between quotes, which strace escapes.
            var name = $"\\\"{Load.Name(said[0], int.Parse(said[1], CultureInfo.InvariantCulture), int.Parse(said[2], CultureInfo.InvariantCulture))}\\\"";
            if (writes.Where(write => write.Text.Contains(name, StringComparison.Ordinal)).MinBy(static write => write.End) is not { } written) continue;
            found++;
            Assert.True(
                flushes.Exists(flush => flush.Begin > written.End && flush.End < answer.Begin),
                $"{name} was written until line {written.End} and acknowledged on line {answer.Begin}, and no flush lies between them.");
        }

        Assert.True(found >= answers.Count * least, $"Only {found} of {answers.Count} acknowledged acts were seen being written.");
    }

    [Fact]
    public void An_answer_before_its_flush_would_be_found()
    {
        string[] early =
        [
            """7 pwrite64(5</r/county.db-wal>, "{\"name\":\"m-1-0-0\"}", 18, 0) = 18""",
            """8 fdatasync(5</r/county.db-wal> <unfinished ...>""",
            """9 write(1</out>, "ack 1 0 0 0\n", 12) = 12""",
            """8 <... fdatasync resumed>) = 0""",
        ];
        var calls = Read(early);

        Assert.Equal(["pwrite64", "write", "fdatasync"], calls.Select(static call => call.Name));
        Assert.Equal(4, calls[2].End);
        Assert.False(calls[2].End < calls[1].Begin);
    }

    [GeneratedRegex(@"^(?<thread>\d+)\s+(?<rest>.+)$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 60_000)]
    private static partial Regex Whole();

    internal sealed record Call(string Name, string Text, int Begin, int End, bool Succeeded)
    {
        /// <summary>The path that strace writes behind the number of the file.</summary>
        public string File => Text.IndexOf('<', StringComparison.Ordinal) is var from and > 0 && Text.IndexOf('>', from) is var to and > 0 ? Text[(from + 1)..to] : "";
    }
}
