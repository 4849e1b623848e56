using Trellis.Scenarios.Diagnosis;
using Xunit;

namespace Trellis.Scenarios.Simulation;

/// <summary>The pages of simulations as people meet them, on a telephone and on a desk.</summary>
public sealed class SimulationsInABrowser(ThePages pages) : IClassFixture<ThePages>, IDisposable
{
    private readonly TheProgram _program = new();

    public void Dispose() => _program.Dispose();

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task A_log_beside_its_likeness_fits_its_window_and_asks_for_nothing(string language)
    {
        _program.Run("simulate", "--like", Logs.Hotline, "--runs", "2", "--html", "page.html", "--lang", language).Succeeds();

        await LookAsync($"like-{language}");
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task A_structure_beside_a_changed_one_fits_its_window_and_asks_for_nothing(string language)
    {
        _program.Run("simulate", Structures.Of("hello-village"), "--days", "60", "--runs", "2", "--compare", Structures.Of("hello-village"), "--html", "page.html", "--lang", language).Succeeds();

        await LookAsync($"runs-{language}");
    }

    private async Task LookAsync(string name)
    {
        foreach (var width in (int[])[320, 390, 1280])
        {
            await using var page = await pages.OpenAsync(_program.At("page.html"), width);

            Assert.Equal(width, await page.Page.EvaluateAsync<int>("Math.max(document.documentElement.scrollWidth, innerWidth)"));
            Assert.Empty(await page.AsksAsync(ReportsInABrowser.WiderThanTheWindow));
            Assert.Empty(await page.AsksAsync("""(document.querySelectorAll('details').forEach(d => d.open = true), [...document.querySelectorAll('.scroll:has(table)')].filter(s => s.scrollWidth > s.clientWidth + 1 && innerWidth > 360).map(s => s.getAttribute('aria-label')))"""));
            Assert.Empty(await page.AsksAsync("""[...document.querySelectorAll('svg[role=img]')].filter(s => !s.closest('figure')?.querySelector('details > summary')).map(s => s.textContent.slice(0, 80))"""));
            await page.Page.ScreenshotAsync(new() { Path = Path.Combine(ThePages.Pictures, $"simulation-{name}-{width}.png"), FullPage = true });
            Assert.Equal([page.Page.Url], page.Requests);
            Assert.Empty(page.Complaints);
        }
    }
}
