using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Trellis.Authority.Access;
using Trellis.Web.Authority;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>A real provider of OpenID Connect (oidc-provider from npm), started on this machine for one test.</summary>
internal sealed class AProvider : IAsyncDisposable
{
    private readonly int _port;
    private System.Diagnostics.Process? _process;

    public AProvider(ClaimOfPerson? person = null)
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            _port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        Settings = new ProviderSettings("county", new Text("县统一身份", "County sign-on"), new Uri($"http://localhost:{_port}"), "trellis", "a-secret-of-this-test-alone", ["email"], person ?? new ClaimOfPerson("sub", null));
    }

    public ProviderSettings Settings { get; }

    /// <summary>Starts it for a site, which is told where it will be before.</summary>
    public async Task StartAsync(Uri site)
    {
        var packages = Path.GetDirectoryName(Logs.Find("src/Trellis.Web/assets/node_modules/oidc-provider/package.json")) is { } found ? Path.GetDirectoryName(found) : null;
        Assert.SkipWhen(packages is null, "There is no oidc-provider: the styles of the pages were not put together.");
        var script = Logs.Find("tests/Trellis.Scenarios/Serving/provider.mjs")!;
        _process = System.Diagnostics.Process.Start(new ProcessStartInfo("node", [script, packages!, _port.ToString(System.Globalization.CultureInfo.InvariantCulture), site.AbsoluteUri.TrimEnd('/')])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        while (await _process.StandardOutput.ReadLineAsync(TheProgram.Patience) is { } line)
            if (line == "ready") return;
        Assert.Fail("The provider did not start.");
    }

    /// <summary>Says a word to it and returns what it answers.</summary>
    public async Task<string> AskAsync(string word)
    {
        await _process!.StandardInput.WriteLineAsync(word.AsMemory(), TheProgram.Patience);
        await _process.StandardInput.FlushAsync(TheProgram.Patience);
        while (await _process.StandardOutput.ReadLineAsync(TheProgram.Patience) is { } line)
            if (line.StartsWith("done", StringComparison.Ordinal)) return line[4..].Trim();
        throw new InvalidOperationException("The provider ended.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null) return;
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }
}

/// <summary>A browser without script that goes from a site to its provider and back, as people do.</summary>
internal sealed class ATraveller : IDisposable
{
    private readonly HttpClientHandler _handler = new() { AllowAutoRedirect = false, UseCookies = true, CookieContainer = new CookieContainer() };
    private readonly HttpClient _http;

    public ATraveller() => _http = new HttpClient(_handler);

    public Uri At { get; private set; } = new("http://localhost/");

    public IDocument Page { get; private set; } = new HtmlParser().ParseDocument("");

    public HttpStatusCode Status { get; private set; }

    public string? Session(Uri site) => _handler.CookieContainer.GetCookies(site)[Sessions.Plain]?.Value;

    /// <param name="stopAt">Where to stop instead of going on; null for nowhere.</param>
    public async Task GoAsync(Uri address, Func<Uri, bool>? stopAt = null, HttpContent? form = null)
    {
        for (var hops = 0; hops < 20; hops++)
        {
            using var request = new HttpRequestMessage(form is null ? HttpMethod.Get : HttpMethod.Post, address) { Content = form };
            request.Headers.Accept.ParseAdd("text/html");
            request.Headers.Add("Cookie", "language=en");
            if (form is not null) request.Headers.Add("Origin", address.GetLeftPart(UriPartial.Authority));
            using var answer = await _http.SendAsync(request, TheProgram.Patience);
            (form, At, Status) = (null, address, answer.StatusCode);
            if (answer.Headers.Location is not { } next)
            {
                Page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(TheProgram.Patience));
                // A page that sends on at once.
                if (Page.QuerySelector("meta[http-equiv=refresh]")?.GetAttribute("content") is not { } refresh) return;
                next = new Uri(refresh[(refresh.IndexOf("url=", StringComparison.Ordinal) + 4)..], UriKind.RelativeOrAbsolute);
            }

            address = new Uri(address, next);
            if (stopAt?.Invoke(address) == true)
            {
                At = address;
                return;
            }
        }

        Assert.Fail("It goes round in a circle: " + address);
    }

    /// <summary>Fills in the form of the page and sends it.</summary>
    public async Task SendAsync(Func<Uri, bool>? stopAt, params (string Name, string Value)[] fields)
    {
        var form = Page.QuerySelector("form")!;
        var all = form.QuerySelectorAll("input[type=hidden]").Select(static one => KeyValuePair.Create(one.GetAttribute("name")!, one.GetAttribute("value") ?? "")).Concat(fields.Select(static one => KeyValuePair.Create(one.Name, one.Value)));
        using var content = new FormUrlEncodedContent(all);
        await GoAsync(new Uri(At, form.GetAttribute("action") ?? ""), stopAt, content);
    }

    /// <summary>From the sign-in page of a site through the pages of the provider, until it sends back or to where one was going.</summary>
    /// <param name="stopAt">Where to stop; null goes all the way.</param>
    public async Task SignInAsync(Uri site, string subject, string back = "", Func<Uri, bool>? stopAt = null)
    {
        await GoAsync(new Uri(site, "/sign-in/with/county" + (back.Length > 0 ? "?back=" + Uri.EscapeDataString(back) : "")), stopAt);
        for (var page = 0; page < 4 && Page.QuerySelector("input[name=prompt]")?.GetAttribute("value") is { } prompt; page++)
        {
            await SendAsync(stopAt, prompt == "login" ? [("login", subject), ("password", "any")] : []);
            if (stopAt?.Invoke(At) == true) return;
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }
}
