using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace Trellis.Scenarios;

/// <summary>Opens reports in Chromium, and notes everything a page does that it should not.</summary>
public sealed class ThePages : IAsyncLifetime
{
    internal static readonly string? Chromium =
        ((string?[])[Environment.GetEnvironmentVariable("TRELLIS_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"])
        .FirstOrDefault(static path => File.Exists(path));

    /// <summary>In milliseconds.</summary>
    private const float Patience = 20_000;

    private readonly TheProgram _program = new();
    private readonly Dictionary<string, string> _reports = new(StringComparer.Ordinal);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public static string Pictures { get; } = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(Logs.Find("Trellis.slnx"))!, "tests", "out")).FullName;

    public async ValueTask InitializeAsync()
    {
        if (Chromium is null) return;
        // What a page comes to show, it may come to show late where other tests keep the machine busy.
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        _program.Dispose();
    }

    /// <summary>The report of a log, made once for all tests that look at it.</summary>
    internal string ReportOf(string log, params string[] options)
    {
        Assert.SkipWhen(_browser is null, "There is no Chromium here; TRELLIS_CHROMIUM may name one.");
        var call = string.Join(' ', [Path.GetFileName(log), .. options]);
        if (_reports.TryGetValue(call, out var made)) return made;
        var file = $"report-{_reports.Count + 1}.html";
        _program.Run(["diagnose", log, "--html", file, .. options]).Succeeds();
        return _reports[call] = _program.At(file);
    }

    /// <summary>Opens a file as a person would by a double click, or an address. Skips the test where there is no Chromium.</summary>
    /// <param name="fragment">What follows the address, with its #.</param>
    /// <param name="before">A script that runs before those of the page: what the browser is to lack.</param>
    internal async Task<ThePage> OpenAsync(string file, int width, string fragment = "", string? before = null)
    {
        var shown = await ComeAsync(width);
        if (before is not null) await shown.Page.AddInitScriptAsync(before);
        await shown.Page.GotoAsync(new Uri(file).AbsoluteUri + fragment);
        return shown;
    }

    /// <summary>On a telephone what does not belong to the page at hand is behind one press.</summary>
    internal static Task OpenMenuAsync(IPage page) => page.Locator("header summary").ClickAsync();

    /// <summary>A window of whoever has signed in already.</summary>
    internal async Task<ThePage> ComeAsAsync(Serving.AReader reader, Uri address, int width = 1280, bool withScript = true)
    {
        var shown = await ComeAsync(width, withScript);
        await shown.Context.AddCookiesAsync(reader.Cookies.Select(cookie => new Cookie { Name = cookie.Name, Value = cookie.Value, Url = address.AbsoluteUri }));
        return shown;
    }

    /// <summary>A window in which nothing is open yet.</summary>
    internal async Task<ThePage> ComeAsync(int width, bool withScript = true)
    {
        Assert.SkipWhen(_browser is null, "There is no Chromium here; TRELLIS_CHROMIUM may name one.");
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 900 }, JavaScriptEnabled = withScript });
        var requests = new List<string>();
        context.Request += (_, request) => requests.Add(request.Url);
        context.SetDefaultTimeout(Patience);
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            // What a browser without a graphics card says of itself when it draws a map is no complaint about the page.
            if (!message.Text.Contains("GL Driver Message", StringComparison.Ordinal) && !message.Text.Contains("software WebGL", StringComparison.Ordinal)) complaints.Add($"{message.Type}: {message.Text}");
        };
        page.PageError += (_, fault) => complaints.Add(fault);
        return new ThePage(context, page, requests, complaints);
    }
}

internal sealed record ThePage(IBrowserContext Context, IPage Page, List<string> Requests, List<string> Complaints) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Context.DisposeAsync();

    public async Task<string[]> AsksAsync(string script) => await Page.EvaluateAsync<string[]>(script);

    /// <summary>For each page of the PDF, the operators that paint: none means an empty sheet.</summary>
    public async Task<List<int>> PaintedOnPaperAsync(string? keepAs = null)
    {
        var bytes = await Page.PdfAsync(new PagePdfOptions { Format = "A4", PrintBackground = true, Path = keepAs });
        var pdf = Encoding.Latin1.GetString(bytes);
        var painted = new List<int>();
        foreach (Match page in Regex.Matches(pdf, @"/Type /Page\b(?!s)[\s\S]*?/Contents (?<number>\d+) 0 R", RegexOptions.None, TimeSpan.FromSeconds(10)))
        {
            var number = page.Groups["number"].Value;
            var stream = Regex.Match(pdf, $@"(?:^|\n){number} 0 obj\s*<<[\s\S]*?>>\s*stream\r?\n", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));
            using var inflated = new ZLibStream(new MemoryStream(bytes, stream.Index + stream.Length, bytes.Length - stream.Index - stream.Length), CompressionMode.Decompress);
            using var text = new StreamReader(inflated, Encoding.Latin1);
            painted.Add(Regex.Count(await text.ReadToEndAsync(), @"(?:Tj|TJ)\s", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10)));
        }

        return painted;
    }
}
