using Microsoft.Playwright;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>Places on a map that the site drew itself, and as tiles for whoever has no script or no eyes for maps.</summary>
[Collection(nameof(LookingAtTheDemo))]
public sealed class LookingAtTheMap(ADemo demo, ThePages pages)
{
    private const string Shown = "#map[data-shown=yes]";

    [Theory]
    [InlineData("en", 1280)]
    [InlineData("zh", 390)]
    public async Task The_places_of_the_county_are_on_the_map_and_each_name_leads_further(string language, int width)
    {
        using var reader = demo.Comes(language);
        await using var shown = await pages.ComeAsAsync(reader, demo.Address, width);
        await shown.Page.GotoAsync(new Uri(demo.Address, "/places").AbsoluteUri);
        await shown.Page.WaitForSelectorAsync(Shown);
        await shown.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ThePages.Pictures, $"places-map-{width}-{language}.png"), FullPage = true });

        // What is drawn is coloured: not one grey field.
        var names = shown.Page.Locator("#map a.place");
        Assert.Equal(12, await names.CountAsync());
        // On a wide screen there is room for every name; on a telephone at least for the county town and what lies around it.
        await Assertions.Expect(shown.Page.Locator("#map a.place").Filter(new() { HasText = language == "zh" ? "城关街道" : "Chengguan Street" })).ToBeVisibleAsync();
        Assert.InRange(await shown.Page.Locator("#map a.place:visible").CountAsync(), width == 1280 ? 12 : 6, 12);
        Assert.Equal(12, await shown.Page.Locator(".tile").CountAsync());
        var bounds = (await shown.Page.Locator("#map").BoundingBoxAsync())!;
        Assert.InRange(bounds.Width, 100, width);

        // By the keyboard alone.
        var xikou = shown.Page.Locator("#map a.place").Filter(new() { HasText = language == "zh" ? "溪口镇" : "Xikou Town" });
        await xikou.EvaluateAsync("name => { name.style.visibility = 'visible'; name.focus(); }");
        await shown.Page.Keyboard.PressAsync("Enter");
        await shown.Page.WaitForURLAsync("**/places?of=xikou");
        await shown.Page.WaitForSelectorAsync(Shown);
        Assert.True(await names.CountAsync() > 12);
        await shown.Page.GoBackAsync();
        await shown.Page.WaitForSelectorAsync(Shown);
        Assert.Equal(12, await names.CountAsync());

        Assert.Empty(shown.Complaints);
        Assert.All(shown.Requests, request => Assert.True(request.StartsWith(demo.Address.AbsoluteUri, StringComparison.Ordinal) || request.StartsWith("data:", StringComparison.Ordinal), request));
    }

    [Fact]
    public async Task A_click_on_the_ground_leads_to_the_place_that_lies_there()
    {
        using var reader = demo.Comes("en");
        await using var shown = await pages.ComeAsAsync(reader, demo.Address);
        await shown.Page.GotoAsync(new Uri(demo.Address, "/places").AbsoluteUri);
        await shown.Page.WaitForSelectorAsync(Shown);
        var label = (await shown.Page.Locator("#map a.place").Filter(new() { HasText = "Gaoshan Township" }).BoundingBoxAsync())!;

        await shown.Page.Mouse.ClickAsync(label.X + (label.Width / 2), label.Y - 6);

        await shown.Page.WaitForURLAsync("**/places?of=*");
    }

    [Fact]
    public async Task Whoever_turns_the_telephone_still_sees_the_whole_county()
    {
        using var reader = demo.Comes("en");
        await using var shown = await pages.ComeAsAsync(reader, demo.Address);
        await shown.Page.GotoAsync(new Uri(demo.Address, "/places").AbsoluteUri);
        await shown.Page.WaitForSelectorAsync(Shown);

        await shown.Page.SetViewportSizeAsync(390, 844);

        await shown.Page.WaitForFunctionAsync("""
            () => {
              const frame = document.getElementById('map').getBoundingClientRect();
              return [...document.querySelectorAll('#map a.place')].every(one => { const box = one.getBoundingClientRect(); return (box.left + box.right) / 2 > frame.left && (box.left + box.right) / 2 < frame.right && (box.top + box.bottom) / 2 > frame.top && (box.top + box.bottom) / 2 < frame.bottom; });
            }
            """);
        Assert.True(await shown.Page.Locator("#map a.place:visible").CountAsync() > 2);
    }

    [Fact]
    public async Task Without_script_there_are_the_tiles_and_no_empty_frame()
    {
        using var reader = demo.Comes("en");
        await using var shown = await pages.ComeAsAsync(reader, demo.Address, withScript: false);
        await shown.Page.GotoAsync(new Uri(demo.Address, "/places").AbsoluteUri);

        Assert.False(await shown.Page.Locator("#map").IsVisibleAsync());
        Assert.Equal(12, await shown.Page.Locator(".tile").CountAsync());
    }

    [Fact]
    public async Task A_browser_that_cannot_draw_maps_is_spared_the_frame_and_the_library()
    {
        using var reader = demo.Comes("en");
        await using var shown = await pages.ComeAsAsync(reader, demo.Address);
        await shown.Page.AddInitScriptAsync("HTMLCanvasElement.prototype.getContext = () => null;");
        await shown.Page.GotoAsync(new Uri(demo.Address, "/places").AbsoluteUri);
        await shown.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        Assert.False(await shown.Page.Locator("#map").IsVisibleAsync());
        Assert.DoesNotContain(shown.Requests, static request => request.EndsWith("maplibre-gl.mjs", StringComparison.Ordinal));
        Assert.Empty(shown.Complaints);
    }

    [Fact]
    public async Task Only_a_page_with_a_map_loads_what_maps_need_and_only_a_site_that_drew_one_has_it()
    {
        using var reader = demo.Comes("en");
        var (_, structure) = await reader.OpenAsync("/structure");
        Assert.DoesNotContain("map.js", structure.DocumentElement.OuterHtml, StringComparison.Ordinal);
        var (_, places) = await reader.OpenAsync("/places");
        Assert.Contains("map.js", places.DocumentElement.OuterHtml, StringComparison.Ordinal);
        var (_, drawn) = await reader.OpenAsync("/places?of=xikou&drawing=yes");
        Assert.Contains("FeatureCollection", drawn.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Shiping", drawn.Body.TextContent, StringComparison.Ordinal);

        await using var village = await ASite.On("SQLite");
        using var resident = village.Comes();
        var (_, plain) = await resident.OpenAsync("/places");
        Assert.NotNull(plain.QuerySelector("h1"));
        Assert.DoesNotContain("map.js", plain.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await resident.OpenAsync("/places?drawing=yes")).Status);
    }
}
