using System.Diagnostics;
using Xunit;

namespace Trellis.Scenarios.Cli;

/// <summary>A report is written whole or not at all, and never over the input.</summary>
public sealed class WritingReports : IDisposable
{
    private readonly TheProgram _program = new();

    public WritingReports() => _program.Given("log.csv", Logs.Csv);

    public void Dispose() => _program.Dispose();

    private void NothingIsLeft() => Assert.Equal(["log.csv"], _program.Files);

    [Theory]
    [InlineData("--json"), InlineData("--html")]
    public void A_full_device_is_a_fault_of_the_machine(string option)
    {
        _program.Run("diagnose", "log.csv", option, "/dev/full").StopsSaying(3, "/dev/full", "disk is full");
        NothingIsLeft();
    }

    [Fact]
    public void A_full_standard_output_is_a_fault_of_the_machine()
    {
        _program.RunInShell("""exec "$@" > /dev/full""", "diagnose", "log.csv").StopsSaying(3, "tandard output");
        _program.RunInShell("""exec "$@" > /dev/full""", "diagnose", "log.csv", "--json", "-").StopsSaying(3, "tandard output");
    }

    [Theory]
    [InlineData("--json"), InlineData("--html")]
    public void A_disk_that_fills_while_writing_keeps_the_earlier_report(string option)
    {
        // A limit on the size of files fails in the middle like a full disk, and needs no rights.
        // Without the variable the runtime itself maps a file larger than the limit and cannot start.
        _program.Given("report", "the earlier report");

        _program.RunInShell("""trap '' XFSZ; ulimit -f 64; DOTNET_EnableWriteXorExecute=0 exec "$@" """, "diagnose", Logs.Hotline, option, "report").StopsSaying(3, "report", "disk is full", "Free some space");

        Assert.Equal("the earlier report", File.ReadAllText(_program.At("report")));
        Assert.Equal(["log.csv", "report"], _program.Files);
    }

    [Theory]
    [InlineData("--json"), InlineData("--html")]
    public void A_disk_without_room_gets_nothing_under_the_final_name(string option)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can make a small disk to fill.");
        var disk = Directory.CreateDirectory(_program.At("disk")).FullName;
        using (var mount = System.Diagnostics.Process.Start("mount", ["-t", "tmpfs", "-o", "size=32k", "tmpfs", disk]))
        {
            mount.WaitForExit();
            Assert.SkipUnless(mount.ExitCode == 0, "No disk can be mounted here.");
        }

        try
        {
            _program.Run("diagnose", Logs.Hotline, option, "disk/report").StopsSaying(3, "disk/report", "disk is full");

            Assert.Empty(Directory.EnumerateFileSystemEntries(disk));
        }
        finally
        {
            using var unmount = System.Diagnostics.Process.Start("umount", [disk]);
            unmount.WaitForExit();
        }
    }

    [Theory]
    [InlineData("--json"), InlineData("--html")]
    public void The_input_is_never_overwritten(string option)
    {
        File.CreateSymbolicLink(_program.At("link"), "log.csv");
        Directory.CreateDirectory(_program.At("folder"));
        Directory.CreateSymbolicLink(_program.At("door"), _program.Folder);

        foreach (var output in (string[])["log.csv", "./log.csv", "folder/../log.csv", _program.At("log.csv"), "link", "door/log.csv"])
            _program.Run("diagnose", "log.csv", option, output).RefusesSaying(output, "never overwritten");
        _program.Run("diagnose", "link", option, "log.csv").RefusesSaying("never overwritten");
        _program.Run("diagnose", "door/log.csv", option, "log.csv").RefusesSaying("never overwritten");

        Assert.Equal(Logs.Csv, File.ReadAllText(_program.At("log.csv")));
        Assert.Equal(["door", "folder", "link", "log.csv"], _program.Files);
    }

    [Fact]
    public void The_input_is_not_overwritten_when_it_comes_through_standard_input()
    {
        _program.RunInShell("""exec "$@" < log.csv""", "diagnose", "-", "--json", "log.csv").RefusesSaying("never overwritten");

        Assert.Equal(Logs.Csv, File.ReadAllText(_program.At("log.csv")));
    }

    [Fact]
    public void What_cannot_be_written_is_refused_before_the_log_is_read()
    {
        // The log does not exist: had it been looked for first, the message would be about it.
        _program.Run("diagnose", "absent.csv", "--json", "nowhere/out.json").RefusesSaying("nowhere", "no folder");
        _program.Run("diagnose", "absent.csv", "--json", "one", "--html", "one").RefusesSaying("--json and --html name the same file");
        _program.Run("diagnose", "absent.csv", "--json", "one", "--html", "./one").RefusesSaying("--json and --html name the same file");
        _program.Run("diagnose", "absent.csv", "--json", "-", "--html", "-").RefusesSaying("standard output");
        _program.Run("diagnose", "absent.csv", "--html", _program.Folder).RefusesSaying("This is a folder");
        NothingIsLeft();
    }

    [Fact]
    public void Two_reports_that_meet_through_a_link_are_refused()
    {
        _program.Given("real", "");
        File.CreateSymbolicLink(_program.At("link"), "real");

        _program.Run("diagnose", "log.csv", "--json", "real", "--html", "link").RefusesSaying("same file");
    }

    [Fact]
    public void A_folder_that_may_not_be_written_to_is_refused()
    {
        Directory.CreateDirectory(_program.At("closed"));
        File.SetUnixFileMode(_program.At("closed"), UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

        string[] command = ["diagnose", "log.csv", "--json", "closed/out.json"];
        var ran = Environment.IsPrivilegedProcess ? _program.RunAsNobody(command) : _program.Run(command);

        ran.RefusesSaying("closed/out.json", "may not be written");
        Assert.Empty(Directory.EnumerateFileSystemEntries(_program.At("closed")));
    }

    [Theory]
    [InlineData("KILL"), InlineData("TERM")]
    public void A_run_that_is_ended_half_way_leaves_nothing_under_the_final_name(string signal)
    {
        // The program waits for more input, so that it is certainly in the middle when the signal comes.
        using var process = _program.Start([], "diagnose", "-", "--json", "out.json", "--html", "out.html");
        process.StandardInput.BaseStream.Write(Logs.Bytes);
        process.StandardInput.BaseStream.Flush();
        Thread.Sleep(300);

        using (var kill = System.Diagnostics.Process.Start("kill", ["-" + signal, process.Id.ToString()])) kill.WaitForExit();

        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(20)));
        Assert.NotEqual(0, process.ExitCode);
        NothingIsLeft();
    }

    [Fact]
    public void A_run_that_is_killed_while_it_writes_leaves_a_whole_report_or_none()
    {
        var shortest = Stopwatch.StartNew();
        _program.Run("diagnose", Logs.Hotline, "--html", "out.html").Succeeds();
        var whole = File.ReadAllText(_program.At("out.html"));
        var time = shortest.ElapsedMilliseconds;
        for (var part = 4; part <= 11; part++)
        {
            File.Delete(_program.At("out.html"));
            using var process = _program.Start([], "diagnose", Logs.Hotline, "--html", "out.html");
            Thread.Sleep((int)(time * part / 12));
            process.Kill();
            process.WaitForExit();
            if (File.Exists(_program.At("out.html"))) Assert.Equal(whole, File.ReadAllText(_program.At("out.html")));
        }
    }
}
