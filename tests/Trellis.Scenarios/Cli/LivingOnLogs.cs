using Xunit;

namespace Trellis.Scenarios.Cli;

/// <summary>trellis simulate --like LOG, as a process of its own.</summary>
public sealed class LivingOnLogs : IDisposable
{
    private readonly TheProgram _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public void A_log_is_lived_on_told_drawn_and_written_and_what_was_written_is_diagnosed()
    {
        var ran = _program.Run("simulate", "--like", Logs.Hotline, "--runs", "2", "--out", "again.xes", "--html", "like.html", "--json", "like.json").Succeeds();

        Assert.Contains("What was read off the log", ran.Output, StringComparison.Ordinal);
        Assert.Equal(["again.xes", "like.html", "like.json"], _program.Files);
        Assert.Contains("trellis/simulate-like/1", File.ReadAllText(_program.At("like.json")), StringComparison.Ordinal);
        Assert.Contains("The log holds", _program.Run("diagnose", "again.xes").Succeeds().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seed_writes_the_same_bytes_and_another_other_ones()
    {
        var one = _program.Run("simulate", "--like", Logs.Hotline, "--runs", "1", "--out", "-", "--seed", "5").Succeeds().Bytes;

        Assert.Equal(one, _program.Run("simulate", "--like", Logs.Hotline, "--runs", "1", "--out", "-", "--seed", "5", "--threads", "1").Succeeds().Bytes);
        Assert.NotEqual(one, _program.Run("simulate", "--like", Logs.Hotline, "--runs", "1", "--out", "-", "--seed", "6").Succeeds().Bytes);
    }

    [Fact]
    public void A_log_of_three_matters_is_lived_on_and_what_is_not_known_is_said()
    {
        var ran = _program.RunWith(Logs.Bytes, "simulate", "--like", "-", "--days", "30", "--lang", "zh").Succeeds();

        Assert.Contains("假定", ran.Output, StringComparison.Ordinal);
        Assert.Contains("日志太短", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_input_is_refused_in_one_message_and_leaves_nothing_behind()
    {
        _program.Given("log.csv", Logs.Bytes);
        _program.Given("none.csv", "case,activity,time\n");

        _program.Run("simulate", "--like", "none.csv").RefusesSaying("no matter");
        _program.Run("simulate", "--like", "missing.csv").RefusesSaying("no such file");
        _program.Run("simulate", "--like", "log.csv", "--out", "log.csv").RefusesSaying("input itself");
        _program.Run("simulate", "--like", "log.csv", "--out", "again.db").RefusesSaying(".csv, .xes or .ocel.json");
        _program.Run("simulate", "--like", "log.csv", "--json", "x", "--html", "x").RefusesSaying("same place");
        _program.Run("simulate", "--like", "log.csv", "--scale", "2").RefusesSaying("--scale and --like");
        _program.Run("simulate", ".", "--like", "log.csv").RefusesSaying("DIR and --like");
        _program.Run("simulate", ".", "--map", "case=x").RefusesSaying("--map", "only with --like");
        _program.Run("simulate").RefusesSaying("Nothing is named");
        _program.Run("simulate", "--like", "log.csv", "--runs", "0").RefusesSaying("--runs");
        _program.Run("simulate", "--like", "log.csv", "--days", "-1").RefusesSaying("--days");
        Assert.Equal(["log.csv", "none.csv"], _program.Files);
    }
}
