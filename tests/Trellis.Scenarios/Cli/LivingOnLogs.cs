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
    public void A_structure_under_the_load_of_a_log_gets_as_many_matters_of_each_type_as_the_log_holds()
    {
        _program.Run("simulate", Structures.Of("hello-village"), "--days", "300", "--out", "log.csv").Succeeds();
        var cases = File.ReadLines(_program.At("log.csv")).Skip(1).Select(static line => line.Split(',')[0]).Distinct().Count();

        var ran = _program.Run("simulate", Structures.Of("hello-village"), "--like", "log.csv", "--days", "300", "--json", "-").Succeeds();

        using var json = System.Text.Json.JsonDocument.Parse(ran.Bytes);
        Assert.InRange(json.RootElement.GetProperty("base").GetProperty("figures").GetProperty("brought").GetProperty("mean").GetDouble(), 0.8 * cases, 1.2 * cases);
        Assert.Contains("small-repair", json.RootElement.GetProperty("assumed")[0].GetProperty("en").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_a_log_are_what_the_load_says_they_are_and_what_stands_for_nothing_is_told()
    {
        _program.Given("export.csv", "case,activity,time\n" + string.Concat(Enumerable.Range(0, 40).Select(static number => $"{number},Damage reported,2026-03-{1 + (number / 2):00} 09:00\n{number},Somebody went there,2026-03-{1 + (number / 2):00} 11:00\n{number},Coffee,2026-03-{1 + (number / 2):00} 12:00\n")));
        _program.Given("like.yaml", "load: like\nlike:\n  Damage reported: small-repair/receive\n  Somebody went there: small-repair/look\nposts:\n  - {speed: 200 %}\n");
        _program.Given("wrong.yaml", "load: like\nlike:\n  Damage reported: small-repair/recieve\n  Coffee: no-such\n");

        var ran = _program.Run("simulate", Structures.Of("hello-village"), "--like", "export.csv", "--load", "like.yaml", "--days", "60").Succeeds();

        Assert.Contains("of 40 matters 40 were recognised (small-repair)", ran.Output, StringComparison.Ordinal);
        Assert.Contains("1 activity of the log stands for no step: Coffee", ran.Output, StringComparison.Ordinal);
        _program.Run("simulate", Structures.Of("hello-village"), "--like", "export.csv", "--load", "wrong.yaml").RefusesSaying("wrong.yaml:3:20", "recieve", "wrong.yaml:4:11", "no-such");
    }

    [Fact]
    public void A_log_that_says_the_types_of_its_matters_brings_as_many_of_each_at_the_hours_of_the_structure()
    {
        _program.Run("simulate", Structures.Of("cuiwei"), "--days", "40", "--out", "year.csv").Succeeds();
        var all = File.ReadAllLines(_program.At("year.csv"));
        File.WriteAllLines(_program.At("renamed.csv"), [all[0].Replace(",type,", ",Kind of matter,", StringComparison.Ordinal), .. all[1..].Select(static line => line.Replace(",legal-aid,", ",Help with the law,", StringComparison.Ordinal))]);
        _program.Given("like.yaml", "load: names\nlike:\n  Help with the law: legal-aid\n");

        _program.Run("simulate", Structures.Of("cuiwei"), "--like", "year.csv", "--days", "40", "--out", "again.csv").Succeeds();
        _program.Run("simulate", Structures.Of("cuiwei"), "--like", "renamed.csv", "--map", "type=Kind of matter", "--load", "like.yaml", "--days", "40", "--out", "mapped.csv").Succeeds();

        var (before, after) = (Filed("year.csv"), Filed("again.csv"));
        Assert.Equal(before.Keys.Where(type => before[type].Count >= 20), before.Keys.Where(type => before[type].Count >= 20 && after.ContainsKey(type)));
        Assert.InRange(after.Values.Sum(static one => one.Count), 0.9 * before.Values.Sum(static one => one.Count), 1.1 * before.Values.Sum(static one => one.Count));
        Assert.Equal(before["child-vaccination"].Average(), after["child-vaccination"].Average(), tolerance: 1);
        Assert.Equal(Lines("again.csv"), Lines("mapped.csv"));

        Dictionary<string, List<double>> Filed(string file) => Lines(file).Select(static line => line.Split(','))
            .Where(static cells => cells[1] == "file").GroupBy(static cells => cells[6], StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => group.Select(static cells => DateTimeOffset.Parse(cells[2], System.Globalization.CultureInfo.InvariantCulture).TimeOfDay.TotalHours).ToList(), StringComparer.Ordinal);
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
        _program.Run("simulate", Structures.Of("hello-village"), "--like", "log.csv", "--names").RefusesSaying("--names cannot stand beside a structure");
        _program.Run("simulate", Structures.Of("hello-village"), "--like", "log.csv", "--out", "log.csv").RefusesSaying("input itself");
        _program.Run("simulate", Structures.Of("hello-village"), "--like", "log.csv").RefusesSaying("No activity of the log stands for a step of this structure", "like:");
        _program.Run("simulate", ".", "--map", "case=x").RefusesSaying("--map", "only with --like");
        _program.Run("simulate").RefusesSaying("Nothing is named");
        _program.Run("simulate", "--like", "log.csv", "--runs", "0").RefusesSaying("--runs");
        _program.Run("simulate", "--like", "log.csv", "--days", "-1").RefusesSaying("--days");
        Assert.Equal(["log.csv", "none.csv"], _program.Files);
    }

    private string[] Lines(string file) => File.ReadAllLines(_program.At(file));
}
