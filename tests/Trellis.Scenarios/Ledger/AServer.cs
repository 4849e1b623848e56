using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Trellis.Scenarios.Ledger;

/// <summary>A PostgreSQL server of a test's own, which it may stop, restart and watch. Runs as the postgres user where the test runs as root.</summary>
internal sealed class AServer : IDisposable
{
    private readonly string _programs;
    private readonly int _port;

    private AServer(string programs, bool withCertificate)
    {
        _programs = programs;
        Folder = Directory.CreateTempSubdirectory("trellis-server-").FullName;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            _port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        if (Environment.IsPrivilegedProcess) Shell("chown", "postgres", Folder);
        Run("initdb", "-D", Data, "-U", "trellis", "-A", "trust", "-E", "UTF8", "--no-locale");
        if (withCertificate)
        {
            Shell("openssl", "req", "-new", "-x509", "-days", "2", "-nodes", "-subj", "/CN=127.0.0.1", "-out", Path.Combine(Data, "server.crt"), "-keyout", Path.Combine(Data, "server.key"));
            Shell("chmod", "600", Path.Combine(Data, "server.key"));
            if (Environment.IsPrivilegedProcess) Shell("chown", "postgres", Path.Combine(Data, "server.key"), Path.Combine(Data, "server.crt"));
            File.AppendAllText(Path.Combine(Data, "postgresql.conf"), "\nssl = on\n");
        }

        Start();
    }

    public string Folder { get; }

    /// <summary>With half a minute of patience for opening a connection: a server whose every system call is written down answers slowly on a busy machine.</summary>
    public string Connection => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username=trellis;Database=postgres;Timeout=30");

    /// <summary>The process that starts all others of the server.</summary>
    public string ProcessId => File.ReadLines(Path.Combine(Data, "postmaster.pid")).First();

    private string Data => Path.Combine(Folder, "data");

    /// <param name="withCertificate">Whether it speaks TLS, with a certificate of its own making.</param>
    public static AServer Begin(bool withCertificate = false)
    {
        var programs = Directory.Exists("/usr/lib/postgresql") ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(static path => Path.Combine(path, "bin")).Where(static path => File.Exists(Path.Combine(path, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault() : null;
        if (programs is null) Assert.Skip("There are no programs of a PostgreSQL server in /usr/lib/postgresql; ./test.sh installs them on Debian.");
        return new AServer(programs, withCertificate);
    }

    public void Start() => Control("start", "-l", Path.Combine(Folder, "server.log"), "-o", string.Create(CultureInfo.InvariantCulture, $"-p {_port} -k {Folder} -c listen_addresses=127.0.0.1"));

    /// <param name="mode">fast, or immediate: as if the machine had lost its power.</param>
    public void Stop(string mode) => Control("stop", "-m", mode);

    public void Dispose()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid"))) Stop("immediate");
        Directory.Delete(Folder, recursive: true);
    }

    private void Control(params string[] arguments) => Run("pg_ctl", ["-D", Data, "-w", "-t", "60", .. arguments]);

    private void Run(string program, params string[] arguments)
    {
        string[] words = [Path.Combine(_programs, program), .. arguments];
        if (Environment.IsPrivilegedProcess) words = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--", .. words];
        Shell(words);
    }

    /// <summary>Runs a program to its end; what it says is shown only when it fails. A server keeps the output of what started it, hence the files.</summary>
    internal static void Shell(params string[] words)
    {
        var (code, said) = Say(words);
        Assert.True(code == 0, $"{string.Join(' ', words)}: {said}");
    }

    /// <summary>The exit code of a program, and what it said.</summary>
    internal static (int ExitCode, string Said) Say(params string[] words)
    {
        var said = Path.GetTempFileName();
        try
        {
            using var process = System.Diagnostics.Process.Start(new ProcessStartInfo("sh", ["-c", "exec \"$@\" >\"$0\" 2>&1 </dev/null", said, .. words]) { UseShellExecute = false, WorkingDirectory = "/" })!;
            process.WaitForExit();
            return (process.ExitCode, File.ReadAllText(said));
        }
        finally
        {
            File.Delete(said);
        }
    }
}
