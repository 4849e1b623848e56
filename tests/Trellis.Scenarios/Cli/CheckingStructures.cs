using System.Text;
using System.Text.Json;
using Xunit;

namespace Trellis.Scenarios.Cli;

/// <summary>`trellis check` as people run it: what it prints, in which shape, with which exit code.</summary>
public sealed class CheckingStructures : IDisposable
{
    private readonly TheProgram _program = new();

    public void Dispose() => _program.Dispose();

    [Theory]
    [InlineData("hello-village")]
    [InlineData("authzen-todo")]
    public void A_structure_without_faults_is_fine_and_says_so(string name)
    {
        var ran = _program.Run("check", Structures.Of(name), "--on", "2026-03-02").Succeeds();

        Assert.Contains("0 errors, 0 warnings, 0 notes", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_is_shown_with_its_line_a_caret_the_nearest_name_and_a_remedy()
    {
        Structures.Given(_program, "hello-village");
        Spoil("hello-village/duties.yaml", "  lead: liuhe\n", "  leed: liuhe\n");

        var ran = _program.Run("check", "hello-village", "--on", "2026-03-02");

        Assert.Equal(1, ran.ExitCode);
        Assert.Empty(ran.Errors);
        var lines = ran.Output.Split('\n');
        var at = Array.FindIndex(lines, static line => line.StartsWith("hello-village/duties.yaml:", StringComparison.Ordinal) && line.Contains("error TR9010", StringComparison.Ordinal));
        Assert.True(at >= 0, ran.Output);
        Assert.Contains("  leed: liuhe", lines[at + 1], StringComparison.Ordinal);
        Assert.Equal(lines[at + 1].IndexOf("leed", StringComparison.Ordinal), lines[at + 2].IndexOf("^^^^", StringComparison.Ordinal));
        Assert.Contains("Did you mean \"lead\"?", lines[at + 3], StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_fault_is_told_in_Chinese_when_asked()
    {
        Structures.Given(_program, "hello-village");
        Spoil("hello-village/duties.yaml", "  lead: liuhe\n", "  leed: liuhe\n");

        var ran = _program.Run("check", "hello-village", "--lang", "zh");

        Assert.Contains("错误 TR9010", ran.Output, StringComparison.Ordinal);
        Assert.Contains("是不是「lead」？", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "The structure has no place liuhee.", "such as liuhe")]
    [InlineData("zh", "结构里没有地点 liuhee。", "比如 liuhe")]
    public void A_drawing_of_places_that_cannot_be_used_is_told_with_its_feature_and_what_to_do(string language, string says, string advises)
    {
        Structures.Given(_program, "hello-village");
        File.WriteAllText(_program.At("hello-village/places.geojson"), """{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"place": "liuhee"}, "geometry": null}]}""");

        var ran = _program.Run("check", "hello-village", "--lang", language);

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("places.geojson, feature 1", ran.Errors, StringComparison.Ordinal);
        Assert.Contains(says, ran.Errors, StringComparison.Ordinal);
        Assert.Contains(advises, ran.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ran.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void JSON_on_standard_output_is_all_that_goes_there()
    {
        var ran = _program.Run("check", Structures.Of("hello-village"), "--on", "2026-03-02", "--format", "json").Succeeds();

        using var json = JsonDocument.Parse(ran.Bytes);
        Assert.Equal("trellis/check/1", json.RootElement.GetProperty("schema").GetString());
        Assert.Equal(64, json.RootElement.GetProperty("structure").GetProperty("hash").GetString()!.Length);
        Assert.Equal(0, json.RootElement.GetProperty("findings").GetArrayLength());
    }

    [Fact]
    public void SARIF_names_the_version_the_rules_and_a_place_for_each_result()
    {
        Structures.Given(_program, "hello-village");
        Spoil("hello-village/duties.yaml", "  lead: liuhe\n", "  lead: liuh\n");

        var ran = _program.Run("check", "hello-village", "--format", "sarif");

        Assert.Equal(1, ran.ExitCode);
        using var json = JsonDocument.Parse(ran.Bytes);
        Assert.Equal("2.1.0", json.RootElement.GetProperty("version").GetString());
        var run = json.RootElement.GetProperty("runs")[0];
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules");
        foreach (var result in run.GetProperty("results").EnumerateArray())
        {
            Assert.Equal(result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString());
            var region = result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region");
            Assert.True(region.GetProperty("startLine").GetInt32() > 0 && region.GetProperty("startColumn").GetInt32() > 0);
        }

        Assert.Contains(run.GetProperty("results").EnumerateArray(), static result => result.GetProperty("ruleId").GetString() == "TR9021");
    }

    [Fact]
    public void The_findings_go_to_a_file_and_no_file_of_the_structure_is_ever_overwritten()
    {
        Structures.Given(_program, "hello-village");

        _program.Run("check", "hello-village", "--json", "out.json").Succeeds();
        _program.Run("check", "hello-village", "--json", "hello-village/structure.yaml").RefusesSaying("structure.yaml");

        using var json = JsonDocument.Parse(File.ReadAllBytes(_program.At("out.json")));
        Assert.StartsWith("structure: hello-village", File.ReadAllText(_program.At("hello-village/structure.yaml")).Split('\n').First(static line => !line.StartsWith('#')), StringComparison.Ordinal);
    }

    [Fact]
    public void Severity_hides_what_weighs_less_and_the_exit_code_follows()
    {
        Structures.Given(_program, "hello-village");
        Spoil("hello-village/duties.yaml", "{zh: 安全隐患巡查, en: Safety walks}", "{zh: 安全隐患巡查}");

        Assert.Contains("note TR9016", _program.Run("check", "hello-village", "--on", "2026-03-02").Succeeds().Output, StringComparison.Ordinal);
        Assert.DoesNotContain("TR9016", _program.Run("check", "hello-village", "--on", "2026-03-02", "--severity", "warning").Succeeds().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_proposed_overlay_from_another_folder_is_checked_with_the_structure()
    {
        Structures.Given(_program, "hello-village");
        Directory.CreateDirectory(_program.At("proposal"));
        _program.Given("proposal/overlay.yaml", "overlay: proposal\nkind: pilot\nname: {zh: 试点, en: Pilot}\nplaces: [shangliu]\nbasis: [liuhe-services/1]\nwithdraw: [form/no-such-form]\n");

        var ran = _program.Run("check", "hello-village", "--with", "proposal");

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("TR9030", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_code_is_explained_on_request_and_an_unknown_one_is_refused()
    {
        Assert.Contains("TR1001", _program.Run("check", "--explain", "tr1001").Succeeds().Output, StringComparison.Ordinal);
        _program.Run("check", "--explain", "TR1000").RefusesSaying("TR1000", "TR1001");
    }

    [Fact]
    public void A_hundred_thousand_faults_are_counted_and_the_first_thousand_shown()
    {
        Structures.Given(_program, "hello-village");
        var duties = new StringBuilder();
        for (var at = 0; at < 100_000; at++) duties.Append($"- {{duty: d{at}, leed: liuhe}}\n");
        Directory.CreateDirectory(_program.At("hello-village/duties"));
        _program.Given("hello-village/duties/many.yaml", duties.ToString());

        var ran = _program.Run("check", "hello-village");

        Assert.Equal(1, ran.ExitCode);
        Assert.Equal(1000, ran.Output.Split('\n').Count(static line => line.Contains(": error TR", StringComparison.Ordinal) || line.Contains(": warning TR", StringComparison.Ordinal) || line.Contains(": note TR", StringComparison.Ordinal)));
        Assert.Contains("more; --json FILE writes them all", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void No_folder_no_structure_or_a_file_in_its_place_is_refused_with_the_remedy()
    {
        _program.Run("check").RefusesSaying("No folder is named");
        _program.Run("check", "nowhere").RefusesSaying("nowhere", "no such folder");
        Directory.CreateDirectory(_program.At("empty"));
        _program.Run("check", "empty").RefusesSaying("empty", "structure.yaml");
        _program.Given("a.txt", "x");
        _program.Run("check", "a.txt").RefusesSaying("a.txt", "not the folder");
        _program.Run("check", Structures.Of("hello-village"), "--on", "yesterday").RefusesSaying("--on", "2026-05-01");
        _program.Run("check", Structures.Of("hello-village"), "--format", "xml").RefusesSaying("--format", "sarif");
        _program.Run("check", Structures.Of("hello-village"), "--with", "nowhere").RefusesSaying("overlay.yaml", "nowhere");
    }

    [Fact]
    public void Links_are_refused_so_that_no_file_outside_is_read_and_no_loop_is_followed()
    {
        Structures.Given(_program, "hello-village");
        _program.Given("secret.yaml", "- duty: the-password-is-swordfish\n");
        File.CreateSymbolicLink(_program.At("hello-village/duties-more.yaml"), _program.At("secret.yaml"));

        var ran = _program.Run("check", "hello-village").RefusesSaying("duties-more.yaml", "link");

        Assert.DoesNotContain("swordfish", ran.Errors, StringComparison.Ordinal);
        File.Delete(_program.At("hello-village/duties-more.yaml"));
        Directory.CreateSymbolicLink(_program.At("hello-village/matters/loop"), _program.At("hello-village/matters"));
        _program.Run("check", "hello-village").RefusesSaying("loop", "link");
    }

    [Fact]
    public void A_file_of_a_gigabyte_is_refused_before_it_is_read()
    {
        Structures.Given(_program, "hello-village");
        using (var file = File.Create(_program.At("hello-village/duties-huge.yaml"))) file.SetLength(1L << 30);

        var ran = _program.Run("check", "hello-village").RefusesSaying("duties-huge.yaml", "1,024 MiB");

        Assert.True(ran.PeakKilobytes < 200 * 1024);
    }

    [Fact]
    public void A_file_that_may_not_be_read_is_named()
    {
        Assert.SkipUnless(Environment.UserName == "root", "Only root can start a program without rights.");
        Structures.Given(_program, "hello-village");
        File.SetUnixFileMode(_program.At("hello-village/law.yaml"), UnixFileMode.None);

        _program.RunAsNobody("check", "hello-village").RefusesSaying("law.yaml", "right to read");
    }

    private void Spoil(string file, string from, string to)
    {
        var text = File.ReadAllText(_program.At(file));
        Assert.Contains(from, text, StringComparison.Ordinal);
        var at = text.IndexOf(from, StringComparison.Ordinal);
        File.WriteAllText(_program.At(file), string.Concat(text.AsSpan(0, at), to, text.AsSpan(at + from.Length)));
    }
}
