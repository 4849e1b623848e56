using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Trellis.Information.Registers;
using Trellis.Process;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Web;
using Trellis.Web.Shared;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>Tests that look at one and the same demo, one after the other.</summary>
[CollectionDefinition(nameof(LookingAtTheDemo))]
public sealed class LookingAtTheDemo : ICollectionFixture<ADemo>, ICollectionFixture<ThePages>;

/// <summary>A small county that has lived some weeks, with its pages; started once for all tests of it.</summary>
public sealed class ADemo : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trellis-demo-").FullName;
    private DemoServer? _demo;

    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>What the first page said while the year was still being lived.</summary>
    public string Before { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Path.Combine(AppContext.BaseDirectory, "pages", "site.css"))) return;
        var first = new TaskCompletionSource<string>();
        _demo = await DemoServer.StartAsync(
            new DemoSettings(_folder, StructureFolder.Read(Path.Combine(AppContext.BaseDirectory, "structures", "cuiwei")), "cuiwei", "http://127.0.0.1:0", Language.Chinese, 0.2, Assets.Read(AppContext.BaseDirectory)) { Days = 60 },
            (address, _) =>
            {
                Address = address;
                using var http = new HttpClient();
                first.SetResult(http.GetStringAsync(address).GetAwaiter().GetResult());
            },
            CancellationToken.None);
        Before = await first.Task;
    }

    public async ValueTask DisposeAsync()
    {
        if (_demo is not null) await _demo.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public TrellisServer Server => _demo!.Server;

    /// <summary>A resident into whose matter an officer has just looked.</summary>
    internal async Task<AReader> WhoWasLookedAtAsync(string language)
    {
        using var officer = Comes(language);
        await officer.SignInAsync(Looks.Officer);
        var number = await officer.FirstMatterAsync(Looks.Officer);
        await officer.OpenAsync($"/matters/{number}?open=yes");
        var desk = Server.Desk.Questions;
        var matter = desk.Find(MatterNumbers.Id(desk.Ask(session => MatterRows.OfNumber(session, number))!.Value))!.Value.Matter;
        var resident = Comes(language);
        await resident.SendAsync("/sign-in", ("person", matter.FiledFor.Text));
        return resident;
    }

    /// <summary>A row of the register of persons, with a name and a telephone, as the police entered it.</summary>
    internal async Task<string> APersonAsync(string name = "王晓溪")
    {
        var (desk, day) = (Server.Desk, Server.Desk.InForce.DayOf(Server.Desk.Now));
        var seat = desk.Standing.SeatsOn(day).First(static one => one.Unit == "police");
        var typing = new TypingItems(desk.InForce.Structure, day);
        var done = await Server.Registers.DoAsync(
            new ActOrder { By = new Actor.Officer(new ActorId(seat.Actor), new PostAt(seat.Post, new UnitId(seat.Unit))), Act = new EnterSubject(new RowId("person", ""), [Given("name", name), Given("phone", "13800000000")], new SourceGiven(ValueSource.Act)) },
            TheProgram.Patience);
        return Server.Registers.SubjectAt(Assert.IsType<ActAnswer.Done>(done).Receipt.First)!.Value.Key;

        ItemGiven Given(string item, string written) => new(item, typing.Read("person", item, [written], out _), null, null);
    }

    /// <summary>The number of a finding about a unit, of which that unit was told; a number of none where nothing is found of any, so that the page says so.</summary>
    internal async Task<string> AFindingOfAUnitAsync()
    {
        await using var desk = new Trellis.Runtime.Diagnosis.FindingsDesk(Server.Desk);
        var found = await desk.NowAsync(TimeSpan.FromMinutes(2), TheProgram.Patience);
        return (found!.Work.Findings.Select(static one => one.Hearing?.Number).FirstOrDefault(static number => number is not null) ?? 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The number of an inquiry of the police that was allowed and runs.</summary>
    internal async Task<string> AnInquiryAsync()
    {
        var (desk, day) = (Server.Desk, Server.Desk.InForce.DayOf(Server.Desk.Now));
        Actor.Officer Seated(string post, string unit) => desk.Standing.SeatsOn(day).First(seat => seat.Post == post && seat.Unit == unit) is var seat ? new Actor.Officer(new ActorId(seat.Actor), new PostAt(seat.Post, new UnitId(seat.Unit))) : null!;
        var (asked, why) = await Server.Looks.InquireAsync(Seated("household-registrar", "police-xikou"), new Trellis.Information.Looks.AskInquiry(new RowId("person", await APersonAsync()), "public-order", new PersonalText("线索核查 following up on a lead")), TheProgram.Patience);
        Assert.Null(why);
        await Server.Looks.InquireAsync(Seated("supervisor", "cuiwei"), new Trellis.Information.Looks.AnswerInquiry(asked!.First, Trellis.Ledger.Entry.Moment(desk.Now.AddDays(20))), TheProgram.Patience);
        return asked.First.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>A matter of a resident who lets anybody follow it.</summary>
    internal async Task<string> APublicMatterAsync()
    {
        using var resident = Comes("en");
        await resident.SignInAsync(Looks.Resident);
        var number = await resident.FileNoiseAsync();
        await resident.DoAsync($"/matters/{number}/do/publish-matter");
        return number;
    }

    /// <summary>Two rows of the register of persons that may be one, as an address names them.</summary>
    internal string APair() => Server.Registers.Questions.Ask(static session => Trellis.Runtime.Information.SearchRows.Proposals(session, "person", "", 1)[0] is var pair ? $"{pair.One.Key}/{pair.Other.Key}" : "");

    /// <summary>Whoever sits in a post.</summary>
    internal async Task<AReader> InPostAsync(string post, string unit, string language = "en")
    {
        var reader = Comes(language);
        var seat = Server.Desk.Standing.SeatsOn(Server.Desk.InForce.DayOf(Server.Desk.Now)).First(one => one.Post == post && one.Unit == unit);
        await reader.SendAsync("/sign-in", ("person", seat.Actor), ("post", post), ("unit", unit));
        return reader;
    }

    /// <summary>Somebody with a browser of their own.</summary>
    internal AReader Comes(string language = "zh")
    {
        Assert.SkipWhen(_demo is null, "The styles of the pages were not put together: there was no Node with npm when this was built.");
        return new AReader(Address, language);
    }
}

/// <summary>Reads pages as people do: by their headings, links and buttons.</summary>
internal sealed class AReader : IDisposable
{
    private readonly HttpClientHandler _handler = new() { AllowAutoRedirect = true, UseCookies = true, CookieContainer = new CookieContainer() };
    private readonly HttpClient _http;

    public AReader(Uri address, string language)
    {
        _http = new HttpClient(_handler) { BaseAddress = address };
        _http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        _handler.CookieContainer.Add(address, new System.Net.Cookie("language", language));
    }

    /// <summary>Somebody put a cookie into the browser.</summary>
    public void Holds(string name, string value) => _handler.CookieContainer.Add(_http.BaseAddress!, new System.Net.Cookie(name, value));

    public CookieCollection Cookies => _handler.CookieContainer.GetAllCookies();

    public async Task<(HttpStatusCode Status, IDocument Page)> OpenAsync(string address)
    {
        using var answer = await _http.GetAsync(new Uri(address, UriKind.Relative), TheProgram.Patience);
        return (answer.StatusCode, await ReadAsync(answer));
    }

    /// <summary>How many bytes come over the line, packed as a browser asks for it.</summary>
    public async Task<long> SizeAsync(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
        request.Headers.AcceptEncoding.ParseAdd("br, gzip");
        using var answer = await _http.SendAsync(request, TheProgram.Patience);
        return (await answer.Content.ReadAsByteArrayAsync(TheProgram.Patience)).Length + answer.Headers.ToString().Length;
    }

    /// <summary>Picks the first that the page suggests, and of residents one of whom the registers know: others may have filed at a counter meanwhile.</summary>
    /// <param name="which">Another than the first of those that the page suggests.</param>
    public async Task SignInAsync(Looks who, int which = 0)
    {
        if (who == Looks.Nobody) return;
        var (_, page) = await OpenAsync("/sign-in");
        var form = page.QuerySelectorAll("main form[method=post]").Where(form => (form.QuerySelector("input[name=post]") is not null) == (who == Looks.Officer)).OrderBy(form => who == Looks.Resident && !IsOfTheBase(form.QuerySelector("input[name=person]")?.GetAttribute("value"))).ElementAt(which);
        await SendAsync("/sign-in", [.. form.QuerySelectorAll("input[type=hidden]").Select(static field => (field.GetAttribute("name")!, field.GetAttribute("value") ?? ""))]);
    }

    private static bool IsOfTheBase(string? person) => person is ['r', .. var number] && number.All(char.IsAsciiDigit);

    /// <summary>The number of the matter that stands on top of their list.</summary>
    public async Task<string> FirstMatterAsync(Looks who)
    {
        var (_, list) = await OpenAsync(who == Looks.Officer ? "/inbox" : "/matters");
        return list.QuerySelector("table tbody a")!.GetAttribute("href")!["/matters/".Length..];
    }

    /// <summary>The position of the newest look at what is held of them.</summary>
    public async Task<string> FirstLookAsync()
    {
        var (_, looks) = await OpenAsync("/mine/looks");
        return looks.QuerySelector("a[href$='/question']")!.GetAttribute("href")!.Split('/')[3];
    }

    /// <summary>A figure with what asks for its cases, as an address names it: one of which they see some where there is one.</summary>
    public async Task<string> FigureWithCasesAsync()
    {
        var any = "";
        foreach (var figure in (await OpenAsync("/figures")).Page.QuerySelectorAll("table.rows a").Select(static one => one.GetAttribute("href")!))
        {
            foreach (var cases in (await OpenAsync(figure)).Page.QuerySelectorAll("table.rows a[href*='/matters?']").Select(static one => one.GetAttribute("href")!).Take(3))
            {
                any = cases;
                if ((await OpenAsync(cases)).Page.QuerySelector("table.rows tbody tr") is not null) return cases["/figures/".Length..];
            }
        }

        Assert.NotEqual("", any);
        return any["/figures/".Length..];
    }

    /// <summary>Files a complaint about a building site.</summary>
    /// <returns>Its number.</returns>
    public async Task<string> FileNoiseAsync(string place = "zhuyuan")
    {
        const string Noise = "/guide/construction-noise/file";
        var (_, asked) = await OpenAsync(Noise);
        var check = await SendAsync(Noise, [.. Hidden(asked.QuerySelector("main form[method=post]")!), ("place", place), ("role.site.words", "The site behind the school")]);
        var receipt = await SendAsync(Noise, [.. Hidden(check), ("sure", "yes")]);
        return receipt.QuerySelector(".spoken")!.TextContent;
    }

    /// <summary>Proposes a change of a rule in plain words.</summary>
    /// <returns>The number of the proposal.</returns>
    public async Task<string> ProposeAsync(string rule, string words, string written = "")
    {
        var (_, asked) = await OpenAsync(rule + "/propose");
        var check = await SendAsync(rule + "/propose", [.. Hidden(asked), ("words", words), ("written", written)]);
        Assert.Null(check.QuerySelector("[role=alert]"));
        var done = await SendAsync(rule + "/propose", [.. Hidden(check), ("written", written), ("sure", "yes")]);
        Assert.NotNull(done.QuerySelector("[role=status]"));
        return done.QuerySelector("nav.crumbs [aria-current]")!.TextContent;
    }

    /// <summary>Does an act that a page of a matter offers, looked over before it is entered.</summary>
    /// <returns>The page that follows; where it was refused, the one that says why.</returns>
    public async Task<IDocument> DoAsync(string address, params (string Name, string Value)[] fields)
    {
        var (_, asked) = await OpenAsync(address);
        var check = await SendAsync(address, [.. Hidden(asked), .. fields]);
        return check.QuerySelector("[role=alert]") is not null ? check : await SendAsync(address, [.. Hidden(check), ("sure", "yes")]);
    }

    public async Task<IDocument> SendAsync(string address, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(static one => KeyValuePair.Create(one.Name, one.Value)));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, UriKind.Relative)) { Content = form };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var answer = await _http.SendAsync(request, TheProgram.Patience);
        return await ReadAsync(answer);
    }

    /// <summary>Sends a form with a file that was picked for its pictures.</summary>
    public async Task<IDocument> SendFileAsync(string address, string name, byte[] content, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (field, value) in fields) form.Add(new StringContent(value), field);
        form.Add(new ByteArrayContent(content), "pictures", name);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, UriKind.Relative)) { Content = form };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        request.Headers.ExpectContinue = true; // what is not taken is not sent, so that the answer can be read
        using var answer = await _http.SendAsync(request, TheProgram.Patience);
        return await ReadAsync(answer);
    }

    /// <summary>Sends a form as another site would make the browser do.</summary>
    public async Task<HttpStatusCode> SendFromElsewhereAsync(string address)
    {
        using var form = new FormUrlEncodedContent([]);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, UriKind.Relative)) { Content = form };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var answer = await _http.SendAsync(request, TheProgram.Patience);
        return answer.StatusCode;
    }

    /// <summary>What a form sends along by itself.</summary>
    public static (string Name, string Value)[] Hidden(IParentNode page) => [.. page.QuerySelectorAll("input[type=hidden]").Where(static field => field.Closest("[role=search]") is null).Select(static field => (field.GetAttribute("name")!, field.GetAttribute("value") ?? ""))];

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }

    private static async Task<IDocument> ReadAsync(HttpResponseMessage answer) => new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(TheProgram.Patience));
}
