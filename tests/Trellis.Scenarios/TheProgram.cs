using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit;

namespace Trellis.Scenarios;

/// <summary>What one run of the program left behind.</summary>
/// <param name="PeakKilobytes">The most memory it held, 0 where the system does not tell.</param>
internal sealed record Ran(int ExitCode, byte[] Bytes, string Errors, long PeakKilobytes)
{
    public string Output => Encoding.UTF8.GetString(Bytes);

    /// <summary>Fails unless the input was refused in one message that holds these words, with nothing on standard output.</summary>
    public Ran RefusesSaying(params string[] words) => StopsSaying(2, words);

    /// <summary>Fails unless the run ended with the code and one message of two or more lines, the first from "trellis:", and no stack trace.</summary>
    public Ran StopsSaying(int code, params string[] words)
    {
        Assert.Equal(code, ExitCode);
        Assert.StartsWith("trellis: ", Errors, StringComparison.Ordinal);
        Assert.Single(Errors.Split('\n'), static line => line.StartsWith("trellis: ", StringComparison.Ordinal));
        Assert.True(Errors.TrimEnd().Contains("\n  ", StringComparison.Ordinal), $"No remedy: {Errors}");
        Assert.DoesNotContain("   at ", Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Trellis failed", Errors, StringComparison.Ordinal);
        foreach (var word in words) Assert.Contains(word, Errors, StringComparison.Ordinal);
        Assert.Empty(Output);
        return this;
    }

    public Ran Succeeds()
    {
        Assert.True(ExitCode == 0, $"Exit code {ExitCode}: {Errors}");
        Assert.Empty(Errors);
        return this;
    }
}

/// <summary>Runs the real program as a process of its own, in a folder of its own that is removed afterwards.</summary>
internal sealed class TheProgram : IDisposable
{
    private static readonly string Dll = Path.Combine(AppContext.BaseDirectory, "Trellis.Cli.dll");

    public TheProgram() => File.SetUnixFileMode(Folder, (UnixFileMode)0b111_111_111);

    public string Folder { get; } = Directory.CreateTempSubdirectory("trellis-scenario-").FullName;

    public static CancellationToken Patience => TestContext.Current.CancellationToken;

    public string At(string name) => Path.Combine(Folder, name);

    /// <summary>Makes a file in the folder.</summary>
    public string Given(string name, byte[] content)
    {
        File.WriteAllBytes(At(name), content);
        return name;
    }

    public string Given(string name, string content) => Given(name, Encoding.UTF8.GetBytes(content));

    /// <summary>The names of all files in the folder, so that a test can say that nothing was left there.</summary>
    public string[] Files => [.. Directory.EnumerateFileSystemEntries(Folder).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public Ran Run(params string[] arguments) => Run(input: null, before: [], arguments);

    /// <summary>Runs and feeds standard input; a program that stops listening early is no fault of the test.</summary>
    public Ran RunWith(Action<Stream> input, params string[] arguments) => Run(input, before: [], arguments);

    public Ran RunWith(byte[] input, params string[] arguments) => Run(to => to.Write(input), before: [], arguments);

    /// <summary>Runs as somebody without rights, which only root can arrange.</summary>
    public Ran RunAsNobody(params string[] arguments) =>
        Run(input: null, before: ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"], arguments);

    /// <summary>Runs a line of shell in which "$@" is the program with the arguments.</summary>
    public Ran RunInShell(string line, params string[] arguments) => Run(input: null, before: ["sh", "-c", line, "sh"], arguments);

    public System.Diagnostics.Process Start(IEnumerable<string> before, params string[] arguments)
    {
        string[] words = [.. before, "dotnet", Dll, .. arguments];
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            WorkingDirectory = Folder, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C.UTF-8";
        return System.Diagnostics.Process.Start(start)!;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private Ran Run(Action<Stream>? input, IEnumerable<string> before, string[] arguments)
    {
        using var process = Start(before, arguments);
        var peak = 0L;
        var measuring = new Lock();
        using var watch = new Timer(_ => Measure(), state: null, dueTime: 0, period: 25);
        using var bytes = new MemoryStream();
        var output = process.StandardOutput.BaseStream.CopyToAsync(bytes, Patience);
        var errors = process.StandardError.ReadToEndAsync(Patience);
        try
        {
            using var fed = new MeasuredFeed(process.StandardInput.BaseStream, Measure);
            input?.Invoke(fed);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It refused what came so far and hung up; what it said about that is judged by the test.
        }

        if (!process.WaitForExit(TimeSpan.FromMinutes(3)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("The program did not end within three minutes.");
        }

        Task.WaitAll([output, errors], Patience);
        return new Ran(process.ExitCode, bytes.ToArray(), errors.Result, peak);

        void Measure()
        {
            lock (measuring) peak = Math.Max(peak, Peak(process));
        }
    }

    /// <summary>Feeds the program and measures it at every few megabytes, when it is certainly alive; a timer alone may come too late.</summary>
    private sealed class MeasuredFeed(Stream to, Action measure) : Stream
    {
        private long _fed;
        private long _measured = long.MinValue / 2;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => _fed;
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            to.Write(buffer, offset, count);
            _fed += count;
            if (_fed - _measured < 8_000_000) return;
            _measured = _fed;
            measure();
        }

        public override void Flush() => to.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }

    private static long Peak(System.Diagnostics.Process process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process.Id}/status").FirstOrDefault(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (Exception fault) when (fault is IOException or InvalidOperationException)
        {
            return 0;
        }
    }
}
