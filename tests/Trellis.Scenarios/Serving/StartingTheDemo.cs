using System.Net;
using System.Net.Sockets;
using Trellis.Runtime.Structure;
using Trellis.Web;
using Trellis.Web.Shared;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>What somebody sees of a demo while it is not all there yet.</summary>
public sealed class StartingTheDemo : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trellis-demo-starts-").FullName;

    [Fact]
    public async Task Pages_read_and_acts_wait_until_everything_is_there_and_nobody_who_asks_meanwhile_finds_the_door_shut()
    {
        Assert.SkipUnless(File.Exists(Path.Combine(AppContext.BaseDirectory, "pages", "site.css")), "The styles of the pages were not put together: there was no Node with npm when this was built.");

        var first = await StartAsync();

        Assert.Contains("year is being lived", first.Seen["/"], StringComparison.Ordinal);

        var later = await StartAsync();

        Assert.Contains("The record is being opened.", later.Seen["/"], StringComparison.Ordinal);
        foreach (var start in (Start[])[first, later])
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, start.Before["/health/ready"]);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, start.Before["/api/v1/matters"]);
            Assert.Equal(HttpStatusCode.OK, start.Before["/guide"]);
            Assert.Contains("you can pick somebody", start.Seen["/sign-in"], StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, start.After["/health/ready"]);
            Assert.Equal(HttpStatusCode.Unauthorized, start.After["/api/v1/matters"]);
            Assert.True(start.Asked > 0);
            Assert.Empty(start.Failed);
        }
    }

    [Fact]
    public async Task Where_another_program_listens_already_it_says_so_and_leaves_no_record_behind()
    {
        Assert.SkipUnless(File.Exists(Path.Combine(AppContext.BaseDirectory, "pages", "site.css")), "The styles of the pages were not put together: there was no Node with npm when this was built.");
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var fault = await Assert.ThrowsAsync<UnusableInput>(() => DemoServer.StartAsync(Settings($"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}"), static (_, _) => { }, TheProgram.Patience));

        Assert.Contains("Another program listens at", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder), static file => file.EndsWith(".db", StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private DemoSettings Settings(string url) => new(_folder, StructureFolder.Read(Path.Combine(AppContext.BaseDirectory, "structures", "cuiwei")), "cuiwei", url, Language.English, 0.05, Assets.Read(AppContext.BaseDirectory)) { Days = 5 };

    /// <summary>Starts it and asks all the while, from the moment at which it says that it listens.</summary>
    private async Task<Start> StartAsync()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(5) };
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        var start = new Start();
        using var over = new CancellationTokenSource();
        var asking = Task.CompletedTask;
        var at = new Uri("http://127.0.0.1/");
        await using (await DemoServer.StartAsync(
            Settings("http://127.0.0.1:0"),
            (address, _) =>
            {
                at = address;
                foreach (var path in (string[])["/", "/guide", "/sign-in", "/health/ready", "/api/v1/matters"])
                {
                    using var answer = http.GetAsync(new Uri(at, path)).GetAwaiter().GetResult();
                    (start.Before[path], start.Seen[path]) = (answer.StatusCode, answer.Content.ReadAsStringAsync().GetAwaiter().GetResult());
                }

                asking = Task.Run(() => AskAsync(http, at, start, over.Token));
            },
            TheProgram.Patience))
        {
            foreach (var path in (string[])["/health/ready", "/api/v1/matters"])
            {
                using var answer = await http.GetAsync(new Uri(at, path), TheProgram.Patience);
                start.After[path] = answer.StatusCode;
            }

            await over.CancelAsync();
            await asking;
        }

        return start;
    }

    private static async Task AskAsync(HttpClient http, Uri at, Start start, CancellationToken cancelled)
    {
        while (!cancelled.IsCancellationRequested)
        {
            // A connection of its own each time, as of somebody who has just come.
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(at, "/guide"));
            request.Headers.ConnectionClose = true;
            try
            {
                using var answer = await http.SendAsync(request, CancellationToken.None);
                if (answer.StatusCode != HttpStatusCode.OK) start.Failed.Add($"{answer.StatusCode}");
            }
            catch (HttpRequestException fault)
            {
                start.Failed.Add(fault.Message);
            }

            start.Asked++;
        }
    }

    /// <summary>What was answered while it started, and when it had.</summary>
    private sealed class Start
    {
        public Dictionary<string, HttpStatusCode> Before { get; } = [];

        public Dictionary<string, string> Seen { get; } = [];

        public Dictionary<string, HttpStatusCode> After { get; } = [];

        public List<string> Failed { get; } = [];

        public int Asked { get; set; }
    }
}
