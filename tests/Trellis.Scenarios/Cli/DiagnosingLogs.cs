using System.Text;
using System.Text.Json;
using Xunit;

namespace Trellis.Scenarios.Cli;

/// <summary>trellis diagnose on logs that are as they should be.</summary>
public sealed class DiagnosingLogs : IDisposable
{
    private readonly TheProgram _program = new();

    public DiagnosingLogs() => Assert.True(OperatingSystem.IsLinux(), "The scenarios use /proc, /dev/full and Unix file rights.");

    public void Dispose() => _program.Dispose();

    private static JsonElement Json(Ran ran)
    {
        using var document = JsonDocument.Parse(ran.Bytes);
        return document.RootElement.Clone();
    }

    /// <summary>The JSON with the name of the log taken out, which is all that may differ between two files with one content.</summary>
    private static string WithoutSource(Ran ran) =>
        string.Join('\n', ran.Output.Split('\n').Where(static line => !line.TrimStart().StartsWith("\"source\":", StringComparison.Ordinal)));

    [Fact]
    public void The_tutorial_log_gives_a_page_to_read_and_says_nothing_on_standard_error()
    {
        var ran = _program.Run("diagnose", Logs.Hotline).Succeeds();

        Assert.Contains("2,000 matters with 15,799 events in 12 activities", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', ran.Output);
        Assert.All(ran.Output.Split('\n'), static line => Assert.True(line.Length <= 120, line));
    }

    [Fact]
    public void People_appear_under_other_names_unless_names_are_asked_for()
    {
        Assert.DoesNotContain("C01", _program.Run("diagnose", Logs.Hotline).Succeeds().Output, StringComparison.Ordinal);
        Assert.Contains("C01", _program.Run("diagnose", Logs.Hotline, "--names").Succeeds().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_can_be_had_in_Chinese()
    {
        var ran = _program.Run("diagnose", Logs.Hotline, "--lang", "zh").Succeeds();

        Assert.Contains("2,000 件事项", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("matters", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Chinese_column_names_are_understood_without_being_told()
    {
        var log = Json(_program.Run("diagnose", Logs.HotlineInChinese, "--json", "-").Succeeds()).GetProperty("log");

        Assert.Equal(600, log.GetProperty("cases").GetInt32());
        Assert.Equal(11, log.GetProperty("groups").GetInt32());
    }

    [Fact]
    public void JSON_on_standard_output_is_all_that_goes_there()
    {
        var diagnosis = Json(_program.Run("diagnose", Logs.Hotline, "--json", "-").Succeeds());

        Assert.Equal("trellis/diagnosis/1", diagnosis.GetProperty("schema").GetString());
        Assert.Equal(15_799, diagnosis.GetProperty("log").GetProperty("events").GetInt32());
        Assert.Equal(234, diagnosis.GetProperty("deadline").GetProperty("late").GetInt32());
    }

    [Fact]
    public void Format_json_is_the_same_as_JSON_to_standard_output() =>
        Assert.Equal(_program.Run("diagnose", Logs.Hotline, "--json", "-").Succeeds().Output, _program.Run("diagnose", Logs.Hotline, "--format", "json").Succeeds().Output);

    [Fact]
    public void JSON_and_HTML_are_written_to_files_beside_the_page_to_read()
    {
        var ran = _program.Run("diagnose", Logs.Hotline, "--json", "d.json", "--html", "d.html").Succeeds();

        Assert.Contains("2,000 matters", ran.Output, StringComparison.Ordinal);
        Assert.Equal(["d.html", "d.json"], _program.Files);
        using var json = JsonDocument.Parse(File.ReadAllBytes(_program.At("d.json")));
        Assert.StartsWith("<!doctype html>", File.ReadAllText(_program.At("d.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void An_earlier_report_is_replaced_whole()
    {
        _program.Given("d.json", new string('x', 1_000_000));
        _program.Given("log.csv", Logs.Csv);

        _program.Run("diagnose", "log.csv", "--json", "d.json").Succeeds();

        using var json = JsonDocument.Parse(File.ReadAllBytes(_program.At("d.json")));
        Assert.Equal(["d.json", "log.csv"], _program.Files);
    }

    [Fact]
    public void A_report_may_be_thrown_away() => _program.Run("diagnose", Logs.Hotline, "--json", "/dev/null", "--html", "/dev/null").Succeeds();

    [Theory]
    [InlineData("csv"), InlineData("csv.gz"), InlineData("xes"), InlineData("xes.gz")]
    public void Standard_input_is_read_in_any_format_without_being_told_which(string format)
    {
        var text = format.StartsWith("csv", StringComparison.Ordinal) ? Logs.Csv : Logs.Xes;
        var bytes = format.EndsWith(".gz", StringComparison.Ordinal) ? Logs.Gzip(text) : Encoding.UTF8.GetBytes(text);

        var diagnosis = Json(_program.RunWith(bytes, "diagnose", "-", "--json", "-").Succeeds());

        var log = diagnosis.GetProperty("log");
        Assert.Equal((3, 7, 2, 2), (log.GetProperty("cases").GetInt32(), log.GetProperty("events").GetInt32(), log.GetProperty("resources").GetInt32(), log.GetProperty("groups").GetInt32()));
        Assert.Equal(1, diagnosis.GetProperty("pingPong").GetProperty("total").GetInt32());
        Assert.StartsWith("standard input", log.GetProperty("source").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Standard_input_that_trickles_in_byte_by_byte_gives_the_same_result()
    {
        var whole = _program.RunWith(Logs.Gzip(Logs.Csv), "diagnose", "-", "--json", "-").Succeeds();

        var trickled = _program.RunWith(to =>
        {
            foreach (var one in Logs.Gzip(Logs.Csv))
            {
                to.WriteByte(one);
                to.Flush();
            }
        }, "diagnose", "-", "--json", "-").Succeeds();

        Assert.Equal(whole.Output, trickled.Output);
    }

    [Fact]
    public void The_result_does_not_depend_on_the_number_of_threads()
    {
        var alone = _program.Run("diagnose", Logs.Hotline, "--json", "-", "--threads", "1").Succeeds().Output;

        Assert.Equal(alone, _program.Run("diagnose", Logs.Hotline, "--json", "-", "--threads", "2").Succeeds().Output);
        Assert.Equal(alone, _program.Run("diagnose", Logs.Hotline, "--json", "-", "--threads", "5").Succeeds().Output);
    }

    [Fact]
    public void A_compressed_log_gives_the_same_result_as_the_plain_one()
    {
        _program.Given("hotline.csv.gz", Logs.Gzip(File.ReadAllBytes(Logs.Hotline)));

        var packed = _program.Run("diagnose", "hotline.csv.gz", "--json", "-").Succeeds();

        Assert.Equal(WithoutSource(_program.Run("diagnose", Logs.Hotline, "--json", "-").Succeeds()), WithoutSource(packed));
    }

    [Fact]
    public void A_log_in_GB18030_is_read_when_its_encoding_is_named()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        _program.Given("old.csv", Encoding.GetEncoding("GB18030").GetBytes(File.ReadAllText(Logs.HotlineInChinese)));

        var ran = _program.Run("diagnose", "old.csv", "--encoding", "GB18030", "--json", "-").Succeeds();

        Assert.Equal(WithoutSource(_program.Run("diagnose", Logs.HotlineInChinese, "--json", "-").Succeeds()), WithoutSource(ran));
    }

    [Fact]
    public void A_log_in_GB18030_whose_encoding_is_not_named_is_refused_with_the_option_that_helps()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        _program.Given("old.csv", Encoding.GetEncoding("GB18030").GetBytes(File.ReadAllText(Logs.HotlineInChinese)));

        _program.Run("diagnose", "old.csv").RefusesSaying("old.csv, line 1", "--encoding GB18030");
    }

    [Fact]
    public void Columns_with_names_of_their_own_are_told_with_map()
    {
        _program.Given("own.csv", "\"Nr, old\";Step;When;\"a=b\"\n1;x;2025-01-01;u\n1;y;2025-01-02;v\n");

        var log = Json(_program.Run("diagnose", "own.csv", "--json", "-", "--map", "case=Nr, old,activity=Step", "--map", "time=When", "--map", "group=a=b").Succeeds()).GetProperty("log");

        Assert.Equal((1, 2, 2), (log.GetProperty("cases").GetInt32(), log.GetProperty("events").GetInt32(), log.GetProperty("groups").GetInt32()));
    }

    [Fact]
    public void A_log_of_a_header_alone_is_reported_as_holding_no_event()
    {
        _program.Given("header.csv", "case,activity,time\n");

        var ran = _program.Run("diagnose", "header.csv", "--html", "r.html").Succeeds();

        Assert.Contains("holds no event", ran.Output, StringComparison.Ordinal);
        Assert.Contains("</html>", File.ReadAllText(_program.At("r.html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\uFEFFcase,activity,time\r\nA,x,2025-01-01\r\nA,y,2025-01-02\r\n")]
    [InlineData("\"case\";\"activity\";\"time\"\n\"A\";\"x\";\"2025-01-01\"\n\n\"A\";\"y\";\"2025-01-02\"")]
    [InlineData("time\tACTIVITY\tCase\n2025-01-01\tx\tA\n2025-01-02\ty\tA\n")]
    [InlineData("sep=;\ncase;activity;time\nA;x;2025-01-01\nA;y;2025-01-02\n")]
    public void Delimiters_quotes_line_ends_and_byte_order_marks_may_be_any_of_the_usual(string text)
    {
        var log = Json(_program.RunWith(Encoding.UTF8.GetBytes(text), "diagnose", "-", "--json", "-").Succeeds()).GetProperty("log");

        Assert.Equal((1, 2, 2), (log.GetProperty("cases").GetInt32(), log.GetProperty("events").GetInt32(), log.GetProperty("activities").GetInt32()));
    }

    [Fact]
    public void A_million_matters_of_one_event_are_read()
    {
        var log = Json(_program.RunWith(to =>
        {
            using var rows = new StreamWriter(to, leaveOpen: true);
            rows.Write("case,activity,time\n");
            for (var matter = 0; matter < 1_000_000; matter++) rows.Write($"M{matter},Register,2025-01-0{1 + (matter % 9)} 08:00\n");
        }, "diagnose", "-", "--json", "-").Succeeds());

        Assert.Equal(1_000_000, log.GetProperty("log").GetProperty("cases").GetInt32());
        Assert.Equal(1_000_000, log.GetProperty("throughput").GetProperty("zeroLengthCases").GetInt32());
        Assert.Equal(0, log.GetProperty("flow").GetArrayLength());
    }

    [Fact]
    public void A_named_pipe_is_read_like_a_file()
    {
        var ran = _program.RunInShell("""mkfifo pipe; cat "$0" > pipe & exec "$@" """.Replace("$0", Logs.Hotline, StringComparison.Ordinal), "diagnose", "pipe", "--json", "-").Succeeds();

        Assert.Equal(2_000, Json(ran).GetProperty("log").GetProperty("cases").GetInt32());
    }

    [Fact]
    public void Whoever_closes_the_pipe_after_the_first_line_hears_no_complaint()
    {
        var ran = _program.RunInShell("""{ "$@"; echo "code $?" >&2; } | head -1""", "diagnose", Logs.Hotline);

        Assert.Equal("hotline.csv\n", ran.Output);
        Assert.Equal("code 0\n", ran.Errors);
    }

    [Fact]
    public void JSON_into_a_pipe_that_nobody_reads_ends_quietly()
    {
        var ran = _program.RunInShell("""{ "$@"; echo "code $?" >&2; } | true""", "diagnose", Logs.Hotline, "--json", "-");

        Assert.Equal("code 0\n", ran.Errors);
    }
}
