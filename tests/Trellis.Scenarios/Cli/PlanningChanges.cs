using System.Text.Json;
using Xunit;

namespace Trellis.Scenarios.Cli;

/// <summary>`trellis plan` as people run it: what it says, where it writes, with which exit code; and its page in a browser.</summary>
public sealed class PlanningChanges(ThePages pages) : IClassFixture<ThePages>, IDisposable
{
    private readonly TheProgram _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public void A_structure_beside_itself_changes_nothing()
    {
        var ran = _program.Run("plan", Structures.Of("hello-village"), Structures.Of("hello-village"), "--on", "2026-03-02").Succeeds();

        Assert.Contains("Both say the same: nothing changes.", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_longer_promise_has_to_be_answered_for()
    {
        Proposed("matters/small-repair.yaml", "promise: 12 working days", "promise: 15 working days");

        var ran = _program.Run("plan", Structures.Of("hello-village"), "hello-village", "--on", "2026-03-02");

        Assert.Equal(1, ran.ExitCode);
        Assert.Empty(ran.Errors);
        Assert.Contains("  ! \"Report of a broken lamp or path\"", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shorter_promise_is_fine()
    {
        Proposed("matters/small-repair.yaml", "promise: 12 working days", "promise: 11 working days");

        _program.Run("plan", Structures.Of("hello-village"), "hello-village", "--on", "2026-03-02", "--lang", "zh").Succeeds();
    }

    [Fact]
    public void A_pilot_that_lies_in_the_structure_is_named_and_compared_with_the_structure_without_it()
    {
        var ran = _program.Run("plan", Structures.Of("cuiwei"), "--with", "towns-decide", "--on", "2026-03-02").Succeeds();

        Assert.Contains("A pilot in Xikou Town from 1 April 2026", ran.Output, StringComparison.Ordinal);
        Assert.Contains("moves down; Xikou Town", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_change_does_in_simulated_runs_stands_beside_its_lines()
    {
        Proposed("powers.yaml", "per-year: 200000 CNY", "per-year: 20000000 CNY");
        string[] command = ["plan", Structures.Of("hello-village"), "hello-village", "--on", "2026-03-02", "--simulate", "--days", "120", "--runs", "3"];

        var ran = _program.Run(command);

        Assert.Contains("Both structures were lived through 3 times, 120 days from 2026-03-02", ran.Output, StringComparison.Ordinal);
        Assert.Contains("≈ \"Report of a broken lamp or path\" (small-repair):", ran.Output, StringComparison.Ordinal);
        Assert.Equal(ran.Output, _program.Run(command).Output);
        using var json = JsonDocument.Parse(_program.Run([.. command, "--format", "json"]).Bytes);
        Assert.Equal(3, json.RootElement.GetProperty("simulated").GetProperty("runs").GetInt32());
        Assert.Contains("模拟的效果", _program.Run([.. command, "--html", "-", "--lang", "zh"]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_structure_with_errors_is_planned_and_not_simulated_and_a_load_with_faults_is_refused()
    {
        Proposed("duties.yaml", "  lead: liuhe\n", "  leed: liuhe\n");

        var ran = _program.Run("plan", Structures.Of("hello-village"), "hello-village", "--simulate");
        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("Not simulated: The structure as it is proposed has", ran.Output, StringComparison.Ordinal);

        var load = _program.Given("wrong.yaml", "load: wrong\narrivals:\n  - {matter: smal-repair, per-year: 100}\n");
        _program.Run("plan", Structures.Of("hello-village"), "hello-village", "--runs", "3").RefusesSaying("--runs means something only with --simulate");
        Assert.Contains("wrong.yaml:3", _program.Run("plan", Structures.Of("cuiwei"), "--with", "towns-decide", "--simulate", "--load", load).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_proposed_overlay_may_lie_anywhere()
    {
        Directory.CreateDirectory(_program.At("idea"));
        _program.Given("idea/overlay.yaml", """
            overlay: idea
            kind: pilot
            name: {zh: 上柳先行, en: Shangliu first}
            places: [shangliu]
            from: 2026-04-01
            to: 2026-12-31
            basis: [liuhe-services/7]
            withdraw: [form/safety-walk]
            """);

        var ran = _program.Run("plan", Structures.Of("hello-village"), "--with", "idea", "--on", "2026-03-02");

        Assert.Contains("Shangliu Village (shangliu)\n", ran.Output, StringComparison.Ordinal);
        Assert.Contains("No longer fills in the form", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Xialiu Village (", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void JSON_and_SARIF_on_standard_output_are_all_that_goes_there()
    {
        Proposed("forms/safety-walk.yaml", "basis: [liuhe-services/7]", "basis: [liuhe-services/77]");

        var json = _program.Run("plan", Structures.Of("hello-village"), "hello-village", "--on", "2026-03-02", "--format", "json");
        var sarif = _program.Run("plan", Structures.Of("hello-village"), "hello-village", "--on", "2026-03-02", "--format", "sarif");

        Assert.Equal((1, 1), (json.ExitCode, sarif.ExitCode));
        using var plan = JsonDocument.Parse(json.Bytes);
        Assert.Equal("trellis/plan/1", plan.RootElement.GetProperty("schema").GetString());
        using var findings = JsonDocument.Parse(sarif.Bytes);
        Assert.Contains(findings.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray(), static result => result.GetProperty("ruleId").GetString() == "TR9021");
    }

    [Fact]
    public void What_cannot_be_used_is_refused_in_one_message_with_a_remedy()
    {
        Structures.Given(_program, "hello-village");

        _program.Run("plan", "hello-village").RefusesSaying("nothing to compare with", "--with");
        _program.Run("plan", "hello-village", "hello-village", "--with", "x").RefusesSaying("cannot stand together");
        _program.Run("plan", "hello-village", "nowhere").RefusesSaying("no such folder");
        _program.Run("plan", "hello-village", "--with", "nowhere").RefusesSaying("no overlay.yaml");
        _program.Run("plan", "hello-village", "hello-village", "--json", "-", "--html", "-").RefusesSaying("cannot both go to standard output");
    }

    [Fact]
    public void No_file_of_a_structure_is_overwritten()
    {
        Structures.Given(_program, "hello-village");
        var before = File.ReadAllText(_program.At("hello-village/duties.yaml"));

        _program.Run("plan", "hello-village", "hello-village", "--html", "hello-village/duties.yaml").RefusesSaying("never overwritten");
        _program.Run("plan", Structures.Of("hello-village"), "hello-village", "--json", "hello-village/duties.yaml").RefusesSaying("never overwritten");

        Assert.Equal(before, File.ReadAllText(_program.At("hello-village/duties.yaml")));
    }

    [Theory]
    [InlineData("zh", 360)]
    [InlineData("en", 360)]
    [InlineData("zh", 1280)]
    [InlineData("en", 1280)]
    public async Task The_page_fits_its_window_asks_for_nothing_and_leaves_no_empty_sheet(string language, int width)
    {
        Structures.Given(_program, "cuiwei");
        Edit("cuiwei/matters/hardship-allowance.yaml", "promise: 18 working days", "promise: 20 working days");
        Edit("cuiwei/matters/small-restaurant.yaml", "promise: 8 working days", "promise: 7 working days");
        Edit("cuiwei/forms/hardship-monthly.yaml", "every: month", "every: quarter");
        File.Delete(_program.At("cuiwei/delegations/relief-and-care.yaml"));
        var file = _program.At("plan.html");
        Assert.Equal(1, _program.Run("plan", Structures.Of("cuiwei"), "cuiwei", "--on", "2026-05-04", "--lang", language, "--html", file).ExitCode);

        await using var page = await pages.OpenAsync(file, width);

        Assert.Equal(width, await page.Page.EvaluateAsync<int>("Math.max(document.documentElement.scrollWidth, innerWidth)"));
        Assert.Empty(await page.AsksAsync("""[...document.querySelectorAll('.bars em, .moves svg, .changes li, td, th')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.textContent.slice(0, 60))"""));
        await page.Page.ScreenshotAsync(new() { Path = Path.Combine(ThePages.Pictures, $"plan-{language}-{width}.png"), FullPage = true });
        Assert.Equal([page.Page.Url], page.Requests);
        Assert.Empty(page.Complaints);
        if (width == 1280) Assert.DoesNotContain(0, await page.PaintedOnPaperAsync(Path.Combine(ThePages.Pictures, $"plan-{language}.pdf")));
    }

    private void Proposed(string path, string from, string to)
    {
        Structures.Given(_program, "hello-village");
        Edit($"hello-village/{path}", from, to);
    }

    private void Edit(string path, string from, string to)
    {
        var text = File.ReadAllText(_program.At(path));
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(_program.At(path), text.Replace(from, to, StringComparison.Ordinal));
    }
}
