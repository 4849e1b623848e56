using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.Playwright;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>Pages for whoever cannot see well, has a small phone or a weak line. The rules of WCAG are looked over by axe-core, which is never served to anybody.</summary>
[Collection(nameof(LookingAtTheDemo))]
public sealed class ShowingPagesToEverybody(ADemo demo, ThePages pages)
{
    internal const int UsualWidth = 1280;

    /// <summary>In CSS pixels. A window of 1280 at 200 % has room for 640.</summary>
    internal static readonly int[] Widths = [UsualWidth, UsualWidth / 2, 390, 320];

    /// <summary>Looking at colours takes most of the time. They are the same in between, where only the places of things change.</summary>
    internal const string LooksOver = """
        async colours => {
          const found = await axe.run(document, { resultTypes: ['violations'], rules: { 'color-contrast': { enabled: colours } }, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
          return found.violations.map(one => one.id + ': ' + one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(' | '));
        }
        """;

    /// <summary>What can be pressed is 44 pixels high and wide; a link within a sentence is as high as its line (WCAG 2.5.5).</summary>
    internal const string Presses = """
        () => {
          const small = [];
          for (const one of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
            const whole = one.matches('.choice input') ? one.closest('.choice') : one;
            const box = whole.getBoundingClientRect();
            if (box.width === 0 || box.right < 0 || one.checkVisibility && !one.checkVisibility()) continue;
            const beside = one.parentElement.textContent.replace(one.textContent, '').trim();
            if (one.matches('a') && getComputedStyle(one).display === 'inline' && beside.length > 0) continue;
            if (box.height < 43.5 || box.width < 43.5) small.push(`${Math.round(box.width)} x ${Math.round(box.height)}: ${one.outerHTML.slice(0, 140)}`);
          }
          return small;
        }
        """;

