using System.Text.RegularExpressions;
using Xunit;

namespace Trellis.Scenarios.Cli;

/// <summary>`trellis print`: the blank form, receipt and log of a matter type, for the day when the machine is down.</summary>
public sealed class PrintingForms(ThePages pages) : IClassFixture<ThePages>, IDisposable
{
    private readonly TheProgram _program = new();

    public void Dispose() => _program.Dispose();

    /// <summary>Bundles, choices, long lists and short ones; that every form is complete is tested without a browser.</summary>
    public static TheoryData<string, string> SomeOfCuiwei => new()
    {
        { "small-restaurant", "zh" }, { "small-restaurant", "en" }, { "construction-noise", "zh" }, { "construction-noise", "en" }, { "hardship-allowance", "zh" }, { "bus-line", "en" },
    };

    [Fact]
    public void Without_a_place_any_place_may_use_it()
    {
        var ran = _program.Run("print", Structures.Of("hello-village"), "small-repair", "--on", "2026-05-04", "--lang", "en").Succeeds();

        Assert.StartsWith("<!doctype html>", ran.Output, StringComparison.Ordinal);
        Assert.Contains("Number of this paper", ran.Output, StringComparison.Ordinal);
        Assert.Contains("Receipt: tear off", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void With_a_place_the_nearest_posts_are_named()
    {
        var (anywhere, there) = (Steps(), Steps("--place", "xikou"));

        Assert.DoesNotContain("Xikou", anywhere, StringComparison.Ordinal);
        Assert.Contains("Xikou", there, StringComparison.Ordinal);

        string Steps(params string[] options) => _program.Run(["print", Structures.Of("cuiwei"), "small-restaurant", "--on", "2026-11-20", "--lang", "en", .. options]).Succeeds().Output;
    }

    [Fact]
    public void An_overlay_holds_on_the_forms_of_its_places_and_no_others()
    {
        Assert.Contains("Village clerk", ReceivedAt("gaoshan"), StringComparison.Ordinal);
        Assert.DoesNotContain("Village clerk", ReceivedAt("xikou"), StringComparison.Ordinal);

        string ReceivedAt(string place)
        {
            var form = _program.Run("print", Structures.Of("cuiwei"), "hardship-allowance", "--on", "2026-11-20", "--lang", "en", "--place", place).Succeeds().Output;
            return Regex.Match(form, "1\\. Receive.*", RegexOptions.None, TimeSpan.FromSeconds(5)).Value;
        }
    }

    [Theory, MemberData(nameof(SomeOfCuiwei))]
    public async Task A_form_fits_a_telephone_and_paper_and_asks_nobody_outside(string matter, string language)
    {
        _program.Run("print", Structures.Of("cuiwei"), matter, "--on", "2026-11-20", "--lang", language, "--html", "form.html").Succeeds();
        await using var opened = await pages.OpenAsync(_program.At("form.html"), 360);

        Assert.Empty(opened.Complaints);
        Assert.Single(opened.Requests);
        Assert.Equal(360, await opened.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        var painted = await opened.PaintedOnPaperAsync();
        Assert.InRange(painted.Count, 2, 9);
        Assert.DoesNotContain(0, painted);
    }

    [Fact]
    public void A_matter_type_that_is_not_there_is_refused_with_the_nearest() =>
        _program.Run("print", Structures.Of("cuiwei"), "small-restuarant").RefusesSaying("no matter type \"small-restuarant\"", "small-restaurant");

    [Fact]
    public void A_unit_that_is_not_there_is_refused_with_the_nearest() =>
        _program.Run("print", Structures.Of("cuiwei"), "small-restaurant", "--place", "xiko").RefusesSaying("no unit \"xiko\"", "xikou");

    [Fact]
    public void A_file_of_the_structure_is_never_overwritten()
    {
        Copy("hello-village");

        _program.Run("print", "hello-village", "small-repair", "--html", "hello-village/structure.yaml").RefusesSaying("structure.yaml");
    }

    private void Copy(string structure)
    {
        var from = Structures.Of(structure);
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var to = _program.At(Path.Combine(structure, Path.GetRelativePath(from, file)));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

    }
}
