using Xunit;

namespace Trellis.Scenarios.Cli;

/// <summary>What the program says of itself, and to whoever mistypes.</summary>
public sealed class AskingForHelp : IDisposable
{
    private readonly TheProgram _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public void Help_names_every_command_and_every_option()
    {
        Assert.Contains("diagnose", _program.Run("--help").Succeeds().Output, StringComparison.Ordinal);

        var help = _program.Run("diagnose", "--help").Succeeds().Output;
        foreach (var option in (string[])["--json", "--html", "--lang", "--names", "--format", "--map", "--missing", "--zone", "--dates", "--encoding", "--classifier", "--case-type", "--skip-bad-rows", "--threads"])
            Assert.Contains(option, help, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_arguments_it_shows_help() => Assert.Equal(_program.Run("--help").Succeeds().Output, _program.Run().Succeeds().Output);

    [Fact]
    public void The_version_is_one_line() => Assert.Matches(@"^\d+\.\d+\.\d+\S*\n$", _program.Run("--version").Succeeds().Output);

    [Fact]
    public void An_unknown_command_is_told_with_the_nearest() => _program.Run("diagnos", "log.csv").RefusesSaying("\"diagnos\"", "Did you mean diagnose?");

    [Fact]
    public void An_unknown_option_is_told_with_the_nearest() => _program.Run("diagnose", "log.csv", "--jsno", "-").RefusesSaying("--jsno", "Did you mean --json?");

    [Theory]
    [InlineData("--lang", "fr", "zh or en")]
    [InlineData("--format", "yaml", "text or json")]
    [InlineData("--dates", "ydm", "ymd")]
    [InlineData("--zone", "Mars/Olympus", "Asia/Shanghai")]
    [InlineData("--encoding", "GB18031", "GB18030")]
    [InlineData("--encoding", "utf-7", "GB18030")]
    [InlineData("--threads", "0", "from 1")]
    [InlineData("--threads", "many", "from 1")]
    [InlineData("--map", "caze=x", "Did you mean case?")]
    [InlineData("--map", "case", "ROLE=COLUMN")]
    [InlineData("--map", "case=cas", "case, activity")]
    public void A_value_that_an_option_does_not_take_is_told_with_those_it_takes(string option, string value, string says)
    {
        _program.Given("log.csv", Logs.Csv);

        _program.Run("diagnose", "log.csv", option, value).RefusesSaying(says);
    }

    [Fact]
    public void More_threads_than_any_machine_has_do_no_harm()
    {
        // The limit on memory keeps a program that takes the number at its word from harming the machine it is tested on.
        var ran = _program.RunInShell("""DOTNET_GCHeapHardLimit=20000000 exec "$@" """, "diagnose", Logs.Hotline, "--threads", "5000");

        Assert.Equal(_program.Run("diagnose", Logs.Hotline).Succeeds().Output, ran.Succeeds().Output);
    }

    [Fact]
    public void A_missing_or_surplus_file_is_told_in_plain_words()
    {
        _program.Run("diagnose").RefusesSaying("LOG", "--help");
        _program.Run("check", "one", "two").RefusesSaying("two", "--help");
    }
}