    [Fact]
    public void Every_page_is_looked_at()
    {
        using var reader = demo.Comes();

        Assert.Equal(EveryPage.Of(demo.Server), EveryPage.All.Select(static one => one.Pattern).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_in_the_way_of_anybody_on_any_page_at_any_width()
    {
        var axe = await File.ReadAllTextAsync(AxeCore, TheProgram.Patience);
        var faults = new List<string>();
        var all = await Task.WhenAll(((string[])["zh", "en"]).SelectMany(language => EveryPage.All.GroupBy(static one => one.As).Select(group => LookAsync(group.Key, [.. group], language, axe))));
        faults.AddRange(all.SelectMany(static one => one));

        Assert.True(faults.Count == 0, string.Join('\n', faults.Distinct(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task The_first_page_is_small_enough_for_a_weak_line()
    {
        using var reader = demo.Comes();
        var all = 0L;
        var (_, page) = await reader.OpenAsync("/");
        string[] addresses = ["/", .. page.QuerySelectorAll("link[rel=stylesheet], script[src], img[src^='/']").Select(static one => one.GetAttribute("href") ?? one.GetAttribute("src")!)];
        foreach (var address in addresses) all += await reader.SizeAsync(address);

        Assert.InRange(all, 1, 100 * 1024);
    }

    internal static string AxeCore => Logs.Find("src/Trellis.Web/assets/node_modules/axe-core/axe.min.js") ?? throw new FileNotFoundException("axe-core is there where the styles of the pages were put together.");

    private async Task<List<string>> LookAsync(Looks who, IReadOnlyList<OnePage> all, string language, string axe)
    {
        using var reader = who switch { Looks.Resident => await demo.WhoWasLookedAtAsync(language), Looks.Organisation => await demo.InPostAsync("association-worker", "catering-guild", language), Looks.Leader => await demo.InPostAsync("township-leader", "xikou", language), Looks.Inquirer => await demo.InPostAsync("household-registrar", "police-xikou", language), _ => demo.Comes(language) };
        if (who == Looks.Officer) await reader.SignInAsync(who);
        var matter = who is Looks.Nobody or Looks.Organisation or Looks.Leader or Looks.Inquirer ? "" : await reader.FirstMatterAsync(who);
        var proposal = who == Looks.Resident ? await reader.ProposeAsync("/structure/duties/construction-noise", "Let the township measure.") : "";
        var look = who == Looks.Resident ? await reader.FirstLookAsync() : "";
        var open = all.Any(static one => one.Address.Contains("{public}", StringComparison.Ordinal)) ? await demo.APublicMatterAsync() : "";
        var finding = all.Any(static one => one.Address.Contains("{finding}", StringComparison.Ordinal)) ? await demo.AFindingOfAUnitAsync() : "";
        var inquiry = who == Looks.Inquirer ? await demo.AnInquiryAsync() : "";
        var own = who == Looks.Resident ? await reader.FileNoiseAsync() : "";
        var figure = who == Looks.Officer ? await reader.FigureWithCasesAsync() : "";
        var row = who == Looks.Officer ? await demo.APersonAsync() : "";
        var pair = who == Looks.Officer ? demo.APair() : "";
        await using var shown = await pages.ComeAsync(UsualWidth);
        await shown.Context.AddCookiesAsync(reader.Cookies.Select(cookie => new Microsoft.Playwright.Cookie { Name = cookie.Name, Value = cookie.Value, Url = demo.Address.AbsoluteUri }));
        await shown.Context.AddInitScriptAsync(axe);
        shown.Context.SetDefaultTimeout(60_000);
        var faults = new List<string>();
        foreach (var page in all)
        {
            var address = page.Address.Replace("{matter}", matter, StringComparison.Ordinal).Replace("{look}", look, StringComparison.Ordinal).Replace("{row}", row, StringComparison.Ordinal).Replace("{figure}", figure, StringComparison.Ordinal).Replace("{public}", open, StringComparison.Ordinal).Replace("{own}", own, StringComparison.Ordinal).Replace("{finding}", finding, StringComparison.Ordinal).Replace("{inquiry}", inquiry, StringComparison.Ordinal).Replace("{pair}", pair, StringComparison.Ordinal).Replace("{proposal}", proposal, StringComparison.Ordinal).Replace("{version}", demo.Server.Desk.InForce.Version, StringComparison.Ordinal);
            await shown.Page.SetViewportSizeAsync(UsualWidth, 900);
            await shown.Page.GotoAsync(new Uri(demo.Address, address).AbsoluteUri);
            foreach (var width in Widths)
            {
                await shown.Page.SetViewportSizeAsync(width, 900);
                // What is drawn anew for the width is drawn some frames later, which nobody sees.
                await shown.Page.EvaluateAsync("() => new Promise(done => { let frames = 0; const next = () => ++frames > 4 ? done() : requestAnimationFrame(next); next(); })");
                var where = string.Create(CultureInfo.InvariantCulture, $"{page.Name} {language} {width}");
                faults.AddRange((await shown.Page.EvaluateAsync<string[]>(LooksOver, width is UsualWidth or 320)).Select(one => $"{where} {one}"));
                faults.AddRange((await shown.Page.EvaluateAsync<string[]>(Presses)).Select(one => $"{where} is hard to press: {one}"));
                if (await shown.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") is > 0 and var over) faults.Add($"{where} is {over} too wide.");
                if (width is UsualWidth or 390) await shown.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ThePages.Pictures, $"{page.Name}-{width}-{language}.png"), FullPage = true });
            }
        }

        faults.AddRange(shown.Complaints.Where(static one => !one.Contains("status of 404", StringComparison.Ordinal)));
        faults.AddRange(shown.Requests.Where(request => !request.StartsWith(demo.Address.AbsoluteUri, StringComparison.Ordinal) && !request.StartsWith("data:", StringComparison.Ordinal)).Select(static one => $"Something was asked of {one}"));
        return faults;
    }
}
