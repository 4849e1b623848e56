using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Trellis.Scenarios.Ledger;
using Xunit;
using OfTheSystem = System.Diagnostics.Process;

namespace Trellis.Scenarios.Serving;

/// <summary>
/// A page of docs/howto done by a shell, line for line, in a clean folder with the real program and a real server. Only the port, names of places elsewhere
/// and what the page says in words (end the server, start it again) are put in by the test, which compares each copy of the keys with what it is a copy of.
/// </summary>
internal static class AGuide
{
    private const string Port = "127.0.0.1:8080";

    /// <summary>Where a page has a second server run beside the first.</summary>
    private const string OtherPort = "127.0.0.1:8081";

    /// <summary>Commands that pages say are for a server that has ended.</summary>
    private static readonly string[] Alone = ["token issue", "restore", "rebuild", "erase", "backup county-move.db", "serve"];

    private static string Root => Path.GetDirectoryName(Structures.Root)!;

    /// <summary>Does the page, and gives what was said on standard output.</summary>
    /// <param name="folder">Is made.</param>
    /// <param name="put">What stands for what in the page.</param>
    public static async Task<string> FollowAsync(string name, string folder, params IReadOnlyList<(string Instead, string Of)> put)
    {
        if (AServer.Say("sh", "-c", "command -v curl").ExitCode != 0) Assert.Skip("There is no curl.");
        Directory.CreateDirectory(folder);
        File.CreateSymbolicLink(Path.Combine(folder, "structures"), Structures.Root);
        await File.WriteAllTextAsync(Path.Combine(folder, "trellis"), $"#!/bin/sh\nexec dotnet {typeof(Trellis.Cli.TrellisCommand).Assembly.Location} \"$@\"\n", ARecord.Patience);
        AServer.Shell("chmod", "+x", Path.Combine(folder, "trellis"));
        File.Copy(Path.Combine(Root, "docs", "howto", "sample-record", "key.txt"), Path.Combine(folder, "neighbour-key.txt"));
        var page = Script(await File.ReadAllTextAsync(Path.Combine(Root, "docs", "howto", name), ARecord.Patience)).Replace(Port, FreePort(), StringComparison.Ordinal).Replace(OtherPort, FreePort(), StringComparison.Ordinal);
        var script = Path.Combine(folder, "guide.sh");
        await File.WriteAllTextAsync(script, put.Aggregate(page, static (text, one) => text.Replace(one.Of, one.Instead, StringComparison.Ordinal)), ARecord.Patience);

        var start = new ProcessStartInfo("bash", [script]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["LANG"] = "en_US.UTF-8";
        using var shell = OfTheSystem.Start(start)!;
        var errors = shell.StandardError.ReadToEndAsync(ARecord.Patience);
        var said = await shell.StandardOutput.ReadToEndAsync(ARecord.Patience);
        await shell.WaitForExitAsync(ARecord.Patience);
        Assert.True(shell.ExitCode == 0, $"{said}\n{await errors}");
        return said;
    }

    /// <summary>The commands of the page as one script.</summary>
    public static string Script(string page)
    {
        var script = new StringBuilder($$"""
            set -euo pipefail
            server=
            last=()
            begin() {
              stop
              last=("$@")
              case "$*" in *--urls*) ;; *) set -- "$@" --urls http://{{Port}} ;; esac
              ./trellis serve "$@" >>serve.log 2>&1 &
              server=$!
              for _ in $(seq 1200); do
                if command curl -fs http://{{Port}}/health/ready >/dev/null 2>&1; then return 0; fi
                kill -0 "$server" 2>/dev/null || break
                sleep 0.1
              done
              cat serve.log
              return 1
            }
            other=
            beside() {
              ./trellis serve "$@" >>serve.log 2>&1 &
              other=$!
              for _ in $(seq 1200); do
                if command curl -fs http://{{OtherPort}}/health/ready >/dev/null 2>&1; then return 0; fi
                kill -0 "$other" 2>/dev/null || break
                sleep 0.1
              done
              cat serve.log
              return 1
            }
            stop() { if [ -n "$server" ]; then kill -TERM "$server"; wait "$server"; server=; fi; }
            running() { if [ -z "$server" ]; then begin "${last[@]}"; fi; }
            curl() { command curl -fsS "$@"; }
            trap 'for one in $server $other; do kill -9 "$one" 2>/dev/null || true; done' EXIT

            """.ReplaceLineEndings("\n"));
        var inside = false;
        var goesOn = false;
        var complaint = "";
        foreach (var line in page.Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                inside = line == "```sh";
                continue;
            }

            if (!inside) continue;
            var command = line;
            if (!goesOn && line.StartsWith("./trellis serve ", StringComparison.Ordinal) && line.Contains($"--urls http://{OtherPort}", StringComparison.Ordinal)) command = "beside " + line["./trellis serve ".Length..];
            else if (!goesOn && line.StartsWith("./trellis serve ", StringComparison.Ordinal)) command = "begin " + line["./trellis serve ".Length..];
            else if (!goesOn && Array.Exists(Alone, word => line.Contains("./trellis " + word, StringComparison.Ordinal))) command = "stop; " + line;
            else if (!goesOn && line.StartsWith("until ", StringComparison.Ordinal)) command = line;
            else if (!goesOn && line.Contains("curl ", StringComparison.Ordinal)) command = "running; " + line;
            // Either way of erasing is tried, so there must be something to erase again.
            if (line.StartsWith("./trellis erase", StringComparison.Ordinal) && complaint.Length > 0) script.Append(complaint.Replace("first-complaint", "second-complaint", StringComparison.Ordinal));
            if (line.Contains("first-complaint", StringComparison.Ordinal) || (goesOn && complaint.EndsWith("\\\n", StringComparison.Ordinal))) complaint += command + "\n";
            goesOn = line.EndsWith('\\');
            script.Append(command).Append('\n');
            if (line.Contains("copy-keys safe.keys", StringComparison.Ordinal)) script.Append("diff -r -x last-checkpoint -x '*.new' -x '*.lock' county.db.keys safe.keys\n"); // it is signed anew every second
        }

        return script.Append("stop\n").ToString();
    }

    private static string FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}");
    }
}
