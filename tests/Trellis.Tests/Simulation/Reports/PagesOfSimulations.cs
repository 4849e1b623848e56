using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Trellis.Runtime.Simulation;
using Trellis.Simulation;
using Trellis.Simulation.Likeness;
using Trellis.Simulation.Reports;
using Trellis.Simulation.Runs;
using Trellis.Tests.Simulation.Likeness;
using Xunit;

namespace Trellis.Tests.Simulation.Reports;

public class PagesOfSimulations
{
    private static readonly Lazy<LikeLog> Office = new(static () => LikeLog.Live(SomeWork.Office(1, 20), 3, 1, null));

    private static IDocument PageOf(LikeLog like, Language language)
    {
        using var page = new StringWriter();
        LikePage.Write(like, language, page);
        return new HtmlParser().ParseDocument(page.ToString());
    }

    [Theory]
    [InlineData(Language.English)]
    [InlineData(Language.Chinese)]
    public void A_log_and_its_likeness_make_a_page_whose_pictures_have_their_tables(Language language)
    {
        var page = PageOf(Office.Value, language);

        Assert.Equal(language == Language.Chinese ? "zh-Hans" : "en", page.DocumentElement.GetAttribute("lang"));
        Assert.Empty(page.QuerySelectorAll("script, img, link, iframe"));
        Assert.Equal(5, page.QuerySelectorAll("section").Length);
        Assert.True(page.QuerySelectorAll("figure").Length >= 4);
        Assert.All(page.QuerySelectorAll("figure"), static figure => Assert.NotNull(figure.QuerySelector("details table")));
        Assert.All(page.QuerySelectorAll("svg[role=img]"), picture => Assert.All(picture.GetAttribute("aria-labelledby")!.Split(' '), id => Assert.NotEmpty(page.GetElementById(id)!.TextContent)));
        Assert.Equal(page.QuerySelectorAll("[id]").Length, page.QuerySelectorAll("[id]").Select(static one => one.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(8, page.QuerySelectorAll(".notes li").Length);
    }

    [Theory]
    [InlineData(Language.English, "2 of 2 runs ended early in this way.", "cannot keep up")]
    [InlineData(Language.Chinese, "2 次运行中有 2 次这样提前结束。", "活干不完")]
    public void Runs_that_ended_early_are_said_on_the_page_of_runs_with_their_number_and_where(Language language, string number, string where)
    {
        var scene = ASimulation.Township();
        var settings = new RunSettings(1, ASimulation.Day, 60);
        var much = Replications.Do(scene, ASimulation.Load(scene, "load: a\narrivals:\n  - {matter: small-repair, per-day: 300}\n"), settings, 2, threads: 2);
        using var page = new StringWriter();

        RunsPage.Write(new PicturedRuns(scene.Structure, null, settings, 2, [], much.First, null, RunsTogether.Of(much.Ended), null, null), language, page);

        var found = new HtmlParser().ParseDocument(page.ToString()).QuerySelector("p.found")!.TextContent;
        Assert.Contains(number, found, StringComparison.Ordinal);
        Assert.Contains(where, found, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_is_named_on_it()
    {
        var text = PageOf(Office.Value, Language.English).Body!.TextContent;

        Assert.DoesNotContain("Ann", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Bea", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_are_markup_stay_names()
    {
        const string Evil = "<script>alert(1)</script>";
        var work = SomeWork.Office(2, 20);
        var like = LikeLog.Live(work with { Source = Evil, Activities = [.. work.Activities.Select(static (name, at) => at == 1 ? Evil : name)] }, 2, 1, null);

        var page = PageOf(like, Language.Chinese);

        Assert.Empty(page.QuerySelectorAll("script"));
        Assert.Contains(Evil, page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void The_days_after_a_log_have_no_course_to_be_held_beside()
    {
        var page = PageOf(LikeLog.Live(SomeWork.Office(3, 12), 2, 1, 30), Language.English);

        Assert.Equal(4, page.QuerySelectorAll("section").Length);
        Assert.Empty(page.QuerySelectorAll("polyline"));
    }

    [Fact]
    public void The_text_says_where_the_resampling_is_nearer_and_what_was_assumed()
    {
        using var text = new StringWriter();
        LikeAsText.Write(Office.Value, Language.English, text, 100);

        Assert.Contains("(assumed)", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("resampled", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("Three activities in a row", text.ToString(), StringComparison.Ordinal);
        Assert.All(text.ToString().Split('\n'), static line => Assert.True(line.Length <= 100, line));
    }
}
