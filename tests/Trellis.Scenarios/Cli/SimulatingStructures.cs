using System.Text.Json;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Cli;

/// <summary>`trellis simulate` as people run it: what it prints, what it writes, what it refuses.</summary>
public sealed class SimulatingStructures : IDisposable
{
    private readonly TheProgram _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public void A_structure_without_a_load_is_lived_through_and_what_was_assumed_is_said()
    {
        var ran = _program.Run("simulate", Structures.Of("hello-village"), "--days", "40").Succeeds();

        Assert.Contains("Liuhe Township: 40 days from 2026-01-01, seed 1, 1 run", ran.Output, StringComparison.Ordinal);
        Assert.Contains("Assumed: There is no load.yaml", ran.Output, StringComparison.Ordinal);
        Assert.Contains("promises kept", ran.Output, StringComparison.Ordinal);
        Assert.Contains("按承诺期限办完", _program.Run("simulate", Structures.Of("hello-village"), "--days", "40", "--lang", "zh").Succeeds().Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("log.csv", "case_id,activity,time,unit,resource,deadline,type,outcome,position,step_deadline\r\n")]
    [InlineData("log.xes", "<?xml")]
    [InlineData("log.ocel.json", "{\"events\":[")]
    public void The_log_is_written_by_the_ending_of_its_name_and_our_own_diagnosis_reads_it(string name, string begins)
    {
        _program.Run("simulate", Structures.Of("hello-village"), "--days", "60", "--out", name).Succeeds();

        Assert.StartsWith(begins, File.ReadAllText(_program.At(name)), StringComparison.Ordinal);
        string[] ofMatters = name.EndsWith(".json", StringComparison.Ordinal) ? ["--case-type", "matter"] : [];
        Assert.Contains(_program.Run(["diagnose", name, .. ofMatters]).ExitCode, (int[])[0, 1]);
        Assert.Equal([name], _program.Files);
    }

    [Fact]
    public void The_figures_come_as_JSON_and_several_runs_have_intervals()
    {
        var ran = _program.Run("simulate", Structures.Of("hello-village"), "--days", "60", "--runs", "3", "--json", "-").Succeeds();

        using var json = JsonDocument.Parse(ran.Bytes);
        Assert.Equal("trellis/simulate/1", json.RootElement.GetProperty("schema").GetString());
        var closed = json.RootElement.GetProperty("base").GetProperty("figures").GetProperty("closed");
        Assert.True(closed.GetProperty("mean").GetDouble() > 5);
        Assert.True(closed.GetProperty("half").GetDouble() > 0);
    }

    [Fact]
    public void A_structure_that_is_compared_with_itself_differs_in_nothing()
    {
        var ran = _program.Run("simulate", Structures.Of("hello-village"), "--days", "60", "--compare", Structures.Of("hello-village"), "--json", "-").Succeeds();

        using var json = JsonDocument.Parse(ran.Bytes);
        Assert.All(json.RootElement.GetProperty("difference").GetProperty("figures").EnumerateObject(), static figure => Assert.Equal((0, 0), (figure.Value.GetProperty("mean").GetDouble(), figure.Value.GetProperty("half").GetDouble())));
        Assert.All(json.RootElement.GetProperty("difference").GetProperty("posts").EnumerateArray(), static post => Assert.Equal(0, post.GetProperty("utilisation").GetProperty("mean").GetDouble()));
    }

    /// <summary>A load of the other structure would bring other matters, and all differences would be those of the loads.</summary>
    [Fact]
    public void Both_sides_live_through_the_load_of_the_first_also_where_only_the_other_has_a_file()
    {
        Structures.Given(_program, "hello-village");
        _program.Given("hello-village/load.yaml", "load: much\narrivals:\n  - {matter: small-repair, per-year: 3000}\n");

        var ran = _program.Run("simulate", Structures.Of("hello-village"), "--days", "30", "--runs", "2", "--compare", "hello-village", "--json", "-").Succeeds();

        using var json = JsonDocument.Parse(ran.Bytes);
        Assert.All(json.RootElement.GetProperty("difference").GetProperty("figures").EnumerateObject(), static figure => Assert.Equal(0, figure.Value.GetProperty("mean").GetDouble()));
    }

    [Fact]
    public void A_second_works_head_who_may_spend_more_lets_repairs_through()
    {
        Structures.Given(_program, "hello-village");
        var powers = _program.At("hello-village/powers.yaml");
        File.WriteAllText(powers, File.ReadAllText(powers).Replace("per-year: 200000 CNY", "per-year: 2000000 CNY", StringComparison.Ordinal));

        var ran = _program.Run("simulate", Structures.Of("hello-village"), "--compare", "hello-village", "--runs", "2", "--json", "-").Succeeds();

        using var json = JsonDocument.Parse(ran.Bytes);
        var closed = json.RootElement.GetProperty("difference").GetProperty("figures").GetProperty("left-open");
        Assert.True(closed.GetProperty("mean").GetDouble() <= 0);
        Assert.Contains(json.RootElement.GetProperty("base").GetProperty("stuck").EnumerateObject(), static one => one.Name.StartsWith("small-repair/approval", StringComparison.Ordinal));
        Assert.Empty(json.RootElement.GetProperty("changed").GetProperty("stuck").EnumerateObject());
    }

    [Fact]
    public void Where_more_comes_than_can_be_done_the_run_ends_and_says_where()
    {
        var load = _program.Given("much.yaml", "load: much\narrivals:\n  - {matter: small-repair, per-day: 400}\n");

        var ran = _program.Run("simulate", Structures.Of("hello-village"), "--load", load);

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("cannot keep up", ran.Output, StringComparison.Ordinal);
        Assert.Matches("service-clerk@liuhe|village-clerk@", ran.Output.Split('\n').First(static line => line.Contains("cannot keep up", StringComparison.Ordinal)));
    }

    [Fact]
    public void Where_every_run_was_cut_short_a_difference_is_no_nought_but_nothing_with_the_reason()
    {
        var load = _program.Given("much.yaml", "load: much\narrivals:\n  - {matter: small-repair, per-day: 400}\n");

        var ran = _program.Run("simulate", Structures.Of("hello-village"), "--load", load, "--compare", Structures.Of("hello-village"), "--runs", "2", "--json", "-");

        Assert.Equal(1, ran.ExitCode);
        using var json = JsonDocument.Parse(ran.Bytes);
        Assert.All(json.RootElement.GetProperty("difference").GetProperty("figures").EnumerateObject(), static figure => Assert.Equal((JsonValueKind.Null, "cut-short"), (figure.Value.GetProperty("mean").ValueKind, figure.Value.GetProperty("why").GetString())));
        Assert.Equal(2, json.RootElement.GetProperty("base").GetProperty("overload").GetProperty("runs").GetInt32());
    }

    [Fact]
    public void A_load_with_faults_is_refused_with_their_lines_and_nothing_is_written()
    {
        var load = _program.Given("wrong.yaml", "load: wrong\narrivals:\n  - {matter: smal-repair, per-year: 100}\n  - {matter: small-repair, per-year: -3}\n");

        var ran = _program.Run("simulate", Structures.Of("hello-village"), "--load", load, "--out", "log.csv").RefusesSaying("There are 2 errors", "wrong.yaml:3:14", "small-repair", "wrong.yaml:4:38");

        Assert.Equal(["wrong.yaml"], _program.Files);
        Assert.DoesNotContain("   at ", ran.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_structure_with_errors_is_refused_with_its_findings()
    {
        Structures.Given(_program, "hello-village");
        var duties = _program.At("hello-village/duties.yaml");
        File.WriteAllText(duties, File.ReadAllText(duties).Replace("  lead: liuhe\n", "  leed: liuhe\n", StringComparison.Ordinal));

        _program.Run("simulate", "hello-village").RefusesSaying("so it cannot be simulated", "TR9010", "duties.yaml");
    }

    [Theory]
    [InlineData("--days", "0", "--days")]
    [InlineData("--scale", "-1", "--scale")]
    [InlineData("--runs", "100000", "--runs")]
    [InlineData("--warm-up", "365", "--warm-up")]
    [InlineData("--from", "spring", "--from takes a day")]
    [InlineData("--out", "log.pdf", "which format")]
    [InlineData("--load", "nowhere.yaml", "There is no such file")]
    public void A_number_or_name_that_cannot_be_meant_is_refused(string option, string value, string says) =>
        _program.Run("simulate", Structures.Of("hello-village"), option, value).RefusesSaying(says);

    [Fact]
    public void One_run_is_written_not_several() =>
        _program.Run("simulate", Structures.Of("hello-village"), "--out", "log.csv", "--runs", "2").RefusesSaying("--out writes one run");

    [Fact]
    public void A_run_that_is_interrupted_leaves_nothing_under_the_name()
    {
        using var running = _program.Start([], "simulate", Structures.Of("cuiwei"), "--days", "3000", "--out", "log.csv");
        while (!_program.Files.Any(static file => file.EndsWith(".tmp", StringComparison.Ordinal)) && !running.HasExited) Thread.Sleep(20);
        running.Kill();
        running.WaitForExit();

        Assert.DoesNotContain("log.csv", _program.Files);
    }

    [Theory]
    [InlineData(15)] // SIGTERM
    [InlineData(9)] // SIGKILL
    public void A_record_that_is_interrupted_leaves_neither_file_nor_keys_under_its_name(int signal)
    {
        using var running = _program.Start([], "simulate", Structures.Of("cuiwei"), "--days", "3000", "--out", "year.db");
        while (!Begun() && !running.HasExited) Thread.Sleep(20);
        Assert.False(running.HasExited);
        _program.RunInShell($"kill -{signal} {running.Id}");
        running.WaitForExit();

        Assert.DoesNotContain(_program.Files, static file => file.StartsWith("year.db", StringComparison.Ordinal));
        if (signal == 15) Assert.Empty(_program.Files);

        bool Begun() => Directory.EnumerateFiles(_program.Folder, "year.db", SearchOption.AllDirectories).Any(static file => new FileInfo(file).Length > 1_000_000);
    }

    [Fact]
    public void A_simulated_record_is_proved_exported_and_served_by_nobody()
    {
        var ran = _program.Run("simulate", Structures.Of("hello-village"), "--days", "60", "--out", "year.db", "--json", "figures.json").Succeeds();

        Assert.Contains("It says that it was simulated", ran.Output, StringComparison.Ordinal);
        Assert.Equal(["figures.json", "year.db", "year.db.keys"], _program.Files);
        using var json = JsonDocument.Parse(File.ReadAllBytes(_program.At("figures.json")));
        var root = json.RootElement.GetProperty("root").GetString()!;
        var proof = _program.Run("verify", "year.db").Succeeds();
        Assert.Contains(root, proof.Output, StringComparison.Ordinal);
        Assert.Contains("this record was simulated", proof.Output, StringComparison.Ordinal);
        Assert.Contains("这份记录是模拟出来的", _program.Run("verify", "year.db", "--lang", "zh").Succeeds().Output, StringComparison.Ordinal);
        var log = _program.Run("export", "csv", "log.csv", "--data", "year.db");
        Assert.Equal((0, true), (log.ExitCode, log.Errors.Contains("this record was simulated", StringComparison.Ordinal)));
        Assert.Equal(0, _program.Run("rebuild", "--data", "year.db").Succeeds().ExitCode);

        _program.Run("serve", "--data", "year.db").RefusesSaying("was simulated", "begin another");
        _program.Run("erase", "--person", "p", "--by", "archivist@liuhe", "--basis", "pipl/47", "--data", "year.db").RefusesSaying("was simulated");
        _program.Run("simulate", Structures.Of("hello-village"), "--days", "2", "--out", "year.db").RefusesSaying("not replaced");
        _program.Run("simulate", Structures.Of("hello-village"), "--days", "2", "--out", "another.db", "--html", "another.db.keys/page.html").RefusesSaying("never overwritten");
    }

    [Fact]
    public void The_likeness_of_a_log_makes_no_record() =>
        _program.Run("simulate", "--like", _program.Given("log.csv", "case,activity,time\na,open,2026-01-01T08:00\n"), "--out", "like.db").RefusesSaying("makes no record");
}
