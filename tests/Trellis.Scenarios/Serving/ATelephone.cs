using System.Diagnostics;
using Microsoft.Playwright;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>Chromium as a program of its own with a folder of its own, so that it can be killed in the middle of anything and started again with what it had kept.</summary>
internal sealed class ATelephone : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trellis-telephone-").FullName;
    private readonly Uri _site;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private System.Diagnostics.Process? _process;

    private ATelephone(Uri site) => _site = site;

    public IPage Page { get; private set; } = null!;

    public IBrowserContext Context => _browser!.Contexts[0];

    /// <summary>Skips the test where there is no Chromium.</summary>
    public static async Task<ATelephone> TurnOnAsync(Uri site)
    {
        Assert.SkipWhen(ThePages.Chromium is null, "There is no Chromium here; TRELLIS_CHROMIUM may name one.");
        var telephone = new ATelephone(site) { _playwright = await Playwright.CreateAsync() };
        await telephone.TurnOnAsync();
        return telephone;
    }

    public async Task TurnOnAsync()
    {
        var port = Path.Combine(_folder, "DevToolsActivePort");
        File.Delete(port);
        _process = System.Diagnostics.Process.Start(new ProcessStartInfo(
            ThePages.Chromium!, ["--headless=new", $"--user-data-dir={_folder}", "--remote-debugging-port=0", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "about:blank"])
        { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        for (var again = 0; !File.Exists(port) || (await File.ReadAllLinesAsync(port)).Length < 2; again++)
        {
            Assert.True(again < 600 && !_process.HasExited, "Chromium does not come up.");
            await Task.Delay(50);
        }

        _browser = await _playwright!.Chromium.ConnectOverCDPAsync($"http://127.0.0.1:{(await File.ReadAllLinesAsync(port))[0]}");
        Context.SetDefaultTimeout(30_000);
        Page = await Context.NewPageAsync();
        await Page.SetViewportSizeAsync(360, 800);
    }

    /// <summary>As when the battery is taken out.</summary>
    public async Task KillAsync()
    {
        _process!.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        await _browser!.CloseAsync();
        // What it locked against a second one of it.
        foreach (var locked in Directory.GetFiles(_folder, "Singleton*")) File.Delete(locked);
    }

    /// <summary>Whose session the browser sends along, as after signing in.</summary>
    public Task SignInAsync(string secret) => Context.AddCookiesAsync([
        new Cookie { Name = "trellis", Value = secret, Url = _site.AbsoluteUri, HttpOnly = true, SameSite = SameSiteAttribute.Strict, Expires = DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeSeconds() },
        new Cookie { Name = "language", Value = "en", Url = _site.AbsoluteUri, Expires = DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeSeconds() },
    ]);

    public Task OpenAsync(string address) => Page.GotoAsync(new Uri(_site, address).AbsoluteUri);

    /// <summary>Until the device has what it needs for a day without a line.</summary>
    public async Task SeeThatItIsReadyAsync()
    {
        await OpenAsync("/");
        await UntilAsync("async () => !!navigator.serviceWorker.controller && !!await caches.match('/unsent?in=zh') && !!await caches.match('/unsent?in=en') && await (await caches.match('/unsent/language'))?.text() === 'en'");
    }

    /// <summary>Asks the page until it says yes.</summary>
    public async Task UntilAsync(string question)
    {
        for (var again = 0; !await Page.EvaluateAsync<bool>(question); again++)
        {
            Assert.True(again < 300, $"It never comes to {question}.");
            await Task.Delay(100);
        }
    }

    /// <summary>Keeps what is on the screen, to be looked at.</summary>
    public Task ShowAsync(string name) => Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ThePages.Pictures, name + ".png"), FullPage = true });

    /// <summary>How much the device keeps, whatever a page shows.</summary>
    public Task<int> KeptAsync() => Page.EvaluateAsync<int>(
        """
        async () => {
          if (!(await indexedDB.databases()).some(one => one.name === 'trellis')) return 0;
          const database = await new Promise(resolve => { const request = indexedDB.open('trellis'); request.onsuccess = () => resolve(request.result); });
          const count = store => new Promise(resolve => { const request = database.transaction(store).objectStore(store).count(); request.onsuccess = () => resolve(request.result); });
          const all = await count('unsent');
          database.close();
          return all;
        }
        """);

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false }) await KillAsync();
        _playwright?.Dispose();
        for (var again = 0; ; again++)
        {
            try
            {
                Directory.Delete(_folder, recursive: true);
                return;
            }
            catch (IOException) when (again < 20)
            {
                await Task.Delay(100); // the last of its processes is still going
            }
        }
    }
}
